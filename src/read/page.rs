//! Writes prose while a source is read: white space collapsed, marks of the markup left out, blocks and links set.
//!
//! Takes spans of the source from a reader of one shape, gives prose, blocks and links. Must never add words.

use crate::model::{Block, BlockKind, Link, Prose, ProseBuilder, Span};

/// Stands for source that no reader shows; only [`mask`](super::mask) writes it, in place of as many bytes.
pub(super) const FILLER: [char; 2] = ['\u{80}', '\u{e000}'];

/// Lines up to this many characters, broken on purpose, stand for themselves.
const SHORT_LINE: usize = 60;

/// The page of one article in the making.
pub(super) struct Page<'s> {
    source: &'s str,
    builder: ProseBuilder<'s>,
    kind: BlockKind,
    is_open: bool,
    /// Start of the open or last block.
    start: usize,
    ends_in_space: bool,
    /// Characters since the last line break within the block, and the last one of them.
    line_length: usize,
    last: Option<char>,
    link: Option<(Option<usize>, String)>,
    hidden: usize,
    kinds_by_start: Vec<(usize, BlockKind)>,
    has_title: bool,
    has_text: bool,
}

impl<'s> Page<'s> {
    /// A page over a source; `masked` is the source with its unseen parts filled, or the source itself.
    pub fn new(source: &'s str, masked: &'s str) -> Self {
        Self {
            source: masked,
            builder: ProseBuilder::new(source),
            kind: BlockKind::Paragraph,
            is_open: false,
            start: 0,
            ends_in_space: true,
            line_length: 0,
            last: None,
            link: None,
            hidden: 0,
            kinds_by_start: Vec::new(),
            has_title: false,
            has_text: false,
        }
    }

    /// The source as the readers see it.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// Whether a headline was written.
    pub fn has_title(&self) -> bool {
        self.has_title
    }

    /// Whether anything but the headline was written.
    pub fn has_text(&self) -> bool {
        self.has_text
    }

    /// Ends the open block; the next text starts one of this kind.
    pub fn block(&mut self, kind: BlockKind) {
        self.end_block();
        self.kind = kind;
    }

    /// Ends the open block; further text starts another of the same kind.
    pub fn end_block(&mut self) {
        if !self.is_open {
            return;
        }
        if let Some((Some(start), target)) = &self.link {
            self.builder.link(*start, target);
        }
        if let Some((start, _)) = &mut self.link {
            *start = None;
        }
        self.builder.close();
        self.is_open = false;
        self.ends_in_space = true;
        self.line_length = 0;
    }

    /// What follows is not the article, until [`unhide`](Self::unhide).
    pub fn hide(&mut self) {
        self.end_block();
        self.hidden += 1;
    }

    /// Ends what [`hide`](Self::hide) began.
    pub fn unhide(&mut self) {
        self.end_block();
        self.hidden = self.hidden.saturating_sub(1);
    }

    /// Whether text is open in a block.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether the text so far ends as a sentence does.
    pub fn ends_sentence(&self) -> bool {
        self.last.is_some_and(|c| matches!(c, '.' | '!' | '…' | '。'))
    }

    /// Where the next text of the open block will stand.
    pub fn position(&self) -> usize {
        self.builder.position()
    }

    /// Where the open or last block starts.
    pub fn block_start(&self) -> usize {
        self.start
    }

    /// Gives the block that starts here another kind.
    pub fn set_kind(&mut self, start: usize, kind: BlockKind) {
        self.kinds_by_start.push((start, kind));
    }

    /// Text that is shown as it stands, white space collapsed.
    pub fn text(&mut self, span: Span) {
        let text = span.slice(self.source);
        let base = span.start as usize;
        let mut run = 0;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if c.is_whitespace() {
                if c == ' ' && !self.ends_in_space && self.is_open {
                    self.ends_in_space = true;
                    continue;
                }
                self.verbatim(base + run, base + at);
                self.space(Span::new(base + at, base + end));
                run = end;
            } else if is_unseen(c) {
                self.verbatim(base + run, base + at);
                run = end;
            } else {
                if !self.is_open {
                    self.begin();
                }
                self.ends_in_space = false;
                self.line_length += 1;
                self.last = Some(c);
            }
        }
        self.verbatim(base + run, base + text.len());
    }

    /// Text that stands for a differing piece of source.
    pub fn shown(&mut self, text: &str, span: Span) {
        if text.chars().all(char::is_whitespace) {
            if !text.is_empty() {
                self.space(span);
            }
            return;
        }
        let kept: String = text
            .chars()
            .filter(|c| c.is_whitespace() || !is_unseen(*c))
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        if kept.is_empty() {
            return;
        }
        if !self.is_open {
            self.begin();
        }
        self.builder.shown(&kept, span);
        self.ends_in_space = kept.ends_with(' ');
        self.line_length += kept.chars().count();
        self.last = kept.trim_end().chars().next_back().or(self.last);
    }

    /// A line break or other white space that is shown as one space.
    pub fn space(&mut self, span: Span) {
        if self.is_open && !self.ends_in_space {
            self.builder.shown(" ", span);
            self.ends_in_space = true;
        }
    }

    /// A line break that the author set: ends the block after a short line or a sentence, else a space.
    pub fn line_break(&mut self, span: Span) {
        let ends_sentence = self.last.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | '"' | '”'));
        if self.is_open && (ends_sentence || self.line_length <= SHORT_LINE) {
            self.end_block();
        } else {
            self.space(span);
        }
        self.line_length = 0;
    }

    /// A link begins.
    pub fn open_link(&mut self, target: &str) {
        self.close_link();
        let target: String = target.chars().filter(|c| !FILLER.contains(c)).collect();
        let target = target.trim();
        // Website Meta Language writes the root of the site as a variable.
        let target = target.strip_prefix("$(").and_then(|rest| rest.split_once(')')).map_or(target, |(_, path)| path);
        if !target.is_empty() {
            self.link = Some((self.is_open.then(|| self.builder.position()), target.to_owned()));
        }
    }

    /// The link ends.
    pub fn close_link(&mut self) {
        if let Some((Some(start), target)) = self.link.take() {
            self.builder.link(start, &target);
        }
    }

    /// The finished prose, blocks and links.
    pub fn finish(mut self) -> (Prose, Vec<Block>, Vec<Link>) {
        self.end_block();
        let (prose, mut blocks, links) = self.builder.finish();
        for (start, kind) in self.kinds_by_start {
            if let Ok(at) = blocks.binary_search_by_key(&start, |b| b.span.start as usize) {
                blocks[at].kind = kind;
            }
        }
        (prose, blocks, links)
    }

    fn verbatim(&mut self, start: usize, end: usize) {
        if start < end && self.is_open {
            if let Some((link @ None, _)) = &mut self.link {
                *link = Some(self.builder.position());
            }
            self.builder.verbatim(Span::new(start, end));
        }
    }

    fn begin(&mut self) {
        let kind = if self.hidden > 0 && self.kind != BlockKind::Title { BlockKind::Boilerplate } else { self.kind };
        self.builder.open(kind);
        self.is_open = true;
        self.start = self.builder.position();
        self.line_length = 0;
        if kind == BlockKind::Title {
            self.has_title = true;
            self.kind = BlockKind::Paragraph;
        } else if kind != BlockKind::Boilerplate {
            self.has_text = true;
        }
        if let Some((link @ None, _)) = &mut self.link {
            *link = Some(self.start);
        }
    }
}

/// Characters without a shape of their own: controls, zero-width marks, soft hyphens, fillers.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{e000}'
    )
}
