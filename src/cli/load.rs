//! `pressgraph load`: the graph of articles, or RDF files, into a store.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::export::provenance_parser;
use super::output::Output;
use super::talk::terminal_safe;
use super::{Run, given};
use crate::error::{Error, Result};
use crate::export::{self, ExportOptions};
use crate::graph::{self, KnowledgeGraph};
use crate::load::client::{self, Client, ClientOptions, Observer as _};
use crate::load::preset::{self, PRESETS, Preset};
use crate::load::{
    self, Lines, Loaded, Mode, Plan, RdfFiles, Reading, Request, Scope, Sink, Source, Survey, Target, Writing, auth,
};
use crate::rdf::Provenance;
use crate::resolve::ResolveOptions;
use crate::schema::vocabulary::DEFAULT_BASE;

/// Load a graph into a triple store, and check that all of it is there
///
/// Sends the graph of articles, or RDF files, in chunks, by the SPARQL 1.1 Graph Store HTTP Protocol
/// or SPARQL Update; tries again what may pass; then counts what the store holds. Exits 1 where that is not what was
/// sent. Nothing is sent before every input was read to its end. With --store the store is a folder on this machine, and
/// all of the graph gets there or nothing.
///
/// Who you are is told by the environment: PRESSGRAPH_USER and PRESSGRAPH_PASSWORD for basic and digest authentication,
/// PRESSGRAPH_TOKEN for a bearer token; or by a netrc file: --netrc, NETRC, or .netrc in your home folder.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Articles and parsed articles as for 'export'; RDF files by their extension: .nt, .nq, .ttl, .trig, .rdf, .jsonld
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// Address of the graph store; with --preset, of the server
    #[arg(long, value_name = "URL", help_heading = "Store", required_unless_present_any = ["preset", "store"])]
    endpoint: Option<String>,
    /// Load into the store in this folder, which is made where it is missing; the program 'oxigraph' opens it too
    ///
    /// Needs a program that was built with '--features store'.
    #[arg(long, value_name = "DIR", help_heading = "Store", conflicts_with_all = ["endpoint", "preset", "protocol", "query_endpoint"])]
    store: Option<PathBuf>,
    /// A store whose addresses are known
    #[arg(long, value_name = "STORE", value_parser = preset_parser(), help_heading = "Store")]
    preset: Option<&'static Preset>,
    /// The dataset, repository, database or namespace of the store, where it has several
    #[arg(long, value_name = "NAME", requires = "preset", help_heading = "Store")]
    dataset: Option<String>,
    /// How to write: graph-store, or update where --endpoint takes SPARQL updates
    #[arg(long, value_name = "PROTOCOL", value_enum, hide_possible_values = true, help_heading = "Store")]
    protocol: Option<Protocol>,
    /// Address that takes SPARQL queries, to count with; without one, the graph is fetched to be counted
    #[arg(long, value_name = "URL", conflicts_with = "preset", help_heading = "Store")]
    query_endpoint: Option<String>,
    /// Load into this named graph; the default graph, or those that the input names, unless given
    #[arg(long, value_name = "IRI", help_heading = "What becomes of it")]
    graph: Option<String>,
    /// Add to what is there (this is what happens unless told otherwise)
    #[arg(long, group = "mode", help_heading = "What becomes of it")]
    add: bool,
    /// Replace what the graph holds; its first chunk does, the others add
    #[arg(long, group = "mode", help_heading = "What becomes of it")]
    replace: bool,
    /// Replace everything that the dataset holds, in all its graphs
    #[arg(long, group = "mode", conflicts_with = "graph", help_heading = "What becomes of it")]
    replace_dataset: bool,
    /// How the facts of articles lead to their sentences
    #[arg(long, value_name = "PROFILE", value_parser = provenance_parser(), default_value = "claim", help_heading = "Articles")]
    provenance: Provenance,
    /// Namespace of the IRIs of articles, sentences, entities and claims
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, help_heading = "Articles")]
    base: String,
    /// Give what an outside base calls the same thing also as owl:sameAs, for reasoners
    #[arg(long, help_heading = "Articles")]
    owl_same_as: bool,
    #[command(flatten)]
    given: given::Files,
    /// Statements a request
    #[arg(long, value_name = "N", default_value_t = 75_000, value_parser = clap::value_parser!(u64).range(1..), help_heading = "Sending")]
    chunk: u64,
    /// How often a request is sent again that met a status 5xx or 429 or a broken connection
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Sending")]
    retries: u32,
    /// Wait before it is sent again; doubles each time, unless the store asks for another
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds, help_heading = "Sending")]
    retry_wait: Duration,
    /// Longest time for a request and its answer
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds, help_heading = "Sending")]
    timeout: Duration,
    /// Take name and password from this netrc file
    #[arg(long, value_name = "FILE", help_heading = "Sending")]
    netrc: Option<PathBuf>,
    /// Trust the authorities in this PEM file instead of those that browsers trust
    #[arg(long, value_name = "FILE", help_heading = "Sending")]
    cacert: Option<PathBuf>,
    /// Show the requests instead of sending them
    #[arg(long, help_heading = "Sending")]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples (each without sending; leave out --dry-run to load):
  pressgraph load seeds --preset oxigraph --replace --dry-run
  pressgraph load graph.ttl --preset fuseki --dataset news --dry-run
  pressgraph load seeds --endpoint https://rdf.example/store --dry-run";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Protocol {
    GraphStore,
    Update,
}

