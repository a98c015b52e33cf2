//! Loading into a store that works, and into stores that fail in every way that stores do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "load/faulty.rs"]
mod faulty;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use faulty::{Received, Reply, Server, State, counted, status};

/// What a run of the program gave.
struct Outcome {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Loads five triples in chunks of two.
fn load(server: &Server, arguments: &[&str], env: &[(&str, &str)]) -> Outcome {
    let triples: String = (0..5).map(|n| format!("<http://e/{n}> <http://e/p> \"{n}\" .\n")).collect();
    load_files(server, &[("five.nt", &triples)], arguments, env)
}

fn load_files(server: &Server, files: &[(&str, &str)], arguments: &[&str], env: &[(&str, &str)]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let endpoint = if arguments.contains(&"update") { "/update" } else { "/store" };
    let mut command = vec!["load".to_owned()];
    command.extend(files.iter().map(|(name, _)| (*name).to_owned()));
    command.extend(["--endpoint".to_owned(), format!("{}{endpoint}", server.address)]);
    command.extend(["--chunk", "2", "--retry-wait", "0.01"].map(str::to_owned));
    if !arguments.contains(&"fetch") {
        command.extend(["--query-endpoint".to_owned(), format!("{}/query", server.address)]);
    }
    command.extend(arguments.iter().filter(|a| **a != "fetch").map(|a| (*a).to_owned()));
    run(folder.path(), &command, env)
}

fn run(folder: &Path, arguments: &[String], env: &[(&str, &str)]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(env.iter().copied())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn sound(state: &mut State, request: &Received) -> Reply {
    state.soundly(request)
}

/// A store that fails as `fault` says the first `times` times that `is_meant`.
fn failing(times: usize, is_meant: fn(&Received) -> bool, fault: fn() -> Reply) -> Server {
    let left = std::sync::atomic::AtomicUsize::new(times);
    Server::start(move |state, request| {
        let take = |left: usize| left.checked_sub(1);
        let order = std::sync::atomic::Ordering::SeqCst;
        if is_meant(request) && left.fetch_update(order, order, take).is_ok() {
            fault()
        } else {
            state.soundly(request)
        }
    })
}

fn writes(request: &Received) -> bool {
    request.target.starts_with("/store")
}

fn asks(request: &Received) -> bool {
    request.target == "/query"
}

const ALWAYS: usize = usize::MAX;

#[test]
fn a_graph_is_replaced_in_chunks_and_counted() {
    let server = Server::start(sound);
    let outcome = load(&server, &["--replace"], &[]);
    assert_eq!(outcome.stderr, "");
    assert_eq!(outcome.stdout, format!("{}/store?default: holds the 5 statements that were sent\n", server.address));
    assert_eq!(server.log(), ["PUT /store?default", "POST /store?default", "POST /store?default", "POST /query"]);
    let again = load(&server, &["--replace"], &[]);
    assert_eq!((again.status, server.held()), (Some(0), 5));
}

#[test]
fn what_is_added_twice_is_there_once_and_told_so() {
    let server = Server::start(sound);
    let first = load(&server, &[], &[]);
    let said = |text: &str| format!("{}/store?default: {text}\n", server.address);
    assert_eq!(first.stdout, said("holds 5 statements, 0 before and 5 new of the 5 that were sent"));
    let second = load(&server, &["--add"], &[]);
    assert_eq!(second.stdout, said("holds 5 statements, 5 before and 0 new of the 5 that were sent"));
    assert_eq!((second.status, second.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_loss_behind_an_overlap_is_found() {
    let server = Server::start(|state, request| {
        let reply = state.soundly(request);
        for graph in state.graphs.values_mut() {
            graph.retain(|line| !line.contains("/4>"));
        }
        reply
    });
    let triples = "<http://e/0> <http://e/p> \"0\" .\n";
    assert_eq!(load_files(&server, &[("one.nt", triples)], &[], &[]).status, Some(0));
    let outcome = load(&server, &[], &[]);
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stderr.contains("lacks 1 of the 5 statements that were sent"), "{}", outcome.stderr);
}

#[test]
fn without_a_query_endpoint_the_graph_is_fetched_and_counted() {
    let server = Server::start(sound);
    let outcome = load(&server, &["fetch", "--graph", "http://e/g?a&b"], &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let graph = "/store?graph=http%3A%2F%2Fe%2Fg%3Fa%26b";
    let wanted = ["GET", "POST", "POST", "POST", "GET"].map(|method| format!("{method} {graph}"));
    assert_eq!(server.log(), wanted);
}

#[test]
fn updates_carry_the_same() {
    let server = Server::start(sound);
    let outcome = load(&server, &["--protocol", "update", "--replace", "--graph", "http://e/g"], &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let first = &server.received()[0].body;
    assert_eq!(
        first,
        "DROP SILENT GRAPH <http://e/g> ;\nINSERT DATA {\nGRAPH <http://e/g> {\n\
         <http://e/0> <http://e/p> \"0\" .\n<http://e/1> <http://e/p> \"1\" .\n}\n}\n"
    );
}

/// Which request fails, how, and what is said of it.
type Fault = (fn(&Received) -> bool, fn() -> Reply, &'static str);

#[test]
fn faults_that_pass_are_waited_for() {
    let faults: [Fault; 8] = [
        (writes, || status(500), "500"),
        (writes, || Reply::Full(503, vec![("Retry-After", "0".to_owned())], "busy".to_owned()), "503"),
        (writes, || status(429), "429"),
        (writes, || Reply::Closed, "the connection broke"),
        (asks, || status(502), "502"),
        (asks, || Reply::Cut(counted(5)), "the connection broke"),
        (asks, || Reply::Closed, "the connection broke"),
        (writes, || Reply::Hung, "no answer in time"),
    ];
    for (is_meant, fault, said) in faults {
        let server = failing(2, is_meant, fault);
        let outcome = load(&server, &["--replace", "--timeout", "2"], &[]);
        assert_eq!((outcome.status, server.held()), (Some(0), 5), "{said}: {}", outcome.stderr);
        assert_eq!(outcome.stderr.matches("warning: ").count(), 2, "{said}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{said}: {}", outcome.stderr);
    }
}

#[test]
fn faults_that_stay_end_the_run_with_what_is_stored() {
    let faults: [fn() -> Reply; 4] = [|| status(500), || status(503), || Reply::Closed, || Reply::Hung];
    for fault in faults {
        let server = Server::start(move |state, request| {
            if writes(request) && request.body.contains("/4>") { fault() } else { state.soundly(request) }
        });
        let outcome = load(&server, &["--replace", "--retries", "2", "--timeout", "1"], &[]);
        assert_eq!(outcome.status, Some(1));
        assert_eq!((outcome.stdout.as_str(), server.held()), ("", 4));
        assert_eq!(server.log().len(), 2 + 3, "two chunks, and three attempts at the last");
        for said in
            ["(3 attempts)", "chunk 3 of about 3", "4 of 5 statements are stored", "the same command begins anew"]
        {
            assert!(outcome.stderr.contains(said), "{said}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_store_that_asks_for_an_hour_is_not_waited_for() {
    let server = failing(ALWAYS, writes, || Reply::Full(503, vec![("Retry-After", "3600".to_owned())], String::new()));
    let start = Instant::now();
    let outcome = load(&server, &["--replace"], &[]);
    assert_eq!((outcome.status, server.log().len()), (Some(1), 1));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_refusal_is_not_repeated_and_the_store_is_quoted() {
    let server =
        failing(ALWAYS, writes, || Reply::Full(400, Vec::new(), "line 7:\u{1b}[31m no such\nprefix".to_owned()));
    let outcome = load(&server, &[], &[]);
    assert_eq!((outcome.status, server.log().len()), (Some(1), 2));
    assert!(outcome.stderr.contains("400 Bad Request: line 7:[31m no such prefix"), "{}", outcome.stderr);
}

#[test]
fn a_wrong_count_is_a_failure() {
    for (count, said) in [(4, "holds 4 statements, but 5 should be there"), (6, "holds 6 statements, but 5")] {
        let server = Server::start(move |state, request| {
            let reply = state.soundly(request);
            if asks(request) { Reply::Full(200, Vec::new(), counted(count)) } else { reply }
        });
        let outcome = load(&server, &["--replace"], &[]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""));
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
}

#[test]
fn an_answer_that_is_no_count_is_a_failure() {
    for body in ["<html>sign in</html>", "", "{\"results\":{\"bindings\":[]}}"] {
        let server = Server::start(move |state, request| match asks(request) {
            true => Reply::Full(200, Vec::new(), body.to_owned()),
            false => state.soundly(request),
        });
        let outcome = load(&server, &["--replace"], &[]);
        assert_eq!(outcome.status, Some(1), "{body}");
        assert!(outcome.stderr.contains("its answer to a COUNT is no number"), "{}", outcome.stderr);
    }
}

#[test]
fn nothing_follows_a_redirection() {
    let elsewhere = Server::start(sound);
    let address = elsewhere.address.clone();
    let server = Server::start(move |_, _| Reply::Full(307, vec![("Location", address.clone())], String::new()));
    let outcome = load(&server, &["--replace"], &[("PRESSGRAPH_TOKEN", "t0ps3cret")]);
    assert_eq!((outcome.status, elsewhere.log().len()), (Some(1), 0));
    assert!(
        outcome.stderr.contains(&format!("307 Temporary Redirect, see {}", elsewhere.address)),
        "{}",
        outcome.stderr
    );
}

#[test]
fn nobody_listening_is_told() {
    let server = Server { address: "http://127.0.0.1:9".to_owned(), state: Default::default() };
    let outcome = load(&server, &["--replace", "--retries", "1"], &[]);
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stderr.contains("nothing listens there (2 attempts)"), "{}", outcome.stderr);
}

/// A store that wants to know who is there.
fn guarded(challenge: &'static str, accepts: fn(&str) -> bool) -> Server {
    Server::start(move |state, request| {
        if request.headers.get("authorization").is_some_and(|header| accepts(header)) {
            return state.soundly(request);
        }
        Reply::Full(401, vec![("WWW-Authenticate", challenge.to_owned())], String::new())
    })
}

const ANN: [(&str, &str); 2] = [("PRESSGRAPH_USER", "ann"), ("PRESSGRAPH_PASSWORD", "s3cret")];

#[test]
fn credentials_come_from_the_environment_and_are_never_shown() {
    let basic = guarded("Basic realm=\"r\"", |header| header == "Basic YW5uOnMzY3JldA==");
    let digest = guarded("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5", |header| {
        header.starts_with("Digest username=\"ann\"") && header.contains("response=")
    });
    let token = guarded("Bearer", |header| header == "Bearer s3cret");
    for (server, env) in [(basic, &ANN[..]), (digest, &ANN[..]), (token, &[("PRESSGRAPH_TOKEN", "s3cret")][..])] {
        let outcome = load(&server, &["--replace", "--verbose"], env);
        assert_eq!((outcome.status, server.held()), (Some(0), 5), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("s3cret") && !outcome.stdout.contains("s3cret"));
        let large = server.received().into_iter().filter(|r| !r.body.is_empty() && writes(r)).count();
        assert_eq!(large, 3, "no chunk is sent twice to be asked for a name");
    }
}

#[test]
fn a_netrc_file_serves_as_well() {
    let server = guarded("Basic realm=\"r\"", |header| header == "Basic YW5uOnMzY3JldA==");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("netrc");
    std::fs::write(&file, "machine 127.0.0.1 login ann password s3cret\n").unwrap();
    let outcome = load(&server, &["--replace", "--netrc", file.to_str().unwrap()], &[]);
    assert_eq!((outcome.status, server.held()), (Some(0), 5), "{}", outcome.stderr);
}

#[test]
fn a_wrong_password_is_told_at_once() {
    for challenge in ["Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "Negotiate"] {
        let server = guarded(challenge, |_| false);
        let outcome = load(&server, &["--replace"], &ANN);
        assert_eq!(outcome.status, Some(1));
        assert!(outcome.stderr.contains("401 Unauthorized"), "{}", outcome.stderr);
        assert!(server.log().len() <= 3, "{:?}", server.log());
    }
}

#[test]
fn statements_with_blank_nodes_go_together_and_once() {
    let text = "_:a <http://e/p> \"1\" .\n<http://e/s> <http://e/p> \"2\" .\n_:a <http://e/q> \"3\" .\n";
    let server = Server::start(sound);
    let outcome = load_files(&server, &[("a.nt", text)], &["--replace"], &[]);
    assert_eq!((outcome.status, server.held()), (Some(0), 3), "{}", outcome.stderr);
    assert_eq!(server.received()[1].body.matches("_:f0xa").count(), 2);
    let broken = Server::start(|state, request| match request.body.contains("_:") {
        true => Reply::Closed,
        false => state.soundly(request),
    });
    let outcome = load_files(&broken, &[("a.nt", text)], &["--replace"], &[]);
    assert_eq!((outcome.status, broken.log().len()), (Some(1), 2), "{}", outcome.stderr);
    let outcome = load_files(&server, &[("a.nt", &format!("{text}_:b <http://e/p> _:c .\n"))], &["--replace"], &[]);
    assert_eq!(outcome.status, Some(2));
    assert!(outcome.stderr.contains("3 statements have blank nodes and must go in one request"), "{}", outcome.stderr);
}

#[test]
fn nothing_is_sent_where_an_input_is_broken() {
    let server = Server::start(sound);
    let files = [("a.nt", "<http://e/s> <http://e/p> \"1\" .\n"), ("b.ttl", "<http://e/s> <http://e/p> .\n")];
    let outcome = load_files(&server, &files, &["--replace"], &[]);
    assert_eq!((outcome.status, server.log().len()), (Some(1), 0));
    assert!(outcome.stderr.starts_with("error: b.ttl:1: "), "{}", outcome.stderr);
    let files = [("a.md", "# Northwind Systems\n\nNorthwind Systems joined the Far Water Foundation."), ("b.md", "")];
    let outcome = load_files(&server, &files, &["--replace"], &[]);
    assert_eq!((outcome.status, server.log().len()), (Some(2), 0), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("nothing was replaced"), "{}", outcome.stderr);
}

#[test]
fn named_graphs_are_kept_or_refused() {
    let text = "<http://e/s> <http://e/p> \"1\" <http://e/g> .\n<http://e/s> <http://e/p> \"1\" .\n";
    let server = Server::start(sound);
    let outcome = load_files(&server, &[("a.nq", text)], &[], &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    assert_eq!(server.log(), ["POST /query", "POST /query", "POST /store", "POST /query", "POST /query"]);
    assert_eq!(server.received()[2].headers["content-type"], "application/n-quads");
    for (arguments, said) in [
        (["--graph", "http://e/h"], "stand in named graphs already"),
        (["--replace", "--quiet"], "say --replace-dataset if that is meant"),
    ] {
        let outcome = load_files(&server, &[("a.nq", text)], &arguments, &[]);
        assert_eq!(outcome.status, Some(2));
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
    assert_eq!(server.log().len(), 5);
}

#[test]
fn a_dry_run_asks_nobody() {
    let server = Server::start(sound);
    let outcome = load(&server, &["--replace", "--dry-run"], &ANN);
    assert_eq!((outcome.status, outcome.stderr.as_str(), server.log().len()), (Some(0), "", 0));
    let address = &server.address;
    assert!(outcome.stdout.starts_with(&format!(
        "PUT {address}/store?default\nAccept: */*\nContent-Type: application/n-triples\nContent-Length: 64\n\n\
         <http://e/0> <http://e/p> \"0\" .\n<http://e/1> <http://e/p> \"1\" .\n\nPOST {address}/store?default\n"
    )));
    assert!(outcome.stdout.ends_with(&format!(
        "POST {address}/query\nAccept: application/sparql-results+json\n\
         Content-Type: application/x-www-form-urlencoded\nContent-Length: 88\n\n\
         query=SELECT%20%28COUNT%28%2A%29%20AS%20%3Fn%29%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D\n\n"
    )));
}

#[test]
fn what_a_store_cannot_hold_is_refused_before_it_is_sent() {
    let triple_term = "<http://e/c> <http://e/r> <<( <http://e/s> <http://e/p> \"1\" )>> .\n";
    let quad = "<http://e/s> <http://e/p> \"1\" <http://e/g> .\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.nt"), triple_term).unwrap();
    std::fs::write(folder.path().join("q.nq"), quad).unwrap();
    for (arguments, said) in [
        ("load t.nt --preset virtuoso --graph http://e/g", "virtuoso does not keep the triple terms of RDF 1.2"),
        ("load q.nq --preset virtuoso", "virtuoso takes no quads over HTTP"),
        ("load t.nt --preset virtuoso", "virtuoso does not keep the triple terms"),
        ("load t.nt --preset fuseki", "fuseki needs the name of a dataset"),
        ("load t.nt --endpoint http://ann:s3cret@localhost/store", "holds a name or a password"),
        ("load t.nt --preset oxigraph --graph none", "'none' is no absolute IRI"),
    ] {
        let words: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
        let outcome = run(folder.path(), &words, &[]);
        assert_eq!(outcome.status, Some(2), "{arguments}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said) && !outcome.stderr.contains("s3cret"), "{}", outcome.stderr);
    }
}

#[test]
fn tls_is_checked_against_the_authority_that_is_named() {
    let server = faulty::tls(sound);
    let trusted = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/load/localhost.pem");
    let outcome = load(&server, &["--replace", "--cacert", trusted], &[]);
    assert_eq!((outcome.status, server.held()), (Some(0), 5), "{}", outcome.stderr);
    let outcome = load(&server, &["--replace"], &[]);
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stderr.contains("no secure connection"), "{}", outcome.stderr);
    let outcome = load(&server, &["--cacert", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")], &[]);
    assert!(outcome.stderr.contains("no certificate in it"), "{}", outcome.stderr);
}
