//! Beside the pipeline: questions to a graph, in SPARQL 1.1, answered by the Oxigraph engine.
//!
//! Takes graphs and RDF files into a store in memory ([`Memory`]), parses a query ([`Question`]) and gives its
//! [`Answer`], which [`write_answer`] writes. Must never change what is stored, call another service, or let a
//! value become part of a query's text. To add a ready question: one file in `queries/`.

mod answer;
mod bind;
mod depth;
mod guard;
mod plan;
mod question;
mod ready;
mod store;
mod table;
mod walk;
mod write;

pub use answer::{Answer, DefaultGraph, Limits, answer};
pub use depth::{STACK, on_deep_stack};
pub use oxigraph::model::Term;
pub use oxigraph::store::Store;
pub use plan::explain;
pub use question::{Question, Values, parse_value};
pub use ready::{Ready, ready};
pub use store::{Memory, READABLE, graph_of, rdf_format, read_turtle};
pub use write::{ANSWER_FORMATS, AnswerFormat, write_answer};
