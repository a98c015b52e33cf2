//! A run that is killed at any moment leaves its output whole or absent, and the next start cleans up after it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

fn articles(count: usize) -> String {
    let article = |n: usize| {
        let told = |at: usize| format!("Firm {n:04} number {at:02} joins the Foundation.");
        let fact = |at: usize| {
            json!({"predicate": "memberOf", "subject": format!("e{at}"), "object": "e0", "event": true,
                "evidence": {"start": at * 50, "end": at * 50 + 41, "text": told(at)}})
        };
        let firm = |at: usize| json!({"id": format!("e{at}"), "type": "Company", "name": format!("Firm {n} {at}")});
        let foundation = json!({"id": "e0", "type": "Organization", "name": "Far Water Foundation"});
        json!({"id": format!("a{n}"), "article": {}, "text": (0..20).map(|at| format!("{:50}", told(at))).collect::<String>(),
            "entities": (1..20).map(firm).chain([foundation]).collect::<Vec<_>>(),
            "facts": (1..20).map(fact).collect::<Vec<_>>()})
    };
    (0..count).map(|n| format!("{}\n", article(n))).collect()
}

fn export(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressgraph"));
    command.args([
        "export",
        "articles.jsonl",
        "--memory",
        "1M",
        "--jobs",
        "2",
        "--store",
        "store",
        "-o",
        "out/graph.nq",
    ]);
    command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_killed_run_leaves_no_half_file_and_no_litter_for_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("out")).unwrap();
    fs::write(folder.join("articles.jsonl"), articles(300)).unwrap();
    let start = Instant::now();
    assert!(export(folder).status().unwrap().success());
    let whole = start.elapsed();
    let output = folder.join("out/graph.nq");
    let expected = fs::read(&output).unwrap();
    assert!(expected.len() > 100_000);
    let mut killed = 0;
    for at in 0..12_u32 {
        let before = if at % 2 == 0 { None } else { Some(b"old".to_vec()) };
        match &before {
            Some(old) => fs::write(&output, old).unwrap(),
            None => fs::remove_file(&output).unwrap_or(()),
        }
        // a run that is killed early has made no store yet
        if at % 3 == 0 && folder.join("store").exists() {
            fs::remove_dir_all(folder.join("store")).unwrap();
        }
        let mut child = export(folder).spawn().unwrap();
        std::thread::sleep(whole * at / 12 + Duration::from_millis(1));
        // The same as kill -9.
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let came = fs::read(&output).ok();
        assert!(came == before || came.as_ref() == Some(&expected), "round {at}: a half file");
    }
    assert!(killed > 3, "only {killed} runs were killed before they ended");
    assert!(export(folder).status().unwrap().success());
    assert!(fs::read(&output).unwrap() == expected);
    assert_eq!(names(&folder.join("out")), ["graph.nq"], "unfinished files are left");
    let litter: Vec<String> = walk(&folder.join("store")).into_iter().filter(|name| name.starts_with(".tmp")).collect();
    assert_eq!(litter, Vec::<String>::new(), "unfinished files are left in the store");
}

fn walk(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(walk(&entry.path())),
            false => found.push(entry.file_name().into_string().unwrap()),
        }
    }
    found
}
