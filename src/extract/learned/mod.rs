//! Facts that no pattern tells: what words, types and trees around two arguments make likely, learned from marked
//! articles.
//!
//! A clue is a short text ('>m:use', 'T:Company>Project') that [`clues`] finds in a pair of arguments;
//! `models/facts.tsv` gives its weight for each predicate, a line a clue, for people to read. A fact is told where the
//! weights of all clues together make it likely enough, where the words around do not make it doubtful, and where no
//! pattern has said anything of the pair.

mod backdrop;
pub mod clues;
mod names;
#[cfg(feature = "train")]
pub mod train;
mod triggers;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::Found;
use super::output::{Fact, Object};
use super::view::View;
use crate::model::{Annotated, EntityId, EntityType, Span, Status};
use crate::schema::{self, Index, Predicate, hash};
pub use backdrop::Backdrop;
use clues::{Clue, PLACES, Pair};

/// Learned weights are given in parts of this size of the margin.
#[cfg(feature = "train")]
const PARTS: f64 = 100.0;

/// The sum of weights from which a fact is told, in parts: training sets the bias of each predicate so that it is naught.
const LEAST: i32 = 0;

/// The weights of all clues.
///
/// # Source
/// Made by `pressgraph-train`; see `models/MODEL_CARD.md`.
#[derive(Debug)]
pub struct Weights {
    predicates: Vec<&'static Predicate>,
    /// What each predicate starts from.
    biases: Vec<i32>,
    hashes: Vec<u64>,
    /// For each clue the range of its weights.
    rows: Vec<std::ops::Range<usize>>,
    /// Number of a predicate, weight.
    weights: Vec<(u8, i16)>,
    index: Index,
}

/// What the rule of a learned fact begins with; the predicate follows.
pub const RULE: &str = "learned/";

/// The clue that every pair has.
const BIAS: &str = "bias";

impl Weights {
    /// The embedded weights.
    pub fn embedded() -> &'static Weights {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Weights::new(include_str!("../../../models/facts.tsv")))
    }

    /// Reads a table with a line a clue and a column a predicate, whose first line has their names; an empty cell weighs nothing.
    pub fn new(list: &str) -> Self {
        let mut read = Self {
            predicates: Vec::new(),
            biases: Vec::new(),
            hashes: Vec::new(),
            rows: Vec::new(),
            weights: Vec::new(),
            index: Index::new(std::iter::empty()),
        };
        let mut lines = list.lines().filter_map(|line| line.split_once('\t'));
        let columns: Vec<Option<u8>> =
            lines.next().map_or("", |(_, names)| names).split('\t').map(|name| read.number(name)).collect();
        for (clue, weights) in lines {
            let start = read.weights.len();
            for (column, weight) in columns.iter().zip(weights.split('\t')) {
                let Some((number, weight)) = column.zip(weight.parse::<i16>().ok()) else { continue };
                if clue == BIAS {
                    read.biases[usize::from(number)] = i32::from(weight);
                } else {
                    read.weights.push((number, weight));
                }
            }
            if clue != BIAS {
                read.hashes.push(hash(clue));
                read.rows.push(start..read.weights.len());
            }
        }
        read.index = Index::new(read.hashes.iter().copied());
        read
    }

    fn number(&mut self, name: &str) -> Option<u8> {
        if let Some(at) = self.predicates.iter().position(|p| p.name == name) {
            return u8::try_from(at).ok();
        }
        self.predicates.push(schema::predicate(name)?);
        self.biases.push(0);
        u8::try_from(self.predicates.len() - 1).ok()
    }

    /// Adds what a clue weighs to the sums of the predicates.
    fn add(&self, clue: &str, sums: &mut [i32]) {
        for (number, weight) in self.of(clue) {
            sums[usize::from(*number)] += i32::from(*weight);
        }
    }

    /// The weights of a clue: number of a predicate, weight.
    fn of(&self, clue: &str) -> &[(u8, i16)] {
        let wanted = hash(clue);
        let found = self.index.find(wanted, |at| self.hashes.get(at) == Some(&wanted));
        found.and_then(|at| self.rows.get(at)).map_or(&[], |row| &self.weights[row.clone()])
    }
}

