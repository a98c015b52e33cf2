//! Answers as bytes: a table, the W3C's formats of results, and RDF.

use std::io::{self, Write};
use std::path::PathBuf;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::QuerySolution;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use super::Answer;
use super::table::table;
use crate::error::{Error, Result};
use crate::schema::vocabulary::PREFIXES;

/// A format of answers.
#[derive(Debug, Clone, Copy)]
pub struct AnswerFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// Extensions of its files.
    pub extensions: &'static [&'static str],
    /// The media type.
    pub media_type: &'static str,
    /// What it is, for `--help`.
    pub about: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    Results(QueryResultsFormat),
    Graph(RdfFormat),
}

/// Every format, in the order in which they are listed; the first for rows and for triples is the usual one.
pub const ANSWER_FORMATS: [AnswerFormat; 11] = {
    use Kind::{Graph, Results, Table};
    [
        format("table", &["txt"], "text/plain; charset=utf-8", "rows for people", Table),
        format(
            "json",
            &["json", "srj"],
            "application/sparql-results+json",
            "rows as SPARQL 1.1 Query Results JSON",
            Results(QueryResultsFormat::Json),
        ),
        format("csv", &["csv"], "text/csv; charset=utf-8", "rows as SPARQL 1.1 CSV", Results(QueryResultsFormat::Csv)),
        format(
            "tsv",
            &["tsv"],
            "text/tab-separated-values; charset=utf-8",
            "rows as SPARQL 1.1 TSV",
            Results(QueryResultsFormat::Tsv),
        ),
        format(
            "xml",
            &["srx"],
            "application/sparql-results+xml",
            "rows as SPARQL Query Results XML",
            Results(QueryResultsFormat::Xml),
        ),
        format("turtle", &["ttl"], "text/turtle", "triples for people", Graph(RdfFormat::Turtle)),
        format("ntriples", &["nt"], "application/n-triples", "triples, one a line", Graph(RdfFormat::NTriples)),
        format("nquads", &["nq"], "application/n-quads", "triples, one a line", Graph(RdfFormat::NQuads)),
        format("trig", &["trig"], "application/trig", "triples for people", Graph(RdfFormat::TriG)),
        format("rdfxml", &["rdf", "xml"], "application/rdf+xml", "triples as XML", Graph(RdfFormat::RdfXml)),
        format(
            "jsonld",
            &["jsonld"],
            "application/ld+json",
            "triples as JSON",
            Graph(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ),
    ]
};

const fn format(
    name: &'static str,
    extensions: &'static [&'static str],
    media_type: &'static str,
    about: &'static str,
    kind: Kind,
) -> AnswerFormat {
    AnswerFormat { name, extensions, media_type, about, kind }
}

impl AnswerFormat {
    /// The format of a name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ANSWER_FORMATS.iter().find(|format| format.name == name)
    }

    /// Whether it holds triples rather than rows.
    pub fn holds_triples(&self) -> bool {
        matches!(self.kind, Kind::Graph(_))
    }

    /// The usual format of an answer: a table of rows, Turtle of triples.
    pub fn usual(answer: &Answer) -> &'static Self {
        let name = if matches!(answer, Answer::Triples(_)) { "turtle" } else { "table" };
        Self::by_name(name).unwrap_or(&ANSWER_FORMATS[0])
    }
}

/// Writes an answer.
///
/// # Errors
/// [`Error::Usage`] where the format holds rows and the answer triples, or the other way round; [`Error::Unrepresentable`]
/// where it cannot carry a term; [`Error::Write`] where `out` fails.
pub fn write_answer(answer: &Answer, format: &AnswerFormat, out: &mut dyn Write) -> Result<()> {
    let failed = |cause: io::Error| Error::Write { path: PathBuf::from("output"), cause };
    let bytes = match (answer, format.kind) {
        (Answer::Boolean(value), Kind::Table) => format!("{value}\n").into_bytes(),
        (Answer::Boolean(value), Kind::Results(results)) => QueryResultsSerializer::from_format(results)
            .serialize_boolean_to_writer(Vec::new(), *value)
            .map_err(failed)?,
        (Answer::Solutions { variables, rows }, Kind::Table) => table(variables, rows).into_bytes(),
        (Answer::Solutions { variables, rows }, Kind::Results(results)) => {
            if results == QueryResultsFormat::Xml {
                rows.iter().flatten().flatten().try_for_each(|term| check_xml(term, format.name))?;
            }
            solutions(variables, rows, results).map_err(failed)?
        }
        (Answer::Triples(triples), Kind::Graph(rdf)) => graph(triples, rdf, format.name)?,
        (answer, _) => {
            let has_triples = matches!(answer, Answer::Triples(_));
            let able = ANSWER_FORMATS.iter().filter(|format| format.holds_triples() == has_triples);
            let names: Vec<&str> = able.map(|format| format.name).collect();
            return Err(Error::Usage {
                what: format!(
                    "the query gives {}, which {} does not hold",
                    if has_triples { "triples" } else { "rows" },
                    format.name
                ),
                hint: format!("ask for one of {}", names.join(", ")),
            });
        }
    };
    out.write_all(&bytes).map_err(failed)
}

