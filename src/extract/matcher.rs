//! Matches one pattern of a relation file against one sentence.

use std::cell::Cell;

use super::amounts;
use super::dates::DateExpression;
use super::rules::{Rule, WordId};
use super::tree;
use super::verbs::{VerbGroup, by_phrase, is_repeating_noun, subjects, verb_group};
use super::view::View;
use crate::model::{MentionKind, Status, TokenKind};
use crate::schema::{Gazetteer, Pattern, Slot};

type Element = crate::schema::Element<WordId>;

/// A match: the units of both arguments and what was found beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Match {
    /// Units of the subject, more than one for a list.
    pub subjects: Vec<usize>,
    /// Units of the object.
    pub objects: Vec<usize>,
    /// What the argument without units is.
    pub implied: Option<Implied>,
    /// Index of the date expression, for dated predicates.
    pub date: Option<usize>,
    /// Whether the date is that of the happening, wherever it stands.
    pub when: bool,
    /// First and last unit of the qualifier (inclusive).
    pub qualifier: Option<(usize, usize)>,
    /// How sure the sentence is.
    pub status: Status,
    /// Whether the verb reports something current: present tense or perfect.
    pub current: bool,
    /// The verb or noun that tells it.
    pub trigger: Option<usize>,
    /// First unit of the match.
    pub first: usize,
    /// Unit after the match.
    pub end: usize,
}

/// An argument that no words of the sentence name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implied {
    /// The body that publishes the article.
    Publisher,
    /// The numbered release that the article presents.
    Topic,
    /// The event that the article is about.
    Occasion,
    /// That event, or else the publisher.
    Host,
    /// The company that the article is about.
    Business,
    /// The board, committee or team that the article names.
    Panel,
    Project,
    Club,
}

/// All matches of a pattern in a sentence.
///
/// # Complexity
/// O(units) starts, each a bounded number of steps.
pub fn matches(view: &View<'_>, rule: &Rule, dates: &[DateExpression]) -> Vec<Match> {
    let elements = rule.elements.as_slice();
    let mut out: Vec<Match> = Vec::new();
    let matcher = Matcher::new(view, dates);
    for start in (0..view.len()).filter(|start| may_begin(view, elements, *start)) {
        let seed = Match { first: start, ..Match::default() };
        if let Some(found) = matcher.start(elements, start, seed)
            && is_complete(&found, rule.predicate.is_symmetric)
            && !is_excluded(view, &rule.pattern, &found, dates)
            && !leaves_bracket(view, &found)
            && !out.iter().any(|m| m.subjects == found.subjects && m.objects == found.objects && m.date == found.date)
        {
            out.push(found);
        }
    }
    out
}

/// Whether a pattern that begins with an argument has a chance at a unit: its verb stands there, or a mention.
fn may_begin(view: &View<'_>, elements: &[Element], at: usize) -> bool {
    match elements {
        [Element::Argument(_), Element::Verb(lemmas) | Element::Passive(lemmas), ..] => {
            view.word_among(at, lemmas).is_some()
        }
        [Element::Argument(_), ..] => view.mention(at).is_some(),
        _ => true,
    }
}

/// A match that only the words of the pattern's `unless` forbid.
pub fn excluded(view: &View<'_>, rule: &Rule, dates: &[DateExpression]) -> Option<Match> {
    let matcher = Matcher::new(view, dates);
    (0..view.len()).find_map(|start| {
        let seed = Match { first: start, ..Match::default() };
        let found = matcher.start(rule.elements.as_slice(), start, seed)?;
        (is_complete(&found, rule.predicate.is_symmetric) && is_excluded(view, &rule.pattern, &found, dates))
            .then_some(found)
    })
}

fn is_complete(found: &Match, is_symmetric: bool) -> bool {
    let arguments = [!found.subjects.is_empty(), !found.objects.is_empty(), found.implied.is_some()];
    arguments.iter().filter(|a| **a).count() == 2
        || (arguments[0] || arguments[2]) && (found.date.is_some() || found.when)
        || is_symmetric && found.subjects.len() > 1
}

/// Whether a match begins in a bracket and ends behind it: 'Ann Lee (head of Acme), Tom Marsh (Foo)'. An acronym alone in
/// its bracket means the name before it.
fn leaves_bracket(view: &View<'_>, found: &Match) -> bool {
    let mut open = 0_usize;
    for at in found.first..found.end.min(view.len()) {
        match view.lower(at) {
            "(" => open += 1,
            ")" if open == 0 => return at > found.first + 1,
            ")" => open -= 1,
            _ => {}
        }
    }
    false
}

