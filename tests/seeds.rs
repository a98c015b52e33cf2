//! The graphs of the seeds, compared as a whole with `seeds/expected/`.
//!
//! Each article alone as N-Quads, and all three in the formats that people look at. After a change that is meant,
//! `UPDATE_EXPECT=1 cargo test --test seeds` writes them anew; read the difference before it is kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

const SEEDS: [&str; 3] = ["alibaba-joins-linaro.md", "linaro-connect-asia.txt", "xen-board-and-openbsd.txt"];
const TOGETHER: [&str; 3] = ["ttl", "jsonld", "dot"];

/// Runs the program in the project's folder, as a user would.
fn export(format: &str, names: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(["export", "--to", format])
        .args(names.iter().map(|name| format!("seeds/{name}")))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn graphs_of_the_seeds_are_the_expected_ones() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds/expected");
    let alone = SEEDS.map(|name| (format!("{}.nq", name.rsplit_once('.').unwrap().0), export("nquads", &[name])));
    let together = TOGETHER.map(|format| (format!("seeds.{format}"), export(format, &SEEDS)));
    let mut differing = Vec::new();
    for (name, came) in alone.into_iter().chain(together) {
        let path = folder.join(&name);
        if fs::read_to_string(&path).is_ok_and(|expected| expected == came) {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(path, came).unwrap();
        } else {
            differing.push(name);
        }
    }
    assert!(
        differing.is_empty(),
        "seeds/expected: {differing:?} differ; UPDATE_EXPECT=1 writes them, git diff shows how"
    );
}
