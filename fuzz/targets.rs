//! What is fuzzed: functions that panic where a promise is broken. `tests/robust.rs` runs them too.
#![allow(dead_code, reason = "each fuzz program calls one of them")]

use pressgraph::annotate;
use pressgraph::export::conllu;
use pressgraph::model::{AnalysedArticle, BlockKind, Document, ProseBuilder, Span};
use pressgraph::pipeline;
use pressgraph::read::{self, Input, Unit};

/// Any text, analysed as the one paragraph of an article and as it stands.
pub fn annotate(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut builder = ProseBuilder::new(&text);
    builder.open(BlockKind::Paragraph);
    builder.verbatim(Span::new(0, text.len()));
    let (prose, blocks, links) = builder.finish();
    let document = Document { id: "any".to_owned(), text, prose, blocks, links, ..Document::default() };
    check_annotation(&document);
    let plain = annotate::analysis::of_text(&document);
    let shown = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let seen: String = plain.sentences.iter().flat_map(|sentence| &sentence.tokens).map(|t| t.form.as_str()).collect();
    assert!(plain.sentences.is_empty() || shown(&seen) == shown(&document.text), "a character is lost");
    check_analysis(&plain, &document.text);
}

/// Any bytes, read as an article and analysed.
pub fn read(bytes: &[u8]) {
    let unit = Unit { source_name: "any".to_owned(), line: None, bytes: bytes.to_vec() };
    let Ok((inputs, _)) = read::parse(&unit) else { return };
    for input in inputs {
        if let Input::Document(document) = input {
            read::foreign_language(&document);
            let ends = document.blocks.iter().map(|block| block.span.end);
            let starts = document.blocks.iter().map(|block| block.span.start).skip(1);
            assert!(ends.zip(starts).all(|(end, start)| end <= start), "blocks overlap");
            check_annotation(&document);
        }
    }
}

fn check_annotation(document: &Document) {
    let annotated = annotate::annotate(document);
    let prose = document.prose.as_str();
    let tokens = annotated.tokens.iter().map(|token| token.span);
    assert!(tokens.clone().all(|span| prose.get(span.range()).is_some_and(|form| !form.is_empty())));
    assert!(tokens.clone().zip(tokens.skip(1)).all(|(one, two)| one.end <= two.start), "tokens overlap");
    for mention in &annotated.mentions {
        assert!(mention.first_token < mention.end_token && mention.end_token <= annotated.tokens.len());
        assert!((mention.entity.0 as usize) < annotated.entities.len());
    }
    check_analysis(&pipeline::analyse_document(document), &document.text);
}

/// Every sentence is a tree over tokens that stand in the text, and a sound piece of CoNLL-U.
fn check_analysis(article: &AnalysedArticle, text: &str) {
    for sentence in &article.sentences {
        let count = sentence.tokens.len();
        assert_eq!(sentence.tokens.iter().filter(|token| token.head == 0).count(), 1, "one root");
        for token in &sentence.tokens {
            assert!(token.head <= count && token.head != token.id && text.get(token.start..token.end).is_some());
        }
        let runs =
            sentence.names.iter().map(|n| (n.first, n.last)).chain(sentence.mentions.iter().map(|m| (m.first, m.last)));
        runs.for_each(|(first, last)| assert!(1 <= first && first <= last && last <= count));
    }
    for line in conllu::text(article).lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns.len(), 10, "{line:?}");
        assert!(columns.iter().all(|column| !column.is_empty()), "{line:?}");
        assert!(columns[9].split('|').all(|item| item.contains('=')) && !columns[9].contains(char::is_whitespace));
    }
}
