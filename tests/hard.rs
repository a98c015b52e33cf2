//! Walks `tests/hard/`: sentences that deny, hope, ask, report hearsay or only look like a fact, and a few that look
//! like those and do state one.
//!
//! Each says with `facts` exactly which facts must come out of it, as `subject predicate object`. `silent` are facts that it
//! states and that are not found yet. Dates of events by their name's year do not count.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use pressgraph::model::{ParsedArticle, ParsedObject};
use pressgraph::pipeline::extract_paragraph;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    sentences: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    silent: Vec<String>,
}

fn edges(article: &ParsedArticle) -> Vec<String> {
    let name = |id: &str| article.entities.iter().find(|e| e.id == id).map_or("", |e| e.name.as_str()).to_owned();
    let mut edges: Vec<String> = article
        .facts
        .iter()
        .filter(|fact| fact.status.is_edge())
        .map(|fact| match &fact.object {
            ParsedObject::Entity(id) => format!("{} {} {}", name(&fact.subject), fact.predicate, name(id)),
            ParsedObject::Date { value, .. } => format!("{} {} {value}", name(&fact.subject), fact.predicate),
        })
        .collect();
    edges.sort();
    edges
}

#[test]
fn hard_sentences_give_exactly_their_facts() {
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hard"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let (mut count, mut wrong) = (0, Vec::new());
    for path in paths {
        let cases: Sentences = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in cases.sentences {
            count += 1;
            let found = edges(&extract_paragraph(&case.text, None));
            let mut tell = |what: &str, facts: Vec<&String>| {
                for fact in facts {
                    let file = path.file_stem().unwrap().to_string_lossy();
                    wrong.push(format!("{file}: {what} '{fact}': {}", case.text));
                }
            };
            tell(
                "false",
                found.iter().filter(|fact| !case.facts.contains(fact) && !case.silent.contains(fact)).collect(),
            );
            tell("missed", case.facts.iter().filter(|fact| !found.contains(fact)).collect());
            tell("found now", case.silent.iter().filter(|fact| found.contains(fact)).collect());
        }
    }
    assert!(count >= 200, "only {count} sentences");
    assert!(wrong.is_empty(), "of {count} sentences\n{}", wrong.join("\n"));
}
