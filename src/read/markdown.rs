//! Markdown, with the HTML in it.
//!
//! Takes the body's span, writes to the page. Must never join what the page sets apart.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html::HtmlReader;
use super::page::Page;
use super::{boilerplate, plain};
use crate::model::{BlockKind, Span};

/// A paragraph of bold text up to this long is a heading.
const LONGEST_HEADING: usize = 100;
/// Up to this length a full stop may be part of a name ('About Acme, Inc.').
const LONGEST_NAME: usize = 40;

/// Reads Markdown.
pub(super) struct MarkdownReader<'p, 's> {
    page: &'p mut Page<'s>,
    html: HtmlReader,
    base: usize,
    /// Kinds of the open containers; the last one counts.
    kinds: Vec<BlockKind>,
    images: usize,
    code: Option<Code>,
    /// Set where the open paragraph starts with bold text; its end once that is known.
    bold: Option<Option<usize>>,
    is_first: bool,
    /// The width to which the lines were wrapped, or the length of unwrapped paragraphs.
    width: usize,
}

/// How the text of the open code block is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    /// Not at all: it was read as plain text already.
    Read,
    /// As code.
    Code,
}

/// Reads the Markdown of a span.
pub(super) fn read(page: &mut Page<'_>, body: Span) {
    let source = page.source();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = MarkdownReader {
        page,
        html: HtmlReader::within_markdown(),
        base: body.start as usize,
        kinds: Vec::new(),
        images: 0,
        code: None,
        bold: None,
        is_first: true,
        width: width(body.slice(source)),
    };
    for (event, range) in Parser::new_ext(body.slice(source), options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.page.end_block();
}

/// Reads the inline marks of text within an HTML element.
pub(super) fn read_inline<'s>(page: &mut Page<'s>, span: Span) {
    let base = span.start as usize;
    let text = span.slice(page.source());
    let mut images = 0;
    for (event, range) in Parser::new(text).into_offset_iter() {
        let at = Span::new(base + range.start, base + range.end);
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            _ if images > 0 => {}
            Event::Start(Tag::Link { dest_url, .. }) => page.open_link(&dest_url),
            Event::End(TagEnd::Link) => page.close_link(),
            Event::Text(shown) if at.slice(page.source()) == &*shown => page.text(at),
            Event::Text(shown) | Event::Code(shown) => page.shown(&shown, at),
            Event::SoftBreak | Event::HardBreak => page.space(at),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => page.space(Span { start: at.end, end: at.end }),
            _ => {}
        }
    }
}

/// The sentences between fences that quote rather than hold code.
fn fenced_quote(kind: &CodeBlockKind<'_>, text: &str) -> Option<Range<usize>> {
    let CodeBlockKind::Fenced(language) = kind else { return None };
    let start = text.find('\n')? + 1;
    let end = text.trim_end().rfind('\n').filter(|end| *end > start)?;
    let inner = &text[start..end];
    let is_quote = language.is_empty()
        && inner.split_whitespace().count() >= 12
        && plain::ends_sentence(inner.trim_end())
        && plain::is_prose(inner);
    is_quote.then_some(start..end)
}

/// The length that nine in ten lines with text do not pass.
fn width(text: &str) -> usize {
    let mut lengths: Vec<usize> =
        text.lines().map(|line| line.trim().chars().count()).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0)
}

