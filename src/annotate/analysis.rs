//! Shows what the analysis and the language models see in an article: tokens with tags and trees, names, mentions.
//!
//! Takes an [`Annotated`] document, whose sentences and tokens it keeps, or a text as it stands, which the models cut.

use std::borrow::Cow;

use super::language::{Language, NameType, ScannedSentence, ScannedToken, Tags, Words};
use crate::model::{
    AnalysedArticle, AnalysedEntity, AnalysedMention, AnalysedName, AnalysedSentence, AnalysedToken, Annotated,
    Document, EntityType, ParsedArticle, Span, TokenKind,
};

/// What the tokens of a sentence are before the models see them.
struct Piece<'t> {
    /// What the models see of it.
    seen: &'t str,
    /// What is written: with the characters that show nothing.
    form: Cow<'t, str>,
    /// In the article's text.
    span: Span,
    space_after: bool,
    joined: bool,
}

/// The analysis of an annotated document; `types` holds the type of each entity, in order.
///
/// # Complexity
/// Linear in the text.
pub fn of_document(annotated: &Annotated<'_>, types: &[EntityType]) -> AnalysedArticle {
    let document = annotated.document;
    let mut last_block = None;
    let sentence = |sentence: &crate::model::Sentence| {
        let tokens = &annotated.tokens[sentence.tokens.clone()];
        let pieces: Vec<Piece<'_>> = tokens
            .iter()
            .zip(sentence.tokens.start + 1..)
            .map(|(token, next)| Piece {
                seen: super::grammar::seen(annotated.surface_form(token.span)),
                form: Cow::Borrowed(annotated.surface_form(token.span)),
                span: document.prose.to_source(token.span),
                space_after: annotated.tokens.get(next).is_none_or(|next| next.span.start > token.span.end),
                joined: token.kind == TokenKind::Possessive || is_clitic(annotated.surface_form(token.span)),
            })
            .collect();
        let begins_paragraph = last_block.replace(sentence.block) != Some(sentence.block);
        let (mut analysed, seen) = analysed(&pieces, begins_paragraph);
        // What facts are read from is shown, where there is such.
        let known = sentence.grammar.iter().flat_map(|grammar| &grammar.words);
        for (token, word) in analysed.tokens.iter_mut().zip(known) {
            (token.upos, token.xpos, token.deprel) = (word.part_of_speech, word.tag, word.relation);
            token.head = word.head.map_or(0, |head| head + 1);
            token.lemma.clone_from(&word.lemma);
        }
        analysed.block = document.blocks.get(sentence.block).map(|block| block.kind);
        let start = sentence.tokens.start;
        let mentions = &annotated.mentions[sentence.mentions.clone()];
        analysed.mentions = mentions
            .iter()
            .map(|mention| AnalysedMention {
                first: mention.first_token + 1 - start,
                last: mention.end_token.min(sentence.tokens.end) - start,
                kind: mention.kind,
                entity: mention.entity.0 as usize,
            })
            .collect();
        (analysed, seen)
    };
    let sentences = with_names(annotated.sentences.iter().map(sentence));
    let entities = annotated.entities.iter().enumerate().map(|(at, entity)| AnalysedEntity {
        entity_type: types.get(at).copied().filter(|_| at < annotated.named).unwrap_or(entity.entity_type),
        votes: entity.votes.clone(),
        name: entity.name.clone(),
        aliases: entity.aliases.clone(),
        same_as: entity.same_as.clone(),
    });
    let source = Some(document.metadata.source.clone());
    AnalysedArticle { id: document.id.clone(), source, sentences, entities: entities.collect() }
}

/// The analysis of a document's text as it stands. Every character of it but white space is in a token, unless the
/// text shows nothing at all. Entities are not looked for.
///
/// # Complexity
/// Linear in the text.
pub fn of_text(document: &Document) -> AnalysedArticle {
    let source = Some(document.metadata.source.clone());
    AnalysedArticle { id: document.id.clone(), source, sentences: cut(&document.text), entities: Vec::new() }
}

/// The analysis of a parsed article: its text as it stands, with the entities that the article gives.
///
/// # Complexity
/// O(n log n) in text and mentions.
pub fn of_parsed(article: &ParsedArticle) -> AnalysedArticle {
    let mut sentences = cut(&article.text);
    let entities = article.entities.iter().map(|entity| AnalysedEntity {
        entity_type: entity.entity_type,
        votes: Vec::new(),
        name: entity.name.clone(),
        aliases: entity.aliases.clone(),
        same_as: entity.same_as.clone(),
    });
    let bytes: Vec<usize> = article.text.char_indices().map(|(byte, _)| byte).chain([article.text.len()]).collect();
    let byte = |point: usize| bytes.get(point).copied().unwrap_or(article.text.len());
    let mentions = article.entities.iter().enumerate().flat_map(|(entity, parsed)| {
        parsed.mentions.iter().map(move |mention| (byte(mention.start), byte(mention.end), mention.kind, entity))
    });
    let mut mentions: Vec<_> = mentions.collect();
    mentions.sort();
    for (start, end, kind, entity) in mentions {
        let at = sentences.partition_point(|sentence| sentence.end <= start);
        let Some(sentence) = sentences.get_mut(at) else { continue };
        let first = sentence.tokens.partition_point(|token| token.end <= start) + 1;
        let last = sentence.tokens.partition_point(|token| token.start < end);
        // Of mentions that overlap, only one can be shown on a token.
        if first <= last && sentence.mentions.last().is_none_or(|before| before.last < first) {
            sentence.mentions.push(AnalysedMention { first, last, kind, entity });
        }
    }
    let source = article.article.source.clone();
    AnalysedArticle { id: article.id.clone(), source, sentences, entities: entities.collect() }
}

