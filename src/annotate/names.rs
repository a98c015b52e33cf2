//! Finds the spans that are names: runs of capitalised words, cleaned of sentence openers, roles and titles.

use std::collections::{BTreeMap, BTreeSet};

use super::accept::{accepts, is_generic, is_kind_of_part};
use super::headlines::{in_title_case, is_title_case};
use super::lexicon::{is_in, is_ordinary, is_sentence_opener};
use crate::model::{Sentence, Span, Token, TokenKind};
use crate::schema::Gazetteer;

/// A run of tokens that is taken for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// First token.
    pub first: usize,
    /// Index after the last token.
    pub end: usize,
}

/// The text of a document with its tokens, and what its words look like throughout.
pub struct Words<'a> {
    /// The prose.
    pub text: &'a str,
    /// All tokens.
    pub tokens: &'a [Token],
    lower: Vec<String>,
    uncapitalised: BTreeSet<String>,
}

impl<'a> Words<'a> {
    /// Looks once through all tokens.
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let lower: Vec<String> = tokens.iter().map(|t| plain(t.span.slice(text))).collect();
        let uncapitalised =
            tokens.iter().zip(&lower).filter(|(t, _)| t.kind == TokenKind::Lower).map(|(_, l)| l.clone()).collect();
        Self { text, tokens, lower, uncapitalised }
    }

    /// The surface form of a token.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| t.span.slice(self.text))
    }

    /// The token in lower case, with a straight apostrophe.
    pub fn lower(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    /// The kind of a token; a mark where there is none.
    pub fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(TokenKind::Mark, |t| t.kind)
    }

    /// The prose under a run of tokens.
    pub fn surface(&self, first: usize, end: usize) -> &'a str {
        self.span(first, end).slice(self.text)
    }

    /// The span of a run of tokens.
    pub fn span(&self, first: usize, end: usize) -> Span {
        match (self.tokens.get(first), self.tokens.get(end.wrapping_sub(1))) {
            (Some(a), Some(b)) => a.span.join(b.span),
            _ => Span::default(),
        }
    }

    /// The tokens of a run, lower-cased, one space between, possessive endings attached.
    pub fn key(&self, first: usize, end: usize) -> String {
        let mut key = String::new();
        for at in first..end {
            if !key.is_empty()
                && self.kind(at) != TokenKind::Possessive
                && self.tokens[at].span.start > self.tokens[at - 1].span.end
            {
                key.push(' ');
            }
            key.push_str(self.lower(at));
        }
        key
    }

    /// Whether a line ends between two tokens.
    pub fn is_parted(&self, first: usize, end: usize) -> bool {
        (first + 1..end).any(|at| match (self.tokens.get(at - 1), self.tokens.get(at)) {
            (Some(a), Some(b)) => self.text[a.span.end as usize..b.span.start as usize].contains('\n'),
            _ => true,
        })
    }

    /// Whether the word also stands uncapitalised somewhere in the document.
    pub fn is_uncapitalised(&self, lower: &str) -> bool {
        self.uncapitalised.contains(lower)
    }

    /// Whether the token is a capitalised word, not a small word of a shouted line.
    pub fn is_capital(&self, at: usize) -> bool {
        let shouted = self.kind(at) == TokenKind::Upper
            && matches!(
                self.lower(at),
                "and"
                    | "or"
                    | "the"
                    | "in"
                    | "on"
                    | "to"
                    | "for"
                    | "of"
                    | "with"
                    | "by"
                    | "at"
                    | "an"
                    | "is"
                    | "as"
                    | "not"
            );
        matches!(self.kind(at), TokenKind::Capitalised | TokenKind::Upper) && !shouted
    }

    /// Whether a word that begins without a capital is a name by itself: one of the lists, 'lib' and a word of its
    /// own, a listed name and what it does ('ceph-deploy'), or a word that bears a version ('gcc 4.3').
    fn is_lower_name(&self, at: usize) -> bool {
        if self.kind(at) != TokenKind::Lower || self.touches(at) || self.word(at + 1) == "/" {
            return false;
        }
        let word = self.word(at);
        let lists = Gazetteer::embedded();
        let library = || {
            word.strip_prefix("lib").is_some_and(|rest| rest.len() >= 3)
                && !is_ordinary(word)
                && !["libert", "libra", "libre", "libel", "libid"].iter().any(|stem| word.starts_with(stem))
        };
        // an ordinary word is listed in lower case only where it is a name nevertheless
        let listed = || lists.name(word).is_some() && (lists.is_word(word) || !is_ordinary(word));
        let versioned = || {
            word.len() >= 2
                && word.bytes().all(|b| b.is_ascii_lowercase())
                && !is_ordinary(word)
                && self.word(at + 1).contains('.')
                && is_version(self, at + 1)
        };
        word.len() >= 3 && (library() || listed() || is_part_of_listed(word)) || versioned()
    }

    fn touches(&self, at: usize) -> bool {
        at > 0 && self.tokens[at].span.start == self.tokens[at - 1].span.end
    }
}

