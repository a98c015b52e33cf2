//! Writes an analysed document and its facts as a parsed article, with offsets in code points of the source.

use std::collections::BTreeMap;

use super::dating::Dated;
use crate::model::{
    Annotated, ArticleHeader, Document, EntityId, EntityType, Mention, ParsedArticle, ParsedEntity, ParsedEvidence,
    ParsedFact, ParsedMention, ParsedObject, PartialDate, Span, Status,
};

/// A fact in terms of the analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Name of the predicate.
    pub predicate: &'static str,
    /// The subject.
    pub subject: EntityId,
    /// The object.
    pub object: Object,
    /// Whether it is told as a happening.
    pub event: bool,
    /// When it happened.
    pub date: Option<Dated>,
    /// Role, level, amount as written.
    pub qualifier: Option<String>,
    /// How sure the text is.
    pub status: Status,
    /// The evidence, a prose span.
    pub evidence: Span,
    /// The rule.
    pub rule: String,
}

/// The object of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// An entity.
    Entity(EntityId),
    /// A date, with its prose span where it stands in the text.
    Date(PartialDate, Option<Span>),
}

/// Code points before given byte offsets, computed in one pass.
struct CodePoints {
    /// Byte offset and code point offset at regular steps.
    marks: Vec<(usize, usize)>,
}

impl CodePoints {
    const STEP: usize = 256;

    fn new(text: &str) -> Self {
        let mut marks = vec![(0, 0)];
        for (count, (byte, _)) in text.char_indices().enumerate() {
            if count % Self::STEP == 0 && count > 0 {
                marks.push((byte, count));
            }
        }
        Self { marks }
    }

    fn at(&self, text: &str, byte: usize) -> usize {
        let mark = self.marks.partition_point(|(b, _)| *b <= byte).saturating_sub(1);
        let (start, count) = self.marks[mark];
        count + text.get(start..byte).map_or(0, |t| t.chars().count())
    }
}

/// Builds the parsed article; `types` holds the type of each entity, in order, `relatives` the mentions by relative
/// pronouns. Entities without a name are told only where they take part in a fact.
pub fn parsed_article(
    annotated: &Annotated<'_>,
    types: &[EntityType],
    facts: Vec<Fact>,
    relatives: &[Mention],
) -> ParsedArticle {
    let document = annotated.document;
    let points = CodePoints::new(&document.text);
    let locate = |span: Span| {
        let source = document.prose.to_source(span);
        let at = |byte: u32| points.at(&document.text, byte as usize);
        (at(source.start), at(source.end), source)
    };
    // emphasis marks that touch a sentence are part of how the source writes it
    let emphasised = |span: Span| {
        let source = document.prose.to_source(span);
        let is_mark = |c: char| matches!(c, '_' | '*');
        let before = &document.text[..source.start as usize];
        let after = &document.text[source.end as usize..];
        let start = before.trim_end_matches(is_mark).len();
        let end = document.text.len() - after.trim_start_matches(is_mark).len();
        (points.at(&document.text, start), points.at(&document.text, end), Span::new(start, end))
    };
    let id = |entity: EntityId| format!("e{}", entity.0 + 1);
    let mut mentions: BTreeMap<EntityId, Vec<ParsedMention>> = BTreeMap::new();
    let mut all: Vec<&Mention> = annotated.mentions.iter().chain(relatives).collect();
    all.sort_by_key(|mention| mention.first_token);
    for mention in all {
        let (start, end, _) = locate(mention.span);
        mentions.entry(mention.entity).or_default().push(ParsedMention { start, end, kind: mention.kind });
    }
    let takes_part = |at: usize| {
        let key = EntityId(at as u32);
        facts.iter().any(|fact| fact.subject == key || fact.object == Object::Entity(key))
    };
    let entities = annotated
        .entities
        .iter()
        .enumerate()
        .filter(|(at, _)| *at < annotated.named || takes_part(*at))
        .map(|(at, entity)| {
            let key = EntityId(at as u32);
            let url = entity.url.iter().map(|url| ("url".to_owned(), url.clone()));
            let kind = entity.subkind.iter().map(|kind| ("kind".to_owned(), (*kind).to_owned()));
            ParsedEntity {
                id: id(key),
                entity_type: types.get(at).copied().unwrap_or(entity.entity_type),
                name: entity.name.clone(),
                aliases: entity.aliases.clone(),
                same_as: entity.same_as.clone(),
                attributes: url.chain(kind).collect(),
                mentions: mentions.remove(&key).unwrap_or_default(),
            }
        })
        .collect();
    let mut facts: Vec<ParsedFact> = facts
        .into_iter()
        .map(|fact| {
            let (start, end, source) = emphasised(fact.evidence);
            ParsedFact {
                predicate: fact.predicate.to_owned(),
                subject: id(fact.subject),
                object: match fact.object {
                    Object::Entity(object) => ParsedObject::Entity(id(object)),
                    Object::Date(value, span) => {
                        let place = span.map(locate);
                        ParsedObject::Date { value, start: place.map(|p| p.0), end: place.map(|p| p.1) }
                    }
                },
                event: fact.event,
                date: fact.date.map(|date| date.value),
                qualifier: fact.qualifier,
                status: fact.status,
                evidence: ParsedEvidence { start, end, text: source.slice(&document.text).to_owned() },
                rule: fact.rule,
            }
        })
        .collect();
    let number = |id: &str| id[1..].parse::<u32>().unwrap_or(0);
    facts.sort_by_cached_key(|f| {
        let object = match &f.object {
            ParsedObject::Entity(object) => (number(object), None),
            ParsedObject::Date { value, .. } => (0, Some(*value)),
        };
        (f.evidence.start, f.evidence.end, f.predicate.clone(), number(&f.subject), object)
    });
    ParsedArticle { id: document.id.clone(), article: header(document), text: document.text.clone(), entities, facts }
}

fn header(document: &Document) -> ArticleHeader {
    let metadata = &document.metadata;
    ArticleHeader {
        title: metadata.title.clone(),
        date: metadata.date,
        url: metadata.url.clone(),
        publisher: metadata.publisher.clone(),
        author: metadata.author.clone(),
        language: metadata.language.clone().or_else(|| Some("en".to_owned())),
        source: Some(metadata.source.clone()),
        sha256: Some(metadata.sha256.clone()),
    }
}
