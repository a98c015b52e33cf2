//! `pressgraph annotate`: the words of articles with their tags, trees, names and entities.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use super::output::{Output, json_line};
use super::talk::terminal_safe;
use super::{Inputs, Run};
use crate::error::Result;
use crate::export::conllu;
use crate::model::AnalysedArticle;
use crate::pipeline::Reading;

/// Show sentences, words, tags, trees, names and entities of articles
///
/// Tells why something was found or was not. CoNLL-U has one word a line and carries in its last column the place of
/// the word (Start, End: bytes of the article's text), the name that the model sees (Name) and the entity that is
/// mentioned (Mention, Entity). JSON has one article a line. docs/annotate.md describes both.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "conllu")]
    to: Form,
    /// Take each INPUT as one text as it stands: no front matter, markup or boilerplate, no entities
    #[arg(long)]
    plain: bool,
    /// Write to FILE, which appears whole or not at all; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    /// One word a line, in ten columns
    Conllu,
    /// One article a line
    Json,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph annotate seeds/alibaba-joins-linaro.md
  pressgraph annotate seeds --to json -o words.jsonl
  pressgraph annotate --plain - < seeds/linaro-connect-asia.txt";

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let path = arguments.output.as_deref();
    let is_shown = path.is_none() && std::io::stdout().is_terminal();
    let mut output = Output::open(path)?;
    let form = arguments.to;
    let written = |article: AnalysedArticle| match form {
        Form::Conllu => Ok(conllu::text(&article)),
        Form::Json => json_line(&article),
    };
    let reading = if arguments.plain { Reading::Plain } else { Reading::Articles };
    let mut articles = 0;
    run.pipeline.analyse(
        &arguments.inputs.inputs,
        reading,
        &mut run.talk,
        written,
        |text: serde_json::Result<String>| {
            articles += 1;
            let text = text.map_err(|cause| output.error(cause.into()))?;
            let shown = if is_shown { on_terminal(&text) } else { text };
            output.write_all(shown.as_bytes()).map_err(|cause| output.error(cause))
        },
    )?;
    if run.talk.has_nothing(articles) { Ok(()) } else { output.finish() }
}

/// A text without what a terminal would obey, its columns kept.
fn on_terminal(text: &str) -> String {
    text.split('\t').map(terminal_safe).collect::<Vec<_>>().join("\t")
}
