//! Verbs without a parser: which word is a verb, in which voice and mood, and who does it.

use super::rules::WordId;
use super::tree;
use super::view::View;
use crate::model::{Status, TokenKind};
use crate::schema::Gazetteer;

/// A verb with the words that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerbGroup {
    /// First unit of the group: an auxiliary, or the verb itself.
    pub start: usize,
    /// The verb.
    pub head: usize,
    /// Whether the subject suffers what the verb says.
    pub passive: bool,
    /// How sure the group is.
    pub status: Status,
    /// Whether it reports something just happened or happening: present, perfect.
    pub current: bool,
    /// Whether it is a participle without an auxiliary.
    pub bare_participle: bool,
}

/// Whether a word form belongs to a lemma, by rule and by the list of irregular verbs.
fn is_form_of(form: &str, lemma: &str) -> bool {
    let stem = lemma.strip_suffix(['e', 'y']).unwrap_or(lemma);
    let Some(ending) = form.strip_prefix(stem) else {
        return Gazetteer::embedded().irregular_verb(form) == Some(lemma);
    };
    match lemma.as_bytes().last() {
        Some(b'e') => matches!(ending, "e" | "es" | "ed" | "ing"),
        Some(b'y') => matches!(ending, "y" | "ies" | "ied" | "ying"),
        Some(last) => {
            let doubled = ending.as_bytes().first() == Some(last) && matches!(&ending[1..], "ed" | "ing");
            doubled || matches!(ending, "" | "s" | "es" | "ed" | "ing")
        }
        None => false,
    }
}

const AUXILIARIES: [&str; 37] = [
    "am", "'m", "'d", "'ll", "'re", "'s", "'ve", "are", "be", "became", "been", "being", "ca", "can", "could", "did",
    "do", "does", "get", "got", "had", "has", "have", "is", "may", "might", "must", "need", "ought", "shall", "should",
    "was", "were", "will", "wo", "would", "cannot",
];

/// Whether a word is a form of 'be' that joins a subject and what it is.
pub fn is_copula(lower: &str) -> bool {
    matches!(lower, "is" | "are" | "was" | "were" | "am" | "'m" | "be" | "been")
}

const NEGATIONS: [&str; 8] = ["not", "never", "n't", "no", "neither", "nor", "hardly", "cannot"];

/// Verbs that pass their subject on to the infinitive after them, with what they make of it.
const GOVERNORS: [(&str, Status); 54] = [
    ("able", Status::Rumoured),
    ("agree", Status::Announced),
    ("aim", Status::Rumoured),
    ("announce", Status::Announced),
    ("ask", Status::Rumoured),
    ("attempt", Status::Rumoured),
    ("begin", Status::Asserted),
    ("bid", Status::Rumoured),
    ("choose", Status::Asserted),
    ("come", Status::Asserted),
    ("commit", Status::Announced),
    ("consider", Status::Rumoured),
    ("continue", Status::Asserted),
    ("decide", Status::Announced),
    ("decline", Status::Denied),
    ("delight", Status::Asserted),
    ("elect", Status::Asserted),
    ("encourage", Status::Rumoured),
    ("excite", Status::Asserted),
    ("expect", Status::Announced),
    ("fail", Status::Denied),
    ("go", Status::Announced),
    ("help", Status::Asserted),
    ("honor", Status::Asserted),
    ("hope", Status::Rumoured),
    ("intend", Status::Announced),
    ("invite", Status::Rumoured),
    ("like", Status::Rumoured),
    ("look", Status::Rumoured),
    ("need", Status::Rumoured),
    ("negotiate", Status::Rumoured),
    ("offer", Status::Rumoured),
    ("plan", Status::Announced),
    ("please", Status::Asserted),
    ("pledge", Status::Announced),
    ("prepare", Status::Announced),
    ("promise", Status::Announced),
    ("proud", Status::Asserted),
    ("ready", Status::Announced),
    ("refuse", Status::Denied),
    ("schedule", Status::Announced),
    ("seek", Status::Rumoured),
    ("set", Status::Announced),
    ("sign", Status::Announced),
    ("start", Status::Asserted),
    ("strive", Status::Rumoured),
    ("talk", Status::Rumoured),
    ("team", Status::Asserted),
    ("threaten", Status::Rumoured),
    ("thrill", Status::Asserted),
    ("try", Status::Rumoured),
    ("urge", Status::Rumoured),
    ("want", Status::Rumoured),
    ("wish", Status::Rumoured),
];

