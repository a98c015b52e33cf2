//! What stands beside a fact, as the text writes it: prices, sums, shares and rounds, levels, offices.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use pressgraph::model::Status;
use pressgraph::pipeline::extract_paragraph;

/// Sentences, the predicate that is asked for, and the qualifier of the first such fact.
const CASES: &[(&str, &str, Option<&str>)] = &[
    ("Northwind Systems acquired Brightleaf Software for $40 million.", "acquired", Some("$40 million")),
    ("Northwind Systems bought Brightleaf Software for €12m in cash.", "acquired", Some("€12m")),
    (
        "Northwind Systems has agreed to acquire Brightleaf Software in a deal worth $1.2 billion.",
        "acquired",
        Some("$1.2 billion"),
    ),
    (
        "Brightleaf Software is to be acquired by Northwind Systems in a deal valued at a huge £3 billion.",
        "acquired",
        Some("£3 billion"),
    ),
    (
        "Northwind Systems completed its $40 million acquisition of Brightleaf Software.",
        "acquired",
        Some("$40 million"),
    ),
    ("Northwind Systems announced the acquisition of Brightleaf Software.", "acquired", None),
    ("In a $40 million deal, Northwind Systems acquired Brightleaf Software.", "acquired", Some("$40 million")),
    ("Brightleaf Software was sold to Northwind Systems for 25 million euros.", "acquired", Some("25 million euros")),
    ("Northwind Systems will buy Brightleaf Software for just over $2.5bn.", "acquired", Some("just over $2.5bn")),
    ("Northwind Systems acquired Brightleaf Software for an undisclosed sum.", "acquired", Some("undisclosed sum")),
    // sums of something else
    ("Northwind Systems acquired Brightleaf Software, which has sales of $40 million.", "acquired", None),
    ("Northwind Systems acquired Brightleaf Software and sold its offices for $3 million.", "acquired", None),
    (
        "Northwind Systems acquired Brightleaf Software, the maker of a map server with 40 million users.",
        "acquired",
        None,
    ),
    ("Quillon Ventures invested $5 million in Brightleaf Software.", "investedIn", Some("$5 million")),
    ("Quillon Ventures invested SEK 40m in Brightleaf Software.", "investedIn", Some("SEK 40m")),
    (
        "Quillon Ventures invested five million dollars in Brightleaf Software.",
        "investedIn",
        Some("five million dollars"),
    ),
    ("Quillon Ventures owns 15 per cent of Brightleaf Software.", "investedIn", Some("15 per cent")),
    (
        "Quillon Ventures led a $12 million Series B round in Brightleaf Software.",
        "investedIn",
        Some("$12 million Series B round"),
    ),
    (
        "Brightleaf Software raised €8m in a Series A round led by Quillon Ventures.",
        "investedIn",
        Some("Series A round"),
    ),
    (
        "Brightleaf Software closed a seed round of 2 million euros from Quillon Ventures.",
        "investedIn",
        Some("2 million euros"),
    ),
    (
        "Quillon Ventures and Northwind Systems participated in the Series C round of Brightleaf Software.",
        "investedIn",
        Some("Series C round"),
    ),
    (
        "Quillon Ventures bought a 35 percent stake in Brightleaf Software for $9 million.",
        "investedIn",
        Some("35 percent stake"),
    ),
    ("Northwind Systems donated $10,000 to the Far Water Foundation.", "sponsorOf", Some("$10,000")),
    ("The Far Water Foundation received a $250,000 grant from Northwind Systems.", "sponsorOf", Some("$250,000 grant")),
    (
        "Northwind Systems gave the Far Water Foundation a grant of about €50,000.",
        "sponsorOf",
        Some("grant of about €50,000"),
    ),
    (
        "Northwind Systems supports the Far Water Foundation with $1 million a year.",
        "sponsorOf",
        Some("$1 million a year"),
    ),
    ("The Lakeside Summit is sponsored by Northwind Systems at the Gold level.", "sponsorOf", Some("Gold level")),
    ("Northwind Systems sponsors the Far Water Foundation, as it did in its best years.", "sponsorOf", None),
    ("Northwind Systems joined the Far Water Foundation as a Platinum member.", "memberOf", Some("Platinum member")),
    ("Northwind Systems is a gold member of the Far Water Foundation.", "memberOf", Some("gold member")),
    ("Northwind Systems joined the Far Water Foundation as prices fell.", "memberOf", None),
    ("Northwind Systems appointed Ann Keller as its new head of research.", "worksFor", Some("head of research")),
    ("Ann Keller was named interim chief executive of Northwind Systems.", "worksFor", Some("interim chief executive")),
];

#[test]
fn facts_are_qualified_in_the_words_of_the_text() {
    let mut wrong = Vec::new();
    for (text, predicate, wanted) in CASES {
        let article = extract_paragraph(text, None);
        let is_told = |status: Status| matches!(status, Status::Asserted | Status::Announced);
        match article.facts.iter().find(|fact| fact.predicate == *predicate && is_told(fact.status)) {
            Some(fact) if fact.qualifier.as_deref() == *wanted => {}
            Some(fact) => wrong.push(format!("'{text}': wanted {wanted:?}, found {:?}", fact.qualifier)),
            None => wrong.push(format!("'{text}': no {predicate}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
