//! Stage 3: facts. Takes an [`Annotated`] document, gives a [`ParsedArticle`].
//!
//! Each sentence is laid out as a row of words and mentions ([`view`]), its date expressions are read ([`dates`]),
//! and every pattern of the relation files that its words allow is matched ([`matcher`], [`verbs`]). Arguments of
//! the wrong type, and facts that the text denies, are kept apart. Must never state a fact without its sentence.
//! To add a relation or a pattern, edit `schema/relations/`; no Rust is needed.

mod amounts;
mod asides;
mod chains;
mod clauses;
mod dates;
mod dating;
mod event_dates;
pub mod learned;
mod matcher;
mod mood;
mod output;
mod period;
mod qualifiers;
mod relative_dates;
mod relatives;
mod release;
mod rules;
mod sections;
mod terms;
mod ties;
mod topic;
mod trace;
mod tree;
mod verbs;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Annotated, BlockKind, EntityId, EntityType, ParsedArticle, Sentence, TokenKind};
use crate::schema::{self, Element, Pattern, Predicate};
use dates::DateExpression;
use dating::Dated;
pub use learned::RULE as LEARNED;
use matcher::{Implied, Match};
use output::{Fact, Object};
pub use rules::Rules;
pub use trace::trace;
use view::View;

/// Takes the facts from an analysed document. Never fails; a document without names gives no facts.
///
/// # Complexity
/// Linear in the sentences; each sentence costs its units times the patterns whose trigger words it holds.
pub fn extract(annotated: &Annotated<'_>, rules: &Rules) -> ParsedArticle {
    let Reading { mut facts, likely, terms, relative_mentions } = read(annotated, rules);
    for fact in learned::untold(annotated, likely, &facts) {
        keep(&mut facts, fact);
    }
    terms::date_by_terms(annotated, &terms, &mut facts);
    event_dates::date_by_event(&mut facts);
    event_dates::date_by_founding(&mut facts);
    let types = settled_types(annotated, &facts);
    let fits = |fact: &Fact| {
        let Some(predicate) = schema::predicate(fact.predicate) else { return false };
        let of = |id: EntityId| types[id.0 as usize];
        predicate.subjects.contains(&of(fact.subject))
            && match fact.object {
                Object::Entity(object) => predicate.objects.contains(&of(object)),
                Object::Date(..) => true,
            }
    };
    let kept = facts.values().filter(|fact| fits(fact) && !has_named_rival(annotated, fact, &facts)).cloned().collect();
    output::parsed_article(annotated, &types, kept, &relative_mentions)
}

/// What the patterns tell of a document, and what else its sentences make likely.
struct Reading {
    facts: Found,
    likely: Vec<learned::Likely>,
    /// The date with which a term of office begins, by sentence.
    terms: BTreeMap<usize, crate::model::PartialDate>,
    relative_mentions: Vec<crate::model::Mention>,
}

