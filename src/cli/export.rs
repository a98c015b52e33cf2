//! `pressgraph export`: articles in, the knowledge graph out.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::output::Output;
use super::select::Select;
use super::{Inputs, Run, explain, extract, given, graphviz, memory};
use crate::error::{Error, Result, Warning};
use crate::export::{
    self, Cluster, ExportOptions, FORMATS, Format, Frame, PictureOptions, RankDirection, Theme, Writer,
};
use crate::graph::{self, RankBy};
use crate::pipeline::{Observer, Store};
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
    /// JSON-LD: name the context by its address instead of writing it down; nothing is ever fetched
    #[arg(long, value_name = "URL", help_heading = "JSON-LD")]
    context: Option<String>,
    /// JSON-LD: trees of articles with what they tell, entities with their evidence, or events with their participants
    #[arg(long, value_name = "FRAME", value_parser = parser::<Frame>(&names(Frame::ALL, Frame::as_str)), help_heading = "JSON-LD")]
    frame: Option<Frame>,
    /// Draw a frame around the entities of a type, or around what one article alone tells of
    #[arg(long, value_name = "BY", value_parser = parser::<Cluster>(&names(Cluster::ALL, Cluster::as_str)), help_heading = "Pictures")]
    cluster: Option<Cluster>,
    /// Where edges run: left to right, top to bottom, right to left, bottom to top
    #[arg(long, value_name = "DIRECTION", value_parser = parser::<RankDirection>(&names(RankDirection::ALL, RankDirection::as_str)), default_value = "LR", help_heading = "Pictures")]
    rankdir: RankDirection,
    /// Colours
    #[arg(long, value_name = "THEME", value_parser = parser::<Theme>(&names(Theme::ALL, Theme::as_str)), default_value = "light", help_heading = "Pictures")]
    theme: Theme,
    /// Give what an outside base calls the same thing also as owl:sameAs, for reasoners
    #[arg(long)]
    owl_same_as: bool,
    /// Memory for sorting, such as 512M or 4G; a quarter of the machine's, at most 4G, unless given
    ///
    /// N-Triples, N-Quads, Turtle and TriG are sorted on disk and need memory for names alone. Other formats, and parts of
    /// the graph, need the whole graph in memory; where it would take more than this, they are refused.
    #[arg(long, value_name = "SIZE", value_parser = memory::parse)]
    memory: Option<u64>,
    /// Keep parsed articles in DIR, so that the next run works only on those that changed
    ///
    /// One folder for one set of articles: what a run does not read is forgotten. Another version of the program fills it
    /// anew. The output is the same with and without.
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    given: given::Files,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph export seeds -o graph.ttl
  pressgraph export seeds --to nquads
  pressgraph export seeds -o graph.dot --around Linaro --depth 2";

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let values = FORMATS.map(|format| PossibleValue::new(format.name).aliases(format.extensions).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| export::by_name(&name))
}

