//! Reads `src/` and fails where a stage knows what it must not know.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each part of `src/` may import of ours; `bin` holds programs that make data files. `error` and the part itself are always allowed.
const MAY_IMPORT: [(&str, &[&str]); 22] = [
    ("error", &[]),
    ("model", &[]),
    ("schema", &["model"]),
    ("read", &["model", "schema"]),
    ("learn", &[]),
    ("annotate", &["model", "schema", "learn"]),
    ("extract", &["model", "schema", "learn"]),
    ("resolve", &["model", "schema"]),
    ("graph", &["model", "schema"]),
    ("rdf", &["model", "schema", "graph"]),
    ("runs", &[]),
    ("export", &["model", "schema", "graph", "rdf", "runs"]),
    ("validate", &["model", "schema"]),
    ("diff", &["schema", "validate"]),
    ("load", &[]),
    ("query", &["model", "schema", "graph", "rdf"]),
    ("serve", &["query"]),
    ("pipeline", &["model", "schema", "read", "annotate", "extract", "resolve", "graph", "rdf", "export", "runs"]),
    (
        "cli",
        &[
            "model", "schema", "read", "resolve", "graph", "rdf", "export", "validate", "diff", "load", "query",
            "serve", "pipeline",
        ],
    ),
    ("main", &["cli"]),
    ("bin", &["model", "schema", "read", "annotate", "extract", "pipeline"]),
    ("lib", &[]),
];

/// Crates that only some parts may name.
const CRATES: [(&str, &[&str]); 11] = [
    ("oxigraph", &["query", "load"]),
    ("spargebra", &["query"]),
    ("hyper", &["serve"]),
    ("tokio", &["serve"]),
    ("oxrdf", &["rdf", "export", "validate", "load"]),
    ("oxttl", &["validate", "load"]),
    ("oxrdfxml", &["validate", "load"]),
    ("ureq", &["load"]),
    ("http_auth", &["load"]),
    ("petgraph", &["graph", "rdf", "export"]),
    ("clap", &["cli", "bin"]),
];

/// Types whose order differs between two runs, or that the house style bans for another reason.
const BANNED: [&str; 6] = ["HashMap", "HashSet", "SystemTime", "BlankNode::default", "petgraph::dot", "rand::"];

struct Source {
    path: PathBuf,
    part: String,
    /// Without comments.
    code: String,
}

fn sources() -> Vec<Source> {
    let src = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    paths.sort();
    let part = |path: &Path| {
        let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
        first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
    };
    let code = |text: &str| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.map(|line| line.split(" // ").next().unwrap()).collect::<Vec<_>>().join("\n")
    };
    let read = |path: PathBuf| Source { part: part(&path), code: code(&fs::read_to_string(&path).unwrap()), path };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

/// The parts of ours that some code names: after `crate::`, also within `crate::{a, b::c}`.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            found.extend(heads(list));
        } else {
            found.push(word(rest));
        }
    }
    found
}

/// The first word of each item of a braced list.
fn heads(list: &str) -> Vec<String> {
    let (mut depth, mut found, mut fresh) = (0, Vec::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && (c.is_alphanumeric() || c == '_') => {
                found.push(word(&list[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn stages_meet_only_in_the_model() {
    let rules: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut broken = Vec::new();
    for source in sources() {
        let allowed = rules.get(source.part.as_str()).unwrap_or_else(|| panic!("no rule for src/{}", source.part));
        for import in imports(&source.code) {
            let is_allowed = import == source.part || import == "error" || allowed.contains(&import.as_str());
            // Reexports at the crate root, and macros, are nobody's stage.
            if !is_allowed && rules.contains_key(import.as_str()) {
                broken.push(format!("{}: imports {import}", source.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn crates_stay_in_their_stages() {
    let mut broken = Vec::new();
    for source in sources() {
        for (name, parts) in CRATES {
            if source.code.contains(&format!("{name}::")) && !parts.contains(&source.part.as_str()) {
                broken.push(format!("{}: names {name}", source.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nothing_in_the_source_differs_between_two_runs() {
    let mut broken = Vec::new();
    for source in sources() {
        for banned in BANNED {
            if source.code.contains(banned) {
                broken.push(format!("{}: names {banned}", source.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_stage_folder_has_its_mod_file() {
    let src = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        let is_stage = path.is_dir() && !path.ends_with("bin");
        assert!(!is_stage || path.join("mod.rs").is_file(), "{} has no mod.rs", path.display());
    }
}

#[test]
fn braced_imports_are_seen() {
    assert_eq!(imports("use crate::{annotate, read::{Input, Unit}, graph};"), ["annotate", "read", "graph"]);
    assert_eq!(imports("fn f() { crate::rdf::quads() }"), ["rdf"]);
}
