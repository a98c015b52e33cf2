//! Tells the shape of an article by its content.

use super::{front_matter, link_header, wml};

/// The shape of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// JSON: an article, a list of them, or parsed articles.
    Json,
    /// Markdown, with front matter or a header of link definitions or neither.
    Markdown,
    /// An HTML page or fragment.
    Html,
    /// HTML with the directives of Website Meta Language.
    Wml,
    /// Plain text.
    Plain,
}

/// How much of a text is looked at.
const PROBE: usize = 65_536;

/// Names of elements by which HTML is told at its start.
const BLOCK_TAGS: [&str; 24] = [
    "!doctype",
    "article",
    "body",
    "blockquote",
    "div",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "main",
    "meta",
    "ol",
    "p",
    "section",
    "span",
    "strong",
    "table",
    "title",
    "ul",
    "?xml",
];

/// Tells the shape of a whole file.
pub(super) fn tell(text: &str) -> Shape {
    if is_json(text) { Shape::Json } else { tell_text(text) }
}

/// Tells the shape of a text that is not JSON.
pub(super) fn tell_text(text: &str) -> Shape {
    if front_matter::find(text).is_some() || link_header::is_at_start(text) {
        Shape::Markdown
    } else if wml::is_wml(text) {
        Shape::Wml
    } else {
        tell_body(text)
    }
}

/// Tells the shape of a text without a header.
pub(super) fn tell_body(text: &str) -> Shape {
    let mut end = text.len().min(PROBE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let probe = &text[..end];
    let markdown = markdown_marks(probe);
    if is_html(probe, markdown) {
        Shape::Html
    } else if markdown > 0 {
        Shape::Markdown
    } else {
        Shape::Plain
    }
}

/// Whether a text is meant as JSON: an object with a member, or a list of objects.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let after = |open: char| text.strip_prefix(open).map(str::trim_start);
    after('{').is_some_and(|rest| rest.starts_with(['"', '}'])) || after('[').is_some_and(|rest| rest.starts_with('{'))
}

fn is_html(text: &str, markdown: usize) -> bool {
    let starts = text.trim_start().strip_prefix('<').is_some_and(|rest| {
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "!?".contains(*c)).collect();
        BLOCK_TAGS.contains(&name.to_ascii_lowercase().as_str())
    });
    let closing = ["</p>", "</div>", "</li>", "</h2>", "</h3>", "</td>"];
    let closed: usize = closing.iter().map(|tag| text.matches(tag).count()).sum();
    if starts { closed >= markdown || closed == 0 && markdown == 0 } else { closed >= 2 && closed > markdown * 2 }
}

/// How many marks of Markdown a text holds.
fn markdown_marks(text: &str) -> usize {
    let mut marks = 0;
    let mut last = "";
    for line in text.lines() {
        let line = line.trim_end();
        let start = line.trim_start();
        let is_heading = start.starts_with('#')
            && start.trim_start_matches('#').starts_with(' ')
            && start.len() - start.trim_start_matches('#').len() <= 6;
        let is_underline = start.len() >= 3
            && !last.is_empty()
            && (start.bytes().all(|b| b == b'=') || (start.bytes().all(|b| b == b'-') && last.len() <= 200));
        let is_definition = start.starts_with('[')
            && start.split_once("]:").is_some_and(|(label, target)| {
                label.len() <= 80 && (target.trim_start().starts_with("http") || target.trim_start().starts_with('/'))
            });
        marks += usize::from(is_heading || is_underline || is_definition || start.starts_with("```"));
        marks += usize::from(start.starts_with("> ") && start.len() > 2);
        last = start;
    }
    marks += text.match_indices("](").filter(|(at, _)| is_target(&text[at + 2..])).count();
    marks += text.match_indices("][").filter(|(at, _)| text[at + 2..].bytes().take(80).any(|b| b == b']')).count();
    marks + bold_runs(text)
}

fn is_target(rest: &str) -> bool {
    rest.starts_with("http")
        || rest.starts_with(['/', '#', '<', '{', '.'])
        || rest.starts_with("mailto:")
        || rest.bytes().take(200).take_while(|b| !b.is_ascii_whitespace()).any(|b| b == b')')
}

/// How many runs of bold text there are.
fn bold_runs(text: &str) -> usize {
    text.lines()
        .map(|line| {
            let marks = line.matches("**").count();
            if line.trim().bytes().all(|b| b == b'*') { 0 } else { marks / 2 }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_by_content() {
        let cases = [
            ("{\"id\": 1}", Shape::Json),
            ("[\n {\"id\": 1}]", Shape::Json),
            ("{{ site.title }} says", Shape::Plain),
            ("[Acme](http://a.example) joins", Shape::Markdown),
            ("---\ntitle: x\n---\nBody", Shape::Markdown),
            ("[#]: subject: \"x\"\n", Shape::Markdown),
            ("Title\n=====\nBody", Shape::Markdown),
            ("<!DOCTYPE html><html></html>", Shape::Html),
            ("<p>One</p>\n<p>Two</p>", Shape::Html),
            ("One two.\n\n<p>Three</p>\n<p>Four</p>", Shape::Html),
            ("# $Id$\n<define-tag pagetitle>x</define-tag>\n<p>y</p>", Shape::Wml),
            ("One line.\n\nTwo < three and 4 * 5 * 6.", Shape::Plain),
            ("", Shape::Plain),
        ];
        for (text, expected) in cases {
            assert_eq!(tell(text), expected, "{text}");
        }
    }
}
