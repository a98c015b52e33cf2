//! What many articles say together: entities across articles, and facts with all their sources.

use std::collections::{BTreeMap, BTreeSet};

use super::{ArticleHeader, EntityType, PartialDate, Status};

/// The identity of an entity across articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityKey {
    /// Its type.
    pub entity_type: EntityType,
    /// Its canonical key: the folded name.
    pub key: String,
}

/// The union of what all articles say. Merging two is commutative, associative and idempotent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Entities by identity.
    pub entities: BTreeMap<EntityKey, ResolvedEntity>,
    /// Articles by key (id and content hash).
    pub articles: BTreeMap<String, ArticleRecord>,
    /// Facts, each with every place that states it.
    pub facts: BTreeMap<FactRecord, BTreeSet<Source>>,
    /// Facts of each article (key) that are left out because their subject or object has no name there.
    pub unnamed: BTreeMap<String, usize>,
}

/// An entity across articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedEntity {
    /// Every form, with the articles (keys) that use it as the fullest name and as an alias.
    pub names: BTreeMap<String, BTreeSet<(bool, String)>>,
    /// IRIs in outside bases.
    pub same_as: BTreeSet<String>,
    /// Web pages.
    pub urls: BTreeSet<String>,
    /// Narrower kinds: `consortium`, `ngo`, `software`.
    pub subkinds: BTreeSet<String>,
}

/// An article in the graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleRecord {
    /// Its id.
    pub id: String,
    /// What is known of it.
    pub header: ArticleHeader,
}

/// A fact without its sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactRecord {
    /// The subject.
    pub subject: EntityKey,
    /// Name of the predicate in the schema.
    pub predicate: String,
    /// The object.
    pub object: FactObject,
}

/// The object of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactObject {
    /// An entity.
    Entity(EntityKey),
    /// A date.
    Date(PartialDate),
}

/// One place that states a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Key of the article.
    pub article: String,
    /// First code point of the sentence in the article's text.
    pub start: usize,
    /// Code point after its last.
    pub end: usize,
    /// The sentence, letter for letter.
    pub text: String,
    /// How sure the text is.
    pub status: Status,
    /// Whether it tells a happening.
    pub event: bool,
    /// When it happened.
    pub date: Option<PartialDate>,
    /// Role, level, amount as written.
    pub qualifier: Option<String>,
    /// The rule that found it.
    pub rule: String,
}
