//! Groups of types: what articles confuse, and what they keep apart.

use crate::model::EntityType;

/// Types that articles easily take for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Companies and organisations.
    Body,
    /// Projects and products.
    Work,
    /// Events.
    Event,
    /// People.
    Person,
    /// Places.
    Place,
}

impl Group {
    pub(super) const ALL: [Group; 5] = [Group::Body, Group::Work, Group::Event, Group::Person, Group::Place];

    pub(super) fn of(entity_type: EntityType) -> Self {
        match entity_type {
            EntityType::Company | EntityType::Organization => Group::Body,
            EntityType::Project | EntityType::Product => Group::Work,
            EntityType::Event => Group::Event,
            EntityType::Person => Group::Person,
            EntityType::Place => Group::Place,
        }
    }

    /// Whether one entity may be both: a project is often named as the body behind it.
    pub(super) fn may_join(self, other: Group) -> bool {
        let joint = |group| if group == Group::Work { Group::Body } else { group };
        joint(self) == joint(other)
    }

    /// Whether all types are of one group.
    pub(super) fn is_one(types: &[EntityType]) -> bool {
        types.first().is_some_and(|first| types.iter().all(|one| Group::of(*one) == Group::of(*first)))
    }
}
