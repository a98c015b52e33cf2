//! Lines that say who wrote an article, and where and when: bylines and datelines.

use super::{dates, names};
use crate::model::{Block, BlockKind, Metadata, PartialDate, Prose};

/// The longest line that is a byline.
const LONGEST: usize = 140;
/// How many blocks at the start may be bylines.
const FIRST: usize = 10;

/// What a byline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// The date, if it is known to the day.
    pub date: Option<PartialDate>,
    /// The author.
    pub author: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
}

/// Words that open a byline, in lower case.
const OPENERS: [&str; 10] =
    ["by", "posted", "published", "updated", "written", "submitted", "created", "date", "last", "originally"];
/// Words between the names of a byline.
const LINKS: [&str; 14] =
    ["by", "on", "and", "in", "at", "the", "of", "for", "posted", "published", "updated", "de", "van", "von"];

/// Reads a line as a byline, if it is one.
pub(super) fn read(text: &str) -> Option<Byline> {
    let text = text.trim();
    if text.len() > LONGEST || text.is_empty() {
        return None;
    }
    let found = dates::find(text);
    let rest = match &found {
        Some((range, _)) => format!("{} | {}", &text[..range.start], &text[range.end..]),
        None => text.to_owned(),
    };
    let words: Vec<&str> =
        rest.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’' | '.' | '@' | '_')).collect();
    let words: Vec<&str> = words.into_iter().filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let opens = words.first().is_some_and(|word| OPENERS.contains(&word.trim_end_matches('.').to_lowercase().as_str()));
    let is_named = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '@')
            || LINKS.contains(&word.to_lowercase().as_str())
            || is_clock(word)
    };
    // Other labels date something else ('Deadline: 3 May 2014').
    let label = text.split_once(": ").map(|(label, _)| label.to_lowercase());
    if label.is_some_and(|label| !label.split(' ').any(|word| OPENERS.contains(&word))) {
        return None;
    }
    let (date, by) = (found.map(|(_, date)| date), words.iter().position(|w| w.eq_ignore_ascii_case("by")));
    if super::plain::ends_sentence(&rest) || words.len() > 14 || !words.iter().skip(usize::from(opens)).all(is_named) {
        return None;
    }
    if date.is_none() && !(opens && by == Some(0) && (2..=8).contains(&words.len())) {
        return None;
    }
    let mut byline = Byline { date, ..Byline::default() };
    let parts: Vec<&str> = rest
        .split(['|', '·', '•'])
        .map(|p| p.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|p| !p.is_empty())
        .collect();
    if by.is_some() {
        let author = parts.iter().find_map(|part| after_by(part));
        byline.author = author.and_then(names::author);
    } else if text.contains(['|', '·', '•']) && is_person(parts.first()) {
        byline.author = parts.first().and_then(|part| names::author(part));
        byline.publisher = parts.get(1).map(|part| (*part).to_owned());
    }
    Some(byline)
}

fn is_clock(word: &str) -> bool {
    matches!(word.to_lowercase().trim_matches('.'), "am" | "pm" | "a.m" | "p.m" | "utc" | "gmt" | "est" | "pst" | "cet")
}

fn is_person(part: Option<&&str>) -> bool {
    part.is_some_and(|part| {
        let count = part.split_whitespace().count();
        (2..=3).contains(&count) && part.split_whitespace().all(|w| w.starts_with(char::is_uppercase))
    })
}

fn after_by(part: &str) -> Option<&str> {
    let lower = part.to_ascii_lowercase();
    if lower.starts_with("by ") {
        return part.get(3..);
    }
    lower.find(" by ").and_then(|at| part.get(at + 4..))
}

/// Marks the bylines among the first blocks and takes what the metadata lacks from them.
pub(super) fn mark(prose: &Prose, blocks: &mut [Block], metadata: &mut Metadata) {
    let article = blocks.iter_mut().filter(|block| block.kind != BlockKind::Boilerplate);
    for block in article.take(FIRST) {
        let text = block.span.slice(prose.as_str());
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        if let Some(found) = read(text) {
            block.kind = BlockKind::Byline;
            metadata.date = metadata.date.or(found.date);
            metadata.author = metadata.author.take().or(found.author);
            metadata.publisher = metadata.publisher.take().or(found.publisher);
        } else if metadata.date.is_none() {
            metadata.date = dateline(text);
        }
    }
}

/// The date at the start of a release: 'GENEVA, Switzerland, May 3, 2014 - ...' or 'Today, May 3, 2014, ...'.
fn dateline(text: &str) -> Option<PartialDate> {
    let head_end = text.char_indices().nth(90).map_or(text.len(), |(at, _)| at);
    let (range, date) = dates::find(&text[..head_end])?;
    let before = &text[..range.start];
    let named = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase()) || matches!(word, "and" | "of" | "de" | "&") || word.len() == 1
    };
    let words: Vec<&str> = before.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|w| !w.is_empty()).collect();
    let is_today = matches!(words.as_slice(), ["Today"]);
    let after = text[range.end..].trim_start();
    let is_line = after.starts_with(['-', '–', '—', '/', ':', '|', '(']) && words.iter().all(|word| named(word));
    (is_today || (is_line && words.len() <= 10)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_told_from_sentences() {
        let cases = [
            ("Ada Stone | Example Weekly | May 3, 2014", Some(("2014-05-03", "Ada Stone", "Example Weekly"))),
            ("GENEVA,CH; 3 MAY 2014", Some(("2014-05-03", "", ""))),
            ("OSLO, NORWAY AND GENEVA - 3 MAY 2014", Some(("2014-05-03", "", ""))),
            ("Posted on May 3, 2014 by Ada Stone", Some(("2014-05-03", "Ada Stone", ""))),
            ("By Ada Stone", Some(("", "Ada Stone", ""))),
            ("By Ada Stone, May 3, 2014", Some(("2014-05-03", "Ada Stone", ""))),
            ("Published: 2014-05-03", Some(("2014-05-03", "", ""))),
        ];
        for (text, expected) in cases {
            let found = read(text).map(|b| {
                let date = b.date.map(|d| d.to_string()).unwrap_or_default();
                (date, b.author.unwrap_or_default(), b.publisher.unwrap_or_default())
            });
            let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
        for text in
            ["The board met on May 3, 2014.", "By then it was over", "Acme released it on May 3, 2014", "Perspectives"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn datelines_date_a_release() {
        let cases = [
            ("GENEVA, Switzerland – May 3, 2014 – Acme has joined.", Some("2014-05-03")),
            ("Today, May 3, 2014, Acme released it.", Some("2014-05-03")),
            ("Acme will do so on May 3, 2014 - maybe.", None),
        ];
        for (text, expected) in cases {
            assert_eq!(dateline(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }
}
