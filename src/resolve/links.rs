//! Links: pairs of units that may be one entity, each with its reason.
//!
//! A link is a proposal; `cluster.rs` holds them against the totals. To add a reason, add a function here that gives
//! links, and a step there.

use std::collections::{BTreeMap, BTreeSet};

use super::group::Group;
use super::ties::is_acronym;
use super::units::{Names, union};
use crate::model::{EntityKey, EntityType, MergeReason, Place, Resolution, TieKind, Told};
use crate::schema::Gazetteer;

/// Shortest key whose spaces make no difference, and that may be misspelt, in bytes.
const SHORTEST: usize = 6;
/// Longest key that is looked at for misspellings, in bytes.
const LONGEST: usize = 48;
/// Keys from this length on may differ in two letters.
const LONG: usize = 12;
/// A misspelt name stands in at most so many articles ...
const RARE: usize = 2;
/// ... and the right one in so many times more.
const FREQUENT: usize = 3;
/// Most names that are compared with each other because they share letters.
const ALIKE: usize = 24;

/// Last words of the names of parts: divisions of a body, pieces of a system. Own list.
const PARTS: [&str; 14] = [
    "capital",
    "department",
    "digital",
    "distribution",
    "kernel",
    "labs",
    "linux",
    "media",
    "os",
    "research",
    "security",
    "services",
    "stores",
    "team",
];

/// A proposal that two units are one.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The unit whose meaning is told: the short form, the former name, the rare spelling.
    pub(super) from: usize,
    /// What it means.
    pub(super) to: usize,
    /// Which of both does not name the entity.
    pub(super) lesser: usize,
    pub(super) reason: MergeReason,
    /// Articles that say so, sorted.
    pub(super) articles: Vec<u32>,
    pub(super) places: Vec<Place>,
}

impl Link {
    fn by_name(from: usize, to: usize, reason: MergeReason) -> Self {
        Self { from, to, lesser: from, reason, articles: Vec::new(), places: Vec::new() }
    }
}

/// What articles say.
pub(super) fn told(resolution: &Resolution, names: &Names<'_>) -> Vec<Link> {
    let mut links: BTreeMap<(usize, usize, TieKind), Vec<&Told>> = BTreeMap::new();
    for (tie, told) in &resolution.ties {
        if let (Some(from), Some(to)) = (names.unit_of(&tie.name), names.unit_of(&tie.of))
            && from != to
            && !is_part(&tie.name.key, &tie.of.key)
        {
            links.entry((from, to, tie.kind)).or_default().push(told);
        }
    }
    links
        .into_iter()
        .map(|((from, to, kind), told)| {
            let articles: Vec<Vec<u32>> = told.iter().map(|told| names.numbers(&told.articles)).collect();
            let places: BTreeSet<&Place> = told.iter().flat_map(|told| &told.places).collect();
            let lesser =
                if names.key(to).strip_prefix(names.key(from)).is_some_and(is_project_tail) { to } else { from };
            Link {
                from,
                to,
                lesser,
                reason: MergeReason::Tie(kind),
                articles: union(articles.iter().map(Vec::as_slice)).to_vec(),
                places: places.into_iter().cloned().collect(),
            }
        })
        .collect()
}

/// Whether the longer name is that of a part ('Halden Labs'), which articles may call by the name of the whole.
fn is_part(short: &str, full: &str) -> bool {
    let Some(tail) = full.strip_prefix(short).filter(|tail| tail.starts_with(' ')) else { return false };
    let last = tail.rsplit(' ').next().unwrap_or(tail);
    tail != " gnu linux" && PARTS.binary_search(&last).is_ok()
}

/// Whether a form names a sibling of what a name names, rather than the same: 'Halden Labs' and 'Halden Stores', where both
/// begin alike and each goes on with words of its own. Bodies and works alone; two spellings of a word are no words of their own.
pub(super) fn is_sibling(entity_type: EntityType, form: &str, name: &str) -> bool {
    if !Group::of(entity_type).may_join(Group::Body) {
        return false;
    }
    let [form, name]: [Vec<&str>; 2] = [form, name].map(|key| key.split(' ').collect());
    let shared = form.iter().zip(&name).take_while(|(a, b)| a == b).count();
    let (own, others) = (&form[shared..], &name[shared..]);
    let is_alike = || strsim::osa_distance(&own.join(" "), &others.join(" ")) <= 2;
    let are_tails = || [own, others].iter().all(|tail| is_project_tail(&format!(" {}", tail.join(" "))));
    shared > 0
        && !own.is_empty()
        && !others.is_empty()
        && !own.iter().any(|word| others.contains(word))
        && !is_alike()
        && !are_tails()
}

