//! Walks `tests/plain/`: the ordinary ways to say a thing, a file a predicate.
//!
//! Each sentence says with `facts` which facts of that predicate must come out of it, as `subject -> object`, and no other
//! may. `silent` are facts that it states and that are not found yet, `wrong` those that it does not state and that are
//! found. Whoever finds a construction that gives nothing adds it here; what is mended moves to `facts`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use pressgraph::model::{ParsedArticle, ParsedObject, PartialDate};
use pressgraph::pipeline::extract_paragraph;
use serde::Deserialize;

/// Sentences that may give less or more than they say, of all.
const MOST_GAPS: usize = 50;

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
    #[serde(default)]
    wrong: Vec<String>,
}

/// The facts of a predicate between things that have a name; those that hold both ways once, as they come.
fn facts(article: &ParsedArticle, predicate: &str) -> Vec<String> {
    let name = |id: &str| article.entities.iter().find(|e| e.id == id).map_or("", |e| e.name.as_str()).to_owned();
    let is_named = |name: &String| name.contains(char::is_uppercase) && name != "I";
    let of_predicate = article.facts.iter().filter(|fact| fact.predicate == predicate && fact.status.is_edge());
    let mut facts: Vec<String> = of_predicate
        .filter_map(|fact| {
            let subject = Some(name(&fact.subject)).filter(is_named)?;
            match &fact.object {
                ParsedObject::Entity(id) => {
                    Some(name(id)).filter(is_named).map(|object| format!("{subject} -> {object}"))
                }
                ParsedObject::Date { value, .. } => Some(format!("{subject} -> {value}")),
            }
        })
        .collect();
    facts.sort();
    facts
}

#[test]
fn plain_sentences_give_exactly_their_facts() {
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plain"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let published: PartialDate = "2020-03-10".parse().unwrap();
    let (mut count, mut gaps, mut failed) = (0, 0, Vec::new());
    for path in paths {
        let predicate = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: Sentences = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in cases.sentences {
            count += 1;
            gaps += usize::from(!case.silent.is_empty() || !case.wrong.is_empty());
            let found = facts(&extract_paragraph(&case.text, Some(published)), &predicate);
            let expected = |fact: &&String| case.facts.contains(fact) || case.wrong.contains(fact);
            let mut tell = |what: &str, facts: Vec<&String>| {
                failed.extend(facts.iter().map(|fact| format!("{predicate}: {what} '{fact}': {}", case.text)));
            };
            tell("found now", case.silent.iter().filter(|fact| found.contains(fact)).collect());
            tell("gone now", case.wrong.iter().filter(|fact| !found.contains(fact)).collect());
            tell("missed", case.facts.iter().filter(|fact| !found.contains(fact)).collect());
            tell("false", found.iter().filter(|f| !expected(f) && !case.silent.contains(f)).collect());
        }
    }
    assert!(count >= 600, "only {count} sentences");
    assert!(gaps <= MOST_GAPS, "{gaps} sentences give less or more than they say");
    assert!(failed.is_empty(), "of {count} sentences\n{}", failed.join("\n"));
}
