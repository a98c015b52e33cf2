//! All that is known of the words of one article, in the form in which it is shown to people and to other programs.

use serde::Serialize;

use super::{BlockKind, EntityType, MentionKind};

/// The analysis of one article.
///
/// # Shape
/// Every offset counts bytes of the article's text as UTF-8, 0-based, half-open. Tokens are numbered from 1 within
/// their sentence; runs of tokens name their first and their last one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AnalysedArticle {
    /// The article's id.
    pub id: String,
    /// Where it was read from.
    pub source: Option<String>,
    /// In text order.
    pub sentences: Vec<AnalysedSentence>,
    /// The entities in the order of their first mention.
    pub entities: Vec<AnalysedEntity>,
}

/// A sentence, or what stands for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnalysedSentence {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// Its tokens with one space where the text has any white space.
    pub text: String,
    /// Whether it begins a paragraph, or another block of the page.
    #[serde(rename = "beginsParagraph")]
    pub begins_paragraph: bool,
    /// The kind of its block; none where the text was taken as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<BlockKind>,
    /// At least one.
    pub tokens: Vec<AnalysedToken>,
    /// The names that the model sees; disjoint, in text order.
    pub names: Vec<AnalysedName>,
    /// The mentions of entities; disjoint, in text order.
    pub mentions: Vec<AnalysedMention>,
}

/// A token with its tags and its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnalysedToken {
    /// Number within the sentence, from 1.
    pub id: usize,
    /// As the page shows it.
    pub form: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// Whether white space follows, or the text ends.
    #[serde(rename = "spaceAfter")]
    pub space_after: bool,
    /// Whether it is written as one word with the token before it: `do` and `n't`.
    pub joined: bool,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: &'static str,
    /// Penn treebank part of speech.
    pub xpos: &'static str,
    /// Number of the head; 0 for the root.
    pub head: usize,
    /// Universal dependency relation to the head.
    pub deprel: &'static str,
}

/// A name that the model sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnalysedName {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// Person, Organization, Place, Product, Event or Other.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// A mention of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnalysedMention {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// How it refers.
    pub kind: MentionKind,
    /// The entity meant: its place in the list of entities, from 0.
    pub entity: usize,
}

/// An entity of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnalysedEntity {
    /// Its one type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Why: the votes of lists, cues and clues for each type, heaviest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<(EntityType, i32)>,
    /// The fullest form that the article uses.
    pub name: String,
    /// All other forms, sorted.
    pub aliases: Vec<String>,
    /// IRIs of the same thing in outside bases.
    #[serde(rename = "sameAs")]
    pub same_as: Vec<String>,
}
