//! Training of the tagger and of the lemma rules.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::corpus::Tree;
use super::perceptron::{Census, Perceptron, Shuffle};
use crate::annotate::language::lemma::{self, LONGEST, RULE_BITS};
use crate::annotate::language::table::{Scorer, Scores, WAYS, build};
use crate::annotate::language::tag::{Features, Tag, best, features, pass};
use crate::annotate::language::word::Word;

/// A sentence with its gold tags.
pub(crate) struct Tagged {
    pub(crate) words: Vec<Word>,
    pub(crate) tags: Vec<Tag>,
}

/// Trains one pass; `ahead` has the first pass's tags of each sentence, if this is the second.
pub(crate) fn train_pass(
    sentences: &[&Tagged],
    ahead: Option<&[&[Tag]]>,
    classes: usize,
    rounds: usize,
    seed: u64,
) -> Perceptron {
    let mut model = Perceptron::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffle = Shuffle::new(seed);
    let mut found = Features::new();
    let mut census = Census::new();
    for (number, sentence) in sentences.iter().enumerate() {
        for at in 0..sentence.words.len() {
            features(&sentence.words, at, &sentence.tags[..at], ahead.map(|ahead| ahead[number]), &mut found);
            census.count(&found);
        }
    }
    for _ in 0..rounds {
        shuffle.shuffle(&mut order);
        for &number in &order {
            let sentence = sentences[number];
            let ahead = ahead.map(|ahead| ahead[number]);
            let mut tags = Vec::with_capacity(sentence.words.len());
            for (at, &gold) in sentence.tags.iter().enumerate() {
                features(&sentence.words, at, &tags, ahead, &mut found);
                census.keep(2, &mut found);
                let mut scores: Scores = [0; 128];
                model.add(&found, &mut scores);
                let guess = best(&scores, classes);
                model.step();
                if guess != gold {
                    model.update(&found, gold, 1);
                    model.update(&found, guess, -1);
                }
                tags.push(guess);
            }
        }
    }
    model
}

/// What training the tagger gives.
pub(crate) struct TaggerModels {
    pub(crate) first: Vec<Perceptron>,
    pub(crate) second: Vec<Perceptron>,
    /// Tags of the training sentences by models that have not seen them.
    pub(crate) unseen: Vec<Vec<Tag>>,
}

/// Models that vote: each sees the sentences in another order.
const VOTES: u64 = 2;

/// Trains both passes, each fold's tags coming from the other folds.
pub(crate) fn train(sentences: &[Tagged], classes: usize, rounds: usize, folds: usize, seconds: bool) -> TaggerModels {
    let all: Vec<&Tagged> = sentences.iter().collect();
    // Folds of neighbours, so that a document is not in two of them.
    let block = |number: usize| number / 50 % folds;
    let part = |fold: usize| -> Vec<&Tagged> {
        all.iter().enumerate().filter(|&(number, _)| block(number) != fold).map(|(_, &one)| one).collect()
    };
    let first_of = |fold: usize| train_pass(&part(fold), None, classes, rounds, 17);
    let first = (0..VOTES).into_par_iter().map(|vote| train_pass(&all, None, classes, rounds, 17 + vote)).collect();
    let models: Vec<Perceptron> = (0..folds).into_par_iter().map(first_of).collect();
    let ahead: Vec<Vec<Tag>> = (all.par_iter().enumerate())
        .map(|(number, sentence)| pass(&sentence.words, None, &models[block(number)], classes))
        .collect();
    drop(models);
    let views: Vec<&[Tag]> = ahead.iter().map(Vec::as_slice).collect();
    let second =
        (0..VOTES).into_par_iter().map(|vote| train_pass(&all, Some(&views), classes, rounds, 41 + vote)).collect();
    let mut unseen = Vec::new();
    if seconds {
        let models: Vec<Perceptron> = (0..folds)
            .into_par_iter()
            .map(|fold| {
                let views = views.iter().enumerate().filter(|&(number, _)| block(number) != fold);
                let views: Vec<&[Tag]> = views.map(|(_, &one)| one).collect();
                train_pass(&part(fold), Some(&views), classes, rounds, 41)
            })
            .collect();
        unseen = (all.par_iter().enumerate())
            .map(|(number, sentence)| pass(&sentence.words, Some(views[number]), &models[block(number)], classes))
            .collect();
    }
    TaggerModels { first, second, unseen }
}

