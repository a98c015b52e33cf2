//! The order in which a person reads a subject, and the short names of the vocabulary.

use oxrdf::NamedNodeRef;

use super::stream::Part;
use crate::graph::entity_segment;
use crate::model::EntityType;
use crate::rdf::terms::*;
use crate::rdf::{Base, Dataset, Name, Object, Statement, Subject};
use crate::schema::vocabulary::{PREFIXES, WD};
use crate::schema::{Predicate, Term, defined_predicates};

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
    DCTERMS_IS_VERSION_OF,
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
    /// Its place among the prefixes.
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
    /// Prefixes with their namespaces, by name.
    prefixes: Vec<(&'static str, &'static str)>,
}

impl ShortTerms {
    /// The vocabulary, and the properties of all predicates that relation files defined: these come after the other
    /// facts. Ranks are the same for every part of a graph.
    pub(super) fn new() -> Self {
        Self::with(&defined_predicates())
    }

    fn with(defined: &[&'static Predicate]) -> Self {
        let is_new = |term: &Term| !PROPERTIES.iter().any(|known| known.as_str() == term.iri);
        let mut own: Vec<Term> = defined.iter().filter_map(|predicate| predicate.term).filter(is_new).collect();
        own.sort_unstable_by_key(|term| term.iri);
        own.dedup_by_key(|term| term.iri);
        let mut prefixes: Vec<(&'static str, &'static str)> =
            PREFIXES.into_iter().chain(own.iter().map(|term| (term.prefix, term.namespace))).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        let facts = READING.iter().position(|known| *known == SCHEMA_ROLE_NAME).unwrap_or(READING.len());
        let (before, after) = READING.split_at(facts);
        let defined = own.iter().map(|term| NamedNodeRef::new_unchecked(term.iri));
        let reading: Vec<NamedNodeRef<'static>> =
            before.iter().copied().chain(defined).chain(after.iter().copied()).collect();
        let short = |node: &NamedNodeRef<'static>| {
            let iri = node.as_str();
            let of_own = own.iter().find(|term| term.iri == iri).map(|term| term.namespace);
            let is_prefix = |(_, known): &(&str, &str)| of_own.map_or(iri.starts_with(known), |own| own == *known);
            let prefix = prefixes.iter().position(is_prefix)?;
            let (name, namespace) = prefixes[prefix];
            let rank = reading.iter().position(|known| known == node).unwrap_or(0);
            let rank = u8::try_from(rank).unwrap_or(u8::MAX);
            Some(ShortTerm { iri, rank, prefix, short: format!("{name}:{}", iri.strip_prefix(namespace)?) })
        };
        let defined = reading.iter().filter(|node| !PROPERTIES.contains(node));
        let mut terms: Vec<ShortTerm> = CLASSES.iter().chain(&PROPERTIES).chain(defined).filter_map(short).collect();
        terms.sort_by_key(|term| term.iri);
        let by_rank = reading.iter().map(|node| match *node {
            RDF_TYPE => "a".to_owned(),
            _ => short(node).map_or_else(String::new, |term| term.short),
        });
        let by_rank = by_rank.collect();
        Self { terms, by_rank, prefixes }
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
    /// Prefixes of the vocabulary and of the user's, with whether each is used.
    vocabulary: Vec<((&'static str, &'static str), bool)>,
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
        let vocabulary = terms.prefixes.iter().map(|prefix| (*prefix, false)).collect();
        let mut used = Self { vocabulary, ..Self::default() };
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
            self.vocabulary[terms.of(statement.property).prefix].1 = true;
        }
        let place = |wanted: &str| terms.prefixes.iter().position(|(name, _)| *name == wanted).unwrap_or(0);
        match &statement.object {
            Object::Term(term) => self.vocabulary[terms.of(*term).prefix].1 = true,
            Object::Date(_) | Object::Offset(_) => self.vocabulary[place("xsd")].1 = true,
            Object::Iri(iri) if wikidata_id(iri).is_some() => self.vocabulary[place("wd")].1 = true,
            Object::Triple(triple) => {
                self.vocabulary[terms.of(triple.property).prefix].1 = true;
                self.vocabulary[place("xsd")].1 |= matches!(triple.object, crate::rdf::FactEnd::Date(_));
            }
            Object::Iri(_) | Object::Text(_) | Object::Name(_) => {}
        }
    }

    /// The prefixes of vocabularies that are used, with their namespaces, by name.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.vocabulary.iter().filter(|(_, is_used)| *is_used).map(|(prefix, _)| *prefix)
    }

    /// Each prefix with its place among all and its namespace: the vocabulary's by name, then ours.
    pub(super) fn declarations(&self, base: &Base) -> Vec<(usize, &'static str, String)> {
        let segments = EntityType::ALL.iter().map(|known| entity_segment(*known)).chain(["claim"]);
        let ours = segments.map(|segment| (segment, base.iri(&format!("{segment}/"))));
        let all = self.vocabulary.iter().map(|((name, iri), _)| (*name, (*iri).to_owned())).chain(ours);
        let used =
            self.vocabulary.iter().map(|(_, is_used)| is_used).chain(&self.entity_types).chain([&self.has_claims]);
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
        let terms = ShortTerms::with(&[]);
        for node in CLASSES.iter().chain(&PROPERTIES) {
            let term = terms.of(*node);
            assert_eq!(term.iri, node.as_str());
            assert!(is_plain_local(term.short.split_once(':').unwrap().1), "{node}");
        }
    }
}
