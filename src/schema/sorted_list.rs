//! A sorted list of embedded lines, searched in place.

/// Lines of an embedded list, each split into its key and the rest, sorted by key.
///
/// # Complexity
/// A look-up is a binary search among the keys that share its first two bytes.
#[derive(Debug)]
pub struct SortedList {
    entries: Vec<(&'static str, &'static str)>,
    /// For each pair of first bytes the index of the first entry that is not smaller.
    starts: Vec<u32>,
}

impl SortedList {
    /// Splits a list at line ends, and each line at its first tab; a line without one is all key.
    pub fn new(list: &'static str) -> Self {
        let entries: Vec<_> = list.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
        let mut starts = vec![0_u32; 256 * 256 + 1];
        for (key, _) in &entries {
            starts[bucket(key) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { entries, starts }
    }

    /// The rest of the line whose key this is.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let bucket = bucket(key);
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let within = self.entries.get(range)?;
        within.binary_search_by(|(k, _)| (*k).cmp(key)).ok().map(|at| within[at].1)
    }

    /// Whether the list has the key.
    pub fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// All lines in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.entries.iter().copied()
    }
}

fn bucket(key: &str) -> usize {
    let byte = |at: usize| usize::from(key.as_bytes().get(at).copied().unwrap_or(0));
    byte(0) * 256 + byte(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let list = SortedList::new("a\t1\nab\t2\nabc\t3\nb\nä\t4\n");
        let found: Vec<_> = ["a", "ab", "abc", "b", "ä", "abd", "", "c"].map(|key| list.get(key)).into_iter().collect();
        assert_eq!(found, [Some("1"), Some("2"), Some("3"), Some(""), Some("4"), None, None, None]);
        assert!(SortedList::new("").get("a").is_none());
    }
}
