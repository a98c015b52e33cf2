//! Tells what the rules make of a text: for those who write relation files, and who ask why a fact is missing.

use std::fmt::Write;

use super::clauses::clauses;
use super::dates::dates;
use super::learned;
use super::matcher::{self, Match, Obstacle};
use super::output::{Fact, Object};
use super::rules::{Rule, Rules};
use super::topic;
use super::view::View;
use crate::model::{Annotated, EntityType, MentionKind, Sentence, Status};

/// Patterns that are told with the element at which they failed, a sentence or clause.
const NEAREST: usize = 5;

/// The analysis of each sentence, its clauses, and each rule whose words stand there: matched or not, and why not.
pub fn trace(annotated: &Annotated<'_>, rules: &Rules) -> String {
    let mut out = String::new();
    let backdrop = learned::Backdrop::new(annotated);
    for (sentence, topics) in annotated.sentences.iter().zip(topic::by_sentence(annotated, topic::topics(annotated))) {
        let _ = writeln!(out, "sentence  {}", one_line(annotated.surface_form(sentence.span)));
        mentions(annotated, sentence, &mut out);
        grammar(annotated, sentence, &mut out);
        let view = View::new(annotated, sentence, rules, topics);
        doubts(&view, &mut out);
        for date in dates(&view, annotated.document.metadata.date) {
            let _ = writeln!(out, "  date    {} = {}", words(&view, date.first..date.end), date.value);
        }
        rules_of(&view, rules, &mut out);
        if rules.learned {
            learned_facts(&view, &backdrop, &mut out);
        }
        for row in clauses(&view, &dates(&view, annotated.document.metadata.date)) {
            let clause = view.row(&row, true);
            let words: Vec<&str> = (0..clause.len()).map(|at| clause.lower(at)).collect();
            let _ = writeln!(out, "clause    {}", one_line(&words.join(" ")));
            rules_of(&clause, rules, &mut out);
        }
        out.push('\n');
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mentions(annotated: &Annotated<'_>, sentence: &Sentence, out: &mut String) {
    for mention in &annotated.mentions[sentence.mentions.clone()] {
        let entity = annotated.entity(mention.entity);
        let surface = one_line(annotated.surface_form(mention.span));
        let sure = if entity.is_certain { "" } else { ", a guess" };
        let kind = match mention.kind {
            MentionKind::Name => "",
            MentionKind::Nominal => ", by description",
            MentionKind::Pronoun => ", by pronoun",
        };
        let (name, entity_type) = (one_line(&entity.name), entity.entity_type.as_str());
        let _ = writeln!(out, "  mention {surface} = {name} ({entity_type}{sure}{kind})");
    }
}

fn grammar(annotated: &Annotated<'_>, sentence: &Sentence, out: &mut String) {
    let Some(grammar) = &sentence.grammar else { return };
    let form = |at: usize| {
        annotated.tokens.get(sentence.tokens.start + at).map_or("", |token| annotated.surface_form(token.span))
    };
    for (at, word) in grammar.words.iter().enumerate() {
        let head = word.head.map_or("-", form);
        let _ = writeln!(out, "  word    {} {} {} of {head}", form(at), word.tag, word.relation);
    }
}

/// The words whose facts the words around them make unsure.
fn doubts(view: &View<'_>, out: &mut String) {
    let mut at = 0;
    while at < view.len() {
        let status = view.doubt(at);
        let end = (at..view.len()).find(|next| view.doubt(*next) != status).unwrap_or(view.len());
        if status != Status::Asserted {
            let _ = writeln!(out, "  mood    {}: '{}'", status.as_str(), words(view, at..end));
        }
        at = end;
    }
}

/// The facts that learned weights make likely, with the clues that weigh most for each.
fn learned_facts(view: &View<'_>, backdrop: &learned::Backdrop, out: &mut String) {
    for likely in learned::likely(view, backdrop) {
        let name = |id| one_line(&view.annotated.entity(id).name);
        let clues: Vec<String> = likely.clues.iter().map(|(clue, weight)| format!("'{clue}' {weight}")).collect();
        let _ = writeln!(
            out,
            "  learned {} {} {}: {}, of it {}",
            name(likely.subject),
            likely.predicate.name,
            name(likely.object),
            likely.sum,
            clues.join(", ")
        );
    }
}

fn words(view: &View<'_>, units: std::ops::Range<usize>) -> String {
    one_line(&units.map(|at| view.lower(at)).collect::<Vec<_>>().join(" "))
}

fn rules_of(view: &View<'_>, rules: &Rules, out: &mut String) {
    let found_dates = dates(view, view.annotated.document.metadata.date);
    let mut near: Vec<(Obstacle, &Rule)> = Vec::new();
    let mut silent = 0;
    for rule in rules
        .possible(&view.triggers, usize::MAX)
        .into_iter()
        .filter(|rule| !(view.is_clause && (rule.implies_argument || rule.is_positional)))
    {
        let matches = matcher::matches(view, rule, &found_dates);
        if matches.is_empty() {
            match (matcher::excluded(view, rule, &found_dates), matcher::obstacle(view, rule, &found_dates)) {
                (Some(_), _) => {
                    let _ = writeln!(out, "  rule    {}: forbidden by a word of its 'unless'", rule.pattern.rule);
                }
                (None, Some(obstacle)) => near.push((obstacle, rule)),
                (None, None) => silent += 1,
            }
        }
        for found in &matches {
            tell(view, rule, found, &super::facts_of(view, rule.predicate, &rule.pattern, found, &found_dates), out);
        }
    }
    let left = |rule: &Rule, obstacle: &Obstacle| match obstacle {
        Obstacle::Missing { matched, .. } => rule.elements.len() - matched,
        _ => rule.elements.len(),
    };
    near.sort_by_key(|(obstacle, rule)| left(rule, obstacle));
    for (obstacle, rule) in near.iter().take(NEAREST) {
        let _ = writeln!(out, "  near    {}: {}", rule.pattern.rule, reason(view, rule, *obstacle));
    }
    silent += near.len().saturating_sub(NEAREST);
    if silent > 0 {
        let _ = writeln!(out, "  {silent} other patterns have their words here, but not in their order");
    }
}

/// Which element of a pattern failed, and where.
fn reason(view: &View<'_>, rule: &Rule, obstacle: Obstacle) -> String {
    let pattern: Vec<String> = rule.pattern.elements.iter().map(ToString::to_string).collect();
    let at = |unit: usize| {
        if unit < view.len() { format!("'{}'", words(view, unit..unit + 1)) } else { "the end".to_owned() }
    };
    let what = match obstacle {
        Obstacle::NoVerb(unit) => format!("{} is not read as a verb", at(unit)),
        Obstacle::NoSubject(unit) => format!("no subject was found for {}", at(unit)),
        Obstacle::Missing { matched, at: unit } => {
            let element = pattern.get(matched).map_or("", String::as_str);
            format!("{element} is not found at {}", at(unit))
        }
    };
    format!("{what}, in '{}'", pattern.join(" "))
}

fn tell(view: &View<'_>, rule: &Rule, found: &Match, facts: &[Fact], out: &mut String) {
    if facts.is_empty() {
        let argument = |units: &[usize], own: &[EntityType], wide: &[EntityType]| {
            let allowed = if own.is_empty() { wide } else { own };
            let allowed = allowed.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join("|");
            let named = |at: &usize| {
                let kind = view.entity_type(*at).map_or("", EntityType::as_str);
                format!("'{}' ({kind})", words(view, *at..*at + 1))
            };
            let names = units.iter().map(named).collect::<Vec<_>>().join(", ");
            if names.is_empty() { String::new() } else { format!(" {names} for {allowed}") }
        };
        let (pattern, predicate) = (&rule.pattern, rule.predicate);
        let subject = argument(&found.subjects, &pattern.subjects, predicate.subjects);
        let object = argument(&found.objects, &pattern.objects, predicate.objects);
        let _ = writeln!(out, "  rule    {}: matched, but the arguments do not fit:{subject};{object}", pattern.rule);
    }
    for fact in facts {
        let name = |id| one_line(&view.annotated.entity(id).name);
        let object = match fact.object {
            Object::Entity(id) => name(id),
            Object::Date(date, _) => date.to_string(),
        };
        let date = fact.date.map_or_else(String::new, |d| format!(", {}", d.value));
        let qualifier = fact.qualifier.as_ref().map_or_else(String::new, |q| format!(", as {}", one_line(q)));
        let _ = writeln!(
            out,
            "  rule    {}: {} {} {object} ({}{date}{qualifier})",
            fact.rule,
            name(fact.subject),
            fact.predicate,
            fact.status.as_str()
        );
    }
}
