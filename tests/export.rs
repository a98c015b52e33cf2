//! Parsed articles in, every format out: `tests/export/<case>/articles.jsonl` beside the expected files.
//!
//! `UPDATE_EXPECT=1 cargo test --test export` rewrites them; read the diff before committing it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pressgraph::export::{self, ExportOptions, Format, Frame, PictureOptions, Writer};
use pressgraph::graph::{self, KnowledgeGraph};
use pressgraph::model::{EntityKey, EntityType, ParsedArticle, Resolution, ResolvedEntity};
use pressgraph::rdf::{self, Base, Provenance, RdfOptions};
use pressgraph::resolve::{self, ResolveOptions};

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("tests/export").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn articles(case: &Path) -> Vec<ParsedArticle> {
    let lines = fs::read_to_string(case.join("articles.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn merged<'a>(articles: impl IntoIterator<Item = &'a ParsedArticle>) -> Resolution {
    let mut resolution = Resolution::default();
    for article in articles {
        resolve::merge(&mut resolution, resolve::resolve_with(article, ResolveOptions { keep_unasserted: true }));
    }
    resolution
}

fn graph_of(case: &Path) -> KnowledgeGraph {
    graph::build(&merged(&articles(case)))
}

/// Every format of text with every profile it can carry: the file's name, and its bytes or the refusal.
fn exports(graph: &KnowledgeGraph) -> Vec<(String, Vec<u8>)> {
    exports_with(graph, |_, _| true)
}

/// What stands beside the articles of a case: every profile for the first case, the default of each format for others.
fn expected_exports(case: &Path) -> Vec<(String, Vec<u8>)> {
    let is_first = case.ends_with("happenings");
    exports_with(&graph_of(case), |format, profile| is_first || format.provenance[0] == profile)
}

fn exports_with(graph: &KnowledgeGraph, is_asked: impl Fn(&Format, Provenance) -> bool) -> Vec<(String, Vec<u8>)> {
    let mut exports = Vec::new();
    let is_text = |format: &&Format| matches!(format.writer, Writer::Rdf(_) | Writer::Graph(_)) && !format.is_binary();
    for format in export::FORMATS.iter().filter(is_text) {
        for provenance in format.provenance.iter().filter(|profile| is_asked(format, **profile)) {
            let mut out = Vec::new();
            let options = ExportOptions { provenance: Some(*provenance), ..ExportOptions::default() };
            let name = format!("{provenance}.{}", format.extensions[0]);
            match export::write(format, graph, &options, &mut out) {
                Ok(()) => exports.push((name, out)),
                Err(refusal) => exports.push((format!("{name}.refused"), format!("{refusal}\n").into_bytes())),
            }
        }
    }
    exports
}

#[test]
fn only_binary_formats_are_no_text() {
    let graph = graph_of(Path::new("tests/export/happenings"));
    for format in export::FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_) | Writer::Graph(_))) {
        let mut out = Vec::new();
        export::write(format, &graph, &ExportOptions::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).is_err(), format.is_binary(), "{}", format.name);
    }
}

