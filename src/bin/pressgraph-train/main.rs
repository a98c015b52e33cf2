//! Trains the language models: `pressgraph-train DATA_DIR MODELS_DIR`.

mod articles;
mod passages;
mod posts;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use articles::{GoldEntity, marked_articles};
use clap::Parser;
use passages::Passage;
use posts::for_marked_posts;
use pressgraph::annotate::annotate;
use pressgraph::annotate::kinds::train::{Example, Learner, examples, key};
use pressgraph::annotate::language::train::{Training, run, run_mentions};
use pressgraph::annotate::mentions::train as mentions;
use pressgraph::extract::Rules;
use pressgraph::extract::learned::train as facts;
use pressgraph::model::{Annotated, Document, EntityType};
use pressgraph::read::{self, Input, Unit};
use pressgraph::schema::{self, Predicate, Relation};
use rayon::prelude::*;

/// Trains the language models and prints what they are worth.
#[derive(Parser)]
struct Arguments {
    /// Folder with treebank/, ner/, gazetteer/ and stress/
    data: PathBuf,
    /// Folder that the weight files are written to
    models: PathBuf,
    /// Folder of marked articles: articles/ and a JSON file with the entities of each
    #[arg(long)]
    marked: Option<PathBuf>,
    /// Folder that the list of names seen in the posts is written to
    #[arg(long, default_value = "schema/gazetteer")]
    lists: PathBuf,
    /// Parts to train (lists, tag, parse, names, mentions, types, facts); the others are kept
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Rounds over the corpora, fewer for a quick look
    #[arg(long)]
    rounds: Option<usize>,
    /// Leave the dev parts out, so that figures on them mean something
    #[arg(long)]
    hold_out: bool,
    /// Measure on the test parts: for finished weights, never to choose by
    #[arg(long)]
    test: bool,
    /// Folder in which what the parts need of each other is kept
    #[arg(long)]
    cache: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Arguments { data, models, marked, lists, only, rounds, hold_out, test, cache } = Arguments::parse();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|part| part == name);
    let (types, facts, names) = (wanted("types"), wanted("facts"), wanted("mentions"));
    let others = only.is_empty() || only.iter().any(|part| !["mentions", "types", "facts"].contains(&part.as_str()));
    let marked = marked.unwrap_or_else(|| data.join("../eval/train"));
    let trained = if types { train_types(&data, &marked, &models, &lists) } else { Ok(()) };
    let trained = trained.and_then(|()| if facts { train_facts(&data, &marked, &models) } else { Ok(()) });
    let training = Training { data, models, only, rounds, hold_out, test, cache };
    let (data, models, rounds) = (training.data.clone(), training.models.clone(), training.rounds);
    let trained = trained.and_then(|()| if others { run(&training) } else { Ok(()) });
    match trained.and_then(|()| if names { train_mentions(&data, &marked, &models, rounds) } else { Ok(()) }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pressgraph-train: {error}");
            ExitCode::from(2)
        }
    }
}

/// The most bytes of the list of clues.
const CLUES: usize = 130_000;

/// Posts that are analysed together.
const CHUNK: usize = 256;

