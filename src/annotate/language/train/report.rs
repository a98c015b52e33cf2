//! Figures of a weight file on the dev and test parts.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::{corpus, names, scan, words};
use crate::annotate::language::names::spans;
use crate::annotate::language::{Language, NameType, Tags, Words};

const TYPES: [NameType; 6] = crate::annotate::language::names::TYPES;

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// F1 in percent from correct, found and gold counts.
pub(crate) fn f1(right: usize, found: usize, gold: usize) -> f64 {
    percent(2 * right, found + gold)
}

/// Figures that new weights must not fall below: file, what, least.
const FLOORS: [(&str, &str, f64); 16] = [
    ("ewt-test", "tokens", 99.2),
    ("ewt-test", "sentences", 87.0),
    ("gumfree-test", "tokens", 99.4),
    ("gumfree-test", "sentences", 95.0),
    ("ewt-test", "XPOS", 95.2),
    ("ewt-test", "UAS", 86.9),
    ("ewt-test", "LAS", 84.1),
    ("gumfree-test", "XPOS", 96.7),
    ("gumfree-test", "UAS", 85.7),
    ("gumfree-test", "LAS", 82.9),
    ("uner-test", "names", 66.1),
    ("wikigold-test", "names", 74.0),
    ("crossner-ai-test", "names", 71.3),
    ("gum-test", "names", 67.1),
    ("crossner-politics-test", "names", 81.0),
    ("sec-test", "names", 20.0),
];

/// The figures that a floor is set for and that lie below it.
fn shortfalls(figures: &[(String, &str, f64)]) -> Vec<String> {
    let below = |(file, what, least): &(&str, &str, f64)| {
        let found = figures.iter().find(|(name, kind, _)| name == file && kind == what)?.2;
        (found < *least).then(|| format!("{file}: {what} {found:.2}, floor {least}"))
    };
    FLOORS.iter().filter_map(below).collect()
}

/// A part of a name corpus to measure on.
fn named_corpus(data: &Path, name: &str) -> io::Result<Vec<corpus::Named>> {
    match name {
        "crossner-ai-dev" => corpus::named_part(data, "crossner", true),
        "wikigold-dev" => corpus::named_part(data, "wikigold", true),
        _ => corpus::named(&data.join(format!("ner/{name}.tsv"))),
    }
}

const TREES_DEV: [&str; 2] = ["ewt-dev", "gumfree-dev"];
const TREES_TEST: [&str; 2] = ["ewt-test", "gumfree-test"];
const NAMES_DEV: [&str; 4] = ["uner-dev", "wikigold-dev", "crossner-ai-dev", "gum-dev"];
const NAMES_TEST: [&str; 6] =
    ["uner-test", "wikigold-test", "crossner-ai-test", "gum-test", "crossner-politics-test", "sec-test"];

/// Prints the figures on the dev parts or on the test parts; gives those on test parts that lie below their floor.
pub(crate) fn print(data: &Path, bytes: &[u8], test: bool) -> io::Result<Vec<String>> {
    let (banks, corpora) = if test { (TREES_TEST, &NAMES_TEST[..]) } else { (TREES_DEV, &NAMES_DEV[..]) };
    let mut figures = Vec::new();
    let begin = Instant::now();
    let language = Language::from_bytes(bytes).map_err(io::Error::other)?;
    println!("opened in {:.1} ms", begin.elapsed().as_secs_f64() * 1000.0);
    println!("{:<14}{:>9}{:>9}{:>9}", "scan", "tokens", "words", "sentences");
    for name in banks {
        let [tokens, words, sentences] =
            scan::figures(&language, &corpus::trees(&data.join(format!("treebank/{name}.conllu")))?);
        println!("{name:<14}{tokens:>9.2}{words:>9.2}{sentences:>9.2}");
        figures.push((name.to_owned(), "tokens", tokens));
        figures.push((name.to_owned(), "sentences", sentences));
    }
    println!(
        "{:<14}{:>7}{:>7}{:>7}{:>7}{:>7}{:>9}{:>9}",
        "trees", "UPOS", "XPOS", "lemma", "UAS", "LAS", "tag w/s", "parse"
    );
    for name in banks {
        let [xpos, heads, labels] =
            trees(&language, name, &corpus::trees(&data.join(format!("treebank/{name}.conllu")))?);
        figures.extend(
            [("XPOS", xpos), ("UAS", heads), ("LAS", labels)].map(|(what, figure)| (name.to_owned(), what, figure)),
        );
    }
    println!(
        "{:<24}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>9}",
        "names", "P", "R", "F1", "PER", "ORG", "LOC", "PROD", "all", "w/s"
    );
    for &name in corpora {
        let figure = named(&language, name, &named_corpus(data, name)?);
        figures.push((name.to_owned(), "names", figure));
    }
    Ok(shortfalls(&figures))
}

