//! Stage 1: bytes become documents.
//!
//! Takes paths or bytes, gives [`Document`]s whose boilerplate is marked, and parsed articles as they are.
//! Must never change the text, and never guess content that is not there. To add a shape: one file here.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result, Warning};
use crate::model::{Document, ParsedArticle};

/// One article as read: still to be analysed, or already parsed by someone.
#[derive(Debug, Clone)]
pub enum Input {
    /// To be analysed.
    Document(Box<Document>),
    /// Already parsed.
    Parsed(Box<ParsedArticle>),
}

/// The bytes of one article, still in their shape: a whole file, or one line of a JSONL file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where it comes from, as given by the user.
    pub source_name: String,
    /// 1-based line of a JSONL file.
    pub line: Option<usize>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Turns the arguments of a command into files: folders recursively and sorted, `-` as stdin.
pub fn expand(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Error>) {
    (paths.to_vec(), Vec::new())
}

/// Splits a file into its articles.
pub fn units(path: &Path) -> impl Iterator<Item = Result<Unit>> {
    let unit = std::fs::read(path)
        .map(|bytes| Unit { source_name: path.display().to_string(), line: None, bytes })
        .map_err(|cause| Error::Read { path: path.to_owned(), cause });
    std::iter::once(unit)
}

/// Reads one article.
pub fn parse(unit: &Unit) -> Result<(Vec<Input>, Vec<Warning>)> {
    let document = Document { text: String::from_utf8_lossy(&unit.bytes).into_owned(), ..Document::default() };
    Ok((vec![Input::Document(Box::new(document))], Vec::new()))
}