/// A fact that the weights make likely.
#[derive(Debug, Clone)]
pub struct Likely {
    /// The predicate.
    pub predicate: &'static Predicate,
    /// The subject.
    pub subject: EntityId,
    /// The object.
    pub object: EntityId,
    /// The sum of weights, in parts of the margin.
    pub sum: i32,
    /// The clues that weigh most in favour, heaviest first.
    pub clues: Vec<(Clue, i32)>,
    /// The sentence.
    pub evidence: Span,
}

/// Whether an entity may be an argument of these types: a name without evidence passes for a company.
pub fn may_be(annotated: &Annotated<'_>, id: EntityId, types: &[EntityType]) -> bool {
    let entity = annotated.entity(id);
    let unsure = entity.entity_type == EntityType::Project && !entity.is_certain;
    types.contains(&entity.entity_type) || unsure && types.contains(&EntityType::Company)
}

/// The facts that the weights make likely in a sentence and that nothing there makes doubtful, one of each pair of
/// mentions at most.
pub fn likely(view: &View<'_>, backdrop: &Backdrop) -> Vec<Likely> {
    let (annotated, sentence) = (view.annotated, view.sentence);
    let weights = Weights::embedded();
    let mut out = Vec::new();
    let mut sums = vec![0; weights.predicates.len()];
    // the sums of what all pairs in the same place share
    let mut shared: [Option<Vec<i32>>; PLACES.len()] = Default::default();
    clues::pairs(annotated, sentence, view.topics, backdrop, &mut |pair| {
        let fits = |at: &usize| {
            let predicate = weights.predicates[*at];
            may_be(annotated, pair.subject, predicate.subjects) && may_be(annotated, pair.object, predicate.objects)
        };
        if !(0..sums.len()).any(|at| fits(&at)) {
            return;
        }
        let shared = shared[pair.place()].get_or_insert_with(|| {
            let mut sums = weights.biases.clone();
            pair.clues_of_sentence(&mut |clue| weights.add(clue, &mut sums));
            sums
        });
        sums.copy_from_slice(shared);
        pair.clues(&mut |clue| weights.add(clue, &mut sums));
        let Some(best) = (0..sums.len()).filter(fits).max_by_key(|at| sums[*at]).filter(|at| sums[*at] >= LEAST) else {
            return;
        };
        if !is_doubtful(view, &pair) {
            out.push(Likely {
                predicate: weights.predicates[best],
                subject: pair.subject,
                object: pair.object,
                sum: sums[best],
                clues: heaviest(&pair, best),
                evidence: sentence.span,
            });
        }
    });
    let alike = spread_over_lists(view, &out);
    out.extend(alike);
    out
}

/// What is told of one member of a list is told of all: 'Ann, Tom and Jo were elected to the board'.
fn spread_over_lists(view: &View<'_>, told: &[Likely]) -> Vec<Likely> {
    const LONGEST: usize = 60;
    let annotated = view.annotated;
    let mut lists: BTreeMap<EntityId, Vec<EntityId>> = BTreeMap::new();
    for at in 0..view.len() {
        let units = view.list(at);
        if units.first() == Some(&at) && (2..=LONGEST).contains(&units.len()) {
            let members: Vec<EntityId> = units.iter().filter_map(|u| view.mention(*u).map(|m| m.entity)).collect();
            members.iter().for_each(|id| _ = lists.entry(*id).or_insert_with(|| members.clone()));
        }
    }
    let mut known: BTreeSet<(EntityId, EntityId)> = told.iter().map(|l| (l.subject, l.object)).collect();
    let mut out: Vec<Likely> = Vec::new();
    for likely in told {
        let others = |id: EntityId| lists.get(&id).into_iter().flatten().copied();
        let subjects = others(likely.subject).filter(|id| may_be(annotated, *id, likely.predicate.subjects));
        let objects = others(likely.object).filter(|id| may_be(annotated, *id, likely.predicate.objects));
        let pairs = subjects.map(|id| (id, likely.object)).chain(objects.map(|id| (likely.subject, id)));
        for (subject, object) in pairs {
            if subject != object && known.insert((subject, object)) {
                out.push(Likely { subject, object, ..likely.clone() });
            }
        }
    }
    out
}

