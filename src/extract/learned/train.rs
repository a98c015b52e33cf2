//! Learns the weights of clues from marked articles: which facts each of their sentences tells.
//!
//! One support vector machine for each predicate, over clues that stand in several articles, solved by coordinate
//! ascent in a fixed order: the same bytes each time.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::rules::Rules;
use super::super::view::View;
use super::super::{learned, topic};
use super::clues;
use super::{BIAS, LEAST, PARTS, may_be};
use crate::model::{Annotated, EntityId};
use crate::schema::{self, Predicate};

/// A fact that a marked article tells.
#[derive(Debug, Clone)]
pub struct MarkedFact {
    /// Name of the predicate.
    pub predicate: String,
    /// Number of the subject among the marked entities.
    pub subject: usize,
    /// Number of the object among the marked entities.
    pub object: usize,
    /// Where the article tells it, in bytes of its source.
    pub evidence: Range<usize>,
    /// Whether a reader might as well leave it out.
    pub is_optional: bool,
}

/// What a marked article says of a pair and a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Yes,
    /// A reader might as well leave it out.
    Maybe,
    No,
}

/// A pair of arguments in a sentence with what may be learned from it.
#[derive(Debug, Clone)]
pub struct Example {
    clues: Vec<String>,
    /// Name of each predicate that the arguments fit, and whether it is told here.
    told: Vec<(&'static str, Told)>,
}

/// The pairs of a marked article; `meant` gives the marked entities that each entity of the analysis may be, `only` the
/// one predicate that is marked, if not all are.
pub fn examples(
    annotated: &Annotated<'_>,
    rules: &Rules,
    facts: &[MarkedFact],
    meant: &[BTreeSet<usize>],
    only: Option<&str>,
) -> Vec<Example> {
    let topics = topic::topics(annotated);
    let occasions = topic::occasions(annotated, topics);
    let releases = topic::releases(annotated, topics);
    let main = learned::main_entity(annotated);
    let mut out = Vec::new();
    let is = |id: EntityId, marked: usize| meant.get(id.0 as usize).is_some_and(|all| all.contains(&marked));
    for (at, sentence) in annotated.sentences.iter().enumerate() {
        let occasion = occasions.get(at).copied().flatten();
        let release = releases.get(at).copied().flatten();
        let view = View::new(annotated, sentence, rules, topic::Topics { release, occasion, ..topics });
        let source = annotated.document.prose.to_source(sentence.span);
        let here = |range: &Range<usize>| range.start < source.end as usize && (source.start as usize) < range.end;
        clues::pairs(annotated, sentence, view.topics, main, &mut |pair| {
            let named = |id: EntityId| (id.0 as usize) < annotated.named;
            if !named(pair.subject) || !named(pair.object) {
                return;
            }
            let mut told = Vec::new();
            let fits = |p: &&Predicate| {
                !p.is_dated()
                    && only.is_none_or(|only| only == p.name)
                    && may_be(annotated, pair.subject, p.subjects)
                    && may_be(annotated, pair.object, p.objects)
            };
            for predicate in schema::PREDICATES.iter().filter(fits) {
                let says = |fact: &&MarkedFact| {
                    let forward = is(pair.subject, fact.subject) && is(pair.object, fact.object);
                    let back = is(pair.subject, fact.object) && is(pair.object, fact.subject);
                    fact.predicate == predicate.name && (forward || predicate.is_symmetric && back)
                };
                let mut said = facts.iter().filter(says).peekable();
                let is_said = said.peek().is_some();
                let mut here = said.filter(|fact| here(&fact.evidence)).peekable();
                let label = match (is_said, here.peek().is_some()) {
                    (false, _) => Told::No,
                    // told, but elsewhere: this sentence says nothing of it either way
                    (true, false) => continue,
                    (true, true) if here.all(|fact| fact.is_optional) => Told::Maybe,
                    (true, true) => Told::Yes,
                };
                told.push((predicate.name, label));
            }
            if !told.is_empty() {
                let mut clues = vec![BIAS.to_owned()];
                pair.clues(&mut |clue| clues.push(clue.to_owned()));
                clues.sort_unstable();
                clues.dedup();
                out.push(Example { clues, told });
            }
        });
    }
    out
}

/// Articles that a clue must stand in, lest it learns one of them by heart.
const LEAST_ARTICLES: usize = 2;

/// Examples of a predicate that there must be.
const LEAST_EXAMPLES: usize = 10;

/// What an example weighs at most, and one that a reader might leave out.
const WEIGHT: (f64, f64) = (0.1, 0.06);

/// Passes over the examples.
const ROUNDS: usize = 60;

/// The least weight that is kept.
const LIGHTEST: f64 = 0.1;

/// Collects the examples of marked articles and learns from them.
#[derive(Default)]
pub struct Learner {
    articles: Vec<Vec<Example>>,
}

/// Weights of a predicate by clue.
type Row = BTreeMap<u32, f64>;

/// A pair in numbers.
struct Case<'e> {
    clues: Vec<u32>,
    told: &'e [(&'static str, Told)],
}

impl Learner {
    /// Takes the examples of an article.
    pub fn add(&mut self, examples: Vec<Example>) {
        self.articles.push(examples);
    }

