//! Namespaces and prefixes of the vocabulary.

/// schema.org, with the scheme that its own JSON-LD context gives.
pub const SCHEMA: &str = "http://schema.org/";
/// Our own terms.
pub const PG: &str = "https://w3id.org/pressgraph/ns#";
/// Where our own things stand unless `--base` says otherwise.
pub const DEFAULT_BASE: &str = "https://w3id.org/pressgraph/id/";
/// PROV-O.
pub const PROV: &str = "http://www.w3.org/ns/prov#";
/// Dublin Core terms.
pub const DCTERMS: &str = "http://purl.org/dc/terms/";
/// SKOS.
pub const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
/// Web Annotation.
pub const OA: &str = "http://www.w3.org/ns/oa#";
/// Description of a Project.
pub const DOAP: &str = "http://usefulinc.com/ns/doap#";
/// RDF.
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// RDF Schema.
pub const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
/// OWL.
pub const OWL: &str = "http://www.w3.org/2002/07/owl#";
/// XML Schema datatypes.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// Wikidata entities.
pub const WD: &str = "http://www.wikidata.org/entity/";

/// Every prefix that an export may declare, sorted.
pub const PREFIXES: [(&str, &str); 12] = [
    ("dcterms", DCTERMS),
    ("doap", DOAP),
    ("oa", OA),
    ("owl", OWL),
    ("pg", PG),
    ("prov", PROV),
    ("rdf", RDF),
    ("rdfs", RDFS),
    ("schema", SCHEMA),
    ("skos", SKOS),
    ("wd", WD),
    ("xsd", XSD),
];
