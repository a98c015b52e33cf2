//! Talks to `pressgraph serve` over loopback: the cases of the W3C's SPARQL protocol for queries, graphs, limits, refusals.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const DATA: &str = "\
<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> \"Northwind <Systems>\" .
<urn:b> <http://www.w3.org/2000/01/rdf-schema#label> \"Lakemap\" <urn:g> .
<urn:c> <http://www.w3.org/2000/01/rdf-schema#label> \"Quillon\" <urn:h> .
";

const LABELS: &str = "SELECT ?l { ?s rdfs:label ?l } ORDER BY ?l";

/// A running server; it ends with the test that started it.
struct Server {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start(data: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("graph.nq"), data).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pressgraph"));
        command.current_dir(folder.path()).args(["serve", "graph.nq", "--bind", "127.0.0.1:0"]).args(options);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let port =
            line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()).and_then(|port| port.parse().ok());
        Self { child, port: port.unwrap_or_else(|| panic!("no address in {line:?}")), _folder: folder }
    }

    fn send(&self, request: &[u8]) -> Response {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that refuses early need not read all.
        stream.write_all(request).unwrap_or(());
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap_or(0);
        Response::read(&bytes)
    }

    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let mut request =
            format!("{method} {target} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n", self.port);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method == "POST" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let mut bytes = (request + "\r\n").into_bytes();
        bytes.extend(body);
        self.send(&bytes)
    }

    fn get(&self, target: &str, accept: &str) -> Response {
        self.ask("GET", target, &[("Accept", accept)], b"")
    }

    /// The labels that a query finds, as CSV.
    fn labels(&self, parameters: &str) -> String {
        let response = self.get(&format!("/query?query={}{parameters}", encoded(LABELS)), "text/csv");
        assert_eq!(response.status, 200, "{}", response.body);
        response.body.replace("\r\n", " ").trim_end().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap_or(());
        self.child.wait().map(drop).unwrap_or(());
    }
}

#[derive(Debug)]
struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Response {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn media_type(&self) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix("content-type: "));
        line.unwrap_or_default().split(';').next().unwrap_or_default()
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const DIRECT: (&str, &str) = ("Content-Type", "application/sparql-query");

