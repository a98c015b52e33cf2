//! Headers written as link definitions (`[#]: subject: "..."`), as a community of translators keeps them.
//!
//! Takes the source, gives where the body starts; subject, address and author become metadata.

use super::names;
use super::page::Page;
use crate::model::{BlockKind, Metadata, Span};

/// Whether a source starts with such a header.
pub(super) fn is_at_start(source: &str) -> bool {
    source.trim_start().starts_with("[#]:")
}

/// Reads the header; gives the offset of the body.
pub(super) fn read(page: &mut Page<'_>, metadata: &mut Metadata) -> usize {
    let source = page.source();
    let mut at = source.len() - source.trim_start().len();
    for line in source[at..].split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() {
            let Some(field) = text.strip_prefix("[#]:").map(str::trim_start) else { break };
            if let Some((key, value)) = field.split_once(':') {
                let value = unquote(value);
                match key.trim() {
                    "subject" if !value.is_empty() => {
                        let start = value.as_ptr() as usize - source.as_ptr() as usize;
                        page.block(BlockKind::Title);
                        super::html::text(page, Span::new(start, start + value.len()));
                        page.end_block();
                        let title = super::html::decode(value).unwrap_or_else(|| value.to_owned());
                        metadata.title.get_or_insert(title);
                    }
                    "via" if value.starts_with("http") => {
                        metadata.url.get_or_insert_with(|| value.to_owned());
                    }
                    "author" if metadata.author.is_none() => metadata.author = names::author(value),
                    _ => {}
                }
            }
        }
        at += line.len();
    }
    at
}

/// A value without the quotes or brackets around it.
fn unquote(value: &str) -> &str {
    let value = value.trim();
    for (open, close) in [('"', '"'), ('(', ')'), ('\'', '\'')] {
        if let Some(inner) = value.strip_prefix(open).and_then(|v| v.strip_suffix(close)) {
            return inner.trim();
        }
    }
    value
}

/// The address in a footer line such as `via: https://...`.
pub(super) fn footer_address(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("via")?.trim_start().strip_prefix([':', '：'])?.trim();
    let address = rest.trim_start_matches(['<', '[']);
    let end = address.find(|c: char| c.is_whitespace() || matches!(c, '>' | ')' | ']')).unwrap_or(address.len());
    address[..end].starts_with("http").then(|| &address[..end])
}

/// The name in a footer line such as `作者：[Ada Stone][a]` or `author: Ada Stone`.
pub(super) fn footer_author(line: &str) -> Option<String> {
    let line = line.trim();
    let rest = line.strip_prefix("作者").or_else(|| line.strip_prefix("原文作者"))?;
    let rest = rest.trim_start().strip_prefix([':', '：'])?.trim();
    let name = match rest.strip_prefix('[') {
        Some(inner) => inner.split(']').next()?,
        None => rest,
    };
    let end = ["译者", "校对", "选题"].iter().filter_map(|field| name.find(field)).min().unwrap_or(name.len());
    names::author(&name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_address_and_author_are_metadata() {
        for (open, close) in [("\"", "\""), ("(", ")")] {
            let source = format!(
                "[#]: collector: {open}x{close}\n[#]: subject: {open}Acme's (new) day{close}\n[#]: via: {open}https://a.example/b{close}\n\
                 [#]: author: {open}Ada Stone https://a.example/ada{close}\n\nAcme's day\n======\n"
            );
            let mut metadata = Metadata::default();
            let mut page = Page::new(&source, &source);
            let body = read(&mut page, &mut metadata);
            assert!(source[body..].starts_with("Acme's day"));
            assert_eq!(metadata.title.as_deref(), Some("Acme's (new) day"));
            assert_eq!(metadata.author.as_deref(), Some("Ada Stone"));
            assert_eq!(metadata.url.as_deref(), Some("https://a.example/b"));
        }
    }

    #[test]
    fn footers_name_author_and_address() {
        assert_eq!(footer_address("via: http://a.example/b"), Some("http://a.example/b"));
        assert_eq!(footer_address("via email"), None);
        assert_eq!(footer_author("作者：[Ada Stone][a]").as_deref(), Some("Ada Stone"));
        assert_eq!(footer_author("作者：Ada Stone 译者：x 校对：y").as_deref(), Some("Ada Stone"));
    }
}