fn is_excluded(view: &View<'_>, pattern: &Pattern, found: &Match, dates: &[DateExpression]) -> bool {
    let barred = &pattern.unless_in_sentence;
    // the 'may' of '5 May 2014' bars nothing
    let is_dated = |at: usize| dates.iter().any(|date| (date.first..date.end).contains(&at));
    (found.first..found.end + 1).any(|at| pattern.unless.contains(view.lower(at)) && !is_dated(at))
        || view.is_clause && next_word(view, found.end).is_some_and(|word| pattern.unless.contains(&word))
        || !barred.is_empty() && sentence_words(view).any(|word| barred.contains(&word))
}

/// The word of the sentence behind a match in a clause of it, which may have left that word out: 'Ann joined Foo as'.
fn next_word(view: &View<'_>, end: usize) -> Option<String> {
    let last = view.tokens(end.checked_sub(1)?)?;
    let token = view.annotated.tokens.get(view.sentence.tokens.clone())?.get(last.end)?;
    Some(view.annotated.surface_form(token.span).to_lowercase())
}

/// The words of the whole sentence, also where the view is a clause of it.
fn sentence_words<'v>(view: &'v View<'_>) -> impl Iterator<Item = String> + 'v {
    let tokens = view.annotated.tokens.get(view.sentence.tokens.clone()).unwrap_or_default();
    tokens.iter().map(|t| view.annotated.surface_form(t.span).to_lowercase().replace('\u{2019}', "'"))
}

struct Matcher<'v, 'a> {
    view: &'v View<'a>,
    dates: &'v [DateExpression],
    /// How far the best attempt came.
    nearest: Cell<Option<Obstacle>>,
}

/// What an attempt to match came to grief at; the later one is the better attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// A word of the pattern's verb is no verb here.
    NoVerb(usize),
    /// The verb is there, but who does it is not known.
    NoSubject(usize),
    /// So many elements of the pattern were left when the next one did not stand at a unit.
    Missing {
        /// Elements that matched.
        matched: usize,
        /// The unit.
        at: usize,
    },
}

/// Where the best attempt to match a rule ended; none where not even its first element stands in the sentence.
pub fn obstacle(view: &View<'_>, rule: &Rule, dates: &[DateExpression]) -> Option<Obstacle> {
    let matcher = Matcher::new(view, dates);
    let all = rule.elements.len();
    for start in 0..view.len() {
        let _ = matcher.start(&rule.elements, start, Match { first: start, ..Match::default() });
    }
    match matcher.nearest.get()? {
        // the matcher counts what is left, negated so that less is more
        Obstacle::Missing { matched: left, at } => {
            let matched = all.saturating_sub(usize::MAX - left);
            (matched > 0).then_some(Obstacle::Missing { matched, at })
        }
        other => Some(other),
    }
}

/// Words that a noun phrase may have in front of its head.
fn is_premodifier(view: &View<'_>, at: usize) -> bool {
    let Some(unit) = view.units.get(at) else { return false };
    if unit.mention.is_some() || unit.kind == TokenKind::Possessive {
        return false;
    }
    match unit.kind {
        TokenKind::Mark => {
            matches!(
                unit.lower.as_str(),
                "\u{201c}" | "\u{201d}" | "\"" | "'" | "\u{2018}" | "\u{2019}" | "-" | "%" | "$"
            )
        }
        TokenKind::Number | TokenKind::Capitalised | TokenKind::Upper => true,
        _ => {
            matches!(
                unit.lower.as_str(),
                "the" | "a" | "an" | "its" | "their" | "our" | "his" | "her" | "own" | "both" | "all" | "over" | "of"
            ) && unit.lower != "of"
                || matches!(view.part_of_speech(at), "DET" | "ADJ" | "NOUN" | "NUM" | "ADV" | "")
                || unit.lower.ends_with("ing") && unit.lower.len() > 5
                || unit.lower.ends_with("ed") && !tree::has_subject(view, at)
        }
    }
}

impl<'v, 'a> Matcher<'v, 'a> {
    fn new(view: &'v View<'a>, dates: &'v [DateExpression]) -> Self {
        Self { view, dates, nearest: Cell::new(None) }
    }

