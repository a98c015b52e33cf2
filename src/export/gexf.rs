//! GEXF 1.3: nodes and edges with attributes, for Gephi.

use std::io::Write;

use super::network::{EDGE_ATTRIBUTES, EdgeRow, NODE_ATTRIBUTES, edges, node_lists, nodes};
use super::xml::push_escaped;
use super::{ExportOptions, Provenance, written};
use crate::error::Result;
use crate::graph::KnowledgeGraph;

/// What separates the values of a list.
const JOINT: &str = "; ";

/// Writes GEXF.
///
/// # Shape
/// A directed graph; the ids of nodes are paths below the base, those of edges tell their ends, predicate and sentence.
///
/// # Errors
/// [`Error::Unrepresentable`](crate::error::Error::Unrepresentable) for a character that XML cannot carry.
pub(super) fn write(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n  \
         <meta>\n    <creator>pressgraph</creator>\n  </meta>\n  <graph defaultedgetype=\"directed\">\n",
    );
    let node_attributes: Vec<&str> = ["type"].into_iter().chain(NODE_ATTRIBUTES).chain(node_lists(graph)).collect();
    let edge_attributes: Vec<&str> = ["predicate"].into_iter().chain(EDGE_ATTRIBUTES.into_iter().skip(1)).collect();
    declare(&mut text, "node", &node_attributes);
    declare(&mut text, "edge", &edge_attributes);
    text.push_str("    <nodes>\n");
    for node in nodes(graph, &options.base) {
        text.push_str(&format!("      <node id=\"{}\" label=\"", node.path));
        push_escaped(&mut text, node.name, "gexf", || format!("the name of {}", node.path))?;
        text.push_str("\">\n        <attvalues>\n");
        push_value(&mut text, "type", node.kind, node.path)?;
        for (name, value) in &node.values {
            push_value(&mut text, name, &value.text(), node.path)?;
        }
        for (name, values) in &node.lists {
            let joined: Vec<_> = values.iter().map(|value| value.text()).collect();
            push_value(&mut text, name, &joined.join(JOINT), node.path)?;
        }
        text.push_str("        </attvalues>\n      </node>\n");
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    text.push_str("    </nodes>\n    <edges>\n");
    for edge in edges(graph, &options.base, options.provenance.unwrap_or(Provenance::Claim)) {
        push_edge(&mut text, &edge)?;
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    text.push_str("    </edges>\n  </graph>\n</gexf>\n");
    written(out.write_all(text.as_bytes()))
}

fn push_edge(out: &mut String, edge: &EdgeRow<'_>) -> Result<()> {
    let of = |name: &str| edge.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.text());
    let label = of("label").unwrap_or_else(|| edge.predicate.into());
    out.push_str("      <edge id=\"");
    push_escaped(out, &id(edge), "gexf", || format!("an edge of {}", edge.source))?;
    out.push_str(&format!("\" source=\"{}\" target=\"{}\" label=\"{label}\">\n", edge.source, edge.target));
    out.push_str("        <attvalues>\n");
    push_value(out, "predicate", edge.predicate, edge.source)?;
    for (name, value) in edge.values.iter().filter(|(name, _)| *name != "label") {
        push_value(out, name, &value.text(), edge.source)?;
    }
    out.push_str("        </attvalues>\n      </edge>\n");
    Ok(())
}

/// An id made of what the edge says: no two edges share it.
pub(super) fn id(edge: &EdgeRow<'_>) -> String {
    let of = |wanted: &str| edge.values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.text());
    let mut id = format!("{} {} {}", edge.source, edge.predicate, edge.target);
    for part in [of("status"), of("sentence")].into_iter().flatten() {
        id.push(' ');
        id.push_str(&part);
    }
    id
}

fn declare(out: &mut String, class: &str, names: &[&str]) {
    out.push_str(&format!("    <attributes class=\"{class}\">\n"));
    for name in names {
        out.push_str(&format!("      <attribute id=\"{name}\" title=\"{name}\" type=\"string\"/>\n"));
    }
    out.push_str("    </attributes>\n");
}

fn push_value(out: &mut String, name: &str, value: &str, place: &str) -> Result<()> {
    out.push_str(&format!("          <attvalue for=\"{name}\" value=\""));
    push_escaped(out, value, "gexf", || format!("the attribute '{name}' of {place}"))?;
    out.push_str("\"/>\n");
    Ok(())
}
