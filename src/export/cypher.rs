//! Cypher: a script of `MERGE` statements, for Neo4j, Memgraph and other property graphs. Run twice, it changes nothing.

use std::io::Write;

use super::csv::relationship;
use super::network::{Value, edges, nodes};
use super::{ExportOptions, Provenance, written};
use crate::error::Result;
use crate::graph::KnowledgeGraph;

/// Writes one statement a line.
///
/// # Shape
/// Every node has the label `Thing` beside its own, and an `iri` by which it is found; a relationship is told from
/// others between the same nodes by its `sentence`.
pub(super) fn write(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let constraint = "CREATE CONSTRAINT thing_iri IF NOT EXISTS FOR (n:Thing) REQUIRE n.iri IS UNIQUE;\n";
    written(out.write_all(constraint.as_bytes()))?;
    let mut line = String::new();
    for node in nodes(graph, &options.base) {
        line.push_str("MERGE (n:Thing {iri: ");
        push_string(&mut line, &options.base.iri(node.path));
        line.push_str(&format!("}}) SET n:{}, n.name = ", node.kind));
        push_string(&mut line, node.name);
        for (name, value) in node.values.iter().filter(|(name, _)| *name != "iri") {
            line.push_str(&format!(", n.{name} = "));
            push_string(&mut line, &value.text());
        }
        for (name, values) in &node.lists {
            line.push_str(&format!(", n.{name} = ["));
            push_list(&mut line, values);
            line.push(']');
        }
        line.push_str(";\n");
        written(out.write_all(line.as_bytes()))?;
        line.clear();
    }
    for edge in edges(graph, &options.base, options.provenance.unwrap_or(Provenance::Claim)) {
        line.push_str("MATCH (a:Thing {iri: ");
        push_string(&mut line, &options.base.iri(edge.source));
        line.push_str("}), (b:Thing {iri: ");
        push_string(&mut line, &options.base.iri(edge.target));
        line.push_str(&format!("}}) MERGE (a)-[r:{}", relationship(edge.predicate)));
        if let Some((_, sentence)) = edge.values.iter().find(|(name, _)| *name == "sentence") {
            line.push_str(" {sentence: ");
            push_string(&mut line, &sentence.text());
            line.push('}');
        }
        line.push_str("]->(b)");
        let mut joint = " SET ";
        for (name, value) in edge.values.iter().filter(|(name, _)| *name != "sentence") {
            line.push_str(&format!("{joint}r.{name} = "));
            push_string(&mut line, &value.text());
            joint = ", ";
        }
        line.push_str(";\n");
        written(out.write_all(line.as_bytes()))?;
        line.clear();
    }
    Ok(())
}

fn push_list(out: &mut String, values: &[Value<'_>]) {
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        push_string(out, &value.text());
    }
}

/// Adds a string literal.
///
/// Some versions replace `\uXXXX` everywhere before they look for strings, even after an escaped backslash: a
/// backslash is kept away from a following `u` by ending the string between them.
///
/// # Source
/// Neo4j Cypher manual, 'Expressions: string literal escape sequences'.
fn push_string(out: &mut String, text: &str) {
    out.push('\'');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'u') => out.push_str("\\\\' + '"),
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_cannot_end_early() {
        let string = |text: &str| {
            let mut out = String::new();
            push_string(&mut out, text);
            out
        };
        assert_eq!(string("O'Brien \\"), r"'O\'Brien \\'");
        assert_eq!(string("\\u0027 OR 1"), r"'\\' + 'u0027 OR 1'");
        assert_eq!(string("a\n\u{7}"), r"'a\n\u0007'");
    }
}
