//! An article as read: the source text, never edited, and the prose that a reader of the page would see.

use super::{PartialDate, Span};

/// One article as read.
///
/// `text` is the source, byte for byte after decoding; it is never edited. `prose` is what the page shows of it:
/// markup gone, entities decoded, hard line breaks joined, one blank line between blocks. Every stage works on
/// prose offsets; [`Prose::to_source`] leads back to the source text.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The article's own id, or its file's name without extension.
    pub id: String,
    /// What the source says about the article.
    pub metadata: Metadata,
    /// The source text as decoded.
    pub text: String,
    /// The text as the page shows it, boilerplate included.
    pub prose: Prose,
    /// Blocks in prose order, disjoint; they cover all prose except the blank lines between them.
    pub blocks: Vec<Block>,
    /// Links in prose order.
    pub links: Vec<Link>,
}

/// What the source says about an article, outside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// The date of publication.
    pub date: Option<PartialDate>,
    /// The article's web address.
    pub url: Option<String>,
    /// The publishing organisation.
    pub publisher: Option<String>,
    /// The byline.
    pub author: Option<String>,
    /// BCP 47 tag; 'en' where nothing else is known.
    pub language: Option<String>,
    /// Tags and categories of the front matter.
    pub tags: Vec<String>,
    /// Where the article was read from, as given by the user, with '/' separators ('stdin' for '-').
    pub source: String,
    /// SHA-256 of the bytes of this article, lower-case hex.
    pub sha256: String,
}

/// What kind of block a piece of prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum BlockKind {
    /// The headline of the article.
    Title,
    /// A heading within the article.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A quotation set off from the text.
    Quote,
    /// One cell of a table.
    TableCell,
    /// A dateline or byline line that stands by itself.
    Byline,
    /// Not the article: comment forms, share bars, navigation, teasers, code, licences. Yields nothing.
    Boilerplate,
}

impl BlockKind {
    /// The name that people and other programs see.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "Title",
            BlockKind::Heading => "Heading",
            BlockKind::Paragraph => "Paragraph",
            BlockKind::ListItem => "ListItem",
            BlockKind::Quote => "Quote",
            BlockKind::TableCell => "TableCell",
            BlockKind::Byline => "Byline",
            BlockKind::Boilerplate => "Boilerplate",
        }
    }
}

/// A block of prose that a sentence never crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the prose.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// A link of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The anchor text, in the prose. Never empty.
    pub anchor: Span,
    /// The target as written, absolute or not.
    pub target: String,
}

/// The text as the page shows it, with the way back to the source.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    text: String,
    segments: Vec<Segment>,
}

/// A run of prose and the run of source that it was made from.
#[derive(Debug, Clone, Copy)]
struct Segment {
    prose: Span,
    source: Span,
}

impl Segment {
    fn is_verbatim(self) -> bool {
        self.prose.len() == self.source.len()
    }
}

impl Prose {
    /// The prose itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The smallest source span that the prose span was made from.
    ///
    /// # Shape
    /// Takes a prose span, gives a source span. A boundary within a decoded entity takes the whole entity. An
    /// empty document gives an empty span.
    ///
    /// # Complexity
    /// O(log segments).
    pub fn to_source(&self, span: Span) -> Span {
        let start = self.source_start(span.start);
        // Between two blocks there is no source: the span is empty, where the next block starts.
        Span { start, end: self.source_end(span.end).max(start) }
    }

    fn source_start(&self, offset: u32) -> u32 {
        let at = self.segments.partition_point(|s| s.prose.end <= offset);
        match self.segments.get(at) {
            Some(s) if s.is_verbatim() => s.source.start + offset.saturating_sub(s.prose.start),
            Some(s) => s.source.start,
            None => self.segments.last().map_or(0, |s| s.source.end),
        }
    }

    fn source_end(&self, offset: u32) -> u32 {
        let at = self.segments.partition_point(|s| s.prose.start < offset);
        match at.checked_sub(1).and_then(|at| self.segments.get(at)) {
            Some(s) if s.is_verbatim() => s.source.end.min(s.source.start + offset.saturating_sub(s.prose.start)),
            Some(s) => s.source.end,
            None => 0,
        }
    }
}

