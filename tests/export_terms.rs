//! Three hundred terms that break careless writers, through every format and back.
//!
//! `tests/hostile/make.py` writes them. The RDF formats are read by the parsers of oxigraph, XML by quick-xml, JSON by
//! serde_json, tables and scripts by the rules of their formats; CI reads the same files with other tools.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use pressgraph::export::{self, ExportOptions, PictureOptions, Writer};
use pressgraph::graph::{self, KnowledgeGraph};
use pressgraph::model::{ParsedArticle, Resolution};
use pressgraph::rdf::{self, Base, RdfOptions};
use pressgraph::resolve;
use quick_xml::Reader;
use quick_xml::events::Event;

fn articles(name: &str) -> Vec<ParsedArticle> {
    let lines = fs::read_to_string(format!("tests/hostile/{name}.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn graph_of(articles: &[ParsedArticle]) -> KnowledgeGraph {
    let mut resolution = Resolution::default();
    articles.iter().for_each(|article| resolve::merge(&mut resolution, resolve::resolve(article)));
    graph::build(&resolution)
}

/// The terms that XML can carry, and all of them.
fn graphs() -> &'static (KnowledgeGraph, KnowledgeGraph) {
    static GRAPHS: OnceLock<(KnowledgeGraph, KnowledgeGraph)> = OnceLock::new();
    GRAPHS.get_or_init(|| {
        let mut all = articles("articles");
        let plain = graph_of(&all);
        all.extend(articles("beyond-xml"));
        assert!(all.len() >= 300, "{} terms", all.len());
        (plain, graph_of(&all))
    })
}

fn written(name: &str, graph: &KnowledgeGraph) -> Result<String, String> {
    let picture = PictureOptions { top: Some(0), ..PictureOptions::default() };
    let options = ExportOptions { picture, ..ExportOptions::default() };
    let mut out = Vec::new();
    export::write(export::by_name(name).unwrap(), graph, &options, &mut out).map_err(|refusal| refusal.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn every_rdf_format_reads_back_as_the_same_quads() {
    for format in export::FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_))) {
        let graph = if format.name == "rdfxml" { &graphs().0 } else { &graphs().1 };
        for provenance in format.provenance {
            let options = ExportOptions { provenance: Some(*provenance), ..ExportOptions::default() };
            let mut bytes = Vec::new();
            export::write(format, graph, &options, &mut bytes).unwrap();
            let mut read: Vec<String> = match format.name {
                "ntriples" => oxttl::NTriplesParser::new().for_slice(&bytes).map(|t| t.unwrap().to_string()).collect(),
                "nquads" => oxttl::NQuadsParser::new().for_slice(&bytes).map(|q| q.unwrap().to_string()).collect(),
                "turtle" => oxttl::TurtleParser::new().for_slice(&bytes).map(|t| t.unwrap().to_string()).collect(),
                "trig" => oxttl::TriGParser::new().for_slice(&bytes).map(|q| q.unwrap().to_string()).collect(),
                "rdfxml" => oxrdfxml::RdfXmlParser::new().for_slice(&bytes).map(|t| t.unwrap().to_string()).collect(),
                "jsonld" => oxjsonld::JsonLdParser::new().for_slice(&bytes).map(|q| q.unwrap().to_string()).collect(),
                other => panic!("no parser for {other}"),
            };
            read.sort();
            let quads: Vec<String> =
                rdf::quads(graph, &RdfOptions::new(*provenance)).iter().map(ToString::to_string).collect();
            assert!(read == quads, "{} {provenance}: {} quads, not {}", format.name, read.len(), quads.len());
        }
    }
}

#[test]
fn what_xml_cannot_carry_is_refused_by_name() {
    for article in articles("beyond-xml") {
        let graph = graph_of(std::slice::from_ref(&article));
        for (format, place) in [("rdfxml", "in the triple <"), ("graphml", "in the attribute '"), ("gexf", "in the ")] {
            let refusal = written(format, &graph).unwrap_err();
            assert!(refusal.contains("no place for the character U+") && refusal.contains(place), "{refusal}");
        }
    }
}

/// Name by IRI, as the graph has it.
fn names(graph: &KnowledgeGraph) -> BTreeMap<String, String> {
    let base = Base::default();
    let entities = graph.entities().map(|entity| (base.iri(&entity.path), entity.name.clone()));
    let happenings = graph.happenings().map(|roles| (base.iri(&roles.happening.path), roles.happening.label.clone()));
    entities.chain(happenings).collect()
}

