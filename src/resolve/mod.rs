//! Stage 4: parsed articles become one set of entities and facts.
//!
//! Takes [`ParsedArticle`]s, gives a [`Resolution`]; two of
//! them merge into one, in any order and any grouping, with the same result. Must never depend on the order of
//! articles, never invent a fact, never turn a denied or rumoured fact into an asserted one.
//!
//! Three steps. [`resolve_with`] takes what one article says: entities by [`canonical_key`] and type, facts, and ties
//! between names. [`merge`] unites what articles say. [`settle`] decides once, over all of it, which names are one
//! entity and what it is. To add a reason for two names to be one, add a kind of link in `links.rs`.

mod cluster;
mod editions;
mod given;
mod group;
mod key;
mod links;
mod merge;
mod settle;
mod sites;
mod text;
mod ties;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

pub use given::Given;
use group::Group;
pub use key::canonical_key;
pub use links::may_be_scoped;
pub use merge::merge;
pub use settle::{Settlement, decide, settle};

use crate::model::{
    ArticleId, ArticleRecord, EntityKey, EntityType, FactObject, FactRecord, MentionKind, ParsedArticle, ParsedEntity,
    ParsedFact, ParsedObject, Resolution, Source,
};
use crate::schema;

/// What to keep of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResolveOptions {
    /// Keep facts that the text only reports as rumour, or denies. They never become edges of the graph; exports
    /// show them as claims with their status.
    pub keep_unasserted: bool,
}

/// What one article says, as a resolution of its own; rumoured and denied facts are left out.
///
/// Never fails: what cannot be used is left out, and [`problems`] names it.
pub fn resolve(article: &ParsedArticle) -> Resolution {
    resolve_with(article, ResolveOptions::default())
}

/// What one article says, as a resolution of its own.
///
/// # Complexity
/// O((entities + facts) log) of the article.
pub fn resolve_with(article: &ParsedArticle, options: ResolveOptions) -> Resolution {
    let article_key = article_key(article);
    let id = ArticleId::of(&article_key);
    let mut resolution = Resolution::default();
    resolution
        .articles
        .insert(article_key.clone(), ArticleRecord { id: article.id.clone(), header: article.article.clone() });
    let keys = entity_keys(article);
    for entity in &article.entities {
        if let Some(key) = keys.get(entity.id.as_str()) {
            add_entity(&mut resolution, key, entity, id);
        }
    }
    let unnamed = unnamed_ids(article);
    let nameless = article.facts.iter().filter(|fact| is_of(fact, &unnamed)).count();
    if nameless > 0 {
        resolution.unnamed.insert(article_key.clone(), nameless);
    }
    for fact in article.facts.iter().filter(|fact| options.keep_unasserted || fact.status.is_edge()) {
        if let Ok(record) = record(fact, &keys) {
            if fact.status.is_edge() {
                note_roles(&mut resolution, &record, id);
            }
            resolution.facts.entry(record).or_default().insert(source(fact, &article_key));
        }
    }
    let text = text::Text::new(&article.text);
    for (name, source) in editions::told(article, &text, &keys, &article_key) {
        resolution.editions.entry(name.clone()).or_default().insert(source);
    }
    for (tie, place) in ties::ties(article, &text, &keys, &article_key) {
        let told = resolution.ties.entry(tie).or_default();
        told.articles.insert(id);
        told.places.insert(place);
    }
    resolution
}

/// Notes of both ends of a fact what they are related to, and where only their type allows their role.
fn note_roles(resolution: &mut Resolution, record: &FactRecord, article: ArticleId) {
    let Some(predicate) = schema::predicate(&record.predicate) else { return };
    let object = match &record.object {
        FactObject::Entity(object) => Some(object),
        FactObject::Date(_) => None,
    };
    let ends =
        [(Some(&record.subject), predicate.subjects, object), (object, predicate.objects, Some(&record.subject))];
    for (end, types, other) in ends {
        let Some(entity) = end.and_then(|key| resolution.entities.get_mut(key)) else { continue };
        if Group::is_one(types) {
            entity.supported.insert(article);
        }
        entity.related.extend(other.map(|key| key.key.clone()));
    }
}

