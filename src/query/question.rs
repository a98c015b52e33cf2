//! A query as it is asked: its text, the values of its variables, what it may not do.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, Term};
use spargebra::{Query, SparqlParser};

use super::bind::{self, Scope};
use super::depth::{DEEPEST, LONGEST, depth};
use crate::error::{Error, Result};
use crate::schema::vocabulary::PREFIXES;

/// Values of variables, by name.
pub type Values = BTreeMap<String, Term>;

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub(super) query: Query,
    /// Default and named graphs, where those of the query do not count.
    pub(super) dataset: Option<(Vec<NamedNode>, Vec<NamedNode>)>,
}

impl Question {
    /// Parses a query. Every prefix of the vocabulary is declared; the query's own declarations win.
    ///
    /// # Errors
    /// [`Error::Query`] with line and column where it is no query, is an update, calls a `SERVICE`, or is nested too
    /// deeply.
    pub fn parse(source_name: &str, text: &str) -> Result<Self> {
        let refused =
            |at, what: String, hint: String| Error::Query { source_name: source_name.to_owned(), at, what, hint };
        if text.len() > LONGEST {
            let hint = format!("a query may have {LONGEST} bytes");
            return Err(refused(None, format!("a query of {} bytes", text.len()), hint));
        }
        let depth = depth(text);
        if depth > DEEPEST {
            let hint = format!("a query may have {DEEPEST} brackets within each other");
            return Err(refused(None, format!("{depth} brackets within each other"), hint));
        }
        let parser =
            PREFIXES.iter().try_fold(SparqlParser::new(), |parser, (name, iri)| parser.with_prefix(*name, *iri));
        let parser =
            parser.map_err(|cause| refused(None, cause.to_string(), "this is a bug: please tell".to_owned()))?;
        let query = match parser.clone().parse_query(text) {
            Ok(query) => query,
            Err(_) if parser.parse_update(text).is_ok_and(|update| !update.operations.is_empty()) => {
                let hint = "ask with SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned();
                return Err(refused(None, "an update, but what is stored is never changed".to_owned(), hint));
            }
            Err(error) => {
                let (at, expected) = placed(&error.to_string());
                let (what, hint) = readable(text, at, &expected);
                return Err(refused(at, what, hint));
            }
        };
        if Scope::of(&query).calls_service {
            let hint = "load what the service has into files, and give them as inputs".to_owned();
            return Err(refused(None, "SERVICE, but no other service is ever called".to_owned(), hint));
        }
        Ok(Self { query, dataset: None })
    }

    /// The query with the values of some variables, which become terms of it, never text.
    ///
    /// # Errors
    /// [`Error::Usage`] where the query has no such variable.
    pub fn with_values(mut self, values: &Values) -> Result<Self> {
        let known = self.variables();
        if let Some(unknown) = values.keys().find(|name| !known.contains(*name)) {
            let known: Vec<String> = known.iter().map(|name| format!("?{name}")).collect();
            return Err(Error::Usage {
                what: format!("the query has no variable ?{}", unknown.escape_debug()),
                hint: format!("it has {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") }),
            });
        }
        bind::bind(&mut self.query, values);
        Ok(self)
    }

    /// The query over a dataset of these default and named graphs, instead of its own.
    ///
    /// # Errors
    /// [`Error::Usage`] where one is no IRI.
    pub fn with_dataset(self, default: &[String], named: &[String]) -> Result<Self> {
        let iris = |names: &[String]| names.iter().map(|name| graph_name(name)).collect::<Result<Vec<_>>>();
        Ok(Self { dataset: Some((iris(default)?, iris(named)?)), ..self })
    }

    /// Whether it gives triples, rather than rows or a truth value.
    pub fn gives_triples(&self) -> bool {
        matches!(self.query, Query::Construct { .. } | Query::Describe { .. })
    }

    /// The names of the variables that it mentions.
    pub fn variables(&self) -> BTreeSet<String> {
        Scope::of(&self.query).variables
    }
}

/// The name of a graph as a node.
///
/// # Errors
/// [`Error::Usage`] where it is no IRI.
pub(super) fn graph_name(name: &str) -> Result<NamedNode> {
    NamedNode::new(name).map_err(|cause| Error::Usage {
        what: format!("'{}' names no graph: {cause}", name.escape_debug()),
        hint: "give the whole IRI".to_owned(),
    })
}

/// A value as the command line gives it: `<IRI>`, a literal as Turtle writes it in double quotes, or plain text.
///
/// # Errors
/// [`Error::Usage`] where what begins as an IRI or a literal is none.
pub fn parse_value(text: &str) -> Result<Term> {
    let wrong = |what: String| Error::Usage {
        what: format!("the value {}: {what}", text.escape_debug()),
        hint: "give plain text, <IRI>, or a literal such as \"2015\"^^<http://www.w3.org/2001/XMLSchema#gYear>"
            .to_owned(),
    };
    if let Some(iri) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return Ok(NamedNode::new(iri).map_err(|cause| wrong(cause.to_string()))?.into());
    }
    if text.starts_with('"') {
        return Ok(text.parse::<Literal>().map_err(|cause| wrong(cause.to_string()))?.into());
    }
    Ok(Literal::new_simple_literal(text).into())
}

