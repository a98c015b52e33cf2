//! Date expressions that count from the article's own date: 'today', 'last week', 'two years ago', 'on Tuesday'.

use jiff::ToSpan;
use jiff::civil::Date;

use super::dates::{Read, day_number, month_name, year_number};
use super::tree;
use super::view::View;
use crate::model::{EntityType, PartialDate};

/// The year that a day or month without one belongs to: that in which it is nearest to the article, or the next time
/// where the sentence looks ahead, or the last time where it looks back.
///
/// In an article without a date it is the one year that the names of events in the sentence bear.
pub fn year_of(view: &View<'_>, at: usize, month: i8, article: Option<PartialDate>) -> Option<i16> {
    let Some(article) = article else { return year_of_event(view) };
    let Some(own) = article.month() else { return Some(article.year()) };
    let ahead = i16::from(month) - i16::from(own);
    let shift = match () {
        () if looks_ahead(view, at) => i16::from(ahead < -1),
        () if looks_back(view, at) => -i16::from(ahead > 1),
        () => i16::from(ahead < -6) - i16::from(ahead > 6),
    };
    Some(article.year() + shift)
}

/// The year in 'Lakeside Summit 2013', if no other event of the sentence bears another.
fn year_of_event(view: &View<'_>) -> Option<i16> {
    let events = (0..view.len()).filter(|at| view.entity_type(*at) == Some(EntityType::Event));
    let mut years: Vec<i16> = events.filter_map(|at| view.lower(at).split(' ').find_map(year_number)).collect();
    years.dedup();
    if let [year] = years[..] { Some(year) } else { None }
}

/// Whether the verb over a date tells of what is to come, or where that says nothing the sentence: 'will open on Monday', but
/// not 'said on Monday that it will open'.
fn looks_ahead(view: &View<'_>, at: usize) -> bool {
    tense_over(view, at).map_or_else(
        || (0..view.len()).any(|at| matches!(view.lower(at), "will" | "'ll" | "shall" | "upcoming" | "forthcoming")),
        |tense| tense == Tense::Future,
    )
}

/// Whether the verb over a date stands in the past tense, or where that says nothing a verb of the sentence.
fn looks_back(view: &View<'_>, at: usize) -> bool {
    let is_past = |at: usize| {
        view.mention(at).is_none() && view.grammar(at).is_some_and(|word| word.tag == "VBD")
            || matches!(view.lower(at), "was" | "were")
    };
    tense_over(view, at).map_or_else(|| (0..view.len()).any(is_past), |tense| tense == Tense::Past)
}

#[derive(PartialEq, Eq)]
enum Tense {
    Past,
    Future,
}

/// The tense of the verb that a date hangs from.
fn tense_over(view: &View<'_>, at: usize) -> Option<Tense> {
    const STEPS: usize = 8;
    let words = tree::words(view)?;
    let mut verb = tree::token(view, at)?;
    for _ in 0..STEPS {
        if words[verb].part_of_speech == "VERB" {
            break;
        }
        verb = words[verb].head?;
    }
    let auxiliaries =
        || tree::children(words, verb).filter(|c| words[*c].relation.starts_with("aux")).map(|c| &words[c]);
    if auxiliaries().any(|word| matches!(word.lemma.as_str(), "will" | "shall" | "'ll")) {
        return Some(Tense::Future);
    }
    (words[verb].tag == "VBD" || auxiliaries().any(|word| word.tag == "VBD")).then_some(Tense::Past)
}

/// Reads an expression that starts here.
pub fn relative(view: &View<'_>, at: usize, article: PartialDate) -> Read {
    let word = view.lower(at);
    let next = view.lower(at + 1);
    match word {
        "today" | "tonight" => return Some((at + 1, article)),
        "yesterday" => return Some((at + 1, shift(article, -1, "day")?)),
        "tomorrow" => return Some((at + 1, shift(article, 1, "day")?)),
        "this" if matches!(next, "morning" | "afternoon" | "evening") => return Some((at + 2, article)),
        "last" if next == "night" => return Some((at + 2, shift(article, -1, "day")?)),
        "last" | "this" | "next" | "earlier" | "later" | "past" => {
            if let Some(found) = unit_of_time(view, at, article) {
                return Some(found);
            }
        }
        _ => {}
    }
    weekday(view, at, article).or_else(|| ago(view, at, article))
}