/// What of an article [`resolve`] leaves out, and why: one line each, in the article's order. Entities without a name,
/// and their facts, are no problem: an article may leave open who 'he' is.
///
/// # Shape
/// Empty for every article that keeps to `schema/article.schema.json` and to the types of the predicates.
pub fn problems(article: &ParsedArticle) -> Vec<String> {
    let keys = entity_keys(article);
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for (at, entity) in article.entities.iter().enumerate() {
        if spaced(&entity.name).is_empty() {
            problems.push(format!("entities[{at}] is left out: its name is empty"));
        } else if !ids.insert(entity.id.as_str()) {
            problems.push(format!("entities[{at}] shares the id '{}'; facts take the last of them", entity.id));
        }
    }
    let unnamed = unnamed_ids(article);
    for (at, fact) in article.facts.iter().enumerate().filter(|(_, fact)| !is_of(fact, &unnamed)) {
        if let Err(what) = record(fact, &keys) {
            problems.push(format!("facts[{at}] is left out: {what}"));
        }
    }
    problems
}

/// The key of an article: its id and the first 12 hexadecimal digits of its SHA-256.
///
/// The header's checksum is taken where it is one, else the checksum of the text, so that two articles of one id do
/// not become one.
pub fn article_key(article: &ParsedArticle) -> String {
    let given = article.article.sha256.as_deref().filter(|sum| is_sha256(sum));
    let digits: String = match given {
        Some(sum) => sum.chars().take(12).collect(),
        None => Sha256::digest(article.text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect(),
    };
    format!("{}#{digits}", article.id)
}

fn is_sha256(sum: &str) -> bool {
    sum.len() == 64 && sum.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The key of each entity of an article, by its id; names that are empty have none.
///
/// # Shape
/// A surname alone has the key of the one person of the article who bears it, whatever it was taken for, where no fact
/// speaks of it.
pub fn entity_keys(article: &ParsedArticle) -> BTreeMap<&str, EntityKey> {
    let mut keys: BTreeMap<&str, EntityKey> = article
        .entities
        .iter()
        .filter(|entity| !spaced(&entity.name).is_empty() && has_name(entity))
        .map(|entity| {
            let key = canonical_key(entity.entity_type, &entity.name);
            (entity.id.as_str(), EntityKey { entity_type: entity.entity_type, key })
        })
        .collect();
    let mut bearers: BTreeMap<String, BTreeSet<EntityKey>> = BTreeMap::new();
    for key in keys.values().filter(|key| key.entity_type == EntityType::Person) {
        if let Some((_, surname)) = key.key.rsplit_once(' ') {
            bearers.entry(surname.to_owned()).or_default().insert(key.clone());
        }
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for fact in &article.facts {
        told.insert(&fact.subject);
        if let ParsedObject::Entity(object) = &fact.object {
            told.insert(object);
        }
    }
    let is_silent = |id: &str, key: &EntityKey| key.entity_type == EntityType::Place && !told.contains(id);
    for (id, key) in &mut keys {
        if let Some(people) = bearers.get(&key.key).filter(|people| people.len() == 1 && is_silent(id, key)) {
            people.iter().for_each(|person| key.clone_from(person));
        }
    }
    keys
}

/// Whether the article names the entity; pronouns and descriptions alone do not say who it is.
fn has_name(entity: &ParsedEntity) -> bool {
    entity.mentions.is_empty() || entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
}

fn unnamed_ids(article: &ParsedArticle) -> BTreeSet<&str> {
    article.entities.iter().filter(|entity| !has_name(entity)).map(|entity| entity.id.as_str()).collect()
}

/// Whether a fact is one of some entities.
fn is_of(fact: &ParsedFact, entities: &BTreeSet<&str>) -> bool {
    let object = matches!(&fact.object, ParsedObject::Entity(id) if entities.contains(id.as_str()));
    object || entities.contains(fact.subject.as_str())
}

fn add_entity(resolution: &mut Resolution, key: &EntityKey, entity: &ParsedEntity, article: ArticleId) {
    let resolved = resolution.entities.entry(key.clone()).or_default();
    let name = spaced(&entity.name);
    let own = canonical_key(key.entity_type, &name);
    let is_form = |alias: &String| {
        let is_other = || links::is_sibling(key.entity_type, &canonical_key(key.entity_type, alias), &own);
        !alias.is_empty() && *alias != name && !is_other()
    };
    let aliases = entity.aliases.iter().map(|alias| spaced(alias)).filter(is_form);
    for alias in aliases {
        resolved.names.entry(alias).or_default().add(false, article);
    }
    let is_body = matches!(key.entity_type, EntityType::Company | EntityType::Organization);
    if is_body && key::has_legal_form(&name) {
        resolved.supported.insert(article);
    }
    let is_own_name = own == key.key;
    resolved.names.entry(name).or_default().add(is_own_name, article);
    resolved.same_as.extend(entity.same_as.iter().filter(|iri| !iri.trim().is_empty()).cloned());
    let forms: Vec<&str> = std::iter::once(&entity.name).chain(&entity.aliases).map(String::as_str).collect();
    match entity.attributes.get("url").map(|url| sites::target(url, &forms)) {
        Some(sites::Target::Same(iri)) => resolved.same_as.extend([iri]),
        Some(sites::Target::Site(url)) => resolved.urls.extend([url]),
        Some(sites::Target::Other) | None => {}
    }
    resolved.subkinds.extend(entity.attributes.get("kind").cloned());
}

/// The fact with its identities, or why it is none.
fn record(fact: &ParsedFact, keys: &BTreeMap<&str, EntityKey>) -> Result<FactRecord, String> {
    let predicate =
        schema::predicate(&fact.predicate).ok_or_else(|| format!("unknown predicate '{}'", fact.predicate))?;
    let entity = |id: &str| keys.get(id).cloned().ok_or_else(|| format!("no entity has the id '{id}'"));
    let mut subject = entity(&fact.subject)?;
    if !predicate.subjects.contains(&subject.entity_type) {
        return Err(format!("a {} cannot be the subject of {}", subject.entity_type, predicate.name));
    }
    let object = match &fact.object {
        ParsedObject::Date { value, .. } if predicate.is_dated() => FactObject::Date(*value),
        ParsedObject::Date { .. } => return Err(format!("the object of {} is an entity, not a date", predicate.name)),
        ParsedObject::Entity(_) if predicate.is_dated() => {
            return Err(format!("the object of {} is a date, not an entity", predicate.name));
        }
        ParsedObject::Entity(id) => {
            let mut object = entity(id)?;
            if !predicate.objects.contains(&object.entity_type) {
                return Err(format!("a {} cannot be the object of {}", object.entity_type, predicate.name));
            }
            if object == subject {
                return Err(format!("{} would relate '{}' to itself", predicate.name, subject.key));
            }
            if predicate.is_symmetric && object < subject {
                std::mem::swap(&mut subject, &mut object);
            }
            FactObject::Entity(object)
        }
    };
    Ok(FactRecord { subject, predicate: predicate.name.to_owned(), object })
}

fn source(fact: &ParsedFact, article_key: &str) -> Source {
    Source {
        article: article_key.to_owned(),
        start: fact.evidence.start,
        end: fact.evidence.end,
        text: fact.evidence.text.clone(),
        status: fact.status,
        event: fact.event,
        date: fact.date,
        qualifier: fact.qualifier.as_deref().map(spaced).filter(|q| !q.is_empty()),
        rule: fact.rule.clone(),
    }
}

/// A name on one line: white space at its ends gone, every other run of it one space.
fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(entities: &str, facts: &str) -> ParsedArticle {
        let json = format!(
            r#"{{"id": "a", "article": {{}}, "text": "Vexor Inc. joins Quillon.",
            "entities": [{entities}], "facts": [{facts}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    const TWO: &str = r#"{"id": "e1", "type": "Company", "name": "Vexor Inc.", "aliases": ["Vexor"]},
        {"id": "e2", "type": "Organization", "name": "the  Quillon\n Foundation"}"#;

    fn fact(predicate: &str, subject: &str, object: &str, status: &str) -> String {
        format!(
            r#"{{"predicate": "{predicate}", "subject": "{subject}", "object": {object}, "status": "{status}",
            "evidence": {{"start": 0, "end": 25, "text": "Vexor Inc. joins Quillon."}}}}"#
        )
    }

    #[test]
    fn entities_are_keyed_by_type_and_folded_name() {
        let resolution = resolve(&article(TWO, ""));
        let keys: Vec<String> = resolution.entities.keys().map(|k| format!("{} {}", k.entity_type, k.key)).collect();
        assert_eq!(keys, ["Company vexor", "Organization quillon foundation"]);
        let names: Vec<&str> = resolution.entities.values().flat_map(|e| e.names.keys().map(String::as_str)).collect();
        assert_eq!(names, ["Vexor", "Vexor Inc.", "the Quillon Foundation"]);
    }

    #[test]
    fn rumours_and_denials_are_kept_only_on_request() {
        let facts = [fact("memberOf", "e1", "\"e2\"", "denied"), fact("sponsorOf", "e1", "\"e2\"", "announced")];
        let parsed = article(TWO, &facts.join(","));
        assert_eq!(resolve(&parsed).facts.len(), 1);
        assert_eq!(resolve_with(&parsed, ResolveOptions { keep_unasserted: true }).facts.len(), 2);
        assert_eq!(problems(&parsed), Vec::<String>::new());
    }

    #[test]
    fn a_symmetric_fact_puts_the_smaller_key_first() {
        let parsed = article(TWO, &fact("partnerOf", "e2", "\"e1\"", "asserted"));
        let record = resolve(&parsed).facts.into_keys().next().unwrap();
        assert_eq!(record.subject.key, "vexor");
    }

    #[test]
    fn what_is_left_out_is_named() {
        let facts = [
            fact("likes", "e1", "\"e2\"", "asserted"),
            fact("memberOf", "e1", "\"e7\"", "asserted"),
            fact("memberOf", "e1", r#"{"value": "2015"}"#, "asserted"),
            fact("foundedOn", "e1", "\"e2\"", "asserted"),
            fact("worksFor", "e1", "\"e2\"", "asserted"),
            fact("partnerOf", "e1", "\"e1\"", "asserted"),
        ];
        let parsed = article(TWO, &facts.join(","));
        assert_eq!(resolve(&parsed).facts.len(), 0);
        assert_eq!(
            problems(&parsed),
            [
                "facts[0] is left out: unknown predicate 'likes'",
                "facts[1] is left out: no entity has the id 'e7'",
                "facts[2] is left out: the object of memberOf is an entity, not a date",
                "facts[3] is left out: the object of foundedOn is a date, not an entity",
                "facts[4] is left out: a Company cannot be the subject of worksFor",
                "facts[5] is left out: partnerOf would relate 'vexor' to itself",
            ]
        );
    }

    #[test]
    fn who_has_no_name_stays_out_and_is_counted() {
        let he =
            r#"{"id": "e3", "type": "Person", "name": "he", "mentions": [{"start": 0, "end": 2, "kind": "pronoun"}]}"#;
        let facts = [fact("worksFor", "e3", "\"e1\"", "asserted"), fact("memberOf", "e1", "\"e2\"", "asserted")];
        let parsed = article(&[TWO, he].join(","), &facts.join(","));
        let mut resolution = resolve(&parsed);
        assert_eq!((resolution.entities.len(), resolution.facts.len()), (2, 1));
        merge(&mut resolution, resolve(&parsed));
        assert_eq!(resolution.unnamed.values().sum::<usize>(), 1);
        assert_eq!(problems(&parsed), Vec::<String>::new());
    }

    #[test]
    fn a_broken_checksum_is_replaced_by_that_of_the_text() {
        let mut parsed = article("", "");
        let of_text = article_key(&parsed);
        parsed.article.sha256 = Some("../../etc".to_owned());
        assert_eq!(article_key(&parsed), of_text);
        parsed.article.sha256 = Some("0123456789abcdef".repeat(4));
        assert_eq!(article_key(&parsed), "a#0123456789ab");
    }
}
