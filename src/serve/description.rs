//! What the service says of itself, in the terms of SPARQL 1.1 Service Description.

use super::accept::negotiate;
use super::{Request, Response, Service};
use crate::error::Result;
use crate::query::{Answer, read_turtle, write_answer};

const DESCRIPTION: &str = "\
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .

_:service a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
        formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:N-Quads, formats:TriG, formats:RDF_XML,
        formats:JSON-LD ;
    sd:defaultDataset _:dataset .

_:dataset a sd:Dataset ;
    sd:defaultGraph _:graph .

_:graph a sd:Graph .
";

pub(super) fn describe(service: &Service, request: &Request) -> Response {
    described(service, request).unwrap_or_else(Response::from)
}

fn described(service: &Service, request: &Request) -> Result<Response> {
    let format = match negotiate(request.accept.as_deref(), true) {
        Ok(format) => format,
        Err(message) => return Ok(Response::text(406, message)),
    };
    let triples = read_turtle(&format!("http://{}{}", service.address, request.path), DESCRIPTION)?;
    let mut body = Vec::new();
    write_answer(&Answer::Triples(triples), format, &mut body)?;
    Ok(Response::new(200, format.media_type, body).with("vary", "accept"))
}
