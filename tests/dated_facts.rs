//! Which date a fact bears: that of its own happening, of the article where it is news, or none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use pressgraph::model::{ParsedArticle, Status};
use pressgraph::pipeline::{extract_paragraph, parse_unit};
use pressgraph::read::Unit;

/// Sentences of an article of 2 April 2015, the predicate that is asked for, and the date of the first such fact.
const CASES: &[(&str, &str, Option<&str>)] = &[
    // the date of the happening itself, however far it stands
    ("Northwind Systems acquired Brightleaf Software in May 2012.", "acquired", Some("2012-05")),
    ("In May 2012 Northwind Systems agreed to acquire Brightleaf Software.", "acquired", Some("2012-05")),
    ("Northwind Systems acquired Brightleaf Software for $40 million in 2012.", "acquired", Some("2012")),
    ("Northwind Systems said on Tuesday that it acquired Brightleaf Software in 2012.", "acquired", Some("2012")),
    (
        "Quillon Networks has been making its map server since 2010 and started using Lakemap in 2013.",
        "uses",
        Some("2013"),
    ),
    ("Ann Keller joined the Far Water Foundation in 2009 and left in 2012.", "worksFor", Some("2009")),
    // dates of something else in the same sentence
    ("Founded in 1998, Northwind Systems sponsors the Far Water Foundation.", "sponsorOf", None),
    ("Northwind Systems, which floated in 2003, sponsors the Far Water Foundation.", "sponsorOf", None),
    ("Northwind Systems, founded in 1998, acquired Brightleaf Software.", "acquired", None),
    ("Northwind Systems (which floated in 2003) sponsors the Far Water Foundation.", "sponsorOf", None),
    ("Northwind Systems acquired Brightleaf Software, which floated in 2003.", "acquired", None),
    ("Northwind Systems, which acquired Brightleaf Software in 2012, has grown.", "acquired", Some("2012")),
    ("The Lakeside Summit took place in Leeds, England, in May 2014.", "locatedIn", Some("2014-05")),
    ("Northwind Systems, based in Leeds, England, grew in 2012.", "locatedIn", None),
    // a date in the words of the fact before the article's own
    (
        "Northwind Systems joins the Far Water Foundation. It joined the Far Water Foundation last month.",
        "memberOf",
        Some("2015-03"),
    ),
    // news, and what is none
    ("Northwind Systems has joined the Far Water Foundation.", "memberOf", Some("2015-04-02")),
    ("Northwind Systems is awarding $1000 to the Far Water Foundation.", "sponsorOf", Some("2015-04-02")),
    ("Northwind Systems sponsors the Far Water Foundation.", "sponsorOf", None),
    ("The Far Water Foundation is sponsored by Northwind Systems.", "sponsorOf", None),
    ("Northwind Systems joined the Far Water Foundation.", "memberOf", None),
    // the tense that counts is that of the verb over the date
    ("Northwind Systems announced on Monday that it will acquire Brightleaf Software.", "acquired", Some("2015-03-30")),
    ("Northwind Systems will acquire Brightleaf Software on Monday.", "acquired", Some("2015-04-06")),
    ("Northwind Systems said on 28 January that it will acquire Brightleaf Software.", "acquired", Some("2015-01-28")),
    ("Ten years ago this week, Ann Keller founded the Far Water Foundation.", "founded", Some("2005")),
    // what counts from the date told before it
    (
        "Northwind Systems joined the Far Water Foundation in June 2012. Four months later it acquired Brightleaf Software.",
        "acquired",
        Some("2012-10"),
    ),
    (
        "Northwind Systems joined the Far Water Foundation in 2012. The following year it acquired Brightleaf Software.",
        "acquired",
        Some("2013"),
    ),
    (
        "Northwind Systems joined the Far Water Foundation in 2012. More than two years later it acquired Brightleaf Software.",
        "acquired",
        None,
    ),
    (
        "Northwind Systems joined the Far Water Foundation in 2012. Over the next year it acquired Brightleaf Software.",
        "acquired",
        None,
    ),
    // where it took place, and with what it began
    ("Ann Keller founded the Lakemap project during the 2005 Lakeside Summit.", "founded", Some("2005")),
    ("Ann Keller, head of research at Northwind Systems, spoke at the 2005 Lakeside Summit.", "worksFor", None),
    (
        "The Far Water Alliance was founded in May 2013. Northwind Systems is a founding member of the Far Water Alliance.",
        "memberOf",
        Some("2013-05"),
    ),
    (
        "The Far Water Alliance was founded in May 2013. Northwind Systems is a gold member of the Far Water Alliance.",
        "memberOf",
        None,
    ),
    // what begins later
    (
        "We announced today that Ann Keller will join Northwind Systems and the Far Water Foundation starting on 1 May.",
        "worksFor",
        Some("2015-05-01"),
    ),
    (
        "The Lakemap community announces the newest member of the Lakemap Board: Ann Keller. She will serve a two-year term beginning on May 22.",
        "memberOf",
        Some("2015-05-22"),
    ),
    // events have days of their own
    ("The Lakeside Summit is held in partnership with Northwind Systems.", "heldOn", None),
    ("Northwind Systems is hosting the Lakeside Summit.", "organizes", None),
    (
        "Northwind Systems is hosting the Lakeside Summit. The Lakeside Summit opens on 5 May.",
        "organizes",
        Some("2015-05-05"),
    ),
    ("Northwind Systems hosted the Lakeside Summit in 2013.", "heldOn", Some("2013")),
    ("This year's Lakeside Summit has been a joy.", "heldOn", Some("2015")),
    ("Last year's annual Lakeside Summit was a joy.", "heldOn", Some("2014")),
    ("The past year's sales of the Lakeside Summit were good.", "heldOn", None),
    ("Our team is in Leeds this month for the Lakeside Summit.", "heldOn", Some("2015-04")),
    ("The Lakeside Summit will open on Saturday 18th.", "heldOn", Some("2015-04-18")),
    ("The Lakeside Summit opened on Saturday 14th.", "heldOn", Some("2015-03-14")),
    ("The Lakeside Summit will open on Tuesday 31st.", "heldOn", None),
    ("The Lakeside Summit was held on Monday, March 2, 2015.", "heldOn", Some("2015-03-02")),
    // a week that lies in two months is known to the year
    ("The Lakeside Summit was held last week.", "heldOn", Some("2015-03")),
    ("The Lakeside Summit was held this week.", "heldOn", Some("2015")),
];

