//! DOT: a picture that a person can read, for Graphviz.
//!
//! Shape and colour tell types (Okabe and Ito's palette, made for colour-blind readers), a legend names those in use.
//! A fact that is told as a happening is drawn through a small node with its date, never twice. Sentences and articles
//! stand in tooltips. Everything from an article passes through [`quote`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::graph::{Entity, FactRef, HappeningRef, KnowledgeGraph};
use crate::model::{EntityType, Source, reading_form};
use crate::rdf::Base;

/// Above this many nodes Graphviz gets its fast, coarser settings.
const DENSE: usize = 300;
/// Above this many nodes no layout ends in reasonable time and no reader sees anything.
const MOST: usize = 20_000;
/// Where labels break, in characters.
const WIDTH: usize = 22;
/// Sources that a tooltip shows.
const TOLD: usize = 3;

/// How a type is drawn: shape, fill, border.
fn style(entity_type: EntityType) -> (&'static str, &'static str, &'static str) {
    match entity_type {
        EntityType::Company => ("box", "#d6ecfa", "#0072b2"),
        EntityType::Organization => ("box", "#fce8c3", "#e69f00"),
        EntityType::Project => ("hexagon", "#cdeee3", "#009e73"),
        EntityType::Product => ("component", "#fbf7c0", "#a89b00"),
        EntityType::Event => ("octagon", "#fbdcc8", "#d55e00"),
        EntityType::Person => ("ellipse", "#f5dfeb", "#cc79a7"),
        EntityType::Place => ("house", "#e8e8e8", "#666666"),
    }
}

/// Writes DOT.
///
/// # Shape
/// Entities with at least one fact, by key; a comment counts the others. All of them where none has a fact.
///
/// # Errors
/// [`Error::Usage`] above 20,000 nodes.
pub(super) fn write(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let picture = Picture::new(graph, &options.base)?;
    written(out.write_all(picture.text().as_bytes()))
}

struct Picture<'g> {
    graph: &'g KnowledgeGraph,
    base: &'g Base,
    entities: Vec<&'g Entity>,
    left_out: usize,
    happenings: Vec<HappeningRef<'g>>,
    edges: BTreeMap<(&'g str, &'g str, Line), Vec<FactRef<'g>>>,
}

/// How an edge is drawn; facts of one kind between the same two entities share an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Directed,
    Symmetric,
    Unasserted,
}

impl<'g> Picture<'g> {
    fn new(graph: &'g KnowledgeGraph, base: &'g Base) -> Result<Self> {
        let mut edges: BTreeMap<(&str, &str, Line), Vec<FactRef<'g>>> = BTreeMap::new();
        for fact in graph.facts().filter(|fact| fact.fact.happening.is_none()) {
            let line = match fact.fact {
                unasserted if !unasserted.is_asserted => Line::Unasserted,
                fact if fact.predicate.is_symmetric => Line::Symmetric,
                _ => Line::Directed,
            };
            edges.entry((&fact.subject.path, &fact.object.path, line)).or_default().push(fact);
        }
        let happenings: Vec<HappeningRef<'g>> = graph.happenings().filter(|roles| roles.agent.is_some()).collect();
        let mut told: BTreeSet<&str> = edges.keys().flat_map(|(subject, object, _)| [*subject, *object]).collect();
        told.extend(happenings.iter().flat_map(|roles| [roles.agent, roles.object]).flatten().map(|e| e.path.as_str()));
        told.extend(graph.entities().filter(|entity| !entity.dates.is_empty()).map(|entity| entity.path.as_str()));
        let all = graph.entities().count();
        let entities: Vec<&Entity> =
            graph.entities().filter(|entity| told.is_empty() || told.contains(entity.path.as_str())).collect();
        let picture = Self { graph, base, left_out: all - entities.len(), entities, happenings, edges };
        if picture.nodes() > MOST {
            return Err(Error::Usage {
                what: format!("a picture of {} nodes would take hours and show nothing", picture.nodes()),
                hint: format!("draw fewer articles (at most {MOST} nodes), or export to turtle or nquads and query it"),
            });
        }
        Ok(picture)
    }

    fn nodes(&self) -> usize {
        self.entities.len() + self.happenings.len()
    }

