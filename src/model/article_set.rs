//! Sets of articles, small enough that a name can keep those that bear it.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// Sets up to this size are sorted lists, larger ones trees, since inserting into a list moves what follows.
const FEW: usize = 4096;

/// An article, told by the first eight bytes of the SHA-256 of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(u64);

impl ArticleId {
    /// The article of a key.
    pub fn of(article_key: &str) -> Self {
        Self(Sha256::digest(article_key.as_bytes()).first_chunk().map_or(0, |first| u64::from_be_bytes(*first)))
    }

    /// The first eight hexadecimal digits.
    pub fn digits(self) -> String {
        format!("{:08x}", self.0 >> 32)
    }
}

/// A set of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleSet(Kept);

/// Which of both it is depends on the size alone, so that equal sets are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    Few(Vec<ArticleId>),
    Many(BTreeSet<ArticleId>),
}

impl Default for ArticleSet {
    fn default() -> Self {
        Self(Kept::Few(Vec::new()))
    }
}

impl ArticleSet {
    /// Adds an article.
    ///
    /// # Complexity
    /// O(log n) for n articles.
    pub fn insert(&mut self, article: ArticleId) {
        match &mut self.0 {
            Kept::Few(few) => {
                let Err(at) = few.binary_search(&article) else { return };
                if few.len() < FEW {
                    if few.len() == few.capacity() {
                        few.reserve_exact(few.len() / 4 + 1);
                    }
                    few.insert(at, article);
                } else {
                    let many = few.iter().copied().chain([article]).collect();
                    self.0 = Kept::Many(many);
                }
            }
            Kept::Many(many) => {
                many.insert(article);
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Few(few) => few.len(),
            Kept::Many(many) => many.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The articles, sorted.
    pub fn iter(&self) -> impl Iterator<Item = ArticleId> + '_ {
        let (few, many) = match &self.0 {
            Kept::Few(few) => (Some(few), None),
            Kept::Many(many) => (None, Some(many)),
        };
        few.into_iter().flatten().chain(many.into_iter().flatten()).copied()
    }
}

impl Extend<ArticleId> for ArticleSet {
    fn extend<I: IntoIterator<Item = ArticleId>>(&mut self, articles: I) {
        articles.into_iter().for_each(|article| self.insert(article));
    }
}

impl FromIterator<ArticleId> for ArticleSet {
    fn from_iter<I: IntoIterator<Item = ArticleId>>(articles: I) -> Self {
        let mut set = Self::default();
        set.extend(articles);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_the_same_in_every_order_and_size() {
        for size in [0, 1, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let articles: Vec<ArticleId> = (0..size).map(|n| ArticleId::of(&n.to_string())).collect();
            let set: ArticleSet = articles.iter().copied().collect();
            let backwards: ArticleSet = articles.iter().rev().chain(&articles).copied().collect();
            assert_eq!(set, backwards);
            let sorted: BTreeSet<ArticleId> = articles.into_iter().collect();
            assert_eq!((set.len(), set.is_empty()), (size, size == 0));
            assert!(set.iter().eq(sorted));
        }
    }
}
