//! CoNLL-U: the words of an article with tags and trees, one word a line.
//!
//! Features and enhanced dependencies are left open. The last column carries, where they apply: `Start` and `End`, the
//! byte offsets of the token in the article's text; `Name`, what the model sees (`B-Organization` on the first token
//! of a name, `I-Organization` on the others); `Mention` and `Entity`, how an entity of the article is mentioned here,
//! and which; `SpaceAfter=No`. A value writes white space, `|` and `\` as `\s`, `\t`, `\n`, `\p` and `\\`.

use std::fmt::{self, Write};

use crate::model::{AnalysedArticle, AnalysedSentence, AnalysedToken, MentionKind};

/// An article in CoNLL-U.
///
/// # Shape
/// Ends with an empty line, as every sentence does; empty where the article has no sentence.
pub fn text(article: &AnalysedArticle) -> String {
    let mut out = String::new();
    // Writing to a string never fails.
    write_article(article, &mut out).unwrap_or(());
    out
}

fn write_article(article: &AnalysedArticle, out: &mut String) -> fmt::Result {
    for (at, sentence) in article.sentences.iter().enumerate() {
        if at == 0 {
            writeln!(out, "# newdoc id = {}", identifier(&article.id))?;
            if let Some(source) = &article.source {
                writeln!(out, "# source = {}", one_line(source))?;
            }
        }
        if sentence.begins_paragraph {
            out.push_str("# newpar\n");
        }
        if let Some(block) = sentence.block {
            writeln!(out, "# block = {}", block.as_str())?;
        }
        writeln!(out, "# sent_id = {}-{}", identifier(&article.id), at + 1)?;
        writeln!(out, "# text = {}", one_line(&sentence.text))?;
        write_sentence(article, sentence, out)?;
        out.push('\n');
    }
    Ok(())
}

fn write_sentence(article: &AnalysedArticle, sentence: &AnalysedSentence, out: &mut String) -> fmt::Result {
    let mut names = sentence.names.iter().peekable();
    let mut mentions = sentence.mentions.iter().peekable();
    let mut last_of_word = 0;
    for (at, token) in sentence.tokens.iter().enumerate() {
        if at >= last_of_word {
            last_of_word = end_of_word(&sentence.tokens, at);
            if last_of_word > at + 1 {
                write_word(&sentence.tokens[at..last_of_word], out)?;
            }
        }
        let is_within = last_of_word > at + 1 || token.joined && at > 0;
        let AnalysedToken { id, start, end, lemma, upos, xpos, head, deprel, .. } = token;
        write!(out, "{id}\t{}\t{}\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t", column(&token.form), column(lemma))?;
        write!(out, "Start={start}|End={end}")?;
        while names.next_if(|name| name.last < *id).is_some() {}
        if let Some(name) = names.peek().filter(|name| name.first <= *id) {
            write!(out, "|Name={}{}", begin_or_inside(name.first == *id), name.kind)?;
        }
        while mentions.next_if(|mention| mention.last < *id).is_some() {}
        if let Some(mention) = mentions.peek().filter(|mention| mention.first <= *id) {
            let kind = match mention.kind {
                MentionKind::Name => "Name",
                MentionKind::Nominal => "Nominal",
                MentionKind::Pronoun => "Pronoun",
            };
            write!(out, "|Mention={}{kind}", begin_or_inside(mention.first == *id))?;
            if let Some(entity) = article.entities.get(mention.entity) {
                write!(out, "|Entity={}:{}", entity.entity_type, value(&entity.name))?;
            }
        }
        out.push_str(if token.space_after || is_within { "\n" } else { "|SpaceAfter=No\n" });
    }
    Ok(())
}

/// Where the word that begins at a token ends: after the tokens that are joined to it.
fn end_of_word(tokens: &[AnalysedToken], at: usize) -> usize {
    let joined = tokens[at + 1..].iter().take_while(|token| token.joined).count();
    at + 1 + joined
}

/// The line of a word of several tokens.
fn write_word(tokens: &[AnalysedToken], out: &mut String) -> fmt::Result {
    let [first, .., last] = tokens else { return Ok(()) };
    let form: String = tokens.iter().map(|token| column(&token.form)).collect();
    let space = if last.space_after { "" } else { "|SpaceAfter=No" };
    let place = format!("Start={}|End={}{space}", first.start, last.end);
    writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{place}", first.id, last.id)
}

fn begin_or_inside(begins: bool) -> &'static str {
    if begins { "B-" } else { "I-" }
}

/// A form or lemma: never empty, without what ends a column or a line.
fn column(text: &str) -> String {
    if text.is_empty() { "_".to_owned() } else { one_line(text) }
}

/// A text without what ends a column or a line.
fn one_line(text: &str) -> String {
    let plain = |c: char| {
        if matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') { ' ' } else { c }
    };
    text.chars().map(plain).collect()
}

/// An id without white space and `/`, which a sentence's id must not have.
fn identifier(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() || c == '/' { '_' } else { c }).collect()
}

/// A value of the last column.
fn value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '|' => out.push_str("\\p"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            c if c.is_whitespace() => out.push_str("\\s"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_break_their_column() {
        assert_eq!(value("Zorvex | Ltd\\\u{a0}x\ty\n"), "Zorvex\\s\\p\\sLtd\\\\\\sx\\ty\\n");
        assert_eq!(identifier("a b/c\n"), "a_b_c_");
        assert_eq!(column("a\tb\u{2028}c"), "a b c");
        assert_eq!(column(""), "_");
    }
}
