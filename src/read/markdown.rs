//! Markdown, with the HTML in it.
//!
//! Takes the body's span, writes to the page. Must never join what the page sets apart.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html::HtmlReader;
use super::page::Page;
use super::plain;
use crate::model::{BlockKind, Span};

/// A paragraph of bold text up to this long is a heading.
const LONGEST_HEADING: usize = 100;

/// Reads Markdown.
pub(super) struct MarkdownReader<'p, 's> {
    page: &'p mut Page<'s>,
    html: HtmlReader,
    base: usize,
    /// Kinds of the open containers; the last one counts.
    kinds: Vec<BlockKind>,
    images: usize,
    code: Option<Code>,
    /// Start and end of bold text in the open paragraph.
    bold: Option<(usize, Option<usize>)>,
    is_first: bool,
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
        html: HtmlReader::new(),
        base: body.start as usize,
        kinds: Vec::new(),
        images: 0,
        code: None,
        bold: None,
        is_first: true,
    };
    for (event, range) in Parser::new_ext(body.slice(source), options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.page.end_block();
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
            Event::SoftBreak => {
                let span = self.span(&range);
                self.page.space(span);
            }
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
                let starts = !self.page.is_open() && self.bold.is_none();
                if starts {
                    self.bold = Some((self.page.position(), None));
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
                if let Some((_, end @ None)) = &mut self.bold {
                    *end = Some(self.page.position());
                }
            }
            TagEnd::Link => self.page.close_link(),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::HtmlBlock | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::MetadataBlock(_) => {}
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
        }
    }

    /// A paragraph that is one piece of bold text, and no sentence, heads what follows.
    fn end_paragraph(&mut self) {
        let Some((_, Some(end))) = self.bold else { return };
        let start = self.page.block_start();
        let is_whole = self.page.is_open() && self.page.position() == end && end - start <= LONGEST_HEADING;
        if is_whole && self.kind() == BlockKind::Paragraph && !self.page.ends_sentence() {
            self.page.set_kind(start, BlockKind::Heading);
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if self.images > 0 || self.code == Some(Code::Read) || self.html.is_dropping() {
            return;
        }
        self.is_first = false;
        let span = self.span(range);
        if self.code == Some(Code::Code) {
            self.page.text(span);
            return;
        }
        if span.slice(self.page.source()) == text {
            self.page.text(span);
        } else {
            self.page.shown(text, span);
        }
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
        if kind.is_indented() && plain::is_prose(span.slice(self.page.source())) {
            plain::read_lines(self.page, span, self.kind());
            self.code = Some(Code::Read);
        } else {
            self.page.hide();
            self.code = Some(Code::Code);
        }
    }
}
