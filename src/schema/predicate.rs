//! The predicates of facts: those of the annotation guidelines, and those that relation files of the user's define.
//!
//! A defined predicate lives as long as the process, like the built-in ones, so that facts can refer to it without
//! owning it; the same definition is kept once.

use std::sync::{PoisonError, RwLock};

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
    /// The property that says it in RDF, for a predicate of the user's.
    pub term: Option<Term>,
}

/// A property outside the vocabulary of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The whole IRI.
    pub iri: &'static str,
    /// The name that stands for its namespace where a format has such.
    pub prefix: &'static str,
    /// The start of the IRI, up to its last `#` or `/`.
    pub namespace: &'static str,
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
pub const PREDICATES: [Predicate; 19] = [
    Predicate {
        name: "acquired",
        subjects: BODIES,
        objects: &[Company, Organization, Product, Project],
        is_symmetric: false,
        event_class: Some("AcquisitionEvent"),
        phrase: "acquired",
        event_phrase: "acquires",
        term: None,
    },
    Predicate {
        name: "contributesTo",
        subjects: MAKERS,
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "contributes to",
        event_phrase: "contributes to",
        term: None,
    },
    Predicate {
        name: "develops",
        subjects: MAKERS,
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "develops",
        event_phrase: "develops",
        term: None,
    },
    Predicate {
        name: "founded",
        subjects: ACTORS,
        objects: &[Company, Organization, Project, Event],
        is_symmetric: false,
        event_class: Some("FoundingEvent"),
        phrase: "founded",
        event_phrase: "founds",
        term: None,
    },
    Predicate {
        name: "foundedOn",
        subjects: GROUPS,
        objects: &[],
        is_symmetric: false,
        event_class: Some("FoundingEvent"),
        phrase: "founded on",
        event_phrase: "is founded",
        term: None,
    },
    Predicate {
        name: "heldOn",
        subjects: &[Event],
        objects: &[],
        is_symmetric: false,
        event_class: None,
        phrase: "held on",
        event_phrase: "is held",
        term: None,
    },
    Predicate {
        name: "investedIn",
        subjects: ACTORS,
        objects: &[Company],
        is_symmetric: false,
        event_class: Some("InvestmentEvent"),
        phrase: "invested in",
        event_phrase: "invests in",
        term: None,
    },
    Predicate {
        name: "locatedIn",
        subjects: &[Company, Organization, Event, Place],
        objects: &[Place],
        is_symmetric: false,
        event_class: None,
        phrase: "located in",
        event_phrase: "is located in",
        term: None,
    },
    Predicate {
        name: "memberOf",
        subjects: ACTORS,
        objects: GROUPS,
        is_symmetric: false,
        event_class: Some("MembershipEvent"),
        phrase: "member of",
        event_phrase: "joins",
        term: None,
    },
    Predicate {
        name: "organizes",
        subjects: MAKERS,
        objects: &[Event],
        is_symmetric: false,
        event_class: None,
        phrase: "organizes",
        event_phrase: "organizes",
        term: None,
    },
    Predicate {
        name: "partOf",
        subjects: &[Company, Organization, Project, Product, Event],
        objects: &[Company, Organization, Project, Event],
        is_symmetric: false,
        event_class: None,
        phrase: "part of",
        event_phrase: "becomes part of",
        term: None,
    },
    Predicate {
        name: "participatesIn",
        subjects: MAKERS,
        objects: &[Event],
        is_symmetric: false,
        event_class: None,
        phrase: "participates in",
        event_phrase: "participates in",
        term: None,
    },
    Predicate {
        name: "partnerOf",
        subjects: GROUPS,
        objects: GROUPS,
        is_symmetric: true,
        event_class: Some("PartnershipEvent"),
        phrase: "partner of",
        event_phrase: "partners with",
        term: None,
    },
    Predicate {
        name: "released",
        subjects: MAKERS,
        objects: THINGS,
        is_symmetric: false,
        event_class: Some("ReleaseEvent"),
        phrase: "released",
        event_phrase: "releases",
        term: None,
    },
    Predicate {
        name: "releasedOn",
        subjects: THINGS,
        objects: &[],
        is_symmetric: false,
        event_class: Some("ReleaseEvent"),
        phrase: "released on",
        event_phrase: "is released",
        term: None,
    },
    Predicate {
        name: "sponsorOf",
        subjects: ACTORS,
        objects: &[Organization, Project, Event, Person],
        is_symmetric: false,
        event_class: Some("SponsorshipEvent"),
        phrase: "sponsors",
        event_phrase: "sponsors",
        term: None,
    },
    Predicate {
        name: "uses",
        subjects: &[Company, Organization, Project, Product],
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "uses",
        event_phrase: "uses",
        term: None,
    },
    Predicate {
        name: "versionOf",
        subjects: &[Project, Product],
        objects: THINGS,
        is_symmetric: false,
        event_class: None,
        phrase: "version of",
        event_phrase: "becomes a version of",
        term: None,
    },
    Predicate {
        name: "worksFor",
        subjects: &[Person],
        objects: GROUPS,
        is_symmetric: false,
        event_class: Some("AppointmentEvent"),
        phrase: "works for",
        event_phrase: "joins the staff of",
        term: None,
    },
];

/// The predicates that relation files defined in this process, sorted by name.
static DEFINED: RwLock<Vec<&'static Predicate>> = RwLock::new(Vec::new());

/// The predicate of a name.
pub fn predicate(name: &str) -> Option<&'static Predicate> {
    match PREDICATES.binary_search_by_key(&name, |p| p.name) {
        Ok(at) => Some(&PREDICATES[at]),
        Err(_) => {
            let defined = DEFINED.read().unwrap_or_else(PoisonError::into_inner);
            defined.binary_search_by_key(&name, |p| p.name).ok().map(|at| defined[at])
        }
    }
}

/// The predicates that relation files defined, sorted by name; empty unless the user has files of that kind.
pub fn defined_predicates() -> Vec<&'static Predicate> {
    DEFINED.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Predicates that may be defined: sorted runs rank properties in one byte.
const MOST_DEFINED: usize = 200;

/// Makes a predicate known by its name, for as long as the process lives.
///
/// # Errors
/// What stands against it, where another predicate has its name or its prefix stands for another namespace.
pub(super) fn define(new: Predicate) -> Result<&'static Predicate, String> {
    let mut defined = DEFINED.write().unwrap_or_else(PoisonError::into_inner);
    if PREDICATES.iter().any(|known| known.name == new.name) {
        return Err(format!("the predicate '{}' is built in", new.name));
    }
    let clash = |known: &&&Predicate| {
        known.term.zip(new.term).is_some_and(|(a, b)| a.prefix == b.prefix && a.namespace != b.namespace)
    };
    if let Some(other) = defined.iter().find(clash) {
        let term = other.term.map_or(("", ""), |term| (term.prefix, term.namespace));
        return Err(format!("the prefix '{}' stands for <{}> in the definition of '{}'", term.0, term.1, other.name));
    }
    if defined.len() >= MOST_DEFINED {
        return Err(format!("more than {MOST_DEFINED} predicates are defined"));
    }
    match defined.binary_search_by_key(&new.name, |known| known.name) {
        Ok(at) if *defined[at] == new => Ok(defined[at]),
        Ok(_) => Err(format!("the predicate '{}' is defined twice, and not alike", new.name)),
        Err(at) => {
            let kept: &'static Predicate = Box::leak(Box::new(new));
            defined.insert(at, kept);
            Ok(kept)
        }
    }
}
