//! Settling: decides over all articles which names are one entity, what it is, and rewrites entities and facts.
//!
//! The decision is a function of the merged set alone. It needs entities and ties, not facts, so that facts can be
//! rewritten one by one wherever they are kept.

use std::collections::{BTreeMap, BTreeSet};

use super::canonical_key;
use super::cluster::{Clusters, cluster};
use super::editions::{self, Series};
use super::given::Given;
use super::group::Group;
use super::links::{Link, is_scoped};
use super::sites;
use super::units::{Names, units};
use crate::model::{
    ArticleId, EntityKey, EntityType, FactObject, FactRecord, Merge, MergeReason, NameUses, Resolution, ResolvedEntity,
    TieKind,
};
use crate::schema;

/// A short form is that of another entity where it names that one in so many times the articles.
const COMMON: usize = 4;

/// What each name became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Keys that became another.
    keys: BTreeMap<EntityKey, EntityKey>,
    /// Keys that mean something else in each article.
    scoped: BTreeSet<EntityKey>,
    /// Short forms that articles once gave an entity and that name another.
    disputed: BTreeMap<EntityKey, BTreeSet<String>>,
    /// Ids that a person's list gives.
    ids: BTreeMap<EntityKey, BTreeSet<String>>,
    /// What an edition or a version belongs to.
    series: BTreeMap<EntityKey, Series>,
    /// What became one, and why.
    pub merges: BTreeSet<Merge>,
}

impl Settlement {
    /// The entity that a key means in an article.
    pub fn key(&self, key: &EntityKey, article_key: &str) -> EntityKey {
        let settled = self.keys.get(key).unwrap_or(key);
        if self.scoped.contains(settled) { in_article(settled, ArticleId::of(article_key)) } else { settled.clone() }
    }

    /// Whether a name means something else in each article.
    pub fn is_scoped(&self, key: &EntityKey) -> bool {
        self.scoped.contains(self.keys.get(key).unwrap_or(key))
    }

    /// The fact that a record means in an article; none where its ends became one, or have types that do not allow it.
    pub fn record(&self, record: &FactRecord, article: &str) -> Option<FactRecord> {
        let predicate = schema::predicate(&record.predicate)?;
        let mut subject = self.key(&record.subject, article);
        let object = match &record.object {
            FactObject::Date(date) => FactObject::Date(*date),
            FactObject::Entity(object) => {
                let mut object = self.key(object, article);
                if object == subject || !predicate.objects.contains(&object.entity_type) {
                    return None;
                }
                if predicate.is_symmetric && object < subject {
                    std::mem::swap(&mut subject, &mut object);
                }
                FactObject::Entity(object)
            }
        };
        predicate.subjects.contains(&subject.entity_type).then(|| FactRecord {
            subject,
            predicate: record.predicate.clone(),
            object,
        })
    }

    /// Rewrites what articles say, all of them or some; what became one is not noted in it.
    pub fn apply(&self, resolution: Resolution) -> Resolution {
        let mut settled =
            Resolution { articles: resolution.articles, unnamed: resolution.unnamed, ..Resolution::default() };
        for (key, entity) in resolution.entities {
            self.add_entity(&mut settled, &key, entity);
        }
        for (key, entity) in &mut settled.entities {
            match self.ids.get(key) {
                Some(ids) => entity.same_as.clone_from(ids),
                None => sites::link(key.entity_type, entity),
            }
        }
        for (record, sources) in resolution.facts {
            for source in sources {
                match self.record(&record, &source.article) {
                    Some(record) => {
                        settled.facts.entry(record).or_default().insert(source);
                    }
                    None => {
                        settled.unfit.insert(record.clone());
                    }
                }
            }
        }
        for (name, sources) in resolution.editions {
            let edition = self.keys.get(&name).unwrap_or(&name);
            if let Some(series) = self.series.get(edition) {
                settled.facts.entry(series.fact_of(edition)).or_default().extend(sources);
            }
        }
        settled
    }

