//! What the language models say of a document's sentences: tags, lemmas and trees, where they may tell a fact.

use super::language::Language;
use super::names::Words;
use crate::model::{Grammar, Mention, MentionKind, Sentence, TokenKind};

/// Sentences longer than this get no tree: they are tables or lists, and no reader parses them either.
const LONGEST: usize = 200;

/// Adds tags and trees to the sentences that may tell a fact: those that name two entities, or one and a number.
///
/// # Complexity
/// Linear in the tokens of those sentences.
pub fn add_grammar(words: &Words<'_>, sentences: &mut [Sentence], mentions: &[Mention]) {
    let language = Language::embedded();
    for sentence in sentences.iter_mut().filter(|sentence| sentence.tokens.len() <= LONGEST) {
        let named = mentions.get(sentence.mentions.clone()).unwrap_or_default();
        let Some((first, rest)) = named.split_first() else { continue };
        let has_number = || sentence.tokens.clone().any(|at| words.kind(at) == TokenKind::Number);
        if rest.iter().all(|mention| mention.entity == first.entity) && !has_number() {
            continue;
        }
        let forms: Vec<&str> = sentence.tokens.clone().map(|at| seen(words.word(at))).collect();
        let models = language.words(&forms);
        let mut tags = language.tag(&models);
        let start = sentence.tokens.start;
        let names = named.iter().filter(|m| m.kind == MentionKind::Name).flat_map(|m| m.first_token..m.end_token);
        let is_word = |at: &usize| matches!(words.kind(*at), TokenKind::Capitalised | TokenKind::Upper);
        language.mark_names(&mut tags, names.filter(is_word).map(|at| at - start));
        sentence.grammar = Some(Grammar { words: language.grammar(&forms, &models, &tags) });
    }
}

/// A token as the models know it: the second half of 'Oslo-based' without its hyphen.
pub fn seen(word: &str) -> &str {
    word.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or(word)
}
