//! Names: spans of tokens with a type, as the best path through labels of begin, inside, last, alone and outside.
//!
//! Two models do it: one for the six types that corpora of names tell apart, from words and tags, and one for the seven
//! types of the vocabulary, from words and from what its caller knows of each token ([`Hint`]), without tags.

use std::ops::Range;

use super::evidence::Evidence;
use super::gazetteer::{Gazetteer, LISTS};
use super::hash::{feature, join};
use super::table::{Scorer, Scores, Weights};
use super::tag::{Features, Tag};
use super::word::Word;

/// Types of names that the models tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameType {
    /// Persons.
    Person,
    /// Companies, institutions, groups of people under one name.
    Organization,
    /// Places with or without a government.
    Place,
    /// Products, projects, programming languages, works of software.
    Product,
    /// Named events: conferences, elections, wars.
    Event,
    /// Works, nationalities, prizes and whatever else has a name.
    Other,
}

/// The types in the order of their numbers.
pub(crate) const TYPES: [NameType; 6] =
    [NameType::Person, NameType::Organization, NameType::Place, NameType::Product, NameType::Event, NameType::Other];

/// A name found in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its type.
    pub kind: NameType,
    /// How far its type is ahead of the next best reading at its weakest token; for comparing names only.
    pub score: i32,
}

/// The most types that a model tells apart.
const MOST_TYPES: usize = 7;

/// Number of labels: outside, then begin, inside, last, alone for each type.
pub(crate) const LABELS: usize = 1 + 4 * MOST_TYPES;
/// The label of tokens outside names.
pub(crate) const OUTSIDE: usize = 0;

/// Place of a label within a name: 0 begin, 1 inside, 2 last, 3 alone.
fn role(label: usize) -> usize {
    (label - 1) % 4
}

/// Whether a name is still open after a label.
fn is_open(label: usize) -> bool {
    label != OUTSIDE && role(label) < 2
}

/// The label of a type and a role.
pub(crate) fn label(kind: usize, role: usize) -> usize {
    1 + kind * 4 + role
}

/// The score of a label that a token cannot have.
const NEVER: i32 = -(1 << 26);

/// The scores of a token that belongs to no name.
pub(crate) const NAMELESS: [i32; LABELS] = {
    let mut row = [NEVER; LABELS];
    row[OUTSIDE] = 0;
    row
};

/// What a caller knows of a token besides its word: numbers whose meaning it sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Where the token stands in what may be a name: 0 outside, 1 first, 2 inside, 3 last, 4 alone.
    pub place: u8,
    /// What that name may be, and how sure that is.
    pub kind: u8,
    /// The kind of text; 0 where the sentence is all there is.
    pub block: u8,
    /// Where the token stands in the anchor of a link, as `place`.
    pub link: u8,
}

/// What a model may look at in a sentence.
#[derive(Clone, Copy)]
pub(crate) struct View<'s> {
    pub(crate) words: &'s [Word],
    /// One a token, or none.
    pub(crate) tags: &'s [Tag],
    /// One a token, or none.
    pub(crate) hints: &'s [Hint],
    pub(crate) evidence: &'s Evidence,
}

