//! Marked articles: a JSON file for each, beside the article itself.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use pressgraph::extract::learned::train as facts;
use pressgraph::model::EntityType;

/// The marked articles of a folder: what is marked, and the article's own bytes.
pub fn marked_articles(folder: &Path) -> io::Result<Vec<(Gold, Vec<u8>)>> {
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

/// A marked article.
#[derive(serde::Deserialize)]
pub struct Gold {
    /// The file of the article.
    pub file: String,
    /// The named entities.
    pub entities: Vec<GoldEntity>,
    /// The facts.
    pub facts: Vec<GoldFact>,
}

/// A fact.
#[derive(serde::Deserialize)]
pub struct GoldFact {
    s: String,
    p: String,
    o: String,
    #[serde(default)]
    evidence: Option<String>,
    #[serde(default)]
    optional: bool,
}

/// A named entity.
#[derive(serde::Deserialize)]
pub struct GoldEntity {
    name: String,
    r#type: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl GoldEntity {
    /// The name and its other forms.
    pub fn forms(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }

    /// Each form with the type.
    pub fn typed_forms(&self) -> impl Iterator<Item = (&str, EntityType)> {
        let kind = self.r#type.parse::<EntityType>().ok();
        self.forms().filter_map(move |form| Some((form.as_str(), kind?)))
    }
}

impl Gold {
    /// The facts between two entities, each with the place of its evidence in the article.
    pub fn told(&self, text: &str) -> Vec<facts::MarkedFact> {
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

/// Where a text has a quotation, white space aside, in bytes.
fn find(text: &str, quotation: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = quotation.chars().filter(|c| !c.is_whitespace()).collect();
    let letters: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let first = letters.windows(wanted.len().max(1)).position(|at| at.iter().map(|(_, c)| c).eq(&wanted))?;
    let (start, (last, letter)) = (letters[first].0, letters[first + wanted.len().checked_sub(1)?]);
    Some(start..last + letter.len_utf8())
}
