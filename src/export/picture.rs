//! What a picture shows: which entities, which happenings, and facts merged into edges.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use petgraph::Direction;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::{EdgeRef, IntoEdgeReferences};

use super::choice::choice;
use crate::error::{Error, Result};
use crate::graph::{Edge, Entity, Fact, HappeningRef, KnowledgeGraph, Node};
use crate::model::{EntityType, Source};

/// How many entities a picture shows unless asked: what Graphviz lays out in five seconds and a reader takes in.
pub const USUAL: usize = 150;
/// How many edges it shows at most unless asked: above, nobody follows them, and Graphviz takes more than five seconds for the
/// pixels of a PNG.
pub(super) const USUAL_EDGES: usize = 400;
/// Above this many nodes no layout ends in reasonable time and no reader sees anything.
const MOST: usize = 20_000;

/// How to draw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PictureOptions {
    /// What stands together in a frame.
    pub cluster: Option<Cluster>,
    /// Colours.
    pub theme: Theme,
    /// Where edges run.
    pub direction: RankDirection,
    /// How many entities, those with most facts first; [`USUAL`] unless given, all for 0.
    pub top: Option<usize>,
}

choice!(
    /// What stands together in a frame.
    Cluster,
    "cluster",
    /// Entities of a type.
    Type = "type",
    /// What one article alone tells of.
    Article = "article"
);
choice!(
    /// Colours of a picture.
    Theme,
    "theme",
    /// Dark on white.
    Light = "light",
    /// Light on near-black.
    Dark = "dark"
);
choice!(
    /// Where edges run.
    RankDirection,
    "direction",
    /// From left to right.
    LeftToRight = "LR",
    /// From top to bottom.
    TopToBottom = "TB",
    /// From right to left.
    RightToLeft = "RL",
    /// From bottom to top.
    BottomToTop = "BT"
);

#[expect(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for Theme {
    fn default() -> Self {
        Theme::Light
    }
}

#[expect(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for RankDirection {
    fn default() -> Self {
        RankDirection::LeftToRight
    }
}

/// What is drawn.
#[derive(Debug)]
pub(super) struct Picture<'g> {
    pub(super) graph: &'g KnowledgeGraph,
    /// By type and key.
    pub(super) entities: Vec<(NodeIndex, &'g Entity)>,
    /// By path; each has an agent, and both ends are drawn.
    pub(super) happenings: Vec<HappeningRef<'g>>,
    /// By both ends.
    pub(super) edges: Vec<Merged<'g>>,
    /// The facts of the edges, in their order.
    facts: Vec<&'g Fact>,
    /// Entities that no fact concerns.
    pub(super) without_facts: usize,
    /// Entities that have fewer facts than those drawn.
    pub(super) beyond_top: usize,
}

/// Facts of one kind between the same two entities.
#[derive(Debug)]
pub(super) struct Merged<'g> {
    pub(super) subject: &'g Entity,
    pub(super) object: &'g Entity,
    pub(super) line: Line,
    /// Where its facts stand in the picture's.
    facts: Range<usize>,
}

/// How an edge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    Directed,
    Symmetric,
    Unasserted,
}

impl Line {
    fn of(fact: &Fact) -> Self {
        match fact {
            unasserted if !unasserted.is_asserted => Line::Unasserted,
            fact if fact.predicate.is_symmetric => Line::Symmetric,
            _ => Line::Directed,
        }
    }
}

impl<'g> Picture<'g> {
    /// Chooses what to draw: all entities with facts, or those with most; all where none has a fact. Where the
    /// options do not say how many, as many as have no more than `most_edges` among them.
    ///
    /// # Errors
    /// [`Error::Usage`] above 20,000 nodes.
    pub(super) fn new(graph: &'g KnowledgeGraph, options: &PictureOptions, most_edges: usize) -> Result<Self> {
        let petgraph = graph.as_petgraph();
        let mut entities: Vec<(NodeIndex, &Entity)> = petgraph
            .node_indices()
            .filter_map(|index| match petgraph.node_weight(index) {
                Some(Node::Entity(entity)) => Some((index, entity)),
                _ => None,
            })
            .collect();
        let all = entities.len();
        if entities.iter().any(|(index, entity)| has_facts(graph, *index, entity)) {
            entities.retain(|(index, entity)| has_facts(graph, *index, entity));
        }
        let without_facts = all - entities.len();
        let told = entities.len();
        let mut most = options.top.unwrap_or(USUAL);
        let (mut edges, mut facts, mut happenings);
        loop {
            keep_top(graph, &mut entities, most);
            ((edges, facts), happenings) = between(graph, &entities);
            if options.top.is_some() || edges.len() + 2 * happenings.len() <= most_edges {
                break;
            }
            most = most.min(entities.len()) * 3 / 4;
        }
        if entities.len() < told && edges.len() + happenings.len() > 0 {
            drop_alone(&mut entities, &edges, &happenings);
        }
        let nodes = entities.len() + happenings.len();
        if nodes > MOST {
            return Err(Error::Usage {
                what: format!("a picture of {nodes} nodes would take hours and show nothing"),
                hint: format!(
                    "draw fewer, at most {MOST} nodes, with --top, or export to turtle or nquads and query it"
                ),
            });
        }
        let beyond_top = told - entities.len();
        Ok(Self { graph, entities, happenings, edges, facts, without_facts, beyond_top })
    }

    /// The facts of an edge.
    pub(super) fn facts(&self, edge: &Merged<'_>) -> &[&'g Fact] {
        self.facts.get(edge.facts.clone()).unwrap_or_default()
    }

