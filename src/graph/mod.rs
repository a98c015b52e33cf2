//! Stage 5: the knowledge graph in memory.
//!
//! Takes a [`Resolution`], gives a [`KnowledgeGraph`]:
//! entities, happenings and articles as nodes; facts, roles and articles that tell of happenings as edges. Must never
//! depend on the order in which articles came, and never hold a fact without its sources. A happening is told by the
//! class its predicate names in the schema, so a new kind of happening needs a line there and nothing here.

mod explain;
mod name;
mod node;
mod path;
mod select;
mod stats;

use std::collections::BTreeMap;

use petgraph::Direction;
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef, IntoEdgeReferences};

pub use explain::{ExplainedFact, Explanation, Role};
pub use node::{Article, DatedFact, Edge, Entity, Fact, Happening, Node};
pub(crate) use path::entity_segment;
pub use select::{RankBy, Selection};
pub use stats::Stats;

use crate::model::{EntityKey, FactObject, FactRecord, Resolution, Source};
use crate::schema::{self, Predicate};

/// Entities, happenings and articles, and what relates them.
#[derive(Debug, Default)]
pub struct KnowledgeGraph {
    graph: StableDiGraph<Node, Edge>,
    articles: BTreeMap<String, NodeIndex>,
}

/// A fact with both its ends.
#[derive(Debug, Clone, Copy)]
pub struct FactRef<'g> {
    /// The subject.
    pub subject: &'g Entity,
    /// Relation and sources.
    pub fact: &'g Fact,
    /// The object.
    pub object: &'g Entity,
}

/// A happening with its participants.
#[derive(Debug, Clone, Copy)]
pub struct HappeningRef<'g> {
    /// The happening.
    pub happening: &'g Happening,
    /// Who brought it about; none where the text names only what came to be.
    pub agent: Option<&'g Entity>,
    /// What it befell.
    pub object: Option<&'g Entity>,
}

/// Builds the graph.
///
/// # Shape
/// Nodes stand in sorted order: entities by key, happenings by path, articles by key; edges in the order of facts.
/// The same resolution gives the same graph, index by index.
///
/// # Complexity
/// O(n log n) for n entities, facts and sources.
pub fn build(resolution: &Resolution) -> KnowledgeGraph {
    let mut builder = Builder::default();
    for (key, entity) in &resolution.entities {
        let (name, aliases) = name::names(entity, &key.key);
        let node = Entity {
            path: path::entity_path(key),
            key: key.clone(),
            name,
            aliases,
            same_as: entity.same_as.iter().cloned().collect(),
            urls: entity.urls.iter().cloned().collect(),
            subkinds: entity.subkinds.iter().cloned().collect(),
            dates: Vec::new(),
        };
        let index = builder.graph.add_node(Node::Entity(node));
        builder.entities.insert(key, index);
    }
    for (record, sources) in &resolution.facts {
        builder.add_fact(record, sources.iter());
    }
    builder.add_happenings();
    for (key, record) in &resolution.articles {
        let node = Article { key: key.clone(), path: path::article_path(key), record: record.clone() };
        let index = builder.graph.add_node(Node::Article(node));
        builder.articles.insert(key.clone(), index);
    }
    builder.link_articles();
    KnowledgeGraph { graph: builder.graph, articles: builder.articles }
}

#[derive(Default)]
struct Builder<'r> {
    graph: StableDiGraph<Node, Edge>,
    entities: BTreeMap<&'r EntityKey, NodeIndex>,
    articles: BTreeMap<String, NodeIndex>,
    happenings: BTreeMap<String, Roles>,
}

struct Roles {
    happening: Happening,
    agent: Option<NodeIndex>,
    object: Option<NodeIndex>,
}

impl<'r> Builder<'r> {
    fn add_fact(&mut self, record: &'r FactRecord, sources: impl Iterator<Item = &'r Source>) {
        let Some(predicate) = schema::predicate(&record.predicate) else { return };
        let Some(subject) = self.entities.get(&record.subject).copied() else { return };
        let object = match &record.object {
            FactObject::Entity(key) => match self.entities.get(key).copied() {
                Some(index) => Some(index),
                None => return,
            },
            FactObject::Date(_) => None,
        };
        let (asserted, others): (Vec<&Source>, Vec<&Source>) = sources.partition(|source| source.status.is_edge());
        let happening = self.add_happening(predicate, record, &asserted, subject, object);
        for (is_asserted, sources) in [(true, asserted), (false, others)] {
            if sources.is_empty() {
                continue;
            }
            let sources: Vec<Source> = sources.into_iter().cloned().collect();
            match (&record.object, object) {
                (FactObject::Date(date), _) => {
                    if let Some(Node::Entity(entity)) = self.graph.node_weight_mut(subject) {
                        entity.dates.push(DatedFact { predicate, date: *date, is_asserted, sources });
                    }
                }
                (FactObject::Entity(_), Some(object)) => {
                    let happening = happening.clone().filter(|_| is_asserted);
                    self.graph.add_edge(
                        subject,
                        object,
                        Edge::Fact(Fact { predicate, is_asserted, happening, sources }),
                    );
                }
                (FactObject::Entity(_), None) => {}
            }
        }
    }

