//! `pressgraph validate`: whether a graph keeps to the shapes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Run;
use super::output::Output;
use super::talk::terminal_safe;
use crate::error::{Error, Result};
use crate::pipeline::Observer;
use crate::schema;
use crate::validate::{Data, Shapes};

/// Hold graphs against the shapes that every export keeps to
///
/// Names each node that breaks a rule, with the property, the value and the rule, and exits 1 where there is one. The
/// shapes are SHACL: those of schema/shapes.ttl, or your own.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// RDF files; the extension tells the format: .nt, .nq, .ttl, .trig, .rdf, .jsonld
    #[arg(value_name = "GRAPH", required = true)]
    graphs: Vec<PathBuf>,
    /// Shapes in Turtle, instead of our own
    #[arg(long, value_name = "FILE")]
    shapes: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph validate graph.ttl
  pressgraph validate graph.nq graph.jsonld
  pressgraph validate graph.ttl --shapes shapes.ttl";

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let shapes = match &arguments.shapes {
        Some(path) => Shapes::parse(&path.display().to_string(), &read(path)?)?,
        None => Shapes::of_the_project()?,
    };
    let defined = schema::defined_predicates();
    let shapes = shapes.with_predicates(defined.iter().filter_map(|predicate| predicate.term).map(|term| term.iri));
    let mut output = Output::open(None)?;
    for path in &arguments.graphs {
        match told(path, &shapes) {
            Ok((lines, is_sound)) => {
                output.write_all(terminal_safe(&lines).as_bytes()).map_err(|cause| output.error(cause))?;
                if !is_sound {
                    run.talk.fail();
                }
            }
            Err(error) if error.is_usage() => return Err(error),
            Err(error) => run.talk.failed(&error),
        }
    }
    output.finish()
}

/// A line a violation, or one that says there is none.
fn told(path: &Path, shapes: &Shapes) -> Result<(String, bool)> {
    let name = path.display().to_string();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let data = Data::read(&name, extension, &read(path)?)?;
    let violations = shapes.violations(&data);
    if violations.is_empty() {
        return Ok((format!("{name}: conforms ({} triples)\n", data.len()), true));
    }
    Ok((violations.iter().map(|violation| format!("{name}: {violation}\n")).collect(), false))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })
}