    /// What is not drawn, in words; empty where nothing is missing.
    pub(super) fn note(&self) -> String {
        let counted = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 more entity {what} is not drawn")),
            many => Some(format!("{many} more entities {what} are not drawn")),
        };
        let parts = [counted(self.beyond_top, "with fewer facts"), counted(self.without_facts, "without facts")];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// The types that are drawn, in their usual order.
    pub(super) fn types(&self) -> impl Iterator<Item = EntityType> + '_ {
        EntityType::ALL.into_iter().filter(|one| self.entities.iter().any(|(_, e)| e.key.entity_type == *one))
    }

    /// The articles of which each alone tells of some entity or happening, by key, with the paths of these.
    pub(super) fn by_article(&self) -> BTreeMap<&'g str, Vec<&'g str>> {
        let mut only: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (index, entity) in &self.entities {
            let related = self.graph.relations_of(*index).flat_map(|fact| &fact.fact.sources);
            let sources = related.chain(entity.dates.iter().flat_map(|dated| &dated.sources));
            if let Some(article) = only_article(sources) {
                only.entry(article).or_default().push(&entity.path);
            }
        }
        for roles in &self.happenings {
            if let Some(article) = only_article(roles.happening.sources.iter()) {
                only.entry(article).or_default().push(&roles.happening.path);
            }
        }
        only
    }
}

/// The article of the sources, where they have one in common.
fn only_article<'g>(mut sources: impl Iterator<Item = &'g Source>) -> Option<&'g str> {
    let first = sources.next()?;
    sources.all(|source| source.article == first.article).then_some(first.article.as_str())
}

/// Whether some fact concerns an entity.
fn has_facts(graph: &KnowledgeGraph, index: NodeIndex, entity: &Entity) -> bool {
    !entity.dates.is_empty() || graph.as_petgraph().neighbors_undirected(index).next().is_some()
}

/// How many facts concern an entity.
fn weight(graph: &KnowledgeGraph, index: NodeIndex, entity: &Entity) -> usize {
    let petgraph = graph.as_petgraph();
    let ends = petgraph.edges_directed(index, Direction::Outgoing).count()
        + petgraph.edges_directed(index, Direction::Incoming).count();
    ends + entity.dates.len()
}

/// Keeps the entities with most facts; of equals, the first.
fn keep_top(graph: &KnowledgeGraph, entities: &mut Vec<(NodeIndex, &Entity)>, most: usize) {
    if most == 0 || entities.len() <= most {
        return;
    }
    entities.sort_by_cached_key(|(index, entity)| (std::cmp::Reverse(weight(graph, *index, entity)), *index));
    entities.truncate(most);
    entities.sort_by_key(|(index, _)| *index);
}

/// The edges between some entities, and the happenings all of whose ends are among them.
fn between<'g>(
    graph: &'g KnowledgeGraph,
    entities: &[(NodeIndex, &Entity)],
) -> ((Vec<Merged<'g>>, Vec<&'g Fact>), Vec<HappeningRef<'g>>) {
    let petgraph = graph.as_petgraph();
    let mut is_drawn = vec![false; petgraph.node_indices().next_back().map_or(0, |last| last.index() + 1)];
    entities.iter().for_each(|(index, _)| is_drawn[index.index()] = true);
    let is_whole = |index: NodeIndex| {
        let mut roles = petgraph.edges_directed(index, Direction::Outgoing);
        roles.all(|role| matches!(role.weight(), Edge::ToldIn) || is_drawn[role.target().index()])
    };
    let happenings = petgraph
        .node_indices()
        .filter(|index| matches!(petgraph.node_weight(*index), Some(Node::Happening(_))) && is_whole(*index))
        .filter_map(|index| graph.happening_at(index))
        .filter(|roles| roles.agent.is_some());
    (merged(graph, &is_drawn), happenings.collect())
}

/// Drops entities whose neighbours are not drawn, unless they bear a date: a lone box says nothing.
fn drop_alone(entities: &mut Vec<(NodeIndex, &Entity)>, edges: &[Merged<'_>], happenings: &[HappeningRef<'_>]) {
    let ends = edges.iter().flat_map(|edge| [edge.subject, edge.object]);
    let roles = happenings.iter().flat_map(|roles| [roles.agent, roles.object]).flatten();
    let told: BTreeSet<&str> = ends.chain(roles).map(|entity| entity.path.as_str()).collect();
    entities.retain(|(_, entity)| !entity.dates.is_empty() || told.contains(entity.path.as_str()));
}

/// The facts between drawn entities that no happening tells, those of one kind between two entities together; and all
/// these facts in the same order.
fn merged<'g>(graph: &'g KnowledgeGraph, is_drawn: &[bool]) -> (Vec<Merged<'g>>, Vec<&'g Fact>) {
    let mut facts: Vec<((NodeIndex, NodeIndex, Line), &Fact)> = graph
        .as_petgraph()
        .edge_references()
        .filter_map(|edge| match edge.weight() {
            Edge::Fact(fact) if fact.happening.is_none() => {
                let is_shown = is_drawn[edge.source().index()] && is_drawn[edge.target().index()];
                is_shown.then_some(((edge.source(), edge.target(), Line::of(fact)), fact))
            }
            _ => None,
        })
        .collect();
    facts.sort_by_key(|(ends, _)| *ends);
    let mut edges = Vec::with_capacity(facts.len());
    let mut at = 0;
    for chunk in facts.chunk_by(|a, b| a.0 == b.0) {
        let range = at..at + chunk.len();
        at = range.end;
        let Some(((subject, object, line), _)) = chunk.first().copied() else { continue };
        let (Some(subject), Some(object)) = (graph.entity_at(subject), graph.entity_at(object)) else { continue };
        edges.push(Merged { subject, object, line, facts: range });
    }
    (edges, facts.into_iter().map(|(_, fact)| fact).collect())
}
