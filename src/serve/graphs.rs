//! Graphs as they are stored, by the SPARQL 1.1 Graph Store HTTP Protocol; reading only.

use form_urlencoded::parse;

use super::accept::negotiate;
use super::{Request, Response, Service};
use crate::error::Result;
use crate::query::{Answer, graph_of, write_answer};

pub(super) fn read(service: &Service, request: &Request) -> Response {
    let pairs: Vec<(String, String)> =
        parse(request.query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let named: Vec<&str> = pairs.iter().filter(|(name, _)| name == "graph").map(|(_, iri)| iri.as_str()).collect();
    let wants_default = pairs.iter().any(|(name, _)| name == "default");
    match (named.as_slice(), wants_default) {
        ([], true) => written(service, request, None),
        ([iri], false) => written(service, request, Some(iri)),
        _ => Ok(Response::text(400, "name one graph: /store?default, or /store?graph=IRI")),
    }
    .unwrap_or_else(Response::from)
}

fn written(service: &Service, request: &Request, name: Option<&str>) -> Result<Response> {
    let format = match negotiate(request.accept.as_deref(), true) {
        Ok(format) => format,
        Err(message) => return Ok(Response::text(406, message)),
    };
    let Some(triples) = graph_of(&service.store, name)? else {
        return Ok(Response::text(404, "there is no graph of that name"));
    };
    let mut body = Vec::new();
    write_answer(&Answer::Triples(triples), format, &mut body)?;
    Ok(Response::new(200, format.media_type, body).with("vary", "accept"))
}