#[test]
fn a_query_comes_by_get_by_form_and_by_body() {
    let server = Server::start(DATA, &[]);
    let expected = "l\r\nLakemap\r\nNorthwind <Systems>\r\nQuillon\r\n";
    let accept = ("Accept", "text/csv");
    let answers = [
        server.get(&format!("/query?query={}", encoded(LABELS)), "text/csv"),
        server.ask("POST", "/query", &[FORM, accept], format!("query={}", encoded(LABELS)).as_bytes()),
        server.ask("POST", "/query", &[DIRECT, accept], LABELS.as_bytes()),
        server.ask(
            "POST",
            "/sparql",
            &[("Content-Type", "application/sparql-query; charset=utf-8"), accept],
            LABELS.as_bytes(),
        ),
    ];
    for answer in answers {
        assert_eq!((answer.status, answer.body.as_str()), (200, expected), "{}", answer.head);
    }
    let head = server.ask("HEAD", &format!("/query?query={}", encoded(LABELS)), &[accept], b"");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn the_dataset_of_the_protocol_counts_before_that_of_the_query() {
    let server = Server::start(DATA, &[]);
    assert_eq!(server.labels(""), "l Lakemap Northwind <Systems> Quillon");
    assert_eq!(server.labels("&default-graph-uri=urn:g"), "l Lakemap");
    assert_eq!(server.labels("&default-graph-uri=urn:g&default-graph-uri=urn%3Ah"), "l Lakemap Quillon");
    assert_eq!(server.labels("&named-graph-uri=urn:g"), "l");
    let named = encoded("SELECT ?g { GRAPH ?g { ?s ?p ?o } }");
    let ask = |rest: &str| server.get(&format!("/query?query={named}{rest}"), "text/csv").body.replace("\r\n", " ");
    assert_eq!(ask(""), "g urn:g urn:h ");
    assert_eq!(ask("&named-graph-uri=urn:h"), "g urn:h ");
    assert_eq!(ask("&default-graph-uri=urn:h"), "g ");
    let from = encoded("SELECT ?l FROM <urn:g> { ?s rdfs:label ?l }");
    let body = format!("query={from}&default-graph-uri=urn:h");
    assert_eq!(server.ask("POST", "/query", &[FORM, ("Accept", "text/csv")], body.as_bytes()).body, "l\r\nQuillon\r\n");
    assert_eq!(
        server.ask("POST", "/query?default-graph-uri=urn:h", &[DIRECT, ("Accept", "text/csv")], LABELS.as_bytes()).body,
        "l\r\nQuillon\r\n"
    );
    assert_eq!(server.get(&format!("/query?query={named}&default-graph-uri=no+iri"), "text/csv").status, 400);
}

#[test]
fn each_form_of_query_comes_in_the_format_that_the_client_takes() {
    let server = Server::start(DATA, &[]);
    let media_type = |query: &str, accept: &str| {
        let response = server.get(&format!("/query?query={}", encoded(query)), accept);
        (response.status, response.media_type().to_owned())
    };
    let ok = |media_type: &str| (200, media_type.to_owned());
    assert_eq!(media_type(LABELS, "*/*"), ok("application/sparql-results+json"));
    assert_eq!(media_type(LABELS, "application/sparql-results+xml"), ok("application/sparql-results+xml"));
    assert_eq!(media_type(LABELS, "text/tab-separated-values"), ok("text/tab-separated-values"));
    assert_eq!(
        media_type("ASK { ?s ?p ?o }", "application/sparql-results+json"),
        ok("application/sparql-results+json")
    );
    let construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }";
    assert_eq!(media_type(construct, "*/*"), ok("text/turtle"));
    assert_eq!(media_type("DESCRIBE <urn:a>", "application/rdf+xml"), ok("application/rdf+xml"));
    assert_eq!(media_type(construct, "application/ld+json"), ok("application/ld+json"));
    assert_eq!(media_type(construct, "application/n-triples"), ok("application/n-triples"));
    assert_eq!(media_type(LABELS, "image/png").0, 406);
    let answer = server.get(&format!("/query?query={}", encoded("ASK { ?s ?p ?o }")), "application/json");
    assert_eq!(answer.body.trim_end(), "{\"head\":{},\"boolean\":true}");
}

#[test]
fn what_is_no_query_is_refused_and_the_answer_says_why() {
    let server = Server::start(DATA, &[]);
    let get = |query: &str| server.get(&format!("/query?query={}", encoded(query)), "*/*");
    let malformed = get("SELECT * {\n  ?s ?p\n}");
    assert_eq!(malformed.status, 400);
    assert!(malformed.body.starts_with("query:3:"), "{}", malformed.body);
    let update = "INSERT DATA { <urn:x> <urn:y> <urn:z> }";
    let refusals = [
        (server.ask("PUT", "/query", &[DIRECT], LABELS.as_bytes()), 405, "this endpoint only reads"),
        (server.ask("DELETE", "/store?default", &[], b""), 405, "this endpoint only reads"),
        (
            server.ask("PUT", "/store?graph=urn:g", &[("Content-Type", "text/turtle")], b"<urn:x> <urn:y> 1 ."),
            405,
            "only reads",
        ),
        (
            server.ask("POST", "/query", &[("Content-Type", "text/plain")], LABELS.as_bytes()),
            415,
            "application/sparql-query",
        ),
        (server.ask("POST", "/query", &[], LABELS.as_bytes()), 415, "application/sparql-query"),
        (server.ask("POST", "/query", &[DIRECT], b"SELECT * { ?s ?p '\xff' }"), 400, "no UTF-8"),
        (server.ask("POST", "/query", &[FORM], b"a=b"), 400, "there is no query"),
        (server.get(&format!("/query?query={0}&query={0}", encoded(LABELS)), "*/*"), 400, "more than one query"),
        (get(update), 400, "updates are refused"),
        (
            server.ask("POST", "/query", &[("Content-Type", "application/sparql-update")], update.as_bytes()),
            403,
            "updates are refused",
        ),
        (
            server.ask("POST", "/query", &[FORM], format!("update={}", encoded(update)).as_bytes()),
            403,
            "updates are refused",
        ),
        (server.ask("POST", "/update", &[FORM], b"update=x"), 403, "updates are refused"),
        (get("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"), 400, "no other service is ever called"),
        (get(&format!("ASK {{ FILTER({}1{}) }}", "(".repeat(50_000), ")".repeat(50_000))), 431, ""),
        (
            server.ask("POST", "/query", &[DIRECT], format!("ASK {{ FILTER({}1) }}", "(".repeat(50_000)).as_bytes()),
            400,
            "brackets within each other",
        ),
        (server.ask("POST", "/query", &[DIRECT], &vec![b' '; 2 << 20]), 413, "a body may have"),
        (server.get("/nothing", "*/*"), 404, "/query"),
        (server.get("/store", "*/*"), 400, "name one graph"),
    ];
    for (response, status, message) in refusals {
        assert_eq!(response.status, status, "{message}: {response:?}");
        assert!(response.body.contains(message), "{message}: {response:?}");
    }
    assert_eq!(server.labels(""), "l Lakemap Northwind <Systems> Quillon", "nothing was changed");
}

