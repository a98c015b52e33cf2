//! DOT: a picture that a person can read, for Graphviz.
//!
//! Shape and colour tell types (Okabe and Ito's palette, made for colour-blind readers), a legend names those in use.
//! A fact that is told as a happening runs through a small diamond, never twice. Sentences and articles stand in
//! tooltips. Everything from an article passes through [`push_quoted`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use super::citation::Citations;
use super::picture::{Cluster, Line, Merged, Picture, Theme, USUAL_EDGES};
use super::{ExportOptions, written};
use crate::error::Result;
use crate::graph::{Entity, Fact, HappeningRef};
use crate::model::{EntityType, Source, reading_form};
use crate::rdf::{push_date, push_number};

/// Above this many edges Graphviz gets its fast, coarser settings, and edges lose their labels to tooltips.
const DENSE: usize = 250;
/// Where labels break, in characters.
const WIDTH: usize = 22;
/// Sources that a tooltip shows.
const TOLD: usize = 3;
/// Phrases that the label of an edge shows.
const PHRASES: usize = 3;
/// Bytes after which text is written down.
const BUFFER: usize = 1 << 14;
/// How many happenings or edges are fetched from memory together.
const AHEAD: usize = 16;

/// The colours of a theme.
struct Palette {
    background: &'static str,
    text: &'static str,
    faint: &'static str,
    line: &'static str,
    happening: &'static str,
}

const LIGHT: Palette =
    Palette { background: "#ffffff", text: "#1a1a1a", faint: "#555555", line: "#8a8a8a", happening: "#444444" };
const DARK: Palette =
    Palette { background: "#14171a", text: "#f2f2f2", faint: "#b8bcc0", line: "#8b9298", happening: "#e6e6e6" };

/// How a type is drawn: shape, fill and border on light ground, fill and border on dark ground.
fn style(entity_type: EntityType) -> (&'static str, [&'static str; 2], [&'static str; 2]) {
    match entity_type {
        EntityType::Company => ("box", ["#d6ecfa", "#0072b2"], ["#0b3a57", "#56b4e9"]),
        EntityType::Organization => ("box", ["#fce8c3", "#e69f00"], ["#523a05", "#e69f00"]),
        EntityType::Project => ("hexagon", ["#cdeee3", "#009e73"], ["#0a4031", "#1fc797"]),
        EntityType::Product => ("component", ["#fbf7c0", "#a89b00"], ["#454107", "#f0e442"]),
        EntityType::Event => ("note", ["#fbdcc8", "#d55e00"], ["#5a2a06", "#f0843a"]),
        EntityType::Person => ("ellipse", ["#f5dfeb", "#cc79a7"], ["#4f2440", "#de95bd"]),
        EntityType::Place => ("house", ["#e8e8e8", "#666666"], ["#3a3f44", "#a9b0b6"]),
    }
}

/// Writes DOT.
///
/// # Shape
/// Entities with at least one fact, by key; a note counts the others. All of them where none has a fact.
///
/// # Errors
/// [`Error::Usage`](crate::error::Error::Usage) above 20,000 nodes.
pub(super) fn write(graph: &crate::graph::KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let picture = Picture::new(graph, &options.picture, USUAL_EDGES)?;
    let theme = options.picture.theme;
    let palette = if theme == Theme::Light { &LIGHT } else { &DARK };
    let is_dense = picture.edges.len() + 2 * picture.happenings.len() > DENSE;
    let citations = Citations::new(graph, |out, article| {
        let header = &article.record.header;
        out.push_str(" (");
        push_escaped(out, &shortened(header.title.as_deref().unwrap_or(&article.record.id), 100));
        if let Some(date) = header.date {
            out.push_str(", ");
            push_date(out, date);
        }
        out.push(')');
    });
    let looks = EntityType::ALL.map(|entity_type| (entity_type, look(entity_type, theme)));
    let mut base = String::new();
    push_escaped(&mut base, options.base.as_str());
    let drawing = Drawing { picture: &picture, citations, looks, base, theme, palette, is_dense };
    let mut text = String::with_capacity(2 * BUFFER);
    drawing.head(&mut text, options);
    drawing.nodes(&mut text, options.picture.cluster, out)?;
    for some in picture.happenings.chunks(AHEAD) {
        fetch(some.iter().flat_map(paths));
        some.iter().for_each(|roles| drawing.roles(&mut text, roles));
        flush(&mut text, out)?;
    }
    for some in picture.edges.chunks(AHEAD) {
        fetch(some.iter().flat_map(|edge| [edge.subject.path.as_str(), &edge.object.path]));
        fetch(some.iter().flat_map(|edge| picture.facts(edge)).flat_map(|fact| told(&fact.sources)));
        some.iter().for_each(|edge| drawing.edge(&mut text, edge));
        flush(&mut text, out)?;
    }
    drawing.legend(&mut text);
    text.push_str("}\n");
    written(out.write_all(text.as_bytes()))
}

