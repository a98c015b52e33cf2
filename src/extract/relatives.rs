//! Relative pronouns: 'which', 'who' and 'where' mention what the clause after them is about.
//!
//! They are no arguments of patterns, since verbs find the name behind them; they are told with the entity's mentions.

use super::tree;
use super::view::View;
use crate::model::{EntityType, Mention, MentionKind, TokenKind};

/// The relative pronouns of a sentence whose name is known, in text order.
///
/// # Complexity
/// Linear in the units, each a bounded number of steps.
pub fn relatives(view: &View<'_>) -> Vec<Mention> {
    let is_relative =
        |at: &usize| matches!(view.lower(*at), "which" | "who" | "whom" | "whose" | "where" | "that") && *at > 0;
    (0..view.len()).filter(is_relative).filter_map(|at| mention(view, at)).collect()
}

fn mention(view: &View<'_>, at: usize) -> Option<Mention> {
    let unit = view.units.get(at).filter(|unit| unit.mention.is_none())?;
    let name = antecedent(view, at)?;
    let token = view.sentence.tokens.start + unit.token?;
    let entity = view.mention(name)?.entity;
    let kind = MentionKind::Pronoun;
    Some(Mention { span: unit.span, first_token: token, end_token: token + 1, entity, kind })
}

/// The name that the pronoun means: the one beside it, or the one that the tree finds, of a type that it may mean.
pub fn antecedent(view: &View<'_>, at: usize) -> Option<usize> {
    let near = beside(view, at).filter(|name| agrees(view, at, *name));
    let far = tree::antecedent(view, at).filter(|name| agrees(view, at, *name));
    match (near, far) {
        // 'Acme of Leeds, which': a place is seldom what more is said of
        (Some(near), Some(far)) if is_place(view, near) && !is_place(view, far) => Some(far),
        (near, far) => near.or(far),
    }
}

/// The name beside the pronoun, where it is one that more is said of: 'the founding of Foo, which was announced'.
pub fn nearest(view: &View<'_>, at: usize) -> Option<usize> {
    beside(view, at).filter(|name| agrees(view, at, *name) && !is_place(view, *name))
}

fn is_place(view: &View<'_>, name: usize) -> bool {
    view.entity_type(name) == Some(EntityType::Place)
}

/// Whether the pronoun may mean a name of this type.
fn agrees(view: &View<'_>, pronoun: usize, name: usize) -> bool {
    let is_person = view.entity_type(name) == Some(EntityType::Person);
    match view.lower(pronoun) {
        "who" | "whom" => is_person || view.mention(name).is_some_and(|m| !view.annotated.entity(m.entity).is_certain),
        "which" | "where" => !is_person,
        _ => true,
    }
}

/// The name right before the pronoun, or before its comma; 'that' may be something else there.
fn beside(view: &View<'_>, at: usize) -> Option<usize> {
    if view.lower(at) == "that" {
        return None;
    }
    let mut before = at.checked_sub(1)?;
    if view.lower(before) == "," {
        before = before.checked_sub(1)?;
    }
    if let Some(open) = (view.lower(before) == ")").then(|| open_bracket(view, before)).flatten() {
        before = open.checked_sub(1)?;
    }
    let is_name = view.is_name(before) && view.units[before].kind != TokenKind::Number;
    is_name.then_some(before)
}

fn open_bracket(view: &View<'_>, close: usize) -> Option<usize> {
    (close.saturating_sub(8)..close).rev().find(|open| view.bracket_end(*open) == Some(close + 1))
}
