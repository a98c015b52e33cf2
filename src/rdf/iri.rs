//! Web addresses from articles as IRIs.

use oxrdf::{Literal, NamedNode, Term};

/// The address as an IRI, its illegal characters percent-encoded; as a plain literal where it is no absolute IRI at
/// all, so that nothing an article says is lost and nothing illegal is written.
pub(super) fn address(text: &str) -> Term {
    let text = text.trim();
    if let Ok(node) = NamedNode::new(text) {
        return node.into();
    }
    let mut encoded = String::with_capacity(text.len() + 8);
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() || "<>\"{}|\\^`".contains(c) {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(c);
        }
    }
    NamedNode::new(encoded).map_or_else(|_| Literal::new_simple_literal(text).into(), Term::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_iris_or_stay_text() {
        for (text, shown) in [
            (" https://vexor.example/a ", "<https://vexor.example/a>"),
            ("https://vexor.example/a b|c", "<https://vexor.example/a%20b%7Cc>"),
            ("https://vexor.example/ü", "<https://vexor.example/ü>"),
            ("www.vexor.example", "\"www.vexor.example\""),
            ("http://[::1", "\"http://[::1\""),
            ("", "\"\""),
        ] {
            assert_eq!(address(text).to_string(), shown);
        }
    }
}