    fn note(&self, obstacle: Obstacle) {
        self.nearest.set(self.nearest.get().max(Some(obstacle)));
    }
}

impl Matcher<'_, '_> {
    fn start(&self, elements: &[Element], at: usize, seed: Match) -> Option<Match> {
        match elements {
            [Element::Argument(slot), Element::Verb(lemmas), rest @ ..] => {
                self.verb_first(*slot, lemmas, rest, at, seed)
            }
            [Element::Argument(slot), Element::Passive(lemmas), rest @ ..] => {
                let group = verb_group(self.view, at, lemmas)?;
                let trailing = !group.passive && is_trailing_participle(self.view, group);
                if !group.passive && !trailing {
                    return None;
                }
                let sufferers =
                    subjects(self.view, VerbGroup { bare_participle: group.bare_participle || trailing, ..group });
                if sufferers.is_empty() {
                    return None;
                }
                let status = group.status.max(self.doubt_of(group));
                let mut found = Match { status, current: group.current, first: group.start, trigger: Some(at), ..seed };
                self.set(&mut found, *slot, sufferers);
                self.rest(rest, at + 1, found)
            }
            [Element::Argument(slot), rest @ ..] => {
                let units = self.argument_here(at, rest.first())?;
                let mut found = seed;
                let last = *units.last()?;
                self.set(&mut found, *slot, units);
                let skipped = self.after_argument(last);
                let direct = self.rest(rest, last + 1, found.clone());
                direct.or_else(|| (skipped > last + 1).then(|| self.rest(rest, skipped, found)).flatten())
            }
            _ => self.rest(elements, at, seed),
        }
    }

    /// A mention that starts exactly here, with its list where it opens one.
    fn argument_here(&self, at: usize, next: Option<&Element>) -> Option<Vec<usize>> {
        self.view.mention(at)?;
        let possessor = self.asks_possessive(next);
        if possessor {
            return self.view.is_possessor(at).then(|| vec![at]);
        }
        if self.view.is_possessor(at) {
            return None;
        }
        Some(match self.view.list(at) {
            [] => vec![at],
            // 'Ann Lee (Acme) and Tom Marsh (Foo)': what a bracket says holds for the names up to it
            list if self.asks_bracket(next) => {
                let last = list.iter().copied().find(|m| *m >= at && self.view.lower(m + 1) == "(");
                list.iter().copied().filter(|m| *m >= at && last.is_none_or(|last| *m <= last)).collect()
            }
            list if list.first() == Some(&at) => list.to_vec(),
            list => list.iter().copied().filter(|m| *m >= at).collect(),
        })
    }

    /// Whether the next element is the possessive ending.
    fn asks_possessive(&self, next: Option<&Element>) -> bool {
        matches!(next, Some(Element::Word(words)) if words.contains(&self.view.rules.possessive()))
    }

    /// Whether the next element is an opening bracket.
    fn asks_bracket(&self, next: Option<&Element>) -> bool {
        matches!(next, Some(Element::Word(words)) if words.iter().any(|word| self.view.rules.word(*word) == "("))
    }

    /// Whether the next element asks for the word at a place.
    fn asks_word(view: &View<'_>, next: Option<&Element>, at: usize) -> bool {
        matches!(next, Some(Element::Word(words)) if view.word_among(at, words).is_some())
    }

    /// The unit after an argument: brackets and nouns that repeat it are stepped over.
    fn after_argument(&self, last: usize) -> usize {
        let mut at = last + 1;
        while let Some(end) = self.view.bracket_end(at).filter(|end| end - at <= 8) {
            at = end;
        }
        // 'Far Water Foundation (FWF), the body behind': the short name stands for the long one
        if view_is_bracketed(self.view, last) {
            at = at.max(last + 2);
        }
        at
    }

    fn set(&self, found: &mut Match, slot: Slot, units: Vec<usize>) {
        match slot {
            Slot::Subject => found.subjects = units,
            Slot::Object => found.objects = units,
        }
    }

    /// What the words around a verb make of it; a participle after its noun ('the tool developed by Acme') is presupposed.
    fn doubt_of(&self, group: VerbGroup) -> Status {
        // 'Is the tool developed by Acme?'
        let opening = self.view.annotated.tokens.get(self.view.sentence.tokens.start);
        let opening = opening.map_or("", |token| self.view.annotated.surface_form(token.span));
        let is_asked = matches!(opening, "Is" | "Are" | "Was" | "Were");
        let is_presupposed = group.passive && group.bare_participle && !is_asked;
        if is_presupposed { Status::Asserted } else { self.view.doubt(group.head) }
    }

