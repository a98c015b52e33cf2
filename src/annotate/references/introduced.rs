//! The nouns by which a text introduces what it names: 'Acme, a dairy in Leeds', 'Acme is an insurer', 'the bakery Acme', and
//! the last word of 'the Far Water Trust'. Later 'the dairy' means Acme.

use std::collections::BTreeMap;

use super::super::lexicon::is_in;
use super::super::words::Words;
use crate::model::{ArticleEntity, EntityId, EntityType, Mention, Sentence, TokenKind};
use crate::schema::Gazetteer;

/// Words between an article and the noun, at most.
const MODIFIERS: usize = 8;

/// Words that modify the noun of a description, at most: 'the family-owned steel maker'.
const BEFORE_NOUN: usize = 2;

/// Introductions by one noun that a description looks back over, at most.
const MOST: usize = 16;

/// The nouns of a document, each with the entities that it introduces and the token from where on it does.
#[derive(Debug, Default)]
pub(super) struct Introduced<'w>(BTreeMap<&'w str, Vec<(usize, EntityId)>>);

impl<'w> Introduced<'w> {
    /// Reads what stands around each name.
    ///
    /// # Complexity
    /// O(n log n) in the names.
    pub(super) fn new(
        words: &'w Words<'_>,
        sentences: &[Sentence],
        names: &[Mention],
        entities: &[ArticleEntity],
    ) -> Self {
        let mut nouns: BTreeMap<&str, Vec<(usize, EntityId)>> = BTreeMap::new();
        for name in names {
            let Some(kind) = entities.get(name.entity.0 as usize).map(|entity| entity.entity_type) else { continue };
            let at = sentences.partition_point(|s| s.tokens.end <= name.first_token);
            let Some(sentence) = sentences.get(at) else { continue };
            if matches!(kind, EntityType::Person | EntityType::Place) {
                continue;
            }
            let found = [after(words, sentence, name), before(words, sentence, name), within(words, name, kind)];
            for noun in found.into_iter().flatten() {
                nouns.entry(words.lower(noun)).or_default().push((name.end_token.max(noun + 1), name.entity));
            }
        }
        // what stands behind a name may end behind what stands before the next one
        nouns.values_mut().for_each(|all| all.sort_unstable());
        Self(nouns)
    }

    /// The entities that a noun has introduced last before a token, the latest first.
    fn by(&self, noun: &str, at: usize) -> impl Iterator<Item = EntityId> + Clone {
        let all = self.0.get(noun).map_or(&[][..], Vec::as_slice);
        all[..all.partition_point(|(from, _)| *from <= at)].iter().rev().take(MOST).map(|(_, id)| *id)
    }

    /// The noun of the description whose article stands at a token, and whom it means: the one that it introduced, or of several
    /// the one that `is_near` finds.
    pub(super) fn meant(
        &self,
        words: &Words<'_>,
        at: usize,
        is_near: impl Fn(EntityId) -> bool,
    ) -> Option<(usize, EntityId)> {
        (at + 1..at + 2 + BEFORE_NOUN).find_map(|head| {
            let is_plain = (at + 1..=head).all(|word| words.kind(word) == TokenKind::Lower);
            let mut all = self.by(words.lower(head), at);
            let near = all.clone().find(|id| is_near(*id));
            let last = all.next().filter(|_| is_plain)?;
            near.or_else(|| all.all(|id| id == last).then_some(last)).map(|id| (head, id))
        })
    }
}

fn is_noun(words: &Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    words.kind(at) == TokenKind::Lower
        && word.len() > 2
        && !(word.ends_with('s') && !word.ends_with("ss"))
        && !is_in("unit", word)
        && !is_in("vague-noun", word)
        && Gazetteer::embedded().parts_of_speech(word).next() == Some("NOUN")
}

/// The head of the noun phrase with an article that follows a name: 'Acme, a family-owned dairy in Leeds', 'Acme is an insurer'.
fn after(words: &Words<'_>, sentence: &Sentence, name: &Mention) -> Option<usize> {
    let links = matches!(words.lower(name.end_token), "," | "is" | "was" | "became" | "(" | "\u{2014}" | "\u{2013}");
    let article = name.end_token + 1;
    if !links || !matches!(words.lower(article), "a" | "an" | "the") {
        return None;
    }
    let end = sentence.tokens.end.min(article + 2 + MODIFIERS);
    let is_modifier = |at: &usize| match words.kind(*at) {
        TokenKind::Mark => false,
        TokenKind::Lower => {
            let part = Gazetteer::embedded().parts_of_speech(words.lower(*at)).next();
            words.lower(*at).starts_with('-')
                || !matches!(part, Some("ADP" | "PRON" | "SCONJ" | "CCONJ" | "AUX" | "PART" | "DET"))
        }
        _ => true,
    };
    let phrase = (article + 1..end).take_while(is_modifier);
    // 'Acme, a bakery run by nuns'
    let is_verb =
        |at: &usize| matches!(words.lower(*at), "based" | "run" | "led" | "owned" | "made" | "founded" | "called");
    phrase.take_while(|at| !is_verb(at)).last().filter(|head| is_noun(words, *head))
}

/// The noun right before a name: 'the Leeds bakery Acme'; no office, and no work of the one that is named.
fn before(words: &Words<'_>, sentence: &Sentence, name: &Mention) -> Option<usize> {
    let noun = name.first_token.checked_sub(1).filter(|at| sentence.tokens.contains(at))?;
    // a verb has no article: 'to boost Acme'
    let mut phrase = (sentence.tokens.start.max(noun.saturating_sub(BEFORE_NOUN + 1))..noun).rev();
    let has_article = phrase.any(|at| matches!(words.lower(at), "the" | "a" | "an" | "'s" | "-based"));
    (has_article
        && is_noun(words, noun)
        && !is_in("role", words.lower(noun))
        && !is_in("role-modifier", words.lower(noun)))
    .then_some(noun)
}

/// The last word of the name of a body that says what it is: 'Far Water Trust'.
fn within(words: &Words<'_>, name: &Mention, kind: EntityType) -> Option<usize> {
    let last = name.end_token - 1;
    let is_body = |kind: EntityType| matches!(kind, EntityType::Company | EntityType::Organization);
    let says_what = |(of, weight): &(EntityType, i32)| is_body(*of) && *weight >= 5;
    let heads = Gazetteer::embedded().cues().votes("head", words.lower(last));
    (last > name.first_token && is_body(kind) && heads.iter().any(says_what)).then_some(last)
}