/// Learns what tells the type of a name, and writes `types.tsv` and `seen-names.tsv`.
fn train_types(data: &Path, marked: &Path, models: &Path, lists: &Path) -> io::Result<()> {
    let mut learner = Learner::default();
    let posts = std::fs::File::open(data.join("stress/articles.jsonl.xz"))?;
    let posts = BufReader::new(lzma_rust2::XzReader::new(posts, true));
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut lines = posts.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        chunk.push(Unit { source_name: "posts".to_owned(), line: Some(at + 1), bytes: line?.into_bytes() });
        if chunk.len() == CHUNK || lines.peek().is_none() {
            let found: Vec<Vec<Example>> = chunk.par_iter().flat_map_iter(documents).map(|d| examples(&d)).collect();
            found.iter().for_each(|examples| learner.add_post(examples));
            chunk.clear();
        }
    }
    for (gold, bytes) in marked_articles(marked)? {
        let types: Vec<(Vec<String>, EntityType)> =
            gold.entities.iter().flat_map(GoldEntity::typed_forms).map(|(form, kind)| (key(form), kind)).collect();
        for document in documents(&Unit { source_name: gold.file.clone(), line: None, bytes }) {
            learner.add_marked(&examples(&document), &|name| {
                types.iter().find(|(form, _)| form == name).map(|(_, kind)| *kind)
            });
        }
    }
    for_marked_posts(data, models, &mut |document, post| {
        let types: Vec<(Vec<String>, EntityType)> = post.forms.iter().map(|(form, kind)| (key(form), *kind)).collect();
        let type_of = |name: &[String]| types.iter().find(|(form, _)| form == name).map(|(_, kind)| *kind);
        learner.add_marked(&examples(document), &|name| {
            type_of(name).or_else(|| type_of(without_version(name)?).map(|_| EntityType::Product))
        });
    })?;
    for (unit, names) in Passage::together(&Passage::read(models)?) {
        let types: BTreeMap<Vec<String>, EntityType> =
            names.into_iter().map(|(form, kind)| (key(form), kind)).collect();
        for document in documents(&unit) {
            learner.add_marked(&examples(&document), &|name| types.get(name).copied());
        }
    }
    let (clues, names, report) = learner.finish(CLUES);
    print!("{report}");
    std::fs::create_dir_all(models)?;
    std::fs::write(models.join("types.tsv"), clues)?;
    std::fs::write(lists.join("seen-names.tsv"), names)
}

/// How often a marked article is learned from where names are.
const ARTICLES_COUNT: usize = 3;

/// Trains the model of names with the types of the vocabulary.
fn train_mentions(data: &Path, marked: &Path, models: &Path, rounds: Option<usize>) -> io::Result<()> {
    let mut all = Vec::new();
    for (gold, bytes) in marked_articles(marked)? {
        let names = forms(gold.entities.iter().flat_map(GoldEntity::typed_forms));
        for document in documents(&Unit { source_name: gold.file.clone(), line: None, bytes }) {
            // the articles are what the program is made for
            let found = mentions::documents(&document, &names);
            (0..ARTICLES_COUNT).for_each(|_| all.extend(found.iter().cloned()));
        }
    }
    for_marked_posts(data, models, &mut |document, post| {
        let names = forms(post.forms.iter().map(|(form, kind)| (form.as_str(), *kind)));
        all.extend(mentions::documents(document, &names));
    })?;
    for (unit, names) in Passage::together(&Passage::read(models)?) {
        let names = forms(names.into_iter());
        documents(&unit).iter().for_each(|document| all.extend(mentions::documents(document, &names)));
    }
    run_mentions(models, &all, rounds)
}

/// The type of each form of the names, as it is compared; the first of two counts.
fn forms<'f>(names: impl Iterator<Item = (&'f str, EntityType)>) -> BTreeMap<String, EntityType> {
    let mut types = BTreeMap::new();
    for (form, kind) in names {
        types.entry(mentions::squeezed(form)).or_insert(kind);
    }
    types
}

/// Learns which facts sentences tell, and writes `facts.tsv`.
fn train_facts(data: &Path, marked: &Path, models: &Path) -> io::Result<()> {
    let relations = schema::relations().map_err(io::Error::other)?;
    let rules = Rules::new(relations);
    let mut learner = facts::Learner::default();
    for relation in relations.iter().filter(|relation| !relation.predicate.is_dated()) {
        add_sentences(&mut learner, relation, &rules);
    }
    for (gold, bytes) in marked_articles(marked)? {
        for document in documents(&Unit { source_name: gold.file.clone(), line: None, bytes }) {
            let names: Vec<Vec<String>> = gold.entities.iter().map(|e| e.forms().cloned().collect()).collect();
            let told = gold.told(&document.text);
            learner.add(marked_examples(&annotate(&document), &rules, &names, &told, &|_| true));
        }
    }
    for_marked_posts(data, models, &mut |document, post| {
        learner.add(marked_examples(&annotate(document), &rules, &post.names, &post.facts, &|_| true));
    })?;
    for passage in Passage::read(models)? {
        for document in documents(&passage.unit()) {
            let annotated = annotate(&document);
            let told = passage.told(&annotated);
            learner.add(marked_examples(&annotated, &rules, &passage.names(), &told, &|_| true));
        }
    }
    let (weights, report) = learner.finish();
    print!("{report}");
    std::fs::write(models.join("facts.tsv"), weights)
}