/// What follows the label of a node of a type, up to the type in its tooltip.
fn look(entity_type: EntityType, theme: Theme) -> String {
    let (shape, light, dark) = style(entity_type);
    let [fill, border] = if theme == Theme::Light { light } else { dark };
    let rounded = if entity_type == EntityType::Organization { ", style=\"rounded,filled\"" } else { "" };
    format!("\", shape={shape}, fillcolor=\"{fill}\", color=\"{border}\"{rounded}, tooltip=\"{entity_type}: ")
}

/// Reads both ends of texts that are needed soon: memory then brings them all at once, not one after the other.
fn fetch<'t>(texts: impl Iterator<Item = &'t str>) {
    let ends = texts.fold(0, |ends, text| match text.as_bytes() {
        [first, .., last] => ends ^ first ^ last,
        _ => ends,
    });
    std::hint::black_box(ends);
}

/// The paths of a happening and of who takes part in it.
fn paths<'g>(roles: &HappeningRef<'g>) -> impl Iterator<Item = &'g str> {
    let ends = [roles.agent, roles.object].into_iter().flatten();
    std::iter::once(roles.happening.path.as_str()).chain(ends.map(|entity| entity.path.as_str()))
}

/// What a tooltip shows of some sources: their sentences and the keys of their articles.
fn told(sources: &[Source]) -> impl Iterator<Item = &str> {
    sources.iter().take(TOLD).flat_map(|source| [source.text.as_str(), &source.article])
}

