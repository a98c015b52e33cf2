//! Web addresses from articles as IRIs.

use std::borrow::Cow;

use oxrdf::NamedNode;

use super::statement::Object;

/// The address as an IRI, its illegal characters percent-encoded; as a plain literal where it is no absolute IRI at
/// all, so that nothing an article says is lost and nothing illegal is written.
pub(super) fn address(text: &str) -> Object<'_> {
    let text = text.trim();
    if NamedNode::new(text).is_ok() && !text.contains(is_misread) {
        return Object::Iri(Cow::Borrowed(text));
    }
    let mut encoded = String::with_capacity(text.len() + 8);
    let mut buffer = [0; 4];
    for c in text.chars() {
        if is_misread(c) || "<>\"{}|\\^`".contains(c) {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(c);
        }
    }
    NamedNode::new(encoded).map_or(Object::Text(text), |node| Object::Iri(Cow::Owned(node.into_string())))
}

/// Whether a character is legal in an IRI at most by the letter: parsers split lines at white space, and marks that turn
/// the direction of writing hide where an address leads.
///
/// # Source
/// RFC 3987, section 4.1, which forbids the latter.
fn is_misread(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_iris_or_stay_text() {
        let shown = |text| match address(text) {
            Object::Iri(iri) => format!("<{iri}>"),
            Object::Text(text) => format!("{text:?}"),
            other => panic!("{other:?}"),
        };
        for (text, expected) in [
            (" https://vexor.example/a ", "<https://vexor.example/a>"),
            ("https://vexor.example/a b|c", "<https://vexor.example/a%20b%7Cc>"),
            ("https://vexor.example/ü", "<https://vexor.example/ü>"),
            ("https://vexor.example/a\u{2028}\u{202e}b", "<https://vexor.example/a%E2%80%A8%E2%80%AEb>"),
            ("www.vexor.example", "\"www.vexor.example\""),
            ("http://[::1", "\"http://[::1\""),
            ("", "\"\""),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
