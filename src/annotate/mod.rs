//! Stage 2: language analysis.

use crate::model::{Annotated, Document};

/// Analyses a document.
pub fn annotate(document: &Document) -> Annotated<'_> {
    Annotated { document, sentences: Vec::new(), tokens: Vec::new(), mentions: Vec::new(), entities: Vec::new() }
}
