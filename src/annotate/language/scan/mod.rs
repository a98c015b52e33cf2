//! Sentences and tokens with byte offsets.
//!
//! Takes a text, gives every character of it but white space in a token. An empty line ends a sentence; so does what
//! a linear model takes for an end, by the tokens around it.

mod sentences;
mod tokens;

pub use tokens::ScannedToken;

pub(crate) use sentences::Splitter;
#[cfg(feature = "train")]
pub(crate) use sentences::{features, walk};
pub(crate) use tokens::tokens;

use crate::model::Span;

/// A sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedSentence {
    /// From its first token to its last.
    pub span: Span,
    /// Its tokens, in order.
    pub tokens: Vec<ScannedToken>,
    /// Whether it begins a paragraph.
    pub paragraph: bool,
}