/// Writes the text down where there is much of it.
fn flush(text: &mut String, out: &mut dyn Write) -> Result<()> {
    if text.len() > BUFFER {
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    Ok(())
}

struct Drawing<'p, 'g> {
    picture: &'p Picture<'g>,
    citations: Citations,
    /// How nodes of each type look, up to their tooltip.
    looks: [(EntityType, String); EntityType::ALL.len()],
    /// The base IRI, escaped.
    base: String,
    theme: Theme,
    palette: &'static Palette,
    is_dense: bool,
}

impl Drawing<'_, '_> {
    fn head(&self, out: &mut String, options: &ExportOptions) {
        let Palette { background, text, faint, line, .. } = self.palette;
        let direction = options.picture.direction;
        let font = "fontname=\"Helvetica,Arial,sans-serif\"";
        let (limits, dense) = match self.is_dense {
            true => ("nslimit=1, nslimit1=1, mclimit=0.1", ", splines=line"),
            false => ("nslimit=2, nslimit1=2, mclimit=0.5", ""),
        };
        let note = self.picture.note();
        out.push_str("digraph pressgraph {\n");
        out.push_str(&format!(
            "  graph [rankdir={direction}, nodesep=0.22, ranksep=0.6, pad=0.3, {limits}{dense}, bgcolor=\"{background}\", \
             {font}, fontsize=10, fontcolor=\"{faint}\", label="
        ));
        push_quoted(out, &note);
        out.push_str("];\n");
        out.push_str(&format!(
            "  node [{font}, fontsize=11, fontcolor=\"{text}\", style=filled, penwidth=1.2, margin=\"0.12,0.06\", \
             height=0.35];\n"
        ));
        out.push_str(&format!(
            "  edge [{font}, fontsize=9, color=\"{line}\", fontcolor=\"{faint}\", arrowsize=0.7];\n\n"
        ));
    }

    fn nodes(&self, text: &mut String, cluster: Option<Cluster>, out: &mut dyn Write) -> Result<()> {
        match cluster {
            None => {
                for (_, entity) in &self.picture.entities {
                    self.entity(text, entity, "  ");
                    flush(text, out)?;
                }
                self.happenings(text, out)
            }
            Some(Cluster::Type) => {
                for entity_type in self.picture.types() {
                    let (_, light, dark) = style(entity_type);
                    let [_, border] = if self.theme == Theme::Light { light } else { dark };
                    self.open_cluster(text, entity_type.as_str(), plural(entity_type), border);
                    let entities = self.picture.entities.iter().map(|(_, entity)| entity);
                    for entity in entities.filter(|entity| entity.key.entity_type == entity_type) {
                        self.entity(text, entity, "    ");
                        flush(text, out)?;
                    }
                    text.push_str("  }\n");
                }
                self.happenings(text, out)
            }
            Some(Cluster::Article) => {
                self.by_article(text);
                Ok(())
            }
        }
    }

    fn happenings(&self, text: &mut String, out: &mut dyn Write) -> Result<()> {
        for some in self.picture.happenings.chunks(AHEAD) {
            fetch(some.iter().flat_map(|roles| told(&roles.happening.sources)));
            fetch(some.iter().flat_map(|roles| [roles.happening.path.as_str(), &roles.happening.label]));
            some.iter().for_each(|roles| self.happening(text, roles, "  "));
            flush(text, out)?;
        }
        Ok(())
    }

    fn by_article(&self, out: &mut String) {
        let clusters = self.picture.by_article();
        let homes: BTreeMap<&str, &str> =
            clusters.iter().flat_map(|(article, paths)| paths.iter().map(move |path| (*path, *article))).collect();
        let articles = self.picture.graph.articles().filter(|article| clusters.contains_key(article.key.as_str()));
        for article in articles {
            let header = &article.record.header;
            let title = shortened(header.title.as_deref().unwrap_or(&article.record.id), 60);
            self.open_cluster(out, &article.path, &title, self.palette.line);
            self.at_home(out, &homes, Some(&article.key), "    ");
            out.push_str("  }\n");
        }
        self.at_home(out, &homes, None, "  ");
    }

    /// The entities and happenings of one article, or those of none alone.
    fn at_home(&self, out: &mut String, homes: &BTreeMap<&str, &str>, article: Option<&str>, indent: &str) {
        for (_, entity) in &self.picture.entities {
            if homes.get(entity.path.as_str()).copied() == article {
                self.entity(out, entity, indent);
            }
        }
        for roles in &self.picture.happenings {
            if homes.get(roles.happening.path.as_str()).copied() == article {
                self.happening(out, roles, indent);
            }
        }
    }

    fn open_cluster(&self, out: &mut String, id: &str, title: &str, color: &str) {
        out.push_str("  subgraph ");
        push_quoted(out, &format!("cluster_{id}"));
        out.push_str(" {\n    graph [label=");
        push_quoted(out, title);
        out.push_str(", tooltip=");
        push_quoted(out, title);
        out.push_str(&format!(", color=\"{color}\", style=rounded, margin=10, labeljust=l];\n"));
    }

    fn entity(&self, out: &mut String, entity: &Entity, indent: &str) {
        out.push_str(indent);
        push_path(out, &entity.path);
        out.push_str(" [label=\"");
        push_escaped(out, &wrapped(&entity.name));
        for dated in entity.dates.iter().filter(|dated| dated.is_asserted) {
            out.push_str("\\n");
            out.push_str(dated.predicate.phrase.trim_end_matches(" on"));
            out.push(' ');
            push_date(out, dated.date);
        }
        let look = self.looks.iter().find(|(entity_type, _)| *entity_type == entity.key.entity_type);
        out.push_str(look.map_or("", |(_, look)| look));
        push_escaped(out, &entity.name);
        for (at, alias) in entity.aliases.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "\\nalso " });
            push_escaped(out, alias);
        }
        for dated in &entity.dates {
            out.push_str("\\n");
            self.tell(out, &dated.sources);
        }
        out.push_str("\", URL=\"");
        self.push_address(out, entity);
        out.push_str("\"];\n");
    }

    /// The entity's web page, else its page in an outside base, else its own IRI.
    fn push_address(&self, out: &mut String, entity: &Entity) {
        let is_web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
        match entity.urls.iter().find(is_web).or_else(|| entity.same_as.iter().find(is_web)) {
            Some(page) => push_escaped(out, &percent_encoded(page)),
            None => self.push_iri(out, &entity.path),
        }
    }

    fn push_iri(&self, out: &mut String, path: &str) {
        out.push_str(&self.base);
        out.push_str(path);
    }

    fn happening(&self, out: &mut String, roles: &HappeningRef<'_>, indent: &str) {
        let happening = roles.happening;
        let color = self.palette.happening;
        out.push_str(indent);
        push_path(out, &happening.path);
        out.push_str(" [label=\"\", shape=diamond, width=0.14, height=0.14, fixedsize=true, fillcolor=\"");
        for part in [color, "\", color=\"", color, "\", tooltip=\""] {
            out.push_str(part);
        }
        push_escaped(out, &happening.label);
        if let Some(date) = happening.date {
            out.push_str(", ");
            push_date(out, date);
        }
        out.push_str("\\n");
        self.tell(out, &happening.sources);
        out.push_str("\", URL=\"");
        self.push_iri(out, &happening.path);
        out.push_str("\"];\n");
    }

    /// The edges through a happening: the first says what happened and when.
    fn roles(&self, out: &mut String, roles: &HappeningRef<'_>) {
        let happening = roles.happening;
        if let Some(agent) = roles.agent {
            out.push_str("  ");
            push_path(out, &agent.path);
            out.push_str(" -> ");
            push_path(out, &happening.path);
            let label = if self.is_dense { " [arrowhead=none, tooltip=\"" } else { " [arrowhead=none, label=\"" };
            out.push_str(label);
            out.push_str(happening.predicate.event_phrase);
            if let Some(date) = happening.date {
                out.push_str("\\n");
                push_date(out, date);
            }
            out.push_str("\"];\n");
        }
        if let Some(object) = roles.object {
            out.push_str("  ");
            push_path(out, &happening.path);
            out.push_str(" -> ");
            push_path(out, &object.path);
            out.push_str(if happening.predicate.is_symmetric { " [arrowhead=none];\n" } else { ";\n" });
        }
    }

    fn edge(&self, out: &mut String, edge: &Merged<'_>) {
        let facts = self.picture.facts(edge);
        let count: usize = facts.iter().map(|fact| fact.sources.len()).sum();
        out.push_str("  ");
        push_path(out, &edge.subject.path);
        out.push_str(" -> ");
        push_path(out, &edge.object.path);
        out.push_str(" [");
        if !self.is_dense {
            out.push_str("label=\"");
            push_phrases(out, edge.line, facts, count);
            out.push_str("\", ");
        }
        let start = out.len();
        out.push_str("tooltip=\"");
        for (at, fact) in facts.iter().enumerate() {
            if at > 0 {
                out.push_str("\\n");
            }
            if self.is_dense {
                out.push_str(fact.predicate.phrase);
                out.push_str(": ");
            }
            self.tell(out, &fact.sources);
        }
        out.push('"');
        if !self.is_dense {
            let end = out.len();
            out.push_str(", label");
            out.extend_from_within(start..end);
        }
        out.push_str(match edge.line {
            Line::Directed => "",
            Line::Symmetric => ", dir=none",
            Line::Unasserted => ", style=dashed",
        });
        if count > 1 {
            out.push_str(if count > 3 { ", penwidth=2.2" } else { ", penwidth=1.6" });
        }
        out.push_str("];\n");
    }

    /// Adds the first sentences that state a fact, each with its article, escaped.
    fn tell(&self, out: &mut String, sources: &[Source]) {
        for (at, source) in sources.iter().take(TOLD).enumerate() {
            if at > 0 {
                out.push_str("\\n");
            }
            out.push('“');
            match is_plain(&source.text) && source.text.len() <= 300 {
                true => out.push_str(&source.text),
                false => push_escaped(out, &shortened(&readable(&source.text), 300)),
            }
            out.push('”');
            out.push_str(self.citations.of(&source.article));
        }
        if sources.len() > TOLD {
            push_more(out, sources.len() - TOLD);
        }
    }

    /// One small node for all types: it hardly changes the layout.
    fn legend(&self, out: &mut String) {
        let types: Vec<EntityType> = self.picture.types().collect();
        if types.is_empty() {
            return;
        }
        out.push_str("\n  \"legend\" [shape=plain, style=\"\", fontsize=9, tooltip=\"Legend\", label=<\n");
        out.push_str("    <TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"3\" CELLPADDING=\"3\">\n");
        for pair in types.chunks(2) {
            out.push_str("      <TR>");
            for entity_type in pair {
                let (_, light, dark) = style(*entity_type);
                let [fill, border] = if self.theme == Theme::Light { light } else { dark };
                let rounded = if *entity_type == EntityType::Organization { " STYLE=\"ROUNDED\"" } else { "" };
                out.push_str(&format!("<TD BGCOLOR=\"{fill}\" COLOR=\"{border}\"{rounded}>{entity_type}</TD>"));
            }
            out.push_str("</TR>\n");
        }
        if !self.picture.happenings.is_empty() {
            let Palette { happening, faint, .. } = self.palette;
            out.push_str(&format!(
                "      <TR><TD COLSPAN=\"2\" BORDER=\"0\"><FONT COLOR=\"{happening}\">&#9670;</FONT> \
                 <FONT COLOR=\"{faint}\">something that happened</FONT></TD></TR>\n"
            ));
        }
        out.push_str("    </TABLE>>];\n");
    }
}

