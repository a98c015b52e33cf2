//! Where statements go, and what is asked of a store: each as a request that can be shown or sent.

use crate::error::{Error, Result};

/// What part of a store is written and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The default graph.
    Default,
    /// The graph of this IRI.
    Graph(String),
    /// All graphs, with quads.
    Dataset,
}

/// What becomes of the statements that are there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They stay.
    Add,
    /// They go, all that the scope holds.
    Replace,
}

/// How a store is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writing {
    /// By the SPARQL 1.1 Graph Store HTTP Protocol.
    GraphStore {
        /// The graph store, which takes `?graph=` and `?default`.
        url: String,
        /// Where quads go; none where the store takes none.
        quads: Option<String>,
    },
    /// By SPARQL 1.1 Update.
    Update {
        /// The update endpoint.
        url: String,
    },
}

/// How a store is read, to count what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// By SPARQL queries.
    Query {
        /// The query endpoint.
        url: String,
        /// The name of the default graph in a `FROM` clause, where queries see more than it without one.
        default_graph: Option<&'static str>,
    },
    /// By fetching the graph from the graph store and counting its lines.
    Fetch,
}

/// A store and the protocols that it is spoken to in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// How it is called in messages.
    pub name: String,
    /// How it is written to.
    pub writing: Writing,
    /// How it is read.
    pub reading: Reading,
    /// Whether it has a default graph.
    pub has_default_graph: bool,
    /// Whether RDF 1.2 triple terms survive there.
    pub has_triple_terms: bool,
}

/// An HTTP request, without what authenticates it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, `POST` or `PUT`.
    pub method: &'static str,
    /// The address with its query.
    pub url: String,
    /// The media type of the body; none without a body.
    pub content_type: Option<&'static str>,
    /// The media type that is wanted.
    pub accept: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// Whether sending it twice does the same as sending it once.
    pub is_repeatable: bool,
}

/// Statements that go into one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chunk {
    /// Their text, a statement a line: N-Triples or N-Quads, or the data of an update.
    pub text: Vec<u8>,
    /// How many there are.
    pub statements: u64,
    /// Whether one has a blank node.
    pub has_blank_nodes: bool,
}

