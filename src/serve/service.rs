//! What the endpoint answers to a request, without any socket.

use std::net::SocketAddr;

use super::{description, graphs, page, protocol};
use crate::error::Error;
use crate::query::{DefaultGraph, Limits, Store};

/// A request, read whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The method, in upper case.
    pub method: String,
    /// The path of the target.
    pub path: String,
    /// What follows `?` in the target; empty where nothing does.
    pub query: String,
    /// The name of the host that is asked, with its port.
    pub host: Option<String>,
    /// What the client takes.
    pub accept: Option<String>,
    /// What the body is.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// A response, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    pub(super) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", media_type.to_owned())], body: body.into() }
    }

    /// A message for people.
    pub(super) fn text(status: u16, message: impl Into<String>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", message.into() + "\n")
    }

    /// The refusal of a method, with those that are allowed.
    pub(super) fn not_allowed(allowed: &str) -> Self {
        let message = format!("this endpoint only reads: {allowed}");
        Self::text(405, message).with("allow", allowed)
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

impl From<Error> for Response {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::Query { .. } | Error::Usage { .. } => 400,
            Error::TimedOut { .. } => 503,
            Error::TooManyResults { .. } => 403,
            Error::Unrepresentable { .. } => 406,
            _ => 500,
        };
        Self::text(status, error.to_string())
    }
}

/// A store that answers.
#[derive(Clone)]
pub struct Service {
    /// What is asked.
    pub store: Store,
    /// What a query without a dataset of its own asks.
    pub default_graph: DefaultGraph,
    /// What a query may take.
    pub limits: Limits,
    /// Whether scripts of other pages may read the answers.
    pub cors: bool,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Service {
    /// Answers a request.
    pub fn respond(&self, request: &Request) -> Response {
        let response = if self.is_for_us(request) {
            self.route(request)
        } else {
            Response::text(421, "this endpoint does not go by that name: ask it as localhost")
        };
        let response = response.with("x-content-type-options", "nosniff");
        if self.cors { response.with("access-control-allow-origin", "*") } else { response }
    }

    /// On loopback only its own names count: a page elsewhere that has its name lead here must not read what is stored.
    fn is_for_us(&self, request: &Request) -> bool {
        let Some(host) = request.host.as_deref().filter(|_| self.address.ip().is_loopback()) else { return true };
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => name,
            _ => host,
        };
        let is_loopback = |ip: std::net::IpAddr| ip.is_loopback();
        name.eq_ignore_ascii_case("localhost")
            || name.trim_start_matches('[').trim_end_matches(']').parse().is_ok_and(is_loopback)
    }

    fn route(&self, request: &Request) -> Response {
        if request.method == "OPTIONS" && self.cors {
            return Response::text(200, "GET, HEAD, POST")
                .with("access-control-allow-methods", "GET, HEAD, POST")
                .with("access-control-allow-headers", "accept, content-type");
        }
        let reads = matches!(request.method.as_str(), "GET" | "HEAD");
        match request.path.as_str() {
            "/" if reads => page::page(self, request),
            "/" => Response::not_allowed("GET, HEAD"),
            "/health" if reads => Response::text(200, "ok"),
            "/health" => Response::not_allowed("GET, HEAD"),
            "/query" | "/sparql" if reads && !protocol::asks(request) => description::describe(self, request),
            "/query" | "/sparql" => protocol::query(self, request),
            "/store" if reads => graphs::read(self, request),
            "/store" => Response::not_allowed("GET, HEAD"),
            "/update" => Response::text(403, protocol::NO_UPDATES),
            _ => Response::text(404, "there are /, /query, /store and /health"),
        }
    }
}
