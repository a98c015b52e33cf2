//! How deep a query is nested: parser and engine recurse, and a stack that overflows ends the process.

use std::thread;

use crate::error::{Error, Result};

/// Brackets within each other that a query may have.
pub(super) const DEEPEST: usize = 100;
/// Bytes that a query may have.
pub(super) const LONGEST: usize = 64 << 10;
/// Bytes of stack for a query within these bounds; only what is used is ever touched.
pub const STACK: usize = 512 << 20;

/// Does some work on a stack that is deep enough for every query that is not refused.
///
/// # Errors
/// [`Error::Store`] where the system gives no such thread, or the work broke off.
pub fn on_deep_stack<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| {
        match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).map(|it| it.join()) {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Error::Store { cause: "the engine broke off".into() }),
            Err(cause) => Err(Error::Store { cause: cause.into() }),
        }
    })
}

/// The brackets that are open at once in a query, at most; brackets in strings, IRIs and comments do not count.
pub(super) fn depth(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' | '\'' => string(rest, c),
            '<' => iri(rest),
            _ => c.len_utf8(),
        };
        match c {
            '{' | '(' | '[' => open += 1,
            '}' | ')' | ']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
        rest = &rest[skipped..];
    }
    deepest
}

/// The length of the string that a text begins with; of all of it where the string does not end.
fn string(text: &str, quote: char) -> usize {
    let long: String = [quote; 3].iter().collect();
    let end = if text.starts_with(&long) { long.as_str() } else { &long[..1] };
    let mut at = end.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(end) {
            return at + end.len();
        }
        let step = |c: char| c.len_utf8();
        let mut chars = rest.chars();
        at += chars.next().map_or(1, step);
        if rest.starts_with('\\') {
            at += chars.next().map_or(0, step);
        } else if end.len() == 1 && rest.starts_with(['\n', '\r']) {
            // No string at all.
            return 1;
        }
    }
    text.len()
}

/// The length of the IRI that a text begins with; 1 where `<` only compares.
fn iri(text: &str) -> usize {
    let end = text[1..].find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c));
    match end {
        Some(end) if text[1 + end..].starts_with('>') => end + 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_of_the_query_count() {
        assert_eq!(depth("SELECT * { ?s ?p ?o FILTER(?o IN (1, 2)) }"), 3);
        assert_eq!(depth("SELECT * { ?s <urn:(((> '((\\'(' , \"\"\"(\"(\"\"\" # (((\n}"), 1);
        assert_eq!(depth("ASK { FILTER(1 < 2) FILTER(3 <(2)) }"), 3);
        assert_eq!(depth("ASK { ?s ?p 'open ((\n (( }"), 5);
        assert_eq!(depth("))))"), 0);
        assert_eq!(depth("\"never ends (( ä"), 0);
        assert_eq!(depth("'\\"), 0);
    }
}