    /// `{subject} <verb> ...`, in the active and in the passive.
    fn verb_first(&self, slot: Slot, lemmas: &[WordId], rest: &[Element], head: usize, seed: Match) -> Option<Match> {
        let Some(group) = verb_group(self.view, head, lemmas) else {
            if self.view.word_among(head, lemmas).is_some() {
                self.note(Obstacle::NoVerb(head));
            }
            return None;
        };
        let doers = subjects(self.view, group);
        if doers.is_empty() {
            self.note(Obstacle::NoSubject(head));
            return None;
        }
        let mut found = seed;
        found.status = group.status.max(self.doubt_of(group));
        found.current = group.current;
        found.first = group.start;
        found.trigger = Some(head);
        if group.passive {
            return self.passive(slot, group, doers, rest, found);
        }
        if group.bare_participle && !self.view.lower(head).ends_with("ing") {
            return None;
        }
        self.set(&mut found, slot, doers);
        self.rest(rest, head + 1, found)
    }

    /// 'Foo was bought by Acme in 2015': subject and first argument of the active change places.
    fn passive(
        &self,
        slot: Slot,
        group: VerbGroup,
        sufferers: Vec<usize>,
        rest: &[Element],
        seed: Match,
    ) -> Option<Match> {
        if let [Element::Argument(other), rest @ ..] = rest {
            let by = by_phrase(self.view, group.head)?;
            let (units, next) = self.noun_phrase(by, None)?;
            let mut found = seed;
            self.set(&mut found, *other, sufferers);
            self.set(&mut found, slot, units);
            return self.rest(rest, next, found);
        }
        None
    }

    fn rest(&self, elements: &[Element], at: usize, found: Match) -> Option<Match> {
        let Some((element, rest)) = elements.split_first() else {
            return Some(Match { end: at, ..found });
        };
        self.note(Obstacle::Missing { matched: usize::MAX - elements.len(), at });
        if let Some(done) = self.element(element, rest, at, &found) {
            return Some(done);
        }
        // quotation marks, brackets and adverbs may stand anywhere
        let quote = matches!(self.view.lower(at), ":" | "\"" | "\u{201c}" | "\u{201d}" | "'" | "``" | "''");
        let adverb = self.view.part_of_speech(at) == "ADV" && self.view.units[at].kind == TokenKind::Lower;
        if at < self.view.len() && (quote || adverb && !matches!(self.view.lower(at), "not" | "never" | "no")) {
            return self.rest(elements, at + 1, found);
        }
        self.view.bracket_end(at).and_then(|end| self.rest(elements, end, found))
    }

