//! Learns the votes of clues, from names in unlabelled posts whose type the lists or the name itself tell, and from
//! marked articles.
//!
//! Where the list, or the word in the name, that tells the type is the label, it is mostly hidden from the learner, so
//! that what stands around a name learns to tell it as well. Whole numbers and a fixed order: the same bytes each time.

use std::collections::{BTreeMap, BTreeSet};

use super::super::entities::key_words;
use super::super::lexicon::{is_in, is_ordinary};
use super::super::types::{Votes, context_votes, form_votes, is_person_form};
use super::super::words::{Candidate, Words};
use super::{DOUBTFUL, PARTS, SHARE, clues, damping};
use crate::annotate::language::hash;
use crate::learn::margin;
use crate::model::{Document, EntityType};
use crate::schema::Gazetteer;

const TYPES: usize = EntityType::ALL.len();

/// One name of one document with all that the learner may see of it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The words that tell the name apart, in lower case.
    pub key: Vec<String>,
    surface: String,
    told: Option<Told>,
    form: Vec<String>,
    around: Vec<String>,
    places: usize,
    votes: Hand,
}

/// The votes of the hand-made cues: of all, of all but the lists, of the places alone.
#[derive(Debug, Clone, Copy, Default)]
struct Hand {
    all: Votes,
    unlisted: Votes,
    around: Votes,
}

/// What tells the type of a name without its context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// A list of names.
    List(EntityType),
    /// A word of the name.
    Word(EntityType),
}

/// The names of a document.
pub fn examples(document: &Document) -> Vec<Example> {
    let (sentences, tokens) = crate::annotate::cut(document);
    let words = Words::new(document.prose.as_str(), &tokens).with_links(&document.links);
    let mut by_key: BTreeMap<Vec<String>, Example> = BTreeMap::new();
    for c in crate::annotate::candidates(document, &words, &sentences) {
        let key = key_words(&words, c);
        let example = by_key.entry(key.clone()).or_insert_with(|| {
            let mut form = Vec::new();
            clues::of_form(&words, c, &mut |clue| form.push(clue.to_owned()));
            let votes =
                Hand { all: form_votes(&words, c, true), unlisted: form_votes(&words, c, false), ..Hand::default() };
            let surface = words.surface(c.first, c.end).replace('\u{2019}', "'");
            Example { key, surface, told: told(&words, c), form, around: Vec::new(), places: 0, votes }
        });
        clues::of_place(&words, c, &mut |clue| example.around.push(clue.to_owned()));
        example.votes.around.add_all(context_votes(&words, c));
        example.places += 1;
    }
    let mut all: Vec<Example> = by_key.into_values().collect();
    for example in &mut all {
        let around = example.votes.around.damped(example.places);
        example.votes.around = around;
        example.votes.all.add_all(around);
        example.votes.unlisted.add_all(around);
    }
    all
}

fn told(words: &Words<'_>, c: Candidate) -> Option<Told> {
    let lists = Gazetteer::embedded();
    let surface = words.surface(c.first, c.end).replace('\u{2019}', "'");
    let listed = lists.name(&surface);
    let (first, last) = (words.lower(c.first), words.lower(c.end - 1));
    let several = c.end - c.first > 1;
    if several {
        let has_form = (c.first + 1..c.end).any(|at| lists.is_legal_form(words.word(at)) && words.is_capital(at));
        if has_form {
            return Some(Told::Word(EntityType::Company));
        }
        let end = if last.parse::<u32>().is_ok() { words.lower(c.end - 2) } else { last };
        let kind = match end {
            "foundation" | "university" | "institute" | "consortium" | "association" | "committee" | "commission"
            | "council" | "ministry" | "agency" | "alliance" => EntityType::Organization,
            "conference" | "summit" | "hackathon" | "meetup" | "expo" | "symposium" | "congress" => EntityType::Event,
            _ if first == "university" || first == "ministry" => EntityType::Organization,
            _ if first == "linux" || first == "gnu" => return None,
            _ => EntityType::Person,
        };
        if kind != EntityType::Person {
            return Some(Told::Word(kind));
        }
        let is_person = listed.is_none()
            && c.end - c.first == 2
            && is_person_form(words, c)
            && lists.is_first_name(words.word(c.first))
            && lists.name(words.word(c.first)).is_none()
            && lists.name(words.word(c.end - 1)).is_none()
            && !is_ordinary(last)
            && !lists.is_place(&surface);
        if is_person {
            return Some(Told::Word(EntityType::Person));
        }
    }
    let is_place = lists.is_place(&surface);
    let clear =
        |kind: EntityType| !is_place && (several || !lists.is_first_name(&surface)) && kind != EntityType::Product;
    match listed {
        Some(known) => known.entity_type.filter(|kind| clear(*kind)).map(Told::List),
        None if is_place && !is_in("not-name", first) => Some(Told::List(EntityType::Place)),
        None => None,
    }
}

