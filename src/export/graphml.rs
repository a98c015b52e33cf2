//! GraphML: nodes and edges with attributes, for networkx, Gephi, yEd and igraph.

use std::io::Write;

use super::network::{EDGE_ATTRIBUTES, NODE_ATTRIBUTES, edges, node_lists, nodes};
use super::xml::push_escaped;
use super::{ExportOptions, Provenance, written};
use crate::error::Result;
use crate::graph::KnowledgeGraph;

/// What separates the values of a list.
const JOINT: &str = "; ";

/// Writes GraphML.
///
/// # Shape
/// A directed graph; the ids of nodes are paths below the base. Attributes are strings; lists are joined by `; `.
///
/// # Errors
/// [`Error::Unrepresentable`](crate::error::Error::Unrepresentable) for a character that XML cannot carry.
pub(super) fn write(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for name in ["name", "type"].into_iter().chain(NODE_ATTRIBUTES).chain(node_lists(graph)) {
        text.push_str(&format!("  <key id=\"n_{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"string\"/>\n"));
    }
    for name in ["predicate"].into_iter().chain(EDGE_ATTRIBUTES) {
        text.push_str(&format!("  <key id=\"e_{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"string\"/>\n"));
    }
    text.push_str("  <graph id=\"pressgraph\" edgedefault=\"directed\">\n");
    for node in nodes(graph, &options.base) {
        text.push_str(&format!("    <node id=\"{}\">\n", node.path));
        push_data(&mut text, "n_name", node.name, node.path)?;
        push_data(&mut text, "n_type", node.kind, node.path)?;
        for (name, value) in &node.values {
            push_data(&mut text, &format!("n_{name}"), &value.text(), node.path)?;
        }
        for (name, values) in &node.lists {
            let joined: Vec<_> = values.iter().map(|value| value.text()).collect();
            push_data(&mut text, &format!("n_{name}"), &joined.join(JOINT), node.path)?;
        }
        text.push_str("    </node>\n");
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    for edge in edges(graph, &options.base, options.provenance.unwrap_or(Provenance::Claim)) {
        text.push_str(&format!("    <edge source=\"{}\" target=\"{}\">\n", edge.source, edge.target));
        push_data(&mut text, "e_predicate", edge.predicate, edge.source)?;
        for (name, value) in &edge.values {
            push_data(&mut text, &format!("e_{name}"), &value.text(), edge.source)?;
        }
        text.push_str("    </edge>\n");
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    text.push_str("  </graph>\n</graphml>\n");
    written(out.write_all(text.as_bytes()))
}

fn push_data(out: &mut String, key: &str, value: &str, place: &str) -> Result<()> {
    out.push_str(&format!("      <data key=\"{key}\">"));
    push_escaped(out, value, "graphml", || format!("the attribute '{key}' of {place}"))?;
    out.push_str("</data>\n");
    Ok(())
}
