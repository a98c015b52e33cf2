//! Walks `tests/cli/`: each file is a command as a user types it, and all that must come of it.
//!
//! A case gives the `command`, and `stdin`, `env` and `files` where needed; then `status`, `stdout`, `stderr` and
//! `written`, compared as a whole. It runs in a folder of its own that holds its `files`; `{ copy_of = "a" }` takes
//! one from `tests/cli/files/`.
//! `UPDATE_EXPECT=1 cargo test --test cli` writes what came into the cases: read the diff.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    command: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    stdin: String,
    #[serde(default)]
    status: i32,
    #[serde(default)]
    stdout: String,
    #[serde(default)]
    stderr: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    env: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    files: BTreeMap<String, Content>,
    /// Files that the command writes; none where the table is missing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    written: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Bytes { bytes: Vec<u8> },
    Repeated { repeated: String, times: usize },
    Copy { copy_of: String },
    Folder { folder: bool },
}

impl Content {
    fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match self {
            Content::Text(text) => fs::write(path, text).unwrap(),
            Content::Bytes { bytes } => fs::write(path, bytes).unwrap(),
            Content::Repeated { repeated, times } => fs::write(path, repeated.repeat(*times)).unwrap(),
            Content::Copy { copy_of } => {
                fs::copy(root().join("tests/cli/files").join(copy_of), path).map(drop).unwrap();
            }
            Content::Folder { .. } => fs::create_dir_all(path).unwrap(),
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy_seeds(folder: &Path) {
    fs::create_dir_all(folder.join("seeds")).unwrap();
    for entry in fs::read_dir(root().join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.join("seeds").join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// The graph of the seeds in several formats, the shapes, and relation files of a user's.
fn copy_graphs(folder: &Path) {
    for extension in ["ttl", "jsonld"] {
        fs::copy(root().join(format!("seeds/expected/seeds.{extension}")), folder.join(format!("graph.{extension}")))
            .unwrap();
    }
    fs::copy(root().join("seeds/expected/alibaba-joins-linaro.nq"), folder.join("graph.nq")).unwrap();
    fs::copy(root().join("schema/shapes.ttl"), folder.join("shapes.ttl")).unwrap();
    fs::create_dir_all(folder.join("relations")).unwrap();
    for entry in fs::read_dir(root().join("examples/relations")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join("relations").join(path.file_name().unwrap())).unwrap();
    }
}

fn run(folder: &Path, args: &[String], stdin: &[u8], env: &BTreeMap<String, String>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressgraph"));
    command.args(args).current_dir(folder).env_clear().envs(env);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut pipe = child.stdin.take().unwrap();
    let stdin = stdin.to_vec();
    // A command that reads no standard input closes it early.
    let writer = std::thread::spawn(move || pipe.write_all(&stdin).unwrap_or(()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn all_files(folder: &Path, below: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder.join(below)).unwrap() {
        let name = below.join(entry.unwrap().file_name());
        let path = folder.join(&name);
        if path.is_dir() {
            all_files(folder, &name, found);
        } else {
            found.insert(name.to_str().unwrap().to_owned(), fs::read(path).unwrap());
        }
    }
}

/// The case with what its command really did.
fn outcome(case: &Case) -> Case {
    let folder = tempfile::tempdir().unwrap();
    case.files.iter().for_each(|(name, content)| content.write(&folder.path().join(name)));
    let mut before = BTreeMap::new();
    all_files(folder.path(), Path::new(""), &mut before);
    let output = run(folder.path(), &words(&case.command).0, case.stdin.as_bytes(), &case.env);
    let mut after = BTreeMap::new();
    all_files(folder.path(), Path::new(""), &mut after);
    after.retain(|name, bytes| before.get(name) != Some(bytes));
    let gone: Vec<&String> = before.keys().filter(|name| !folder.path().join(name).exists()).collect();
    assert!(gone.is_empty(), "the command removed {gone:?}");
    Case {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        written: after.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect(),
        ..case.clone()
    }
}

#[test]
fn commands_do_what_their_cases_say() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join("tests/cli")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut differing = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let came = outcome(&case);
        if came == case {
            continue;
        }
        let rewritten = toml::to_string_pretty(&came).unwrap();
        if update {
            let head: String =
                text.lines().take_while(|line| line.starts_with('#')).map(|l| format!("{l}\n")).collect();
            fs::write(&path, head + &rewritten).unwrap();
        } else {
            differing.push(format!(
                "{}: came\n{rewritten}\nwanted\n{}",
                path.display(),
                toml::to_string_pretty(&case).unwrap()
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The words of a command line, quotes and a redirected input taken into account.
fn words(line: &str) -> (Vec<String>, Option<String>) {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' | '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    let redirected = |sign| words.iter().position(|word| word == sign);
    let stdin = redirected("<").map(|at| words[at + 1].clone());
    let end = redirected("<").or(redirected(">")).unwrap_or(words.len());
    (words[1..end].to_vec(), stdin)
}

#[test]
fn examples_of_every_help_text_run() {
    let none = BTreeMap::new();
    let here = tempfile::tempdir().unwrap();
    let help = |args: &[&str]| {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        String::from_utf8(run(here.path(), &args, b"", &none).stdout).unwrap()
    };
    let top = help(&["--help"]);
    let commands: Vec<String> = top
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect();
    let known = [
        "extract",
        "export",
        "explain",
        "stats",
        "diff",
        "annotate",
        "relations",
        "validate",
        "load",
        "query",
        "serve",
        "completions",
    ];
    assert_eq!(commands, known);
    let texts = commands.iter().map(|name| help(&[name, "--help"])).chain([top.clone()]);
    for text in texts {
        let examples: Vec<&str> = text.lines().filter(|line| line.starts_with("  pressgraph ")).collect();
        assert_eq!(examples.len(), 3, "three examples in {text}");
        for example in examples {
            let folder = tempfile::tempdir().unwrap();
            copy_seeds(folder.path());
            copy_graphs(folder.path());
            let (args, stdin) = words(example);
            let stdin = stdin.map(|name| fs::read(folder.path().join(name)).unwrap()).unwrap_or_default();
            if args[0] == "serve" {
                serves(folder.path(), &args);
                continue;
            }
            let output = run(folder.path(), &args, &stdin, &none);
            let said = String::from_utf8_lossy(&output.stderr);
            // The graphs of the examples differ, and the status says so.
            let is_done = output.status.code() == Some(i32::from(args[0] == "diff"));
            assert!(is_done && said.is_empty(), "{example}: {:?}: {said}", output.status);
            let wrote = !output.stdout.is_empty() || args.iter().any(|arg| arg == "-o");
            assert!(wrote, "{example}: wrote nothing");
        }
    }
}

/// Starts a server, on a port that the system chooses, and ends it when it says that it answers.
fn serves(folder: &Path, args: &[String]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressgraph"));
    let bind = args.iter().position(|arg| arg == "--bind");
    let kept = args.iter().enumerate().filter(|(at, _)| bind.is_none_or(|bind| *at != bind && *at != bind + 1));
    command.args(kept.map(|(_, arg)| arg)).args(["--bind", "127.0.0.1:0"]).current_dir(folder);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stderr.take().unwrap()), &mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("note: http://127.0.0.1:"), "{args:?}: {line}");
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    copy_seeds(folder.path());
    let mut child = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(["extract", "seeds"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let mut parts: Vec<String> = text.split("```").map(str::to_owned).collect();
    let mut shown = 0;
    for block in parts.iter_mut().filter(|part| part.starts_with("console\n$ pressgraph ")) {
        let command = block.lines().nth(1).unwrap().trim_start_matches("$ ").to_owned();
        let output = run(&root(), &words(&command).0, b"", &BTreeMap::new());
        assert!(output.status.success(), "{command}");
        *block = format!("console\n$ {command}\n{}", String::from_utf8(output.stdout).unwrap());
        shown += 1;
    }
    assert!(shown > 0, "the readme shows no command with its output");
    let came = parts.join("```");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, came).unwrap();
    } else {
        assert!(came == text, "the readme shows other output than the program; UPDATE_EXPECT=1 writes it anew");
    }
}
