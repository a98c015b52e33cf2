//! A second look at a finished tree: where a clause, a conjunct, an apposition or a phrase with a preposition hangs, and
//! what it is called.
//!
//! The parser decides from left to right, and hangs a phrase before it knows what follows. Here the whole tree is
//! known. Where each such phrase might hang as well is weighed against where it hangs; then its relation is chosen anew.

use super::hash::{feature, join};
use super::parse::{Input, NONE, State, label_features};
use super::table::{Scorer, Scores, Weights};
use super::tag::{Features, best};

/// The relations that are looked at again: those that are wrong most often.
pub(crate) const HARD: [&str; 13] = [
    "acl",
    "acl:relcl",
    "advcl",
    "appos",
    "conj",
    "list",
    "nmod",
    "obl",
    "parataxis",
    "advmod",
    "xcomp",
    "ccomp",
    "flat",
];

/// Tokens of a sentence that is looked at again, at most.
const LONGEST: usize = 200;

/// Where a token may hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The head.
    pub(crate) head: usize,
    /// How it is reached from the head that the parser chose.
    way: u64,
}

/// Whether a sentence is looked at again.
pub(crate) fn is_short(input: &Input) -> bool {
    input.length <= LONGEST
}

/// Where a token after its head may hang, the head that it has first: on that, on what that hangs on, or on what hangs on
/// it before the token. No arc crosses another there, if none did before.
pub(crate) fn candidates(input: &Input, heads: &[usize], child: usize, out: &mut Vec<Candidate>) {
    const UP: usize = 2;
    const DOWN: usize = 3;
    out.clear();
    let head = heads[child];
    out.push(Candidate { head, way: 0 });
    let is_last = |of: usize| !(child + 1..input.length).any(|at| heads[at] == of);
    let mut top = head;
    for step in 0..UP {
        let above = heads.get(top).copied().unwrap_or(NONE);
        if above >= input.length || above > child && top < head || !is_last(top) {
            break;
        }
        out.push(Candidate { head: above, way: 1 + step as u64 });
        top = above;
    }
    let mut bottom = head;
    for step in 0..DOWN {
        let Some(below) = (bottom + 1..child).rev().find(|&at| heads[at] == bottom) else { break };
        out.push(Candidate { head: below, way: 10 + step as u64 });
        bottom = below;
    }
}

/// The features by which a head is chosen for a token. Its place in the tree is as the parser left it.
pub(crate) fn head_features(input: &Input, state: &State, child: usize, candidate: Candidate, out: &mut Features) {
    out.clear();
    let (head, way) = (candidate.head, candidate.way);
    let (h, c) = (input.node(head), input.node(child));
    let (hk, ck) = (state.kin(head), state.kin(child));
    let label = state.label(child);
    let marker = input.node(ck.left[0]);
    let first = first_of(state, child);
    let tag = |at: usize| input.node(at).tag;
    let before = first.checked_sub(1).map_or(NO_TAG, tag);
    let last = if ck.right[0] == NONE { child } else { ck.right[0] };
    let gap = input.between(head, first);
    let gaps = join(gap[0], join(gap[1], gap[2]));
    let apart = (child - head.min(child)).min(12) as u64;
    let alike = likeness(input, state, head, child);
    let above = state.heads.get(head).copied().unwrap_or(NONE);
    let own = state.label(head);
    let role = join(label, way);
    let pair = join(h.tag, c.tag);
    let asked = [
        [role, 0],
        [role, c.tag],
        [role, h.tag],
        [role, pair],
        [role, marker.word],
        [role, c.both],
        [role, h.both],
        [role, own],
        [join(role, own), h.tag],
        [join(role, own), marker.word],
        [join(label, marker.word), h.word],
        [join(label, marker.word), h.clustered],
        [join(label, marker.word), h.tag],
        [join(label, marker.word), join(h.cluster, c.cluster)],
        [join(label, marker.word), join(h.tag, c.clustered)],
        [join(label, h.word), c.word],
        [join(label, h.clustered), c.clustered],
        [join(label, h.both), c.tag],
        [join(label, h.tag), c.both],
        [join(label, pair), apart],
        [join(label, pair), gaps],
        [join(role, gap[0]), gap[1]],
        [join(role, gap[1]), gap[2]],
        [join(role, before), h.tag],
        [join(role, before), gaps],
        [join(label, before), pair],
        [join(label, alike), 0],
        [join(label, alike), pair],
        [join(label, alike), marker.word],
        [join(role, alike), before],
        [join(label, hk.left_labels), h.tag],
        [join(role, hk.right_labels), h.tag],
        [join(label, hk.right_labels), marker.word],
        [join(role, hk.right_count.min(4)), h.tag],
        [join(role, tag(last + 1)), h.tag],
        [join(role, ck.left_labels), h.tag],
        [join(label, ck.left_labels), pair],
        [join(role, ck.right_labels), h.tag],
        [join(role, tag(above)), join(own, h.tag)],
        [join(role, tag(head + 1)), pair],
        [join(label, tag(head.wrapping_sub(1))), pair],
        [join(role, h.cluster), marker.word],
    ];
    out.extend(asked.iter().zip(501..).map(|(&[one, two], number)| feature(number, one, two)));
}