fn read(annotated: &Annotated<'_>, rules: &Rules) -> Reading {
    let mut facts = BTreeMap::new();
    let mut relative_mentions = Vec::new();
    let topics = topic::topics(annotated);
    let published = annotated.document.metadata.date;
    let mut terms = BTreeMap::new();
    let backdrop = learned::Backdrop::new(annotated);
    let mut likely = Vec::new();
    let (mut edition, mut earlier) = (None, None);
    let sentences = annotated.sentences.iter().zip(topic::by_sentence(annotated, topics));
    for (at, (sentence, topics)) in sentences.enumerate() {
        let items = list_items(annotated, at);
        if !items.is_empty() {
            let view = View::with_items(annotated, sentence, rules, topics, &items);
            view_facts(&view, &dates::dates(&view, published), rules, &mut facts);
        } else if !sentence.mentions.is_empty()
            || topics.occasion.is_some() && is_label(annotated, sentence)
            || terms::is_likely(annotated, sentence)
        {
            let mut view = View::new(annotated, sentence, rules, topics);
            view.earlier = earlier.filter(|(block, _)| sentence.block.abs_diff(*block) <= 1).map(|(_, date)| date);
            let found = dates::dates(&view, published);
            earlier = found.last().map(|date| (sentence.block, date.value)).or(earlier);
            relative_mentions.extend(relatives::relatives(&view));
            terms.extend(terms::beginning(&view, &found).map(|date| (at, date)));
            if let Some(date) = dating::edition(&view, &found) {
                edition = Some((sentence.block, date));
            }
            view.edition = edition.filter(|(block, _)| *block == sentence.block).map(|(_, date)| date);
            view.begins = dating::beginning(&view, &found);
            view_facts(&view, &found, rules, &mut facts);
            if rules.learned {
                likely.extend(learned::likely(&view, &backdrop));
            }
            let rows = clauses::clauses(&view, &found);
            for row in rows.into_iter().chain(chains::chains(&view)) {
                let is_dated = found.is_empty() || found.iter().any(|d| row.contains(&d.first));
                let clause = view.row(&row, is_dated);
                let mut dates = dates::dates(&clause, published);
                // the end of a range whose start another clause has is no date of its own, and what counts from a date counts from
                // that of the sentence
                dates.retain_mut(|date| {
                    let whole = found.iter().find(|whole| row.get(date.first) == Some(&whole.first));
                    date.value = whole.map_or(date.value, |whole| whole.value);
                    whole.is_some()
                });
                view_facts(&clause, &dates, rules, &mut facts);
            }
        }
    }
    event_dates::years_of_events(annotated, &mut facts);
    event_dates::days_of_programme(annotated, rules, topics, &mut facts);
    if let Some(fact) = release::headline(annotated, topics, &facts) {
        keep(&mut facts, fact);
    }
    for fact in release::by_name(annotated, &facts) {
        keep(&mut facts, fact);
    }
    if let Some(fact) = release::presented(annotated, topics, &facts) {
        keep(&mut facts, fact);
    }
    Reading { facts, likely, terms, relative_mentions }
}

/// Whether a sentence names in another reading whom this one leaves without a name: 'We welcome Foo as a member of Bar'.
fn has_named_rival(annotated: &Annotated<'_>, fact: &Fact, facts: &Found) -> bool {
    let is_named = |id: EntityId| (id.0 as usize) < annotated.named;
    let Object::Entity(object) = fact.object else { return false };
    let is_body = |id: EntityId| !is_named(id) && annotated.entity(id).entity_type != EntityType::Person;
    if !is_body(fact.subject) && !is_body(object) {
        return false;
    }
    facts.values().any(|other| {
        let Object::Entity(of_other) = other.object else { return false };
        let agrees = |own: EntityId, others: EntityId| own == others || !is_named(own) && is_named(others);
        other.predicate == fact.predicate
            && other.evidence == fact.evidence
            && (other.subject, of_other) != (fact.subject, object)
            && agrees(fact.subject, other.subject)
            && agrees(object, of_other)
    })
}

/// The type of each entity: where a name gave no evidence of its own, what it does decides.
fn settled_types(annotated: &Annotated<'_>, facts: &Found) -> Vec<EntityType> {
    let mut types: Vec<EntityType> = annotated.entities.iter().map(|e| e.entity_type).collect();
    let mut asked: BTreeMap<EntityId, [usize; 2]> = BTreeMap::new();
    let mut people: BTreeMap<EntityId, usize> = BTreeMap::new();
    for fact in facts.values() {
        let Some(predicate) = schema::predicate(fact.predicate) else { continue };
        let objects = match fact.object {
            Object::Entity(object) => Some((object, predicate.objects, false)),
            Object::Date(..) => None,
        };
        for (id, allowed, is_subject) in std::iter::once((fact.subject, predicate.subjects, true)).chain(objects) {
            let kind = annotated.entity(id).entity_type;
            let suggests = kind == EntityType::Project && predicate.suggests_body(is_subject);
            let fits = allowed.contains(&kind) && !suggests;
            if allowed == [EntityType::Person] && is_like_person(annotated, id) {
                *people.entry(id).or_default() += 1;
            }
            asked.entry(id).or_default()[usize::from(fits)] += 1;
        }
    }
    let events: BTreeSet<EntityId> = facts.values().filter(|f| f.predicate == "heldOn").map(|f| f.subject).collect();
    for (id, [against, in_favour]) in asked {
        let entity = annotated.entity(id);
        if !entity.is_certain && events.contains(&id) {
            types[id.0 as usize] = EntityType::Event;
        } else if !entity.is_certain && people.get(&id).is_some_and(|n| 2 * n > against) {
            types[id.0 as usize] = EntityType::Person;
        } else if !entity.is_certain && against > in_favour {
            types[id.0 as usize] = EntityType::Company;
        }
    }
    // what something lies in is a place, whatever its name looks like: 'Springfield, OR'
    for fact in facts.values().filter(|fact| fact.predicate == "locatedIn") {
        if let Object::Entity(place) = fact.object {
            types[place.0 as usize] = EntityType::Place;
        }
    }
    types
}

