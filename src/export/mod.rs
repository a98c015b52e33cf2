//! Stage 7: formats.
//!
//! Takes a [`KnowledgeGraph`], writes bytes. Must never lose data in silence: a format
//! that cannot carry a profile or a term refuses with a hint. To add a format: one file here and one line in
//! [`FORMATS`]; `--help`, the error for an unknown format and the completions come from that
//! table.

pub mod conllu;
mod dot;
mod jsonld;
mod lines;
mod order;
mod rdfxml;
mod terse;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use oxrdf::Quad;

use crate::error::{Error, Result};
use crate::graph::KnowledgeGraph;
use crate::rdf::{self, Base, Provenance, RdfOptions};

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
}

/// How a format is written.
#[derive(Debug, Clone, Copy)]
pub enum Writer {
    /// From sorted quads.
    Quads(fn(&[Quad], &ExportOptions, &mut dyn Write) -> Result<()>),
    /// From the graph.
    Graph(fn(&KnowledgeGraph, &ExportOptions, &mut dyn Write) -> Result<()>),
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
}

/// Every format, in the order in which they are listed.
pub const FORMATS: [Format; 8] = {
    use Provenance::{Claim, Graph, None, Rdf12};
    [
        Format {
            name: "ntriples",
            extensions: &["nt"],
            media_type: "application/n-triples",
            about: "RDF, one triple a line, sorted",
            has_named_graphs: false,
            provenance: &[Claim, Rdf12, None],
            writer: Writer::Quads(lines::write),
        },
        Format {
            name: "nquads",
            extensions: &["nq"],
            media_type: "application/n-quads",
            about: "RDF, one quad a line, sorted; each fact in the graph of its sentence",
            has_named_graphs: true,
            provenance: &[Graph, Claim, Rdf12, None],
            writer: Writer::Quads(lines::write),
        },
        Format {
            name: "turtle",
            extensions: &["ttl"],
            media_type: "text/turtle",
            about: "RDF for people to read, grouped by subject",
            has_named_graphs: false,
            provenance: &[Claim, Rdf12, None],
            writer: Writer::Quads(terse::write_turtle),
        },
        Format {
            name: "trig",
            extensions: &["trig"],
            media_type: "application/trig",
            about: "Turtle with named graphs; each fact in the graph of its sentence",
            has_named_graphs: true,
            provenance: &[Graph, Claim, Rdf12, None],
            writer: Writer::Quads(terse::write_trig),
        },
        Format {
            name: "rdfxml",
            extensions: &["rdf", "xml"],
            media_type: "application/rdf+xml",
            about: "RDF as XML",
            has_named_graphs: false,
            provenance: &[Claim, None],
            writer: Writer::Quads(rdfxml::write),
        },
        Format {
            name: "jsonld",
            extensions: &["jsonld"],
            media_type: "application/ld+json",
            about: "RDF as compact JSON, with its context inside",
            has_named_graphs: true,
            provenance: &[Claim, Graph, None],
            writer: Writer::Quads(jsonld::write),
        },
        Format {
            name: "dot",
            extensions: &["dot", "gv"],
            media_type: "text/vnd.graphviz",
            about: "a picture for Graphviz: dot -Tsvg graph.dot -o graph.svg",
            has_named_graphs: false,
            provenance: &[None],
            writer: Writer::Graph(dot::write),
        },
        Format {
            name: "jsonl",
            extensions: &["jsonl", "ndjson"],
            media_type: "application/jsonl",
            about: "parsed articles, one a line, before they are merged",
            has_named_graphs: false,
            provenance: &[],
            writer: Writer::Articles,
        },
    ]
};

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

/// The format whose files end so.
///
/// # Errors
/// [`Error::Usage`] with all extensions where there is none.
pub fn by_extension(extension: &str) -> Result<&'static Format> {
    find_extension(extension).ok_or_else(|| {
        let known: Vec<String> =
            FORMATS.iter().map(|f| format!(".{} ({})", f.extensions.join(", ."), f.name)).collect();
        Error::Usage {
            what: format!("no format has the extension '{}'", extension.escape_debug()),
            hint: format!("name the format with --to, or use one of {}", known.join(", ")),
        }
    })
}

fn find_extension(extension: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
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
        Writer::Quads(writer) => {
            let rdf_options = RdfOptions { base: options.base.clone(), provenance, owl_same_as: options.owl_same_as };
            writer(&rdf::quads(graph, &rdf_options), options, &mut out)?;
        }
        Writer::Graph(writer) => writer(graph, options, &mut out)?,
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
        assert_eq!(names.len(), all - 4, "only dot, trig, jsonld and jsonl are called as they end");
    }

    #[test]
    fn a_format_is_found_by_name_and_by_extension() {
        assert_eq!(by_name("turtle").unwrap().name, "turtle");
        assert_eq!(by_name("ttl").unwrap().name, "turtle");
        assert_eq!(by_extension("GV").unwrap().name, "dot");
        let message = by_name("rdf/xml").unwrap_err().to_string();
        let expected =
            "unknown format 'rdf/xml'\nhint: known formats: ntriples, nquads, turtle, trig, rdfxml, jsonld, dot, jsonl";
        assert_eq!(message, expected);
        assert!(by_extension("doc").unwrap_err().to_string().contains(".ttl (turtle)"));
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