    fn text(&self) -> String {
        let mut text = String::from("digraph pressgraph {\n");
        let dense = if self.nodes() > DENSE { ", splines=line, nslimit=2, mclimit=0.5" } else { "" };
        let note = match self.left_out {
            0 => String::new(),
            1 => ", label=\"1 more entity without facts is not drawn\"".to_owned(),
            many => format!(", label=\"{many} more entities without facts are not drawn\""),
        };
        let font = "fontname=\"Helvetica,Arial,sans-serif\"";
        _ = writeln!(
            text,
            "  graph [rankdir=LR, nodesep=0.22, ranksep=0.7, pad=0.3, {font}, fontsize=10, \
             fontcolor=\"#555555\"{note}{dense}];"
        );
        _ = writeln!(text, "  node [{font}, fontsize=11, style=filled, penwidth=1.2, margin=\"0.14,0.07\"];");
        _ = writeln!(text, "  edge [{font}, fontsize=9, color=\"#8a8a8a\", fontcolor=\"#444444\", arrowsize=0.7];\n");
        self.entities.iter().for_each(|entity| self.entity(&mut text, entity));
        text.push('\n');
        self.happenings.iter().for_each(|roles| self.happening(&mut text, roles));
        self.edges
            .iter()
            .for_each(|((subject, object, line), facts)| self.edge(&mut text, subject, object, *line, facts));
        self.legend(&mut text);
        text.push_str("}\n");
        text
    }

    fn entity(&self, text: &mut String, entity: &Entity) {
        let mut label = wrapped(&entity.name);
        let mut tooltip = format!("{}: {}", entity.key.entity_type, entity.name);
        if !entity.aliases.is_empty() {
            tooltip.push_str(&format!("\nalso {}", entity.aliases.join(", ")));
        }
        for dated in &entity.dates {
            if dated.is_asserted {
                let phrase = dated.predicate.phrase.trim_end_matches(" on");
                label.push_str(&format!("\n{phrase} {}", dated.date));
            }
            tooltip.push('\n');
            tooltip.push_str(&self.told(&dated.sources));
        }
        _ = writeln!(
            text,
            "  {} [label={}, {}, tooltip={}, URL={}];",
            quote(&entity.path),
            quote(&label),
            look(entity.key.entity_type),
            quote(&tooltip),
            quote(&self.address(entity))
        );
    }

    /// The entity's web page, else its page in an outside base, else its own IRI.
    fn address(&self, entity: &Entity) -> String {
        let is_web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
        let page = entity.urls.iter().find(is_web).or_else(|| entity.same_as.iter().find(is_web));
        page.map_or_else(|| self.base.iri(&entity.path), |page| percent_encoded(page))
    }

    fn happening(&self, text: &mut String, roles: &HappeningRef<'_>) {
        let happening = roles.happening;
        let date = happening.date.map_or_else(String::new, |date| format!("\n{date}"));
        _ = writeln!(
            text,
            "  {} [label={}, {HAPPENING}, tooltip={}, URL={}];",
            quote(&happening.path),
            quote(&format!("{}{date}", happening.predicate.event_phrase)),
            quote(&format!("{}\n{}", happening.label, self.told(&happening.sources))),
            quote(&self.base.iri(&happening.path))
        );
        let head = if happening.predicate.is_symmetric { " [arrowhead=none]" } else { "" };
        if let Some(agent) = roles.agent {
            _ = writeln!(text, "  {} -> {} [arrowhead=none];", quote(&agent.path), quote(&happening.path));
        }
        if let Some(object) = roles.object {
            _ = writeln!(text, "  {} -> {}{head};", quote(&happening.path), quote(&object.path));
        }
    }

