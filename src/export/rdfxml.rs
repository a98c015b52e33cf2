//! RDF/XML: an element a subject, in the order of Turtle.
//!
//! A property becomes the name of an element, and only some IRIs can: ours all do, which a test says of every term. XML
//! 1.0 has no place for most control characters: a triple with one is refused, by name, before anything is written.

use std::collections::BTreeSet;
use std::io::Write;

use super::lines::shown;
use super::order::{PrefixesInUse, ShortTerms};
use super::xml::push_escaped;
use super::{ExportOptions, written};
use crate::error::Result;
use crate::rdf::terms::RDF_TYPE;
use crate::rdf::{Base, Dataset, Name, Object, Statement, date_type, push_date, push_number};
use crate::schema::vocabulary::{RDF, XSD};

/// Writes RDF/XML.
///
/// # Errors
/// [`Error::Unrepresentable`](crate::error::Error::Unrepresentable) for text with a character that XML 1.0 cannot
/// carry; nothing is written then.
pub(super) fn write(dataset: &Dataset<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let terms = ShortTerms::new();
    let base = &dataset.options().base;
    let writer = RdfXml { base, is_relative: base.resolves_alike(), terms };
    writer.check(dataset)?;
    let mut text = writer.head(dataset)?;
    let mut statements: Vec<Statement<'_>> = Vec::new();
    for subject in dataset.in_reading_order() {
        dataset.describe(subject, &mut statements);
        writer.element(&mut text, dataset.name(subject), &mut statements)?;
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    text.push_str("</rdf:RDF>\n");
    written(out.write_all(text.as_bytes()))
}

struct RdfXml<'b> {
    base: &'b Base,
    is_relative: bool,
    terms: ShortTerms,
}

impl RdfXml<'_> {
    fn check(&self, dataset: &Dataset<'_>) -> Result<()> {
        let mut statements: Vec<Statement<'_>> = Vec::new();
        let mut scratch = String::new();
        for subject in dataset.in_reading_order() {
            dataset.describe(subject, &mut statements);
            for statement in statements.drain(..) {
                if let Object::Text(text) = &statement.object {
                    scratch.clear();
                    self.push_text(&mut scratch, text, dataset.name(subject), &statement)?;
                }
            }
        }
        Ok(())
    }

    fn push_text(&self, out: &mut String, text: &str, name: Name<'_>, statement: &Statement<'_>) -> Result<()> {
        push_escaped(out, text, "rdfxml", || {
            let (subject, object) = (shown(self.base, &Object::Name(name)), shown(self.base, &statement.object));
            format!("the triple {subject} {} {object}", statement.property)
        })
    }

    fn head(&self, dataset: &Dataset<'_>) -> Result<String> {
        let used = PrefixesInUse::of(dataset, &self.terms);
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF".to_owned();
        let mut names: BTreeSet<(&str, &str)> = used.vocabulary().collect();
        names.insert(("rdf", RDF));
        for (prefix, iri) in names.into_iter().filter(|(prefix, _)| !matches!(*prefix, "wd" | "xsd")) {
            text.push_str(&format!(" xmlns:{prefix}=\""));
            push_escaped(&mut text, iri, "rdfxml", || format!("the namespace <{iri}>"))?;
            text.push_str("\"\n        ");
        }
        text.truncate(text.trim_end().len());
        if self.is_relative {
            text.push_str("\n         xml:base=\"");
            push_escaped(&mut text, self.base.as_str(), "rdfxml", || "the base".to_owned())?;
            text.push('"');
        }
        text.push_str(">\n");
        Ok(text)
    }

    /// One subject: named by its first class where it has one.
    fn element(&self, out: &mut String, name: Name<'_>, statements: &mut Vec<Statement<'_>>) -> Result<()> {
        let key =
            |statement: &Statement<'_>| (self.terms.of(statement.property).rank, shown(self.base, &statement.object));
        statements.sort_by_cached_key(key);
        statements.dedup();
        let class = match statements.first() {
            Some(Statement { property, object: Object::Term(class), .. }) if *property == RDF_TYPE => Some(*class),
            _ => None,
        };
        let element = class.map_or("rdf:Description", |class| &self.terms.of(class).short);
        out.push_str(&format!("  <{element} rdf:about=\""));
        self.push_name(out, name)?;
        out.push_str("\">\n");
        for statement in statements.drain(..).skip(usize::from(class.is_some())) {
            self.property(out, name, &statement)?;
        }
        out.push_str(&format!("  </{element}>\n"));
        Ok(())
    }

    fn property(&self, out: &mut String, name: Name<'_>, statement: &Statement<'_>) -> Result<()> {
        let property = self.terms.of(statement.property).short.as_str();
        out.push_str("    <");
        out.push_str(property);
        match &statement.object {
            Object::Text(text) => {
                out.push('>');
                self.push_text(out, text, name, statement)?;
            }
            Object::Date(date) => {
                out.push_str(" rdf:datatype=\"");
                out.push_str(date_type(*date).as_str());
                out.push_str("\">");
                push_date(out, *date);
            }
            Object::Offset(at) => {
                out.push_str(&format!(" rdf:datatype=\"{XSD}nonNegativeInteger\">"));
                push_number(out, *at);
            }
            Object::Name(other) => return self.resource(out, |out| self.push_name(out, *other)),
            Object::Term(term) => return self.resource(out, |out| self.push_iri(out, term.as_str())),
            Object::Iri(iri) => return self.resource(out, |out| self.push_iri(out, iri)),
            // The table of formats lists no profile with triple terms for RDF/XML.
            Object::Triple(_) => out.push('>'),
        }
        out.push_str("</");
        out.push_str(property);
        out.push_str(">\n");
        Ok(())
    }

    fn resource(&self, out: &mut String, iri: impl Fn(&mut String) -> Result<()>) -> Result<()> {
        out.push_str(" rdf:resource=\"");
        iri(out)?;
        out.push_str("\"/>\n");
        Ok(())
    }

    fn push_name(&self, out: &mut String, name: Name<'_>) -> Result<()> {
        if !self.is_relative {
            self.push_iri(out, self.base.as_str())?;
        }
        name.push_to(out);
        Ok(())
    }

    fn push_iri(&self, out: &mut String, iri: &str) -> Result<()> {
        push_escaped(out, iri, "rdfxml", || format!("the IRI <{iri}>"))
    }
}

#[cfg(test)]
mod tests {
    use crate::rdf::terms::{CLASSES, PROPERTIES};
    use crate::schema::vocabulary::{PREFIXES, RDF};

    /// What the grammar of RDF/XML keeps for itself.
    const RESERVED: [&str; 9] =
        ["Description", "li", "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"];

    #[test]
    fn every_term_can_be_the_name_of_an_element() {
        for node in CLASSES.iter().chain(&PROPERTIES) {
            let iri = node.as_str();
            let (_, namespace) = PREFIXES.iter().find(|(_, namespace)| iri.starts_with(namespace)).unwrap();
            let local = &iri[namespace.len()..];
            assert!(local.starts_with(|c: char| c.is_ascii_alphabetic()), "{iri}");
            assert!(local.bytes().all(|b| b.is_ascii_alphanumeric()), "{iri}");
            assert!(*namespace != RDF || !RESERVED.contains(&local), "{iri}");
        }
    }
}