/// Every sentence of a fact between entities.
fn sentences(graph: &KnowledgeGraph) -> BTreeSet<String> {
    graph.facts().flat_map(|fact| &fact.fact.sources).map(|source| source.text.clone()).collect()
}

#[test]
fn graphml_carries_every_name_and_sentence() {
    let text = written("graphml", &graphs().0).unwrap();
    let mut reader = Reader::from_str(&text);
    let (mut key, mut value) = (String::new(), String::new());
    let (mut found, mut told, mut iri) = (BTreeMap::new(), BTreeSet::new(), String::new());
    let mut name = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == b"data" => {
                key = String::from_utf8(tag.try_get_attribute("key").unwrap().unwrap().value.to_vec()).unwrap();
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.unescape().unwrap()),
            Event::End(tag) if tag.name().as_ref() == b"data" => match key.as_str() {
                "n_name" => name = value.clone(),
                "n_iri" => iri = value.clone(),
                "e_text" => _ = told.insert(value.clone()),
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == b"node" => _ = found.insert(iri.clone(), name.clone()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(found == names(&graphs().0));
    assert!(told == sentences(&graphs().0));
}

#[test]
fn gexf_carries_every_name_and_sentence() {
    let text = written("gexf", &graphs().0).unwrap();
    let mut reader = Reader::from_str(&text);
    let (mut found, mut told, mut label) = (BTreeMap::new(), BTreeSet::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let of =
                    |name: &str| tag.try_get_attribute(name).unwrap().map(|a| a.unescape_value().unwrap().into_owned());
                match tag.name().as_ref() {
                    b"node" => label = of("label").unwrap(),
                    b"attvalue" if of("for").as_deref() == Some("iri") => {
                        _ = found.insert(of("value").unwrap(), label.clone());
                    }
                    b"attvalue" if of("for").as_deref() == Some("text") => _ = told.insert(of("value").unwrap()),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(found == names(&graphs().0));
    assert!(told == sentences(&graphs().0));
}

#[test]
fn cytoscape_carries_every_name_and_sentence() {
    let document: serde_json::Value = serde_json::from_str(&written("cytoscape", &graphs().1).unwrap()).unwrap();
    let all = |kind: &str| document["elements"][kind].as_array().unwrap().clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let found: BTreeMap<String, String> =
        all("nodes").iter().map(|node| (text(&node["data"]["iri"]), text(&node["data"]["name"]))).collect();
    let told: BTreeSet<String> =
        all("edges").iter().filter_map(|edge| edge["data"]["text"].as_str().map(str::to_owned)).collect();
    assert!(found == names(&graphs().1));
    assert!(told == sentences(&graphs().1));
    let ids: BTreeSet<String> = all("edges").iter().map(|edge| text(&edge["data"]["id"])).collect();
    assert_eq!(ids.len(), all("edges").len(), "no two edges share an id");
}

/// The records of a table by the rules of RFC 4180.
fn records(table: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = table.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => field.push(chars.next().unwrap()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(std::mem::take(&mut field)),
            '\n' if !is_quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    assert!(!is_quoted && record.is_empty());
    records
}

#[test]
fn tables_carry_every_name_and_sentence() {
    let nodes = records(&written("csv-nodes", &graphs().0).unwrap());
    assert!(nodes.iter().all(|record| record.len() == nodes[0].len()));
    let found: BTreeMap<String, String> =
        nodes[1..].iter().map(|record| (record[3].clone(), record[2].clone())).collect();
    assert!(found == names(&graphs().0));
    let edges = records(&written("csv-edges", &graphs().1).unwrap());
    let at = edges[0].iter().position(|name| name == "text").unwrap();
    assert!(edges.iter().all(|record| record.len() == edges[0].len()));
    let told = edges[1..].iter().filter(|record| !matches!(record[2].as_str(), "AGENT" | "OBJECT"));
    assert!(told.map(|record| record[at].clone()).collect::<BTreeSet<_>>() == sentences(&graphs().1));
    let refusal = written("csv-nodes", &graphs().1).unwrap_err();
    assert!(refusal.contains("holds the separator of lists"), "{refusal}");
}

/// The rows of a table in Parquet: texts by column, those of a list apart.
fn rows(name: &str, graph: &KnowledgeGraph) -> Vec<BTreeMap<String, Vec<String>>> {
    let mut out = Vec::new();
    export::write(export::by_name(name).unwrap(), graph, &ExportOptions::default(), &mut out).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(out)).unwrap();
    let texts = |field: Field| match field {
        Field::Null => Vec::new(),
        Field::Str(text) => vec![text],
        Field::ListInternal(list) => list
            .elements()
            .iter()
            .map(|field| match field {
                Field::Str(text) => text.clone(),
                other => panic!("no text: {other}"),
            })
            .collect(),
        other => panic!("no text and no list: {other}"),
    };
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    rows.map(|row| row.into_columns().into_iter().map(|(name, field)| (name, texts(field))).collect()).collect()
}

#[test]
fn parquet_carries_every_name_list_sentence_and_relationship() {
    let graph = &graphs().1;
    let nodes = rows("parquet-nodes", graph);
    let found: BTreeMap<String, String> = nodes.iter().map(|row| (row["iri"].concat(), row["name"].concat())).collect();
    assert!(found == names(graph));
    let base = Base::default();
    for entity in graph.entities() {
        let row = nodes.iter().find(|row| row["iri"][0] == base.iri(&entity.path)).unwrap();
        assert!(row["aliases"] == entity.aliases && row["urls"] == entity.urls && row["sameAs"] == entity.same_as);
        assert!(row["id"][0] == entity.path && row["type"][0] == entity.key.entity_type.as_str());
    }
    let edges = rows("parquet-edges", graph);
    assert!(edges.iter().flat_map(|row| row["text"].clone()).collect::<BTreeSet<_>>() == sentences(graph));
    let table = records(&written("csv-edges", graph).unwrap());
    assert_eq!(edges.len(), table.len() - 1);
    for (edge, record) in edges.iter().zip(&table[1..]) {
        let parquet = [edge["source"].concat(), edge["target"].concat(), edge["rule"].concat()];
        assert_eq!(parquet, [record[0].clone(), record[1].clone(), record[record.len() - 1].clone()]);
        assert_eq!(edge["predicate"].concat().to_ascii_uppercase(), record[2].replace('_', ""));
    }
}

/// The strings of a Cypher script, and the script without them.
fn strings(script: &str) -> (Vec<String>, String) {
    let (mut strings, mut rest) = (Vec::new(), String::new());
    let mut chars = script.chars();
    while let Some(c) = chars.next() {
        if c != '\'' {
            rest.push(c);
            continue;
        }
        let mut string = String::new();
        loop {
            match chars.next().unwrap() {
                '\'' => break,
                '\\' => string.push(match chars.next().unwrap() {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => {
                        let digits: String = chars.by_ref().take(4).collect();
                        char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
                    }
                    escaped @ ('\\' | '\'') => escaped,
                    other => panic!("no escape: {other}"),
                }),
                c => string.push(c),
            }
        }
        // A string that goes on after ` + `.
        match rest.strip_suffix("Q + ").map(str::to_owned) {
            Some(before) => {
                strings.last_mut().map(|last: &mut String| last.push_str(&string)).unwrap();
                rest = before + "Q";
            }
            None => {
                strings.push(string);
                rest.push('Q');
            }
        }
    }
    (strings, rest)
}

#[test]
fn a_script_carries_every_name_and_nothing_runs_from_a_text() {
    let script = written("cypher", &graphs().1).unwrap();
    let (strings, rest) = strings(&script);
    let strings: BTreeSet<String> = strings.into_iter().collect();
    for (iri, name) in names(&graphs().1) {
        assert!(strings.contains(&iri) && strings.contains(&name), "{name:?}");
    }
    assert!(sentences(&graphs().1).is_subset(&strings));
    let is_known = |line: &str| {
        let line = line.trim_end_matches(';');
        line.starts_with("CREATE CONSTRAINT thing_iri ")
            || line.starts_with("MERGE (n:Thing {iri: Q}) SET n:")
            || line.starts_with("MATCH (a:Thing {iri: Q}), (b:Thing {iri: Q}) MERGE (a)-[r:")
    };
    for line in rest.lines() {
        assert!(is_known(line) && line.matches(';').count() == 1 && !line.contains("\\u"), "{line}");
    }
}

/// Both ends and the type of every relationship, as Neo4j's users write it.
fn relationships(graph: &KnowledgeGraph) -> BTreeSet<[String; 3]> {
    let kind = |predicate: &str| {
        let upper = |c: char| if c.is_ascii_uppercase() { format!("_{c}") } else { c.to_ascii_uppercase().to_string() };
        predicate.chars().map(upper).collect::<String>()
    };
    let facts = graph.facts().map(|f| [f.subject.path.clone(), f.object.path.clone(), kind(f.fact.predicate.name)]);
    let roles = graph.happenings().flat_map(|roles| {
        let ends = [("AGENT", roles.agent), ("OBJECT", roles.object)];
        ends.into_iter()
            .filter_map(move |(role, end)| Some([roles.happening.path.clone(), end?.path.clone(), role.to_owned()]))
    });
    facts.chain(roles).collect()
}

#[test]
fn tables_and_scripts_hold_the_relationships_of_the_graph() {
    let expected = relationships(&graphs().1);
    let table = records(&written("csv-edges", &graphs().1).unwrap());
    let of_table: BTreeSet<[String; 3]> =
        table[1..].iter().map(|record| [record[0].clone(), record[1].clone(), record[2].clone()]).collect();
    assert!(of_table == expected);
    let base = Base::default();
    let path = |iri: &String| iri.strip_prefix(base.as_str()).unwrap().to_owned();
    let script = written("cypher", &graphs().1).unwrap();
    let of_script: BTreeSet<[String; 3]> = script
        .lines()
        .filter(|line| line.starts_with("MATCH "))
        .map(|line| {
            let (strings, rest) = strings(line);
            let kind = rest.split("[r:").nth(1).unwrap().split([' ', ']']).next().unwrap();
            [path(&strings[0]), path(&strings[1]), kind.to_owned()]
        })
        .collect();
    assert!(of_script == expected);
}

/// What a picture shows of a text: control characters dropped, white space as spaces.
fn shown(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')));
    kept.map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

#[test]
fn dot_carries_every_name_in_a_tooltip() {
    let text = written("dot", &graphs().1).unwrap();
    let mut strings = BTreeSet::new();
    let mut chars = text.split("\n  \"legend\"").next().unwrap().chars();
    while let Some(c) = chars.next() {
        if c == '"' {
            let mut string = String::new();
            loop {
                match chars.next().unwrap() {
                    '"' => break,
                    '\\' => string.push(match chars.next().unwrap() {
                        'n' => ' ',
                        c @ ('"' | '\\') => c,
                        other => panic!("no escape: {other}"),
                    }),
                    c => string.push(c),
                }
            }
            strings.insert(string.replace("&amp;", "&"));
        }
    }
    for entity in graphs().1.entities() {
        let wanted = shown(&format!("{}: {}", entity.key.entity_type, entity.name));
        assert!(strings.range(wanted.clone()..).next().is_some_and(|string| string.starts_with(&wanted)), "{wanted:?}");
    }
}

#[test]
fn mermaid_shows_every_short_name_or_says_that_it_cannot() {
    let mut drawn = 0;
    for article in articles("articles").iter().chain(&articles("beyond-xml")) {
        let graph = graph_of(std::slice::from_ref(article));
        let text = written("mermaid", &graph).unwrap();
        let labels: BTreeSet<String> = text.split('"').skip(1).step_by(2).map(decoded).collect();
        for entity in graph.entities().filter(|entity| entity.name.len() < 40) {
            let wanted = shown(&entity.name).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(labels.contains(&wanted), "{wanted:?} is not in {labels:?}");
            drawn += 1;
        }
    }
    assert!(drawn > 400);
    assert!(written("mermaid", &graphs().1).unwrap_err().contains("hint: draw fewer entities with --top"));
}

/// A label of Mermaid as a reader sees it.
fn decoded(label: &str) -> String {
    let mut out = String::new();
    let label = label.replace("<br/>", " ");
    let mut rest = label.as_str();
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find(';').unwrap();
        out.push(char::from_u32(rest[at + 1..end].parse().unwrap()).unwrap());
        rest = &rest[end + 1..];
    }
    (out + rest).split_whitespace().collect::<Vec<_>>().join(" ")
}
