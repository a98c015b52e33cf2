//! Dates in running text: as precise as the text and the article's own date allow, and never more.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use pressgraph::model::{ParsedObject, PartialDate};
use pressgraph::pipeline::extract_paragraph;
use proptest::prelude::*;

/// When an event takes place that a sentence dates; the article is of 2 April 2015, a Thursday.
const CASES: &[(&str, Option<&str>)] = &[
    ("on 2 April 2015", Some("2015-04-02")),
    ("on April 2, 2015", Some("2015-04-02")),
    ("on the 6th of June 2005", Some("2005-06-06")),
    ("in June 2014", Some("2014-06")),
    ("in early November, 2012", Some("2012-11")),
    ("in 2012", Some("2012")),
    ("on 2013-05-07", Some("2013-05-07")),
    ("from 3 - 5 May 2013", Some("2013-05-03")),
    ("on 12 and 13 June 2013", Some("2013-06-12")),
    ("from June 26 - 28, 2013", Some("2013-06-26")),
    ("in Q2 2013", Some("2013")),
    ("in spring 2012", Some("2012")),
    ("in the second quarter of 2013", Some("2013")),
    ("at the end of 2013", Some("2013")),
    ("in mid-2013", Some("2013")),
    ("on 24.6.2013", Some("2013-06-24")),
    ("on 4/2/2013", Some("2013")),
    ("on 24/6/2013", Some("2013-06-24")),
    ("yesterday", Some("2015-04-01")),
    ("last month", Some("2015-03")),
    ("last year", Some("2014")),
    ("in March last year", Some("2014-03")),
    ("on 6 May of last year", Some("2014-05-06")),
    ("in November this year", Some("2015-11")),
    ("in the spring of next year", Some("2016")),
    ("two years ago", Some("2013")),
    ("three weeks ago", Some("2015-03")),
    ("on Tuesday", Some("2015-03-31")),
    ("last Friday", Some("2015-03-27")),
    ("in December", Some("2014-12")),
    ("on March 24", Some("2015-03-24")),
    ("on November 3", Some("2014-11-03")),
    ("last night", Some("2015-04-01")),
    ("earlier this year", Some("2015")),
    // from 30 March to 5 April
    ("this week", Some("2015")),
    ("on Thursday 26th", Some("2015-03-26")),
    ("a few years ago", None),
    ("for three years", None),
    ("more than two years ago", None),
    ("in the 1990s", None),
    ("many times", None),
    ("from 28 February to 2 March 2013", Some("2013-02-28")),
    ("between 2010 and 2012", Some("2010")),
    ("on Tuesday, March 3, 2015", Some("2015-03-03")),
];

fn held_on(text: &str, published: &str) -> Vec<PartialDate> {
    let article = extract_paragraph(text, Some(published.parse().unwrap()));
    let dated = article.facts.iter().filter(|fact| fact.predicate == "heldOn");
    dated
        .filter_map(|fact| match fact.object {
            ParsedObject::Date { value, .. } => Some(value),
            ParsedObject::Entity(_) => None,
        })
        .collect()
}

#[test]
fn what_begins_later_is_dated_by_its_beginning() {
    let text = "We announced today that Northwind Systems will join the Far Water Foundation starting on 1 May 2015.";
    let article = extract_paragraph(text, "2015-04-02".parse().ok());
    let dates: Vec<_> = article.facts.iter().filter(|f| f.predicate == "memberOf").map(|f| f.date).collect();
    assert_eq!(dates, ["2015-05-01".parse().ok()]);
}

#[test]
fn expressions_give_their_dates() {
    let mut wrong = Vec::new();
    for (expression, wanted) in CASES {
        let found = held_on(&format!("The Lakeside Summit was held {expression}."), "2015-04-02");
        let wanted: Vec<PartialDate> = wanted.iter().map(|date| date.parse().unwrap()).collect();
        if found != wanted {
            wrong.push(format!("'{expression}': wanted {wanted:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that dates are made of, with the finest unit that each can tell: 1 the year, 2 the month, 3 the day.
const WORDS: [(&str, u8); 40] = [
    ("in", 0),
    ("on", 0),
    ("of", 0),
    ("the", 0),
    (",", 0),
    ("-", 0),
    ("and", 0),
    ("to", 0),
    ("early", 0),
    ("last", 0),
    ("next", 0),
    ("this", 0),
    ("ago", 0),
    ("since", 0),
    ("(", 0),
    (")", 0),
    ("a", 0),
    ("two", 0),
    ("year", 1),
    ("years", 1),
    ("2013", 1),
    ("1999", 1),
    ("2012-14", 1),
    ("mid-2014", 1),
    ("spring", 1),
    ("Q3", 1),
    ("quarter", 1),
    ("May", 2),
    ("December", 2),
    ("Sept.", 2),
    ("week", 2),
    ("months", 2),
    ("2013-05", 2),
    ("7", 3),
    ("31st", 3),
    ("Tuesday", 3),
    ("today", 3),
    ("yesterday", 3),
    ("2013-05-07", 3),
    ("days", 3),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_date_is_finer_than_its_words(
        picks in prop::collection::vec(0..WORDS.len(), 1..9),
        published in prop::sample::select(vec!["2015", "2015-04", "2015-04-02", "2016-02-29"]),
    ) {
        let text = picks.iter().map(|pick| WORDS[*pick].0).collect::<Vec<_>>().join(" ");
        let finest = picks.iter().map(|pick| WORDS[*pick].1).max().unwrap();
        for date in held_on(&format!("The Lakeside Summit was held {text}."), published) {
            let unit = if date.day().is_some() { 3 } else if date.month().is_some() { 2 } else { 1 };
            prop_assert!(unit <= finest, "{text} gave {date}");
        }
    }
}