impl Target {
    /// Refuses triple terms where the store loses them.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn check_terms(&self, has_triple_terms: bool) -> Result<()> {
        if !has_triple_terms || self.has_triple_terms {
            return Ok(());
        }
        Err(Error::Usage {
            what: format!("{} does not keep the triple terms of RDF 1.2", self.name),
            hint: "load the profile 'claim' (--provenance claim), which says the same in RDF 1.1".to_owned(),
        })
    }

    /// Refuses a part that the store does not have.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn check(&self, scope: &Scope) -> Result<()> {
        let refuse = |what: String, hint: &str| Err(Error::Usage { what, hint: hint.to_owned() });
        match (scope, &self.writing) {
            (Scope::Default, _) if !self.has_default_graph => {
                refuse(format!("{} has no default graph to load into", self.name), "name a graph with --graph IRI")
            }
            (Scope::Dataset, Writing::GraphStore { quads: None, .. }) => refuse(
                format!("{} takes no quads over HTTP", self.name),
                "load one graph: name it with --graph IRI, and leave out --provenance graph and files of quads",
            ),
            _ => Ok(()),
        }
    }

    /// The line of a chunk that a statement becomes.
    pub fn push(&self, text: &mut Vec<u8>, triple: &str, graph: Option<&str>) {
        if matches!(self.writing, Writing::Update { .. }) {
            let (open, close) = if graph.is_some() { ("GRAPH ", " { ") } else { ("", "") };
            text.extend_from_slice(open.as_bytes());
            text.extend_from_slice(graph.unwrap_or_default().as_bytes());
            text.extend_from_slice(close.as_bytes());
            push_for_sparql(text, triple);
            text.extend_from_slice(if graph.is_some() { b" }\n" } else { b" .\n" });
            return;
        }
        text.extend_from_slice(triple.as_bytes());
        if let Some(graph) = graph {
            text.push(b' ');
            text.extend_from_slice(graph.as_bytes());
        }
        text.extend_from_slice(b" .\n");
    }

    /// The request that writes a chunk; the first of a replacement also removes what is there.
    pub fn write(&self, scope: &Scope, chunk: Chunk, replaces: bool) -> Request {
        let is_repeatable = replaces || !chunk.has_blank_nodes;
        match &self.writing {
            Writing::GraphStore { url, quads } => Request {
                method: if replaces { "PUT" } else { "POST" },
                url: match scope {
                    Scope::Dataset => quads.clone().unwrap_or_else(|| url.clone()),
                    scope => graph_url(url, scope),
                },
                content_type: Some(rdf_type(scope)),
                accept: "*/*",
                body: chunk.text,
                is_repeatable,
            },
            Writing::Update { url } => {
                let mut body = Vec::with_capacity(chunk.text.len() + 200);
                let (removal, open, close) = match scope {
                    Scope::Default => ("DROP SILENT DEFAULT ;\n".to_owned(), String::new(), ""),
                    Scope::Graph(iri) => {
                        (format!("DROP SILENT GRAPH <{iri}> ;\n"), format!("GRAPH <{iri}> {{\n"), "}\n")
                    }
                    Scope::Dataset => ("DROP SILENT ALL ;\n".to_owned(), String::new(), ""),
                };
                if replaces {
                    body.extend_from_slice(removal.as_bytes());
                }
                body.extend_from_slice(b"INSERT DATA {\n");
                body.extend_from_slice(open.as_bytes());
                body.extend_from_slice(&chunk.text);
                body.extend_from_slice(close.as_bytes());
                body.extend_from_slice(b"}\n");
                Request {
                    method: "POST",
                    url: url.clone(),
                    content_type: Some("application/sparql-update"),
                    accept: "*/*",
                    body,
                    is_repeatable,
                }
            }
        }
    }

    /// The requests whose counts together are what a scope holds.
    pub fn count(&self, scope: &Scope) -> Vec<Request> {
        let Reading::Query { url, default_graph } = &self.reading else {
            return vec![self.fetch(scope)];
        };
        let of_default = match default_graph {
            Some(name) => format!("SELECT (COUNT(*) AS ?n) FROM <{name}> WHERE {{ ?s ?p ?o }}"),
            None => "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }".to_owned(),
        };
        let of_graph = |graph: &str| format!("SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}");
        let queries = match scope {
            Scope::Default => vec![of_default],
            Scope::Graph(iri) => vec![of_graph(&format!("<{iri}>"))],
            Scope::Dataset => vec![of_default, of_graph("?g")],
        };
        queries.into_iter().map(|query| select(url, query.as_bytes())).collect()
    }

    fn fetch(&self, scope: &Scope) -> Request {
        let url = match (&self.writing, scope) {
            (Writing::GraphStore { url, .. } | Writing::Update { url }, Scope::Graph(_) | Scope::Default) => {
                graph_url(url, scope)
            }
            (Writing::GraphStore { quads: Some(url), .. }, _) => url.clone(),
            (Writing::GraphStore { url, .. } | Writing::Update { url }, _) => url.clone(),
        };
        let accept = rdf_type(scope);
        Request { method: "GET", url, content_type: None, accept, body: Vec::new(), is_repeatable: true }
    }

    /// The query that counts how many of some statements a scope holds; none where there is no query endpoint.
    ///
    /// # Shape
    /// Takes triples of one scope, or triples with their graphs; without blank nodes. Each is a pattern of its own, in
    /// a union: some stores cannot take long literals in `VALUES`.
    pub fn count_of(&self, scope: &Scope, statements: &[(String, Option<String>)]) -> Option<Request> {
        let Reading::Query { url, default_graph } = &self.reading else { return None };
        let from = match scope {
            Scope::Graph(_) => String::new(),
            Scope::Dataset if statements.iter().any(|(_, graph)| graph.is_some()) => String::new(),
            _ => default_graph.map(|name| format!(" FROM <{name}>")).unwrap_or_default(),
        };
        let mut query = format!("SELECT (COUNT(*) AS ?n){from} WHERE {{\n").into_bytes();
        for (number, (triple, graph)) in statements.iter().enumerate() {
            query.extend_from_slice(if number == 0 { b"{ " } else { b"UNION { " });
            let graph = match scope {
                Scope::Graph(iri) => Some(format!("<{iri}>")),
                _ => graph.clone(),
            };
            if let Some(graph) = &graph {
                query.extend_from_slice(format!("GRAPH {graph} {{ ").as_bytes());
            }
            push_for_sparql(&mut query, triple);
            query.extend_from_slice(if graph.is_some() { b" } }\n" } else { b" }\n" });
        }
        query.push(b'}');
        Some(select(url, &query))
    }
}

/// A query as a form: Virtuoso 7 never answers one that is the body itself.
fn select(url: &str, query: &[u8]) -> Request {
    let mut body = b"query=".to_vec();
    body.extend_from_slice(percent_encoded(query).as_bytes());
    Request {
        method: "POST",
        url: url.to_owned(),
        content_type: Some("application/x-www-form-urlencoded"),
        accept: "application/sparql-results+json",
        body,
        is_repeatable: true,
    }
}

fn rdf_type(scope: &Scope) -> &'static str {
    if *scope == Scope::Dataset { "application/n-quads" } else { "application/n-triples" }
}

