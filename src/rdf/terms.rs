//! The terms that quads are made of: every class and property, each once.
//!
//! A term that is not here is never written; a test compares this list with `schema/ontology.ttl`.

use oxrdf::NamedNodeRef;

pub(crate) const DOAP_PROJECT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://usefulinc.com/ns/doap#Project");
pub(crate) const PG_ACQUISITION_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#AcquisitionEvent");
pub(crate) const PG_APPOINTMENT_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#AppointmentEvent");
pub(crate) const PG_FOUNDING_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#FoundingEvent");
pub(crate) const PG_INVESTMENT_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#InvestmentEvent");
pub(crate) const PG_MEMBERSHIP_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#MembershipEvent");
pub(crate) const PG_PARTNERSHIP_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#PartnershipEvent");
pub(crate) const PG_RELEASE_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#ReleaseEvent");
pub(crate) const PG_SENTENCE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#Sentence");
pub(crate) const PG_SPONSORSHIP_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#SponsorshipEvent");
pub(crate) const RDF_STATEMENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement");
pub(crate) const SCHEMA_BUY_ACTION: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/BuyAction");
pub(crate) const SCHEMA_CONSORTIUM: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/Consortium");
pub(crate) const SCHEMA_CORPORATION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/Corporation");
pub(crate) const SCHEMA_CREATE_ACTION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/CreateAction");
pub(crate) const SCHEMA_DONATE_ACTION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/DonateAction");
pub(crate) const SCHEMA_EVENT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/Event");
pub(crate) const SCHEMA_JOIN_ACTION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/JoinAction");
pub(crate) const SCHEMA_NGO: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/NGO");
pub(crate) const SCHEMA_NEWS_ARTICLE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/NewsArticle");
pub(crate) const SCHEMA_ORGANIZATION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/Organization");
pub(crate) const SCHEMA_PERSON: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/Person");
pub(crate) const SCHEMA_PLACE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/Place");
pub(crate) const SCHEMA_PRODUCT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/Product");
pub(crate) const SCHEMA_PROJECT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/Project");
pub(crate) const SCHEMA_SOFTWARE_APPLICATION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/SoftwareApplication");
pub(crate) const DCTERMS_DATE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/date");
pub(crate) const DCTERMS_IDENTIFIER: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/identifier");
pub(crate) const DCTERMS_IS_PART_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/isPartOf");
pub(crate) const DCTERMS_IS_VERSION_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/isVersionOf");
pub(crate) const DCTERMS_SOURCE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/source");
pub(crate) const OA_END: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/oa#end");
pub(crate) const OA_EXACT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/oa#exact");
pub(crate) const OA_START: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/oa#start");
pub(crate) const OWL_SAME_AS: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#sameAs");
pub(crate) const PG_ACQUIRED: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#acquired");
pub(crate) const PG_CONTRIBUTES_TO: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#contributesTo");
pub(crate) const PG_DEVELOPS: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#develops");
pub(crate) const PG_PARTICIPATES_IN: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#participatesIn");
pub(crate) const PG_PARTNER_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#partnerOf");
pub(crate) const PG_RELEASED: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#released");
pub(crate) const PG_RULE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#rule");
pub(crate) const PG_STATUS: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#status");
pub(crate) const PG_USES: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/pressgraph/ns#uses");
pub(crate) const PROV_WAS_DERIVED_FROM: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasDerivedFrom");
pub(crate) const RDF_OBJECT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#object");
pub(crate) const RDF_PREDICATE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate");
pub(crate) const RDF_REIFIES: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies");
pub(crate) const RDF_SUBJECT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject");
pub(crate) const RDF_TYPE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
pub(crate) const RDFS_LABEL: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label");
pub(crate) const SCHEMA_AGENT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/agent");
pub(crate) const SCHEMA_AUTHOR: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/author");
pub(crate) const SCHEMA_CONTAINED_IN_PLACE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/containedInPlace");
pub(crate) const SCHEMA_DATE_PUBLISHED: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/datePublished");
pub(crate) const SCHEMA_FOUNDER: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/founder");
pub(crate) const SCHEMA_FOUNDING_DATE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/foundingDate");
pub(crate) const SCHEMA_FUNDER: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/funder");
pub(crate) const SCHEMA_HEADLINE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/headline");
pub(crate) const SCHEMA_IN_LANGUAGE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/inLanguage");
pub(crate) const SCHEMA_LOCATION: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/location");
pub(crate) const SCHEMA_MEMBER_OF: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/memberOf");
pub(crate) const SCHEMA_NAME: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/name");
pub(crate) const SCHEMA_OBJECT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/object");
pub(crate) const SCHEMA_ORGANIZER: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/organizer");
pub(crate) const SCHEMA_PARENT_ORGANIZATION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/parentOrganization");
pub(crate) const SCHEMA_PUBLISHER: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/publisher");
pub(crate) const SCHEMA_RELEASE_DATE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/releaseDate");
pub(crate) const SCHEMA_ROLE_NAME: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/roleName");
pub(crate) const SCHEMA_SAME_AS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/sameAs");
pub(crate) const SCHEMA_SPONSOR: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/sponsor");
pub(crate) const SCHEMA_START_DATE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/startDate");
pub(crate) const SCHEMA_SUPER_EVENT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://schema.org/superEvent");
pub(crate) const SCHEMA_URL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/url");
pub(crate) const SCHEMA_WORKS_FOR: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://schema.org/worksFor");
pub(crate) const SKOS_ALT_LABEL: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#altLabel");

