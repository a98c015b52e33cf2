//! Seven thousand articles; not run by default:
//! `cargo test --release --test export_scale -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Instant;

use pressgraph::export::{self, ExportOptions, Writer};
use pressgraph::graph;
use pressgraph::model::{ParsedArticle, Resolution};
use pressgraph::resolve;

/// An article of nine entities, some of them shared with others, and eight facts.
fn article(n: usize) -> ParsedArticle {
    let entity = |id: usize, entity_type: &str, name: String| serde_json::json!({"id": format!("e{id}"), "type": entity_type, "name": name, "aliases": [format!("{name} Alias")]});
    let sentence =
        format!("Article {n} has a sentence of usual length that tells of a happening with a date in it. ").repeat(2);
    let fact = |predicate: &str, subject: usize, object: serde_json::Value, event: bool| {
        serde_json::json!({"predicate": predicate, "subject": format!("e{subject}"), "object": object, "event": event,
            "date": "2015-04-02", "evidence": {"start": subject * 10, "end": subject * 10 + sentence.len(), "text": sentence},
            "rule": "rule/of_some_name"})
    };
    serde_json::from_value(serde_json::json!({
        "id": format!("{n:06}"),
        "article": {"title": format!("Title {n}"), "date": "2015-04-02", "publisher": "P", "language": "en"},
        "text": sentence,
        "entities": [
            entity(1, "Company", format!("Company {}", n % 900)), entity(2, "Company", format!("Firm {n}")),
            entity(3, "Organization", format!("Foundation {}", n % 50)), entity(4, "Project", format!("Project {}", n % 300)),
            entity(5, "Product", format!("Product {n}")), entity(6, "Event", format!("Summit {}", n % 100)),
            entity(7, "Person", format!("Person {n}")), entity(8, "Place", format!("Place {}", n % 200)),
            entity(9, "Place", format!("Land {}", n % 20))],
        "facts": [
            fact("memberOf", 1, "e3".into(), true), fact("acquired", 1, "e2".into(), true), fact("uses", 2, "e4".into(), false),
            fact("released", 2, "e5".into(), true), fact("releasedOn", 5, serde_json::json!({"value": "2015-04-02"}), false),
            fact("worksFor", 7, "e1".into(), false), fact("locatedIn", 6, "e8".into(), false), fact("locatedIn", 8, "e9".into(), false)],
    }))
    .unwrap()
}

#[test]
#[ignore = "takes seconds; run by hand with --release"]
fn seven_thousand_articles_take_seconds() {
    let articles: Vec<ParsedArticle> = (0..7_000).map(article).collect();
    let start = Instant::now();
    let mut resolution = Resolution::default();
    for article in &articles {
        resolve::merge(&mut resolution, resolve::resolve(article));
    }
    eprintln!("resolve {:?}", start.elapsed());
    let start = Instant::now();
    let graph = graph::build(&resolution);
    eprintln!("build {:?}: {:?}", start.elapsed(), graph.stats());
    for format in export::FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_) | Writer::Graph(_))) {
        let start = Instant::now();
        let mut out = Vec::new();
        match export::write(format, &graph, &ExportOptions::default(), &mut out) {
            Ok(()) => eprintln!("{} {:?}: {} MB", format.name, start.elapsed(), out.len() / 1_000_000),
            Err(refusal) => eprintln!("{} {:?}: {refusal}", format.name, start.elapsed()),
        }
    }
}
