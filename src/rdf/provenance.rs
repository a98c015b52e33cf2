//! How facts are tied to their sentences.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A provenance profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// The fact is a quad in the graph that the sentence names; everything else, claims included, stands in the
    /// default graph.
    Graph,
    /// The plain triple, and a claim node that repeats it (`rdf:Statement`) and leads to the sentence.
    Claim,
    /// The plain triple, and a claim node that `rdf:reifies` it as RDF 1.2 has it.
    Rdf12,
    /// Plain triples alone; no articles, sentences or claims.
    None,
}

impl Provenance {
    /// All profiles, in the order in which they are listed everywhere.
    pub const ALL: [Provenance; 4] = [Provenance::Graph, Provenance::Claim, Provenance::Rdf12, Provenance::None];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Provenance::Graph => "graph",
            Provenance::Claim => "claim",
            Provenance::Rdf12 => "rdf12",
            Provenance::None => "none",
        }
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Provenance {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Provenance::ALL.into_iter().find(|profile| profile.as_str() == name).ok_or_else(|| Error::Usage {
            what: format!("unknown provenance profile '{}'", name.escape_debug()),
            hint: format!("known profiles: {}", Provenance::ALL.map(Provenance::as_str).join(", ")),
        })
    }
}
