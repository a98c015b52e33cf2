//! What can be seen of a name: short texts, each a kind and a word ('before:at'), that learned votes are kept for.

use std::fmt::Write;

use super::super::language::Language;
use super::super::lexicon::{is_in, is_ordinary};
use super::super::types::{Votes, is_person_form};
use super::super::words::{Candidate, Words};
use crate::model::{EntityType, TokenKind};
use crate::schema::Gazetteer;

/// Words that tell in which trade a text is at home.
const TOPICS: [&str; 38] = [
    "album",
    "analysts",
    "bank",
    "bug",
    "city",
    "code",
    "community",
    "company",
    "compiler",
    "contributors",
    "customers",
    "desktop",
    "developers",
    "distribution",
    "economy",
    "film",
    "firm",
    "game",
    "hardware",
    "kernel",
    "market",
    "members",
    "oil",
    "open-source",
    "package",
    "packages",
    "phone",
    "profits",
    "project",
    "release",
    "sales",
    "shares",
    "software",
    "speakers",
    "sponsors",
    "startup",
    "talks",
    "users",
];

/// Says clues one after the other, in one buffer.
struct Says<'s> {
    buffer: String,
    hear: &'s mut dyn FnMut(&str),
}

impl Says<'_> {
    fn say(&mut self, kind: &str, word: &str) {
        self.buffer.clear();
        self.buffer.push_str(kind);
        self.buffer.push(':');
        // whole words only, and none of any length
        self.buffer.push_str(word.get(..word.len().min(24)).unwrap_or_default());
        (self.hear)(&self.buffer);
    }

    fn pair(&mut self, kind: &str, one: &str, two: &str) {
        let short = |word: &str| word.get(..word.len().min(24)).unwrap_or_default().to_owned();
        self.buffer.clear();
        let _ = write!(self.buffer, "{kind}:{} {}", short(one), short(two));
        (self.hear)(&self.buffer);
    }

    fn group(&mut self, kind: &str, word: &str) {
        if let Some(group) = Language::embedded().group(word) {
            self.buffer.clear();
            let _ = write!(self.buffer, "{kind}:{group}");
            (self.hear)(&self.buffer);
        }
    }
}

/// The clues in the form of a name. They begin with 'list:' where they tell what a list says.
pub fn of_form(words: &Words<'_>, c: Candidate, hear: &mut dyn FnMut(&str)) {
    let mut says = Says { buffer: String::new(), hear };
    let lists = Gazetteer::embedded();
    let surface = words.surface(c.first, c.end).replace('\u{2019}', "'");
    if let Some(known) = lists.name(&surface) {
        says.say("list", known.entity_type.map_or("unknown", EntityType::as_str));
    }
    if lists.is_place(&surface) {
        says.say("list", "place");
    }
    if lists.is_first_name(words.word(c.first)) {
        says.say("list", if c.end - c.first == 1 { "first name" } else { "first name and more" });
    }
    let end = if c.end - c.first > 1 && has_digit(words.word(c.end - 1)) {
        says.say("form", "numbered");
        c.end - 1
    } else {
        c.end
    };
    if words.is_linked_name(c.first) {
        says.say("form", "linked");
    }
    says.say("length", ["0", "1", "2", "3", "4"][(end - c.first).min(4)]);
    let last = words.lower(end - 1);
    if end - c.first > 1 {
        says.say("end", last);
        says.say("first", words.lower(c.first));
        if is_person_form(words, c) {
            says.say("form", "person");
        }
        if (c.first..end).all(|at| is_ordinary(words.lower(at))) {
            says.say("form", "ordinary words");
        }
        says.group("ends", words.word(end - 1));
        says.group("starts", words.word(c.first));
    } else {
        says.say("shape", shape(words, c.first));
        if is_ordinary(last) {
            says.say("form", "ordinary word");
        }
        says.group("group", words.word(c.first));
    }
    // what the text is about
    for topic in TOPICS.iter().filter(|topic| words.is_uncapitalised(topic)) {
        says.say("text", topic);
    }
    if words.is_uncapitalised(last) {
        says.say("form", "small elsewhere");
    }
    let letters: Vec<char> = last.chars().collect();
    for length in [3, 4] {
        if letters.len() > length {
            let ending: String = letters[letters.len() - length..].iter().collect();
            says.say("ending", &ending);
        }
    }
}

/// What the hand-made cues make of the name.
pub fn of_votes(votes: &Votes, hear: &mut dyn FnMut(&str)) {
    let mut says = Says { buffer: String::new(), hear };
    let winner = votes.winner();
    let strength = match votes.of(winner) {
        ..=1 => "none",
        2..=4 => "weak",
        5..=9 => "fair",
        _ => "strong",
    };
    says.pair("cues", strength, if strength == "none" { "" } else { winner.as_str() });
}

/// The clues around one place of a name.
pub fn of_place(words: &Words<'_>, c: Candidate, hear: &mut dyn FnMut(&str)) {
    let mut says = Says { buffer: String::new(), hear };
    let before = |back: usize| before(words, c, back);
    let after = |on: usize| after(words, c, on);
    let (left, left2) = (before(1), before(2));
    says.say("before", left);
    says.pair("before", left2, left);
    says.group("beforeg", left);
    if left != "^" {
        for back in 2..=4 {
            match before(back) {
                "^" => break,
                word => says.say("left", word),
            }
        }
    }
    let (right, right2) = (after(1), after(2));
    says.say("after", right);
    says.pair("after", right, right2);
    says.group("afterg", right);
    for on in 2..=4 {
        match after(on) {
            "^" => break,
            word => says.say("right", word),
        }
    }
    if let Some(noun) = described(words, c.end) {
        says.say("is", words.lower(noun));
        says.group("isg", words.lower(noun));
    }
    if let Some(verb) = (c.end..c.end + 6).take_while(|at| !ends(words, *at)).find(|at| is_verb(words, *at)) {
        says.say("does", words.lower(verb));
    }
}