/// Reads the verb at a unit, or nothing where the word is no verb there.
pub fn verb_group(view: &View<'_>, head: usize, lemmas: &[WordId]) -> Option<VerbGroup> {
    // 'leading companies', 'the running tools'; but a sentence without any other verb has this one
    let only_verb = || head > 0 && view.mention(head - 1).is_some() && view.lacks_verb();
    if view.grammar(head).is_some_and(|w| matches!(w.relation, "amod" | "compound")) && !only_verb() {
        return None;
    }
    let form = view.lower(head);
    let lemma = view.rules.word(view.word_among(head, lemmas)?);
    let before = skip_adverbs_left(view, head);
    let previous = before.map_or("", |at| view.lower(at));
    let previous_pos = before.map_or("", |at| view.part_of_speech(at));
    let is_auxiliary = |word: &str| AUXILIARIES.contains(&word);
    let participle = form.ends_with("ed") || form != lemma && !form.ends_with("ing") && !form.ends_with('s');
    let gerund = form.ends_with("ing") && form != lemma;
    let plain = form == lemma;
    let noun_like = matches!(previous_pos, "DET" | "ADJ" | "NUM")
        || before.is_some_and(|at| view.is_possessive(at)) && !is_contracted_verb(view, before, head)
        || matches!(previous, "its" | "their" | "his" | "her" | "our" | "my" | "your" | "whose");
    if noun_like
        && !is_auxiliary(previous)
        && !matches!(previous, "that" | "this" | "all" | "both" | "proud" | "pleased")
    {
        return None;
    }
    let governed = matches!(previous, "up" | "on" | "in" | "out") || previous == "to" && plain;
    if previous_pos == "ADP" && !gerund && !governed {
        return None;
    }
    if !gerund && !participle && lemma != "consist" && view.lower(head + 1) == "of" {
        return None;
    }
    // 'researchers at Acme found Foo easy'
    let is_finding =
        form == "found" && !matches!(previous, "to" | "will" | "'ll" | "help" | "helps" | "helped" | "would");
    if is_finding {
        return None;
    }
    let follows_noun = matches!(previous_pos, "PROPN" | "NOUN" | "PRON");
    if plain && !participle {
        let licensed = previous == "to"
            || is_auxiliary(previous)
            || NEGATIONS.contains(&previous)
            || matches!(previous, "and" | "," | "or" | "we" | "they" | "you" | "i" | "who" | "which" | "that" | "both")
            || before.is_some_and(|at| !view.list(at).is_empty())
            || (follows_noun && previous.ends_with('s'))
            || previous_pos == "PROPN" && is_invariant(lemma)
            // 'the board launch a survey': bodies may have a verb in the plural
            || previous_pos == "PROPN" && view.grammar(head).is_some_and(|w| w.tag == "VBP");
        if !licensed {
            return None;
        }
    }
    if form.ends_with('s') && !plain && !participle {
        // 'Acme releases are' is a noun
        let next = view.lower(head + 1);
        if is_auxiliary(next)
            || matches!(next, "." | ")")
            || !(follows_noun
                || matches!(
                    previous,
                    "and" | "," | "who" | "which" | "that" | "also" | ")" | "\"" | "\u{201d}" | "?" | "'s"
                ))
                && before.is_some()
        {
            return None;
        }
    }
    let mut group = VerbGroup {
        start: head,
        head,
        passive: false,
        status: Status::Asserted,
        current: false,
        bare_participle: false,
    };
    read_auxiliaries(view, &mut group);
    let form_of_be = |word: &str| {
        matches!(
            word,
            "is" | "am"
                | "'m"
                | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "'re"
                | "get"
                | "got"
                | "'s"
                | "became"
        )
    };
    let (auxiliary, has_auxiliary) =
        before.map_or(("", false), |at| (view.lower(at), at >= group.start && group.start < head));
    if participle && has_auxiliary && form_of_be(auxiliary) {
        group.passive = true;
    } else if participle && !has_auxiliary && !is_past(view, head) && by_phrase(view, head).is_some() {
        group.passive = true;
        group.bare_participle = true;
    } else if gerund && !has_auxiliary {
        group.bare_participle = true;
    }
    if form.ends_with('s') && !plain || plain && group.start == head {
        group.current = true;
    }
    read_mood(view, &mut group);
    group.status = group.status.max(tree::status(view, head));
    Some(group)
}

