//! From a folder of corpora to the weight file and a report of what it is worth.
//!
//! Whole numbers, a fixed order and no clock: the same corpora give the same bytes on each machine.

mod corpus;
mod names;
mod parse;
mod perceptron;
mod report;
mod revise;
mod scan;
mod tag;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::annotate::language::gazetteer::{self, List};
use crate::annotate::language::names::TYPES;
use crate::annotate::language::parse::{Input, TagKinds};
use crate::annotate::language::revise::HARD;
use crate::annotate::language::tag::Tag;
use crate::annotate::language::word::{Clusters, Word};
use crate::annotate::language::{Hint, Language, archive, scan as scanner, table};
use crate::model::EntityType;

use corpus::Tree;
use perceptron::Packed;

/// What to train, from what, to where.
#[derive(Clone, Debug)]
pub struct Training {
    /// Folder with `treebank/`, `ner/` and `gazetteer/`.
    pub data: PathBuf,
    /// Folder that the weight file is written to.
    pub models: PathBuf,
    /// Parts to train: `tag`, `parse`, `names`; the others are kept as they are. Empty for all.
    pub only: Vec<String>,
    /// Rounds over the corpora, if not as many as each part takes: fewer for a quick look.
    pub rounds: Option<usize>,
    /// Leave the dev parts out, so that figures on them mean something.
    pub hold_out: bool,
    /// Measure on the test parts and compare with the floors: for finished weights only, never to choose by.
    pub test: bool,
    /// Folder in which what the parts need of each other is kept between runs.
    pub cache: Option<PathBuf>,
}

/// Sections of a weight file, by name.
type Sections = BTreeMap<String, Vec<u8>>;

/// Tags of the training sentences by models that have not seen them, in the cache.
const UNSEEN: &str = "unseen-tags.bin";

const FILE: &str = "english.bin";
const SECTIONS: [&str; 23] = [
    "clusters", "tags", "tag1.tab", "tag1.row", "tag2.tab", "tag2.row", "lemma", "rules", "moves", "labels",
    "lab1.tab", "lab1.row", "gazett", "name.tab", "name.row", "end.tab", "end.row", "fix.tab", "fix.row", "lab2.tab",
    "lab2.row", "ment.tab", "ment.row",
];

/// Trains what is asked for, writes the weight file and prints the report.
///
/// # Errors
///
/// A corpus is missing or cannot be read, the weight file cannot be written, or a figure on a test part lies below
/// its floor.
pub fn run(training: &Training) -> io::Result<()> {
    let path = training.models.join(FILE);
    let wanted = |part: &str| training.only.is_empty() || training.only.iter().any(|only| only == part);
    let mut sections = Sections::new();
    if !training.only.is_empty() {
        sections = sections_of(&std::fs::read(&path)?);
    }
    let data = |name: &str| training.data.join(name);
    if wanted("lists") || training.only.is_empty() {
        sections.insert("clusters".to_owned(), clusters(&data("ner/word-clusters.tsv"))?);
        let gazetteer = lists(&training.data, &sections)?;
        sections.insert("gazett".to_owned(), gazetteer);
    }
    let trees = treebank(training)?;
    if wanted("scan") {
        println!("scan");
        let model = {
            let clusters = Clusters::new(sections.get("clusters").map_or(&[], Vec::as_slice));
            let gold: Vec<Tree> = trees.iter().filter(|tree| !tree.silver).cloned().collect();
            scan::train(&gold, &clusters, training.rounds.unwrap_or(10))
        };
        insert(&mut sections, "end", Packed::new(&[model], 12_000));
    }
    let tags = if wanted("tag") {
        let tags = train_tags(&trees, &mut sections, training);
        if let Some(cache) = &training.cache {
            std::fs::write(cache.join(UNSEEN), &tags)?;
        }
        tags
    } else if let Some(cache) = &training.cache {
        std::fs::read(cache.join(UNSEEN))?
    } else if wanted("parse") || wanted("names") {
        return Err(io::Error::other("trees and names need tags: train them as well, or name a cache"));
    } else {
        Vec::new()
    };
    if wanted("parse") {
        train_trees(&trees, &mut sections, &tags, training);
    }
    if wanted("names") {
        train_names(training, &trees, &tags, &mut sections)?;
    }
    let bytes = weight_file(&sections);
    std::fs::create_dir_all(&training.models)?;
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    for (name, section) in &sections {
        println!("  {name:<10}{:>10}", section.len());
    }
    let shortfalls = report::print(&training.data, &bytes, training.test)?;
    if shortfalls.is_empty() { Ok(()) } else { Err(io::Error::other(shortfalls.join("; "))) }
}

