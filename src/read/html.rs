//! HTML pages, fragments, and the tags within Markdown.
//!
//! Takes a span of the source, writes to the page. An element stays open across spans, as Markdown needs it.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as GumSpan, Tokenizer};

use super::page::Page;
use super::page_head::Head;
use crate::model::{BlockKind, Span};

/// What an element does to the text within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Its text is not shown at all.
    Drop,
    /// Its text is not the article.
    Hide,
    /// Its text is the article although what surrounds it is not.
    Show,
    /// Its text makes blocks of this kind.
    Kind(BlockKind),
    /// It ends a block, nothing more.
    Break,
}

fn effect_of(name: &[u8]) -> Option<Effect> {
    Some(match name {
        b"script" | b"style" | b"svg" | b"template" | b"iframe" | b"object" | b"select" | b"textarea" | b"math" => {
            Effect::Drop
        }
        b"nav" | b"footer" | b"aside" | b"form" | b"noscript" | b"button" | b"pre" | b"dialog" | b"menu" => {
            Effect::Hide
        }
        b"article" | b"main" => Effect::Show,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Effect::Kind(BlockKind::Heading),
        b"li" | b"dt" | b"dd" => Effect::Kind(BlockKind::ListItem),
        b"blockquote" => Effect::Kind(BlockKind::Quote),
        b"td" | b"th" => Effect::Kind(BlockKind::TableCell),
        b"title" => Effect::Kind(BlockKind::Title),
        b"p" | b"div" | b"section" | b"header" | b"ul" | b"ol" | b"dl" | b"table" | b"tr" | b"tbody" | b"thead"
        | b"tfoot" | b"caption" | b"figure" | b"figcaption" | b"hr" | b"body" | b"html" | b"head" | b"address"
        | b"center" | b"details" | b"summary" | b"fieldset" | b"legend" | b"option" => Effect::Break,
        _ => return None,
    })
}

/// Reads HTML, one span after another.
pub(super) struct HtmlReader {
    /// Elements that are open and matter, with what they do.
    open: Vec<(Vec<u8>, Effect)>,
    /// What the page says of itself.
    pub head: Head,
    /// The tag being read: name, attributes, where it starts.
    tag: Vec<u8>,
    attributes: Vec<(Vec<u8>, String)>,
    tag_start: usize,
    dropping: usize,
    /// Whether only what stands in `<article>` or `<main>` counts.
    needs_show: Option<&'static [u8]>,
    /// The kind of blocks where no element says otherwise.
    pub base: BlockKind,
    /// Whether text may hold the inline marks of Markdown.
    has_markdown: bool,
}

impl HtmlReader {
    /// A reader for the tags within Markdown.
    pub fn within_markdown() -> Self {
        Self { has_markdown: true, ..Self::new() }
    }

    /// A reader for pages and fragments.
    pub fn new() -> Self {
        Self {
            open: Vec::new(),
            head: Head::default(),
            tag: Vec::new(),
            attributes: Vec::new(),
            tag_start: 0,
            dropping: 0,
            needs_show: None,
            base: BlockKind::Paragraph,
            has_markdown: false,
        }
    }

