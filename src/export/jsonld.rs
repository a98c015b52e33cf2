//! JSON-LD: one compact node object a subject, against `schema/context.jsonld`, which is written into the file unless
//! its address is asked for. Nothing is ever fetched.

use std::collections::BTreeMap;
use std::io::Write;

use oxrdf::NamedNodeRef;
use serde_json::{Map, Value, json};

use super::order::ShortTerms;
use super::{ExportOptions, frame, written};
use crate::error::{Error, Result};
use crate::rdf::terms::RDF_TYPE;
use crate::rdf::{Base, Dataset, FactTriple, Name, Object, Statement, date_type, push_date, push_number};
use crate::schema::Predicate;
use crate::schema::vocabulary::XSD;

/// The context of the project, as it is published.
pub const CONTEXT: &str = include_str!("../../schema/context.jsonld");

/// Longest array on one line, in bytes.
const LINE: usize = 100;

/// Writes JSON-LD.
///
/// # Shape
/// A context, then `@graph` with one node object a subject, in the order of Turtle: `@id`, `@type`, label, then the
/// other properties. A named graph stands in the node object of its name. IRIs below a plain base are relative to
/// `@base`. With a frame, trees instead: see [`frame`].
///
/// # Errors
/// [`Error::Unrepresentable`] for an IRI whose scheme is a term of the context, which would be read as another IRI.
///
/// # Complexity
/// Linear but for the objects of one subject; holds one subject.
pub(super) fn write(dataset: &Dataset<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    if let Some(frame) = options.frame {
        return frame::write(dataset, frame, options, out);
    }
    let context = Context::parse(&dataset.options().base, &dataset.defined_predicates())?;
    let mut text = context.header(options.context.as_deref());
    let mut separator = "\n";
    let mut statements: Vec<Statement<'_>> = Vec::new();
    for subject in dataset.in_reading_order() {
        dataset.describe(subject, &mut statements);
        text.push_str(separator);
        separator = ",\n";
        text.push_str("    {\n");
        context.members(&mut text, dataset.name(subject), &mut statements, "      ")?;
        let mut facts: Vec<FactTriple<'_>> = dataset.facts_in(subject).collect();
        if !facts.is_empty() {
            context.graph(&mut text, &mut facts)?;
        }
        text.push_str("\n    }");
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    text.push_str("\n  ]\n}\n");
    written(out.write_all(text.as_bytes()))
}

/// The context, turned round: from IRIs to terms.
pub(super) struct Context<'b> {
    entries: Map<String, Value>,
    /// Term and type coercion by IRI.
    terms: BTreeMap<String, (String, Coercion)>,
    order: ShortTerms,
    /// Entries that the published context lacks: the base, and what predicates of the user's need.
    own: Map<String, Value>,
    base: &'b Base,
    is_relative: bool,
}

/// What a processor takes a string for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coercion {
    Nothing,
    Iri,
    Date,
    Offset,
}