    fn element(&self, element: &Element, rest: &[Element], at: usize, found: &Match) -> Option<Match> {
        let view = self.view;
        match element {
            Element::Optional(inner) => {
                let with = self.element(inner, rest, at, found);
                with.or_else(|| self.rest(rest, at, found.clone()))
            }
            Element::Argument(slot) => {
                let (units, next) = self.noun_phrase(at, rest.first())?;
                let mut found = found.clone();
                self.set(&mut found, *slot, units);
                self.rest(rest, next, found)
            }
            Element::AnyMention => view.mention(at).and_then(|_| self.rest(rest, at + 1, found.clone())),
            Element::Word(words) => {
                if at > 0 && view.is_possessive_pronoun(at - 1) && words.contains(&view.rules.possessive()) {
                    return self.rest(rest, at, found.clone());
                }
                view.word_among(at, words)?;
                let is_verb = view.part_of_speech(at) == "VERB";
                // the verb that tells it: 'not developed by Acme'
                let own = if found.trigger.is_none() { tree::status(view, at) } else { Status::Asserted };
                let doubt = if is_verb { view.doubt(at).max(own) } else { Status::Asserted };
                let trigger = found.trigger.or(is_verb.then_some(at));
                self.rest(rest, at + 1, Match { status: found.status.max(doubt), trigger, ..found.clone() })
            }
            Element::Verb(lemmas) => {
                let group = verb_group(view, at, lemmas);
                let plain = view.word_among(at, lemmas).is_some();
                let mut found = found.clone();
                found.status = found.status.max(view.doubt(at));
                let trigger = found.trigger.or(Some(at));
                match group {
                    Some(group) => {
                        found.status = found.status.max(group.status);
                        found.current |= group.current;
                    }
                    None if !plain => {
                        // auxiliaries before the verb
                        let next = view.lower(at);
                        let auxiliary = matches!(
                            next,
                            "has"
                                | "am"
                                | "'m"
                                | "have"
                                | "had"
                                | "will"
                                | "is"
                                | "are"
                                | "was"
                                | "were"
                                | "be"
                                | "been"
                                | "would"
                                | "'ll"
                                | "'ve"
                        );
                        return (auxiliary && view.units[at].mention.is_none())
                            .then(|| self.element(element, rest, at + 1, &found))
                            .flatten();
                    }
                    None => {}
                }
                self.rest(rest, at + 1, Match { trigger, ..found })
            }
            Element::Passive(lemmas) => {
                let group = verb_group(view, at, lemmas)?;
                let passive = group.passive || is_trailing_participle(view, group);
                let mut found = found.clone();
                found.status = found.status.max(group.status).max(view.doubt(at));
                found.current |= group.current;
                found.trigger = found.trigger.or(Some(at));
                passive.then(|| self.rest(rest, at + 1, found)).flatten()
            }
            Element::When => self.rest(rest, at, Match { when: true, ..found.clone() }),
            Element::Publisher => self.imply(Implied::Publisher, rest, at, found),
            Element::Topic => self.imply(Implied::Topic, rest, at, found),
            Element::Occasion => self.imply(Implied::Occasion, rest, at, found),
            Element::Host => self.imply(Implied::Host, rest, at, found),
            Element::Business => self.imply(Implied::Business, rest, at, found),
            Element::Panel => self.imply(Implied::Panel, rest, at, found),
            Element::Project => self.imply(Implied::Project, rest, at, found),
            Element::Club => self.imply(Implied::Club, rest, at, found),
            Element::Item => view.is_item().then(|| self.rest(rest, at, found.clone())).flatten(),
            Element::Start => (0..at).all(|u| view.is_mark(u)).then(|| self.rest(rest, at, found.clone())).flatten(),
            Element::End => {
                (at..view.len()).all(|u| view.is_mark(u)).then(|| self.rest(rest, at, found.clone())).flatten()
            }
            Element::Is => self.is(rest, at, found),
            Element::Noun(heads) => self.noun(heads, rest, at, found),
            Element::Role => {
                // a title after a comma holds whatever is made of the sentence
                let before = at.checked_sub(1).filter(|before| !view.is_mark(*before));
                let is_said = before.is_some_and(|b| view.mention(b).is_none() || found.subjects.contains(&b));
                for end in role_ends(view, at) {
                    let mut with = found.clone();
                    if is_said {
                        with.status = with.status.max(view.doubt(at));
                    }
                    with.qualifier = Some((at, end - 1));
                    if let Some(done) = self.rest(rest, end, with) {
                        return Some(done);
                    }
                }
                None
            }
            Element::Level => (1..=4).rev().find_map(|length| {
                let end = at + length;
                let open = (at..end).all(|u| u < view.len() && !view.is_mark(u) && !view.is_possessive(u));
                let mut with = found.clone();
                with.qualifier = Some((at, end.wrapping_sub(1)));
                open.then(|| self.rest(rest, end, with)).flatten()
            }),
            Element::Amount => {
                let end = amounts::amount_at(view, at).map(|amount| amount.end).or_else(|| bare_sum(view, at))?;
                let mut found = found.clone();
                found.qualifier = Some((at, end - 1));
                self.rest(rest, end, found)
            }
            Element::Date => {
                let index = self.dates.iter().position(|d| {
                    d.first == at || d.first == at + 1 && matches!(view.lower(at), "the" | "early" | "late")
                })?;
                let mut found = found.clone();
                found.date = Some(index);
                self.rest(rest, self.dates[index].end, found)
            }
            Element::Gap => (0..=4).find_map(|length| {
                let end = at + length;
                // 'Ann Lee, and the members of Foo' says nothing of Ann Lee
                let is_next = at > 0 && view.lower(at - 1) == "," && matches!(view.lower(at), "and" | "or");
                if length > 0 && is_next && matches!(rest.first(), Some(Element::Noun(_))) {
                    return None;
                }
                // 'including but not limited to'
                let is_denied = |u: usize| {
                    matches!(view.lower(u), "not" | "n't" | "never" | "no")
                        && !matches!(view.lower(u + 1), "limited" | "only" | "just")
                };
                let open = (at..end).all(|u| {
                    u < view.len()
                        && !is_denied(u)
                        && (view.mention(u).is_none() || view.is_possessive_pronoun(u))
                        && !matches!(view.lower(u), ";" | ":" | "." | "which" | "who" | "that")
                });
                open.then(|| self.rest(rest, end, found.clone())).flatten()
            }),
        }
    }

