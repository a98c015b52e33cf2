//! Turtle and TriG: grouped by subject, a blank line between two, with only the prefixes in use.

use std::io::Write;

use oxrdf::Quad;
use oxttl::{TriGSerializer, TurtleSerializer};

use super::order::{prefixes, reading_order};
use super::{ExportOptions, written};
use crate::error::{Error, Result};

/// Ends a statement in what the serializers write; in a literal, the line feed would be escaped.
const END: &[u8] = b" .\n";

/// Writes Turtle. The quads stand in the default graph: [`FORMATS`](super::FORMATS) says so.
pub(super) fn write_turtle(quads: &[Quad], options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in prefixes(quads, &options.base) {
        serializer = serializer.with_prefix(name, iri).map_err(|cause| illegal_prefix(name, &cause))?;
    }
    let mut serializer = serializer.low_level();
    let mut piece = Vec::new();
    for quad in reading_order(quads) {
        written(serializer.serialize_triple(quad.as_ref(), &mut piece))?;
        written(write_spaced(&mut piece, out))?;
    }
    written(serializer.finish(out))
}

/// Writes TriG, the default graph first.
pub(super) fn write_trig(quads: &[Quad], options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut serializer = TriGSerializer::new();
    for (name, iri) in prefixes(quads, &options.base) {
        serializer = serializer.with_prefix(name, iri).map_err(|cause| illegal_prefix(name, &cause))?;
    }
    let mut serializer = serializer.low_level();
    let mut piece = Vec::new();
    for quad in reading_order(quads) {
        written(serializer.serialize_quad(quad, &mut piece))?;
        written(write_spaced(&mut piece, out))?;
    }
    written(serializer.finish(out))
}

/// Writes what a serializer gave for one quad, with a blank line after the statement or the graph that it ends, and
/// empties it. The first piece ends the prefixes.
fn write_spaced(piece: &mut Vec<u8>, out: &mut dyn Write) -> std::io::Result<()> {
    if let Some(at) = piece.windows(END.len()).rposition(|window| window == END) {
        let mut end = at + END.len();
        if piece[end..].starts_with(b"}\n") {
            end += 2;
        }
        out.write_all(&piece[..end])?;
        out.write_all(b"\n")?;
        out.write_all(&piece[end..])?;
    } else {
        out.write_all(piece)?;
    }
    piece.clear();
    Ok(())
}

pub(super) fn illegal_prefix(name: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::Usage {
        what: format!("the IRI of the prefix '{name}' is none: {cause}"),
        hint: "give --base an absolute IRI that ends with '/'".to_owned(),
    }
}