fn first_date(article: &ParsedArticle, predicate: &str) -> Option<String> {
    let is_told = |status: Status| matches!(status, Status::Asserted | Status::Announced);
    let fact = article.facts.iter().find(|fact| fact.predicate == predicate && is_told(fact.status))?;
    fact.date.map(|date| date.to_string())
}

#[test]
fn facts_bear_the_date_of_their_happening() {
    let mut wrong = Vec::new();
    for (text, predicate, wanted) in CASES {
        let article = extract_paragraph(text, "2015-04-02".parse().ok());
        let found = first_date(&article, predicate);
        let is_told = *predicate == "heldOn" || article.facts.iter().any(|fact| fact.predicate == *predicate);
        if found.as_deref() != *wanted || !is_told {
            wrong.push(format!("'{text}': {predicate} wanted {wanted:?}, found {found:?}, told {is_told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Articles with a title, the predicate that is asked for, and the date of the first such fact.
const ARTICLES: &[(&str, &str, &str, Option<&str>)] = &[
    (
        "A good year for maps: 2014 in review",
        "Northwind Systems acquired Brightleaf Software.",
        "acquired",
        Some("2014"),
    ),
    ("A good year for maps: 2014 in review", "Northwind Systems was founded by Ann Keller.", "founded", None),
    (
        "Map news",
        "In this week's round-up of map news, we look at two firms.\n\nNorthwind Systems has acquired Brightleaf Software.",
        "acquired",
        Some("2015-05"),
    ),
    ("Map news", "Northwind Systems has acquired Brightleaf Software.", "acquired", Some("2015-05-20")),
    (
        "Northwind Systems to open source Lakemap",
        "The map maker Northwind Systems will release Lakemap, its map server, as open source.",
        "released",
        None,
    ),
    (
        "Northwind Systems to acquire Brightleaf Software",
        "The map maker Northwind Systems will pay in cash. Brightleaf Software is a firm in Leeds.",
        "acquired",
        Some("2015-05-20"),
    ),
    (
        "Lakeside Summit",
        "The Lakeside Summit is for all.\n\n- Date: Monday, June 1, 2015\n- Place: Leeds",
        "heldOn",
        Some("2015-06-01"),
    ),
    (
        "The Lakeside Summit",
        "This year's Lakeside Summit is near.\n\nThe 2013 summit was full of good talks, and Ann Keller spoke there about maps.",
        "participatesIn",
        Some("2013"),
    ),
    (
        "Election results",
        "We announce the three new members of the Lakemap Board:\n\n- Ann Keller\n- Tom Marsh\n- Jo Brandt\n\nAll three will serve \
         two-year terms beginning on June 22nd.",
        "memberOf",
        Some("2015-06-22"),
    ),
    (
        "Election results",
        "We announce the three new members of the Lakemap Board:\n\n- Ann Keller\n- Tom Marsh\n- Jo Brandt\n\n## Other news\n\n\
         Terms of loans begin on June 22nd.",
        "memberOf",
        Some("2015-05-20"),
    ),
];

#[test]
fn articles_date_what_their_sentences_do_not() {
    let mut wrong = Vec::new();
    for (title, body, predicate, wanted) in ARTICLES {
        let text = format!("---\ntitle: {title:?}\ndate: 2015-05-20\n---\n\n{body}\n");
        let unit = Unit { source_name: "article.md".to_owned(), line: None, bytes: text.into_bytes() };
        let (articles, _) = parse_unit(&unit).unwrap();
        let found = first_date(&articles[0], predicate);
        let is_told = articles[0].facts.iter().any(|fact| fact.predicate == *predicate);
        if found.as_deref() != *wanted || !is_told {
            wrong.push(format!("'{title}: {body}': {predicate} wanted {wanted:?}, found {found:?}, told {is_told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
