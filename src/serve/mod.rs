//! Beside the pipeline: a read-only SPARQL 1.1 endpoint over HTTP.
//!
//! Takes a store and gives [`Response`]s to [`Request`]s ([`Service`]), on a socket ([`Server`]). Queries by GET, by form and
//! by body, reading of graphs by the Graph Store Protocol, a description of the service, a page with a form. Must never
//! change what is stored, and never take what a client sends for anything but text: everything has a bound, and everything
//! that becomes HTML is escaped.

mod accept;
mod description;
mod graphs;
mod page;
mod protocol;
mod server;
mod service;

pub use server::Server;
pub use service::{Request, Response, Service};
