//! Beside the pipeline: whether a graph keeps to the shapes of `schema/shapes.ttl`.
//!
//! Takes the bytes of an RDF file, gives what breaks a rule. The shapes are SHACL and are read as such: whoever adds one
//! edits the file. Must never pass over a rule that it does not know: a constraint outside the part of SHACL that
//! `shapes.rs` lists is an error. Other engines read the same file in CI.

mod data;
mod shapes;

use std::fmt;

pub use data::{Data, READABLE};
pub use shapes::Shapes;

/// A node that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The node, as N-Triples writes it.
    pub node: String,
    /// The property whose values break it; none where the node itself does.
    pub path: Option<String>,
    /// The rule, in words.
    pub rule: String,
    /// The value that breaks it, where there is one.
    pub value: Option<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.node)?;
        if let Some(path) = &self.path {
            write!(f, " {path}")?;
        }
        if let Some(value) = &self.value {
            write!(f, " {value}")?;
        }
        write!(f, ": {}", self.rule)
    }
}
