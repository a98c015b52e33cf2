//! Speed of the language models on the text of the seeds, one thread: text to sentences, tokens to tags and names,
//! tokens and tags to trees.
//!
//! `cargo bench --bench language`. Throughput counts tokens, or bytes of text for the scanner.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use pressgraph::annotate::language::{Language, Tags, Words};

fn main() {
    divan::main();
}

fn text() -> String {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let names = ["alibaba-joins-linaro.md", "linaro-connect-asia.txt", "xen-board-and-openbsd.txt"];
    names.map(|name| std::fs::read_to_string(folder.join(name)).expect("a seed")).join("\n\n")
}

/// The forms of each sentence.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let forms = |tokens: &[pressgraph::annotate::language::ScannedToken]| -> Vec<&str> {
        tokens.iter().map(|token| token.span.slice(text)).collect()
    };
    Language::embedded().scan(text).iter().map(|sentence| forms(&sentence.tokens)).collect()
}

#[divan::bench]
fn scan(bencher: Bencher) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| Language::embedded().scan(black_box(&text)).len());
}

#[divan::bench]
fn tags_and_names(bencher: Bencher) {
    let (text, language) = (text(), Language::embedded());
    let sentences = sentences(&text);
    let found = |forms: &Vec<&str>| {
        let words = language.words(forms);
        let tags = language.tag(&words);
        language.names(&words, &tags).len()
    };
    let tokens: usize = sentences.iter().map(Vec::len).sum();
    bencher.counter(ItemsCount::new(tokens)).bench(|| black_box(&sentences).iter().map(found).sum::<usize>());
}

#[divan::bench]
fn trees(bencher: Bencher) {
    let (text, language) = (text(), Language::embedded());
    let tagged = |forms: Vec<&str>| -> (Words, Tags) {
        let words = language.words(&forms);
        let tags = language.tag(&words);
        (words, tags)
    };
    let tagged: Vec<_> = sentences(&text).into_iter().map(tagged).collect();
    let tokens: usize = tagged.iter().map(|(_, tags)| tags.len()).sum();
    let parse = |(words, tags): &(Words, Tags)| language.parse(words, tags).heads.len();
    bencher.counter(ItemsCount::new(tokens)).bench(|| black_box(&tagged).iter().map(parse).sum::<usize>());
}
