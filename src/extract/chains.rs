//! What is said of one subject in a row: 'Ann is chair of Foo, a member of Bar and a former director of Baz'.
//!
//! Each link but the first becomes a clause with the subject before it, whatever the tree makes of the sentence.

use super::matcher::role_ends;
use super::view::View;
use crate::model::{EntityType, TokenKind};
use crate::schema::Gazetteer;

/// Units between a subject and a link of its chain, at most.
const REACH: usize = 60;
/// Chained clauses of a sentence, at most.
const MOST: usize = 16;

/// The clauses of a sentence's chains, as rows of its units.
///
/// # Complexity
/// Each start of a link costs the units back to its subject, at most [`REACH`].
pub fn chains(view: &View<'_>) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    if (0..view.len()).any(|at| view.mention(at).is_some() && can_hold_office(view, at)) {
        rows.extend((1..view.len()).filter_map(|start| office(view, start)));
        rows.extend((1..view.len()).filter_map(|start| bodys_office(view, start)));
    }
    rows.extend((2..view.len()).filter_map(|start| said(view, start)));
    rows.extend((2..view.len()).filter_map(|copula| said_again(view, copula)));
    rows.truncate(MOST);
    rows
}

fn can_hold_office(view: &View<'_>, at: usize) -> bool {
    let is_unsure = || view.mention(at).is_some_and(|m| !view.annotated.entity(m.entity).is_certain);
    match view.entity_type(at) {
        Some(EntityType::Person) => true,
        Some(EntityType::Project) => is_unsure(),
        _ => false,
    }
}

/// Where a link may begin: after a copula, a comma, a conjunction.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "," | ";"
            | "and"
            | "as"
            | "then"
            | "later"
            | "is"
            | "was"
            | "been"
            | "are"
            | "were"
            | "became"
            | "("
            | "or"
            | "&"
            | "also"
            | "currently"
            | "formerly"
            | "be"
            | "become"
            | "becoming"
    )
}

/// 'president of Foo', with the person who is: 'Ann, chair of Bar until 2005 and president of Foo'.
fn office(view: &View<'_>, start: usize) -> Option<Vec<usize>> {
    if !is_joint(view.lower(start - 1)) || view.mention(start).is_some() || view.is_mark(start) {
        return None;
    }
    let (end, body) =
        role_ends(view, start).into_iter().find_map(|end| body_after(view, end).map(|body| (end, body)))?;
    let person = office_holder(view, start)?;
    let mut row = vec![person];
    row.extend(start..=end);
    row.extend(body);
    Some(row)
}

/// 'Foo board member', with the person who is: 'Ann, engineer at Bar and Foo board member'.
fn bodys_office(view: &View<'_>, body: usize) -> Option<Vec<usize>> {
    let is_joined = matches!(view.lower(body - 1), "," | "and" | "&" | ";");
    if !is_joined || !view.is_name(body) || view.is_possessor(body) || can_hold_office(view, body) {
        return None;
    }
    let is_member =
        matches!(view.lower(body + 1), "board" | "council" | "committee") && view.lower(body + 2) == "member";
    let end = role_ends(view, body + 1).into_iter().next().or(is_member.then_some(body + 3))?;
    let person = office_holder(view, body)?;
    let mut row = vec![person];
    row.extend(body..end);
    Some(row)
}

/// The bodies of an office whose title ends before a preposition: 'of the Foo', 'at Foo and Bar'.
fn body_after(view: &View<'_>, preposition: usize) -> Option<Vec<usize>> {
    if !matches!(view.lower(preposition), "of" | "at" | "for" | "with" | "in") {
        return None;
    }
    let is_article = |at: usize| matches!(view.lower(at), "the" | "a" | "an");
    let is_modifier = |at: usize| {
        view.mention(at).is_none() && matches!(view.part_of_speech(at), "ADJ" | "NOUN") && !view.is_mark(at)
    };
    let mut at = preposition + 1;
    at += usize::from(is_article(at));
    let limit = at + 4;
    while at < limit && is_modifier(at) {
        at += 1;
    }
    view.mention(at).filter(|_| !view.is_possessor(at))?;
    Some(match view.list(at) {
        [first, .., last] if *first == at => (at..=*last).collect(),
        _ => vec![at],
    })
}

/// The person nearest before an office, where nothing between them says that it is another's.
fn office_holder(view: &View<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    while at > 0 && start - at < REACH {
        at -= 1;
        if view.mention(at).is_some() && !view.is_possessor(at) && can_hold_office(view, at) {
            let is_person = view.entity_type(at) == Some(EntityType::Person);
            let goes_on = matches!(view.lower(at + 1), "," | "(" | "\u{2013}" | "\u{2014}" | "-" | "has" | "had")
                || super::verbs::is_copula(view.lower(at + 1))
                || matches!(view.part_of_speech(at + 1), "VERB" | "AUX" | "ADV");
            if is_person || goes_on {
                return goes_on.then_some(at);
            }
        }
        if breaks_chain(view, at) {
            return None;
        }
    }
    None
}

