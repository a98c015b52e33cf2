//! Beside the pipeline: what one graph says and another does not, by entity.
//!
//! Takes two graphs as RDF, gives the entities and happenings of which they say different things. Must never compare where
//! things are known from: articles, sentences, claims and named graphs make no difference here.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::schema::vocabulary::{PG, PREFIXES, PROV, RDF, RDFS, SCHEMA};
use crate::validate::Data;

/// What differs of one entity or happening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its IRI.
    pub iri: String,
    /// What it is called, by the new graph if that knows it.
    pub name: String,
    /// Its classes, with prefixes, likewise.
    pub types: Vec<String>,
    /// Whether one graph alone knows it.
    pub change: Change,
    /// What the old graph alone says, by property and object.
    pub removed: Vec<Said>,
    /// What the new graph alone says, likewise.
    pub added: Vec<Said>,
}

/// Which graphs know an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The new one alone.
    Added,
    /// The old one alone.
    Removed,
    /// Both.
    Changed,
}

/// A property and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    /// The property, with its prefix.
    pub property: String,
    /// The IRI that it leads to; none for a text or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iri: Option<String>,
    /// What that is called; the text or the date itself.
    pub value: String,
}

/// Compares two graphs.
///
/// # Shape
/// By IRI; empty where both say the same.
///
/// # Complexity
/// O(n log n) for n triples.
pub fn differences(old: &Data, new: &Data) -> Vec<Difference> {
    let (before, after) = (facts(old), facts(new));
    let subjects: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let nothing = BTreeSet::new();
    let mut differences = Vec::new();
    for subject in subjects {
        let (was, is) = (before.get(subject), after.get(subject));
        let (said_before, said_now) = (was.unwrap_or(&nothing), is.unwrap_or(&nothing));
        if said_before == said_now {
            continue;
        }
        let said = |facts: &mut dyn Iterator<Item = &(&str, &str)>| {
            let mut said: Vec<Said> = facts.map(|(property, object)| said(property, object, [new, old])).collect();
            said.sort();
            said
        };
        let known = if is.is_some() { said_now } else { said_before };
        let types = known.iter().filter(|(property, _)| *property == format!("{RDF}type"));
        differences.push(Difference {
            iri: bare(subject).to_owned(),
            name: name(subject, [new, old]),
            types: types.map(|(_, class)| short(bare(class))).collect(),
            change: match (was, is) {
                (None, _) => Change::Added,
                (_, None) => Change::Removed,
                _ => Change::Changed,
            },
            removed: said(&mut said_before.difference(said_now)),
            added: said(&mut said_now.difference(said_before)),
        });
    }
    differences
}

type Facts<'d> = BTreeMap<&'d str, BTreeSet<(&'d str, &'d str)>>;

/// What a graph says of each entity and happening, terms as N-Triples writes them.
fn facts(data: &Data) -> Facts<'_> {
    let kinds = [format!("<{SCHEMA}NewsArticle>"), format!("<{PG}Sentence>"), format!("<{RDF}Statement>")];
    let (a, reifies, derived) = (format!("{RDF}type"), format!("{RDF}reifies"), format!("{PROV}wasDerivedFrom"));
    let mut facts = Facts::new();
    for (subject, property, object) in data.triples() {
        if property != derived {
            facts.entry(subject).or_default().insert((property, object));
        }
    }
    facts.retain(|_, said| {
        !said.iter().any(|(property, object)| {
            *property == reifies || (*property == a && kinds.iter().any(|kind| kind == object))
        })
    });
    facts
}

fn said(property: &str, object: &str, graphs: [&Data; 2]) -> Said {
    let is_iri = object.starts_with('<');
    let value = match is_iri {
        true if property == format!("{RDF}type") => short(bare(object)),
        true => name(object, graphs),
        false => text(object),
    };
    Said { property: short(property), iri: is_iri.then(|| bare(object).to_owned()), value }
}

/// The label of a node in the first graph that has one, else its IRI.
fn name(node: &str, graphs: [&Data; 2]) -> String {
    let label = format!("{RDFS}label");
    let label = graphs.iter().find_map(|graph| graph.first(node, &label));
    label.map_or_else(|| bare(node).to_owned(), text)
}

/// An IRI without its angle brackets.
fn bare(term: &str) -> &str {
    term.strip_prefix('<').and_then(|term| term.strip_suffix('>')).unwrap_or(term)
}

/// An IRI with its prefix, where the vocabulary has one.
fn short(iri: &str) -> String {
    let known = PREFIXES.iter().find_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)));
    known.map_or_else(|| iri.to_owned(), |(prefix, local)| format!("{prefix}:{local}"))
}

/// The text of a literal, without quotation marks, escapes and datatype.
fn text(literal: &str) -> String {
    let Some(rest) = literal.strip_prefix('"') else { return literal.to_owned() };
    let mut out = String::with_capacity(rest.len());
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('b') => out.push('\u{8}'),
                Some('f') => out.push('\u{c}'),
                Some(kind @ ('u' | 'U')) => {
                    let digits: String = chars.by_ref().take(if kind == 'u' { 4 } else { 8 }).collect();
                    out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some(c) => out.push(c),
                None => break,
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(turtle: &str) -> Data {
        let prefixes = "@prefix schema: <http://schema.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
            @base <https://x.example/> .\n";
        Data::read("test", "ttl", format!("{prefixes}{turtle}").as_bytes()).unwrap()
    }

    #[test]
    fn facts_are_compared_and_provenance_is_not() {
        let old = data(
            "<v> a schema:Corporation ; rdfs:label \"Vexor\" ; schema:memberOf <q> . <q> rdfs:label \"Quillon\" .
             <c> a rdf:Statement ; prov:wasDerivedFrom <s1> .",
        );
        let new = data(
            "<v> a schema:Corporation ; rdfs:label \"Vexor\" ; schema:foundingDate \"2012\" . <n> rdfs:label \"N\\n\\u0007\" .
             <q> rdfs:label \"Quillon\" ; prov:wasDerivedFrom <s2> .",
        );
        let found = differences(&old, &new);
        let shown: Vec<(String, Change, usize, usize)> =
            found.iter().map(|one| (one.name.clone(), one.change, one.removed.len(), one.added.len())).collect();
        assert_eq!(shown, [("N\n\u{7}".to_owned(), Change::Added, 0, 1), ("Vexor".to_owned(), Change::Changed, 1, 1)]);
        assert_eq!(
            (found[1].removed[0].property.as_str(), found[1].removed[0].value.as_str()),
            ("schema:memberOf", "Quillon")
        );
        assert_eq!(found[1].types, ["schema:Corporation"]);
        assert_eq!(differences(&new, &new), Vec::new());
    }
}
