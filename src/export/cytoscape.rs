//! Cytoscape JSON: nodes and edges with attributes, for Cytoscape, Cytoscape.js and networkx.

use std::io::Write;

use serde_json::{Map, Value as Json};

use super::gexf::id;
use super::network::{Value, edges, nodes};
use super::{ExportOptions, Provenance, written};
use crate::error::Result;
use crate::graph::KnowledgeGraph;

/// Writes Cytoscape JSON.
///
/// # Shape
/// One element a line. `value` repeats the id of a node and `key` that of an edge, as networkx wants them.
pub(super) fn write(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let head =
        "{\n\"data\": {\"name\": \"pressgraph\"},\n\"directed\": true,\n\"multigraph\": true,\n\"elements\": {\n";
    written(out.write_all(head.as_bytes()))?;
    written(out.write_all(b"\"nodes\": ["))?;
    let mut separator = "\n";
    for node in nodes(graph, &options.base) {
        let mut data = Map::new();
        for (name, value) in [("id", node.path), ("value", node.path), ("name", node.name), ("type", node.kind)] {
            data.insert(name.to_owned(), Json::from(value));
        }
        for (name, value) in &node.values {
            data.insert((*name).to_owned(), json(value));
        }
        for (name, values) in &node.lists {
            data.insert((*name).to_owned(), values.iter().map(json).collect());
        }
        element(out, separator, data)?;
        separator = ",\n";
    }
    written(out.write_all(b"\n],\n\"edges\": ["))?;
    separator = "\n";
    for edge in edges(graph, &options.base, options.provenance.unwrap_or(Provenance::Claim)) {
        let mut data = Map::new();
        let own = id(&edge);
        let ends = [("source", edge.source), ("target", edge.target)];
        let fixed =
            [("id", own.as_str()), ("key", own.as_str()), ("interaction", edge.predicate)].into_iter().chain(ends);
        for (name, value) in fixed {
            data.insert(name.to_owned(), Json::from(value));
        }
        for (name, value) in &edge.values {
            data.insert((*name).to_owned(), json(value));
        }
        element(out, separator, data)?;
        separator = ",\n";
    }
    written(out.write_all(b"\n]\n}\n}\n"))
}

fn json(value: &Value<'_>) -> Json {
    Json::from(value.text().into_owned())
}

fn element(out: &mut dyn Write, separator: &str, data: Map<String, Json>) -> Result<()> {
    written(write!(out, "{separator}{{\"data\": {}}}", Json::from(data)))
}