    fn add_entity(&self, settled: &mut Resolution, key: &EntityKey, mut entity: ResolvedEntity) {
        let into = self.keys.get(key).unwrap_or(key);
        if self.scoped.contains(into) {
            // pages and ids of a name that means something else in each article are of nobody in particular
            for (name, NameUses { fullest, alias }) in entity.names {
                let uses = fullest.iter().map(|article| (true, article));
                for (is_fullest, article) in uses.chain(alias.iter().map(|article| (false, article))) {
                    let own = settled.entities.entry(in_article(into, article)).or_default();
                    own.names.entry(name.clone()).or_default().add(is_fullest, article);
                }
            }
            return;
        }
        if let Some(series) = self.series.get(into).filter(|series| series.is_named_by_editions) {
            let whole = settled.entities.entry(series.of.clone()).or_default();
            for (name, uses) in &entity.names {
                if let Some(stem) = series.name_in(name) {
                    whole.names.entry(stem).or_default().extend(uses);
                }
            }
        }
        if let Some(disputed) = self.disputed.get(into) {
            entity.names.retain(|name, uses| {
                if disputed.contains(&canonical_key(key.entity_type, name)) {
                    uses.alias = Default::default();
                }
                !uses.fullest.is_empty() || !uses.alias.is_empty()
            });
        }
        settled.entities.entry(into.clone()).or_default().extend(entity);
    }
}

/// The entity that a name means in one article alone.
fn in_article(key: &EntityKey, article: ArticleId) -> EntityKey {
    EntityKey { key: format!("{} #{}", key.key, article.digits()), ..key.clone() }
}

/// Decides which names are one entity, and rewrites entities and facts accordingly.
///
/// # Example
/// ```
/// use pressgraph::resolve::{Given, merge, resolve, settle};
/// let article = |id: &str, text: &str, entity: &str| {
///     let json = format!(r#"{{"id": "{id}", "article": {{}}, "text": "{text}", "entities": [{entity}], "facts": []}}"#);
///     resolve(&serde_json::from_str(&json).unwrap())
/// };
/// let full = r#"{"id": "e1", "type": "Organization", "name": "Far Water Foundation", "aliases": ["FWF"]}"#;
/// let short = r#"{"id": "e1", "type": "Project", "name": "FWF"}"#;
/// let mut all = article("1", "The Far Water Foundation (FWF) grows.", full);
/// merge(&mut all, article("2", "FWF has moved.", short));
/// assert_eq!(settle(all, &Given::default()).entities.len(), 1);
/// ```
pub fn settle(resolution: Resolution, given: &Given) -> Resolution {
    let mut settlement = decide(&resolution, given);
    let merges = std::mem::take(&mut settlement.merges);
    Resolution { merges, ..settlement.apply(resolution) }
}

/// Decides which names are one entity.
///
/// # Shape
/// A function of entities, articles and ties; facts are not looked at. What is decided of a name depends on the names
/// that it is linked with, and on nothing else.
///
/// # Complexity
/// O(n log n) for n names and ties.
pub fn decide(resolution: &Resolution, given: &Given) -> Settlement {
    let names = units(resolution);
    let clusters = cluster(resolution, &names, given);
    let joins = Joins::new(&clusters);
    let listed_units = given.listed(&names);
    let mut decision = Settlement::default();
    let mut taken: BTreeMap<EntityKey, usize> = BTreeMap::new();
    let mut groups: Vec<&Vec<usize>> = clusters.groups().collect();
    // who has more articles keeps the plain key
    groups.sort_by_cached_key(|units| {
        let articles: usize = units.iter().map(|unit| names.units[*unit].articles.len()).sum();
        (std::cmp::Reverse(articles), canonical(&names, &joins, units))
    });
    for units in groups {
        let listed = units.iter().find_map(|unit| listed_units.get(unit).copied());
        let entity_type = listed.map_or_else(|| settled_type(&names, units), |(kind, _)| kind);
        let lead = canonical(&names, &joins, units);
        let mut into = EntityKey { entity_type, key: names.key(lead).to_owned() };
        if taken.contains_key(&into) {
            let group = names.units[lead].group;
            into.key = format!("{} #{}", into.key, ArticleId::of(&format!("{group:?} {}", into.key)).digits());
        }
        taken.insert(into.clone(), lead);
        let is_split = units.iter().all(|unit| is_scoped(&names, *unit))
            && units.iter().map(|unit| names.units[*unit].articles.len()).sum::<usize>() > 1
            && listed.is_none();
        if is_split {
            decision.scoped.insert(into.clone());
        }
        if let Some((_, ids)) = listed
            && !ids.is_empty()
        {
            decision.ids.insert(into.clone(), ids.iter().cloned().collect());
        }
        for unit in units {
            for node in names.units[*unit].nodes.iter().map(|node| &names.nodes[*node]) {
                if *node.key == into {
                    continue;
                }
                decision.keys.insert(node.key.clone(), into.clone());
                if !is_split {
                    decision.merges.insert(merge(&names, &joins, *unit, node.key, &into, node.articles.len()));
                }
            }
        }
    }
    add_forms(resolution, &names, &clusters, &mut decision);
    decision.series = editions::series(&names, &decision.keys, &decision.scoped);
    decision
}

