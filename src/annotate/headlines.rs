//! Finds names in lines that capitalise every word: titles, headings, programmes of talks.
//!
//! There a capital says nothing; only known names count, words that no list knows, and first names with a surname.

use std::collections::BTreeMap;

use super::accept::is_generic;
use super::lexicon::{is_in, is_ordinary};
use super::names::is_known;
use super::runs::is_gathering;
use super::versions::is_version;
use super::words::{Candidate, Words};
use crate::model::{Sentence, TokenKind};
use crate::schema::Gazetteer;

/// Whether a line capitalises its ordinary words, as headlines do.
pub fn is_title_case(words: &Words<'_>, sentence: &Sentence) -> bool {
    let (mut capital, mut lower) = (0, 0);
    // a headline has no full stop; a sentence with one begins with a capital that says nothing
    let stopped = words.lower(sentence.tokens.end.saturating_sub(1)) == ".";
    let is_told = |at: usize| {
        let class = Gazetteer::embedded().parts_of_speech(words.lower(at)).next();
        words.kind(at) == TokenKind::Lower && matches!(class, Some("AUX" | "VERB" | "DET"))
    };
    if stopped && sentence.tokens.clone().any(is_told) {
        return false;
    }
    for at in sentence.tokens.clone().skip(usize::from(stopped)) {
        let word = words.lower(at);
        match words.kind(at) {
            TokenKind::Lower if word.len() >= 3 && is_content_word(word) => {
                let is_verb = Gazetteer::embedded().parts_of_speech(word).next() == Some("VERB");
                lower += if is_verb { 3 } else { 1 };
            }
            TokenKind::Capitalised | TokenKind::Upper if word.len() >= 4 && is_ordinary(word) => capital += 1,
            _ => {}
        }
    }
    capital >= 2 && capital > 4 * lower && !(stopped && lower > 0)
}

/// The end of a name with its legal form, or with the trade that ends a line of nothing else: 'Foo Software GmbH'.
fn business_end(words: &Words<'_>, sentence: &Sentence, first: usize, end: usize) -> usize {
    let lists = Gazetteer::embedded();
    let is_legal = |at: usize| at < sentence.tokens.end && words.is_capital(at) && lists.is_legal_form(words.word(at));
    let is_trade = |at: usize| {
        at < sentence.tokens.end
            && words.is_capital(at)
            && is_in("company-tail", words.lower(at))
            && !matches!(words.lower(at), "security" | "media" | "services" | "research" | "group" | "digital")
    };
    let trades = (end..sentence.tokens.end).take_while(|at| is_trade(*at)).count();
    let after = end + trades;
    // 'Foo, Inc.'
    let legal = if words.lower(after) == "," { after + 1 } else { after };
    if is_legal(legal) {
        legal + 1
    } else if after == sentence.tokens.end
        && (first == sentence.tokens.start || matches!(words.lower(first - 1), "," | "-" | "\u{2013}" | "|"))
    {
        after
    } else {
        end
    }
}

/// Whether an ordinary word is one that headlines write with a capital: no preposition, article or conjunction.
fn is_content_word(lower: &str) -> bool {
    match Gazetteer::embedded().parts_of_speech(lower).next() {
        Some(first) => matches!(first, "NOUN" | "VERB" | "ADJ" | "ADV"),
        None => is_ordinary(lower) || ["ing", "ed", "ly"].iter().any(|end| lower.ends_with(end)),
    }
}

/// Names in a line of capitalised words: known ones, and runs of words that no list of words knows.
pub fn in_title_case(words: &Words<'_>, sentence: &Sentence, forms: &BTreeMap<String, usize>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let mut at = sentence.tokens.start;
    while at < sentence.tokens.end {
        if !words.is_capital(at) {
            at += 1;
            continue;
        }
        let longest = (at + 1..=sentence.tokens.end.min(at + 7)).rev().find(|&end| {
            words.kind(end - 1) != TokenKind::Mark
                && is_known(words, at, end, forms)
                && !(end == at + 1 && (is_ordinary(words.lower(at)) && !forms.contains_key(words.lower(at))))
        });
        let mut end = match longest {
            Some(end) if end > at + 1 => end,
            _ if person_end(words, at, sentence.tokens.end).is_some() => {
                person_end(words, at, sentence.tokens.end).unwrap_or(at + 1)
            }
            Some(end) => end,
            None if is_strange(words, at) => {
                let mut end = at + 1;
                while end < sentence.tokens.end && words.is_capital(end) && is_strange(words, end) {
                    end += 1;
                }
                if end < sentence.tokens.end && words.is_capital(end) && is_head(words.lower(end)) {
                    end += 1;
                }
                end
            }
            None => {
                at += 1;
                continue;
            }
        };
        while end < sentence.tokens.end && is_version(words, end) {
            end += 1;
        }
        end = business_end(words, sentence, at, end);
        // 'Gardeners' Summit Day 2'
        if words.kind(end) == TokenKind::Possessive
            && end + 1 < sentence.tokens.end
            && is_gathering(words.lower(end + 1))
        {
            end += 2;
        }
        let candidate = Candidate { first: at, end };
        if !is_generic(words, candidate) {
            out.push(candidate);
        }
        at = end;
    }
    out
}

/// Where a first name and what follows it end: 'Ann Lee', 'Ann B. Lee'.
fn person_end(words: &Words<'_>, at: usize, limit: usize) -> Option<usize> {
    let lists = Gazetteer::embedded();
    let first = words.word(at);
    if !lists.is_first_name(first) || lists.name(first).is_some() {
        return None;
    }
    let initial = words.word(at + 1).len() <= 2 && words.is_capital(at + 1);
    let last = if initial { at + 2 } else { at + 1 };
    let fits = last < limit
        && words.kind(last) == TokenKind::Capitalised
        && !is_in("role", words.lower(last))
        && !is_in("not-name", words.lower(last));
    let more =
        fits && last + 1 < limit && words.kind(last + 1) == TokenKind::Capitalised && is_strange(words, last + 1);
    fits.then_some(if more && !lists.is_first_name(words.word(last + 1)) { last + 2 } else { last + 1 })
}

/// Whether a word after a strange one is the head of its name: 'Foo Networks', 'Foo Summit'.
fn is_head(lower: &str) -> bool {
    Gazetteer::embedded().cues().votes("head", lower).iter().any(|(_, weight)| *weight >= 7)
}

fn is_strange(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    !is_ordinary(lower)
        && !["not-name", "role", "title", "nationality", "month", "weekday"].iter().any(|c| is_in(c, lower))
}
