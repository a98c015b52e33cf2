//! The order in which a person reads a subject, and the short names of the vocabulary.

use oxrdf::NamedNodeRef;

use super::stream::Part;
use crate::graph::entity_segment;
use crate::model::EntityType;
use crate::rdf::terms::*;
use crate::rdf::{Base, Dataset, Name, Object, Statement, Subject};
use crate::schema::vocabulary::{PREFIXES, WD};

/// Every property, in the order in which a subject tells them: what it is and is called, what holds of it, where that
/// is known from.
const READING: [NamedNodeRef<'static>; PROPERTIES.len()] = [
    RDF_TYPE,
    RDFS_LABEL,
    SCHEMA_NAME,
    SKOS_ALT_LABEL,
    RDF_REIFIES,
    RDF_SUBJECT,
    RDF_PREDICATE,
    RDF_OBJECT,
    SCHEMA_HEADLINE,
    SCHEMA_DATE_PUBLISHED,
    SCHEMA_PUBLISHER,
    SCHEMA_AUTHOR,
    OA_EXACT,
    OA_START,
    OA_END,
    SCHEMA_AGENT,
    SCHEMA_OBJECT,
    SCHEMA_FOUNDING_DATE,
    SCHEMA_START_DATE,
    SCHEMA_RELEASE_DATE,
    SCHEMA_FOUNDER,
    SCHEMA_PARENT_ORGANIZATION,
    SCHEMA_SUPER_EVENT,
    DCTERMS_IS_PART_OF,
    SCHEMA_MEMBER_OF,
    SCHEMA_WORKS_FOR,
    SCHEMA_SPONSOR,
    SCHEMA_FUNDER,
    SCHEMA_ORGANIZER,
    SCHEMA_LOCATION,
    SCHEMA_CONTAINED_IN_PLACE,
    PG_PARTNER_OF,
    PG_ACQUIRED,
    PG_DEVELOPS,
    PG_RELEASED,
    PG_CONTRIBUTES_TO,
    PG_USES,
    PG_PARTICIPATES_IN,
    SCHEMA_ROLE_NAME,
    DCTERMS_DATE,
    PG_STATUS,
    SCHEMA_IN_LANGUAGE,
    DCTERMS_IDENTIFIER,
    DCTERMS_SOURCE,
    SCHEMA_URL,
    SCHEMA_SAME_AS,
    OWL_SAME_AS,
    PROV_WAS_DERIVED_FROM,
    PG_RULE,
];

/// A term of the vocabulary, looked up once a statement.
#[derive(Debug, Clone)]
pub(super) struct ShortTerm {
    iri: &'static str,
    /// Its place in the order of reading.
    pub(super) rank: u8,
    /// Its place in [`PREFIXES`].
    pub(super) prefix: usize,
    /// Prefix and local name: `schema:memberOf`.
    pub(super) short: String,
}

/// Every class and property by IRI.
#[derive(Debug)]
pub(super) struct ShortTerms {
    terms: Vec<ShortTerm>,
    /// How each property is written, by rank.
    by_rank: Vec<String>,
}

impl ShortTerms {
    pub(super) fn new() -> Self {
        let rank = |node: &NamedNodeRef<'_>| READING.iter().position(|known| known == node).unwrap_or(0);
        let short = |node: &NamedNodeRef<'static>| {
            let iri = node.as_str();
            let prefix = PREFIXES.iter().position(|(_, namespace)| iri.starts_with(namespace))?;
            let local = iri.strip_prefix(PREFIXES[prefix].1)?;
            let rank = u8::try_from(rank(node)).unwrap_or(u8::MAX);
            Some(ShortTerm { iri, rank, prefix, short: format!("{}:{local}", PREFIXES[prefix].0) })
        };
        let mut terms: Vec<ShortTerm> = CLASSES.iter().chain(&PROPERTIES).filter_map(short).collect();
        terms.sort_by_key(|term| term.iri);
        let by_rank = READING.iter().map(|node| match *node {
            RDF_TYPE => "a".to_owned(),
            _ => short(node).map_or_else(String::new, |term| term.short),
        });
        let by_rank = by_rank.collect();
        Self { terms, by_rank }
    }

    /// How the property of a rank is written in Turtle.
    pub(super) fn by_rank(&self, rank: u8) -> &str {
        self.by_rank.get(usize::from(rank)).map_or("", String::as_str)
    }

    /// The short form of a class or property; that of the first one where there is none, which a test excludes.
    pub(super) fn of(&self, node: NamedNodeRef<'_>) -> &ShortTerm {
        &self.terms[self.terms.binary_search_by(|term| term.iri.cmp(node.as_str())).unwrap_or(0)]
    }
}

