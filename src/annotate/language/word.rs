//! What the models see of a token: hashes of its form, affixes and shape, and its cluster.

use super::hash;
use super::table::{Table, text_key};

/// Letters beyond this one of a token do not count, so that a token of any length costs the same.
const LETTERS: usize = 48;

/// A token as the models see it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// The form with its case; digits are all alike.
    pub(crate) form: u64,
    /// The form in lower case; digits are all alike.
    pub(crate) lower: u64,
    /// The last one to five letters, lower case.
    pub(crate) suffix: [u64; 5],
    /// The first one to four letters, lower case.
    pub(crate) prefix: [u64; 4],
    /// Kinds of characters, runs cut to two.
    pub(crate) shape: u64,
    /// Kinds of characters, runs cut to one.
    pub(crate) outline: u64,
    /// Cluster of the word, 0 where it has none.
    pub(crate) cluster: u64,
    /// Whether the first character is a capital.
    pub(crate) capital: bool,
    /// Whether it has a digit.
    pub(crate) digit: bool,
    /// Whether all letters are capitals and there are two or more.
    pub(crate) shouted: bool,
}

/// The word clusters: groups of words that occur in the same places.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clusters<'a>(Table<'a>);

impl<'a> Clusters<'a> {
    /// Bits of a cluster's number.
    pub(crate) const BITS: u32 = 9;

    /// Clusters over the bytes of their table.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Table::new(bytes, Self::BITS))
    }

    /// Whether no word has a cluster.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn get(&self, lower: &str) -> u64 {
        self.0.get(text_key(lower)).map_or(0, |cluster| u64::from(cluster) + 1)
    }
}

/// One character for all that mean the same to the models.
fn plain(letter: char) -> char {
    match letter {
        '0'..='9' => '0',
        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{00AB}' | '\u{00BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2026}' => '.',
        other => other,
    }
}

/// The kind of a character, for the shape of a word.
fn kind(letter: char) -> u64 {
    match letter {
        'A'..='Z' => 1,
        'a'..='z' => 2,
        '0' => 3,
        letter if letter.is_uppercase() => 1,
        letter if letter.is_alphabetic() => 2,
        letter => 16 + u64::from(letter),
    }
}

impl Word {
    /// What the models see of `token`.
    pub(crate) fn new(token: &str, clusters: &Clusters<'_>) -> Self {
        let mut letters = ['\0'; LETTERS];
        let mut lowered = ['\0'; LETTERS];
        let mut length = 0;
        for letter in token.chars().take(LETTERS) {
            letters[length] = plain(letter);
            lowered[length] = letters[length].to_lowercase().next().unwrap_or(letter);
            length += 1;
        }
        let (letters, lowered) = (&letters[..length], &lowered[..length]);
        let fold = |letters: &[char]| hash::finish(letters.iter().fold(7, |sum, &one| hash::join(sum, u64::from(one))));
        let mut word = Self { form: fold(letters), lower: fold(lowered), ..Self::default() };
        if token.contains("://") || token.starts_with("www.") {
            (word.form, word.lower) = (11, 11);
        } else if length > 3 && token.contains('@') && token.contains('.') {
            (word.form, word.lower) = (12, 12);
        }
        for (size, suffix) in word.suffix.iter_mut().enumerate() {
            if size < length {
                *suffix = fold(&lowered[length - 1 - size..]);
            }
        }
        for (size, prefix) in word.prefix.iter_mut().enumerate() {
            if size < length {
                *prefix = fold(&lowered[..=size]);
            }
        }
        let (mut run, mut last) = (0, 0);
        let (mut capitals, mut small) = (0, 0);
        for &letter in letters {
            let kind = kind(letter);
            capitals += usize::from(kind == 1);
            small += usize::from(kind == 2);
            run = if kind == last { run + 1 } else { 1 };
            last = kind;
            if run <= 2 {
                word.shape = hash::join(word.shape, kind);
            }
            if run == 1 {
                word.outline = hash::join(word.outline, kind);
            }
        }
        word.shape = hash::finish(word.shape);
        word.capital = letters.first().is_some_and(|&first| kind(first) == 1);
        word.digit = letters.contains(&'0');
        word.shouted = capitals > 1 && small == 0;
        let mut buffer = [0u8; LETTERS * 4];
        let mut end = 0;
        for (&letter, original) in lowered.iter().zip(token.chars()) {
            let letter = if letter == '0' { original } else { letter };
            end += letter.encode_utf8(&mut buffer[end..]).len();
        }
        word.cluster = std::str::from_utf8(&buffer[..end]).map_or(0, |lower| clusters.get(lower));
        word
    }
}
