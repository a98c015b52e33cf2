//! A part of what the articles say: from some articles, of some types, around some entities.
//!
//! Works on the [`Resolution`], before the graph is built: what is built from fewer facts holds their articles,
//! sentences and happenings and no others, so nothing can dangle.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{NodeIndex, UnGraph};

use super::path;
use crate::model::{ArticleRecord, EntityKey, EntityType, FactObject, FactRecord, PartialDate, Resolution};

/// Share of the rank that flows along facts; the rest is spread over all entities.
///
/// # Source
/// Brin and Page, 'The Anatomy of a Large-Scale Hypertextual Web Search Engine', section 2.1.1.
const DAMPING: f64 = 0.85;
/// Rounds after which ranks hardly change.
const ROUNDS: usize = 60;

/// What to keep.
///
/// # Shape
/// In this order: facts of `predicates`, between `types`, told by articles in time and of `publishers`, by at least
/// `min_sources` of them; then, in the graph of these facts, the entities within `depth` facts of one called `around`;
/// of those the `top`. A fact stays where both its ends do; an article, a sentence and a happening stay where a fact
/// that stays leads to them. An entity that no fact concerns stays only where facts are not chosen by what they say or
/// who tells them. Names, links and pages of an entity stay whole, whichever articles give them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Names, paths or IRIs of the entities in the middle; all entities where empty.
    pub around: Vec<String>,
    /// How many facts away from them.
    pub depth: usize,
    /// Types of entities; all where empty.
    pub types: Vec<EntityType>,
    /// Names of predicates; all where empty.
    pub predicates: Vec<String>,
    /// Articles published on this date or later; those that may lie in it count, those without a date do not.
    pub since: Option<PartialDate>,
    /// Articles published on this date or before, likewise.
    pub until: Option<PartialDate>,
    /// Publishers, in any case; all where empty.
    pub publishers: Vec<String>,
    /// How many articles must tell a fact.
    pub min_sources: usize,
    /// How many entities.
    pub top: Option<usize>,
    /// Which of them come first.
    pub by: RankBy,
}

/// What makes an entity come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RankBy {
    /// The number of its facts.
    #[default]
    Degree,
    /// PageRank along the facts, from subject to object.
    PageRank,
}

impl Selection {
    /// Whether everything is kept.
    pub fn is_everything(&self) -> bool {
        self.around.is_empty() && self.types.is_empty() && self.top.is_none() && !self.chooses_facts()
    }

    /// Whether facts are chosen by what they say or who tells them.
    fn chooses_facts(&self) -> bool {
        !self.predicates.is_empty() || self.min_sources > 1 || self.chooses_articles()
    }

    fn chooses_articles(&self) -> bool {
        self.since.is_some() || self.until.is_some() || !self.publishers.is_empty()
    }

    /// Takes everything else out.
    ///
    /// # Errors
    /// The first name of `around` by which no entity is called; nothing is taken out then.
    ///
    /// # Complexity
    /// O(n log n) for n entities, facts and sources; PageRank walks every fact sixty times.
    pub fn apply(&self, resolution: &mut Resolution, base: &str) -> Result<(), String> {
        let mut middle = BTreeSet::new();
        for name in &self.around {
            let called: Vec<EntityKey> = called(resolution, name, base).cloned().collect();
            if called.is_empty() {
                return Err(name.clone());
            }
            middle.extend(called);
        }
        self.keep_facts(resolution);
        let mut kept: BTreeSet<EntityKey> = if self.chooses_facts() {
            resolution.facts.keys().flat_map(ends).cloned().collect()
        } else {
            resolution.entities.keys().filter(|key| self.allows(key)).cloned().collect()
        };
        kept.extend(middle.iter().cloned());
        if !self.around.is_empty() {
            kept = within(self.depth, middle.clone(), &resolution.facts.keys().collect::<Vec<_>>());
        }
        resolution.facts.retain(|fact, _| ends(fact).all(|end| kept.contains(end)));
        if let Some(top) = self.top.filter(|top| *top > 0 && *top < kept.len()) {
            let facts: Vec<&FactRecord> = resolution.facts.keys().collect();
            kept = first(top, &kept, &facts, self.by);
            resolution.facts.retain(|fact, _| ends(fact).all(|end| kept.contains(end)));
        }
        resolution.entities.retain(|key, _| kept.contains(key));
        let cited: BTreeSet<&str> = resolution.facts.values().flatten().map(|source| source.article.as_str()).collect();
        resolution.articles.retain(|key, _| cited.contains(key.as_str()));
        Ok(())
    }

