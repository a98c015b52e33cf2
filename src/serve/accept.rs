//! Which format a client gets, from what it says that it takes.

use crate::query::{ANSWER_FORMATS, AnswerFormat};

/// Other names of media types that clients ask for.
const ALIASES: [(&str, &str); 8] = [
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/xml", "xml"),
    ("application/json", "jsonld"),
    ("application/xml", "rdfxml"),
    ("text/xml", "rdfxml"),
    ("text/rdf+n3", "turtle"),
    ("application/x-turtle", "turtle"),
];

/// The format that suits a client best; the usual one where it says nothing.
///
/// # Errors
/// The media types that there are, where none is taken.
pub(super) fn negotiate(accept: Option<&str>, triples: bool) -> Result<&'static AnswerFormat, String> {
    let usual = if triples { "turtle" } else { "json" };
    let mut formats: Vec<&'static AnswerFormat> =
        ANSWER_FORMATS.iter().filter(|format| format.holds_triples() == triples).collect();
    formats.sort_by_key(|format| format.name != usual);
    let ranges: Vec<Range<'_>> = accept.unwrap_or_default().split(',').filter_map(Range::parse).collect();
    if ranges.is_empty() {
        return Ok(formats[0]);
    }
    let best =
        formats.iter().rev().max_by_key(|format| quality(format, &ranges)).filter(|one| quality(one, &ranges) > 0);
    best.copied().ok_or_else(|| {
        let names: Vec<&str> = formats.iter().map(|format| bare(format.media_type)).collect();
        format!("there are {}", names.join(", "))
    })
}

fn bare(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// How much a format is wanted, in thousandths: what the most exact range says of it. Other names count only in full.
fn quality(format: &AnswerFormat, ranges: &[Range<'_>]) -> u16 {
    let is_alias = |range: &Range<'_>| {
        ALIASES.iter().any(|(alias, name)| *name == format.name && range.media_type.eq_ignore_ascii_case(alias))
    };
    let fits = |range: &Range<'_>| range.fits(bare(format.media_type)).or_else(|| is_alias(range).then_some(2));
    let fitting = ranges.iter().filter_map(|range| Some((fits(range)?, range.quality)));
    fitting.max().map_or(0, |(_, quality)| quality)
}

/// A media range and how much it is wanted.
struct Range<'a> {
    media_type: &'a str,
    quality: u16,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().filter(|media_type| media_type.contains('/'))?;
        let given = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = given.map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0)).clamp(0.0, 1.0);
        let quality = (quality * 1000.0).round() as u16;
        Some(Self { media_type, quality })
    }

    /// How exactly the range names a media type; none where it does not.
    fn fits(&self, media_type: &str) -> Option<u8> {
        if self.media_type.eq_ignore_ascii_case(media_type) {
            return Some(2);
        }
        let (kind, rest) = self.media_type.split_once('/')?;
        match (kind, rest) {
            ("*", "*") => Some(0),
            (kind, "*") if media_type.split('/').next()?.eq_ignore_ascii_case(kind) => Some(1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_the_one_that_is_wanted_most() {
        let row = |accept: &str| negotiate(Some(accept), false).map(|format| format.name);
        assert_eq!(row("*/*"), Ok("json"));
        assert_eq!(row(""), Ok("json"));
        assert_eq!(row("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), Ok("xml"));
        assert_eq!(row("text/csv;q=0.5, text/tab-separated-values"), Ok("tsv"));
        assert_eq!(row("application/sparql-results+xml;q=0.1, application/json"), Ok("json"));
        assert_eq!(row("*/*;q=0.1, application/sparql-results+json;q=0, text/csv;q=0.2"), Ok("csv"));
        assert_eq!(row("TEXT/CSV"), Ok("csv"));
        assert!(row("image/png").unwrap_err().contains("application/sparql-results+json"));
        assert!(row("text/csv;q=0").is_err());
        let graph = |accept: &str| negotiate(Some(accept), true).map(|format| format.name);
        assert_eq!(graph("application/rdf+xml, text/turtle;q=0.9"), Ok("rdfxml"));
        assert_eq!(graph("application/*"), Ok("ntriples"));
        assert_eq!(negotiate(None, true).map(|format| format.name), Ok("turtle"));
    }
}
