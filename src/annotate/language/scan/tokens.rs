//! Tokens in the manner of the treebanks: clitics apart, hyphens apart but after prefixes, addresses and numbers whole.
//!
//! Each stretch without white space is cut from left to right; every character is looked at a fixed number of times.

use crate::model::Span;

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScannedToken {
    /// Its bytes in the text.
    pub span: Span,
    /// Whether it is written as one word with the token before it: `do` and `n't`.
    pub joined: bool,
}

/// Cuts a text into tokens; every character but white space is in one of them.
///
/// # Complexity
///
/// Linear in the length of the text.
pub(crate) fn tokens(text: &str) -> Vec<ScannedToken> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut start = None;
    let mut line_start = true;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_whitespace() || is_invisible(letter), start) {
            (true, Some(begin)) => {
                Stretch::new(text, begin, at, line_start).cut(&mut found);
                start = None;
                line_start = false;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
        if letter == '\n' {
            line_start = true;
        }
    }
    found
}

/// Characters that are not white space by the book but show nothing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{FEFF}' | '\u{200B}' | '\u{2060}')
}

/// Words before a hyphen that stay with what follows it.
const PREFIXES: [&str; 34] = [
    "anti", "bi", "co", "counter", "cross", "de", "e", "eco", "ex", "extra", "hyper", "inter", "intra", "mega",
    "micro", "mid", "mini", "multi", "non", "over", "post", "pre", "pro", "proto", "psycho", "re", "semi", "socio",
    "sub", "super", "trans", "ultra", "un", "under",
];

/// Words that keep their full stop.
const ABBREVIATIONS: [&str; 97] = [
    "adj", "adm", "approx", "apr", "apt", "arrv", "assn", "asst", "attn", "aug", "ave", "bldg", "blvd", "brig", "bros",
    "capt", "cf", "cmdr", "co", "col", "comdr", "corp", "cpl", "dec", "dept", "dr", "drs", "ed", "eds", "eq", "esp",
    "esq", "est", "etc", "excl", "ext", "feb", "fig", "figs", "fri", "ft", "gen", "gov", "hon", "hr", "hrs", "inc",
    "incl", "intl", "jan", "jr", "jul", "jun", "lb", "lbs", "lt", "ltd", "maj", "mar", "messrs", "mfg", "min", "mins",
    "misc", "mr", "mrs", "ms", "mt", "natl", "nov", "oct", "oz", "pg", "pp", "ppl", "pres", "prof", "pvt", "rd", "rep",
    "reps", "rev", "sec", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "ste", "supt", "univ", "viz", "vol", "vs",
    "yrs",
];

/// Abbreviations that are words as well: only before a number.
const BEFORE_NUMBERS: [&str; 8] = ["no", "nos", "p", "para", "art", "ch", "sect", "tel"];

/// Abbreviations that are words as well: only with a capital.
const CAPITAL_ONLY: [&str; 15] =
    ["sun", "sat", "mon", "ed", "gen", "min", "sec", "mar", "est", "fig", "rep", "reps", "sen", "dec", "co"];

/// Units that are written without a space after a number.
const UNITS: [&str; 42] = [
    "am", "pm", "AM", "PM", "a.m", "p.m", "k", "K", "m", "M", "b", "B", "bn", "mn", "t", "mm", "cm", "km", "kg", "mg",
    "g", "ft", "lb", "lbs", "oz", "Hz", "kHz", "MHz", "GHz", "kb", "KB", "MB", "GB", "TB", "mb", "gb", "mins", "min",
    "hrs", "hr", "mph", "MM",
];