    fn imply(&self, implied: Implied, rest: &[Element], at: usize, found: &Match) -> Option<Match> {
        self.view.implied(implied)?;
        self.rest(rest, at, Match { implied: Some(implied), ..found.clone() })
    }

    /// A copula, the comma of an apposition, or 'as'.
    fn is(&self, rest: &[Element], at: usize, found: &Match) -> Option<Match> {
        let view = self.view;
        let mut found = found.clone();
        if matches!(view.lower(at), "," | "\u{2013}" | "\u{2014}" | "--" | "-") {
            // 'Whitehurst, 52, who is ...'
            let mut next = at + 1;
            if view.units.get(next).is_some_and(|u| u.kind == TokenKind::Number) && view.lower(next + 1) == "," {
                next += 2;
            }
            if let Some(done) = self.rest(rest, next, found.clone()) {
                return Some(done);
            }
            return matches!(view.lower(next), "who" | "which").then(|| self.is(rest, next + 1, &found)).flatten();
        }
        let mut end = at;
        let mut copula = false;
        while end < view.len() && end - at < 6 {
            let word = view.lower(end);
            match word {
                "is" | "am" | "'m" | "'re" | "are" | "was" | "were" | "be" | "been" | "becomes" | "become"
                | "became" | "becoming" | "remains" | "remained" | "'s"
                    if view.units[end].mention.is_none() =>
                {
                    copula = true;
                    found.status = found.status.max(view.doubt(end));
                    found.current |= matches!(word, "becomes" | "become");
                }
                "now" => found.current = true,
                "has" | "have" | "had" | "also" | "to" | "both" => {}
                "no" if view.lower(end + 1) == "longer" => found.status = Status::Denied,
                "not" | "n't" | "never" => found.status = Status::Denied,
                "will" | "'ll" => found.status = found.status.max(Status::Announced),
                "could" | "may" | "might" | "would" | "should" | "can" => {
                    found.status = found.status.max(Status::Rumoured)
                }
                _ if view.part_of_speech(end) == "ADV" => {}
                // 'He was until May 2008 the head of Acme'
                "until" | "since" | "from" if copula => {
                    let Some(date) = self.dates.iter().find(|date| date.first == end + 1) else { break };
                    end = date.end;
                    continue;
                }
                _ => break,
            }
            end += 1;
        }
        copula.then(|| self.rest(rest, end, found)).flatten()
    }

    /// A noun phrase with a given head: 'a proud platinum member'.
    fn noun(&self, heads: &[WordId], rest: &[Element], at: usize, found: &Match) -> Option<Match> {
        let view = self.view;
        let mut end = at;
        while end < view.len() && end - at < 8 {
            let word = view.lower(end);
            let after_verb = end > 0
                && matches!(
                    view.lower(end - 1),
                    "to" | "can" | "could" | "will" | "would" | "may" | "must" | "not" | "n't" | "should"
                );
            let is_head = !after_verb && view.word_among(end, heads).is_some();
            if is_head {
                let mut found = found.clone();
                found.status = found.status.max(view.doubt(end)).max(tree::status_of_noun(view, end));
                if (at..end).any(|u| view.lower(u) == "no") {
                    found.status = Status::Denied;
                }
                let first = (at..end).find(|u| {
                    !matches!(view.part_of_speech(*u), "DET" | "ADV" | "PRON") && view.units[*u].kind != TokenKind::Mark
                });
                found.qualifier = Some((first.unwrap_or(end), end));
                found.trigger = found.trigger.or(Some(end));
                if let Some(done) = self.rest(rest, end + 1, found) {
                    return Some(done);
                }
            }
            let modifier = is_premodifier(view, end)
                || view.mention(end).is_some() && !view.is_possessor(end) && view.list(end).is_empty()
                || matches!(word, "and" | "," | "of" if end > at) && word != "of" && is_premodifier(view, end + 1)
                // 'the government's stake'
                || end > at && view.is_possessive(end) && view.mention(end - 1).is_none();
            if !modifier {
                return None;
            }
            end += 1;
        }
        None
    }

