//! Dependency trees by arc-hybrid transitions, the root standing behind the last token.
//!
//! A transition is chosen from the words and tags around the top of the stack and the front of the buffer; a label
//! is chosen when an arc is made. Where the choice was doubtful, the other one is tried as well: the tree with the
//! least doubt on its way is taken.

use super::hash::{feature, finish, join};
use super::table::{Scorer, Scores, TripleWeights, Weights};
use super::tag::{Features, Tag, best};
use super::word::Word;

/// No token.
pub(crate) const NONE: usize = usize::MAX;

/// What a transition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// The front of the buffer goes on the stack.
    Shift,
    /// The top of the stack becomes a dependent of the front of the buffer.
    Left,
    /// The top of the stack becomes a dependent of the token below it.
    Right,
}

/// The transitions, in the order of their classes.
pub(crate) const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// A token as the parser sees it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Node {
    pub(super) word: u64,
    pub(super) tag: u64,
    pub(super) both: u64,
    pub(super) cluster: u64,
    pub(super) clustered: u64,
    pub(super) suffix: u64,
}

/// Stands before the first token, for places that are empty.
const NOTHING: Node = Node { word: 1, tag: 999, both: 2, cluster: 1001, clustered: 3, suffix: 4 };

/// A sentence made ready for parsing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    /// The tokens and, last, the root.
    nodes: Vec<Node>,
    /// Before each token: how many verbs, commas and other marks, conjunctions, came so far.
    counts: Vec<[u16; 3]>,
    /// For each place, the first noun and the first verb that do not stand before it.
    coming: Vec<[usize; 2]>,
    /// Number of tokens.
    pub(crate) length: usize,
}

/// Kinds of tags that matter between two tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct TagKinds {
    /// For each tag: bit 0 verbs, bit 1 marks, bit 2 conjunctions, bit 3 nouns and pronouns.
    pub(crate) kinds: Vec<u8>,
}

impl Input {
    /// Makes a sentence ready.
    pub(crate) fn new(words: &[Word], tags: &[Tag], kinds: &TagKinds) -> Self {
        let mut nodes = Vec::with_capacity(words.len() + 1);
        let mut counts = Vec::with_capacity(words.len() + 2);
        let mut count = [0u16; 3];
        for (word, &tag) in words.iter().zip(tags) {
            let label = u64::from(tag);
            let cluster = word.cluster + 2000;
            nodes.push(Node {
                word: word.lower,
                tag: label,
                both: finish(join(word.lower, label)),
                cluster,
                clustered: finish(join(cluster, label)),
                suffix: word.suffix[2],
            });
            counts.push(count);
            let kind = kinds.kinds.get(usize::from(tag)).copied().unwrap_or(0);
            for (bit, count) in count.iter_mut().enumerate() {
                *count = count.saturating_add(u16::from(kind >> bit & 1));
            }
        }
        counts.push(count);
        counts.push(count);
        let mut coming = vec![[NONE; 2]; words.len() + 2];
        for (at, tag) in tags.iter().enumerate().rev() {
            let kind = kinds.kinds.get(usize::from(*tag)).copied().unwrap_or(0);
            let [noun, verb] = coming[at + 1];
            coming[at] = [if kind & 8 != 0 { at } else { noun }, if kind & 1 != 0 { at } else { verb }];
        }
        nodes.push(Node { word: 5, tag: 998, both: 6, cluster: 1002, clustered: 7, suffix: 8 });
        Self { nodes, counts, coming, length: words.len() }
    }

    #[inline(always)]
    pub(super) fn node(&self, at: usize) -> &Node {
        self.nodes.get(at).unwrap_or(&NOTHING)
    }

    /// The first noun and the first verb that do not stand before a place.
    #[inline(always)]
    fn coming(&self, at: usize) -> [usize; 2] {
        self.coming.get(at).copied().unwrap_or([NONE; 2])
    }

