//! The graph as subjects and their statements, made one subject at a time.

use std::cmp::Ordering;

use oxrdf::NamedNodeRef;
use petgraph::stable_graph::NodeIndex;
use sha2::{Digest, Sha256};

use super::statement::{ClaimId, FactEnd, FactTriple, Name, Object, Statement};
use super::terms::*;
use super::{Provenance, RdfOptions, facts, iri};
use crate::graph::{Article, DatedFact, Entity, FactRef, KnowledgeGraph, Node, entity_segment};
use crate::model::{EntityType, Source, Status};
use crate::schema::Predicate;

/// A graph seen as RDF: every subject, in two orders, and what is said of each.
///
/// # Shape
/// Borrows from the graph; holds about 50 bytes a claim and nothing else. No blank nodes: every subject has an IRI made from
/// its content. Only [`Provenance::Graph`] names graphs; only [`Provenance::Rdf12`] holds triple terms.
#[derive(Debug)]
pub struct Dataset<'g> {
    graph: &'g KnowledgeGraph,
    options: &'g RdfOptions,
    /// By article, place, id and source.
    claims: Vec<Claim<'g>>,
}

/// Something that statements are made of: where it stands in the graph or among the claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An entity.
    Entity(NodeIndex),
    /// A happening.
    Happening(NodeIndex),
    /// An article.
    Article(NodeIndex),
    /// A sentence, by its first claim.
    Sentence(u32),
    /// A claim, by its first source.
    Claim(u32),
}

/// A fact in a sentence.
#[derive(Debug, Clone, Copy)]
struct Claim<'g> {
    article: NodeIndex,
    id: ClaimId,
    fact: FactSide<'g>,
    source: &'g Source,
}

#[derive(Debug, Clone, Copy)]
enum FactSide<'g> {
    Related(FactRef<'g>),
    Dated(&'g Entity, &'g DatedFact),
}

impl<'g> Claim<'g> {
    fn place(&self) -> (NodeIndex, usize, usize) {
        (self.article, self.source.start, self.source.end)
    }

    fn is_asserted(&self) -> bool {
        match self.fact {
            FactSide::Related(fact) => fact.fact.is_asserted,
            FactSide::Dated(_, dated) => dated.is_asserted,
        }
    }
}

impl<'g> FactSide<'g> {
    /// The triple; none where the schema has no property for the predicate.
    fn triple(self) -> Option<FactTriple<'g>> {
        match self {
            FactSide::Related(FactRef { subject, fact, object }) => {
                let types = (subject.key.entity_type, Some(object.key.entity_type));
                let (property, is_inverse) = facts::property(fact.predicate, types.0, types.1)?;
                let (subject, object) = if is_inverse { (object, subject) } else { (subject, object) };
                let object = FactEnd::Name(Name::Path(&object.path));
                Some(FactTriple { subject: Name::Path(&subject.path), property, object })
            }
            FactSide::Dated(entity, dated) => {
                let (property, _) = facts::property(dated.predicate, entity.key.entity_type, None)?;
                Some(FactTriple { subject: Name::Path(&entity.path), property, object: FactEnd::Date(dated.date) })
            }
        }
    }

    fn sources(self) -> &'g [Source] {
        match self {
            FactSide::Related(fact) => &fact.fact.sources,
            FactSide::Dated(_, dated) => &dated.sources,
        }
    }
}

