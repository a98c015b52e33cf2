//! What is written from sorted runs is what is written from memory, whatever the articles, their order, split and number,
//! and however many threads work; and what is chosen of a graph is a sound graph.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use pressgraph::error::{Error, Warning};
use pressgraph::export::{self, ExportOptions, FORMATS, Format, PictureOptions, Writer};
use pressgraph::graph::{self, RankBy, Selection};
use pressgraph::model::{EntityType, Resolution};
use pressgraph::pipeline::{Observer, Pipeline};
use pressgraph::resolve::ResolveOptions;
use pressgraph::validate::{Data, Shapes};
use proptest::prelude::*;
use serde_json::{Value, json};

struct Silent;

impl Observer for Silent {
    fn warned(&mut self, _: &Warning) {}
    fn skipped(&mut self, _: &Warning) {}
    fn failed(&mut self, error: &Error) {
        panic!("{error}");
    }
}

/// A fact: predicate, subject, object, whether it happened, its date, its sentence.
type Fact = (usize, usize, usize, bool, Option<&'static str>, usize);

const DATES: [&str; 5] = ["2014", "2015-04", "2015-04-02", "2015-04-03", "2013-12-31"];
/// Names that become one entity, names of different types, names that need escapes, a surname that is somebody else in each
/// article, an edition and a version.
const NAMES: [(&str, &str); 12] = [
    ("Company", "Vexor Inc."),
    ("Company", "Vexor"),
    ("Company", "Calder \"9\" \\ Co\nLtd"),
    ("Organization", "Far Water Foundation"),
    ("Organization", "the far water foundation"),
    ("Project", "Lakemap\u{0}"),
    ("Person", "Ida Brandt"),
    ("Event", "Summit é 阿"),
    ("Place", "Halden"),
    ("Person", "Keller"),
    ("Event", "Summit é 阿 2014"),
    ("Product", "Quorix 4.5"),
];
const PREDICATES: [&str; 8] =
    ["memberOf", "partnerOf", "acquired", "founded", "foundedOn", "locatedIn", "uses", "participatesIn"];

/// An article; some of its facts are of types that their predicate does not allow, and are left out.
fn article(id: usize, version: usize, facts: &[Fact]) -> Value {
    let text = (0..3).map(|at| format!("{:100}", told(at, version))).collect::<String>();
    let text = format!("{text}{}", NAMES.map(|(_, name)| name).join(". "));
    let entity = |(at, (kind, name)): (usize, &(&str, &str))| {
        let start = text.rfind(name).map_or(0, |byte| text[..byte].chars().count());
        json!({"id": format!("e{at}"), "type": kind, "name": name, "aliases": [format!("{name} {version}")],
            "mentions": [{"start": start, "end": start + name.chars().count(), "kind": "name"}],
            "sameAs": [format!("http://www.wikidata.org/entity/Q{at}")]})
    };
    let fact = |&(predicate, subject, object, event, date, sentence): &Fact| {
        let predicate = PREDICATES[predicate];
        let object = match predicate {
            "foundedOn" => json!({"value": DATES[object % DATES.len()]}),
            _ => json!(format!("e{object}")),
        };
        json!({"predicate": predicate, "subject": format!("e{subject}"), "object": object, "event": event, "date": date,
            "qualifier": if event { Some("Gold") } else { None },
            "evidence": {"start": sentence * 100, "end": sentence * 100 + 15, "text": told(sentence, version)},
            "rule": format!("rule/{subject}")})
    };
    json!({"id": format!("article {id}"), "text": text,
        "article": {"title": format!("Title {version}"), "date": DATES[(id + version) % DATES.len()],
            "publisher": format!("Paper {}", id % 2), "sha256": format!("{id:064x}")},
        "entities": NAMES.iter().enumerate().map(entity).collect::<Vec<_>>(),
        "facts": facts.iter().map(fact).collect::<Vec<_>>()})
}

fn told(sentence: usize, version: usize) -> String {
    format!("Sentence {sentence} <{version}>.")
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let date = prop_oneof![Just(None), proptest::sample::select(&DATES[..]).prop_map(Some)];
    let fact = (0..PREDICATES.len(), 0..NAMES.len(), 0..NAMES.len(), any::<bool>(), date, 0..3_usize);
    proptest::collection::vec(fact, 0..12)
}

/// Articles, some of which share an id and differ in content.
fn corpus() -> impl Strategy<Value = Vec<Value>> {
    let one = (0..6_usize, 0..2_usize, facts()).prop_map(|(id, version, facts)| article(id, version, &facts));
    proptest::collection::vec(one, 1..8)
}

fn write(folder: &Path, name: &str, articles: &[Value]) -> PathBuf {
    let path = folder.join(name);
    let lines: Vec<String> = articles.iter().map(|article| format!("{article}\n")).collect();
    fs::write(&path, lines.concat()).unwrap();
    path
}

fn pipeline(jobs: usize) -> Pipeline {
    Pipeline::new(NonZeroUsize::new(jobs)).unwrap()
}

fn resolution(paths: &[PathBuf], jobs: usize) -> Resolution {
    pipeline(jobs).resolve(paths, ResolveOptions::default(), &mut Silent).unwrap().0
}

fn from_memory(format: &Format, resolution: &Resolution, options: &ExportOptions) -> Vec<u8> {
    let mut out = Vec::new();
    match export::write(format, &graph::build(resolution), options, &mut out) {
        Ok(()) => out,
        Err(refusal) => refusal.to_string().into_bytes(),
    }
}

fn from_runs(format: &Format, paths: &[PathBuf], jobs: usize, options: &ExportOptions) -> Vec<u8> {
    let pipeline = pipeline(jobs);
    let folder = std::env::temp_dir();
    let spilled = pipeline.spill(paths, ResolveOptions::default(), &folder, 1, &mut Silent).unwrap();
    let mut out = Vec::new();
    spilled.write(format, format.streaming.unwrap(), options, &mut out).unwrap();
    out
}

fn written_formats() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_) | Writer::Graph(_)))
}