/// The features of a token.
pub(crate) fn features(view: View<'_>, at: usize, out: &mut Features) {
    let View { words, tags, hints, evidence } = view;
    out.clear();
    let edge = Word::default();
    let word = &words[at];
    let step = |by: isize| at.checked_add_signed(by).and_then(|at| words.get(at)).unwrap_or(&edge);
    let tag = |by: isize| at.checked_add_signed(by).and_then(|at| tags.get(at)).map_or(255, |&tag| u64::from(tag));
    let (before, after) = (step(-1), step(1));
    let case = u64::from(word.capital) + 2 * u64::from(word.shouted) + 4 * u64::from(evidence.shouted);
    let case = case + 8 * u64::from(at == 0);
    let mut number = 500;
    macro_rules! add {
        ($one:expr, $two:expr) => {{
            number += 1;
            out.push(feature(number, $one, $two));
        }};
    }
    add!(word.form, 0);
    add!(word.lower, case);
    add!(before.form, word.form);
    add!(word.form, after.form);
    add!(word.suffix[4], u64::from(word.capital));
    add!(word.prefix[3], u64::from(word.capital));
    add!(0, 0);
    add!(before.lower, 1);
    add!(after.lower, 1);
    add!(step(-2).lower, 0);
    add!(step(2).lower, 0);
    add!(word.shape, case);
    add!(word.outline, case);
    for size in 1..4 {
        add!(word.suffix[size], u64::from(word.capital));
    }
    for size in 1..3 {
        add!(word.prefix[size], u64::from(word.capital));
    }
    add!(before.outline, join(word.outline, after.outline));
    add!(before.shape, word.shape);
    add!(word.shape, after.shape);
    // Clusters.
    add!(word.cluster, case);
    add!(before.cluster, u64::from(word.capital));
    add!(after.cluster, u64::from(word.capital));
    add!(step(-2).cluster, u64::from(word.capital));
    add!(step(2).cluster, u64::from(word.capital));
    add!(before.cluster, join(word.cluster, u64::from(word.capital)));
    add!(word.cluster, join(after.cluster, u64::from(word.capital)));
    add!(before.lower, join(word.cluster, u64::from(word.capital)));
    add!(after.lower, join(word.cluster, u64::from(word.capital)));
    if tags.is_empty() {
        number += 6;
    } else {
        add!(tag(0), case);
        add!(tag(-1), tag(0));
        add!(tag(0), tag(1));
        add!(tag(-1), join(tag(0), tag(1)));
        add!(tag(-2), tag(2));
        add!(tag(0), word.cluster);
    }
    // The run of capitals around the token: its length, its ends and what stands beside it.
    let (start, end) = evidence.runs[at];
    let length = (end - start).min(6) as u64 * 8 + (at - start).min(6) as u64;
    let (first, last) = (&words[start], &words[end]);
    let outer = start.checked_sub(1).and_then(|at| words.get(at)).unwrap_or(&edge);
    let beyond = words.get(end + 1).unwrap_or(&edge);
    let place = u64::from(at == start) + 2 * u64::from(at == end) + 4 * u64::from(start == 0);
    add!(length, case);
    add!(first.lower, place);
    add!(last.lower, place);
    add!(first.cluster, place);
    add!(last.cluster, place);
    add!(first.cluster, join(last.cluster, place));
    add!(outer.lower, place);
    add!(beyond.lower, place);
    add!(outer.cluster, join(place, beyond.cluster));
    add!(outer.lower, join(last.cluster, place));
    add!(last.suffix[2], place);
    let outer_two = start.checked_sub(2).and_then(|at| words.get(at)).unwrap_or(&edge);
    let beyond_two = words.get(end + 2).unwrap_or(&edge);
    let (wide_start, wide_end) = evidence.wide[at];
    add!(outer.lower, outer_two.lower);
    add!(beyond.lower, beyond_two.lower);
    add!(outer.cluster, join(place, outer_two.cluster));
    add!(beyond.cluster, join(place, beyond_two.cluster));
    add!(beyond.lower, join(last.cluster, place));
    // The run with what small words join to it.
    let wide = u64::from(at == wide_start) + 2 * u64::from(at == wide_end);
    let wide = wide + 4 * u64::from(wide_start < start) + 8 * u64::from(end < wide_end);
    add!(words[wide_start].lower, wide);
    add!(words[wide_end].lower, wide);
    add!(words[wide_end].cluster, wide);
    add!(words[wide_start].cluster, join(words[wide_end].cluster, wide));
    // What the sentence says that the name is.
    if let Some(description) = evidence.described[at] {
        let noun = &words[description.noun];
        let kind = u64::from(description.by_verb);
        out.push(feature(701, noun.lower, place));
        out.push(feature(702, noun.cluster, place));
        out.push(feature(703, noun.cluster, kind));
        out.push(feature(704, noun.suffix[2], kind));
    }
    // The same word elsewhere in the document.
    let elsewhere = &evidence.elsewhere[at];
    if elsewhere.kinds != 0 {
        let here = u64::from(at == 0) + 2 * u64::from(start < end) + 4 * u64::from(evidence.shouted);
        out.push(feature(711, elsewhere.kinds, here));
        if elsewhere.kinds >= 16 {
            let run = &elsewhere.run;
            out.push(feature(712, elsewhere.kinds, join(run.place, here)));
            out.push(feature(713, run.first, run.place));
            out.push(feature(714, run.last, run.place));
            out.push(feature(715, run.before, run.place));
            out.push(feature(716, run.after, run.place));
            out.push(feature(717, run.listed, run.place));
            out.push(feature(718, run.first, join(run.last, run.place)));
        }
    }
    // Lists.
    let mut number = 600;
    let mut add = |one: u64, two: u64| {
        number += 1;
        out.push(feature(number, one, two));
    };
    let place_of =
        |by: isize| at.checked_add_signed(by).filter(|&at| at < words.len()).map_or(0, |at| evidence.listed(at));
    add(place_of(0), case);
    add(place_of(1), u64::from(word.capital));
    add(place_of(-1), u64::from(word.capital));
    add(place_of(0), word.cluster);
    add(place_of(0), tag(0));
    add(place_of(-1), place_of(0));
    add(place_of(0), place_of(1));
    let ends = [evidence.listed(start), evidence.listed(end)];
    add(ends[0], join(ends[1], place));
    add(ends[0], join(last.cluster, place));
    out.push(feature(640, u64::from(evidence.is_legal_form(end)), place));
    for list in 0..LISTS {
        let own = evidence.place(at, list);
        if own != 0 {
            out.push(feature(650 + list as u64, own, case));
        }
    }
    hint_features(hints, at, (word, case), out);
}

