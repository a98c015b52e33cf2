//! RDF files as triples that can be looked up by subject.

use std::collections::{BTreeMap, BTreeSet};

use oxjsonld::JsonLdParser;
use oxrdf::{NamedOrBlankNode, Quad, Term};
use oxrdfxml::RdfXmlParser;
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParser};

use crate::error::{Error, Result};

/// Extensions of the files that can be read.
pub const READABLE: [&str; 6] = ["nt", "nq", "ttl", "trig", "rdf", "jsonld"];

/// The triples of a file, those of all its graphs together.
#[derive(Debug, Default)]
pub struct Data {
    triples: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    terms: BTreeMap<String, Term>,
    count: usize,
}

impl Data {
    /// Reads a file by its extension.
    ///
    /// # Errors
    /// [`Error::Article`] with the file, the line and the cause where it is no such file; [`Error::Usage`] for an
    /// extension that is not among [`READABLE`].
    pub fn read(source_name: &str, extension: &str, bytes: &[u8]) -> Result<Self> {
        let mut data = Data::default();
        let mut add = |quad: std::result::Result<Quad, (Option<usize>, String)>| match quad {
            Ok(quad) => {
                data.add(&quad);
                Ok(())
            }
            Err((line, what)) => Err(Error::Article {
                source_name: source_name.to_owned(),
                line,
                what,
                hint: "write the graph anew with 'pressgraph export', or correct the line".to_owned(),
            }),
        };
        let at = |error: oxttl::TurtleSyntaxError| {
            (usize::try_from(error.location().start.line + 1).ok(), error.to_string())
        };
        match extension {
            "nt" => NTriplesParser::new().for_slice(bytes).try_for_each(|t| add(t.map(in_default).map_err(at))),
            "ttl" => TurtleParser::new().for_slice(bytes).try_for_each(|t| add(t.map(in_default).map_err(at))),
            "nq" => NQuadsParser::new().for_slice(bytes).try_for_each(|quad| add(quad.map_err(at))),
            "trig" => TriGParser::new().for_slice(bytes).try_for_each(|quad| add(quad.map_err(at))),
            "rdf" => RdfXmlParser::new()
                .for_slice(bytes)
                .try_for_each(|t| add(t.map(in_default).map_err(|error| (None, error.to_string())))),
            "jsonld" => JsonLdParser::new()
                .for_slice(bytes)
                .try_for_each(|quad| add(quad.map_err(|error| (None, error.to_string())))),
            other => Err(Error::Usage {
                what: format!("{source_name}: no graph can be read from files that end in '{}'", other.escape_debug()),
                hint: format!("give one that ends in .{}", READABLE.join(", .")),
            }),
        }?;
        Ok(data)
    }

    fn add(&mut self, quad: &Quad) {
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => Term::from(node.clone()),
            NamedOrBlankNode::BlankNode(node) => Term::from(node.clone()),
        };
        let (subject_text, object_text) = (subject.to_string(), quad.object.to_string());
        let objects = self.triples.entry(subject_text.clone()).or_default();
        if objects.entry(quad.predicate.as_str().to_owned()).or_default().insert(object_text.clone()) {
            self.count += 1;
        }
        self.terms.entry(subject_text).or_insert(subject);
        self.terms.entry(object_text).or_insert_with(|| quad.object.clone());
    }

    /// Subject, property and object of every triple, sorted; subject and object as N-Triples writes them.
    pub fn triples(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.triples.iter().flat_map(|(subject, properties)| {
            let said = properties.iter().flat_map(|(property, objects)| objects.iter().map(move |o| (property, o)));
            said.map(move |(property, object)| (subject.as_str(), property.as_str(), object.as_str()))
        })
    }

    /// The first object of a property of a node, all as N-Triples writes them.
    pub fn first(&self, node: &str, property: &str) -> Option<&str> {
        self.triples.get(node)?.get(property)?.first().map(String::as_str)
    }

    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The objects of a property of a node, sorted.
    pub(super) fn objects(&self, node: &Term, property: &str) -> Vec<&Term> {
        let objects = self.triples.get(&node.to_string()).and_then(|properties| properties.get(property));
        objects.into_iter().flatten().filter_map(|text| self.terms.get(text)).collect()
    }

    /// The one object of a property of a node, or the first.
    pub(super) fn object(&self, node: &Term, property: &str) -> Option<&Term> {
        self.objects(node, property).first().copied()
    }

    /// What is said of a node: each property with its objects.
    pub(super) fn said_of(&self, node: &Term) -> Vec<(&str, Vec<&Term>)> {
        let properties = self.triples.get(&node.to_string()).into_iter().flatten();
        let terms = |texts: &BTreeSet<String>| texts.iter().filter_map(|text| self.terms.get(text)).collect();
        properties.map(|(property, texts)| (property.as_str(), terms(texts))).collect()
    }

    /// The nodes of which a property is said, and with which object, sorted by node.
    pub(super) fn subjects(&self, property: &str) -> Vec<(&Term, Vec<&Term>)> {
        let with = self.triples.iter().filter(|(_, properties)| properties.contains_key(property));
        with.filter_map(|(text, _)| self.terms.get(text)).map(|node| (node, self.objects(node, property))).collect()
    }
}

fn in_default(triple: oxrdf::Triple) -> Quad {
    triple.in_graph(oxrdf::GraphName::DefaultGraph)
}