fn preset_parser() -> impl TypedValueParser<Value = &'static Preset> {
    let values = PRESETS.map(|preset| PossibleValue::new(preset.name).help(preset.start));
    PossibleValuesParser::new(values).try_map(|name| preset::by_name(&name))
}

fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds = text.parse::<f64>().map_err(|error| error.to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// The graph of the articles and the RDF files, one after the other.
struct Input {
    graph: Option<KnowledgeGraph>,
    options: ExportOptions,
    files: RdfFiles,
}

impl Source for Input {
    fn each(&self, sink: Sink<'_>) -> Result<()> {
        if let Some(graph) = &self.graph {
            let mut lines = Lines::new(&mut *sink);
            let written = export::write(export::by_name("nquads")?, graph, &self.options, &mut lines);
            lines.finish(written)?;
        }
        self.files.each(sink)
    }
}

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    arguments.check_graph()?;
    run.pipeline.set_given(arguments.given.read()?);
    if let Some(folder) = &arguments.store {
        return into_folder(folder, arguments, run);
    }
    let target = arguments.target()?;
    let host = check(&target)?;
    let Some(input) = arguments.input(run)? else { return Ok(()) };
    let survey = Survey::of(&input)?;
    let plan = arguments.plan(target, &survey)?;
    if arguments.dry_run {
        return show(&plan, &input);
    }
    let credentials = auth::credentials(&host, arguments.netrc.as_deref(), |name| std::env::var(name).ok())?;
    let url = plan.place();
    if credentials != auth::Credentials::None && !client::is_private(&url) {
        run.talk
            .warns(&format!("{url}: whoever listens on the way can read who you are, and what you send: use https"));
    }
    let options = ClientOptions {
        retries: arguments.retries,
        wait: arguments.retry_wait,
        timeout: arguments.timeout,
        authorities: arguments.cacert.clone(),
    };
    let mut client = Client::new(options, credentials)?;
    run.talk.counts(survey.statements);
    let loaded = load::load(&plan, &input, &survey, &mut client, &mut run.talk)?;
    tell(&url, plan.mode, &loaded)
}

fn into_folder(folder: &Path, arguments: &Arguments, run: &mut Run) -> Result<()> {
    let Some(input) = arguments.input(run)? else { return Ok(()) };
    let survey = Survey::of(&input)?;
    let (scope, mode) = arguments.scope(&survey)?;
    let place = folder.display().to_string();
    if arguments.dry_run {
        let text = format!("{place}: {} statements would be loaded\n", survey.distinct);
        return write(|output| output.write_all(terminal_safe(&text).as_bytes()));
    }
    run.talk.counts(survey.statements);
    let loaded = load::folder::load(folder, &input, &survey, &scope, mode, &mut run.talk)?;
    tell(&place, mode, &loaded)
}

/// The host of a target all of whose addresses are usable.
fn check(target: &Target) -> Result<String> {
    if let Reading::Query { url, .. } = &target.reading {
        client::host(url)?;
    }
    match &target.writing {
        Writing::GraphStore { url, .. } | Writing::Update { url } => client::host(url),
    }
}

impl Arguments {
    fn target(&self) -> Result<Target> {
        let by_update = self.protocol == Some(Protocol::Update);
        if let Some(preset) = self.preset {
            return preset.target(self.endpoint.as_deref(), self.dataset.as_deref(), by_update);
        }
        let url = self.endpoint.clone().unwrap_or_default();
        let reading = match (&self.query_endpoint, by_update) {
            (Some(url), _) => Reading::Query { url: url.clone(), default_graph: None },
            (None, true) => Reading::Query { url: url.clone(), default_graph: None },
            (None, false) => Reading::Fetch,
        };
        let writing =
            if by_update { Writing::Update { url } } else { Writing::GraphStore { quads: Some(url.clone()), url } };
        let name = "the store".to_owned();
        Ok(Target { name, writing, reading, has_default_graph: true, has_triple_terms: true })
    }