    fn allows(&self, key: &EntityKey) -> bool {
        self.types.is_empty() || self.types.contains(&key.entity_type)
    }

    /// Keeps the facts and sources that the choice of predicates, types and articles leaves.
    fn keep_facts(&self, resolution: &mut Resolution) {
        let publishers: Vec<String> = self.publishers.iter().map(|name| name.to_lowercase()).collect();
        let Resolution { articles, facts, .. } = resolution;
        let is_chosen = |key: &str| {
            !self.chooses_articles()
                || articles.get(key).is_some_and(|article| self.allows_article(article, &publishers))
        };
        facts.retain(|fact, sources| {
            let is_said = self.predicates.is_empty() || self.predicates.contains(&fact.predicate);
            if !is_said || !ends(fact).all(|end| self.allows(end)) {
                return false;
            }
            sources.retain(|source| is_chosen(&source.article));
            let tellers: BTreeSet<&str> = sources.iter().map(|source| source.article.as_str()).collect();
            tellers.len() >= self.min_sources.max(1)
        });
    }

    fn allows_article(&self, article: &ArticleRecord, publishers: &[String]) -> bool {
        let header = &article.header;
        let is_in_time = match header.date {
            Some(date) => {
                self.since.is_none_or(|since| latest(date) >= earliest(since))
                    && self.until.is_none_or(|until| earliest(date) <= latest(until))
            }
            None => self.since.is_none() && self.until.is_none(),
        };
        let publisher = header.publisher.as_ref().map(|name| name.to_lowercase());
        is_in_time && (publishers.is_empty() || publisher.is_some_and(|name| publishers.contains(&name)))
    }
}

/// The entities that a name in any case, a path or an IRI means, by type and key.
fn called<'r>(resolution: &'r Resolution, query: &str, base: &str) -> impl Iterator<Item = &'r EntityKey> {
    let query = query.trim();
    let wanted_path = query.strip_prefix(base).unwrap_or(query).to_owned();
    let folded = query.to_lowercase();
    let entities = resolution.entities.iter().filter(move |(key, entity)| {
        key.key == folded
            || entity.names.keys().any(|name| name.to_lowercase() == folded)
            || path::entity_path(key) == wanted_path
    });
    entities.map(|(key, _)| key)
}

/// The entities of a fact.
fn ends(fact: &FactRecord) -> impl Iterator<Item = &EntityKey> {
    let object = match &fact.object {
        FactObject::Entity(key) => Some(key),
        FactObject::Date(_) => None,
    };
    std::iter::once(&fact.subject).chain(object)
}

fn earliest(date: PartialDate) -> (i16, i8, i8) {
    (date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}

fn latest(date: PartialDate) -> (i16, i8, i8) {
    (date.year(), date.month().unwrap_or(12), date.day().unwrap_or(31))
}

/// Entities and the facts between them, without what they say.
struct Links<'r> {
    graph: UnGraph<&'r EntityKey, ()>,
    nodes: BTreeMap<&'r EntityKey, NodeIndex>,
}