/// A weighted example in numbers: the types that are right, what the cues vote, and the clues with their sixteenths.
struct Case {
    right: usize,
    start: [i32; TYPES],
    clues: Vec<(u32, i32)>,
}

/// What looks like a name in a marked article.
struct Alleged {
    /// The clues with their share of one.
    clues: Vec<(u32, f64)>,
    is_name: bool,
    /// Whether the lists have it, so that nothing makes it doubtful.
    is_listed: bool,
}

/// Names clues by numbers, and knows in how many different names each stands.
#[derive(Default)]
struct Lexicon {
    numbers: BTreeMap<String, u32>,
    names: Vec<BTreeSet<u32>>,
}

/// Different names that a clue must stand with, lest it learns names by heart.
const LEAST_NAMES: usize = 5;

impl Lexicon {
    fn number(&mut self, clue: &str, name: u32) -> u32 {
        let next = self.names.len() as u32;
        let number = match self.numbers.get(clue) {
            Some(number) => *number,
            None => {
                self.numbers.insert(clue.to_owned(), next);
                self.names.push(BTreeSet::new());
                next
            }
        };
        let names = &mut self.names[number as usize];
        if names.len() < LEAST_NAMES {
            names.insert(name);
        }
        number
    }

    fn is_common(&self, number: u32) -> bool {
        self.names.get(number as usize).is_some_and(|names| names.len() >= LEAST_NAMES)
    }
}

/// Documents that one name is taken from at most.
const DOCUMENTS: u32 = 12;

/// How often a marked name counts beside one that the lists tell.
const MARKED: usize = 6;

/// Rounds over the examples.
const ROUNDS: usize = 6;

/// The lead, in parts of a vote, that the right type shall have.
const MARGIN: i32 = 6 * PARTS;

/// Doubts are given in parts of this size of the margin.
const HUNDRED: f64 = 100.0;

/// What a name that may be none weighs at most.
const MOST_SHARE: f64 = 0.1;

/// Collects examples and learns from them.
#[derive(Default)]
pub struct Learner {
    lexicon: Lexicon,
    seen: BTreeMap<Vec<String>, (u32, u32)>,
    told: Vec<Case>,
    /// By article.
    marked: Vec<Vec<Case>>,
    /// By article: what looks like a name, and whether it is marked as one.
    alleged: Vec<Vec<Alleged>>,
    /// The names of marked articles that no list has: in how many they are of each type.
    known: BTreeMap<String, [usize; TYPES]>,
    /// Names that nothing tells, by form: those of one document each.
    untold: BTreeMap<String, Vec<Case>>,
    counts: [usize; TYPES],
}

/// Marked articles that a name must stand in to be listed.
const MARKED_ARTICLES: usize = 2;

/// Documents of an untold name that are kept at most, and those it must stand in to be listed.
const UNTOLD: (usize, usize) = (40, 4);

impl Learner {
    /// Takes the names of an unlabelled document whose type is told.
    pub fn add_post(&mut self, examples: &[Example]) {
        for example in examples {
            let Some(told) = example.told else {
                let name = self.name(example).0;
                let times = self.untold.get(&example.surface).map_or(0, Vec::len);
                if is_listable(&example.surface) && times < UNTOLD.0 {
                    let case =
                        self.case(EntityType::Project, name, example.votes.unlisted, example.form.iter(), example);
                    self.untold.entry(example.surface.clone()).or_default().push(case);
                }
                continue;
            };
            let (name, times) = self.name(example);
            if times > DOCUMENTS {
                continue;
            }
            let dice = hash::finish(hash::join(u64::from(name) + 1, u64::from(times))) >> 20;
            let (kind, hidden) = match told {
                Told::List(kind) => (kind, "list:"),
                Told::Word(kind) => (kind, "end:"),
            };
            if kind == EntityType::Person && !(dice >> 8).is_multiple_of(4) {
                continue;
            }
            self.counts[kind as usize] += 1;
            let (votes, form): (Votes, Vec<&String>) = match (dice % 10, told) {
                (0, _) => (example.votes.all, example.form.iter().collect()),
                (1..=5, Told::List(_)) => {
                    let open = example.form.iter().filter(|clue| !clue.starts_with(hidden));
                    (example.votes.unlisted, open.collect())
                }
                _ => (example.votes.around, Vec::new()),
            };
            let case = self.case(kind, name, votes, form.into_iter(), example);
            self.told.push(case);
        }
    }

