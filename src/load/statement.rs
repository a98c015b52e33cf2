//! What is loaded: statements as N-Triples text, one after the other.

use std::io::{self, Write};

use crate::error::{Error, Result};

/// One statement, borrowed from whoever makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Subject, predicate and object as canonical N-Triples has them, without the final dot.
    pub triple: &'a str,
    /// The name of its graph in the same syntax; none for the default graph.
    pub graph: Option<&'a str>,
    /// Whether one of its terms is a blank node, or holds one.
    pub has_blank_node: bool,
    /// Whether its object is an RDF 1.2 triple term.
    pub has_triple_term: bool,
}

/// Takes statements one by one.
pub type Sink<'a> = &'a mut dyn FnMut(Statement<'_>) -> Result<()>;

/// Gives the same statements as often as it is asked.
pub trait Source: Sync {
    /// Hands every statement to `sink`.
    ///
    /// # Errors
    /// What reading gives, and what `sink` returns; both end the reading.
    fn each(&self, sink: Sink<'_>) -> Result<()>;
}

/// Splits what an exporter writes as N-Triples or N-Quads into statements. Exporters write no blank nodes.
pub struct Lines<'a> {
    sink: Sink<'a>,
    rest: Vec<u8>,
    failure: Option<Error>,
}

impl std::fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").finish_non_exhaustive()
    }
}

impl<'a> Lines<'a> {
    /// Lines that go to a sink.
    pub fn new(sink: Sink<'a>) -> Self {
        Self { sink, rest: Vec::new(), failure: None }
    }

    /// What the sink said, or else what writing gave.
    ///
    /// # Errors
    /// The first of both that there is.
    pub fn finish(self, written: Result<()>) -> Result<()> {
        self.failure.map_or(written, Err)
    }

    fn take(&mut self, line: &[u8]) -> io::Result<()> {
        let line = std::str::from_utf8(line).map_err(io::Error::other)?;
        let (triple, graph) = split(line.strip_suffix(" .").unwrap_or(line));
        let has_triple_term = triple.get(object_at(triple)..).is_some_and(|object| object.starts_with("<<("));
        let statement = Statement { triple, graph, has_blank_node: false, has_triple_term };
        (self.sink)(statement).map_err(|error| {
            self.failure = Some(error);
            io::Error::other("stopped")
        })
    }
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut start = 0;
        while let Some(length) = bytes[start..].iter().position(|b| *b == b'\n') {
            let end = start + length;
            if self.rest.is_empty() {
                self.take(&bytes[start..end])?;
            } else {
                self.rest.extend_from_slice(&bytes[start..end]);
                let line = std::mem::take(&mut self.rest);
                self.take(&line)?;
            }
            start = end + 1;
        }
        self.rest.extend_from_slice(&bytes[start..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where the object begins. IRIs hold no spaces.
fn object_at(line: &str) -> usize {
    line.match_indices(' ').nth(1).map_or(line.len(), |(at, _)| at + 1)
}

/// The triple and the graph of a line without its dot. IRIs hold neither spaces nor quotation marks.
fn split(line: &str) -> (&str, Option<&str>) {
    let object = object_at(line);
    let last = match line.get(object..object + 1) {
        Some("\"") => line.rfind('"').unwrap_or(object),
        _ if line[object..].starts_with("<<(") => line.rfind(")>>").unwrap_or(object),
        _ => object,
    };
    match line[last..].find(' ') {
        Some(space) => (&line[..last + space], Some(&line[last + space + 1..])),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_graph_is_told_from_the_object() {
        let triples = [
            "<a:s> <a:p> <a:o>",
            "<a:s> <a:p> \"a <b> \\\" c\"",
            "<a:s> <a:p> \"2012\"^^<a:t>",
            "<a:s> <a:p> \"ja\"@de",
            "<a:s> <a:p> <<( <a:s> <a:p> \"x y\"^^<a:t> )>>",
        ];
        for triple in triples {
            assert_eq!(split(triple), (triple, None));
            assert_eq!(split(&format!("{triple} <a:g>")), (triple, Some("<a:g>")));
        }
    }

    #[test]
    fn lines_are_whole_however_they_are_written() {
        let text = "<a:s> <a:p> \"a> <<( o\" .\n<a:s> <a:p> <a:o> <a:g> .\n";
        for size in [1, 2, 7, 18, 19, 100] {
            let mut found = Vec::new();
            let mut sink = |statement: Statement<'_>| {
                assert!(!statement.has_triple_term);
                found.push((statement.triple.to_owned(), statement.graph.map(str::to_owned)));
                Ok(())
            };
            let mut lines = Lines::new(&mut sink);
            text.as_bytes().chunks(size).for_each(|part| lines.write_all(part).unwrap());
            lines.finish(Ok(())).unwrap();
            let wanted = [
                ("<a:s> <a:p> \"a> <<( o\"".to_owned(), None),
                ("<a:s> <a:p> <a:o>".to_owned(), Some("<a:g>".to_owned())),
            ];
            assert_eq!(found, wanted, "in parts of {size} bytes");
        }
    }
}