/// Line and column, which the parser puts before its message, and the rest of the message.
fn placed(message: &str) -> (Option<(usize, usize)>, String) {
    let found = message.strip_prefix("error at ").and_then(|rest| rest.split_once(": "));
    let at = found.and_then(|(place, _)| {
        let (line, column) = place.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?))
    });
    (at, found.filter(|_| at.is_some()).map_or(message, |(_, what)| what).to_owned())
}

/// What is wrong in words, and a hint.
fn readable(text: &str, at: Option<(usize, usize)>, expected: &str) -> (String, String) {
    let rest = at.and_then(|(line, column)| {
        let line = text.lines().nth(line.checked_sub(1)?)?;
        Some(line.chars().skip(column.checked_sub(1)?).take(SHOWN).collect::<String>())
    });
    let place = match rest.as_deref().map(str::trim) {
        None | Some("") => "the end of the line".to_owned(),
        Some(rest) => format!("'{}'", rest.escape_debug()),
    };
    if expected.contains("Prefix not found") {
        let known: Vec<&str> = PREFIXES.iter().map(|(name, _)| *name).collect();
        let hint = format!("declare it with PREFIX; these need no declaration: {}", known.join(", "));
        return (format!("no prefix is declared for the name that ends before {place}"), hint);
    }
    let hint = "https://www.w3.org/TR/sparql11-query/ describes the language".to_owned();
    let words = quoted(expected);
    let what = if words.is_empty() { String::new() } else { format!("; expected {}", words.join(" or ")) };
    (format!("no SPARQL from {place} on{what}"), hint)
}

/// Characters of the query that a message shows.
const SHOWN: usize = 20;
/// Words that a message offers.
const OFFERED: usize = 8;

/// The words in double quotes of the parser's message, which lists classes of characters, too.
fn quoted(expected: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = expected;
    while let Some(start) = rest.find(['"', '[']) {
        let class = rest[start..].starts_with('[');
        rest = &rest[start + 1..];
        let end = if class { "]" } else { "\"" };
        let escaped = usize::from(!class) * rest.bytes().take_while(|b| *b == b'\\').count();
        let Some(length) = rest[escaped..].find(end).map(|at| at + escaped) else { break };
        // A quotation mark that is itself expected is written as \".
        let length = if !class && rest[..length].ends_with('\\') { length + 1 } else { length };
        if !class && length > 0 {
            words.push(format!("'{}'", rest[..length].replace('\\', "")));
        }
        rest = rest.get(length + 1..).unwrap_or_default();
    }
    words.sort_by_key(|word| !word.contains(char::is_alphanumeric));
    words.truncate(OFFERED);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        Question::parse("query", text).unwrap_err().to_string()
    }

    #[test]
    fn a_malformed_query_is_told_with_its_place() {
        assert!(message("SELECT ?s WHERE {\n  ?s ?p ;;; }").starts_with("query:2:"));
        assert!(message("SELECT ?s WHERE { ?s foo:x 1 }").contains("\nhint: declare it with PREFIX; these need no"));
        assert!(message("").starts_with("query:1:1: no SPARQL from the end of the line on"));
    }

    #[test]
    fn a_query_may_declare_prefixes_anew() {
        let own = "PREFIX schema: <urn:x#> ASK { ?s schema:name ?o }";
        assert!(Question::parse("query", own).unwrap().query.to_string().contains("<urn:x#name>"));
        let ours = Question::parse("query", "ASK { ?s schema:name ?o }").unwrap();
        assert!(ours.query.to_string().contains("<http://schema.org/name>"));
    }

    #[test]
    fn updates_services_and_what_is_nested_too_deeply_are_refused() {
        for update in
            ["CLEAR ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }", "LOAD <urn:x>"]
        {
            assert!(message(update).starts_with("query: an update, but"), "{update}");
        }
        for service in ["SERVICE <urn:x> { ?s ?p ?o }", "FILTER EXISTS { SERVICE SILENT ?x { ?s ?p ?o } }"] {
            assert!(message(&format!("SELECT * {{ ?a ?b ?x {service} }}")).contains("SERVICE"), "{service}");
        }
        let nested = format!("ASK {{ FILTER({}1{}) }}", "(".repeat(100), ")".repeat(100));
        assert!(message(&nested).starts_with("query: 102 brackets within each other"));
        assert!(message(&" ".repeat(LONGEST + 1)).starts_with("query: a query of 65537 bytes"));
    }

    #[test]
    fn values_are_iris_literals_or_plain_text() {
        assert_eq!(parse_value("<urn:a>").unwrap().to_string(), "<urn:a>");
        assert_eq!(parse_value("Far Water").unwrap().to_string(), "\"Far Water\"");
        assert_eq!(parse_value("\"a\"@en").unwrap().to_string(), "\"a\"@en");
        assert_eq!(parse_value("<a b>x").unwrap().to_string(), "\"<a b>x\"");
        assert!(parse_value("<no iri>").is_err());
        assert!(parse_value("\"open").is_err());
    }
}
