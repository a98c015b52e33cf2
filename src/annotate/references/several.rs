//! References to several at once: 'both', 'the two companies', 'all three', 'they' behind a list of names.

use super::super::lexicon::is_in;
use super::super::words::Words;
use super::{Focus, NEAR, Place, Seen};
use crate::model::{EntityId, EntityType, MentionKind, TokenKind};
use crate::schema::Gazetteer;

/// Sentences that a reference to several reaches back, at most.
const REACH: usize = 2;

/// A reference to several entities.
pub(super) struct Several {
    /// The token after it.
    pub end: usize,
    /// Whom it means, in the order in which they were named.
    pub entities: Vec<EntityId>,
    pub kind: MentionKind,
}

const COMPANIES: [EntityType; 1] = [EntityType::Company];
const BODIES: [EntityType; 2] = [EntityType::Company, EntityType::Organization];
const WORKS: [EntityType; 2] = [EntityType::Project, EntityType::Product];
const PEOPLE: [EntityType; 1] = [EntityType::Person];

/// The types that a plural noun means.
fn kinds_of(noun: &str) -> Option<&'static [EntityType]> {
    let singular = match noun.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => noun.strip_suffix('s').unwrap_or("").to_owned(),
    };
    let is_in = |class: &str| is_in(class, &singular);
    match noun {
        "men" | "women" => Some(&PEOPLE),
        "parties" | "partners" | "sides" => Some(&BODIES),
        _ if is_in("nominal-company") || is_in("nominal-organization") => Some(&BODIES),
        _ if is_in("nominal-project") || singular == "product" => Some(&WORKS),
        _ => is_in("role").then_some(&PEOPLE),
    }
}

fn count_of(word: &str) -> Option<usize> {
    match word {
        "two" => Some(2),
        "three" => Some(3),
        "four" => Some(4),
        _ => None,
    }
}

impl Focus<'_> {
    /// The reference to several that starts at a token, where the text just before names so many and no more.
    pub(super) fn several(&self, words: &Words<'_>, place: Place<'_>) -> Option<Several> {
        let (at, limit) = (place.at, place.sentence.tokens.end);
        let next = words.lower(at + 1);
        let (count, noun) = match words.lower(at) {
            "they" if is_subject(words, at + 1) => {
                let entities = self.listed(place.number)?;
                return Some(Several { end: at + 1, entities, kind: MentionKind::Pronoun });
            }
            "both" => (2, at + 1),
            "the" | "all" if count_of(next).is_some() => (count_of(next)?, at + 2),
            "the" if matches!(next, "pair" | "duo") && is_subject(words, at + 2) => (2, at + 2),
            _ => return None,
        };
        let kinds = kinds_of(words.lower(noun)).filter(|_| noun < limit);
        // 'the two months', 'both Acme and Foo', 'the two companies that'
        let end = noun + usize::from(kinds.is_some());
        let stands_alone = match kinds {
            Some(_) => {
                words.kind(end) != TokenKind::Capitalised && !matches!(words.lower(end), "of" | "that" | "which")
            }
            None => is_subject(words, noun),
        };
        if !stands_alone || end > limit {
            return None;
        }
        let entities = self.named_together(place.number, count, kinds)?;
        Some(Several { end, entities, kind: MentionKind::Nominal })
    }

    /// The so many entities of some types, or of any one type, that the last sentence to name so many of them names.
    fn named_together(&self, number: usize, count: usize, kinds: Option<&[EntityType]>) -> Option<Vec<EntityId>> {
        let groups: &[&[EntityType]] = &[&COMPANIES, &BODIES, &PEOPLE, &WORKS];
        let groups = kinds.as_ref().map_or(groups, std::slice::from_ref);
        (0..=REACH.min(number)).find_map(|back| {
            groups.iter().find_map(|kinds| {
                let named = self.named_in(number - back, kinds);
                (named.len() == count).then_some(named)
            })
        })
    }

    /// The mentions of a sentence, as far as they are near.
    fn of_sentence(&self, number: usize) -> impl Iterator<Item = &Seen> {
        self.history[self.history.len().saturating_sub(NEAR)..].iter().filter(move |seen| seen.sentence == number)
    }

    /// The entities of some types that a sentence names, each once, in the order of the text.
    fn named_in(&self, number: usize, kinds: &[EntityType]) -> Vec<EntityId> {
        let mut named = Vec::new();
        for seen in self.of_sentence(number).filter(|seen| !seen.is_aside) {
            if self.kind_of(seen.entity).is_some_and(|kind| kinds.contains(&kind)) && !named.contains(&seen.entity) {
                named.push(seen.entity);
            }
        }
        named
    }

    /// The members of the list with which the sentence before, or the one at hand, begins.
    fn listed(&self, number: usize) -> Option<Vec<EntityId>> {
        (0..=REACH.min(number)).find_map(|back| {
            let mut named = self.of_sentence(number - back).skip_while(|seen| !(seen.is_first && seen.opens));
            let mut members: Vec<&Seen> = vec![named.next()?];
            members.extend(named.take_while(|seen| seen.is_joined));
            let kind = self.kind_of(members.first()?.entity)?;
            let is_alike = |seen: &&&Seen| {
                self.kind_of(seen.entity).is_some_and(|of| of == kind || BODIES.contains(&of) && BODIES.contains(&kind))
            };
            let (all, alike) = (members.len(), members.iter().filter(is_alike).count());
            let is_list = all > 1 && all == alike && !matches!(kind, EntityType::Place | EntityType::Event);
            is_list.then(|| members.iter().map(|seen| seen.entity).collect())
        })
    }
}

/// Whether a verb stands at a token, or behind one adverb, so that what stands before is its subject.
fn is_subject(words: &Words<'_>, at: usize) -> bool {
    let part = |at: usize| Gazetteer::embedded().parts_of_speech(words.lower(at)).next();
    let is_verb = |at: usize| matches!(part(at), Some("VERB" | "AUX")) || words.lower(at) == "'ve";
    is_verb(at) || part(at) == Some("ADV") && is_verb(at + 1)
}
