//! The form of relation files: one TOML file a relation, with its patterns and the sentences that test them.
//!
//! A file states a known predicate by its name, or defines one of its own. Everything that is wrong with it is told at
//! once, with line and column.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use super::predicate::define;
use super::relation::{Accept, Pattern, Relation, parse_pattern};
use super::vocabulary::{PREFIXES, RDF};
use super::{PREDICATES, Predicate, Term, defined_predicates, predicate};
use crate::error::Error;
use crate::model::{EntityType, Status};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    predicate: Spanned<Stated>,
    #[serde(default)]
    pattern: Vec<PatternEntry>,
    #[serde(default)]
    accepts: Vec<Accept>,
    #[serde(default)]
    rejects: Vec<String>,
}

/// The predicate that a file states: a known one by its name, or one that the file defines.
enum Stated {
    Known(String),
    New(Box<Definition>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    name: Spanned<String>,
    iri: Spanned<String>,
    prefix: Option<Spanned<String>>,
    label: Spanned<String>,
    subjects: Spanned<Vec<EntityType>>,
    objects: Spanned<Objects>,
    #[serde(default)]
    symmetric: bool,
}

/// Types of entities, or `"date"`.
struct Objects(Vec<EntityType>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    name: String,
    #[serde(rename = "match")]
    matches: Spanned<OneOrMany>,
    #[serde(default)]
    event: bool,
    status: Option<Status>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    under: Vec<String>,
    #[serde(default)]
    unless_in_sentence: Vec<String>,
    #[serde(default)]
    subjects: Vec<EntityType>,
    #[serde(default)]
    objects: Vec<EntityType>,
    #[serde(default)]
    numbered: bool,
    #[serde(default)]
    whole: bool,
    qualifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl<'de> Deserialize<'de> for Stated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;
        impl<'de> Visitor<'de> for NameOrTable {
            type Value = Stated;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a predicate, or a table that defines one")
            }
            fn visit_str<E>(self, name: &str) -> Result<Stated, E> {
                Ok(Stated::Known(name.to_owned()))
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Stated, M::Error> {
                Definition::deserialize(MapAccessDeserializer::new(map)).map(|new| Stated::New(Box::new(new)))
            }
        }
        deserializer.deserialize_any(NameOrTable)
    }
}

impl<'de> Deserialize<'de> for Objects {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TypesOrDate;
        impl<'de> Visitor<'de> for TypesOrDate {
            type Value = Objects;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of entity types, or \"date\"")
            }
            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Objects, E> {
                let unknown = || E::invalid_value(serde::de::Unexpected::Str(word), &self);
                if word == "date" { Ok(Objects(Vec::new())) } else { Err(unknown()) }
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Objects, A::Error> {
                let mut types = Vec::new();
                while let Some(one) = list.next_element()? {
                    types.push(one);
                }
                if types.is_empty() {
                    return Err(serde::de::Error::invalid_length(0, &self));
                }
                Ok(Objects(types))
            }
        }
        deserializer.deserialize_any(TypesOrDate)
    }
}

/// A relation file that is TOML of the right form; its predicate and patterns are not looked at yet.
pub(super) struct RelationFile<'t> {
    name: String,
    source_name: String,
    text: &'t str,
    form: Form,
}

impl<'t> RelationFile<'t> {
    /// Reads the TOML. `source_name` is how messages call the file, `name` is the first half of its rules' names.
    ///
    /// # Errors
    /// [`Error::Schema`] with line, column and cause.
    pub(super) fn read(name: &str, source_name: &str, text: &'t str) -> Result<Self, Error> {
        match toml::from_str(text) {
            Ok(form) => Ok(Self { name: name.to_owned(), source_name: source_name.to_owned(), text, form }),
            Err(error) => {
                let at = error.span().map(|span| span.start);
                let what = format!("not a relation file: {}", error.message().replace('\n', ", "));
                Err(wrong(source_name, text, at, what))
            }
        }
    }