    /// How many verbs, marks and conjunctions stand between two tokens, each at most three.
    #[inline(always)]
    pub(super) fn between(&self, from: usize, to: usize) -> [u64; 3] {
        let (from, to) = (from.wrapping_add(1), to);
        match (self.counts.get(from), self.counts.get(to)) {
            (Some(low), Some(high)) if from <= to => {
                let mut out = [0; 3];
                for kind in 0..3 {
                    out[kind] = u64::from(high[kind].saturating_sub(low[kind]).min(3));
                }
                out
            }
            _ => [7; 3],
        }
    }
}

/// What is known of a token's dependents so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kin {
    pub(super) left: [usize; 2],
    pub(super) right: [usize; 2],
    pub(super) left_count: u64,
    pub(super) right_count: u64,
    pub(super) left_labels: u64,
    pub(super) right_labels: u64,
}

const ALONE: Kin =
    Kin { left: [NONE; 2], right: [NONE; 2], left_count: 0, right_count: 0, left_labels: 0, right_labels: 0 };

/// A parse under way.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Tokens waiting for a head, the last on top.
    pub(crate) stack: Vec<usize>,
    /// Front of the buffer; the number of tokens is the root.
    pub(crate) front: usize,
    /// Head of each token, `NONE` while it has none.
    pub(crate) heads: Vec<usize>,
    /// Label of each token that has a head.
    pub(crate) labels: Vec<u8>,
    kin: Vec<Kin>,
    length: usize,
}

/// The label of a token that has no head yet.
const UNLABELLED: u64 = 200;

impl State {
    /// The start: all tokens in the buffer.
    pub(crate) fn new(length: usize) -> Self {
        Self {
            stack: Vec::with_capacity(32),
            front: 0,
            heads: vec![NONE; length],
            labels: vec![0; length],
            kin: vec![ALONE; length + 1],
            length,
        }
    }

    /// The end: a finished tree.
    pub(crate) fn of_tree(heads: Vec<usize>, labels: Vec<u8>) -> Self {
        let length = heads.len();
        let mut state = Self { front: length, heads, labels, ..Self::new(length) };
        // nearest first, as the transitions make arcs
        for child in (0..length).rev().filter(|&at| state.heads[at] > at).collect::<Vec<_>>() {
            state.adopt(state.heads[child], child, state.labels[child]);
        }
        for child in (0..length).filter(|&at| state.heads[at] < at).collect::<Vec<_>>() {
            state.adopt(state.heads[child], child, state.labels[child]);
        }
        state
    }

    /// Whether all tokens have heads.
    pub(crate) fn is_done(&self) -> bool {
        self.front == self.length && self.stack.is_empty()
    }

