//! Headings over sentences: 'Sponsors', 'Platinum members:', 'Our speakers' carry what the names below them leave unsaid.
//!
//! Patterns ask for them with `under`. A heading that is nothing but a name belongs to the section above it.

use std::collections::BTreeSet;

use super::view::View;
use crate::model::{Annotated, BlockKind, Sentence};

/// Tokens of the longest line that heads a section.
const LONGEST: usize = 12;

/// The sentence that heads the section of each sentence, where there is one.
///
/// # Shape
/// One entry a sentence. A line that ends with a colon heads the list items after it.
///
/// # Complexity
/// Linear in the sentences.
pub fn sections(annotated: &Annotated<'_>) -> Vec<Option<usize>> {
    let kind = |s: &Sentence| annotated.document.blocks.get(s.block).map(|b| b.kind);
    let is_item = |s: &Sentence| matches!(kind(s), Some(BlockKind::ListItem | BlockKind::TableCell));
    let mut out = Vec::with_capacity(annotated.sentences.len());
    let (mut heading, mut lead_in) = (None, None);
    for (at, sentence) in annotated.sentences.iter().enumerate() {
        let is_heading = matches!(kind(sentence), Some(BlockKind::Heading));
        if is_heading && !is_name(annotated, sentence) {
            heading = (sentence.tokens.len() <= LONGEST).then_some(at);
            lead_in = None;
        }
        if !is_item(sentence) {
            lead_in = None;
        }
        out.push(lead_in.or(heading).filter(|head| *head != at));
        if !is_item(sentence) && introduces(annotated, sentence) {
            lead_in = Some(at);
        }
    }
    out
}

/// Whether a line of a few words ends with a colon.
fn introduces(annotated: &Annotated<'_>, sentence: &Sentence) -> bool {
    let last = annotated.tokens.get(sentence.tokens.end.wrapping_sub(1));
    sentence.tokens.len() <= LONGEST && last.is_some_and(|token| annotated.surface_form(token.span) == ":")
}

/// Whether a heading is one name and nothing else.
fn is_name(annotated: &Annotated<'_>, sentence: &Sentence) -> bool {
    let mut names = annotated.mentions[sentence.mentions.clone()].iter();
    names.next().is_some_and(|m| m.end_token - m.first_token == sentence.tokens.len()) && names.next().is_none()
}

/// Whether the heading over a sentence holds one of the words; no words ask for no heading.
pub fn is_under(view: &View<'_>, words: &BTreeSet<String>) -> bool {
    if words.is_empty() {
        return true;
    }
    let Some(heading) = view.topics.section.and_then(|at| view.annotated.sentences.get(at)) else { return false };
    let tokens = view.annotated.tokens.get(heading.tokens.clone()).unwrap_or_default();
    tokens.iter().any(|token| words.contains(&view.annotated.surface_form(token.span).to_lowercase()))
}
