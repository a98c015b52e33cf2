//! RDF files as statements.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use oxjsonld::JsonLdParser;
use oxrdf::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term, Triple};
use oxrdfxml::RdfXmlParser;
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParser};

use super::statement::{Sink, Source, Statement};
use crate::error::{Error, Result};

/// Extensions of the files that are read as RDF.
pub const RDF_EXTENSIONS: [&str; 6] = ["nt", "nq", "ttl", "trig", "rdf", "jsonld"];

/// Whether a file is RDF by its name, in any case.
pub fn is_rdf(path: &Path) -> bool {
    RDF_EXTENSIONS.contains(&extension(path).as_str())
}

/// Whether a text is an absolute IRI.
pub fn is_iri(text: &str) -> bool {
    oxrdf::NamedNode::new(text).is_ok()
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// RDF files, read in streams. Blank nodes of one file are never those of another.
#[derive(Debug, Clone)]
pub struct RdfFiles {
    /// Each with an extension of [`RDF_EXTENSIONS`].
    pub paths: Vec<PathBuf>,
}

impl Source for RdfFiles {
    fn each(&self, sink: Sink<'_>) -> Result<()> {
        self.paths.iter().enumerate().try_for_each(|(number, path)| read(path, number, sink))
    }
}

fn read(path: &Path, number: usize, sink: Sink<'_>) -> Result<()> {
    let open = |path| File::open(path).map_err(|cause| Error::Read { path: PathBuf::from(path), cause });
    let reader = BufReader::with_capacity(1 << 16, open(path)?);
    let mut writer = Writer { number, sink, text: String::new(), graph: String::new() };
    let wrong = |line: Option<u64>, what: String| Error::Article {
        source_name: path.display().to_string(),
        line: line.and_then(|line| usize::try_from(line + 1).ok()),
        what,
        hint: "correct the file, or leave it out; nothing was sent".to_owned(),
    };
    let turtle = |error: oxttl::TurtleParseError| match error {
        oxttl::TurtleParseError::Io(cause) => Error::Read { path: path.to_owned(), cause },
        oxttl::TurtleParseError::Syntax(error) => wrong(Some(error.location().start.line), error.to_string()),
    };
    match extension(path).as_str() {
        "nt" => NTriplesParser::new().for_reader(reader).try_for_each(|t| writer.triple(t.map_err(turtle)?)),
        "nq" => NQuadsParser::new().for_reader(reader).try_for_each(|q| writer.quad(&q.map_err(turtle)?)),
        "ttl" => TurtleParser::new().for_reader(reader).try_for_each(|t| writer.triple(t.map_err(turtle)?)),
        "trig" => TriGParser::new().for_reader(reader).try_for_each(|q| writer.quad(&q.map_err(turtle)?)),
        "rdf" => RdfXmlParser::new()
            .for_reader(reader)
            .try_for_each(|t| writer.triple(t.map_err(|error| wrong(None, error.to_string()))?)),
        _ => JsonLdParser::new()
            .for_reader(reader)
            .try_for_each(|q| writer.quad(&q.map_err(|error| wrong(None, error.to_string()))?)),
    }
}

/// Writes quads as text and hands them on.
struct Writer<'a, 's> {
    number: usize,
    sink: &'a mut (dyn FnMut(Statement<'_>) -> Result<()> + 's),
    text: String,
    graph: String,
}

impl Writer<'_, '_> {
    fn triple(&mut self, triple: Triple) -> Result<()> {
        self.quad(&triple.in_graph(GraphName::DefaultGraph))
    }

    fn quad(&mut self, quad: &Quad) -> Result<()> {
        let number = self.number;
        self.text.clear();
        self.graph.clear();
        let mut has_blank_node = push_subject(&mut self.text, &quad.subject, number);
        self.text.push(' ');
        push(&mut self.text, &quad.predicate);
        self.text.push(' ');
        has_blank_node |= push_term(&mut self.text, &quad.object, number);
        match &quad.graph_name {
            GraphName::DefaultGraph => {}
            GraphName::NamedNode(name) => push(&mut self.graph, name),
            GraphName::BlankNode(name) => {
                has_blank_node = true;
                push_blank(&mut self.graph, name, number);
            }
        }
        (self.sink)(Statement {
            triple: &self.text,
            graph: Some(self.graph.as_str()).filter(|graph| !graph.is_empty()),
            has_blank_node,
            has_triple_term: matches!(quad.object, Term::Triple(_)),
        })
    }
}

fn push(text: &mut String, term: &impl std::fmt::Display) {
    use std::fmt::Write;
    // A string takes everything.
    write!(text, "{term}").unwrap_or(());
}

fn push_blank(text: &mut String, node: &BlankNode, number: usize) {
    push(text, &format_args!("_:f{number}x{}", node.as_str()));
}

/// Whether there was a blank node.
fn push_subject(text: &mut String, subject: &NamedOrBlankNode, number: usize) -> bool {
    match subject {
        NamedOrBlankNode::NamedNode(node) => push(text, node),
        NamedOrBlankNode::BlankNode(node) => push_blank(text, node, number),
    }
    subject.is_blank_node()
}

/// Whether there was a blank node.
fn push_term(text: &mut String, term: &Term, number: usize) -> bool {
    match term {
        Term::BlankNode(node) => {
            push_blank(text, node, number);
            true
        }
        Term::Triple(triple) => {
            text.push_str("<<( ");
            let in_subject = push_subject(text, &triple.subject, number);
            text.push(' ');
            push(text, &triple.predicate);
            text.push(' ');
            let in_object = push_term(text, &triple.object, number);
            text.push_str(" )>>");
            in_subject || in_object
        }
        other => {
            push(text, other);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(files: &[(&str, &str)]) -> Result<Vec<(String, Option<String>, bool)>> {
        let folder = tempfile::tempdir().unwrap();
        let write = |(name, text): &(&str, &str)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let files = RdfFiles { paths: files.iter().map(write).collect() };
        let mut found = Vec::new();
        files.each(&mut |s| {
            found.push((s.triple.to_owned(), s.graph.map(str::to_owned), s.has_blank_node));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn blank_nodes_of_two_files_stay_apart() {
        let found = statements(&[("a.nt", "_:a <a:p> \"x\" .\n"), ("b.NT", "_:a <a:p> _:b .\n")]).unwrap();
        let wanted = [("_:f0xa <a:p> \"x\"", true), ("_:f1xa <a:p> _:f1xb", true)];
        assert_eq!(found, wanted.map(|(text, blank)| (text.to_owned(), None, blank)));
    }

    #[test]
    fn graphs_and_triple_terms_are_kept() {
        let text = "<a:s> <a:p> <<( <a:s> <a:p> _:x )>> <a:g> .\n";
        let found = statements(&[("a.nq", text)]).unwrap();
        assert_eq!(found, [("<a:s> <a:p> <<( <a:s> <a:p> _:f0xx )>>".to_owned(), Some("<a:g>".to_owned()), true)]);
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = statements(&[("a.ttl", "<a:s> <a:p> <a:o> .\n<a:s> <a:p> .\n")]).unwrap_err().to_string();
        assert!(error.contains("a.ttl:2: "), "{error}");
    }
}
