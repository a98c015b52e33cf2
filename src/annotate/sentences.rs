//! Finds where sentences end within a block.

use crate::model::{Token, TokenKind};

/// The ranges of token indices that are sentences, in order.
///
/// # Shape
/// Half-open, disjoint, covering all tokens. Never longer than [`MAX_TOKENS`]: longer runs are cut, so that no
/// later step has to fear them.
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        if ends_sentence(text, tokens, at) {
            // closing quotes and brackets belong to the sentence that they close
            while tokens.get(end).is_some_and(|t| is_closing(text, t, tokens[end - 1])) {
                end += 1;
            }
            out.push(start..end);
            start = end;
        } else if end - start >= MAX_TOKENS {
            out.push(start..end);
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// The most tokens that a sentence may have.
pub const MAX_TOKENS: usize = 250;

fn is_closing(text: &str, token: &Token, previous: Token) -> bool {
    let word = token.span.slice(text);
    matches!(word, "\u{201d}" | "\u{2019}" | ")" | "]" | "''")
        || (matches!(word, "\"" | "'") && token.span.start == previous.span.end)
}

fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let word = token.span.slice(text);
    let next =
        tokens[at + 1..].iter().find(|t| !matches!(t.span.slice(text), "\"" | "\u{201d}" | "\u{2019}" | ")" | "''"));
    let Some(next) = next else { return false };
    let next_word = next.span.slice(text);
    let starts_sentence = next_word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || matches!(
            next_word,
            "\u{201c}" | "\u{2018}" | "\"" | "'" | "(" | "[" | "``" | "-" | "\u{2013}" | "\u{2014}" | "*"
        )
        || next.kind == TokenKind::Uncased;
    match word {
        "!" | "?" | "\u{3002}" => starts_sentence && gap(text, token, tokens.get(at + 1)),
        "." | "..." | "\u{2026}" => {
            starts_sentence && (gap(text, token, tokens.get(at + 1)) || next.kind == TokenKind::Capitalised)
        }
        _ if token.kind != TokenKind::Mark
            && word.ends_with('.')
            && (word.len() > 2 || super::lexicon::is_sentence_opener(next_word) && next_word != "A") =>
        {
            // 'Inc.', 'U.S.': an end only before a word that is capitalised for no other reason
            next.kind == TokenKind::Capitalised
                && super::lexicon::is_sentence_opener(next_word)
                && gap(text, token, tokens.get(at + 1))
        }
        _ => false,
    }
}

fn gap(text: &str, token: Token, next: Option<&Token>) -> bool {
    next.is_none_or(|n| {
        n.span.start > token.span.end || matches!(n.span.slice(text), "\"" | "\u{201d}" | "\u{2019}" | ")")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::tokens::tokens;

    fn split(text: &str) -> Vec<&str> {
        let tokens = tokens(text, 0);
        sentences(text, &tokens)
            .into_iter()
            .map(|r| &text[tokens[r.start].span.start as usize..tokens[r.end - 1].span.end as usize])
            .collect()
    }

    #[test]
    fn abbreviations_and_numbers_do_not_end_sentences() {
        assert_eq!(
            split("Acme Inc. bought Xen 4.5 for U.S. users. The price is secret."),
            ["Acme Inc. bought Xen 4.5 for U.S. users.", "The price is secret."]
        );
        assert_eq!(split("Mr. Jones of Acme Corp. The firm agreed."), ["Mr. Jones of Acme Corp.", "The firm agreed."]);
    }

    #[test]
    fn closing_quotes_stay_with_their_sentence() {
        assert_eq!(split("\u{201c}We agree.\u{201d} He left."), ["\u{201c}We agree.\u{201d}", "He left."]);
        assert_eq!(
            split("\"We agree,\" said Ann. \"Really!\" he said."),
            ["\"We agree,\" said Ann.", "\"Really!\" he said."]
        );
    }
}