#[test]
fn graphs_are_read_by_the_graph_store_protocol() {
    let server = Server::start(DATA, &[]);
    let label = "http://www.w3.org/2000/01/rdf-schema#label";
    let named = server.get("/store?graph=urn:g", "application/n-triples");
    assert_eq!((named.status, named.body), (200, format!("<urn:b> <{label}> \"Lakemap\" .\n")));
    let default = server.get("/store?default", "application/n-triples");
    assert_eq!(default.body.lines().count(), 3, "{}", default.body);
    let head = server.ask("HEAD", "/store?graph=urn:g", &[], b"");
    assert_eq!((head.status, head.body.as_str(), head.media_type()), (200, "", "text/turtle"));
    assert_eq!(server.get("/store?graph=urn:none", "*/*").status, 404);
    assert_eq!(server.get("/store?graph=no+iri", "*/*").status, 400);
}

#[test]
fn the_service_describes_itself_and_shows_a_form() {
    let server = Server::start(DATA, &[]);
    let description = server.get("/query", "application/n-triples");
    let endpoint = format!(
        "<http://www.w3.org/ns/sparql-service-description#endpoint> <http://127.0.0.1:{}/query> .",
        server.port
    );
    assert!(description.body.contains(&endpoint), "{}", description.body);
    assert_eq!(server.get("/health", "*/*").body, "ok\n");
    let page = server.get("/", "text/html");
    assert_eq!((page.status, page.media_type()), (200, "text/html"));
    assert!(page.body.contains("<label for=\"query\">"), "{}", page.body);
    let hostile =
        server.get(&format!("/?query={}", encoded("SELECT ?l { ?s rdfs:label ?l } #</textarea><script>")), "text/html");
    assert!(hostile.body.contains("<td>Northwind &lt;Systems&gt;</td>"), "{}", hostile.body);
    assert!(!hostile.body.contains("<script"), "{}", hostile.body);
    assert_eq!(server.get(&format!("/?query={}", encoded("SELECT <b>")), "text/html").status, 400);
}

