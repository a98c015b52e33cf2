//! The predicates of facts, as the annotation guidelines define them.

use crate::model::EntityType::{self, Company, Event, Organization, Person, Place, Product, Project};

/// A predicate: what it may relate and how a happening of it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Predicate {
    /// The name in parsed articles and relation files.
    pub name: &'static str,
    /// Types that a subject may have.
    pub subjects: &'static [EntityType],
    /// Types that an object may have; empty where the object is a date.
    pub objects: &'static [EntityType],
    /// Whether subject and object are interchangeable.
    pub is_symmetric: bool,
    /// Local name of the class of happenings in our namespace, where a fact can be told as one.
    pub event_class: Option<&'static str>,
    /// A phrase that reads between subject and object in labels and pictures.
    pub phrase: &'static str,
    /// The phrase of a happening's label, in the present tense.
    pub event_phrase: &'static str,
}

impl Predicate {
    /// Whether what stands as subject (or, for staff, as object) is most likely a business or another body, so
    /// that a name of which nothing else is known may be taken for one.
    pub fn suggests_body(&self, is_subject: bool) -> bool {
        match self.name {
            "memberOf" | "sponsorOf" | "acquired" | "founded" | "investedIn" | "locatedIn" | "contributesTo"
            | "develops" => is_subject,
            "worksFor" => !is_subject,
            _ => false,
        }
    }

    /// Whether the object is a date.
    pub fn is_dated(&self) -> bool {
        self.objects.is_empty()
    }
}

const BODIES: &[EntityType] = &[Company, Organization];
/// Bodies and people; projects too, since communities such as a distribution's act as bodies.
const ACTORS: &[EntityType] = &[Company, Organization, Person, Project];
const GROUPS: &[EntityType] = &[Company, Organization, Project];
const MAKERS: &[EntityType] = &[Company, Organization, Project, Person];
const THINGS: &[EntityType] = &[Project, Product];

/// All predicates, sorted by name.
pub const PREDICATES: [Predicate; 18] = [
    Predicate {
        name: "acquired",
        subjects: BODIES,
        objects: &[Company, Organization, Product, Project],
        is_symmetric: false,
        event_class: Some("AcquisitionEvent"),
        phrase: "acquired",
        event_phrase: "acquires",
    },
    Predicate {
        name: "contributesTo",
        subjects: MAKERS,
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "contributes to",
        event_phrase: "contributes to",
    },
    Predicate {
        name: "develops",
        subjects: MAKERS,
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "develops",
        event_phrase: "develops",
    },
    Predicate {
        name: "founded",
        subjects: ACTORS,
        objects: &[Company, Organization, Project, Event],
        is_symmetric: false,
        event_class: Some("FoundingEvent"),
        phrase: "founded",
        event_phrase: "founds",
    },
    Predicate {
        name: "foundedOn",
        subjects: GROUPS,
        objects: &[],
        is_symmetric: false,
        event_class: Some("FoundingEvent"),
        phrase: "founded on",
        event_phrase: "is founded",
    },
    Predicate {
        name: "heldOn",
        subjects: &[Event],
        objects: &[],
        is_symmetric: false,
        event_class: None,
        phrase: "held on",
        event_phrase: "is held",
    },
    Predicate {
        name: "investedIn",
        subjects: ACTORS,
        objects: &[Company],
        is_symmetric: false,
        event_class: Some("InvestmentEvent"),
        phrase: "invested in",
        event_phrase: "invests in",
    },
    Predicate {
        name: "locatedIn",
        subjects: &[Company, Organization, Event, Place],
        objects: &[Place],
        is_symmetric: false,
        event_class: None,
        phrase: "located in",
        event_phrase: "is located in",
    },
    Predicate {
        name: "memberOf",
        subjects: ACTORS,
        objects: GROUPS,
        is_symmetric: false,
        event_class: Some("MembershipEvent"),
        phrase: "member of",
        event_phrase: "joins",
    },
    Predicate {
        name: "organizes",
        subjects: MAKERS,
        objects: &[Event],
        is_symmetric: false,
        event_class: None,
        phrase: "organizes",
        event_phrase: "organizes",
    },
    Predicate {
        name: "partOf",
        subjects: &[Company, Organization, Project, Product, Event],
        objects: &[Company, Organization, Project, Event],
        is_symmetric: false,
        event_class: None,
        phrase: "part of",
        event_phrase: "becomes part of",
    },
    Predicate {
        name: "participatesIn",
        subjects: MAKERS,
        objects: &[Event],
        is_symmetric: false,
        event_class: None,
        phrase: "participates in",
        event_phrase: "participates in",
    },
    Predicate {
        name: "partnerOf",
        subjects: GROUPS,
        objects: GROUPS,
        is_symmetric: true,
        event_class: Some("PartnershipEvent"),
        phrase: "partner of",
        event_phrase: "partners with",
    },
    Predicate {
        name: "released",
        subjects: MAKERS,
        objects: THINGS,
        is_symmetric: false,
        event_class: Some("ReleaseEvent"),
        phrase: "released",
        event_phrase: "releases",
    },
    Predicate {
        name: "releasedOn",
        subjects: THINGS,
        objects: &[],
        is_symmetric: false,
        event_class: Some("ReleaseEvent"),
        phrase: "released on",
        event_phrase: "is released",
    },
    Predicate {
        name: "sponsorOf",
        subjects: ACTORS,
        objects: &[Organization, Project, Event, Person],
        is_symmetric: false,
        event_class: Some("SponsorshipEvent"),
        phrase: "sponsors",
        event_phrase: "sponsors",
    },
    Predicate {
        name: "uses",
        subjects: &[Company, Organization, Project, Product],
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "uses",
        event_phrase: "uses",
    },
    Predicate {
        name: "worksFor",
        subjects: &[Person],
        objects: GROUPS,
        is_symmetric: false,
        event_class: Some("AppointmentEvent"),
        phrase: "works for",
        event_phrase: "joins the staff of",
    },
];

/// The predicate of a name.
pub fn predicate(name: &str) -> Option<&'static Predicate> {
    PREDICATES.binary_search_by_key(&name, |p| p.name).ok().map(|at| &PREDICATES[at])
}
