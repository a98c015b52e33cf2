//! Names, sentences and addresses of any characters: every format carries them or refuses, and none breaks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use pressgraph::export::{self, ExportOptions, Format, Writer};
use pressgraph::graph::{self, KnowledgeGraph};
use pressgraph::model::ParsedArticle;
use pressgraph::rdf::{self, RdfOptions};
use pressgraph::resolve;
use proptest::prelude::*;

fn graph_of(names: [&str; 2], sentence: &str, address: &str) -> KnowledgeGraph {
    let article: ParsedArticle = serde_json::from_value(serde_json::json!({
        "id": names[0],
        "article": {"title": sentence, "publisher": names[1], "source": address, "url": address},
        "text": sentence,
        "entities": [
            {"id": "e1", "type": "Company", "name": format!("A{}", names[0]), "aliases": [names[1]],
             "attributes": {"url": address, "kind": names[0]}, "sameAs": [address]},
            {"id": "e2", "type": "Organization", "name": format!("B{}", names[1])}],
        "facts": [
            {"predicate": "memberOf", "subject": "e1", "object": "e2", "event": true, "qualifier": names[0],
             "evidence": {"start": 0, "end": 9, "text": sentence}, "rule": names[1]},
            {"predicate": "foundedOn", "subject": "e2", "object": {"value": "2012"},
             "evidence": {"start": 0, "end": 9, "text": sentence}, "rule": "r"}],
    }))
    .unwrap();
    graph::build(&resolve::resolve(&article))
}

fn written(format: &Format, graph: &KnowledgeGraph) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    export::write(format, graph, &ExportOptions::default(), &mut out).map_err(|refusal| refusal.to_string())?;
    Ok(out)
}

fn read(format: &Format, bytes: &[u8]) -> Vec<String> {
    let mut lines: Vec<String> = match format.name {
        "ntriples" => oxttl::NTriplesParser::new().for_slice(bytes).map(|t| t.unwrap().to_string()).collect(),
        "nquads" => oxttl::NQuadsParser::new().for_slice(bytes).map(|q| q.unwrap().to_string()).collect(),
        "turtle" => oxttl::TurtleParser::new().for_slice(bytes).map(|t| t.unwrap().to_string()).collect(),
        "trig" => oxttl::TriGParser::new().for_slice(bytes).map(|q| q.unwrap().to_string()).collect(),
        "rdfxml" => oxrdfxml::RdfXmlParser::new().for_slice(bytes).map(|t| t.unwrap().to_string()).collect(),
        "jsonld" => oxjsonld::JsonLdParser::new().for_slice(bytes).map(|q| q.unwrap().to_string()).collect(),
        other => panic!("no parser for {other}"),
    };
    lines.sort();
    lines
}

/// DOT with every quoted string replaced by `Q`, as its lexer would find them.
fn skeleton(dot: &[u8]) -> String {
    let text = std::str::from_utf8(dot).unwrap();
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '"' {
            out.push(c);
            continue;
        }
        loop {
            match chars.next().unwrap() {
                '\\' => _ = chars.next().unwrap(),
                '"' => break,
                c => assert!(!c.is_control()),
            }
        }
        out.push('Q');
    }
    out
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\\\\"'<>&;{}|^`%#?/:@ \n\r\t.-]{0,12}",
        "(\\\\[NGElrn]|&amp;|&#10;|]]>|<!--|_:|@id|schema:|\u{0}|\u{7}|\u{85}|\u{2028}|\u{fffe}|\u{202e}|é|阿|🚀){0,6}",
    ]
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![text(), text().prop_map(|rest| format!("https://x.example/{rest}"))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_carries_any_text_or_refuses(a in text(), b in text(), sentence in text(), address in address()) {
        let graph = graph_of([&a, &b], &sentence, &address);
        for format in export::FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_))) {
            let expected: Vec<String> =
                rdf::quads(&graph, &RdfOptions::new(format.provenance[0])).iter().map(ToString::to_string).collect();
            match written(format, &graph) {
                Ok(bytes) => prop_assert_eq!(read(format, &bytes), expected, "{}", format.name),
                Err(refusal) => prop_assert!(
                    matches!(format.name, "rdfxml" | "jsonld") && refusal.contains("hint: "), "{}", refusal),
            }
        }
    }

    #[test]
    fn no_text_changes_the_structure_of_a_picture(a in text(), b in text(), sentence in text(), address in address()) {
        let dot = export::by_name("dot").unwrap();
        let plain = written(dot, &graph_of(["x", "y"], "z", "https://x.example/")).unwrap();
        let hostile = written(dot, &graph_of([&a, &b], &sentence, &address)).unwrap();
        prop_assert_eq!(skeleton(&hostile), skeleton(&plain));
    }
}
