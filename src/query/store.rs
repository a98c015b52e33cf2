//! A store in memory: the quads of graphs and of RDF files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term, Triple};
use oxigraph::store::{StorageError, Store, Transaction};

use super::question::graph_name;
use crate::error::{Error, Result};
use crate::graph::KnowledgeGraph;
use crate::rdf::{RdfOptions, quads};

/// Extensions of the RDF files that can be read.
pub const READABLE: [&str; 7] = ["nt", "nq", "ttl", "trig", "rdf", "xml", "jsonld"];

/// The RDF format of a file by its extension, in any case; none where it is no RDF file.
pub fn rdf_format(path: &Path) -> Option<RdfFormat> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    READABLE.contains(&extension.as_str()).then(|| RdfFormat::from_extension(&extension)).flatten()
}

/// A store in memory that is being filled.
///
/// # Shape
/// What stands in a named graph stands in the default graph too, so that the default graph is the union of all, each
/// triple once. Blank nodes are named in the order of reading and never shared by two files: the same inputs give the
/// same store.
pub struct Memory {
    store: Store,
    blank_nodes: usize,
}

impl Memory {
    /// An empty store.
    ///
    /// # Errors
    /// [`Error::Store`] where the engine does not start.
    pub fn new() -> Result<Self> {
        Ok(Self { store: Store::new().map_err(failed)?, blank_nodes: 0 })
    }

    /// Adds a graph as RDF.
    ///
    /// # Errors
    /// [`Error::Store`] where the engine fails.
    pub fn add_graph(&mut self, graph: &KnowledgeGraph, options: &RdfOptions) -> Result<()> {
        let mut transaction = self.store.start_transaction().map_err(failed)?;
        quads(graph, options).into_iter().for_each(|quad| insert(&mut transaction, quad));
        transaction.commit().map_err(failed)
    }

    /// Adds an RDF file, in the format that its extension names. Nothing is ever fetched.
    ///
    /// # Errors
    /// [`Error::Read`] where it cannot be read; [`Error::Graph`] with line and column where it is no such file, and then
    /// nothing of it is added; [`Error::Usage`] where the extension is none of [`READABLE`].
    pub fn add_file(&mut self, path: &Path) -> Result<()> {
        let source_name = path.display().to_string();
        let Some(format) = rdf_format(path) else {
            return Err(Error::Usage {
                what: format!("{source_name}: no graph can be read from a file that is called so"),
                hint: format!("give one that ends in .{}", READABLE.join(", .")),
            });
        };
        let cannot_read = |cause| Error::Read { path: path.to_owned(), cause };
        let file = File::open(path).map_err(cannot_read)?;
        let mut names = BlankNames { seen: BTreeMap::new(), next: self.blank_nodes };
        let mut transaction = self.store.start_transaction().map_err(failed)?;
        for quad in RdfParser::from_format(format).for_reader(BufReader::with_capacity(1 << 16, file)) {
            let quad = quad.map_err(|error| match error {
                RdfParseError::Io(cause) => cannot_read(cause),
                RdfParseError::Syntax(error) => {
                    let start = error.location().map(|at| at.start);
                    let number = |at: u64| usize::try_from(at.saturating_add(1)).unwrap_or(usize::MAX);
                    Error::Graph {
                        source_name: source_name.clone(),
                        at: start.map(|start| (number(start.line), number(start.column))),
                        what: error.to_string(),
                        hint: "correct the line, or write the graph anew with 'pressgraph export'".to_owned(),
                    }
                }
            })?;
            insert(&mut transaction, names.rename(quad));
        }
        transaction.commit().map_err(failed)?;
        self.blank_nodes = names.next;
        Ok(())
    }

    /// The store.
    pub fn into_store(self) -> Store {
        self.store
    }
}

/// Adds a quad, and its triple to the default graph.
fn insert(transaction: &mut Transaction<'_>, mut quad: Quad) {
    transaction.insert(&quad);
    if !quad.graph_name.is_default_graph() {
        quad.graph_name = GraphName::DefaultGraph;
        transaction.insert(&quad);
    }
}