    /// Whether a comma leads from a description to its name: 'their storage platform, Lakemap'.
    fn before_apposed_name(&self, at: usize, comma: usize) -> bool {
        let view = self.view;
        comma > at
            && view.lower(comma) == ","
            && view.part_of_speech(comma - 1) == "NOUN"
            && (view.mention(comma + 1).is_some()
                || view.mention(comma + 2).is_some() && view.lower(comma + 1) == "the")
            && matches!(view.lower(at), "a" | "an" | "the" | "its" | "their" | "our" | "his" | "her")
    }

    /// The person before whose name a body and an office stand.
    fn office_holder(&self, body: usize) -> Option<usize> {
        let view = self.view;
        // also 'by Acme students Ann Keller and Tom Marsh'
        let is_office = |at: &usize| {
            view.mention(*at).is_none()
                && (super::view::is_role_word(view.lower(*at))
                    || view.lower(*at).strip_suffix('s').is_some_and(super::view::is_role_word)
                    || matches!(
                        view.lower(*at),
                        "ph.d." | "phd" | "students" | "student" | "graduates" | "graduate" | "alumni"
                    ))
        };
        let offices = (body + 1..view.len().min(body + 6)).take_while(is_office).count();
        // 'two former Acme developers, Ann Keller and Tom Marsh'
        let is_plural = offices > 0 && view.lower(body + offices).ends_with('s');
        let comma = usize::from(is_plural && view.lower(body + 1 + offices) == ",");
        let person = body + 1 + offices + comma;
        let is_person = |at: usize| view.entity_type(at) == Some(crate::model::EntityType::Person);
        (offices > 0 && !is_person(body) && is_person(person)).then_some(person)
    }

    /// The mention that heads the noun phrase here, with its list, and the unit after it.
    fn noun_phrase(&self, at: usize, next: Option<&Element>) -> Option<(Vec<usize>, usize)> {
        let view = self.view;
        let possessor = self.asks_possessive(next);
        let mut head = at;
        while head < view.len() && head - at < 9 {
            if view.mention(head).is_some() {
                if view.is_possessor(head) && !possessor {
                    head += if view.is_possessive(head + 1) { 2 } else { 1 }; // 'Germany's Hexal', 'its Hexal'
                    continue;
                }
                // 'a Lakemap-based system' is no Lakemap
                if view.lower(head + 1).len() > 1
                    && view.lower(head + 1).starts_with('-')
                    && !Self::asks_word(view, next, head + 1)
                {
                    head += 2;
                    continue;
                }
                // 'by Acme chief executive Ann Keller'
                if !possessor && let Some(person) = self.office_holder(head) {
                    head = person;
                    continue;
                }
                // 'US Acme', 'US affiliate Acme'
                if view.entity_type(head) == Some(crate::model::EntityType::Place)
                    && let Some(named) = (head + 1..head + 4).find(|at| view.mention(*at).is_some())
                    && (head + 1..named).all(|at| view.part_of_speech(at) == "NOUN" || view.part_of_speech(at) == "ADJ")
                {
                    head = named;
                    continue;
                }
                // 'Acme's practices and he' says nothing of Acme and him
                if head > at && view.mention(head).is_some_and(|m| m.kind == MentionKind::Pronoun) {
                    return None;
                }
                let units = match view.list(head) {
                    [] => vec![head],
                    list => list.iter().copied().filter(|m| *m >= head).collect(),
                };
                let last = *units.last()?;
                // 'Ann Keller (Acme)': the pattern asks for the end of the bracket itself
                let closes = view.lower(last + 1) == ")" && Self::asks_word(view, next, last + 1);
                let mut end = if closes { last + 1 } else { self.after_argument(last) };
                // 'a Lakemap project' repeats, unless the pattern asks for the noun itself
                let is_asked = matches!(next, Some(Element::Noun(words) | Element::Word(words))
                    if view.word_among(end, words).is_some());
                if is_repeating_noun(view.lower(end)) && !is_asked {
                    end = self.after_argument(end);
                }
                return Some((units, end));
            }
            if let Some(end) = view.bracket_end(head).filter(|_| head > at) {
                head = end;
                continue;
            }
            // 'by companies like Acme and Foo', 'on standards such as Lakemap'
            let examples = match view.lower(head) {
                "like" | "including" => 1,
                "such" if view.lower(head + 1) == "as" => 2,
                _ => 0,
            };
            if examples > 0 && head > at && view.lower(head - 1).ends_with('s') {
                head += examples;
                continue;
            }
            // 'a service running Lakemap' says nothing of a service called Lakemap
            if head > at && view.lower(head).ends_with("ing") && view.part_of_speech(head - 1) == "NOUN" {
                return None;
            }
            let joins = head > at && matches!(view.lower(head), "and" | "but") || self.before_apposed_name(at, head);
            if !joins && !is_premodifier(view, head) {
                return None;
            }
            head += 1;
        }
        None
    }
}

