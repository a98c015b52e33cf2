//! Folders of sentences that say which facts must come out of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use pressgraph::model::{ParsedArticle, ParsedObject};
use serde::Deserialize;

/// A sentence with the facts that it states.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// What must come out of it.
    #[serde(default)]
    pub facts: Vec<String>,
    /// What it states and that is not found yet.
    #[serde(default)]
    pub silent: Vec<String>,
    /// What it does not state and that is found.
    #[serde(default)]
    pub wrong: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    sentences: Vec<Sentence>,
}

/// The sentences of all files of a folder of `tests/`, each with the name of its file, in order.
pub fn of(folder: &str) -> Vec<(String, Sentence)> {
    let mut paths: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let of_file = |path: &std::path::PathBuf| {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let read: Sentences = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        read.sentences.into_iter().map(move |sentence| (file.clone(), sentence))
    };
    paths.iter().flat_map(of_file).collect()
}

/// Subject, predicate and object of the facts that become edges, sorted.
pub fn edges(article: &ParsedArticle) -> Vec<[String; 3]> {
    let name = |id: &str| article.entities.iter().find(|e| e.id == id).map_or("", |e| e.name.as_str()).to_owned();
    let object = |object: &ParsedObject| match object {
        ParsedObject::Entity(id) => name(id),
        ParsedObject::Date { value, .. } => value.to_string(),
    };
    let edges = article.facts.iter().filter(|fact| fact.status.is_edge());
    let mut edges: Vec<[String; 3]> =
        edges.map(|fact| [name(&fact.subject), fact.predicate.to_string(), object(&fact.object)]).collect();
    edges.sort();
    edges
}

/// What differs between the facts that are found and those that a sentence asks for, a line each.
pub fn differences(file: &str, sentence: &Sentence, found: &[String]) -> Vec<String> {
    let is_found = |fact: &&String| found.contains(fact);
    let is_expected =
        |fact: &&String| [&sentence.facts, &sentence.wrong, &sentence.silent].iter().any(|f| f.contains(fact));
    let told = |what: &str, facts: Vec<&String>| -> Vec<String> {
        facts.iter().map(|fact| format!("{file}: {what} '{fact}': {}", sentence.text)).collect()
    };
    [
        told("false", found.iter().filter(|fact| !is_expected(fact)).collect()),
        told("missed", sentence.facts.iter().filter(|fact| !is_found(fact)).collect()),
        told("found now", sentence.silent.iter().filter(is_found).collect()),
        told("gone now", sentence.wrong.iter().filter(|fact| !is_found(fact)).collect()),
    ]
    .concat()
}
