//! Articles are untrusted: no text makes the analysis panic, point outside itself, or take more than linear time.

use std::time::{Duration, Instant};

use pressgraph::model::{BlockKind, Document, ParsedArticle, ProseBuilder, Span};
use pressgraph::pipeline;
use proptest::prelude::*;

fn parse(text: &str) -> ParsedArticle {
    let mut builder = ProseBuilder::new(text);
    builder.open(BlockKind::Paragraph);
    builder.verbatim(Span::new(0, text.len()));
    let (prose, blocks, links) = builder.finish();
    let document =
        Document { id: "text".to_owned(), text: text.to_owned(), prose, blocks, links, ..Document::default() };
    pipeline::extract_document(&document)
}

fn check(article: &ParsedArticle) {
    let points: Vec<char> = article.text.chars().collect();
    for entity in &article.entities {
        assert!(!entity.name.is_empty() && !entity.mentions.is_empty());
        for mention in &entity.mentions {
            assert!(mention.start < mention.end && mention.end <= points.len());
        }
    }
    for fact in &article.facts {
        let slice: String = points[fact.evidence.start..fact.evidence.end].iter().collect();
        assert_eq!(slice, fact.evidence.text);
    }
}

/// Words that the rules know, so that random texts reach them.
fn words() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "Acme Corp",
        "Far Water Foundation",
        "Ann Keller",
        "Lakemap 2.0",
        "Dublin",
        "the Lakeside Summit",
        "it",
        "We",
        "its",
        "has joined",
        "will acquire",
        "was founded by",
        "releases",
        "uses",
        "and",
        ",",
        ", a member of",
        "'s",
        "\u{2019}s",
        "said",
        ", CEO of",
        "in 2014",
        "on 4 May 2015",
        "(",
        ")",
        "\"",
        "\u{201c}",
        "\u{201d}",
        ".",
        ":",
        ";",
        "\u{2014}",
        "not",
        "if",
        "to",
        "by",
        "of",
        "which",
        "who",
        "$20 million",
        "20%",
        "\u{1f600}",
        "\u{4e2d}\u{6587}",
        "e\u{301}",
        "\u{130}",
        "\u{df}",
        "J.",
        "U.S.",
        "Inc.",
        "-based",
        "A",
        "\u{fb01}",
        "\u{1e9e}",
    ]);
    prop::collection::vec(known, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_analysed(text in "\\PC{0,400}") {
        check(&parse(&text));
    }

    #[test]
    fn any_row_of_known_words_is_analysed(text in words()) {
        check(&parse(&text));
    }
}

/// A legal form that the rules take for the beginning of the next name.
#[test]
fn names_do_not_overlap() {
    check(&parse("Lakemap 2.0 Inc. Dublin $20 million"));
}

#[test]
fn hostile_lengths_stay_linear() {
    let names = |n: usize| (0..n).map(|i| format!("Acme{i} Corp")).collect::<Vec<_>>().join(", ");
    let texts = [
        "a".repeat(1_000_000),
        "A".repeat(1_000_000),
        ".".repeat(300_000),
        "(".repeat(300_000),
        "\u{201c}".repeat(200_000),
        "Acme ".repeat(100_000),
        "joins ".repeat(100_000),
        "Acme Corp joins and ".repeat(20_000),
        "Acme's ".repeat(100_000),
        format!("{} joined the Far Water Foundation.", names(5_000)),
        (0..20_000).map(|i| format!("Name{i} Foo{} met it. ", i % 7)).collect(),
        (0..4_000)
            .map(|i| format!("{} ", "ABCDEFGHIJ".chars().cycle().skip(i % 10).take(3 + i % 5).collect::<String>()))
            .collect(),
        "\u{4e2d}\u{6587}".repeat(200_000),
    ];
    for text in texts {
        let start = Instant::now();
        check(&parse(&text));
        let took = start.elapsed();
        let shown: String = text.chars().take(40).collect();
        assert!(took < Duration::from_secs(20), "{shown} ... took {took:?}");
    }
}
