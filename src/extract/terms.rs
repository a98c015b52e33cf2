//! Terms of office: 'The three will serve two-year terms beginning on 22 May' dates the elections that were told before it.

use std::collections::BTreeMap;

use super::Found;
use super::dates::DateExpression;
use super::dating::Dated;
use super::output::Fact;
use super::view::View;
use crate::model::{Annotated, BlockKind, PartialDate, Sentence, Span};

/// Blocks between an election and the sentence on its terms, at most.
const FARTHEST: usize = 8;
/// Sentences that they hold, at most.
const MOST: usize = 60;

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
///
/// # Complexity
/// O(n log n) in facts and sentences on terms.
pub fn date_by_terms(annotated: &Annotated<'_>, terms: &BTreeMap<usize, PartialDate>, facts: &mut Found) {
    let sections: Vec<(Span, PartialDate)> =
        terms.iter().filter_map(|(&at, &date)| Some((before(annotated, at)?, date))).collect();
    let is_open = |fact: &&mut Fact| {
        fact.event && matches!(fact.predicate, "memberOf" | "worksFor") && fact.date.is_none_or(|date| date.is_news)
    };
    for fact in facts.values_mut().filter(is_open) {
        let next = sections.partition_point(|(told, _)| told.end < fact.evidence.end);
        if let Some((_, date)) = sections.get(next).filter(|(told, _)| told.start <= fact.evidence.start) {
            fact.date = Some(Dated::told(*date));
        }
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
    let first = annotated.sentences[..=at].iter().rev().take(MOST).take_while(is_close).last()?;
    Some(first.span.join(last.span))
}
