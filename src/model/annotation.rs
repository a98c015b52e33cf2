//! What the language analysis says of a document: sentences, tokens, mentions, and the entities they name.

use super::{Document, EntityType, Span};

/// A document with its analysis. All spans are prose spans.
#[derive(Debug, Clone)]
pub struct Annotated<'d> {
    /// What was analysed.
    pub document: &'d Document,
    /// In text order, disjoint, none in boilerplate.
    pub sentences: Vec<Sentence>,
    /// In text order, disjoint; only those of sentences.
    pub tokens: Vec<Token>,
    /// Mentions in text order, disjoint.
    pub mentions: Vec<Mention>,
    /// The entities in the order of their first mention, those without a name last; a mention's [`EntityId`] points
    /// here.
    pub entities: Vec<ArticleEntity>,
    /// How many of the entities have a name; pronouns alone mention the others.
    pub named: usize,
    /// The entity that publishes the article and says 'we' in it, where that is clear.
    pub publisher: Option<EntityId>,
}

impl Annotated<'_> {
    /// The text under a prose span.
    pub fn surface_form(&self, span: Span) -> &str {
        span.slice(self.document.prose.as_str())
    }

    /// The entity of an id that this analysis gave out.
    pub fn entity(&self, id: EntityId) -> &ArticleEntity {
        &self.entities[id.0 as usize]
    }
}

/// A sentence, or a headline, list item or cell that stands for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Index of its block in the document.
    pub block: usize,
    /// Its tokens, as a range of indices.
    pub tokens: std::ops::Range<usize>,
    /// Its mentions, as a range of indices.
    pub mentions: std::ops::Range<usize>,
    /// Tags and tree, where the sentence may tell a fact.
    pub grammar: Option<Grammar>,
}

/// The tags of a sentence and the tree over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grammar {
    /// One for each token of the sentence.
    pub words: Vec<GrammarWord>,
}

/// What is known of a token from its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrammarWord {
    /// Universal part of speech.
    pub part_of_speech: &'static str,
    /// Fine part of speech of the Penn treebank.
    pub tag: &'static str,
    /// Dictionary form.
    pub lemma: String,
    /// Its head, as an index into the sentence's tokens; `None` for the root.
    pub head: Option<usize>,
    /// Universal dependency relation to the head.
    pub relation: &'static str,
}

/// A word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What its characters are.
    pub kind: TokenKind,
}

/// What the characters of a token are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// All letters lower-case.
    Lower,
    /// First letter upper-case, or mixed case ('openSUSE', 'GitHub').
    Capitalised,
    /// Two or more letters, all upper-case ('IBM', 'TODO').
    Upper,
    /// Digits first ('2015', '4.5', '3rd').
    Number,
    /// Letters without case, such as Chinese.
    Uncased,
    /// A web or mail address, path or file name.
    Address,
    /// Possessive ending.
    Possessive,
    /// Punctuation or symbol.
    Mark,
}

/// Index of an entity in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By name.
    Name,
    /// By description ('the company').
    Nominal,
    /// By pronoun ('it', 'which', 'we').
    Pronoun,
}

/// A place where an entity is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, possessive ending excluded.
    pub span: Span,
    /// Its tokens.
    pub first_token: usize,
    /// Index after its last token.
    pub end_token: usize,
    /// The entity meant.
    pub entity: EntityId,
    /// How it refers.
    pub kind: MentionKind,
}

/// An entity of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleEntity {
    /// Its one type.
    pub entity_type: EntityType,
    /// The votes for each type that any clue speaks for, heaviest first.
    pub votes: Vec<(EntityType, i32)>,
    /// Whether anything but the lack of evidence speaks for the type.
    pub is_certain: bool,
    /// The fullest form that the article uses.
    pub name: String,
    /// All other forms, sorted.
    pub aliases: Vec<String>,
    /// A web page that the article gives for it.
    pub url: Option<String>,
    /// IRIs in outside bases that a list supports.
    pub same_as: Vec<String>,
    /// A narrower kind the text states: `consortium`, `ngo`, `software`.
    pub subkind: Option<&'static str>,
}