/// Whether a word is made of a name that the lists have in lower case and an ordinary word that says what it does:
/// 'ceph-deploy', but not 'ceph-based'.
fn is_part_of_listed(word: &str) -> bool {
    let Some((name, does)) = word.split_once('-') else { return false };
    let lists = Gazetteer::embedded();
    let is_adjective = || {
        ["ed", "ing", "able", "ic", "ous", "ful"].iter().any(|end| does.ends_with(end))
            || matches!(
                lists.parts_of_speech(does).next(),
                Some("ADJ" | "ADV" | "ADP" | "DET" | "PRON" | "CCONJ" | "SCONJ" | "AUX" | "NUM")
            )
            || matches!(does, "like" | "only" | "style" | "wide" | "side" | "specific" | "grade" | "class" | "level")
    };
    let is_named = || {
        let mut capitalised = name.to_owned();
        capitalised[..1].make_ascii_uppercase();
        lists.name(name).is_some() || lists.name(&capitalised).is_some_and(|known| known.entity_type.is_some())
    };
    name.len() >= 3
        && does.len() >= 2
        && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && !is_ordinary(name)
        && !is_adjective()
        && is_named()
}

/// A word in lower case, with plain apostrophes and hyphens.
fn plain(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.is_ascii() { lower } else { lower.replace('\u{2019}', "'").replace(['\u{2010}', '\u{2011}'], "-") }
}

/// Finds the names of all sentences, in text order.
///
/// `headings` are the blocks that are headings. Those, and sentences in which every word is capitalised, say nothing about what is a name; there only those names are
/// taken that running text or a list supports.
pub fn candidates(words: &Words<'_>, sentences: &[Sentence], headings: &BTreeSet<usize>) -> Vec<Candidate> {
    let mut by_sentence: Vec<Vec<Candidate>> = vec![Vec::new(); sentences.len()];
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    let title_case: Vec<bool> =
        sentences.iter().map(|s| headings.contains(&s.block) || is_title_case(words, s)).collect();
    let mut unsure: Vec<(usize, Candidate)> = Vec::new();
    let mut ordinary: Vec<(usize, Candidate)> = Vec::new();
    for (at, sentence) in sentences.iter().enumerate().filter(|(at, _)| !title_case[*at]) {
        for (candidate, certainty) in chains(words, sentence) {
            match certainty {
                Certainty::Sure => {
                    *forms.entry(words.key(candidate.first, candidate.end)).or_default() += 1;
                    by_sentence[at].push(candidate);
                }
                Certainty::Opening => unsure.push((at, candidate)),
                Certainty::Ordinary => ordinary.push((at, candidate)),
            }
        }
    }
    // 'Falcon' that stands twice within sentences and never as a word is a name
    let mut repeated: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, c) in &ordinary {
        *repeated.entry(words.lower(c.first)).or_default() += 1;
    }
    for (at, c) in &ordinary {
        if repeated.get(words.lower(c.first)).is_some_and(|n| *n >= 2) {
            *forms.entry(words.key(c.first, c.end)).or_default() += 1;
            by_sentence[*at].push(*c);
        }
    }
    for (at, candidate) in unsure {
        if let Some(kept) = supported_part(words, candidate, &forms) {
            by_sentence[at].push(kept);
        }
    }
    for (at, sentence) in sentences.iter().enumerate().filter(|(at, _)| title_case[*at]) {
        by_sentence[at] = in_title_case(words, sentence, &forms);
    }
    let mut all: Vec<Candidate> = by_sentence.into_iter().flatten().collect();
    all.sort_by_key(|c| c.first);
    all
}

/// Whether a run of tokens is on a list or was seen as a name in running text.
pub fn is_known(words: &Words<'_>, first: usize, end: usize, forms: &BTreeMap<String, usize>) -> bool {
    let surface = words.surface(first, end).replace('\u{2019}', "'");
    let lists = Gazetteer::embedded();
    forms.contains_key(&words.key(first, end)) || lists.name(&surface).is_some() || lists.is_place(&surface)
}