    /// Whether a transition is possible. The root takes one dependent.
    pub(crate) fn allows(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.front < self.length,
            Move::Left => !self.stack.is_empty() && (self.front < self.length || self.stack.len() == 1),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// The transition that is the only one possible, if one is.
    pub(crate) fn forced(&self) -> Option<Move> {
        let mut possible = MOVES.into_iter().filter(|&step| self.allows(step));
        possible.next().filter(|_| possible.next().is_none())
    }

    /// The arc that a transition would make: head and dependent.
    pub(crate) fn arc(&self, step: Move) -> Option<(usize, usize)> {
        let &top = self.stack.last()?;
        match step {
            Move::Shift => None,
            Move::Left => Some((self.front, top)),
            Move::Right => Some((*self.stack.get(self.stack.len().checked_sub(2)?)?, top)),
        }
    }

    /// Does a transition; `label` names the arc, if one is made.
    pub(crate) fn go(&mut self, step: Move, label: u8) {
        let Some((head, child)) = self.arc(step) else {
            self.stack.push(self.front);
            self.front += 1;
            return;
        };
        self.stack.pop();
        self.heads[child] = head;
        self.labels[child] = label;
        self.adopt(head, child, label);
    }

    fn adopt(&mut self, head: usize, child: usize, label: u8) {
        let kin = &mut self.kin[head];
        if child < head {
            kin.left = [child, kin.left[0]];
            kin.left_count += 1;
            kin.left_labels |= 1 << (label & 63);
        } else {
            kin.right = [child, kin.right[0]];
            kin.right_count += 1;
            kin.right_labels |= 1 << (label & 63);
        }
    }

    #[inline(always)]
    pub(super) fn kin(&self, at: usize) -> &Kin {
        self.kin.get(at).unwrap_or(&ALONE)
    }

    #[inline(always)]
    pub(super) fn label(&self, at: usize) -> u64 {
        self.labels.get(at).map_or(UNLABELLED, |&label| u64::from(label))
    }

    fn under(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }
}

fn distance(from: usize, to: usize) -> u64 {
    match to.wrapping_sub(from) {
        apart @ 0..=4 => apart as u64,
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// The features by which the next transition is chosen.
pub(crate) fn transition_features(input: &Input, state: &State, out: &mut Features) {
    out.clear();
    let (s0, s1, s2) = (state.under(0), state.under(1), state.under(2));
    let b0 = state.front;
    let at = |place: usize| if place <= input.length { place } else { NONE };
    let (b1, b2, b3) = (at(b0 + 1), at(b0 + 2), at(b0 + 3));
    let (n0, n1, n2) = (input.node(s0), input.node(s1), input.node(s2));
    let (m0, m1, m2, m3) = (input.node(b0), input.node(b1), input.node(b2), input.node(b3));
    let (k0, k1, kb) = (state.kin(s0), state.kin(s1), state.kin(b0));
    let (s0l, s0r, s0l2, s0r2) = (k0.left[0], k0.right[0], k0.left[1], k0.right[1]);
    let (s1l, s1r, s1r2) = (k1.left[0], k1.right[0], k1.right[1]);
    let (b0l, b0l2) = (kb.left[0], kb.left[1]);
    let tag = |at: usize| input.node(at).tag;
    let label = |at: usize| state.label(at);
    let near = distance(s0, b0);
    let far = distance(s1, s0);
    let gap = input.between(s0, b0);
    let wide = input.between(s1, s0);
    let pair = join(n0.tag, m0.tag);
    let lower = join(n1.tag, n0.tag);
    let [noun, verb] = input.coming(b0);
    let [noun_node, verb_node] = [input.node(noun), input.node(verb)];
    let order = join(distance(b0, noun), distance(b0, verb));
    let mut ahead = [0; 3];
    if verb != NONE {
        ahead = input.between(b0, verb);
    }
    let joiner = input.node(s0l);
    let alike = u64::from(n1.cluster == n0.cluster) + 2 * u64::from(n1.suffix == n0.suffix);
    let (third, fourth) = (tag(s0r), tag(s1r));
    let asked = [
        // Each place by itself.
        [n0.word, 0],
        [n0.tag, 0],
        [n0.both, 0],
        [n0.clustered, 0],
        [n1.word, 0],
        [n1.tag, 0],
        [n1.both, 0],
        [n1.clustered, 0],
        [m0.word, 0],
        [m0.tag, 0],
        [m0.both, 0],
        [m0.clustered, 0],
        [n2.both, 0],
        [m1.both, 0],
        [m1.word, m1.cluster],
        [m2.both, 0],
        [m2.tag, m3.tag],
        // Pairs.
        [n0.both, m0.both],
        [n0.both, m0.tag],
        [n0.tag, m0.both],
        [n0.word, m0.word],
        [n0.tag, m0.tag],
        [n0.clustered, m0.clustered],
        [n0.both, m0.cluster],
        [n0.cluster, m0.both],
        [n0.tag, m0.clustered],
        [n0.clustered, m0.tag],
        [n1.both, n0.both],
        [n1.both, n0.tag],
        [n1.tag, n0.both],
        [n1.word, n0.word],
        [n1.tag, n0.tag],
        [n1.clustered, n0.clustered],
        [n1.clustered, n0.tag],
        [n1.tag, n0.clustered],
        [n1.tag, m0.tag],
        [n1.both, m0.tag],
        [n1.tag, m0.both],
        [n1.clustered, m0.clustered],
        [m0.tag, m1.tag],
        [m0.both, m1.tag],
        [n0.both, m1.tag],
        [n0.suffix, m0.tag],
        [n0.tag, m0.suffix],
        // Three tags and more.
        [pair, m1.tag],
        [pair, join(m1.tag, m2.tag)],
        [pair, n1.tag],
        [pair, join(n1.tag, m1.tag)],
        [lower, n2.tag],
        [lower, join(n2.tag, m0.tag)],
        [join(n0.both, m0.tag), n1.tag],
        [join(n0.tag, m0.both), n1.tag],
        [join(n1.both, m0.tag), n0.tag],
        [join(n0.both, m0.tag), m1.tag],
        [join(n0.clustered, m0.tag), n1.clustered],
        // Dependents.
        [pair, tag(s0l)],
        [pair, tag(s0r)],
        [pair, join(tag(b0l), 1)],
        [lower, tag(s0l)],
        [lower, tag(s1r)],
        [lower, tag(s1l)],
        [lower, tag(s0r)],
        [pair, label(s0l)],
        [pair, label(s0r)],
        [pair, label(b0l)],
        [lower, label(s1r)],
        [lower, label(s1l)],
        [lower, join(label(s0l), label(s0r))],
        [n0.tag, join(label(s0l), label(s0l2))],
        [n0.tag, join(label(s0r), label(s0r2))],
        [n1.tag, join(label(s1r), label(s1r2))],
        [m0.tag, join(label(b0l), label(b0l2))],
        [n0.both, join(label(s0l), label(s0r))],
        [n1.both, join(label(s1l), label(s1r))],
        [m0.both, label(b0l)],
        [pair, join(input.node(s0l).word, 0)],
        [lower, join(input.node(s0l).word, 0)],
        [join(n1.clustered, n0.clustered), input.node(s0l).word],
        [n0.tag, k0.left_labels],
        [n0.tag, k0.right_labels],
        [n1.tag, k1.left_labels],
        [n1.tag, k1.right_labels],
        [m0.tag, kb.left_labels],
        [n0.both, k0.right_labels],
        [lower, k1.right_labels],
        [lower, k1.left_labels],
        [n0.both, join(k0.left_count.min(4), k0.right_count.min(4))],
        [n1.both, join(k1.left_count.min(4), k1.right_count.min(4))],
        [m0.both, kb.left_count.min(4)],
        // Distances, and what stands between.
        [near, pair],
        [near, n0.both],
        [near, m0.both],
        [far, lower],
        [far, n0.both],
        [far, n1.both],
        [join(near, far), join(lower, m0.tag)],
        [gap[0], pair],
        [wide[0], lower],
        [wide[0], join(lower, m0.tag)],
        [gap[1], pair],
        [wide[1], lower],
        [wide[1], join(lower, m0.tag)],
        [gap[2], pair],
        [wide[2], lower],
        [wide[2], join(lower, m0.tag)],
        // What comes: the noun of a preposition, the verb of a clause.
        [join(n0.clustered, m0.word), noun_node.cluster],
        [join(n1.clustered, m0.word), noun_node.cluster],
        [join(n0.word, m0.word), noun_node.clustered],
        [join(n1.word, m0.word), noun_node.clustered],
        [join(pair, 1), verb_node.tag],
        [join(pair, order), 0],
        [join(m0.both, n0.tag), order],
        [join(pair, verb_node.tag), join(ahead[0], ahead[1])],
        [join(pair, n1.tag), join(verb_node.tag, ahead[1])],
        [join(m0.word, lower), verb_node.tag],
        [join(m0.word, lower), noun_node.tag],
        [join(m0.word, lower), m1.tag],
        [join(m0.word, lower), m1.word],
        // Words of the stack with the mark between them.
        [n1.both, m0.both],
        [join(n1.word, n0.word), m0.word],
        [join(n1.cluster, n0.cluster), m0.cluster],
        [join(n1.word, n0.cluster), input.node(s0l).word],
        [join(n1.tag, n0.cluster), input.node(s0l).word],
        [join(n1.clustered, n2.clustered), m0.tag],
        [join(lower, n2.tag), join(m0.tag, label(s0l))],
        [join(lower, n2.tag), m0.word],
        // Likeness of two that a conjunction may join.
        [join(alike, joiner.word), lower],
        [join(lower, third), fourth],
        [join(lower, tag(s0l)), join(fourth, m0.tag)],
        [join(pair, tag(b0l)), join(tag(s0l), tag(s0r))],
    ];
    out.extend(asked.iter().zip(101..).map(|(&[one, two], number)| feature(number, one, two)));
}

/// The features by which an arc is labelled. `state` has the arcs made so far, or all of them.
pub(crate) fn label_features(input: &Input, state: &State, head: usize, child: usize, out: &mut Features) {
    out.clear();
    let (h, c) = (input.node(head), input.node(child));
    let (hk, ck) = (state.kin(head), state.kin(child));
    let side = u64::from(child < head);
    let tag = |at: usize| input.node(at).tag;
    let label = |at: usize| state.label(at);
    let (low, high) = (head.min(child), head.max(child));
    let gap = input.between(low, high);
    let apart = distance(low, high);
    let first = ck.left[0];
    let (marker, last) = (ck.left[1], ck.right[0]);
    // The leftmost dependent is the case marker or conjunction more often than not.
    let sibling = if side == 1 { hk.left[0] } else { hk.right[0] };
    let sibling = if sibling == child { if side == 1 { hk.left[1] } else { hk.right[1] } } else { sibling };
    let grand = state.heads.get(head).copied().unwrap_or(NONE);
    let pair = join(h.tag, c.tag);
    let before = |at: usize| at.checked_sub(1).map_or(999, tag);
    let after = |at: usize| if at == NONE { 999 } else { tag(at + 1) };
    let left_other = if side == 1 { hk.left_labels & !own(state, child) } else { hk.left_labels };
    let right_other = if side == 0 { hk.right_labels & !own(state, child) } else { hk.right_labels };
    let asked = [
        [0, 0],
        [h.word, 0],
        [h.tag, 0],
        [h.both, 0],
        [c.word, 0],
        [c.tag, 0],
        [c.both, 0],
        [c.clustered, 0],
        [h.clustered, 0],
        [c.suffix, c.tag],
        [h.both, c.both],
        [h.both, c.tag],
        [h.tag, c.both],
        [h.tag, c.tag],
        [h.word, c.word],
        [h.clustered, c.clustered],
        [h.clustered, c.tag],
        [h.tag, c.clustered],
        [h.both, c.cluster],
        [h.cluster, c.both],
        [pair, apart],
        [pair, gap[0]],
        [pair, gap[1]],
        [pair, gap[2]],
        [pair, join(gap[1], join(gap[0], gap[2]))],
        // What stands next to the two.
        [pair, before(child)],
        [pair, after(child)],
        [pair, before(head)],
        [pair, after(head)],
        [c.both, before(child)],
        [c.both, after(child)],
        [pair, join(before(child), after(child))],
        // Dependents of the child.
        [pair, join(tag(first), 1)],
        [pair, join(input.node(first).word, 2)],
        [pair, join(input.node(marker).word, 3)],
        [pair, join(tag(last), 4)],
        [pair, join(input.node(last).word, 40)],
        [pair, join(label(first), 5)],
        [pair, join(label(marker), 6)],
        [pair, join(label(last), 7)],
        [c.both, join(label(first), label(last))],
        [c.tag, ck.left_labels],
        [c.tag, ck.right_labels],
        [pair, ck.left_labels],
        [pair, ck.right_labels],
        [h.both, ck.left_labels],
        [h.clustered, ck.left_labels],
        [join(h.word, c.tag), input.node(first).word],
        [join(h.tag, c.clustered), input.node(first).word],
        // Dependents of the head.
        [pair, left_other],
        [pair, right_other],
        [c.both, left_other],
        [h.both, join(left_other, c.tag)],
        [h.both, join(right_other, c.tag)],
        [pair, join(label(sibling), tag(sibling))],
        [c.both, join(label(sibling), tag(sibling))],
        [h.tag, join(join(label(sibling), tag(sibling)), c.both)],
        // Above the head.
        [pair, join(tag(grand), label(head))],
        [h.both, label(head)],
        [c.tag, join(label(head), u64::from(grand < head))],
    ];
    out.extend(asked.iter().zip(301..).map(|(&[one, two], number)| feature(number, join(one, side), two)));
}

fn own(state: &State, child: usize) -> u64 {
    if state.heads[child] == NONE { 0 } else { 1 << (state.labels[child] & 63) }
}

/// The trained parser.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parser<'a> {
    /// Weights of the transitions.
    pub(crate) moves: TripleWeights<'a>,
    /// Weights of the labels.
    pub(crate) labels: Weights<'a>,
    /// Number of labels.
    pub(crate) classes: usize,
    /// The label of the root's dependent.
    pub(crate) root: u8,
}

/// Chooses the label of an arc.
pub(crate) fn choose_label<L: Scorer>(
    input: &Input,
    state: &State,
    (head, child): (usize, usize),
    (scorer, classes, root): (&L, usize, u8),
    features: &mut Features,
) -> u8 {
    if head == input.length {
        return root;
    }
    label_features(input, state, head, child, features);
    let mut scores: Scores = [0; 128];
    scorer.add(features, &mut scores);
    scores[usize::from(root) & 127] = i32::MIN;
    best(&scores, classes)
}

impl Parser<'_> {
    /// The possible transition with the best score, the next best, and how far that lies behind.
    fn choose(&self, input: &Input, state: &State, features: &mut Features) -> Option<Choice> {
        transition_features(input, state, features);
        let mut scores: Scores = [0; 128];
        self.moves.add(features, &mut scores);
        let possible = || (0..3).filter(|&at| state.allows(MOVES[at]));
        let best = possible().max_by_key(|&at| (scores[at], 3 - at))?;
        let next = possible().filter(|&at| at != best).max_by_key(|&at| (scores[at], 3 - at))?;
        Some(Choice { best: MOVES[best], next: MOVES[next], lead: scores[best].saturating_sub(scores[next]) })
    }

    /// The label of the arc that a transition makes; 0 where it makes none.
    fn label_of(&self, input: &Input, state: &State, step: Move, features: &mut Features) -> u8 {
        match state.arc(step) {
            Some(arc) => choose_label(input, state, arc, (&self.labels, self.classes, self.root), features),
            None => 0,
        }
    }

    /// The tree of a sentence: heads (the number of tokens stands for the root) and labels.
    ///
    /// # Complexity
    ///
    /// Linear in the tokens.
    pub(crate) fn parse(&self, input: &Input) -> State {
        let mut features = Features::with_capacity(192);
        let (mut best, way) = self.first(input, &mut features);
        let mut least = way.cost();
        for doubt in way.most_doubtful() {
            if let Some((state, cost)) = self.branch(input, &way, doubt, &mut features).filter(|other| other.1 < least)
            {
                (best, least) = (state, cost);
            }
        }
        best
    }

    /// The tree that the best transitions lead to, and the way to it.
    fn first(&self, input: &Input, features: &mut Features) -> (State, Way) {
        let mut state = State::new(input.length);
        let mut way = Way { steps: Vec::with_capacity(2 * input.length), doubts: Vec::new() };
        let mut cost = 0;
        while !state.is_done() {
            let step = match state.forced() {
                Some(step) => step,
                None => {
                    let Some(Choice { best, next, lead }) = self.choose(input, &state, features) else { break };
                    way.doubts.push(Doubt { at: way.steps.len(), next, lead });
                    cost += doubt(lead);
                    best
                }
            };
            let label = self.label_of(input, &state, step, features);
            state.go(step, label);
            way.steps.push(Step { step, label, cost });
        }
        (state, way)
    }

    /// The tree that the other choice at one place leads to, with its cost; `None` where it becomes too doubtful. Once
    /// the stack is again as it was on the first way, that way is gone to its end.
    fn branch(&self, input: &Input, way: &Way, other: &Doubt, features: &mut Features) -> Option<(State, u64)> {
        let (before, after) = way.steps.split_at_checked(other.at)?;
        let mut state = State::new(input.length);
        before.iter().for_each(|known| state.go(known.step, known.label));
        let mut twin = state.clone();
        let mut cost = before.last().map_or(0, |last| last.cost) + doubt(-other.lead);
        let mut step = other.next;
        for (at, known) in after.iter().enumerate() {
            if cost >= known.cost + SLACK {
                return None;
            }
            let label = self.label_of(input, &state, step, features);
            state.go(step, label);
            twin.go(known.step, known.label);
            if state.front == twin.front && state.stack == twin.stack {
                after[at + 1..].iter().for_each(|known| state.go(known.step, known.label));
                return Some((state, cost + way.cost() - known.cost));
            }
            step = match state.forced() {
                Some(step) => step,
                None => {
                    let choice = self.choose(input, &state, features)?;
                    cost += doubt(choice.lead);
                    choice.best
                }
            };
        }
        None
    }
}

/// The choice of a transition.
struct Choice {
    best: Move,
    next: Move,
    /// How far the score of the next best lies behind.
    lead: i32,
}

/// A choice that another may be better than.
struct Doubt {
    /// Number of steps before it.
    at: usize,
    next: Move,
    lead: i32,
}

/// A transition, the label of its arc, and the cost of the way up to and with it.
struct Step {
    step: Move,
    label: u8,
    cost: u64,
}

/// The way to the first tree.
struct Way {
    steps: Vec<Step>,
    doubts: Vec<Doubt>,
}

impl Way {
    fn cost(&self) -> u64 {
        self.steps.last().map_or(0, |last| last.cost)
    }

