//! Dates of publication as front matter, addresses, bylines and datelines write them.
//!
//! Only whole dates (or what is nothing but a date) count here; dates in sentences are the extractor's.

use std::ops::Range;

use crate::model::{PartialDate, month_number};

/// The date that a metadata value states: an ISO or RFC 3339 date, a date in words, a year or a month alone.
pub(super) fn parse(value: &str) -> Option<PartialDate> {
    let value = value.trim();
    if let Ok(date) = value.parse() {
        return Some(date);
    }
    if value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit()) {
        return iso(&format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..]));
    }
    find(value).map(|(_, date)| date)
}

/// The date in a path such as `/2015/04/02/` or `2015-04-02-slug`.
pub(super) fn in_path(path: &str) -> Option<PartialDate> {
    let bytes = path.as_bytes();
    for start in 0..bytes.len().saturating_sub(9) {
        let before = start.checked_sub(1).map(|at| bytes[at]);
        if before.is_none_or(|b| b == b'/') && bytes[start].is_ascii_digit() {
            let Some(text) = path.get(start..start + 10) else { continue };
            let separator = bytes[start + 4];
            let after = bytes.get(start + 10).copied();
            if matches!(separator, b'/' | b'-')
                && bytes[start + 7] == separator
                && after.is_none_or(|b| matches!(b, b'/' | b'-' | b'.' | b'_'))
                && let Some(date) = iso(&text.replace('/', "-"))
            {
                return Some(date);
            }
        }
    }
    None
}

fn iso(text: &str) -> Option<PartialDate> {
    text.parse::<PartialDate>().ok().filter(|d| d.as_day().is_some())
}

/// The first date known to the day, and where it stands.
pub(super) fn find(text: &str) -> Option<(Range<usize>, PartialDate)> {
    let words = words(text);
    (0..words.len()).find_map(|at| {
        let (count, date) = date_at(text, &words[at..])?;
        Some((words[at].start..words[at + count - 1].end, date))
    })
}

/// Runs of letters and digits; dates with figures only ('2015-04-02') are one.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().take(400) {
        let joins = c.is_alphanumeric() || (matches!(c, '-' | '/') && start.is_some());
        match (joins, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        let end = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
        words.push(from..end);
    }
    words
}

fn date_at(text: &str, words: &[Range<usize>]) -> Option<(usize, PartialDate)> {
    let word = |at: usize| words.get(at).map(|range| &text[range.clone()]);
    let first = word(0)?;
    if let Some(date) = figures(first) {
        return Some((1, date));
    }
    if let (Some(day), Some(second)) = (day(first), word(1)) {
        let shift = usize::from(second.eq_ignore_ascii_case("of"));
        if let (Some(month), Some(year)) = (word(1 + shift).and_then(month_number), word(2 + shift).and_then(year)) {
            return PartialDate::from_day(year, month, day).map(|date| (3 + shift, date));
        }
    }
    let month = month_number(first)?;
    let (day, year) = (day(word(1)?)?, year(word(2)?)?);
    PartialDate::from_day(year, month, day).map(|date| (3, date))
}

/// `2015-04-02`, `2015/4/2`, with or without a time.
fn figures(word: &str) -> Option<PartialDate> {
    let separator = if word.contains('-') { '-' } else { '/' };
    let mut parts = word.split(separator);
    let year = year(parts.next()?)?;
    let month = parts.next().filter(|m| m.len() <= 2)?.parse().ok()?;
    let rest = parts.next()?;
    let day: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let is_time = matches!(rest[day.len()..].chars().next(), None | Some('T' | 't'));
    if day.len() > 2 || !is_time || parts.next().is_some() && !rest.contains(['T', 't']) {
        return None;
    }
    PartialDate::from_day(year, month, day.parse().ok()?)
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let is_day = matches!(ending.to_ascii_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th");
    if !is_day || digits.is_empty() || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

fn year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|y| (1900..=2099).contains(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_metadata() {
        let cases = [
            ("2015-04-02", Some("2015-04-02")),
            ("2015-04-02 11:57:14", Some("2015-04-02")),
            ("2015-04-02T11:57:14+00:00", Some("2015-04-02")),
            ("2015/4/2", Some("2015-04-02")),
            ("20150402", Some("2015-04-02")),
            ("2015-04", Some("2015-04")),
            ("2015", Some("2015")),
            ("April 2, 2015", Some("2015-04-02")),
            ("2 APRIL 2015", Some("2015-04-02")),
            ("Thu, 02 Apr 2015 10:00:00 +0000", Some("2015-04-02")),
            ("2nd of April 2015", Some("2015-04-02")),
            ("Sept. 9, 2015", Some("2015-09-09")),
            ("2015-02-30", None),
            ("2004/2005", None),
            ("inside-rust", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn dates_of_paths_stand_between_slashes() {
        assert_eq!(in_path("https://a.example/2015/04/02/slug/").map(|d| d.to_string()).as_deref(), Some("2015-04-02"));
        assert_eq!(in_path("_posts/2015-04-02-slug.md").map(|d| d.to_string()).as_deref(), Some("2015-04-02"));
        assert_eq!(in_path("/2015/04/slug"), None);
        assert_eq!(in_path("/12015/04/02/"), None);
        assert_eq!(in_path("/life/16/2/weekly"), None);
    }
}
