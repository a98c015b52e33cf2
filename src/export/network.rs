//! The graph as nodes and edges with attributes, for tools that know no RDF.
//!
//! Nodes are entities and happenings. With the profile `claim` a fact is one edge a sentence that states it, with the
//! sentence and its article; with `none` it is one edge. Dates of entities are attributes of their nodes.

use crate::graph::{Entity, Fact, KnowledgeGraph};
use crate::model::{PartialDate, Source};
use crate::rdf::{Base, Name, Provenance};

/// An entity or a happening.
#[derive(Debug)]
pub(super) struct NodeRow<'g> {
    /// Its IRI without the base.
    pub(super) path: &'g str,
    /// Its name, or the label of a happening.
    pub(super) name: &'g str,
    /// Its type, or the class of a happening.
    pub(super) kind: &'static str,
    /// Single values, by name of the attribute.
    pub(super) values: Vec<(&'static str, Value<'g>)>,
    /// Values of which there may be many, by name of the attribute.
    pub(super) lists: Vec<(&'static str, Vec<Value<'g>>)>,
}

/// A fact, or the role of an entity in a happening.
#[derive(Debug)]
pub(super) struct EdgeRow<'g> {
    /// Path of the subject.
    pub(super) source: &'g str,
    /// Path of the object.
    pub(super) target: &'g str,
    /// Name of the predicate, `agent` or `object`.
    pub(super) predicate: &'static str,
    /// What is known besides, by name of the attribute; in the order of [`EDGE_ATTRIBUTES`].
    pub(super) values: Vec<(&'static str, Value<'g>)>,
}

/// The value of an attribute.
#[derive(Debug, Clone)]
pub(super) enum Value<'g> {
    Text(&'g str),
    Own(String),
    Date(PartialDate),
}

impl Value<'_> {
    /// The value as text.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Value::Text(text) => (*text).into(),
            Value::Own(text) => text.as_str().into(),
            Value::Date(date) => date.to_string().into(),
        }
    }
}

/// Attributes of nodes with one value.
pub(super) const NODE_ATTRIBUTES: [&str; 2] = ["iri", "date"];
/// Attributes of nodes with any number of values.
const NODE_LISTS: [&str; 6] = ["aliases", "urls", "sameAs", "foundedOn", "heldOn", "releasedOn"];
/// The lists that nodes of a graph may have: the usual ones, and the dated predicates of the user's that it uses.
pub(super) fn node_lists(graph: &KnowledgeGraph) -> Vec<&'static str> {
    let defined = graph.defined_predicates().into_iter().filter(|predicate| predicate.is_dated());
    NODE_LISTS.into_iter().chain(defined.map(|predicate| predicate.name)).collect()
}

/// Attributes of edges.
pub(super) const EDGE_ATTRIBUTES: [&str; 11] =
    ["label", "status", "date", "role", "sentence", "text", "article", "title", "published", "url", "rule"];

/// The nodes: entities by type and key, happenings by path.
pub(super) fn nodes<'g>(graph: &'g KnowledgeGraph, base: &'g Base) -> impl Iterator<Item = NodeRow<'g>> {
    let happening = move |roles: crate::graph::HappeningRef<'g>| {
        let happening = roles.happening;
        let mut values = vec![("iri", Value::Own(base.iri(&happening.path)))];
        values.extend(happening.date.map(|date| ("date", Value::Date(date))));
        NodeRow { path: &happening.path, name: &happening.label, kind: happening.class, values, lists: Vec::new() }
    };
    let lists = node_lists(graph);
    graph.entities().map(move |entity| entity_row(entity, base, &lists)).chain(graph.happenings().map(happening))
}