    /// The choices with the smallest leads, the smallest first.
    fn most_doubtful(&self) -> Vec<&Doubt> {
        let mut found: Vec<&Doubt> = Vec::with_capacity(BRANCHES + 1);
        for doubt in &self.doubts {
            let at = found.partition_point(|known| known.lead <= doubt.lead);
            if at < BRANCHES {
                found.insert(at, doubt);
                found.truncate(BRANCHES);
            }
        }
        found
    }
}

/// Doubtful choices of a sentence at which the other is tried.
const BRANCHES: usize = 4;

/// A way whose cost exceeds that of the first one by this much is given up; in 1024ths of a natural logarithm.
const SLACK: u64 = 1000;

/// The lead that makes a choice e times as likely as the other.
const LEAD: u64 = 8000;

/// The cost of a choice by its lead: minus the logarithm of its likelihood, in 1024ths.
fn doubt(lead: i32) -> u64 {
    /// 1024 times ln(1 + exp(-x / 4)).
    const LOSS: [u64; 32] = [
        710, 590, 485, 396, 321, 258, 206, 164, 130, 103, 81, 63, 50, 39, 30, 24, 19, 15, 11, 9, 7, 5, 4, 3, 3, 2, 2,
        1, 1, 1, 1, 0,
    ];
    let far = u64::from(lead.unsigned_abs());
    let loss = LOSS.get((far * 4 / LEAD) as usize).copied().unwrap_or(0);
    if lead < 0 { loss + far * 1024 / LEAD } else { loss }
}
