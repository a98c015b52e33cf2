//! The same articles give the same bytes: in two processes, on any number of threads, in any order of arguments.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::process::Command;

use pressgraph::export::{FORMATS, Writer};

fn run(args: &[&str], inputs: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(args)
        .args(inputs)
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty(), "{args:?} wrote nothing");
    output.stdout
}

const SEEDS: [&str; 3] =
    ["seeds/alibaba-joins-linaro.md", "seeds/linaro-connect-asia.txt", "seeds/xen-board-and-openbsd.txt"];
const SHUFFLED: [&str; 3] = [SEEDS[2], SEEDS[0], SEEDS[1]];
const REPEATED: [&str; 5] = [SEEDS[1], SEEDS[2], "./seeds/linaro-connect-asia.txt", SEEDS[0], SEEDS[2]];

/// Formats that we write ourselves: what Graphviz draws is its own matter.
fn formats() -> impl Iterator<Item = &'static str> {
    let own = FORMATS.iter().filter(|format| !matches!(format.writer, Writer::Graphviz));
    own.map(|format| format.name)
}

/// Every command whose output the inputs alone decide.
fn commands() -> Vec<Vec<&'static str>> {
    let formats = formats().map(|format| vec!["export", "--to", format]);
    let others = [vec!["extract"], vec!["stats"], vec!["explain", "Linaro"]];
    formats.chain(others).collect()
}

#[test]
fn threads_processes_and_order_of_arguments_change_no_byte() {
    for command in commands() {
        let first = run(&[&command[..], &["--jobs", "1"]].concat(), &SEEDS);
        assert!(first == run(&[&command[..], &["--jobs", "2"]].concat(), &SEEDS), "{command:?}: two threads");
        assert!(first == run(&[&command[..], &["--jobs", "2"]].concat(), &SHUFFLED), "{command:?}: shuffled");
        assert!(first == run(&command, &REPEATED), "{command:?}: repeated");
    }
}

#[test]
fn parsed_articles_give_the_graph_of_their_sources() {
    let folder = tempfile::tempdir().unwrap();
    let parsed = folder.path().join("articles.jsonl");
    run_to(&["extract", "-o", parsed.to_str().unwrap()], &SEEDS);
    for format in formats() {
        let direct = run(&["export", "--to", format], &SEEDS);
        let through = run(&["export", "--to", format], &[parsed.to_str().unwrap()]);
        assert!(direct == through, "{format}: differs when it goes through parsed articles");
    }
}

fn run_to(args: &[&str], inputs: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(args)
        .args(inputs)
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
        .status()
        .unwrap();
    assert!(status.success(), "{args:?}");
}