    /// Takes the names of a marked article, which are those with a type, and what only looks like names.
    pub fn add_marked(&mut self, examples: &[Example], type_of: &dyn Fn(&[String]) -> Option<EntityType>) {
        let mut cases = Vec::new();
        let mut alleged = Vec::new();
        for example in examples {
            let kind = type_of(&example.key);
            let name = self.name(example).0;
            let right = kind.unwrap_or(EntityType::Project);
            let case = self.case(right, name, example.votes.all, example.form.iter(), example);
            alleged.push(Alleged {
                clues: case.clues.iter().map(|(clue, sixteenths)| (*clue, f64::from(*sixteenths) / 16.0)).collect(),
                is_name: kind.is_some(),
                is_listed: is_listed(&example.surface),
            });
            if let Some(kind) = kind {
                cases.push(case);
                if is_listable(&example.surface) && !is_listed(&example.surface) {
                    self.known.entry(example.surface.clone()).or_default()[kind as usize] += 1;
                }
            }
        }
        self.marked.push(cases);
        self.alleged.push(alleged);
    }

    /// The number of a name, and how often it was seen.
    fn name(&mut self, example: &Example) -> (u32, u32) {
        let next = self.seen.len() as u32;
        let (name, times) = self.seen.entry(example.key.clone()).or_insert((next, 0));
        *times += 1;
        (*name, *times)
    }