/// The features by which the relation of a token is chosen anew.
pub(crate) fn relation_features(input: &Input, state: &State, child: usize, out: &mut Features) {
    let head = state.heads[child];
    label_features(input, state, head, child, out);
    let (h, c) = (input.node(head), input.node(child));
    let (hk, ck) = (state.kin(head), state.kin(child));
    let label = state.label(child);
    let tag = |at: usize| input.node(at).tag;
    let marker = input.node(ck.left[0]);
    let first = first_of(state, child);
    let before = first.checked_sub(1).map_or(NO_TAG, tag);
    let gap = input.between(head, first);
    let alike = likeness(input, state, head, child);
    // what hangs on the same head beside it
    let hangs_there = |at: &usize| state.heads[*at] == head;
    let next = (child + 1..input.length).take(REACH).find(hangs_there).unwrap_or(NONE);
    let previous = (head + 1..child).rev().take(REACH).find(hangs_there).unwrap_or(NONE);
    let own = state.label(head);
    let [after, earlier] = [next, previous].map(|at| join(state.label(at), state.kin(at).left_labels));
    let pair = join(h.tag, c.tag);
    let asked = [
        [label, 0],
        [label, pair],
        [label, c.both],
        [label, h.both],
        [label, marker.word],
        [label, before],
        [label, own],
        [join(label, after), 0],
        [join(label, after), pair],
        [join(label, earlier), pair],
        [join(label, state.label(next)), state.label(previous)],
        [join(label, state.label(next)), join(pair, before)],
        [join(label, alike), pair],
        [join(label, alike), before],
        [join(label, alike), after],
        [join(label, gap[0]), join(gap[1], gap[2])],
        [join(label, gap[1]), pair],
        [join(label, before), pair],
        [join(label, before), join(marker.word, pair)],
        [join(label, h.clustered), c.clustered],
        [join(label, h.word), c.word],
        [join(label, c.cluster), h.tag],
        [join(label, h.cluster), c.tag],
        [join(label, ck.left_labels), pair],
        [join(label, ck.right_labels), pair],
        [join(label, hk.right_labels), pair],
        [join(label, hk.left_labels), pair],
        [join(label, tag(child + 1)), pair],
        [join(label, own), pair],
        [join(label, input.node(child + 1).word), pair],
    ];
    out.extend(asked.iter().zip(601..).map(|(&[one, two], number)| feature(number, one, two)));
}

/// The first token of a phrase, as far as its head's own dependents go.
fn first_of(state: &State, child: usize) -> usize {
    let first = state.kin(child).left[0];
    if first == NONE { child } else { first }
}

/// In what two tokens are alike that 'and' may join: group, tag, ending, whether something hangs before them.
fn likeness(input: &Input, state: &State, head: usize, child: usize) -> u64 {
    let (h, c) = (input.node(head), input.node(child));
    u64::from(h.cluster == c.cluster)
        + 2 * u64::from(h.tag == c.tag)
        + 4 * u64::from(h.suffix == c.suffix)
        + 8 * u64::from((state.kin(head).left_count > 0) == (state.kin(child).left_count > 0))
}

/// Tokens to both sides in which what hangs beside a token is looked for.
const REACH: usize = 30;

/// Stands for the tag before the first token.
const NO_TAG: u64 = 999;