impl<'g> Dataset<'g> {
    /// The predicates of the user's that the graph has facts of, sorted by IRI.
    pub fn defined_predicates(&self) -> Vec<&'static Predicate> {
        self.graph.defined_predicates()
    }

    /// Looks at a graph as RDF.
    ///
    /// # Complexity
    /// O(n log n) for n claims: their hashes are made and sorted here.
    pub fn new(graph: &'g KnowledgeGraph, options: &'g RdfOptions) -> Self {
        let mut dataset = Self { graph, options, claims: Vec::new() };
        if options.provenance != Provenance::None {
            let sides = || {
                let dated = |entity: &'g Entity| entity.dates.iter().map(move |dated| FactSide::Dated(entity, dated));
                graph.entities().flat_map(dated).chain(graph.facts().map(FactSide::Related))
            };
            dataset.claims.reserve_exact(sides().map(|side| side.sources().len()).sum());
            sides().for_each(|side| dataset.add_claims(side));
            dataset.claims.sort_unstable_by(|a, b| {
                a.place().cmp(&b.place()).then_with(|| a.id.cmp(&b.id)).then_with(|| a.source.cmp(b.source))
            });
        }
        dataset
    }

    /// What a claim's IRI is hashed from is its triple and its sentence, as they stand in N-Quads.
    fn add_claims(&mut self, fact: FactSide<'g>) {
        let Some(triple) = fact.triple() else { return };
        let base = self.options.base.as_str();
        let mut text = format!("<{base}");
        triple.subject.push_to(&mut text);
        text.push_str("> <");
        text.push_str(triple.property.as_str());
        match triple.object {
            FactEnd::Name(name) => {
                text.push_str("> <");
                text.push_str(base);
                name.push_to(&mut text);
                text.push_str("> <");
            }
            FactEnd::Date(date) => text.push_str(&format!("> \"{date}\"^^{} <", facts::date_type(date))),
        }
        text.push_str(base);
        let stem = text.len();
        for source in fact.sources() {
            let Some((index, article)) = self.graph.article_of(source) else { continue };
            text.truncate(stem);
            sentence_name(article, source).push_to(&mut text);
            text.push('>');
            let mut id = ClaimId::default();
            id.iter_mut().zip(Sha256::digest(text.as_bytes())).for_each(|(to, from)| *to = from);
            self.claims.push(Claim { article: index, id, fact, source });
        }
    }

    /// The base below which names stand.
    pub fn options(&self) -> &'g RdfOptions {
        self.options
    }

    /// The subjects as a person reads: entities by type and key, happenings, then each article with its sentences in
    /// the order of the text, and after each sentence its claims.
    pub fn in_reading_order(&self) -> impl Iterator<Item = Subject> + '_ {
        let graph = self.graph.as_petgraph();
        graph.node_indices().flat_map(move |index| {
            let (subject, claims) = match graph.node_weight(index) {
                Some(Node::Entity(_)) => (Some(Subject::Entity(index)), 0..0),
                Some(Node::Happening(_)) => (Some(Subject::Happening(index)), 0..0),
                Some(Node::Article(_)) if self.options.provenance != Provenance::None => {
                    let start = self.claims.partition_point(|claim| claim.article < index);
                    let count = self.claims[start..].partition_point(|claim| claim.article == index);
                    (Some(Subject::Article(index)), start..start + count)
                }
                _ => (None, 0..0),
            };
            subject.into_iter().chain(claims.flat_map(|at| self.starting_at(at)))
        })
    }

    /// The subjects in the order of their IRIs as they stand in N-Quads, each with its closing `>`.
    pub fn in_iri_order(&self) -> Vec<Subject> {
        let mut segments: Vec<(&str, Vec<Subject>)> = ["article", "claim", "happening"]
            .into_iter()
            .chain(EntityType::ALL.map(entity_segment))
            .map(|segment| (segment, Vec::new()))
            .collect();
        segments.sort_by_key(|(segment, _)| *segment);
        for subject in self.in_reading_order() {
            let segment = match subject {
                Subject::Entity(index) => match self.graph.as_petgraph().node_weight(index) {
                    Some(Node::Entity(entity)) => entity_segment(entity.key.entity_type),
                    _ => continue,
                },
                Subject::Happening(_) => "happening",
                Subject::Article(_) | Subject::Sentence(_) => "article",
                Subject::Claim(_) => "claim",
            };
            if let Ok(at) = segments.binary_search_by_key(&segment, |(segment, _)| segment) {
                segments[at].1.push(subject);
            }
        }
        for (_, subjects) in &mut segments {
            subjects.sort_by(|a, b| match (a, b) {
                (Subject::Claim(a), Subject::Claim(b)) => self.claims[*a as usize].id.cmp(&self.claims[*b as usize].id),
                _ => compare_names(self.name(*a), self.name(*b)),
            });
        }
        segments.into_iter().flat_map(|(_, subjects)| subjects).collect()
    }

    /// The subjects whose claims begin at a place of the list.
    fn starting_at(&self, at: usize) -> impl Iterator<Item = Subject> + use<> {
        let claim = &self.claims[at];
        let before = at.checked_sub(1).map(|before| &self.claims[before]);
        let is_new_place = before.is_none_or(|before| before.place() != claim.place());
        let is_new_claim = is_new_place || before.is_none_or(|before| before.id != claim.id);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let sentence = is_new_place.then_some(Subject::Sentence(at));
        sentence.into_iter().chain(is_new_claim.then_some(Subject::Claim(at)))
    }

    /// Where a subject stands in the order of reading, as bytes that sort so: in the whole graph, also where this is a
    /// part of it.
    pub fn push_order(&self, subject: Subject, out: &mut Vec<u8>) {
        let node = |index: NodeIndex| self.graph.as_petgraph().node_weight(index);
        match subject {
            Subject::Entity(index) => {
                out.push(1);
                if let Some(Node::Entity(entity)) = node(index) {
                    let place = EntityType::ALL.iter().position(|known| *known == entity.key.entity_type);
                    out.push(u8::try_from(place.unwrap_or(0)).unwrap_or(u8::MAX));
                    push_ordered(out, &entity.key.key);
                }
            }
            Subject::Happening(index) => {
                out.push(2);
                push_ordered(out, node(index).map_or("", Node::path));
            }
            Subject::Article(index) => {
                out.push(3);
                if let Some(Node::Article(article)) = node(index) {
                    push_ordered(out, &article.key);
                }
                out.push(0);
            }
            Subject::Sentence(at) | Subject::Claim(at) => {
                let claim = &self.claims[at as usize];
                self.push_order(Subject::Article(claim.article), out);
                out.pop();
                out.push(1);
                for offset in [claim.source.start, claim.source.end] {
                    out.extend_from_slice(&(offset as u64).to_be_bytes());
                }
                if matches!(subject, Subject::Claim(_)) {
                    out.push(1);
                    out.extend_from_slice(&claim.id);
                } else {
                    out.push(0);
                }
            }
        }
    }

    /// How a subject is called.
    pub fn name(&self, subject: Subject) -> Name<'g> {
        match subject {
            Subject::Entity(index) | Subject::Happening(index) | Subject::Article(index) => {
                Name::Path(self.graph.as_petgraph().node_weight(index).map_or("", Node::path))
            }
            Subject::Sentence(at) => self.sentence(&self.claims[at as usize]),
            Subject::Claim(at) => Name::Claim(self.claims[at as usize].id),
        }
    }

    fn sentence(&self, claim: &Claim<'g>) -> Name<'g> {
        let article = self.graph.as_petgraph().node_weight(claim.article).map_or("", Node::path);
        Name::Sentence { article, start: claim.source.start, end: claim.source.end }
    }

    /// The facts that stand in the graph of a sentence, each once: none but with [`Provenance::Graph`].
    pub fn facts_in(&self, sentence: Subject) -> impl Iterator<Item = FactTriple<'g>> + '_ {
        let claims = match sentence {
            Subject::Sentence(at) if self.options.provenance == Provenance::Graph => {
                self.run(at, |a, b| a.place() == b.place())
            }
            _ => &[],
        };
        claims
            .chunk_by(|a, b| a.id == b.id)
            .filter(|claim| claim.iter().any(Claim::is_asserted))
            .filter_map(|claim| claim.first()?.fact.triple())
    }

    /// The claims that belong with the one at a place of the list.
    fn run(&self, at: u32, belongs: impl Fn(&Claim<'g>, &Claim<'g>) -> bool) -> &[Claim<'g>] {
        let rest = self.claims.get(at as usize..).unwrap_or_default();
        let count = rest.iter().take_while(|claim| belongs(&rest[0], claim)).count();
        &rest[..count]
    }

    /// Adds what is said of a subject, in no order; a statement may come twice.
    pub fn describe(&self, subject: Subject, out: &mut Vec<Statement<'g>>) {
        match subject {
            Subject::Entity(index) => self.entity(index, out),
            Subject::Happening(index) => self.happening(index, out),
            Subject::Article(index) => self.article(index, out),
            Subject::Sentence(at) => self.sentence_itself(at, out),
            Subject::Claim(at) => self.claim(at, out),
        }
    }

    fn entity(&self, index: NodeIndex, out: &mut Vec<Statement<'g>>) {
        let Some(entity) = self.graph.entity_at(index) else { return };
        for class in facts::entity_classes(entity) {
            add(out, RDF_TYPE, Object::Term(class));
        }
        add(out, RDFS_LABEL, Object::Text(&entity.name));
        add(out, SCHEMA_NAME, Object::Text(&entity.name));
        for alias in &entity.aliases {
            add(out, SKOS_ALT_LABEL, Object::Text(alias));
        }
        for url in &entity.urls {
            add(out, SCHEMA_URL, iri::address(url));
        }
        for same in &entity.same_as {
            let same = iri::address(same);
            if self.options.owl_same_as && matches!(same, Object::Iri(_)) {
                add(out, OWL_SAME_AS, same.clone());
            }
            add(out, SCHEMA_SAME_AS, same);
        }
        for dated in entity.dates.iter().filter(|dated| dated.is_asserted) {
            self.fact(FactSide::Dated(entity, dated), out);
        }
        for fact in self.graph.relations_of(index).filter(|fact| fact.fact.is_asserted) {
            let side = FactSide::Related(fact);
            if side.triple().is_some_and(|triple| triple.subject == Name::Path(&entity.path)) {
                self.fact(side, out);
            }
        }
    }

    fn fact(&self, side: FactSide<'g>, out: &mut Vec<Statement<'g>>) {
        let Some(FactTriple { property, object, .. }) = side.triple() else { return };
        if self.options.provenance != Provenance::Graph {
            return add(out, property, object.into());
        }
        for source in side.sources() {
            if let Some((_, article)) = self.graph.article_of(source) {
                let graph = Some(sentence_name(article, source));
                out.push(Statement { property, object: object.into(), graph });
            }
        }
    }

    fn happening(&self, index: NodeIndex, out: &mut Vec<Statement<'g>>) {
        let Some(roles) = self.graph.happening_at(index) else { return };
        let happening = roles.happening;
        for class in facts::happening_classes(happening) {
            add(out, RDF_TYPE, Object::Term(class));
        }
        add(out, RDFS_LABEL, Object::Text(&happening.label));
        for (role, end) in [(SCHEMA_AGENT, roles.agent), (SCHEMA_OBJECT, roles.object)] {
            if let Some(end) = end {
                add(out, role, Object::Name(Name::Path(&end.path)));
            }
        }
        if let Some(date) = happening.date {
            add(out, SCHEMA_START_DATE, Object::Date(date));
        }
        if self.options.provenance != Provenance::None {
            for source in &happening.sources {
                if let Some((_, article)) = self.graph.article_of(source) {
                    add(out, PROV_WAS_DERIVED_FROM, Object::Name(sentence_name(article, source)));
                }
            }
        }
    }

    fn article(&self, index: NodeIndex, out: &mut Vec<Statement<'g>>) {
        let Some(Node::Article(article)) = self.graph.as_petgraph().node_weight(index) else { return };
        let header = &article.record.header;
        add(out, RDF_TYPE, Object::Term(SCHEMA_NEWS_ARTICLE));
        add(out, DCTERMS_IDENTIFIER, Object::Text(&article.record.id));
        let texts = [
            (SCHEMA_HEADLINE, &header.title),
            (SCHEMA_PUBLISHER, &header.publisher),
            (SCHEMA_AUTHOR, &header.author),
            (SCHEMA_IN_LANGUAGE, &header.language),
            (DCTERMS_SOURCE, &header.source),
        ];
        for (property, text) in texts {
            if let Some(text) = text {
                add(out, property, Object::Text(text));
            }
        }
        if let Some(date) = header.date {
            add(out, SCHEMA_DATE_PUBLISHED, Object::Date(date));
        }
        if let Some(url) = header.url.as_deref().filter(|url| !url.trim().is_empty()) {
            add(out, SCHEMA_URL, iri::address(url));
        }
    }

    /// Where sources give one place two texts, the smaller one counts, so that no order of articles shows.
    fn sentence_itself(&self, at: u32, out: &mut Vec<Statement<'g>>) {
        let claims = self.run(at, |a, b| a.place() == b.place());
        let Some(claim) = claims.iter().min_by_key(|claim| &claim.source.text) else { return };
        add(out, RDF_TYPE, Object::Term(PG_SENTENCE));
        add(out, OA_EXACT, Object::Text(&claim.source.text));
        add(out, OA_START, Object::Offset(claim.source.start));
        add(out, OA_END, Object::Offset(claim.source.end));
        if let Name::Sentence { article, .. } = self.sentence(claim) {
            add(out, DCTERMS_IS_PART_OF, Object::Name(Name::Path(article)));
        }
    }

    fn claim(&self, at: u32, out: &mut Vec<Statement<'g>>) {
        let claims = self.run(at, |a, b| a.place() == b.place() && a.id == b.id);
        let Some(first) = claims.first() else { return };
        let Some(triple) = first.fact.triple() else { return };
        if self.options.provenance == Provenance::Rdf12 {
            add(out, RDF_REIFIES, Object::Triple(triple));
        } else {
            add(out, RDF_TYPE, Object::Term(RDF_STATEMENT));
            add(out, RDF_SUBJECT, Object::Name(triple.subject));
            add(out, RDF_PREDICATE, Object::Term(triple.property));
            add(out, RDF_OBJECT, triple.object.into());
        }
        add(out, PROV_WAS_DERIVED_FROM, Object::Name(self.sentence(first)));
        for source in claims.iter().map(|claim| claim.source) {
            if !source.rule.is_empty() {
                add(out, PG_RULE, Object::Text(&source.rule));
            }
            if let Some(date) = source.date {
                add(out, DCTERMS_DATE, Object::Date(date));
            }
            if let Some(qualifier) = &source.qualifier {
                add(out, SCHEMA_ROLE_NAME, Object::Text(qualifier));
            }
            if source.status != Status::Asserted {
                add(out, PG_STATUS, Object::Text(source.status.as_str()));
            }
        }
    }
}

