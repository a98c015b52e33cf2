//! Words between two names that say that both mean the same, from `schema/alias-phrases.tsv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What words between two names say of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AliasPhrase {
    /// Whether the first name is the former one, else the second.
    pub first_is_former: bool,
    /// Whether more words after the second name ('X, now Y supplier') would mean something else.
    pub is_closed: bool,
}

/// What the words say; marks stand apart from words by spaces, all in lower case.
///
/// # Source
/// Own list.
///
/// # Example
/// ```
/// let phrase = pressgraph::schema::alias_phrase(", formerly known as").unwrap();
/// assert!(!phrase.first_is_former && !phrase.is_closed);
/// ```
pub fn alias_phrase(words: &str) -> Option<AliasPhrase> {
    static PHRASES: OnceLock<BTreeMap<&str, AliasPhrase>> = OnceLock::new();
    let phrases = PHRASES.get_or_init(|| {
        let list = include_str!("../../schema/alias-phrases.tsv");
        list.lines().filter(|line| !line.starts_with('#')).filter_map(parse).collect()
    });
    phrases.get(words).copied()
}

fn parse(line: &'static str) -> Option<(&'static str, AliasPhrase)> {
    let (former, rest) = line.split_once('\t')?;
    let (closed, words) = rest.split_once('\t')?;
    let first_is_former = match former {
        "first" => true,
        "second" => false,
        _ => return None,
    };
    let is_closed = match closed {
        "closed" => true,
        "open" => false,
        _ => return None,
    };
    Some((words, AliasPhrase { first_is_former, is_closed }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let list = include_str!("../../schema/alias-phrases.tsv");
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let (words, phrase) = parse(line).unwrap();
            assert_eq!(alias_phrase(words), Some(phrase), "{line}");
        }
    }
}
