//! Reads each case of `tests/read/` and compares the whole outcome with `expected.txt` beside it.
//!
//! A case is a folder with one input file. After a change that is meant, `UPDATE=1 cargo test --test read` writes the
//! files anew; read the difference before it is kept.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pressgraph::model::Document;
use pressgraph::read::{self, Input};

fn show(path: &Path) -> String {
    let mut out = String::new();
    for unit in read::units(path) {
        let read = unit.and_then(|unit| read::parse(&unit));
        match read {
            Err(error) => writeln!(out, "ERROR {error}").unwrap(),
            Ok((inputs, warnings)) => {
                for warning in warnings {
                    writeln!(out, "WARNING {warning}").unwrap();
                }
                for input in inputs {
                    match input {
                        Input::Parsed(article) => {
                            let (entities, facts) = (article.entities.len(), article.facts.len());
                            writeln!(out, "PARSED {} entities={entities} facts={facts}", article.id).unwrap();
                        }
                        Input::Document(document) => show_document(&document, &mut out),
                    }
                }
            }
        }
        out.push('\n');
    }
    out
}

fn show_document(document: &Document, out: &mut String) {
    let metadata = &document.metadata;
    writeln!(out, "ID {}", document.id).unwrap();
    let fields = [
        ("TITLE", metadata.title.clone()),
        ("DATE", metadata.date.map(|d| d.to_string())),
        ("URL", metadata.url.clone()),
        ("PUBLISHER", metadata.publisher.clone()),
        ("AUTHOR", metadata.author.clone()),
        ("LANGUAGE", metadata.language.clone().filter(|l| l != "en")),
        ("TAGS", Some(metadata.tags.join(", ")).filter(|t| !t.is_empty())),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{name} {value}").unwrap();
        }
    }
    let prose = document.prose.as_str();
    for block in &document.blocks {
        writeln!(out, "{:?}|{}", block.kind, block.span.slice(prose)).unwrap();
    }
    for link in &document.links {
        writeln!(out, "[{}]({})", link.anchor.slice(prose), link.target).unwrap();
    }
}

#[test]
fn cases_are_read_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    let mut failed = Vec::new();
    for case in cases {
        let (files, errors) = read::expand(std::slice::from_ref(&case));
        assert!(errors.is_empty(), "{errors:?}");
        let input = files.iter().find(|file| file.file_name().unwrap() != "expected.txt").unwrap();
        let shown = show(input).replace(&format!("{}/", case.display()), "");
        let expected = case.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, shown).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != shown {
            failed.push(format!("{}\n{shown}", case.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Prints how the files and folders of `READ` are read, to be looked at.
#[test]
#[ignore = "for looking at articles: READ=path cargo test --test read -- --ignored --nocapture"]
fn show_files() {
    let path = PathBuf::from(std::env::var_os("READ").unwrap());
    for file in read::expand(&[path]).0 {
        println!("===== {}\n{}", file.display(), show(&file));
    }
}

/// Reads everything in the files and folders of `READ` and prints the time that took.
#[test]
#[ignore = "for measuring: READ=path cargo test --release --test read -- --ignored --nocapture"]
fn measure() {
    let path = PathBuf::from(std::env::var_os("READ").unwrap());
    let (mut bytes, mut documents, mut errors, mut blocks) = (0, 0, 0, [0_usize; 8]);
    let start = std::time::Instant::now();
    for unit in read::expand(&[path]).0.iter().flat_map(|file| read::units(file)) {
        let unit = unit.unwrap();
        bytes += unit.bytes.len();
        match read::parse(&unit) {
            Err(_) => errors += 1,
            Ok((inputs, _)) => {
                for input in inputs {
                    if let Input::Document(document) = input {
                        documents += 1;
                        for block in &document.blocks {
                            blocks[block.kind as usize] += 1;
                        }
                    }
                }
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let rate = bytes as f64 / 1e6 / seconds;
    println!(
        "{documents} documents, {errors} errors, blocks {blocks:?}, {bytes} bytes, {seconds:.2} s, {rate:.1} MB/s"
    );
}
