//! Sentence ends: a linear model over the gaps between tokens.

use super::ScannedSentence;
use super::tokens::ScannedToken;
use crate::annotate::language::hash::{feature, join};
use crate::annotate::language::table::{Scorer, Scores, Weights};
use crate::annotate::language::tag::Features;
use crate::annotate::language::word::{Clusters, Word};
use crate::model::Span;

/// What lies between a token and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing.
    Glued,
    /// White space within a line.
    Space,
    /// The end of a line.
    Line,
    /// An empty line, or the end of the text.
    Paragraph,
}

/// What follows each token.
fn gaps(text: &str, tokens: &[ScannedToken]) -> Vec<Gap> {
    let between = |at: usize| {
        let Some(next) = tokens.get(at + 1) else { return Gap::Paragraph };
        let space = Span { start: tokens[at].span.end, end: next.span.start }.slice(text);
        match space.bytes().filter(|&byte| byte == b'\n').count() {
            0 if space.is_empty() => Gap::Glued,
            0 => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        }
    };
    (0..tokens.len()).map(between).collect()
}

/// Whether a sentence may end after a token at all: a mark stands there, or what follows is no small word.
fn may_end(words: &[Word], marks: &[bool], at: usize, gap: Gap) -> bool {
    let next_small = !marks[at + 1] && !words[at + 1].capital;
    match gap {
        Gap::Paragraph => true,
        Gap::Glued => marks[at] && !next_small,
        Gap::Line => true,
        Gap::Space => marks[at] || !next_small,
    }
}

/// The features of the gap after token `at`, of a sentence that began at `start`.
pub(crate) fn features(words: &[Word], (start, at): (usize, usize), gap: Gap, open: (bool, bool), out: &mut Features) {
    out.clear();
    let edge = Word::default();
    let word = |place: Option<usize>| place.and_then(|place| words.get(place)).unwrap_or(&edge);
    let (one, two) = (word(Some(at)), word(at.checked_sub(1).filter(|&place| place >= start)));
    let three = word(at.checked_sub(2).filter(|&place| place >= start));
    let (next, after, third) = (word(Some(at + 1)), word(Some(at + 2)), word(Some(at + 3)));
    let gap = gap as u64;
    let length = (at + 1 - start) as u64;
    let size = match length {
        0..=4 => length,
        5..=8 => 5,
        9..=16 => 6,
        17..=30 => 7,
        _ => 8,
    };
    let capitals = u64::from(words[start..=at].iter().rev().take(6).filter(|word| word.capital).count() as u32);
    let case = |word: &Word| u64::from(word.capital) + 2 * u64::from(word.shouted);
    let inside = u64::from(open.0) + 2 * u64::from(open.1);
    let mut number = 1000;
    let mut add = |one: u64, two: u64| {
        number += 1;
        out.push(feature(number, one, join(two, gap)));
    };
    add(0, 0);
    add(one.lower, 0);
    add(one.form, next.form);
    add(one.lower, next.outline);
    add(one.lower, case(next));
    add(one.outline, next.outline);
    add(one.shape, next.shape);
    add(one.outline, next.lower);
    add(next.lower, case(next));
    add(next.form, 0);
    add(next.cluster, case(next));
    add(one.cluster, join(case(one), case(next)));
    add(one.cluster, join(next.cluster, case(next)));
    add(two.lower, one.lower);
    add(two.outline, join(one.lower, next.outline));
    add(two.cluster, join(one.lower, case(next)));
    add(two.lower, join(one.lower, case(next)));
    add(next.lower, after.lower);
    add(next.outline, join(after.outline, one.outline));
    add(next.outline, join(after.outline, third.outline));
    add(one.lower, join(next.outline, after.outline));
    add(three.outline, join(two.outline, join(one.outline, next.outline)));
    add(size, one.outline);
    add(size, join(one.outline, next.outline));
    add(capitals, join(one.outline, next.outline));
    add(inside, join(one.lower, next.outline));
    add(inside, one.outline);
    add(one.suffix[2], join(next.outline, 1));
    add(word(Some(start)).lower, join(one.outline, next.outline));
    add(word(Some(start)).lower, join(size, next.outline));
    add(case(after), join(one.lower, case(next)));
}

/// The trained splitter.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Splitter<'a> {
    /// Weights of ending (class 1) and going on (class 0).
    pub(crate) weights: Weights<'a>,
}

/// Whether brackets and quotation marks are open, token by token.
fn track(open: &mut (bool, bool), token: &str) {
    match token {
        "(" | "[" => open.0 = true,
        ")" | "]" => open.0 = false,
        "\u{201C}" => open.1 = true,
        "\u{201D}" => open.1 = false,
        "\"" => open.1 = !open.1,
        _ => {}
    }
}

/// Walks over the gaps and asks `decide` at each where a sentence may end; gives the sentences' ends.
pub(crate) fn walk(
    text: &str,
    tokens: &[ScannedToken],
    words: &[Word],
    mut decide: impl FnMut((usize, usize), Gap, (bool, bool)) -> bool,
) -> Vec<usize> {
    let gaps = gaps(text, tokens);
    let marks: Vec<bool> =
        tokens.iter().map(|token| !token.span.slice(text).chars().any(char::is_alphanumeric)).collect();
    let mut ends = Vec::new();
    let mut start = 0;
    let mut open = (false, false);
    for (at, &gap) in gaps.iter().enumerate() {
        track(&mut open, tokens[at].span.slice(text));
        let ends_here = gap == Gap::Paragraph
            || (at + 1 < tokens.len()
                && !tokens[at + 1].joined
                && may_end(words, &marks, at, gap)
                && decide((start, at), gap, open));
        if ends_here {
            ends.push(at + 1);
            start = at + 1;
            open = (false, false);
        }
    }
    ends
}

impl Splitter<'_> {
    /// The sentences of a text that has been cut into tokens.
    pub(crate) fn split(&self, text: &str, tokens: &[ScannedToken], clusters: &Clusters<'_>) -> Vec<ScannedSentence> {
        let words: Vec<Word> = tokens.iter().map(|token| Word::new(token.span.slice(text), clusters)).collect();
        let mut found = Features::with_capacity(40);
        let ends = walk(text, tokens, &words, |place, gap, open| {
            features(&words, place, gap, open, &mut found);
            let mut scores: Scores = [0; 128];
            self.weights.add(&found, &mut scores);
            scores[1] > scores[0]
        });
        let gaps = gaps(text, tokens);
        let mut start = 0;
        ends.into_iter()
            .map(|end| {
                let tokens = tokens[start..end].to_vec();
                let span = tokens.first().map_or(Span::new(0, 0), |first| Span {
                    start: first.span.start,
                    end: tokens.last().map_or(first.span.end, |last| last.span.end),
                });
                let paragraph = start == 0 || gaps[start - 1] == Gap::Paragraph;
                start = end;
                ScannedSentence { span, tokens, paragraph }
            })
            .collect()
    }
}
