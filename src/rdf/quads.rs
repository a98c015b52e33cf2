//! The walk over the graph.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use oxrdf::vocab::xsd;
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use super::terms::*;
use super::{Base, Provenance, facts, iri};
use crate::graph::{Article, Entity, HappeningRef, KnowledgeGraph, hash};
use crate::model::{Source, Status};

/// How to turn a graph into quads.
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
/// Sorted by N-Quads text, each once, without blank nodes. Only [`Provenance::Graph`] names graphs; only
/// [`Provenance::Rdf12`] holds triple terms.
///
/// # Complexity
/// O(n log n) for n quads.
pub fn quads(graph: &KnowledgeGraph, options: &RdfOptions) -> Vec<Quad> {
    let mut walk = Walk { graph, options, quads: Vec::new(), sentences: BTreeSet::new() };
    for entity in graph.entities() {
        walk.entity(entity);
    }
    for fact in graph.facts() {
        let types = (fact.subject.key.entity_type, fact.object.key.entity_type);
        let Some((property, is_inverse)) = facts::property(fact.fact.predicate.name, types.0, Some(types.1)) else {
            continue;
        };
        let [subject, object] = [fact.subject, fact.object].map(|end| options.base.node(&end.path));
        let triple =
            if is_inverse { Triple::new(object, property, subject) } else { Triple::new(subject, property, object) };
        walk.fact(&triple, fact.fact.is_asserted, &fact.fact.sources);
    }
    for happening in graph.happenings() {
        walk.happening(&happening);
    }
    if options.provenance != Provenance::None {
        for article in graph.articles() {
            walk.article(article);
        }
    }
    sorted(walk.quads)
}

/// The quads by their N-Quads text, each once.
///
/// The text itself is written only where subject and property are the same: subjects come in runs, so sorting the runs
/// first spares most of the work.
fn sorted(quads: Vec<Quad>) -> Vec<Quad> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, quad) in quads.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if quads[run.start].subject == quad.subject => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs.sort_by(|a, b| compare_as_text(subject(&quads[a.start]), subject(&quads[b.start])));
    let mut places: Vec<Option<Quad>> = quads.into_iter().map(Some).collect();
    let mut sorted: Vec<Quad> = Vec::with_capacity(places.len());
    for run in runs {
        sorted.extend(places[run].iter_mut().filter_map(Option::take));
    }
    drop(places);
    for node in sorted.chunk_by_mut(|a, b| a.subject == b.subject) {
        node.sort_by(|a, b| compare_as_text(a.predicate.as_str(), b.predicate.as_str()));
        for values in node.chunk_by_mut(|a, b| a.predicate == b.predicate).filter(|values| values.len() > 1) {
            values.sort_by_cached_key(ToString::to_string);
        }
    }
    sorted.dedup();
    sorted
}

