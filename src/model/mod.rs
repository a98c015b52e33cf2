//! The types in which the stages meet. Data only: nothing here reads, writes or decides.

mod analysis;
mod annotation;
mod article;
mod article_set;
mod date;
mod document;
mod resolution;
mod span;
mod types;

pub use analysis::{AnalysedArticle, AnalysedEntity, AnalysedMention, AnalysedName, AnalysedSentence, AnalysedToken};
pub use annotation::{
    Annotated, ArticleEntity, EntityId, Grammar, GrammarWord, Mention, MentionKind, Sentence, Token, TokenKind,
};
pub use article::{
    ArticleHeader, ParsedArticle, ParsedEntity, ParsedEvidence, ParsedFact, ParsedMention, ParsedObject, reading_form,
};
pub use article_set::{ArticleId, ArticleSet};
pub use date::{PartialDate, is_build_date, month_number};
pub use document::{Block, BlockKind, Document, Link, Metadata, Prose, ProseBuilder};
pub use resolution::{
    ArticleRecord, EntityKey, FactObject, FactRecord, Merge, MergeReason, NameUses, Place, Resolution, ResolvedEntity,
    Source, Tie, TieKind, Told,
};
pub use span::Span;
pub use types::{EntityType, Status};