/// A later copula of the same subject: 'Foo was a start-up and is now a division of Bar', 'Ann, who is a director of Bar'.
fn said_again(view: &View<'_>, copula: usize) -> Option<Vec<usize>> {
    let is_free = view.mention(copula).is_none() && view.mention(copula - 1).is_none();
    if !is_free || !matches!(view.lower(copula), "is" | "was" | "are" | "were") {
        return None;
    }
    let mut subject = super::verbs::subjects_of(view, copula);
    let (first, last) = (*subject.first()?, *subject.last()?);
    let end = (copula..view.len().min(copula + 20))
        .find(|at| view.mention(*at).is_none() && matches!(view.lower(*at), ";" | "which" | "that" | "who" | "where"))
        .unwrap_or(view.len().min(copula + 20));
    if last >= copula || last - first > 20 || !(copula..end).any(|at| view.mention(at).is_some()) {
        return None;
    }
    subject = (first..=last).collect();
    subject.extend(copula..end);
    Some(subject)
}

/// Words that end what is said of a subject: other verbs, doubts, clauses of their own.
fn breaks_chain(view: &View<'_>, at: usize) -> bool {
    if view.mention(at).is_some() {
        return false;
    }
    let word = view.lower(at);
    let is_month = word == "may" && view.units[at].kind == TokenKind::Capitalised;
    let holds = super::verbs::is_copula(word)
        || matches!(
            word,
            "serves"
                | "served"
                | "serving"
                | "works"
                | "worked"
                | "working"
                | "acts"
                | "acted"
                | "acting"
                | "has"
                | "have"
                | "had"
                | "became"
                | "become"
                | "becomes"
                | "becoming"
                | "named"
                | "appointed"
                | "elected"
                | "joined"
                | "joining"
                | "retired"
                | "resigned"
                | "stepped"
                | "promoted"
                | "hired"
                | "born"
                | "known"
                | "will"
                | "based"
                | "led"
                | "held"
                | "remained"
                | "remains"
                | "continues"
                | "founded"
                | "co-founded"
        );
    !is_month
        && (matches!(
            word,
            "not"
                | "n't"
                | "never"
                | "no"
                | "neither"
                | "nor"
                | "if"
                | "whether"
                | "would"
                | "could"
                | "may"
                | "might"
                | "should"
                | "which"
                | "that"
                | "where"
                | "whose"
                | "whom"
                | "because"
                | "while"
                | "but"
                | "like"
                | ":"
                | "\u{201d}"
                | "\u{201c}"
                | "\""
        ) || matches!(view.part_of_speech(at), "VERB" | "AUX") && !holds && !is_title_word(word))
}

fn is_title_word(word: &str) -> bool {
    let lists = Gazetteer::embedded();
    lists.is_in_class("role", word) || lists.is_in_class("role-modifier", word)
}

/// A later noun of a copula or an apposition: 'Foo is an airline and a subsidiary of Bar'.
fn said(view: &View<'_>, start: usize) -> Option<Vec<usize>> {
    let opens = matches!(view.lower(start), "a" | "an" | "the") && matches!(view.lower(start - 1), "and" | "," | ";");
    if !opens || !(start + 1..view.len()).any(|at| view.mention(at).is_some()) {
        return None;
    }
    let copula = (start.saturating_sub(30)..start - 1).rev().find(|at| super::verbs::is_copula(view.lower(*at)))?;
    let mut subject = copula.checked_sub(1)?;
    while subject > 0 && view.lower(subject) == ")" {
        let open = (subject.saturating_sub(16)..subject).rev().find(|o| view.bracket_end(*o) == Some(subject + 1))?;
        subject = open.checked_sub(1)?;
    }
    view.mention(subject).filter(|_| !view.is_possessor(subject))?;
    let is_plain = (copula + 1..start).all(|at| {
        view.mention(at).is_some()
            || !matches!(view.part_of_speech(at), "VERB" | "AUX")
                && !matches!(view.lower(at), "not" | "no" | "which" | "that" | "who" | "where" | "but" | "if")
    });
    let end = (start..view.len().min(start + 16))
        .find(|at| {
            matches!(view.lower(*at), "," | ";" | "." | "and" | "which" | "that" | "who") && view.mention(*at).is_none()
        })
        .unwrap_or(view.len().min(start + 16));
    let mut row = vec![subject, copula];
    row.extend(start..end);
    (is_plain && end > start + 2).then_some(row)
}