/// Adds what an edge says: its first phrases, and how many sentences say so where that is not one each.
fn push_phrases(out: &mut String, line: Line, facts: &[&Fact], count: usize) {
    for (at, fact) in facts.iter().take(PHRASES).enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        if line == Line::Unasserted {
            out.push_str(fact.sources.first().map_or("", |source| source.status.as_str()));
            out.push_str(": ");
        }
        out.push_str(fact.predicate.phrase);
    }
    if facts.len() > PHRASES {
        push_more(out, facts.len() - PHRASES);
    }
    if count > facts.len() {
        out.push_str(" (");
        push_number(out, count);
        out.push_str("×)");
    }
}

/// Adds how many are not shown.
fn push_more(out: &mut String, count: usize) {
    out.push_str("\\nand ");
    push_number(out, count);
    out.push_str(" more");
}

/// What the entities of a type are called together.
pub(super) fn plural(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Company => "Companies",
        EntityType::Organization => "Organizations",
        EntityType::Project => "Projects",
        EntityType::Product => "Products",
        EntityType::Event => "Events",
        EntityType::Person => "People",
        EntityType::Place => "Places",
    }
}

/// The sentence as a person would read it; most need no change.
fn readable(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(reading_form(text)) }
}

/// Whether the text is its own reading form and nothing in it needs an escape.
#[inline]
fn is_plain(text: &str) -> bool {
    let is_marked = |b: u8| {
        !(b' '..=b'~').contains(&b)
            | (b == b'<')
            | (b == b'[')
            | (b == b']')
            | (b == b'*')
            | (b == b'`')
            | needs_escape(b)
    };
    !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ') && !has(text, is_marked) && !has_two_spaces(text)
}

