//! Every fact of an entity with the sentences and articles that state it.

use petgraph::Direction;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::{Article, Edge, Entity, KnowledgeGraph, Node};
use crate::model::Source;
use crate::schema::Predicate;

/// All that the graph says of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'g> {
    /// The entity.
    pub entity: &'g Entity,
    /// Its facts, by predicate, then role, then the other end.
    pub facts: Vec<ExplainedFact<'g>>,
}

/// One fact of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedFact<'g> {
    /// The relation.
    pub predicate: &'static Predicate,
    /// Which end the entity is.
    pub role: Role,
    /// The other end: an entity's canonical name, or a date.
    pub other: String,
    /// Whether the sources assert it, rather than deny it or report a rumour.
    pub is_asserted: bool,
    /// Each place that states it, with its article.
    pub sources: Vec<(&'g Source, Option<&'g Article>)>,
}

/// Which end of a fact an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What the fact is said of.
    Subject,
    /// What it is related to.
    Object,
}

impl KnowledgeGraph {
    /// Explains every entity that an IRI, a path or a name means.
    ///
    /// # Shape
    /// `query` is a full IRI, the path after the base (`company/alibaba-group`), or any name of the entity in any
    /// case. Entities stand by type and key; empty where nothing is meant.
    pub fn explain(&self, query: &str, base: &str) -> Vec<Explanation<'_>> {
        let query = query.trim();
        let path = query.strip_prefix(base).unwrap_or(query);
        let folded = query.to_lowercase();
        let is_meant = |entity: &Entity| {
            entity.path == path
                || entity.key.key == folded
                || std::iter::once(&entity.name).chain(&entity.aliases).any(|name| name.to_lowercase() == folded)
        };
        let graph = self.as_petgraph();
        graph
            .node_indices()
            .filter_map(|index| match graph.node_weight(index) {
                Some(Node::Entity(entity)) if is_meant(entity) => {
                    Some(Explanation { entity, facts: self.facts_of(index, entity) })
                }
                _ => None,
            })
            .collect()
    }

    fn facts_of<'g>(&'g self, index: NodeIndex, entity: &'g Entity) -> Vec<ExplainedFact<'g>> {
        let told = |sources: &'g [Source]| sources.iter().map(|source| (source, self.article(source))).collect();
        let mut facts: Vec<ExplainedFact<'g>> = entity
            .dates
            .iter()
            .map(|dated| ExplainedFact {
                predicate: dated.predicate,
                role: Role::Subject,
                other: dated.date.to_string(),
                is_asserted: dated.is_asserted,
                sources: told(&dated.sources),
            })
            .collect();
        for (direction, role) in [(Direction::Outgoing, Role::Subject), (Direction::Incoming, Role::Object)] {
            for edge in self.as_petgraph().edges_directed(index, direction) {
                let end = if role == Role::Subject { edge.target() } else { edge.source() };
                if let (Edge::Fact(fact), Some(other)) = (edge.weight(), self.entity_at(end)) {
                    facts.push(ExplainedFact {
                        predicate: fact.predicate,
                        role,
                        other: other.name.clone(),
                        is_asserted: fact.is_asserted,
                        sources: told(&fact.sources),
                    });
                }
            }
        }
        facts.sort_by(|a, b| {
            (a.predicate.name, a.role, &a.other, !a.is_asserted, &a.sources.first().map(|s| s.0)).cmp(&(
                b.predicate.name,
                b.role,
                &b.other,
                !b.is_asserted,
                &b.sources.first().map(|s| s.0),
            ))
        });
        facts
    }
}