impl<'r> Links<'r> {
    fn new(entities: impl Iterator<Item = &'r EntityKey>, facts: &[&'r FactRecord]) -> Self {
        let mut graph = UnGraph::new_undirected();
        let mut nodes: BTreeMap<&EntityKey, NodeIndex> = entities.map(|key| (key, graph.add_node(key))).collect();
        for fact in facts {
            for end in ends(fact) {
                nodes.entry(end).or_insert_with(|| graph.add_node(end));
            }
            if let FactObject::Entity(object) = &fact.object {
                graph.add_edge(nodes[&fact.subject], nodes[object], ());
            }
        }
        Self { graph, nodes }
    }
}

/// The entities within `depth` facts of those in the middle, these included.
fn within(depth: usize, middle: BTreeSet<EntityKey>, facts: &[&FactRecord]) -> BTreeSet<EntityKey> {
    let links = Links::new(middle.iter(), facts);
    let mut reached: BTreeSet<NodeIndex> = middle.iter().map(|key| links.nodes[key]).collect();
    let mut edge: Vec<NodeIndex> = reached.iter().copied().collect();
    for _ in 0..depth {
        let next = edge.iter().flat_map(|node| links.graph.neighbors(*node));
        edge = next.filter(|node| reached.insert(*node)).collect();
        if edge.is_empty() {
            break;
        }
    }
    reached.into_iter().map(|node| links.graph[node].clone()).collect()
}

/// The first `top` of some entities; of equals, those whose key is smaller.
fn first(top: usize, entities: &BTreeSet<EntityKey>, facts: &[&FactRecord], by: RankBy) -> BTreeSet<EntityKey> {
    let links = Links::new(entities.iter(), facts);
    let ranks = match by {
        RankBy::PageRank => page_rank(&links.graph),
        RankBy::Degree => {
            let mut ranks = vec![0.0; links.graph.node_count()];
            for end in facts.iter().flat_map(|fact| ends(fact)) {
                ranks[links.nodes[end].index()] += 1.0;
            }
            ranks
        }
    };
    let mut ranked: Vec<NodeIndex> = links.graph.node_indices().collect();
    let rank = |node: &NodeIndex| ranks[node.index()];
    ranked.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| links.graph[*a].cmp(links.graph[*b])));
    ranked.into_iter().take(top).map(|node| links.graph[node].clone()).collect()
}

