//! Training of the name finder: a structured perceptron over whole sentences.

use std::collections::BTreeMap;

use super::MarkedSentence;
use super::corpus::{Named, Tree};
use super::perceptron::{Census, Perceptron, Shuffle};
use crate::annotate::language::Language;
use crate::annotate::language::evidence::Evidence;
use crate::annotate::language::names::{
    Hint, LABELS, NAMELESS, OUTSIDE, View, best_path, classes, features, label, label_scores, spans, step_feature,
    steps,
};
use crate::annotate::language::table::{Scorer, Scores};
use crate::annotate::language::tag::{Features, Tag};
use crate::annotate::language::word::Word;

/// A sentence with its gold labels.
pub(crate) struct Labelled {
    pub(crate) words: Vec<Word>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) hints: Vec<Hint>,
    pub(crate) evidence: Evidence,
    pub(crate) labels: Vec<usize>,
}

impl Labelled {
    fn view(&self) -> View<'_> {
        View { words: &self.words, tags: &self.tags, hints: &self.hints, evidence: &self.evidence }
    }
}

/// Labels with begin, inside, last and alone from `B-` and `I-`.
pub(crate) fn labels(tags: &[String]) -> Vec<usize> {
    let kind = |tag: &str| ["PER", "ORG", "LOC", "PROD", "EVENT", "MISC"].iter().position(|name| tag.ends_with(name));
    let mut labels = vec![OUTSIDE; tags.len()];
    for (at, tag) in tags.iter().enumerate() {
        let Some(kind) = (tag != "O").then(|| kind(tag)).flatten() else { continue };
        let starts = tag.starts_with("B-") || at == 0 || tags[at - 1].get(2..) != tag.get(2..);
        let ends = tags.get(at + 1).is_none_or(|next| !next.starts_with("I-") || next.get(2..) != tag.get(2..));
        labels[at] = label(
            kind,
            match (starts, ends) {
                (true, true) => 3,
                (true, false) => 0,
                (false, false) => 1,
                (false, true) => 2,
            },
        );
    }
    labels
}

impl Labelled {
    /// Takes out the names with a token that the name finder does not consider: no weights could find them.
    pub(crate) fn without_unreachable(mut self) -> Self {
        for (tokens, _) in spans(&self.labels) {
            if tokens.clone().any(|at| !self.view().is_candidate(at)) {
                self.labels[tokens].fill(OUTSIDE);
            }
        }
        self
    }
}

/// Features that occur less often are left out.
const LEAST: u8 = 2;

/// How many sentences in a row are taken for a document, where a file does not tell; one where they are shuffled.
pub(crate) fn document_length(corpus: &str) -> usize {
    let is_shuffled = ["crossner", "wnut", "press"].iter().any(|name| corpus.starts_with(name));
    if is_shuffled { 1 } else { 20 }
}

/// By how much a wrong label must lie behind in training. Each update moves it by several hundred.
const MARGIN: i32 = 120;
/// The same for the label of no name, in a name: names are missed more often than they are made up.
const MARGIN_OUTSIDE: i32 = 140;

/// Gives wrong labels a lead, so that the right one must win by more.
fn add_margin(row: &mut [i32; LABELS], gold: usize) {
    for (label, score) in row.iter_mut().enumerate().filter(|&(label, _)| label != gold) {
        *score += if label == OUTSIDE { MARGIN_OUTSIDE } else { MARGIN };
    }
}

/// Trains a name finder of so many types.
pub(crate) fn train(sentences: &[Labelled], types: usize, rounds: usize, seed: u64) -> Perceptron {
    let mut model = Perceptron::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffle = Shuffle::new(seed);
    let mut rows: Vec<Features> = Vec::new();
    let mut census = Census::new();
    let mut found = Features::new();
    for sentence in sentences {
        for at in 0..sentence.words.len() {
            features(sentence.view(), at, &mut found);
            census.count(&found);
        }
    }
    for _ in 0..rounds {
        shuffle.shuffle(&mut order);
        for &number in &order {
            let sentence = &sentences[number];
            let length = sentence.words.len();
            let mut emissions = Vec::with_capacity(length);
            rows.resize(rows.len().max(length), Features::new());
            for (at, row) in rows.iter_mut().enumerate().take(length) {
                if !sentence.view().is_candidate(at) {
                    row.clear();
                    emissions.push(NAMELESS);
                    continue;
                }
                features(sentence.view(), at, row);
                census.keep(LEAST, row);
                let mut scores: Scores = [0; 128];
                model.add(row, &mut scores);
                let mut row = label_scores(&scores, types);
                add_margin(&mut row, sentence.labels[at]);
                emissions.push(row);
            }
            let path = best_path(&emissions, &steps(&model));
            model.step();
            if path == sentence.labels {
                continue;
            }
            let before = |path: &[usize], at: usize| if at == 0 { OUTSIDE } else { path[at - 1] };
            for at in 0..length {
                let (gold, guess) = (sentence.labels[at], path[at]);
                if gold != guess {
                    let (right, wrong) = (classes(gold), classes(guess));
                    for part in 0..3 {
                        if (part == 0 || right[part] != 0) && right[part] != wrong[part] {
                            model.update(&rows[at], right[part], 1);
                        }
                        if (part == 0 || wrong[part] != 0) && right[part] != wrong[part] {
                            model.update(&rows[at], wrong[part], -1);
                        }
                    }
                }
                let (old, own) = (before(&sentence.labels, at), before(&path, at));
                if gold != guess || old != own {
                    model.update_one(step_feature(old), gold as u8, 1);
                    model.update_one(step_feature(own), guess as u8, -1);
                }
            }
        }
    }
    model
}

