//! Which triple says a fact, and which classes say a type or a happening.

use oxrdf::NamedNodeRef;

use super::terms::*;
use crate::graph::{Entity, Happening};
use crate::model::{EntityType, PartialDate};
use crate::schema::Predicate;

/// The property that says a predicate between two types, and whether it runs from the object to the subject.
pub(super) fn property(
    predicate: &Predicate,
    subject: EntityType,
    object: Option<EntityType>,
) -> Option<(NamedNodeRef<'static>, bool)> {
    if let Some(term) = predicate.term {
        return Some((NamedNodeRef::new_unchecked(term.iri), false));
    }
    use EntityType::{Company, Event, Organization, Place, Project};
    let is_body = |entity_type| matches!(entity_type, Company | Organization | Project);
    Some(match predicate.name {
        "acquired" => (PG_ACQUIRED, false),
        "contributesTo" => (PG_CONTRIBUTES_TO, false),
        "develops" => (PG_DEVELOPS, false),
        "founded" => (SCHEMA_FOUNDER, true),
        "foundedOn" => (SCHEMA_FOUNDING_DATE, false),
        "heldOn" => (SCHEMA_START_DATE, false),
        "investedIn" => (SCHEMA_FUNDER, true),
        "locatedIn" if subject == Place => (SCHEMA_CONTAINED_IN_PLACE, false),
        "locatedIn" => (SCHEMA_LOCATION, false),
        "memberOf" => (SCHEMA_MEMBER_OF, false),
        "organizes" => (SCHEMA_ORGANIZER, true),
        "partOf" => match object {
            Some(object) if is_body(subject) && is_body(object) => (SCHEMA_PARENT_ORGANIZATION, false),
            Some(Event) if subject == Event => (SCHEMA_SUPER_EVENT, false),
            _ => (DCTERMS_IS_PART_OF, false),
        },
        "participatesIn" => (PG_PARTICIPATES_IN, false),
        "partnerOf" => (PG_PARTNER_OF, false),
        "released" => (PG_RELEASED, false),
        "releasedOn" => (SCHEMA_RELEASE_DATE, false),
        "sponsorOf" => (SCHEMA_SPONSOR, true),
        "uses" => (PG_USES, false),
        "versionOf" => (DCTERMS_IS_VERSION_OF, false),
        "worksFor" => (SCHEMA_WORKS_FOR, false),
        _ => return None,
    })
}

/// The properties that say a predicate, sorted: more than one where that depends on the types of its ends.
pub fn property_iris(predicate: &Predicate) -> Vec<&'static str> {
    let objects = || predicate.objects.iter().copied().map(Some).chain(predicate.is_dated().then_some(None));
    let pairs = predicate.subjects.iter().flat_map(|subject| objects().map(move |object| (*subject, object)));
    let mut iris: Vec<&'static str> =
        pairs.filter_map(|(subject, object)| Some(property(predicate, subject, object)?.0.as_str())).collect();
    iris.sort_unstable();
    iris.dedup();
    iris
}

/// The classes of an entity: that of its type, and the narrower ones that its kinds support.
pub(super) fn entity_classes(entity: &Entity) -> impl Iterator<Item = NamedNodeRef<'static>> {
    let entity_type = entity.key.entity_type;
    let class = match entity_type {
        EntityType::Company => SCHEMA_CORPORATION,
        EntityType::Organization => SCHEMA_ORGANIZATION,
        EntityType::Project => SCHEMA_PROJECT,
        EntityType::Product => SCHEMA_PRODUCT,
        EntityType::Event => SCHEMA_EVENT,
        EntityType::Person => SCHEMA_PERSON,
        EntityType::Place => SCHEMA_PLACE,
    };
    let narrower = entity.subkinds.iter().filter_map(move |kind| match (entity_type, kind.as_str()) {
        (EntityType::Organization, "consortium") => Some(SCHEMA_CONSORTIUM),
        (EntityType::Organization, "ngo") => Some(SCHEMA_NGO),
        (EntityType::Project, "software") => Some(DOAP_PROJECT),
        (EntityType::Product, "software") => Some(SCHEMA_SOFTWARE_APPLICATION),
        _ => None,
    });
    std::iter::once(class).chain(narrower)
}

/// The classes of a happening: ours, and schema.org's action where one fits.
pub(super) fn happening_classes(happening: &Happening) -> impl Iterator<Item = NamedNodeRef<'static>> {
    let (class, action) = match happening.class {
        "AcquisitionEvent" => (Some(PG_ACQUISITION_EVENT), Some(SCHEMA_BUY_ACTION)),
        "AppointmentEvent" => (Some(PG_APPOINTMENT_EVENT), None),
        "FoundingEvent" => (Some(PG_FOUNDING_EVENT), Some(SCHEMA_CREATE_ACTION)),
        "InvestmentEvent" => (Some(PG_INVESTMENT_EVENT), None),
        "MembershipEvent" => (Some(PG_MEMBERSHIP_EVENT), Some(SCHEMA_JOIN_ACTION)),
        "PartnershipEvent" => (Some(PG_PARTNERSHIP_EVENT), None),
        "ReleaseEvent" => (Some(PG_RELEASE_EVENT), None),
        "SponsorshipEvent" => (Some(PG_SPONSORSHIP_EVENT), Some(SCHEMA_DONATE_ACTION)),
        _ => (None, None),
    };
    class.into_iter().chain(action)
}

/// The datatype of a date, as precise as the date.
pub(crate) fn date_type(date: PartialDate) -> NamedNodeRef<'static> {
    use oxrdf::vocab::xsd;
    match (date.month(), date.day()) {
        (None, _) => xsd::G_YEAR,
        (Some(_), None) => xsd::G_YEAR_MONTH,
        (Some(_), Some(_)) => xsd::DATE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::PREDICATES;

    #[test]
    fn every_predicate_has_a_property_for_every_pair_of_its_types() {
        for predicate in PREDICATES {
            for subject in predicate.subjects {
                assert!(property(&predicate, *subject, None).is_some(), "{}", predicate.name);
                for object in predicate.objects {
                    let (property, _) = property(&predicate, *subject, Some(*object)).unwrap();
                    assert!(PROPERTIES.contains(&property));
                }
            }
        }
    }

    #[test]
    fn part_of_depends_on_the_types() {
        let local = |subject, object| {
            property(crate::schema::predicate("partOf").unwrap(), subject, Some(object))
                .unwrap()
                .0
                .as_str()
                .rsplit(['/', '#'])
                .next()
                .unwrap()
                .to_owned()
        };
        assert_eq!(local(EntityType::Project, EntityType::Organization), "parentOrganization");
        assert_eq!(local(EntityType::Event, EntityType::Event), "superEvent");
        assert_eq!(local(EntityType::Product, EntityType::Project), "isPartOf");
        assert_eq!(local(EntityType::Event, EntityType::Company), "isPartOf");
    }

    #[test]
    fn every_event_class_has_a_class() {
        for class in PREDICATES.iter().filter_map(|p| p.event_class) {
            let iri = format!("{}{class}", crate::schema::vocabulary::PG);
            assert!(CLASSES.iter().any(|known| known.as_str() == iri), "{class}");
        }
    }
}
