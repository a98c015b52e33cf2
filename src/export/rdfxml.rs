//! RDF/XML, with a guard around what its serializer or XML itself would break.
//!
//! XML 1.0 has no place for most control characters, and a property needs a local name: such triples are refused, by
//! name. A carriage return is legal but read back as a line feed, so it is written as a character reference.

use std::io::{self, Write};

use oxrdf::{NamedNode, Quad, Term};
use oxrdfxml::RdfXmlSerializer;

use super::order::{PrefixesInUse, namespace, reading_order};
use super::terse::illegal_prefix;
use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::rdf::terms::RDF_TYPE;

/// Writes RDF/XML.
///
/// # Errors
/// [`Error::Unrepresentable`] for a property without a local name or with a reserved one, and for text with a
/// character that XML 1.0 cannot carry; nothing is written then.
pub(super) fn write(quads: &[Quad], options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    quads.iter().try_for_each(check)?;
    let mut used = PrefixesInUse::new(&options.base);
    quads.iter().flat_map(element_names).for_each(|name| used.see(name.as_ref()));
    let mut serializer = RdfXmlSerializer::new();
    for (name, iri) in used.finish() {
        serializer = serializer.with_prefix(name, iri).map_err(|cause| illegal_prefix(name, &cause))?;
    }
    let mut serializer = serializer.for_writer(CarriageReturns { out: &mut *out });
    for quad in reading_order(quads) {
        written(serializer.serialize_triple(quad.as_ref()))?;
    }
    written(serializer.finish().map(|_| ()))?;
    written(out.write_all(b"\n"))
}

/// The IRIs of a quad that become names of elements: its property, and its object where that is a class.
fn element_names(quad: &Quad) -> impl Iterator<Item = &NamedNode> {
    let class = match &quad.object {
        Term::NamedNode(node) if quad.predicate == RDF_TYPE => Some(node),
        _ => None,
    };
    std::iter::once(&quad.predicate).chain(class)
}

fn check(quad: &Quad) -> Result<()> {
    if let Some(name) = element_names(quad).find(|name| !has_local_name(name)) {
        let what = format!("no element can be named {name}, in the triple {quad}");
        return Err(refused(what));
    }
    if let Term::Literal(literal) = &quad.object
        && let Some(c) = literal.value().chars().find(|c| !is_xml_char(*c))
    {
        let what = format!("XML has no place for the character U+{:04X}, in the triple {quad}", u32::from(c));
        return Err(refused(what));
    }
    Ok(())
}

fn refused(what: String) -> Error {
    Error::Unrepresentable {
        format: "rdfxml",
        what,
        hint: "export to turtle, ntriples or jsonld, which carry every term, or correct the article".to_owned(),
    }
}

/// Whether the serializer would find a local name: an XML name after the last `/`, `#` or `:`.
fn has_local_name(node: &NamedNode) -> bool {
    const RESERVED: [&str; 9] =
        ["Description", "li", "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"];
    let local = &node.as_str()[node.as_str().rfind(['/', '#', ':']).map_or(0, |at| at + 1)..];
    let is_reserved = namespace(node.as_ref()) == crate::schema::vocabulary::RDF && RESERVED.contains(&local);
    local.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && local.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && !is_reserved
}

/// The characters of XML 1.0.
///
/// # Source
/// Extensible Markup Language 1.0, fifth edition, production 2.
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Writes a carriage return as a character reference. The serializer itself writes none, so each comes from text.
struct CarriageReturns<'w> {
    out: &'w mut dyn Write,
}

impl Write for CarriageReturns<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (at, piece) in bytes.split(|b| *b == b'\r').enumerate() {
            if at > 0 {
                self.out.write_all(b"&#13;")?;
            }
            self.out.write_all(piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{GraphName, Literal};

    fn quad(property: &str, text: &str) -> Quad {
        let node = |iri: &str| NamedNode::new(iri).unwrap();
        let object = Literal::new_simple_literal(text);
        Quad::new(node("https://a.example/s"), node(property), object, GraphName::DefaultGraph)
    }

    fn written_as(property: &str, text: &str) -> std::result::Result<String, String> {
        let mut out = Vec::new();
        write(&[quad(property, text)], &ExportOptions::default(), &mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_property_without_a_local_name_is_refused_by_name() {
        for property in ["https://a.example/p/", "https://a.example/p/1", "https://a.example/p%20"] {
            let message = written_as(property, "x").unwrap_err();
            assert!(message.contains(property) && message.contains("hint: "), "{message}");
        }
        assert!(written_as("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "x").is_err());
    }

    #[test]
    fn a_character_without_a_place_in_xml_is_refused_by_name() {
        for text in ["\u{0}", "\u{7}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
            let message = written_as("https://a.example/p", text).unwrap_err();
            assert!(message.contains("U+") && message.contains("https://a.example/s"), "{message}");
        }
    }

    #[test]
    fn a_carriage_return_survives() {
        let text = "one\r\ntwo\rthree <&> ]]> \u{85}\u{2028} ";
        let xml = written_as("https://a.example/p", text).unwrap();
        assert!(!xml.contains('\r') && xml.contains("one&#13;\n"), "{xml}");
        let read: Vec<_> = oxrdfxml::RdfXmlParser::new().for_slice(&xml).map(std::result::Result::unwrap).collect();
        assert_eq!(read, [quad("https://a.example/p", text).into()]);
    }
}