fn solutions(variables: &[String], rows: &[Vec<Option<Term>>], format: QueryResultsFormat) -> io::Result<Vec<u8>> {
    let variables: Vec<Variable> = variables.iter().map(Variable::new_unchecked).collect();
    let mut writer =
        QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(Vec::new(), variables.clone())?;
    for row in rows {
        writer.serialize(&QuerySolution::from((variables.clone(), row.clone())))?;
    }
    let mut bytes = writer.finish()?;
    if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// XML has no place for most control characters.
fn check_xml(term: &Term, format: &'static str) -> Result<()> {
    let is_lost =
        |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let text = term.to_string();
    let value = if let Term::Literal(literal) = term { literal.value() } else { text.as_str() };
    if value.contains(is_lost) {
        return Err(Error::Unrepresentable {
            format,
            what: format!("no XML holds the characters of {}", text.escape_debug()),
            hint: "ask for another format".to_owned(),
        });
    }
    Ok(())
}

fn graph(triples: &[Triple], format: RdfFormat, name: &'static str) -> Result<Vec<u8>> {
    let unable =
        |what: String| Error::Unrepresentable { format: name, what, hint: "ask for ntriples or turtle".to_owned() };
    let serializer = PREFIXES.iter().try_fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
        serializer.with_prefix(*prefix, *iri)
    });
    let mut writer = serializer.map_err(|cause| unable(cause.to_string()))?.for_writer(Vec::new());
    for triple in triples {
        writer.serialize_triple(triple).map_err(|cause| unable(format!("{triple}: {cause}")))?;
    }
    let mut bytes = writer.finish().map_err(|cause| unable(cause.to_string()))?;
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    if format == RdfFormat::RdfXml {
        triples.iter().try_for_each(|triple| check_xml(&triple.object, name))?;
        check_rdfxml(triples, &bytes).map_err(unable)?;
    }
    Ok(bytes)
}

/// Not every term has a place in RDF/XML, and its writer does not look: what it wrote must read as what was meant.
fn check_rdfxml(triples: &[Triple], bytes: &[u8]) -> std::result::Result<(), String> {
    let read = RdfParser::from_format(RdfFormat::RdfXml).for_slice(bytes);
    let read = read.map(|quad| quad.map(|quad| Triple::from(quad).to_string()).map_err(|cause| cause.to_string()));
    let mut read = read.collect::<std::result::Result<Vec<_>, _>>()?;
    read.sort();
    let lost = triples.iter().map(ToString::to_string).find(|triple| read.binary_search(triple).is_err());
    lost.map_or(Ok(()), |triple| Err(format!("it has no place for {triple}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{BlankNode, Literal, NamedNode};

    fn node(iri: &str) -> NamedNode {
        NamedNode::new_unchecked(iri)
    }

    fn written(triples: Vec<Triple>, format: &str) -> Result<String> {
        let mut bytes = Vec::new();
        write_answer(&Answer::Triples(triples), AnswerFormat::by_name(format).unwrap(), &mut bytes)?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn every_format_of_triples_reads_back() {
        let text = Literal::new_language_tagged_literal_unchecked("Far & <Water>\n\"x\"", "en");
        let triples = vec![
            Triple::new(BlankNode::new_unchecked("b0"), node("http://schema.org/name"), text),
            Triple::new(node("urn:a"), node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), node("urn:x#C")),
            Triple::new(node("urn:a"), node("urn:x#p"), BlankNode::new_unchecked("b0")),
        ];
        for format in ANSWER_FORMATS.iter().filter(|format| format.holds_triples()) {
            let text = written(triples.clone(), format.name).unwrap();
            let Kind::Graph(rdf) = format.kind else { unreachable!() };
            let read = RdfParser::from_format(rdf).for_slice(&text).map(|quad| Triple::from(quad.unwrap()).to_string());
            let mut read: Vec<String> = read.collect();
            read.sort();
            let mut expected: Vec<String> = triples.iter().map(ToString::to_string).collect();
            expected.sort();
            assert_eq!(read, expected, "{}", format.name);
        }
    }

    #[test]
    fn what_a_format_cannot_carry_is_refused() {
        let control = Triple::new(node("urn:a"), node("urn:x#p"), Literal::new_simple_literal("a\u{1}b"));
        assert!(written(vec![control.clone()], "rdfxml").is_err());
        assert!(written(vec![control], "turtle").is_ok());
    }
}
