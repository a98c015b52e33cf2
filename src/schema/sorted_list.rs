//! A sorted list of embedded lines, searched in place, and the index that finds its lines.

/// Lines of an embedded list, each split into its key and the rest, sorted by key.
///
/// # Complexity
/// A look-up takes one hash of the key and, as a rule, one comparison.
#[derive(Debug)]
pub struct SortedList {
    entries: Vec<(&'static str, &'static str)>,
    index: Index,
}

impl SortedList {
    /// Splits a list at line ends, and each line at its first tab; a line without one is all key.
    pub fn new(list: &'static str) -> Self {
        let entries: Vec<_> = list.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
        let index = Index::new(entries.iter().map(|(key, _)| hash(key)));
        Self { entries, index }
    }

    /// The rest of the line whose key this is.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let is_key = |number: usize| self.entries.get(number).is_some_and(|(known, _)| *known == key);
        let found = self.index.find(hash(key), is_key)?;
        self.entries.get(found).map(|(_, rest)| *rest)
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

/// Finds entries of a list by their hashes.
#[derive(Debug, Clone)]
pub struct Index {
    /// One more than the number of an entry, 0 for none, from the place of its hash on; twice as many as entries or more.
    places: Vec<u32>,
}

impl Index {
    /// An index over the hashes of a list.
    pub fn new(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut places = vec![0_u32; (hashes.len() * 2).next_power_of_two().max(2)];
        let last = places.len() - 1;
        for (number, hash) in (1..).zip(hashes) {
            let mut place = hash as usize & last;
            while places[place] != 0 {
                place = (place + 1) & last;
            }
            places[place] = number;
        }
        Self { places }
    }

    /// The number of the first entry of this hash that passes the test.
    #[inline]
    pub fn find(&self, hash: u64, test: impl Fn(usize) -> bool) -> Option<usize> {
        let last = self.places.len() - 1;
        let mut place = hash as usize & last;
        loop {
            let number = self.places[place].checked_sub(1)? as usize;
            if test(number) {
                return Some(number);
            }
            place = (place + 1) & last;
        }
    }
}

/// A hash that spreads words; the lists are our own, so that nobody chooses keys that collide.
#[inline]
pub fn hash(key: &str) -> u64 {
    let mix = |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    let mut chunks = key.as_bytes().chunks_exact(8);
    let mut hash = key.len() as u64;
    for chunk in &mut chunks {
        hash = mix(hash, chunk.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
    }
    let rest = chunks.remainder().iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    mix(mix(hash, rest), 0) >> 20
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
