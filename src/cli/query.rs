//! `pressgraph query`: questions to articles and graphs, in SPARQL.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Run;
use super::graphs::{Articles, Asked, Graphs};
use super::output::Output;
use crate::error::{Error, Result};
use crate::query::{
    ANSWER_FORMATS, AnswerFormat, Limits, Question, Ready, Values, answer, explain, on_deep_stack, parse_value, ready,
    write_answer,
};

/// Ask articles or graphs a question, in SPARQL 1.1 or by the name of a ready one
///
/// The last argument is the query, or '@NAME' for a ready question; those before it are articles and RDF files, told apart
/// by the extension (.nt, .nq, .ttl, .trig, .rdf, .xml, .jsonld are RDF). The default graph is the union of all graphs, each
/// triple once; GRAPH asks the named ones. The prefixes of the vocabulary need no PREFIX. Nothing is ever changed or fetched.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Articles, folders, RDF files, '-' for articles on standard input; then the query or @NAME, unless --file gives it
    #[arg(value_name = "INPUT... QUERY", required_unless_present_any = ["list", "show", "store"])]
    arguments: Vec<String>,
    /// Read the query from FILE; '-' for standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Give a variable of the query, or a parameter of a ready one, a value: plain text, <IRI>, or a literal as Turtle
    /// writes it in double quotes
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Format of the answer: rows as a table and triples as Turtle unless given, or as the extension of FILE says
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    to: Option<&'static AnswerFormat>,
    /// Write to FILE, which appears whole or not at all; standard output unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Cut the query after this time
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Tell the steps of the engine, with the number of their results, instead of the answer
    #[arg(long, conflicts_with_all = ["to", "output"])]
    explain: bool,
    #[command(flatten)]
    articles: Articles,
    /// Ask the store in this folder instead of inputs; 'pressgraph load --store DIR' makes one
    ///
    /// The default graph is the union of all graphs here too, but a triple of two graphs is met twice. Needs a program that
    /// was built with '--features store'.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["merges", "gazetteer"])]
    store: Option<PathBuf>,
    /// List the ready questions with their parameters
    #[arg(long, exclusive = true)]
    list: bool,
    /// Show the text of a ready question, to run it elsewhere
    #[arg(long, value_name = "@NAME", exclusive = true)]
    show: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph query seeds @timeline --set entity=Linaro
  pressgraph query seeds 'SELECT ?name { ?c a schema:Corporation ; rdfs:label ?name }' --to csv
  pressgraph query graph.ttl 'CONSTRUCT WHERE { ?s schema:memberOf ?o }'";

fn format_parser() -> impl TypedValueParser<Value = &'static AnswerFormat> {
    let values = ANSWER_FORMATS.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| AnswerFormat::by_name(&name).ok_or("unknown format"))
}

/// A span of time in seconds, more than none.
pub(super) fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "give a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(number) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("give a number of seconds above 0".to_owned()),
    }
}

/// Parses and asks on a deep stack: queries are nested as their writers please.
pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    on_deep_stack(|| ask(arguments, run))
}

fn ask(arguments: &Arguments, run: &mut Run) -> Result<()> {
    if arguments.list {
        return print(&list());
    }
    if let Some(name) = &arguments.show {
        let question = Ready::by_name(name.trim_start_matches('@'))?;
        return print(&question.text(&Values::new())?);
    }
    let (inputs, question) = arguments.question()?;
    let format = arguments.format()?;
    let graphs = Graphs { inputs: &inputs, store: arguments.store.as_deref(), articles: &arguments.articles };
    let Some(Asked { store, default_graph, .. }) = &graphs.open(run)? else { return Ok(()) };
    let limits = Limits { time: arguments.timeout, results: None };
    if arguments.explain {
        return print(&explain(store, &question, *default_graph, limits)?);
    }
    let answer = answer(store, &question, *default_graph, limits)?;
    let mut output = Output::open(arguments.output.as_deref())?;
    write_answer(&answer, format.unwrap_or_else(|| AnswerFormat::usual(&answer)), &mut output).map_err(|error| {
        match error {
            Error::Write { cause, .. } => output.error(cause),
            other => other,
        }
    })?;
    output.finish()
}

