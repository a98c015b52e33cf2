//! JSON-LD: one compact node object a subject, against `schema/context.jsonld`, which is written into the file.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use oxrdf::vocab::xsd;
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use serde_json::{Map, Value};

use super::order::{reading_order, subject};
use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::rdf::Base;
use crate::rdf::terms::RDF_TYPE;

/// The context of the project, as it is published.
pub const CONTEXT: &str = include_str!("../../schema/context.jsonld");

/// Longest array on one line, in bytes.
const LINE: usize = 100;

/// Writes JSON-LD.
///
/// # Shape
/// A context, then `@graph` with one node object a subject, by IRI: `@id`, `@type`, label, then the other properties
/// by term. A named graph stands in the node object of its name. IRIs below a plain base are relative to `@base`.
///
/// # Errors
/// [`Error::Unrepresentable`] for an IRI whose scheme is a term of the context, which would be read as another IRI.
pub(super) fn write(quads: &[Quad], options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let context = Context::parse(&options.base)?;
    let ordered = reading_order(quads);
    let mut graphs: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for (at, quad) in ordered.iter().enumerate() {
        if let GraphName::NamedNode(name) = &quad.graph_name {
            graphs.entry(name.as_str()).or_insert(at..at).end = at + 1;
        }
    }
    let first_named = graphs.values().map(|range| range.start).min().unwrap_or(ordered.len());
    written(out.write_all(context.header().as_bytes()))?;
    let mut separator = "\n";
    for node in ordered[..first_named].chunk_by(|a, b| subject(a) == subject(b)) {
        let name = subject(node[0]);
        let inner = graphs.remove(name).map(|range| &ordered[range]);
        let text = context.node(name, node, inner, "    ")?;
        written(write!(out, "{separator}{text}"))?;
        separator = ",\n";
    }
    for (name, range) in graphs {
        let text = context.node(name, &[], Some(&ordered[range]), "    ")?;
        written(write!(out, "{separator}{text}"))?;
        separator = ",\n";
    }
    written(out.write_all(b"\n  ]\n}\n"))
}

/// The context, turned round: from IRIs to terms.
struct Context<'b> {
    entries: Map<String, Value>,
    terms: BTreeMap<String, (String, String)>,
    prefixes: Vec<(String, String)>,
    base: &'b Base,
    is_relative: bool,
}

impl<'b> Context<'b> {
    fn parse(base: &'b Base) -> Result<Self> {
        let broken = || Error::Schema {
            source_name: "schema/context.jsonld".to_owned(),
            line: None,
            what: "is no JSON-LD context".to_owned(),
            hint: "give every term an IRI or a map with '@id'".to_owned(),
        };
        let value: Value = serde_json::from_str(CONTEXT).map_err(|_| broken())?;
        let mut entries = value.get("@context").and_then(Value::as_object).cloned().ok_or_else(broken)?;
        let namespaces: Vec<(String, String)> = entries
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .filter(|(_, iri)| iri.ends_with(['/', '#']))
            .collect();
        let expand = |compact: &str| {
            let (prefix, local) = compact.split_once(':')?;
            let (_, namespace) = namespaces.iter().find(|(name, _)| name == prefix)?;
            Some(format!("{namespace}{local}"))
        };
        let mut terms = BTreeMap::new();
        for (term, value) in entries.iter().filter(|(term, _)| !term.starts_with('@')) {
            let id = value.as_str().or_else(|| value.get("@id")?.as_str()).ok_or_else(broken)?;
            let coercion = value.get("@type").and_then(Value::as_str).unwrap_or("");
            if let Some(iri) = expand(id) {
                terms.insert(iri, (term.clone(), expand(coercion).unwrap_or_else(|| coercion.to_owned())));
            }
        }
        let is_relative = is_plain_base(base.as_str());
        if is_relative {
            entries.insert("@base".to_owned(), Value::from(base.as_str()));
        }
        Ok(Self { entries, terms, prefixes: namespaces, base, is_relative })
    }

    fn header(&self) -> String {
        let lines: Vec<String> =
            self.entries.iter().map(|(term, value)| format!("    {}: {value}", quote(term))).collect();
        format!("{{\n  \"@context\": {{\n{}\n  }},\n  \"@graph\": [", lines.join(",\n"))
    }