#[test]
fn exports_are_as_expected() {
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let exports = expected_exports(&case);
        if is_update {
            for entry in fs::read_dir(&case).unwrap() {
                let path = entry.unwrap().path();
                if path.file_name().unwrap() != "articles.jsonl" {
                    fs::remove_file(path).unwrap();
                }
            }
            for (name, bytes) in &exports {
                fs::write(case.join(name), bytes).unwrap();
            }
        }
        for (name, bytes) in exports {
            if fs::read(case.join(&name)).ok().as_ref() != Some(&bytes) {
                wrong.push(case.join(name).display().to_string());
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "these differ; UPDATE_EXPECT=1 rewrites them");
}

#[test]
fn articles_keep_to_the_schema() {
    for case in cases() {
        for article in articles(&case) {
            assert_eq!(resolve::problems(&article), Vec::<String>::new(), "{}", article.id);
            for fact in &article.facts {
                let evidence = &fact.evidence;
                let slice: String =
                    article.text.chars().skip(evidence.start).take(evidence.end - evidence.start).collect();
                assert_eq!(slice, evidence.text, "{}", article.id);
            }
        }
    }
}

#[test]
fn any_order_and_any_split_gives_the_same_bytes() {
    for case in cases() {
        let articles = articles(&case);
        let expected = exports(&graph::build(&merged(&articles)));
        for turn in 0..articles.len() {
            let mut shuffled: Vec<&ParsedArticle> = articles.iter().rev().collect();
            shuffled.rotate_left(turn);
            let (front, back) = shuffled.split_at(turn);
            let mut halves = merged(back.iter().copied());
            resolve::merge(&mut halves, merged(front.iter().copied()));
            resolve::merge(&mut halves, merged(shuffled.iter().copied().take(1)));
            assert_eq!(exports(&graph::build(&halves)), expected, "{}", case.display());
        }
    }
}

/// The quads of an export, as sorted N-Quads lines, read by a parser.
fn read_back(name: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let mut lines: Vec<String> = match name.rsplit('.').next()? {
        "nt" => oxttl::NTriplesParser::new().for_slice(bytes).map(|triple| triple.unwrap().to_string()).collect(),
        "ttl" => oxttl::TurtleParser::new().for_slice(bytes).map(|triple| triple.unwrap().to_string()).collect(),
        "nq" => oxttl::NQuadsParser::new().for_slice(bytes).map(|quad| quad.unwrap().to_string()).collect(),
        "trig" => oxttl::TriGParser::new().for_slice(bytes).map(|quad| quad.unwrap().to_string()).collect(),
        "rdf" => oxrdfxml::RdfXmlParser::new().for_slice(bytes).map(|triple| triple.unwrap().to_string()).collect(),
        "jsonld" => oxjsonld::JsonLdParser::new().for_slice(bytes).map(|quad| quad.unwrap().to_string()).collect(),
        _ => return None,
    };
    lines.sort();
    Some(lines)
}

#[test]
fn every_format_reads_back_as_the_same_quads() {
    for case in cases() {
        let graph = graph_of(&case);
        let exports = exports(&graph);
        for (name, bytes) in &exports {
            let Some(read) = read_back(name, bytes) else { continue };
            let profile: Provenance = name.split('.').next().unwrap().parse().unwrap();
            let options = RdfOptions::new(profile);
            let quads: Vec<String> = rdf::quads(&graph, &options).iter().map(ToString::to_string).collect();
            assert_eq!(read, quads, "{} {name}", case.display());
        }
    }
}

#[test]
fn trees_hold_only_what_the_graph_says() {
    for case in cases() {
        let graph = graph_of(&case);
        let quads: BTreeSet<String> =
            rdf::quads(&graph, &RdfOptions::new(Provenance::Claim)).iter().map(ToString::to_string).collect();
        let mut in_some_tree = BTreeSet::new();
        for frame in Frame::ALL {
            let options = ExportOptions { frame: Some(*frame), ..ExportOptions::default() };
            let mut out = Vec::new();
            match export::write(export::by_name("jsonld").unwrap(), &graph, &options, &mut out) {
                Ok(()) => in_some_tree.extend(read_back("claim.jsonld", &out).unwrap()),
                Err(refusal) => assert!(case.ends_with("scheme"), "{refusal}"),
            }
        }
        if !case.ends_with("scheme") {
            assert_eq!(in_some_tree, quads, "{}: the three frames together hold the graph", case.display());
        }
    }
}

#[test]
fn a_context_by_its_address_changes_nothing_else() {
    let graph = graph_of(Path::new("tests/export/happenings"));
    let jsonld = export::by_name("jsonld").unwrap();
    let address = "https://acme.example/context.jsonld";
    let options = ExportOptions { context: Some(address.to_owned()), ..ExportOptions::default() };
    let mut out = Vec::new();
    export::write(jsonld, &graph, &options, &mut out).unwrap();
    let mut document: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(document["@context"][0], address);
    let context: serde_json::Value = serde_json::from_str(export::CONTEXT).unwrap();
    document["@context"][0] = context["@context"].clone();
    let read = read_back("claim.jsonld", document.to_string().as_bytes()).unwrap();
    let quads: Vec<String> =
        rdf::quads(&graph, &RdfOptions::new(Provenance::Claim)).iter().map(ToString::to_string).collect();
    assert_eq!(read, quads);
}

#[test]
fn a_changed_article_changes_only_its_own_lines() {
    let mut articles = articles(Path::new("tests/export/happenings"));
    let lines = |articles: &[ParsedArticle]| -> BTreeSet<String> {
        let mut out = Vec::new();
        let format = export::by_name("ntriples").unwrap();
        export::write(format, &graph::build(&merged(articles)), &ExportOptions::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    };
    let before = lines(&articles);
    let changed = articles.iter_mut().find(|article| article.id == "orrery-profile").unwrap();
    changed.facts.retain(|fact| fact.predicate != "investedIn");
    changed.facts.iter_mut().for_each(|fact| fact.rule = "another/rule".to_owned());
    let after = lines(&articles);
    let differing: Vec<&String> = before.symmetric_difference(&after).collect();
    assert!(!differing.is_empty() && before.intersection(&after).count() > 100);
    let claim_of = |line: &String| line.split(' ').next().unwrap().to_owned();
    let own_claims: BTreeSet<String> = before
        .union(&after)
        .filter(|line| line.contains("/claim/") && line.contains("wasDerivedFrom") && line.contains("/orrery-profile-"))
        .map(claim_of)
        .collect();
    let investor = "<https://w3id.org/pressgraph/id/company/orrery-labs> <http://schema.org/funder> ";
    for line in differing {
        let is_told = line.contains("/orrery-profile-") || line.contains("/happening/investment/");
        assert!(is_told || own_claims.contains(&claim_of(line)) || line.starts_with(investor), "{line}");
    }
}

#[test]
fn lines_stand_in_the_order_of_their_bytes() {
    for case in cases() {
        for (name, bytes) in exports(&graph_of(&case)) {
            if name.ends_with(".nt") || name.ends_with(".nq") {
                let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
                assert!(lines.is_sorted_by(|a, b| a < b), "{} {name}", case.display());
            }
        }
    }
}

#[test]
fn no_export_holds_a_blank_node() {
    for case in cases() {
        for (name, bytes) in exports(&graph_of(&case)) {
            for line in read_back(&name, &bytes).unwrap_or_default() {
                assert!(!line.starts_with("_:") && !line.contains(" _:"), "{} {name}: {line}", case.display());
            }
        }
    }
}

#[test]
fn another_base_moves_every_thing_of_ours() {
    let graph = graph_of(Path::new("tests/export/happenings"));
    for base in
        ["https://acme.example/kg/", "http://acme.example:8080/A//b/%7e/", "urn:example:x/", "https://é.example/"]
    {
        let base: Base = base.parse().unwrap();
        for format in export::FORMATS.iter().filter(|format| matches!(format.writer, Writer::Rdf(_))) {
            let options = ExportOptions { base: base.clone(), owl_same_as: true, ..ExportOptions::default() };
            let mut out = Vec::new();
            export::write(format, &graph, &options, &mut out).unwrap();
            let read = read_back(&format!("x.{}", format.extensions[0]), &out).unwrap();
            let rdf_options = RdfOptions { base: base.clone(), provenance: format.provenance[0], owl_same_as: true };
            let quads: Vec<String> = rdf::quads(&graph, &rdf_options).iter().map(ToString::to_string).collect();
            assert_eq!(read, quads, "{} {base}", format.name);
            assert!(!read.iter().any(|line| line.contains("w3id.org/pressgraph/id/")), "{} {base}", format.name);
        }
    }
}

#[test]
fn what_no_picture_can_show_is_refused_with_advice() {
    let all = PictureOptions { top: Some(0), ..PictureOptions::default() };
    let mut resolution = Resolution::default();
    for number in 0..20_001 {
        let key = EntityKey { entity_type: EntityType::Company, key: format!("company {number}") };
        resolution.entities.insert(key, ResolvedEntity::default());
    }
    let refusal = export::write(
        export::by_name("dot").unwrap(),
        &graph::build(&resolution),
        &ExportOptions { picture: all, ..ExportOptions::default() },
        &mut Vec::new(),
    )
    .unwrap_err();
    assert!(refusal.is_usage());
    assert_eq!(
        refusal.to_string(),
        "a picture of 20001 nodes would take hours and show nothing\n\
         hint: draw fewer, at most 20000 nodes, with --top, or export to turtle or nquads and query it"
    );
}

#[test]
fn parsed_articles_are_no_graph() {
    let jsonl = export::by_name("jsonl").unwrap();
    let refusal = export::write(jsonl, &KnowledgeGraph::default(), &ExportOptions::default(), &mut Vec::new());
    assert!(refusal.unwrap_err().to_string().contains("hint: write the articles themselves"));
}
