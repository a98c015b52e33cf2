//! Stage 3: facts. Takes an [`Annotated`] document, gives a [`ParsedArticle`].
//!
//! Each sentence is laid out as a row of words and mentions ([`view`]), its date expressions are read ([`dates`]),
//! and every pattern of the relation files that its words allow is matched ([`matcher`], [`verbs`]). Arguments of
//! the wrong type, and facts that the text denies, are kept apart. Must never state a fact without its sentence.
//! To add a relation or a pattern, edit `schema/relations/`; no Rust is needed.

mod dates;
mod matcher;
mod output;
mod rules;
mod verbs;
mod view;

use std::collections::BTreeMap;

use crate::model::{Annotated, BlockKind, EntityId, EntityType, ParsedArticle, PartialDate, Sentence, Status};
use crate::schema::{Pattern, Predicate};
use dates::DateExpression;
use matcher::Match;
use output::{Fact, Object};
pub use rules::Rules;
use view::View;

/// Takes the facts from an analysed document. Never fails; a document without names gives no facts.
///
/// # Complexity
/// Linear in the sentences; each sentence costs its units times the patterns whose trigger words it holds.
pub fn extract(annotated: &Annotated<'_>, rules: &Rules) -> ParsedArticle {
    let mut facts = BTreeMap::new();
    for sentence in annotated.sentences.iter().filter(|s| s.mentions.len() > 0) {
        sentence_facts(annotated, sentence, rules, &mut facts);
    }
    output::parsed_article(annotated, facts.into_values().collect())
}

type Found = BTreeMap<(&'static str, EntityId, Object), Fact>;

fn sentence_facts(annotated: &Annotated<'_>, sentence: &Sentence, rules: &Rules, facts: &mut Found) {
    let view = View::new(annotated, sentence, rules);
    let article = annotated.document.metadata.date;
    let dates = dates::dates(&view, article);
    for rule in rules.possible(&view.triggers) {
        for found in matcher::matches(&view, rule, &dates) {
            for fact in facts_of(&view, rule.predicate, &rule.pattern, &found, &dates) {
                keep(facts, fact);
            }
        }
    }
}

/// Keeps the better of two tellings of one fact: the surer, then the dated, then the earlier one.
fn keep(facts: &mut Found, fact: Fact) {
    let key = (fact.predicate, fact.subject, undated(fact.object));
    let rank = |f: &Fact| (f.status, f.date.is_none(), f.qualifier.is_none(), f.evidence);
    match facts.get(&key) {
        Some(old) if rank(old) <= rank(&fact) => {}
        _ => {
            facts.insert(key, fact);
        }
    }
}

fn undated(object: Object) -> Object {
    match object {
        Object::Date(date, _) => Object::Date(date, None),
        entity => entity,
    }
}

fn facts_of(
    view: &View<'_>,
    predicate: &'static Predicate,
    pattern: &Pattern,
    found: &Match,
    dates: &[DateExpression],
) -> Vec<Fact> {
    let allowed = |own: &[EntityType], wide: &[EntityType], at: usize| {
        let kinds = if own.is_empty() { wide } else { own };
        view.entity_type(at).is_some_and(|kind| kinds.contains(&kind))
    };
    let entity = |at: usize| view.mention(at).map(|m| m.entity);
    let status = pattern.status.map_or(found.status, |s| s.max(found.status));
    let qualifier = pattern.qualifier.clone().or_else(|| qualifier_text(view, found));
    let date = if pattern.event { event_date(view, found, dates, status) } else { None };
    let mut out = Vec::new();
    for &s in found.subjects.iter().filter(|s| allowed(&pattern.subjects, predicate.subjects, **s)) {
        let Some(subject) = entity(s) else { continue };
        let mut push = |object: Object, date: Option<PartialDate>| {
            out.push(Fact {
                predicate: predicate.name,
                subject,
                object,
                event: pattern.event,
                date,
                qualifier: qualifier.clone(),
                status,
                evidence: view.sentence.span,
                rule: pattern.rule.clone(),
            });
        };
        if let Some(expression) = found.date.and_then(|at| dates.get(at)).filter(|_| predicate.is_dated()) {
            let span = view.units[expression.first].span.join(view.units[expression.end - 1].span);
            push(Object::Date(expression.value, Some(span)), Some(expression.value));
            continue;
        }
        for &o in found.objects.iter().filter(|o| allowed(&pattern.objects, predicate.objects, **o)) {
            if let Some(object) = entity(o).filter(|object| *object != subject) {
                push(Object::Entity(object), date);
            }
        }
    }
    out
}

fn qualifier_text(view: &View<'_>, found: &Match) -> Option<String> {
    let (first, last) = found.qualifier?;
    let span = view.units.get(first)?.span.join(view.units.get(last)?.span);
    let text = view.annotated.surface_form(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let text =
        text.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ").trim_matches(',').trim();
    (!text.is_empty() && text.len() <= 120).then(|| text.to_owned())
}

/// When a happening took place: the date nearest to the match in its sentence, else the article's own date where
/// the sentence reports it as news.
fn event_date(view: &View<'_>, found: &Match, dates: &[DateExpression], status: Status) -> Option<PartialDate> {
    let last = found.objects.iter().chain(&found.subjects).copied().max().unwrap_or(found.end).max(found.end);
    let distance = |d: &DateExpression| {
        if d.first >= found.first { d.first.saturating_sub(last) } else { found.first - d.end + 2 }
    };
    if let Some(near) = dates.iter().min_by_key(|d| (distance(d), d.first)).filter(|d| distance(d) <= 12) {
        return Some(near.value);
    }
    if status != Status::Asserted && !is_headline(view) {
        return None;
    }
    let news = found.current
        || is_headline(view)
        || (0..view.len()).any(|at| {
            matches!(
                view.lower(at),
                "announce"
                    | "announced"
                    | "announces"
                    | "announcing"
                    | "welcome"
                    | "welcomes"
                    | "pleased"
                    | "excited"
                    | "thrilled"
                    | "proud"
                    | "delighted"
            )
        });
    news.then_some(view.annotated.document.metadata.date).flatten()
}

fn is_headline(view: &View<'_>) -> bool {
    let kind = view.annotated.document.blocks.get(view.sentence.block).map(|b| b.kind);
    matches!(kind, Some(BlockKind::Title))
}
