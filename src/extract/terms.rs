//! Terms of office: 'The three will serve two-year terms beginning on 22 May' dates the elections that were told before it.

use std::collections::BTreeMap;

use super::Found;
use super::dates::DateExpression;
use super::dating::Dated;
use super::view::View;
use crate::model::{Annotated, BlockKind, PartialDate, Sentence, Span};

/// Blocks between an election and the sentence on its terms, at most.
const FARTHEST: usize = 8;

/// When the terms begin of which a sentence tells.
pub fn beginning(view: &View<'_>, dates: &[DateExpression]) -> Option<PartialDate> {
    let term = (0..view.len()).find(|at| matches!(view.lower(*at), "term" | "terms"))?;
    let begins = |at: &usize| {
        matches!(
            view.lower(*at),
            "begin"
                | "begins"
                | "beginning"
                | "start"
                | "starts"
                | "starting"
                | "commence"
                | "commencing"
                | "effective"
        )
    };
    let verb = (term + 1..view.len().min(term + 5)).find(begins)?;
    dates.iter().find(|date| (verb + 1..=verb + 2).contains(&date.first)).map(|date| date.value)
}

/// Whether a sentence may tell of terms.
pub fn is_likely(annotated: &Annotated<'_>, sentence: &Sentence) -> bool {
    let tokens = annotated.tokens.get(sentence.tokens.clone()).unwrap_or_default();
    tokens.iter().any(|token| matches!(annotated.surface_form(token.span), "term" | "terms"))
}

/// Gives members and officers whose election is told just before a sentence on terms the day on which these begin.
pub fn date_by_terms(annotated: &Annotated<'_>, terms: &BTreeMap<usize, PartialDate>, facts: &mut Found) {
    for (&at, &date) in terms {
        let Some(told) = before(annotated, at) else { continue };
        let is_election = |predicate: &str| matches!(predicate, "memberOf" | "worksFor");
        let of_section = facts.values_mut().filter(|fact| {
            fact.event
                && is_election(fact.predicate)
                && fact.date.is_none_or(|date| date.is_news)
                && told.start <= fact.evidence.start
                && fact.evidence.end <= told.end
        });
        of_section.for_each(|fact| fact.date = Some(Dated::told(date)));
    }
}

/// The text between the heading above a sentence and its end, some blocks at most.
fn before(annotated: &Annotated<'_>, at: usize) -> Option<Span> {
    let last = annotated.sentences.get(at)?;
    let kind = |s: &Sentence| annotated.document.blocks.get(s.block).map(|b| b.kind);
    let is_close = |s: &&Sentence| {
        !matches!(kind(s), Some(BlockKind::Heading | BlockKind::Title))
            && last.block.saturating_sub(s.block) <= FARTHEST
    };
    let first = annotated.sentences[..=at].iter().rev().take_while(is_close).last()?;
    Some(first.span.join(last.span))
}
