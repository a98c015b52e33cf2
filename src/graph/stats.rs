//! How much a graph holds.

use std::collections::BTreeMap;

use super::KnowledgeGraph;
use crate::model::EntityType;

/// Counts of what a graph holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: usize,
    /// Entities.
    pub entities: usize,
    /// Entities by type; only types that occur.
    pub entities_by_type: BTreeMap<EntityType, usize>,
    /// Facts that the sources assert or announce, dates included.
    pub facts: usize,
    /// These facts by predicate.
    pub facts_by_predicate: BTreeMap<&'static str, usize>,
    /// Facts that some source denies or reports as rumour.
    pub unasserted: usize,
    /// Places that state a fact; a fact in two sentences counts twice.
    pub claims: usize,
    /// Happenings.
    pub happenings: usize,
}

impl KnowledgeGraph {
    /// Counts what the graph holds.
    pub fn stats(&self) -> Stats {
        let mut stats =
            Stats { articles: self.articles().count(), happenings: self.happenings().count(), ..Stats::default() };
        let mut count = |predicate: &'static str, is_asserted: bool, sources: usize| {
            stats.claims += sources;
            if is_asserted {
                stats.facts += 1;
                *stats.facts_by_predicate.entry(predicate).or_default() += 1;
            } else {
                stats.unasserted += 1;
            }
        };
        for fact in self.facts() {
            count(fact.fact.predicate.name, fact.fact.is_asserted, fact.fact.sources.len());
        }
        for dated in self.entities().flat_map(|entity| &entity.dates) {
            count(dated.predicate.name, dated.is_asserted, dated.sources.len());
        }
        for entity in self.entities() {
            stats.entities += 1;
            *stats.entities_by_type.entry(entity.key.entity_type).or_default() += 1;
        }
        stats
    }
}
