//! The targets of `fuzz/`, on stable Rust: random texts, and inputs that are nasty by design.

#[path = "../fuzz/targets.rs"]
mod targets;

use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_analysed(text in any::<String>()) {
        targets::annotate(text.as_bytes());
    }

    #[test]
    fn punctuation_alone_is_analysed(text in "[.,:;!?'\"()|\\\\/#@*_ \u{2019}\u{201C}\u{2014}\n-]{0,300}") {
        targets::annotate(text.as_bytes());
    }

    #[test]
    fn other_scripts_are_analysed(text in "[\\p{Han}\\p{Arabic}\\p{Cyrillic}\\p{Thai}\\p{Devanagari}\\p{M}A-Z .]{0,200}") {
        targets::annotate(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        targets::read(&bytes);
    }

    #[test]
    fn any_markup_is_read(parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..40)) {
        targets::read(parts.concat().as_bytes());
    }
}

const PARTS: [&str; 24] = [
    "---\n",
    "title: ",
    "+++\n",
    "<p>",
    "</p>",
    "<a href='x'>",
    "<!--",
    "-->",
    "&#8217;",
    "&amp",
    "[",
    "](",
    ")",
    "**",
    "\n\n",
    "# ",
    "> ",
    "| a | b |\n",
    "```\n",
    "Zorvex Inc. joined Quillon's board. ",
    "\u{200b}",
    "\u{202e}",
    "{\"text\": \"",
    "\"}",
];

const NASTY: [&str; 22] = [
    "",
    " ",
    "\n\n\n",
    "\u{feff}",
    "\u{200b}\u{2060}",
    "\u{200b}a\u{200b} b",
    "\u{301}\u{301}",
    "a\u{301}'s",
    "\u{1f469}\u{200d}\u{1f680}",
    "'s",
    "n't",
    "n't n't",
    "'S'S'S",
    "I'd've",
    "|",
    "a|b=c|d",
    "\\s\\p\\",
    "a\tb\rc\u{b}d\u{85}e\u{2028}f\u{2029}g",
    "\u{1b}[31m",
    "\u{fffd}\u{10ffff}",
    "Zorvex Inc..'s.\u{a0}Quillon",
    "www.zorvex.example/|?a=b's",
];

#[test]
fn nasty_inputs_are_analysed_and_read() {
    for text in NASTY {
        targets::annotate(text.as_bytes());
        targets::read(text.as_bytes());
    }
    for bytes in
        [&b"\xff\xfe"[..], b"\xff\xfea", b"\xef\xbb\xbf", b"{\"text\": \"\\ud800\"}", b"<p", b"---\na: [\n---\n"]
    {
        targets::annotate(bytes);
        targets::read(bytes);
    }
}

/// Numbers from a fixed seed: the same inputs in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * limit as u128) >> 64) as usize
    }

    /// A place in a list, both ends included.
    fn place<T>(&mut self, list: &[T]) -> usize {
        self.below(list.len() + 1)
    }

    /// Parts in a row, with a few slices doubled, moved or taken out and a few bytes changed.
    fn input(&mut self) -> Vec<u8> {
        let mut bytes: Vec<u8> = Vec::new();
        for _ in 0..self.below(24) {
            let part = match self.below(8) {
                0..=2 => PARTS[self.below(PARTS.len())],
                3 => NASTY[self.below(NASTY.len())],
                _ => PROSE[self.below(PROSE.len())],
            };
            bytes.extend_from_slice(part.as_bytes());
        }
        for _ in 0..self.below(6) {
            let (one, two) = (self.place(&bytes), self.place(&bytes));
            let slice = one.min(two)..one.max(two).min(one.min(two) + 60);
            let to = self.place(&bytes);
            match self.below(4) {
                0 => drop(bytes.drain(slice)),
                1 => drop(bytes.splice(to..to, bytes[slice].to_vec())),
                2 => drop(bytes.splice(slice, [self.below(256) as u8])),
                _ => bytes.insert(to, self.below(256) as u8),
            }
        }
        bytes
    }
}

/// Pieces of prose that facts, names, dates and clitics may be read from.
const PROSE: [&str; 26] = [
    "Zorvex ",
    "Inc. ",
    "Quillon Networks ",
    "the Far Water Foundation ",
    "(FWF) ",
    "joined ",
    "acquires ",
    "is a member of ",
    "announced that ",
    "did n't ",
    "\u{2019}s ",
    "U.S. ",
    "Oslo-based ",
    "-",
    ", ",
    ". ",
    ".",
    "\u{201c}",
    "\u{201d} ",
    "4.3 ",
    "May 4th, 2021 ",
    "$3.5bn ",
    "and its ",
    "\n",
    "\n\n",
    "https://zorvex.example/a_(b)?c=1 ",
];

/// More of them by `FUZZ_INPUTS`, from another seed by `FUZZ_SEED`.
#[test]
fn mutated_inputs_are_analysed_and_read() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let mut numbers = Numbers(number("FUZZ_SEED", 1_u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for at in 0..number("FUZZ_INPUTS", 200_u64) {
        let input = numbers.input();
        let run = std::panic::catch_unwind(|| {
            targets::annotate(&input);
            targets::read(&input);
        });
        assert!(run.is_ok(), "input {at}: {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn a_megabyte_without_a_space_ends() {
    // Those of many tokens are shorter: each token costs the same.
    let (long, short) = (1_000_000, 100_000);
    for (unit, size) in
        [("a", long), ("aB", long), (".", long), ("\u{4e2d}", long), ("a-", short), ("1,", short), ("'s", short)]
    {
        let text = unit.repeat(size / unit.len());
        targets::annotate(text.as_bytes());
    }
}
