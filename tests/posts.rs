//! Whole posts, each with what it states: found (`+`), not found yet (`-`), or found and not stated (`!`).
//!
//! Where sentences alone leave out who is meant and what a text is about, these do not. All are invented, and so is what
//! they tell of bodies that exist. A post whose list is empty gives nothing. `UPDATE_EXPECT=1 cargo test --test posts` writes the marks anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "sentences/mod.rs"]
#[allow(dead_code, reason = "the sentences have other tests")]
mod sentences;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pressgraph::pipeline::extract_document;
use pressgraph::read::{Input, Unit, parse};

/// Of the facts that the posts state, so many of a hundred are found at least.
const FOUND: usize = 55;

fn facts(path: &Path) -> BTreeSet<String> {
    let unit = Unit { source_name: path.display().to_string(), line: None, bytes: fs::read(path).unwrap() };
    let (inputs, _) = parse(&unit).unwrap();
    let mut found = BTreeSet::new();
    for input in inputs {
        let Input::Document(document) = input else { panic!("{} is no article", path.display()) };
        found.extend(sentences::edges(&extract_document(&document)).into_iter().map(|edge| edge.join(" | ")));
    }
    found
}

#[test]
fn posts_give_the_facts_that_are_marked_as_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/posts");
    let mut posts: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    posts.retain(|path| path.extension().is_some_and(|end| end == "md"));
    posts.sort();
    let (mut stated, mut right) = (0, 0);
    let mut differences = Vec::new();
    for post in &posts {
        let marks = post.with_extension("facts");
        let text = fs::read_to_string(&marks).unwrap();
        let marked: BTreeMap<&str, char> =
            text.lines().map(|line| (line.get(2..).unwrap_or(""), line.chars().next().unwrap_or(' '))).collect();
        let found = facts(post);
        let mut now: BTreeMap<&str, char> = BTreeMap::new();
        for (fact, mark) in &marked {
            match (*mark, found.contains(*fact)) {
                ('+' | '-', is_found) => _ = now.insert(fact, if is_found { '+' } else { '-' }),
                (_, true) => _ = now.insert(fact, '!'),
                _ => {}
            }
        }
        for fact in &found {
            now.entry(fact).or_insert('!');
        }
        stated += now.values().filter(|mark| **mark != '!').count();
        right += now.values().filter(|mark| **mark == '+').count();
        if now != marked {
            let name = post.file_stem().unwrap().to_string_lossy();
            let changed = now.iter().filter(|(fact, mark)| marked.get(*fact) != Some(mark));
            differences.extend(changed.map(|(fact, mark)| format!("{name}: now {mark} {fact}")));
            let gone = marked.keys().filter(|fact| !now.contains_key(*fact));
            differences.extend(gone.map(|fact| format!("{name}: gone {fact}")));
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                let lines: String = now.iter().map(|(fact, mark)| format!("{mark} {fact}\n")).collect();
                fs::write(&marks, lines).unwrap();
            }
        }
    }
    assert!(posts.len() >= 35 && stated >= 319, "only {} posts, {stated} facts", posts.len());
    assert!(right * 100 >= stated * FOUND, "{right} of {stated} facts are found");
    assert!(differences.is_empty() || std::env::var_os("UPDATE_EXPECT").is_some(), "{}", differences.join("\n"));
}
