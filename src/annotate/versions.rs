//! Versions and stages that belong to the name before them: 'Foo 4.5 beta'.

use super::lexicon::is_in;
use super::words::Words;
use crate::model::{EntityType, TokenKind, is_build_date};
use crate::schema::Gazetteer;

/// Whether a lower-case word after a version belongs to it ('4.5 beta').
pub fn is_stage(lower: &str) -> bool {
    matches!(
        lower,
        "beta"
            | "alpha"
            | "rc"
            | "rc1"
            | "rc2"
            | "lts"
            | "preview"
            | "server"
            | "edition"
            | "enterprise"
            | "series"
            | "lite"
    ) || ["alpha", "beta", "milestone"]
        .iter()
        .any(|stage| lower.strip_prefix(stage).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())))
        || (lower.starts_with("sp") || lower.starts_with("rc")) && lower[2..].bytes().all(|b| b.is_ascii_digit())
}

/// Whether the token is a version, edition or year that belongs to the name before it.
pub fn is_version(words: &Words<'_>, at: usize) -> bool {
    let word = words.word(at);
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let versioned = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.len() <= 12
        && digits.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !versioned || at == 0 || words.touches(at) {
        return false;
    }
    let unit = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_lowercase();
    if is_in("unit", &unit) || words.lower(at + 1) == "-bit" {
        return false;
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| digits.ends_with(end));
    let next = words.lower(at + 1);
    let is_dotted = digits.contains('.');
    let is_share = matches!(next, "%" | "percent" | "per" | "million" | "billion" | "of");
    let is_count = matches!(next, "members" | "users" | "people" | "years" | "days");
    // 'Fedora 31 repositories'
    let is_of_software = || {
        let known = Gazetteer::embedded().name(words.word(at - 1)).and_then(|name| name.entity_type);
        matches!(known, Some(EntityType::Project | EntityType::Product))
    };
    let is_plural = words.kind(at + 1) == TokenKind::Lower
        && next.ends_with('s')
        && digits.len() < 3
        && !is_verb(words, at + 1)
        && !is_of_software();
    // 'Windows 7 users', but '300 users of Foo'
    let is_count = is_count && !(next == "users" && digits.len() < 3 && is_of_software());
    let counted = is_share || !is_dotted && (is_count || is_plural);
    !ordinal && !counted
}

/// Whether the token names a build by its date: 'snapshot 20160831', 'the 20160831 snapshot', 'builds 20160831 and 20160901'.
pub fn is_dated_build(words: &Words<'_>, at: usize) -> bool {
    let is_cue = |at: usize| matches!(words.lower(at), "snapshot" | "snapshots" | "build" | "builds");
    // only other builds stand between the word and its number
    let joins = |at: &usize| {
        is_build_date(words.word(*at)) || matches!(words.word(*at), "," | "and" | "(" | ")" | "[" | "]" | "the")
    };
    let between = (at.saturating_sub(8)..at).rev().take_while(joins).count();
    let follows = at.checked_sub(between + 1).is_some_and(is_cue);
    is_build_date(words.word(at)) && !words.touches(at) && (is_cue(at + 1) || follows)
}

/// Whether a word in 's' is a verb and no plural: 'Foo 3 runs on Linux', but not 'Foo, 3 runs of Bar'.
fn is_verb(words: &Words<'_>, at: usize) -> bool {
    let mut found = Gazetteer::embedded().parts_of_speech(words.lower(at)).take(2);
    let (commonest, other) = (found.next(), found.next());
    let goes_on = matches!(
        words.lower(at + 1),
        "a" | "an" | "the" | "its" | "on" | "with" | "out" | "better" | "faster" | "new" | "support" | "several"
    ) || words.is_capital(at + 1);
    matches!(commonest, Some("VERB" | "AUX")) || other == Some("VERB") && goes_on
}
