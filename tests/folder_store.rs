//! The store in a folder: loaded whole or not at all, whenever the process is killed, and opened by Oxigraph's own program.
//!
//! That program is found as `tests/stores.rs` finds it; without it its test is left out and says so.

#![cfg(feature = "store")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs the program where the project is; its status, what it gives and what it says.
fn pressgraph(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn done(arguments: &[&str]) -> String {
    let (status, out, said) = pressgraph(arguments);
    assert_eq!(status, Some(0), "{arguments:?}: {said}");
    out
}

fn refused(arguments: &[&str], status: i32, why: &str) {
    let (was, _, said) = pressgraph(arguments);
    assert!(was == Some(status) && said.contains(why), "{arguments:?}: {was:?} {said}");
}

fn count(store: &str) -> u64 {
    let text = done(&["query", "--store", store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--to", "csv"]);
    text.lines().nth(1).unwrap().parse().unwrap()
}

/// A file of so many statements.
fn numbered(folder: &Path, name: &str, statements: usize) -> String {
    let path = folder.join(name);
    let line = |n| format!("<urn:{name}:{n}> <urn:p> \"Northwind Systems, number {n} of many\" .\n");
    fs::write(&path, (0..statements).map(line).collect::<String>()).unwrap();
    path.display().to_string()
}

fn program(name: &str) -> Option<PathBuf> {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/ci/python/bin").join(name);
    let named = std::env::var_os("PRESSGRAPH_OXIGRAPH").map(PathBuf::from);
    let on_path = || {
        let folders = std::env::var_os("PATH")?;
        std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
    };
    named.or_else(|| Some(installed).filter(|path| path.is_file())).or_else(on_path)
}

#[test]
fn a_load_adds_replaces_and_says_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news/store").display().to_string();
    let file = numbered(folder.path(), "first.nt", 100);
    let other = numbered(folder.path(), "other.nt", 50);
    let load = |rest: &[&str]| done(&[&["load", "--quiet", "--store", &store], rest].concat());
    assert_eq!(
        load(&[&file]),
        format!("{store}: holds 100 statements, 0 before and 100 new of the 100 that were sent\n")
    );
    assert_eq!(
        load(&[&file]),
        format!("{store}: holds 100 statements, 100 before and 0 new of the 100 that were sent\n")
    );
    assert_eq!(load(&[&other, "--dry-run"]), format!("{store}: 50 statements would be loaded\n"));
    assert_eq!(
        load(&[&other, &file]),
        format!("{store}: holds 150 statements, 100 before and 50 new of the 150 that were sent\n")
    );
    assert_eq!(load(&[&other, "--replace"]), format!("{store}: holds the 50 statements that were sent\n"));
    assert_eq!(count(&store), 50);
    load(&[&file, "--graph", "urn:g"]);
    assert_eq!(count(&store), 150, "the default graph of a query is the union");
    load(&[&file, "--replace-dataset"]);
    assert_eq!(count(&store), 100);
    let blank = folder.path().join("blank.ttl");
    fs::write(&blank, "_:a <urn:p> [ <urn:q> _:a ] .").unwrap();
    let blank = blank.display().to_string();
    let held = load(&[&blank, "--graph", "urn:b"]) + &load(&[&blank, "--graph", "urn:b"]);
    assert!(held.contains("holds 2 statements, 0 before") && held.contains("holds 4 statements, 2 before"), "{held}");
}

#[test]
fn questions_are_answered_as_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().display().to_string();
    done(&["load", "--quiet", "seeds", "--store", &store]);
    let by_file = ["query", "--store", &store, "--file", "queries/members.rq", "--to", "csv"];
    assert_eq!(done(&by_file), done(&["query", "--store", &store, "@members", "--to", "csv"]));
    refused(&["query", "--store", &store], 2, "there is no query");
    for name in ["@timeline", "@members", "@facts", "@connected", "@sources"] {
        let rows = done(&["query", "--store", &store, name, "--to", "csv"]);
        assert!(rows.lines().count() > 1, "{name}: {rows}");
        assert_eq!(rows, done(&["query", "seeds", "--provenance", "claim", name, "--to", "csv"]), "{name}");
    }
}

#[test]
fn what_is_no_store_or_is_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = numbered(folder.path(), "first.nt", 10);
    let (taken, none) = (folder.path().display().to_string(), folder.path().join("none").display().to_string());
    refused(&["load", &file, "--store", &taken], 2, "holds something else than a store");
    refused(&["query", "--store", &taken, "ASK {}"], 2, "there is no store in this folder");
    refused(&["serve", "--store", &none], 2, "there is no store in this folder");
    assert!(!Path::new(&none).exists(), "asking makes nothing");
    refused(&["query", "seeds", "--store", &taken, "ASK {}"], 2, "asked alone");
    refused(&["load", &file, "--store", &taken, "--preset", "oxigraph"], 2, "cannot be used with");
    let broken = folder.path().join("broken.nt");
    fs::write(&broken, "<urn:a> <urn:b> oops .\n").unwrap();
    refused(&["load", &file, &broken.display().to_string(), "--store", &none], 1, "broken.nt:1");
    assert!(!Path::new(&none).exists(), "an input that is broken makes no store");
    done(&["load", "--quiet", &file, "--store", &none]);
    let mut server = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(["serve", "--store", &none, "--bind", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(server.stderr.take().unwrap()), &mut line).unwrap();
    assert_eq!(count(&none), 10, "others may ask");
    refused(&["load", &file, "--store", &none], 1, "another program has the store open");
    server.kill().unwrap();
    server.wait().unwrap();
    done(&["load", "--quiet", &file, "--store", &none]);
}

/// Kills loads at moments spread over their whole time, the first of them before there is a store. After each the store holds
/// all or nothing of it.
fn killed(store: &Path, file: &str, options: &[&str], before: u64, all: u64) {
    let place = store.display().to_string();
    let arguments = [&["load", "--quiet", file, "--store", &place], options].concat();
    let command = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pressgraph"));
        command.args(&arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    // A step of the time that one takes on this machine.
    let copy = tempfile::tempdir().unwrap();
    let start = Instant::now();
    done(&["load", "--quiet", file, "--store", &copy.path().join("trial").display().to_string()]);
    let step = start.elapsed() / 8;
    let (mut whole, mut none) = (0, 0);
    while whole == 0 {
        let mut child = command().spawn().unwrap();
        std::thread::sleep(step * none);
        child.kill().unwrap();
        child.wait().unwrap();
        if !store.join("CURRENT").is_file() {
            none += 1;
            continue;
        }
        let held = count(&place);
        assert!(held == before || held == all, "killed after {none} steps: {held} of {all}, {before} before");
        if held == all { whole += 1 } else { none += 1 }
    }
    assert!(none > 3, "no load was killed on its way: {none}");
    done(&arguments);
    assert_eq!(count(&place), all, "loaded after all");
    let left = fs::read_dir(store).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
        name.starts_with("bulk-")
    });
    assert_eq!(left.count(), 0, "files of killed loads");
}