/// Whether the tree has a verb in the past here, and no participle: 'Acme agreed to a takeover by Foo'.
fn is_past(view: &View<'_>, head: usize) -> bool {
    let is_finite = view.grammar(head).is_some_and(|w| w.tag == "VBD" && !w.relation.starts_with("acl"));
    is_finite && view.lower(head + 1) != "by"
}

/// Whether the past of a verb is its plain form.
fn is_invariant(lemma: &str) -> bool {
    matches!(
        lemma,
        "bet" | "bid" | "cast" | "cut" | "hit" | "let" | "put" | "quit" | "set" | "shut" | "split" | "spread"
    )
}

/// Verbs that do what they say: who 'would like to announce' has announced.
pub fn is_performative(lower: &str) -> bool {
    matches!(lower, "announce" | "congratulate" | "introduce" | "invite" | "present" | "thank" | "welcome")
}

/// Whether "'s" stands for 'is' or 'has' here: "it's joining".
fn is_contracted_verb(view: &View<'_>, at: Option<usize>, head: usize) -> bool {
    let owner = at.and_then(|at| at.checked_sub(1)).map_or("", |at| view.lower(at));
    matches!(owner, "it" | "he" | "she" | "that" | "who" | "there" | "what") && view.lower(head).ends_with("ing")
}

fn skip_adverbs_left(view: &View<'_>, from: usize) -> Option<usize> {
    let mut at = from.checked_sub(1)?;
    while view.units[at].kind == TokenKind::Lower
        && view.part_of_speech(at) == "ADV"
        && !NEGATIONS.contains(&view.lower(at))
    {
        at = at.checked_sub(1)?;
    }
    Some(at)
}

fn read_auxiliaries(view: &View<'_>, group: &mut VerbGroup) {
    let mut at = group.head;
    let mut modal = "";
    while at > 0 && group.head - at < 7 {
        let word = view.lower(at - 1);
        if NEGATIONS.contains(&word) && view.lower(at) != "only" {
            group.status = Status::Denied;
        }
        if AUXILIARIES.contains(&word) && view.units[at - 1].mention.is_none() {
            group.start = at - 1;
            if matches!(word, "has" | "have" | "'ve" | "is" | "are" | "'re") {
                group.current = true;
            }
            if matches!(word, "could" | "may" | "might" | "would" | "should" | "can" | "must" | "'d" | "ought") {
                modal = "possible";
            } else if matches!(word, "will" | "'ll" | "shall" | "wo") {
                modal = "future";
            }
        } else if !(NEGATIONS.contains(&word) || view.part_of_speech(at - 1) == "ADV") || view.is_mark(at - 1) {
            break;
        }
        at -= 1;
    }
    match modal {
        _ if group.status == Status::Denied => {}
        "possible" => group.status = Status::Rumoured,
        "future" => group.status = Status::Announced,
        _ => {}
    }
}

/// Reads what governs an infinitive.
fn read_mood(view: &View<'_>, group: &mut VerbGroup) {
    if let Some((at, status)) = governor(view, *group) {
        if is_performative(view.lower(group.head)) && matches!(view.lower(at), "like" | "love") {
            return;
        }
        group.status = group.status.max(status);
    }
}

fn clause_start(view: &View<'_>, before: usize) -> usize {
    (0..before).rev().find(|at| matches!(view.lower(*at), ";" | ":" | "\u{2014}")).map_or(0, |at| at + 1)
}

