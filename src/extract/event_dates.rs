//! When events take place: as sentences, names and programmes tell it, and what takes place at them.

use std::collections::{BTreeMap, BTreeSet};

use super::dates;
use super::dating::{Dated, date_span};
use super::output::{Fact, Object};
use super::rules::Rules;
use super::topic::Topics;
use super::view::View;
use super::{Found, keep};
use crate::model::{Annotated, BlockKind, EntityId, EntityType, PartialDate, Sentence, Status};

/// 'Lakeside Summit 2014' took place in 2014: the year in an event's name, where the text says no finer date.
pub fn years_of_events(annotated: &Annotated<'_>, facts: &mut Found) {
    let dated: BTreeSet<EntityId> = facts.values().filter(|f| f.predicate == "heldOn").map(|f| f.subject).collect();
    let mut seen: BTreeSet<EntityId> = BTreeSet::new();
    for sentence in &annotated.sentences {
        for mention in &annotated.mentions[sentence.mentions.clone()] {
            let entity = annotated.entity(mention.entity);
            if entity.entity_type != EntityType::Event || dated.contains(&mention.entity) {
                continue;
            }
            let surface = annotated.surface_form(mention.span);
            let year = surface.split(' ').filter(|w| w.len() == 4).find_map(|w| w.parse::<i16>().ok());
            let Some(date) = year.filter(|y| (1900..2100).contains(y)).and_then(PartialDate::from_year) else {
                continue;
            };
            if seen.insert(mention.entity) {
                let fact = Fact {
                    predicate: "heldOn",
                    subject: mention.entity,
                    object: Object::Date(date, None),
                    event: true,
                    date: Some(Dated::told(date)),
                    qualifier: None,
                    status: Status::Asserted,
                    evidence: sentence.span,
                    rule: "held_on/year_in_name".to_owned(),
                };
                keep(facts, fact);
            }
        }
    }
}

/// A programme has its days as headings: the first of them is when the event that the article is about begins.
pub fn days_of_programme(annotated: &Annotated<'_>, rules: &Rules, topics: Topics, facts: &mut Found) {
    let Some(event) = topics.occasion else { return };
    if facts.values().any(|f| f.predicate == "heldOn" && f.subject == event) {
        return;
    }
    let is_heading = |s: &&Sentence| {
        annotated.document.blocks.get(s.block).is_some_and(|b| b.kind == BlockKind::Heading) && s.tokens.len() <= 8
    };
    for sentence in annotated.sentences.iter().filter(is_heading) {
        let view = View::new(annotated, sentence, rules, topics);
        let day = dates::dates(&view, annotated.document.metadata.date).into_iter().find(|d| d.value.day().is_some());
        if let Some(day) = day {
            let fact = Fact {
                predicate: "heldOn",
                subject: event,
                object: Object::Date(day.value, date_span(&view, &[day], day.value)),
                event: true,
                date: Some(Dated::told(day.value)),
                qualifier: None,
                status: Status::Asserted,
                evidence: sentence.span,
                rule: "held_on/day_of_programme".to_owned(),
            };
            keep(facts, fact);
            return;
        }
    }
}

/// What takes place at an event takes place when the event does: gives its date to what has none of its own, or a coarser one.
pub fn date_by_event(facts: &mut Found) {
    let mut held: BTreeMap<EntityId, Vec<PartialDate>> = BTreeMap::new();
    for fact in facts.values().filter(|f| f.predicate == "heldOn" && f.status.is_edge()) {
        if let Object::Date(date, _) = fact.object {
            held.entry(fact.subject).or_default().push(date);
        }
    }
    for fact in facts.values_mut() {
        let event = match (fact.predicate, fact.object) {
            ("participatesIn" | "organizes", Object::Entity(event)) => event,
            ("locatedIn", _) => fact.subject,
            _ => continue,
        };
        let dates = held.get(&event).map_or(&[][..], Vec::as_slice);
        let own = fact.date.filter(|date| !date.is_news).map(|date| date.value);
        fact.date = match own {
            Some(own) => dates.iter().copied().filter(|date| date.is_within(own)).max().map(Dated::told).or(fact.date),
            None => dates.last().copied().map(Dated::told).or(fact.date),
        };
    }
}

/// Founding members join when their body is founded: gives them the day of its founding, or that of another founding member.
pub fn date_by_founding(facts: &mut Found) {
    let is_founding = |fact: &Fact| {
        let qualifier = fact.qualifier.as_deref().unwrap_or("").to_lowercase();
        fact.predicate == "memberOf"
            && ["founding", "charter", "inaugural", "incorporating"].iter().any(|word| qualifier.starts_with(word))
    };
    let mut founded: BTreeMap<EntityId, (bool, Dated)> = BTreeMap::new();
    let mut learn = |body: EntityId, date: Dated, is_founding: bool| {
        founded
            .entry(body)
            .and_modify(|known| *known = (*known).max((is_founding, date)))
            .or_insert((is_founding, date));
    };
    for fact in facts.values().filter(|fact| fact.status.is_edge()) {
        match fact.object {
            Object::Date(date, _) if fact.predicate == "foundedOn" => learn(fact.subject, Dated::told(date), true),
            Object::Entity(body) if is_founding(fact) => {
                if let Some(date) = fact.date {
                    learn(body, date, false);
                }
            }
            _ => {}
        }
    }
    for fact in facts.values_mut().filter(|fact| is_founding(fact) && fact.date.is_none_or(|date| date.is_news)) {
        if let Object::Entity(body) = fact.object {
            fact.date = founded.get(&body).map(|(_, date)| *date).or(fact.date);
        }
    }
}
