//! What the graph says of one entity, and how much it holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use pressgraph::graph::{self, Explanation, KnowledgeGraph, Role};
use pressgraph::model::{ParsedArticle, Resolution};
use pressgraph::resolve::{self, ResolveOptions};
use pressgraph::schema::vocabulary::DEFAULT_BASE;

fn graph_of(case: &str) -> KnowledgeGraph {
    let mut resolution = Resolution::default();
    for line in fs::read_to_string(format!("tests/export/{case}/articles.jsonl")).unwrap().lines() {
        let article: ParsedArticle = serde_json::from_str(line).unwrap();
        resolve::merge(&mut resolution, resolve::resolve_with(&article, ResolveOptions { keep_unasserted: true }));
    }
    graph::build(&resolution)
}

/// One line a fact: role, relation, other end, and where it is said.
fn lines(explanation: &Explanation<'_>) -> Vec<String> {
    let line = |fact: &graph::ExplainedFact<'_>| {
        let role = if fact.role == Role::Subject { "->" } else { "<-" };
        let doubt = if fact.is_asserted { "" } else { "not: " };
        let places: Vec<String> = fact
            .sources
            .iter()
            .map(|(source, article)| format!("{}#{}", article.unwrap().record.id, source.start))
            .collect();
        format!("{doubt}{} {role} {}: {}", fact.predicate.name, fact.other, places.join(", "))
    };
    explanation.facts.iter().map(line).collect()
}

#[test]
fn an_entity_is_explained_by_name_alias_path_and_iri() {
    let graph = graph_of("happenings");
    for query in ["Vexor Data", "vexor", "company/vexor-data", "https://w3id.org/pressgraph/id/company/vexor-data"] {
        let found = graph.explain(query, DEFAULT_BASE);
        assert_eq!(found.len(), 1, "{query}");
        assert_eq!(
            lines(&found[0]),
            [
                "not: acquired <- Orrery Labs, Inc.: week-in-review#216",
                "foundedOn -> 2009-06: vexor-joins-tellurium#143",
                "investedIn -> Orrery Labs, Inc.: orrery-profile#0",
                "memberOf -> Tellurium Foundation: vexor-joins-tellurium#0, week-in-review#0",
                "partnerOf <- Orrery Labs, Inc.: week-in-review#57",
                "sponsorOf -> Basalt: vexor-joins-tellurium#143",
                "uses -> Basalt: vexor-joins-tellurium#223",
                "worksFor <- Ina Morrow: vexor-joins-tellurium#223",
            ]
        );
    }
    assert!(graph.explain("Nobody", DEFAULT_BASE).is_empty());
}

#[test]
fn two_articles_that_tell_of_one_happening_give_one() {
    let graph = graph_of("happenings");
    let joined: Vec<_> = graph.happenings().filter(|roles| roles.happening.class == "MembershipEvent").collect();
    assert_eq!(joined.len(), 1);
    let happening = joined[0].happening;
    assert_eq!(happening.label, "Vexor Data joins Tellurium Foundation");
    assert_eq!(happening.date.unwrap().to_string(), "2021-03-09");
    assert_eq!(happening.sources.len(), 2);
    assert_eq!(joined[0].agent.unwrap().path, "company/vexor-data");
    assert_eq!(joined[0].object.unwrap().path, "organization/tellurium-foundation");
}

#[test]
fn a_graph_counts_what_it_holds() {
    let stats = graph_of("happenings").stats();
    assert_eq!((stats.articles, stats.entities, stats.facts), (3, 12, 19));
    assert_eq!((stats.unasserted, stats.claims, stats.happenings), (1, 21, 9));
    assert_eq!(stats.facts_by_predicate["founded"], 2);
}