/// Tags of sentences by their forms.
pub(crate) type TagsOf<'a> = BTreeMap<&'a [String], &'a [Tag]>;

/// Tags of a sentence: those that are known, else by the tagger.
fn tags(language: &Language<'_>, forms: &[String], words: &[Word], known: &TagsOf<'_>) -> Vec<Tag> {
    match known.get(forms).filter(|tags| tags.len() == words.len()) {
        Some(tags) => tags.to_vec(),
        None => language.tagger.tag(words),
    }
}

/// The words and the evidence of the sentences of a document.
fn evidence<'f>(
    language: &Language<'_>,
    document: impl Iterator<Item = &'f Vec<String>>,
) -> Vec<(Vec<Word>, Evidence)> {
    let words: Vec<_> = document.map(|forms| super::words(forms, &language.clusters)).collect();
    let seen: Vec<&[Word]> = words.iter().map(Vec::as_slice).collect();
    let evidence = Evidence::of_document(&seen, &language.names.gazetteer);
    words.into_iter().zip(evidence).collect()
}

/// The sentences of a document, ready to be learnt.
pub(crate) fn labelled(language: &Language<'_>, document: &[Named], known: &TagsOf<'_>) -> Vec<Labelled> {
    let evidence = evidence(language, document.iter().map(|sentence| &sentence.forms));
    let ready = |(sentence, (words, evidence)): (&Named, (Vec<Word>, Evidence))| {
        let tags = tags(language, &sentence.forms, &words, known);
        Labelled { words, tags, hints: Vec::new(), evidence, labels: labels(&sentence.labels) }.without_unreachable()
    };
    document.iter().zip(evidence).map(ready).collect()
}

/// The sentences of a marked article, ready to be learnt.
pub(crate) fn marked(language: &Language<'_>, document: &[MarkedSentence]) -> Vec<Labelled> {
    let evidence = evidence(language, document.iter().map(|sentence| &sentence.tokens));
    let ready = |(sentence, (words, evidence)): (&MarkedSentence, (Vec<Word>, Evidence))| {
        let mut labels = vec![OUTSIDE; words.len()];
        for (tokens, kind) in &sentence.names {
            for at in tokens.clone() {
                let role = match (at == tokens.start, at + 1 == tokens.end) {
                    (true, true) => 3,
                    (true, false) => 0,
                    (false, false) => 1,
                    (false, true) => 2,
                };
                labels[at] = label(*kind as usize, role);
            }
        }
        let hints = sentence.hints.clone();
        Labelled { words, tags: Vec::new(), hints, evidence, labels }.without_unreachable()
    };
    document.iter().zip(evidence).map(ready).collect()
}

/// Sentences of a treebank with the names that a first model finds in them by their gold tags; those in which the
/// names and the gold tags contradict each other are left out.
pub(crate) fn by_gold_tags(language: &Language<'_>, trees: &[&Tree], known: &TagsOf<'_>) -> Vec<Labelled> {
    let mut sentences = Vec::new();
    let documents = trees.chunk_by(|_, next| !next.document);
    let pieces = documents.flat_map(|document| evidence(language, document.iter().map(|tree| &tree.forms)));
    for (tree, (words, evidence)) in trees.iter().zip(pieces) {
        let gold = tree.upos.iter().zip(&tree.xpos).map(|(upos, xpos)| {
            let exact = language.tags.iter().position(|pair| pair.0 == upos && pair.1 == xpos);
            exact.or_else(|| language.tags.iter().position(|pair| pair.1 == xpos)).unwrap_or(0) as Tag
        });
        let gold: Vec<Tag> = gold.collect();
        let path = language.names.path(View { words: &words, tags: &gold, hints: &[], evidence: &evidence });
        let is_name = |at: usize| tree.xpos[at].starts_with("NNP");
        let agrees = spans(&path).into_iter().all(|(tokens, kind)| kind > 2 || tokens.into_iter().any(is_name));
        if agrees {
            let tags = tags(language, &tree.forms, &words, known);
            sentences.push(Labelled { words, tags, hints: Vec::new(), evidence, labels: path });
        }
    }
    sentences
}
