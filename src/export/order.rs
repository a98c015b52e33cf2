//! The order in which a person reads, and the prefixes that make it short.

use oxrdf::vocab::xsd;
use oxrdf::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use crate::graph::entity_segment;
use crate::model::EntityType;
use crate::rdf::{Base, terms};
use crate::schema::vocabulary::PREFIXES;

/// The quads by graph and subject, and within a subject class and label before the rest. The default graph is first.
///
/// # Shape
/// Takes quads sorted by subject; keeps their order among the other properties and the values of one.
pub(super) fn reading_order(quads: &[Quad]) -> Vec<&Quad> {
    let mut subjects: Vec<&[Quad]> = quads.chunk_by(|a, b| a.subject == b.subject).collect();
    subjects.sort_by(|a, b| subject(&a[0]).cmp(subject(&b[0])));
    let mut ordered: Vec<&Quad> = subjects.into_iter().flatten().collect();
    if ordered.iter().any(|quad| !quad.graph_name.is_default_graph()) {
        ordered.sort_by(|a, b| graph_name(a).cmp(graph_name(b)));
    }
    for node in ordered.chunk_by_mut(|a, b| a.subject == b.subject && a.graph_name == b.graph_name) {
        node.sort_by_key(|quad| rank(quad));
    }
    ordered
}

fn graph_name(quad: &Quad) -> &str {
    match &quad.graph_name {
        GraphName::NamedNode(node) => node.as_str(),
        GraphName::BlankNode(node) => node.as_str(),
        GraphName::DefaultGraph => "",
    }
}

fn rank(quad: &Quad) -> u8 {
    match quad.predicate.as_ref() {
        property if property == terms::RDF_TYPE => 0,
        property if property == terms::RDFS_LABEL => 1,
        _ => 2,
    }
}

/// The IRI of a quad's subject.
pub(super) fn subject(quad: &Quad) -> &str {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// The prefixes that the IRIs of the quads use, sorted by name: those of the vocabulary, and one for each type of our
/// own entities and for claims.
pub(super) fn prefixes(quads: &[Quad], base: &Base) -> Vec<(&'static str, String)> {
    let mut used = PrefixesInUse::new(base);
    quads.iter().for_each(|quad| each_iri(quad, &mut |node| used.see(node)));
    used.finish()
}

/// Finds out which prefixes are used, IRI by IRI.
pub(super) struct PrefixesInUse {
    all: Vec<(String, &'static str, bool)>,
}

impl PrefixesInUse {
    pub(super) fn new(base: &Base) -> Self {
        let segments = EntityType::ALL.map(entity_segment).into_iter().chain(["claim"]);
        let mut all: Vec<(String, &'static str, bool)> = PREFIXES
            .into_iter()
            .map(|(name, iri)| (iri.to_owned(), name, false))
            .chain(segments.map(|segment| (base.iri(&format!("{segment}/")), segment, false)))
            .collect();
        all.sort();
        Self { all }
    }

    pub(super) fn see(&mut self, node: NamedNodeRef<'_>) {
        let namespace = namespace(node);
        if let Ok(at) = self.all.binary_search_by(|(iri, _, _)| iri.as_str().cmp(namespace)) {
            self.all[at].2 = true;
        }
    }

    pub(super) fn finish(self) -> Vec<(&'static str, String)> {
        let mut used: Vec<(&'static str, String)> =
            self.all.into_iter().filter(|(_, _, is_used)| *is_used).map(|(iri, name, _)| (name, iri)).collect();
        used.sort();
        used
    }
}

/// The IRI up to its last `/` or `#`.
pub(super) fn namespace(node: NamedNodeRef<'_>) -> &str {
    let iri = node.as_str();
    &iri[..iri.rfind(['/', '#']).map_or(0, |at| at + 1)]
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