/// The features of what the caller knows of a token and its neighbours.
fn hint_features(hints: &[Hint], at: usize, (word, case): (&Word, u64), out: &mut Features) {
    let Some(own) = hints.get(at) else { return };
    let near = |by: isize| at.checked_add_signed(by).and_then(|at| hints.get(at)).copied().unwrap_or_default();
    let (place, kind, block, link) =
        (u64::from(own.place), u64::from(own.kind), u64::from(own.block), u64::from(own.link));
    let both = join(place, kind);
    let (before, after) = (near(-1), near(1));
    let mut number = 800;
    let mut add = |one: u64, two: u64| {
        number += 1;
        out.push(feature(number, one, two));
    };
    add(both, case);
    add(both, word.cluster);
    add(both, word.outline);
    add(place, join(u64::from(before.place), u64::from(after.place)));
    add(both, join(u64::from(before.kind), u64::from(before.place)));
    add(both, join(u64::from(after.kind), u64::from(after.place)));
    add(both, block);
    add(block, case);
    add(link, case);
    add(both, link);
    add(link, join(u64::from(near(-1).link), u64::from(near(1).link)));
}

/// The feature of a label by the label before it.
pub(crate) fn step_feature(before: usize) -> u64 {
    feature(900, before as u64, 0)
}

/// Scores of a label after a label.
pub(crate) type Steps = [[i32; LABELS]; LABELS];

/// The scores of each label after each.
pub(crate) fn steps<S: Scorer>(scorer: &S) -> Box<Steps> {
    let mut steps = Box::new([[0; LABELS]; LABELS]);
    for (before, row) in steps.iter_mut().enumerate() {
        let mut scores: Scores = [0; 128];
        scorer.add(&[step_feature(before)], &mut scores);
        row.copy_from_slice(&scores[..LABELS]);
    }
    steps
}

/// The classes of a label: its type, its role and itself, so that what is learnt of one role serves the others.
pub(crate) fn classes(label: usize) -> [u8; 3] {
    if label == OUTSIDE {
        return [0, 0, 0];
    }
    let (kind, role) = ((label - 1) / 4, role(label));
    [1 + kind as u8, (1 + MOST_TYPES + role) as u8, (1 + MOST_TYPES + 4 + label) as u8]
}

/// The scores of the labels of so many types from those of the classes.
pub(crate) fn label_scores(scores: &Scores, types: usize) -> [i32; LABELS] {
    let mut row = [NEVER; LABELS];
    row[OUTSIDE] = scores[0];
    for (label, score) in row.iter_mut().enumerate().take(1 + 4 * types).skip(1) {
        *score = classes(label).iter().map(|&class| scores[usize::from(class & 127)]).sum();
    }
    row
}

/// The best path of labels through the scores of the tokens.
pub(crate) fn best_path(emissions: &[[i32; LABELS]], steps: &Steps) -> Vec<usize> {
    let Some(first) = emissions.first() else { return Vec::new() };
    const WORST: i32 = i32::MIN / 2;
    let mut scores = [WORST; LABELS];
    for next in (0..LABELS).filter(|&next| next == OUTSIDE || matches!(role(next), 0 | 3)) {
        scores[next] = first[next] + steps[OUTSIDE][next];
    }
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(emissions.len());
    for emission in &emissions[1..] {
        let mut fresh = [WORST; LABELS];
        let mut from = [0u8; LABELS];
        for before in 0..LABELS {
            let score = scores[before];
            if score <= WORST / 2 {
                continue;
            }
            if is_open(before) {
                let inside = before + 1 - role(before);
                for next in [inside, inside + 1] {
                    let sum = score + steps[before][next];
                    if sum > fresh[next] {
                        (fresh[next], from[next]) = (sum, before as u8);
                    }
                }
            } else if emission == &NAMELESS {
                let sum = score + steps[before][OUTSIDE];
                if sum > fresh[OUTSIDE] {
                    (fresh[OUTSIDE], from[OUTSIDE]) = (sum, before as u8);
                }
            } else {
                let row = &steps[before];
                let mut closed = |next: usize| {
                    let sum = score + row[next];
                    if sum > fresh[next] {
                        (fresh[next], from[next]) = (sum, before as u8);
                    }
                };
                closed(OUTSIDE);
                for kind in 0..MOST_TYPES {
                    closed(label(kind, 0));
                    closed(label(kind, 3));
                }
            }
        }
        for (score, own) in fresh.iter_mut().zip(emission) {
            *score = score.saturating_add(*own).max(WORST);
        }
        // Only differences count: the best stays at zero, in sentences of any length.
        let top = fresh.into_iter().max().unwrap_or(0);
        for score in &mut fresh {
            *score = score.saturating_sub(top).max(WORST);
        }
        back.push(from);
        scores = fresh;
    }
    let closed = (0..LABELS).filter(|&label| !is_open(label));
    let mut at = closed.max_by_key(|&label| (scores[label], LABELS - label)).unwrap_or(OUTSIDE);
    let mut path = vec![at; emissions.len()];
    for (place, from) in back.iter().enumerate().rev() {
        at = usize::from(from[at]);
        path[place] = at;
    }
    path
}