/// Whether a name without evidence may be a person's: one to three words like 'Marsh'.
fn is_like_person(annotated: &Annotated<'_>, id: EntityId) -> bool {
    let entity = annotated.entity(id);
    let is_like_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || c == '.')
    };
    let is_word = |word: &str| schema::Gazetteer::embedded().is_word(&word.to_lowercase());
    !entity.is_certain
        && entity.entity_type == EntityType::Project
        && entity.name.split(' ').count() <= 3
        && !entity.name.split(' ').all(is_word)
        && entity.name.split(' ').all(is_like_name)
}

type Found = BTreeMap<(&'static str, EntityId, Object), Fact>;

/// The mentions that open the items of the list that a sentence introduces with a colon.
fn list_items(annotated: &Annotated<'_>, at: usize) -> Vec<usize> {
    let sentence = &annotated.sentences[at];
    let last = annotated.tokens.get(sentence.tokens.end.wrapping_sub(1)).map_or("", |t| annotated.surface_form(t.span));
    if last != ":" {
        return Vec::new();
    }
    let kind_of = |s: &Sentence| annotated.document.blocks.get(s.block).map(|b| b.kind);
    let mut items = Vec::new();
    let mut block = sentence.block;
    for item in annotated.sentences[at + 1..]
        .iter()
        .take_while(|s| matches!(kind_of(s), Some(BlockKind::ListItem | BlockKind::TableCell)))
    {
        let opens = item.block != block;
        block = item.block;
        // an item that goes on like a sentence ('Lakemap was replaced') names no member
        let stands_alone = |m: &usize| {
            let next = annotated.mentions[*m].end_token;
            next >= item.tokens.end
                || annotated.tokens.get(next).is_some_and(|t| {
                    t.kind == TokenKind::Mark
                        || matches!(
                            annotated.surface_form(t.span),
                            "as" | "and" | "from" | "of" | "for" | "with" | "in"
                        )
                })
        };
        let first = item
            .mentions
            .clone()
            .next()
            .filter(|m| annotated.mentions[*m].first_token <= item.tokens.start + 2 && stands_alone(m));
        items.extend(first.filter(|_| opens));
    }
    items
}

/// Whether a line begins with a word and a colon: 'Date: 5 May'.
fn is_label(annotated: &Annotated<'_>, sentence: &Sentence) -> bool {
    let tokens = annotated.tokens.get(sentence.tokens.clone()).unwrap_or_default();
    tokens.iter().take(4).any(|token| annotated.surface_form(token.span) == ":")
}

fn view_facts(view: &View<'_>, dates: &[DateExpression], rules: &Rules, facts: &mut Found) {
    let mentions = (0..view.len()).filter(|at| view.mention(*at).is_some()).count();
    for rule in rules.possible(&view.triggers, mentions) {
        if rule.has_date && dates.is_empty() {
            continue;
        }
        if view.is_clause && (rule.implies_argument || rule.is_positional)
            || !sections::is_under(view, &rule.pattern.under)
        {
            continue;
        }
        for found in matcher::matches(view, rule, dates) {
            for fact in facts_of(view, rule.predicate, &rule.pattern, &found, dates) {
                let dated = companion(&fact);
                keep(facts, fact);
                dated.into_iter().for_each(|fact| keep(facts, fact));
            }
        }
    }
}

/// Keeps the better of two tellings of one fact: the surer, then the dated, then the earlier one.
fn keep(facts: &mut Found, fact: Fact) {
    let key = (fact.predicate, fact.subject, undated(fact.object));
    let rank = |f: &Fact| {
        (f.status, f.date.is_none(), f.date.is_some_and(|date| date.is_news), f.qualifier.is_none(), f.evidence)
    };
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
    let tells_role = found.qualifier.is_some() || pattern.event;
    let allowed = |own: &[EntityType], wide: &[EntityType], at: usize| {
        let kinds = if own.is_empty() { wide } else { own };
        let unsure = view.mention(at).is_some_and(|m| !view.annotated.entity(m.entity).is_certain);
        view.entity_type(at).is_some_and(|kind| match kind {
            // a name without evidence passes for a company or a person, as the pattern asks
            EntityType::Project if unsure => {
                let is_person = kinds == [EntityType::Person] && predicate.subjects == kinds && tells_role;
                kinds.contains(&EntityType::Company) || kinds.contains(&kind) || is_person
            }
            _ => kinds.contains(&kind),
        })
    };
    let entity = |at: usize| view.mention(at).map(|m| m.entity);
    let status = pattern.status.map_or(found.status, |s| s.max(found.status));
    let status = if states_by_words(pattern) { status.max(view.doubt(found.first)) } else { status };
    let implied = found.implied.and_then(|implied| view.implied(implied));
    let fits_implied = |own: &[EntityType], wide: &[EntityType]| {
        implied.filter(|id| {
            let kinds = if own.is_empty() { wide } else { own };
            kinds.contains(&view.annotated.entity(*id).entity_type)
        })
    };
    // 'announces a new Acme server' releases no Acme, but 'announces the Foo server' does
    let is_the = |at: usize| predicate.name != "founded" && at > 0 && view.lower(at - 1) == "the";
    let arguments = |units: &[usize], own: &[EntityType], wide: &[EntityType]| -> Vec<(EntityId, Option<usize>)> {
        if units.is_empty() {
            return fits_implied(own, wide).map(|id| (id, None)).into_iter().collect();
        }
        let is_state = |at: usize| predicate.name == "locatedIn" && is_state(view, at);
        // 'I will speak': nobody is named
        let is_named = |at: usize| entity(at).is_some_and(|id| (id.0 as usize) < view.annotated.named);
        let fits = |at: &&usize| {
            (implied.is_none() || is_named(**at))
                && (allowed(own, wide, **at) || is_state(**at))
                && !view.is_contrasted(**at)
                && !(pattern.whole && tree::modifies_noun(view, **at) && !is_the(**at))
        };
        units.iter().filter(fits).filter_map(|at| Some((entity(*at)?, Some(*at)))).collect()
    };
    let subjects = arguments(&found.subjects, &pattern.subjects, predicate.subjects);
    if subjects.is_empty() {
        return Vec::new();
    }
    let qualifier = pattern.qualifier.clone().or_else(|| qualifiers::qualifier(view, predicate.name, found));
    let date = if pattern.event {
        dating::event_date(view, predicate.name, found, dates, status)
    } else {
        dating::date_beside(view, predicate.name, found, dates)
    };
    let mut out = Vec::new();
    for (subject, s) in subjects {
        let in_dateline = || {
            let entity = view.annotated.entity(subject);
            entity.entity_type == EntityType::Place && schema::is_of_dateline(&entity.name)
        };
        if predicate.name == "locatedIn" && (s.is_some_and(|at| is_state(view, at)) || in_dateline()) {
            continue;
        }
        let mut push = |object: Object, o: Option<usize>, date: Option<Dated>| {
            // who joins a board without an office in it is its member
            let is_seat = match object {
                Object::Entity(body) => {
                    predicate.name == "worksFor" && qualifier.is_none() && is_board(&view.annotated.entity(body).name)
                }
                Object::Date(..) => false,
            };
            out.push(Fact {
                predicate: if is_seat { "memberOf" } else { predicate.name },
                subject,
                object,
                event: pattern.event,
                date,
                qualifier: qualifier.clone(),
                status,
                evidence: view.evidence([s, o]),
                rule: pattern.rule.clone(),
            });
        };
        if found.when && predicate.is_dated() {
            if let Some(date) = dating::event_date(view, predicate.name, found, dates, status) {
                let span = dating::date_span(view, dates, date.value);
                push(Object::Date(date.value, span), None, Some(date));
            }
            continue;
        }
        if let Some(expression) = found.date.and_then(|at| dates.get(at)).filter(|_| predicate.is_dated()) {
            if dating::is_of_another(view, found, expression) {
                continue;
            }
            let span = view.units[expression.first].span.join(view.units[expression.end - 1].span);
            push(Object::Date(expression.value, Some(span)), None, Some(Dated::told(expression.value)));
            continue;
        }
        let paired = found.objects.is_empty() && found.implied.is_none() && predicate.is_symmetric;
        let partners = if paired { &found.subjects } else { &found.objects };
        let wider = if predicate.name == "locatedIn" { with_wider_place(view, partners) } else { Vec::new() };
        let partners = if wider.is_empty() { partners } else { &wider };
        for (object, o) in arguments(partners, &pattern.objects, predicate.objects) {
            let name = |id: EntityId| view.annotated.entity(id).name.as_str();
            let excluded = pattern.numbered && !topic::is_other_release(name(object), name(subject))
                || found.implied == Some(Implied::Topic) && topic::is_same_series(name(object), name(subject));
            // towns stay where they are
            let happens =
                predicate.name != "locatedIn" || view.annotated.entity(subject).entity_type == EntityType::Event;
            if object != subject && !excluded {
                push(Object::Entity(object), o, date.filter(|_| happens));
            }
        }
    }
    out
}

/// Whether a name is that of a body which has members and no staff: 'Lakemap Board'.
fn is_board(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("").to_lowercase();
    matches!(last.as_str(), "board" | "committee" | "council" | "panel" | "jury")
}

/// What is in Leeds is in England too, where the text says 'Leeds, England'.
fn with_wider_place(view: &View<'_>, places: &[usize]) -> Vec<usize> {
    let mut all = places.to_vec();
    while let Some(last) = all.last().copied().filter(|_| all.len() < 4) {
        let next = last + 2;
        let is_place = |at| view.entity_type(at) == Some(EntityType::Place) || is_state(view, at);
        if !is_place(last) || !is_place(next) || view.lower(last + 1) != "," {
            break;
        }
        all.push(next);
    }
    all
}

/// Whether a mention is a state's abbreviation after its town: 'Springfield, OR'.
fn is_state(view: &View<'_>, at: usize) -> bool {
    const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
                          NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC UK UAE Calif. Mass. Va. Tex. Fla. Ill.";
    let surface = view.units.get(at).map_or("", |unit| view.annotated.surface_form(unit.span));
    at >= 2
        && view.lower(at - 1) == ","
        && view.entity_type(at - 2) == Some(EntityType::Place)
        && view.is_name(at)
        && STATES.split_whitespace().any(|state| state.trim_end_matches('.') == surface.trim_end_matches('.'))
}

/// The dated companion of a founding, a release or an event: what began to exist, became available or took place, and when.
fn companion(fact: &Fact) -> Option<Fact> {
    let (Object::Entity(object), Some(date)) = (fact.object, fact.date) else { return None };
    let predicate = match fact.predicate {
        "founded" => "foundedOn",
        "released" => "releasedOn",
        "organizes" if !date.is_news => "heldOn",
        _ => return None,
    };
    let object_is_date = Object::Date(date.value, None);
    Some(Fact { predicate, subject: object, object: object_is_date, qualifier: None, ..fact.clone() })
}

/// Whether a pattern has no verb, noun or copula that the words around it could make unsure, but words as they stand.
/// What a possessive or an apposition says holds whatever the sentence makes of the rest.
fn states_by_words(pattern: &Pattern) -> bool {
    let is_word = |element: &Element| matches!(element, Element::Word(words) if words.iter().all(|word| word != "'s"));
    let is_judged = |element: &Element| {
        matches!(element, Element::Verb(_) | Element::Passive(_) | Element::Noun(_) | Element::Is | Element::Role)
    };
    // 'rumour has it that Oslo-based Acme': where Acme is based is no rumour
    let is_compound =
        |element: &Element| matches!(element, Element::Word(words) if words.iter().all(|word| word.starts_with('-')));
    pattern.elements.iter().any(is_word) && !pattern.elements.iter().any(|e| is_judged(e) || is_compound(e))
}