impl<'b> Context<'b> {
    /// # Errors
    /// [`Error::Schema`] where the embedded file is no context; a test reads it.
    pub(super) fn parse(base: &'b Base, defined: &[&'static Predicate]) -> Result<Self> {
        let broken = || Error::Schema {
            source_name: "schema/context.jsonld".to_owned(),
            line: None,
            column: None,
            what: "is no JSON-LD context".to_owned(),
            hint: "give every term an IRI or a map with '@id' or '@reverse'".to_owned(),
        };
        let value: Value = serde_json::from_str(CONTEXT).map_err(|_| broken())?;
        let mut entries = value.get("@context").and_then(Value::as_object).cloned().ok_or_else(broken)?;
        let own = own_entries(&entries, base, defined);
        entries.extend(own.clone());
        let expand = |compact: &str| {
            let (prefix, local) = compact.split_once(':')?;
            Some(format!("{}{local}", entries.get(prefix)?.as_str()?))
        };
        let mut terms = BTreeMap::new();
        let is_term = |(term, value): &(&String, &Value)| !term.starts_with('@') && value.get("@reverse").is_none();
        for (term, value) in entries.iter().filter(is_term) {
            let id = value.as_str().or_else(|| value.get("@id")?.as_str()).ok_or_else(broken)?;
            let coercion = match value.get("@type").and_then(Value::as_str) {
                Some("@id") => Coercion::Iri,
                Some("xsd:date") => Coercion::Date,
                Some("xsd:nonNegativeInteger") => Coercion::Offset,
                _ => Coercion::Nothing,
            };
            if let Some(iri) = expand(id) {
                terms.insert(iri, (term.clone(), coercion));
            }
        }
        Ok(Self { entries, terms, order: ShortTerms::new(), own, base, is_relative: base.resolves_alike() })
    }

    /// The context, whole or by its address, and the opening of `@graph`.
    pub(super) fn header(&self, address: Option<&str>) -> String {
        if let Some(address) = address {
            let own: Vec<String> = self.own.iter().map(|(term, value)| format!("{}: {value}", quote(term))).collect();
            let context = match own.is_empty() {
                true => quote(address),
                false => format!("[{}, {{{}}}]", quote(address), own.join(", ")),
            };
            return format!("{{\n  \"@context\": {context},\n  \"@graph\": [");
        }
        let lines: Vec<String> =
            self.entries.iter().map(|(term, value)| format!("    {}: {value}", quote(term))).collect();
        format!("{{\n  \"@context\": {{\n{}\n  }},\n  \"@graph\": [", lines.join(",\n"))
    }

    /// Adds the members of a node object, without its braces; empties the statements.
    pub(super) fn members(
        &self,
        out: &mut String,
        name: Name<'_>,
        statements: &mut Vec<Statement<'_>>,
        indent: &str,
    ) -> Result<()> {
        out.push_str(indent);
        out.push_str("\"@id\": \"");
        self.push_name(out, name);
        out.push('"');
        self.properties(out, statements, indent)
    }

    /// Adds the properties of a node object, each after a comma; empties the statements.
    pub(super) fn properties(&self, out: &mut String, statements: &mut Vec<Statement<'_>>, indent: &str) -> Result<()> {
        statements.retain(|statement| statement.graph.is_none());
        statements.sort_by_key(|statement| self.order.of(statement.property).rank);
        let mut shown: Vec<String> = Vec::new();
        for values in statements.chunk_by(|a, b| a.property == b.property) {
            let (key, coercion) = self.key(values[0].property);
            shown.clear();
            for statement in values {
                let mut value = String::new();
                self.push_value(&mut value, &statement.object, coercion)?;
                shown.push(value);
            }
            shown.sort_unstable();
            shown.dedup();
            out.push_str(",\n");
            out.push_str(indent);
            out.push('"');
            out.push_str(key);
            out.push_str("\": ");
            push_array(out, &shown, indent);
        }
        statements.clear();
        Ok(())
    }

    fn key(&self, property: NamedNodeRef<'static>) -> (&str, Coercion) {
        if property == RDF_TYPE {
            return ("@type", Coercion::Iri);
        }
        let own = || (self.order.of(property).short.as_str(), Coercion::Nothing);
        self.terms.get(property.as_str()).map_or_else(own, |(term, coercion)| (term.as_str(), *coercion))
    }

    fn graph(&self, out: &mut String, facts: &mut [FactTriple<'_>]) -> Result<()> {
        let key = |fact: &FactTriple<'_>| {
            let mut key = String::new();
            fact.subject.push_to(&mut key);
            key
        };
        facts.sort_by_cached_key(key);
        out.push_str(",\n      \"@graph\": [");
        for (at, facts) in facts.chunk_by(|a, b| a.subject == b.subject).enumerate() {
            out.push_str(if at > 0 { ",\n        {\n" } else { "\n        {\n" });
            let mut statements = facts.iter().map(|fact| Statement::from(*fact)).collect();
            self.members(out, facts[0].subject, &mut statements, "          ")?;
            out.push_str("\n        }");
        }
        out.push_str("\n      ]");
        Ok(())
    }

    /// A name needs no escape: it is ASCII without quotation marks, and the base is an IRI.
    pub(super) fn push_name(&self, out: &mut String, name: Name<'_>) {
        if !self.is_relative {
            out.push_str(self.base.as_str());
        }
        name.push_to(out);
    }

    fn push_value(&self, out: &mut String, object: &Object<'_>, coercion: Coercion) -> Result<()> {
        let mut typed = |datatype: &str, value: &dyn Fn(&mut String)| {
            out.push_str("{\"@value\": \"");
            value(out);
            out.push_str("\", \"@type\": \"xsd:");
            out.push_str(datatype.rsplit('#').next().unwrap_or(datatype));
            out.push_str("\"}");
        };
        match object {
            Object::Date(date) if coercion != Coercion::Date || date.day().is_none() => {
                typed(date_type(*date).as_str(), &|out| push_date(out, *date));
            }
            Object::Date(date) => {
                out.push('"');
                push_date(out, *date);
                out.push('"');
            }
            // Processors read a number above this in another form.
            Object::Offset(at) if coercion == Coercion::Offset && u32::try_from(*at).is_ok() => push_number(out, *at),
            Object::Offset(at) => typed(&format!("{XSD}nonNegativeInteger"), &|out| push_number(out, *at)),
            Object::Text(text) if coercion == Coercion::Nothing => push_quoted(out, text),
            Object::Text(text) => {
                out.push_str("{\"@value\": ");
                push_quoted(out, text);
                out.push('}');
            }
            Object::Term(term) => self.reference(out, coercion, |out| match self.terms.get(term.as_str()) {
                Some((term, _)) if coercion == Coercion::Iri && is_class(term) => out.push_str(term),
                _ => out.push_str(&self.order.of(*term).short),
            }),
            Object::Name(name) => self.reference(out, coercion, |out| self.push_name(out, *name)),
            Object::Iri(iri) => {
                self.check(iri)?;
                self.reference(out, coercion, |out| {
                    let quoted = quote(iri);
                    out.push_str(&quoted[1..quoted.len() - 1]);
                });
            }
            Object::Triple(_) => {
                return Err(Error::Unrepresentable {
                    format: "jsonld",
                    what: "JSON-LD 1.1 has no place for a triple term".to_owned(),
                    hint: "export to turtle or ntriples".to_owned(),
                });
            }
        }
        Ok(())
    }

    fn reference(&self, out: &mut String, coercion: Coercion, iri: impl Fn(&mut String)) {
        out.push_str(if coercion == Coercion::Iri { "\"" } else { "{\"@id\": \"" });
        iri(out);
        out.push_str(if coercion == Coercion::Iri { "\"" } else { "\"}" });
    }

    /// Refuses an IRI that a processor would take for a compact one.
    fn check(&self, iri: &str) -> Result<()> {
        match iri.split_once(':') {
            Some((scheme, _)) if self.entries.contains_key(scheme) => Err(Error::Unrepresentable {
                format: "jsonld",
                what: format!("the IRI <{iri}> would be read as the term '{scheme}' of the context"),
                hint: "export to turtle or ntriples, or correct the article".to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

/// What the context of one file has beside the published one: terms that mean something else there stay as they are,
/// and the property is written with its prefix.
fn own_entries(published: &Map<String, Value>, base: &Base, defined: &[&'static Predicate]) -> Map<String, Value> {
    let mut own = Map::new();
    if base.resolves_alike() {
        own.insert("@base".to_owned(), Value::from(base.as_str()));
    }
    for (predicate, term) in defined.iter().filter_map(|predicate| Some((predicate, predicate.term?))) {
        if !published.contains_key(term.prefix) {
            own.insert(term.prefix.to_owned(), Value::from(term.namespace));
        }
        if !published.contains_key(predicate.name) {
            let iri = format!("{}:{}", term.prefix, &term.iri[term.namespace.len()..]);
            let coercion = if predicate.is_dated() { "xsd:date" } else { "@id" };
            own.insert(predicate.name.to_owned(), json!({"@id": iri, "@type": coercion}));
        }
    }
    own
}

/// Whether a term of the context names a class, which alone may be the value of `@type`.
fn is_class(term: &str) -> bool {
    term.starts_with(|c: char| c.is_ascii_uppercase())
}

fn push_array(out: &mut String, values: &[String], indent: &str) {
    let [one] = values else {
        let is_long = values.iter().map(String::len).sum::<usize>() > LINE;
        out.push('[');
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if is_long {
                out.push('\n');
                out.push_str(indent);
                out.push_str("  ");
            } else if at > 0 {
                out.push(' ');
            }
            out.push_str(value);
        }
        if is_long {
            out.push('\n');
            out.push_str(indent);
        }
        out.push(']');
        return;
    };
    out.push_str(one);
}

/// Adds a JSON string.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    if text.bytes().any(|b| b < b' ' || matches!(b, b'"' | b'\\')) {
        out.push_str(&quote(text));
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

pub(super) fn quote(text: &str) -> String {
    Value::from(text).to_string()
}