/// The verb that governs an infinitive group, and what it makes of it.
pub fn governor(view: &View<'_>, group: VerbGroup) -> Option<(usize, Status)> {
    let to = group.start.checked_sub(1)?;
    if view.lower(to) != "to" {
        return None;
    }
    let mut at = to;
    while at > 0 && to - at < 4 {
        at -= 1;
        let word = view.lower(at);
        if view.units[at].mention.is_some() {
            // 'Acme to acquire Foo' is a headline's future
            return (at + 1 == to).then_some((at + 1, Status::Announced));
        }
        if let Some((_, status)) = GOVERNORS.iter().find(|(lemma, _)| is_form_of(word, lemma) || word == *lemma) {
            let negated = at > 0 && NEGATIONS.contains(&view.lower(at - 1));
            // 'was able to' tells that it came to pass
            let came_to_pass = word == "able" && at > 0 && matches!(view.lower(at - 1), "was" | "were");
            let status = if came_to_pass { &Status::Asserted } else { status };
            return Some((at, if negated { Status::Denied } else { *status }));
        }
        if matches!(word, "is" | "are" | "was" | "were") {
            return Some((at, Status::Announced));
        }
    }
    None
}

/// The unit after 'by', where a passive names who did it.
pub fn by_phrase(view: &View<'_>, head: usize) -> Option<usize> {
    (head + 1..view.len().min(head + 9))
        .take_while(|at| {
            !matches!(view.lower(*at), ";" | ":" | "." | "which" | "that" | "who")
                && view.units[*at].mention.is_none_or(|_| true)
        })
        .find(|at| view.lower(*at) == "by")
        .map(|at| at + 1)
}

/// The units that do (or, in the passive, suffer) what the verb says; empty where none is sure.
pub fn subjects(view: &View<'_>, group: VerbGroup) -> Vec<usize> {
    let found = subjects_before(view, group.start, group.bare_participle, 0);
    if found.is_empty() { tree::subjects(view, group.head) } else { found }
}

/// The units of which the copula at a unit says something, found by words alone.
pub fn subjects_of(view: &View<'_>, copula: usize) -> Vec<usize> {
    subjects_before(view, copula, false, 0)
}

fn subjects_before(view: &View<'_>, start: usize, participle: bool, depth: usize) -> Vec<usize> {
    if depth > 4 {
        return Vec::new();
    }
    let Some(mut at) = start.checked_sub(1) else { return Vec::new() };
    while at > 0
        && (view.part_of_speech(at) == "ADV"
            || matches!(view.lower(at), "\"" | "\u{201d}" | "\u{201c}" | "'" | "today" | "yesterday"))
        && view.units[at].mention.is_none()
    {
        at -= 1;
    }
    match view.lower(at) {
        "which" | "who" | "that" => return antecedent(view, at),
        "to" => {
            let group = VerbGroup {
                start: at + 1,
                head: at + 1,
                passive: false,
                status: Status::Asserted,
                current: false,
                bare_participle: false,
            };
            return match governor(view, group) {
                Some((verb, _)) => {
                    let mut first = verb;
                    while first > 0
                        && (AUXILIARIES.contains(&view.lower(first - 1)) || view.part_of_speech(first - 1) == "ADV")
                    {
                        first -= 1;
                    }
                    let found = subjects_before(view, first, false, depth + 1);
                    if found.is_empty() { announced_plan(view, first, depth) } else { found }
                }
                None => Vec::new(),
            };
        }
        "and" | "but" | "or" => return shared_subject(view, at, depth),
        ")" | "]" => {
            let open = (0..at).rev().find(|o| view.bracket_end(*o) == Some(at + 1));
            return open.map_or_else(Vec::new, |open| subjects_before(view, open, participle, depth + 1));
        }
        "," | "\u{2014}" | "\u{2013}" | "-" | "--" => {
            if participle {
                let near = antecedent(view, at + 1);
                let opening =
                    |found: Vec<usize>| if found.first().is_some_and(|at| *at < 4) { found } else { Vec::new() };
                return if near.is_empty() { opening(before_apposition(view, at, depth)) } else { near };
            }
            return before_apposition(view, at, depth);
        }
        _ => {}
    }
    if view.mention(at).is_some() {
        return accept_subject(view, at, depth);
    }
    if let Some(name) = before_code_name(view, at) {
        return accept_subject(view, name, depth);
    }
    // 'the Debian project released': a noun that only repeats what the name is
    if at > 0 && (is_repeating_noun(view.lower(at)) || is_staff(view.lower(at))) && view.mention(at - 1).is_some() {
        return accept_subject(view, at - 1, depth);
    }
    Vec::new()
}