    /// Makes the predicate known that the file defines, if it does.
    ///
    /// # Errors
    /// Everything that stands against it.
    pub(super) fn define(&self) -> Result<(), Vec<Error>> {
        let Stated::New(new) = self.form.predicate.get_ref() else { return Ok(()) };
        let mut errors: Vec<Error> =
            new.faults().into_iter().map(|(at, what)| wrong(&self.source_name, self.text, Some(at), what)).collect();
        if errors.is_empty()
            && let Err(what) = define(new.predicate())
        {
            errors.push(wrong(&self.source_name, self.text, Some(new.name.span().start), what));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The relation, once every file has defined its predicate.
    ///
    /// # Errors
    /// Everything that is wrong with its predicate and its patterns.
    pub(super) fn relation(self, file: Option<String>) -> Result<Relation, Vec<Error>> {
        let wrong = |at: usize, what: String| wrong(&self.source_name, self.text, Some(at), what);
        let stated = match self.form.predicate.get_ref() {
            Stated::Known(name) => name,
            Stated::New(new) => new.name.get_ref(),
        };
        let Some(predicate) = predicate(stated) else {
            let known = PREDICATES.iter().map(|p| p.name);
            let known: Vec<&str> = known.chain(defined_predicates().iter().map(|p| p.name)).collect();
            let what = format!("unknown predicate '{stated}'; known: {}", known.join(", "));
            return Err(vec![wrong(self.form.predicate.span().start, what)]);
        };
        let mut patterns = Vec::new();
        let mut errors = Vec::new();
        for entry in &self.form.pattern {
            let span = entry.matches.span();
            let mut from = span.start;
            for text in entry.matches.get_ref().all() {
                // as the file writes it, escapes aside
                let at = self.text[from..span.end].find(text).map_or(from, |at| from + at);
                from = (at + text.len()).min(span.end);
                match parse_pattern(text, predicate) {
                    Ok(elements) => patterns.push(entry.pattern(format!("{}/{}", self.name, entry.name), elements)),
                    Err((byte, what)) => errors.push(wrong(at + byte, what)),
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let Form { accepts, rejects, .. } = self.form;
        Ok(Relation { name: self.name, file, predicate, patterns, accepts, rejects })
    }
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

impl PatternEntry {
    fn pattern(&self, rule: String, elements: Vec<super::Element>) -> Pattern {
        Pattern {
            rule,
            elements,
            event: self.event,
            status: self.status,
            unless: self.unless.iter().cloned().collect(),
            under: self.under.iter().cloned().collect(),
            unless_in_sentence: self.unless_in_sentence.iter().cloned().collect(),
            subjects: self.subjects.clone(),
            objects: self.objects.clone(),
            numbered: self.numbered,
            whole: self.whole,
            qualifier: self.qualifier.clone(),
        }
    }
}

impl Definition {
    /// What is wrong with it, each with its place in the file.
    fn faults(&self) -> Vec<(usize, String)> {
        let mut faults = Vec::new();
        let mut fault = |at: usize, what: String| faults.push((at, what));
        let is_word = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let name = self.name.get_ref();
        if !is_word(name) || name.starts_with(|c: char| c.is_ascii_uppercase()) {
            fault(self.name.span().start, format!("'{name}' is no name of a predicate: write it like 'memberOf'"));
        }
        if ATTRIBUTES.contains(&name.as_str()) {
            fault(self.name.span().start, format!("the name '{name}' stands for something else in the exports"));
        }
        if self.label.get_ref().trim().is_empty() || self.label.get_ref().contains(char::is_control) {
            fault(self.label.span().start, "the label is empty, or holds control characters".to_owned());
        }
        if self.subjects.get_ref().is_empty() {
            fault(self.subjects.span().start, "no type of subject is allowed".to_owned());
        }
        if self.symmetric && *self.subjects.get_ref() != self.objects.get_ref().0 {
            fault(self.objects.span().start, "a symmetric predicate has the same subjects and objects".to_owned());
        }
        let iri = self.iri.get_ref();
        let at = self.iri.span().start;
        let (namespace, local) = split(iri);
        let is_absolute =
            ["http://", "https://"].iter().any(|scheme| iri.len() > scheme.len() && iri.starts_with(scheme));
        if !is_absolute || !iri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b)) {
            fault(at, format!("'{iri}' is no absolute http or https IRI in ASCII"));
            return faults;
        }
        if !is_word(local) || namespace == RDF {
            fault(
                at,
                format!(
                    "'{iri}' must end with a name of letters and digits after its last '#' or '/', so that RDF/XML can write it"
                ),
            );
        }
        let known = PREFIXES.iter().find(|(_, known)| *known == namespace).map(|(prefix, _)| *prefix);
        match (&self.prefix, known) {
            (None, None) => fault(at, format!("the namespace <{namespace}> needs a prefix = \"...\"")),
            (Some(prefix), Some(known)) if prefix.get_ref() != known => {
                fault(prefix.span().start, format!("the prefix of <{namespace}> is '{known}'"));
            }
            (Some(prefix), None) => {
                let (at, prefix) = (prefix.span().start, prefix.get_ref());
                if !is_word(prefix) || prefix.to_ascii_lowercase() != *prefix || prefix.starts_with("xml") {
                    fault(at, format!("'{prefix}' is no prefix: write lower-case letters and digits"));
                } else if TAKEN.contains(&prefix.as_str()) || PREFIXES.iter().any(|(taken, _)| taken == prefix) {
                    fault(at, format!("the prefix '{prefix}' stands for something else in the exports"));
                }
            }
            _ => {}
        }
        faults
    }

    fn predicate(&self) -> Predicate {
        let iri = leaked(self.iri.get_ref());
        let (namespace, _) = split(iri);
        let known = PREFIXES.iter().find(|(_, known)| *known == namespace).map(|(prefix, _)| *prefix);
        let given = || self.prefix.as_ref().map_or("", |prefix| leaked(prefix.get_ref()));
        let label = leaked(self.label.get_ref().trim());
        Predicate {
            name: leaked(self.name.get_ref()),
            subjects: Vec::leak(self.subjects.get_ref().clone()),
            objects: Vec::leak(self.objects.get_ref().0.clone()),
            is_symmetric: self.symmetric,
            event_class: None,
            phrase: label,
            event_phrase: label,
            term: Some(Term { iri, prefix: known.unwrap_or_else(given), namespace }),
        }
    }
}

/// Words that mean a kind of entity, a scheme or a term of the JSON-LD context where a prefix could stand; a test
/// reads that context.
const TAKEN: [&str; 42] = [
    "acquired",
    "agent",
    "article",
    "author",
    "claim",
    "claims",
    "company",
    "date",
    "develops",
    "end",
    "event",
    "exact",
    "founder",
    "funder",
    "happening",
    "happenings",
    "headline",
    "http",
    "https",
    "identifier",
    "label",
    "location",
    "mailto",
    "name",
    "object",
    "organization",
    "organizer",
    "person",
    "place",
    "product",
    "project",
    "publisher",
    "released",
    "rule",
    "sentences",
    "source",
    "sponsor",
    "start",
    "status",
    "url",
    "urn",
    "uses",
];

/// Names of attributes in the formats of nodes and edges.
const ATTRIBUTES: [&str; 10] = ["agent", "aliases", "date", "id", "iri", "name", "object", "sameAs", "type", "urls"];

/// Predicates live as long as the process; a run reads its relation files once.
fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn split(iri: &str) -> (&str, &str) {
    iri.split_at(iri.rfind(['#', '/']).map_or(0, |at| at + 1))
}

fn wrong(source_name: &str, text: &str, at: Option<usize>, what: String) -> Error {
    let place = at.and_then(|at| text.get(..at)).map(|before| {
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    });
    Error::Schema {
        source_name: source_name.to_owned(),
        line: place.map(|place| place.0),
        column: place.map(|place| place.1),
        what,
        hint: "schema/relations/README.md explains the form of relation files".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let file = match RelationFile::read("x", "x.toml", text) {
            Ok(file) => file,
            Err(error) => return error.to_string(),
        };
        let errors = match file.define() {
            Ok(()) => file.relation(None).map(drop).err().unwrap_or_default(),
            Err(errors) => errors,
        };
        let lines: Vec<String> = errors.iter().map(|e| e.to_string().lines().next().unwrap().to_owned()).collect();
        lines.join("\n")
    }

    #[test]
    fn a_bad_file_is_refused_with_line_column_and_cause() {
        let what = told("predicate = \"memberOf\"\n[[pattern]]\nname = \"a\"\nmatch = \"{subject} <join> {objekt}\"\n");
        assert!(what.starts_with("x.toml:4:27: unknown element '{objekt}'"), "{what}");
        let what = told("predicate = \"likes\"\n");
        assert!(what.starts_with("x.toml:1:13: unknown predicate 'likes'"), "{what}");
        let what = told("predicate = \"memberOf\"\ncolour = 1\n");
        assert!(what.starts_with("x.toml:2:1: not a relation file: unknown field `colour`"), "{what}");
    }

    #[test]
    fn every_wrong_pattern_of_a_file_is_told() {
        let what = told(
            "predicate = \"memberOf\"\n[[pattern]]\nname = \"a\"\nmatch = [\n  \"<join> {object}\",\n  \"{subject} {joins\",\n]\n",
        );
        assert_eq!(
            what,
            "x.toml:5:4: '<join> {object}': a pattern needs {subject}\n\
             x.toml:6:14: '{joins' is no element: braces and angles come in pairs"
        );
    }

    #[test]
    fn no_prefix_can_be_a_term_of_the_context() {
        let context: serde_json::Value = serde_json::from_str(include_str!("../../schema/context.jsonld")).unwrap();
        let terms = context["@context"].as_object().unwrap();
        let is_prefix = |term: &&String| term.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        for term in terms.keys().filter(is_prefix) {
            let is_known = PREFIXES.iter().any(|(prefix, _)| prefix == term);
            assert!(is_known || TAKEN.contains(&term.as_str()), "{term}");
        }
    }

    #[test]
    fn a_definition_is_held_against_every_format() {
        let with = |changed: &str, value: &str| {
            let mut lines = vec![
                ("name", "\"supplies\""),
                ("iri", "\"https://example.org/ns#supplies\""),
                ("prefix", "\"ex\""),
                ("label", "\"supplies\""),
                ("subjects", "[\"Company\"]"),
                ("objects", "[\"Company\", \"Project\"]"),
            ];
            lines.retain(|(key, _)| *key != changed);
            lines.push((changed, value));
            let lines: Vec<String> =
                lines.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k} = {v}\n")).collect();
            told(&format!("[predicate]\n{}", lines.concat()))
        };
        for (key, value, cause) in [
            ("name", "\"Supplies\"", "'Supplies' is no name of a predicate"),
            ("name", "\"memberOf\"", "the predicate 'memberOf' is built in"),
            ("iri", "\"ex:supplies\"", "'ex:supplies' is no absolute http or https IRI in ASCII"),
            ("iri", "\"https://example.org/ns#7\"", "'https://example.org/ns#7' must end with a name"),
            ("prefix", "\"claim\"", "the prefix 'claim' stands for something else"),
            ("prefix", "\"Ex\"", "'Ex' is no prefix"),
            ("prefix", "", "the namespace <https://example.org/ns#> needs a prefix"),
            ("label", "\" \"", "the label is empty"),
            ("subjects", "[]", "no type of subject is allowed"),
            ("subjects", "[\"Firm\"]", "not a relation file: unknown variant `Firm`"),
            ("objects", "\"text\"", "not a relation file: invalid value: string \"text\""),
            ("symmetric", "true", "a symmetric predicate has the same subjects and objects"),
        ] {
            let what = with(key, value);
            assert!(what.split_once(": ").is_some_and(|(_, rest)| rest.starts_with(cause)), "{key} {value}: {what}");
        }
        assert_eq!(with("objects", "\"date\""), "");
    }
}