/// 'last week', 'this month', 'earlier this year', 'last summer'
fn unit_of_time(view: &View<'_>, at: usize, article: PartialDate) -> Read {
    let word = view.lower(at);
    // 'over the next year', 'in the last month' are spans of time
    if matches!(word, "last" | "past" | "next") && at > 0 && view.lower(at - 1) == "the" {
        return None;
    }
    let leads = matches!(word, "earlier" | "later");
    if leads && view.lower(at + 1) != "this" {
        return None;
    }
    let after = at + 1 + usize::from(leads);
    let unit = view.lower(after);
    let count = match word {
        "last" | "past" => -1,
        "next" => 1,
        _ => 0,
    };
    let is_quarter = matches!(unit, "quarter" | "spring" | "summer" | "autumn" | "fall");
    if is_quarter && count == 0 {
        return Some((after + 1, PartialDate::from_year(article.year())?));
    }
    // 'the last week of May', 'the past year's sales' count from something else, 'last year's summit' does not
    let is_owner = view.is_possessive(after + 1) && !is_before_event(view, after + 2);
    if !matches!(unit, "week" | "month" | "year") || view.lower(after + 1) == "of" || is_owner {
        return None;
    }
    Some((after + 1, shift(article, count, unit)?))
}

/// Whether the noun phrase that begins here is that of an event: 'Lakeside Summit', 'annual meeting'.
pub fn is_before_event(view: &View<'_>, at: usize) -> bool {
    let end = (at..view.len().min(at + 3)).find(|u| view.mention(*u).is_some() || is_occasion(view.lower(*u)));
    end.is_some_and(|end| {
        (view.entity_type(end) == Some(EntityType::Event) || is_occasion(view.lower(end)))
            && (at..end).all(|u| matches!(view.part_of_speech(u), "ADJ" | "NOUN" | "NUM"))
    })
}

fn is_occasion(word: &str) -> bool {
    matches!(word, "conference" | "summit" | "meeting" | "workshop" | "hackathon" | "symposium" | "festival" | "event")
}

/// The number of a day of the week from its name, Monday being 0.
pub fn weekday_number(word: &str) -> Option<i8> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    (0..).zip(DAYS).find(|(_, day)| *day == word).map(|(number, _)| number)
}

/// 'on Tuesday', 'last Tuesday', 'said Tuesday': the last one before the article, or the next where the text looks ahead.
fn weekday(view: &View<'_>, at: usize, article: PartialDate) -> Read {
    let day = weekday_number(view.lower(at))?;
    // 'Tuesday, April 2': the date itself follows
    let after = at + 1 + usize::from(matches!(view.lower(at + 1), "," | "the"));
    let is_dated = month_name(view, after).is_some()
        || month_name(view, after + 1).is_some()
        || year_number(view.lower(after)).is_some();
    if let Some(number) = day_number(view.lower(at + 1)).filter(|_| !is_dated && is_ordinal(view, at + 1)) {
        return Some((at + 2, day_of_month(view, at, article.as_day()?, day, number)?.into()));
    }
    let before = at.checked_sub(1)?;
    let licence = view.lower(before);
    let is_said = view.part_of_speech(before) == "VERB";
    if is_dated || !is_said && !matches!(licence, "on" | "last" | "this" | "next" | "," | "late" | "early" | "coming") {
        return None;
    }
    let own = article.as_day()?;
    let back = i64::from((own.weekday().to_monday_zero_offset() - day).rem_euclid(7));
    let is_ahead = matches!(licence, "next" | "coming") || licence != "last" && looks_ahead(view, at);
    let count = match (is_ahead, back) {
        (true, 0) if licence == "next" => 7,
        (true, 0) => 0,
        (true, _) => 7 - back,
        (false, 0) if licence == "last" => -7,
        (false, _) => -back,
    };
    Some((at + 1, own.checked_add(count.days()).ok()?.into()))
}

/// Whether a number can only be a day: '20th', or '20' before a mark or the end.
fn is_ordinal(view: &View<'_>, at: usize) -> bool {
    view.lower(at).ends_with(|c: char| c.is_ascii_alphabetic()) || view.is_mark(at + 1) || at + 1 >= view.len()
}