/// The name before its other one: 'Lakemap 2.0 alias "shore" was', 'Lakemap 2.0, codenamed shore, was'.
fn before_code_name(view: &View<'_>, last: usize) -> Option<usize> {
    let cue = (last.saturating_sub(4)..last).rev().find(|at| {
        matches!(view.lower(*at), "alias" | "aka" | "codenamed" | "code-named" | "nicknamed" | "dubbed" | "called")
    })?;
    let before = (0..cue).rev().find(|at| view.lower(*at) != ",")?;
    view.mention(before).map(|_| before)
}

/// 'Acme announced plans to buy': the subject of the verb whose object governs the infinitive.
fn announced_plan(view: &View<'_>, noun: usize, depth: usize) -> Vec<usize> {
    let from = noun.saturating_sub(4);
    let verb =
        (from..noun).rev().find(|at| view.part_of_speech(*at) == "VERB" && view.units[*at].kind == TokenKind::Lower);
    verb.map_or_else(Vec::new, |verb| {
        let mut first = verb;
        while first > 0 && AUXILIARIES.contains(&view.lower(first - 1)) {
            first -= 1;
        }
        subjects_before(view, first, false, depth + 1)
    })
}

/// Nouns that say again what the name before them is.
pub fn is_repeating_noun(lower: &str) -> bool {
    matches!(
        lower,
        "project"
            | "projects"
            | "foundation"
            | "community"
            | "team"
            | "group"
            | "company"
            | "corporation"
            | "consortium"
            | "alliance"
            | "board"
            | "initiative"
            | "distribution"
            | "kernel"
            | "hypervisor"
            | "conference"
            | "summit"
            | "university"
            | "organization"
            | "organisation"
            | "association"
            | "developers"
            | "engineers"
            | "committee"
    )
}

fn with_list(view: &View<'_>, at: usize) -> Vec<usize> {
    match view.list(at) {
        [] => vec![at],
        list => list.to_vec(),
    }
}

fn accept_subject(view: &View<'_>, at: usize, depth: usize) -> Vec<usize> {
    let all = with_list(view, at);
    let first = all.first().copied().unwrap_or(at);
    let Some(before) = first.checked_sub(1) else { return all };
    // 'Mark Heath of Citrix joined': the name within a prepositional phrase is not the subject
    let mut left = before;
    while left > 0
        && (matches!(view.part_of_speech(left), "DET" | "ADJ") || view.lower(left) == "the")
        && view.units[left].mention.is_none()
    {
        left -= 1;
    }
    if matches!(
        view.lower(left),
        "of" | "from" | "at" | "with" | "by" | "for" | "to" | "into" | "through" | "about" | "than" | "like"
    ) && view.units[left].mention.is_none()
    {
        let Some(head) = left.checked_sub(1) else { return Vec::new() };
        if view.mention(head).is_some() {
            return with_list(view, head);
        }
        // 'engineers at Acme have built Foo', 'the board of Acme accepted'
        let acts_for = matches!(view.lower(left), "of" | "at" | "from") && is_staff(view.lower(head));
        if acts_for {
            return all;
        }
        if view.lower(left) != "of" && depth == 0 && before_comma_phrase(view, left) {
            return all;
        }
        return Vec::new();
    }
    all
}

/// Nouns for those who act for a body.
fn is_staff(lower: &str) -> bool {
    matches!(
        lower,
        "board"
            | "crew"
            | "developers"
            | "engineers"
            | "maker"
            | "makers"
            | "management"
            | "owner"
            | "programmers"
            | "researchers"
            | "scientists"
            | "team"
            | "teams"
    )
}

