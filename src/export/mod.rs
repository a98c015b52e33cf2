//! Stage 7: formats.
//!
//! Takes a [`KnowledgeGraph`], writes bytes. Must never lose data in silence: a format
//! that cannot carry a profile or a term refuses with a hint. To add a format: one file here and one line in
//! [`FORMATS`]; `--help`, the error for an unknown format and the completions come from that
//! table.

mod choice;
mod citation;
pub mod conllu;
mod csv;
mod cypher;
mod cytoscape;
mod dot;
mod frame;
mod gexf;
mod graphml;
mod jsonld;
mod lines;
mod mermaid;
mod network;
mod order;
mod parquet;
mod picture;
mod rdfxml;
mod stream;
mod terse;
mod xml;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::graph::KnowledgeGraph;
use crate::rdf::{Base, Dataset, Provenance, RdfOptions};

pub use frame::Frame;
pub use jsonld::CONTEXT;
pub use picture::{Cluster, PictureOptions, RankDirection, Theme, USUAL};
pub use stream::{Part, Streaming, Take};

/// One line of the table of formats.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// Extensions of its files, without a dot; the first is the usual one.
    pub extensions: &'static [&'static str],
    /// The media type.
    pub media_type: &'static str,
    /// What it is, for `--help`.
    pub about: &'static str,
    /// Whether it carries named graphs.
    pub has_named_graphs: bool,
    /// The provenance profiles that it can carry, the default first; empty where it holds no graph.
    pub provenance: &'static [Provenance],
    /// How it is written.
    pub writer: Writer,
    /// How it is written from sorted runs; none where it needs the whole graph in memory.
    pub streaming: Option<Streaming>,
}

impl Format {
    /// Whether its bytes are no text.
    pub fn is_binary(&self) -> bool {
        matches!(self.name, "png" | "pdf" | "parquet-nodes" | "parquet-edges")
    }

    /// Whether it is a picture, which limits itself and knows themes and directions.
    pub fn is_picture(&self) -> bool {
        matches!(self.name, "dot" | "svg" | "png" | "pdf" | "mermaid")
    }
}