/// The sections of a weight file; none where it is of another version.
fn sections_of(bytes: &[u8]) -> Sections {
    let archive = archive::Archive::open(bytes);
    let section = |archive: &archive::Archive<'_>, name: &str| (name.to_owned(), archive.section(name).to_vec());
    archive.map(|archive| SECTIONS.iter().map(|name| section(&archive, name)).collect()).unwrap_or_default()
}

/// The trees to train on, EWT first, those by a larger model last.
fn treebank(training: &Training) -> io::Result<Vec<Tree>> {
    let parts = if training.hold_out { &["train"][..] } else { &["train", "dev"][..] };
    let mut trees = Vec::new();
    for bank in ["ewt", "gumfree"] {
        for part in parts {
            trees.extend(corpus::trees(&training.data.join(format!("treebank/{bank}-{part}.conllu")))?);
        }
    }
    trees.extend(corpus::silver(&training.data, &training.models)?);
    Ok(trees)
}

fn weight_file(sections: &Sections) -> Vec<u8> {
    let list: Vec<(&str, Vec<u8>)> = sections.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    archive::write(&list)
}

/// The language as far as its sections are there.
fn with_language<T>(sections: &Sections, use_it: impl FnOnce(&Language<'_>) -> T) -> T {
    let bytes = weight_file(sections);
    use_it(&Language::from_bytes(&bytes).unwrap_or_default())
}

fn insert(sections: &mut Sections, name: &str, packed: Packed) {
    println!("  {name}: {} features, {} without a place", packed.features, packed.lost);
    sections.insert(format!("{name}.tab"), packed.table);
    sections.insert(format!("{name}.row"), packed.pool);
}

fn clusters(path: &Path) -> io::Result<Vec<u8>> {
    let entries: Vec<_> = corpus::pairs(path)?
        .into_iter()
        .filter(|(word, _)| {
            word.len() < 24 && word.chars().any(char::is_alphabetic) && !word.contains(|one: char| one.is_ascii_digit())
        })
        .filter_map(|(word, cluster)| Some((table::text_key(&word), cluster.parse::<u32>().ok()?)))
        .collect();
    Ok(table::build::<{ table::WAYS }>(&entries, Clusters::BITS, 85, true).0)
}

fn words(forms: &[String], clusters: &Clusters<'_>) -> Vec<Word> {
    forms.iter().map(|form| Word::new(form, clusters)).collect()
}

/// The lists of names of the project's own.
const OWN_LISTS: [(&str, List); 3] = [
    (include_str!("places.txt"), List::Place),
    (include_str!("organizations.txt"), List::Organization),
    (include_str!("surnames.txt"), List::Surname),
];

/// Legal forms that are ordinary words as well.
const ORDINARY: [&str; 7] = ["as", "company", "da", "et", "limited", "pp", "private"];

/// The gazetteer from the lists of names.
fn lists(data: &Path, sections: &Sections) -> io::Result<Vec<u8>> {
    let clusters = Clusters::new(sections.get("clusters").map_or(&[], Vec::as_slice));
    let folder = data.join("gazetteer");
    let mut names: Vec<(Vec<Word>, List)> = Vec::new();
    let mut add = |name: &str, list: List| {
        let name = name.trim();
        if name.chars().count() > 1 && name.chars().any(char::is_alphabetic) {
            let spaced: Vec<&str> = name.split_whitespace().collect();
            let scanned: Vec<&str> = scanner::tokens(name).iter().map(|token| token.span.slice(name)).collect();
            let word = |token: &&str| Word::new(token, &clusters);
            if scanned != spaced {
                names.push((scanned.iter().map(word).collect(), list));
            }
            names.push((spaced.iter().map(word).collect(), list));
        }
    };
    for (list, name) in corpus::pairs(&folder.join("names.tsv"))? {
        let list = match list.as_str() {
            "FIRST" => List::First,
            "LOC" => List::Place,
            "ORG" => List::Organization,
            _ => List::Product,
        };
        add(&name, list);
    }
    for (own, list) in OWN_LISTS {
        for name in own.lines().filter(|line| !line.starts_with('#')) {
            add(name, list);
        }
    }
    let columns = |file: &str| -> io::Result<Vec<Vec<String>>> {
        let text = std::fs::read_to_string(folder.join(file))?;
        Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    };
    for row in columns("wikidata-brands.tsv")? {
        for name in row.iter().skip(1).take(2) {
            add(name, List::Brand);
        }
    }
    for row in columns("wikidata-titles.tsv")? {
        add(row.get(1).map_or("", String::as_str), List::Title);
    }
    for row in columns("github-topics.tsv")? {
        add(row.first().map_or("", String::as_str), List::Topic);
    }
    for row in columns("endoflife-products.tsv")? {
        add(row.first().map_or("", String::as_str), List::Product);
    }
    // Forms of one token suffice: longer ones end with one of them.
    for row in columns("legal-forms.tsv")? {
        let form = row.first().map_or("", String::as_str);
        if !form.contains(' ') && !ORDINARY.contains(&form) {
            add(form, List::Legal);
        }
    }
    Ok(gazetteer::build(&names))
}

/// The tag pairs that the models tell apart: those that occur often enough.
fn tag_pairs(trees: &[Tree]) -> Vec<(String, String)> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for tree in trees.iter().filter(|tree| !tree.silver) {
        for (upos, xpos) in tree.upos.iter().zip(&tree.xpos) {
            *counts.entry((upos.clone(), xpos.clone())).or_default() += 1;
        }
    }
    counts.into_iter().filter(|&(_, count)| count >= 8).map(|(pair, _)| pair).collect()
}

