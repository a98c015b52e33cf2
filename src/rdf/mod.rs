//! Stage 6: the graph as RDF.
//!
//! Takes a [`KnowledgeGraph`](crate::graph::KnowledgeGraph), gives a [`Dataset`]: subjects in the order of their IRIs
//! or of reading, and the statements of each, borrowed from the graph. Must never make a blank node, an IRI that is not one, or a term that `schema/ontology.ttl` does not declare.
//! The triple of a predicate is in `facts.rs`; a new provenance profile is one more arm of
//! [`Provenance`].

mod base;
mod dataset;
mod facts;
mod iri;
mod provenance;
mod quads;
mod statement;
pub mod terms;

pub use base::Base;
pub use dataset::{Dataset, Subject};
pub(crate) use facts::date_type;
pub use facts::property_iris;
pub use provenance::Provenance;
pub use quads::{RdfOptions, quads};
pub use statement::{ClaimId, FactEnd, FactTriple, Name, Object, Statement};
pub(crate) use statement::{push_date, push_number};
