//! Definitions that every stage shares: the predicates, the namespaces, the relation files and the name lists.
//!
//! To add a relation, add a file to `schema/relations/`; to add a predicate, add a line to [`PREDICATES`].

mod alias_phrases;
mod gazetteer;
mod predicate;
mod relation;
mod relation_file;
mod relations;
mod sorted_list;
pub mod vocabulary;

pub use alias_phrases::{AliasPhrase, alias_phrase};
pub use gazetteer::{Cues, Gazetteer, KnownName, is_of_dateline};
pub use predicate::{PREDICATES, Predicate, Term, defined_predicates, predicate};
pub use relation::{Accept, Element, Pattern, Relation, Slot};
pub use relations::{relations, relations_with};
pub use sorted_list::{Index, SortedList, hash};