/// The links by which units were joined.
struct Joins<'c> {
    by_unit: BTreeMap<usize, Vec<&'c Link>>,
    /// Units that do not name their entity.
    lesser: BTreeSet<usize>,
}

impl<'c> Joins<'c> {
    fn new(clusters: &'c Clusters) -> Self {
        let mut by_unit: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
        for link in &clusters.applied {
            by_unit.entry(link.from).or_default().push(link);
            by_unit.entry(link.to).or_default().push(link);
        }
        Self { by_unit, lesser: clusters.applied.iter().map(|link| link.lesser).collect() }
    }
}

/// Why a name became part of an entity.
fn merge(
    names: &Names<'_>,
    joins: &Joins<'_>,
    unit: usize,
    name: &EntityKey,
    into: &EntityKey,
    articles: usize,
) -> Merge {
    let types = Merge {
        into: into.clone(),
        name: name.clone(),
        by: into.clone(),
        reason: MergeReason::Types,
        articles,
        places: Vec::new(),
    };
    if name.key == into.key {
        return types;
    }
    let touching = || joins.by_unit.get(&unit).into_iter().flatten().copied();
    let Some(link) = touching().find(|link| link.lesser == unit).or_else(|| touching().next()) else { return types };
    let other = if link.from == unit { link.to } else { link.from };
    let by = EntityKey { entity_type: into.entity_type, key: names.key(other).to_owned() };
    Merge { by, reason: link.reason.clone(), places: link.places.clone(), ..types }
}

/// Adds the forms that articles themselves tie to a name and that never stand alone.
fn add_forms(resolution: &Resolution, names: &Names<'_>, clusters: &Clusters, decision: &mut Settlement) {
    for (tie, told) in &resolution.ties {
        let into = decision.keys.get(&tie.of).unwrap_or(&tie.of);
        if let Some(unit) = names.unit_of(&tie.name) {
            let own = names.nodes[names.units[unit].nodes[0]].key;
            let is_other = decision.keys.get(own).unwrap_or(own) != into;
            let is_common = names.units[unit].articles.len() >= COMMON * told.articles.len();
            let is_kept_apart = names.unit_of(&tie.of).is_some_and(|of| clusters.are_kept_apart(unit, of));
            if is_other && (is_kept_apart || is_common && tie.kind == TieKind::ShortForm) {
                let into = into.clone();
                decision.disputed.entry(into).or_default().insert(tie.name.key.clone());
            }
        }
        let stands_alone = names.by_key.contains_key(tie.name.key.as_str());
        if stands_alone || tie.name.key == into.key || decision.scoped.contains(into) {
            continue;
        }
        decision.merges.insert(Merge {
            into: into.clone(),
            name: EntityKey { entity_type: into.entity_type, key: tie.name.key.clone() },
            by: EntityKey { entity_type: into.entity_type, key: tie.of.key.clone() },
            reason: MergeReason::Tie(tie.kind),
            articles: told.articles.len(),
            places: told.places.iter().cloned().collect(),
        });
    }
}

/// The unit whose key names the cluster: no lesser one, in most articles, the longest.
fn canonical(names: &Names<'_>, joins: &Joins<'_>, units: &[usize]) -> usize {
    let rank = |unit: &usize| {
        let key = names.key(*unit);
        let articles = names.units[*unit].articles.len();
        (!joins.lesser.contains(unit), articles, key.len(), std::cmp::Reverse((key, names.units[*unit].group)))
    };
    units.iter().copied().max_by_key(rank).unwrap_or(0)
}

/// The type that most speaks for, among those of the strongest group.
fn settled_type(names: &Names<'_>, units: &[usize]) -> EntityType {
    let weights = names.weights(units);
    let joint = |group: Group| if group.may_join(Group::Body) { Group::Body } else { group };
    let of = |group: Group| -> u32 {
        weights.iter().filter(|(kind, _)| joint(Group::of(**kind)) == group).map(|(_, weight)| *weight).sum()
    };
    let strongest = Group::ALL.into_iter().map(joint).max_by_key(|group| (of(*group), std::cmp::Reverse(*group)));
    let own = weights.iter().filter(|(kind, _)| Some(joint(Group::of(**kind))) == strongest);
    own.max_by_key(|(kind, weight)| (**weight, std::cmp::Reverse(**kind)))
        .map_or(EntityType::Project, |(kind, _)| *kind)
}