/// The part of a sentence-opening run that is a name: the whole, or all but its first word.
fn supported_part(words: &Words<'_>, c: Candidate, forms: &BTreeMap<String, usize>) -> Option<Candidate> {
    // 'Windows' may open a sentence about windows, unless it is one thing: 'Windows is'
    let is_one = matches!(words.lower(c.end), "is" | "has" | "was" | "does" | "'s" | "uses" | "runs" | "supports");
    let is_word = c.end - c.first == 1 && is_ordinary(words.lower(c.first)) && !is_one;
    if !is_word && is_known(words, c.first, c.end, forms) || forms.contains_key(&words.key(c.first, c.end)) {
        return Some(c);
    }
    if c.end - c.first > 1 {
        let rest = Candidate { first: c.first + 1, end: c.end };
        if is_known(words, rest.first, rest.end, forms) {
            return Some(rest);
        }
        // 'Meet Acme at the fair'
        let opener = is_sentence_opener(words.word(c.first)) || is_in("imperative", words.lower(c.first));
        if opener {
            return accepts(words, rest, false).then_some(rest);
        }
        return accepts(words, c, false).then_some(c);
    }
    None
}

enum Certainty {
    Sure,
    Opening,
    /// An ordinary word with a capital within a sentence.
    Ordinary,
}

/// Runs of capitalised words of one sentence.
fn chains(words: &Words<'_>, sentence: &Sentence) -> Vec<(Candidate, Certainty)> {
    let range = sentence.tokens.clone();
    let roles = role_tokens(words, range.clone());
    let is_role = |at: usize| roles.get(at - range.start).copied().unwrap_or(false);
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if words.is_lower_name(at) {
            let end = if at + 1 < range.end && is_version(words, at + 1) { at + 2 } else { at + 1 };
            out.push((Candidate { first: at, end }, Certainty::Sure));
            at = end;
            continue;
        }
        if !words.is_capital(at) || is_role(at) || is_in("title", words.lower(at).trim_end_matches('.')) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(next) = extend(words, at, end, range.end, &is_role) {
            end = next;
        }
        let opening = opens_sentence(words, range.start, at);
        push_chain(words, Candidate { first: at, end }, opening, &mut out);
        at = end;
    }
    out
}

fn push_chain(words: &Words<'_>, found: Candidate, opening: bool, out: &mut Vec<(Candidate, Certainty)>) {
    let mut c = found;
    // 'The Linux Foundation', 'In January Acme'; but 'May' and its like also begin names
    let is_calendar = |at: usize| {
        let lower = words.lower(at).trim_end_matches('.');
        (is_in("month", lower) || is_in("weekday", lower))
            && !matches!(lower, "may" | "march" | "april" | "june" | "august" | "mar" | "sun" | "sat")
    };
    while c.first < c.end && (matches!(words.lower(c.first), "the" | "a" | "an") || is_calendar(c.first)) {
        c.first += 1;
    }
    while c.first + 1 < c.end && is_in("name-opener", words.lower(c.first)) && !is_listed(words, c) {
        c.first += 1;
    }
    // 'Two Acme engineers'
    let counts = |at: usize| is_in("counting", words.lower(at)) && words.kind(c.end) == TokenKind::Lower;
    if c.first + 1 < c.end && counts(c.first) && words.lower(c.end).ends_with('s') && !is_listed(words, c) {
        c.first += 1;
    }
    // 'the Acme GitHub organization'
    while c.first + 1 < c.end && is_in("platform", words.lower(c.end - 1)) && words.kind(c.end) == TokenKind::Lower {
        c.end -= 1;
    }
    // 'KRW 54.26' is money
    if is_in("currency", words.lower(c.first)) && words.kind(c.end - 1) == TokenKind::Number {
        return;
    }
    while c.first < c.end && is_in("month", words.lower(c.end - 1)) {
        c.end -= 1;
    }
    // 'Acme CPUs', 'Acme API': the kind of what Acme makes
    while c.end > c.first + 1
        && is_kind_of_part(words, c.end - 1)
        && !Gazetteer::embedded().is_legal_form(words.word(c.end - 1))
    {
        c.end -= 1;
    }
    if c.end == c.first + 1 && matches!(words.kind(c.first), TokenKind::Mark | TokenKind::Number)
        || follows_role(words, c)
    {
        return;
    }
    if c.first >= c.end {
        return;
    }
    let first_lower = words.lower(c.first);
    // 'the 2005 Foo Summit', 'our 2017 State of Foo Survey'
    if bears_year(words, c) {
        c.first -= 1;
    }
    if opening
        && c.first == found.first
        && (is_ordinary(first_lower) || is_sentence_opener(words.word(c.first)))
        && words.kind(c.first) != TokenKind::Upper
    {
        out.push((c, Certainty::Opening));
    } else if accepts(words, c, !opening) {
        out.push((c, Certainty::Sure));
    } else if !opening
        && c.end == c.first + 1
        && words.kind(c.first) == TokenKind::Capitalised
        && words.lower(c.first).len() > 3
        && !words.is_uncapitalised(words.lower(c.first))
        && !is_generic(words, c)
        && words.word(c.first).chars().all(char::is_alphabetic)
    {
        out.push((c, Certainty::Ordinary));
    }
}

