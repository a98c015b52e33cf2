//! Front matter: YAML between `---` lines, TOML between `+++` lines (Jekyll, Hugo, Zola).
//!
//! Takes the source, gives where the body starts and what the front matter says.

use serde_json::Value;

use super::page::Page;
use super::page_head::name_of;
use super::{Notes, dates, names};
use crate::model::{BlockKind, Metadata, Span};

/// Lines of front matter beyond which a `---` line is no end of it.
const LONGEST: usize = 1_000;

/// Where front matter stands in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// What stands between the fences.
    pub inner: Span,
    /// Where the body starts.
    pub body: usize,
    /// Whether it is TOML rather than YAML.
    pub is_toml: bool,
}

/// The front matter at the start of a source, if there is one.
pub(super) fn find(source: &str) -> Option<FrontMatter> {
    let start = source.len() - source.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let mut at = start;
    let mut fence = "";
    let mut inner = 0;
    for (number, line) in source[start..].split_inclusive('\n').take(LONGEST).enumerate() {
        let text = line.trim_end();
        if number == 0 {
            if text != "---" && text != "+++" {
                return None;
            }
            fence = text;
            inner = at + line.len();
        } else if text == fence || (fence == "---" && text == "...") {
            let body = at + line.len();
            return Some(FrontMatter { inner: Span::new(inner, at), body, is_toml: fence == "+++" });
        }
        at += line.len();
    }
    None
}

/// Reads front matter: the title becomes a block, the rest metadata.
pub(super) fn read(page: &mut Page<'_>, found: FrontMatter, metadata: &mut Metadata, notes: &mut Notes<'_>) {
    let source = page.source();
    let inner = found.inner.slice(source);
    let parsed = if found.is_toml { from_toml(inner) } else { from_yaml(inner) };
    match parsed {
        Ok(fields) => {
            if let Some(title) = fields.text("title") {
                write_title(page, found, &title);
            }
            fields.fill(metadata, notes);
        }
        Err((line, cause)) => {
            let line = source[..found.inner.start as usize].matches('\n').count() + line;
            notes.warn_at(line, format!("broken front matter, read as if it were not there: {cause}"));
            page.hide();
            for line in inner.split_inclusive('\n') {
                let start = line.as_ptr() as usize - source.as_ptr() as usize;
                page.end_block();
                page.text(Span::new(start, start + line.len()));
            }
            page.unhide();
            page.block(BlockKind::Paragraph);
        }
    }
}

/// The fields of front matter, tables flattened one level (`extra`, `taxonomies`, `params`).
struct Fields(Value);

fn from_yaml(text: &str) -> Result<Fields, (usize, String)> {
    if text.trim().is_empty() {
        return Ok(Fields(Value::Null));
    }
    serde_saphyr::from_str::<Value>(text)
        .map_err(|error| {
            let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
            (line, first_line(&error.to_string()))
        })
        .and_then(|value| match value {
            Value::Object(_) | Value::Null => Ok(Fields(value)),
            _ => Err((1, "no list of fields".to_owned())),
        })
}

fn from_toml(text: &str) -> Result<Fields, (usize, String)> {
    let table = text.parse::<toml::Table>().map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        (line, first_line(error.message()))
    })?;
    serde_json::to_value(table).map(Fields).map_err(|error| (1, error.to_string()))
}

fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or("").trim_start_matches("error: ");
    // The warning tells the line within the file.
    let told = line.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    told.map_or(line, |(_, cause)| cause).to_owned()
}

