//! A store of the tests' own: speaks enough HTTP to be loaded into, and fails as it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub method: String,
    pub target: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// What is answered.
pub enum Reply {
    /// A status, headers and a body.
    Full(u16, Vec<(&'static str, String)>, String),
    /// Nothing: the connection closes.
    Closed,
    /// Half of a body.
    Cut(String),
    /// Nothing, and the connection stays open.
    Hung,
}

pub fn status(code: u16) -> Reply {
    Reply::Full(code, Vec::new(), String::new())
}

/// What a store holds, and what it was asked.
#[derive(Default)]
pub struct State {
    pub graphs: BTreeMap<String, BTreeSet<String>>,
    pub log: Vec<String>,
    pub received: Vec<Received>,
}

impl State {
    /// What a sound store does.
    pub fn soundly(&mut self, request: &Received) -> Reply {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        match (request.method.as_str(), path) {
            ("HEAD", _) => status(200),
            ("GET", _) => match self.graphs.get(query) {
                Some(lines) => Reply::Full(200, Vec::new(), lines.iter().map(|line| format!("{line}\n")).collect()),
                None => status(404),
            },
            ("POST", "/query") => {
                let looked_for = |line: &str| {
                    let line = line.strip_prefix("UNION ").unwrap_or(line);
                    let triple = line.strip_prefix("{ ").and_then(|line| line.strip_suffix(" }"));
                    triple.map(|triple| self.graphs.values().any(|graph| graph.contains(&format!("{triple} ."))))
                };
                let found: Vec<bool> = request.body.lines().filter_map(looked_for).collect();
                let is_named = |line: &&String| line.ends_with("<http://e/g> .");
                let lines = || self.graphs.values().flatten();
                let count = match request.body.as_str() {
                    query if query.contains("\n{ ") => found.iter().filter(|is| **is).count(),
                    query if query.contains("GRAPH ?g") => lines().filter(is_named).count(),
                    _ => lines().filter(|line| !is_named(line)).count(),
                };
                Reply::Full(200, Vec::new(), counted(count))
            }
            ("POST", "/update") => {
                if request.body.starts_with("DROP") {
                    self.graphs.clear();
                }
                let lines = request.body.lines().filter(|line| line.ends_with(" .") || line.ends_with("> }"));
                self.graphs.entry(String::new()).or_default().extend(lines.map(str::to_owned));
                status(204)
            }
            ("PUT" | "POST", "/store") => {
                let graph = self.graphs.entry(query.to_owned()).or_default();
                if request.method == "PUT" {
                    graph.clear();
                }
                graph.extend(request.body.lines().map(str::to_owned));
                status(204)
            }
            _ => status(404),
        }
    }
}

pub fn counted(count: usize) -> String {
    format!(r#"{{"head":{{"vars":["n"]}},"results":{{"bindings":[{{"n":{{"type":"literal","value":"{count}"}}}}]}}}}"#)
}

/// A server on a free port; it ends with the process of the test.
pub struct Server {
    pub address: String,
    pub state: Arc<Mutex<State>>,
}

type Behaviour = dyn Fn(&mut State, &Received) -> Reply + Send + Sync;

impl Server {
    pub fn start(behaviour: impl Fn(&mut State, &Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let (shared, behaviour): (_, Arc<Behaviour>) = (Arc::clone(&state), Arc::new(behaviour));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, behaviour) = (Arc::clone(&shared), Arc::clone(&behaviour));
                std::thread::spawn(move || serve(stream, &state, behaviour.as_ref()));
            }
        });
        Self { address, state }
    }

    /// Methods and targets of what was asked.
    pub fn log(&self) -> Vec<String> {
        self.state.lock().unwrap().log.clone()
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    pub fn held(&self) -> usize {
        self.state.lock().unwrap().graphs.values().map(BTreeSet::len).sum()
    }
}

/// A server that speaks TLS with the certificate in this folder.
pub fn tls(behaviour: impl Fn(&mut State, &Received) -> Reply + Send + Sync + 'static) -> Server {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/load");
    let certificate = CertificateDer::from_pem_file(format!("{folder}/localhost.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(format!("{folder}/localhost.key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let state = Arc::new(Mutex::new(State::default()));
    let shared = Arc::clone(&state);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut reader = BufReader::new(rustls::StreamOwned::new(connection, stream));
            while let Some(request) = receive(&mut reader) {
                let mut state = shared.lock().unwrap();
                if let Reply::Full(status, headers, body) = behaviour(&mut state, &request) {
                    reader.get_mut().write_all(&full(status, &headers, &body, &request)).unwrap_or(());
                }
            }
        }
    });
    Server { address, state }
}

/// Answers every request of a connection.
fn serve(stream: TcpStream, state: &Mutex<State>, behaviour: &Behaviour) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = receive(&mut reader) {
        let reply = {
            let mut state = state.lock().unwrap();
            state.log.push(format!("{} {}", request.method, request.target));
            state.received.push(request.clone());
            behaviour(&mut state, &request)
        };
        if !answer(&stream, &request, reply) {
            return;
        }
    }
}

pub fn receive(reader: &mut impl BufRead) -> Option<Received> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = vec![0; headers.get("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    if headers.get("content-type").is_some_and(|kind| kind == "application/x-www-form-urlencoded") {
        body = decoded(body.strip_prefix(b"query=").unwrap());
    }
    Some(Received { method, target, headers, body: String::from_utf8(body).unwrap() })
}

/// The value of a field of a form.
fn decoded(field: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < field.len() {
        let is_escaped = field[at] == b'%';
        let digits = |from: usize| std::str::from_utf8(&field[from..from + 2]).unwrap();
        out.push(if is_escaped { u8::from_str_radix(digits(at + 1), 16).unwrap() } else { field[at] });
        at += if is_escaped { 3 } else { 1 };
    }
    out
}

/// Whether the connection goes on.
fn answer(mut stream: &TcpStream, request: &Received, reply: Reply) -> bool {
    match reply {
        Reply::Closed => false,
        Reply::Hung => {
            std::thread::sleep(Duration::from_secs(60));
            false
        }
        Reply::Cut(body) => {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len() + 100);
            stream.write_all(head.as_bytes()).is_err()
        }
        Reply::Full(status, headers, body) => stream.write_all(&full(status, &headers, &body, request)).is_ok(),
    }
}

pub fn full(status: u16, headers: &[(&str, String)], body: &str, request: &Received) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("HTTP/1.1 {status} Told\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    (head + if request.method == "HEAD" { "" } else { body }).into_bytes()
}
