//! Relation files of the user's: what they define reaches every format, and `validate` knows it.
//!
//! Works on `examples/`, as the README does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn pressgraph(args: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_pressgraph")).args(args).current_dir(root).env_clear().output().unwrap()
}

fn told(args: &[&str]) -> String {
    let output = pressgraph(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn export(format: &str, more: &[&str]) -> String {
    let args = ["export", "--relations", "examples/relations", "examples/supply-deal.md", "--to", format];
    told(&[&args, more].concat())
}

const SUPPLIES: &str = "<https://w3id.org/pressgraph/id/company/northwind-systems> <https://example.org/ns#supplies> \
                        <https://w3id.org/pressgraph/id/organization/far-water-foundation> .";
const CERTIFIED: &str = "<https://w3id.org/pressgraph/id/product/lakemap-2.0> <https://example.org/ns#certifiedOn> \
                         \"2019-06\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .";

/// The lines of N-Triples that independent parsers read from an export.
fn triples(format: &str, text: &str) -> Vec<String> {
    let base = "https://w3id.org/pressgraph/id/";
    match format {
        "turtle" => oxttl::TurtleParser::new().for_slice(text).map(|t| format!("{} .", t.unwrap())).collect(),
        "rdfxml" => oxrdfxml::RdfXmlParser::new()
            .with_base_iri(base)
            .unwrap()
            .for_slice(text)
            .map(|t| format!("{} .", t.unwrap()))
            .collect(),
        _ => oxjsonld::JsonLdParser::new()
            .for_slice(text)
            .map(|quad| oxrdf::Triple::from(quad.unwrap()))
            .map(|t| format!("{t} ."))
            .collect(),
    }
}

#[test]
fn defined_predicates_stand_in_every_rdf_format() {
    let plain = export("ntriples", &[]);
    for format in ["turtle", "rdfxml", "jsonld"] {
        let mut read = triples(format, &export(format, &[]));
        read.sort();
        read.dedup();
        let wanted: Vec<&str> = plain.lines().collect();
        assert!(wanted.contains(&SUPPLIES) && wanted.contains(&CERTIFIED), "{plain}");
        assert_eq!(read, wanted, "{format}");
    }
}

#[test]
fn a_context_by_address_comes_with_what_it_lacks() {
    let text = export("jsonld", &["--context", "https://example.org/context.jsonld"]);
    let line = text.lines().nth(1).unwrap();
    for entry in [
        r#""ex": "https://example.org/ns#""#,
        r#""supplies": {"@id":"ex:supplies","@type":"@id"}"#,
        r#"["https://example.org/context.jsonld", {"#,
    ] {
        assert!(line.contains(entry), "{line}");
    }
}

#[test]
fn defined_predicates_stand_in_pictures_and_property_graphs() {
    for (format, mark) in [
        ("dot", "supplies"),
        ("mermaid", "supplies"),
        ("graphml", "<data key=\"e_predicate\">supplies</data>"),
        ("gexf", "supplies"),
        ("cytoscape", "\"interaction\":\"supplies\""),
        ("csv-edges", "SUPPLIES"),
        ("cypher", "SUPPLIES"),
        ("csv-nodes", "certifiedOn:string[]"),
        ("jsonl", "\"supplies/supply\""),
    ] {
        let text = export(format, &[]);
        assert!(text.contains(mark), "{format}: {text}");
    }
    assert!(export("graphml", &[]).contains("<data key=\"n_certifiedOn\">2019-06</data>"));
}

#[test]
fn validation_knows_the_predicates_of_the_folder_alone() {
    let file = std::env::temp_dir().join(format!("pressgraph-relations-{}.ttl", std::process::id()));
    std::fs::write(&file, export("turtle", &[])).unwrap();
    let path = file.to_str().unwrap();
    let known = pressgraph(&["validate", path, "--relations", "examples/relations"]);
    let unknown = pressgraph(&["validate", path]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(known.status.code(), Some(0), "{}", String::from_utf8_lossy(&known.stdout));
    assert_eq!(unknown.status.code(), Some(1));
}

#[test]
fn the_list_names_every_relation_and_its_file() {
    let args = ["relations", "--to", "json", "--relations", "examples/relations"];
    let rows: serde_json::Value = serde_json::from_str(&told(&args)).unwrap();
    let rows = rows.as_array().unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.len() == 21, "{names:?}");
    let own = rows.iter().find(|row| row["name"] == "certified_on").unwrap();
    assert_eq!(
        *own,
        serde_json::json!({
            "name": "certified_on", "predicate": "certifiedOn", "label": "certified on",
            "iris": ["https://example.org/ns#certifiedOn"], "subjects": ["Product", "Project"], "objects": "date",
            "symmetric": false, "patterns": 1, "accepts": 1, "rejects": 1, "file": "examples/relations/certified_on.toml"
        })
    );
    let table = told(&["relations", "--relations", "examples/relations"]);
    assert_eq!(table.lines().count(), 22);
    assert!(table.lines().nth(1).is_some_and(|line| line.contains("built in") && line.contains("ns#acquired")));
}

#[test]
fn facts_of_defined_predicates_need_the_folder_again() {
    let article = export("jsonl", &[]);
    let file = std::env::temp_dir().join(format!("pressgraph-relations-{}.jsonl", std::process::id()));
    std::fs::write(&file, &article).unwrap();
    let path = file.to_str().unwrap();
    let with = told(&["export", path, "--to", "ntriples", "--relations", "examples/relations"]);
    let without = pressgraph(&["export", path, "--to", "ntriples"]);
    std::fs::remove_file(&file).unwrap();
    assert!(with.lines().any(|line| line == SUPPLIES));
    let said = String::from_utf8(without.stderr).unwrap();
    assert!(said.contains("`facts[0].predicate`: unknown predicate 'supplies'"), "{said}");
}
