//! Calls the stages in order; the only place that knows more than one of them.

use crate::error::{Result, Warning};
use crate::model::{Document, ParsedArticle};
use crate::read::{Input, Unit};
use crate::{annotate, extract, read, schema};

/// Analyses one document and takes its entities and facts.
pub fn extract_document(document: &Document) -> ParsedArticle {
    let relations = schema::relations().unwrap_or_default();
    extract::extract(&annotate::annotate(document), relations)
}

/// Reads one unit and parses what is in it; already parsed articles pass through unchanged.
///
/// # Errors
/// [`Error::Article`](crate::error::Error::Article) where the unit cannot be read as an article.
pub fn parse_unit(unit: &Unit) -> Result<(Vec<ParsedArticle>, Vec<Warning>)> {
    let (inputs, warnings) = read::parse(unit)?;
    let parsed = inputs
        .into_iter()
        .map(|input| match input {
            Input::Document(document) => extract_document(&document),
            Input::Parsed(article) => *article,
        })
        .collect();
    Ok((parsed, warnings))
}