/// The scores of each token's labels.
pub(crate) fn emissions<S: Scorer>(view: View<'_>, types: usize, scorer: &S) -> Vec<[i32; LABELS]> {
    let mut found = Features::with_capacity(96);
    let mut rows = Vec::with_capacity(view.words.len());
    for at in 0..view.words.len() {
        if !view.is_candidate(at) {
            rows.push(NAMELESS);
            continue;
        }
        features(view, at, &mut found);
        let mut scores: Scores = [0; 128];
        scorer.add(&found, &mut scores);
        rows.push(label_scores(&scores, types));
    }
    rows
}

impl View<'_> {
    /// Whether a token may belong to a name at all.
    pub(crate) fn is_candidate(&self, at: usize) -> bool {
        self.evidence.is_candidate(self.words, at) || self.hints.get(at).is_some_and(|hint| hint.place != 0)
    }
}

/// A span of tokens that a model takes for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    /// Number of its type.
    pub(crate) kind: usize,
    /// How far it is ahead of no name at its weakest token.
    pub(crate) score: i32,
}

/// A trained name finder.
#[derive(Clone, Debug)]
pub(crate) struct NameFinder<'a> {
    /// Weights of the labels.
    pub(crate) weights: Weights<'a>,
    /// Lists of names.
    pub(crate) gazetteer: Gazetteer<'a>,
    /// Scores of a label after a label.
    steps: Box<Steps>,
    /// Number of types that it tells apart.
    types: usize,
}

impl<'a> NameFinder<'a> {
    /// A name finder from its weights, its lists and the number of its types.
    pub(crate) fn new(weights: Weights<'a>, gazetteer: Gazetteer<'a>, types: usize) -> Self {
        Self { weights, gazetteer, steps: steps(&weights), types: types.min(MOST_TYPES) }
    }

    /// The labels of a sentence.
    #[cfg(feature = "train")]
    pub(crate) fn path(&self, view: View<'_>) -> Vec<usize> {
        best_path(&emissions(view, self.types, &self.weights), &self.steps)
    }

    /// The names of each sentence of a document, in order, none within another. Of tags and hints there may be none.
    pub(crate) fn names(&self, words: &[&[Word]], tags: &[&[Tag]], hints: &[&[Hint]]) -> Vec<Seen> {
        let evidence = Evidence::of_document(words, &self.gazetteer);
        let of = |at: usize| View {
            words: words[at],
            tags: tags.get(at).copied().unwrap_or_default(),
            hints: hints.get(at).copied().unwrap_or_default(),
            evidence: &evidence[at],
        };
        (0..words.len()).map(|at| self.sentence_names(of(at))).collect()
    }

    fn sentence_names(&self, view: View<'_>) -> Seen {
        let rows = emissions(view, self.types, &self.weights);
        let path = best_path(&rows, &self.steps);
        let names = spans(&path)
            .into_iter()
            .map(|(tokens, kind)| {
                let score = tokens.clone().map(|at| rows[at][path[at]].saturating_sub(rows[at][OUTSIDE])).min();
                Found { tokens, kind, score: score.unwrap_or(0) }
            })
            .collect();
        let lead = |row: &[i32; LABELS]| {
            let best = row.iter().skip(1).max().copied().unwrap_or(NEVER);
            best.saturating_sub(row[OUTSIDE])
        };
        Seen { names, leads: rows.iter().map(lead).collect() }
    }
}

/// What a model sees in a sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The names, in order, none within another.
    pub(crate) names: Vec<Found>,
    /// For each token, how far the best label of a name is ahead of no name.
    pub(crate) leads: Vec<i32>,
}

impl Default for NameFinder<'_> {
    fn default() -> Self {
        Self::new(Weights::default(), Gazetteer::default(), 0)
    }
}

/// The names that a path of labels describes.
pub(crate) fn spans(path: &[usize]) -> Vec<(Range<usize>, usize)> {
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, &label) in path.iter().enumerate() {
        if label == OUTSIDE {
            continue;
        }
        if matches!(role(label), 0 | 3) {
            start = at;
        }
        if !is_open(label) {
            spans.push((start..at + 1, (label - 1) / 4));
        }
    }
    spans
}