/// The address of a graph within a graph store.
fn graph_url(store: &str, scope: &Scope) -> String {
    let sign = if store.contains('?') { '&' } else { '?' };
    match scope {
        Scope::Graph(iri) => format!("{store}{sign}graph={}", percent_encoded(iri.as_bytes())),
        _ => format!("{store}{sign}default"),
    }
}

/// A text as the value of a parameter.
fn percent_encoded(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for &byte in text {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Adds N-Triples to a SPARQL text.
///
/// SPARQL decodes `\uXXXX` before it looks at quotation marks, some parsers also in `\\uXXXX`, where it is text: a
/// literal could end itself. So an escaped backslash is never followed by the letter itself.
fn push_for_sparql(out: &mut Vec<u8>, triple: &str) {
    let mut rest = triple;
    while let Some(at) = rest.find('\\') {
        let end = at + 2;
        out.extend_from_slice(&rest.as_bytes()[..end.min(rest.len())]);
        let is_backslash = rest.as_bytes().get(at + 1) == Some(&b'\\');
        rest = rest.get(end..).unwrap_or_default();
        let letter = match rest.as_bytes().first() {
            Some(b'u') if is_backslash => "\\u0075",
            Some(b'U') if is_backslash => "\\u0055",
            _ => continue,
        };
        out.extend_from_slice(letter.as_bytes());
        rest = &rest[1..];
    }
    out.extend_from_slice(rest.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(writing: Writing) -> Target {
        let reading = Reading::Query { url: "http://h/query".to_owned(), default_graph: None };
        Target { name: "it".to_owned(), writing, reading, has_default_graph: true, has_triple_terms: true }
    }

    fn chunk() -> Chunk {
        Chunk { text: b"<a:s> <a:p> <a:o> .\n".to_vec(), statements: 1, has_blank_nodes: false }
    }

    #[test]
    fn a_graph_is_named_in_the_address_and_cannot_leave_it() {
        let store = Writing::GraphStore { url: "http://h/store".to_owned(), quads: None };
        let put = target(store.clone()).write(&Scope::Graph("http://e/a?b&default=é".to_owned()), chunk(), true);
        assert_eq!(
            (put.method, put.url.as_str()),
            ("PUT", "http://h/store?graph=http%3A%2F%2Fe%2Fa%3Fb%26default%3D%C3%A9")
        );
        let post = target(store).write(&Scope::Default, chunk(), false);
        assert_eq!((post.method, post.url.as_str()), ("POST", "http://h/store?default"));
    }

    #[test]
    fn an_update_names_the_graph_in_its_text() {
        let target = target(Writing::Update { url: "http://h/update".to_owned() });
        let text = |scope, replaces| String::from_utf8(target.write(&scope, chunk(), replaces).body).unwrap();
        assert_eq!(
            text(Scope::Graph("http://e/g".to_owned()), true),
            "DROP SILENT GRAPH <http://e/g> ;\nINSERT DATA {\nGRAPH <http://e/g> {\n<a:s> <a:p> <a:o> .\n}\n}\n"
        );
        assert_eq!(text(Scope::Default, false), "INSERT DATA {\n<a:s> <a:p> <a:o> .\n}\n");
        let mut quad = Vec::new();
        target.push(&mut quad, "<a:s> <a:p> <a:o>", Some("<a:g>"));
        assert_eq!(quad, b"GRAPH <a:g> { <a:s> <a:p> <a:o> }\n");
    }

    #[test]
    fn no_escape_of_a_literal_is_made_in_a_sparql_text() {
        for (triple, wanted) in [
            (r#""a \\u0022 b""#, r#""a \\\u00750022 b""#),
            (r#""a \\U00000022 b""#, r#""a \\\u005500000022 b""#),
            (r#""a \\\\u0022""#, r#""a \\\\\u00750022""#),
            (r#""a \u0001 \\n \" u""#, r#""a \u0001 \\n \" u""#),
            (r#""\\\u0001""#, r#""\\\u0001""#),
        ] {
            let mut out = Vec::new();
            push_for_sparql(&mut out, triple);
            assert_eq!(String::from_utf8(out).unwrap(), wanted);
        }
    }

    #[test]
    fn chunks_with_blank_nodes_are_not_sent_twice() {
        let target = target(Writing::GraphStore { url: "http://h/store".to_owned(), quads: None });
        let blank = Chunk { has_blank_nodes: true, ..chunk() };
        assert!(!target.write(&Scope::Default, blank.clone(), false).is_repeatable);
        assert!(target.write(&Scope::Default, blank, true).is_repeatable);
        assert!(target.write(&Scope::Default, chunk(), false).is_repeatable);
    }
}