/// The trained second look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reviser<'a> {
    /// Weights of heads: one class.
    pub(crate) heads: Weights<'a>,
    /// Weights of relations.
    pub(crate) relations: Weights<'a>,
    /// For each label whether it is looked at again.
    pub(crate) hard: Vec<bool>,
    /// The label of the root's dependent, which nothing else bears.
    pub(crate) root: u8,
}

impl Reviser<'_> {
    /// Looks at a finished tree again.
    ///
    /// # Complexity
    /// Quadratic in the tokens of a sentence; those of more than [`LONGEST`] are left as they are.
    pub(crate) fn revise(&self, input: &Input, state: &mut State) {
        if !is_short(input) || self.heads.is_empty() {
            return;
        }
        let mut features = Features::with_capacity(64);
        let mut found = Vec::new();
        for child in 0..input.length {
            if !is_hard(input, state, child, &self.hard) {
                continue;
            }
            candidates(input, &state.heads, child, &mut found);
            let score = |candidate: &Candidate| {
                head_features(input, state, child, *candidate, &mut features);
                let mut scores: Scores = [0; 128];
                self.heads.add(&features, &mut scores);
                scores[0]
            };
            let scores: Vec<i32> = found.iter().map(score).collect();
            let chosen = (0..scores.len()).max_by_key(|&at| (scores[at], scores.len() - at)).unwrap_or(0);
            state.heads[child] = found[chosen].head;
        }
        *state = State::of_tree(std::mem::take(&mut state.heads), std::mem::take(&mut state.labels));
        for child in 0..input.length {
            if is_hard(input, state, child, &self.hard) {
                relation_features(input, state, child, &mut features);
                let mut scores: Scores = [0; 128];
                self.relations.add(&features, &mut scores);
                scores[usize::from(self.root) & 127] = i32::MIN;
                state.labels[child] = best(&scores, self.hard.len()) as u8;
            }
        }
    }
}

/// Whether a token hangs before itself by a relation that is looked at again.
pub(crate) fn is_hard(input: &Input, state: &State, child: usize, hard: &[bool]) -> bool {
    let head = state.heads[child];
    head < child && head < input.length && hard.get(usize::from(state.labels[child])).copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::parse::{Move, TagKinds};
    use super::super::word::{Clusters, Word};
    use super::*;

    fn input(length: usize) -> Input {
        let words: Vec<Word> = (0..length).map(|_| Word::new("word", &Clusters::default())).collect();
        Input::new(&words, &vec![0; length], &TagKinds::default())
    }

    fn heads_for(heads: &[usize], child: usize) -> Vec<usize> {
        let mut found = Vec::new();
        candidates(&input(heads.len()), heads, child, &mut found);
        found.iter().map(|candidate| candidate.head).collect()
    }

    #[test]
    fn a_phrase_may_hang_above_and_below_its_head() {
        // They met Ann in Oslo: the phrase hangs on the verb, or on the name before it
        assert_eq!(heads_for(&[1, 5, 1, 4, 1], 4), [1, 2]);
        assert_eq!(heads_for(&[1, 5, 1, 4, 2], 4), [2, 1]);
        // They met Ann in Oslo there: it may not, where something after it hangs on the name
        assert_eq!(heads_for(&[1, 6, 1, 4, 2, 2], 4), [2]);
    }

    #[test]
    fn a_finished_tree_is_as_its_transitions_leave_it() {
        // Ann met Tom there
        let mut made = State::new(4);
        let steps =
            [Move::Shift, Move::Left, Move::Shift, Move::Shift, Move::Right, Move::Shift, Move::Right, Move::Left];
        for (label, step) in steps.into_iter().enumerate() {
            made.go(step, label as u8);
        }
        assert!(made.is_done());
        assert_eq!(made.heads, [1, 4, 1, 1]);
        let again = State::of_tree(made.heads.clone(), made.labels.clone());
        assert!(again.is_done());
        for at in 0..4 {
            assert_eq!(format!("{:?}", again.kin(at)), format!("{:?}", made.kin(at)));
        }
    }

    #[test]
    fn without_weights_a_tree_stays_as_it_is() {
        let mut state = State::of_tree(vec![1, 4, 1, 1], vec![0; 4]);
        Reviser { hard: vec![true], ..Reviser::default() }.revise(&input(4), &mut state);
        assert_eq!(state.heads, [1, 4, 1, 1]);
    }
}
