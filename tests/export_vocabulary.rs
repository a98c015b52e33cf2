//! The terms that exports use, and the files in `schema/` that describe them, say the same.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;

use oxrdf::{Term, Triple};
use pressgraph::model::EntityType;
use pressgraph::rdf::terms::{CLASSES, PROPERTIES};
use pressgraph::schema::PREDICATES;
use pressgraph::schema::vocabulary::{PG, PREFIXES, RDFS};
use serde_json::Value;

fn ontology() -> Vec<Triple> {
    let text = fs::read("schema/ontology.ttl").unwrap();
    oxttl::TurtleParser::new().for_slice(&text).map(|triple| triple.unwrap()).collect()
}

fn terms() -> BTreeSet<String> {
    CLASSES.iter().chain(&PROPERTIES).map(|term| term.as_str().to_owned()).collect()
}

fn article_schema() -> Value {
    serde_json::from_str(&fs::read_to_string("schema/article.schema.json").unwrap()).unwrap()
}

#[test]
fn every_term_is_labelled_and_explained_in_the_ontology() {
    let ontology = ontology();
    for term in terms() {
        for property in ["label", "comment"] {
            let property = format!("{RDFS}{property}");
            let is_given = ontology.iter().any(|triple| {
                triple.subject.to_string() == format!("<{term}>") && triple.predicate.as_str() == property
            });
            assert!(is_given, "{term} has no {property}");
        }
    }
}

#[test]
fn the_ontology_declares_no_term_of_ours_that_is_never_written() {
    let terms = terms();
    for triple in ontology() {
        let subject = triple.subject.to_string();
        let iri = subject.trim_matches(['<', '>']);
        if iri.starts_with(PG) {
            assert!(terms.contains(iri), "{iri}");
        }
    }
}

#[test]
fn the_ontology_and_the_shapes_have_no_unknown_term_of_ours() {
    let terms = terms();
    for file in ["schema/ontology.ttl", "schema/shapes.ttl"] {
        let text = fs::read(file).unwrap();
        for triple in oxttl::TurtleParser::new().for_slice(&text) {
            if let Term::NamedNode(node) = triple.unwrap().object {
                assert!(!node.as_str().starts_with(PG) || terms.contains(node.as_str()), "{file}: {node}");
            }
        }
    }
}

#[test]
fn the_context_has_a_term_for_all_that_json_ld_writes_and_no_other() {
    let context: Value = serde_json::from_str(&fs::read_to_string("schema/context.jsonld").unwrap()).unwrap();
    let entries = context["@context"].as_object().unwrap();
    let prefixes: BTreeSet<&str> = PREFIXES.iter().map(|(name, _)| *name).collect();
    for (name, iri) in PREFIXES {
        assert_eq!(entries[name], Value::from(iri));
    }
    let mut defined = BTreeSet::new();
    let is_forward = |term: &str, value: &Value| !prefixes.contains(term) && value.get("@reverse").is_none();
    for (term, value) in entries.iter().filter(|(term, value)| !term.starts_with('@') && is_forward(term, value)) {
        let compact = value.as_str().or_else(|| value["@id"].as_str()).unwrap();
        let (prefix, local) = compact.split_once(':').unwrap();
        let iri = format!("{}{local}", entries[prefix].as_str().unwrap());
        assert!(defined.insert(iri), "{term} is a second term for {compact}");
    }
    let mut expected = terms();
    expected.retain(|iri| !iri.ends_with("#type") && !iri.ends_with("#reifies"));
    assert_eq!(defined, expected);
}

#[test]
fn the_schema_of_parsed_articles_lists_the_types_and_predicates_of_the_program() {
    let schema = article_schema();
    let list = |name: &str| -> Vec<String> {
        schema["$defs"][name]["enum"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(list("type"), EntityType::ALL.map(|entity_type| entity_type.as_str().to_owned()));
    assert_eq!(list("predicate"), PREDICATES.map(|predicate| predicate.name.to_owned()));
    let dated = &schema["$defs"]["fact"]["if"]["properties"]["predicate"]["enum"];
    let expected: Vec<&str> = PREDICATES.iter().filter(|p| p.is_dated()).map(|p| p.name).collect();
    assert_eq!(*dated, serde_json::json!(expected));
}

#[test]
fn exports_use_no_term_outside_the_lists() {
    let terms = terms();
    for case in fs::read_dir("tests/export").unwrap() {
        for name in ["claim.nt", "graph.nq"] {
            let bytes = fs::read(case.as_ref().unwrap().path().join(name)).unwrap();
            for quad in oxttl::NQuadsParser::new().for_slice(&bytes) {
                let quad = quad.unwrap();
                assert!(terms.contains(quad.predicate.as_str()), "{}", quad.predicate);
                if let (Term::NamedNode(class), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type") =
                    (&quad.object, quad.predicate.as_str())
                {
                    assert!(terms.contains(class.as_str()), "{class}");
                }
            }
        }
    }
}
