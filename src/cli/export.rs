//! `pressgraph export`: articles in, the knowledge graph out.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::output::Output;
use super::{Inputs, Run, extract};
use crate::error::{Error, Result};
use crate::export::{self, ExportOptions, FORMATS, Format, Provenance};
use crate::graph;
use crate::resolve::ResolveOptions;
use crate::schema::vocabulary::DEFAULT_BASE;

/// Write the knowledge graph of articles in an RDF format, as a picture, or as parsed articles
///
/// The graph is the same whatever the order of the inputs; an article given twice changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Format; taken from the extension of FILE unless given
    #[arg(long, value_name = "FORMAT", value_parser = target_parser())]
    to: Option<Target>,
    /// Write to FILE, which appears whole or not at all; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How facts lead to their sentences; each format has a profile of its own unless given
    #[arg(long, value_name = "PROFILE", value_parser = provenance_parser())]
    provenance: Option<Provenance>,
    /// Namespace of the IRIs of articles, sentences, entities and claims
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph export seeds -o graph.ttl
  pressgraph export seeds --to nquads
  pressgraph export seeds -o graph.dot";

/// What to write.
#[derive(Debug, Clone, Copy)]
enum Target {
    /// The graph.
    Graph(&'static Format),
    /// The parsed articles, before they become a graph.
    Articles,
}

/// Name and extension of the parsed articles.
const ARTICLES: &str = "jsonl";

fn target_parser() -> impl TypedValueParser<Value = Target> {
    let graphs = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.summary));
    let articles = PossibleValue::new(ARTICLES).help("Parsed articles, one JSON object a line");
    PossibleValuesParser::new(graphs.chain([articles]))
        .map(|name| export::by_name(&name).map_or(Target::Articles, Target::Graph))
}

fn provenance_parser() -> impl TypedValueParser<Value = Provenance> {
    PossibleValuesParser::new(Provenance::ALL.map(Provenance::name))
        .try_map(|name| Provenance::ALL.into_iter().find(|profile| profile.name() == name).ok_or("an unknown profile"))
}

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let path = arguments.output.as_deref();
    let format = match arguments.to.map_or_else(|| by_extension(path), Ok)? {
        Target::Articles => return extract::write_articles(&arguments.inputs, path, run),
        Target::Graph(format) => format,
    };
    let options = ExportOptions { base: arguments.base.clone(), provenance: arguments.provenance };
    let mut output = Output::open(path)?;
    let (resolution, articles) =
        run.pipeline.resolve(&arguments.inputs.inputs, ResolveOptions::default(), &mut run.talk)?;
    if run.talk.has_nothing(articles) {
        return Ok(());
    }
    export::write(format, &graph::build(&resolution), &options, &mut output)?;
    output.finish()
}

/// The format that the output's name stands for.
fn by_extension(path: Option<&Path>) -> Result<Target> {
    let extension = path.and_then(Path::extension).and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    if extension.as_deref() == Some(ARTICLES) {
        return Ok(Target::Articles);
    }
    extension.as_deref().and_then(export::by_extension).map(Target::Graph).ok_or_else(|| {
        let what = match path {
            Some(path) => format!("{}: the extension names no format", path.display()),
            None => "no format is given".to_owned(),
        };
        Error::Usage { what, hint: format!("give one with --to: {}", names()) }
    })
}

fn names() -> String {
    FORMATS.iter().map(|format| format.name).chain([ARTICLES]).collect::<Vec<_>>().join(", ")
}