    fn edge(&self, text: &mut String, subject: &str, object: &str, line: Line, facts: &[FactRef<'_>]) {
        let phrases: Vec<String> = facts
            .iter()
            .map(|fact| {
                let status = fact.fact.sources.first().map_or("", |source| source.status.as_str());
                let prefix = if line == Line::Unasserted { format!("{status}: ") } else { String::new() };
                format!("{prefix}{}", fact.fact.predicate.phrase)
            })
            .collect();
        let told: Vec<String> = facts.iter().map(|fact| self.told(&fact.fact.sources)).collect();
        let drawn = match line {
            Line::Directed => "",
            Line::Symmetric => ", dir=none",
            Line::Unasserted => ", style=dashed",
        };
        let tooltip = quote(&told.join("\n"));
        _ = writeln!(
            text,
            "  {} -> {} [label={}, tooltip={tooltip}, labeltooltip={tooltip}{drawn}];",
            quote(subject),
            quote(object),
            quote(&phrases.join("\n"))
        );
    }

    /// The first sentences that state a fact, each with its article.
    fn told(&self, sources: &[Source]) -> String {
        let mut told: Vec<String> = sources
            .iter()
            .take(TOLD)
            .map(|source| {
                let sentence = shortened(&reading_form(&source.text), 300);
                let Some(article) = self.graph.article(source) else { return format!("“{sentence}”") };
                let header = &article.record.header;
                let title = shortened(header.title.as_deref().unwrap_or(&article.record.id), 100);
                let date = header.date.map_or_else(String::new, |date| format!(", {date}"));
                format!("“{sentence}” ({title}{date})")
            })
            .collect();
        if sources.len() > TOLD {
            told.push(format!("and {} more", sources.len() - TOLD));
        }
        told.join("\n")
    }

    fn legend(&self, text: &mut String) {
        let in_use: BTreeSet<EntityType> = self.entities.iter().map(|entity| entity.key.entity_type).collect();
        if in_use.is_empty() {
            return;
        }
        text.push_str("\n  subgraph cluster_legend {\n");
        text.push_str("    graph [label=\"Legend\", color=\"#cccccc\", style=rounded, fontsize=10, margin=8];\n");
        text.push_str("    node [fontsize=9, height=0.2, width=0.9];\n");
        for entity_type in in_use {
            let id = quote(&format!("legend/{entity_type}"));
            let name = entity_type.as_str();
            _ = writeln!(
                text,
                "    {id} [label=\"{name}\", {}, margin=\"0.06,0.02\", tooltip=\"{name}\"];",
                look(entity_type)
            );
        }
        if !self.happenings.is_empty() {
            _ = writeln!(
                text,
                "    \"legend/happening\" [label=\"what happened\\nand when\", {HAPPENING}, tooltip=\"happening\"];"
            );
        }
        text.push_str("  }\n");
    }
}

/// How a happening is drawn.
const HAPPENING: &str = "shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#8a8a8a\", \
     fontsize=9, margin=\"0.07,0.03\", height=0.2, width=0.2";

fn look(entity_type: EntityType) -> String {
    let (shape, fill, border) = style(entity_type);
    let rounded = if entity_type == EntityType::Organization { ", style=\"rounded,filled\"" } else { "" };
    format!("shape={shape}, fillcolor=\"{fill}\", color=\"{border}\"{rounded}")
}

/// The text in lines of about [`WIDTH`] characters, broken at spaces; at most four, the rest an ellipsis.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = shortened(word, 2 * WIDTH);
        let is_full = lines.len() == 4;
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(&word);
            }
            _ if is_full => {
                lines.push("…".to_owned());
                break;
            }
            _ => lines.push(word),
        }
    }
    lines.join("\n")
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

/// The address with everything encoded that could end an attribute of SVG.
///
/// # Source
/// RFC 3986, section 2.1. Graphviz before 3.0 copies a URL raw into SVG.
fn percent_encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let mut buffer = [0; 4];
    for c in url.chars() {
        if c.is_control() || c.is_whitespace() || "<>\"'{}|\\^`".contains(c) {
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// A DOT string that shows exactly `text`: quotation marks, backslashes and entities escaped, line feeds as line
/// breaks, characters that XML (and so SVG) cannot carry dropped.
///
/// # Source
/// The DOT language, and escString in its attribute types. Graphviz before 3.0 copies an `&` of a URL raw into SVG.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_string_cannot_end_early() {
        assert_eq!(quote("a\"b\\"), r#""a\"b\\""#);
        assert_eq!(quote("a\\\"; x [y=\"z\"]"), r#""a\\\"; x [y=\"z\"]""#);
        assert_eq!(quote("R&D\u{0}\u{7}\n<b>"), r#""R&amp;D\n<b>""#);
    }

    #[test]
    fn an_address_cannot_end_its_attribute() {
        let url = percent_encoded("https://x.example/\"><script>?a=1&b='");
        assert_eq!(quote(&url), "\"https://x.example/%22%3E%3Cscript%3E?a=1&amp;b=%27\"");
    }

    #[test]
    fn long_names_break_at_spaces_and_end() {
        assert_eq!(wrapped("Vexor Data Systems Research Foundation"), "Vexor Data Systems\nResearch Foundation");
        assert!(wrapped(&"Vexor ".repeat(1000)).ends_with("\n…"));
        assert!(wrapped(&"x".repeat(1000)).chars().count() <= 2 * WIDTH + 1);
    }
}