fn subject(quad: &Quad) -> &str {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// Compares two IRIs as they stand in N-Quads, each with its closing `>`.
fn compare_as_text(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let common = a.len().min(b.len());
    a[..common].cmp(&b[..common]).then_with(|| match (a.get(common), b.get(common)) {
        (Some(next), None) => next.cmp(&b'>'),
        (None, Some(next)) => b'>'.cmp(next),
        _ => Ordering::Equal,
    })
}

struct Walk<'g> {
    graph: &'g KnowledgeGraph,
    options: &'g RdfOptions,
    quads: Vec<Quad>,
    sentences: BTreeSet<(&'g str, usize, usize)>,
}

impl<'g> Walk<'g> {
    fn add(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), property, object, GraphName::DefaultGraph));
    }

    fn add_text(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, text: &str) {
        self.add(subject, property, Literal::new_simple_literal(text));
    }

    fn entity(&mut self, entity: &'g Entity) {
        let node = self.options.base.node(&entity.path);
        for class in facts::entity_classes(entity) {
            self.add(&node, RDF_TYPE, class);
        }
        self.add_text(&node, RDFS_LABEL, &entity.name);
        self.add_text(&node, SCHEMA_NAME, &entity.name);
        for alias in &entity.aliases {
            self.add_text(&node, SKOS_ALT_LABEL, alias);
        }
        for url in &entity.urls {
            self.add(&node, SCHEMA_URL, iri::address(url));
        }
        for same in &entity.same_as {
            let same = iri::address(same);
            if self.options.owl_same_as && same.is_named_node() {
                self.add(&node, OWL_SAME_AS, same.clone());
            }
            self.add(&node, SCHEMA_SAME_AS, same);
        }
        for dated in &entity.dates {
            let property = facts::property(dated.predicate.name, entity.key.entity_type, None);
            if let Some((property, _)) = property {
                let triple = Triple::new(node.clone(), property, facts::date(dated.date));
                self.fact(&triple, dated.is_asserted, &dated.sources);
            }
        }
    }

    fn fact(&mut self, triple: &Triple, is_asserted: bool, sources: &'g [Source]) {
        let profile = self.options.provenance;
        if is_asserted && profile != Provenance::Graph {
            self.quads.push(triple.clone().in_graph(GraphName::DefaultGraph));
        }
        if profile == Provenance::None {
            return;
        }
        let text = triple.to_string();
        for source in sources {
            let Some(sentence) = self.sentence(source) else { continue };
            if is_asserted && profile == Provenance::Graph {
                self.quads.push(triple.clone().in_graph(sentence.clone()));
            }
            self.claim(triple, &text, source, sentence);
        }
    }

    fn claim(&mut self, triple: &Triple, text: &str, source: &Source, sentence: NamedNode) {
        let digest = hash(&format!("{text} {sentence}"), 20);
        let claim = self.options.base.node(&format!("claim/{digest}"));
        if self.options.provenance == Provenance::Rdf12 {
            self.add(&claim, RDF_REIFIES, triple.clone());
        } else {
            self.add(&claim, RDF_TYPE, RDF_STATEMENT);
            self.add(&claim, RDF_SUBJECT, triple.subject.clone());
            self.add(&claim, RDF_PREDICATE, triple.predicate.clone());
            self.add(&claim, RDF_OBJECT, triple.object.clone());
        }
        self.add(&claim, PROV_WAS_DERIVED_FROM, sentence);
        if !source.rule.is_empty() {
            self.add_text(&claim, PG_RULE, &source.rule);
        }
        if let Some(date) = source.date {
            self.add(&claim, DCTERMS_DATE, facts::date(date));
        }
        if let Some(qualifier) = &source.qualifier {
            self.add_text(&claim, SCHEMA_ROLE_NAME, qualifier);
        }
        if source.status != Status::Asserted {
            self.add_text(&claim, PG_STATUS, source.status.as_str());
        }
    }

    fn happening(&mut self, roles: &HappeningRef<'g>) {
        let happening = roles.happening;
        let base = &self.options.base;
        let node = base.node(&happening.path);
        let ends = [(SCHEMA_AGENT, roles.agent), (SCHEMA_OBJECT, roles.object)];
        for class in facts::happening_classes(happening) {
            self.add(&node, RDF_TYPE, class);
        }
        self.add_text(&node, RDFS_LABEL, &happening.label);
        for (role, end) in ends {
            if let Some(end) = end {
                self.add(&node, role, base.node(&end.path));
            }
        }
        if let Some(date) = happening.date {
            self.add(&node, SCHEMA_START_DATE, facts::date(date));
        }
        if self.options.provenance != Provenance::None {
            for source in &happening.sources {
                if let Some(sentence) = self.sentence(source) {
                    self.add(&node, PROV_WAS_DERIVED_FROM, sentence);
                }
            }
        }
    }

    /// The sentence of a source; described when it is first met.
    fn sentence(&mut self, source: &'g Source) -> Option<NamedNode> {
        let article = self.graph.article(source)?;
        let base = &self.options.base;
        let node = base.node(&format!("{}#char={},{}", article.path, source.start, source.end));
        if self.sentences.insert((&source.article, source.start, source.end)) {
            let offset = |at: usize| Literal::new_typed_literal(at.to_string(), xsd::NON_NEGATIVE_INTEGER);
            self.add(&node, RDF_TYPE, PG_SENTENCE);
            self.add_text(&node, OA_EXACT, &source.text);
            self.add(&node, OA_START, offset(source.start));
            self.add(&node, OA_END, offset(source.end));
            self.add(&node, DCTERMS_IS_PART_OF, base.node(&article.path));
        }
        Some(node)
    }

    fn article(&mut self, article: &Article) {
        let node = self.options.base.node(&article.path);
        let header = &article.record.header;
        self.add(&node, RDF_TYPE, SCHEMA_NEWS_ARTICLE);
        self.add_text(&node, DCTERMS_IDENTIFIER, &article.record.id);
        let texts = [
            (SCHEMA_HEADLINE, &header.title),
            (SCHEMA_PUBLISHER, &header.publisher),
            (SCHEMA_AUTHOR, &header.author),
            (SCHEMA_IN_LANGUAGE, &header.language),
            (DCTERMS_SOURCE, &header.source),
        ];
        for (property, text) in texts {
            if let Some(text) = text {
                self.add_text(&node, property, text);
            }
        }
        if let Some(date) = header.date {
            self.add(&node, SCHEMA_DATE_PUBLISHED, facts::date(date));
        }
        if let Some(url) = header.url.as_deref().filter(|url| !url.trim().is_empty()) {
            self.add(&node, SCHEMA_URL, iri::address(url));
        }
    }
}
