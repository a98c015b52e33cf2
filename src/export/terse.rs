//! Turtle and TriG: grouped by subject, with only the prefixes in use.

use std::io::Write;

use oxrdf::Quad;
use oxttl::{TriGSerializer, TurtleSerializer};

use super::order::{prefixes, reading_order};
use super::{ExportOptions, written};
use crate::error::{Error, Result};

/// Writes Turtle. The quads stand in the default graph: [`FORMATS`](super::FORMATS) says so.
pub(super) fn write_turtle(quads: &[Quad], options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in prefixes(quads, &options.base) {
        serializer = serializer.with_prefix(name, iri).map_err(|cause| illegal_prefix(name, &cause))?;
    }
    let mut serializer = serializer.for_writer(out);
    for quad in reading_order(quads) {
        written(serializer.serialize_triple(quad.as_ref()))?;
    }
    written(serializer.finish().map(|_| ()))
}

/// Writes TriG, the default graph first.
pub(super) fn write_trig(quads: &[Quad], options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut serializer = TriGSerializer::new();
    for (name, iri) in prefixes(quads, &options.base) {
        serializer = serializer.with_prefix(name, iri).map_err(|cause| illegal_prefix(name, &cause))?;
    }
    let mut serializer = serializer.for_writer(out);
    for quad in reading_order(quads) {
        written(serializer.serialize_quad(quad))?;
    }
    written(serializer.finish().map(|_| ()))
}

pub(super) fn illegal_prefix(name: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::Usage {
        what: format!("the IRI of the prefix '{name}' is none: {cause}"),
        hint: "give --base an absolute IRI that ends with '/'".to_owned(),
    }
}
