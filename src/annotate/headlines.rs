//! Finds names in lines that capitalise every word: titles, headings, programmes of talks.
//!
//! There a capital says nothing; only known names count, words that no list knows, and first names with a surname.

use std::collections::BTreeMap;
use std::ops::Range;

use super::accept::{bears_version, is_generic};
use super::lexicon::{is_in, is_ordinary};
use super::names::is_known;
use super::runs::is_gathering;
use super::versions::is_version;
use super::words::{Candidate, Words};
use crate::model::{Link, Sentence, TokenKind};
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

/// The titles of talks, posts and pages within running text: anchors of links and quotations in title case that do not
/// read like a name.
///
/// # Shape
/// Ranges of tokens, in order, disjoint.
pub fn titles(words: &Words<'_>, sentences: &[Sentence], links: &[Link]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for link in links {
        let first = words.tokens.partition_point(|t| t.span.start < link.anchor.start);
        let end = words.tokens.partition_point(|t| t.span.end <= link.anchor.end);
        found.push(first..end.max(first));
    }
    for sentence in sentences {
        let mut open = None;
        for at in sentence.tokens.clone() {
            match (words.word(at), open) {
                ("\u{201c}" | "``" | "\"", None) => open = Some(at + 1),
                ("\u{201d}" | "''" | "\"", Some(first)) => {
                    found.push(first..at);
                    open = None;
                }
                _ => {}
            }
        }
    }
    found.retain(|range| is_title(words, range));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let is_new = range.start >= end;
        if is_new {
            end = range.end;
        }
        is_new
    });
    found
}

/// Whether a run of tokens reads like a title and not like a name: 'The Art of Boot Management'.
fn is_title(words: &Words<'_>, range: &Range<usize>) -> bool {
    const LONGEST_NAME: usize = 7;
    if range.len() < 4 || range.len() > 30 {
        return false;
    }
    let lists = Gazetteer::embedded();
    let first = words.lower(range.start);
    let opens = matches!(lists.parts_of_speech(first).next(), Some("DET" | "PRON" | "AUX" | "ADV" | "SCONJ" | "ADP"))
        || first.ends_with("ing") && is_ordinary(first);
    let tells = range.clone().skip(1).any(|at| {
        matches!(words.word(at), ":" | "?" | "!")
            || words.kind(at) == TokenKind::Lower
                && matches!(lists.parts_of_speech(words.lower(at)).next(), Some("AUX" | "PRON" | "PART"))
    });
    let sentence = Sentence {
        span: words.span(range.start, range.end),
        block: 0,
        tokens: range.clone(),
        mentions: 0..0,
        grammar: None,
    };
    (opens || tells || range.len() > LONGEST_NAME) && is_title_case(words, &sentence)
}

/// The end of a name with its legal form, or with the trade that ends a line of nothing else: 'Foo Software GmbH'.
fn business_end(words: &Words<'_>, line: &Range<usize>, first: usize, end: usize) -> usize {
    let lists = Gazetteer::embedded();
    let is_legal = |at: usize| at < line.end && words.is_capital(at) && lists.is_legal_form(words.word(at));
    let is_trade = |at: usize| {
        at < line.end
            && words.is_capital(at)
            && is_in("company-tail", words.lower(at))
            && !matches!(words.lower(at), "security" | "media" | "services" | "research" | "group" | "digital")
    };
    let trades = (end..line.end).take_while(|at| is_trade(*at)).count();
    let after = end + trades;
    // 'Foo, Inc.'
    let legal = if words.lower(after) == "," { after + 1 } else { after };
    if is_legal(legal) {
        legal + 1
    } else if after == line.end
        && (first == line.start || matches!(words.lower(first - 1), "," | "-" | "\u{2013}" | "|"))
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
pub fn in_title_case(words: &Words<'_>, line: Range<usize>, forms: &BTreeMap<String, usize>) -> Vec<Candidate> {
    // a list of packages: 'Disk Utility 3.38'
    let whole = Candidate { first: line.start, end: line.end };
    if bears_version(words, whole) {
        return vec![whole];
    }
    let mut out: Vec<Candidate> = Vec::new();
    let mut at = line.start;
    while at < line.end {
        if !words.is_capital(at) {
            at += 1;
            continue;
        }
        let longest = (at + 1..=line.end.min(at + 7)).rev().find(|&end| {
            words.kind(end - 1) != TokenKind::Mark
                && is_known(words, at, end, forms)
                && !(end == at + 1
                    && is_ordinary(words.lower(at))
                    && !forms.contains_key(words.lower(at))
                    && !(end < line.end && bears_version(words, Candidate { first: at, end: end + 1 })))
        });
        let mut end = match longest {
            Some(end) if end > at + 1 => end,
            _ if person_end(words, at, line.end).is_some() => person_end(words, at, line.end).unwrap_or(at + 1),
            Some(end) => end,
            None if is_strange(words, at) => {
                let mut end = at + 1;
                while end < line.end && words.is_capital(end) && is_strange(words, end) {
                    end += 1;
                }
                if end < line.end && words.is_capital(end) && is_head(words.lower(end)) {
                    end += 1;
                }
                end
            }
            None => {
                at += 1;
                continue;
            }
        };
        while end < line.end && is_version(words, end) {
            end += 1;
        }
        end = business_end(words, &line, at, end);
        // 'Gardeners' Summit Day 2'
        if words.kind(end) == TokenKind::Possessive && end + 1 < line.end && is_gathering(words.lower(end + 1)) {
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