#[test]
fn other_pages_read_nothing_unless_asked_for() {
    let server = Server::start(DATA, &[]);
    assert!(!server.get("/health", "*/*").head.contains("access-control"));
    let foreign =
        format!("GET /health HTTP/1.1\r\nHost: attacker.example:{}\r\nConnection: close\r\n\r\n", server.port);
    assert_eq!(server.send(foreign.as_bytes()).status, 421);
    for host in ["127.0.0.1", "[::1]:80", "LOCALHOST:1"] {
        let own = format!("GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(server.send(own.as_bytes()).status, 200, "{host}");
    }
    let open = Server::start(DATA, &["--cors"]);
    assert!(open.get("/health", "*/*").head.contains("access-control-allow-origin: *"));
    assert_eq!(open.ask("OPTIONS", "/query", &[], b"").status, 200);
}

#[test]
fn a_query_past_its_limits_is_cut_while_others_go_on() {
    let data: String = (0..300).map(|n| format!("<urn:s{n}> <urn:p> <urn:o{n}> .\n")).collect();
    let server = Server::start(&data, &["--timeout", "1", "--max-results", "500"]);
    let long = encoded("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }");
    std::thread::scope(|scope| {
        let cut = scope.spawn(|| {
            let started = Instant::now();
            (server.get(&format!("/query?query={long}"), "*/*"), started.elapsed())
        });
        for _ in 0..20 {
            assert_eq!(server.get(&format!("/query?query={}", encoded("ASK { ?s ?p ?o }")), "*/*").status, 200);
        }
        let (response, time) = cut.join().unwrap();
        assert_eq!(response.status, 503, "{response:?}");
        assert!(response.body.starts_with("the query was cut after 1 s"), "{}", response.body);
        assert!(time < Duration::from_secs(20), "{time:?}");
    });
    let many = server.get(&format!("/query?query={}", encoded("SELECT * { ?a ?b ?c . ?d ?e ?f }")), "*/*");
    assert_eq!(many.status, 403);
    assert!(many.body.starts_with("the query has more than 500 results"), "{}", many.body);
}

#[test]
fn queries_that_only_pair_rows_are_cut_too_and_block_nobody() {
    let data: String = (0..3000).map(|n| format!("<urn:s{n}> <urn:p> <urn:o{n}> .\n")).collect();
    let server = Server::start(&data, &["--timeout", "1"]);
    let list = |name: &str| format!("VALUES ?{name} {{ {} }} ", "1 2 3 4 5 6 7 8 9 ".repeat(12));
    let lists: String = ["a", "b", "c", "d", "e", "f"].map(list).concat();
    let quads = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l";
    let endless = [
        format!("SELECT (COUNT(*) AS ?n) {{ {lists} }}"),
        format!("ASK {{ {lists} FILTER(?a + ?f > 100) }}"),
        format!("SELECT ?a {{ {lists} }} ORDER BY ?b"),
        format!("SELECT DISTINCT ?none {{ {lists} }}"),
        format!("SELECT (SUM(?n) AS ?m) {{ {{ SELECT ?n {{ {lists} BIND(?a + ?b AS ?n) }} }} }}"),
        format!("CONSTRUCT {{ ?none <urn:p> ?a }} {{ {lists} }}"),
        format!("ASK {{ ?s ?p ?o OPTIONAL {{ {lists} FILTER(?a > ?f + 100) }} FILTER(BOUND(?a)) }}"),
        format!("SELECT (COUNT(*) AS ?n) {{ {{ {lists} }} UNION {{ {quads} }} ?x ?y ?z }}"),
        format!("SELECT (COUNT(*) AS ?n) {{ {quads} }}"),
        format!("ASK {{ {quads} FILTER(?c = ?j && ?f = ?a) }}"),
    ];
    for query in &endless {
        let response = server.ask("POST", "/query", &[DIRECT], query.as_bytes());
        assert!(
            response.status == 503 && response.body.starts_with("the query was cut after 1 s"),
            "{}: {response:?}",
            &query[..60]
        );
        assert_eq!(server.get(&format!("/query?query={}", encoded("ASK { ?s ?p ?o }")), "*/*").status, 200);
    }
    let small = format!("SELECT (COUNT(*) AS ?n) {{ {} {} FILTER(?a = ?b) }}", list("a"), list("b"));
    let response = server.ask("POST", "/query", &[DIRECT, ("Accept", "text/csv")], small.as_bytes());
    assert_eq!((response.status, response.body.as_str()), (200, "n\r\n1296\r\n"));
}

#[test]
fn eight_clients_with_two_hundred_queries_each_get_them_all() {
    let server = Server::start(DATA, &[]);
    let target = format!("/query?query={}", encoded(LABELS));
    std::thread::scope(|scope| {
        let client = || {
            for _ in 0..200 {
                let answer = server.get(&target, "text/csv");
                assert_eq!((answer.status, answer.body.lines().count()), (200, 4), "{answer:?}");
            }
        };
        let clients: Vec<_> = (0..8).map(|_| scope.spawn(client)).collect();
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
}

#[cfg(unix)]
#[test]
fn a_server_that_is_asked_to_end_ends_well() {
    let mut server = Server::start(DATA, &[]);
    assert_eq!(server.get("/health", "*/*").status, 200);
    let killed = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(server.child.wait().unwrap().success());
}