/// Builds the prose and the blocks of a document from left to right.
///
/// # Example
/// ```
/// use pressgraph::model::{BlockKind, ProseBuilder, Span};
/// let source = "AT&amp;T **joins**";
/// let mut builder = ProseBuilder::new(source);
/// builder.open(BlockKind::Paragraph);
/// builder.verbatim(Span::new(0, 2));
/// builder.shown("&", Span::new(2, 7));
/// builder.verbatim(Span::new(7, 9));
/// builder.verbatim(Span::new(11, 16));
/// let (prose, blocks, _links) = builder.finish();
/// assert_eq!(prose.as_str(), "AT&T joins");
/// assert_eq!(prose.to_source(Span::new(0, 4)), Span::new(0, 8));
/// assert_eq!(blocks.len(), 1);
/// ```
#[derive(Debug)]
pub struct ProseBuilder<'s> {
    source: &'s str,
    prose: Prose,
    blocks: Vec<Block>,
    links: Vec<Link>,
    open: Option<(usize, BlockKind)>,
}

impl<'s> ProseBuilder<'s> {
    /// A builder over one source text.
    pub fn new(source: &'s str) -> Self {
        Self { source, prose: Prose::default(), blocks: Vec::new(), links: Vec::new(), open: None }
    }

    /// Starts a block; an open one is closed first. Blocks that end up without text are dropped.
    pub fn open(&mut self, kind: BlockKind) {
        self.close();
        if !self.prose.text.is_empty() && !self.prose.text.ends_with("\n\n") {
            self.prose.text.push_str("\n\n");
        }
        self.open = Some((self.prose.text.len(), kind));
    }

    /// Ends the open block, if there is one, and trims white space from its end.
    pub fn close(&mut self) {
        let Some((start, kind)) = self.open.take() else { return };
        let kept = start + self.prose.text[start..].trim_end().len();
        self.prose.text.truncate(kept);
        while self.prose.segments.last().is_some_and(|s| s.prose.end as usize > kept) {
            if let Some(mut last) = self.prose.segments.pop()
                && (last.prose.start as usize) < kept
            {
                let cut = last.prose.end - kept as u32;
                if last.is_verbatim() {
                    last.source.end -= cut;
                }
                last.prose.end = kept as u32;
                self.prose.segments.push(last);
            }
        }
        if kept > start {
            self.blocks.push(Block { span: Span::new(start, kept), kind });
        }
    }

    /// Whether a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The offset at which the next prose will stand; needed to give [`link`](Self::link) its anchor.
    pub fn position(&self) -> usize {
        self.prose.text.len()
    }

    /// Adds source text as it stands. Without an open block a paragraph is opened. White space at a block's
    /// start is dropped.
    pub fn verbatim(&mut self, source: Span) {
        let mut source = source;
        let start = self.start_of_text();
        if self.prose.text.len() == start {
            let text = source.slice(self.source);
            source.start += (text.len() - text.trim_start().len()) as u32;
        }
        let text = source.slice(self.source);
        self.push(text, source);
    }

    /// Adds text that stands for a differing piece of source: a decoded entity, a space for a line break.
    pub fn shown(&mut self, text: &str, source: Span) {
        let start = self.start_of_text();
        let text = if self.prose.text.len() == start { text.trim_start() } else { text };
        self.push(text, source);
    }

    /// Records a link whose anchor runs from `start` (an earlier [`position`](Self::position)) to here.
    pub fn link(&mut self, start: usize, target: &str) {
        let end = self.prose.text.trim_end().len();
        if start < end {
            self.links.push(Link { anchor: Span::new(start, end), target: target.to_owned() });
        }
    }

    /// Closes the open block and hands over prose, blocks and links.
    pub fn finish(mut self) -> (Prose, Vec<Block>, Vec<Link>) {
        self.close();
        let end = self.blocks.last().map_or(0, |b| b.span.end as usize);
        self.prose.text.truncate(end);
        self.links.retain(|link| link.anchor.end as usize <= end);
        (self.prose, self.blocks, self.links)
    }

    fn start_of_text(&mut self) -> usize {
        if self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        self.open.map_or(0, |(start, _)| start)
    }

    fn push(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        let start = self.prose.text.len();
        self.prose.text.push_str(text);
        let prose = Span::new(start, self.prose.text.len());
        if let Some(last) = self.prose.segments.last_mut() {
            let adjoins = last.prose.end == prose.start && last.source.end == source.start;
            if adjoins && last.is_verbatim() && prose.len() == source.len() && text == source.slice(self.source) {
                last.prose.end = prose.end;
                last.source.end = source.end;
                return;
            }
        }
        self.prose.segments.push(Segment { prose, source });
    }
}