    fn case<'e>(
        &mut self,
        kind: EntityType,
        name: u32,
        votes: Votes,
        form: impl Iterator<Item = &'e String>,
        example: &'e Example,
    ) -> Case {
        let mut sixteenths: BTreeMap<u32, i32> = BTreeMap::new();
        let mut add = |clue: &str, by: i32| *sixteenths.entry(self.lexicon.number(clue, name)).or_default() += by;
        form.for_each(|clue| add(clue, 16));
        clues::of_votes(&votes, &mut |clue| add(clue, 16));
        example.around.iter().for_each(|clue| add(clue, damping(example.places)));
        let start = EntityType::ALL.map(|kind| votes.of(kind) * PARTS);
        Case { right: kind as usize, start, clues: sixteenths.into_iter().collect() }
    }

    /// Learns, and gives the lines of the list of clues, those of the list of names, and a report.
    pub fn finish(self, largest: usize) -> (String, String, String) {
        let mut report =
            format!("types\n  told: {:?}, marked: {}\n", self.counts, self.marked.iter().map(Vec::len).sum::<usize>());
        const FOLDS: usize = 5;
        let (mut right, mut cues, mut all) = (0, 0, 0);
        let (mut near, mut near_cues) = (0, 0);
        let mut confusion = [[0_usize; TYPES]; TYPES];
        for fold in 0..FOLDS {
            let in_fold = |at: &usize| at % FOLDS == fold;
            let others = (0..self.marked.len()).filter(|at| !in_fold(at));
            let weights = learn(self.order(others), &self.lexicon);
            for case in (0..self.marked.len()).filter(in_fold).flat_map(|at| &self.marked[at]) {
                let (guess, by_cues) = (best(&shared(case, &weights), None), best(&case.start, None));
                confusion[case.right][guess] += 1;
                right += usize::from(guess == case.right);
                cues += usize::from(by_cues == case.right);
                near += usize::from(are_near(guess, case.right));
                near_cues += usize::from(are_near(by_cues, case.right));
                all += 1;
            }
        }
        report.push_str(&format!(
            "  marked names in {FOLDS} folds: {all}; right by cues {cues}, with clues {right}; \
             right or near by cues {near_cues}, with clues {near}\n"
        ));
        for (kind, row) in EntityType::ALL.iter().zip(confusion) {
            report.push_str(&format!("  {:<14}{row:?}\n", kind.as_str()));
        }
        report.push_str(&self.doubts_in_folds(FOLDS));
        let doubts = self.doubts(&|_| true);
        let weights = learn(self.order(0..self.marked.len()), &self.lexicon);
        let texts: Vec<(&String, &u32)> = self.lexicon.numbers.iter().collect();
        let mut lines: Vec<(i32, String)> = texts
            .into_iter()
            .filter_map(|(clue, number)| {
                let row = weights.get(*number as usize)?;
                let doubt = doubts.get(*number as usize).map_or(0, |weight| (weight * HUNDRED).round() as i32);
                let heaviest = row.iter().map(|w| w.abs()).max()?.max(doubt.abs());
                if heaviest == 0 {
                    return None;
                }
                let mut numbers: Vec<String> = row.iter().map(i32::to_string).collect();
                if doubt != 0 {
                    numbers.push(doubt.to_string());
                }
                Some((heaviest, format!("{clue}\t{}\n", numbers.join(" "))))
            })
            .collect();
        lines.sort_by(|a, b| (-a.0, &a.1).cmp(&(-b.0, &b.1)));
        let mut size = 0;
        let mut kept: Vec<String> = Vec::new();
        for (_, line) in lines {
            size += line.len();
            if size > largest {
                break;
            }
            kept.push(line);
        }
        kept.sort_by(|a, b| a.split('\t').next().cmp(&b.split('\t').next()));
        report.push_str(&format!("  {} clues kept\n", kept.len()));
        let names = self.names(&weights);
        report.push_str(&format!("  {} names listed\n", names.lines().count()));
        (kept.concat(), names, report)
    }

    /// How much each clue makes doubtful that what it stands with is a name, from some of the articles.
    fn doubts(&self, takes: &dyn Fn(usize) -> bool) -> Vec<f64> {
        let taken = self.alleged.iter().enumerate().filter(|(at, _)| takes(*at)).flat_map(|(_, all)| all);
        let cases: Vec<margin::Case> = taken
            .filter(|case| !case.is_listed)
            .map(|case| {
                let common = case.clues.iter().copied().filter(|(clue, _)| self.lexicon.is_common(*clue));
                margin::Case { features: common.collect(), is_positive: !case.is_name, most: MOST_SHARE }
            })
            .collect();
        margin::separate(&cases, self.lexicon.names.len())
    }

    /// How many of the runs that are no names the doubts find, and how many names they take for none.
    fn doubts_in_folds(&self, folds: usize) -> String {
        let (mut found, mut lost, mut all) = (0, 0, [0, 0]);
        for fold in 0..folds {
            let weights = self.doubts(&|at| at % folds != fold);
            let inside = self.alleged.iter().enumerate().filter(|(at, _)| at % folds == fold);
            for case in inside.flat_map(|(_, all)| all).filter(|case| !case.is_listed) {
                let sum: f64 = case.clues.iter().map(|(clue, share)| weights[*clue as usize] * share).sum();
                let is_doubtful = sum * HUNDRED >= f64::from(DOUBTFUL);
                all[usize::from(case.is_name)] += 1;
                found += usize::from(is_doubtful && !case.is_name);
                lost += usize::from(is_doubtful && case.is_name);
            }
        }
        let [others, names] = all;
        format!(
            "  in {folds} folds, without listed names: {found} of {others} that are no names found, {lost} of {names} names lost\n"
        )
    }

    /// The names of the posts that no list has and that are of one type nearly everywhere, by what is marked or else by
    /// what the clues tell: name, type, documents.
    fn names(&self, weights: &Weights) -> String {
        let mut lines = Vec::new();
        for (surface, counts) in &self.known {
            let winner = (0..TYPES).max_by_key(|kind| (counts[*kind], std::cmp::Reverse(*kind))).unwrap_or(0);
            let all: usize = counts.iter().sum();
            if counts[winner] >= MARKED_ARTICLES && counts[winner] * 4 >= all * 3 {
                lines.push(format!("{surface}\t{}\t{}\n", EntityType::ALL[winner].as_str(), counts[winner]));
            }
        }
        let is_known =
            |surface: &str| self.known.get(surface).is_some_and(|n| n.iter().sum::<usize>() >= MARKED_ARTICLES);
        let untold = self.untold.iter().filter(|(surface, _)| !is_known(surface));
        for (surface, cases) in untold.filter(|(_, cases)| cases.len() >= UNTOLD.1) {
            let mut wins = [0_usize; TYPES];
            for case in cases {
                let sums = sums(case, weights, 1);
                let winner = best(&sums, None);
                if sums[winner] - sums[best(&sums, Some(winner))] >= 2 * PARTS {
                    wins[winner] += 1;
                }
            }
            let clear: usize = wins.iter().sum();
            let winner = (0..TYPES).max_by_key(|kind| (wins[*kind], std::cmp::Reverse(*kind))).unwrap_or(0);
            let kind = EntityType::ALL[winner];
            // a project is what is taken for granted, so that a list of them has to say more
            let (least, percent) = if kind == EntityType::Project { (10, 93) } else { (UNTOLD.1, 75) };
            let is_clear = wins[winner] >= least && wins[winner] * 100 >= clear * percent && clear * 2 >= cases.len();
            if is_clear && is_likely(surface, kind) {
                lines.push(format!("{surface}\t{}\t{}\n", kind.as_str(), wins[winner]));
            }
        }
        lines.sort_by(|a, b| a.split('\t').next().cmp(&b.split('\t').next()));
        lines.concat()
    }

    /// The examples in the order of learning: marked ones strewn among the others, again and again.
    fn order(&self, articles: impl Iterator<Item = usize>) -> Vec<&Case> {
        let marked: Vec<&Case> = articles.flat_map(|at| &self.marked[at]).collect();
        let mut keyed: Vec<(u64, &Case)> = Vec::new();
        let mut put = |at: usize, salt: u64, case| {
            keyed.push((hash::finish(hash::join(at as u64 + 1, salt)), case));
        };
        self.told.iter().enumerate().for_each(|(at, case)| put(at, 1, case));
        for time in 0..MARKED {
            marked.iter().enumerate().for_each(|(at, case)| put(at, 2 + time as u64, *case));
        }
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, case)| case).collect()
    }
}

