//! The language models as the program carries them: sentences of our own, and any text at all.

use pressgraph::annotate::language::{Language, NameType, ScannedSentence, WeightsError};
use proptest::prelude::*;

fn forms<'a>(text: &'a str, sentence: &ScannedSentence) -> Vec<&'a str> {
    sentence.tokens.iter().map(|token| token.span.slice(text)).collect()
}

/// All of the analysis, and what must hold of it for any text.
fn analyse(text: &str) {
    let language = Language::embedded();
    let mut seen = String::new();
    let mut last = 0;
    for sentence in language.scan(text) {
        let forms = forms(text, &sentence);
        for token in &sentence.tokens {
            assert!(token.span.start >= last && !token.span.is_empty());
            last = token.span.end;
            seen.push_str(token.span.slice(text));
        }
        let words = language.words(&forms);
        let tags = language.tag(&words);
        let tree = language.parse(&words, &tags);
        assert_eq!(tree.heads.len(), forms.len());
        assert_eq!(tree.heads.iter().filter(|head| head.is_none()).count(), 1);
        assert!((0..forms.len()).all(|at| reaches_root(&tree.heads, at)));
        let mut end = 0;
        for name in language.names(&words, &tags) {
            assert!(end <= name.tokens.start && name.tokens.start < name.tokens.end);
            end = name.tokens.end;
        }
        assert!(end <= forms.len());
    }
    let shown = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let invisible = ['\u{FEFF}', '\u{200B}', '\u{2060}'];
    assert_eq!(shown(&seen).replace(invisible, ""), shown(text).replace(invisible, ""));
}

fn reaches_root(heads: &[Option<usize>], token: usize) -> bool {
    let mut at = token;
    for _ in 0..heads.len() {
        match heads[at] {
            Some(head) => at = head,
            None => return true,
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_covered_by_tokens(text in "\\PC{0,200}") {
        analyse(&text);
    }

    #[test]
    fn any_marks_are_covered_by_tokens(text in "[a-zA-Z0-9.,:;'\u{2019}\"@#$%&*()_+=<>/?!\\[\\] \n-]{0,200}") {
        analyse(&text);
    }
}

#[test]
fn odd_texts_take_linear_time() {
    for unit in
        ["a", ".", "-=", "a-", "1.1a", "'s", "((", "no. ", "@", "#a", "Aa.", "1-", "e\u{301}", "[...", "\u{4E2D}"]
    {
        let text = unit.repeat(100_000 / unit.len());
        let tokens: usize = Language::embedded().scan(&text).iter().map(|sentence| sentence.tokens.len()).sum();
        assert!(tokens > 0, "{unit}");
    }
}

#[test]
fn a_sentence_gets_tags_lemmas_and_a_tree() {
    let tokens = ["Lena", "Vey", "joined", "the", "new", "companies", "in", "May", "."];
    let found = Language::embedded().analyse(&tokens);
    let tags: Vec<_> = found.iter().map(|token| token.tag).collect();
    assert_eq!(tags, ["NNP", "NNP", "VBD", "DT", "JJ", "NNS", "IN", "NNP", "."]);
    assert_eq!(found[2].lemma, "join");
    assert_eq!(found[5].lemma, "company");
    assert_eq!((found[2].head, found[2].relation), (None, "root"));
    assert_eq!((found[0].head, found[0].relation), (Some(2), "nsubj"));
    assert_eq!((found[5].head, found[5].relation), (Some(2), "obj"));
}

#[test]
fn names_have_spans_and_types() {
    let language = Language::embedded();
    let tokens = ["John", "Miller", ",", "who", "lives", "in", "Berlin", ",", "works", "for", "Microsoft", "."];
    let words = language.words(&tokens);
    let tags = language.tag(&words);
    let found: Vec<_> = language.names(&words, &tags).into_iter().map(|name| (name.tokens, name.kind)).collect();
    assert_eq!(found, [(0..2, NameType::Person), (6..7, NameType::Place), (10..11, NameType::Organization)]);
}

#[test]
fn legal_forms_make_organizations() {
    let language = Language::embedded();
    let tokens = ["Last", "year", "Zorvex", "GmbH", "opened", "an", "office", "in", "Berlin", "."];
    let words = language.words(&tokens);
    let tags = language.tag(&words);
    let found: Vec<_> = language.names(&words, &tags).into_iter().map(|name| (name.tokens, name.kind)).collect();
    assert_eq!(found, [(2..4, NameType::Organization), (8..9, NameType::Place)]);
}

#[test]
fn a_document_of_one_sentence_has_the_names_of_the_sentence() {
    let language = Language::embedded();
    let sentence = |tokens: &[&str]| {
        let words = language.words(tokens);
        let tags = language.tag(&words);
        (words, tags)
    };
    let one = sentence(&["Maren", "Oldfield", "works", "for", "Zorvex", "GmbH", "in", "Berlin", "."]);
    let alone = language.names(&one.0, &one.1);
    assert_eq!(language.names_of_document(&[one]), [alone]);
    assert!(language.names_of_document(&[]).is_empty());
    let document = [sentence(&["Maren", "Oldfield", "left", "."]), sentence(&[]), sentence(&["Oldfield", "left", "."])];
    let kinds: Vec<Vec<NameType>> = (language.names_of_document(&document).into_iter())
        .map(|names| names.into_iter().map(|name| name.kind).collect())
        .collect();
    assert_eq!(kinds, [vec![NameType::Person], vec![], vec![NameType::Person]]);
}

#[test]
fn sentences_end_at_marks_and_empty_lines() {
    let text =
        "Zorvex Inc. makes tools. It was founded in 2019 by Dr. L. Vey.\n\nAbout the company\n\nIt has no office.";
    let sentences = Language::embedded().scan(text);
    let found: Vec<_> = sentences.iter().map(|sentence| sentence.span.slice(text)).collect();
    assert_eq!(
        found,
        ["Zorvex Inc. makes tools.", "It was founded in 2019 by Dr. L. Vey.", "About the company", "It has no office."]
    );
}

#[test]
fn the_weights_open_and_damaged_ones_are_refused() {
    let mut weights = include_bytes!("../models/english.bin").to_vec();
    assert!(Language::from_bytes(&weights).expect("the weight file").is_trained());
    assert!(Language::embedded().is_trained());
    assert!(!Language::default().is_trained());
    let middle = weights.len() / 2;
    weights[middle] ^= 1;
    assert_eq!(Language::from_bytes(&weights).err(), Some(WeightsError::Damaged));
    assert_eq!(Language::from_bytes(&weights[..middle]).err(), Some(WeightsError::Damaged));
    weights[8] += 1;
    assert!(matches!(Language::from_bytes(&weights), Err(WeightsError::Version(_))));
    assert_eq!(Language::from_bytes(b"").err(), Some(WeightsError::Magic));
}

#[test]
fn nothing_gives_nothing() {
    let language = Language::embedded();
    assert!(language.scan(" \n\n ").is_empty());
    assert!(language.analyse(&[]).is_empty());
    assert_eq!(language.analyse(&[""]).len(), 1);
}