    /// Reads a whole page or fragment.
    pub fn page(&mut self, page: &mut Page<'_>, span: Span) {
        let lower = span.slice(page.source()).to_ascii_lowercase();
        self.needs_show = ["<main", "<article"]
            .into_iter()
            .find(|tag| {
                lower
                    .match_indices(tag)
                    .any(|(at, _)| lower[at + tag.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
            })
            .map(|tag| &tag.as_bytes()[1..]);
        if self.needs_show.is_some() {
            page.hide();
        }
        self.fragment(page, span);
        page.end_block();
    }

    /// Reads one span of HTML.
    pub fn fragment(&mut self, page: &mut Page<'_>, span: Span) {
        let source = page.source();
        let base = span.start as usize;
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, at: GumSpan<usize>| -> Option<Infallible> {
            self.event(page, event, Span::new(base + at.start, base + at.end));
            None
        });
        emitter.naively_switch_states(true);
        // Reading from memory cannot fail.
        let _ = Tokenizer::new_with_emitter(span.slice(source), emitter).finish();
    }

    /// The kind of block that text opens here.
    pub fn kind(&self) -> Option<BlockKind> {
        self.open.iter().rev().take(64).find_map(|(_, effect)| match effect {
            Effect::Kind(kind) => Some(*kind),
            _ => None,
        })
    }

    /// Whether text here is not shown at all.
    pub fn is_dropping(&self) -> bool {
        self.dropping > 0
    }

    fn event(&mut self, page: &mut Page<'_>, event: CallbackEvent<'_>, span: Span) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = name.to_vec();
                self.attributes.clear();
                self.tag_start = span.start as usize;
            }
            CallbackEvent::AttributeName { name } => self.attributes.push((name.to_vec(), String::new())),
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, last)) = self.attributes.last_mut() {
                    *last = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let whole = Span::new(self.tag_start, span.end as usize);
                self.start_tag(page, whole, self_closing);
            }
            CallbackEvent::EndTag { name } => self.end_tag(page, name, span),
            CallbackEvent::String { value } => {
                if self.open.last().is_some_and(|(name, _)| name == b"script") {
                    if self.attribute("type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json")) {
                        self.head.read_json_ld(&String::from_utf8_lossy(value));
                    }
                } else if self.dropping == 0 {
                    if self.open.last().is_some_and(|(name, _)| name == b"title") {
                        self.head.page_title.get_or_insert_with(|| collapse(&String::from_utf8_lossy(value)));
                    }
                    let source = span.slice(page.source());
                    if self.has_markdown && (source.contains("](") || source.contains("**")) {
                        super::markdown::read_inline(page, span);
                    } else {
                        text(page, span);
                    }
                }
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        attribute(&self.attributes, name)
    }

    fn start_tag(&mut self, page: &mut Page<'_>, span: Span, self_closing: bool) {
        let name = std::mem::take(&mut self.tag);
        match name.as_slice() {
            b"br" => page.line_break(span),
            b"a" => match self.attribute("href").map(str::to_owned) {
                Some(target) => page.open_link(&target),
                None => page.close_link(),
            },
            b"q" => page.shown("“", span),
            b"meta" => {
                let of = |name| attribute(&self.attributes, name);
                self.head.read_meta(of("property").or(of("name")).or(of("itemprop")), of("content"));
            }
            b"link" if self.attribute("rel") == Some("canonical") => {
                self.head.url = self.attribute("href").map(str::to_owned);
            }
            b"html" => self.head.language = self.attribute("lang").map(str::to_owned),
            b"time" => {
                let date = self.attribute("datetime").and_then(super::dates::parse);
                self.head.time = self.head.time.or(date);
            }
            _ => {}
        }
        let Some(effect) = effect_of(&name) else { return };
        let is_title = effect == Effect::Kind(BlockKind::Title);
        if is_title && (page.has_title() || page.has_text()) {
            self.push(page, name, Effect::Drop);
            return;
        }
        // An item or cell ends the one before it.
        if matches!(name.as_slice(), b"li" | b"td" | b"th" | b"dt" | b"dd")
            && self.open.last().is_some_and(|(last, _)| is_sibling(last, &name))
        {
            self.pop(page);
        }
        if self_closing && !matches!(effect, Effect::Kind(_)) {
            page.end_block();
            return;
        }
        self.push(page, name, effect);
    }

    fn push(&mut self, page: &mut Page<'_>, name: Vec<u8>, effect: Effect) {
        match effect {
            Effect::Drop => self.dropping += 1,
            Effect::Hide => page.hide(),
            Effect::Show if self.needs_show == Some(name.as_slice()) => page.unhide(),
            Effect::Show | Effect::Kind(_) | Effect::Break => {}
        }
        if effect != Effect::Drop {
            page.end_block();
        }
        if !matches!(effect, Effect::Break) {
            self.open.push((name, effect));
        }
        if effect != Effect::Drop {
            page.block(self.kind().unwrap_or(self.base));
        }
    }

    fn pop(&mut self, page: &mut Page<'_>) {
        let Some((name, effect)) = self.open.pop() else { return };
        match effect {
            Effect::Drop => {
                self.dropping -= 1;
                return;
            }
            Effect::Hide => page.unhide(),
            Effect::Show if self.needs_show == Some(name.as_slice()) => page.hide(),
            Effect::Show | Effect::Kind(_) | Effect::Break => {}
        }
        page.block(self.kind().unwrap_or(self.base));
    }

    fn end_tag(&mut self, page: &mut Page<'_>, name: &[u8], span: Span) {
        match name {
            b"a" => page.close_link(),
            b"q" => page.shown("”", span),
            _ => {}
        }
        let Some(effect) = effect_of(name) else { return };
        if effect == Effect::Break {
            page.block(self.kind().unwrap_or(self.base));
            return;
        }
        // Looking only so far keeps the time linear in the depth of any nesting.
        let depth = self.open.iter().rev().take(64).position(|(open, _)| open == name);
        for _ in 0..depth.map_or(0, |d| d + 1) {
            self.pop(page);
        }
    }
}

/// The value of an attribute that is not empty.
fn attribute<'a>(attributes: &'a [(Vec<u8>, String)], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(key, _)| key == name.as_bytes());
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

fn is_sibling(last: &[u8], next: &[u8]) -> bool {
    match next {
        b"li" => last == b"li",
        b"td" | b"th" => matches!(last, b"td" | b"th"),
        _ => matches!(last, b"dt" | b"dd"),
    }
}

/// Text of HTML: character references decoded.
pub(super) fn text(page: &mut Page<'_>, span: Span) {
    let source = span.slice(page.source());
    let mut at = 0;
    while let Some(found) = source[at..].find('&') {
        let start = at + found;
        let name = source[start + 1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let semicolon = usize::from(source[start + 1 + name..].starts_with(';'));
        let end = start + 1 + name + semicolon;
        let decoded = if name == 0 { None } else { decode(&source[start..end]) };
        if let Some(decoded) = decoded {
            page.text(Span::new(span.start as usize + at, span.start as usize + start));
            page.shown(&decoded, Span::new(span.start as usize + start, span.start as usize + end));
        } else {
            page.text(Span::new(span.start as usize + at, span.start as usize + end));
        }
        at = end;
    }
    page.text(Span::new(span.start as usize + at, span.end as usize));
}

/// What a character reference stands for; nothing where it stands for itself.
pub(super) fn decode(reference: &str) -> Option<String> {
    let mut decoded = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: GumSpan<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            decoded.push_str(&String::from_utf8_lossy(value));
        }
        None
    });
    Tokenizer::new_with_emitter(reference, emitter).finish().ok()?;
    (decoded != reference).then_some(decoded)
}

/// White space collapsed and trimmed.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
