//! What nodes and edges hold.

use crate::model::{ArticleRecord, EntityKey, PartialDate, Source};
use crate::schema::Predicate;

/// A node of the knowledge graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A company, person, project ...
    Entity(Entity),
    /// Something that happened, told by one article or many.
    Happening(Happening),
    /// An article.
    Article(Article),
}

impl Node {
    /// Its IRI without the base.
    pub fn path(&self) -> &str {
        match self {
            Node::Entity(entity) => &entity.path,
            Node::Happening(happening) => &happening.path,
            Node::Article(article) => &article.path,
        }
    }
}

/// An entity with its names and dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its identity.
    pub key: EntityKey,
    /// Its IRI without the base (`company/alibaba-group`).
    pub path: String,
    /// The canonical name.
    pub name: String,
    /// The other names, sorted.
    pub aliases: Vec<String>,
    /// IRIs in outside bases, sorted.
    pub same_as: Vec<String>,
    /// Web pages, sorted.
    pub urls: Vec<String>,
    /// Narrower kinds, sorted: `consortium`, `ngo`, `software`.
    pub subkinds: Vec<String>,
    /// Facts whose object is a date, by predicate, then date.
    pub dates: Vec<DatedFact>,
}

/// A fact whose object is a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedFact {
    /// What the date says.
    pub predicate: &'static Predicate,
    /// The date.
    pub date: PartialDate,
    /// Whether the sources assert or announce it; never mixed with those that deny it or report a rumour.
    pub is_asserted: bool,
    /// Every place that says so, sorted; never empty.
    pub sources: Vec<Source>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Its IRI without the base.
    pub path: String,
    /// The predicate of the fact that came about.
    pub predicate: &'static Predicate,
    /// Local name of its class in our namespace (`MembershipEvent`).
    pub class: &'static str,
    /// A sentence of three words ('Alibaba Group joins Linaro Enterprise Group').
    pub label: String,
    /// The earliest of the most precise dates that the sources give.
    pub date: Option<PartialDate>,
    /// Every place that tells of it, sorted; never empty.
    pub sources: Vec<Source>,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its key in the resolution.
    pub key: String,
    /// Its IRI without the base.
    pub path: String,
    /// What is known of it.
    pub record: ArticleRecord,
}

/// An edge of the knowledge graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edge {
    /// From the subject to the object of a fact.
    Fact(Fact),
    /// From a happening to who brought it about.
    Agent,
    /// From a happening to what it befell.
    Object,
    /// From a happening to an article that tells of it.
    ToldIn,
}

/// A fact between two entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The relation.
    pub predicate: &'static Predicate,
    /// Whether the sources assert or announce it; never mixed with those that deny it or report a rumour.
    pub is_asserted: bool,
    /// Path of the happening that tells of the same, where there is one.
    pub happening: Option<String>,
    /// Every place that states it, sorted; never empty.
    pub sources: Vec<Source>,
}
