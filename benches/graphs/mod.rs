//! Graphs of made-up articles, as large as a bench asks.

#![allow(clippy::expect_used, dead_code, reason = "a bench without its input cannot run; not every bench uses all")]

use std::sync::OnceLock;

use pressgraph::graph::{self, KnowledgeGraph};
use pressgraph::model::{ParsedArticle, Resolution};
use pressgraph::resolve;

/// Articles that make a million triples.
const ARTICLES: usize = 7_400;
/// Articles whose entities a picture can still hold.
const DRAWN: usize = 3_000;

/// An article of nine entities, some of them shared with others, and eight facts.
fn article(n: usize) -> ParsedArticle {
    let entity = |id: usize, entity_type: &str, name: String| {
        serde_json::json!({"id": format!("e{id}"), "type": entity_type, "name": name,
            "aliases": [format!("{name} Alias")]})
    };
    let sentence = format!("Article {n} has a sentence of usual length that tells of a happening with a date in it.");
    let fact = |at: usize, predicate: &str, subject: usize, object: serde_json::Value, event: bool| {
        serde_json::json!({"predicate": predicate, "subject": format!("e{subject}"), "object": object, "event": event,
            "date": "2015-04-02", "evidence": {"start": at * 100, "end": at * 100 + 87, "text": sentence},
            "rule": "rule/of_some_name"})
    };
    serde_json::from_value(serde_json::json!({
        "id": format!("{n:06}"),
        "article": {"title": format!("Title {n}"), "date": "2015-04-02", "publisher": "P", "language": "en"},
        "text": sentence,
        "entities": [
            entity(1, "Company", format!("Company {}", n % 900)), entity(2, "Company", format!("Firm {n}")),
            entity(3, "Organization", format!("Foundation {}", n % 50)),
            entity(4, "Project", format!("Project {}", n % 300)), entity(5, "Product", format!("Product {n}")),
            entity(6, "Event", format!("Summit {}", n % 100)), entity(7, "Person", format!("Person {n}")),
            entity(8, "Place", format!("Place {}", n % 200)), entity(9, "Place", format!("Land {}", n % 20))],
        "facts": [
            fact(0, "memberOf", 1, "e3".into(), true), fact(1, "acquired", 1, "e2".into(), true),
            fact(2, "uses", 2, "e4".into(), false), fact(3, "released", 2, "e5".into(), true),
            fact(4, "releasedOn", 5, serde_json::json!({"value": "2015-04-02"}), false),
            fact(5, "worksFor", 7, "e1".into(), false), fact(6, "locatedIn", 6, "e8".into(), false),
            fact(7, "locatedIn", 8, "e9".into(), false)],
    }))
    .expect("an article")
}

fn built(articles: usize) -> KnowledgeGraph {
    let mut resolution = Resolution::default();
    (0..articles).for_each(|n| resolve::merge(&mut resolution, resolve::resolve(&article(n))));
    graph::build(&resolution)
}

/// The graph of a million triples.
pub fn large() -> &'static KnowledgeGraph {
    static GRAPH: OnceLock<KnowledgeGraph> = OnceLock::new();
    GRAPH.get_or_init(|| built(ARTICLES))
}

/// A graph that a picture can still hold.
pub fn drawn() -> &'static KnowledgeGraph {
    static GRAPH: OnceLock<KnowledgeGraph> = OnceLock::new();
    GRAPH.get_or_init(|| built(DRAWN))
}