fn print(text: &str) -> Result<()> {
    let mut output = Output::open(None)?;
    output.write_all(text.as_bytes()).map_err(|cause| output.error(cause))?;
    output.finish()
}

fn list() -> String {
    let mut text = String::new();
    for one in ready() {
        text.push_str(&format!("@{}\n    {}\n", one.name, one.about));
        for (name, what) in &one.parameters {
            text.push_str(&format!("    --set {name}=...  {what}\n"));
        }
    }
    text
}

impl Arguments {
    /// The inputs, and the query with its values.
    fn question(&self) -> Result<(Vec<PathBuf>, Question)> {
        let values = self.values()?;
        if let Some(path) = &self.file {
            let (name, text) = query_file(path)?;
            return Ok((self.paths(&self.arguments)?, Question::parse(&name, &text)?.with_values(&values)?));
        }
        let Some((query, inputs)) = self.arguments.split_last() else { return Err(no_query()) };
        if !query.starts_with('@') && Path::new(query).exists() {
            return Err(no_query());
        }
        let inputs = self.paths(inputs)?;
        let (name, text) = match query.strip_prefix('@') {
            Some(name) => (query.as_str(), Ready::by_name(name)?.text(&values)?),
            None => ("query", query.clone()),
        };
        Ok((inputs, Question::parse(name, &text)?.with_values(&values)?))
    }

    fn paths(&self, inputs: &[String]) -> Result<Vec<PathBuf>> {
        let refuse = |what: &str, hint: &str| Err(Error::Usage { what: what.to_owned(), hint: hint.to_owned() });
        if inputs.is_empty() && self.store.is_none() {
            return refuse(
                "there is a query, but nothing to ask",
                "name articles or RDF files before the query: pressgraph query INPUT... QUERY",
            );
        }
        if !inputs.is_empty() && self.store.is_some() {
            return refuse(
                "a store is asked alone, without other inputs",
                "load them into it: pressgraph load INPUT... --store DIR",
            );
        }
        Ok(inputs.iter().map(PathBuf::from).collect())
    }

    fn values(&self) -> Result<Values> {
        let mut values = Values::new();
        for text in &self.set {
            let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
                return Err(Error::Usage {
                    what: format!("'{}' gives no variable a value", text.escape_debug()),
                    hint: "write --set NAME=VALUE".to_owned(),
                });
            };
            values.insert(name.trim_start_matches('?').to_owned(), parse_value(value)?);
        }
        Ok(values)
    }

    /// The format that is asked for, by name or by the name of the file.
    fn format(&self) -> Result<Option<&'static AnswerFormat>> {
        let Some(path) = self.output.as_deref().filter(|path| self.to.is_none() && *path != Path::new("-")) else {
            return Ok(self.to);
        };
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
        let found = ANSWER_FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()));
        found.map(Some).ok_or_else(|| Error::Usage {
            what: format!("no format has files that are called like '{}'", path.display()),
            hint: format!("name the format with --to: {}", ANSWER_FORMATS.map(|format| format.name).join(", ")),
        })
    }
}

fn no_query() -> Error {
    Error::Usage {
        what: "there is no query".to_owned(),
        hint: "give it after the inputs, in quotes, or as @NAME, or with --file; --list names the ready ones"
            .to_owned(),
    }
}

/// The name and the text of a file that holds a query.
fn query_file(path: &Path) -> Result<(String, String)> {
    if path == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        return read.map(|_| ("stdin".to_owned(), text)).map_err(|cause| Error::Read { path: "stdin".into(), cause });
    }
    let text = fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    Ok((path.display().to_string(), text))
}
