//! Part-of-speech tags: universal and fine tag as one class, chosen from left to right in two passes.
//!
//! The first pass sees the tags before a token. The second sees the first pass's tags after it as well.

use super::hash::{feature, join};
use super::table::{Scorer, Scores, Weights};
use super::word::Word;

/// A class of the tagger: its number in the list of tag pairs.
pub(crate) type Tag = u8;

/// Stands for the places before and after the sentence.
const EDGE: u64 = 255;

/// Features of one token, refilled for each.
pub(crate) type Features = Vec<u64>;

fn word_features(words: &[Word], at: usize, first_pass: bool, out: &mut Features) {
    let edge = Word::default();
    let word = &words[at];
    let back = |steps: usize| at.checked_sub(steps).and_then(|at| words.get(at)).unwrap_or(&edge);
    let next = |steps: usize| words.get(at + steps).unwrap_or(&edge);
    let (before, after) = (back(1), next(1));
    let first = u64::from(at == 0);
    let mut add = |template: u64, one: u64, two: u64| out.push(feature(template, one, two));
    add(1, word.form, first);
    add(2, word.lower, 0);
    for (size, &suffix) in word.suffix.iter().enumerate() {
        if suffix != 0 {
            add(3 + size as u64, suffix, 0);
        }
    }
    for (size, &prefix) in word.prefix.iter().enumerate() {
        if prefix != 0 {
            add(8 + size as u64, prefix, 0);
        }
    }
    add(12, word.shape, first);
    add(13, word.outline, word.suffix[2]);
    add(14, word.cluster, u64::from(word.capital) + 2 * first);
    add(15, before.lower, 0);
    add(16, after.lower, 0);
    add(22, before.cluster, word.cluster);
    add(23, word.cluster, after.cluster);
    if first_pass {
        return;
    }
    add(17, back(2).lower, 0);
    add(18, next(2).lower, 0);
    add(19, before.lower, word.lower);
    add(20, word.lower, after.lower);
    add(21, before.lower, after.lower);
    add(24, after.cluster, next(2).cluster);
    add(25, after.suffix[2], 0);
    add(26, after.outline, word.outline);
    add(27, before.outline, word.outline);
    add(28, before.suffix[2], word.suffix[2]);
    add(29, word.suffix[2], after.suffix[2]);
}

/// The features of a token, with the tags before it and, in the second pass, the first pass's tags.
#[cfg(feature = "train")]
pub(crate) fn features(words: &[Word], at: usize, before: &[Tag], ahead: Option<&[Tag]>, out: &mut Features) {
    out.clear();
    word_features(words, at, ahead.is_none(), out);
    tag_features(words, at, before, ahead, out);
}

fn tag_features(words: &[Word], at: usize, before: &[Tag], ahead: Option<&[Tag]>, out: &mut Features) {
    let word = &words[at];
    let tag = |tags: &[Tag], at: Option<usize>| at.and_then(|at| tags.get(at)).map_or(EDGE, |&tag| u64::from(tag));
    let one = tag(before, at.checked_sub(1));
    let two = tag(before, at.checked_sub(2));
    let mut add = |template: u64, one: u64, two: u64| out.push(feature(template, one, two));
    add(40, one, 0);
    add(41, one, two);
    add(42, one, word.lower);
    add(43, one, word.suffix[2]);
    add(44, one, word.cluster);
    add(45, two, word.lower);
    if let Some(ahead) = ahead {
        let next = tag(ahead, Some(at + 1));
        let second = tag(ahead, Some(at + 2));
        let own = tag(ahead, Some(at));
        add(50, next, 0);
        add(51, next, second);
        add(52, next, word.lower);
        add(53, next, one);
        add(54, join(next, one), word.lower);
        add(55, join(next, one), word.suffix[2]);
        add(56, next, word.suffix[2]);
        add(57, second, word.lower);
        add(58, join(one, two), join(next, second));
        add(59, own, word.lower);
        add(60, own, join(one, next));
        add(61, next, word.cluster);
        let third = tag(ahead, Some(at + 3));
        add(62, join(next, second), third);
    }
}

/// The class with the best score; the lowest of equals.
pub(crate) fn best(scores: &Scores, classes: usize) -> Tag {
    let mut best = 0;
    for class in 1..classes.min(scores.len()) {
        if scores[class] > scores[best] {
            best = class;
        }
    }
    best as Tag
}

/// One pass over a sentence. What the next token's word says is asked for while this one is tagged.
pub(crate) fn pass<S: Scorer>(words: &[Word], ahead: Option<&[Tag]>, scorer: &S, classes: usize) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(words.len());
    let (mut found, mut next) = (Features::with_capacity(64), Features::with_capacity(64));
    if !words.is_empty() {
        word_features(words, 0, ahead.is_none(), &mut next);
        scorer.fetch(&next);
    }
    for at in 0..words.len() {
        std::mem::swap(&mut found, &mut next);
        next.clear();
        if at + 1 < words.len() {
            word_features(words, at + 1, ahead.is_none(), &mut next);
            scorer.fetch(&next);
        }
        tag_features(words, at, &tags, ahead, &mut found);
        let mut scores: Scores = [0; 128];
        scorer.add(&found, &mut scores);
        tags.push(best(&scores, classes));
    }
    tags
}

/// The trained tagger.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tagger<'a> {
    /// Weights of the first pass.
    pub(crate) first: Weights<'a>,
    /// Weights of the second pass.
    pub(crate) second: Weights<'a>,
    /// Number of tag pairs.
    pub(crate) classes: usize,
}

impl Tagger<'_> {
    /// The tags of a sentence, one a token.
    pub(crate) fn tag(&self, words: &[Word]) -> Vec<Tag> {
        let ahead = pass(words, None, &self.first, self.classes);
        pass(words, Some(&ahead), &self.second, self.classes)
    }
}
