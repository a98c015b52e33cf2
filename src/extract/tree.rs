//! Who does what, read from the tree of a sentence: for the phrases that word order alone does not settle.
//!
//! 'Acme is a software company based in Oslo', 'Acme, a charity that hosts Foo', 'Founded in 1998, Acme ...': the
//! participle or relative clause hangs from a noun, and the noun means the name that it is said of.

use super::verbs::is_repeating_noun;
use super::view::View;
use crate::model::{GrammarWord, Status};

/// Steps from a verb to its subject, at most.
const STEPS: usize = 6;

/// The units that do (or, in the passive, suffer) what the verb at a unit says; empty where the tree is not sure.
pub fn subjects(view: &View<'_>, verb: usize) -> Vec<usize> {
    let found = words(view).zip(token(view, verb)).and_then(|(words, verb)| subject_of(view, words, verb, STEPS));
    let Some(unit) = found.filter(|unit| *unit != verb) else { return Vec::new() };
    match view.list(unit) {
        [] => vec![unit],
        list => list.to_vec(),
    }
}

/// Whether the unit is a participle that stands after its noun, or before the sentence that it tells of.
pub fn is_participle_clause(view: &View<'_>, unit: usize) -> bool {
    // 'found' is a form of 'find'
    if view.lower(unit) == "found" {
        return false;
    }
    words(view).zip(token(view, unit)).is_some_and(|(words, at)| {
        let word = &words[at];
        let has_auxiliary = children(words, at).any(|c| matches!(words[c].relation, "aux" | "aux:pass" | "cop"));
        word.tag == "VBN" && matches!(word.relation, "acl" | "advcl") && !has_auxiliary
    })
}

/// Whether the unit is a verb with a subject of its own: 'Acme joined' is no 'joined Acme'.
pub fn has_subject(view: &View<'_>, unit: usize) -> bool {
    words(view).zip(token(view, unit)).is_some_and(|(words, at)| {
        children(words, at).any(|c| matches!(words[c].relation, "nsubj" | "nsubj:pass") && c < at)
    })
}

/// Whether the name at a unit only modifies a noun after it: 'a new Acme server' is no Acme.
pub fn modifies_noun(view: &View<'_>, unit: usize) -> bool {
    let Some((words, range)) = words(view).zip(view.tokens(unit)) else { return false };
    let Some(last) = words.get(range.end.wrapping_sub(1)) else { return false };
    let Some(head) = last.head.filter(|h| *h >= range.end) else { return false };
    matches!(last.relation, "compound" | "nmod:poss" | "amod")
        && words[head].part_of_speech == "NOUN"
        && view.unit_of(head).is_some_and(|u| view.mention(u).is_none() && !is_repeating_noun(view.lower(u)))
}

/// Whether a word heads a relative clause: 'Acme, which makes Foo', 'it was Acme that made Foo'.
fn is_relative(word: &GrammarWord) -> bool {
    matches!(word.relation, "acl:relcl" | "advcl:relcl")
}

/// The name that the relative clause of a verb is said of.
pub fn clause_antecedent(view: &View<'_>, verb: usize) -> Option<usize> {
    let words = words(view)?;
    let at = token(view, verb)?;
    let head = words[at].head.filter(|head| *head < at && is_relative(&words[at]))?;
    name_of(view, words, head, STEPS)
}

/// The name that the relative clause of a pronoun ('which', 'whose', 'where') is said of.
pub fn antecedent(view: &View<'_>, pronoun: usize) -> Option<usize> {
    let words = words(view)?;
    let token = token(view, pronoun)?;
    let mut at = token;
    for _ in 0..STEPS {
        let head = words[at].head?;
        if is_relative(&words[at]) {
            return if head < token { name_of(view, words, head, STEPS) } else { None };
        }
        at = head;
    }
    None
}

/// The words of a sentence in its tree.
pub fn words<'v>(view: &'v View<'_>) -> Option<&'v [GrammarWord]> {
    view.sentence.grammar.as_ref().map(|g| g.words.as_slice())
}