/// How a format is written.
#[derive(Debug, Clone, Copy)]
pub enum Writer {
    /// From the graph as RDF, subject by subject.
    Rdf(fn(&Dataset<'_>, &ExportOptions, &mut dyn Write) -> Result<()>),
    /// From the graph.
    Graph(fn(&KnowledgeGraph, &ExportOptions, &mut dyn Write) -> Result<()>),
    /// By Graphviz, from DOT, by the command line.
    Graphviz,
    /// From parsed articles, one by one, by the pipeline: the format holds no graph.
    Articles,
}

/// How to export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Where our own things stand.
    pub base: Base,
    /// The provenance profile; the format's own default where none is given.
    pub provenance: Option<Provenance>,
    /// Whether outside IRIs are also given as `owl:sameAs`.
    pub owl_same_as: bool,
    /// JSON-LD: the address of the context, instead of the context itself.
    pub context: Option<String>,
    /// JSON-LD: trees instead of a list of nodes.
    pub frame: Option<Frame>,
    /// Pictures: how to draw.
    pub picture: PictureOptions,
}

/// Every format, in the order in which they are listed.
pub const FORMATS: [Format; 20] = {
    use Provenance::{Claim, Graph, None, Rdf12};
    [
        Format {
            name: "ntriples",
            extensions: &["nt"],
            media_type: "application/n-triples",
            about: "RDF, one triple a line, sorted",
            has_named_graphs: false,
            provenance: &[Claim, Rdf12, None],
            writer: Writer::Rdf(lines::write),
            streaming: Some(lines::STREAMING),
        },
        Format {
            name: "nquads",
            extensions: &["nq"],
            media_type: "application/n-quads",
            about: "RDF, one quad a line, sorted; each fact in the graph of its sentence",
            has_named_graphs: true,
            provenance: &[Graph, Claim, Rdf12, None],
            writer: Writer::Rdf(lines::write),
            streaming: Some(lines::STREAMING),
        },
        Format {
            name: "turtle",
            extensions: &["ttl"],
            media_type: "text/turtle",
            about: "RDF for people to read, grouped by subject",
            has_named_graphs: false,
            provenance: &[Claim, Rdf12, None],
            writer: Writer::Rdf(terse::write),
            streaming: Some(terse::STREAMING),
        },
        Format {
            name: "trig",
            extensions: &["trig"],
            media_type: "application/trig",
            about: "Turtle with named graphs; each fact in the graph of its sentence",
            has_named_graphs: true,
            provenance: &[Graph, Claim, Rdf12, None],
            writer: Writer::Rdf(terse::write),
            streaming: Some(terse::STREAMING),
        },
        Format {
            name: "rdfxml",
            extensions: &["rdf", "xml"],
            media_type: "application/rdf+xml",
            about: "RDF as XML",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Rdf(rdfxml::write),
            streaming: Option::None,
        },
        Format {
            name: "jsonld",
            extensions: &["jsonld"],
            media_type: "application/ld+json",
            about: "RDF as compact JSON, with its context inside",
            has_named_graphs: true,
            provenance: &[Claim, Graph, None],
            writer: Writer::Rdf(jsonld::write),
            streaming: Option::None,
        },
        Format {
            name: "dot",
            extensions: &["dot", "gv"],
            media_type: "text/vnd.graphviz",
            about: "a picture for Graphviz, with the sentences in tooltips",
            has_named_graphs: false,
            provenance: &[None],
            writer: Writer::Graph(dot::write),
            streaming: Option::None,
        },
        drawn("svg", &["svg"], "image/svg+xml", "the picture, drawn by Graphviz: scales, and keeps tooltips and links"),
        drawn("png", &["png"], "image/png", "the picture, drawn by Graphviz, in pixels"),
        drawn("pdf", &["pdf"], "application/pdf", "the picture, drawn by Graphviz, for print"),
        Format {
            name: "mermaid",
            extensions: &["mmd", "mermaid"],
            media_type: "text/vnd.mermaid",
            about: "a small picture for Markdown pages",
            has_named_graphs: false,
            provenance: &[None],
            writer: Writer::Graph(mermaid::write),
            streaming: Option::None,
        },
        Format {
            name: "graphml",
            extensions: &["graphml"],
            media_type: "application/graphml+xml",
            about: "nodes and edges for networkx, Gephi, yEd and igraph",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(graphml::write),
            streaming: Option::None,
        },
        Format {
            name: "gexf",
            extensions: &["gexf"],
            media_type: "application/gexf+xml",
            about: "nodes and edges for Gephi",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(gexf::write),
            streaming: Option::None,
        },
        Format {
            name: "cytoscape",
            extensions: &["cyjs"],
            media_type: "application/json",
            about: "nodes and edges as JSON for Cytoscape and networkx",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(cytoscape::write),
            streaming: Option::None,
        },
        Format {
            name: "csv-nodes",
            extensions: &["nodes.csv"],
            media_type: "text/csv",
            about: "a table of nodes for Neo4j's bulk import",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(csv::write_nodes),
            streaming: Option::None,
        },
        Format {
            name: "csv-edges",
            extensions: &["edges.csv"],
            media_type: "text/csv",
            about: "a table of edges for Neo4j's bulk import",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(csv::write_edges),
            streaming: Option::None,
        },
        Format {
            name: "parquet-nodes",
            extensions: &["nodes.parquet"],
            media_type: "application/vnd.apache.parquet",
            about: "a table of nodes for DuckDB, pandas, Polars and Spark",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(parquet::write_nodes),
            streaming: Option::None,
        },
        Format {
            name: "parquet-edges",
            extensions: &["edges.parquet"],
            media_type: "application/vnd.apache.parquet",
            about: "a table of edges for DuckDB, pandas, Polars and Spark",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(parquet::write_edges),
            streaming: Option::None,
        },
        Format {
            name: "cypher",
            extensions: &["cypher", "cql"],
            media_type: "application/x-cypher-query",
            about: "a script of MERGE statements for Neo4j and Memgraph",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Graph(cypher::write),
            streaming: Option::None,
        },
        Format {
            name: "jsonl",
            extensions: &["jsonl", "ndjson"],
            media_type: "application/jsonl",
            about: "parsed articles, one a line, before they are merged",
            has_named_graphs: false,
            provenance: &[],
            writer: Writer::Articles,
            streaming: Option::None,
        },
    ]
};

/// A format that Graphviz draws.
const fn drawn(
    name: &'static str,
    extensions: &'static [&'static str],
    media_type: &'static str,
    about: &'static str,
) -> Format {
    let provenance = &[Provenance::None];
    Format {
        name,
        extensions,
        media_type,
        about,
        has_named_graphs: false,
        provenance,
        writer: Writer::Graphviz,
        streaming: None,
    }
}

/// The format of a name.
///
/// # Errors
/// [`Error::Usage`] with all names where there is none.
pub fn by_name(name: &str) -> Result<&'static Format> {
    FORMATS.iter().find(|format| format.name == name).or_else(|| find_extension(name)).ok_or_else(|| Error::Usage {
        what: format!("unknown format '{}'", name.escape_debug()),
        hint: format!("known formats: {}", FORMATS.map(|format| format.name).join(", ")),
    })
}