/// Whether the unit fills a bracket alone.
fn view_is_bracketed(view: &View<'_>, at: usize) -> bool {
    view.lower(at + 1) == ")" && at > 0 && view.lower(at - 1) == "("
}

/// 'Acme, founded in 1993,' and 'the tool developed by Acme': a past participle that follows its noun.
fn is_trailing_participle(view: &View<'_>, group: VerbGroup) -> bool {
    let word = view.lower(group.head);
    let participle = !word.ends_with("ing") && !word.ends_with('s');
    let before = (0..group.head).rev().find(|at| view.part_of_speech(*at) != "ADV").map_or("", |at| view.lower(at));
    let next = view.lower(group.head + 1);
    participle && group.start == group.head && tree::is_participle_clause(view, group.head)
        || participle
            && group.start == group.head
            && matches!(before, "," | "\u{2013}" | "\u{2014}" | "(" | "-")
            && matches!(next, "in" | "on" | "by" | "as" | "at" | "back" | "with" | "under" | "for" | "last" | "today")
}

/// Where a job title that starts here may end, longest first.
pub fn role_ends(view: &View<'_>, at: usize) -> Vec<usize> {
    let lists = Gazetteer::embedded();
    let mut ends = Vec::new();
    let mut end = at;
    let mut seen_role = false;
    let mut loose_role = false;
    while end < view.len() && end - at < 14 {
        let unit = &view.units[end];
        let word = unit.lower.trim_end_matches('.');
        let word = word.strip_suffix('s').filter(|w| lists.is_in_class("role", w)).unwrap_or(word);
        let is_role = unit.mention.is_none()
            && (lists.is_in_class("role", word) || word.split(['-', '/']).any(|part| lists.is_in_class("role", part)));
        if is_role {
            seen_role |= !lists.is_in_class("role-loose", word);
            loose_role = true;
            if seen_role {
                ends.push(end + 1);
            }
        } else if loose_role && !seen_role && unit.mention.is_none() && matches!(word, "and" | "&" | "," | "/") {
            // 'Founder and Chief Executive'
        } else if unit.mention.is_some() {
            break;
        } else if seen_role
            && matches!(word, "of" | "for" | "," | "and" | "&" | "/" | "the" | "at" | "in" | "(" | ")" | "-")
        {
            if word == ")" {
                ends.push(end + 1);
            }
        } else if seen_role {
            // 'director of capacity engineering', 'President, Platform Solutions'
            let ordinary = matches!(unit.kind, TokenKind::Lower | TokenKind::Capitalised | TokenKind::Upper);
            if !ordinary
                || matches!(view.part_of_speech(end), "VERB" | "AUX" | "PRON" | "SCONJ")
                    && !lists.is_in_class("role-modifier", word)
            {
                break;
            }
            ends.push(end + 1);
        } else {
            let modifier = lists.is_in_class("role-modifier", word)
                || matches!(word, "the" | "a" | "an" | "and" | "&" | "of" | "its" | "their" | "our")
                || matches!(unit.kind, TokenKind::Lower | TokenKind::Capitalised | TokenKind::Upper)
                    && matches!(view.part_of_speech(end), "NOUN" | "ADJ" | "ADV" | "");
            if !modifier {
                break;
            }
        }
        end += 1;
    }
    ends.reverse();
    ends
}

/// '2 million', where the pattern asks for a sum and the text leaves out of what.
fn bare_sum(view: &View<'_>, at: usize) -> Option<usize> {
    let is_number = view.units.get(at)?.lower.starts_with(|c: char| c.is_ascii_digit());
    let is_sum = matches!(view.lower(at + 1), "million" | "billion" | "m" | "bn" | "k" | "thousand");
    (is_number && is_sum).then_some(at + 2)
}