/// Whether the words around an argument make doubtful what is told there.
fn is_doubtful(view: &View<'_>, pair: &Pair<'_>) -> bool {
    let is_named = |id: EntityId| (id.0 as usize) < view.annotated.named;
    let is_denial = |at: usize| {
        matches!(view.lower(at), "not" | "n't" | "never" | "no" | "nor" | "neither" | "nobody" | "none" | "without")
    };
    let is_argument = |at: usize| view.mention(at).is_some_and(|m| m.entity == pair.subject || m.entity == pair.object);
    !is_named(pair.subject)
        || !is_named(pair.object)
        || (0..view.len()).any(is_denial)
        || are_listed_together(view, pair)
        // a byline tells who wrote, and nothing of what the article is about
        || pair.is_implied() && matches!(view.lower(0), "\u{2014}" | "\u{2013}" | "-" | "--" | "by")
        || (0..view.len()).any(|at| is_argument(at) && (view.doubt(at) > Status::Announced || view.is_contrasted(at)))
}

/// Whether the arguments stand in one list: 'Acme, Foo and Bar' says nothing of Acme and Foo.
fn are_listed_together(view: &View<'_>, pair: &Pair<'_>) -> bool {
    let is = |at: usize, id: EntityId| view.mention(at).is_some_and(|m| m.entity == id);
    let subject = (0..view.len()).find(|at| is(*at, pair.subject));
    subject.is_some_and(|at| view.list(at).iter().any(|unit| is(*unit, pair.object)))
}

/// Clues that are told with a fact.
const TOLD: usize = 4;

fn heaviest(pair: &Pair<'_>, predicate: usize) -> Vec<(Clue, i32)> {
    let weights = Weights::embedded();
    let mut found: Vec<(Clue, i32)> = Vec::new();
    let mut add = |clue: &str| {
        let weight = weights.of(clue).iter().find(|(number, _)| usize::from(*number) == predicate);
        if let Some((_, weight)) = weight.filter(|(_, weight)| *weight > 0) {
            found.push((clue.to_owned(), i32::from(*weight)));
        }
    };
    pair.clues(&mut add);
    pair.clues_of_sentence(&mut add);
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(TOLD);
    found
}

/// Of the likely facts of an article the likeliest of each pair of entities of which no pattern has told anything, as far
/// as they go with what the patterns tell and with what is likelier.
pub fn untold(annotated: &Annotated<'_>, mut likely: Vec<Likely>, told: &Found) -> Vec<Fact> {
    let told = Told::new(annotated, told);
    likely.sort_by_key(|l| (std::cmp::Reverse(l.sum), l.subject, l.object, l.evidence.start));
    let mut pairs: BTreeSet<(EntityId, EntityId)> = BTreeSet::new();
    let mut taken: BTreeMap<(&str, EntityId, Option<Span>), i32> = BTreeMap::new();
    let mut out = Vec::new();
    for likely in likely {
        let pair = ordered(likely.subject, likely.object);
        let (predicate, evidence) = (likely.predicate, likely.evidence);
        if told.pairs.contains(&pair)
            || pairs.contains(&pair)
            || !told.goes_with(annotated, predicate, likely.subject, likely.object, evidence)
        {
            continue;
        }
        let alone = match predicate.name {
            // whom an article names beside many bodies belongs to one of them
            "worksFor" | "memberOf" => Some((predicate.name, likely.subject, None)),
            // what a sentence names beside many it says of one of them
            "uses" | "develops" | "released" | "locatedIn" => Some((predicate.name, likely.object, Some(evidence))),
            _ => None,
        };
        // the members of a list are all as likely as each other
        if alone.is_some_and(|alone| *taken.entry(alone).or_insert(likely.sum) > likely.sum) {
            continue;
        }
        pairs.insert(pair);
        out.push(likely.fact());
    }
    out
}

fn ordered(a: EntityId, b: EntityId) -> (EntityId, EntityId) {
    (a.min(b), a.max(b))
}

