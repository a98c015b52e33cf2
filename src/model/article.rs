//! The parsed article: the form in which facts leave the reading half of the program and enter the graph half.
//!
//! One JSON object a line; `schema/article.schema.json` states it. Any other extractor may write it.

use serde::{Deserialize, Serialize};

use super::{EntityType, PartialDate, Status};

/// One article with its entities and facts.
///
/// # Shape
/// Every offset counts Unicode code points of `text`, 0-based, half-open. Entities stand in the order of their
/// first mention, facts in the order of their evidence, then predicate, subject and object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParsedArticle {
    /// The article's id; unique within a collection as far as its makers took care.
    pub id: String,
    /// What is known of the article itself.
    pub article: ArticleHeader,
    /// The source text as read, boilerplate included.
    pub text: String,
    /// The entities, each once.
    pub entities: Vec<ParsedEntity>,
    /// The facts, each with its evidence.
    pub facts: Vec<ParsedFact>,
}

/// What is known of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleHeader {
    /// The headline.
    pub title: Option<String>,
    /// The date of publication.
    pub date: Option<PartialDate>,
    /// The web address.
    pub url: Option<String>,
    /// The publishing organisation.
    pub publisher: Option<String>,
    /// The byline.
    pub author: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Where it was read from.
    pub source: Option<String>,
    /// SHA-256 of the bytes read, lower-case hex.
    pub sha256: Option<String>,
}

/// An entity of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedEntity {
    /// Id within the article (`e1`, `e2` ...).
    pub id: String,
    /// Its one type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// The fullest form that the article uses.
    pub name: String,
    /// The other surface forms, sorted.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// IRIs of the same thing in outside bases, sorted.
    #[serde(default, rename = "sameAs")]
    pub same_as: Vec<String>,
    /// Further literal attributes: `url` (a web page of the entity), `kind` (consortium, ngo, software).
    #[serde(default)]
    pub attributes: std::collections::BTreeMap<String, String>,
    /// Where it is mentioned, in text order.
    #[serde(default)]
    pub mentions: Vec<ParsedMention>,
}

/// One mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedMention {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// `name`, `nominal` or `pronoun`.
    pub kind: super::MentionKind,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParsedFact {
    /// One of the predicates of the schema.
    pub predicate: String,
    /// Id of the subject entity.
    pub subject: String,
    /// Id of the object entity, or a date.
    pub object: ParsedObject,
    /// Whether the sentence reports a happening rather than a state.
    #[serde(default)]
    pub event: bool,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// Role, level, amount as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// How sure the text is.
    #[serde(default)]
    pub status: Status,
    /// The sentence that says so.
    pub evidence: ParsedEvidence,
    /// What found it (`member_of/join`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// The object of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParsedObject {
    /// Id of an entity.
    Entity(String),
    /// A date, with its place in the text where known.
    Date {
        /// The date itself.
        value: PartialDate,
        /// First code point.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<usize>,
        /// Code point after the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<usize>,
    },
}

/// The text that states a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedEvidence {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The slice itself.
    pub text: String,
}

/// A piece of source text as a person would read it: link targets, tags, emphasis marks and repeated white space
/// gone, the commonest entities decoded, control characters dropped.
///
/// # Example
/// ```
/// use pressgraph::model::reading_form;
/// assert_eq!(reading_form("Today [Acme](http://acme.example)\n<b>joins</b> **AT&amp;T**"), "Today Acme joins AT&T");
/// ```
pub fn reading_form(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let tail = &rest[c.len_utf8()..];
        rest = match c {
            '<' => match tail.find('>') {
                Some(end) if tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') => {
                    &tail[end + 1..]
                }
                _ => {
                    out.push(c);
                    tail
                }
            },
            ']' if tail.starts_with('(') || tail.starts_with('[') => {
                let close = if tail.starts_with('(') { ')' } else { ']' };
                tail.find(close).map_or(tail, |end| &tail[end + 1..])
            }
            '[' | ']' | '*' | '`' => tail,
            '&' => match ENTITIES.iter().find(|(name, _)| tail.starts_with(name)) {
                Some((name, shown)) => {
                    out.push_str(shown);
                    &tail[name.len()..]
                }
                None => {
                    out.push(c);
                    tail
                }
            },
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                tail
            }
            c if c.is_control() => tail,
            c => {
                out.push(c);
                tail
            }
        };
    }
    out.truncate(out.trim_end().len());
    out
}

const ENTITIES: [(&str, &str); 8] = [
    ("amp;", "&"),
    ("lt;", "<"),
    ("gt;", ">"),
    ("quot;", "\""),
    ("nbsp;", " "),
    ("#39;", "'"),
    ("mdash;", "—"),
    ("ndash;", "–"),
];