/// Relations whose F1 (head and label right) is printed: those that facts are read from, good ones and bad ones.
const RELATIONS: [&str; 10] =
    ["nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "appos", "conj", "acl:relcl", "parataxis"];

fn trees(language: &Language<'_>, name: &str, trees: &[corpus::Tree]) -> [f64; 3] {
    let (mut total, mut upos, mut xpos, mut lemmas, mut heads, mut labels) = (0, 0, 0, 0, 0, 0);
    let (mut tagging, mut parsing) = (0.0, 0.0);
    let mut relations = [[0usize; 3]; RELATIONS.len()];
    for tree in trees {
        let forms: Vec<&str> = tree.forms.iter().map(String::as_str).collect();
        let begin = Instant::now();
        let words = language.words(&forms);
        let tags = language.tag(&words);
        tagging += begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let parsed = language.parse(&words, &tags);
        parsing += begin.elapsed().as_secs_f64();
        for (at, form) in forms.iter().enumerate() {
            total += 1;
            upos += usize::from(language.upos(&tags, at) == tree.upos[at]);
            xpos += usize::from(language.xpos(&tags, at) == tree.xpos[at]);
            lemmas += usize::from(language.lemma(form, &tags, at) == tree.lemmas[at]);
            let own = language.deprel(&parsed, at);
            let right = parsed.heads[at].map_or(0, |head| head + 1) == tree.heads[at];
            heads += usize::from(right);
            labels += usize::from(right && own == tree.deprels[at]);
            for (relation, [both, found, gold]) in RELATIONS.iter().zip(&mut relations) {
                *both += usize::from(right && own == *relation && tree.deprels[at] == *relation);
                *found += usize::from(own == *relation);
                *gold += usize::from(tree.deprels[at] == *relation);
            }
        }
    }
    println!(
        "{name:<14}{:>7.2}{:>7.2}{:>7.2}{:>7.2}{:>7.2}{:>9.0}{:>9.0}",
        percent(upos, total),
        percent(xpos, total),
        percent(lemmas, total),
        percent(heads, total),
        percent(labels, total),
        total as f64 / tagging,
        total as f64 / parsing,
    );
    let figures = RELATIONS
        .iter()
        .zip(relations)
        .map(|(name, [both, found, gold])| format!("{name} {:.1}", f1(both, found, gold)));
    println!("  F1 {}", figures.collect::<Vec<_>>().join(", "));
    [xpos, heads, labels].map(|right| percent(right, total))
}

/// Prints the figures of a name corpus; gives the F1 of persons, organizations and places.
fn named(language: &Language<'_>, name: &str, sentences: &[corpus::Named]) -> f64 {
    let mut counts = [[0usize; 3]; 6];
    let (mut tokens, mut seconds) = (0, 0.0);
    for document in sentences.chunks(names::document_length(name)) {
        let begin = Instant::now();
        let analysed: Vec<_> = (document.iter())
            .map(|sentence| {
                let words = Words(words(&sentence.forms, &language.clusters));
                let tags: Tags = language.tag(&words);
                (words, tags)
            })
            .collect();
        let found = language.names_of_document(&analysed);
        seconds += begin.elapsed().as_secs_f64();
        for (sentence, found) in document.iter().zip(found) {
            tokens += sentence.forms.len();
            let gold = spans(&names::labels(&sentence.labels));
            for (range, kind) in &gold {
                counts[*kind][2] += 1;
                counts[*kind][0] +=
                    usize::from(found.iter().any(|one| one.tokens == *range && one.kind == TYPES[*kind]));
            }
            for one in &found {
                if let Some(kind) = TYPES.iter().position(|&kind| kind == one.kind) {
                    counts[kind][1] += 1;
                }
            }
        }
    }
    let sum = |types: std::ops::Range<usize>| {
        counts[types].iter().fold([0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]])
    };
    let [right, found, gold] = sum(0..3);
    let one = |kind: usize| f1(counts[kind][0], counts[kind][1], counts[kind][2]);
    let all = sum(0..6);
    println!(
        "{name:<24}{:>7.1}{:>7.1}{:>7.1}{:>7.1}{:>7.1}{:>7.1}{:>7.1}{:>7.1}{:>9.0}",
        percent(right, found),
        percent(right, gold),
        f1(right, found, gold),
        one(0),
        one(1),
        one(2),
        one(3),
        f1(all[0], all[1], all[2]),
        tokens as f64 / seconds,
    );
    f1(right, found, gold)
}
