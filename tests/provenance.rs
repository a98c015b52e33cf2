//! Every fact of the seeds leads back to the sentence that states it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use pressgraph::error::{Error, Warning};
use pressgraph::model::{ParsedArticle, ParsedObject};
use pressgraph::pipeline::{Observer, Pipeline};

struct Strict;

impl Observer for Strict {
    fn warned(&mut self, warning: &Warning) {
        panic!("{warning}");
    }
    fn skipped(&mut self, warning: &Warning) {
        panic!("{warning}");
    }
    fn failed(&mut self, error: &Error) {
        panic!("{error}");
    }
}

fn seeds() -> Vec<ParsedArticle> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let names = ["alibaba-joins-linaro.md", "linaro-connect-asia.txt", "xen-board-and-openbsd.txt"];
    let paths = names.map(|name| root.join("seeds").join(name));
    let mut articles = Vec::new();
    let pipeline = Pipeline::new(None).unwrap();
    let keep = |article| {
        articles.push(article);
        Ok(())
    };
    pipeline.for_each(&paths, &mut Strict, |article| article, keep).unwrap();
    assert_eq!(articles.len(), 3);
    articles
}

fn slice(text: &str, start: usize, end: usize) -> String {
    assert!(start < end, "{start}..{end} is empty");
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn evidence_is_the_slice_that_it_names() {
    for article in seeds() {
        assert!(!article.facts.is_empty(), "{}: no facts", article.id);
        for fact in &article.facts {
            let evidence = &fact.evidence;
            assert_eq!(slice(&article.text, evidence.start, evidence.end), evidence.text, "{}", fact.rule);
            assert!(!fact.rule.is_empty(), "a fact without a rule: {}", evidence.text);
        }
    }
}

#[test]
fn mentions_lie_in_the_text_and_name_their_entity() {
    for article in seeds() {
        for entity in &article.entities {
            assert!(!entity.mentions.is_empty(), "{} is never mentioned", entity.name);
            let shown: Vec<String> = entity.mentions.iter().map(|m| slice(&article.text, m.start, m.end)).collect();
            assert!(entity.mentions.is_sorted_by_key(|mention| mention.start), "{}: {shown:?}", entity.name);
        }
    }
}

#[test]
fn subject_and_object_are_mentioned_in_the_evidence() {
    let mut far = Vec::new();
    for article in seeds() {
        for fact in &article.facts {
            let ends = [
                Some(&fact.subject),
                match &fact.object {
                    ParsedObject::Entity(id) => Some(id),
                    ParsedObject::Date { .. } => None,
                },
            ];
            for id in ends.into_iter().flatten() {
                let entity = article.entities.iter().find(|entity| entity.id == *id).expect("a known entity");
                let near =
                    |m: &pressgraph::model::ParsedMention| m.start < fact.evidence.end && fact.evidence.start < m.end;
                if !entity.mentions.iter().any(near) {
                    far.push(format!("{} is not in: {} ({})", entity.name, fact.evidence.text, fact.rule));
                }
            }
        }
    }
    assert!(far.is_empty(), "{}", far.join("\n"));
}
