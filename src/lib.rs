//! Press, news and blog articles in, a knowledge graph of companies, projects and events out.
//!
//! The stages, in order: [`read`] bytes into documents, [`annotate`] them, [`extract`] entities and facts,
//! [`resolve`] them across articles, build the [`graph`], turn it into [`rdf`], [`export`] it. They meet only in
//! [`model`]; [`pipeline`] alone calls them.

// The types in which the stages meet.
pub mod model;

// Predicates, namespaces, relation files, name lists.
pub mod schema;

// What can go wrong.
pub mod error;

// 1. Bytes become documents.
pub mod read;

// 2. Documents become sentences, tokens and mentions.
pub mod annotate;

// 3. Mentions become facts.
pub mod extract;

// 4. Articles become one set of entities and facts.
pub mod resolve;

// 5. Entities and facts become a petgraph.
pub mod graph;

// 6. The graph becomes sorted quads.
pub mod rdf;

// Beside the stages: how weights are learned.
#[cfg(feature = "train")]
pub mod learn;

// Beside the stages: records sorted on disk.
pub mod runs;

// 7. Quads and graphs become files.
pub mod export;

// Beside the stages: graphs into stores.
pub mod load;

// Beside the stages: whether a graph keeps to the shapes.
pub mod validate;

// Beside the stages: what two graphs do not share.
pub mod diff;

// Beside the stages: questions to a graph, in SPARQL.
pub mod query;

// Beside the stages: the same questions over HTTP.
pub mod serve;

// The stages in order.
pub mod pipeline;

// The command line.
pub mod cli;
