//! Adding articles that share no name with the others changes no line about the others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pressgraph::graph;
use pressgraph::model::Resolution;
use pressgraph::resolve::{Given, merge, resolve, settle};
use proptest::prelude::*;

/// Names that share letters, words and initials, so that much is decided between them.
const OWN: [(&str, &str, &str); 12] = [
    ("Organization", "Far Water Foundation", "FWF"),
    ("Project", "FWF", ""),
    ("Company", "FWF", ""),
    ("Organization", "Free Wind Forum", "FWF"),
    ("Company", "Quillon Networks Inc.", "Quillon"),
    ("Project", "Quillon", ""),
    ("Person", "Quillon", ""),
    ("Person", "Ann M. Keller", "Keller"),
    ("Person", "Ann Keller", ""),
    ("Person", "Keller", ""),
    ("Company", "Quilon Networks", ""),
    ("Project", "Lakemap project", "Lakemap"),
];
const TYPES: [&str; 5] = ["Company", "Organization", "Project", "Person", "Event"];

fn article(id: &str, entities: &[(String, String, String)]) -> Resolution {
    let mut listed = String::new();
    for (at, (kind, name, alias)) in entities.iter().enumerate() {
        let aliases = if alias.is_empty() { String::new() } else { format!("{alias:?}") };
        let comma = if at > 0 { "," } else { "" };
        write!(listed, r#"{comma}{{"id": "e{at}", "type": {kind:?}, "name": {name:?}, "aliases": [{aliases}]}}"#)
            .unwrap();
    }
    let json = format!(r#"{{"id": "{id}", "article": {{}}, "text": "{id}", "entities": [{listed}], "facts": []}}"#);
    resolve(&serde_json::from_str(&json).unwrap())
}

/// A line for each entity, as an export would have it.
fn lines(parts: &[Resolution]) -> BTreeSet<String> {
    let mut all = Resolution::default();
    parts.iter().for_each(|part| merge(&mut all, part.clone()));
    let settled = settle(all, &Given::default());
    let graph = graph::build(&settled);
    let merges = settled.merges.iter().map(|merge| format!("{merge:?}"));
    graph.entities().map(|entity| format!("{entity:?}")).chain(merges).collect()
}

fn own_article() -> impl Strategy<Value = Vec<(String, String, String)>> {
    prop::collection::btree_set(0..OWN.len(), 1..4).prop_map(|picks| {
        let owned = |at: usize| (OWN[at].0.to_owned(), OWN[at].1.to_owned(), OWN[at].2.to_owned());
        picks.into_iter().map(owned).collect()
    })
}

/// Names of letters that none of the others has.
fn foreign_article() -> impl Strategy<Value = Vec<(String, String, String)>> {
    let name = "[Z][xyzvj]{3,9}( [Z][xyzvj]{3,9}){0,2}";
    prop::collection::vec((0..TYPES.len(), name, prop::option::of("[ZXYVJ]{2,4}")), 1..5).prop_map(|entities| {
        entities
            .into_iter()
            .map(|(kind, name, alias)| (TYPES[kind].to_owned(), name, alias.unwrap_or_default()))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn unrelated_articles_change_no_line_of_the_others(
        own in prop::collection::vec(own_article(), 1..12),
        foreign in prop::collection::vec(foreign_article(), 1..20),
    ) {
        let own: Vec<Resolution> = own.iter().enumerate().map(|(at, one)| article(&format!("m{at}"), one)).collect();
        let foreign: Vec<Resolution> =
            foreign.iter().enumerate().map(|(at, one)| article(&format!("{at}z"), one)).collect();
        let alone = lines(&own);
        let apart = lines(&foreign);
        let together: Vec<Resolution> = own.into_iter().chain(foreign).collect();
        let union: BTreeSet<String> = alone.union(&apart).cloned().collect();
        prop_assert_eq!(lines(&together), union);
    }

    #[test]
    fn orders_groupings_and_repetitions_settle_the_same(
        own in prop::collection::vec(own_article(), 2..10),
        cut in 1_usize..9,
        turn in 0_usize..9,
    ) {
        let mut parts: Vec<Resolution> = own.iter().enumerate().map(|(at, one)| article(&format!("m{at}"), one)).collect();
        let expected = lines(&parts);
        let length = parts.len();
        parts.rotate_left(turn % length);
        parts.reverse();
        let mut halves: Vec<Resolution> = Vec::new();
        for half in [&parts[..cut.min(length)], &parts[cut.min(length)..], &parts[..1]] {
            let mut whole = Resolution::default();
            half.iter().for_each(|part| merge(&mut whole, part.clone()));
            halves.push(whole);
        }
        prop_assert_eq!(lines(&halves), expected);
    }
}
