//! What follows a sentence to name its article, written once an article and found by its key.

use crate::graph::{Article, KnowledgeGraph};

/// The texts of all articles.
#[derive(Debug)]
pub(super) struct Citations {
    /// For each article its key, then its text.
    text: String,
    /// By the mixed end of the key, then the key.
    articles: Vec<Place>,
    /// Where the articles begin whose mixed ends share their first bits; one more than there are such.
    starts: Vec<usize>,
    /// What is left of a mixed end beside these bits.
    shift: u32,
}

/// Where an article's key and text stand.
#[derive(Debug)]
struct Place {
    mixed: u64,
    key: usize,
    told: usize,
    end: usize,
}

impl Citations {
    /// Writes the text of each article once.
    pub(super) fn new(graph: &KnowledgeGraph, push: impl Fn(&mut String, &Article)) -> Self {
        let mut text = String::new();
        let mut articles = Vec::new();
        for article in graph.articles() {
            let key = text.len();
            text.push_str(&article.key);
            let told = text.len();
            push(&mut text, article);
            articles.push(Place { mixed: mixed(&article.key), key, told, end: text.len() });
        }
        articles.sort_unstable_by_key(|place| (place.mixed, place.key));
        let bits = articles.len().max(1).ilog2() + 1;
        let shift = u64::BITS - bits;
        let start = |bucket: u64| articles.partition_point(|place| place.mixed >> shift < bucket);
        let starts = (0..=1_u64 << bits).map(start).collect();
        Self { text, articles, starts, shift }
    }

    /// The text of the article with this key; empty where the graph has none.
    pub(super) fn of(&self, key: &str) -> &str {
        let wanted = mixed(key);
        let bucket = usize::try_from(wanted >> self.shift).unwrap_or(usize::MAX);
        let range = self.starts.get(bucket).zip(self.starts.get(bucket + 1));
        let near = range.and_then(|(start, end)| self.articles.get(*start..*end)).unwrap_or_default();
        let is_key = |place: &&Place| place.mixed == wanted && &self.text[place.key..place.told] == key;
        near.iter().find(is_key).map_or("", |place| &self.text[place.told..place.end])
    }
}

/// The last eight bytes of a key, digits of a hash, spread over all bits.
///
/// # Source
/// Knuth, 'The Art of Computer Programming', volume 3, section 6.4: multiplicative hashing.
fn mixed(key: &str) -> u64 {
    key.as_bytes().last_chunk().map_or(0, |last| u64::from_be_bytes(*last)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
