//! `pressgraph relations`: which relations there are, and whether their own sentences hold.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::Run;
use super::output::Output;
use super::talk::terminal_safe;
use crate::error::Result;
use crate::model::EntityType;
use crate::rdf::property_iris;
use crate::schema::Relation;

/// List the relations that facts are found by, or check their files
///
/// Each relation with its predicate, what that may relate, the properties that say it in RDF, its patterns and the file
/// that states it. With --relations DIR, those of DIR too.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "table")]
    to: Form,
    /// Run the sentences of the relation files of DIR: those that must give facts, and those that must not. Exits 1
    /// where one fails
    #[arg(long, value_name = "DIR", conflicts_with_all = ["to", "relations"])]
    pub(super) check: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// A line a relation
    Table,
    /// One array, sorted by name
    Json,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph relations
  pressgraph relations --to json
  pressgraph relations --check relations";

/// A relation as JSON shows it.
#[derive(Serialize)]
struct Row<'r> {
    name: &'r str,
    predicate: &'r str,
    label: &'r str,
    iris: Vec<&'static str>,
    subjects: &'r [EntityType],
    /// Types, or `"date"`.
    objects: serde_json::Value,
    symmetric: bool,
    patterns: usize,
    accepts: usize,
    rejects: usize,
    /// The user's file; null for one that the program brings.
    file: Option<&'r str>,
}

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let text = match (&arguments.check, arguments.to) {
        (Some(_), _) => check(run),
        (None, Form::Table) => table(&run.relations),
        (None, Form::Json) => {
            let rows: Vec<Row<'_>> = run.relations.iter().map(row).collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
        }
    };
    let mut output = Output::open(None)?;
    output.write_all(terminal_safe(&text).as_bytes()).map_err(|cause| output.error(cause))?;
    output.finish()
}

/// Runs the sentences of the user's files; a line for each that fails, and one that sums up.
fn check(run: &mut Run) -> String {
    let own = || run.relations.iter().filter(|relation| relation.file.is_some());
    let mut lines = Vec::new();
    for relation in own() {
        lines.extend(run.pipeline.check(relation).iter().map(ToString::to_string));
    }
    let sentences: usize = own().map(|relation| relation.accepts.len() + relation.rejects.len()).sum();
    let (files, failed) = (own().count(), lines.len());
    lines.push(format!("{files} relation files, {sentences} sentences, {failed} failed"));
    if failed > 0 {
        run.talk.fail();
    }
    lines.join("\n") + "\n"
}

fn row(relation: &Relation) -> Row<'_> {
    let predicate = relation.predicate;
    let objects = match predicate.is_dated() {
        true => "date".into(),
        false => predicate.objects.iter().map(|kind| kind.as_str()).collect(),
    };
    Row {
        name: &relation.name,
        predicate: predicate.name,
        label: predicate.phrase,
        iris: property_iris(predicate),
        subjects: predicate.subjects,
        objects,
        symmetric: predicate.is_symmetric,
        patterns: relation.patterns.len(),
        accepts: relation.accepts.len(),
        rejects: relation.rejects.len(),
        file: relation.file.as_deref(),
    }
}

fn table(relations: &[Relation]) -> String {
    let types = |types: &[EntityType]| types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(",");
    let head = ["relation", "predicate", "subject", "object", "patterns", "from", "iri"].map(str::to_owned);
    let rows = relations.iter().map(|relation| {
        let predicate = relation.predicate;
        let arrow = if predicate.is_symmetric { " (both ways)" } else { "" };
        [
            relation.name.clone(),
            predicate.name.to_owned(),
            types(predicate.subjects),
            if predicate.is_dated() { "date".to_owned() } else { types(predicate.objects) + arrow },
            relation.patterns.len().to_string(),
            relation.file.clone().unwrap_or_else(|| "built in".to_owned()),
            property_iris(predicate).join(" "),
        ]
    });
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}  "));
        cells.collect::<String>() + &row[6] + "\n"
    };
    rows.iter().map(line).collect()
}