/// Words that are two: the length of the first part, in bytes.
const DOUBLE: [(&str, usize); 22] = [
    ("cannot", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("wanna", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("dont", 2),
    ("doesnt", 4),
    ("didnt", 3),
    ("cant", 2),
    ("wont", 2),
    ("isnt", 2),
    ("wasnt", 3),
    ("im", 1),
    ("havent", 4),
    ("thats", 4),
    ("theres", 5),
    ("heres", 4),
    ("whats", 4),
    ("ive", 1),
    ("theyre", 4),
    ("alot", 1),
];

/// Clitics after an apostrophe.
const CLITICS: [&str; 6] = ["s", "m", "d", "re", "ll", "ve"];

/// Faces made of marks.
const FACES: [&str; 26] = [
    ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":p", ":-P", ":/", ":-/", ":|", "=)", "=(", ":]", ":'(",
    "^_^", "^^", "<3", ";D", ":?", ":o", ":O", "xD",
];

/// Endings of file names and addresses.
const ENDINGS: [&str; 34] = [
    "com", "org", "net", "edu", "gov", "io", "dev", "ai", "co", "uk", "de", "eu", "info", "html", "htm", "pdf", "doc",
    "docx", "xls", "xlsx", "txt", "js", "ts", "py", "rs", "go", "md", "json", "yaml", "yml", "zip", "gz", "url", "cfm",
];

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '`')
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

/// Letters of a word; marks that combine with letters go with them.
fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{0300}'..='\u{036F}' | '\u{200D}' | '\u{FE0F}')
}

/// A stretch without white space.
struct Stretch<'a> {
    text: &'a str,
    /// Characters and their places; the last has the end of the stretch.
    letters: Vec<(usize, char)>,
    /// The first place of the stretch that belongs to a word.
    first_word: usize,
    line_start: bool,
}

/// Looking back within a token ends here, so that a token of any length costs the same a character.
const BACK: usize = 32;

impl<'a> Stretch<'a> {
    fn new(text: &'a str, start: usize, end: usize, line_start: bool) -> Self {
        let mut letters: Vec<(usize, char)> =
            text[start..end].char_indices().map(|(at, letter)| (start + at, letter)).collect();
        letters.push((end, '\0'));
        let first_word = letters.iter().position(|&(_, letter)| is_word(letter)).unwrap_or(0);
        Self { text, letters, first_word, line_start }
    }

    fn len(&self) -> usize {
        self.letters.len() - 1
    }

    fn at(&self, at: usize) -> char {
        self.letters.get(at).map_or('\0', |&(_, letter)| letter)
    }