fn tag_number(pairs: &[(String, String)], upos: &str, xpos: &str) -> Option<Tag> {
    let exact = pairs.iter().position(|(one, two)| one == upos && two == xpos);
    exact.or_else(|| pairs.iter().position(|(_, two)| two == xpos)).map(|at| at as Tag)
}

fn train_tags(trees: &[Tree], sections: &mut Sections, training: &Training) -> Vec<Tag> {
    println!("tags");
    let pairs = tag_pairs(trees);
    let sentences: Vec<tag::Tagged> = {
        let clusters = Clusters::new(sections.get("clusters").map_or(&[], Vec::as_slice));
        trees
            .iter()
            .map(|tree| tag::Tagged {
                words: words(&tree.forms, &clusters),
                tags: (tree.upos.iter().zip(&tree.xpos))
                    .map(|(upos, xpos)| tag_number(&pairs, upos, xpos).unwrap_or(0))
                    .collect(),
            })
            .collect()
    };
    let models = tag::train(&sentences, pairs.len(), training.rounds.unwrap_or(4), 2, true);
    insert(sections, "tag1", Packed::new(&models.first, 80_000));
    insert(sections, "tag2", Packed::new(&models.second, 200_000));
    let list: String = pairs.iter().map(|(upos, xpos)| format!("{upos}\t{xpos}\n")).collect();
    sections.insert("tags".to_owned(), list.into_bytes());
    let (lemma, rules) = tag::lemmas(trees, |upos, xpos| tag_number(&pairs, upos, xpos));
    sections.insert("lemma".to_owned(), lemma);
    sections.insert("rules".to_owned(), rules);
    models.unseen.concat()
}

