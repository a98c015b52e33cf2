//! Units: one name with those of its types that are one thing.
//!
//! Articles often type one name differently. A project without evidence is a name of which nothing is known, so it
//! goes with whatever else the name is. A body and a work of one name are one thing, unless articles tie the name to
//! a body here and to a work there (Apache the foundation, Apache the server). Other types of one name are one thing
//! where one of them is rare beside the other, else namesakes.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::group::Group;
use crate::model::{ArticleId, ArticleSet, EntityKey, EntityType, Resolution, ResolvedEntity, Tie};
use crate::schema::Gazetteer;

/// A type counts as noise where another has this many times its weight.
const NOISE: u32 = 4;
/// So does a type that another has in so many times the articles.
const RARE: usize = 8;
/// Articles with facts that only its type allows, from which on a rare type is no noise.
const SUPPORT: usize = 2;
/// A tie tells of a name where at least one in so many of its articles has it.
pub(super) const SHARE: usize = 5;

/// What is known of a name under one type.
#[derive(Debug)]
pub(super) struct Node<'r> {
    pub(super) key: &'r EntityKey,
    pub(super) entity: &'r ResolvedEntity,
    /// Articles that use it as the fullest name, by number, sorted.
    pub(super) articles: Rc<[u32]>,
    /// Weight of what speaks for the type.
    explicit: u32,
    /// Articles that typed it for want of evidence.
    untyped: u32,
}

/// One name with the types that are one thing.
#[derive(Debug)]
pub(super) struct Unit {
    /// Indices of its nodes; never empty.
    pub(super) nodes: Vec<usize>,
    pub(super) group: Group,
    /// Whether nothing speaks for its types.
    pub(super) is_untyped: bool,
    /// Articles that use it as the fullest name, sorted.
    pub(super) articles: Rc<[u32]>,
}

/// All names of a resolution.
#[derive(Debug)]
pub(super) struct Names<'r> {
    pub(super) nodes: Vec<Node<'r>>,
    pub(super) units: Vec<Unit>,
    /// Units by canonical key.
    pub(super) by_key: BTreeMap<&'r str, Vec<usize>>,
    /// The articles; their numbers are their places.
    articles: Vec<ArticleId>,
}

impl<'r> Names<'r> {
    /// The numbers of some articles, sorted.
    pub(super) fn numbers(&self, articles: &ArticleSet) -> Vec<u32> {
        numbers(&self.articles, articles.iter())
    }

    /// The key of a unit.
    pub(super) fn key(&self, unit: usize) -> &'r str {
        &self.nodes[self.units[unit].nodes[0]].key.key
    }

    /// The unit that holds a name under a type, or else the one that it may be.
    pub(super) fn unit_of(&self, key: &EntityKey) -> Option<usize> {
        let units = self.by_key.get(key.key.as_str())?;
        let holds = |unit: &&usize| self.units[**unit].nodes.iter().any(|node| self.nodes[*node].key == key);
        let group = Group::of(key.entity_type);
        let same = |unit: &&usize| self.units[**unit].group == group;
        let near = |unit: &&usize| self.units[**unit].group.may_join(group);
        let any = |unit: &&usize| self.units[**unit].is_untyped;
        let choices = units.iter();
        let found = choices.clone().find(holds).or_else(|| choices.clone().find(same));
        found.or_else(|| choices.clone().find(near)).or_else(|| choices.clone().find(any)).copied()
    }

    /// The weight of each type among some units.
    pub(super) fn weights(&self, units: &[usize]) -> BTreeMap<EntityType, u32> {
        let mut weights = BTreeMap::new();
        for node in units.iter().flat_map(|unit| &self.units[*unit].nodes).map(|node| &self.nodes[*node]) {
            *weights.entry(node.key.entity_type).or_default() += node.weight();
        }
        weights
    }
}

impl Node<'_> {
    fn weight(&self) -> u32 {
        4 * self.explicit + self.untyped
    }
}

/// The articles that name something or tie names, sorted.
fn articles(resolution: &Resolution) -> Vec<ArticleId> {
    let uses = resolution.entities.values().flat_map(|entity| entity.names.values());
    let told = resolution.ties.values().flat_map(|told| told.articles.iter());
    let all: BTreeSet<ArticleId> = uses.flat_map(|uses| uses.fullest.iter()).chain(told).collect();
    all.into_iter().collect()
}

fn numbers(all: &[ArticleId], some: impl Iterator<Item = ArticleId>) -> Vec<u32> {
    some.filter_map(|article| all.binary_search(&article).ok()).filter_map(|at| u32::try_from(at).ok()).collect()
}

/// Numbers the articles and gathers the names into units.
pub(super) fn units(resolution: &Resolution) -> Names<'_> {
    let articles = articles(resolution);
    let mut names = Names { nodes: Vec::new(), units: Vec::new(), by_key: BTreeMap::new(), articles };
    let mut same_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (key, entity)) in resolution.entities.iter().enumerate() {
        names.nodes.push(node(key, entity, &names.articles));
        same_key.entry(key.key.as_str()).or_default().push(at);
    }
    let pulls = pulls(resolution);
    for (key, nodes) in same_key {
        let bearers = pulls.get(key);
        for (group, nodes) in partition(&names.nodes, &nodes, bearers) {
            let articles = match nodes[..] {
                [only] => names.nodes[only].articles.clone(),
                _ => union(nodes.iter().map(|node| &*names.nodes[*node].articles)),
            };
            let is_untyped = nodes.iter().all(|node| names.nodes[*node].explicit == 0);
            names.by_key.entry(key).or_default().push(names.units.len());
            names.units.push(Unit { nodes, group, is_untyped, articles });
        }
    }
    names
}