/// The first token of a unit, where it stands in the tree.
pub fn token(view: &View<'_>, unit: usize) -> Option<usize> {
    view.units.get(unit)?.token.filter(|at| words(view).is_some_and(|w| *at < w.len()))
}

/// The words that hang from a word.
pub fn children(words: &[GrammarWord], of: usize) -> impl Iterator<Item = usize> {
    words.iter().enumerate().filter(move |(_, w)| w.head == Some(of)).map(|(at, _)| at)
}

fn subject_of(view: &View<'_>, words: &[GrammarWord], verb: usize, steps: usize) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    if let Some(own) = children(words, verb).find(|c| matches!(words[*c].relation, "nsubj" | "nsubj:pass")) {
        return name_of(view, words, own, steps);
    }
    let head = words[verb].head?;
    match words[verb].relation {
        "acl" | "acl:relcl" | "advcl:relcl" => name_of(view, words, head, steps),
        // 'experts expect Acme to buy Foo'
        "xcomp" => match children(words, head).find(|c| words[*c].relation == "obj" && *c < verb) {
            Some(object) => name_of(view, words, object, steps),
            None => subject_of(view, words, head, steps),
        },
        "conj" => subject_of(view, words, head, steps),
        // 'may profit by using Foo' uses nothing yet
        "advcl" if !is_unsure(words, head) => subject_of(view, words, head, steps),
        _ => None,
    }
}

/// What the verbs, nouns and marks that govern a verb make of it: 'if', 'denied that', 'in talks to', 'no longer'.
pub fn status(view: &View<'_>, verb: usize) -> Status {
    let Some((words, mut at)) = words(view).zip(token(view, verb)) else { return Status::Asserted };
    let mut status = own_status(words, at);
    for _ in 0..STEPS {
        let Some(head) = words[at].head else { break };
        let is_relative = children(words, at)
            .any(|c| words[c].relation.starts_with("nsubj") && matches!(words[c].lemma.as_str(), "which" | "who"));
        let governs = match words[at].relation {
            _ if is_relative => break,
            "xcomp" | "ccomp" => true,
            "acl" => children(words, at).any(|c| words[c].relation == "mark" && words[c].lemma == "to"),
            "conj" => false,
            _ => break,
        };
        if governs {
            let negated = own_status(words, head);
            let is_undoubted = words[head].lemma == "doubt" && children(words, head).any(|c| words[c].lemma == "no");
            // 'discussed how Acme uses Foo'
            let is_granted = matches!(words[head].lemma.as_str(), "discuss" | "explore" | "talk" | "ask" | "consider")
                && children(words, at).any(|c| matches!(words[c].lemma.as_str(), "how" | "why"));
            let is_doubted = !is_undoubted && !is_granted;
            let governing = if is_doubted { governed(&words[head].lemma) } else { Status::Asserted };
            status = status.max(governing).max(if negated == Status::Denied { negated } else { Status::Asserted });
        }
        let conditional = children(words, head).any(|c| words[c].relation == "mark" && is_condition(&words[c].lemma));
        if conditional {
            status = status.max(Status::Rumoured);
        }
        at = head;
    }
    status
}

/// What the verb makes of a noun that is its object, or that suffers it: 'rejected the takeover', 'did not complete the
/// purchase'.
pub fn status_of_noun(view: &View<'_>, noun: usize) -> Status {
    let Some((words, at)) = words(view).zip(token(view, noun)) else { return Status::Asserted };
    let Some(verb) = words[at].head.filter(|_| matches!(words[at].relation, "obj" | "nsubj:pass")) else {
        return Status::Asserted;
    };
    let own = if own_status(words, verb) == Status::Denied { Status::Denied } else { Status::Asserted };
    let governing = match governed(&words[verb].lemma) {
        // 'agreed the purchase', 'planned the merger' are decided as far as the noun is
        Status::Announced => Status::Asserted,
        // 'closed the deal', and not 'close to a deal'
        _ if words[verb].lemma == "close" => Status::Asserted,
        status => status,
    };
    own.max(governing)
}