/// The triples of a named graph, or of the default graph, sorted; none where there is no such graph.
///
/// # Errors
/// [`Error::Usage`] where the name is no IRI; [`Error::Store`] where the engine fails.
pub fn graph_of(store: &Store, name: Option<&str>) -> Result<Option<Vec<Triple>>> {
    let graph = match name.map(graph_name).transpose()? {
        Some(node) if !store.contains_named_graph(&node).map_err(failed)? => return Ok(None),
        Some(node) => GraphName::from(node),
        None => GraphName::DefaultGraph,
    };
    let found = store.quads_for_pattern(None, None, None, Some(graph.as_ref()));
    let mut triples = found.map(|quad| quad.map(Triple::from).map_err(failed)).collect::<Result<Vec<_>>>()?;
    triples.sort_by_cached_key(ToString::to_string);
    Ok(Some(triples))
}

/// The triples of a Turtle document of ours, whose relative IRIs stand against `base`.
///
/// # Errors
/// [`Error::Store`] where it is none.
pub fn read_turtle(base: &str, text: &str) -> Result<Vec<Triple>> {
    let wrong = |cause: Box<dyn std::error::Error + Send + Sync>| Error::Store { cause };
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base).map_err(|cause| wrong(cause.into()))?;
    parser.for_slice(text).map(|quad| quad.map(Triple::from).map_err(|cause| wrong(cause.into()))).collect()
}

/// A failure of the engine.
pub(super) fn failed(cause: StorageError) -> Error {
    Error::Store { cause: cause.into() }
}

/// Names of blank nodes in the order in which they are met; parsers give random ones to those without.
struct BlankNames {
    seen: BTreeMap<String, BlankNode>,
    next: usize,
}

impl BlankNames {
    fn rename(&mut self, quad: Quad) -> Quad {
        let subject = self.subject(quad.subject);
        let object = self.term(quad.object);
        let graph_name = match quad.graph_name {
            GraphName::BlankNode(node) => self.name(&node).into(),
            other => other,
        };
        Quad { subject, predicate: quad.predicate, object, graph_name }
    }

    fn subject(&mut self, subject: NamedOrBlankNode) -> NamedOrBlankNode {
        match subject {
            NamedOrBlankNode::BlankNode(node) => self.name(&node).into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        }
    }

    fn term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.name(&node).into(),
            Term::Triple(triple) => {
                let Triple { subject, predicate, object } = *triple;
                Triple { subject: self.subject(subject), predicate, object: self.term(object) }.into()
            }
            other => other,
        }
    }

    fn name(&mut self, node: &BlankNode) -> BlankNode {
        if let Some(known) = self.seen.get(node.as_str()) {
            return known.clone();
        }
        let name = BlankNode::new_unchecked(format!("b{}", self.next));
        self.next += 1;
        self.seen.insert(node.as_str().to_owned(), name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn stored(files: &[(&str, &str)]) -> Result<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = Memory::new()?;
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            memory.add_file(&path)?;
        }
        let mut quads: Vec<String> = memory.into_store().iter().map(|quad| quad.unwrap().to_string()).collect();
        quads.sort();
        Ok(quads)
    }

    #[test]
    fn the_default_graph_is_the_union_and_holds_each_triple_once() {
        let text = "<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:c> <urn:h> .\n";
        assert_eq!(
            stored(&[("a.nq", text)]).unwrap(),
            ["<urn:a> <urn:b> <urn:c>", "<urn:a> <urn:b> <urn:c> <urn:g>", "<urn:a> <urn:b> <urn:c> <urn:h>"]
        );
    }

    #[test]
    fn blank_nodes_of_two_files_are_apart_and_named_the_same_in_each_run() {
        let files = [("a.ttl", "[] <urn:p> _:x . _:x <urn:p> 1 ."), ("b.nt", "_:x <urn:p> _:x .\n")];
        let number = "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>";
        let expected =
            ["_:b0 <urn:p> _:b1".to_owned(), format!("_:b1 <urn:p> {number}"), "_:b2 <urn:p> _:b2".to_owned()];
        assert_eq!(stored(&files).unwrap(), expected);
    }

    #[test]
    fn a_file_with_an_error_adds_nothing_and_tells_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.nt");
        fs::write(&path, "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oops .\n").unwrap();
        let mut memory = Memory::new().unwrap();
        let error = memory.add_file(&path).unwrap_err();
        assert!(matches!(error, Error::Graph { at: Some((2, 17)), .. }), "{error}");
        assert!(memory.into_store().is_empty().unwrap());
    }

    #[test]
    fn only_rdf_files_are_read_as_such() {
        assert_eq!(rdf_format(Path::new("a.b/graph.NQ")), Some(RdfFormat::NQuads));
        for name in ["a.md", "a.json", "a", "nt", "a.n3", "a.txt"] {
            assert_eq!(rdf_format(Path::new(name)), None, "{name}");
        }
    }
}
