//! What the exports allocate beyond the built graph of a million triples, while they write to nowhere.
//!
//! `cargo bench --bench memory`. Read 'max alloc': the most that is held at a time.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

#[path = "graphs/mod.rs"]
mod graphs;

use divan::{AllocProfiler, Bencher};
use pressgraph::export::{self, ExportOptions};
use pressgraph::rdf::Provenance;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(args = ["ntriples", "nquads", "turtle", "trig", "rdfxml", "jsonld", "graphml", "cypher", "parquet-edges"], sample_count = 2, sample_size = 1)]
fn added(bencher: Bencher, name: &str) {
    let format = export::by_name(name).expect("a format of the table");
    let options = ExportOptions { provenance: Some(Provenance::Claim), ..ExportOptions::default() };
    let graph = graphs::large();
    bencher.bench(|| export::write(format, graph, &options, &mut std::io::sink()).expect("writes to nowhere"));
}
