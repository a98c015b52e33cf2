//! The closed lists: what an entity can be, and how sure a text is of a fact.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What an entity is. Every entity has exactly one type in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntityType {
    /// A business that sells something.
    Company,
    /// Any other organised body: foundation, consortium, university, public body, working group, team.
    Organization,
    /// A named open-source, software, research or engineering project, system software, specification or standard.
    Project,
    /// A named product, service, device, chip, board, or one numbered release of anything.
    Product,
    /// A named conference, summit, meeting, workshop, award, programme round.
    Event,
    /// A named human being.
    Person,
    /// A named country, region, city, venue.
    Place,
}

impl EntityType {
    /// All types, in the order in which they are listed everywhere.
    pub const ALL: [EntityType; 7] = [
        EntityType::Company,
        EntityType::Organization,
        EntityType::Project,
        EntityType::Product,
        EntityType::Event,
        EntityType::Person,
        EntityType::Place,
    ];

    /// The name as written in parsed articles.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Company => "Company",
            EntityType::Organization => "Organization",
            EntityType::Project => "Project",
            EntityType::Product => "Product",
            EntityType::Event => "Event",
            EntityType::Person => "Person",
            EntityType::Place => "Place",
        }
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EntityType {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        EntityType::ALL.into_iter().find(|t| t.as_str() == name).ok_or_else(|| {
            let known: Vec<&str> = EntityType::ALL.iter().map(|t| t.as_str()).collect();
            format!("unknown entity type '{name}'; known: {}", known.join(", "))
        })
    }
}

/// How sure the text is of a fact. Only `Asserted` and `Announced` become edges of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Told as true now or in the past.
    #[default]
    Asserted,
    /// Decided but not yet done ('will join', 'has agreed to buy').
    Announced,
    /// Hoped for, possible, asked, conditional or hearsay.
    Rumoured,
    /// Negated or denied.
    Denied,
}

impl Status {
    /// Whether facts of this status become edges.
    pub fn is_edge(self) -> bool {
        matches!(self, Status::Asserted | Status::Announced)
    }

    /// The name as written in parsed articles.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Asserted => "asserted",
            Status::Announced => "announced",
            Status::Rumoured => "rumoured",
            Status::Denied => "denied",
        }
    }
}