/// What the patterns tell of an article.
struct Told {
    /// Entities of which something is told together.
    pairs: BTreeSet<(EntityId, EntityId)>,
    /// Subjects with a predicate that holds of them.
    subjects: BTreeSet<(&'static str, EntityId)>,
    /// Bodies in which a sentence seats a person.
    seats: BTreeSet<(EntityId, Span)>,
    /// Objects with a predicate and the sentence that says it of them; places, only where a body or an event lies in them.
    objects: BTreeSet<(&'static str, EntityId, Span)>,
}

impl Told {
    fn new(annotated: &Annotated<'_>, facts: &Found) -> Self {
        let mut told = Self {
            pairs: BTreeSet::new(),
            subjects: BTreeSet::new(),
            seats: BTreeSet::new(),
            objects: BTreeSet::new(),
        };
        for fact in facts.values() {
            if fact.status.is_edge() {
                told.subjects.insert((fact.predicate, fact.subject));
            }
            let Object::Entity(object) = fact.object else { continue };
            told.pairs.insert(ordered(fact.subject, object));
            if fact.predicate == "memberOf" && annotated.entity(fact.subject).entity_type == EntityType::Person {
                told.seats.insert((object, fact.evidence));
            }
            if fact.predicate != "locatedIn" || annotated.entity(fact.subject).entity_type != EntityType::Place {
                told.objects.insert((fact.predicate, object, fact.evidence));
            }
        }
        told
    }

    /// Whether a likely fact goes with what patterns tell: who has an employer, a seat or a home has it there.
    fn goes_with(
        &self,
        annotated: &Annotated<'_>,
        predicate: &'static Predicate,
        subject: EntityId,
        object: EntityId,
        evidence: Span,
    ) -> bool {
        let has = |predicate: &'static str| self.subjects.contains(&(predicate, subject));
        // what a sentence says of another is said of that one alone
        let is_of_another = self.objects.contains(&(predicate.name, object, evidence));
        let subject = annotated.entity(subject);
        let is_person = subject.entity_type == EntityType::Person;
        match predicate.name {
            // whose people speak at an event need not be there
            "participatesIn" => is_person,
            "worksFor" => !has("worksFor") && !has("memberOf"),
            // 'Ann (Acme) was elected to the board of Foo' says nothing of Acme
            "memberOf" if !is_person && self.seats.contains(&(object, evidence)) => false,
            "memberOf" => !has("memberOf") && !(is_person && has("worksFor")),
            // where a body meets, or its news is dated, is not where it is
            "locatedIn" => subject.entity_type == EntityType::Event && is_known_place(annotated, object),
            "uses" | "develops" | "released" => !is_of_another,
            _ => true,
        }
    }
}

/// Whether a list has the place by one of its names.
fn is_known_place(annotated: &Annotated<'_>, id: EntityId) -> bool {
    let entity = annotated.entity(id);
    std::iter::once(&entity.name).chain(&entity.aliases).any(|name| schema::Gazetteer::embedded().is_place(name))
}

impl Likely {
    /// The fact that it is told as.
    fn fact(&self) -> Fact {
        Fact {
            predicate: self.predicate.name,
            subject: self.subject,
            object: Object::Entity(self.object),
            event: false,
            date: None,
            qualifier: None,
            status: Status::Asserted,
            evidence: self.evidence,
            rule: format!("{RULE}{}", self.predicate.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_by_clue_and_predicate() {
        let weights = Weights::new("clue\tuses\tdevelops\nbias\t-40\t\n>m:use\t50\t-3\n");
        let uses = weights.predicates.iter().position(|p| p.name == "uses").map(|at| at as u8);
        assert_eq!(weights.biases.first(), Some(&-40));
        assert!(uses.is_some_and(|uses| weights.of(">m:use").contains(&(uses, 50))));
        assert_eq!(weights.of("nothing"), []);
    }

    #[test]
    fn every_line_of_the_list_weighs_for_known_predicates() {
        let list = include_str!("../../../models/facts.tsv");
        let (names, lines) = list.split_once('\n').unwrap();
        let columns = names.split('\t').skip(1).filter(|name| schema::predicate(name).is_some()).count();
        assert_eq!(columns, names.split('\t').count() - 1, "{names}");
        assert!(columns > 0 && lines.lines().is_sorted_by_key(|line| line.split('\t').next()));
        for line in lines.lines() {
            let cells: Vec<&str> = line.split('\t').skip(1).collect();
            let is_number = |cell: &&str| cell.is_empty() || cell.parse::<i16>().is_ok();
            assert!(cells.len() <= columns && cells.iter().all(is_number), "{line}");
            assert!(cells.iter().any(|cell| !cell.is_empty()), "{line}");
        }
    }
}