fn is_project_tail(tail: &str) -> bool {
    let lists = Gazetteer::embedded();
    let is_tail = |word: &str| word == "gnu" || lists.is_in_class("project-tail", word);
    tail.starts_with(' ') && tail.split_whitespace().all(is_tail)
}

/// Names that differ in spaces alone, and 'the Lakemap project' beside Lakemap.
pub(super) fn spelt_alike(names: &Names<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    let mut squeezed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for unit in 0..names.units.len() {
        let key = names.key(unit);
        let joint: String = key.split(' ').collect();
        if joint.len() >= SHORTEST && joint.len() <= LONGEST * 2 && !is_scoped(names, unit) {
            let numbers: Vec<&str> = key.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
            squeezed.entry(format!("{joint} {}", numbers.join(" "))).or_default().push(unit);
        }
        let lists = Gazetteer::embedded();
        let stem = [" project", " gnu linux"].iter().find_map(|tail| key.strip_suffix(tail));
        if let Some(stem) = stem.filter(|stem| stem.len() > 1)
            && !stem.split(' ').all(|word| lists.is_word(word))
        {
            let works = names.by_key.get(stem).into_iter().flatten().copied();
            let same = works.filter(|other| names.units[*other].group.may_join(names.units[unit].group));
            links.extend(same.take(1).map(|stem| Link::by_name(unit, stem, MergeReason::Spelling)));
        }
    }
    for same in squeezed.into_values().filter(|same| same.len() > 1) {
        let rank = |unit: &usize| (names.units[*unit].articles.len(), std::cmp::Reverse(*unit));
        let Some(best) = same.iter().copied().max_by_key(rank) else { continue };
        let others = same.into_iter().filter(|unit| names.key(*unit) != names.key(best));
        links.extend(others.map(|unit| Link::by_name(unit, best, MergeReason::Spelling)));
    }
    links
}

