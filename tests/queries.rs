//! Runs every question of `queries/` over the seeds, in each profile of provenance, and compares all rows.
//!
//! `tests/queries/NAME.txt` holds the answer without values, `NAME.linaro.txt` that for the entity Linaro.
//! `UPDATE_EXPECT=1 cargo test --test queries` writes what came: read the diff.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each profile in a format that carries it.
const PROFILES: [(&str, &str); 3] = [("graph", "graph.trig"), ("claim", "claim.ttl"), ("rdf12", "rdf12.nt")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn pressgraph(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressgraph"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn compare(name: &str, got: &str, what: &str) {
    let path = root().join("tests/queries").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, got).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(got, expected, "{name}, {what}");
}

/// The names of the questions, and whether each takes an entity.
fn questions() -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("queries")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rq") {
            let takes_entity = fs::read_to_string(&path).unwrap().contains("\n# entity: ");
            found.push((path.file_stem().unwrap().to_str().unwrap().to_owned(), takes_entity));
        }
    }
    found.sort();
    assert!(found.len() >= 9);
    found
}

#[test]
fn every_question_gives_the_same_rows_from_articles_and_from_every_profile() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = folder.path().join("seeds");
    fs::create_dir(&seeds).unwrap();
    for entry in fs::read_dir(root().join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, seeds.join(path.file_name().unwrap())).unwrap();
        }
    }
    for (profile, file) in PROFILES {
        pressgraph(folder.path(), &["export", "seeds", "-o", file, "--provenance", profile]);
    }
    for (name, takes_entity) in questions() {
        let question = format!("@{name}");
        for input in ["seeds"].into_iter().chain(PROFILES.map(|(_, file)| file)) {
            compare(&format!("{name}.txt"), &pressgraph(folder.path(), &["query", input, &question]), input);
            if takes_entity {
                let got = pressgraph(folder.path(), &["query", input, &question, "--set", "entity=linaro"]);
                compare(&format!("{name}.linaro.txt"), &got, input);
            }
        }
    }
}
