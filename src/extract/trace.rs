//! Tells what the rules make of a text: for those who write relation files, and who ask why a fact is missing.

use std::fmt::Write;

use super::clauses::clauses;
use super::dates::dates;
use super::matcher::{self, Match};
use super::output::{Fact, Object};
use super::rules::{Rule, Rules};
use super::topic::topics;
use super::view::View;
use crate::model::{Annotated, Sentence};

/// The analysis of each sentence, its clauses, and each rule whose words stand there: matched or not, and why not.
pub fn trace(annotated: &Annotated<'_>, rules: &Rules) -> String {
    let mut out = String::new();
    for sentence in &annotated.sentences {
        let _ = writeln!(out, "sentence  {}", one_line(annotated.surface_form(sentence.span)));
        mentions(annotated, sentence, &mut out);
        grammar(annotated, sentence, &mut out);
        let view = View::new(annotated, sentence, rules, topics(annotated));
        rules_of(&view, rules, &mut out);
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
        let _ =
            writeln!(out, "  mention {surface} = {} ({}{sure})", one_line(&entity.name), entity.entity_type.as_str());
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

fn rules_of(view: &View<'_>, rules: &Rules, out: &mut String) {
    let found_dates = dates(view, view.annotated.document.metadata.date);
    let mut silent = 0;
    for rule in rules.possible(&view.triggers).filter(|rule| !(view.is_clause && rule.implies_argument)) {
        let matches = matcher::matches(view, rule, &found_dates);
        if matches.is_empty() {
            let excluded = matcher::excluded(view, rule, &found_dates);
            match excluded {
                Some(_) => {
                    let _ = writeln!(out, "  rule    {}: forbidden by a word of its 'unless'", rule.pattern.rule);
                }
                None => silent += 1,
            }
        }
        for found in &matches {
            tell(view, rule, found, &super::facts_of(view, rule.predicate, &rule.pattern, found, &found_dates), out);
        }
    }
    if silent > 0 {
        let _ = writeln!(out, "  {silent} other patterns have their words here, but not in their order");
    }
}

fn tell(view: &View<'_>, rule: &Rule, found: &Match, facts: &[Fact], out: &mut String) {
    if facts.is_empty() {
        let names = |units: &[usize]| units.iter().map(|at| view.lower(*at)).collect::<Vec<_>>().join(", ");
        let (subjects, objects) = (names(&found.subjects), names(&found.objects));
        let _ = writeln!(
            out,
            "  rule    {}: matched '{subjects}' and '{objects}', but their types are not those of {}",
            rule.pattern.rule, rule.predicate.name
        );
    }
    for fact in facts {
        let name = |id| one_line(&view.annotated.entity(id).name);
        let object = match fact.object {
            Object::Entity(id) => name(id),
            Object::Date(date, _) => date.to_string(),
        };
        let date = fact.date.map_or_else(String::new, |d| format!(", {d}"));
        let _ = writeln!(
            out,
            "  rule    {}: {} {} {object} ({}{date})",
            fact.rule,
            name(fact.subject),
            fact.predicate,
            fact.status.as_str()
        );
    }
}