/// 'Ann M. Keller' and 'Ann Keller'; 'A. Keller' and 'Ann Keller' where both have something in common.
pub(super) fn initials(names: &Names<'_>) -> Vec<Link> {
    let people: Vec<usize> = (0..names.units.len()).filter(|unit| names.units[*unit].group == Group::Person).collect();
    let mut by_base: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_surname: BTreeMap<(char, &str), Vec<usize>> = BTreeMap::new();
    for &unit in &people {
        let words: Vec<&str> = names.key(unit).split(' ').collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let last_at = words.len() - 1;
        let kept = words.iter().enumerate().filter(|(at, word)| *at == 0 || *at == last_at || word.len() > 1);
        by_base.entry(kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")).or_default().push(unit);
        if words.len() > 1
            && let Some(initial) = first.chars().next()
        {
            by_surname.entry((initial, last)).or_default().push(unit);
        }
    }
    let mut links = Vec::new();
    for (base, same) in by_base {
        let [variant] = same.iter().copied().filter(|unit| names.key(*unit) != base).collect::<Vec<_>>()[..] else {
            continue;
        };
        let plain = same.iter().copied().find(|unit| names.key(*unit) == base);
        links.extend(plain.map(|plain| Link::by_name(variant, plain, MergeReason::Initials)));
    }
    for same in by_surname.into_values() {
        let is_short = |unit: &usize| names.key(*unit).find(' ') == Some(1);
        let (short, full): (Vec<usize>, Vec<usize>) = same.into_iter().partition(is_short);
        if let [full] = full[..] {
            let akin = short.into_iter().filter(|short| shares_relation(names, *short, full));
            links.extend(akin.map(|short| Link::by_name(short, full, MergeReason::Initials)));
        }
    }
    links
}

/// Rare names that are a frequent one but for a letter or two, where both are related to the same.
pub(super) fn misspellings(names: &Names<'_>) -> Vec<Link> {
    let mut deletions: Vec<(u64, usize)> = Vec::new();
    for unit in 0..names.units.len() {
        let key = names.key(unit);
        let fits = key.is_ascii() && (SHORTEST..=LONGEST).contains(&key.len()) && !is_scoped(names, unit);
        if fits && !key.bytes().any(|b| b.is_ascii_digit()) {
            deletions.push((hash(key.bytes()), unit));
            let without = |at: usize| key.bytes().take(at).chain(key.bytes().skip(at + 1));
            deletions.extend((1..key.len()).map(|at| (hash(without(at)), unit)));
        }
    }
    deletions.sort_unstable();
    deletions.dedup();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for same in deletions.chunk_by(|a, b| a.0 == b.0).filter(|same| (2..=ALIKE).contains(&same.len())) {
        for (at, (_, left)) in same.iter().enumerate() {
            pairs.extend(same[at + 1..].iter().map(|(_, right)| (*left, *right)));
        }
    }
    let mut links = Vec::new();
    for (left, right) in pairs {
        let size = |unit: usize| names.units[unit].articles.len();
        let (rare, frequent) = if size(left) <= size(right) { (left, right) } else { (right, left) };
        if size(rare) <= RARE && size(frequent) >= FREQUENT * size(rare).max(1) && is_misspelt(names, rare, frequent) {
            links.push(Link::by_name(rare, frequent, MergeReason::Misspelling));
        }
    }
    links
}

fn is_misspelt(names: &Names<'_>, rare: usize, frequent: usize) -> bool {
    let (wrong, right) = (names.key(rare), names.key(frequent));
    let allowed = if right.len() >= LONG { 2 } else { 1 };
    let is_plural = wrong.strip_suffix('s') == Some(right) || right.strip_suffix('s') == Some(wrong);
    if wrong == right || is_plural || strsim::osa_distance(wrong, right) > allowed {
        return false;
    }
    let lists = Gazetteer::embedded();
    let is_known = |word: &str| {
        let mut chars = word.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        lists.is_word(word)
            || lists.is_first_name(&capital)
            || lists.is_place(&capital)
            || lists.name(&capital).is_some()
    };
    let right_words: BTreeSet<&str> = right.split(' ').collect();
    let differing = wrong.split(' ').filter(|word| !right_words.contains(word));
    differing.into_iter().all(|word| !is_known(word) && word.len() > 3) && shares_relation(names, rare, frequent)
}

/// Whether facts relate both units to something of one name.
fn shares_relation(names: &Names<'_>, left: usize, right: usize) -> bool {
    let related = |unit: usize| -> BTreeSet<&str> {
        let nodes = names.units[unit].nodes.iter().map(|node| names.nodes[*node].entity);
        nodes.flat_map(|entity| entity.related.iter().map(String::as_str)).collect()
    };
    !related(left).is_disjoint(&related(right))
}

/// Whether a name means something else in each article: a first name or a surname alone, 'the Foundation', 'v0.80'.
pub(super) fn is_scoped(names: &Names<'_>, unit: usize) -> bool {
    let key = names.key(unit);
    names.units[unit].group == Group::Person && !key.contains(' ') || is_generic(key)
}

/// Whether every word of a key is one that names nothing by itself.
fn is_generic(key: &str) -> bool {
    let lists = Gazetteer::embedded();
    key.split(' ').all(|word| lists.is_in_class("generic-name", word)) || is_version(key)
}

/// Whether a key is the number of a version alone.
fn is_version(key: &str) -> bool {
    let number = key.strip_prefix('v').unwrap_or(key);
    let is_part = |part: &str| part == "x" || !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    number.contains('.') && number.starts_with(|c: char| c.is_ascii_digit()) && number.split('.').all(is_part)
}

/// Whether a name of a key can be one that means something else in each article.
pub fn may_be_scoped(key: &EntityKey) -> bool {
    !key.key.contains(' ') || is_generic(&key.key)
}

/// Whether a scoped name may stand for another in all articles: a surname, or the end of a longer name.
pub(super) fn is_telling(names: &Names<'_>, short: usize, full: usize) -> bool {
    let (short, full) = (names.key(short), names.key(full));
    let mut chars = short.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    full.strip_suffix(short).is_some_and(|stem| stem.ends_with(' ')) && !Gazetteer::embedded().is_first_name(&capital)
        || is_acronym(short, full)
}

/// FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_begin_alike_and_go_on_otherwise() {
        let is = |form: &str, name: &str| is_sibling(EntityType::Project, form, name);
        assert!(is("basalt linux", "basalt purple") && is("halden labs", "halden stores"));
        for (form, name) in [
            ("halden", "halden stores"),
            ("halden group", "halden group holding"),
            ("basalt project", "basalt gnu linux"),
            ("halden fundation", "halden foundation"),
            ("far water", "near water"),
        ] {
            assert!(!is(form, name) && !is(name, form), "{form} {name}");
        }
        assert!(!is_sibling(EntityType::Person, "ann keller", "ann lund"));
    }

    #[test]
    fn the_number_of_a_version_alone_names_nothing() {
        assert!(["0.80.x", "v0.80", "4.5"].iter().all(|key| is_generic(key)));
        assert!(!["2012", "v2", "lakemap 4.5", "4.5x", "vexor.", "."].iter().any(|key| is_generic(key)));
    }

    #[test]
    fn parts_are_not_the_whole() {
        assert!(PARTS.is_sorted());
        assert!(is_part("halden", "halden labs") && is_part("lakemap", "lakemap kernel"));
        assert!(
            !is_part("halden", "halden group")
                && !is_part("halden", "haldenlabs")
                && !is_part("basalt", "basalt gnu linux")
        );
    }
}