impl MarkdownReader<'_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn kind(&self) -> BlockKind {
        let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
        if kind == BlockKind::Paragraph { self.html.kind().unwrap_or(kind) } else { kind }
    }

    fn block(&mut self) {
        self.html.base = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
        let kind = self.kind();
        self.page.block(kind);
        self.bold = None;
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(text) => self.inline_code(&text, &range),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
            Event::InlineHtml(_) => {
                let span = self.span(&range);
                self.html.fragment(self.page, span);
            }
            // A block outside of containers was read as a whole at its start.
            Event::Html(_) => {
                if !self.kinds.is_empty() {
                    let span = self.span(&range);
                    self.html.fragment(self.page, span);
                }
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::SoftBreak => self.soft_break(&range),
            Event::HardBreak => {
                let span = self.span(&range);
                self.page.line_break(span);
            }
            Event::Rule => self.block(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.block(),
            Tag::Heading { level, .. } => {
                self.block();
                let is_title = self.is_first && !self.page.has_title() && level == HeadingLevel::H1;
                self.page.block(if is_title { BlockKind::Title } else { BlockKind::Heading });
            }
            Tag::BlockQuote(_) => {
                self.kinds.push(BlockKind::Quote);
                self.block();
            }
            Tag::CodeBlock(kind) => self.start_code(&kind, range),
            Tag::HtmlBlock => {
                self.block();
                if self.kinds.is_empty() {
                    let span = self.span(range);
                    self.html.fragment(self.page, span);
                }
            }
            Tag::List(_) | Tag::DefinitionList => self.block(),
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.kinds.push(BlockKind::ListItem);
                self.block();
            }
            Tag::FootnoteDefinition(_) => {
                self.kinds.push(BlockKind::Paragraph);
                self.block();
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::MetadataBlock(_) => self.block(),
            Tag::TableCell => self.page.block(BlockKind::TableCell),
            Tag::Strong => {
                if !self.page.is_open() && self.bold.is_none() {
                    self.bold = Some(None);
                }
            }
            Tag::Link { dest_url, .. } => self.page.open_link(&dest_url),
            Tag::Image { .. } => self.images += 1,
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.end_paragraph();
                self.block();
            }
            TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow => {
                self.block();
            }
            TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {
                self.kinds.pop();
                self.block();
            }
            TagEnd::CodeBlock => {
                if self.code.take() == Some(Code::Code) {
                    self.page.unhide();
                }
                self.block();
            }
            TagEnd::Strong => {
                if let Some(end @ None) = &mut self.bold {
                    *end = Some(self.page.position());
                }
            }
            TagEnd::Link => self.page.close_link(),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::HtmlBlock | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::MetadataBlock(_) => {}
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
        }
    }

    /// A line break that shows as a space, unless the line before heads or signs what follows.
    fn soft_break(&mut self, range: &Range<usize>) {
        let span = self.span(range);
        if self.images > 0 {
            return;
        }
        let is_headed = self.end_paragraph();
        if is_headed || self.stands_apart(span) {
            let kind = self.kind();
            self.page.block(kind);
        } else {
            self.page.space(span);
        }
    }

    /// Whether the line before a break ends by choice, not for want of room, and the next starts anew.
    fn stands_apart(&self, span: Span) -> bool {
        let source = self.page.source();
        let before = source[..span.start as usize].trim_end();
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let after = &source[span.end as usize..];
        let next = after[..after.find('\n').unwrap_or(after.len())].trim();
        let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
        if boilerplate::is_cue(next) {
            return true;
        }
        let had_room = (line.chars().count() + 1 + word) * 10 <= self.width * 6;
        let starts_anew = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let last = line.split_whitespace().next_back().unwrap_or("");
        let is_named = last.ends_with([':', ')']) || last.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        had_room
            && starts_anew
            && is_named
            && !plain::ends_sentence(line)
            && !line.ends_with([',', ';', '&', '-', '–', '—'])
    }

    /// A paragraph that is one piece of bold text, and no sentence, heads what follows.
    fn end_paragraph(&mut self) -> bool {
        let Some(Some(end)) = self.bold else { return false };
        let start = self.page.block_start();
        let length = end.saturating_sub(start);
        let is_whole = self.page.is_open() && self.page.position() == end && length <= LONGEST_HEADING;
        let ends_sentence = self.page.ends_sentence() && length > LONGEST_NAME;
        let heads = is_whole && self.kind() == BlockKind::Paragraph && !ends_sentence;
        if heads {
            self.page.set_kind(start, BlockKind::Heading);
        }
        heads
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if self.images > 0 || self.code == Some(Code::Read) || self.html.is_dropping() {
            return;
        }
        let span = self.span(range);
        self.is_first = false;
        if self.code == Some(Code::Code) {
            self.page.text(span);
            return;
        }
        if span.slice(self.page.source()) == text {
            self.verbatim(span);
        } else {
            self.page.shown(text, span);
        }
    }

    /// Text as it stands, without the asterisks of emphasis gone wrong.
    fn verbatim(&mut self, span: Span) {
        let source = self.page.source();
        let (mut at, end) = (span.start as usize, span.end as usize);
        while let Some(found) = source[at..end].find('*') {
            let start = at + found;
            let stars = source[start..end].len() - source[start..end].trim_start_matches('*').len();
            let stands_apart = source[..start].ends_with(char::is_whitespace)
                && source[start + stars..].starts_with(char::is_whitespace);
            let is_sign = stars == 1 && stands_apart;
            let kept = if is_sign { start + stars } else { start };
            self.page.text(Span::new(at, kept));
            at = start + stars;
        }
        self.page.text(Span::new(at, end));
    }

    fn inline_code(&mut self, text: &str, range: &Range<usize>) {
        if self.images > 0 {
            return;
        }
        let span = self.span(range);
        match span.slice(self.page.source()).find(text) {
            Some(at) => {
                let start = span.start as usize + at;
                self.page.text(Span::new(start, start + text.len()));
            }
            None => self.page.shown(text, span),
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        self.block();
        let span = self.span(range);
        let text = span.slice(self.page.source());
        if kind.is_indented() && plain::is_prose(text) {
            plain::read_lines(self.page, span, self.kind());
            self.code = Some(Code::Read);
        } else if let Some(inner) = fenced_quote(kind, text) {
            let start = span.start as usize + inner.start;
            plain::read_lines(self.page, Span::new(start, start + inner.len()), BlockKind::Quote);
            self.code = Some(Code::Read);
        } else {
            self.page.hide();
            self.code = Some(Code::Code);
        }
    }
}
