//! The words of a document as the search for names sees them.

use std::collections::BTreeSet;

use super::anchors::small_names;
use super::lexicon::is_ordinary;
use super::versions::is_version;
use crate::model::{Link, Span, Token, TokenKind};
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
    /// Words in lower case that are names in this document.
    small_names: BTreeSet<String>,
}

impl<'a> Words<'a> {
    /// Looks once through all tokens.
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let lower: Vec<String> = tokens.iter().map(|t| plain(t.span.slice(text))).collect();
        let uncapitalised =
            tokens.iter().zip(&lower).filter(|(t, _)| t.kind == TokenKind::Lower).map(|(_, l)| l.clone()).collect();
        Self { text, tokens, lower, uncapitalised, small_names: BTreeSet::new() }
    }

    /// The same, with the names in lower case that the links of the document show.
    pub fn with_links(mut self, links: &[Link]) -> Self {
        self.small_names = small_names(&self, links);
        self
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

    /// The bytes from a token up to another, without the marks of trade that end them.
    pub fn name_span(&self, first: usize, end: usize) -> Span {
        let span = self.span(first, end);
        let marks = self.word(end.wrapping_sub(1));
        let trimmed = marks.trim_end_matches(['®', '™']);
        if trimmed.is_empty() { span } else { Span { end: span.end - (marks.len() - trimmed.len()) as u32, ..span } }
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

    /// Whether a link of the document shows that the word, in lower case, is a name.
    pub fn is_linked_name(&self, at: usize) -> bool {
        self.small_names.contains(self.word(at))
    }

    /// Whether a word that begins without a capital is a name by itself: one of the lists, 'lib' and a word of its
    /// own, a listed name and what it does ('ceph-deploy'), a word that bears a version ('gcc 4.3'), or one that a link
    /// of the document shows to be a name.
    pub fn is_lower_name(&self, at: usize) -> bool {
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
        self.is_linked_name(at) || word.len() >= 3 && (library() || listed() || is_part_of_listed(word)) || versioned()
    }

    /// Whether no space stands before a token.
    pub fn touches(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        self.tokens.get(at).zip(before).is_some_and(|(token, before)| token.span.start == before.span.end)
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
            // these are lists of mail: 'foo-announce'
            || matches!(does, "announce" | "devel" | "discuss" | "list" | "lists" | "project" | "user" | "users")
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
