//! The shapes accept what we write, and refuse every graph of `tests/shapes/` that breaks one rule.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use pressgraph::validate::{Data, READABLE, Shapes};

fn violations(path: &PathBuf) -> Vec<String> {
    let extension = path.extension().unwrap().to_str().unwrap();
    let data = Data::read(path.to_str().unwrap(), extension, &fs::read(path).unwrap()).unwrap();
    assert!(!data.is_empty() || path.to_str().unwrap().contains("/empty/"), "{}", path.display());
    let shapes = Shapes::of_the_project().unwrap();
    shapes.violations(&data).iter().map(ToString::to_string).collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_broken_graph_is_told_with_node_and_rule() {
    let mut broken = 0;
    for path in files("tests/shapes") {
        let found = violations(&path);
        if path.ends_with("sound.ttl") {
            assert_eq!(found, Vec::<String>::new());
        } else {
            broken += 1;
            assert!(!found.is_empty(), "{} breaks no rule", path.display());
            assert!(found.iter().all(|line| line.starts_with('<') && line.contains(": ")), "{found:?}");
        }
    }
    assert!(broken > 15);
}

#[test]
fn a_violation_names_the_property_and_the_value() {
    let found = violations(&PathBuf::from("tests/shapes/impossible_date.ttl"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("schema:foundingDate \"") && found[0].ends_with(": does not keep to Date"), "{found:?}");
}

#[test]
fn every_export_conforms() {
    let mut checked = 0;
    for case in files("tests/export") {
        for path in files(case.to_str().unwrap()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            // What reifies in RDF 1.2 has no class of its own for the shapes.
            if READABLE.iter().any(|extension| name.ends_with(&format!(".{extension}"))) && !name.starts_with("rdf12") {
                assert_eq!(violations(&path), Vec::<String>::new(), "{}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 30);
}

#[test]
fn a_rule_that_is_not_known_is_no_rule_that_holds() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> a sh:NodeShape ; sh:xone ( <a:t> ) .";
    let refusal = Shapes::parse("own.ttl", shapes.as_bytes()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "own.ttl: the shape <a:s> uses sh:xone, which is not known here\n\
         hint: keep to the constraints of src/validate/shapes.rs, or add one there"
    );
}

#[test]
fn a_file_that_is_no_rdf_is_told_with_its_line() {
    let refusal = Data::read("graph.nt", "nt", b"<a:s> <a:p> <a:o> .\n<a:s> <a:p> oops .\n").unwrap_err().to_string();
    assert!(refusal.starts_with("graph.nt:2: "), "{refusal}");
    assert!(Data::read("graph.txt", "txt", b"").unwrap_err().is_usage());
}
