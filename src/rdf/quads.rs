//! The dataset as quads of oxrdf, for whoever does not write it down.

use oxrdf::vocab::xsd;
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term, Triple};

use super::statement::{FactEnd, FactTriple, Name, Object, Statement};
use super::{Base, Dataset, Provenance, facts};
use crate::graph::KnowledgeGraph;

/// How to turn a graph into RDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RdfOptions {
    /// Where our own things stand.
    pub base: Base,
    /// How facts are tied to their sentences.
    pub provenance: Provenance,
    /// Whether outside IRIs are also given as `owl:sameAs`, which lets a reasoner merge them.
    pub owl_same_as: bool,
}

impl RdfOptions {
    /// The default base with a profile.
    pub fn new(provenance: Provenance) -> Self {
        Self { base: Base::default(), provenance, owl_same_as: false }
    }
}

/// The graph as quads.
///
/// # Shape
/// Sorted by N-Quads text, each once, without blank nodes.
///
/// # Complexity
/// O(n log n) for n quads. An exporter that streams reads the [`Dataset`] itself.
pub fn quads(graph: &KnowledgeGraph, options: &RdfOptions) -> Vec<Quad> {
    let dataset = Dataset::new(graph, options);
    let mut quads: Vec<Quad> = Vec::new();
    let mut statements: Vec<Statement<'_>> = Vec::new();
    for subject in dataset.in_iri_order() {
        dataset.describe(subject, &mut statements);
        let node = node(&options.base, dataset.name(subject));
        let first = quads.len();
        quads.extend(statements.drain(..).map(|statement| quad(&options.base, &node, &statement)));
        quads[first..].sort_by_cached_key(ToString::to_string);
    }
    quads.dedup();
    quads
}

fn quad(base: &Base, subject: &NamedNode, statement: &Statement<'_>) -> Quad {
    let graph = statement.graph.map_or(GraphName::DefaultGraph, |name| node(base, name).into());
    Quad::new(subject.clone(), statement.property, term(base, &statement.object), graph)
}

fn node(base: &Base, name: Name<'_>) -> NamedNode {
    let mut iri = base.as_str().to_owned();
    name.push_to(&mut iri);
    NamedNode::new_unchecked(iri)
}

fn term(base: &Base, object: &Object<'_>) -> Term {
    match object {
        Object::Name(name) => node(base, *name).into(),
        Object::Term(term) => term.into_owned().into(),
        Object::Iri(iri) => NamedNode::new_unchecked(iri.as_ref()).into(),
        Object::Text(text) => Literal::new_simple_literal(*text).into(),
        Object::Date(date) => Literal::new_typed_literal(date.to_string(), facts::date_type(*date)).into(),
        Object::Offset(at) => Literal::new_typed_literal(at.to_string(), xsd::NON_NEGATIVE_INTEGER).into(),
        Object::Triple(triple) => self::triple(base, triple).into(),
    }
}

fn triple(base: &Base, fact: &FactTriple<'_>) -> Triple {
    let object = match fact.object {
        FactEnd::Name(name) => Object::Name(name),
        FactEnd::Date(date) => Object::Date(date),
    };
    Triple::new(node(base, fact.subject), fact.property, term(base, &object))
}
