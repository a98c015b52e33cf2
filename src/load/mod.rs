//! Beside the stages: graphs into stores.
//!
//! Takes a [`Source`] of statements, RDF files or what an exporter writes, and sends it to a [`Target`] over HTTP, in
//! chunks, with what authenticates us, or puts it into the store of a [`folder`]; then counts what the store holds. Must never lose a statement in silence, show
//! a secret, or try for ever. To add a store: a line in [`preset::PRESETS`].

pub mod auth;
pub mod client;
mod files;
pub mod folder;
mod netrc;
pub mod preset;
mod run;
mod statement;
mod survey;
mod target;

pub use files::{RDF_EXTENSIONS, RdfFiles, is_iri, is_rdf};
pub use run::{Loaded, Plan, load};
pub use statement::{Lines, Sink, Source, Statement};
pub use survey::Survey;
pub use target::{Chunk, Mode, Reading, Request, Scope, Target, Writing};
