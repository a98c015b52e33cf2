//! Date expressions in running text, as precise as the text and the article's own date allow.
//!
//! Absolute ones are read here, those that count from the article's date in [`relative_dates`](super::relative_dates).

use super::relative_dates::{is_before_event, later, relative, weekday_number, year_of};
use super::view::View;
use crate::model::{PartialDate, TokenKind, month_number};

/// A date expression of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateExpression {
    /// First unit.
    pub first: usize,
    /// Unit after the last one.
    pub end: usize,
    /// The date; for a range its first day, month or year.
    pub value: PartialDate,
}

/// What a reader of dates gives: the unit after the expression, and the date.
pub type Read = Option<(usize, PartialDate)>;

/// The date expressions of a sentence, in order, disjoint.
///
/// # Shape
/// Absolute ('2 April 2015', '3-5 May 2015', 'June 2014', 'mid-2014', 'Q2 2015', '2015-04-02'), and where the article is
/// dated relative ones ('today', 'last month', 'two years ago', 'on Tuesday', 'June 24'), and those that count from a date told
/// just before ('four months later'). Never more precise than the
/// unit that the text names: quarters and seasons give years, figures of which either may be the month ('4/2/2015')
/// give years too, durations ('for three years') and vague spans ('a few years ago', 'the 1990s') give nothing.
pub fn dates(view: &View<'_>, article: Option<PartialDate>) -> Vec<DateExpression> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < view.len() {
        let before = out.last().map(|date: &DateExpression| date.value).or(view.earlier);
        match date_at(view, at, article).or_else(|| later(view, at, before?)) {
            Some((end, value)) => {
                out.push(DateExpression { first: at, end, value });
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

fn date_at(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Read {
    if view.units[at].mention.is_some() {
        return None;
    }
    after_weekday(view, at, article)
        .or_else(|| figures(view, at))
        .or_else(|| day_month(view, at, article))
        .or_else(|| month_day(view, at, article))
        .or_else(|| part_of_year(view, at, article))
        .or_else(|| year_alone(view, at))
        .or_else(|| relative(view, at, article?))
}

/// 'Tuesday, April 2, 2015', 'Tuesday the 2nd of April': the day's name belongs to its date.
fn after_weekday(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Read {
    weekday_number(view.lower(at))?;
    let skip = (at + 1..at + 3).take_while(|next| matches!(view.lower(*next), "," | "the")).count();
    let next = at + 1 + skip;
    let (end, date) =
        figures(view, next).or_else(|| day_month(view, next, article)).or_else(|| month_day(view, next, article))?;
    date.day().map(|_| (end, date))
}

/// '2015-04-02', '2015/4/2', '2015-04', '2.4.2015', '4/2/2015'
fn figures(view: &View<'_>, at: usize) -> Read {
    let word = view.lower(at);
    let separator = ['-', '/', '.'].into_iter().find(|c| word.contains(*c))?;
    let parts: Vec<&str> = word.split(separator).collect();
    if !parts.iter().all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number = |at: usize| parts[at].parse::<i8>().ok().filter(|_| parts[at].len() <= 2);
    let date = match parts.len() {
        3 if parts[0].len() == 4 && separator != '.' => {
            PartialDate::from_day(year_number(parts[0])?, number(1)?, number(2)?)
        }
        2 if parts[0].len() == 4 && parts[1].len() == 2 && separator == '-' => {
            // '2012-14' is a range of years
            PartialDate::from_month(year_number(parts[0])?, number(1)?)
        }
        3 if parts[2].len() == 4 => {
            let (first, second, year) = (number(0)?, number(1)?, year_number(parts[2])?);
            match (first, second) {
                _ if separator == '.' || first > 12 || first == second => PartialDate::from_day(year, second, first),
                _ if second > 12 => PartialDate::from_day(year, first, second),
                _ => PartialDate::from_year(year),
            }
        }
        _ => None,
    };
    date.map(|date| (at + 1, date))
}

/// The month that a unit names: by a word with a capital, since 'may' and 'march' are verbs too.
pub fn month_name(view: &View<'_>, at: usize) -> Option<i8> {
    let unit = view.units.get(at).filter(|unit| unit.mention.is_none())?;
    let is_capital = matches!(unit.kind, TokenKind::Capitalised | TokenKind::Upper);
    is_capital.then(|| month_number(&unit.lower)).flatten()
}

/// A day of a month: '2', '2nd', and the first of '2-4'.
pub fn day_number(word: &str) -> Option<i8> {
    let first = word.split(['-', '\u{2013}']).next().unwrap_or(word);
    if first.len() < word.len() && !word[first.len()..].chars().skip(1).all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let digits = first.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &first[digits.len()..];
    let day: i8 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
    (matches!(ending, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

/// A year as a word of its own.
pub fn year_number(word: &str) -> Option<i16> {
    let year: i16 =
        (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()?;
    (1500..=2100).contains(&year).then_some(year)
}

fn is_range_mark(word: &str) -> bool {
    matches!(word, "-" | "\u{2013}" | "\u{2014}" | "and" | "to" | "&" | "through" | "until")
}

/// The year at a unit, or after a comma, 'of' or 'in' there, and the unit after it; 'last year' counts from the article's.
fn year_after(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Option<(usize, i16)> {
    let skip = usize::from(matches!(view.lower(at), "," | "of" | "in"));
    if let Some(year) = year_number(view.lower(at + skip)) {
        return Some((at + skip + 1, year));
    }
    let at = at + usize::from(view.lower(at) == "of");
    let years = match view.lower(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let is_whole = view.lower(at + 1) == "year" && !view.is_possessive(at + 2);
    Some((at + 2, article.filter(|_| is_whole)?.year() + years))
}

/// '2 April 2015', '6th of June 2005', '3 - 5 May 2015', '12 and 13 June', '2 April'
fn day_month(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Read {
    let day = day_number(view.lower(at))?;
    let mut next = at + 1;
    if is_range_mark(view.lower(next)) && day_number(view.lower(next + 1)).is_some() {
        next += 2;
    }
    let of = usize::from(view.lower(next) == "of");
    // '28 February - 2 March 2015' has its year at the end
    let month = month_name(view, next + of)?;
    next += of + 1;
    if let Some((end, year)) = year_after(view, next, article) {
        return Some((end, PartialDate::from_day(year, month, day)?));
    }
    if is_range_mark(view.lower(next))
        && day_number(view.lower(next + 1)).is_some()
        && month_name(view, next + 2).is_some()
    {
        let (end, year) = match year_after(view, next + 3, article) {
            Some(found) => found,
            None => (next + 3, year_of(view, at, month, article)?),
        };
        return Some((end, PartialDate::from_day(year, month, day)?));
    }
    Some((next, PartialDate::from_day(year_of(view, at, month, article)?, month, day)?))
}

/// 'April 2, 2015', 'April 2015', 'early November, 2012', 'June 26 - 28, 2025', 'June 24', 'in May'
fn month_day(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Read {
    let month = month_name(view, at)?;
    let first = at;
    // 'Feb. 5'
    let at = at + usize::from(view.lower(at + 1) == "." && view.lower(at).len() <= 4);
    if let Some((end, year)) = year_after(view, at + 1, article) {
        return Some((end, PartialDate::from_month(year, month)?));
    }
    let the = usize::from(view.lower(at + 1) == "the");
    if let Some(day) = day_number(view.lower(at + 1 + the)) {
        let mut next = at + 2 + the;
        if is_range_mark(view.lower(next)) {
            let other = usize::from(month_name(view, next + 1).is_some());
            if day_number(view.lower(next + 1 + other)).is_some() {
                next += 2 + other;
            }
        }
        if let Some((end, year)) = year_after(view, next, article) {
            return Some((end, PartialDate::from_day(year, month, day)?));
        }
        return Some((next, PartialDate::from_day(year_of(view, at, month, article)?, month, day)?));
    }
    // 'May and June 2015', 'May - June 2015'
    if is_range_mark(view.lower(at + 1))
        && month_name(view, at + 2).is_some()
        && let Some((end, year)) = year_after(view, at + 3, article)
    {
        return Some((end, PartialDate::from_month(year, month)?));
    }
    let previous = first.checked_sub(1).map_or("", |p| view.lower(p));
    let licensed = matches!(
        previous,
        "in" | "since"
            | "early"
            | "late"
            | "mid"
            | "until"
            | "by"
            | "last"
            | "this"
            | "next"
            | "of"
            | "during"
            | "from"
            | "mid-"
    );
    if !licensed {
        return None;
    }
    let Some(article) = article else {
        return Some((at + 1, PartialDate::from_month(year_of(view, at, month, None)?, month)?));
    };
    let year = match previous {
        "last" if article.month().is_some_and(|m| m <= month) => article.year() - 1,
        "next" if article.month().is_some_and(|m| m >= month) => article.year() + 1,
        "last" | "next" | "this" => article.year(),
        _ => year_of(view, at, month, Some(article))?,
    };
    Some((at + 1, PartialDate::from_month(year, month)?))
}

/// 'Q2 2015', 'spring 2019', 'the second quarter of 2015', 'the end of 2015', 'mid-2014': no finer than the year.
fn part_of_year(view: &View<'_>, at: usize, article: Option<PartialDate>) -> Read {
    let word = view.lower(at);
    if let Some(year) = ["mid-", "early-", "late-", "mid", "fy"].iter().find_map(|p| year_number(word.strip_prefix(p)?))
    {
        return Some((at + 1, PartialDate::from_year(year)?));
    }
    let is_part = matches!(
        word,
        "q1" | "q2"
            | "q3"
            | "q4"
            | "h1"
            | "h2"
            | "spring"
            | "summer"
            | "autumn"
            | "fall"
            | "winter"
            | "quarter"
            | "half"
            | "end"
            | "beginning"
            | "start"
            | "middle"
            | "mid"
            | "fiscal"
            | "fy"
            | "1q"
            | "2q"
            | "3q"
            | "4q"
    );
    let (end, year) = is_part.then(|| year_after(view, at + 1, article)).flatten()?;
    Some((end, PartialDate::from_year(year)?))
}

fn year_alone(view: &View<'_>, at: usize) -> Read {
    let word = view.lower(at);
    // '2012-2014', '2012-14'
    let year = match word.split_once(['-', '\u{2013}']) {
        Some((first, rest)) if matches!(rest.len(), 2 | 4) && rest.bytes().all(|b| b.is_ascii_digit()) => {
            year_number(first)?
        }
        _ => year_number(word)?,
    };
    let previous = at.checked_sub(1).map_or("", |p| view.lower(p));
    let bracketed = previous == "(" && view.lower(at + 1) == ")";
    // 'the 2014 summit', 'our 2014 annual meeting'
    let is_of_event = matches!(previous, "the" | "our" | "its" | "their" | "this") && is_before_event(view, at + 1);
    let licensed = bracketed
        || is_of_event
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
                | "between"
                | "throughout"
                | "circa"
                | "till"
        );
    let counted = view.part_of_speech(at + 1) == "NOUN" && !is_of_event && previous != "in" && previous != "since";
    (licensed && !counted && !view.lower(at + 1).starts_with('%'))
        .then(|| PartialDate::from_year(year))
        .flatten()
        .map(|d| (at + 1, d))
}
