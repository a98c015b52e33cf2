//! The command line: one file a subcommand.
//!
//! Takes arguments, gives an exit status: 0 done, 1 done but some input failed, 2 wrong usage or schema. Standard
//! output carries data only, standard error all talk. Must never do the work of a stage. To add a subcommand: one
//! file here, one variant of `Command`, one arm in `run`.

mod annotate;
mod completions;
mod diff;
mod explain;
mod export;
mod extract;
mod given;
mod graphs;
mod graphviz;
mod load;
mod memory;
mod names;
mod output;
mod query;
mod relations;
mod select;
mod serve;
mod stats;
mod talk;
mod validate;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::{Error, Result};
use crate::pipeline::{Languages, Pipeline};
use crate::schema::{self, Relation};
use talk::{ColorChoice, Talk};

/// Turns press, news and blog articles into a knowledge graph of companies, projects and events.
#[derive(Debug, Parser)]
#[command(name = "pressgraph", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph export seeds -o graph.ttl
  pressgraph extract seeds -o articles.jsonl
  pressgraph explain Linaro seeds

Exit status: 0 done; 1 done, but some input failed; 2 wrong usage or schema.";

/// Options of every subcommand.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
struct Global {
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell of every input and of the whole run
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Color messages: auto (on a terminal, unless NO_COLOR is set), always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    color: ColorChoice,
    /// Number of worker threads; one a core unless given
    #[arg(long, global = true, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Work on articles of every language; those not in English are skipped otherwise
    #[arg(long, global = true)]
    any_language: bool,
    /// Find facts with the relation files of a folder too
    ///
    /// Every *.toml in DIR states a relation, with a known predicate or one of its own; one with the name of a file
    /// that the program brings stands in its place. 'pressgraph relations' lists them all.
    #[arg(long, global = true, value_name = "DIR")]
    relations: Option<PathBuf>,
    /// Find facts with the patterns of relation files alone, not with what was learned from marked articles
    ///
    /// Learned facts bear a rule such as 'learned/uses'; 'pressgraph extract --trace' shows what weighed for them.
    #[arg(long, global = true)]
    patterns_only: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Arguments),
    Export(export::Arguments),
    Explain(explain::Arguments),
    Stats(stats::Arguments),
    Diff(diff::Arguments),
    Annotate(annotate::Arguments),
    Relations(relations::Arguments),
    Validate(validate::Arguments),
    Load(load::Arguments),
    Query(query::Arguments),
    Serve(serve::Arguments),
    Completions(completions::Arguments),
}

/// The articles that a subcommand reads.
#[derive(Debug, clap::Args)]
struct Inputs {
    /// Articles: files, folders, or '-' for standard input
    ///
    /// Markdown with or without front matter, plain text, HTML, JSON and JSONL of articles, and parsed articles as
    /// 'pressgraph extract' writes them. The shape is told by the content, not by the name.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
}

/// What the run has for its subcommand.
struct Run {
    pipeline: Pipeline,
    talk: Talk,
    /// The relations that the pipeline works with.
    relations: Vec<Relation>,
}

/// Runs the program on the arguments of the process.
pub fn run() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let talk = Talk::new(cli.global.quiet, cli.global.verbose, cli.global.color);
    let languages = if cli.global.any_language { Languages::Any } else { Languages::English };
    let mut run = match start(&cli) {
        Ok((pipeline, relations)) => Run { pipeline: pipeline.with_languages(languages), talk, relations },
        Err(error) => return status(talk, Err(error)),
    };
    let result = match cli.command {
        Command::Extract(arguments) => extract::run(&arguments, &mut run),
        Command::Export(arguments) => export::run(&arguments, &mut run),
        Command::Explain(arguments) => explain::run(&arguments, &mut run),
        Command::Stats(arguments) => stats::run(&arguments, &mut run),
        Command::Diff(arguments) => diff::run(&arguments, &mut run),
        Command::Annotate(arguments) => annotate::run(&arguments, &mut run),
        Command::Relations(arguments) => relations::run(&arguments, &mut run),
        Command::Validate(arguments) => validate::run(&arguments, &mut run),
        Command::Load(arguments) => load::run(&arguments, &mut run),
        Command::Query(arguments) => query::run(&arguments, &mut run),
        Command::Serve(arguments) => serve::run(&arguments, &mut run),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    status(run.talk, result)
}

/// The pipeline and its relations.
fn start(cli: &Cli) -> Result<(Pipeline, Vec<Relation>)> {
    let folder = match &cli.command {
        Command::Relations(relations::Arguments { check: Some(folder), .. }) => Some(folder),
        _ => cli.global.relations.as_ref(),
    };
    let pipeline = Pipeline::new(cli.global.jobs)?;
    let (pipeline, relations) = match folder {
        Some(folder) => {
            let relations = schema::relations_with(folder)?;
            (pipeline.with_relations(&relations), relations)
        }
        None => (pipeline, schema::relations()?.to_vec()),
    };
    Ok((if cli.global.patterns_only { pipeline.with_patterns_only() } else { pipeline }, relations))
}

/// Says what ended the run and gives the exit status. Whoever reads our output may stop reading at any time.
fn status(mut talk: Talk, result: Result<()>) -> ExitCode {
    match result {
        Err(Error::Write { cause, .. }) if cause.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            talk.error(&error);
            ExitCode::from(if error.is_usage() { 2 } else { 1 })
        }
        Ok(()) => ExitCode::from(u8::from(talk.finish())),
    }
}
