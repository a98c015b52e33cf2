//! Capitalised job titles, which are no part of a name: 'Chief Architect', 'Director of Capacity Engineering'.

use super::lexicon::{is_in, is_ordinary};
use super::runs::is_gathering;
use super::words::{Candidate, Words};
use crate::model::TokenKind;
use crate::schema::Gazetteer;

/// The field of a job title is no name: 'Director of Capacity Engineering', 'President, Platform Solutions'.
pub fn follows_role(words: &Words<'_>, c: Candidate) -> bool {
    let role_before = |at: usize| is_in("role", words.lower(at)) && words.kind(at) != TokenKind::Mark;
    c.first >= 2
        && matches!(words.lower(c.first - 1), "of" | ",")
        && role_before(c.first - 2)
        && (c.first..c.end).all(|at| is_ordinary(words.lower(at)) && !words.lower(at).ends_with("foundation"))
        && Gazetteer::embedded().name(words.surface(c.first, c.end)).is_none()
}

/// Whether a capitalised job title stands before the noun of a gathering or a programme.
fn names_role_of_body(words: &Words<'_>, at: usize) -> bool {
    let next = words.lower(at + 1);
    words.is_capital(at + 1) && (is_gathering(next) || matches!(next, "program" | "programme" | "network" | "guild"))
}

/// What somebody of a rank is: 'Gold member', 'Premier sponsorship'.
fn is_rank(lower: &str) -> bool {
    let stem = lower.strip_suffix('s').unwrap_or(lower);
    matches!(stem, "member" | "sponsor" | "partner" | "supporter" | "membership" | "sponsorship" | "-level")
}

/// Which tokens of a sentence belong to a capitalised job title ('Chief Architect', 'Director').
pub fn role_tokens(words: &Words<'_>, range: std::ops::Range<usize>) -> Vec<bool> {
    let mut roles = vec![false; range.len()];
    for at in range.clone() {
        // 'a Premier member', 'the Acme Platinum sponsors': the rank belongs to no name
        if words.is_capital(at) && is_in("level", words.lower(at)) && is_rank(words.lower(at + 1)) {
            roles[at - range.start] = true;
            continue;
        }
        // 'Developer Summit', 'Ambassador Program' are no offices
        if !words.is_capital(at) || !is_in("role", words.lower(at)) || names_role_of_body(words, at) {
            continue;
        }
        roles[at - range.start] = true;
        let mut before = at;
        while before > range.start
            && words.is_capital(before - 1)
            && (is_in("role-modifier", words.lower(before - 1)) || is_in("role", words.lower(before - 1)))
        {
            before -= 1;
            roles[before - range.start] = true;
        }
    }
    roles
}