fn all_drawn() -> ExportOptions {
    ExportOptions { picture: PictureOptions { top: Some(0), ..PictureOptions::default() }, ..ExportOptions::default() }
}

#[test]
fn the_cases_of_every_export_come_alike_from_runs_and_from_memory() {
    let cases = ["happenings", "hostile", "types", "control", "empty", "scheme"];
    for case in cases {
        let path = PathBuf::from(format!("tests/export/{case}/articles.jsonl"));
        if fs::metadata(&path).unwrap().len() == 0 {
            continue;
        }
        let resolution = resolution(std::slice::from_ref(&path), 1);
        for format in FORMATS.iter().filter(|format| format.streaming.is_some()) {
            for provenance in format.provenance {
                for base in ["https://w3id.org/pressgraph/id/", "urn:example:x/"] {
                    let options = ExportOptions {
                        provenance: Some(*provenance),
                        base: base.parse().unwrap(),
                        owl_same_as: true,
                        ..ExportOptions::default()
                    };
                    let runs = from_runs(format, std::slice::from_ref(&path), 2, &options);
                    let memory = from_memory(format, &resolution, &options);
                    assert!(runs == memory, "{case} {} {provenance} {base}", format.name);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn runs_threads_shards_order_and_repetition_change_no_byte(articles in corpus(), cut in 0..8_usize) {
        let folder = tempfile::tempdir().unwrap();
        let whole = write(folder.path(), "whole.jsonl", &articles);
        let cut = cut.min(articles.len() - 1);
        let back: Vec<Value> = articles[cut..].iter().rev().cloned().collect();
        let front = if cut == 0 { articles.clone() } else { articles[..cut].to_vec() };
        let shards = [
            write(folder.path(), "b.jsonl", &front),
            write(folder.path(), "a.jsonl", &back),
            write(folder.path(), "c.jsonl", &back),
        ];
        let whole = [whole];
        let expected = resolution(&whole, 1);
        let says = |predicate: &str| expected.facts.keys().any(|fact| fact.predicate == predicate);
        prop_assert!(says("partOf"), "no edition");
        let sharded = resolution(&shards, 8);
        for format in written_formats() {
            let bytes = from_memory(format, &expected, &all_drawn());
            prop_assert!(bytes == from_memory(format, &sharded, &all_drawn()), "{}", format.name);
            if format.streaming.is_none() {
                continue;
            }
            for provenance in format.provenance {
                let options = ExportOptions { provenance: Some(*provenance), ..ExportOptions::default() };
                let bytes = from_memory(format, &expected, &options);
                for (paths, jobs) in [(&whole[..], 1), (&shards[..], 2), (&shards[..], 8)] {
                    let runs = from_runs(format, paths, jobs, &options);
                    prop_assert!(runs == bytes, "{} {provenance} {jobs}: {}\n--- not\n{}", format.name,
                        String::from_utf8_lossy(&runs), String::from_utf8_lossy(&bytes));
                }
            }
        }
    }

    #[test]
    fn what_is_chosen_is_sound_and_part_of_the_whole(
        articles in corpus(),
        around in proptest::option::of(proptest::sample::select(&["vexor", "organization/far-water-foundation", "Halden"][..])),
        depth in 0..3_usize,
        types in proptest::sample::subsequence(vec![EntityType::Company, EntityType::Organization, EntityType::Place], 0..3),
        predicate in proptest::option::of(proptest::sample::select(&PREDICATES[..])),
        since in proptest::option::of(proptest::sample::select(&DATES[..])),
        until in proptest::option::of(proptest::sample::select(&DATES[..])),
        publisher in proptest::option::of(Just("paper 1")),
        min_sources in 1..3_usize,
        top in proptest::option::of(1..6_usize),
        by in prop_oneof![Just(RankBy::Degree), Just(RankBy::PageRank)],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let all = resolution(&[write(folder.path(), "a.jsonl", &articles)], 1);
        let selection = Selection {
            around: around.into_iter().map(str::to_owned).collect(),
            depth,
            types,
            predicates: predicate.into_iter().map(str::to_owned).collect(),
            since: since.map(|date| date.parse().unwrap()),
            until: until.map(|date| date.parse().unwrap()),
            publishers: publisher.into_iter().map(str::to_owned).collect(),
            min_sources,
            top,
            by,
        };
        let mut part = all.clone();
        selection.apply(&mut part, "https://w3id.org/pressgraph/id/").unwrap();
        prop_assert!(top.is_none_or(|top| part.entities.len() <= top));
        prop_assert!(part.facts.iter().all(|(fact, sources)| all.facts[fact].is_superset(sources)));
        for format in written_formats() {
            let bytes = from_memory(format, &part, &all_drawn());
            let extension = format.extensions[0];
            if !matches!(format.writer, Writer::Rdf(_)) || bytes.starts_with(b"cannot write") {
                continue;
            }
            let data = Data::read("part", extension, &bytes).unwrap();
            let violations = Shapes::of_the_project().unwrap().violations(&data);
            prop_assert!(violations.is_empty(), "{}: {}", format.name, violations[0]);
        }
        let triples = String::from_utf8(from_memory(export::by_name("ntriples").unwrap(), &part, &all_drawn())).unwrap();
        let own = |term: &str| term.starts_with("<https://w3id.org/pressgraph/id/");
        let subjects: BTreeSet<&str> = triples.lines().map(|line| line.split(' ').next().unwrap()).collect();
        for line in triples.lines() {
            let object = line.split(' ').nth(2).unwrap();
            prop_assert!(!own(object) || subjects.contains(object), "{object} dangles");
        }
    }
}