fn train_trees(trees: &[Tree], sections: &mut Sections, unseen: &[Tag], training: &Training) {
    println!("trees");
    let mut labels: Vec<String> = trees.iter().flat_map(|tree| tree.deprels.iter().cloned()).collect();
    labels.sort();
    labels.dedup();
    let number = |label: &str| labels.iter().position(|known| known == label).unwrap_or(0) as u8;
    let root = number("root");
    let sentences: Vec<parse::Parsed> = with_language(sections, |language| {
        let mut start = 0;
        trees
            .iter()
            .map(|tree| {
                let length = tree.forms.len();
                let tags = &unseen[start..start + length];
                start += length;
                let kinds: &TagKinds = &language.kinds;
                parse::Parsed {
                    input: Input::new(&words(&tree.forms, &language.clusters), tags, kinds),
                    heads: tree.heads.iter().map(|&head| if head == 0 { length } else { head - 1 }).collect(),
                    labels: tree.deprels.iter().map(|label| number(label)).collect(),
                }
            })
            .collect()
    });
    let rounds = training.rounds.unwrap_or(5);
    let models = parse::train(&sentences, labels.len(), root, rounds);
    let moves = Packed::triples(&models.moves, 440_000);
    println!("  moves: {} features, {} without a place", moves.features, moves.lost);
    sections.insert("moves".to_owned(), moves.table);
    insert(sections, "lab1", Packed::new(&models.labels, 130_000));
    let hard: Vec<bool> = labels.iter().map(|label| HARD.contains(&label.as_str())).collect();
    let states = revise::unseen(&sentences, labels.len(), root, rounds);
    let models = revise::train(&sentences, &states, &hard);
    insert(sections, "fix", Packed::new(&models.heads, 50_000));
    insert(sections, "lab2", Packed::new(&models.relations, 40_000));
    sections
        .insert("labels".to_owned(), labels.iter().map(|label| format!("{label}\n")).collect::<String>().into_bytes());
}

/// Models of names that vote: each sees the sentences in another order.
const NAME_VOTES: u64 = 4;
/// The same for the first model, which only labels sentences.
const FIRST_VOTES: u64 = 2;

/// Features that the name finder keeps.
const NAME_FEATURES: usize = 120_000;

/// The corpora of names that have a train part, and how many times each is read; chosen on the dev parts.
const NAMED: [(&str, usize); 5] = [("crossner", 1), ("gum", 2), ("wikigold", 3), ("wnut", 1), ("sec", 1)];

/// The dev parts, which the final weights are trained on as well.
const NAMED_DEV: [(&str, usize); 2] = [("uner-dev", 1), ("gum-dev", 2)];

/// The project's own sentences in the manner of press releases.
const PRESS: &str = include_str!("press.txt");

/// How many times they are read.
const PRESS_TIMES: usize = 6;

/// A sentence of a marked article.
#[derive(Clone, Debug)]
pub struct MarkedSentence {
    /// Its tokens as the models know them.
    pub tokens: Vec<String>,
    /// What is known of each token otherwise.
    pub hints: Vec<Hint>,
    /// Its names, in order: their tokens and types.
    pub names: Vec<(Range<usize>, EntityType)>,
}

/// Features that the model of mentions keeps.
const MENTION_FEATURES: usize = 40_000;
/// Models of mentions that vote.
const MENTION_VOTES: u64 = 2;
/// Rounds over the marked articles.
const MENTION_ROUNDS: usize = 6;

