//! What the language models say of a document's sentences: tags, lemmas and trees, where they may tell a fact.

use super::language::Language;
use super::words::Words;
use crate::model::{Grammar, GrammarWord, Mention, MentionKind, Sentence, TokenKind};

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
        let pieces = Pieces::new(sentence.tokens.clone().map(|at| words.word(at)));
        let models = language.words(&pieces.forms);
        let mut tags = language.tag(&models);
        let start = sentence.tokens.start;
        let names = named.iter().filter(|m| m.kind == MentionKind::Name).flat_map(|m| m.first_token..m.end_token);
        let is_word = |at: &usize| matches!(words.kind(*at), TokenKind::Capitalised | TokenKind::Upper);
        language.mark_names(&mut tags, names.filter(is_word).map(|at| pieces.words[at - start]));
        sentence.grammar = Some(Grammar { words: pieces.whole(language.grammar(&pieces.forms, &models, &tags)) });
    }
}

/// A sentence in the tokens that the models know: the second half of 'Oslo-based' is a hyphen and a word to them.
struct Pieces<'t> {
    forms: Vec<&'t str>,
    /// Where the word of each token stands in the forms.
    words: Vec<usize>,
    /// The token that each form belongs to; `None` for hyphens.
    tokens: Vec<Option<usize>>,
}

impl<'t> Pieces<'t> {
    fn new(tokens: impl Iterator<Item = &'t str>) -> Self {
        let mut pieces = Self { forms: Vec::new(), words: Vec::new(), tokens: Vec::new() };
        for (token, word) in tokens.enumerate() {
            let (hyphen, rest) = word.split_at(word.len() - seen(word).len());
            if !hyphen.is_empty() {
                pieces.forms.push(hyphen);
                pieces.tokens.push(None);
            }
            pieces.words.push(pieces.forms.len());
            pieces.forms.push(rest);
            pieces.tokens.push(Some(token));
        }
        pieces
    }

    /// What is known of the tokens; what hangs on a hyphen goes to its head.
    fn whole(&self, found: Vec<GrammarWord>) -> Vec<GrammarWord> {
        if self.forms.len() == self.words.len() {
            return found;
        }
        let heads: Vec<Option<usize>> = found.iter().map(|word| word.head).collect();
        let head = |mut piece: usize| loop {
            piece = heads[piece]?;
            if let Some(token) = self.tokens[piece] {
                return Some(token);
            }
        };
        let mut words: Vec<GrammarWord> =
            found.into_iter().zip(&self.tokens).filter(|(_, token)| token.is_some()).map(|(word, _)| word).collect();
        let mut root = None;
        for (token, word) in words.iter_mut().enumerate() {
            word.head = head(self.words[token]).or(root);
            if word.head.is_none() {
                root = Some(token);
            }
        }
        words
    }
}

/// A token as the models know it: the second half of 'Oslo-based' without its hyphen.
pub fn seen(word: &str) -> &str {
    word.strip_prefix(['-', '\u{2010}', '\u{2011}'])
        .filter(|rest| rest.starts_with(char::is_alphabetic))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(tokens: &[&str], heads: &[Option<usize>]) -> Vec<Option<usize>> {
        let word = |&head: &Option<usize>| GrammarWord {
            part_of_speech: "X",
            tag: "FW",
            lemma: String::new(),
            head,
            relation: "dep",
        };
        let pieces = Pieces::new(tokens.iter().copied());
        pieces.whole(heads.iter().map(word).collect()).into_iter().map(|word| word.head).collect()
    }

    #[test]
    fn a_half_word_is_a_hyphen_and_a_word() {
        let pieces = Pieces::new(["the", "Oslo", "-based", "firm", "-"].into_iter());
        assert_eq!(pieces.forms, ["the", "Oslo", "-", "based", "firm", "-"]);
        assert_eq!(pieces.words, [0, 1, 3, 4, 5]);
    }

    #[test]
    fn what_hangs_on_a_hyphen_goes_to_its_head() {
        let tokens = ["Oslo", "-based", "firm"];
        assert_eq!(heads(&tokens, &[Some(1), Some(2), Some(3), None]), [Some(1), Some(2), None]);
        assert_eq!(heads(&tokens, &[Some(1), None, Some(1), Some(1)]), [None, Some(0), Some(0)], "one root");
    }
}
