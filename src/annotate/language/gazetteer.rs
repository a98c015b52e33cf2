//! Lists of names as evidence: which tokens stand in a listed name, and where in it.

use super::hash::{finish, join};
use super::table::{DENSE, Table};
use super::word::Word;

/// The lists a name may stand in, in the order of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg(feature = "train")]
pub(crate) enum List {
    /// First names of persons.
    First,
    /// Places.
    Place,
    /// Organisations.
    Organization,
    /// Products and projects.
    Product,
    /// Brands and operators.
    Brand,
    /// Titles of encyclopedia pages.
    Title,
    /// Topics of software.
    Topic,
    /// Last names of persons.
    Surname,
    /// Legal forms of companies.
    Legal,
}

/// Number of lists.
pub(crate) const LISTS: usize = 9;
/// The list of legal forms.
pub(crate) const LEGAL: usize = LISTS - 1;
/// Marks the beginning of a longer name.
const PREFIX: u32 = 1 << LISTS;
/// Longest name, in tokens.
const LONGEST: usize = 6;

/// The lists of names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gazetteer<'a>(Table<'a, DENSE>);

/// For one token and each list: 0 outside, 1 first, 2 inside, 3 last, 4 alone.
pub(crate) type Places = [u8; LISTS];

fn extend(key: u64, word: &Word) -> u64 {
    join(key, word.lower)
}

impl<'a> Gazetteer<'a> {
    /// Bits of a value.
    pub(crate) const BITS: u32 = LISTS as u32 + 1;

    /// Lists over the bytes of their table.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Table::new(bytes, Self::BITS))
    }

    /// Whether no list has a name.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where each token stands in the longest listed name over it, list by list.
    pub(crate) fn places(&self, words: &[Word]) -> Vec<Places> {
        let mut places = vec![[0; LISTS]; words.len()];
        let mut covered = [0usize; LISTS];
        for start in 0..words.len() {
            let mut key = 0;
            let mut found = [0; LISTS];
            for (length, word) in words[start..].iter().take(LONGEST).enumerate() {
                key = extend(key, word);
                let Some(value) = self.0.get(finish(key)) else { break };
                for (list, found) in found.iter_mut().enumerate() {
                    if value >> list & 1 == 1 {
                        *found = length + 1;
                    }
                }
                if value & PREFIX == 0 {
                    break;
                }
            }
            for list in 0..LISTS {
                if found[list] == 0 || start + found[list] <= covered[list] {
                    continue;
                }
                covered[list] = start + found[list];
                for (at, place) in places[start..start + found[list]].iter_mut().enumerate() {
                    place[list] = match (at == 0, at + 1 == found[list]) {
                        (true, true) => 4,
                        (true, false) => 1,
                        (false, false) => 2,
                        (false, true) => 3,
                    };
                }
            }
        }
        places
    }
}

/// Builds the table from names and the lists they stand in.
#[cfg(feature = "train")]
pub(crate) fn build(names: &[(Vec<Word>, List)]) -> Vec<u8> {
    let mut entries: std::collections::BTreeMap<u64, u32> = std::collections::BTreeMap::new();
    for (name, list) in names.iter().filter(|(name, _)| !name.is_empty() && name.len() <= LONGEST) {
        let mut key = 0;
        for (at, word) in name.iter().enumerate() {
            key = extend(key, word);
            let mark = if at + 1 == name.len() { 1 << *list as u32 } else { PREFIX };
            *entries.entry(finish(key)).or_default() |= mark;
        }
    }
    let entries: Vec<_> = entries.into_iter().collect();
    super::table::build::<DENSE>(&entries, Gazetteer::BITS, 75, true).0
}
