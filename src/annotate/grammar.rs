//! What the language models say of a document's sentences: tags and names first, trees once the mentions are known.

use super::language::{Language, Tags, Words as ModelWords};
use super::names::{Candidate, Words};
use crate::model::{Grammar, GrammarWord, Mention, Sentence, TokenKind};

/// Sentences longer than this get no tree: they are tables or lists, and no reader parses them either.
const LONGEST: usize = 200;

/// The tags of one sentence, with what the models need to go on.
pub struct Tagged {
    words: ModelWords,
    tags: Tags,
}

/// The tags of each sentence in which a candidate stands; `None` for the others.
pub fn tagged(words: &Words<'_>, sentences: &[Sentence], candidates: &[Candidate]) -> Vec<Option<Tagged>> {
    let language = Language::embedded();
    let mut next = 0;
    let mut out = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        while candidates.get(next).is_some_and(|c| c.end <= sentence.tokens.start) {
            next += 1;
        }
        let holds_name = candidates.get(next).is_some_and(|c| c.first < sentence.tokens.end);
        out.push(holds_name.then(|| {
            let forms: Vec<&str> = sentence.tokens.clone().map(|at| seen(words.word(at))).collect();
            let words = language.words(&forms);
            let tags = language.tag(&words);
            Tagged { words, tags }
        }));
    }
    out
}

/// A token as the models know it: the second half of 'Oslo-based' without its hyphen.
pub fn seen(word: &str) -> &str {
    word.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or(word)
}

/// Adds tags and trees to the sentences that may tell a fact: those with two mentions, or one and a number.
pub fn add_grammar(words: &Words<'_>, sentences: &mut [Sentence], tagged: &[Option<Tagged>], mentions: &[Mention]) {
    let language = Language::embedded();
    for (sentence, tagged) in sentences.iter_mut().zip(tagged) {
        let Some(tagged) = tagged else { continue };
        let mentioned = mentions.get(sentence.mentions.clone()).unwrap_or_default();
        let has_number = || sentence.tokens.clone().any(|at| words.kind(at) == TokenKind::Number);
        let tells = mentioned.len() > 1 || mentioned.len() == 1 && has_number();
        if !tells || sentence.tokens.len() > LONGEST {
            continue;
        }
        let tree = language.parse(&tagged.words, &tagged.tags);
        let word = |at: usize| GrammarWord {
            part_of_speech: language.upos(&tagged.tags, at),
            tag: language.xpos(&tagged.tags, at),
            lemma: language.lemma(seen(words.word(sentence.tokens.start + at)), &tagged.tags, at),
            head: tree.heads.get(at).copied().flatten(),
            relation: language.deprel(&tree, at),
        };
        sentence.grammar = Some(Grammar { words: (0..sentence.tokens.len()).map(word).collect() });
    }
}