/// Whether some byte passes the test, sixteen at a time.
#[inline]
fn has(text: &str, test: impl Fn(u8) -> bool + Copy) -> bool {
    let any = |bytes: &[u8; 16]| bytes.iter().fold(false, |found, byte| found | test(*byte));
    let bytes = text.as_bytes();
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().any(any) || any(last),
        None => bytes.iter().any(|byte| test(*byte)),
    }
}

/// Whether two spaces follow each other, sixteen pairs at a time.
#[inline]
fn has_two_spaces(text: &str) -> bool {
    let Some((_, next)) = text.as_bytes().split_first() else { return false };
    let before = &text.as_bytes()[..next.len()];
    let any = |a: &[u8; 16], b: &[u8; 16]| (0..16).fold(false, |found, at| found | (a[at] == b' ') & (b[at] == b' '));
    match (before.last_chunk(), next.last_chunk()) {
        (Some(a), Some(b)) => {
            let mut chunks = before.as_chunks().0.iter().zip(next.as_chunks().0);
            chunks.any(|(a, b)| any(a, b)) || any(a, b)
        }
        _ => before.iter().zip(next).any(|pair| pair == (&b' ', &b' ')),
    }
}

/// Whether a byte is, or may begin, a character that [`push_escaped`] changes. Those beyond ASCII begin with C2, E1,
/// E2, E3 or EF.
#[inline]
fn needs_escape(b: u8) -> bool {
    let is_ascii = (b < b' ') | (b == b'"') | (b == b'\\') | (b == b'&') | (b == 0x7f);
    is_ascii | (b == 0xc2) | (0xe1..=0xe3).contains(&b) | (b == 0xef)
}

