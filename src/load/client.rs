//! Sends requests: again where that may help, never for ever.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::{self, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use super::auth::{Answers, Credentials};
use super::target::Request;
use crate::error::{Error, Result};

/// How a store is spoken to.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// How often a request is sent again after it failed for a reason that may pass.
    pub retries: u32,
    /// The wait before the first of them; each further wait is twice as long, at most [`LONGEST_WAIT`].
    pub wait: Duration,
    /// For one request with its answer.
    pub timeout: Duration,
    /// Certificates in PEM of the authorities that are trusted, instead of those that browsers trust.
    pub authorities: Option<PathBuf>,
}

/// The longest wait between two attempts; a store that asks for more is told of as failed.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// For a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// How often one request answers a challenge; some stores take each nonce once.
const CHALLENGES: u32 = 2;
/// What is read of an answer that tells of a failure.
const SHOWN: u64 = 2_000;

/// Hears of what happens while statements are sent.
pub trait Observer {
    /// So many more are stored.
    fn sent(&mut self, statements: u64);
    /// A request failed and is sent again later.
    fn waits(&mut self, what: &str);
    /// Something should be known, but the run goes on.
    fn warns(&mut self, what: &str);
}

/// A connection to the endpoints of one store.
pub struct Client {
    agent: Agent,
    options: ClientOptions,
    credentials: Credentials,
    /// By address, without its query: each endpoint may ask in its own way.
    answers: BTreeMap<String, Answers>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Why an attempt failed.
struct Failure {
    what: String,
    /// Whether it may pass.
    may_pass: bool,
    /// What the store asks for.
    retry_after: Option<Duration>,
    hint: &'static str,
}

const ASK_STORE: &str = "the store says why in its log";

impl Client {
    /// A client.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Usage`] where the file of authorities cannot be used.
    pub fn new(options: ClientOptions, credentials: Credentials) -> Result<Self> {
        let tls = match &options.authorities {
            None => TlsConfig::default(),
            Some(path) => TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(certificates(path)?))).build(),
        };
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("pressgraph/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(options.timeout))
            .timeout_connect(Some(CONNECT.min(options.timeout)))
            .tls_config(tls)
            .build()
            .into();
        Ok(Self { agent, options, credentials, answers: BTreeMap::new() })
    }

