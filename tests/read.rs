//! Reads each case of `tests/read/` and compares the whole outcome with `expected.txt` beside it.
//!
//! A case is a folder with one input file. After a change that is meant, `UPDATE=1 cargo test --test read` writes the
//! files anew; read the difference before it is kept.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pressgraph::model::{Document, Span};
use pressgraph::read::{self, Input, Unit};
use proptest::prelude::*;

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

/// Spans, blocks and the way back to the source hold for whatever is read.
fn check(document: &Document) {
    let prose = document.prose.as_str();
    let mut end = 0;
    for block in &document.blocks {
        let span = block.span;
        assert!(prose.get(span.range()).is_some_and(|text| !text.is_empty()), "{span:?}");
        assert!(span.start >= end, "blocks overlap: {span:?}");
        assert_eq!(span.slice(prose).trim(), span.slice(prose));
        end = span.end;
    }
    assert_eq!(prose.len(), end as usize);
    for link in &document.links {
        assert!(prose.get(link.anchor.range()).is_some_and(|text| !text.is_empty()));
        assert!(!link.target.is_empty());
    }
    let mut last = 0;
    for (at, c) in prose.char_indices() {
        let source = document.prose.to_source(Span::new(at, at + c.len_utf8()));
        assert!(document.text.get(source.range()).is_some(), "{source:?} of {:?}", document.text);
        assert!(source.start >= last, "not in order");
        last = source.start;
        let original = source.slice(&document.text);
        if c.is_alphanumeric() && !original.contains(['&', '\\']) {
            assert!(original.contains(c), "{c:?} is not in {original:?} of {:?}", document.text);
        }
    }
}

fn read_bytes(bytes: &[u8]) -> Vec<Document> {
    let unit = Unit { source_name: "a.md".to_owned(), line: None, bytes: bytes.to_vec() };
    let inputs = read::parse(&unit).map_or_else(|_| Vec::new(), |(inputs, _)| inputs);
    let documents = inputs.into_iter().filter_map(|input| match input {
        Input::Document(document) => Some(*document),
        Input::Parsed(_) => None,
    });
    documents.collect()
}

/// Pieces of markup that meet in any order.
const PIECES: [&str; 64] = [
    "---\n",
    "+++\n",
    "title: ",
    "title = ",
    "\"",
    "'",
    "date: 2015-04-02\n",
    "[#]: subject: (",
    ")\n",
    "# ",
    "## ",
    "====\n",
    "----\n",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "[",
    "](",
    "](http://a.example/b)",
    "]: http://a.example\n",
    "![",
    "<",
    ">",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<li>",
    "<td>",
    "<a href='b'>",
    "</a>",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<!--",
    "-->",
    "<article>",
    "</article>",
    "<aside>",
    "</aside>",
    "<h1>",
    "<blockquote>",
    "<br>",
    "<q>",
    "&amp;",
    "&#8217;",
    "&nbsp",
    "&",
    "{{ x }}",
    "{% y %}",
    "[caption a]",
    "<define-tag pagetitle>",
    "</define-tag>",
    "#use wml::x\n",
    "| a | b |\n|---|---|\n",
    "> ",
    "* ",
    "\n\n",
    "\n",
    "  \n",
    "Acme joins Beta é 世.",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_bytes(&bytes).iter().for_each(check);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read_bytes(text.as_bytes()).iter().for_each(check);
    }

    #[test]
    fn any_markup_is_read(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        read_bytes(pieces.concat().as_bytes()).iter().for_each(check);
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let texts = [
        "x".repeat(1 << 20),
        "word ".repeat(2 << 20),
        ">".repeat(100_000),
        "> ".repeat(100_000),
        "[".repeat(100_000),
        "![".repeat(100_000),
        "[a](".repeat(100_000),
        "<div>".repeat(100_000),
        "<aside>".repeat(100_000),
        "<aside>".repeat(50_000) + &"</aside>".repeat(50_000),
        "<li><p>".repeat(50_000),
        "<a ".repeat(100_000),
        "<!--".repeat(100_000),
        "&".repeat(200_000),
        "*a ".repeat(100_000),
        "- ".repeat(50_000),
        "a\n".repeat(200_000),
        "* a\n".repeat(100_000),
        "| a ".repeat(100_000) + "\n" + &"|---".repeat(100_000),
        "{{".repeat(200_000),
        "[1]: http://a.example\n".repeat(50_000),
        "`".repeat(100_000),
        "---\ntitle: ".to_owned() + &"'".repeat(200_000) + "\n---\n",
        "---\n".to_owned() + &"a: [".repeat(50_000) + "\n---\nText.",
        "+++\n".to_owned() + &"a = [".repeat(50_000) + "\n+++\nText.",
        "Comments\n\n".repeat(50_000),
        "# a\n".repeat(100_000),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let count = read_bytes(text.as_bytes()).len();
        let seconds = start.elapsed().as_secs_f64();
        let head: String = text.chars().take(20).collect();
        assert!(seconds < 10.0, "{head:?} took {seconds:.1} s");
        assert_eq!(count, 1, "{head:?}");
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
        let mut files: Vec<PathBuf> = std::fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
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
