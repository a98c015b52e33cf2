//! Stage 1: bytes become documents.
//!
//! Takes paths or bytes, gives [`Document`]s whose boilerplate is marked, and parsed articles as they are.
//! Must never change the text, and never guess content that is not there. To add a shape: one file here, a variant
//! of `Shape`, and an arm of `read_text`.

mod boilerplate;
mod byline;
mod cues;
mod dates;
mod decode;
mod files;
mod foreign;
mod front_matter;
mod html;
mod json;
mod link_header;
mod markdown;
mod mask;
mod names;
mod page;
mod page_head;
mod parsed;
mod plain;
mod shape;
mod units;
mod wml;

use std::path::Path;

use sha2::{Digest, Sha256};

pub use self::files::expand;
pub use self::foreign::foreign_language;
pub use self::units::{MAX_ARTICLE_BYTES, units, whole};

use self::page::Page;
use self::shape::Shape;
use crate::error::{Error, Result, Warning};
use crate::model::{Block, BlockKind, Document, Metadata, ParsedArticle, Prose, Span};

/// One article as read: still to be analysed, or already parsed by someone.
#[derive(Debug, Clone)]
pub enum Input {
    /// To be analysed.
    Document(Box<Document>),
    /// Already parsed.
    Parsed(Box<ParsedArticle>),
}

/// The bytes of one article, still in their shape: a whole file, or one line of a JSONL file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where it comes from, as given by the user.
    pub source_name: String,
    /// 1-based line of a JSONL file.
    pub line: Option<usize>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Reads one article, or the articles of one JSON array.
///
/// # Errors
/// [`Error::Article`] where the bytes are empty or no text, the JSON is broken or has no text, or a parsed
/// article breaks its rules; the message names line and field.
pub fn parse(unit: &Unit) -> Result<(Vec<Input>, Vec<Warning>)> {
    let source = Source { unit };
    let mut warnings = Vec::new();
    let mut notes = Notes::new(&unit.source_name, unit.line, &mut warnings);
    let text = decoded(&source, &mut notes)?;
    let is_json = unit.line.is_some() || shape::tell(&text) == Shape::Json;
    let inputs = if is_json {
        json::read(&text, &source, &mut notes)?
    } else {
        let document = read_text(source.stem(), text, None, source.metadata(), &mut notes);
        vec![Input::Document(Box::new(document))]
    };
    Ok((inputs, warnings))
}

/// Takes the text of a unit as it stands: a document without prose and blocks.
///
/// # Errors
/// [`Error::Article`] where the bytes are empty or no text.
pub fn plain_text(unit: &Unit) -> Result<(Document, Vec<Warning>)> {
    let source = Source { unit };
    let mut warnings = Vec::new();
    let text = decoded(&source, &mut Notes::new(&unit.source_name, unit.line, &mut warnings))?;
    Ok((Document { id: source.stem(), text, metadata: source.metadata(), ..Document::default() }, warnings))
}

fn decoded(source: &Source<'_>, notes: &mut Notes<'_>) -> Result<String> {
    let decoded = decode::decode(&source.unit.bytes).map_err(|what| {
        source.error(format!("not an article but {what}"), "give text, Markdown, HTML or JSON, in UTF-8")
    })?;
    if decoded.text.trim().is_empty() {
        return Err(source.error("the article is empty".to_owned(), "give an article with text"));
    }
    if decoded.is_guessed {
        notes.warn("neither UTF-8 nor UTF-16: read as Windows-1252".to_owned());
    }
    Ok(decoded.text)
}

/// The name by which the user knows a file: `/` between folders, `stdin` for `-`.
fn source_name(path: &Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { path.display().to_string().replace('\\', "/") }
}

/// Where the article that is being read comes from.
struct Source<'u> {
    unit: &'u Unit,
}

impl Source<'_> {
    /// The file's name without extension.
    fn stem(&self) -> String {
        let name = self.unit.source_name.rsplit('/').next().unwrap_or("");
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if stem.is_empty() { name.to_owned() } else { stem.to_owned() }
    }

    /// Metadata that holds whatever the article says.
    fn metadata(&self) -> Metadata {
        let sha256 = Sha256::digest(&self.unit.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Metadata { source: self.unit.source_name.clone(), sha256, ..Metadata::default() }
    }

    fn error(&self, what: String, hint: &str) -> Error {
        self.error_at(self.unit.line, what, hint)
    }

    fn error_at(&self, line: Option<usize>, what: String, hint: &str) -> Error {
        Error::Article { source_name: self.unit.source_name.clone(), line, what, hint: hint.to_owned() }
    }
}

/// Collects the warnings of one article.
struct Notes<'w> {
    source_name: &'w str,
    line: Option<usize>,
    warnings: &'w mut Vec<Warning>,
}

impl<'w> Notes<'w> {
    fn new(source_name: &'w str, line: Option<usize>, warnings: &'w mut Vec<Warning>) -> Self {
        Self { source_name, line, warnings }
    }

    fn warn(&mut self, what: String) {
        self.warnings.push(Warning { source_name: self.source_name.to_owned(), line: self.line, what });
    }

    /// A warning of a line of the article; of the article where it is a line itself.
    fn warn_at(&mut self, line: usize, what: String) {
        let line = self.line.or(Some(line));
        self.warnings.push(Warning { source_name: self.source_name.to_owned(), line, what });
    }
}

