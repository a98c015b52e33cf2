//! What follows a sentence to name its article, written once an article and found by its key.

use crate::graph::{Article, KnowledgeGraph};

/// The texts of all articles.
#[derive(Debug)]
pub(super) struct Citations<'g> {
    /// By the last bytes of the key, then the whole key.
    articles: Vec<(u64, &'g str, String)>,
}

impl<'g> Citations<'g> {
    /// Writes the text of each article once.
    pub(super) fn new(graph: &'g KnowledgeGraph, push: impl Fn(&mut String, &Article)) -> Self {
        let written = graph.articles().map(|article| {
            let mut text = String::new();
            push(&mut text, article);
            (tail(&article.key), article.key.as_str(), text)
        });
        let mut articles: Vec<_> = written.collect();
        articles.sort_unstable_by_key(|(tail, key, _)| (*tail, *key));
        Self { articles }
    }

    /// The text of the article with this key; empty where the graph has none.
    pub(super) fn of(&self, key: &str) -> &str {
        let wanted = (tail(key), key);
        let found = self.articles.binary_search_by_key(&wanted, |(tail, key, _)| (*tail, *key));
        found.ok().and_then(|at| self.articles.get(at)).map_or("", |(_, _, text)| text)
    }
}

/// The last eight bytes of a key: digits of a hash, so that a comparison seldom needs more.
fn tail(key: &str) -> u64 {
    key.as_bytes().last_chunk().map_or(0, |last| u64::from_be_bytes(*last))
}