/// What the words that hang from a verb make of it.
fn own_status(words: &[GrammarWord], verb: usize) -> Status {
    // 'did not hesitate to', 'not only joined'
    let only = |c: usize| words.get(c + 1).is_some_and(|next| next.lemma == "only");
    let of = |c: usize| match (words[c].relation, words[c].lemma.as_str()) {
        (_, "not" | "n't") if words[verb].lemma == "hesitate" || only(c) => Status::Asserted,
        ("advmod" | "aux" | "mark", "not" | "n't" | "never" | "without") => Status::Denied,
        ("advmod", "longer" | "long") if children(words, c).any(|n| words[n].lemma == "no") => Status::Denied,
        ("advmod", "reportedly" | "allegedly" | "supposedly" | "perhaps" | "possibly" | "maybe") => Status::Rumoured,
        // a comma between them: the condition is another clause's
        ("mark", lemma) if is_condition(lemma) && !(c..verb).any(|at| words[at].lemma == ",") => Status::Rumoured,
        _ => Status::Asserted,
    };
    children(words, verb).map(of).max().unwrap_or_default()
}

fn is_condition(lemma: &str) -> bool {
    matches!(lemma, "if" | "whether" | "unless")
}

/// What a governing verb or noun makes of the clause that it governs.
fn governed(lemma: &str) -> Status {
    match lemma {
        "deny" | "refuse" | "decline" | "fail" | "forbid" | "stop" | "cease" | "reject" | "block" | "abandon"
        | "scrap" | "cancel" | "veto" | "avoid" | "dismiss" | "refute" | "prevent" | "withdraw" => Status::Denied,
        "claim" | "believe" | "suspect" | "speculate" | "hint" | "weigh" | "eye" | "explore" | "contemplate"
        | "mull" | "pretend" | "imagine" | "negotiate" | "discuss" | "aim" | "dream" | "goal" | "ambition"
        | "rumoured" | "rumored" | "interested" | "keen" | "eager" | "likely" | "close" | "need" => Status::Rumoured,
        "hope" | "wish" | "want" | "doubt" | "wonder" | "fear" | "consider" | "rumour" | "rumor" | "talk" | "talks"
        | "bid" | "offer" | "propose" | "proposal" | "chance" | "try" | "attempt" | "seek" | "threaten" | "suggest"
        | "urge" | "invite" | "ask" | "unlikely" | "possible" | "unclear" | "allege" => Status::Rumoured,
        "plan" | "agree" | "agreement" | "decide" | "decision" | "intend" | "commit" | "promise" | "pledge" | "set"
        | "expect" => Status::Announced,
        _ => Status::Asserted,
    }
}

fn is_unsure(words: &[GrammarWord], verb: usize) -> bool {
    const MARKS: [&str; 11] = ["may", "might", "could", "would", "should", "can", "not", "n't", "never", "ca", "must"];
    children(words, verb).any(|c| MARKS.contains(&words[c].lemma.as_str()))
}

/// The name that a noun phrase means: its own, the one that it is said of, or the one beside it.
fn name_of(view: &View<'_>, words: &[GrammarWord], noun: usize, steps: usize) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    let unit = view.unit_of(noun)?;
    if view.mention(unit).is_some() {
        return (!view.is_possessor(unit)).then_some(unit);
    }
    let word = &words[noun];
    if matches!(word.lemma.as_str(), "which" | "who" | "that") {
        if let Some(near) = super::relatives::nearest(view, unit) {
            return Some(near);
        }
        let clause = word.head.filter(|h| is_relative(&words[*h]))?;
        return name_of(view, words, words[clause].head?, steps);
    }
    let is_said_of = children(words, noun).any(|c| words[c].relation == "cop")
        && !children(words, noun).any(|c| matches!(words[c].lemma.as_str(), "not" | "n't" | "no" | "never"));
    if is_said_of {
        let subject = children(words, noun).find(|c| words[*c].relation == "nsubj")?;
        return name_of(view, words, subject, steps);
    }
    if word.relation == "appos" {
        return name_of(view, words, word.head?, steps);
    }
    let beside = children(words, noun).find(|c| words[*c].relation == "appos")?;
    view.unit_of(beside).filter(|u| view.mention(*u).is_some())
}
