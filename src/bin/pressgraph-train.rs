//! Trains the language models: `pressgraph-train DATA_DIR MODELS_DIR`.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use pressgraph::annotate::kinds::train::{Example, Learner, examples, key};
use pressgraph::annotate::language::train::{Training, run};
use pressgraph::model::{Document, EntityType};
use pressgraph::read::{self, Input, Unit};
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
    /// Parts to train (lists, tag, parse, names, types); the others are kept
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
    let types = only.is_empty() || only.iter().any(|part| part == "types");
    let others = only.is_empty() || only.iter().any(|part| part != "types");
    let marked = marked.unwrap_or_else(|| data.join("../eval/train"));
    let trained = if types { train_types(&data, &marked, &models, &lists) } else { Ok(()) };
    let training = Training { data, models, only, rounds, hold_out, test, cache };
    match trained.and_then(|()| if others { run(&training) } else { Ok(()) }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pressgraph-train: {error}");
            ExitCode::from(2)
        }
    }
}

/// The most bytes of the list of clues.
const CLUES: usize = 58_000;

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
    let mut golds: Vec<PathBuf> =
        std::fs::read_dir(marked)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    golds.retain(|path| path.extension().is_some_and(|end| end == "json"));
    golds.sort();
    for gold in golds {
        let gold: Gold = serde_json::from_slice(&std::fs::read(gold)?)?;
        let file = Path::new(&gold.file).file_name().unwrap_or_default();
        let bytes = std::fs::read(marked.join("articles").join(file))?;
        let types = gold.types();
        for document in documents(&Unit { source_name: gold.file.clone(), line: None, bytes }) {
            learner.add_marked(&examples(&document), &|name| {
                types.iter().find(|(form, _)| form == name).map(|(_, kind)| *kind)
            });
        }
    }
    let (clues, names, report) = learner.finish(CLUES);
    print!("{report}");
    std::fs::create_dir_all(models)?;
    std::fs::write(models.join("types.tsv"), clues)?;
    std::fs::write(lists.join("seen-names.tsv"), names)
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
}

#[derive(serde::Deserialize)]
struct GoldEntity {
    name: String,
    r#type: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Gold {
    /// Each form of each entity with its type.
    fn types(&self) -> Vec<(Vec<String>, EntityType)> {
        let forms = self.entities.iter().filter_map(|entity| Some((entity, entity.r#type.parse().ok()?)));
        forms
            .flat_map(|(entity, kind)| {
                std::iter::once(&entity.name).chain(&entity.aliases).map(move |form| (key(form), kind))
            })
            .collect()
    }
}
