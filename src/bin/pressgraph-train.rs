//! Trains the language models: `pressgraph-train DATA_DIR MODELS_DIR`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use pressgraph::annotate::annotate;
use pressgraph::annotate::kinds::train::{Example, Learner, examples, key};
use pressgraph::annotate::language::train::{Training, run, run_mentions};
use pressgraph::annotate::mentions::train as mentions;
use pressgraph::extract::Rules;
use pressgraph::extract::learned::train as facts;
use pressgraph::model::{Document, EntityType};
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
const CLUES: usize = 150_000;

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
    let (clues, names, report) = learner.finish(CLUES);
    print!("{report}");
    std::fs::create_dir_all(models)?;
    std::fs::write(models.join("types.tsv"), clues)?;
    std::fs::write(lists.join("seen-names.tsv"), names)
}

/// Trains the model of names with the types of the vocabulary.
fn train_mentions(data: &Path, marked: &Path, models: &Path, rounds: Option<usize>) -> io::Result<()> {
    let mut all = Vec::new();
    for (gold, bytes) in marked_articles(marked)? {
        let names = forms(gold.entities.iter().flat_map(GoldEntity::typed_forms));
        for document in documents(&Unit { source_name: gold.file.clone(), line: None, bytes }) {
            all.extend(mentions::documents(&document, &names));
        }
    }
    for_marked_posts(data, models, &mut |document, post| {
        let names = forms(post.forms.iter().map(|(form, kind)| (form.as_str(), *kind)));
        all.extend(mentions::documents(document, &names));
    })?;
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

/// The marked articles of a folder: what is marked, and the article's own bytes.
fn marked_articles(folder: &Path) -> io::Result<Vec<(Gold, Vec<u8>)>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    paths.sort();
    let read = |path: PathBuf| {
        let gold: Gold = serde_json::from_slice(&std::fs::read(path)?)?;
        let file = Path::new(&gold.file).file_name().unwrap_or_default();
        let bytes = std::fs::read(folder.join("articles").join(file))?;
        Ok((gold, bytes))
    };
    paths.into_iter().map(read).collect()
}

/// Posts whose facts were marked for this project: what they tell, without their words.
const MARKED_POSTS: &str = "marked-posts.tsv";

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
            learner.add(marked_examples(&document, &rules, &names, &told, &|_| true));
        }
    }
    for_marked_posts(data, models, &mut |document, post| {
        learner.add(marked_examples(document, &rules, &post.names, &post.facts, &|_| true));
    })?;
    let (weights, report) = learner.finish();
    print!("{report}");
    std::fs::write(models.join("facts.tsv"), weights)
}

/// Calls back with each post of which something is marked, in the order of the corpus.
fn for_marked_posts(data: &Path, models: &Path, take: &mut dyn FnMut(&Document, &MarkedPost)) -> io::Result<()> {
    let posts = MarkedPost::read(&models.join(MARKED_POSTS))?;
    let archive = std::fs::File::open(data.join("stress/articles.jsonl.xz"))?;
    for line in BufReader::new(lzma_rust2::XzReader::new(archive, true)).lines() {
        let post: Post = serde_json::from_str(&line?)?;
        let Some(marked) = posts.get(&post.id) else { continue };
        let head = post.head();
        let marked = marked.behind(head.len());
        let bytes = format!("{head}{}", post.text).into_bytes();
        for document in documents(&Unit { source_name: format!("{}.md", post.id), line: None, bytes }) {
            take(&document, &marked);
        }
    }
    Ok(())
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
            learner.add(marked_examples(&document, rules, &names, &told, &is_marked));
        }
    }
}

/// The pairs of a document, with what is marked of them.
fn marked_examples(
    document: &Document,
    rules: &Rules,
    names: &[Vec<String>],
    told: &[facts::MarkedFact],
    is_marked: &dyn Fn(&Predicate) -> bool,
) -> Vec<facts::Example> {
    let annotated = annotate(document);
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
    facts::examples(&annotated, rules, told, &meant, is_marked)
}

/// A name without the version at its end. Readers marked 'sudo' where a link parts it from its version:
/// `[sudo](https://www.sudo.ws/) 1.9.0`.
fn without_version(name: &[String]) -> Option<&[String]> {
    let (version, bare) = name.split_last()?;
    (!bare.is_empty() && version.starts_with(|c: char| c.is_ascii_digit())).then_some(bare)
}

/// A post of the corpus.
#[derive(serde::Deserialize)]
struct Post {
    id: String,
    title: Option<String>,
    date: Option<String>,
    text: String,
}