/// All numbers of some sorted lists, sorted, each once.
pub(super) fn union<'a>(lists: impl Iterator<Item = &'a [u32]>) -> Rc<[u32]> {
    let mut all: Vec<u32> = lists.flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

fn node<'r>(key: &'r EntityKey, entity: &'r ResolvedEntity, all: &[ArticleId]) -> Node<'r> {
    let lists: Vec<Vec<u32>> = entity.names.values().map(|uses| numbers(all, uses.fullest.iter())).collect();
    let articles = union(lists.iter().map(Vec::as_slice));
    let all = articles.len() as u32;
    let supported = entity.supported.len() as u32;
    let is_listed = || {
        let lists = Gazetteer::embedded();
        let kinds = entity.names.keys().filter_map(|name| lists.name(name)?.entity_type);
        kinds.map(Group::of).any(|group| group == Group::Work)
    };
    let (explicit, untyped) = match key.entity_type {
        EntityType::Project if !is_listed() => (2 * supported, all.saturating_sub(supported)),
        EntityType::Person if !key.key.contains(' ') => (all.div_ceil(2) + supported, 0),
        _ => (2 * all + 2 * supported, 0),
    };
    Node { key, entity, articles, explicit, untyped }
}

/// In how many articles a name is the short form of a body, and of a work.
fn pulls(resolution: &Resolution) -> BTreeMap<&str, [usize; 2]> {
    let mut articles: BTreeMap<&str, [ArticleSet; 2]> = BTreeMap::new();
    for (Tie { name, of, .. }, told) in &resolution.ties {
        let at = match of.entity_type {
            EntityType::Company | EntityType::Organization => 0,
            EntityType::Project | EntityType::Product => 1,
            _ => continue,
        };
        articles.entry(name.key.as_str()).or_default()[at].extend(told.articles.iter());
    }
    articles.into_iter().map(|(key, sets)| (key, sets.map(|set| set.len()))).collect()
}

/// Splits the types of one name into those that are one thing.
fn partition(nodes: &[Node<'_>], same_key: &[usize], pulls: Option<&[usize; 2]>) -> Vec<(Group, Vec<usize>)> {
    let all: usize = same_key.iter().map(|node| nodes[*node].articles.len()).sum();
    let is_disputed = pulls.is_some_and(|pulls| pulls.iter().all(|articles| articles * SHARE >= all));
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for &node in same_key {
        match Group::of(nodes[node].key.entity_type) {
            _ if nodes[node].explicit == 0 => unknown.push(node),
            Group::Work if !is_disputed => groups.entry(Group::Body).or_default().push(node),
            group => groups.entry(group).or_default().push(node),
        }
    }
    let weight = |members: &[usize]| -> u32 { members.iter().map(|node| nodes[*node].weight()).sum() };
    // names of which nothing is known go with the strongest, unless they are far more
    let strongest = groups.iter().map(|(group, members)| (weight(members), std::cmp::Reverse(*group))).max();
    let home = match strongest {
        Some((known, group)) if weight(&unknown) <= NOISE * known => group.0,
        Some((_, _)) if is_disputed => Group::Work,
        _ => Group::Body,
    };
    if !unknown.is_empty() {
        groups.entry(home).or_default().extend(unknown);
    }
    let Some((most, winner)) = groups.iter().map(|(group, members)| (weight(members), std::cmp::Reverse(*group))).max()
    else {
        return Vec::new();
    };
    let winner = winner.0;
    let size = |members: &[usize]| -> usize { members.iter().map(|node| nodes[*node].articles.len()).sum() };
    let size_of_winner = groups.get(&winner).map_or(0, |members| size(members));
    let is_noise = |group: Group, members: &[usize]| {
        let supported: usize = members.iter().map(|node| nodes[*node].entity.supported.len()).sum();
        let is_first_name = group == Group::Person && members.iter().all(|node| !nodes[*node].key.key.contains(' '));
        let few = size(members) * RARE <= size_of_winner;
        let rare = few || weight(members) * NOISE <= most || is_first_name && weight(members) <= most;
        group != winner && rare && supported < SUPPORT
    };
    let (noise, mut kept): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(group, members)| is_noise(*group, members));
    if let Some((_, members)) = kept.iter_mut().find(|(group, _)| *group == winner) {
        members.extend(noise.into_iter().flat_map(|(_, members)| members));
        members.sort_unstable();
    }
    // a joint unit is of the group of its stronger type
    for (group, members) in &mut kept {
        members.sort_unstable();
        if *group == Group::Body {
            let of = |group: Group| -> u32 {
                let own = members.iter().map(|node| &nodes[*node]);
                own.filter(|node| Group::of(node.key.entity_type) == group).map(Node::weight).sum()
            };
            *group = if of(Group::Work) > of(Group::Body) { Group::Work } else { Group::Body };
        }
    }
    kept
}
