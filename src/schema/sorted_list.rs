//! A sorted list of embedded lines, searched in place.

/// Lines of an embedded list, each split into its key and the rest, sorted by key.
///
/// # Complexity
/// A look-up takes one hash of the key and, as a rule, one comparison.
#[derive(Debug)]
pub struct SortedList {
    entries: Vec<(&'static str, &'static str)>,
    /// One more than the index of an entry, 0 for none, from the place of its hash on; twice as many as entries or more.
    places: Vec<u32>,
}

impl SortedList {
    /// Splits a list at line ends, and each line at its first tab; a line without one is all key.
    pub fn new(list: &'static str) -> Self {
        let entries: Vec<_> = list.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
        let mut places = vec![0_u32; (entries.len() * 2).next_power_of_two().max(2)];
        let last = places.len() - 1;
        for (number, (key, _)) in (1..).zip(&entries) {
            let mut place = hash(key) as usize & last;
            while places[place] != 0 {
                place = (place + 1) & last;
            }
            places[place] = number;
        }
        Self { entries, places }
    }

    /// The rest of the line whose key this is.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let last = self.places.len() - 1;
        let mut place = hash(key) as usize & last;
        loop {
            let number = self.places[place].checked_sub(1)?;
            let (known, rest) = self.entries.get(number as usize)?;
            if *known == key {
                return Some(rest);
            }
            place = (place + 1) & last;
        }
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

/// A hash that spreads words; the lists are our own, so that nobody chooses keys that collide.
fn hash(key: &str) -> u64 {
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