/// The format whose files are called so: by what follows a dot, in any case.
///
/// # Errors
/// [`Error::Usage`] with all extensions where there is none.
pub fn by_file_name(name: &str) -> Result<&'static Format> {
    let is_called = |extension: &str| {
        let start = name.len().checked_sub(extension.len() + 1);
        let end = start.and_then(|start| name.get(start..));
        end.is_some_and(|end| end.starts_with('.') && end[1..].eq_ignore_ascii_case(extension))
    };
    FORMATS.iter().find(|format| format.extensions.iter().any(|known| is_called(known))).ok_or_else(|| {
        let known: Vec<String> =
            FORMATS.iter().map(|f| format!(".{} ({})", f.extensions.join(", ."), f.name)).collect();
        Error::Usage {
            what: format!("no format has files that are called like '{}'", name.escape_debug()),
            hint: format!("name the format with --to, or use one of {}", known.join(", ")),
        }
    })
}

fn find_extension(extension: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.extensions.contains(&extension))
}

/// The profile in which a format would be written.
///
/// # Errors
/// [`Error::Usage`] where the format cannot carry the one that is asked for.
pub fn profile(format: &Format, asked: Option<Provenance>) -> Result<Provenance> {
    let Some(asked) = asked else { return Ok(format.provenance.first().copied().unwrap_or(Provenance::None)) };
    if format.provenance.contains(&asked) {
        return Ok(asked);
    }
    let able: Vec<&str> = FORMATS.iter().filter(|f| f.provenance.contains(&asked)).map(|f| f.name).collect();
    let own: Vec<&str> = format.provenance.iter().map(|profile| profile.as_str()).collect();
    Err(Error::Usage {
        what: format!("{} cannot carry the provenance profile '{asked}'", format.name),
        hint: format!("'{asked}' goes with {}; {} goes with {}", able.join(", "), format.name, or_nothing(&own)),
    })
}

fn or_nothing(names: &[&str]) -> String {
    if names.is_empty() { "no profile".to_owned() } else { names.join(", ") }
}

/// Writes a graph.
///
/// # Errors
/// [`Error::Usage`] where the format cannot carry the profile, is no format of graphs, or the graph is too large for a
/// picture; [`Error::Unrepresentable`] where it cannot carry a term; [`Error::Write`] where `out` fails.
pub fn write(format: &Format, graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let provenance = profile(format, options.provenance)?;
    let mut out = BufWriter::with_capacity(1 << 16, out);
    match format.writer {
        Writer::Rdf(writer) => {
            let rdf_options = RdfOptions { base: options.base.clone(), provenance, owl_same_as: options.owl_same_as };
            writer(&Dataset::new(graph, &rdf_options), options, &mut out)?;
        }
        Writer::Graph(writer) => writer(graph, options, &mut out)?,
        Writer::Graphviz => {
            return Err(Error::Usage {
                what: format!("{} is drawn by Graphviz, not written", format.name),
                hint: "write dot and let Graphviz draw it".to_owned(),
            });
        }
        Writer::Articles => {
            return Err(Error::Usage {
                what: format!("{} holds parsed articles, not a graph", format.name),
                hint: "write the articles themselves, with 'extract' or with 'export --to jsonl'".to_owned(),
            });
        }
    }
    written(out.flush())
}

/// Gives a failure of the output its place among our errors.
fn written(result: io::Result<()>) -> Result<()> {
    result.map_err(|cause| Error::Write { path: PathBuf::from("output"), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_are_unique() {
        let mut names: Vec<&str> = FORMATS.iter().flat_map(|f| f.extensions.iter().copied().chain([f.name])).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all - 11, "some are called as they end");
    }

    #[test]
    fn a_format_is_found_by_name_and_by_extension() {
        assert_eq!(by_name("turtle").unwrap().name, "turtle");
        assert_eq!(by_name("ttl").unwrap().name, "turtle");
        assert_eq!(by_file_name("a.b/graph.GV").unwrap().name, "dot");
        assert_eq!(by_file_name("graph.Nodes.csv").unwrap().name, "csv-nodes");
        let message = by_name("rdf/xml").unwrap_err().to_string();
        assert!(message.starts_with("unknown format 'rdf/xml'\nhint: known formats: ntriples, nquads, turtle, "));
        for name in ["graph.doc", "nt", "graph", "graph.csv", ""] {
            assert!(by_file_name(name).unwrap_err().to_string().contains(".ttl (turtle)"), "{name}");
        }
    }

    #[test]
    fn a_profile_that_a_format_cannot_carry_is_refused() {
        let turtle = by_name("turtle").unwrap();
        assert_eq!(profile(turtle, None).unwrap(), Provenance::Claim);
        assert_eq!(
            profile(turtle, Some(Provenance::Graph)).unwrap_err().to_string(),
            "turtle cannot carry the provenance profile 'graph'\n\
             hint: 'graph' goes with nquads, trig, jsonld; turtle goes with claim, rdf12, none"
        );
        assert!(profile(by_name("jsonld").unwrap(), Some(Provenance::Rdf12)).is_err());
    }

    #[test]
    fn only_formats_with_named_graphs_carry_the_profile_graph() {
        for format in FORMATS {
            assert_eq!(format.has_named_graphs, format.provenance.contains(&Provenance::Graph), "{}", format.name);
        }
    }
}
