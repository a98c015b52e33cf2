//! Finds the spans that are names: runs of capitalised words, cleaned of sentence openers, roles and titles.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::accept::{accepts, bears_version, is_generic, is_kind_of_part};
use super::headlines::{in_title_case, is_title_case};
use super::lexicon::{is_in, is_ordinary, is_sentence_opener};
use super::runs::{extend, is_body, is_gathering, is_listed};
use super::titles::{follows_role, role_tokens};
use super::versions::{is_dated_build, is_version};
use super::words::{Candidate, Words};
use crate::model::{Sentence, TokenKind, is_build_date};
use crate::schema::Gazetteer;

/// Finds the names of all sentences, in text order.
///
/// `headings` are the blocks that are headings. Those, and sentences in which every word is capitalised, say nothing about what is a name; there only those names are
/// taken that running text or a list supports. The same goes for the `titles` of talks and pages within sentences.
pub fn candidates(
    words: &Words<'_>,
    sentences: &[Sentence],
    headings: &BTreeSet<usize>,
    titles: &[Range<usize>],
) -> Vec<Candidate> {
    let mut by_sentence: Vec<Vec<Candidate>> = vec![Vec::new(); sentences.len()];
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    let title_case: Vec<bool> =
        sentences.iter().map(|s| headings.contains(&s.block) || is_title_case(words, s)).collect();
    let mut unsure: Vec<(usize, Candidate)> = Vec::new();
    let mut ordinary: Vec<(usize, Candidate)> = Vec::new();
    for (at, sentence) in sentences.iter().enumerate().filter(|(at, _)| !title_case[*at]) {
        for (candidate, certainty) in chains(words, sentence) {
            let after = titles.partition_point(|title| title.end <= candidate.first);
            if titles.get(after).is_some_and(|title| title.contains(&candidate.first)) {
                continue;
            }
            match certainty {
                Certainty::Sure => {
                    *forms.entry(words.key(candidate.first, candidate.end)).or_default() += 1;
                    by_sentence[at].push(candidate);
                }
                Certainty::Opening => unsure.push((at, candidate)),
                Certainty::Ordinary => ordinary.push((at, candidate)),
            }
        }
    }
    // 'Falcon' that stands twice within sentences and never as a word is a name
    let mut repeated: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, c) in &ordinary {
        *repeated.entry(words.lower(c.first)).or_default() += 1;
    }
    for (at, c) in &ordinary {
        if repeated.get(words.lower(c.first)).is_some_and(|n| *n >= 2) {
            *forms.entry(words.key(c.first, c.end)).or_default() += 1;
            by_sentence[*at].push(*c);
        }
    }
    for (at, candidate) in unsure {
        if let Some(kept) = supported_part(words, candidate, &forms) {
            by_sentence[at].push(kept);
        }
    }
    for (at, sentence) in sentences.iter().enumerate().filter(|(at, _)| title_case[*at]) {
        by_sentence[at] = in_title_case(words, sentence.tokens.clone(), &forms);
    }
    let mut all: Vec<Candidate> = by_sentence.into_iter().flatten().collect();
    for title in titles {
        let sentence = sentences.partition_point(|s| s.tokens.end <= title.start);
        if !title_case.get(sentence).copied().unwrap_or(true) {
            all.extend(in_title_case(words, title.clone(), &forms));
        }
    }
    all.sort_by_key(|c| c.first);
    all
}

/// Whether a run of tokens is on a list or was seen as a name in running text.
pub fn is_known(words: &Words<'_>, first: usize, end: usize, forms: &BTreeMap<String, usize>) -> bool {
    let surface = words.surface(first, end).replace('\u{2019}', "'");
    let lists = Gazetteer::embedded();
    forms.contains_key(&words.key(first, end)) || lists.name(&surface).is_some() || lists.is_place(&surface)
}

/// The part of a sentence-opening run that is a name: the whole, or all but its first word.
fn supported_part(words: &Words<'_>, c: Candidate, forms: &BTreeMap<String, usize>) -> Option<Candidate> {
    // 'Windows' may open a sentence about windows, unless it is one thing: 'Windows is'
    let is_one = matches!(words.lower(c.end), "is" | "has" | "was" | "does" | "'s" | "uses" | "runs" | "supports");
    let is_acronym = words.kind(c.first) == TokenKind::Upper;
    let is_word = c.end - c.first == 1 && is_ordinary(words.lower(c.first)) && !is_one && !is_acronym;
    if !is_word && is_known(words, c.first, c.end, forms) || forms.contains_key(&words.key(c.first, c.end)) {
        return Some(c);
    }
    if c.end - c.first > 1 {
        let rest = Candidate { first: c.first + 1, end: c.end };
        // 'Mark Keller' is no Keller whom one marks
        let is_person = rest.end == rest.first + 1
            && !is_ordinary(words.lower(rest.first))
            && words.kind(rest.first) == TokenKind::Capitalised
            && !is_listed(words, rest)
            && is_in("name-word", words.lower(c.first));
        if is_person && accepts(words, c, false) {
            return Some(c);
        }
        if is_known(words, rest.first, rest.end, forms) {
            return Some(rest);
        }
        // 'Meet Acme at the fair'
        let opener = is_sentence_opener(words.word(c.first)) || is_in("imperative", words.lower(c.first));
        if opener {
            return (accepts(words, rest, false) || bears_version(words, rest)).then_some(rest);
        }
        return (accepts(words, c, false) || bears_version(words, c)).then_some(c);
    }
    None
}