    /// Sends a request and reads the answer of a success, again where that may help.
    ///
    /// # Errors
    /// [`Error::Endpoint`] with what the store said last.
    pub fn send<T>(
        &mut self,
        request: &Request,
        observer: &mut dyn Observer,
        read: impl Fn(&mut dyn Read) -> io::Result<T>,
    ) -> Result<T> {
        let mut wait = self.options.wait;
        let mut attempt = 0;
        loop {
            let failure = match self.attempt(request, &read) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let pause = failure.retry_after.unwrap_or(wait);
            let is_last = attempt == self.options.retries || !request.is_repeatable;
            if !failure.may_pass || is_last || pause > LONGEST_WAIT {
                let tries = if attempt > 0 { format!(" ({} attempts)", attempt + 1) } else { String::new() };
                return Err(Error::Endpoint {
                    url: request.url.clone(),
                    what: format!("{} failed: {}{tries}", request.method, failure.what),
                    hint: failure.hint.to_owned(),
                });
            }
            attempt += 1;
            observer.waits(&format!(
                "{}: {}; attempt {} of {} follows in {} s",
                request.url,
                failure.what,
                attempt + 1,
                self.options.retries + 1,
                pause.as_secs_f64()
            ));
            std::thread::sleep(pause);
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// One attempt, with what authentication adds to it.
    fn attempt<T>(
        &mut self,
        request: &Request,
        read: impl Fn(&mut dyn Read) -> io::Result<T>,
    ) -> std::result::Result<T, Failure> {
        let endpoint = request.url.split('?').next().unwrap_or_default().to_owned();
        let mut answers = self
            .answers
            .remove(&endpoint)
            .unwrap_or_else(|| Answers::new(self.credentials.clone(), is_private(&request.url)));
        let outcome = self.attempt_with(request, &mut answers, read);
        self.answers.insert(endpoint, answers);
        outcome
    }

    fn attempt_with<T>(
        &self,
        request: &Request,
        answers: &mut Answers,
        read: impl Fn(&mut dyn Read) -> io::Result<T>,
    ) -> std::result::Result<T, Failure> {
        if answers.wants_challenge() && !request.body.is_empty() {
            // Asked with an empty hand: some stores close the connection on a large body that they refuse.
            let probe = Request { method: "HEAD", content_type: None, body: Vec::new(), ..request.clone_head() };
            let answer = self.exchange(&probe, None)?;
            if answer.status() == 401 {
                answers.challenged(&challenges(&answer));
            }
        }
        let mut challenged = 0;
        loop {
            let header = answers.header(request.method, path(&request.url), &request.body).map_err(|what| Failure {
                what: format!("its challenge cannot be answered: {what}"),
                may_pass: false,
                retry_after: None,
                hint: "basic and digest authentication and bearer tokens are known",
            })?;
            let mut answer = self.exchange(request, header.as_deref())?;
            if answer.status() == 401 && challenged < CHALLENGES && answers.challenged(&challenges(&answer)) {
                challenged += 1;
                continue;
            }
            if answer.status().is_success() {
                return read(&mut answer.body_mut().as_reader()).map_err(|cause| broken(&cause.to_string()));
            }
            return Err(refused(answer));
        }
    }

    fn exchange(
        &self,
        request: &Request,
        authorization: Option<&str>,
    ) -> std::result::Result<http::Response<Body>, Failure> {
        let mut head =
            http::Request::builder().method(request.method).uri(&request.url).header("Accept", request.accept);
        if let Some(content_type) = request.content_type {
            head = head.header("Content-Type", content_type);
        }
        if let Some(authorization) = authorization {
            head = head.header("Authorization", authorization);
        }
        let sent = match request.content_type {
            Some(_) => head.body(request.body.as_slice()).map_err(ureq::Error::from).and_then(|r| self.agent.run(r)),
            None => head.body(()).map_err(ureq::Error::from).and_then(|r| self.agent.run(r)),
        };
        sent.map_err(failed)
    }
}

impl Request {
    /// The request without its body.
    fn clone_head(&self) -> Self {
        Self { url: self.url.clone(), body: Vec::new(), ..*self }
    }
}

fn challenges(answer: &http::Response<Body>) -> Vec<String> {
    let headers = answer.headers().get_all("WWW-Authenticate").into_iter();
    headers.filter_map(|header| header.to_str().ok()).map(str::to_owned).collect()
}

fn broken(cause: &str) -> Failure {
    Failure {
        what: format!("the connection broke: {cause}"),
        may_pass: true,
        retry_after: None,
        hint: "check that the store runs and did not run out of memory",
    }
}

/// What ureq says, in our words.
fn failed(error: ureq::Error) -> Failure {
    let failure = |what, may_pass, hint| Failure { what, may_pass, retry_after: None, hint };
    match error {
        ureq::Error::Timeout(_) => failure(
            "no answer in time".to_owned(),
            true,
            "give it more time with --timeout, or less at once with --chunk",
        ),
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::ConnectionRefused => {
            failure("nothing listens there".to_owned(), true, "start the store, and check host and port")
        }
        ureq::Error::HostNotFound => failure("there is no such host".to_owned(), false, "check the address"),
        ureq::Error::Rustls(cause) => failure(
            format!("no secure connection: {cause}"),
            false,
            "name the certificate of a private authority with --cacert",
        ),
        // What TLS finds wrong while bytes flow.
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => failure(
            format!("no secure connection: {cause}"),
            false,
            "name the certificate of a private authority with --cacert",
        ),
        ureq::Error::Io(cause) => broken(&cause.to_string()),
        other => failure(other.to_string(), true, ASK_STORE),
    }
}

/// An answer that is no success.
fn refused(mut answer: http::Response<Body>) -> Failure {
    let status = answer.status();
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let location = header("Location");
    let retry_after = header("Retry-After").and_then(|s| s.trim().parse().ok()).map(Duration::from_secs);
    let mut said = Vec::new();
    // What cannot be read is not shown.
    answer.body_mut().as_reader().take(SHOWN).read_to_end(&mut said).unwrap_or(0);
    let said = String::from_utf8_lossy(&said);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said: String = said.chars().take(300).collect();
    let mut what = status.to_string();
    if let Some(location) = location.filter(|_| status.is_redirection()) {
        what.push_str(&format!(", see {location}"));
    } else if !said.is_empty() && !said.starts_with('<') {
        what.push_str(&format!(": {said}"));
    }
    let hint = match status.as_u16() {
        300..=399 => "give that address instead: nothing is sent to another one than was named",
        401 | 403 => {
            "set PRESSGRAPH_USER and PRESSGRAPH_PASSWORD, or PRESSGRAPH_TOKEN, or give a netrc file with --netrc"
        }
        404 | 405 => "check the address, and the name of the dataset",
        413 => "send less at once with --chunk",
        415 => "try --protocol update, if the store takes no N-Triples",
        429 | 503 => "try again later, or wait longer with --retry-wait",
        _ => ASK_STORE,
    };
    Failure { what, may_pass: status.is_server_error() || status == 429, retry_after, hint }
}

fn certificates(path: &PathBuf) -> Result<Vec<Certificate<'static>>> {
    let bytes = std::fs::read(path).map_err(|cause| Error::Read { path: path.clone(), cause })?;
    let found = parse_pem(&bytes).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return Err(Error::Usage {
            what: format!("{}: no certificate in it", path.display()),
            hint: "give a file in PEM, with BEGIN CERTIFICATE".to_owned(),
        });
    }
    Ok(found)
}

