//! Whether a date belongs to what a verb or noun tells, read from the tree of the sentence.

use super::tree;
use super::view::View;
use crate::model::GrammarWord;

/// Steps up the tree, at most.
const DEEPEST: usize = 24;

/// How closely a date belongs to what a verb or noun tells, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// It hangs from the same verb: 'joined Foo in May'.
    Same,
    /// It hangs from a verb that is joined to it: 'In May Acme left Foo and joined Bar'.
    Joined,
    /// It hangs from a verb around it: 'announced in May that it had joined Foo'.
    Around,
    /// It hangs from a clause that tells of something else: 'Acme, founded in 1998, joined Foo'.
    Foreign,
}

/// How closely a date belongs to what the trigger at a unit tells; where the tree says nothing, closely.
pub fn tie(view: &View<'_>, trigger: usize, date: std::ops::Range<usize>) -> Tie {
    let Some((words, from)) = tree::words(view).zip(tree::token(view, trigger)) else { return Tie::Same };
    let tokens: Vec<usize> = date.filter_map(|unit| tree::token(view, unit)).collect();
    let is_outside = |at: &usize| words[*at].head.is_none_or(|head| !tokens.contains(&head));
    let Some(of_date) = tokens.iter().copied().find(is_outside) else { return Tie::Same };
    let (from, above) = clauses_above(words, from);
    let (to, mut below) = clauses_above(words, of_date);
    if from == to {
        return Tie::Same;
    }
    let mut upward = vec![from];
    upward.extend(above.iter().map(|step| step.1));
    let common = std::iter::once(to).chain(below.iter().map(|step| step.1)).position(|at| upward.contains(&at));
    let Some(common) = common else { return Tie::Around };
    let meeting = if common == 0 { to } else { below[common - 1].1 };
    below.truncate(common);
    let climbed = upward.iter().position(|at| *at == meeting).unwrap_or(0);
    let begins = |at: usize| matches!(words[at].lemma.as_str(), "start" | "begin" | "commence" | "follow");
    let is_foreign = |step: &(usize, usize)| {
        let has_own_subject = tree::children(words, step.0).any(|c| words[c].relation.starts_with("nsubj"));
        match words[step.0].relation {
            // 'for $1bn in 2003' is no clause, whatever the tree makes of it
            _ if !words[step.0].lemma.starts_with(char::is_alphabetic) => false,
            "acl" | "acl:relcl" | "advcl:relcl" => true,
            "advcl" => !begins(step.0) && !tree::children(words, step.0).any(|c| words[c].lemma == "when"),
            "conj" | "parataxis" => has_own_subject,
            _ => false,
        }
    };
    if below.iter().any(is_foreign) {
        return Tie::Foreign;
    }
    let relations = above[..climbed].iter().chain(&below).map(|step| words[step.0].relation);
    relations.fold(Tie::Same, |tie, relation| {
        tie.max(match relation {
            "xcomp" => Tie::Same,
            "conj" => Tie::Joined,
            _ => Tie::Around,
        })
    })
}

/// The verb or predicate over a token, and the steps from each such head to the one above it.
fn clauses_above(words: &[GrammarWord], token: usize) -> (usize, Vec<(usize, usize)>) {
    let is_head = |at: usize| {
        words[at].part_of_speech == "VERB"
            || words[at].head.is_none()
            || tree::children(words, at).any(|c| words[c].relation == "cop")
    };
    let climb = |mut at: usize| {
        for _ in 0..DEEPEST {
            match words[at].head {
                Some(head) if !is_head(at) => at = head,
                _ => break,
            }
        }
        at
    };
    let first = climb(token);
    let mut steps: Vec<(usize, usize)> = Vec::new();
    let mut at = first;
    while let Some(head) = words[at].head.filter(|_| steps.len() < DEEPEST) {
        let next = climb(head);
        steps.push((at, next));
        at = next;
    }
    (first, steps)
}
