//! The time that an article looks back on as a whole: 'The year 2014 in review', 'This week in open source'.
//!
//! What such an article tells without a date happened then, and not on the day on which it appeared.

use jiff::ToSpan;

use super::dates::year_number;
use crate::model::{Annotated, PartialDate, month_number};

/// Sentences at the start of an article that may say what it looks back on, beside its title.
const OPENING: usize = 6;

/// The time that a round-up or a review covers, as precise as its words and the article's date tell; none for other articles.
pub fn period(annotated: &Annotated<'_>) -> Option<PartialDate> {
    let metadata = &annotated.document.metadata;
    let title = words(metadata.title.as_deref().unwrap_or(""));
    if let Some(year) = year_in_review(&title, metadata.date) {
        return PartialDate::from_year(year);
    }
    let opening = annotated.sentences.iter().take(OPENING).map(|s| words(annotated.surface_form(s.span)));
    let round_ups: Vec<Vec<String>> =
        std::iter::once(title).chain(opening).filter(|words| is_round_up(words)).collect();
    if let Some(month) = round_ups.iter().find_map(|words| month_of(words)) {
        return Some(month);
    }
    let published = metadata.date?.as_day()?;
    let days = round_ups.iter().find_map(|words| days(words))?;
    let first = published.checked_sub((days - 1).days()).ok()?;
    match (first.year() == published.year(), first.month() == published.month()) {
        (true, true) => PartialDate::from_month(first.year(), first.month()),
        (true, false) => PartialDate::from_year(first.year()),
        (false, _) => None,
    }
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace("round-up", "roundup");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The one year that a title calls a year, or reviews.
fn year_in_review(title: &[String], published: Option<PartialDate>) -> Option<i16> {
    let has = |wanted: &[&str]| title.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&["plan", "plans", "roadmap", "outlook", "preview", "predictions", "ahead", "goals", "next", "new"]) {
        return None;
    }
    let mut years = title.iter().filter_map(|word| year_number(word));
    if let (Some(year), None) = (years.next(), years.next()) {
        let is_near = published.is_none_or(|date| (year..=year + 1).contains(&date.year()));
        return (is_near && has(&["year", "review", "recap", "retrospective"])).then_some(year);
    }
    let is_review = title.windows(2).any(|pair| pair[0] == "year" && pair[1] == "in");
    let published = published.filter(|_| is_review)?;
    match published.month()? {
        12 => Some(published.year()),
        1 => Some(published.year() - 1),
        _ => None,
    }
}

fn is_round_up(words: &[String]) -> bool {
    let is_named = words.iter().any(|word| matches!(word.as_str(), "roundup" | "digest" | "recap"));
    let pair = |first: &str, second: &[&str]| {
        words.windows(2).any(|pair| pair[0] == first && second.contains(&pair[1].as_str()))
    };
    is_named || pair("week", &["in"]) || pair("weekly", &["news", "review"]) || pair("headlines", &["from"])
}

/// The one month that a round-up names with its year: 'News round-up for 7 to 13 May 2014'.
fn month_of(words: &[String]) -> Option<PartialDate> {
    let mut years = words.iter().filter_map(|word| year_number(word));
    let mut months = words.iter().filter_map(|word| month_number(word));
    match (years.next(), years.next(), months.next(), months.next()) {
        (Some(year), None, Some(month), None) => PartialDate::from_month(year, month),
        _ => None,
    }
}

/// How many days a round-up looks back.
fn days(words: &[String]) -> Option<i32> {
    let at = words
        .iter()
        .position(|word| matches!(word.as_str(), "week" | "weeks" | "weekly" | "fortnight" | "month" | "monthly"))?;
    let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
    match (words[at].as_str(), before) {
        ("week" | "weekly", _) => Some(7),
        ("weeks", "two") | ("fortnight", _) => Some(14),
        ("month" | "monthly", _) => Some(31),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{days, is_round_up, month_of, words, year_in_review};

    #[test]
    fn titles_that_look_back_on_a_year_are_told_from_others() {
        let published = "2015-01-04".parse().ok();
        for title in
            ["Why 2014 was a good year for maps", "2014 in review", "The year in maps", "Maps: a recap of 2014"]
        {
            assert_eq!(year_in_review(&words(title), published), Some(2014), "{title}");
        }
        for title in [
            "Lakeside Summit 2014",
            "Northwind Systems joins the Far Water Foundation",
            "Plans for the year 2015",
            "From 2012 to 2014: three years in review",
            "A review of the 2009 survey",
            "Happy new year 2015",
        ] {
            assert_eq!(year_in_review(&words(title), published), None, "{title}");
        }
    }

    #[test]
    fn round_ups_say_how_far_they_look_back() {
        let looks_back =
            |text: &str| Some(words(text)).filter(|words| is_round_up(words)).and_then(|words| days(&words));
        assert_eq!(looks_back("This week in mapping"), Some(7));
        assert_eq!(looks_back("The headlines from the past two weeks"), Some(14));
        assert_eq!(looks_back("In this month's round-up of map news"), Some(31));
        assert_eq!(month_of(&words("Map news round-up for 7 to 13 May 2014")), "2014-05".parse().ok());
        assert_eq!(month_of(&words("Map news round-up, April and May 2014")), None);
        assert_eq!(looks_back("A round-up of map news"), None);
        assert_eq!(looks_back("Northwind Systems was sold this week"), None);
        assert_eq!(looks_back("We met once a week for a month"), None);
    }
}
