//! Loading into real stores. Each test starts a store of its own on a free port of this machine, and ends it.
//!
//! Oxigraph's server is taken from `PRESSGRAPH_OXIGRAPH`, from where `.ci/run` installs it, or from the path; Virtuoso's
//! `virtuoso-t` from the path. Where one is missing, its tests are left out and say so; with `CI=true` they fail.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A store that ends with its test.
struct Store {
    child: Child,
    folder: tempfile::TempDir,
    address: String,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn oxigraph_program() -> Option<PathBuf> {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/ci/python/bin/oxigraph");
    let named = std::env::var_os("PRESSGRAPH_OXIGRAPH").map(PathBuf::from);
    named.or_else(|| Some(installed).filter(|path| path.is_file())).or_else(|| on_path("oxigraph"))
}

/// Says past the test harness what is not tested here.
fn left_out(what: &str) {
    assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "{what} is not installed");
    eprintln!("left out: {what} is not installed");
}

fn wait_for(child: &mut Child, port: u16, what: &str) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(child.try_wait().unwrap().is_none(), "{what} ended");
        assert!(start.elapsed() < Duration::from_secs(120), "{what} does not listen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn oxigraph() -> Option<Store> {
    let Some(program) = oxigraph_program() else {
        left_out("oxigraph");
        return None;
    };
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut child = Command::new(program)
        .args(["serve", "--location", "data", "--bind", &format!("127.0.0.1:{port}")])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&mut child, port, "oxigraph");
    Some(Store { child, folder, address: format!("http://127.0.0.1:{port}") })
}