enum Certainty {
    Sure,
    Opening,
    /// An ordinary word with a capital within a sentence.
    Ordinary,
}

/// Runs of capitalised words of one sentence.
fn chains(words: &Words<'_>, sentence: &Sentence) -> Vec<(Candidate, Certainty)> {
    let range = sentence.tokens.clone();
    let roles = role_tokens(words, range.clone());
    let is_role = |at: usize| roles.get(at - range.start).copied().unwrap_or(false);
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if words.is_lower_name(at) {
            let end = if at + 1 < range.end && is_version(words, at + 1) { at + 2 } else { at + 1 };
            out.push((Candidate { first: at, end }, Certainty::Sure));
            at = end;
            continue;
        }
        if is_strange_in_list(words, at, out.last()) || is_called(words, at) {
            out.push((Candidate { first: at, end: at + 1 }, Certainty::Sure));
            at += 1;
            continue;
        }
        // 'Snapshot 20160831'
        let is_build = matches!(words.lower(at), "snapshot" | "release" | "build") && is_build_date(words.word(at + 1));
        if is_build && at + 1 < range.end {
            out.push((Candidate { first: at + 1, end: at + 2 }, Certainty::Sure));
            at += 2;
            continue;
        }
        if is_dated_build(words, at) {
            out.push((Candidate { first: at, end: at + 1 }, Certainty::Sure));
            at += 1;
            continue;
        }
        if !words.is_capital(at) || is_role(at) || is_in("title", words.lower(at).trim_end_matches('.')) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(next) = extend(words, at, end, range.end, &is_role) {
            end = next;
        }
        let opening = opens_sentence(words, range.start, at);
        push_chain(words, Candidate { first: at, end }, opening, &mut out);
        at = end;
    }
    out
}

/// A strange word in lower case in a list of names: 'Foo, bazzle and Bar'.
fn is_strange_in_list(words: &Words<'_>, at: usize, before: Option<&(Candidate, Certainty)>) -> bool {
    let word = words.word(at);
    words.kind(at) == TokenKind::Lower
        && word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && !is_ordinary(words.lower(at))
        && before.is_some_and(|(name, _)| name.end + 1 == at)
        && (words.lower(at - 1) == "," && matches!(words.lower(at + 1), "," | "and" | "or") && words.is_capital(at + 2)
            || words.lower(at - 1) == "and" && words.kind(at + 1) != TokenKind::Possessive)
}

/// A strange word in lower case that the text calls a tool: 'our scanner, foo-scan, is', 'a library called bazzle'.
fn is_called(words: &Words<'_>, at: usize) -> bool {
    let word = words.word(at);
    let is_tool = |at: usize| {
        is_in("nominal-project", words.lower(at))
            || matches!(
                words.lower(at),
                "client"
                    | "compiler"
                    | "debugger"
                    | "editor"
                    | "module"
                    | "package"
                    | "parser"
                    | "plugin"
                    | "program"
                    | "scanner"
                    | "script"
                    | "server"
                    | "toolkit"
                    | "utility"
            )
    };
    let previous = at.checked_sub(1).map_or("", |before| words.lower(before));
    words.kind(at) == TokenKind::Lower
        && word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && !is_ordinary(words.lower(at))
        && at >= 2
        && is_tool(at - 2)
        && (matches!(previous, "called" | "named" | "dubbed") || previous == "," && words.lower(at + 1) == ",")
}

