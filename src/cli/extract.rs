//! `pressgraph extract`: articles in, parsed articles out, one JSON object a line.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Run;
use super::output::{Output, json_line};
use crate::error::Result;

/// Take entities and facts from articles, as JSON lines
///
/// Writes one parsed article a line: its text, its entities with their mentions, and its facts, each with the sentence
/// that states it. Every other subcommand reads that form back, whoever wrote it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Articles: files, folders, or '-' for standard input
    ///
    /// Markdown with or without front matter, plain text, HTML, JSON and JSONL of articles, and parsed articles as
    /// 'pressgraph extract' writes them. The shape is told by the content, not by the name.
    #[arg(value_name = "INPUT", required_unless_present = "trace")]
    inputs: Vec<PathBuf>,
    /// Write to FILE, which appears whole or not at all; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Instead of reading articles, tell what the rules make of a sentence: its words, its clauses, each rule that
    /// matched, and why others did not
    #[arg(long, value_name = "SENTENCE", conflicts_with_all = ["inputs", "output"])]
    trace: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph extract seeds -o articles.jsonl
  pressgraph extract - < seeds/alibaba-joins-linaro.md
  pressgraph extract --trace 'Acme Corp. has joined the Linux Foundation.'";

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    if let Some(sentence) = &arguments.trace {
        let mut output = Output::open(None)?;
        let text = run.pipeline.trace(sentence)?;
        output.write_all(text.as_bytes()).map_err(|cause| output.error(cause))?;
        return output.finish();
    }
    write_articles(&arguments.inputs, arguments.output.as_deref(), run)
}

/// Writes the parsed articles as they come; no more than one chunk of them is in memory.
pub(super) fn write_articles(inputs: &[PathBuf], path: Option<&Path>, run: &mut Run) -> Result<()> {
    let mut output = Output::open(path)?;
    let to_line = |article| json_line(&article);
    let mut articles = 0;
    run.pipeline.for_each(inputs, &mut run.talk, to_line, |line: serde_json::Result<String>| {
        articles += 1;
        let written = line.map_err(std::io::Error::from).and_then(|line| output.write_all(line.as_bytes()));
        written.map_err(|cause| output.error(cause))
    })?;
    if run.talk.has_nothing(articles) { Ok(()) } else { output.finish() }
}
