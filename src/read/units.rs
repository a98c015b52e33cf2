//! Splits files into articles: a line each of JSON Lines, an element each of a JSON array, else the whole file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::Unit;
use crate::error::{Error, Result};

/// The most bytes that one article may have.
pub const MAX_ARTICLE_BYTES: usize = 64 << 20;

/// Splits a file into its articles; `-` is stdin.
///
/// # Shape
/// In the order of the file. JSON Lines are read a line at a time, never as a whole.
///
/// # Errors
/// An item is an error where the file cannot be read, is empty, or an article has more than
/// [`MAX_ARTICLE_BYTES`]; the articles after it still come.
pub fn units(path: &Path) -> impl Iterator<Item = Result<Unit>> {
    let reader: io::Result<Box<dyn BufRead>> = if path.as_os_str() == "-" {
        Ok(Box::new(BufReader::new(io::stdin())))
    } else {
        File::open(path).map(|file| Box::new(BufReader::with_capacity(1 << 16, file)) as Box<dyn BufRead>)
    };
    match reader {
        Ok(reader) => Units::new(reader, path.to_owned()),
        Err(cause) => Units::of(path, vec![Err(Error::Read { path: path.to_owned(), cause })]),
    }
}

/// A file as one article, whatever is in it; `-` is stdin.
///
/// # Errors
/// As for [`units`].
pub fn whole(path: &Path) -> Result<Unit> {
    let mut bytes = Vec::new();
    let limit = MAX_ARTICLE_BYTES as u64 + 1;
    let read = match path.as_os_str().to_str() {
        Some("-") => io::stdin().take(limit).read_to_end(&mut bytes),
        _ => File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)),
    };
    read.map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    let units = Units::of(path, Vec::new());
    if bytes.len() > MAX_ARTICLE_BYTES { units.too_long() } else { Ok(units.unit(bytes, None)) }
}

/// The articles of one file.
struct Units {
    reader: Box<dyn BufRead>,
    path: PathBuf,
    /// Line number of the line last read.
    line: usize,
    /// What was read ahead, last first.
    ready: Vec<Result<Unit>>,
    /// Whether further lines of JSON Lines follow.
    has_lines: bool,
}

/// A line as read.
enum Line {
    End,
    Bytes(Vec<u8>),
    TooLong,
}

impl Units {
    fn of(path: &Path, mut ready: Vec<Result<Unit>>) -> Self {
        ready.reverse();
        Self { reader: Box::new(io::empty()), path: path.to_owned(), line: 0, ready, has_lines: false }
    }

    fn new(reader: Box<dyn BufRead>, path: PathBuf) -> Self {
        let mut units = Self { reader, path, line: 0, ready: Vec::new(), has_lines: false };
        match units.start() {
            Ok(ready) => units.ready = ready,
            Err(cause) => units.ready = vec![Err(Error::Read { path: units.path.clone(), cause })],
        }
        units.ready.reverse();
        units
    }

    /// Reads as much as tells what the file is.
    fn start(&mut self) -> io::Result<Vec<Result<Unit>>> {
        let mut head = Vec::new();
        let mut first = 0;
        // The first line with text, and the one after it.
        loop {
            match self.read_line()? {
                Line::End => break,
                Line::TooLong => {
                    let before = head.trim_ascii();
                    let is_lines = serde_json::from_slice::<IgnoredAny>(before).is_ok();
                    self.has_lines = is_lines || (first == 0 && self.peeks_object()?);
                    let too_long = self.too_long();
                    let before = is_lines.then(|| Ok(self.unit(before.to_vec(), Some(first))));
                    return Ok(before.into_iter().chain([too_long]).collect());
                }
                Line::Bytes(bytes) => {
                    let bytes = if self.line == 1 { without_mark(bytes) } else { bytes };
                    let is_blank = bytes.trim_ascii().is_empty();
                    let start = head.len();
                    head.extend_from_slice(&bytes);
                    if is_blank {
                        continue;
                    }
                    if first > 0 {
                        return self.decide(head, start, first);
                    }
                    if !is_object_start(&bytes) {
                        break;
                    }
                    first = self.line;
                }
            }
        }
        self.whole(head)
    }

    /// Whether two lines, the first an object's start, begin JSON Lines.
    fn decide(&mut self, head: Vec<u8>, second: usize, first: usize) -> io::Result<Vec<Result<Unit>>> {
        let (one, two) = head.split_at(second);
        let is_whole = serde_json::from_slice::<IgnoredAny>(one).is_ok();
        if !is_object_start(two) && !is_whole {
            return self.whole(head);
        }
        self.has_lines = true;
        Ok(vec![
            Ok(self.unit(one.trim_ascii().to_vec(), Some(first))),
            Ok(self.unit(two.trim_ascii().to_vec(), Some(self.line))),
        ])
    }

    fn peeks_object(&mut self) -> io::Result<bool> {
        Ok(self.reader.fill_buf()?.trim_ascii_start().first() == Some(&b'{'))
    }

