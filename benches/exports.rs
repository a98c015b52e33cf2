//! Speed of the exports, from the built graph of a million triples to bytes, with the peers in the same run.
//!
//! `cargo bench --bench exports`. Throughput counts triples, or edges of a picture. The peers get what they need in
//! memory: they start from quads, we from the graph.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

#[path = "graphs/mod.rs"]
mod graphs;

use std::io::Write;
use std::sync::OnceLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use oxrdf::Quad;
use pressgraph::export::{self, ExportOptions, PictureOptions};
use pressgraph::graph::KnowledgeGraph;
use pressgraph::rdf::{self, Provenance, RdfOptions};

fn main() {
    let quads = quads();
    println!("{} triples, {} edges in the picture", quads.len(), edges());
    divan::main();
}

fn quads() -> &'static [Quad] {
    static QUADS: OnceLock<Vec<Quad>> = OnceLock::new();
    QUADS.get_or_init(|| rdf::quads(graphs::large(), &RdfOptions::new(Provenance::Claim)))
}

fn picture() -> ExportOptions {
    ExportOptions { picture: PictureOptions { top: Some(0), ..PictureOptions::default() }, ..ExportOptions::default() }
}

fn edges() -> usize {
    let text = String::from_utf8(written("dot", graphs::drawn(), &picture())).expect("UTF-8");
    text.lines().filter(|line| line.contains(" -> ")).count()
}

fn written(name: &str, graph: &KnowledgeGraph, options: &ExportOptions) -> Vec<u8> {
    let format = export::by_name(name).expect("a format of the table");
    let mut out = Vec::new();
    export::write(format, graph, options, &mut out).expect("writes to memory");
    out
}

#[divan::bench(args = ["ntriples", "turtle", "rdfxml", "jsonld"], sample_count = 5, sample_size = 1)]
fn rdf_formats(bencher: Bencher, name: &str) {
    let options = ExportOptions { provenance: Some(Provenance::Claim), ..ExportOptions::default() };
    let size = written(name, graphs::large(), &options).len();
    bencher.counter(ItemsCount::new(quads().len())).bench(|| {
        let format = export::by_name(name).expect("a format of the table");
        let mut out = Vec::with_capacity(size);
        export::write(format, black_box(graphs::large()), &options, &mut out).expect("writes to memory");
        out
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn dot(bencher: Bencher) {
    let format = export::by_name("dot").expect("a format of the table");
    let size = written("dot", graphs::drawn(), &picture()).len();
    // One buffer for all rounds: the system's work on fresh memory is not the exporter's.
    let mut out = Vec::with_capacity(size);
    bencher.counter(ItemsCount::new(edges())).bench_local(|| {
        out.clear();
        export::write(format, black_box(graphs::drawn()), &picture(), &mut out).expect("writes to memory");
        black_box(out.len())
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn peer_oxttl_ntriples_as_they_come(bencher: Bencher) {
    bencher.counter(ItemsCount::new(quads().len())).bench(|| {
        let mut serializer = oxttl::NQuadsSerializer::new().for_writer(Vec::new());
        quads().iter().for_each(|quad| serializer.serialize_quad(black_box(quad)).expect("writes to memory"));
        serializer.finish()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn peer_oxttl_ntriples_sorted_through_strings(bencher: Bencher) {
    bencher.counter(ItemsCount::new(quads().len())).bench(|| {
        let mut lines: Vec<String> = quads().iter().map(|quad| black_box(quad).to_string()).collect();
        lines.sort_unstable();
        lines.dedup();
        let mut out = Vec::new();
        lines.iter().for_each(|line| writeln!(out, "{line} .").expect("writes to memory"));
        out
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn peer_oxttl_turtle(bencher: Bencher) {
    bencher.counter(ItemsCount::new(quads().len())).bench(|| {
        let serializer = oxttl::TurtleSerializer::new().with_prefix("schema", "http://schema.org/").expect("an IRI");
        let mut serializer = serializer.for_writer(Vec::new());
        for quad in quads() {
            let triple = oxrdf::TripleRef::new(&quad.subject, &quad.predicate, &quad.object);
            serializer.serialize_triple(black_box(triple)).expect("writes to memory");
        }
        serializer.finish().expect("writes to memory")
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn peer_oxjsonld_flat(bencher: Bencher) {
    bencher.counter(ItemsCount::new(quads().len())).bench(|| {
        let mut serializer = oxjsonld::JsonLdSerializer::new().for_writer(Vec::new());
        quads().iter().for_each(|quad| serializer.serialize_quad(black_box(quad)).expect("writes to memory"));
        serializer.finish().expect("writes to memory")
    });
}