/// Whether the number before a run is the year of a gathering or a survey.
fn bears_year(words: &Words<'_>, c: Candidate) -> bool {
    let is_year = |at: usize| matches!(words.word(at).parse::<u32>(), Ok(1980..=2100)) && words.word(at).len() == 4;
    let is_ordinal = |word: &str| {
        let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
        ending.len() < word.len() && matches!(ending, "st" | "nd" | "rd" | "th")
    };
    let last = words.lower(c.end.saturating_sub(1));
    c.first > 0
        && c.end > c.first + 1
        && (is_year(c.first - 1) || is_ordinal(words.word(c.first - 1)) && is_gathering(last))
        && (is_gathering(last) || matches!(last, "survey" | "report" | "study" | "elections" | "election"))
        && (c.first == 1
            || matches!(
                words.lower(c.first - 2),
                "the" | "our" | "its" | "their" | "this" | "a" | "new" | "annual" | ":" | "," | "(" | "\"" | "\u{201c}"
            ))
}

fn is_listed(words: &Words<'_>, c: Candidate) -> bool {
    Gazetteer::embedded().name(&words.surface(c.first, c.end).replace('\u{2019}', "'")).is_some()
}

/// The field of a job title is no name: 'Director of Capacity Engineering', 'President, Platform Solutions'.
fn follows_role(words: &Words<'_>, c: Candidate) -> bool {
    let role_before = |at: usize| is_in("role", words.lower(at)) && words.kind(at) != TokenKind::Mark;
    c.first >= 2
        && matches!(words.lower(c.first - 1), "of" | ",")
        && role_before(c.first - 2)
        && (c.first..c.end).all(|at| is_ordinary(words.lower(at)) && !words.lower(at).ends_with("foundation"))
        && Gazetteer::embedded().name(words.surface(c.first, c.end)).is_none()
}

fn opens_sentence(words: &Words<'_>, start: usize, at: usize) -> bool {
    (start..at).all(|before| words.kind(before) == TokenKind::Mark || words.kind(before) == TokenKind::Number)
        || matches!(words.word(at - 1), ":" | "\u{201c}" | "``" | "\u{2014}" | "\u{2013}" | "?" | "!")
        || (words.word(at - 1) == "\"" && words.touches(at))
}

/// 'the Foo foundation', 'the Bar board': an uncapitalised noun that makes the name that of a body of its own.
fn names_a_body(words: &Words<'_>, first: usize, end: usize) -> bool {
    words.kind(end) == TokenKind::Lower
        && matches!(
            words.lower(end),
            "foundation"
                | "consortium"
                | "alliance"
                | "board"
                | "council"
                | "committee"
                | "conference"
                | "summit"
                | "team"
        )
        && first > 0
        && (matches!(words.lower(first - 1), "the" | "this" | "first" | "new" | "annual")
            || words.kind(first - 1) == TokenKind::Possessive && first > 1 && words.lower(first - 2) == "year")
        && (words.lower(end) != "team" || end - first > 1 && is_team(words, first, end))
        && words.kind(end - 1) != TokenKind::Number
        && !(words.kind(end + 1) == TokenKind::Lower
            && !is_sentence_opener(words.word(end + 1))
            && is_plain_noun(words.lower(end + 1)))
}

/// A noun that names what people gather for.
pub fn is_gathering(lower: &str) -> bool {
    use crate::model::EntityType::Event;
    Gazetteer::embedded().cues().votes("head", lower).iter().any(|(kind, weight)| *kind == Event && *weight >= 9)
}