/// The sentences of a text, cut by the models. Characters that show nothing, such as U+200B, are in no token of theirs:
/// the form of the token before takes them along, that of the first token also those before it.
fn cut(text: &str) -> Vec<AnalysedSentence> {
    let sentences = Language::embedded().scan(text);
    let mut starts = sentences.iter().flat_map(|sentence| &sentence.tokens).map(|token| token.span.start as usize);
    let mut before = &text[..starts.next().unwrap_or(0)];
    let mut piece = |token: &ScannedToken| {
        let end = token.span.end as usize;
        let gap = &text[end..starts.next().unwrap_or(text.len())];
        let seen = token.span.slice(text);
        Piece {
            seen,
            form: with_unseen(std::mem::take(&mut before), seen, gap),
            span: token.span,
            space_after: gap.is_empty() && end == text.len() || gap.contains(char::is_whitespace),
            joined: token.joined,
        }
    };
    let pieces = |sentence: &ScannedSentence| sentence.tokens.iter().map(&mut piece).collect::<Vec<_>>();
    let begins: Vec<bool> = sentences.iter().map(|sentence| sentence.paragraph).collect();
    let pieces: Vec<Vec<Piece<'_>>> = sentences.iter().map(pieces).collect();
    with_names(pieces.iter().zip(begins).map(|(pieces, begins_paragraph)| analysed(pieces, begins_paragraph)))
}

/// A token with the characters around it that are no white space.
fn with_unseen<'t>(before: &str, seen: &'t str, after: &str) -> Cow<'t, str> {
    if before.chars().chain(after.chars()).all(char::is_whitespace) {
        return Cow::Borrowed(seen);
    }
    let unseen = |gap: &str| gap.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    Cow::Owned([&unseen(before), seen, &unseen(after)].concat())
}

/// Whether a token is a contracted verb or negation.
fn is_clitic(word: &str) -> bool {
    matches!(word.to_lowercase().replace('\u{2019}', "'").as_str(), "n't" | "'ll" | "'re" | "'ve" | "'d" | "'m")
}

/// What the models see of a sentence.
type Seen = (Words, Tags);

/// The sentences of a document, with the names in them.
fn with_names(sentences: impl Iterator<Item = (AnalysedSentence, Seen)>) -> Vec<AnalysedSentence> {
    let (mut sentences, seen): (Vec<AnalysedSentence>, Vec<Seen>) = sentences.unzip();
    let names = Language::embedded().names_of_document(&seen);
    for (sentence, names) in sentences.iter_mut().zip(names) {
        let names = names.into_iter().map(|name| AnalysedName {
            first: name.tokens.start + 1,
            last: name.tokens.end,
            kind: type_name(name.kind),
        });
        sentence.names = names.collect();
    }
    sentences
}

/// Asks the models about the tokens of a sentence; for its names they need the whole document.
fn analysed(pieces: &[Piece<'_>], begins_paragraph: bool) -> (AnalysedSentence, Seen) {
    let language = Language::embedded();
    let forms: Vec<&str> = pieces.iter().map(|piece| piece.seen).collect();
    let words = language.words(&forms);
    let tags = language.tag(&words);
    let tree = language.parse(&words, &tags);
    let token = |(at, piece): (usize, &Piece<'_>)| AnalysedToken {
        id: at + 1,
        form: piece.form.clone().into_owned(),
        start: piece.span.start as usize,
        end: piece.span.end as usize,
        space_after: piece.space_after,
        joined: piece.joined,
        lemma: language.lemma(piece.seen, &tags, at),
        upos: language.upos(&tags, at),
        xpos: language.xpos(&tags, at),
        head: tree.heads.get(at).copied().flatten().map_or(0, |head| head + 1),
        deprel: language.deprel(&tree, at),
    };
    let spaced = |piece: &Piece<'_>| [&*piece.form, if piece.space_after { " " } else { "" }].concat();
    let sentence = AnalysedSentence {
        start: pieces.first().map_or(0, |piece| piece.span.start as usize),
        end: pieces.last().map_or(0, |piece| piece.span.end as usize),
        text: pieces.iter().map(spaced).collect::<String>().trim_end().to_owned(),
        begins_paragraph,
        block: None,
        names: Vec::new(),
        mentions: Vec::new(),
        tokens: pieces.iter().enumerate().map(token).collect(),
    };
    (sentence, (words, tags))
}

fn type_name(kind: NameType) -> &'static str {
    match kind {
        NameType::Person => "Person",
        NameType::Organization => "Organization",
        NameType::Place => "Place",
        NameType::Product => "Product",
        NameType::Event => "Event",
        NameType::Other => "Other",
    }
}