type Weights = Vec<[i32; TYPES]>;

/// An averaged perceptron with a margin, which starts from the votes of the cues.
fn learn(cases: Vec<&Case>, lexicon: &Lexicon) -> Weights {
    // a weight is in 64ths of a part
    const UNIT: i32 = 64;
    let mut weights = vec![[0_i32; TYPES]; lexicon.names.len()];
    let mut moments = vec![[0_i64; TYPES]; lexicon.names.len()];
    let mut now = 1_i64;
    for _ in 0..ROUNDS {
        for case in &cases {
            now += 1;
            let sums = sums(case, &weights, UNIT);
            let wrong = best(&sums, Some(case.right));
            if sums[case.right] - sums[wrong] >= MARGIN * UNIT {
                continue;
            }
            for (clue, sixteenths) in case.clues.iter().filter(|(clue, _)| lexicon.is_common(*clue)) {
                let (row, moment) = (&mut weights[*clue as usize], &mut moments[*clue as usize]);
                let step = (*sixteenths).min(32);
                for (kind, change) in [(case.right, step), (wrong, -step)] {
                    row[kind] += change;
                    moment[kind] += i64::from(change) * now;
                }
            }
        }
    }
    let average = |weight: &i32, moment: &i64| {
        let sum = i64::from(*weight) * now - *moment;
        let unit = now * i64::from(UNIT);
        ((2 * sum + unit).div_euclid(2 * unit)) as i32
    };
    let rows = weights.iter().zip(&moments);
    rows.map(|(row, moment)| std::array::from_fn(|kind| average(&row[kind], &moment[kind]))).collect()
}

/// The votes of a case in parts, times `unit`, which weights are in.
fn sums(case: &Case, weights: &Weights, unit: i32) -> [i32; TYPES] {
    let mut sums = [0_i64; TYPES];
    for (clue, sixteenths) in &case.clues {
        for (sum, weight) in sums.iter_mut().zip(weights[*clue as usize]) {
            *sum += i64::from(weight) * i64::from(*sixteenths);
        }
    }
    std::array::from_fn(|kind| case.start[kind] * unit + (sums[kind] / 16) as i32)
}

/// The votes of a case as the program counts them: clues have a share only.
fn shared(case: &Case, weights: &Weights) -> [i32; TYPES] {
    let sums = sums(case, weights, 1);
    std::array::from_fn(|kind| case.start[kind] + (sums[kind] - case.start[kind]) / SHARE)
}

fn best(sums: &[i32; TYPES], but: Option<usize>) -> usize {
    (0..TYPES)
        .filter(|kind| Some(*kind) != but)
        .max_by_key(|kind| (sums[*kind], *kind == EntityType::Project as usize))
        .unwrap_or(0)
}