/// Takes one of a few words.
fn parser<T>(words: &[&'static str]) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = Error> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words.iter().copied()).try_map(|word| word.parse::<T>())
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

pub(super) fn provenance_parser() -> impl TypedValueParser<Value = Provenance> {
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
    let format = arguments.to.map_or_else(|| by_file_name(path), Ok)?;
    let picks_top = format.is_picture() && arguments.select.by == RankBy::Degree;
    let selection = arguments.select.selection(picks_top);
    if matches!(format.writer, Writer::Articles) {
        if !selection.is_everything() {
            return Err(Error::Usage {
                what: format!("{} holds articles, of which no part can be chosen", format.name),
                hint: "choose from the graph, in another format".to_owned(),
            });
        }
        return extract::write_articles(&arguments.inputs.inputs, path, run);
    }
    if format.is_binary() && path.is_none() && std::io::stdout().is_terminal() {
        return Err(Error::Usage {
            what: format!("{} is no text for a terminal", format.name),
            hint: format!("name a file: -o graph.{}", format.extensions.first().unwrap_or(&format.name)),
        });
    }
    export::profile(format, arguments.provenance)?;
    arguments.check(format)?;
    let options = ExportOptions {
        base: arguments.base.parse()?,
        provenance: arguments.provenance,
        owl_same_as: arguments.owl_same_as,
        context: arguments.context()?,
        frame: arguments.frame,
        picture: PictureOptions {
            cluster: arguments.cluster,
            theme: arguments.theme,
            direction: arguments.rankdir,
            top: arguments.select.top.map(|top| if picks_top { top } else { 0 }),
        },
    };
    run.pipeline.set_given(arguments.given.read()?);
    let mut output = Output::open(path)?;
    if let Some(folder) = &arguments.store {
        let (store, is_emptied) = Store::open(folder)?;
        if is_emptied {
            let what = "filled by another version of the program: all articles are read anew".to_owned();
            run.talk.warned(&Warning { source_name: folder.display().to_string(), line: None, what });
        }
        run.pipeline.use_store(store);
    }
    let memory = arguments.memory.unwrap_or_else(memory::usual);
    if let Some(streaming) = format.streaming.filter(|_| selection.is_everything()) {
        let folder = output.folder();
        let memory = usize::try_from(memory).unwrap_or(usize::MAX);
        let spilled =
            run.pipeline.spill(&arguments.inputs.inputs, ResolveOptions::default(), &folder, memory, &mut run.talk)?;
        if run.talk.has_nothing(spilled.articles()) {
            return Ok(());
        }
        spilled.write(format, streaming, &options, &mut output).map_err(|error| output.named(error))?;
        output.finish()?;
        return forget_unused(run);
    }
    run.pipeline.limit_memory(memory);
    let (mut resolution, articles) =
        run.pipeline.resolve(&arguments.inputs.inputs, ResolveOptions::default(), &mut run.talk)?;
    if run.talk.has_nothing(articles) {
        return Ok(());
    }
    if !selection.is_everything()
        && let Err(name) = selection.apply(&mut resolution, options.base.as_str())
    {
        explain::tell_unknown(&graph::build(&resolution), &name, &mut run.talk);
        return Ok(());
    }
    let graph = graph::build(&resolution);
    drop(resolution);
    let result = match format.writer {
        Writer::Graphviz => graphviz::draw(format.name, &graph, &options, &mut output),
        _ => export::write(format, &graph, &options, &mut output),
    };
    result.map_err(|error| output.named(error))?;
    output.finish()?;
    forget_unused(run)
}

/// Takes out of the store what this run did not read, and says how much it saved.
fn forget_unused(run: &mut Run) -> Result<()> {
    let Some(store) = run.pipeline.store() else { return Ok(()) };
    let (taken, missed) = store.counts();
    run.talk.note(format_args!("articles from the store: {taken}, worked on: {missed}"));
    store.forget_unused().map_err(|cause| Error::Write { path: PathBuf::from("the store"), cause })
}

impl Arguments {
    /// The address of the context, which becomes part of the file.
    fn context(&self) -> Result<Option<String>> {
        let is_address = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
        match &self.context {
            Some(url) if !is_address(&url) || url.contains(char::is_whitespace) => Err(Error::Usage {
                what: format!("the context '{}' is no web address", url.escape_debug()),
                hint: "give one that begins with https:// or http://".to_owned(),
            }),
            context => Ok(context.clone()),
        }
    }

    /// Refuses options that the format knows nothing of.
    fn check(&self, format: &Format) -> Result<()> {
        let is_picture = format.is_picture();
        let unused = [
            ("--context", self.context.is_some() && format.name != "jsonld", "jsonld"),
            ("--frame", self.frame.is_some() && format.name != "jsonld", "jsonld"),
            ("--cluster", self.cluster.is_some() && !is_picture, "pictures"),
            ("--rankdir", self.rankdir != RankDirection::default() && !is_picture, "pictures"),
            ("--theme", self.theme != Theme::default() && !is_picture, "pictures"),
        ];
        match unused.into_iter().find(|(_, is_unused, _)| *is_unused) {
            Some((option, _, knows)) => Err(Error::Usage {
                what: format!("{option} means nothing to {}", format.name),
                hint: format!("leave it out; it goes with {knows}"),
            }),
            None => Ok(()),
        }
    }
}

/// The format that the output's name stands for.
fn by_file_name(path: Option<&Path>) -> Result<&'static Format> {
    let name = path.filter(|path| *path != Path::new("-")).and_then(Path::file_name).and_then(|name| name.to_str());
    name.map_or_else(
        || {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
            let what = "the format is not given".to_owned();
            Err(Error::Usage { what, hint: format!("name it with --to: {}", names.join(", ")) })
        },
        export::by_file_name,
    )
}