    fn check_graph(&self) -> Result<()> {
        match &self.graph {
            Some(iri) if !load::is_iri(iri) => Err(Error::Usage {
                what: format!("'{}' is no absolute IRI", iri.escape_debug()),
                hint: "name the graph by one, such as https://news.example/graph".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// What is to be loaded; none where no input could be used.
    fn input(&self, run: &mut Run) -> Result<Option<Input>> {
        let options = ExportOptions {
            base: self.base.parse()?,
            provenance: Some(self.provenance),
            owl_same_as: self.owl_same_as,
            ..ExportOptions::default()
        };
        let (paths, articles): (Vec<PathBuf>, Vec<PathBuf>) =
            self.inputs.iter().cloned().partition(|path| load::is_rdf(path));
        let mut graph = None;
        if !articles.is_empty() {
            let (resolution, count) = run.pipeline.resolve(&articles, ResolveOptions::default(), &mut run.talk)?;
            if run.talk.has_nothing(count) {
                return Ok(None);
            }
            graph = Some(graph::build(&resolution));
        }
        if run.talk.has_failures() && (self.replace || self.replace_dataset) {
            return Err(Error::Usage {
                what: "nothing was replaced, since not every input could be used".to_owned(),
                hint: "correct the inputs that are named above or leave them out; --add loads the others".to_owned(),
            });
        }
        Ok(Some(Input { graph, options, files: RdfFiles { paths } }))
    }

    fn scope(&self, survey: &Survey) -> Result<(Scope, Mode)> {
        let scope = match &self.graph {
            Some(iri) => Scope::Graph(iri.clone()),
            None if survey.named > 0 || self.replace_dataset => Scope::Dataset,
            None => Scope::Default,
        };
        if let (Scope::Graph(_), Some(first)) = (&scope, &survey.first_named) {
            return Err(Error::Usage {
                what: format!("{} statements stand in named graphs already, the first: {first}", survey.named),
                hint: "leave out --graph to keep their graphs, or load a file of triples or the profile 'claim'"
                    .to_owned(),
            });
        }
        if scope == Scope::Dataset && self.replace {
            return Err(Error::Usage {
                what: "the input names its graphs; to replace them is to replace the whole dataset".to_owned(),
                hint: "say --replace-dataset if that is meant, or --add".to_owned(),
            });
        }
        Ok((scope, if self.replace || self.replace_dataset { Mode::Replace } else { Mode::Add }))
    }

    fn plan(&self, target: Target, survey: &Survey) -> Result<Plan> {
        target.check_terms(survey.with_triple_terms > 0)?;
        let (scope, mode) = self.scope(survey)?;
        target.check(&scope)?;
        if survey.with_blank_nodes > self.chunk {
            return Err(Error::Usage {
                what: format!("{} statements have blank nodes and must go in one request", survey.with_blank_nodes),
                hint: "allow as many with --chunk, or give the nodes IRIs".to_owned(),
            });
        }
        Ok(Plan { target, scope, mode, chunk: self.chunk })
    }
}

fn tell(place: &str, mode: Mode, loaded: &Loaded) -> Result<()> {
    let Loaded { sent, before, after } = *loaded;
    let text = match mode {
        Mode::Replace => format!("{place}: holds the {sent} statements that were sent\n"),
        Mode::Add => {
            let new = after.saturating_sub(before);
            format!("{place}: holds {after} statements, {before} before and {new} new of the {sent} that were sent\n")
        }
    };
    write(|output| output.write_all(terminal_safe(&text).as_bytes()))
}

fn write(write: impl FnOnce(&mut Output) -> std::io::Result<()>) -> Result<()> {
    let mut output = Output::open(None)?;
    write(&mut output).map_err(|cause| output.error(cause))?;
    output.finish()
}

/// Lines of a body that are shown.
const SHOWN: usize = 3;

fn show(plan: &Plan, source: &dyn Source) -> Result<()> {
    let mut text = String::new();
    plan.show(source, |request, statements| {
        text.push_str(&shown(request, statements));
        Ok(())
    })?;
    write(|output| output.write_all(terminal_safe(&text).as_bytes()))
}

fn shown(request: &Request, statements: u64) -> String {
    let mut text = format!("{} {}\nAccept: {}\n", request.method, request.url, request.accept);
    if let Some(content_type) = request.content_type {
        text.push_str(&format!("Content-Type: {content_type}\nContent-Length: {}\n", request.body.len()));
    }
    if !request.body.is_empty() {
        text.push('\n');
        let body = String::from_utf8_lossy(&request.body);
        body.lines().take(SHOWN).for_each(|line| text.push_str(&format!("{line}\n")));
        if body.lines().nth(SHOWN).is_some() {
            text.push_str(&format!("... {statements} statements\n"));
        }
    }
    text.push('\n');
    text
}