/// Learns from the sentences of a relation file: what they say of its predicate.
fn add_sentences(learner: &mut facts::Learner, relation: &Relation, rules: &Rules) {
    let accepted = relation.accepts.iter().map(|accept| (&accept.text, accept.facts.as_slice()));
    let rejected = relation.rejects.iter().map(|text| (text, &[] as &[[String; 2]]));
    for (text, pairs) in accepted.chain(rejected) {
        let names: Vec<Vec<String>> = pairs.iter().flatten().map(|name| vec![name.clone()]).collect();
        let told: Vec<facts::MarkedFact> = (0..pairs.len())
            .map(|at| facts::MarkedFact {
                predicate: relation.predicate.name.to_owned(),
                subject: 2 * at,
                object: 2 * at + 1,
                evidence: 0..text.len(),
                is_optional: false,
            })
            .collect();
        let unit = Unit { source_name: relation.name.clone(), line: None, bytes: text.as_bytes().to_vec() };
        for document in documents(&unit) {
            let is_marked = |predicate: &Predicate| predicate.name == relation.predicate.name;
            learner.add(marked_examples(&annotate(&document), rules, &names, &told, &is_marked));
        }
    }
}

/// The pairs of a document, with what is marked of them.
fn marked_examples(
    annotated: &Annotated<'_>,
    rules: &Rules,
    names: &[Vec<String>],
    told: &[facts::MarkedFact],
    is_marked: &dyn Fn(&Predicate) -> bool,
) -> Vec<facts::Example> {
    let keys: Vec<Vec<Vec<String>>> = names.iter().map(|forms| forms.iter().map(|form| key(form)).collect()).collect();
    let meant: Vec<BTreeSet<usize>> = annotated
        .entities
        .iter()
        .map(|entity| {
            let own: Vec<Vec<String>> =
                std::iter::once(&entity.name).chain(&entity.aliases).map(|form| key(form)).collect();
            let is = |at: &usize| keys[*at].iter().any(|form| own.contains(form));
            let exactly: BTreeSet<usize> = (0..keys.len()).filter(is).collect();
            let bare =
                |at: &usize| own.iter().filter_map(|o| without_version(o)).any(|o| keys[*at].iter().any(|f| f == o));
            if exactly.is_empty() { (0..keys.len()).filter(bare).collect() } else { exactly }
        })
        .collect();
    facts::examples(annotated, rules, told, &meant, is_marked)
}

/// A name without the version at its end. Readers marked 'sudo' where a link parts it from its version:
/// `[sudo](https://www.sudo.ws/) 1.9.0`.
fn without_version(name: &[String]) -> Option<&[String]> {
    let (version, bare) = name.split_last()?;
    (!bare.is_empty() && version.starts_with(|c: char| c.is_ascii_digit())).then_some(bare)
}

/// The documents of a unit that are in English; none where it cannot be read.
fn documents(unit: &Unit) -> Vec<Document> {
    let inputs = read::parse(unit).map(|(inputs, _)| inputs).unwrap_or_default();
    let documents = inputs.into_iter().filter_map(|input| match input {
        Input::Document(document) => Some(*document),
        Input::Parsed(_) => None,
    });
    documents.filter(|document| read::foreign_language(document).is_none()).collect()
}
