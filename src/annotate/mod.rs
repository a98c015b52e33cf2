//! Stage 2: language analysis. Takes a [`Document`], gives its sentences, tokens, names and entities.
//!
//! Steps: [`tokens`] and [`sentences`] cut each block; [`names`] finds the runs of words that are names;
//! [`types`] votes what each is; [`entities`] joins the names that mean the same;
//! [`references`] finds what pronouns and descriptions mean. Boilerplate yields nothing.
//! Must never fail and never take more than linear time. To add knowledge of words, edit `schema/gazetteer/`.

mod entities;
mod lexicon;
mod names;
mod references;
mod sentences;
mod tokens;
mod types;

use crate::model::{Annotated, Block, BlockKind, Document, Mention, Sentence, Token};

/// Analyses a document. Never fails; an empty text gives an empty analysis.
///
/// # Complexity
/// O(n log n) in the text for sentences, tokens and names; quadratic only in the number of *different* names of
/// one document when acronyms are matched.
pub fn annotate(document: &Document) -> Annotated<'_> {
    let text = document.prose.as_str();
    let (mut sentences, tokens) = cut(document);
    let words = names::Words::new(text, &tokens);
    let is_heading = |b: &Block| matches!(b.kind, BlockKind::Title | BlockKind::Heading);
    let headings = document.blocks.iter().enumerate().filter(|(_, b)| is_heading(b)).map(|(at, _)| at).collect();
    let candidates = names::candidates(&words, &sentences, &headings);
    let (mut mentions, entities) = entities::entities(document, &words, &candidates, &[]);
    mentions.extend(references::references(document, &words, &sentences, &mentions, &entities));
    mentions.sort_by_key(|m| m.first_token);
    for sentence in &mut sentences {
        let range = within(&mentions, sentence);
        sentence.mentions = range;
    }
    Annotated { document, sentences, tokens, mentions, entities }
}

fn cut(document: &Document) -> (Vec<Sentence>, Vec<Token>) {
    let text = document.prose.as_str();
    let mut all_tokens: Vec<Token> = Vec::new();
    let mut all = Vec::new();
    for (block, b) in document.blocks.iter().enumerate().filter(|(_, b)| b.kind != BlockKind::Boilerplate) {
        let start = all_tokens.len();
        let tokens = tokens::tokens(b.span.slice(text), b.span.start as usize);
        for range in sentences::sentences(text, &tokens) {
            let span = tokens[range.start].span.join(tokens[range.end - 1].span);
            let range = range.start + start..range.end + start;
            all.push(Sentence { span, block, tokens: range, mentions: 0..0 });
        }
        all_tokens.extend(tokens);
    }
    (all, all_tokens)
}

fn within(mentions: &[Mention], sentence: &Sentence) -> std::ops::Range<usize> {
    let start = mentions.partition_point(|m| m.first_token < sentence.tokens.start);
    let end = mentions.partition_point(|m| m.first_token < sentence.tokens.end);
    start..end
}
