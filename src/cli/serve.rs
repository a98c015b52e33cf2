//! `pressgraph serve`: a SPARQL endpoint over articles and graphs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::Run;
use super::graphs::{Articles, Asked, Graphs};
use super::query::seconds;
use crate::error::Result;
use crate::query::Limits;
use crate::serve::{Server, Service};

/// Answer SPARQL queries over HTTP, from articles or graphs
///
/// A read-only endpoint of the SPARQL 1.1 Protocol at /query, with the Graph Store Protocol at /store, a form at / and
/// /health. It listens on this machine alone unless --bind says otherwise, has no access control, and ends with Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Articles, folders, RDF files (.nt, .nq, .ttl, .trig, .rdf, .xml, .jsonld), '-' for articles on standard input
    #[arg(value_name = "INPUT", required_unless_present = "store")]
    inputs: Vec<PathBuf>,
    /// Answer from the store in this folder; 'pressgraph load --store DIR' makes one
    ///
    /// Many may ask it at once; nothing can be loaded into it meanwhile. The default graph of a query is the union of all
    /// graphs; a triple of two graphs is met twice. Needs a program that was built with '--features store'.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["inputs", "merges", "gazetteer"])]
    store: Option<PathBuf>,
    /// Where to listen; port 0 lets the system choose
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// Cut queries after this time
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "30")]
    timeout: Duration,
    /// Refuse queries with more rows or triples
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    max_results: usize,
    /// Let scripts of any web page read the answers
    #[arg(long)]
    cors: bool,
    #[command(flatten)]
    articles: Articles,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph serve seeds
  pressgraph serve graph.nq --bind 127.0.0.1:8080
  pressgraph serve graph.ttl --timeout 5 --max-results 1000";

/// Queries at once for each thread of the machine: most wait for nobody.
const QUERIES: usize = 4;

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let server = Server::bind(arguments.bind)?;
    let graphs = Graphs { inputs: &arguments.inputs, store: arguments.store.as_deref(), articles: &arguments.articles };
    let Some(Asked { store, default_graph, opened: _opened }) = graphs.open(run)? else { return Ok(()) };
    let service = Service {
        store,
        default_graph,
        limits: Limits { time: Some(arguments.timeout), results: Some(arguments.max_results) },
        cors: arguments.cors,
        address: server.address(),
    };
    run.talk.announce(format_args!("http://{}/ answers; Ctrl-C ends it", server.address()));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    server.run(service, threads * QUERIES)
}