/// Reads the text of an article; the shape is told by content where none is given.
fn read_text(
    id: String,
    text: String,
    shape: Option<Shape>,
    mut metadata: Metadata,
    notes: &mut Notes<'_>,
) -> Document {
    let shape = shape.unwrap_or_else(|| shape::tell_text(&text));
    let mut page_title = None;
    let (prose, mut blocks, mut links) = match shape {
        Shape::Wml => {
            let masked = wml::mask(&text);
            let mut page = Page::new(&text, &masked);
            let body = wml::read_head(&mut page, &mut metadata);
            html::HtmlReader::new().page(&mut page, Span::new(body, text.len()));
            page.finish()
        }
        Shape::Json | Shape::Plain | Shape::Html | Shape::Markdown => {
            let masked = mask::mask(&text);
            let mut page = Page::new(&text, &masked);
            page_title = read_page(&mut page, shape, &mut metadata, notes);
            page.finish()
        }
    };
    boilerplate::mark(&prose, &mut blocks);
    links.retain(|link| {
        let block = blocks.partition_point(|block| block.span.end <= link.anchor.start);
        blocks.get(block).is_some_and(|block| block.kind != BlockKind::Boilerplate)
    });
    byline::mark(&prose, &mut blocks, &mut metadata);
    mark_headings(&prose, &mut blocks);
    settle_title(&prose, &mut blocks, page_title.as_deref(), &mut metadata);
    settle_source(&prose, &blocks, &mut metadata);
    Document { id, metadata, text, prose, blocks, links }
}

/// Reads header and body of anything but Website Meta Language; gives the `<title>` of a page that has one.
fn read_page(page: &mut Page<'_>, shape: Shape, metadata: &mut Metadata, notes: &mut Notes<'_>) -> Option<String> {
    let source = page.source();
    let mut start = 0;
    let mut shape = shape;
    if let Some(found) = front_matter::find(source).filter(|_| shape != Shape::Html) {
        front_matter::read(page, found, metadata, notes);
        if metadata.date.is_none() {
            let name = metadata.source.rsplit('/').next().unwrap_or("");
            metadata.date = dates::in_path(name);
        }
        start = found.body;
        shape = Shape::Markdown;
    } else if shape == Shape::Markdown && link_header::is_at_start(source) {
        start = link_header::read(page, metadata);
    }
    let body = Span::new(start, source.len());
    if shape == Shape::Markdown && start > 0 && shape::tell_body(body.slice(source)) == Shape::Html {
        shape = Shape::Html;
    }
    match shape {
        Shape::Html => {
            let mut reader = html::HtmlReader::new();
            reader.page(page, body);
            let title = reader.head.page_title.clone();
            reader.head.fill(metadata);
            return title;
        }
        Shape::Markdown => markdown::read(page, body),
        Shape::Plain | Shape::Json | Shape::Wml => plain::read(page, body),
    }
    None
}

/// Marks the lines that head a release's part about a company, where no markup says so.
fn mark_headings(prose: &Prose, blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|block| block.kind == BlockKind::Paragraph && block.span.len() <= 60) {
        let text = block.span.slice(prose.as_str());
        if text.starts_with("About ") && !text.ends_with(['!', '?', ',']) && text.split(' ').count() <= 7 {
            block.kind = BlockKind::Heading;
        }
    }
}

/// Takes the title from the block that is the headline.
///
/// The `<title>` of a page often names the site too: then the heading that states the headline alone is the block.
fn settle_title(prose: &Prose, blocks: &mut [Block], page_title: Option<&str>, metadata: &mut Metadata) {
    let text = |block: &Block| block.span.slice(prose.as_str());
    let Some(at) = blocks.iter().position(|block| block.kind == BlockKind::Title) else { return };
    let whole = text(&blocks[at]);
    if page_title.is_none() && metadata.title.as_deref().is_some_and(|title| !is_same(title, whole)) {
        blocks[at].kind = BlockKind::Heading;
        return;
    }
    if page_title == Some(whole) {
        let is_part = |heading: &str| match whole.strip_prefix(heading).or_else(|| whole.strip_suffix(heading)) {
            Some(rest) => rest.contains(['|', '-', '–', '—', ':', '·', '«', '»']),
            None => metadata.title.as_deref() == Some(heading),
        };
        let heading = |block: &Block| block.kind == BlockKind::Heading && is_part(text(block));
        if let Some(found) = blocks.iter().skip(at + 1).take(30).position(heading).map(|n| at + 1 + n) {
            if metadata.title.as_deref() == Some(whole) {
                metadata.title = Some(text(&blocks[found]).to_owned());
            }
            blocks[found].kind = BlockKind::Title;
            blocks[at].kind = BlockKind::Boilerplate;
        }
    }
    metadata.title.get_or_insert_with(|| whole.to_owned());
}

/// Whether two headlines differ in case and marks at most, or one is the start of the other.
fn is_same(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let (one, other) = (letters(one), letters(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Takes address and author from the footer of a translation, publisher and date from the address.
fn settle_source(prose: &Prose, blocks: &[Block], metadata: &mut Metadata) {
    let footer = blocks.iter().rev().take(12).filter(|block| block.kind == BlockKind::Boilerplate);
    for line in footer.map(|block| block.span.slice(prose.as_str())) {
        if metadata.url.is_none() {
            metadata.url = link_header::footer_address(line).map(str::to_owned);
        }
        if metadata.author.is_none() {
            metadata.author = link_header::footer_author(line);
        }
    }
    if let Some(url) = &metadata.url {
        metadata.publisher = metadata.publisher.take().or_else(|| names::host(url));
        metadata.date = metadata.date.or_else(|| dates::in_path(url));
    }
    if metadata.author.is_none() {
        let mut article = blocks.iter().rev().filter(|block| block.kind != BlockKind::Boilerplate);
        metadata.author = article.next().and_then(|last| names::signature(last.span.slice(prose.as_str())));
    }
    metadata.language.get_or_insert_with(|| "en".to_owned());
}