    fn node(&self, name: &str, quads: &[&Quad], inner: Option<&[&Quad]>, indent: &str) -> Result<String> {
        let mut lines = vec![format!("\"@id\": {}", quote(&self.reference(name)?))];
        let mut rest: Vec<(String, String)> = Vec::new();
        for values in quads.chunk_by(|a, b| a.predicate == b.predicate) {
            let property = &values[0].predicate;
            let (key, coercion) = match self.terms.get(property.as_str()) {
                _ if *property == RDF_TYPE => ("@type".to_owned(), "@type"),
                Some((term, coercion)) => (term.clone(), coercion.as_str()),
                None => (self.reference(property.as_str())?, ""),
            };
            let shown: Vec<String> =
                values.iter().map(|quad| self.value(&quad.object, coercion)).collect::<Result<_>>()?;
            let line = format!("{}: {}", quote(&key), array(&shown, indent));
            if key == "@type" || key == "label" {
                lines.push(line);
            } else {
                rest.push((key, line));
            }
        }
        rest.sort();
        lines.extend(rest.into_iter().map(|(_, line)| line));
        if let Some(inner) = inner {
            let deeper = format!("{indent}    ");
            let nodes: Vec<String> = inner
                .chunk_by(|a, b| subject(a) == subject(b))
                .map(|node| self.node(subject(node[0]), node, None, &deeper))
                .collect::<Result<_>>()?;
            lines.push(format!("\"@graph\": [\n{}\n{indent}  ]", nodes.join(",\n")));
        }
        let joint = format!(",\n{indent}  ");
        Ok(format!("{indent}{{\n{indent}  {}\n{indent}}}", lines.join(&joint)))
    }

    fn value(&self, object: &Term, coercion: &str) -> Result<String> {
        match object {
            Term::NamedNode(node) if coercion == "@type" => match self.terms.get(node.as_str()) {
                Some((term, _)) => Ok(quote(term)),
                None => Ok(quote(&self.reference(node.as_str())?)),
            },
            Term::NamedNode(node) if coercion == "@id" => Ok(quote(&self.reference(node.as_str())?)),
            Term::NamedNode(node) => Ok(format!("{{\"@id\": {}}}", quote(&self.reference(node.as_str())?))),
            Term::Literal(literal) => self.literal(literal, coercion),
            Term::BlankNode(_) | Term::Triple(_) => Err(Error::Unrepresentable {
                format: "jsonld",
                what: format!("JSON-LD has no place for the term {object}"),
                hint: "export to turtle or ntriples".to_owned(),
            }),
        }
    }

    fn literal(&self, literal: &Literal, coercion: &str) -> Result<String> {
        let (text, datatype) = (literal.value(), literal.datatype());
        if let Some(language) = literal.language() {
            return Ok(format!("{{\"@value\": {}, \"@language\": {}}}", quote(text), quote(language)));
        }
        if datatype == xsd::STRING {
            return Ok(if coercion.is_empty() { quote(text) } else { format!("{{\"@value\": {}}}", quote(text)) });
        }
        if datatype.as_str() == coercion {
            let is_number =
                datatype == xsd::NON_NEGATIVE_INTEGER && text.parse::<u32>().is_ok_and(|n| n.to_string() == text);
            return Ok(if is_number { text.to_owned() } else { quote(text) });
        }
        Ok(format!("{{\"@value\": {}, \"@type\": {}}}", quote(text), quote(&self.compact(datatype.into_owned())?)))
    }

    fn compact(&self, node: NamedNode) -> Result<String> {
        self.reference(node.as_str())
    }

    /// An IRI as a processor will read it back: relative to the base, with a prefix, or whole.
    fn reference(&self, iri: &str) -> Result<String> {
        if let Some(path) = iri.strip_prefix(self.base.as_str()).filter(|path| self.is_relative && is_safe_path(path)) {
            return Ok(path.to_owned());
        }
        for (name, namespace) in &self.prefixes {
            let is_plain = |local: &str| local.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if let Some(local) = iri.strip_prefix(namespace.as_str())
                && !local.is_empty()
                && is_plain(local)
            {
                return Ok(format!("{name}:{local}"));
            }
        }
        match iri.split_once(':') {
            Some((scheme, _)) if self.entries.contains_key(scheme) => Err(Error::Unrepresentable {
                format: "jsonld",
                what: format!("the IRI <{iri}> would be read as the term '{scheme}' of the context"),
                hint: "export to turtle or ntriples, or correct the article".to_owned(),
            }),
            _ => Ok(iri.to_owned()),
        }
    }
}

/// Whether every processor resolves paths against the base alike: not all know other schemes, and some normalise.
fn is_plain_base(base: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"./-_".contains(&b);
    let rest = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.bytes().all(is_plain) && !rest.contains("//"))
}

/// Whether a path below the base resolves to itself.
fn is_safe_path(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or("");
    path.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !first.contains([':', '?', '#'])
        && path.split(['/', '?', '#']).all(|segment| segment != "." && segment != "..")
}

fn array(values: &[String], indent: &str) -> String {
    match values {
        [one] => one.clone(),
        many if many.iter().map(String::len).sum::<usize>() <= LINE => format!("[{}]", many.join(", ")),
        many => {
            let joint = format!(",\n{indent}    ");
            format!("[\n{indent}    {}\n{indent}  ]", many.join(&joint))
        }
    }
}

fn quote(text: &str) -> String {
    Value::from(text).to_string()
}