    fn add_happening(
        &mut self,
        predicate: &'static Predicate,
        record: &FactRecord,
        asserted: &[&Source],
        subject: NodeIndex,
        object: Option<NodeIndex>,
    ) -> Option<String> {
        let class = predicate.event_class?;
        let sources: Vec<Source> = asserted.iter().filter(|source| source.event).map(|s| (*s).clone()).collect();
        if sources.is_empty() {
            return None;
        }
        let path = path::happening_path(predicate, class, record);
        let named = |index: NodeIndex| match self.graph.node_weight(index) {
            Some(Node::Entity(entity)) => entity.name.as_str(),
            _ => "",
        };
        let (label, date, agent, object) = match (&record.object, object) {
            (FactObject::Date(date), _) => {
                (format!("{} {}", named(subject), predicate.event_phrase), Some(*date), None, Some(subject))
            }
            (FactObject::Entity(_), object) => {
                let label = format!("{} {} {}", named(subject), predicate.event_phrase, object.map_or("", named));
                (label, name::date_of(&sources), Some(subject), object)
            }
        };
        let happening = Happening { path: path.clone(), predicate, class, label, date, sources };
        self.happenings.insert(path.clone(), Roles { happening, agent, object });
        Some(path)
    }

    fn add_happenings(&mut self) {
        for roles in std::mem::take(&mut self.happenings).into_values() {
            let index = self.graph.add_node(Node::Happening(roles.happening));
            for (end, edge) in [(roles.agent, Edge::Agent), (roles.object, Edge::Object)] {
                if let Some(end) = end {
                    self.graph.add_edge(index, end, edge);
                }
            }
        }
    }

    fn link_articles(&mut self) {
        let mut links: Vec<(NodeIndex, NodeIndex)> = Vec::new();
        for index in self.graph.node_indices() {
            if let Some(Node::Happening(happening)) = self.graph.node_weight(index) {
                links.extend(happening.sources.iter().filter_map(|s| Some((index, *self.articles.get(&s.article)?))));
            }
        }
        links.sort_unstable();
        links.dedup();
        for (happening, article) in links {
            self.graph.add_edge(happening, article, Edge::ToldIn);
        }
    }
}

impl KnowledgeGraph {
    /// The petgraph itself.
    pub fn as_petgraph(&self) -> &StableDiGraph<Node, Edge> {
        &self.graph
    }

    /// The entities, by type and key.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.graph.node_weights().filter_map(|node| match node {
            Node::Entity(entity) => Some(entity),
            _ => None,
        })
    }

    /// The articles, by key.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.graph.node_weights().filter_map(|node| match node {
            Node::Article(article) => Some(article),
            _ => None,
        })
    }

    /// The article of a source.
    pub fn article(&self, source: &Source) -> Option<&Article> {
        self.article_of(source).map(|(_, article)| article)
    }

    /// The article of a source, and where it stands.
    pub(crate) fn article_of(&self, source: &Source) -> Option<(NodeIndex, &Article)> {
        let index = *self.articles.get(&source.article)?;
        match self.graph.node_weight(index) {
            Some(Node::Article(article)) => Some((index, article)),
            _ => None,
        }
    }

    /// The facts in which an entity is subject or object; a fact of an entity with itself comes twice.
    pub(crate) fn relations_of(&self, index: NodeIndex) -> impl Iterator<Item = FactRef<'_>> {
        let directed = move |direction| self.graph.edges_directed(index, direction);
        directed(Direction::Outgoing).chain(directed(Direction::Incoming)).filter_map(|edge| match edge.weight() {
            Edge::Fact(fact) => {
                Some(FactRef { subject: self.entity_at(edge.source())?, fact, object: self.entity_at(edge.target())? })
            }
            _ => None,
        })
    }

    /// The facts between entities, by subject, predicate and object; rumours and denials are marked as such.
    pub fn facts(&self) -> impl Iterator<Item = FactRef<'_>> {
        self.graph.edge_references().filter_map(|edge| match edge.weight() {
            Edge::Fact(fact) => {
                Some(FactRef { subject: self.entity_at(edge.source())?, fact, object: self.entity_at(edge.target())? })
            }
            _ => None,
        })
    }

    /// The predicates of the user's that the graph has facts of, sorted by IRI.
    ///
    /// # Complexity
    /// Linear in the facts.
    pub fn defined_predicates(&self) -> Vec<&'static Predicate> {
        let dated = self.entities().flat_map(|entity| entity.dates.iter().map(|dated| dated.predicate));
        let related = self.facts().map(|fact| fact.fact.predicate);
        let mut found: Vec<&'static Predicate> = Vec::new();
        for predicate in dated.chain(related).filter(|predicate| predicate.term.is_some()) {
            if !found.iter().any(|known| std::ptr::eq(*known, predicate)) {
                found.push(predicate);
            }
        }
        found.sort_by_key(|predicate| (predicate.term.map(|term| term.iri), predicate.name));
        found
    }

    /// The happenings, by path.
    pub fn happenings(&self) -> impl Iterator<Item = HappeningRef<'_>> {
        self.graph.node_indices().filter_map(|index| self.happening_at(index))
    }

    pub(crate) fn happening_at(&self, index: NodeIndex) -> Option<HappeningRef<'_>> {
        let Some(Node::Happening(happening)) = self.graph.node_weight(index) else { return None };
        let mut roles = HappeningRef { happening, agent: None, object: None };
        for edge in self.graph.edges_directed(index, Direction::Outgoing) {
            match edge.weight() {
                Edge::Agent => roles.agent = self.entity_at(edge.target()),
                Edge::Object => roles.object = self.entity_at(edge.target()),
                _ => {}
            }
        }
        Some(roles)
    }

    pub(crate) fn entity_at(&self, index: NodeIndex) -> Option<&Entity> {
        match self.graph.node_weight(index) {
            Some(Node::Entity(entity)) => Some(entity),
            _ => None,
        }
    }
}