/// Whether the preposition opens the sentence: 'At Acme, Foo joined' has its subject elsewhere.
fn before_comma_phrase(view: &View<'_>, preposition: usize) -> bool {
    preposition == 0 && view.lower(0) == "like"
}

/// The name that a relative pronoun or a trailing participle speaks of.
fn antecedent(view: &View<'_>, pronoun: usize) -> Vec<usize> {
    let mut at = pronoun;
    let mut steps = 0;
    while at > 0 && steps < 6 {
        at -= 1;
        steps += 1;
        if view.lower(at) == ")" {
            if let Some(open) = (0..at).rev().find(|o| view.bracket_end(*o) == Some(at + 1)) {
                at = open;
                continue;
            }
            return Vec::new();
        }
        if view.mention(at).is_some() {
            return vec![at];
        }
        let skippable = view.is_mark(at)
            || is_repeating_noun(view.lower(at))
            || matches!(view.part_of_speech(at), "ADV" | "ADJ" | "NOUN" | "NUM");
        if !skippable {
            return Vec::new();
        }
    }
    Vec::new()
}

/// The subject before a phrase in commas: 'Acme, the maker of Foo, joined'.
fn before_apposition(view: &View<'_>, comma: usize, depth: usize) -> Vec<usize> {
    let mut at = comma;
    let mut commas = 0;
    while at > 0 && comma - at < 40 && commas < 3 {
        at -= 1;
        if matches!(view.lower(at), "," | "\u{2014}" | "\u{2013}" | "-" | "--") {
            commas += 1;
            let mut head = at;
            if head > 0
                && view.lower(head - 1) == ")"
                && let Some(open) = (0..head - 1).rev().find(|o| view.bracket_end(*o) == Some(head))
            {
                head = open;
            }
            if head > 0 && view.mention(head - 1).is_some() {
                return accept_subject(view, head - 1, depth + 1);
            }
            if commas == 1
                && let Some(name) = named_by_apposition(view, at, comma)
            {
                return with_list(view, name);
            }
        }
        if matches!(view.lower(at), ";" | ":") {
            return Vec::new();
        }
    }
    // 'In 2015, released by' or 'Acme, joined': the name right before the comma
    if depth == 0 && comma > 0 && view.mention(comma - 1).is_some() && comma == 1 {
        return vec![comma - 1];
    }
    Vec::new()
}

/// The name between two commas that says what the noun before it is called: 'its main product, the Foo 3, runs'.
fn named_by_apposition(view: &View<'_>, open: usize, close: usize) -> Option<usize> {
    let first = if matches!(view.lower(open + 1), "the" | "a") { open + 2 } else { open + 1 };
    let noun = open.checked_sub(1)?;
    let is_whole = first + 1 == close && view.mention(first).is_some();
    let is_noun = view.part_of_speech(noun) == "NOUN" && view.units[noun].kind == TokenKind::Lower;
    (is_whole && is_noun && view.bracket_end(first).is_none()).then_some(first)
}

/// The subject of the verb phrase that a conjunction continues: 'Acme makes Foo and sells Bar'.
fn shared_subject(view: &View<'_>, conjunction: usize, depth: usize) -> Vec<usize> {
    let from = clause_start(view, conjunction);
    let mut at = conjunction;
    while at > from {
        at -= 1;
        let word = view.lower(at);
        if matches!(word, "which" | "who") {
            return antecedent(view, at);
        }
        let finite = AUXILIARIES.contains(&word) && view.units[at].mention.is_none() && !view.is_possessive(at)
            || view.part_of_speech(at) == "VERB" && !word.ends_with("ing") && view.units[at].kind == TokenKind::Lower;
        if finite && at > 0 {
            let found = subjects_before(view, at, false, depth + 1);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_belong_to_their_lemma() {
        for (form, lemma) in
            [("agreed", "agree"), ("deciding", "decide"), ("sought", "seek"), ("planned", "plan"), ("tries", "try")]
        {
            assert!(is_form_of(form, lemma), "{form} {lemma}");
        }
        assert!(!is_form_of("planner", "plan") && !is_form_of("agreement", "agree"));
    }
}