/// Every class that quads name, sorted by prefix and name.
pub const CLASSES: [NamedNodeRef<'static>; 26] = [
    DOAP_PROJECT,
    PG_ACQUISITION_EVENT,
    PG_APPOINTMENT_EVENT,
    PG_FOUNDING_EVENT,
    PG_INVESTMENT_EVENT,
    PG_MEMBERSHIP_EVENT,
    PG_PARTNERSHIP_EVENT,
    PG_RELEASE_EVENT,
    PG_SENTENCE,
    PG_SPONSORSHIP_EVENT,
    RDF_STATEMENT,
    SCHEMA_BUY_ACTION,
    SCHEMA_CONSORTIUM,
    SCHEMA_CORPORATION,
    SCHEMA_CREATE_ACTION,
    SCHEMA_DONATE_ACTION,
    SCHEMA_EVENT,
    SCHEMA_JOIN_ACTION,
    SCHEMA_NGO,
    SCHEMA_NEWS_ARTICLE,
    SCHEMA_ORGANIZATION,
    SCHEMA_PERSON,
    SCHEMA_PLACE,
    SCHEMA_PRODUCT,
    SCHEMA_PROJECT,
    SCHEMA_SOFTWARE_APPLICATION,
];

/// Every property that quads use, sorted by prefix and name.
pub const PROPERTIES: [NamedNodeRef<'static>; 50] = [
    DCTERMS_DATE,
    DCTERMS_IDENTIFIER,
    DCTERMS_IS_PART_OF,
    DCTERMS_IS_VERSION_OF,
    DCTERMS_SOURCE,
    OA_END,
    OA_EXACT,
    OA_START,
    OWL_SAME_AS,
    PG_ACQUIRED,
    PG_CONTRIBUTES_TO,
    PG_DEVELOPS,
    PG_PARTICIPATES_IN,
    PG_PARTNER_OF,
    PG_RELEASED,
    PG_RULE,
    PG_STATUS,
    PG_USES,
    PROV_WAS_DERIVED_FROM,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_REIFIES,
    RDF_SUBJECT,
    RDF_TYPE,
    RDFS_LABEL,
    SCHEMA_AGENT,
    SCHEMA_AUTHOR,
    SCHEMA_CONTAINED_IN_PLACE,
    SCHEMA_DATE_PUBLISHED,
    SCHEMA_FOUNDER,
    SCHEMA_FOUNDING_DATE,
    SCHEMA_FUNDER,
    SCHEMA_HEADLINE,
    SCHEMA_IN_LANGUAGE,
    SCHEMA_LOCATION,
    SCHEMA_MEMBER_OF,
    SCHEMA_NAME,
    SCHEMA_OBJECT,
    SCHEMA_ORGANIZER,
    SCHEMA_PARENT_ORGANIZATION,
    SCHEMA_PUBLISHER,
    SCHEMA_RELEASE_DATE,
    SCHEMA_ROLE_NAME,
    SCHEMA_SAME_AS,
    SCHEMA_SPONSOR,
    SCHEMA_START_DATE,
    SCHEMA_SUPER_EVENT,
    SCHEMA_URL,
    SCHEMA_WORKS_FOR,
    SKOS_ALT_LABEL,
];
