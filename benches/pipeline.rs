//! Speed of the two halves of the program on the seeds: articles to facts, and the graph to each format.
//!
//! `cargo bench --bench pipeline`. Throughput counts bytes of article text, or of output.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

use std::path::PathBuf;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use pressgraph::export::{self, ExportOptions, FORMATS, Writer};
use pressgraph::graph::{self, KnowledgeGraph};
use pressgraph::model::Resolution;
use pressgraph::read::{self, Unit};
use pressgraph::{pipeline, resolve};

fn main() {
    divan::main();
}

fn seeds() -> Vec<Unit> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let names = ["alibaba-joins-linaro.md", "linaro-connect-asia.txt", "xen-board-and-openbsd.txt"];
    let paths = names.map(|name| folder.join(name));
    paths.iter().flat_map(|path| read::units(path)).map(|unit| unit.expect("a seed")).collect()
}

fn seed_graph() -> KnowledgeGraph {
    let mut resolution = Resolution::default();
    for unit in seeds() {
        let (articles, _) = pipeline::parse_unit(&unit).expect("a seed");
        articles.iter().for_each(|article| resolve::merge(&mut resolution, resolve::resolve(article)));
    }
    graph::build(&resolution)
}

#[divan::bench]
fn extract(bencher: Bencher) {
    let units = seeds();
    let bytes: usize = units.iter().map(|unit| unit.bytes.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        units.iter().map(|unit| pipeline::parse_unit(black_box(unit)).map_or(0, |(a, _)| a.len())).sum::<usize>()
    });
}

/// Names of the formats that hold a graph.
fn graph_formats() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_) | Writer::Graph(_))).map(|format| format.name)
}

#[divan::bench(args = graph_formats())]
fn export(bencher: Bencher, name: &str) {
    let graph = seed_graph();
    let format = export::by_name(name).expect("a format of the table");
    let written = || {
        let mut output = Vec::new();
        export::write(format, black_box(&graph), &ExportOptions::default(), &mut output).expect("writes to memory");
        output
    };
    bencher.counter(BytesCount::new(written().len())).bench(written);
}
