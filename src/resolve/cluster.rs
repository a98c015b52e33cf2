//! Clusters: which units are one entity, decided on the totals of all articles.
//!
//! Goes in rounds. Each round looks at what all links say together, and joins what is beyond dispute; a name that is
//! tied to several entities, that articles keep apart from another, or whose type is another, stays alone. What is
//! decided depends on the names that links connect and on nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::given::Given;
use super::links::{self, Link};
use super::units::{Names, union};
use crate::model::{MergeReason, Resolution, TieKind};

/// The meaning of a name must be told so many times as often as all its other meanings.
const CLEAR: usize = 4;
/// A meaning is told by at least one in so many of the articles that bear the name.
const TOLD: usize = 10;
/// Articles that must tell the meaning of a name that means something else in each article.
const TOLD_OF_SCOPED: usize = 3;
/// Rounds after which nothing more can change in practice.
const ROUNDS: usize = 12;

/// Which units are one.
#[derive(Debug)]
pub(super) struct Clusters {
    root: Vec<usize>,
    members: Vec<Vec<usize>>,
    articles: Vec<Rc<[u32]>>,
    forbidden: BTreeSet<(usize, usize)>,
    /// The links by which units were joined.
    pub(super) applied: Vec<Link>,
}

/// How far a join is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Check {
    /// A person has decided.
    None,
    /// Types may join, and articles that keep both apart are fewer than this.
    Apart(usize),
}

impl Clusters {
    fn new(names: &Names<'_>) -> Self {
        let units = 0..names.units.len();
        Self {
            root: units.clone().collect(),
            members: units.map(|unit| vec![unit]).collect(),
            articles: names.units.iter().map(|unit| unit.articles.clone()).collect(),
            forbidden: BTreeSet::new(),
            applied: Vec::new(),
        }
    }

    /// The units of each cluster.
    pub(super) fn groups(&self) -> impl Iterator<Item = &Vec<usize>> {
        self.members.iter().filter(|members| !members.is_empty())
    }

    /// Whether a person says that two units are not one.
    pub(super) fn are_kept_apart(&self, left: usize, right: usize) -> bool {
        self.forbidden.contains(&(left.min(right), left.max(right)))
    }

    fn is_forbidden(&self, left: usize, right: usize) -> bool {
        let pairs = |a: usize, b: usize| self.are_kept_apart(a, b);
        !self.forbidden.is_empty()
            && self.members[left].iter().any(|a| self.members[right].iter().any(|b| pairs(*a, *b)))
    }

    fn join(&mut self, names: &Names<'_>, link: &Link, check: Check) -> bool {
        let (left, right) = (self.root[link.from], self.root[link.to]);
        if left == right || self.is_forbidden(left, right) {
            return false;
        }
        if let Check::Apart(limit) = check {
            let says = |article: &u32| link.articles.binary_search(article).is_ok();
            let both = shared(&self.articles[left], &self.articles[right]).filter(|article| !says(article)).count();
            if both > limit || !self.may_join(names, left, right) {
                return false;
            }
        }
        let (small, large) =
            if self.members[left].len() < self.members[right].len() { (left, right) } else { (right, left) };
        let moved = std::mem::take(&mut self.members[small]);
        moved.iter().for_each(|unit| self.root[*unit] = large);
        self.members[large].extend(moved);
        let [own, more] = [large, small].map(|root| std::mem::take(&mut self.articles[root]));
        self.articles[large] = union([&*own, &*more].into_iter());
        self.applied.push(link.clone());
        true
    }

    /// Whether the types of two clusters go together; units whose type nothing supports go with all.
    fn may_join(&self, names: &Names<'_>, left: usize, right: usize) -> bool {
        let typed = |root: usize| self.members[root].iter().map(|unit| &names.units[*unit]).filter(|u| !u.is_untyped);
        typed(left).all(|a| typed(right).all(|b| a.group.may_join(b.group)))
    }

    fn smaller(&self, link: &Link) -> usize {
        self.articles[self.root[link.from]].len().min(self.articles[self.root[link.to]].len())
    }
}

fn shared<'a>(left: &'a [u32], right: &'a [u32]) -> impl Iterator<Item = &'a u32> {
    let (few, many) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    few.iter().filter(|article| many.binary_search(article).is_ok())
}

/// Joins units, those that a person named first.
pub(super) fn cluster(resolution: &Resolution, names: &Names<'_>, given: &Given) -> Clusters {
    let mut clusters = Clusters::new(names);
    clusters.forbidden = given.apart(names);
    for link in given.same(names) {
        clusters.join(names, &link, Check::None);
    }
    for link in links::spelt_alike(names).iter().chain(&links::initials(names)) {
        let limit = clusters.smaller(link) / 2;
        clusters.join(names, link, Check::Apart(limit));
    }
    let told = links::told(resolution, names);
    for _ in 0..ROUNDS {
        let mut clear = clear_links(names, &clusters, &told);
        clear.sort_by(|a, b| {
            let rank = |link: &Link| (std::cmp::Reverse(link.articles.len()), link.from, link.to);
            rank(a).cmp(&rank(b))
        });
        let mut joined = false;
        for link in &clear {
            let limit = if link.reason == MergeReason::Tie(TieKind::Renamed) {
                link.articles.len() + clusters.smaller(link) / CLEAR
            } else {
                link.articles.len() / 2
            };
            joined |= clusters.join(names, link, Check::Apart(limit));
        }
        if !joined {
            break;
        }
    }
    for link in links::misspellings(names) {
        clusters.join(names, &link, Check::Apart(0));
    }
    clusters
}

/// Of each name the one meaning that its links tell, if there is one; with all articles that tell it.
fn clear_links(names: &Names<'_>, clusters: &Clusters, told: &[Link]) -> Vec<Link> {
    let mut clear = Vec::new();
    for same in told.chunk_by(|a, b| a.from == b.from) {
        let from = same[0].from;
        let mut meanings: BTreeMap<usize, (BTreeSet<u32>, &Link)> = BTreeMap::new();
        for link in same {
            let (articles, best) = meanings.entry(clusters.root[link.to]).or_insert((BTreeSet::new(), link));
            articles.extend(&link.articles);
            if link.articles.len() > best.articles.len() {
                *best = link;
            }
        }
        let Some((&root, (articles, best))) =
            meanings.iter().max_by_key(|(_, (articles, link))| (articles.len(), std::cmp::Reverse(link.to)))
        else {
            continue;
        };
        let rest: usize = meanings.iter().filter(|(other, _)| **other != root).map(|(_, (told, _))| told.len()).sum();
        let is_renamed = best.reason == MergeReason::Tie(TieKind::Renamed);
        let is_told = is_renamed || articles.len() * TOLD >= names.units[from].articles.len();
        let is_clear = rest == 0 || articles.len() >= CLEAR * rest;
        let is_scoped = links::is_scoped(names, from);
        let is_plain =
            !is_scoped || rest == 0 && articles.len() >= TOLD_OF_SCOPED && links::is_telling(names, from, best.to);
        if root != clusters.root[from] && is_told && is_clear && is_plain {
            clear.push(Link { articles: articles.iter().copied().collect(), ..(*best).clone() });
        }
    }
    clear
}