/// 'Saturday 20th': the day nearest to the article that bears both names, after it where the text looks ahead.
fn day_of_month(view: &View<'_>, at: usize, own: Date, day_of_week: i8, number: i8) -> Option<Date> {
    let is_ahead = looks_ahead(view, at);
    let first = own.first_of_month();
    let months = (-6..=6).filter_map(|count: i32| first.checked_add(count.months()).ok());
    let days = months.filter_map(|month| Date::new(month.year(), month.month(), number).ok());
    let fits = |day: &Date| day.weekday().to_monday_zero_offset() == day_of_week && (!is_ahead || *day >= own);
    days.filter(fits).min_by_key(|day| (day.duration_since(own).abs(), *day))
}

/// 'two years ago', 'a month ago'; 'two days earlier' counts from something else.
fn ago(view: &View<'_>, at: usize, article: PartialDate) -> Read {
    let count = number_word(view.lower(at))?;
    let unit = view.lower(at + 1);
    let known = matches!(unit, "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years");
    // 'more than two years ago', 'over a year ago' say no year
    let is_vague =
        at.checked_sub(1).is_some_and(|before| matches!(view.lower(before), "than" | "over" | "half" | "least"));
    // 'ten years ago this week' was not this week
    let end = match view.lower(at + 3) {
        "this" => view.len().min(at + 5),
        "today" => at + 4,
        _ => at + 3,
    };
    (known && !is_vague && view.lower(at + 2) == "ago")
        .then(|| shift(article, -count, unit))
        .flatten()
        .map(|date| (end, date))
}

/// 'four months later', 'the following year': counts from the date told before it.
pub fn later(view: &View<'_>, at: usize, before: PartialDate) -> Read {
    let (next, last) = (view.lower(at + 1), view.lower(at + 2));
    let is_unit =
        |unit: &str| matches!(unit, "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years");
    if view.units.get(at).is_none_or(|unit| unit.mention.is_some()) {
        return None;
    }
    // 'over the next year' is a span of time
    let is_span = at.checked_sub(1).is_some_and(|of| {
        matches!(
            view.lower(of),
            "over" | "in" | "within" | "for" | "during" | "through" | "throughout" | "of" | "until"
        )
    });
    if view.lower(at) == "the" && is_unit(last) && (next == "following" || next == "next" && !is_span) {
        return Some((at + 3, shift(before, 1, last)?));
    }
    // 'more than two years later' says no year
    let is_vague =
        at.checked_sub(1).is_some_and(|of| matches!(view.lower(of), "than" | "over" | "half" | "least" | "until"));
    let count = number_word(view.lower(at)).filter(|_| is_unit(next) && last == "later" && !is_vague)?;
    Some((at + 3, shift(before, count, next)?))
}

fn number_word(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let known = (0..).zip(WORDS).find(|(_, w)| *w == word).map(|(n, _)| n);
    known
        .or_else(|| matches!(word, "a" | "an").then_some(1))
        .or_else(|| word.parse().ok().filter(|n| (0..200).contains(n)))
}

fn at_unit(date: Date, unit: &str) -> Option<PartialDate> {
    match unit {
        "day" | "days" => Some(date.into()),
        "week" | "weeks" => week_of(date),
        "month" | "months" => PartialDate::from_month(date.year(), date.month()),
        _ => PartialDate::from_year(date.year()),
    }
}

/// So many units from the article's date, as precise as the unit, and never more precise than the article's date.
fn shift(article: PartialDate, count: i64, unit: &str) -> Option<PartialDate> {
    let kind = unit.trim_end_matches('s');
    if kind == "year" {
        return PartialDate::from_year(i16::try_from(i64::from(article.year()) + count).ok()?);
    }
    if let (None, Some(month), "month") = (article.day(), article.month(), kind) {
        let months = i64::from(article.year()) * 12 + i64::from(month) - 1 + count;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        return PartialDate::from_month(i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    }
    let span = match kind {
        "day" => count.days(),
        "week" => count.weeks(),
        "month" => count.months(),
        _ => return None,
    };
    at_unit(article.as_day()?.checked_add(span).ok()?, unit)
}

/// The week from Monday to Sunday around a day, as the month or year in which it lies whole.
fn week_of(date: Date) -> Option<PartialDate> {
    let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
    let sunday = monday.checked_add(6.days()).ok()?;
    match (monday.year() == sunday.year(), monday.month() == sunday.month()) {
        (true, true) => PartialDate::from_month(date.year(), date.month()),
        (true, false) => PartialDate::from_year(date.year()),
        (false, _) => None,
    }
}
