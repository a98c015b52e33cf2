//! Makes marked articles ready for the training of the model that finds names.

use std::collections::BTreeMap;

use super::super::words::Words;
use super::{forms, hints};
use crate::annotate::language::train::MarkedSentence;
use crate::model::{BlockKind, Document, EntityType, ProseBuilder, Span};

/// The most tokens of a name.
const LONGEST: usize = 14;

/// A form of a name as it is compared: without white space.
pub fn squeezed(form: &str) -> String {
    form.chars().filter(|c| !c.is_whitespace()).collect()
}

/// One sentence in so many is learnt as a document of its own as well.
const ALONE: usize = 4;

/// A document, and some of its sentences as documents of their own: with the names that stand there; `names` has the
/// type of each form, squeezed.
pub fn documents(document: &Document, names: &BTreeMap<String, EntityType>) -> Vec<Vec<MarkedSentence>> {
    let (all, _) = crate::annotate::cut(document);
    let lone = |sentence: &crate::model::Sentence| {
        let mut builder = ProseBuilder::new(sentence.span.slice(document.prose.as_str()));
        builder.open(BlockKind::Paragraph);
        builder.verbatim(Span::new(0, sentence.span.len()));
        let (prose, blocks, links) = builder.finish();
        let text = sentence.span.slice(document.prose.as_str()).to_owned();
        sentences(&Document { text, prose, blocks, links, ..Document::default() }, names)
    };
    let mut documents = vec![sentences(document, names)];
    documents.extend(all.iter().step_by(ALONE).map(lone));
    documents
}

/// The sentences of a document, with the names that stand there; `names` has the type of each form, squeezed.
fn sentences(document: &Document, names: &BTreeMap<String, EntityType>) -> Vec<MarkedSentence> {
    let (sentences, tokens) = crate::annotate::cut(document);
    let words = Words::new(document.prose.as_str(), &tokens).with_links(&document.links);
    let candidates = crate::annotate::candidates(document, &words, &sentences);
    let hints = hints(document, &words, &sentences, &candidates);
    let marked = |(sentence, hints): (&crate::model::Sentence, _)| {
        let range = sentence.tokens.clone();
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let mut form = String::new();
            let mut best = None;
            for end in at + 1..=range.end.min(at + LONGEST) {
                form.push_str(words.word(end - 1));
                if let Some(kind) = names.get(&form) {
                    best = Some((end, *kind));
                }
            }
            match best {
                Some((end, kind)) => {
                    found.push((at - range.start..end - range.start, kind));
                    at = end;
                }
                None => at += 1,
            }
        }
        let tokens = forms(&words, sentence).into_iter().map(str::to_owned).collect();
        MarkedSentence { tokens, hints, names: found }
    };
    sentences.iter().zip(hints).map(marked).collect()
}
