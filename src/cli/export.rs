//! `pressgraph export`: articles in, the knowledge graph out.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::output::Output;
use super::{Inputs, Run, extract};
use crate::error::{Error, Result};
use crate::export::{self, ExportOptions, FORMATS, Format, Writer};
use crate::graph;
use crate::rdf::Provenance;
use crate::resolve::ResolveOptions;
use crate::schema::vocabulary::DEFAULT_BASE;

/// Write the knowledge graph of articles as RDF, JSON-LD or a picture
///
/// The graph is the same whatever the order of the inputs; an article given twice changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Format; taken from the extension of FILE unless given
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    to: Option<&'static Format>,
    /// Write to FILE, which appears whole or not at all; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How facts lead to their sentences; each format has a profile of its own unless given
    #[arg(long, value_name = "PROFILE", value_parser = provenance_parser())]
    provenance: Option<Provenance>,
    /// Namespace of the IRIs of articles, sentences, entities and claims
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
    /// Give what an outside base calls the same thing also as owl:sameAs, for reasoners
    #[arg(long)]
    owl_same_as: bool,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph export seeds -o graph.ttl
  pressgraph export seeds --to nquads
  pressgraph export seeds -o graph.dot";

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let values = FORMATS.map(|format| PossibleValue::new(format.name).aliases(format.extensions).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| export::by_name(&name))
}

fn provenance_parser() -> impl TypedValueParser<Value = Provenance> {
    let about = |profile| match profile {
        Provenance::Graph => "Each fact in the graph that its sentence names",
        Provenance::Claim => "Plain triples, and claims that lead to the sentences",
        Provenance::Rdf12 => "Plain triples, and claims that reify them as RDF 1.2 has it",
        Provenance::None => "Plain triples alone",
    };
    PossibleValuesParser::new(Provenance::ALL.map(|profile| PossibleValue::new(profile.as_str()).help(about(profile))))
        .try_map(|name| name.parse::<Provenance>())
}

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let path = arguments.output.as_deref();
    let format = arguments.to.map_or_else(|| by_extension(path), Ok)?;
    if matches!(format.writer, Writer::Articles) {
        return extract::write_articles(&arguments.inputs.inputs, path, run);
    }
    export::profile(format, arguments.provenance)?;
    let options = ExportOptions {
        base: arguments.base.parse()?,
        provenance: arguments.provenance,
        owl_same_as: arguments.owl_same_as,
    };
    let mut output = Output::open(path)?;
    let (resolution, articles) =
        run.pipeline.resolve(&arguments.inputs.inputs, ResolveOptions::default(), &mut run.talk)?;
    if run.talk.has_nothing(articles) {
        return Ok(());
    }
    let graph = graph::build(&resolution);
    drop(resolution);
    export::write(format, &graph, &options, &mut output).map_err(|error| match error {
        Error::Write { cause, .. } => output.error(cause),
        other => other,
    })?;
    output.finish()
}

/// The format that the output's name stands for.
fn by_extension(path: Option<&Path>) -> Result<&'static Format> {
    let extension = path.and_then(Path::extension).and_then(|extension| extension.to_str());
    extension.map_or_else(
        || {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
            let what = match path {
                Some(path) => format!("{}: the name has no extension that tells the format", path.display()),
                None => "the format is not given".to_owned(),
            };
            Err(Error::Usage { what, hint: format!("name it with --to: {}", names.join(", ")) })
        },
        export::by_extension,
    )
}
