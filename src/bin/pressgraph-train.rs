//! Trains the language models: `pressgraph-train DATA_DIR MODELS_DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use pressgraph::annotate::language::train::{Training, run};

/// Trains the language models and prints what they are worth.
#[derive(Parser)]
struct Arguments {
    /// Folder with treebank/, ner/ and gazetteer/
    data: PathBuf,
    /// Folder that the weight file is written to
    models: PathBuf,
    /// Parts to train (lists, tag, parse, names); the others are kept
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Rounds over the corpora, fewer for a quick look
    #[arg(long)]
    rounds: Option<usize>,
    /// Leave the dev parts out, so that figures on them mean something
    #[arg(long)]
    hold_out: bool,
    /// Measure on the test parts: for finished weights, never to choose by
    #[arg(long)]
    test: bool,
    /// Folder in which what the parts need of each other is kept
    #[arg(long)]
    cache: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Arguments { data, models, only, rounds, hold_out, test, cache } = Arguments::parse();
    match run(&Training { data, models, only, rounds, hold_out, test, cache }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pressgraph-train: {error}");
            ExitCode::from(2)
        }
    }
}
