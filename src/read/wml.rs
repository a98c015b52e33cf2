//! Website Meta Language: HTML with `<define-tag>` fields and `#` lines.
//!
//! Takes the source, fills its directives so that the HTML reader passes over them, and reads title and date.

use super::dates;
use super::page::Page;
use crate::model::{BlockKind, Metadata, Span};

/// Lines within which a directive must stand.
const HEAD: usize = 40;

/// Whether a source is Website Meta Language.
pub(super) fn is_wml(source: &str) -> bool {
    source.lines().take(HEAD).any(|line| {
        let line = line.trim_start();
        line.starts_with("<define-tag ") || line.starts_with("#use wml::")
    })
}

/// The source with `#` lines and `<define-tag>` fields other than the page's title filled with blanks.
pub(super) fn mask(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut continues = false;
    for line in source.split_inclusive('\n') {
        let is_directive = continues || line.starts_with('#');
        continues = is_directive && line.trim_end().ends_with('\\');
        if is_directive {
            for b in line.bytes() {
                out.push(if b == b'\n' { '\n' } else { ' ' });
            }
        } else {
            out.push_str(line);
        }
    }
    out
}

/// Reads the fields; the page's title becomes a block. Gives the offset after the last field of the head.
pub(super) fn read_head(page: &mut Page<'_>, metadata: &mut Metadata) -> usize {
    let source = page.source();
    let mut at = 0;
    loop {
        let rest = source[at..].trim_start();
        let start = source.len() - rest.len();
        let Some(field) = rest.strip_prefix("<define-tag") else { return at };
        let Some((open, close)) = field.find('>').zip(field.find("</define-tag>")) else { return at };
        if close < open {
            return at;
        }
        let name = field[..open].split_whitespace().next().unwrap_or("");
        let inner = start + "<define-tag".len();
        let value = Span::new(inner + open + 1, inner + close);
        match name {
            "pagetitle" if !page.has_title() => {
                page.block(BlockKind::Title);
                super::html::text(page, value);
                page.end_block();
                let title = super::html::collapse(&plain(value.slice(source)));
                metadata.title = metadata.title.take().or(Some(title));
            }
            "release_date" => metadata.date = metadata.date.or_else(|| dates::parse(value.slice(source))),
            _ => {}
        }
        at = inner + close + "</define-tag>".len();
    }
}

/// Text with its character references decoded.
fn plain(html: &str) -> String {
    super::html::decode(html).unwrap_or_else(|| html.to_owned())
}