    /// Learns, and gives the lines of the list and a report.
    pub fn finish(self) -> (String, String) {
        const FOLDS: usize = 5;
        let mut report = format!(
            "facts\n  {} articles, {} pairs\n",
            self.articles.len(),
            self.articles.iter().map(Vec::len).sum::<usize>()
        );
        let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for fold in 0..FOLDS {
            let (numbers, rows) = self.learn(&|at| at % FOLDS != fold);
            for example in self.articles.iter().enumerate().filter(|(at, _)| at % FOLDS == fold).flat_map(|(_, a)| a) {
                let clues: Vec<u32> =
                    example.clues.iter().filter_map(|clue| numbers.get(clue.as_str()).copied()).collect();
                for (predicate, told) in &example.told {
                    let sum: f64 =
                        rows.get(predicate).map_or(-1.0, |row| clues.iter().filter_map(|clue| row.get(clue)).sum());
                    let is_likely = sum * PARTS >= f64::from(LEAST);
                    let count = counts.entry(predicate).or_default();
                    match (told, is_likely) {
                        (Told::Yes | Told::Maybe, true) => count[0] += 1,
                        (Told::No, true) => count[1] += 1,
                        (Told::Yes, false) => count[2] += 1,
                        _ => {}
                    }
                }
            }
        }
        for (predicate, [right, wrong, missed]) in &counts {
            report.push_str(&format!(
                "  in {FOLDS} folds {predicate:<16} {right} pairs right, {wrong} wrong, {missed} missed\n"
            ));
        }
        let (numbers, rows) = self.learn(&|_| true);
        let mut lines: Vec<(&str, String)> = Vec::new();
        for (clue, number) in numbers {
            let weight = |row: &Row| row.get(&number).copied().filter(|w| w.abs() >= LIGHTEST || clue == BIAS);
            let weights: Vec<String> = rows
                .iter()
                .filter_map(|(predicate, row)| {
                    let parts = (weight(row)? * PARTS).round() as i64;
                    (parts != 0).then(|| format!("{predicate}:{parts}"))
                })
                .collect();
            if !weights.is_empty() {
                lines.push((clue, format!("{clue}\t{}\n", weights.join(" "))));
            }
        }
        lines.sort();
        report.push_str(&format!("  {} clues kept\n", lines.len()));
        (lines.into_iter().map(|(_, line)| line).collect(), report)
    }

    /// The numbers of clues, and the weights of each predicate, from some of the articles.
    fn learn(&self, takes: &dyn Fn(usize) -> bool) -> (BTreeMap<&str, u32>, BTreeMap<&'static str, Row>) {
        let taken = || self.articles.iter().enumerate().filter(|(at, _)| takes(*at));
        let mut seen: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (article, examples) in taken() {
            for clue in examples.iter().flat_map(|e| &e.clues) {
                let (last, times) = seen.entry(clue).or_insert((usize::MAX, 0));
                if *last != article {
                    *last = article;
                    *times += 1;
                }
            }
        }
        let common = seen.into_iter().filter(|(_, (_, times))| *times >= LEAST_ARTICLES).map(|(clue, _)| clue);
        let numbers: BTreeMap<&str, u32> = common.zip(0..).collect();
        let cases: Vec<Case<'_>> = taken()
            .flat_map(|(_, examples)| examples)
            .map(|example| Case {
                clues: example.clues.iter().filter_map(|clue| numbers.get(clue.as_str()).copied()).collect(),
                told: &example.told,
            })
            .collect();
        let mut rows = BTreeMap::new();
        for predicate in schema::PREDICATES.iter() {
            let labelled: Vec<(&[u32], Told)> = cases
                .iter()
                .filter_map(|case| {
                    let label = case.told.iter().find(|(name, _)| *name == predicate.name)?.1;
                    Some((case.clues.as_slice(), label))
                })
                .collect();
            if labelled.iter().filter(|(_, told)| *told != Told::No).count() >= LEAST_EXAMPLES {
                rows.insert(predicate.name, separate(&labelled, numbers.len()));
            }
        }
        (numbers, rows)
    }
}

/// The plane with the widest margin between what is told and what is not, by coordinate ascent on the dual problem.
///
/// # Source
/// Hsieh et al., A Dual Coordinate Descent Method for Large-scale Linear SVM, 2008, algorithm 1.
fn separate(cases: &[(&[u32], Told)], clues: usize) -> Row {
    let mut weights = vec![0.0_f64; clues];
    let mut shares = vec![0.0_f64; cases.len()];
    // a fixed order that mixes the articles
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16);
    for _ in 0..ROUNDS {
        for &at in &order {
            let (own, told) = &cases[at];
            if own.is_empty() {
                continue;
            }
            let (side, most) = match told {
                Told::Yes => (1.0, WEIGHT.0),
                Told::Maybe => (1.0, WEIGHT.1),
                Told::No => (-1.0, WEIGHT.0),
            };
            let sum: f64 = own.iter().map(|clue| weights[*clue as usize]).sum();
            let slope = side * sum - 1.0;
            let old = shares[at];
            let new = (old - slope / own.len() as f64).clamp(0.0, most);
            if new != old {
                shares[at] = new;
                for clue in *own {
                    weights[*clue as usize] += (new - old) * side;
                }
            }
        }
    }
    (0..).zip(weights).filter(|(_, weight)| *weight != 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_is_told_from_what_does_not() {
        let yes = [0, 1];
        let no = [0, 2];
        let cases: Vec<(&[u32], Told)> =
            (0..400).map(|at| if at % 2 == 0 { (&yes[..], Told::Yes) } else { (&no[..], Told::No) }).collect();
        let weights = separate(&cases, 3);
        assert!(weights[&1] > 0.5 && weights[&2] < -0.5, "{weights:?}");
        assert_eq!(weights, separate(&cases, 3));
    }
}
