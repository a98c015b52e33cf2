//! Lemmas: whole-word exceptions first, then the longest suffix with a rule of its own for the tag.

use super::hash::{finish, join, text};
use super::table::Table;

/// Longest suffix with rules, in characters.
pub(crate) const LONGEST: usize = 5;

/// Lemma rules: each is a number of letters to cut from the end and letters to add.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lemmas<'a> {
    /// Which rule holds for a word or suffix under a tag.
    pub(crate) table: Table<'a>,
    /// The rules, in the order of their numbers.
    pub(crate) rules: Vec<(usize, &'a str)>,
}

/// Bits of a rule's number.
pub(crate) const RULE_BITS: u32 = 11;

/// The key of a word (`whole`) or suffix under a tag.
pub(crate) fn key(tag: u8, part: &str, whole: bool) -> u64 {
    finish(join(join(text(part), u64::from(tag)), u64::from(whole)))
}

/// The last `count` characters of a word, where it has more than that.
pub(crate) fn suffix(word: &str, count: usize) -> Option<&str> {
    if count == 0 {
        return Some("");
    }
    let at = word.char_indices().rev().nth(count - 1)?.0;
    (at > 0).then(|| &word[at..])
}

impl<'a> Lemmas<'a> {
    /// Lemma rules over the bytes of their table and their list: lines of count, tab, letters.
    pub(crate) fn new(table: &'a [u8], list: &'a [u8]) -> Self {
        let list = std::str::from_utf8(list).unwrap_or("");
        let rules = list.lines().filter_map(|line| line.split_once('\t'));
        let rules = rules.map(|(cut, add)| (cut.parse().unwrap_or(0), add)).collect();
        Self { table: Table::new(table, RULE_BITS), rules }
    }

    /// The lemma of a token under its tag; `named` keeps the capitals.
    pub(crate) fn lemma(&self, token: &str, tag: u8, named: bool) -> String {
        let mut word = if named { token.to_owned() } else { token.to_lowercase() };
        if word.len() > 64 {
            return word;
        }
        if word.contains('\u{2019}') {
            word = word.replace('\u{2019}', "'");
        }
        let rule = self
            .table
            .get(key(tag, &word, true))
            .or_else(|| (0..=LONGEST).rev().find_map(|count| self.table.get(key(tag, suffix(&word, count)?, false))));
        let Some(&(cut, add)) = rule.and_then(|rule| self.rules.get(rule as usize)) else { return word };
        if cut > 0 {
            match word.char_indices().rev().nth(cut - 1) {
                Some((at, _)) => word.truncate(at),
                None => return word,
            }
        }
        word.push_str(add);
        word
    }
}
