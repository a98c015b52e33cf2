//! Words that begin without a capital and that links show to be names: `[sudo](https://www.sudo.ws/) 1.9.0`.

use std::collections::BTreeSet;

use super::lexicon::{is_in, is_ordinary};
use super::versions::is_version;
use super::words::Words;
use crate::model::{Link, TokenKind};

/// The words in lower case that the links of a document show to be names.
///
/// # Complexity
/// Linear in the links, times the logarithm of the tokens.
pub fn small_names(words: &Words<'_>, links: &[Link]) -> BTreeSet<String> {
    links.iter().filter_map(|link| small_name(words, link)).collect()
}

/// The word that a link covers alone, if its target has the same name, or a version follows.
fn small_name(words: &Words<'_>, link: &Link) -> Option<String> {
    let at = words.tokens.partition_point(|t| t.span.start < link.anchor.start);
    let word = words.word(at);
    let is_alone = words.tokens.get(at)?.span == link.anchor;
    let is_word = words.kind(at) == TokenKind::Lower
        && word.len() >= 2
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+'));
    if !is_alone || !is_word || is_in("not-name", words.lower(at)) {
        return None;
    }
    let has_version = words.word(at + 1).contains('.') && is_version(words, at + 1);
    let is_name = has_version || !is_ordinary(words.lower(at)) && bears(&link.target, word);
    is_name.then(|| word.to_owned())
}

/// Whether a target has a name in its host or path, and is not the page of a user who has it.
fn bears(target: &str, name: &str) -> bool {
    const HOSTS_OF_USERS: [&str; 5] = ["github.com", "gitlab.com", "twitter.com", "mastodon.social", "linkedin.com"];
    let Some((host, path)) = host_and_path(target) else { return false };
    let of_user = HOSTS_OF_USERS.contains(&host) && !path.contains('/');
    let is_picture = [".png", ".jpg", ".svg", ".gif", ".pdf"].iter().any(|end| path.ends_with(end));
    // the page of a function: 'https://docs.example.org/string.html#method.join'
    let is_manual = ["doc.", "docs."].iter().any(|start| host.starts_with(start)) || path.contains('#');
    let name = folded(name);
    !of_user && !is_picture && !is_manual && (folded(host).contains(&name) || folded(path).contains(&name))
}

/// The host of a target, without 'www.', and the path behind it; nothing where it stays on its own site.
pub fn host_and_path(target: &str) -> Option<(&str, &str)> {
    let (_, rest) = target.split_once("//")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    Some((host.strip_prefix("www.").unwrap_or(host), path.trim_end_matches('/')))
}

/// The letters and digits of a text, in lower case.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ProseBuilder, Span};

    fn found(text: &str, anchor: &str, target: &str) -> bool {
        let mut builder = ProseBuilder::new(text);
        builder.open(crate::model::BlockKind::Paragraph);
        builder.verbatim(Span::new(0, text.len()));
        let (prose, blocks, _) = builder.finish();
        let start = text.find(anchor).unwrap_or(0);
        let links = vec![Link { anchor: Span::new(start, start + anchor.len()), target: target.to_owned() }];
        let document = crate::model::Document { text: text.to_owned(), prose, blocks, links, ..Default::default() };
        let annotated = crate::annotate::annotate(&document);
        annotated.entities.iter().any(|entity| entity.name.starts_with(anchor))
    }

    #[test]
    fn links_show_small_names() {
        let text = "They ship quoxand with it.";
        assert!(found(text, "quoxand", "https://www.quoxand.example/"));
        assert!(found(text, "quoxand", "https://github.com/tools/quoxand"));
        assert!(found("They ship quoxand 2.16.0 with it.", "quoxand", "https://example.org/"));
        // somebody's page, another word, a word that says what is there
        assert!(!found(text, "quoxand", "https://github.com/quoxand"));
        assert!(!found(text, "quoxand", "https://example.org/news"));
        assert!(!found(text, "quoxand", "https://docs.example.org/string.html#quoxand"));
        assert!(!found("Read the announcement today.", "announcement", "https://example.org/announcement"));
    }
}