fn is_listed(surface: &str) -> bool {
    let lists = Gazetteer::embedded();
    lists.name(surface).is_some() || lists.is_place(surface)
}

/// Whether a name may be listed: no ordinary word, and no release.
fn is_listable(surface: &str) -> bool {
    surface.len() > 1
        && surface.len() <= 40
        && !is_ordinary(&surface.to_lowercase())
        && !surface.contains(|c: char| c.is_control())
        && !surface.split(' ').next_back().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a listed name looks like one of its type: acronyms, surnames and compounds are told from it too badly.
fn is_likely(surface: &str, kind: EntityType) -> bool {
    let lists = Gazetteer::embedded();
    let words: Vec<&str> = surface.split(' ').collect();
    let letters = |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\''));
    let long = surface.len() > 3 || surface.chars().any(char::is_lowercase);
    match kind {
        EntityType::Person => {
            words.len() > 1
                && words.iter().all(|word| letters(word) && lists.name(word).is_none() && !lists.is_place(word))
        }
        EntityType::Place => {
            words.len() > 1 && words.iter().all(letters) && !words.iter().any(|w| lists.is_first_name(w))
        }
        EntityType::Company => long && !surface.chars().all(|c| c.is_uppercase()) && !surface.contains(['/', '_']),
        _ => long,
    }
}

/// Whether two types stand for each other where it does not matter much.
fn are_near(one: usize, other: usize) -> bool {
    use EntityType::{Company, Organization, Product, Project};
    let pairs = [(Company, Organization), (Project, Product), (Organization, Project)];
    one == other || pairs.iter().any(|(a, b)| [(one, other), (other, one)].contains(&(*a as usize, *b as usize)))
}

/// The words that tell a name apart, as in [`Example::key`].
pub fn key(name: &str) -> Vec<String> {
    let tokens = crate::annotate::tokens::tokens(name, 0);
    let words = Words::new(name, &tokens);
    let first = usize::from(matches!(words.lower(0), "the" | "a" | "an") && tokens.len() > 1);
    key_words(&words, Candidate { first, end: tokens.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        use crate::model::{BlockKind, ProseBuilder, Span};
        let mut builder = ProseBuilder::new(text);
        builder.open(BlockKind::Paragraph);
        builder.verbatim(Span::new(0, text.len()));
        let (prose, blocks, links) = builder.finish();
        Document { text: text.to_owned(), prose, blocks, links, ..Document::default() }
    }

    #[test]
    fn names_tell_their_type_by_a_word_or_not_at_all() {
        let told = |text: &str| examples(&document(text)).iter().map(|e| e.told).collect::<Vec<_>>();
        assert_eq!(told("We met Velmora Pumps Inc. here."), [Some(Told::Word(EntityType::Company))]);
        assert_eq!(told("We met the Velmora Foundation."), [Some(Told::Word(EntityType::Organization))]);
        assert_eq!(told("We met Velmora."), [None]);
    }

    #[test]
    fn what_stands_around_told_names_is_learned_for_others() {
        let mut learner = Learner::default();
        for name in ["Velmora", "Lakemap", "Quillon", "Brightleaf", "Northwind", "Tebbelund"] {
            learner.add_post(&examples(&document(&format!("They visited {name} Pumps Inc. yesterday."))));
        }
        let (clues, names, report) = learner.finish(10_000);
        let visited = clues.lines().find(|line| line.starts_with("before:visited\t"));
        let company = visited.and_then(|line| line.split(['\t', ' ']).nth(1)?.parse::<i32>().ok());
        assert!(company.is_some_and(|votes| votes > 0), "{clues}");
        assert!(names.is_empty() && report.contains("clues kept"));
    }

    #[test]
    fn the_same_examples_give_the_same_list() {
        let learn = || {
            let mut learner = Learner::default();
            for name in ["Velmora", "Lakemap", "Quillon", "Brightleaf", "Northwind", "Tebbelund"] {
                learner.add_post(&examples(&document(&format!("It joined the {name} Foundation."))));
            }
            learner.finish(10_000).0
        };
        assert_eq!(learn(), learn());
    }

    #[test]
    fn forms_of_a_name_have_one_key() {
        assert_eq!(key("The Velmora Pumps, Inc."), key("Velmora Pumps"));
    }
}