/// Path and query of an address.
fn path(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or("/", |at| &url[host + at..])
}

/// Whether nobody between here and there can listen.
pub fn is_private(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default();
    let is_loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    uri.scheme_str() == Some("https") || is_loopback
}

/// The host of an address that requests may be sent to.
///
/// # Errors
/// [`Error::Usage`] where it is no address of the web, or holds a name and a password, which everybody on this machine
/// could see.
pub fn host(url: &str) -> Result<String> {
    let refuse = |what: &str, hint: &str| Error::Usage {
        what: format!("the address '{}' {what}", without_user(url).escape_debug()),
        hint: hint.to_owned(),
    };
    let example = "give one such as http://localhost:7878/store";
    let uri: Uri = url.parse().map_err(|_| refuse("is not one", example))?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(refuse(
            "holds a name or a password",
            "others can see arguments: set PRESSGRAPH_USER and PRESSGRAPH_PASSWORD in the environment, or use a netrc file",
        ));
    }
    match uri.host() {
        Some(host) if is_web && !host.is_empty() => Ok(host.trim_matches(['[', ']']).to_owned()),
        _ => Err(refuse("does not begin with http:// or https://", example)),
    }
}

fn without_user(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &url[..start + 3], &url[end + 1..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_checked_before_anything_is_sent() {
        assert_eq!(host("http://localhost:7878/store").unwrap(), "localhost");
        assert_eq!(host("https://[::1]/").unwrap(), "::1");
        for url in ["localhost:7878/store", "ftp://a/", "", "http://", "file:///etc"] {
            assert!(host(url).unwrap_err().is_usage(), "{url}");
        }
        let error = host("http://ann:secret@a.example/").unwrap_err().to_string();
        assert!(!error.contains("secret") && error.contains("http://a.example/"), "{error}");
    }

    #[test]
    fn only_loopback_and_tls_are_private() {
        for url in ["https://a.example/", "http://localhost/", "http://127.0.0.1:80/", "http://[::1]:1/"] {
            assert!(is_private(url), "{url}");
        }
        for url in ["http://a.example/", "http://localhost.example/"] {
            assert!(!is_private(url), "{url}");
        }
    }

    #[test]
    fn a_digest_is_over_path_and_query() {
        assert_eq!(path("http://a:1/b?c=d%2F"), "/b?c=d%2F");
        assert_eq!(path("http://a"), "/");
    }
}
