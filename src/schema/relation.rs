//! Relation files: one TOML file a predicate, with its patterns and the sentences that test them.
//!
//! `schema/relations/README.md` explains the pattern language. The files are embedded by `build.rs`, sorted by name.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Predicate, predicate};
use crate::error::{Error, Result};
use crate::model::{EntityType, Status};

/// A relation: how sentences state one predicate.
#[derive(Debug, Clone)]
pub struct Relation {
    /// File name without extension; the first half of every rule's name.
    pub name: String,
    /// What it states.
    pub predicate: &'static Predicate,
    /// Its patterns, in file order.
    pub patterns: Vec<Pattern>,
    /// Sentences that must match, with the facts that must come out, as names.
    pub accepts: Vec<Accept>,
    /// Sentences that must yield no fact of this predicate.
    pub rejects: Vec<String>,
}

/// A sentence that must match.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The sentence, or a few.
    pub text: String,
    /// Pairs of subject and object.
    pub facts: Vec<[String; 2]>,
}

/// One way to state a relation.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// `file/name`, as it stands in the `rule` field of facts.
    pub rule: String,
    /// What must follow each other.
    pub elements: Vec<Element>,
    /// Whether a match tells a happening.
    pub event: bool,
    /// A status other than the one that the sentence itself shows.
    pub status: Option<Status>,
    /// Words that forbid the match where they follow it directly or stand inside it.
    pub unless: BTreeSet<String>,
    /// Words that forbid the match wherever they stand in the sentence.
    pub unless_in_sentence: BTreeSet<String>,
    /// Types that the subject must have, where narrower than the predicate's.
    pub subjects: Vec<EntityType>,
    /// Types that the object must have, where narrower than the predicate's.
    pub objects: Vec<EntityType>,
    /// Whether the object must be a numbered release of another series than the subject.
    pub numbered: bool,
    /// A fixed qualifier.
    pub qualifier: Option<String>,
}

/// One element of a pattern; `W` is a word as written, or as an index into a table of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element<W = String> {
    /// `{subject}` or `{object}`: an argument, alone or as a list.
    Argument(Slot),
    /// `{any}`: a mention that plays no part.
    AnyMention,
    /// `{role}`: a job title, kept as the qualifier.
    Role,
    /// `{level}`: up to four words in front of a noun, kept as the qualifier.
    Level,
    /// `{amount}`: a sum of money or a share, kept as the qualifier.
    Amount,
    /// `{date}`: a date expression; the object of dated predicates.
    Date,
    /// `<join|enter>`: a verb in any form.
    Verb(Vec<W>),
    /// `<~found|form>`: a verb in the passive; the argument before it is what suffers it.
    Passive(Vec<W>),
    /// `{when}`: no words; the date of what the match tells: the nearest one in the sentence, or the article's.
    When,
    /// `<is>`: a copula, an apposition's comma, or 'as'.
    Is,
    /// `~member|supporter`: a noun phrase with this head; its modifiers become the qualifier.
    Noun(Vec<W>),
    /// `a|b`: one of these words.
    Word(Vec<W>),
    /// `{publisher}`: no words; the argument that the pattern lacks is the body that publishes the article.
    Publisher,
    /// `{topic}`: no words; the argument that the pattern lacks is the numbered release that the article presents.
    Topic,
    /// `{occasion}`: no words; the argument that the pattern lacks is the event that the article is about.
    Occasion,
    /// `{item}`: no words; the sentence is a list item, a heading or a cell.
    Item,
    /// `^`: the start of the sentence.
    Start,
    /// `$`: its end, but for punctuation.
    End,
    /// `...`: up to four words of no importance.
    Gap,
    /// Any of the above with `?` after it.
    Optional(Box<Element<W>>),
}

