//! Mermaid: a picture that Markdown pages draw themselves.

use std::io::Write;

use super::dot::wrapped;
use super::picture::{Line, Picture, PictureOptions};
use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::graph::KnowledgeGraph;
use crate::model::EntityType;

/// Edges above which Mermaid refuses a picture as it is usually set up (`maxEdges`).
const MOST_EDGES: usize = 500;
/// Characters above which it does (`maxTextSize`).
const MOST_TEXT: usize = 50_000;

/// Edges of a picture whose size is not asked for; more would pass one limit or the other.
const USUAL_EDGES: usize = 250;

/// Writes a flowchart; a happening is a thick arrow.
///
/// # Errors
/// [`Error::Usage`] where Mermaid would refuse to draw it.
pub(super) fn write(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let PictureOptions { direction, .. } = options.picture;
    let picture = Picture::new(graph, &options.picture, USUAL_EDGES)?;
    let edges = picture.edges.len() + picture.happenings.len();
    let mut text = format!("flowchart {direction}\n");
    let note = picture.note();
    if !note.is_empty() {
        text.push_str(&format!("  %% {note}\n"));
    }
    for (_, entity) in &picture.entities {
        let (open, close) = shape(entity.key.entity_type);
        let kind = entity.key.entity_type.as_str();
        text.push_str(&format!("  {}{open}\"{}\"{close}:::{kind}\n", id(&entity.path), label(&wrapped(&entity.name))));
    }
    for roles in &picture.happenings {
        let happening = roles.happening;
        let date = happening.date.map_or_else(String::new, |date| format!("\n{date}"));
        let told = label(&format!("{}{date}", happening.predicate.event_phrase));
        let arrow = if happening.predicate.is_symmetric { "---" } else { "==>" };
        if let (Some(agent), Some(object)) = (roles.agent, roles.object) {
            text.push_str(&format!("  {} {arrow}|\"{told}\"| {}\n", id(&agent.path), id(&object.path)));
        }
    }
    for edge in &picture.edges {
        let phrases: Vec<&str> = picture.facts(edge).iter().map(|fact| fact.predicate.phrase).collect();
        let arrow = match edge.line {
            Line::Directed => "-->",
            Line::Symmetric => "---",
            Line::Unasserted => "-.->",
        };
        let told = label(&phrases.join("\n"));
        text.push_str(&format!("  {} {arrow}|\"{told}\"| {}\n", id(&edge.subject.path), id(&edge.object.path)));
    }
    for entity_type in picture.types() {
        text.push_str(&format!("  classDef {entity_type} {},color:#1a1a1a\n", colors(entity_type)));
    }
    if edges > MOST_EDGES || text.chars().count() > MOST_TEXT {
        return Err(Error::Usage {
            what: format!(
                "Mermaid draws at most {MOST_EDGES} edges and {MOST_TEXT} characters; these are {edges} and {}",
                text.chars().count()
            ),
            hint: "draw fewer entities with --top, or export to dot".to_owned(),
        });
    }
    written(out.write_all(text.as_bytes()))
}

/// Fill and border, as in DOT.
fn colors(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Company => "fill:#d6ecfa,stroke:#0072b2",
        EntityType::Organization => "fill:#fce8c3,stroke:#e69f00",
        EntityType::Project => "fill:#cdeee3,stroke:#009e73",
        EntityType::Product => "fill:#fbf7c0,stroke:#a89b00",
        EntityType::Event => "fill:#fbdcc8,stroke:#d55e00",
        EntityType::Person => "fill:#f5dfeb,stroke:#cc79a7",
        EntityType::Place => "fill:#e8e8e8,stroke:#666666",
    }
}

fn shape(entity_type: EntityType) -> (&'static str, &'static str) {
    match entity_type {
        EntityType::Company => ("[", "]"),
        EntityType::Organization => ("(", ")"),
        EntityType::Project => ("{{", "}}"),
        EntityType::Product => ("[[", "]]"),
        EntityType::Event => (">", "]"),
        EntityType::Person => ("([", "])"),
        EntityType::Place => ("[/", "\\]"),
    }
}

/// A name that Mermaid takes: letters, digits and `_`. Paths of entities are a word, `/`, and lower-case letters, so
/// that capitals for what Mermaid does not take keep two paths apart.
fn id(path: &str) -> String {
    let (segment, local) = path.split_once('/').unwrap_or(("", path));
    let mut out = format!("{segment}_");
    for c in local.chars() {
        match c {
            '-' => out.push('_'),
            '_' => out.push('U'),
            '.' => out.push('D'),
            '/' => out.push('S'),
            c => out.push(c),
        }
    }
    out
}

/// A text between quotation marks, everything escaped that Mermaid, Markdown or HTML would obey.
///
/// # Source
/// Mermaid's documentation, 'Entity codes to escape characters'.
fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br/>"),
            '"' | '#' | '&' | '<' | '>' | '`' | '%' | '\\' | '*' | '_' | '~' | '[' | ']' | '{' | '}' | '|' | ';' => {
                out.push_str(&format!("#{};", u32::from(c)));
            }
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_early_or_give_orders() {
        assert_eq!(label("a\"]; x --> y"), "a#34;#93;#59; x --#62; y");
        assert_eq!(label("%%{init: 1}%%\n`b`"), "#37;#37;#123;init: 1#125;#37;#37;<br/>#96;b#96;");
    }

    #[test]
    fn no_two_paths_share_an_id() {
        let ids: std::collections::BTreeSet<String> =
            ["a/b-c", "a/b_c", "a/b.c", "ab/c", "a/b/c", "a/bc"].into_iter().map(id).collect();
        assert_eq!(ids.len(), 6);
    }
}