impl Fields {
    fn get(&self, key: &str) -> Option<&Value> {
        let Value::Object(object) = &self.0 else { return None };
        let of = |object: &'_ serde_json::Map<String, Value>| -> Option<String> {
            object.keys().find(|k| k.eq_ignore_ascii_case(key)).cloned()
        };
        if let Some(name) = of(object) {
            return object.get(&name).filter(|v| !v.is_null());
        }
        ["extra", "taxonomies", "params"].iter().find_map(|table| match object.get(*table) {
            Some(Value::Object(inner)) => inner.get(&of(inner)?).filter(|v| !v.is_null()),
            _ => None,
        })
    }

    /// A field's value as one line of text.
    fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            Value::String(text) => Some(super::html::collapse(text)).filter(|t| !t.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            // toml::Datetime in serde's clothes.
            Value::Object(object) if object.len() == 1 => object.values().next()?.as_str().map(str::to_owned),
            _ => None,
        }
    }

    fn list(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(|item| match item {
                    Value::String(text) => Some(text.trim().to_owned()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                })
                .filter(|text| !text.is_empty())
                .collect(),
            Some(Value::String(text)) => {
                text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn fill(&self, metadata: &mut Metadata, notes: &mut Notes<'_>) {
        metadata.title = metadata.title.take().or_else(|| self.text("title"));
        if metadata.date.is_none() {
            for key in ["date", "publishDate", "pubdate", "published", "release_date", "created"] {
                let Some(text) = self.text(key) else { continue };
                metadata.date = dates::parse(&text);
                if metadata.date.is_some() {
                    break;
                }
                notes.warn(format!("front matter: `{key}` is no date: '{text}'"));
            }
        }
        let addresses = ["canonical_url", "link", "url", "permalink", "path", "slug", "aliases"];
        if metadata.date.is_none() {
            metadata.date = addresses.iter().find_map(|key| dates::in_path(&self.text(key)?));
        }
        let is_address = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        metadata.url =
            metadata.url.take().or_else(|| addresses[..4].iter().find_map(|k| self.text(k).filter(is_address)));
        metadata.publisher = metadata.publisher.take().or_else(|| self.text("publisher"));
        let author = ["author", "authors", "by", "byline"].iter().find_map(|key| self.get(key).and_then(name_of));
        metadata.author = metadata.author.take().or_else(|| author.and_then(|a| names::author(&a)));
        metadata.language = metadata.language.take().or_else(|| self.text("lang").or_else(|| self.text("language")));
        for key in ["tags", "tag", "categories", "category"] {
            for tag in self.list(key) {
                if !metadata.tags.contains(&tag) {
                    metadata.tags.push(tag);
                }
            }
        }
    }
}

/// Writes the headline where the front matter states it.
fn write_title(page: &mut Page<'_>, found: FrontMatter, title: &str) {
    let source = page.source();
    let mut at = found.inner.start as usize;
    for line in found.inner.slice(source).split_inclusive('\n') {
        let mark = if found.is_toml { '=' } else { ':' };
        let value = line
            .split_once(mark)
            .filter(|(key, _)| key.trim_end().trim_matches(['"', '\'']).eq_ignore_ascii_case("title"));
        if let Some((key, _)) = value {
            page.block(BlockKind::Title);
            align(page, title, Span::new(at + key.len() + 1, found.inner.end as usize));
            page.end_block();
            return;
        }
        at += line.len();
    }
}

/// Writes a value where it stands in the source, quotes, escapes and folds skipped.
fn align(page: &mut Page<'_>, value: &str, span: Span) {
    let source = page.source();
    let (mut at, end) = (span.start as usize, span.end as usize);
    let mut run = at;
    for (offset, wanted) in value.char_indices() {
        // A quote, backslash or indent or two stand between any characters of a scalar, no more.
        let mut skipped = 0;
        loop {
            let Some(c) = source[at..end].chars().next() else {
                page.text(Span::new(run, at));
                return page.shown(&value[offset..], Span::new(at, end));
            };
            if c == wanted && !(c == ' ' && source[at + 1..].starts_with([' ', '\n', '\r'])) {
                at += c.len_utf8();
                break;
            }
            let may_skip = c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '>' | '|' | '-');
            if !may_skip || skipped > 200 {
                page.text(Span::new(run, at));
                let line = source[at..end].find('\n').map_or(end, |n| at + n);
                return page.shown(&value[offset..], Span::new(at, line));
            }
            if wanted == ' ' && c.is_whitespace() {
                at += c.len_utf8();
                let rest = &source[at..end];
                at += rest.len() - rest.trim_start().len();
                break;
            }
            page.text(Span::new(run, at));
            at += c.len_utf8();
            run = at;
            skipped += 1;
        }
    }
    page.text(Span::new(run, at));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title_of(source: &str) -> (Metadata, String, String) {
        let mut metadata = Metadata::default();
        let mut warnings = Vec::new();
        let mut page = Page::new(source, source);
        let found = find(source).unwrap();
        read(&mut page, found, &mut metadata, &mut Notes::new("a.md", None, &mut warnings));
        let (prose, blocks, _) = page.finish();
        assert_eq!(warnings, vec![]);
        let span = blocks[0].span;
        (metadata, prose.as_str().to_owned(), prose.to_source(span).slice(source).to_owned())
    }

    #[test]
    fn a_title_is_found_where_it_stands() {
        let cases = [
            ("---\ntitle: Acme joins Beta\n---\n", "Acme joins Beta", "Acme joins Beta"),
            ("---\ntitle: \"Acme  joins\"\nx: 1\n---\n", "Acme joins", "Acme  joins"),
            ("---\ntitle: 'Acme''s \"day\"'\n---\n", "Acme's \"day\"", "Acme''s \"day\""),
            ("---\ntitle: \"Acme\\\"s\"\n---\n", "Acme\"s", "Acme\\\"s"),
            ("---\ntitle: >-\n  Acme joins\n  Beta\n---\n", "Acme joins Beta", "Acme joins\n  Beta"),
            (
                "---\ntitle: Acme joins\n  Beta today\nlayout: x\n---\n",
                "Acme joins Beta today",
                "Acme joins\n  Beta today",
            ),
            ("+++\ntitle = \"Acme: joins\"\ndate = 2015-04-02\n+++\n", "Acme: joins", "Acme: joins"),
        ];
        for (source, shown, stands) in cases {
            let (metadata, prose, slice) = title_of(source);
            assert_eq!((prose.as_str(), slice.as_str()), (shown, stands), "{source}");
            assert_eq!(metadata.title.as_deref(), Some(shown));
        }
    }

    #[test]
    fn fields_become_metadata() {
        let (metadata, ..) = title_of(
            "+++\ntitle = \"T\"\ndate = 2015-04-02T10:00:00Z\nauthors = [\"Ada Stone\", \"Bo Reed\"]\n\
             [taxonomies]\ntags = [\"x\", \"y\"]\n[extra]\npublisher = \"Acme\"\n+++\n",
        );
        assert_eq!(metadata.date.unwrap().to_string(), "2015-04-02");
        assert_eq!(metadata.author.as_deref(), Some("Ada Stone, Bo Reed"));
        assert_eq!(metadata.tags, ["x", "y"]);
        assert_eq!(metadata.publisher.as_deref(), Some("Acme"));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(find("---\n\ntext without an end"), None);
        assert_eq!(find("text\n---\n"), None);
    }
}