/// A noun that is the head of the names of bodies.
fn is_body(lower: &str) -> bool {
    use crate::model::EntityType::{Company, Organization};
    let votes = Gazetteer::embedded().cues().votes("head", lower);
    votes.iter().any(|(kind, weight)| matches!(kind, Company | Organization) && *weight >= 7)
}

/// Whether a word ends the name of a business: a legal form, or a trade.
fn is_tail(words: &Words<'_>, at: usize) -> bool {
    Gazetteer::embedded().is_legal_form(words.word(at)) || is_in("company-tail", words.lower(at))
}

/// 'the Velmora Desktop team', but not 'the Acme team', 'the Bank of Far Water team'.
fn is_team(words: &Words<'_>, first: usize, end: usize) -> bool {
    (first..end).all(|at| words.is_capital(at)) && !is_listed(words, Candidate { first, end })
}

fn is_plain_noun(lower: &str) -> bool {
    Gazetteer::embedded().parts_of_speech(lower).next() == Some("NOUN")
}

/// The end of the run with its next part, or nothing where the run ends.
fn extend(words: &Words<'_>, first: usize, end: usize, limit: usize, is_role: &dyn Fn(usize) -> bool) -> Option<usize> {
    if end >= limit || end - first > 12 {
        return None;
    }
    let capital = |at: usize| at < limit && words.is_capital(at) && !is_role(at);
    let lower = words.lower(end);
    if capital(end) && !words.touches(end) {
        let numbered = words.kind(end - 1) == TokenKind::Number;
        return (!numbered || is_stage(words.lower(end))).then_some(end + 1);
    }
    // 'Open 3D Foundation'
    let word = words.word(end);
    let dimension = word.len() <= 4
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.ends_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    if dimension && capital(end + 1) && !words.touches(end) {
        return Some(end + 2);
    }
    if is_version(words, end) && !is_in("month", words.lower(end - 1)) {
        return Some(end + 1);
    }
    if names_a_body(words, first, end) {
        return Some(end + 1);
    }
    if lower == "kernel" && words.kind(end) == TokenKind::Lower {
        return Some(end + 1);
    }
    // 'Acme plc'
    if matches!(lower, "plc" | "gmbh" | "inc" | "ltd") && words.kind(end) == TokenKind::Lower && !words.touches(end) {
        return Some(end + 1);
    }
    // 'Acme, Inc.'
    if lower == ","
        && end + 1 < limit
        && Gazetteer::embedded().is_legal_form(words.word(end + 1))
        && words.is_capital(end + 1)
    {
        return Some(end + 2);
    }
    // but 'Ann Keller & Tom Marsh' are two
    let has_digit = |at: usize| words.word(at).bytes().any(|b| b.is_ascii_digit());
    let are_two = || {
        end - first >= 2 && capital(end + 2) && !capital(end + 3) && !is_tail(words, end + 2)
            // 'the X1 & X2 boards'
            || has_digit(end - 1) && has_digit(end + 1)
    };
    if matches!(lower, "&" | "+") && capital(end + 1) && !are_two() {
        return Some(end + 2);
    }
    // 'GNU/Linux' in three tokens
    if lower == "/" && words.touches(end) && end + 1 < limit && words.touches(end + 1) && capital(end + 1) {
        return Some(end + 2);
    }
    // 'the Gardeners' Summit', 'the Reader's Choice Awards': a gathering bears the name of those whom it is for
    if words.kind(end) == TokenKind::Possessive
        && capital(end + 1)
        && (is_gathering(words.lower(end + 1)) && !is_listed(words, Candidate { first, end })
            || is_plain_noun(words.lower(end - 1))
                && !(end - first > 1 && is_body(words.lower(end - 1)))
                && capital(end + 2)
                && is_gathering(words.lower(end + 2)))
    {
        return Some(end + 2);
    }
    let has_head = (first..end).any(|at| is_in("of-head", words.lower(at)));
    if is_in("name-link", lower) && is_in("of-head", words.lower(end - 1)) {
        let after = if words.lower(end + 1) == "the" { end + 2 } else { end + 1 };
        if capital(after) && !is_in("month", words.lower(after)) {
            return Some(after + 1);
        }
    }
    // 'Society for the Protection of Lakes'
    let is_linked = || (first..end).any(|at| is_in("name-link", words.lower(at)));
    if lower == "of" && has_head && end - first < 6 && is_linked() && capital(end + 1) {
        return Some(end + 2);
    }
    // 'University of California at San Diego'
    if lower == "at"
        && words.lower(first) == "university"
        && (first..end).any(|at| words.lower(at) == "of")
        && capital(end + 1)
    {
        return Some(end + 2);
    }
    if matches!(lower, "and" | ",")
        && has_head
        && (first..end).any(|at| is_in("name-link", words.lower(at)))
        && lower == "and"
        && capital(end + 1)
        && is_ordinary(words.lower(end + 1))
    {
        return Some(end + 2);
    }
    if is_in("particle", lower) && Gazetteer::embedded().is_first_name(words.word(first)) {
        // 'Ann van Tarn', 'Ann van der Tarn'
        let last = if is_in("particle", words.lower(end + 1)) { end + 2 } else { end + 1 };
        if capital(last) {
            return Some(last + 1);
        }
    }
    if words.kind(end) == TokenKind::Possessive {
        let known = |to: usize| {
            let surface = words.surface(first, to).replace('\u{2019}', "'");
            Gazetteer::embedded().name(&surface).is_some()
        };
        // 'King's College Tarn'
        let is_school = matches!(words.lower(end + 1), "college" | "hospital" | "school" | "university");
        if capital(end + 1) && (known(end + 2) || is_school && end - first == 1) {
            return Some(end + 2);
        }
        if known(end + 1) && words.word(end).len() > 1 {
            return Some(end + 1);
        }
    }
    None
}

