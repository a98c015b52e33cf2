//! Speed of the language models, step by step: `cargo bench --bench annotate`. Throughput counts tokens.
//!
//! With `ARTICLES=FILE` the texts of the first articles of a JSON Lines file are worked on, else sentences made here.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use pressgraph::annotate::language::{Language, Tags, Words};

/// How much text is worked on, in bytes.
const BYTES: usize = 200_000;

fn main() {
    divan::main();
}

fn text() -> String {
    let Some(path) = std::env::var_os("ARTICLES") else {
        let sentence =
            "Zorvex Inc., which Lena Vey founded in 2019, said on Monday that it has joined the Quillon Foundation. ";
        return sentence.repeat(BYTES / sentence.len());
    };
    let mut text = String::new();
    for line in std::fs::read_to_string(path).expect("the file of ARTICLES").lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        text += article["text"].as_str().unwrap_or("");
        text += "\n\n";
        if text.len() >= BYTES {
            break;
        }
    }
    text
}

/// The sentences, made ready and tagged, and the number of their tokens.
fn sentences(text: &str) -> (Vec<(Words, Tags)>, usize) {
    let language = Language::embedded();
    let mut count = 0;
    let sentences = language.scan(text).into_iter().map(|sentence| {
        let forms: Vec<&str> = sentence.tokens.iter().map(|token| token.span.slice(text)).collect();
        count += forms.len();
        let words = language.words(&forms);
        let tags = language.tag(&words);
        (words, tags)
    });
    (sentences.collect(), count)
}

#[divan::bench]
fn scan(bencher: Bencher) {
    let text = text();
    let (_, count) = sentences(&text);
    bencher.counter(ItemsCount::new(count)).bench(|| Language::embedded().scan(black_box(&text)).len());
}

#[divan::bench]
fn tags(bencher: Bencher) {
    let (sentences, count) = sentences(&text());
    bencher.counter(ItemsCount::new(count)).bench(|| {
        sentences.iter().for_each(|(words, _)| drop(black_box(Language::embedded().tag(black_box(words)))));
    });
}

#[divan::bench]
fn names(bencher: Bencher) {
    let (sentences, count) = sentences(&text());
    bencher.counter(ItemsCount::new(count)).bench(|| {
        sentences.iter().map(|(words, tags)| Language::embedded().names(black_box(words), tags).len()).sum::<usize>()
    });
}

#[divan::bench]
fn trees(bencher: Bencher) {
    let (sentences, count) = sentences(&text());
    bencher.counter(ItemsCount::new(count)).bench(|| {
        sentences
            .iter()
            .map(|(words, tags)| Language::embedded().parse(black_box(words), tags).heads.len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn all(bencher: Bencher) {
    let text = text();
    let (_, count) = sentences(&text);
    bencher.counter(ItemsCount::new(count)).bench(|| {
        let language = Language::embedded();
        let (sentences, _) = sentences(black_box(&text));
        for (words, tags) in &sentences {
            black_box((language.names(words, tags), language.parse(words, tags)));
        }
    });
}
