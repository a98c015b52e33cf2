//! `pressgraph diff`: what the graph of one set of articles says and that of another does not.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::output::Output;
use super::talk::terminal_safe;
use super::{Run, given};
use crate::diff::{Change, Difference, Said, differences};
use crate::error::{Error, Result};
use crate::export::{self, ExportOptions};
use crate::graph;
use crate::rdf::{Base, Provenance};
use crate::resolve::ResolveOptions;
use crate::schema::vocabulary::DEFAULT_BASE;
use crate::validate::{Data, READABLE};

/// Show which facts two graphs do not share, by entity
///
/// OLD and NEW are articles, folders of articles, parsed articles, or graphs as 'pressgraph export' writes them: .nt, .nq,
/// .ttl, .trig, .rdf, .jsonld. Entities are compared by their IRIs: names, facts and what happened; where these are known
/// from is not compared. '-' stands before what OLD alone says, '+' before what NEW alone says.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What to compare with
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// What is compared
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    to: Form,
    /// Write to FILE, which appears whole or not at all; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Namespace of the IRIs of articles that are compared with a graph
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: Base,
    #[command(flatten)]
    given: given::Files,
}

/// How differences are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Lines for people.
    Text,
    /// One JSON array.
    Json,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph diff seeds/alibaba-joins-linaro.md seeds
  pressgraph diff graph.nq seeds
  pressgraph diff graph.nq graph.ttl --to json

Exit status: 0 the same; 1 different; 2 an input cannot be read, or wrong usage.";

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    run.pipeline.set_given(arguments.given.read()?);
    let mut output = Output::open(arguments.output.as_deref())?;
    let old = read(&arguments.old, &arguments.base, run)?;
    let new = read(&arguments.new, &arguments.base, run)?;
    let differences = differences(&old, &new);
    let text = match arguments.to {
        Form::Text => terminal_safe(&differences.iter().map(told).collect::<String>()),
        Form::Json => serde_json::to_string_pretty(&differences)
            .map(|json| json + "\n")
            .map_err(|cause| output.error(cause.into()))?,
    };
    output.write_all(text.as_bytes()).map_err(|cause| output.error(cause))?;
    output.finish()?;
    if !differences.is_empty() {
        run.talk.differs();
    }
    Ok(())
}

/// A graph as it was written, or that of articles.
fn read(path: &Path, base: &Base, run: &mut Run) -> Result<Data> {
    let name = path.display().to_string();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    if READABLE.contains(&extension.as_str()) && !path.is_dir() {
        let bytes = std::fs::read(path).map_err(|cause| unreadable(&Error::Read { path: path.to_owned(), cause }))?;
        return Data::read(&name, &extension, &bytes).map_err(|error| unreadable(&error));
    }
    let paths = [path.to_owned()];
    let (resolution, _) = run.pipeline.resolve(&paths, ResolveOptions::default(), &mut run.talk)?;
    if run.talk.has_failures() {
        return Err(Error::Usage {
            what: format!("{name}: not all of it could be read, so that it cannot be compared"),
            hint: "correct what is named above, or leave it out".to_owned(),
        });
    }
    let options = ExportOptions { base: base.clone(), provenance: Some(Provenance::None), ..ExportOptions::default() };
    let mut triples = Vec::new();
    export::write(export::by_name("ntriples")?, &graph::build(&resolution), &options, &mut triples)?;
    Data::read(&name, "nt", &triples)
}

/// What ends a comparison is wrong usage: its status must not look like a difference.
fn unreadable(error: &Error) -> Error {
    let told = error.to_string();
    let (what, hint) = told.split_once("\nhint: ").unwrap_or((&told, "give articles or a graph"));
    Error::Usage { what: what.to_owned(), hint: hint.to_owned() }
}

/// An entity, then what differs.
fn told(difference: &Difference) -> String {
    let sign = match difference.change {
        Change::Added => "+ ",
        Change::Removed => "- ",
        Change::Changed => "",
    };
    let types = difference.types.join(", ");
    let types = if types.is_empty() { types } else { format!(" ({types})") };
    let mut lines = format!("{sign}{}{types}\n  {}\n", one_line(&difference.name), difference.iri);
    for (sign, said) in [('-', &difference.removed), ('+', &difference.added)] {
        for Said { property, value, .. } in said {
            lines.push_str(&format!("  {sign} {property} {}\n", one_line(value)));
        }
    }
    lines.push('\n');
    lines
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).collect::<Vec<_>>().join(" ")
}