fn virtuoso() -> Option<Store> {
    let Some(program) = on_path("virtuoso-t") else {
        left_out("virtuoso-t");
        return None;
    };
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let ini = format!(
        "[Database]\nDatabaseFile = virtuoso.db\nErrorLogFile = virtuoso.log\nLockFile = virtuoso.lck\n\
         TransactionFile = virtuoso.trx\nxa_persistent_file = virtuoso.pxa\n\
         [TempDatabase]\nDatabaseFile = temp.db\nTransactionFile = temp.trx\n\
         [Parameters]\nServerPort = 127.0.0.1:{}\nDirsAllowed = .\nNumberOfBuffers = 10000\n\
         [HTTPServer]\nServerPort = 127.0.0.1:{port}\nServerThreads = 5\n",
        free_port()
    );
    fs::write(folder.path().join("own.ini"), ini).unwrap();
    let mut child = Command::new(program)
        .args(["-f", "-c", "own.ini"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&mut child, port, "virtuoso-t");
    Some(Store { child, folder, address: format!("http://127.0.0.1:{port}") })
}

const DBA: [(&str, &str); 2] = [("PRESSGRAPH_USER", "dba"), ("PRESSGRAPH_PASSWORD", "dba")];

/// Runs the program where the project is; its status, and what it says.
fn pressgraph(arguments: &str, env: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(arguments.split(' '))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .envs(env.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

/// What a store gives for an address, as sorted lines.
fn fetched(url: &str, accept: &str) -> Vec<String> {
    let mut answer = ureq::get(url).header("Accept", accept).call().unwrap();
    sorted(&answer.body_mut().with_config().limit(u64::MAX).read_to_string().unwrap())
}

fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The lines of an export.
fn exported(inputs: &str, provenance: &str) -> Vec<String> {
    let (status, text) = pressgraph(&format!("export --quiet {inputs} --to nquads --provenance {provenance}"), &[]);
    assert_eq!(status, Some(0), "{text}");
    sorted(&text)
}

/// The lines of an export as Oxigraph holds them: it takes every kind of integer for one.
fn integers(lines: Vec<String>) -> Vec<String> {
    let text = lines.join("\n").replace("XMLSchema#nonNegativeInteger>", "XMLSchema#integer>");
    sorted(&text)
}

/// Articles that try every character.
const HOSTILE: &str = "tests/hostile/articles.jsonl tests/hostile/beyond-xml.jsonl seeds";

#[test]
fn oxigraph_holds_every_profile_to_the_byte() {
    let Some(store) = oxigraph() else { return };
    for (profile, how) in [
        ("claim", "--chunk 1000"),
        ("none", "--chunk 7"),
        ("rdf12", "--chunk 1000"),
        ("claim", "--protocol update --chunk 300"),
        ("rdf12", "--protocol update --chunk 1000"),
    ] {
        let preset = format!("--preset oxigraph --endpoint {} --replace", store.address);
        let command = format!("load --quiet {HOSTILE} {preset} --provenance {profile} {how}");
        let (status, said) = pressgraph(&command, &[]);
        assert_eq!(status, Some(0), "{said}");
        let held = fetched(&format!("{}/store?default", store.address), "application/n-triples");
        assert!(held == integers(exported(HOSTILE, profile)), "{profile} {how}: other statements than were sent");
    }
    for how in ["--chunk 1000", "--protocol update --chunk 1000"] {
        let preset = format!("--preset oxigraph --endpoint {} --replace-dataset", store.address);
        let command = format!("load --quiet {HOSTILE} {preset} --provenance graph {how}");
        let (status, said) = pressgraph(&command, &[]);
        assert_eq!(status, Some(0), "{said}");
        let held = fetched(&format!("{}/store", store.address), "application/n-quads");
        assert!(held == integers(exported(HOSTILE, "graph")), "{how}: other statements than were sent");
    }
}

#[test]
fn oxigraph_is_added_to_graph_by_graph_and_by_any_way_of_counting() {
    let Some(store) = oxigraph() else { return };
    let first = exported("seeds/alibaba-joins-linaro.md", "claim");
    let one = first.len();
    let all = exported("seeds", "claim").len();
    // One article alone may say a little that all together do not, such as another label.
    let mut both: Vec<String> = exported("seeds", "claim").into_iter().chain(first).collect();
    both.sort();
    both.dedup();
    let at = format!("--preset oxigraph --endpoint {} --graph http://e/g", store.address);
    let (status, said) = pressgraph(&format!("load --quiet seeds/alibaba-joins-linaro.md {at}"), &[]);
    assert!(status == Some(0) && said.contains(&format!("holds {one} statements, 0 before and {one} new")), "{said}");
    let (status, said) = pressgraph(&format!("load --quiet seeds {at}"), &[]);
    let new = format!(
        "holds {} statements, {one} before and {} new of the {all} that were sent",
        both.len(),
        both.len() - one
    );
    assert!(status == Some(0) && said.contains(&new), "{said}");
    let graph = format!("{}/store?graph=http%3A%2F%2Fe%2Fg", store.address);
    assert!(fetched(&graph, "application/n-triples") == integers(both));
    let bare = format!("load --quiet seeds/expected/seeds.ttl --endpoint {}/store --replace", store.address);
    let (status, said) = pressgraph(&bare, &[]);
    let held = fetched(&format!("{}/store?default", store.address), "application/n-triples").len();
    assert!(status == Some(0) && said.contains(&format!("holds the {held} statements that were sent")), "{said}");
}

#[test]
fn oxigraph_keeps_blank_nodes_together() {
    let Some(store) = oxigraph() else { return };
    let file = store.folder.path().join("blank.ttl");
    fs::write(&file, "_:a <http://e/p> [ <http://e/q> _:a ] . <http://e/s> <http://e/p> 1 , 2 , 3 .").unwrap();
    let at = format!("--preset oxigraph --endpoint {} --chunk 2", store.address);
    let command = format!("load --quiet {} {at}", file.display());
    let (status, said) = pressgraph(&command, &[]);
    assert!(status == Some(0) && said.contains("holds 5 statements"), "{said}");
    let query = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20WHERE%20%7B%20%3Fa%20%3Chttp%3A%2F%2Fe%2Fp%3E%20%3Fb%20.%20%3Fb%20%3Chttp%3A%2F%2Fe%2Fq%3E%20%3Fa%20%7D";
    assert_eq!(fetched(&format!("{}/query?query={query}", store.address), "text/csv"), ["1", "n"]);
}

#[test]
fn virtuoso_holds_the_graph_that_was_sent() {
    let Some(store) = virtuoso() else { return };
    let at = format!("--preset virtuoso --endpoint {} --graph http://e/g", store.address);
    for how in ["--replace --chunk 300", "--replace --chunk 10000", "--add", "--replace --protocol update --chunk 100"]
    {
        let (status, said) = pressgraph(&format!("load --quiet {HOSTILE} {at} {how}"), &DBA);
        assert_eq!(status, Some(0), "{how}: {said}");
    }
    for (arguments, said) in [
        (format!("load seeds {at} --provenance rdf12"), "does not keep the triple terms"),
        (format!("load seeds --preset virtuoso --endpoint {} --provenance graph", store.address), "takes no quads"),
    ] {
        let (status, text) = pressgraph(&arguments, &DBA);
        assert!(status == Some(2) && text.contains(said), "{text}");
    }
}

#[test]
fn virtuoso_wants_the_right_password() {
    let Some(store) = virtuoso() else { return };
    let at = format!("--preset virtuoso --endpoint {} --graph http://e/g", store.address);
    let wrong = [("PRESSGRAPH_USER", "dba"), ("PRESSGRAPH_PASSWORD", "wr0ng")];
    for env in [&wrong[..], &[]] {
        let (status, said) = pressgraph(&format!("load seeds {at}"), env);
        assert!(status == Some(1) && said.contains("401 Unauthorized") && !said.contains("wr0ng"), "{said}");
    }
}