/// The rank of each node, by index; together they are 1. Edges run as they were added, from subject to object.
fn page_rank(graph: &UnGraph<&EntityKey, ()>) -> Vec<f64> {
    let count = graph.node_count();
    let edges: Vec<(usize, usize)> =
        graph.raw_edges().iter().map(|edge| (edge.source().index(), edge.target().index())).collect();
    let mut out = vec![0.0_f64; count];
    edges.iter().for_each(|(source, _)| out[*source] += 1.0);
    #[expect(clippy::cast_precision_loss, reason = "no graph has 2^52 entities")]
    let share = 1.0 / (count.max(1) as f64);
    let mut ranks = vec![share; count];
    for _ in 0..ROUNDS {
        let stuck: f64 = ranks.iter().zip(&out).filter(|(_, out)| **out == 0.0).map(|(rank, _)| rank).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * stuck) * share; count];
        for (source, target) in &edges {
            next[*target] += DAMPING * ranks[*source] / out[*source];
        }
        ranks = next;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleHeader, ResolvedEntity, Source, Status};

    fn key(name: &str) -> EntityKey {
        EntityKey { entity_type: EntityType::Organization, key: name.to_lowercase() }
    }

    /// Facts `subject -> object`, each told by the articles after the colon: `A B: 1 2`.
    fn resolution(facts: &[&str]) -> Resolution {
        let mut resolution = Resolution::default();
        for fact in facts {
            let (ends, articles) = fact.split_once(": ").unwrap();
            let (subject, object) = ends.split_once(' ').unwrap();
            for name in [subject, object] {
                let entity: &mut ResolvedEntity = resolution.entities.entry(key(name)).or_default();
                entity.names.entry(name.to_owned()).or_default();
            }
            for article in articles.split(' ') {
                let date = format!("201{article}-03").parse().ok();
                let header =
                    ArticleHeader { date, publisher: Some(format!("Paper {article}")), ..ArticleHeader::default() };
                resolution.articles.insert(article.to_owned(), ArticleRecord { id: article.to_owned(), header });
                let record = FactRecord {
                    subject: key(subject),
                    predicate: "memberOf".to_owned(),
                    object: FactObject::Entity(key(object)),
                };
                let source = Source {
                    article: article.to_owned(),
                    start: 0,
                    end: 1,
                    text: "x".to_owned(),
                    status: Status::Asserted,
                    event: false,
                    date: None,
                    qualifier: None,
                    rule: String::new(),
                };
                resolution.facts.entry(record).or_default().insert(source);
            }
        }
        resolution
    }

    fn selected(selection: &Selection, facts: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut resolution = resolution(facts);
        selection.apply(&mut resolution, "https://x.example/").unwrap();
        let entities = resolution.entities.keys().map(|key| key.key.clone()).collect();
        (entities, resolution.articles.into_keys().collect())
    }

    const CHAIN: [&str; 4] = ["A B: 1", "B C: 2 3", "C D: 3", "E F: 4"];

    #[test]
    fn around_goes_as_far_as_asked_in_both_directions() {
        let around = |name: &str, depth| Selection { around: vec![name.to_owned()], depth, ..Selection::default() };
        assert_eq!(selected(&around("c", 1), &CHAIN), (strings("b c d"), strings("2 3")));
        assert_eq!(
            selected(&around("https://x.example/organization/a", 2), &CHAIN),
            (strings("a b c"), strings("1 2 3"))
        );
        assert_eq!(selected(&around("organization/f", 0), &CHAIN), (strings("f"), Vec::new()));
        let unknown = around("Z", 1).apply(&mut resolution(&CHAIN), "https://x.example/");
        assert_eq!(unknown, Err("Z".to_owned()));
    }

    #[test]
    fn articles_are_chosen_by_time_and_publisher() {
        let since = Selection { since: "2013".parse().ok(), ..Selection::default() };
        assert_eq!(selected(&since, &CHAIN), (strings("b c d e f"), strings("3 4")));
        let until = Selection { until: "2012-03-01".parse().ok(), ..Selection::default() };
        assert_eq!(selected(&until, &CHAIN), (strings("a b c"), strings("1 2")));
        let publisher = Selection { publishers: vec!["PAPER 3".to_owned()], ..Selection::default() };
        assert_eq!(selected(&publisher, &CHAIN), (strings("b c d"), strings("3")));
    }

    #[test]
    fn facts_that_too_few_articles_tell_go() {
        let twice = Selection { min_sources: 2, ..Selection::default() };
        assert_eq!(selected(&twice, &CHAIN), (strings("b c"), strings("2 3")));
    }

    #[test]
    fn the_first_are_those_with_most_facts_or_those_to_which_most_lead() {
        let facts = ["A X: 1", "B X: 1", "C X: 1", "X Y: 1", "D E: 1", "D F: 1", "D G: 1", "D H: 1", "D I: 1"];
        let top = |top, by| Selection { top: Some(top), by, ..Selection::default() };
        assert_eq!(selected(&top(1, RankBy::Degree), &facts).0, strings("d"));
        assert_eq!(selected(&top(2, RankBy::PageRank), &facts).0, strings("x y"));
        assert_eq!(selected(&top(0, RankBy::Degree), &facts).0.len(), 11);
    }

    #[test]
    fn types_and_predicates_leave_no_fact_of_others() {
        let people = Selection { types: vec![EntityType::Person], ..Selection::default() };
        assert_eq!(selected(&people, &CHAIN), (Vec::new(), Vec::new()));
        let uses = Selection { predicates: vec!["uses".to_owned()], ..Selection::default() };
        assert_eq!(selected(&uses, &CHAIN), (Vec::new(), Vec::new()));
        assert!(Selection::default().is_everything() && !people.is_everything());
    }

    fn strings(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }
}
