//! Plain text: scraped pages, hard-wrapped mails and releases.
//!
//! Takes a span, writes a block a paragraph. Lines that were wrapped are joined; lines that stand for themselves stay.

use super::page::Page;
use super::{boilerplate, byline};
use crate::model::{BlockKind, Span};

/// The longest first line that is a headline.
const LONGEST_TITLE: usize = 150;
/// The longest line that heads a section.
const LONGEST_HEADING: usize = 80;
/// The longest lines that come of wrapping.
const WIDEST: usize = 110;

/// What stands before the headline of a mail.
const SUBJECT: &str = "Subject: ";

/// Words that no line ends with on purpose.
const JOINERS: [&str; 16] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to", "with"];

/// One line with text.
#[derive(Debug, Clone, Copy)]
struct Line<'s> {
    text: &'s str,
    start: usize,
    /// Length in characters.
    length: usize,
    /// Whether a blank line stands before it.
    after_blank: bool,
}

impl Line<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    fn ends_sentence(&self) -> bool {
        ends_sentence(self.text)
    }
}

/// Reads a plain text article, its headline included.
pub(super) fn read(page: &mut Page<'_>, span: Span) {
    let lines = lines(page.source(), span);
    let title = if page.has_title() { None } else { title(&lines) };
    let start = title.map_or(0, |at| at + 1);
    if let Some(at) = title {
        write(page, &lines[..at], BlockKind::Paragraph, Page::text);
        page.block(BlockKind::Title);
        let span = lines[at].span();
        let skipped = if lines[at].text.starts_with(SUBJECT) { SUBJECT.len() as u32 } else { 0 };
        page.text(Span { start: span.start + skipped, end: span.end });
        page.end_block();
    }
    write(page, &lines[start..], BlockKind::Paragraph, Page::text);
}

/// Reads the lines of Markdown that is indented like code but is prose.
pub(super) fn read_lines(page: &mut Page<'_>, span: Span, kind: BlockKind) {
    write(page, &lines(page.source(), span), kind, super::markdown::read_inline);
}

/// Whether indented text is prose or a list rather than code.
pub(super) fn is_prose(text: &str) -> bool {
    let (mut letters, mut marks, mut shown, mut words) = (0, 0, 0, 0);
    for line in text.lines().map(without_targets).filter(|line| !line.trim().is_empty()) {
        let line = line.trim();
        let is_command = ["$ ", "# ", "//", "sudo "].iter().any(|start| line.starts_with(start));
        if is_command || line.ends_with([';', '{', '}']) || line.contains(" && ") || line.contains(" --") {
            return false;
        }
        words += line.split_whitespace().count();
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            shown += 1;
            letters += usize::from(c.is_alphabetic());
            marks += usize::from(matches!(c, '=' | '{' | '}' | '<' | '>' | '|' | '\\' | '_' | '$' | '/' | '`' | '#'));
        }
    }
    let is_list = text.lines().any(|line| marker(line.trim_start()).is_some());
    (words >= 4 || is_list) && letters * 100 >= shown * 75 && marks * 100 <= shown * 3
}