/// Which prefixes a dataset needs, so that no other is declared.
#[derive(Debug, Default)]
pub(super) struct PrefixesInUse {
    vocabulary: [bool; PREFIXES.len()],
    entity_types: [bool; EntityType::ALL.len()],
    has_claims: bool,
}

impl PrefixesInUse {
    /// Looks at every statement once, without writing any.
    pub(super) fn of(dataset: &Dataset<'_>, terms: &ShortTerms) -> Self {
        Self::of_statements(dataset, terms, |_, _| true)
    }

    /// Looks at the statements of a part of a graph.
    pub(super) fn of_part(dataset: &Dataset<'_>, terms: &ShortTerms, part: Part) -> Self {
        Self::of_statements(dataset, terms, |subject, statement| part.holds(subject, statement))
    }

    fn of_statements(
        dataset: &Dataset<'_>,
        terms: &ShortTerms,
        is_seen: impl Fn(Subject, &Statement<'_>) -> bool,
    ) -> Self {
        let mut used = Self::default();
        let mut statements: Vec<Statement<'_>> = Vec::new();
        for subject in dataset.in_reading_order() {
            used.see_name(dataset.name(subject), matches!(subject, Subject::Claim(_)));
            dataset.describe(subject, &mut statements);
            for statement in statements.drain(..).filter(|statement| is_seen(subject, statement)) {
                used.see(&statement, terms);
            }
        }
        used
    }

    fn see_name(&mut self, name: Name<'_>, is_claim: bool) {
        self.has_claims |= is_claim;
        if let Name::Path(path) = name
            && let Some((segment, local)) = path.split_once('/')
            && is_plain_local(local)
            && let Some(at) = EntityType::ALL.iter().position(|known| entity_segment(*known) == segment)
        {
            self.entity_types[at] = true;
        }
    }

    fn see(&mut self, statement: &Statement<'_>, terms: &ShortTerms) {
        if statement.property != RDF_TYPE {
            self.vocabulary[terms.of(statement.property).prefix] = true;
        }
        let xsd = PREFIXES.iter().position(|(name, _)| *name == "xsd");
        let wd = PREFIXES.iter().position(|(name, _)| *name == "wd");
        match &statement.object {
            Object::Term(term) => self.vocabulary[terms.of(*term).prefix] = true,
            Object::Date(_) | Object::Offset(_) => self.vocabulary[xsd.unwrap_or(0)] = true,
            Object::Iri(iri) if wikidata_id(iri).is_some() => self.vocabulary[wd.unwrap_or(0)] = true,
            Object::Triple(triple) => {
                self.vocabulary[terms.of(triple.property).prefix] = true;
                self.vocabulary[xsd.unwrap_or(0)] |= matches!(triple.object, crate::rdf::FactEnd::Date(_));
            }
            Object::Iri(_) | Object::Text(_) | Object::Name(_) => {}
        }
    }

    /// Each prefix with its place among all and its namespace: the vocabulary's by name, then ours.
    pub(super) fn declarations(&self, base: &Base) -> Vec<(usize, &'static str, String)> {
        let segments = EntityType::ALL.iter().map(|known| entity_segment(*known)).chain(["claim"]);
        let ours = segments.map(|segment| (segment, base.iri(&format!("{segment}/"))));
        let all = PREFIXES.iter().map(|(name, iri)| (*name, (*iri).to_owned())).chain(ours);
        let used = self.vocabulary.iter().chain(&self.entity_types).chain([&self.has_claims]);
        all.zip(used)
            .enumerate()
            .filter(|(_, (_, is_used))| **is_used)
            .map(|(at, ((name, iri), _))| (at, name, iri))
            .collect()
    }
}

/// The id in an IRI of Wikidata.
pub(super) fn wikidata_id(iri: &str) -> Option<&str> {
    iri.strip_prefix(WD).filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether a text can follow a prefix as it stands, in Turtle and in SPARQL.
pub(super) fn is_plain_local(local: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    local.bytes().all(is_plain) && !local.is_empty() && !local.starts_with(['-', '.']) && !local.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_has_its_place_in_the_order_of_reading() {
        let known = |nodes: &[NamedNodeRef<'static>]| {
            let mut iris: Vec<String> = nodes.iter().map(|node| node.as_str().to_owned()).collect();
            iris.sort_unstable();
            iris
        };
        assert_eq!(known(&READING), known(&PROPERTIES));
    }

    #[test]
    fn every_term_has_a_short_form() {
        let terms = ShortTerms::new();
        for node in CLASSES.iter().chain(&PROPERTIES) {
            let term = terms.of(*node);
            assert_eq!(term.iri, node.as_str());
            assert!(is_plain_local(term.short.split_once(':').unwrap().1), "{node}");
        }
    }
}