/// A word before a name: '^' beyond the sentence, 'Name' for a capital, '0' for a number.
fn before<'w>(words: &'w Words<'_>, c: Candidate, back: usize) -> &'w str {
    match c.first.checked_sub(back) {
        Some(at) if !(at..c.first).any(|t| ends(words, t)) && !words.is_parted(at, c.first + 1) => seen(words, at),
        _ => "^",
    }
}

/// A word after a name, in the same way.
fn after<'w>(words: &'w Words<'_>, c: Candidate, on: usize) -> &'w str {
    let at = c.end + on - 1;
    if (c.end..=at).any(|t| ends(words, t)) || words.is_parted(c.end - 1, at + 1) { "^" } else { seen(words, at) }
}

fn seen<'w>(words: &'w Words<'_>, at: usize) -> &'w str {
    match words.kind(at) {
        TokenKind::Number => "0",
        TokenKind::Capitalised if !is_ordinary(words.lower(at)) => "Name",
        TokenKind::Upper => "NAME",
        TokenKind::Address => "address",
        _ => words.lower(at),
    }
}

fn ends(words: &Words<'_>, at: usize) -> bool {
    words.kind(at) == TokenKind::Mark && matches!(words.lower(at), "." | "!" | "?" | "" | "\u{2022}")
}

fn is_verb(words: &Words<'_>, at: usize) -> bool {
    words.kind(at) == TokenKind::Lower && Gazetteer::embedded().parts_of_speech(words.lower(at)).next() == Some("VERB")
}

/// The noun that a name is said to be: 'X is a free player', 'X, the maker of', 'X (a tool for'.
fn described(words: &Words<'_>, end: usize) -> Option<usize> {
    let at = match words.lower(end) {
        "," | "is" | "was" | "(" | "\u{2013}" | "\u{2014}" => end + 1,
        _ => return None,
    };
    if !matches!(words.lower(at), "a" | "an" | "the" | "one" | "its" | "our" | "their") {
        return None;
    }
    let mut noun = None;
    for at in at + 1..at + 9 {
        let lower = words.lower(at);
        let word = matches!(words.kind(at), TokenKind::Lower) && !is_in("name-link", lower);
        let stops = || {
            matches!(
                Gazetteer::embedded().parts_of_speech(lower).next(),
                Some("ADP" | "SCONJ" | "PRON" | "AUX" | "CCONJ" | "PART" | "DET")
            )
        };
        if words.kind(at) == TokenKind::Mark || (word && stops()) || is_in("name-link", lower) {
            break;
        }
        if word {
            noun = Some(at);
        }
    }
    noun
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

fn shape(words: &Words<'_>, at: usize) -> &'static str {
    let word = words.word(at);
    let inner = || word.chars().skip(1).any(char::is_uppercase);
    match words.kind(at) {
        TokenKind::Upper if has_digit(word) => "A1",
        TokenKind::Upper if word.len() <= 3 => "AAA",
        TokenKind::Upper => "AAAA",
        TokenKind::Lower => "a",
        _ if has_digit(word) => "Aa1",
        _ if word.contains(['-', '.', '/', '+', '_']) => "A-a",
        _ if word.starts_with(char::is_lowercase) => "aA",
        _ if inner() => "AaA",
        _ => "Aa",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{sentences, tokens};

    /// The clues around the first word 'Velmora' of a text.
    fn around(text: &str) -> Vec<String> {
        let tokens = tokens::tokens(text, 0);
        assert!(!sentences::sentences(text, &tokens).is_empty());
        let words = Words::new(text, &tokens);
        let at = (0..tokens.len()).find(|at| words.word(*at) == "Velmora").unwrap_or(0);
        let mut clues = Vec::new();
        of_place(&words, Candidate { first: at, end: at + 1 }, &mut |clue| clues.push(clue.to_owned()));
        clues.retain(|clue| !clue.contains("g:"));
        clues
    }

    #[test]
    fn clues_are_the_words_beside_a_name_the_noun_it_is_called_and_what_it_does() {
        let clues = around("The head of Velmora, a small maker of pumps, retired.");
        for clue in ["before:of", "before:head of", "left:head", "after:,", "is:maker"] {
            assert!(clues.iter().any(|c| c == clue), "{clue} is not in {clues:?}");
        }
        let clues = around("Then Velmora will buy Lakemap.");
        assert!(clues.iter().any(|c| c == "does:buy") && clues.iter().any(|c| c == "after:will"), "{clues:?}");
    }

    #[test]
    fn clues_end_with_the_sentence_and_the_line() {
        let clues = around("They left it. Velmora\nThe pump works.");
        assert!(clues.contains(&"before:^".to_owned()) && clues.contains(&"after:^".to_owned()), "{clues:?}");
        assert!(!clues.iter().any(|clue| clue.contains("pump") || clue.contains("left:")), "{clues:?}");
    }
}