/// A line of Markdown without the targets of its links.
fn without_targets(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((text, target)) = rest.split_once("](") {
        kept.push_str(text);
        rest = target.split_once(')').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

fn lines(source: &str, span: Span) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    for raw in span.slice(source).split(['\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let text = raw.trim();
        if text.is_empty() {
            after_blank = true;
            continue;
        }
        let start = text.as_ptr() as usize - source.as_ptr() as usize;
        lines.push(Line { text, start, length: text.chars().count(), after_blank });
        after_blank = false;
    }
    lines
}

/// Which line is the headline: the first that is the article, if it is short, no sentence, and text follows.
fn title(lines: &[Line<'_>]) -> Option<usize> {
    let is_before = |line: &Line<'_>| {
        boilerplate::is_cue(line.text) || (boilerplate::is_mail_header(line.text) && !line.text.starts_with(SUBJECT))
    };
    let at = lines.iter().take(8).position(|line| !is_before(line))?;
    let line = &lines[at];
    let next = lines.get(at + 1)?;
    let is_headline = line.length <= LONGEST_TITLE
        && !line.ends_sentence()
        && !line.text.ends_with([',', ';', ':'])
        && marker(line.text).is_none()
        && line.text.chars().any(char::is_alphabetic)
        && byline::read(line.text).is_none();
    (is_headline && (next.after_blank || next.length > line.length.max(LONGEST_HEADING))).then_some(at)
}

fn write<'s>(page: &mut Page<'s>, lines: &[Line<'s>], kind: BlockKind, text: fn(&mut Page<'s>, Span)) {
    let width = wrap_width(lines);
    let mut at = 0;
    while at < lines.len() {
        let mut end = at + 1;
        while end < lines.len() && joins(&lines[end - 1], &lines[end], width) {
            end += 1;
        }
        let (skipped, kind) = match marker(lines[at].text) {
            Some(skipped) => (skipped as u32, BlockKind::ListItem),
            None if end == at + 1 && kind == BlockKind::Paragraph && heads(lines, at) => (0, BlockKind::Heading),
            None => (0, kind),
        };
        page.block(kind);
        let (first, last) = (lines[at].span(), lines[end - 1].span());
        text(page, Span { start: first.start + skipped, end: last.end });
        page.end_block();
        at = end;
    }
    page.block(BlockKind::Paragraph);
}

/// Whether a short line stands over longer text.
fn heads(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let Some(next) = lines.get(at + 1) else { return false };
    line.length <= LONGEST_HEADING
        && line.text.split_whitespace().count() <= 12
        && line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !line.ends_sentence()
        && !line.text.ends_with([',', ';', ':', '"', '”', ')'])
        && line.after_blank == next.after_blank
        && next.length > LONGEST_HEADING.max(line.length)
        && byline::read(line.text).is_none()
}

/// The width to which the text was wrapped; nothing where a line is a paragraph.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.length).collect();
    let followed: Vec<usize> = lines.windows(2).filter(|w| !w[1].after_blank).map(|w| w[0].length).collect();
    if followed.is_empty() || followed.len() * 4 < lines.len() {
        return None;
    }
    lengths.sort_unstable();
    let widest = lengths[(lengths.len() - 1) * 95 / 100];
    let mut followed = followed;
    followed.sort_unstable();
    (widest <= WIDEST && followed[followed.len() / 2] >= 40).then_some(widest)
}

/// Whether the second line goes on with the first.
fn joins(line: &Line<'_>, next: &Line<'_>, width: Option<usize>) -> bool {
    let is_header = boilerplate::is_mail_header(line.text) || boilerplate::is_mail_header(next.text);
    if next.after_blank || marker(next.text).is_some() || is_header {
        return false;
    }
    if boilerplate::is_cue(next.text) || boilerplate::is_cue(line.text) {
        return false;
    }
    let is_within_brackets = line.text.matches('[').count() > line.text.matches(']').count();
    if is_within_brackets || line.text.rsplit(' ').next().is_some_and(|word| JOINERS.contains(&word)) {
        return true;
    }
    let goes_on = next.text.starts_with(char::is_lowercase) && !line.ends_sentence();
    match width {
        Some(width) => {
            let word = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
            let is_full = line.length + 1 + word >= width * 9 / 10;
            is_full || goes_on || (line.length * 10 >= width * 7 && !line.ends_sentence())
        }
        None => goes_on && line.length >= 40,
    }
}

/// Length of a list item's mark, white space included.
fn marker(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['-', '*', '•', '·', '▪', '◦', '‣', '+']).or_else(|| {
        let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let rest = text[digits..].strip_prefix(['.', ')'])?;
        (1..=2).contains(&digits).then_some(rest)
    })?;
    let body = rest.trim_start();
    (body.len() < rest.len() && !body.is_empty()).then(|| text.len() - body.len())
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    text.ends_with(['.', '!', '?', '…', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_list_items() {
        let cases = [("- a", Some(2)), ("* a", Some(2)), ("12. a", Some(4)), ("1) a", Some(3)), ("2015. a", None)];
        for (text, expected) in cases {
            assert_eq!(marker(text), expected, "{text}");
        }
        for text in ["-a", "— a", "3.5 a", "-", ""] {
            assert_eq!(marker(text), None, "{text}");
        }
    }

    #[test]
    fn indented_lists_are_prose_and_commands_are_not() {
        assert!(is_prose("\t* Ada Stone\n\t* Bo Reed\n"));
        assert!(is_prose("    The board met in spring and chose a new chair.\n"));
        assert!(!is_prose("    $ make install\n"));
        assert!(!is_prose("    let a = b / c;\n"));
        assert!(!is_prose("    key_one = value_two\n"));
    }
}