    fn part(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.letters[from].0..self.letters[to].0]
    }

    fn push(&self, from: usize, to: usize, joined: bool, found: &mut Vec<ScannedToken>) {
        if from < to {
            found.push(ScannedToken { span: Span::new(self.letters[from].0, self.letters[to].0), joined });
        }
    }

    fn cut(&self, found: &mut Vec<ScannedToken>) {
        let mut at = 0;
        while at < self.len() {
            let end = self.next(at, found);
            at = end.max(at + 1);
        }
    }

    /// Cuts off the token or tokens at `at`; gives the place after them.
    fn next(&self, at: usize, found: &mut Vec<ScannedToken>) -> usize {
        if let Some(end) = self.address(at).or_else(|| self.face(at)).or_else(|| self.file(at)) {
            self.push(at, end, false, found);
            return end;
        }
        let letter = self.at(at);
        let follows = self.at(at + 1);
        let starts_word = is_word(letter)
            || (matches!(letter, '#' | '@') && follows.is_alphabetic() && (at == 0 || !is_word(self.at(at - 1))))
            || (letter == '.'
                && follows.is_alphanumeric()
                && (at == 0 || self.at(at - 1) == '(' || self.at(at - 1) == ')'))
            || (letter == '+' && follows.is_ascii_digit() && at == 0);
        if starts_word {
            return self.word(at, found);
        }
        let end = self.marks(at);
        self.push(at, end, false, found);
        end
    }

    /// A web or mail address, without the marks that end the sentence.
    fn address(&self, at: usize) -> Option<usize> {
        if at > 0 && is_word(self.at(at - 1)) || !is_word(self.at(at)) {
            return None;
        }
        let rest = self.part(at, self.len());
        let head: String = rest.chars().take(8).collect::<String>().to_ascii_lowercase();
        let web = ["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|start| head.starts_with(start));
        let mail = !web && at == self.first_word && rest.contains('@') && {
            let (name, host) = rest.split_once('@').unwrap_or((rest, ""));
            let plain = |letter: char| letter.is_alphanumeric() || "._-+%".contains(letter);
            name.chars().all(plain) && host.starts_with(char::is_alphanumeric)
        };
        if !web && !mail {
            return None;
        }
        let mut end = at;
        let mut open = 0i32;
        while end < self.len() {
            match self.at(end) {
                '<' | '>' | '"' | '\u{201C}' | '\u{201D}' | '[' | ']' | '|' => break,
                '(' => open += 1,
                ')' if open == 0 => break,
                ')' => open -= 1,
                ',' | ';' if mail => break,
                _ => {}
            }
            end += 1;
        }
        while end > at + 1 && matches!(self.at(end - 1), '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '\u{2019}' | '*') {
            end -= 1;
        }
        Some(end)
    }

    /// A file name such as `draft_2-b.doc`: whole, whatever marks it has.
    fn file(&self, at: usize) -> Option<usize> {
        if at != self.first_word || !is_word(self.at(at)) {
            return None;
        }
        let plain = |letter: char| is_word(letter) || matches!(letter, '.' | '-' | '_' | '#' | '+' | '~' | '%' | '&');
        let mut end = at;
        while plain(self.at(end)) {
            end += 1;
        }
        while end > at && !is_word(self.at(end - 1)) {
            end -= 1;
        }
        let part = self.part(at, end);
        let (name, ending) = part.rsplit_once('.')?;
        let known = ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
        (known && name.chars().any(|letter| matches!(letter, '-' | '_' | '#' | '.')) && name.chars().any(is_word))
            .then_some(end)
    }

    /// A face, if the stretch ends with it.
    fn face(&self, at: usize) -> Option<usize> {
        if self.len() - at > 3 || (at > 0 && self.at(at).is_alphanumeric()) {
            return None;
        }
        FACES.contains(&self.part(at, self.len())).then(|| self.len())
    }

    /// The end of a token of marks.
    fn marks(&self, at: usize) -> usize {
        let letter = self.at(at);
        let run = |same: &dyn Fn(char) -> bool| {
            let mut end = at;
            while end < self.len() && same(self.at(end)) {
                end += 1;
            }
            end
        };
        match letter {
            '.' | '!' | '?' => run(&|letter| matches!(letter, '.' | '!' | '?')),
            '-' | '=' | '*' | '_' | '~' | '+' | '#' | '<' | '>' | '|' if self.at(at + 1) != letter => {
                let arrow = (at..self.len().min(at + 8))
                    .find(|&at| !"-=<>".contains(self.at(at)))
                    .unwrap_or(at + 8)
                    .min(self.len());
                let is_arrow = arrow - at > 1 && self.part(at, arrow).contains(['>', '<']);
                if is_arrow { arrow } else { at + 1 }
            }
            '-' | '=' | '*' | '_' | '~' | '+' | '#' | '<' | '>' | '|' | '\u{2026}' | '\'' | '`' | '\u{2014}'
            | '\u{2013}' => run(&|other| other == letter),
            '[' if self.part(at, self.len()).starts_with("[...]") => at + 5,
            _ => {
                let mut end = at + 1;
                while matches!(self.at(end), '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{0300}'..='\u{036F}')
                {
                    let joins = self.at(end) == '\u{200D}';
                    end += 1;
                    if joins && end < self.len() {
                        end += 1;
                    }
                }
                end.min(self.len())
            }
        }
    }

    /// Cuts off a word with its clitics; gives the place after them.
    fn word(&self, from: usize, found: &mut Vec<ScannedToken>) -> usize {
        let mut end = from + 1;
        while end < self.len() {
            let letter = self.at(end);
            if is_word(letter) {
                if self.unit_starts(from, end) {
                    break;
                }
                end += 1;
                continue;
            }
            if !self.continues(from, end) {
                break;
            }
            end += 1;
        }
        if self.at(end) == '.' && self.keeps_stop(from, end, found) {
            end += 1;
        }
        // C++, C#.
        if end - from == 1 && self.at(from).is_uppercase() {
            if self.at(end) == '+' && self.at(end + 1) == '+' {
                end += 2;
            } else if self.at(end) == '#' && !is_word(self.at(end + 1)) {
                end += 1;
            }
        }
        self.clitics(from, end, found)
    }

    /// Whether a unit stands behind a number: `5pm`, `$3bn`.
    fn unit_starts(&self, from: usize, at: usize) -> bool {
        if !self.at(at).is_alphabetic() || !self.at(at - 1).is_ascii_digit() {
            return false;
        }
        let number = at - from < BACK && (from..at).all(|at| matches!(self.at(at), '0'..='9' | '.' | ',' | ':'));
        let mut end = at;
        while end < self.len()
            && end - at < 5
            && (self.at(end).is_alphabetic() || (self.at(end) == '.' && self.at(end + 1).is_alphabetic()))
        {
            end += 1;
        }
        number && !is_word(self.at(end)) && UNITS.contains(&self.part(at, end))
    }

    /// Whether a mark at `at` stands within the word that began at `from`.
    fn continues(&self, from: usize, at: usize) -> bool {
        let (before, letter, after) = (self.at(at - 1), self.at(at), self.at(at + 1));
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        let letters = before.is_alphabetic() && after.is_alphabetic();
        match letter {
            '.' => digits || (is_word(before) && is_word(after) && !self.sentence_ends(from, at)),
            ',' => {
                let three = (1..4).all(|step| self.at(at + step).is_ascii_digit());
                digits && three && !self.at(at + 4).is_ascii_digit()
            }
            ':' => digits,
            '/' => {
                digits
                    || (letters && at - from == 1 && !self.at(at + 2).is_alphabetic())
                    || (before == 'w' && at - from == 1)
            }
            '\'' | '\u{2019}' | '`' => {
                letters && !self.is_clitic(at) && !self.is_negation(at)
                    || (before.is_ascii_digit() && after == 's' && !is_word(self.at(at + 2)))
            }
            '&' => before.is_uppercase() && after.is_uppercase() || (letters && at - from == 1),
            '_' | '@' | '\u{00B7}' => is_word(before) && is_word(after),
            '*' | '$' => letters,
            letter if is_dash(letter) => is_word(after) && self.hyphen_stays(from, at),
            _ => false,
        }
    }

    /// Whether a full stop without a space behind it ends a sentence: `the end.The next`.
    fn sentence_ends(&self, from: usize, at: usize) -> bool {
        let small = (from.max(at.saturating_sub(BACK))..at).filter(|&at| self.at(at).is_lowercase()).count();
        let mut end = at + 1;
        while is_word(self.at(end)) {
            end += 1;
        }
        let next = self.part(at + 1, end);
        let title = self.at(at + 1).is_uppercase() && self.at(at + 2).is_lowercase();
        title && small > 1 && !ENDINGS.contains(&next.to_lowercase().as_str())
    }

    /// Whether a hyphen stays within its word: after a prefix, in telephone numbers and dates.
    fn hyphen_stays(&self, from: usize, at: usize) -> bool {
        if at - from > BACK {
            return false;
        }
        let before = self.part(from, at);
        let mut end = at + 1;
        while is_word(self.at(end)) {
            end += 1;
        }
        let after = self.part(at + 1, end);
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if before.starts_with(|first: char| first.is_ascii_digit()) && digits(after) {
            let more = before.contains(is_dash) || (is_dash(self.at(end)) && self.at(end + 1).is_ascii_digit());
            let size = (before.len(), after.len());
            return more || (digits(before) && (size == (3, 4) || size == (5, 4)));
        }
        // A release: v0.58-rc1.
        if before.contains('.') && before.bytes().any(|byte| byte.is_ascii_digit()) && !digits(after) {
            let start = after.trim_end_matches(|letter: char| letter.is_ascii_digit());
            return ["rc", "beta", "alpha", "dev", "pre", "p", "b", "a"].contains(&start);
        }
        let lower = before.to_lowercase();
        PREFIXES.contains(&lower.as_str()) && after.starts_with(char::is_alphabetic)
    }

    fn is_clitic(&self, at: usize) -> bool {
        if !is_apostrophe(self.at(at)) {
            return false;
        }
        let mut end = at + 1;
        while self.at(end).is_alphabetic() && end - at < 4 {
            end += 1;
        }
        let part = self.part(at + 1, end);
        !is_word(self.at(end)) && CLITICS.iter().any(|clitic| part.eq_ignore_ascii_case(clitic))
    }

    fn is_negation(&self, at: usize) -> bool {
        is_apostrophe(self.at(at))
            && at > 1
            && matches!(self.at(at - 1), 'n' | 'N')
            && matches!(self.at(at + 1), 't' | 'T')
            && !is_word(self.at(at + 2))
    }

    /// Whether the full stop at `end` belongs to the word.
    fn keeps_stop(&self, from: usize, end: usize, found: &[ScannedToken]) -> bool {
        let word = self.part(from, end);
        let lower = word.to_lowercase();
        let last = end + 1 == self.len();
        let more = is_word(self.at(end + 1)) || self.at(end + 1) == '.';
        if more {
            return false;
        }
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            // An initial, and a number that opens a line.
            (Some(first), None) if first.is_alphabetic() => {
                return first.is_uppercase() && (first != 'I' || self.line_start)
                    || (self.line_start && from == 0)
                    || matches!(first, 'c' | 'v');
            }
            (Some(first), _) if first.is_ascii_digit() => {
                return self.line_start
                    && from == 0
                    && last
                    && word.len() < 3
                    && lower.bytes().all(|byte| byte.is_ascii_digit());
            }
            _ => {}
        }
        // Letters with stops between them.
        if word.contains('.')
            && word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
        {
            return true;
        }
        if lower == "al" {
            return found.last().is_some_and(|token| token.span.slice(self.text) == "et");
        }
        if lower == "ph.d" {
            return true;
        }
        let capital = word.starts_with(char::is_uppercase);
        if BEFORE_NUMBERS.contains(&lower.as_str()) {
            let rest = self.text[self.letters[end].0 + 1..].trim_start_matches([' ', '\u{A0}']);
            return rest.starts_with(|first: char| first.is_ascii_digit());
        }
        ABBREVIATIONS.binary_search(&lower.as_str()).is_ok() && (capital || !CAPITAL_ONLY.contains(&lower.as_str()))
    }

    /// Pushes a word without its clitics, then those that stand in or behind it.
    fn clitics(&self, from: usize, end: usize, found: &mut Vec<ScannedToken>) -> usize {
        // n't
        if end >= from + 2 && self.is_negation(end) {
            self.push(from, end - 1, false, found);
            self.push(end - 1, end + 2, from + 1 < end, found);
            return end + 2;
        }
        let word = self.part(from, end);
        let lower = word.to_ascii_lowercase();
        match DOUBLE.iter().find(|(double, _)| *double == lower) {
            // `Ive` and `IM` are names.
            Some(&(_, first)) if first > 1 || word.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                self.push(from, from + first, false, found);
                self.push(from + first, end, true, found);
            }
            _ => self.push(from, end, false, found),
        }
        if self.is_clitic(end) {
            let mut last = end + 1;
            while self.at(last).is_alphabetic() {
                last += 1;
            }
            self.push(end, last, true, found);
            return last;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        tokens(text).iter().map(|token| token.span.slice(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    #[test]
    fn clitics_stand_apart() {
        assert_eq!(cut("They didn't, she\u{2019}s Lena's."), "They did n't , she \u{2019}s Lena 's .");
        assert_eq!(cut("We cannot say o'clock"), "We can not say o'clock");
    }

    #[test]
    fn numbers_and_releases_stay_whole() {
        assert_eq!(
            cut("Zorvex 4.3 and v0.58-rc1 cost $1,200.50 (20%)."),
            "Zorvex 4.3 and v0.58-rc1 cost $ 1,200.50 ( 20 % ) ."
        );
        assert_eq!(cut("at 5pm, 10:30, 3/4/2025"), "at 5 pm , 10:30 , 3/4/2025");
    }

    #[test]
    fn addresses_stay_whole() {
        assert_eq!(cut("See https://zorvex.example/a_(b)?c=1."), "See https://zorvex.example/a_(b)?c=1 .");
        assert_eq!(cut("(lena@zorvex.example)"), "( lena@zorvex.example )");
    }

    #[test]
    fn hyphens_stand_apart_but_after_prefixes() {
        assert_eq!(cut("a well-known non-profit"), "a well - known non-profit");
    }

    #[test]
    fn stops_of_abbreviations_stay() {
        assert_eq!(cut("Dr. J. Vey of Zorvex Inc. in the U.S. left."), "Dr. J. Vey of Zorvex Inc. in the U.S. left .");
        assert_eq!(cut("Well ... no?!"), "Well ... no ?!");
    }
}
