//! Date expressions in running text, as precise as the text and the article's own date allow.

use jiff::ToSpan;
use jiff::civil::Date;

use super::view::View;
use crate::model::{PartialDate, TokenKind};

/// A date expression of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateExpression {
    /// First unit.
    pub first: usize,
    /// Unit after the last one.
    pub end: usize,
    /// The date.
    pub value: PartialDate,
}

/// The date expressions of a sentence, in order, disjoint.
///
/// Absolute ('2 April 2015', 'June 2014', '2012', '2015-04-02'), and where the article is dated relative ones
/// ('today', 'yesterday', 'last month', 'two years ago', 'on Tuesday', 'June 24'). Never more precise than the unit
/// that the text names.
pub fn dates(view: &View<'_>, article: Option<PartialDate>) -> Vec<DateExpression> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < view.len() {
        match date_at(view, at, article) {
            Some((end, value)) => {
                out.push(DateExpression { first: at, end, value });
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

fn date_at(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Option<(usize, PartialDate)> {
    if view.units[at].mention.is_some() {
        return None;
    }
    iso(view, at)
        .or_else(|| day_month(view, at, article))
        .or_else(|| month_day(view, at, article))
        .or_else(|| quarter_or_season(view, at))
        .or_else(|| year_alone(view, at))
        .or_else(|| relative(view, at, article?))
}

fn iso(view: &View<'_>, at: usize) -> Option<(usize, PartialDate)> {
    let word = view.lower(at);
    (word.len() == 10 && word.as_bytes()[4] == b'-').then(|| word.parse().ok()).flatten().map(|d| (at + 1, d))
}

/// The number of a month's name.
pub fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    MONTHS
        .iter()
        .position(|m| *m == word || (word.len() == 3 && m.starts_with(word)) || (word == "sept" && *m == "september"))
        .map(|at| at as i8 + 1)
}

fn is_month_name(view: &View<'_>, at: usize) -> Option<i8> {
    let capital = view.units.get(at).is_some_and(|u| matches!(u.kind, TokenKind::Capitalised | TokenKind::Upper));
    capital.then(|| month(view.lower(at))).flatten()
}

fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let day: i8 = digits.parse().ok()?;
    (matches!(ending, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

fn year_number(word: &str) -> Option<i16> {
    let year: i16 = (word.len() == 4).then(|| word.parse().ok()).flatten()?;
    (1500..=2100).contains(&year).then_some(year)
}

/// '2 April 2015', '6th of June 2005', '2 April'
fn day_month(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Option<(usize, PartialDate)> {
    let day = day_number(view.lower(at))?;
    let mut next = at + 1;
    if view.lower(next) == "of" {
        next += 1;
    }
    let month = is_month_name(view, next)?;
    next += 1;
    if view.lower(next) == "," && year_number(view.lower(next + 1)).is_some() {
        next += 1;
    }
    match year_number(view.lower(next)) {
        Some(year) => Some((next + 1, PartialDate::from_day(year, month, day)?)),
        None => Some((next, PartialDate::from_day(article?.year(), month, day)?)),
    }
}

/// 'April 2, 2015', 'April 2015', 'early November, 2012', 'June 24'
fn month_day(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Option<(usize, PartialDate)> {
    let month = is_month_name(view, at)?;
    if let Some(year) = year_number(view.lower(at + 1)) {
        return Some((at + 2, PartialDate::from_month(year, month)?));
    }
    if matches!(view.lower(at + 1), "," | "of")
        && let Some(year) = year_number(view.lower(at + 2))
    {
        return Some((at + 3, PartialDate::from_month(year, month)?));
    }
    if let Some(day) = day_number(view.lower(at + 1)) {
        let mut next = at + 2;
        // ranges: 'June 26 - 28, 2025', 'Feb 5th and 6th 2011'
        if matches!(view.lower(next), "-" | "\u{2013}" | "\u{2014}" | "and" | "to" | "&")
            && day_number(view.lower(next + 1)).is_some()
        {
            next += 2;
        }
        let comma = usize::from(view.lower(next) == ",");
        if let Some(year) = year_number(view.lower(next + comma)) {
            return Some((next + comma + 1, PartialDate::from_day(year, month, day)?));
        }
        return Some((next, PartialDate::from_day(article?.year(), month, day)?));
    }
    // 'in May' alone is a month of the article's year; 'may' the verb is lower-case
    let previous = at.checked_sub(1).map_or("", |p| view.lower(p));
    let licensed = matches!(
        previous,
        "in" | "since" | "early" | "late" | "mid" | "until" | "by" | "last" | "this" | "next" | "of"
    );
    if !licensed {
        return None;
    }
    let article = article?;
    let year = match previous {
        "last" if article.month().is_some_and(|m| m <= month) => article.year() - 1,
        "next" if article.month().is_some_and(|m| m >= month) => article.year() + 1,
        _ => article.year(),
    };
    Some((at + 1, PartialDate::from_month(year, month)?))
}

/// 'Q2 2015', 'spring 2019', 'the end of 2015': no finer than the year.
fn quarter_or_season(view: &View<'_>, at: usize) -> Option<(usize, PartialDate)> {
    let word = view.lower(at);
    let quarter = matches!(word, "q1" | "q2" | "q3" | "q4" | "spring" | "summer" | "autumn" | "fall" | "winter");
    let of = usize::from(view.lower(at + 1) == "of");
    let year = year_number(view.lower(at + 1 + of))?;
    quarter.then(|| PartialDate::from_year(year)).flatten().map(|d| (at + 2 + of, d))
}

fn year_alone(view: &View<'_>, at: usize) -> Option<(usize, PartialDate)> {
    let year = year_number(view.lower(at))?;
    let previous = at.checked_sub(1).map_or("", |p| view.lower(p));
    let bracketed = previous == "(" && view.lower(at + 1) == ")";
    let licensed = bracketed
        || matches!(
            previous,
            "in" | "since"
                | "of"
                | "early"
                | "late"
                | "mid"
                | "until"
                | "by"
                | "from"
                | "during"
                | "year"
                | "before"
                | "after"
                | ","
                | "around"
                | "back"
        );
    let counted = matches!(view.part_of_speech(at + 1), "NOUN") && previous != "in" && previous != "since";
    (licensed && !counted && !view.lower(at + 1).starts_with('%'))
        .then(|| PartialDate::from_year(year))
        .flatten()
        .map(|d| (at + 1, d))
}

fn number_word(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let known = WORDS.iter().position(|w| *w == word).map(|n| n as i64);
    known
        .or_else(|| matches!(word, "a" | "an").then_some(1))
        .or_else(|| word.parse().ok().filter(|n| (0..200).contains(n)))
}

fn at_unit(date: Date, unit: &str) -> Option<PartialDate> {
    match unit {
        "day" | "days" => Some(date.into()),
        "week" | "weeks" | "month" | "months" => PartialDate::from_month(date.year(), date.month()),
        _ => PartialDate::from_year(date.year()),
    }
}

fn shift(article: PartialDate, count: i64, unit: &str) -> Option<PartialDate> {
    let Some(day) = article.as_day() else {
        let year = i16::try_from(i64::from(article.year()) + count).ok()?;
        return unit.starts_with("year").then(|| PartialDate::from_year(year)).flatten();
    };
    let span = match unit.trim_end_matches('s') {
        "day" => count.days(),
        "week" => count.weeks(),
        "month" => count.months(),
        "year" => count.years(),
        _ => return None,
    };
    at_unit(day.checked_add(span).ok()?, unit)
}

fn relative(view: &View<'_>, at: usize, article: PartialDate) -> Option<(usize, PartialDate)> {
    let word = view.lower(at);
    let next = view.lower(at + 1);
    match word {
        "today" => return Some((at + 1, article)),
        "yesterday" => return Some((at + 1, shift(article, -1, "day")?)),
        "tomorrow" => return Some((at + 1, shift(article, 1, "day")?)),
        "last" | "this" | "next" | "earlier" => {
            let skip = usize::from(word == "earlier" && next == "this");
            let unit = view.lower(at + 1 + skip);
            if matches!(unit, "week" | "month" | "year") {
                let count = match word {
                    "last" => -1,
                    "next" => 1,
                    _ => 0,
                };
                return Some((at + 2 + skip, shift(article, count, unit)?));
            }
        }
        _ => {}
    }
    if let Some(weekday) = weekday(word) {
        let licensed = at > 0 && matches!(view.lower(at - 1), "on" | "last" | "this" | "next" | ",");
        let day = article.as_day()?;
        if licensed {
            let back = i64::from((day.weekday().to_monday_zero_offset() - weekday).rem_euclid(7));
            let forward = at > 0 && view.lower(at - 1) == "next";
            let count = if forward { 7 - back } else { -back };
            return Some((at + 1, day.checked_add(count.days()).ok()?.into()));
        }
    }
    // 'two years ago', 'almost three years ago'
    let count = number_word(word)?;
    let unit = next;
    let known = matches!(unit, "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years");
    (known && view.lower(at + 2) == "ago").then(|| shift(article, -count, unit)).flatten().map(|d| (at + 3, d))
}

fn weekday(word: &str) -> Option<i8> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().position(|d| *d == word).map(|at| at as i8)
}
