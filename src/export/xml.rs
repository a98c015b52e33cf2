//! Text and attribute values of XML 1.0, for the formats that are XML.

use crate::error::{Error, Result};

/// Adds text or an attribute's value with everything escaped that could end it or be normalised away.
///
/// # Errors
/// [`Error::Unrepresentable`] for a character that XML 1.0 cannot carry; `place` says where it stands.
pub(super) fn push_escaped(
    out: &mut String,
    text: &str,
    format: &'static str,
    place: impl Fn() -> String,
) -> Result<()> {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| b < b' ' || matches!(b, b'<' | b'>' | b'&' | b'"' | 0xef)) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c if is_xml_char(c) => out.push(c),
            c => {
                return Err(Error::Unrepresentable {
                    format,
                    what: format!("XML has no place for the character U+{:04X}, in {}", u32::from(c), place()),
                    hint: "export to turtle, ntriples, jsonld, cytoscape or csv, which carry every character, or \
                           correct the article"
                        .to_owned(),
                });
            }
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
    Ok(())
}

/// The characters of XML 1.0.
///
/// # Source
/// Extensible Markup Language 1.0, fifth edition, production 2.
pub(super) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> std::result::Result<String, String> {
        let mut out = String::new();
        push_escaped(&mut out, text, "rdfxml", || "a test".to_owned()).map_err(|error| error.to_string())?;
        Ok(out)
    }

    #[test]
    fn what_xml_would_change_is_written_as_a_reference() {
        assert_eq!(escaped("a\r\n\tb]]>").unwrap(), "a&#13;&#10;&#9;b]]&gt;");
        assert_eq!(escaped("<\"&'>").unwrap(), "&lt;&quot;&amp;'&gt;");
        assert_eq!(escaped("\u{85}\u{2028}\u{feff}\u{fffd}🚀").unwrap(), "\u{85}\u{2028}\u{feff}\u{fffd}🚀");
    }

    #[test]
    fn what_xml_cannot_carry_is_refused_with_its_place() {
        for text in ["\u{0}", "\u{7}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
            let message = escaped(text).unwrap_err();
            assert!(message.contains("U+") && message.contains("in a test"), "{message}");
        }
    }
}