/// Trains the model of names with the types of the vocabulary on marked articles, and puts it into the weight file.
///
/// # Errors
///
/// The weight file cannot be read or written.
pub fn run_mentions(models: &Path, documents: &[Vec<MarkedSentence>], rounds: Option<usize>) -> io::Result<()> {
    println!("mentions");
    let path = models.join(FILE);
    let mut sections = sections_of(&std::fs::read(&path)?);
    let sentences: Vec<names::Labelled> = with_language(&sections, |language| {
        let of_document = |document: &Vec<MarkedSentence>| names::marked(language, document);
        documents.par_iter().flat_map_iter(of_document).collect()
    });
    let rounds = rounds.unwrap_or(MENTION_ROUNDS);
    let train = |vote: u64| names::train(&sentences, EntityType::ALL.len(), rounds, 71 + vote);
    let models: Vec<_> = (0..MENTION_VOTES).into_par_iter().map(train).collect();
    insert(&mut sections, "ment", Packed::new(&models, MENTION_FEATURES));
    std::fs::write(&path, weight_file(&sections))
}

/// The parts with names to train on: corpus, how many times it is read, sentences.
fn named_parts(training: &Training) -> io::Result<Vec<(&'static str, usize, Vec<corpus::Named>)>> {
    let mut parts = Vec::new();
    for (name, times) in NAMED {
        let mut part = corpus::named_part(&training.data, name, false)?;
        if name == "sec" {
            part.iter_mut().for_each(without_roles);
        }
        parts.push((name, times, part));
        if !training.hold_out {
            // On computing, or near news: nearest to the articles that this is for.
            parts.push((name, times.max(2), corpus::named_part(&training.data, name, true)?));
        }
    }
    for (name, times) in NAMED_DEV.into_iter().filter(|_| !training.hold_out) {
        parts.push((name, times, corpus::named(&training.data.join(format!("ner/{name}.tsv")))?));
    }
    parts.push(("press", PRESS_TIMES, corpus::bracketed(PRESS)));
    Ok(parts)
}

/// Takes out the roles of a contract, which are labelled as persons.
fn without_roles(sentence: &mut corpus::Named) {
    for (form, label) in sentence.forms.iter().zip(&mut sentence.labels) {
        if label.ends_with("PER") && ["borrower", "lender"].contains(&form.to_lowercase().as_str()) {
            *label = "O".to_owned();
        }
    }
}

/// Trains the name finder.
///
/// `unseen` has the tags of the trees by models that have not seen them. The corpora of names share sentences with the
/// treebanks: with the tags of a tagger that has seen those, the finder would trust tags more than it may.
fn train_names(training: &Training, trees: &[Tree], unseen: &[Tag], sections: &mut Sections) -> io::Result<()> {
    println!("names");
    let mut tags_of = names::TagsOf::new();
    let mut start = 0;
    for tree in trees {
        let end = start + tree.forms.len();
        tags_of.insert(&tree.forms, unseen.get(start..end).unwrap_or(&[]));
        start = end;
    }
    let rounds = training.rounds.unwrap_or(6);
    let learn = |sentences: &[names::Labelled], rounds: usize, votes: u64| -> Vec<_> {
        (0..votes).into_par_iter().map(|vote| names::train(sentences, TYPES.len(), rounds, 29 + vote)).collect()
    };
    let parts = named_parts(training)?;
    let mut sentences: Vec<names::Labelled> = Vec::new();
    with_language(sections, |language| {
        for (name, times, part) in &parts {
            for _ in 0..*times {
                let documents = part.chunks(names::document_length(name));
                sentences.extend(documents.flat_map(|document| names::labelled(language, document, &tags_of)));
            }
        }
    });
    let models = learn(&sentences, rounds / 2, FIRST_VOTES);
    insert(sections, "name", Packed::new(&models, NAME_FEATURES));
    let known: BTreeSet<&[String]> =
        parts.iter().flat_map(|(_, _, part)| part).map(|sentence| sentence.forms.as_slice()).collect();
    let others: Vec<&Tree> =
        trees.iter().filter(|tree| !tree.silver && !known.contains(tree.forms.as_slice())).collect();
    let own = with_language(sections, |language| names::by_gold_tags(language, &others, &tags_of));
    println!("  {} sentences of the treebanks", own.len());
    sentences.extend(own);
    let models = learn(&sentences, rounds, NAME_VOTES);
    insert(sections, "name", Packed::new(&models, NAME_FEATURES));
    Ok(())
}
