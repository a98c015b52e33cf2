//! N-Triples and N-Quads: the sorted statements, a line each.

use std::io::Write;
use std::ops::Range;

use super::stream::{Part, Streaming, Take, is_better, quoted_date};
use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::model::PartialDate;
use crate::rdf::terms::SCHEMA_START_DATE;
use crate::rdf::{Base, Dataset, FactEnd, Name, Object, Statement, date_type, push_date, push_number};
use crate::runs::Sorted;

/// A record is a line.
pub(super) const STREAMING: Streaming = Streaming { records, write: write_sorted };

fn records(dataset: &Dataset<'_>, part: Part, take: &mut Take<'_>) {
    let base = &dataset.options().base;
    let mut statements: Vec<Statement<'_>> = Vec::new();
    let mut line = String::new();
    for subject in dataset.in_reading_order() {
        dataset.describe(subject, &mut statements);
        line.clear();
        push_name(&mut line, base, dataset.name(subject));
        let head = line.len();
        for statement in statements.drain(..).filter(|statement| part.holds(subject, statement)) {
            line.truncate(head);
            push_tail(&mut line, base, &statement);
            take(line.as_bytes());
        }
    }
}

/// Copies the lines; of the dates that articles give one happening, which stand together, the one that counts.
fn write_sorted(sorted: &mut Sorted, base: &Base, _options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let happening = format!("<{base}happening/");
    let property = format!("> <{}> ", SCHEMA_START_DATE.as_str());
    // The date that counts so far, its line, and how much of it names the happening.
    let mut held: Option<(PartialDate, Vec<u8>, usize)> = None;
    while let Some(line) = sorted.next().map_err(|cause| Error::Write { path: "the sorted runs".into(), cause })? {
        let dated = line.starts_with(happening.as_bytes()).then(|| {
            let head = line.iter().position(|byte| *byte == b'>')?;
            let object = line[head..].strip_prefix(property.as_bytes())?;
            Some((quoted_date(object)?, head))
        });
        let Some((date, head)) = dated.flatten() else {
            if let Some((_, line, _)) = held.take() {
                written(out.write_all(&line))?;
            }
            written(out.write_all(line))?;
            continue;
        };
        match &mut held {
            Some((known, known_line, known_head)) if known_line[..*known_head] == line[..head] => {
                if is_better(date, *known) {
                    *known = date;
                    known_line.clear();
                    known_line.extend_from_slice(line);
                }
            }
            _ => {
                if let Some((_, line, _)) = held.replace((date, line.to_vec(), head)) {
                    written(out.write_all(&line))?;
                }
            }
        }
    }
    held.map_or(Ok(()), |(_, line, _)| written(out.write_all(&line)))
}

/// Writes each statement on its line; those of the default graph are N-Triples.
///
/// # Shape
/// Lines stand in the order of their bytes, so that `diff` and `comm` compare two exports. This is canonical N-Quads:
/// no blank nodes, one form for every term, a total order; its SHA-256 is the identity of the graph.
///
/// # Complexity
/// O(n log n) for n subjects; holds the lines of one subject.
pub(super) fn write(dataset: &Dataset<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let base = &dataset.options().base;
    let mut statements: Vec<Statement<'_>> = Vec::new();
    let mut head = String::new();
    let mut tails = String::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut lines = String::new();
    for subject in dataset.in_iri_order() {
        dataset.describe(subject, &mut statements);
        head.clear();
        push_name(&mut head, base, dataset.name(subject));
        tails.clear();
        places.clear();
        for statement in statements.drain(..) {
            let start = tails.len();
            push_tail(&mut tails, base, &statement);
            places.push(start..tails.len());
        }
        places.sort_unstable_by(|a, b| tails[a.clone()].cmp(&tails[b.clone()]));
        places.dedup_by(|a, b| tails[a.clone()] == tails[b.clone()]);
        lines.clear();
        for place in &places {
            lines.push_str(&head);
            lines.push_str(&tails[place.clone()]);
        }
        written(out.write_all(lines.as_bytes()))?;
    }
    Ok(())
}

fn push_tail(out: &mut String, base: &Base, statement: &Statement<'_>) {
    out.push(' ');
    push_iri(out, statement.property.as_str());
    out.push(' ');
    push_object(out, base, &statement.object);
    if let Some(graph) = statement.graph {
        out.push(' ');
        push_name(out, base, graph);
    }
    out.push_str(" .\n");
}

fn push_object(out: &mut String, base: &Base, object: &Object<'_>) {
    match object {
        Object::Name(name) => push_name(out, base, *name),
        Object::Term(term) => push_iri(out, term.as_str()),
        Object::Iri(iri) => push_iri(out, iri),
        Object::Text(text) => push_quoted(out, text),
        Object::Date(date) => {
            out.push('"');
            push_date(out, *date);
            out.push_str("\"^^");
            push_iri(out, date_type(*date).as_str());
        }
        Object::Offset(at) => {
            out.push('"');
            push_number(out, *at);
            out.push_str("\"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>");
        }
        Object::Triple(triple) => {
            out.push_str("<<( ");
            push_name(out, base, triple.subject);
            out.push(' ');
            push_iri(out, triple.property.as_str());
            out.push(' ');
            match triple.object {
                FactEnd::Name(name) => push_name(out, base, name),
                FactEnd::Date(date) => push_object(out, base, &Object::Date(date)),
            }
            out.push_str(" )>>");
        }
    }
}

/// A term in N-Triples, for messages.
pub(super) fn shown(base: &Base, object: &Object<'_>) -> String {
    let mut out = String::new();
    push_object(&mut out, base, object);
    out
}

fn push_name(out: &mut String, base: &Base, name: Name<'_>) {
    out.push('<');
    out.push_str(base.as_str());
    name.push_to(out);
    out.push('>');
}

fn push_iri(out: &mut String, iri: &str) {
    out.push('<');
    out.push_str(iri);
    out.push('>');
}

/// Adds a string in quotation marks, escaped as canonical N-Triples has it; Turtle reads it alike.
///
/// # Source
/// RDF 1.2 N-Triples, section 'A Canonical form of N-Triples'.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    // U+FFFE and U+FFFF begin with the byte EF, as some harmless characters do.
    while let Some(at) = rest.bytes().position(|b| b < b' ' || matches!(b, b'"' | b'\\' | 0x7f | 0xef)) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        match c {
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_oxrdf_does() {
        let all: String = ('\0'..='\u{2ff}').chain("\u{feff}\u{fffd}\u{fffe}\u{ffff}\u{ef00}阿🚀 é".chars()).collect();
        for text in ["", "plain", "\"", "\\", &all, &all[1..]] {
            let mut out = String::new();
            push_quoted(&mut out, text);
            assert_eq!(out, oxrdf::Literal::new_simple_literal(text).to_string());
        }
    }
}