impl Post {
    /// The front matter that its file had: the title, where the text does not begin with it, and the date.
    fn head(&self) -> String {
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let start = letters(&self.text.chars().take(300).collect::<String>());
        let title = self.title.as_deref().filter(|title| !start.contains(&letters(title)));
        let quoted = |key, value: &str| format!("{key}: {}\n", serde_json::Value::from(value));
        let title = title.map_or(String::new(), |title| quoted("title", title));
        let date = self.date.as_deref().map_or(String::new(), |date| quoted("date", date));
        if title.is_empty() && date.is_empty() { String::new() } else { format!("---\n{title}{date}---\n\n") }
    }
}

/// What is marked of a post: the types of names, the forms of the entities that its facts name, and the facts.
#[derive(Default, Clone)]
struct MarkedPost {
    forms: Vec<(String, EntityType)>,
    names: Vec<Vec<String>>,
    facts: Vec<facts::MarkedFact>,
}

impl MarkedPost {
    /// The same behind so many bytes of front matter; evidence without length is the title there.
    fn behind(&self, head: usize) -> Self {
        let mut marked = self.clone();
        for fact in &mut marked.facts {
            let Range { start, end } = fact.evidence;
            fact.evidence = if end == 0 { 0..head } else { start + head..end + head };
        }
        marked
    }

    /// Reads lines of post, 'is', type, and forms of a name; and of post, predicate, forms of the subject, of the object,
    /// first byte of the evidence in the text of the post, the byte after it (both 0 for its title); and '?' where a
    /// reader might leave it out.
    fn read(path: &Path) -> io::Result<BTreeMap<String, MarkedPost>> {
        let mut posts: BTreeMap<String, MarkedPost> = BTreeMap::new();
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let Some(post) = fields.first().map(|id| posts.entry((*id).to_owned()).or_default()) else { continue };
            if let [_, "is", kind, forms, ..] = fields.as_slice() {
                let kind = kind.parse::<EntityType>().ok();
                post.forms.extend(forms.split('|').filter_map(|form| Some((form.to_owned(), kind?))));
                continue;
            }
            let [_, predicate, subject, object, start, end, rest @ ..] = fields.as_slice() else { continue };
            let mut number = |forms: &str| {
                let forms: Vec<String> = forms.split('|').map(str::to_owned).collect();
                let known = post.names.iter().position(|other| *other == forms);
                known.unwrap_or_else(|| {
                    post.names.push(forms);
                    post.names.len() - 1
                })
            };
            let (subject, object) = (number(subject), number(object));
            let (Ok(start), Ok(end)) = (start.parse(), end.parse()) else { continue };
            post.facts.push(facts::MarkedFact {
                predicate: (*predicate).to_owned(),
                subject,
                object,
                evidence: start..end,
                is_optional: rest.contains(&"?"),
            });
        }
        Ok(posts)
    }
}

/// Where a text has a quotation, white space aside, in bytes.
fn find(text: &str, quotation: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = quotation.chars().filter(|c| !c.is_whitespace()).collect();
    let letters: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let first = letters.windows(wanted.len().max(1)).position(|at| at.iter().map(|(_, c)| c).eq(&wanted))?;
    let (start, (last, letter)) = (letters[first].0, letters[first + wanted.len().checked_sub(1)?]);
    Some(start..last + letter.len_utf8())
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

/// A marked article.
#[derive(serde::Deserialize)]
struct Gold {
    file: String,
    entities: Vec<GoldEntity>,
    facts: Vec<GoldFact>,
}

#[derive(serde::Deserialize)]
struct GoldFact {
    s: String,
    p: String,
    o: String,
    #[serde(default)]
    evidence: Option<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(serde::Deserialize)]
struct GoldEntity {
    name: String,
    r#type: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl GoldEntity {
    fn forms(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }

    /// Each form with the type.
    fn typed_forms(&self) -> impl Iterator<Item = (&str, EntityType)> {
        let kind = self.r#type.parse::<EntityType>().ok();
        self.forms().filter_map(move |form| Some((form.as_str(), kind?)))
    }
}

impl Gold {
    /// The facts between two entities, each with the place of its evidence in the article.
    fn told(&self, text: &str) -> Vec<facts::MarkedFact> {
        let number = |name: &str| self.entities.iter().position(|e| e.name == name);
        let told = |fact: &GoldFact| {
            Some(facts::MarkedFact {
                predicate: fact.p.clone(),
                subject: number(&fact.s)?,
                object: number(&fact.o)?,
                evidence: find(text, fact.evidence.as_deref()?)?,
                is_optional: fact.optional,
            })
        };
        self.facts.iter().filter_map(told).collect()
    }
}