/// Which argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The subject of the fact.
    Subject,
    /// The object of the fact.
    Object,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    predicate: String,
    #[serde(default)]
    pattern: Vec<PatternEntry>,
    #[serde(default)]
    accepts: Vec<Accept>,
    #[serde(default)]
    rejects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    name: String,
    #[serde(rename = "match")]
    matches: OneOrMany,
    #[serde(default)]
    event: bool,
    status: Option<Status>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    unless_in_sentence: Vec<String>,
    #[serde(default)]
    subjects: Vec<EntityType>,
    #[serde(default)]
    objects: Vec<EntityType>,
    #[serde(default)]
    numbered: bool,
    qualifier: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The embedded relations, sorted by name; parsed once a process.
///
/// # Errors
/// [`Error::Schema`] where an embedded file is wrong; the test suite keeps that from being released.
pub fn relations() -> Result<&'static [Relation]> {
    static RELATIONS: OnceLock<std::result::Result<Vec<Relation>, (String, String)>> = OnceLock::new();
    let parsed = RELATIONS.get_or_init(|| {
        RELATION_FILES
            .iter()
            .map(|(name, text)| parse_relation(name, text).map_err(|e| ((*name).to_owned(), e.to_string())))
            .collect()
    });
    parsed.as_deref().map_err(|(name, what)| Error::Schema {
        source_name: format!("schema/relations/{name}.toml"),
        line: None,
        what: what.clone(),
        hint: "mend the file and build again".to_owned(),
    })
}

include!(concat!(env!("OUT_DIR"), "/relations.rs"));

/// Parses one relation file.
///
/// # Errors
/// [`Error::Schema`] with line and cause for unknown keys, predicates, types, and elements of patterns.
pub fn parse_relation(name: &str, text: &str) -> Result<Relation> {
    let wrong = |line: Option<usize>, what: String| Error::Schema {
        source_name: format!("{name}.toml"),
        line,
        what,
        hint: "schema/relations/README.md explains the form of relation files".to_owned(),
    };
    let file: File = toml::from_str(text).map_err(|e| {
        let line = e.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        wrong(line, format!("not a relation file: {}", e.message()))
    })?;
    let line_of = |needle: &str| text.lines().position(|l| l.contains(needle)).map(|at| at + 1);
    let predicate = predicate(&file.predicate).ok_or_else(|| {
        let known: Vec<&str> = super::PREDICATES.iter().map(|p| p.name).collect();
        wrong(line_of("predicate"), format!("unknown predicate '{}'; known: {}", file.predicate, known.join(", ")))
    })?;
    let mut patterns = Vec::new();
    for entry in file.pattern {
        let alternatives = match entry.matches {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        };
        for text in alternatives {
            let elements = parse_pattern(&text).map_err(|what| wrong(line_of(&text), what))?;
            check(&elements, predicate).map_err(|what| wrong(line_of(&text), format!("'{text}': {what}")))?;
            patterns.push(Pattern {
                rule: format!("{name}/{}", entry.name),
                elements,
                event: entry.event,
                status: entry.status,
                unless: entry.unless.iter().cloned().collect(),
                unless_in_sentence: entry.unless_in_sentence.iter().cloned().collect(),
                subjects: entry.subjects.clone(),
                objects: entry.objects.clone(),
                numbered: entry.numbered,
                qualifier: entry.qualifier.clone(),
            });
        }
    }
    Ok(Relation { name: name.to_owned(), predicate, patterns, accepts: file.accepts, rejects: file.rejects })
}

fn parse_pattern(text: &str) -> std::result::Result<Vec<Element>, String> {
    text.split_ascii_whitespace().map(parse_element).collect()
}