fn push_chain(words: &Words<'_>, found: Candidate, opening: bool, out: &mut Vec<(Candidate, Certainty)>) {
    let mut c = found;
    // 'The Linux Foundation', 'In January Acme'; but 'May' and its like also begin names
    let is_calendar = |at: usize| {
        let lower = words.lower(at).trim_end_matches('.');
        (is_in("month", lower) || is_in("weekday", lower))
            && !matches!(lower, "may" | "march" | "april" | "june" | "august" | "mar" | "sun" | "sat")
            // 'Jan Keller'
            && !(words.word(at) == "Jan" && words.kind(at + 1) == TokenKind::Capitalised)
    };
    while c.first < c.end && (matches!(words.lower(c.first), "the" | "a" | "an") || is_calendar(c.first)) {
        c.first += 1;
    }
    while c.first + 1 < c.end && is_in("name-opener", words.lower(c.first)) && !is_listed(words, c) {
        c.first += 1;
    }
    // 'Two Acme engineers'
    let counts = |at: usize| is_in("counting", words.lower(at)) && words.kind(c.end) == TokenKind::Lower;
    if c.first + 1 < c.end && counts(c.first) && words.lower(c.end).ends_with('s') && !is_listed(words, c) {
        c.first += 1;
    }
    // 'the US Federal Lake Agency': the place and the body
    if c.end - c.first >= 4
        && matches!(words.word(c.first), "US" | "UK" | "U.S." | "U.K." | "EU")
        && c.first.checked_sub(1).is_some_and(|before| words.lower(before) == "the")
        && !is_listed(words, c)
        && is_body(words.lower(c.end - 1))
    {
        out.push((Candidate { first: c.first, end: c.first + 1 }, Certainty::Sure));
        c.first += 1;
    }
    // 'the Acme GitHub organization'
    while c.first + 1 < c.end && is_in("platform", words.lower(c.end - 1)) && words.kind(c.end) == TokenKind::Lower {
        c.end -= 1;
    }
    // 'the Acme team I joined'
    while c.end > c.first + 1 && words.word(c.end - 1) == "I" && words.kind(c.end) == TokenKind::Lower {
        c.end -= 1;
    }
    // 'KRW 54.26' is money
    if is_in("currency", words.lower(c.first)) && words.kind(c.end - 1) == TokenKind::Number {
        return;
    }
    while c.first < c.end && is_in("month", words.lower(c.end - 1).trim_end_matches('.')) {
        c.end -= 1;
    }
    // 'Acme CPUs', 'Acme API': the kind of what Acme makes
    while c.end > c.first + 1
        && is_kind_of_part(words, c.end - 1)
        && !Gazetteer::embedded().is_legal_form(words.word(c.end - 1))
    {
        c.end -= 1;
    }
    if c.end == c.first + 1 && matches!(words.kind(c.first), TokenKind::Mark | TokenKind::Number)
        || follows_role(words, c)
    {
        return;
    }
    if c.first >= c.end {
        return;
    }
    let first_lower = words.lower(c.first);
    // 'the 2005 Foo Summit', 'our 2017 State of Foo Survey'
    if bears_year(words, c) {
        c.first -= 1;
    }
    if opening
        && c.first == found.first
        && (is_ordinary(first_lower) || is_sentence_opener(words.word(c.first)))
        // 'LEG' opens a sentence as a name where the text has it as one
        && (words.kind(c.first) != TokenKind::Upper || c.end == c.first + 1)
    {
        out.push((c, Certainty::Opening));
    } else if accepts(words, c, !opening || c.first > found.first && c.end > c.first + 1) || bears_version(words, c) {
        // in 'The Low Power Lab' the article opens the sentence, not the name
        out.push((c, Certainty::Sure));
    } else if !opening
        && c.end == c.first + 1
        && words.kind(c.first) == TokenKind::Capitalised
        && words.lower(c.first).len() > 3
        && !words.is_uncapitalised(words.lower(c.first))
        && !is_generic(words, c)
        && words.word(c.first).chars().all(char::is_alphabetic)
    {
        out.push((c, Certainty::Ordinary));
    }
}

/// Whether the number before a run is the year of a gathering or a survey.
fn bears_year(words: &Words<'_>, c: Candidate) -> bool {
    let is_year = |at: usize| matches!(words.word(at).parse::<u32>(), Ok(1980..=2100)) && words.word(at).len() == 4;
    let is_ordinal = |word: &str| {
        let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
        ending.len() < word.len() && matches!(ending, "st" | "nd" | "rd" | "th")
    };
    let last = words.lower(c.end.saturating_sub(1));
    c.first > 0
        && c.end > c.first + 1
        && (is_year(c.first - 1) || is_ordinal(words.word(c.first - 1)) && is_gathering(last))
        && (is_gathering(last) || matches!(last, "survey" | "report" | "study" | "elections" | "election"))
        && (c.first == 1
            || matches!(
                words.lower(c.first - 2),
                "the" | "our" | "its" | "their" | "this" | "a" | "new" | "annual" | ":" | "," | "(" | "\"" | "\u{201c}"
            ))
}

fn opens_sentence(words: &Words<'_>, start: usize, at: usize) -> bool {
    (start..at).all(|before| words.kind(before) == TokenKind::Mark || words.kind(before) == TokenKind::Number)
        || matches!(words.word(at - 1), ":" | "\u{201c}" | "``" | "\u{2014}" | "\u{2013}" | "?" | "!")
        || (words.word(at - 1) == "\"" && words.touches(at))
}
