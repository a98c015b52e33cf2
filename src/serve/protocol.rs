//! Queries by the SPARQL 1.1 Protocol: by GET, by a form, by a body.

use form_urlencoded::parse;

use super::accept::negotiate;
use super::{Request, Response, Service};
use crate::error::{Error, Result};
use crate::query::{Question, answer, write_answer};

pub(super) const NO_UPDATES: &str =
    "updates are refused: this endpoint answers queries, and never changes what it holds";

/// Whether a request holds a query in its target.
pub(super) fn asks(request: &Request) -> bool {
    parse(request.query.as_bytes()).any(|(name, _)| name == "query" || name == "update")
}

pub(super) fn query(service: &Service, request: &Request) -> Response {
    match parameters(request) {
        Ok(parameters) => answered(service, request, parameters).unwrap_or_else(Response::from),
        Err(refusal) => refusal,
    }
}

/// What a request asks.
struct Parameters {
    query: String,
    default_graphs: Vec<String>,
    named_graphs: Vec<String>,
}

fn parameters(request: &Request) -> std::result::Result<Parameters, Response> {
    let mut pairs: Vec<(String, String)> =
        parse(request.query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    match request.method.as_str() {
        "GET" | "HEAD" => {}
        "POST" => {
            let content_type = request.content_type.as_deref().unwrap_or_default();
            let text =
                |body: &[u8]| String::from_utf8(body.to_vec()).map_err(|_| Response::text(400, "the body is no UTF-8"));
            match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
                "application/x-www-form-urlencoded" => {
                    pairs.extend(parse(&request.body).map(|(name, value)| (name.into_owned(), value.into_owned())));
                }
                "application/sparql-query" => pairs.push(("query".to_owned(), text(&request.body)?)),
                "application/sparql-update" => return Err(Response::text(403, NO_UPDATES)),
                _ => {
                    let what = "a query comes as application/sparql-query or application/x-www-form-urlencoded";
                    return Err(Response::text(415, what)
                        .with("accept-post", "application/sparql-query, application/x-www-form-urlencoded"));
                }
            }
        }
        _ => return Err(Response::not_allowed("GET, HEAD, POST")),
    }
    let take = |wanted: &str| -> Vec<String> {
        pairs.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect()
    };
    if !take("update").is_empty() {
        return Err(Response::text(403, NO_UPDATES));
    }
    let mut queries = take("query");
    match (queries.pop(), queries.len()) {
        (Some(query), 0) => {
            Ok(Parameters { query, default_graphs: take("default-graph-uri"), named_graphs: take("named-graph-uri") })
        }
        (None, _) => Err(Response::text(400, "there is no query: give it as the parameter 'query'")),
        _ => Err(Response::text(400, "there is more than one query")),
    }
}

fn answered(service: &Service, request: &Request, parameters: Parameters) -> Result<Response> {
    let mut question = Question::parse("query", &parameters.query).map_err(|error| match error {
        Error::Query { what, .. } if what.starts_with("an update") => {
            Error::Usage { what: NO_UPDATES.to_owned(), hint: "ask with SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned() }
        }
        other => other,
    })?;
    if !parameters.default_graphs.is_empty() || !parameters.named_graphs.is_empty() {
        question = question.with_dataset(&parameters.default_graphs, &parameters.named_graphs)?;
    }
    let format = match negotiate(request.accept.as_deref(), question.gives_triples()) {
        Ok(format) => format,
        Err(message) => return Ok(Response::text(406, message)),
    };
    let answer = answer(&service.store, &question, service.default_graph, service.limits)?;
    let mut body = Vec::new();
    write_answer(&answer, format, &mut body)?;
    Ok(Response::new(200, format.media_type, body).with("vary", "accept"))
}
