//! Speed of the two halves of the program: articles to facts, as a whole and stage by stage, and the graph to each format.
//!
//! `cargo bench --bench pipeline`. Throughput counts bytes of article text, or of output. The seeds are worked on; with
//! `ARTICLES=FILE` the stages take the first articles of that file, so that each one's share of the time on a corpus is seen.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

use std::path::PathBuf;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use pressgraph::annotate;
use pressgraph::export::{self, ExportOptions, FORMATS, Writer};
use pressgraph::extract::{self, Rules};
use pressgraph::graph::{self, KnowledgeGraph};
use pressgraph::model::{Annotated, Document, Resolution};
use pressgraph::read::{self, Input, Unit};
use pressgraph::{pipeline, resolve, schema};

/// How much text the stages work on, in bytes.
const BYTES: usize = 400_000;

fn main() {
    divan::main();
}

fn seeds() -> Vec<Unit> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let names = ["alibaba-joins-linaro.md", "linaro-connect-asia.txt", "xen-board-and-openbsd.txt"];
    let paths = names.map(|name| folder.join(name));
    paths.iter().flat_map(|path| read::units(path)).map(|unit| unit.expect("a seed")).collect()
}

/// The articles that the stages work on, and their length in bytes.
fn units() -> (Vec<Unit>, usize) {
    let mut units = Vec::new();
    let mut bytes = 0;
    match std::env::var_os("ARTICLES").map(PathBuf::from) {
        Some(path) => {
            for unit in read::units(&path).map(|unit| unit.expect("a line of the file of ARTICLES")) {
                if bytes >= BYTES {
                    break;
                }
                bytes += unit.bytes.len();
                units.push(unit);
            }
        }
        None => {
            units = seeds();
            bytes = units.iter().map(|unit| unit.bytes.len()).sum();
        }
    }
    (units, bytes)
}

fn documents(units: &[Unit]) -> Vec<Document> {
    let inputs = units.iter().flat_map(|unit| read::parse(unit).expect("an article").0);
    let document = |input| match input {
        Input::Document(document) => Some(*document),
        Input::Parsed(_) => None,
    };
    inputs.filter_map(document).collect()
}

#[divan::bench]
fn stage_read(bencher: Bencher) {
    let (units, bytes) = units();
    bencher.counter(BytesCount::new(bytes)).bench(|| documents(black_box(&units)).len());
}

#[divan::bench]
fn stage_annotate(bencher: Bencher) {
    let (units, bytes) = units();
    let documents = documents(&units);
    let names = |document: &Document| annotate::annotate(document).mentions.len();
    bencher.counter(BytesCount::new(bytes)).bench(|| black_box(&documents).iter().map(names).sum::<usize>());
}

#[divan::bench]
fn stage_extract(bencher: Bencher) {
    let (units, bytes) = units();
    let documents = documents(&units);
    let annotated: Vec<Annotated<'_>> = documents.iter().map(annotate::annotate).collect();
    let rules = Rules::new(schema::relations().expect("the embedded relations"));
    let facts = |annotated: &Annotated<'_>| extract::extract(annotated, &rules).facts.len();
    bencher.counter(BytesCount::new(bytes)).bench(|| black_box(&annotated).iter().map(facts).sum::<usize>());
}

#[divan::bench]
fn stage_resolve(bencher: Bencher) {
    let (units, bytes) = units();
    let parsed: Vec<_> = documents(&units).iter().map(pipeline::extract_document).collect();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let mut resolution = Resolution::default();
        black_box(&parsed).iter().for_each(|article| resolve::merge(&mut resolution, resolve::resolve(article)));
        graph::build(&resolution)
    });
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
