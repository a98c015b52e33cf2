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
    let agrees = |name: &usize| {
        let is_person = view.entity_type(*name) == Some(EntityType::Person);
        match view.lower(at) {
            "who" | "whom" => {
                is_person || view.mention(*name).is_some_and(|m| !view.annotated.entity(m.entity).is_certain)
            }
            "which" | "where" => !is_person,
            _ => true,
        }
    };
    let is_place = |name: &usize| view.entity_type(*name) == Some(EntityType::Place);
    let near = beside(view, at).filter(agrees);
    let far = tree::antecedent(view, at).filter(agrees);
    match (near, far) {
        // 'Acme of Leeds, which': a place is seldom what more is said of
        (Some(near), Some(far)) if is_place(&near) && !is_place(&far) => Some(far),
        (near, far) => near.or(far),
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