/// Whether a lower-case word after a version belongs to it ('4.5 beta').
pub fn is_stage(lower: &str) -> bool {
    matches!(
        lower,
        "beta"
            | "alpha"
            | "rc"
            | "rc1"
            | "rc2"
            | "lts"
            | "preview"
            | "server"
            | "edition"
            | "enterprise"
            | "series"
            | "lite"
    ) || ["alpha", "beta", "milestone"]
        .iter()
        .any(|stage| lower.strip_prefix(stage).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())))
        || (lower.starts_with("sp") || lower.starts_with("rc")) && lower[2..].bytes().all(|b| b.is_ascii_digit())
}

/// Whether the token is a version, edition or year that belongs to the name before it.
pub fn is_version(words: &Words<'_>, at: usize) -> bool {
    let word = words.word(at);
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let versioned = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.len() <= 12
        && digits.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !versioned || at == 0 || words.touches(at) {
        return false;
    }
    let unit = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_lowercase();
    if is_in("unit", &unit) || words.lower(at + 1) == "-bit" {
        return false;
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| digits.ends_with(end));
    let next = words.lower(at + 1);
    let counted = matches!(
        next,
        "%" | "percent" | "per" | "million" | "billion" | "members" | "users" | "people" | "years" | "days" | "of"
    ) || (words.kind(at + 1) == TokenKind::Lower
        && next.ends_with('s')
        && !digits.contains('.')
        && digits.len() < 3
        && next != "is"
        && next != "has"
        && next != "was");
    !ordinal && !counted
}

/// Whether a capitalised job title stands before the noun of a gathering or a programme.
fn names_role_of_body(words: &Words<'_>, at: usize) -> bool {
    let next = words.lower(at + 1);
    words.is_capital(at + 1) && (is_gathering(next) || matches!(next, "program" | "programme" | "network" | "guild"))
}

/// What somebody of a rank is: 'Gold member', 'Premier sponsorship'.
fn is_rank(lower: &str) -> bool {
    let stem = lower.strip_suffix('s').unwrap_or(lower);
    matches!(stem, "member" | "sponsor" | "partner" | "supporter" | "membership" | "sponsorship" | "-level")
}

/// Which tokens of a sentence belong to a capitalised job title ('Chief Architect', 'Director').
fn role_tokens(words: &Words<'_>, range: std::ops::Range<usize>) -> Vec<bool> {
    let mut roles = vec![false; range.len()];
    for at in range.clone() {
        // 'a Premier member', 'the Acme Platinum sponsors': the rank belongs to no name
        if words.is_capital(at) && is_in("level", words.lower(at)) && is_rank(words.lower(at + 1)) {
            roles[at - range.start] = true;
            continue;
        }
        // 'Developer Summit', 'Ambassador Program' are no offices
        if !words.is_capital(at) || !is_in("role", words.lower(at)) || names_role_of_body(words, at) {
            continue;
        }
        roles[at - range.start] = true;
        let mut before = at;
        while before > range.start
            && words.is_capital(before - 1)
            && (is_in("role-modifier", words.lower(before - 1)) || is_in("role", words.lower(before - 1)))
        {
            before -= 1;
            roles[before - range.start] = true;
        }
    }
    roles
}