fn entity_row<'g>(entity: &'g Entity, base: &Base, lists: &[&'static str]) -> NodeRow<'g> {
    let texts = |texts: &'g [String]| texts.iter().map(|text| Value::Text(text)).collect::<Vec<_>>();
    let dates = |predicate: &str| {
        let dates = entity.dates.iter().filter(|dated| dated.is_asserted && dated.predicate.name == predicate);
        dates.map(|dated| Value::Date(dated.date)).collect::<Vec<_>>()
    };
    let lists = lists.iter().map(|list| {
        let values = match *list {
            "aliases" => texts(&entity.aliases),
            "urls" => texts(&entity.urls),
            "sameAs" => texts(&entity.same_as),
            predicate => dates(predicate),
        };
        (*list, values)
    });
    NodeRow {
        path: &entity.path,
        name: &entity.name,
        kind: entity.key.entity_type.as_str(),
        values: vec![("iri", Value::Own(base.iri(&entity.path)))],
        lists: lists.filter(|(_, values)| !values.is_empty()).collect(),
    }
}

/// The edges: facts by subject, predicate and object, and with `claim` by article and place; then the roles of
/// happenings.
pub(super) fn edges<'g>(
    graph: &'g KnowledgeGraph,
    base: &'g Base,
    provenance: Provenance,
) -> impl Iterator<Item = EdgeRow<'g>> {
    let facts = graph.facts().flat_map(move |fact| {
        let rows: Vec<EdgeRow<'g>> = match provenance {
            Provenance::None => vec![Vec::new()],
            _ => places(&fact.fact.sources).map(|sources| evidence(graph, base, sources)).collect(),
        }
        .into_iter()
        .map(|mut values| {
            values.insert(0, ("label", Value::Text(fact.fact.predicate.phrase)));
            let status = status(fact.fact);
            values.splice(1..1, status.map(|status| ("status", Value::Text(status))));
            let predicate = fact.fact.predicate.name;
            EdgeRow { source: &fact.subject.path, target: &fact.object.path, predicate, values }
        })
        .collect();
        rows
    });
    let roles = graph.happenings().flat_map(|roles| {
        let ends = [("agent", roles.agent), ("object", roles.object)];
        ends.into_iter().filter_map(move |(predicate, end)| {
            Some(EdgeRow { source: &roles.happening.path, target: &end?.path, predicate, values: Vec::new() })
        })
    });
    facts.chain(roles)
}

/// How sure the sources are of a fact that they do not assert.
fn status(fact: &Fact) -> Option<&'static str> {
    fact.sources.first().filter(|_| !fact.is_asserted).map(|source| source.status.as_str())
}

/// The sources, those of one sentence together.
fn places(sources: &[Source]) -> impl Iterator<Item = &[Source]> {
    sources.chunk_by(|a, b| (&a.article, a.start, a.end) == (&b.article, b.start, b.end))
}

/// What the sources of one sentence say.
fn evidence<'g>(graph: &'g KnowledgeGraph, base: &Base, sources: &'g [Source]) -> Vec<(&'static str, Value<'g>)> {
    let Some(first) = sources.first() else { return Vec::new() };
    let mut dates: Vec<String> = sources.iter().filter_map(|source| source.date).map(|date| date.to_string()).collect();
    dates.dedup();
    let mut roles: Vec<&str> = sources.iter().filter_map(|source| source.qualifier.as_deref()).collect();
    roles.dedup();
    let mut rules: Vec<&str> =
        sources.iter().map(|source| source.rule.as_str()).filter(|rule| !rule.is_empty()).collect();
    rules.dedup();
    let mut values = Vec::with_capacity(EDGE_ATTRIBUTES.len());
    let mut add = |name: &'static str, value: Option<Value<'g>>| values.extend(value.map(|value| (name, value)));
    let joined = |parts: &[&str]| (!parts.is_empty()).then(|| Value::Own(parts.join("; ")));
    add("date", (!dates.is_empty()).then(|| Value::Own(dates.join("; "))));
    add("role", joined(&roles));
    if let Some(article) = graph.article(first) {
        let mut sentence = base.as_str().to_owned();
        Name::Sentence { article: &article.path, start: first.start, end: first.end }.push_to(&mut sentence);
        let header = &article.record.header;
        add("sentence", Some(Value::Own(sentence)));
        add("text", Some(Value::Text(&first.text)));
        add("article", Some(Value::Text(&article.record.id)));
        add("title", header.title.as_deref().map(Value::Text));
        add("published", header.date.map(Value::Date));
        add("url", header.url.as_deref().map(Value::Text));
    }
    add("rule", joined(&rules));
    values
}
