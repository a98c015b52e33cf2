//! What many articles say together: entities across articles, and facts with all their sources.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ArticleHeader, ArticleId, ArticleSet, EntityType, PartialDate, Status};

/// The identity of an entity across articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// What articles say of two names meaning the same, each with who says so.
    pub ties: BTreeMap<Tie, Told>,
    /// Names that tell that they are an edition or a version of something, each with every place that bears them first
    /// in its article.
    pub editions: BTreeMap<EntityKey, BTreeSet<Source>>,
    /// Facts that are left out, since what their ends became is one thing or has types that do not allow them; empty
    /// before names are settled.
    pub unfit: BTreeSet<FactRecord>,
    /// What became one entity and why; empty before names are settled.
    pub merges: BTreeSet<Merge>,
}

/// That two names mean the same, as an article has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// How the names are related.
    pub kind: TieKind,
    /// The shorter, or the older name.
    pub name: EntityKey,
    /// What it means.
    pub of: EntityKey,
}

/// How two names of one entity are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieKind {
    /// 'FWF' and 'Far Water Foundation'.
    Acronym,
    /// 'Halden' and 'Halden Group', or another form that an article uses.
    ShortForm,
    /// 'Vexor, now Calder': the name is the former one.
    Renamed,
}

/// Who tells something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The articles.
    pub articles: ArticleSet,
    /// Where they say so; may be left out where nobody asks.
    pub places: BTreeSet<Place>,
}

impl Told {
    /// Adds what others tell.
    pub fn extend(&mut self, other: Told) {
        self.articles.extend(other.articles.iter());
        self.places.extend(other.places);
    }
}

/// A place in an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Key of the article.
    pub article: String,
    /// First code point in the article's text.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The sentence, letter for letter; empty where the article does not show it.
    pub text: String,
    /// The date of the article.
    pub date: Option<PartialDate>,
}

/// That a name became part of an entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    /// The entity.
    pub into: EntityKey,
    /// The name, under the type that articles gave it.
    pub name: EntityKey,
    /// The name that led it there; the same as `into` or a step on the way.
    pub by: EntityKey,
    /// Why.
    pub reason: MergeReason,
    /// How many articles bear the name.
    pub articles: usize,
    /// Where articles say so, sorted; empty where the names alone say it.
    pub places: Vec<Place>,
}

/// Why two names are one entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MergeReason {
    /// One name that articles gave different types.
    Types,
    /// The names differ in spaces and hyphens alone, or in the word 'project'.
    Spelling,
    /// The names of a person differ in a middle initial, or a first name is an initial.
    Initials,
    /// Articles tie the names.
    Tie(TieKind),
    /// A rare name is a frequent one but for a letter or two, and what they are related to is shared.
    Misspelling,
    /// A person's decision, with the file and line that says so.
    Decision(String),
}

/// An entity across articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedEntity {
    /// Every form, with the articles that use it.
    pub names: BTreeMap<String, NameUses>,
    /// IRIs in outside bases.
    pub same_as: BTreeSet<String>,
    /// Web pages.
    pub urls: BTreeSet<String>,
    /// Narrower kinds: `consortium`, `ngo`, `software`.
    pub subkinds: BTreeSet<String>,
    /// Articles that tell facts of it that only its type allows.
    pub supported: ArticleSet,
    /// Keys of what it is related to.
    pub related: BTreeSet<String>,
}

impl ResolvedEntity {
    /// Adds what is known of it from elsewhere.
    pub fn extend(&mut self, other: ResolvedEntity) {
        for (name, uses) in other.names {
            self.names.entry(name).or_default().extend(&uses);
        }
        self.same_as.extend(other.same_as);
        self.urls.extend(other.urls);
        self.subkinds.extend(other.subkinds);
        self.supported.extend(other.supported.iter());
        self.related.extend(other.related);
    }
}

/// The articles that use a form of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameUses {
    /// As the fullest name of the entity.
    pub fullest: ArticleSet,
    /// Beside a fuller one.
    pub alias: ArticleSet,
}

impl NameUses {
    /// Notes a use.
    pub fn add(&mut self, is_fullest: bool, article: ArticleId) {
        let uses = if is_fullest { &mut self.fullest } else { &mut self.alias };
        uses.insert(article);
    }

    /// Adds the uses of elsewhere.
    pub fn extend(&mut self, other: &NameUses) {
        self.fullest.extend(other.fullest.iter());
        self.alias.extend(other.alias.iter());
    }
}

/// An article in the graph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Its id.
    pub id: String,
    /// What is known of it.
    pub header: ArticleHeader,
}

/// A fact without its sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactRecord {
    /// The subject.
    pub subject: EntityKey,
    /// Name of the predicate in the schema.
    pub predicate: String,
    /// The object.
    pub object: FactObject,
}

/// The object of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FactObject {
    /// An entity.
    Entity(EntityKey),
    /// A date.
    Date(PartialDate),
}

/// One place that states a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
