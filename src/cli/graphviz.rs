//! Draws pictures with Graphviz, where that is installed.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};
use crate::export::{self, ExportOptions};
use crate::graph::KnowledgeGraph;

/// Writes DOT into Graphviz's `dot` and what that draws into `out`.
///
/// # Errors
/// [`Error::Usage`] where there is no `dot`, where it fails, or where the graph is too large for a picture;
/// [`Error::Write`] where `out` fails.
pub(super) fn draw(kind: &str, graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut text = Vec::new();
    export::write(export::by_name("dot")?, graph, options, &mut text)?;
    let (picture, said) = dot(kind, text).map_err(|cause| Error::Usage {
        what: format!("cannot run Graphviz's program 'dot': {cause}"),
        hint: "install it (apt install graphviz, brew install graphviz, winget install graphviz), or export to dot \
               and draw that elsewhere: dot -Tsvg graph.dot -o graph.svg"
            .to_owned(),
    })?;
    if picture.is_empty() {
        return Err(Error::Usage {
            what: format!("Graphviz drew nothing: {}", said.lines().next().unwrap_or("it said nothing")),
            hint: "export to dot and look at that file, or draw fewer entities with --top".to_owned(),
        });
    }
    out.write_all(&picture).map_err(|cause| Error::Write { path: "output".into(), cause })
}

/// What `dot` gives, and what it says.
fn dot(kind: &str, text: Vec<u8>) -> io::Result<(Vec<u8>, String)> {
    let mut child = Command::new("dot")
        .arg(format!("-T{kind}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdin = child.stdin.take();
    // A program that stops reading early says why on its standard error.
    let writer = std::thread::spawn(move || stdin.map_or(Ok(()), |mut pipe| pipe.write_all(&text)).unwrap_or(()));
    let output = child.wait_with_output()?;
    let is_written = writer.join().is_ok();
    let picture = if output.status.success() && is_written { output.stdout } else { Vec::new() };
    Ok((picture, String::from_utf8_lossy(&output.stderr).into_owned()))
}