fn add<'g>(out: &mut Vec<Statement<'g>>, property: NamedNodeRef<'static>, object: Object<'g>) {
    out.push(Statement { property, object, graph: None });
}

fn sentence_name<'g>(article: &'g Article, source: &Source) -> Name<'g> {
    Name::Sentence { article: &article.path, start: source.start, end: source.end }
}

/// Adds a text so that the bytes sort as texts do, whatever follows.
fn push_ordered(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        out.push(byte);
        if byte == 0 {
            out.push(1);
        }
    }
    out.extend_from_slice(&[0, 0]);
}

/// Compares two names, neither of a claim, as IRIs in N-Quads, each with its closing `>`.
fn compare_names(a: Name<'_>, b: Name<'_>) -> Ordering {
    let (a_path, a_end) = stem(a);
    let (b_path, b_end) = stem(b);
    let (a_bytes, b_bytes) = (a_path.as_bytes(), b_path.as_bytes());
    let common = a_bytes.len().min(b_bytes.len());
    let next = |bytes: &[u8], end: u8| bytes.get(common).copied().unwrap_or(end);
    let stems = a_bytes[..common].cmp(&b_bytes[..common]);
    stems.then_with(|| next(a_bytes, a_end).cmp(&next(b_bytes, b_end))).then_with(|| compare_places(a, b))
}

/// The path, and the character that follows it.
fn stem(name: Name<'_>) -> (&str, u8) {
    match name {
        Name::Path(path) => (path, b'>'),
        Name::Sentence { article, .. } => (article, b'#'),
        Name::Claim(_) => ("claim", b'/'),
    }
}

/// Compares the places of two sentences of one article as text.
fn compare_places(a: Name<'_>, b: Name<'_>) -> Ordering {
    let (Name::Sentence { start: a_start, end: a_end, .. }, Name::Sentence { start: b_start, end: b_end, .. }) = (a, b)
    else {
        return Ordering::Equal;
    };
    if a_start != b_start && a_start.checked_ilog10() == b_start.checked_ilog10() {
        return a_start.cmp(&b_start);
    }
    format!("{a_start},{a_end}>").cmp(&format!("{b_start},{b_end}>"))
}
