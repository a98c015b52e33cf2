//! Bare versions as names: 'v0.58 released' presents a release that has no other name.

use super::words::{Candidate, Words};

/// The bare versions of an article whose title presents one, where they stand in no longer name.
///
/// # Shape
/// In text order. Empty unless the title begins with a bare version, or with a word of release and one
/// ('Released v0.45').
///
/// # Complexity
/// Linear in the tokens, times the logarithm of the names.
pub fn bare_versions(title: Option<&str>, words: &Words<'_>, names: &[Candidate]) -> Vec<Candidate> {
    let mut first = title.unwrap_or("").split_whitespace().take(2);
    let opens = match (first.next(), first.next()) {
        (Some(word), _) if is_bare_version(word) => true,
        (Some(word), Some(next)) => {
            matches!(word.to_lowercase().as_str(), "released" | "announcing" | "release") && is_bare_version(next)
        }
        _ => false,
    };
    if !opens {
        return Vec::new();
    }
    let is_free = |at: usize| {
        let before = names.partition_point(|name| name.first <= at);
        before.checked_sub(1).and_then(|i| names.get(i)).is_none_or(|name| name.end <= at)
    };
    (0..words.tokens.len())
        .filter(|at| is_bare_version(words.word(*at)) && is_free(*at))
        .map(|at| Candidate { first: at, end: at + 1 })
        .collect()
}

/// 'v0.58', 'v12.2.4', 'v0.58-rc1': a 'v', digits and at least one dot.
fn is_bare_version(word: &str) -> bool {
    let word = word.trim_end_matches([',', ':', '!', '.']);
    let Some(rest) = word.strip_prefix(['v', 'V']) else { return false };
    rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.contains('.')
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_begin_with_a_v_and_have_a_dot() {
        for word in ["v0.58", "v12.2.4", "V1.0-rc1", "v0.58,"] {
            assert!(is_bare_version(word), "{word}");
        }
        for word in ["v2", "0.58", "vim", "v.5", "version", "v0.5/8"] {
            assert!(!is_bare_version(word), "{word}");
        }
    }
}
