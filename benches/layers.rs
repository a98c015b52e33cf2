//! What extraction gives without each of its layers: one file of parsed articles a layer, for a scorer to compare.
//!
//! `ARTICLES=FOLDER OUT=FOLDER cargo bench --bench layers` reads the articles of one folder and writes `all.jsonl`,
//! `without-trees.jsonl` and so on into the other. Times nothing.

#![allow(clippy::expect_used, reason = "a bench without its input cannot run")]

use std::fs;
use std::path::{Path, PathBuf};

use pressgraph::annotate;
use pressgraph::extract::{self, Rules};
use pressgraph::model::{Annotated, MentionKind};
use pressgraph::read::{self, Input};
use pressgraph::schema::{self, Element, Pattern, Relation};

/// What is taken away: from the analysis of an article, or from the patterns.
enum Without {
    Nothing,
    Analysis(fn(&mut Annotated<'_>)),
    Patterns(fn(&Pattern) -> bool),
    Learned,
}

const LAYERS: [(&str, Without); 9] = [
    ("all", Without::Nothing),
    (
        "without-tags-and-trees",
        Without::Analysis(|annotated| annotated.sentences.iter_mut().for_each(|s| s.grammar = None)),
    ),
    ("without-trees", Without::Analysis(without_trees)),
    ("without-references", Without::Analysis(without_references)),
    ("without-verb-patterns", Without::Patterns(has_verb)),
    ("without-word-patterns", Without::Patterns(|pattern| !has_verb(pattern))),
    ("without-implied-arguments", Without::Patterns(|pattern| pattern.elements.iter().any(is_implied))),
    ("without-learned-facts", Without::Learned),
    ("without-headings", Without::Patterns(|pattern| !pattern.under.is_empty())),
];

fn main() {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(articles), Some(out)) = (folder("ARTICLES"), folder("OUT")) else {
        println!("layers: left out; set ARTICLES and OUT to folders");
        return;
    };
    fs::create_dir_all(&out).expect("the folder of OUT");
    for (name, without) in LAYERS {
        fs::write(out.join(format!("{name}.jsonl")), extracted(&articles, &without))
            .expect("a file in the folder of OUT");
    }
}

fn extracted(articles: &Path, without: &Without) -> String {
    let mut relations: Vec<Relation> = schema::relations().expect("the relations of the program").to_vec();
    if let Without::Patterns(is_taken) = without {
        relations.iter_mut().for_each(|relation| relation.patterns.retain(|pattern| !is_taken(pattern)));
    }
    let mut rules = Rules::new(&relations);
    rules.learned = !matches!(without, Without::Learned);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(articles).expect("the folder of ARTICLES").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut lines = String::new();
    for unit in paths.iter().flat_map(|path| read::units(path)) {
        let (inputs, _) = read::parse(&unit.expect("an article")).expect("an article");
        for input in inputs {
            let Input::Document(document) = input else { continue };
            let mut annotated = annotate::annotate(&document);
            if let Without::Analysis(take) = without {
                take(&mut annotated);
            }
            let article = extract::extract(&annotated, &rules);
            lines += &serde_json::to_string(&article).expect("a parsed article");
            lines.push('\n');
        }
    }
    lines
}

/// Leaves the tags and takes the arcs.
fn without_trees(annotated: &mut Annotated<'_>) {
    let words = annotated.sentences.iter_mut().filter_map(|sentence| sentence.grammar.as_mut());
    for word in words.flat_map(|grammar| &mut grammar.words) {
        word.head = None;
        word.relation = "dep";
    }
}

/// Leaves the names and takes pronouns and descriptions.
fn without_references(annotated: &mut Annotated<'_>) {
    annotated.mentions.retain(|mention| mention.kind == MentionKind::Name);
    for sentence in &mut annotated.sentences {
        let at = |token: usize| annotated.mentions.partition_point(|mention| mention.first_token < token);
        sentence.mentions = at(sentence.tokens.start)..at(sentence.tokens.end);
    }
}

fn has_verb(pattern: &Pattern) -> bool {
    pattern.elements.iter().any(|element| matches!(element, Element::Verb(_) | Element::Passive(_) | Element::Is))
}

fn is_implied(element: &Element) -> bool {
    matches!(element, Element::Publisher | Element::Topic | Element::Occasion | Element::Host | Element::Business)
}
