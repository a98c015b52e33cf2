//! What follows a sentence to name its article, written once an article and found by its key.

use crate::graph::{Article, KnowledgeGraph};

/// The texts of all articles.
#[derive(Debug)]
pub(super) struct Citations<'g> {
    /// By the mixed end of the key, then the key.
    articles: Vec<(u64, &'g str, String)>,
    /// Where the articles begin whose mixed ends share their first bits; one more than there are such.
    starts: Vec<usize>,
    /// What is left of a mixed end beside these bits.
    shift: u32,
}

impl<'g> Citations<'g> {
    /// Writes the text of each article once.
    pub(super) fn new(graph: &'g KnowledgeGraph, push: impl Fn(&mut String, &Article)) -> Self {
        let written = graph.articles().map(|article| {
            let mut text = String::new();
            push(&mut text, article);
            (mixed(&article.key), article.key.as_str(), text)
        });
        let mut articles: Vec<_> = written.collect();
        articles.sort_unstable_by_key(|(mixed, key, _)| (*mixed, *key));
        let bits = articles.len().max(1).ilog2() + 1;
        let shift = u64::BITS - bits;
        let start = |bucket: u64| articles.partition_point(|(mixed, _, _)| mixed >> shift < bucket);
        let starts = (0..=1_u64 << bits).map(start).collect();
        Self { articles, starts, shift }
    }

    /// The text of the article with this key; empty where the graph has none.
    pub(super) fn of(&self, key: &str) -> &str {
        let wanted = mixed(key);
        let bucket = usize::try_from(wanted >> self.shift).unwrap_or(usize::MAX);
        let range = self.starts.get(bucket).zip(self.starts.get(bucket + 1));
        let near = range.and_then(|(start, end)| self.articles.get(*start..*end)).unwrap_or_default();
        near.iter().find(|(mixed, known, _)| *mixed == wanted && *known == key).map_or("", |(_, _, text)| text)
    }
}

/// The last eight bytes of a key, digits of a hash, spread over all bits.
///
/// # Source
/// Knuth, 'The Art of Computer Programming', volume 3, section 6.4: multiplicative hashing.
fn mixed(key: &str) -> u64 {
    key.as_bytes().last_chunk().map_or(0, |last| u64::from_be_bytes(*last)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
