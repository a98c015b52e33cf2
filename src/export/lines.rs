//! N-Triples and N-Quads: the sorted quads, a line each.

use std::io::Write;

use oxrdf::Quad;
use oxttl::NQuadsSerializer;

use super::{ExportOptions, written};
use crate::error::Result;

/// Writes each quad on its line; quads of the default graph are N-Triples.
///
/// # Shape
/// Lines stand in the order of their bytes, so that `diff` and `comm` compare two exports.
pub(super) fn write(quads: &[Quad], _options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut serializer = NQuadsSerializer::new().for_writer(out);
    for quad in quads {
        written(serializer.serialize_quad(quad))?;
    }
    Ok(())
}
