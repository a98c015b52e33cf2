//! Training of the parser: a dynamic oracle over arc-hybrid transitions.

use rayon::prelude::*;

use super::perceptron::{Census, Perceptron, Shuffle};
use crate::annotate::language::parse::{
    Input, MOVES, Move, NONE, State, choose_label, label_features, transition_features,
};
use crate::annotate::language::table::{Scorer, Scores};
use crate::annotate::language::tag::Features;

/// A sentence with its gold tree; the head of the root is the number of tokens.
pub(crate) struct Parsed {
    pub(crate) input: Input,
    pub(crate) heads: Vec<usize>,
    pub(crate) labels: Vec<u8>,
}

/// How many gold arcs a transition makes impossible.
fn cost(state: &State, gold: &Parsed, children: &[Vec<usize>], step: Move) -> usize {
    let length = gold.input.length;
    let head = |token: usize| gold.heads.get(token).copied().unwrap_or(NONE);
    let front = state.front;
    let stack = &state.stack;
    match step {
        Move::Shift => {
            let below = &stack[..stack.len().saturating_sub(1)];
            let own = head(front);
            let lost_head = own < front && below.contains(&own);
            let lost = children[front].iter().filter(|&&child| child < front && state.heads[child] == NONE).count();
            usize::from(lost_head) + lost
        }
        Move::Left | Move::Right => {
            let Some(&top) = stack.last() else { return 0 };
            let lost = children[top].iter().filter(|&&child| child >= front).count();
            let own = head(top);
            let lost_head = if step == Move::Left {
                (own > front && own <= length) || (stack.len() > 1 && own == stack[stack.len() - 2])
            } else {
                own >= front && own <= length
            };
            lost + usize::from(lost_head)
        }
    }
}

/// What training the parser gives.
pub(crate) struct ParserModels {
    pub(crate) moves: Vec<Perceptron>,
    pub(crate) labels: Vec<Perceptron>,
}

/// Models that vote: each sees the sentences in another order.
const VOTES: u64 = 2;

/// Trains transitions and labels, in several orders.
pub(crate) fn train(sentences: &[Parsed], classes: usize, root: u8, rounds: usize) -> ParserModels {
    let sentences: Vec<&Parsed> = sentences.iter().collect();
    let models: Vec<_> =
        (0..VOTES).into_par_iter().map(|vote| train_one(&sentences, classes, root, rounds, 23 + vote)).collect();
    let (moves, labels) = models.into_iter().unzip();
    ParserModels { moves, labels }
}

/// Learns from one decision; gives the transition to go on with.
fn learn_move(
    gold: &Parsed,
    children: &[Vec<usize>],
    state: &State,
    moves: &mut Perceptron,
    census: &mut Census,
    (round, shuffle): (usize, &mut Shuffle),
) -> Option<Move> {
    let mut found = Features::with_capacity(192);
    transition_features(&gold.input, state, &mut found);
    if round == 0 {
        census.count(&found);
    } else {
        census.keep(2, &mut found);
    }
    let mut scores: Scores = [0; 128];
    moves.add(&found, &mut scores);
    let possible: Vec<(usize, usize)> = (0..3)
        .filter(|&class| state.allows(MOVES[class]))
        .map(|class| (class, cost(state, gold, children, MOVES[class])))
        .collect();
    let &(guess, guess_cost) = possible.iter().max_by_key(|(class, _)| (scores[*class], 3 - class))?;
    let &(right, least) =
        possible.iter().min_by_key(|(class, cost)| (*cost, std::cmp::Reverse(scores[*class]), *class))?;
    moves.step();
    let wrong = guess_cost > least;
    if wrong {
        moves.update(&found, right as u8, 1);
        moves.update(&found, guess as u8, -1);
    }
    // Mostly its own mistakes, now and then the right way.
    let follow = !wrong || (round > 0 && shuffle.below(10) > 0);
    Some(MOVES[if follow { guess } else { right }])
}

/// Trains transitions and labels, following the model's own choices but for the first round.
pub(super) fn train_one(
    sentences: &[&Parsed],
    classes: usize,
    root: u8,
    rounds: usize,
    seed: u64,
) -> (Perceptron, Perceptron) {
    let mut moves = Perceptron::new();
    let mut labels = Perceptron::new();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut shuffle = Shuffle::new(seed);
    let mut found = Features::new();
    let mut census = Census::new();
    for round in 0..rounds {
        shuffle.shuffle(&mut order);
        for &number in &order {
            let gold = sentences[number];
            let mut children: Vec<Vec<usize>> = vec![Vec::new(); gold.input.length + 1];
            for (child, &head) in gold.heads.iter().enumerate() {
                children[head].push(child);
            }
            let mut state = State::new(gold.input.length);
            while !state.is_done() {
                let learnt = || learn_move(gold, &children, &state, &mut moves, &mut census, (round, &mut shuffle));
                let Some(step) = state.forced().or_else(learnt) else { break };
                let label = match state.arc(step) {
                    None => 0,
                    Some((head, child)) => {
                        let own =
                            choose_label(&gold.input, &state, (head, child), (&labels, classes, root), &mut found);
                        if head != gold.input.length && gold.heads[child] == head {
                            labels.step();
                            if own != gold.labels[child] {
                                label_features(&gold.input, &state, head, child, &mut found);
                                labels.update(&found, gold.labels[child], 1);
                                labels.update(&found, own, -1);
                            }
                        }
                        own
                    }
                };
                state.go(step, label);
            }
        }
    }
    (moves, labels)
}
