//! Training of the sentence splitter, and the figures of the scanner on raw text.

use std::collections::BTreeSet;

use super::corpus::Tree;
use super::perceptron::{Perceptron, Shuffle};
use super::report::f1;
use crate::annotate::language::Language;
use crate::annotate::language::scan::{features, tokens, walk};
use crate::annotate::language::table::{Scorer, Scores};
use crate::annotate::language::word::{Clusters, Word};

/// A text made from the sentences of a treebank, and what the treebank says of it. Places count all characters but
/// white space.
#[derive(Default)]
pub(crate) struct Raw {
    pub(crate) text: String,
    sentences: BTreeSet<(usize, usize)>,
    tokens: BTreeSet<(usize, usize)>,
    words: BTreeSet<(usize, usize)>,
}

/// Documents as raw text: a space between sentences, an empty line between paragraphs.
pub(crate) fn raw(trees: &[Tree]) -> Vec<Raw> {
    let mut all: Vec<Raw> = Vec::new();
    let mut place = 0;
    for tree in trees {
        if tree.document || all.is_empty() {
            all.push(Raw::default());
            place = 0;
        }
        let Some(document) = all.last_mut() else { continue };
        if tree.paragraph && !document.text.is_empty() {
            let length = document.text.trim_end().len();
            document.text.truncate(length);
            document.text.push_str("\n\n");
        }
        let begin = place;
        let mut token = place;
        for (at, form) in tree.forms.iter().enumerate() {
            let length = form.chars().filter(|letter| !letter.is_whitespace()).count();
            document.words.insert((place, place + length));
            if !tree.joined[at] {
                token = place;
            }
            place += length;
            if !tree.joined.get(at + 1).copied().unwrap_or(false) {
                document.tokens.insert((token, place));
            }
            document.text.push_str(form);
            if !tree.glued[at] {
                document.text.push(' ');
            }
        }
        document.sentences.insert((begin, place));
    }
    all
}

/// For each byte of a text, how many characters but white space come before it.
fn places(text: &str) -> Vec<usize> {
    let mut places = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, letter) in text.char_indices() {
        places[at] = count;
        count += usize::from(!letter.is_whitespace());
        for place in &mut places[at + 1..=at + letter.len_utf8()] {
            *place = count;
        }
    }
    places
}

/// Trains the sentence splitter.
pub(crate) fn train(trees: &[Tree], clusters: &Clusters<'_>, rounds: usize) -> Perceptron {
    let documents: Vec<_> = raw(trees)
        .into_iter()
        .map(|document| {
            let tokens = tokens(&document.text);
            let words: Vec<Word> =
                tokens.iter().map(|token| Word::new(token.span.slice(&document.text), clusters)).collect();
            let places = places(&document.text);
            let ends: BTreeSet<usize> = document.sentences.iter().map(|&(_, end)| end).collect();
            let ends: Vec<bool> = tokens.iter().map(|token| ends.contains(&places[token.span.end as usize])).collect();
            (document.text, tokens, words, ends)
        })
        .collect();
    let mut model = Perceptron::new();
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let mut shuffle = Shuffle::new(31);
    let mut found = Vec::new();
    for _ in 0..rounds {
        shuffle.shuffle(&mut order);
        for &number in &order {
            let (text, tokens, words, ends) = &documents[number];
            walk(text, tokens, words, |(start, at), gap, open| {
                features(words, (start, at), gap, open, &mut found);
                let mut scores: Scores = [0; 128];
                model.add(&found, &mut scores);
                model.step();
                let guess = scores[1] > scores[0];
                if guess != ends[at] {
                    model.update(&found, u8::from(ends[at]), 1);
                    model.update(&found, u8::from(guess), -1);
                }
                ends[at]
            });
        }
    }
    model
}

/// F1 of tokens, words and sentences on raw text.
pub(crate) fn figures(language: &Language<'_>, trees: &[Tree]) -> [f64; 3] {
    let mut counts = [[0usize; 3]; 3];
    for document in raw(trees) {
        let places = places(&document.text);
        let mut found: [BTreeSet<(usize, usize)>; 3] = Default::default();
        let range = |start: u32, end: u32| (places[start as usize], places[end as usize]);
        for sentence in language.scan(&document.text) {
            found[2].insert(range(sentence.span.start, sentence.span.end));
            let mut first = 0;
            for (at, token) in sentence.tokens.iter().enumerate() {
                found[1].insert(range(token.span.start, token.span.end));
                if !token.joined {
                    first = token.span.start;
                }
                if !sentence.tokens.get(at + 1).is_some_and(|next| next.joined) {
                    found[0].insert(range(first, token.span.end));
                }
            }
        }
        for (count, (found, gold)) in
            counts.iter_mut().zip(found.iter().zip([&document.tokens, &document.words, &document.sentences]))
        {
            count[0] += found.intersection(gold).count();
            count[1] += found.len();
            count[2] += gold.len();
        }
    }
    counts.map(|[right, found, gold]| f1(right, found, gold))
}