/// The text in lines of about [`WIDTH`] characters, broken at spaces; at most four, the rest an ellipsis.
pub(super) fn wrapped(text: &str) -> Cow<'_, str> {
    if text.len() < WIDTH && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') && !has_two_spaces(text) {
        return Cow::Borrowed(text.trim());
    }
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
            _ => lines.push(word.into_owned()),
        }
    }
    Cow::Owned(lines.join("\n"))
}

pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    match text.char_indices().nth(most) {
        Some((cut, _)) => Cow::Owned(format!("{}…", text[..cut].trim_end())),
        None => Cow::Borrowed(text),
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

/// Adds a path, which is ASCII and needs no escape anywhere.
#[inline]
fn push_path(out: &mut String, path: &str) {
    out.push('"');
    out.push_str(path);
    out.push('"');
}

/// Adds a DOT string that shows exactly `text`.
fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    push_escaped(out, text);
    out.push('"');
}

/// Adds what stands between the quotation marks of a DOT string: quotation marks, backslashes and entities escaped, line
/// feeds as line breaks, characters that XML (and so SVG) cannot carry dropped.
///
/// # Source
/// The DOT language, and escString in its attribute types. Graphviz before 3.0 copies an `&` of a URL raw into SVG.
#[inline]
fn push_escaped(out: &mut String, text: &str) {
    if !has(text, needs_escape) {
        out.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(needs_escape) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(text: &str) -> String {
        let mut out = String::new();
        push_quoted(&mut out, text);
        out
    }

    #[test]
    fn a_quoted_string_cannot_end_early() {
        assert_eq!(quote("a\"b\\"), r#""a\"b\\""#);
        assert_eq!(quote("a\\\"; x [y=\"z\"]"), r#""a\\\"; x [y=\"z\"]""#);
        assert_eq!(quote("R&D\u{0}\u{7}\n<b>"), r#""R&amp;D\n<b>""#);
    }

    #[test]
    fn white_space_of_every_script_becomes_a_space_and_nothing_else_is_lost() {
        for c in ('\u{20}'..='\u{ffff}').filter(|c| c.is_whitespace()) {
            assert_eq!(quote(&format!("a{c}b")), "\"a b\"", "{c:?}");
        }
        assert_eq!(quote("a\u{85}\u{9b}b"), "\"a b\"");
        assert_eq!(quote("é阿🚀\u{202e}\u{feff}"), "\"é阿🚀\u{202e}\u{feff}\"");
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

    #[test]
    fn a_plain_sentence_is_read_as_it_stands() {
        for text in ["Vexor joins Quillon.", " two  spaces", "a [link](x)", "tab\there", "é", "trailing "] {
            assert_eq!(readable(text), reading_form(text), "{text:?}");
        }
        for at in 0..40 {
            let text = format!("{}  {}", "x".repeat(at), "y".repeat(40 - at));
            assert!(has_two_spaces(&text) && !has_two_spaces(&text.replace("  ", " ")), "{text:?}");
        }
    }
}