#[test]
fn a_load_that_is_killed_leaves_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let first = numbered(folder.path(), "first.nt", 6_000);
    killed(&store, &first, &[], 0, 6_000);
    let second = numbered(folder.path(), "second.nt", 4_000);
    killed(&store, &second, &[], 6_000, 10_000);
    let third = numbered(folder.path(), "third.nt", 5_000);
    killed(&store, &third, &["--replace"], 10_000, 5_000);
}

#[test]
fn oxigraph_opens_the_folder_and_we_open_its_own() {
    let Some(oxigraph) = program("oxigraph") else {
        assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "oxigraph is not installed");
        eprintln!("left out: oxigraph is not installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").display().to_string();
    done(&["load", "--quiet", "seeds", "--store", &store]);
    done(&["load", "--quiet", "seeds", "--store", &store, "--provenance", "graph"]);
    let dumped = |store: &str| {
        let dump = Command::new(&oxigraph).args(["dump", "--location", store, "--format", "nq"]).output().unwrap();
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        sorted(&String::from_utf8(dump.stdout).unwrap())
    };
    let exported = |profile: &str| done(&["export", "--quiet", "seeds", "--to", "nquads", "--provenance", profile]);
    // It takes every kind of integer for one.
    let text = (exported("claim") + &exported("graph")).replace("XMLSchema#nonNegativeInteger>", "XMLSchema#integer>");
    assert!(dumped(&store) == sorted(&text), "other statements than were loaded");
    let own = folder.path().join("own").display().to_string();
    let file = numbered(folder.path(), "first.nt", 1000);
    let load = Command::new(&oxigraph).args(["load", "--location", &own, "--file", &file]).output().unwrap();
    assert!(load.status.success(), "{}", String::from_utf8_lossy(&load.stderr));
    assert_eq!(count(&own), 1000);
    done(&["load", "--quiet", "seeds/expected/seeds.ttl", "--store", &own, "--graph", "urn:g"]);
    let held = dumped(&own);
    assert!(held.len() as u64 == count(&own) && held.len() > 1000, "{}", held.len());
}

/// Each line once.
fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines.dedup();
    lines
}
