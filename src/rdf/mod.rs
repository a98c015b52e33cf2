//! Stage 6: the graph as sorted quads.
//!
//! Takes a [`KnowledgeGraph`](crate::graph::KnowledgeGraph), gives quads in the order of their N-Quads text, each
//! once. Must never make a blank node, an IRI that is not one, or a term that `schema/ontology.ttl` does not declare.
//! The triple of a predicate is in `facts.rs`; a new provenance profile is one more arm of
//! [`Provenance`].

mod base;
mod facts;
mod iri;
mod provenance;
mod quads;
pub mod terms;

pub use base::Base;
pub use provenance::Provenance;
pub use quads::{RdfOptions, quads};
