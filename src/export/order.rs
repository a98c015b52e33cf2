//! The order in which a person reads, and the prefixes that make it short.

use std::collections::BTreeSet;

use oxrdf::vocab::xsd;
use oxrdf::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use crate::graph::entity_segment;
use crate::model::EntityType;
use crate::rdf::{Base, terms};
use crate::schema::vocabulary::PREFIXES;

/// The quads by graph and subject, and within a subject class and label before the rest. The default graph is first.
///
/// # Shape
/// Keeps the order of `quads` among values of one property.
pub(super) fn reading_order(quads: &[Quad]) -> Vec<&Quad> {
    let mut ordered: Vec<&Quad> = quads.iter().collect();
    ordered.sort_by(|a, b| key(a).cmp(&key(b)));
    ordered
}

type Key<'q> = (&'q str, &'q str, u8, &'q str);

fn key(quad: &Quad) -> Key<'_> {
    let graph = match &quad.graph_name {
        GraphName::NamedNode(node) => node.as_str(),
        GraphName::BlankNode(node) => node.as_str(),
        GraphName::DefaultGraph => "",
    };
    let rank = match quad.predicate.as_ref() {
        property if property == terms::RDF_TYPE => 0,
        property if property == terms::RDFS_LABEL => 1,
        _ => 2,
    };
    (graph, subject(quad), rank, quad.predicate.as_str())
}

/// The IRI of a quad's subject.
pub(super) fn subject(quad: &Quad) -> &str {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// The namespaces of every IRI of the quads.
pub(super) fn namespaces(quads: &[Quad]) -> BTreeSet<&str> {
    let mut namespaces = BTreeSet::new();
    for quad in quads {
        each_iri(quad, &mut |node| {
            namespaces.insert(namespace(node));
        });
    }
    namespaces
}

/// The IRI up to its last `/` or `#`.
pub(super) fn namespace(node: NamedNodeRef<'_>) -> &str {
    let iri = node.as_str();
    &iri[..iri.rfind(['/', '#']).map_or(0, |at| at + 1)]
}

/// The prefixes of namespaces, sorted by name: those of the vocabulary, and one for each type of our own entities and
/// for claims. Namespaces without a prefix are passed over.
pub(super) fn prefixes(namespaces: &BTreeSet<&str>, base: &Base) -> Vec<(&'static str, String)> {
    let segments = EntityType::ALL.map(entity_segment).into_iter().chain(["claim"]);
    let mut prefixes: Vec<(&'static str, String)> = PREFIXES
        .into_iter()
        .map(|(name, iri)| (name, iri.to_owned()))
        .chain(segments.map(|segment| (segment, base.iri(&format!("{segment}/")))))
        .filter(|(_, iri)| namespaces.contains(iri.as_str()))
        .collect();
    prefixes.sort();
    prefixes
}

fn each_iri<'q>(quad: &'q Quad, visit: &mut dyn FnMut(NamedNodeRef<'q>)) {
    if let GraphName::NamedNode(node) = &quad.graph_name {
        visit(node.as_ref());
    }
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
        visit(node.as_ref());
    }
    visit(quad.predicate.as_ref());
    each_iri_of_term(&quad.object, visit);
}

fn each_iri_of_term<'q>(term: &'q Term, visit: &mut dyn FnMut(NamedNodeRef<'q>)) {
    match term {
        Term::NamedNode(node) => visit(node.as_ref()),
        Term::Triple(triple) => {
            let Triple { subject, predicate, object } = triple.as_ref();
            if let NamedOrBlankNode::NamedNode(node) = subject {
                visit(node.as_ref());
            }
            visit(predicate.as_ref());
            each_iri_of_term(object, visit);
        }
        Term::Literal(literal) if literal.datatype() != xsd::STRING && literal.language().is_none() => {
            visit(literal.datatype());
        }
        Term::Literal(_) | Term::BlankNode(_) => {}
    }
}
