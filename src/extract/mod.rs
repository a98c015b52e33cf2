//! Stage 3: facts.

use crate::model::{Annotated, ArticleHeader, ParsedArticle};

/// Takes the facts from an analysed document.
pub fn extract(annotated: &Annotated<'_>) -> ParsedArticle {
    let document = annotated.document;
    ParsedArticle {
        id: document.id.clone(),
        article: ArticleHeader::default(),
        text: document.text.clone(),
        entities: Vec::new(),
        facts: Vec::new(),
    }
}
