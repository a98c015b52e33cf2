//! CSV: a table of nodes and one of edges, as Neo4j's bulk import takes them; spreadsheets read them too.
//!
//! Fields in quotation marks, quotation marks doubled, line feeds as they are: `--multiline-fields=true`. The values of
//! a list are separated by U+001F, which no name holds: `--array-delimiter=U+001F`.

use std::io::Write;

use super::network::{EDGE_ATTRIBUTES, NODE_ATTRIBUTES, edges, node_lists, nodes};
use super::{ExportOptions, Provenance, written};
use crate::error::{Error, Result};
use crate::graph::KnowledgeGraph;

/// What separates the values of a list.
const JOINT: char = '\u{1f}';

/// Writes the table of nodes: id, label, name, then the attributes.
///
/// # Errors
/// [`Error::Unrepresentable`] for a value of a list that holds the separator itself.
pub(super) fn write_nodes(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut line = String::from(":ID,:LABEL,name");
    for name in NODE_ATTRIBUTES {
        line.push(',');
        line.push_str(name);
    }
    let lists = node_lists(graph);
    for name in &lists {
        line.push(',');
        line.push_str(name);
        line.push_str(":string[]");
    }
    line.push('\n');
    for node in nodes(graph, &options.base) {
        push_field(&mut line, node.path);
        line.push(',');
        push_field(&mut line, node.kind);
        line.push(',');
        push_field(&mut line, node.name);
        for wanted in NODE_ATTRIBUTES {
            line.push(',');
            if let Some((_, value)) = node.values.iter().find(|(name, _)| *name == wanted) {
                push_field(&mut line, &value.text());
            }
        }
        for wanted in &lists {
            line.push(',');
            let values = node.lists.iter().find(|(name, _)| name == wanted).map(|(_, values)| values);
            let texts: Vec<_> = values.into_iter().flatten().map(|value| value.text()).collect();
            if let Some(text) = texts.iter().find(|text| text.contains(JOINT)) {
                return Err(Error::Unrepresentable {
                    format: "csv-nodes",
                    what: format!("'{}' of {} holds the separator of lists", text.escape_debug(), node.path),
                    hint: "export to cytoscape or cypher, or correct the article".to_owned(),
                });
            }
            if !texts.is_empty() {
                push_field(&mut line, &texts.join(&JOINT.to_string()));
            }
        }
        line.push('\n');
        written(out.write_all(line.as_bytes()))?;
        line.clear();
    }
    written(out.write_all(line.as_bytes()))
}

/// Writes the table of edges: both ends, type, then the attributes.
pub(super) fn write_edges(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut line = String::from(":START_ID,:END_ID,:TYPE");
    for name in EDGE_ATTRIBUTES {
        line.push(',');
        line.push_str(name);
    }
    line.push('\n');
    for edge in edges(graph, &options.base, options.provenance.unwrap_or(Provenance::Claim)) {
        push_field(&mut line, edge.source);
        line.push(',');
        push_field(&mut line, edge.target);
        line.push(',');
        push_field(&mut line, &relationship(edge.predicate));
        for wanted in EDGE_ATTRIBUTES {
            line.push(',');
            if let Some((_, value)) = edge.values.iter().find(|(name, _)| *name == wanted) {
                push_field(&mut line, &value.text());
            }
        }
        line.push('\n');
        written(out.write_all(line.as_bytes()))?;
        line.clear();
    }
    written(out.write_all(line.as_bytes()))
}

/// A predicate as Neo4j's users write types of relationships: `MEMBER_OF`.
pub(super) fn relationship(predicate: &str) -> String {
    let mut out = String::with_capacity(predicate.len() + 4);
    for c in predicate.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

/// Adds a field in quotation marks; in them nothing else needs care.
///
/// # Source
/// RFC 4180, section 2.
fn push_field(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_become_types_of_relationships() {
        assert_eq!(relationship("memberOf"), "MEMBER_OF");
        assert_eq!(relationship("uses"), "USES");
    }

    #[test]
    fn a_field_ends_where_it_should() {
        let mut out = String::new();
        push_field(&mut out, "a \"b\", c\nd\\");
        assert_eq!(out, "\"a \"\"b\"\", c\nd\\\"");
    }
}