fn parse_element(token: &str) -> std::result::Result<Element, String> {
    if token.len() > 1
        && let Some(inner) = token.strip_suffix('?')
    {
        return Ok(Element::Optional(Box::new(parse_element(inner)?)));
    }
    let choices = |list: &str| list.split('|').map(str::to_owned).collect::<Vec<_>>();
    if let Some(inner) = token.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        return match inner {
            "subject" => Ok(Element::Argument(Slot::Subject)),
            "object" => Ok(Element::Argument(Slot::Object)),
            "any" => Ok(Element::AnyMention),
            "role" => Ok(Element::Role),
            "level" => Ok(Element::Level),
            "amount" => Ok(Element::Amount),
            "date" => Ok(Element::Date),
            "publisher" => Ok(Element::Publisher),
            "when" => Ok(Element::When),
            "topic" => Ok(Element::Topic),
            "occasion" => Ok(Element::Occasion),
            "item" => Ok(Element::Item),
            _ => Err(format!(
                "unknown element '{{{inner}}}'; known: {{subject}} {{object}} {{any}} {{role}} {{level}} {{amount}} {{date}} {{when}} {{publisher}} {{topic}} {{occasion}} {{item}}"
            )),
        };
    }
    if let Some(inner) = token.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
        if let Some(passive) = inner.strip_prefix('~') {
            return Ok(Element::Passive(choices(passive)));
        }
        return Ok(if inner == "is" { Element::Is } else { Element::Verb(choices(inner)) });
    }
    if let Some(inner) = token.strip_prefix('~') {
        return Ok(Element::Noun(choices(inner)));
    }
    match token {
        "..." => return Ok(Element::Gap),
        "^" => return Ok(Element::Start),
        "$" => return Ok(Element::End),
        _ => {}
    }
    if token.contains(['{', '}', '<', '>']) {
        return Err(format!("'{token}' is no element: braces and angles come in pairs"));
    }
    Ok(Element::Word(choices(&token.to_lowercase())))
}

fn check(elements: &[Element], predicate: &Predicate) -> std::result::Result<(), String> {
    let has = |wanted: &Element| elements.contains(wanted);
    let implied = [Element::Publisher, Element::Topic, Element::Occasion].iter().any(has);
    if !has(&Element::Argument(Slot::Subject)) && !implied {
        return Err("a pattern needs {subject}".to_owned());
    }
    if predicate.is_dated() && !has(&Element::Date) && !has(&Element::When) {
        return Err(format!("a pattern of '{}' needs {{date}} or {{when}}", predicate.name));
    }
    // partners may all stand in one list: 'Acme and Foo announced a partnership'
    let paired = predicate.is_symmetric;
    if !predicate.is_dated() && !has(&Element::Argument(Slot::Object)) && !implied && !paired {
        return Err("a pattern needs {object}".to_owned());
    }
    if matches!(elements.first(), Some(Element::Gap | Element::Optional(_))) {
        return Err("a pattern starts with something that must be there".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_relations_cover_all_predicates() {
        let relations = relations().unwrap();
        for predicate in super::super::PREDICATES {
            let of: Vec<_> = relations.iter().filter(|r| r.predicate.name == predicate.name).collect();
            assert!(!of.is_empty(), "no relation file states {}", predicate.name);
            assert!(
                of.iter().all(|r| !r.accepts.is_empty() && !r.rejects.is_empty()),
                "{} lacks sentences",
                predicate.name
            );
        }
    }

    #[test]
    fn a_bad_file_is_refused_with_line_and_cause() {
        let error = parse_relation(
            "x",
            "predicate = \"memberOf\"\n[[pattern]]\nname = \"a\"\nmatch = \"{subjekt} <join> {object}\"\n",
        );
        let message = error.unwrap_err().to_string();
        assert!(message.starts_with("x.toml:4: unknown element '{subjekt}'"), "{message}");
        let message = parse_relation("x", "predicate = \"likes\"\n").unwrap_err().to_string();
        assert!(message.starts_with("x.toml:1: unknown predicate 'likes'"), "{message}");
        let message = parse_relation("x", "predicate = \"memberOf\"\ncolour = 1\n").unwrap_err().to_string();
        assert!(message.starts_with("x.toml:2: not a relation file: unknown field `colour`"), "{message}");
    }
}
