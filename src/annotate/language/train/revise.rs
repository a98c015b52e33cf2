//! Training of the second look, on trees by parsers that have not seen the sentences.

use rayon::prelude::*;

use super::parse::{Parsed, train_one};
use super::perceptron::{Census, Packed, Perceptron, Shuffle};
use crate::annotate::language::parse::{Parser, State};
use crate::annotate::language::revise::{candidates, head_features, is_hard, is_short, relation_features};
use crate::annotate::language::table::{Scorer, Scores, TripleWeights, Weights};
use crate::annotate::language::tag::{Features, best};

/// Parts of the sentences; each is parsed by a parser of the others.
const FOLDS: usize = 2;

/// Models that vote: each sees the sentences in another order.
const VOTES: u64 = 3;

/// Rounds over the sentences.
const ROUNDS: usize = 8;

/// By how much what is right must lie before all else, in training.
const MARGIN: i32 = 150;

/// What training the second look gives.
pub(crate) struct Revisers {
    pub(crate) heads: Vec<Perceptron>,
    pub(crate) relations: Vec<Perceptron>,
}

/// Trains the choice of heads and of relations, on finished trees of sentences that their parsers have not seen.
pub(crate) fn train(sentences: &[Parsed], states: &[State], hard: &[bool]) -> Revisers {
    let heads = (0..VOTES).into_par_iter().map(|vote| train_heads(sentences, states, hard, 41 + vote)).collect();
    // the relation is chosen where the head is right
    let revised: Vec<State> = (sentences.iter().zip(states))
        .map(|(gold, state)| State::of_tree(gold.heads.clone(), state.labels.clone()))
        .collect();
    let relations =
        (0..VOTES).into_par_iter().map(|vote| train_relations(sentences, &revised, hard, 51 + vote)).collect();
    Revisers { heads, relations }
}

/// The trees of the sentences by parsers that have not seen them.
pub(crate) fn unseen(sentences: &[Parsed], classes: usize, root: u8, rounds: usize) -> Vec<State> {
    let parse_fold = |fold: usize| -> Vec<(usize, State)> {
        let others: Vec<&Parsed> =
            (sentences.iter().enumerate()).filter(|(at, _)| at % FOLDS != fold).map(|(_, sentence)| sentence).collect();
        let (moves, labels) = train_one(&others, classes, root, rounds, 61 + fold as u64);
        let (moves, labels) = (Packed::triples(&[moves], 560_000), Packed::new(&[labels], 130_000));
        let parser = Parser {
            moves: TripleWeights::new(&moves.table),
            labels: Weights::new(&labels.table, &labels.pool),
            classes,
            root,
        };
        let own = sentences.iter().enumerate().filter(|(at, _)| at % FOLDS == fold);
        own.map(|(at, sentence)| (at, parser.parse(&sentence.input))).collect()
    };
    let mut states: Vec<(usize, State)> = (0..FOLDS).into_par_iter().flat_map_iter(parse_fold).collect();
    states.sort_by_key(|(at, _)| *at);
    states.into_iter().map(|(_, state)| state).collect()
}

fn train_heads(sentences: &[Parsed], states: &[State], hard: &[bool], seed: u64) -> Perceptron {
    let mut model = Perceptron::new();
    let mut census = Census::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffle = Shuffle::new(seed);
    let (mut found, mut features) = (Vec::new(), Features::new());
    for round in 0..ROUNDS {
        shuffle.shuffle(&mut order);
        for &number in &order {
            let (gold, mut state) = (&sentences[number], states[number].clone());
            if !is_short(&gold.input) {
                continue;
            }
            for child in (0..gold.input.length).filter(|&at| is_hard(&gold.input, &states[number], at, hard)) {
                candidates(&gold.input, &state.heads, child, &mut found);
                let mut all = Vec::with_capacity(found.len());
                for candidate in &found {
                    head_features(&gold.input, &state, child, *candidate, &mut features);
                    if round == 0 {
                        census.count(&features);
                    } else {
                        census.keep(3, &mut features);
                    }
                    all.push(features.clone());
                }
                let score = |features: &Features| {
                    let mut scores: Scores = [0; 128];
                    model.add(features, &mut scores);
                    scores[0]
                };
                let scores: Vec<i32> = all.iter().map(score).collect();
                model.step();
                let first = |but: Option<usize>| {
                    let others = (0..scores.len()).filter(|&at| Some(at) != but);
                    others.max_by_key(|&at| (scores[at], scores.len() - at))
                };
                let right = found.iter().position(|candidate| candidate.head == gold.heads[child]);
                if let Some((right, rival)) = right.filter(|_| round > 0).zip(first(right))
                    && scores[rival] + MARGIN >= scores[right]
                {
                    model.update(&all[right], 0, 1);
                    model.update(&all[rival], 0, -1);
                }
                state.heads[child] = found[first(None).unwrap_or(0)].head;
            }
        }
    }
    model
}

fn train_relations(sentences: &[Parsed], states: &[State], hard: &[bool], seed: u64) -> Perceptron {
    let mut model = Perceptron::new();
    let mut census = Census::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffle = Shuffle::new(seed);
    let mut features = Features::new();
    for round in 0..ROUNDS {
        shuffle.shuffle(&mut order);
        for &number in &order {
            let (gold, state) = (&sentences[number], &states[number]);
            for child in (0..gold.input.length).filter(|&at| is_hard(&gold.input, state, at, hard)) {
                relation_features(&gold.input, state, child, &mut features);
                if round == 0 {
                    census.count(&features);
                    continue;
                }
                census.keep(3, &mut features);
                let mut scores: Scores = [0; 128];
                model.add(&features, &mut scores);
                let right = gold.labels[child];
                scores[usize::from(right) & 127] -= MARGIN;
                let rival = best(&scores, hard.len()) as u8;
                model.step();
                if rival != right {
                    model.update(&features, right, 1);
                    model.update(&features, rival, -1);
                }
            }
        }
    }
    model
}
