//! Definitions that every stage shares: the predicates, the namespaces, the relation files and the name lists.
//!
//! To add a relation, add a file to `schema/relations/`; to add a predicate, add a line to [`PREDICATES`].

mod predicate;
pub mod vocabulary;

pub use predicate::{PREDICATES, Predicate, predicate};