/// Learns the lemma rules: the bytes of their table and their list.
pub(crate) fn lemmas(trees: &[Tree], tag_of: impl Fn(&str, &str) -> Option<Tag>) -> (Vec<u8>, Vec<u8>) {
    type Counts = BTreeMap<(usize, String), usize>;
    let mut words: BTreeMap<(Tag, String), Counts> = BTreeMap::new();
    for tree in trees {
        for (at, form) in tree.forms.iter().enumerate() {
            let Some(tag) = tag_of(&tree.upos[at], &tree.xpos[at]) else { continue };
            if tree.deprels[at] == "goeswith" || tree.lemmas[at] == "_" {
                continue;
            }
            let named = tree.xpos[at].starts_with("NNP");
            let word = if named { form.clone() } else { form.to_lowercase() }.replace('\u{2019}', "'");
            let lemma = &tree.lemmas[at];
            let same = word.chars().zip(lemma.chars()).take_while(|(one, two)| one == two).count();
            let cut = word.chars().count() - same;
            let add: String = lemma.chars().skip(same).collect();
            *words.entry((tag, word)).or_default().entry((cut, add)).or_default() += 1;
        }
    }
    let top = |counts: &Counts| counts.iter().max_by_key(|(_, count)| **count).map(|(rule, _)| rule.clone());
    let mut suffixes: BTreeMap<(Tag, usize, String), Counts> = BTreeMap::new();
    for ((tag, word), counts) in &words {
        let Some(rule) = top(counts) else { continue };
        for count in 0..=LONGEST {
            let Some(suffix) = lemma::suffix(word, count) else { break };
            // A word counts once, however often it occurs: the rules are for words not seen.
            *suffixes.entry((*tag, count, suffix.to_owned())).or_default().entry(rule.clone()).or_default() += 1;
        }
    }
    let mut chosen: BTreeMap<(Tag, String), (usize, String)> = BTreeMap::new();
    let by_suffix = |chosen: &BTreeMap<(Tag, String), (usize, String)>, tag: Tag, word: &str, most: usize| {
        (0..=most).rev().find_map(|count| chosen.get(&(tag, lemma::suffix(word, count)?.to_owned())).cloned())
    };
    for length in 0..=LONGEST {
        for ((tag, count, suffix), rules) in suffixes.iter().filter(|((_, count, _), _)| *count == length) {
            let total: usize = rules.values().sum();
            let Some(rule) = top(rules) else { continue };
            let agreed = rules[&rule];
            let shorter = (*count > 0).then(|| {
                (0..*count).rev().find_map(|shorter| {
                    let part = if shorter == 0 {
                        ""
                    } else {
                        let at = suffix.char_indices().rev().nth(shorter - 1)?.0;
                        &suffix[at..]
                    };
                    chosen.get(&(*tag, part.to_owned())).cloned()
                })
            });
            if *count == 0 || (agreed >= 2 && agreed * 2 > total && shorter.flatten() != Some(rule.clone())) {
                chosen.insert((*tag, suffix.clone()), rule);
            }
        }
    }
    let mut rules: Vec<(usize, String)> = Vec::new();
    let mut entries = Vec::new();
    let mut number = |rule: &(usize, String)| match rules.iter().position(|known| known == rule) {
        Some(at) => Some(at as u32),
        None if rules.len() + 1 < 1 << RULE_BITS => {
            rules.push(rule.clone());
            Some(rules.len() as u32 - 1)
        }
        None => None,
    };
    for ((tag, suffix), rule) in &chosen {
        entries.extend(number(rule).map(|rule| (lemma::key(*tag, suffix, false), rule)));
    }
    for ((tag, word), counts) in &words {
        let Some(rule) = top(counts) else { continue };
        if by_suffix(&chosen, *tag, word, LONGEST) != Some(rule.clone()) {
            entries.extend(number(&rule).map(|rule| (lemma::key(*tag, word, true), rule)));
        }
    }
    let list: String = rules.iter().map(|(cut, add)| format!("{cut}\t{add}\n")).collect();
    (build::<WAYS>(&entries, RULE_BITS, 75, true).0, list.into_bytes())
}
