//! A store changes what is worked on and nothing else: adding, changing or removing an article works on that one, and what
//! comes out is what comes out without a store.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

fn sentence(n: usize) -> String {
    let firms = ["Northwind Systems", "Quillon Networks", "Brightleaf Software", "Vexor Data"];
    format!("# News {n}\n\n{} has joined the Far Water Foundation as member number {n}.\n", firms[n % firms.len()])
}

/// What an export writes to standard output, and what it says.
fn export(folder: &Path, arguments: &[&str]) -> (Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(["export", "articles", "--verbose", "--to"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    (output.stdout, said)
}

/// From the store and worked on.
fn counts(said: &str) -> (usize, usize) {
    let line = said.lines().find(|line| line.contains("articles from the store: ")).unwrap();
    let (_, counts) = line.split_once("store: ").unwrap();
    let (taken, missed) = counts.split_once(", worked on: ").unwrap();
    (taken.parse().unwrap(), missed.parse().unwrap())
}

#[test]
fn only_what_changed_is_worked_on_and_add_then_remove_is_never_added() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let article = |n: usize| folder.join(format!("articles/{n:03}.md"));
    fs::create_dir(folder.join("articles")).unwrap();
    for n in 0..40 {
        fs::write(article(n), sentence(n)).unwrap();
    }
    let stored = |format| {
        let (bytes, said) = export(folder, &[format, "--store", "kept"]);
        assert!(bytes == export(folder, &[format]).0, "{format}: not as without a store");
        (bytes, counts(&said))
    };
    let (first, counts) = stored("nquads");
    assert_eq!(counts, (0, 40));
    assert_eq!(stored("nquads"), (first.clone(), (40, 0)));
    assert_eq!(stored("turtle").1, (40, 0));
    assert_eq!(stored("dot").1, (40, 0));
    fs::write(article(40), sentence(40)).unwrap();
    let (with, counts) = stored("nquads");
    assert_eq!(counts, (40, 1));
    assert!(with != first);
    fs::write(article(7), sentence(99)).unwrap();
    assert_eq!(stored("nquads").1, (40, 1));
    fs::write(article(7), sentence(7)).unwrap();
    fs::remove_file(article(40)).unwrap();
    assert_eq!(stored("nquads"), (first, (39, 1)), "what was added is gone, what was changed is back");
    let kept: usize = fs::read_dir(folder.join("kept"))
        .unwrap()
        .filter(|shelf| shelf.as_ref().unwrap().path().is_dir())
        .map(|shelf| fs::read_dir(shelf.unwrap().path()).unwrap().count())
        .sum();
    assert_eq!(kept, 40, "what no article asks for is forgotten");
}

#[test]
fn a_broken_store_is_told_and_filled_anew() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("articles")).unwrap();
    for n in 0..3 {
        fs::write(folder.join(format!("articles/{n}.md")), sentence(n)).unwrap();
    }
    let expected = export(folder, &["nquads", "--store", "kept"]).0;
    for shelf in
        fs::read_dir(folder.join("kept")).unwrap().map(|shelf| shelf.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(shelf).unwrap().map(|file| file.unwrap().path()) {
            let mut bytes = fs::read(&file).unwrap();
            let last = bytes.len() - 3;
            bytes[last] ^= 1;
            fs::write(&file, bytes).unwrap();
        }
    }
    let (bytes, said) = export(folder, &["nquads", "--store", "kept"]);
    assert!(bytes == expected && counts(&said) == (0, 3), "{said}");
    assert_eq!(said.matches("broken in the store: read anew").count(), 3, "{said}");
    assert_eq!(counts(&export(folder, &["nquads", "--store", "kept"]).1), (3, 0));
    fs::write(folder.join("kept/pressgraph-store"), "form 0\n").unwrap();
    let (bytes, said) = export(folder, &["nquads", "--store", "kept"]);
    assert!(bytes == expected && counts(&said) == (0, 3), "{said}");
    assert!(said.contains("filled by another version of the program"), "{said}");
}

#[test]
fn a_folder_of_other_files_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("precious.txt"), "x").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(["export", "seeds/alibaba-joins-linaro.md", "--to", "nquads", "--store"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(folder.path().join("precious.txt").exists());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    /// JSON Lines whose lines move: numbers of lines change, and no article is worked on again.
    #[test]
    fn lines_that_move_are_not_worked_on_again(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let line = |n: &usize| format!("{}\n", serde_json::json!({"id": format!("id {n}"), "text": sentence(*n)}));
        fs::write(folder.join("articles"), (0..6).map(|n| line(&n)).collect::<String>()).unwrap();
        let (first, _) = export(folder, &["nquads", "--store", "kept"]);
        fs::write(folder.join("articles"), order.iter().map(line).collect::<String>()).unwrap();
        let (second, said) = export(folder, &["nquads", "--store", "kept"]);
        prop_assert!(first == second && counts(&said) == (6, 0), "{}", said);
    }
}
