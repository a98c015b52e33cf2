//! Which words may tell a predicate: the verbs and nouns of the patterns in `schema/relations/`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::schema::{self, Element};

/// The predicates that a word may tell: a bit for each, by its number in [`schema::PREDICATES`].
pub fn of(word: &str) -> u32 {
    static TRIGGERS: OnceLock<BTreeMap<String, u32>> = OnceLock::new();
    TRIGGERS.get_or_init(read).get(word).copied().unwrap_or(0)
}

/// The names of the predicates of some bits.
pub fn names(bits: u32) -> impl Iterator<Item = &'static str> {
    schema::PREDICATES.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, p)| p.name)
}

fn read() -> BTreeMap<String, u32> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for relation in schema::relations().unwrap_or_default() {
        let number = schema::PREDICATES.iter().position(|p| p.name == relation.predicate.name);
        let Some(bit) = number.and_then(|at| 1_u32.checked_shl(at as u32)) else { continue };
        for element in relation.patterns.iter().flat_map(|pattern| &pattern.elements) {
            for word in trigger(element) {
                *words.entry(word.clone()).or_default() |= bit;
            }
        }
    }
    words
}

fn trigger(element: &Element) -> &[String] {
    match element {
        Element::Verb(words) | Element::Passive(words) | Element::Noun(words) => words,
        Element::Optional(inner) => trigger(inner),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_patterns_tell_their_predicates() {
        assert!(names(of("acquire")).any(|name| name == "acquired"));
        assert!(names(of("sponsor")).any(|name| name == "sponsorOf"));
        assert_eq!(of("quoxander"), 0);
    }
}
