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
