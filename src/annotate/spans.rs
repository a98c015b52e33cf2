//! Settles where names begin and end by what stands around them: the acronym in brackets, the anchor of a link, the
//! two names of a compound.

use std::collections::BTreeSet;

use super::lexicon::is_in;
use super::words::{Candidate, Words};
use crate::model::{Link, Sentence, TokenKind};
use crate::schema::Gazetteer;

/// The most words of a name that is found this way.
const LONGEST: usize = 8;

/// Widens names to what a bracketed acronym or a link covers, and drops compounds of two names.
///
/// # Complexity
/// Linear in tokens, links and names, up to the logarithm.
pub fn settle(words: &Words<'_>, sentences: &[Sentence], links: &[Link], found: Vec<Candidate>) -> Vec<Candidate> {
    let mut wide: Vec<Candidate> = Vec::new();
    for sentence in sentences {
        for open in sentence.tokens.clone().filter(|at| words.word(*at) == "(" && words.word(at + 2) == ")") {
            if let Some(first) = long_form(words, sentence.tokens.start, open) {
                wide.push(Candidate { first, end: open });
            }
        }
    }
    wide.extend(links.iter().filter_map(|link| anchor(words, link)));
    wide.sort_by_key(|c| (c.first, std::cmp::Reverse(c.end)));
    let mut all: Vec<Candidate> = Vec::with_capacity(found.len());
    let mut wide = wide.into_iter().peekable();
    let mut last_end = 0;
    for c in found {
        while let Some(w) = wide.next_if(|w| w.first <= c.first) {
            // only what holds a name, and does not cut one in two
            if w.end >= c.end && w.first >= last_end {
                last_end = w.end;
                all.push(w);
            }
        }
        if c.first >= last_end {
            last_end = c.end;
            all.push(c);
        }
    }
    let forms: BTreeSet<&str> = all.iter().filter(|c| c.end - c.first == 1).map(|c| words.word(c.first)).collect();
    let is_compound = |c: &Candidate| c.end - c.first == 1 && is_compound(words.word(c.first), &forms);
    let compounds: Vec<bool> = all.iter().map(is_compound).collect();
    let mut keep = compounds.iter().map(|compound| !compound);
    all.retain(|_| keep.next().unwrap_or(true));
    all
}

/// Where the words begin whose initials stand in the bracket at `open`: 'Society for the Far Water (SFW)'.
fn long_form(words: &Words<'_>, start: usize, open: usize) -> Option<usize> {
    let acronym = words.word(open + 1);
    if words.kind(open + 1) != TokenKind::Upper || !(2..=6).contains(&acronym.len()) {
        return None;
    }
    let mut letters = acronym.chars().rev().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).peekable();
    let mut at = open;
    while letters.peek().is_some() {
        at = at.checked_sub(1).filter(|at| *at >= start && open - at <= LONGEST)?;
        let initial = words.lower(at).chars().next()?;
        if words.is_capital(at) {
            letters.next_if_eq(&initial)?;
        } else if is_small(words.lower(at)) {
            letters.next_if_eq(&initial);
        } else {
            return None;
        }
    }
    let is_whole = words.is_capital(at) && words.is_capital(open - 1) && open - at > 1;
    is_whole.then_some(at)
}

fn is_small(lower: &str) -> bool {
    matches!(lower, "of" | "for" | "the" | "in" | "on" | "and" | "&" | "," | "to" | "de" | "du" | "des")
}

/// The name that a link covers, where small words join its parts: 'LW Data and Water Foundation'.
fn anchor(words: &Words<'_>, link: &Link) -> Option<Candidate> {
    let mut first = words.tokens.partition_point(|t| t.span.start < link.anchor.start);
    let end = words.tokens.partition_point(|t| t.span.end <= link.anchor.end);
    if words.lower(first) == "the" {
        first += 1;
    }
    let length = end.checked_sub(first)?;
    let is_inner = |at: usize| words.is_capital(at) || matches!(words.lower(at), "of" | "for" | "the" | "and" | "&");
    let fits = (3..=LONGEST).contains(&length)
        && words.is_capital(first)
        && words.is_capital(end - 1)
        && (first..end).all(is_inner)
        && !(first..end).all(|at| words.is_capital(at))
        && !is_in("role", words.lower(first));
    // 'Acme and Foo' are two names
    let known = |first: usize, end: usize| {
        let surface = words.surface(first, end);
        end > first && (Gazetteer::embedded().name(surface).is_some() || Gazetteer::embedded().is_place(surface))
    };
    let parts = (first + 1..end.max(first + 1)).filter(|at| matches!(words.lower(*at), "and" | "&"));
    let are_two = |at: usize| known(first, at) || known(at + 1, end) || at == first + 1 && at + 2 == end;
    // a line of its own is a headline, where capitals say nothing
    let alone = |at: usize| words.is_parted(at.saturating_sub(1), at + 1);
    let stands_free = first == 0 || alone(first) || words.word(first - 1) == "\u{2022}";
    (fits && !parts.clone().any(are_two) && !(stands_free && alone(end))).then_some(Candidate { first, end })
}

/// Whether a word is two names of their own, 'Acme-Foo' or 'Acme/Foo'.
fn is_compound(word: &str, forms: &BTreeSet<&str>) -> bool {
    let lists = Gazetteer::embedded();
    let is_name = |part: &str| forms.contains(part) || lists.name(part).is_some();
    let halves = word.split_once(['/', '-']);
    halves.is_some_and(|(one, two)| one.len() > 1 && two.len() > 1 && is_name(one) && is_name(two))
        && lists.name(word).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::tests::found;

    #[test]
    fn acronyms_in_brackets_tell_where_a_name_begins() {
        let names = found("She chairs Software for the Common Water (SCW), a charity.");
        assert!(matches!(&names[..], [one] if one.ends_with(" Software for the Common Water")), "{names:?}");
    }

    #[test]
    fn compounds_of_two_names_are_no_name() {
        let forms = BTreeSet::from(["Velmora", "Lakemap"]);
        assert!(is_compound("Velmora-Lakemap", &forms) && is_compound("Velmora/Lakemap", &forms));
        assert!(!is_compound("Velmora-Fest", &forms) && !is_compound("Velmora", &forms));
    }
}