    /// The rest of the file as one article, or the elements of an array.
    fn whole(&mut self, mut bytes: Vec<u8>) -> io::Result<Vec<Result<Unit>>> {
        let room = (MAX_ARTICLE_BYTES + 1).saturating_sub(bytes.len());
        self.reader.by_ref().take(room as u64).read_to_end(&mut bytes)?;
        if bytes.len() > MAX_ARTICLE_BYTES {
            self.line = 0;
            return Ok(vec![self.too_long()]);
        }
        if bytes.trim_ascii().is_empty() {
            return Ok(vec![Err(self.error(None, "the file is empty".to_owned(), "name a file with an article"))]);
        }
        let text = bytes.trim_ascii_start();
        let is_array = text.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b'{'));
        if is_array && let Some(units) = self.elements(&bytes) {
            return Ok(units);
        }
        Ok(vec![Ok(self.unit(bytes, None))])
    }

    /// The elements of a JSON array, each with the line on which it starts.
    fn elements(&self, bytes: &[u8]) -> Option<Vec<Result<Unit>>> {
        let text = std::str::from_utf8(bytes).ok()?;
        let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
        let mut line = 1;
        let mut counted = 0;
        let mut units = Vec::with_capacity(items.len());
        for item in items {
            let start = item.get().as_ptr() as usize - text.as_ptr() as usize;
            line += text.as_bytes()[counted..start].iter().filter(|b| **b == b'\n').count();
            counted = start;
            units.push(Ok(self.unit(item.get().as_bytes().to_vec(), Some(line))));
        }
        Some(units)
    }

    fn read_line(&mut self) -> io::Result<Line> {
        let mut bytes = Vec::new();
        let limit = MAX_ARTICLE_BYTES as u64 + 1;
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(Line::End);
        }
        self.line += 1;
        if bytes.len() <= MAX_ARTICLE_BYTES || bytes.ends_with(b"\n") {
            return Ok(Line::Bytes(bytes));
        }
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Line::TooLong);
            }
            let end = buffer.iter().position(|b| *b == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Line::TooLong);
            }
        }
    }

    fn unit(&self, bytes: Vec<u8>, line: Option<usize>) -> Unit {
        Unit { source_name: super::source_name(&self.path), line, bytes }
    }

    fn error(&self, line: Option<usize>, what: String, hint: &str) -> Error {
        Error::Article { source_name: super::source_name(&self.path), line, what, hint: hint.to_owned() }
    }

    fn too_long(&self) -> Result<Unit> {
        let line = (self.line > 0).then_some(self.line);
        let what = format!("an article of more than {} MB", MAX_ARTICLE_BYTES >> 20);
        Err(self.error(line, what, "split it, or give many articles as JSON Lines, one a line"))
    }
}

impl Iterator for Units {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(ready) = self.ready.pop() {
            return Some(ready);
        }
        while self.has_lines {
            match self.read_line() {
                Ok(Line::Bytes(bytes)) => {
                    let bytes = bytes.trim_ascii();
                    if !bytes.is_empty() {
                        return Some(Ok(self.unit(bytes.to_vec(), Some(self.line))));
                    }
                }
                Ok(Line::TooLong) => return Some(self.too_long()),
                Ok(Line::End) => self.has_lines = false,
                Err(cause) => {
                    self.has_lines = false;
                    return Some(Err(Error::Read { path: self.path.clone(), cause }));
                }
            }
        }
        None
    }
}

fn without_mark(bytes: Vec<u8>) -> Vec<u8> {
    // A mark before JSON only: other text keeps it until it is decoded.
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) if is_object_start(rest) => rest.to_vec(),
        _ => bytes,
    }
}

/// Whether a line starts a JSON object.
fn is_object_start(line: &[u8]) -> bool {
    let Some(rest) = line.trim_ascii().strip_prefix(b"{") else { return false };
    matches!(rest.trim_ascii_start().first(), None | Some(b'"' | b'}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<String> {
        let units = Units::new(Box::new(io::Cursor::new(text.to_vec())), PathBuf::from("a.x"));
        units
            .map(|unit| match unit {
                Ok(unit) => format!("{:?} {}", unit.line, String::from_utf8_lossy(&unit.bytes)),
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn lines_elements_and_whole_files() {
        let cases: [(&str, &[&str]); 9] = [
            ("{\"a\":1}\n\n{\"b\":2}\n", &["Some(1) {\"a\":1}", "Some(3) {\"b\":2}"]),
            ("{\"a\":1}\nbroken\n{}", &["Some(1) {\"a\":1}", "Some(2) broken", "Some(3) {}"]),
            ("{\"a\":\n{\"b\":2}\n", &["Some(1) {\"a\":", "Some(2) {\"b\":2}"]),
            ("{\"a\":1}\n", &["None {\"a\":1}\n"]),
            ("{\n  \"a\": 1\n}\n", &["None {\n  \"a\": 1\n}\n"]),
            ("[{\"a\":1},\n{\"b\":2}]", &["Some(1) {\"a\":1}", "Some(2) {\"b\":2}"]),
            ("[Acme](x)\n", &["None [Acme](x)\n"]),
            ("{% raw %}\n{\n", &["None {% raw %}\n{\n"]),
            (" \n", &["a.x: the file is empty\nhint: name a file with an article"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(read(b"\xef\xbb\xbf{\"a\":1}\n{}"), ["Some(1) {\"a\":1}", "Some(2) {}"]);
    }

    #[test]
    fn a_whole_file_is_not_split() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "{\"a\":1}\n{\"b\":2}\n").unwrap();
        assert_eq!(whole(&path).unwrap().bytes, b"{\"a\":1}\n{\"b\":2}\n");
        assert!(matches!(whole(&folder.path().join("b")), Err(Error::Read { .. })));
    }

    #[test]
    fn a_line_too_long_is_told_and_the_next_is_read() {
        let mut text = b"{\"a\":1}\n{\"text\":\"".to_vec();
        text.resize(text.len() + MAX_ARTICLE_BYTES, b'x');
        text.extend_from_slice(b"\"}\n{\"b\":2}\n");
        let read = read(&text);
        assert_eq!(read.len(), 3);
        assert!(read[1].starts_with("a.x:2: an article of more than 64 MB\nhint:"), "{}", read[1]);
        assert_eq!(read[2], "Some(3) {\"b\":2}");
    }
}
