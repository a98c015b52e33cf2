//! Options that choose a part of the graph.

use std::num::NonZeroUsize;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::graph::{RankBy, Selection};
use crate::model::{EntityType, PartialDate};
use crate::schema::PREDICATES;

/// What to keep of the graph; everything unless given.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Part of the graph")]
pub(super) struct Select {
    /// Keep what is around an entity, by any of its names or its IRI; may be given more than once
    ///
    /// Facts count in both directions. Options that choose facts and articles come first: what they take away is no way
    /// from one entity to another. Whatever is chosen, a fact stays where both its ends do; an article, a sentence and a
    /// happening where a fact that stays leads to them; the names of an entity stay whole.
    #[arg(long, value_name = "NAME")]
    around: Vec<String>,
    /// How many facts away from it
    #[arg(long, value_name = "N", default_value = "1", requires = "around")]
    depth: usize,
    /// Keep entities of a type, and facts between them; may be given more than once
    #[arg(long = "type", value_name = "TYPE", value_parser = entity_type())]
    types: Vec<EntityType>,
    /// Keep facts of a predicate, and the entities that they concern; may be given more than once
    #[arg(long = "predicate", value_name = "PREDICATE", value_parser = PossibleValuesParser::new(PREDICATES.map(|one| one.name)))]
    predicates: Vec<String>,
    /// Keep what articles published on DATE or later say; those without a date say nothing
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<PartialDate>,
    /// Keep what articles published on DATE or before say
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<PartialDate>,
    /// Keep what the articles of a publisher say; may be given more than once
    #[arg(long = "publisher", value_name = "NAME")]
    publishers: Vec<String>,
    /// Keep facts that at least N articles tell
    #[arg(long, value_name = "N")]
    min_sources: Option<NonZeroUsize>,
    /// Keep the N entities that come first; all for 0. Pictures draw 150 unless asked
    #[arg(long, value_name = "N")]
    pub(super) top: Option<usize>,
    /// What makes an entity come first: the number of its facts, or PageRank along them
    #[arg(long, value_name = "RANK", default_value = "degree", requires = "top", value_parser = rank())]
    pub(super) by: RankBy,
}

impl Select {
    /// The choice; its `top` is left out where the format chooses by itself.
    pub(super) fn selection(&self, chooses_top: bool) -> Selection {
        Selection {
            around: self.around.clone(),
            depth: self.depth,
            types: self.types.clone(),
            predicates: self.predicates.clone(),
            since: self.since,
            until: self.until,
            publishers: self.publishers.clone(),
            min_sources: self.min_sources.map_or(1, NonZeroUsize::get),
            top: self.top.filter(|top| *top > 0 && !chooses_top),
            by: self.by,
        }
    }
}

fn entity_type() -> impl TypedValueParser<Value = EntityType> {
    PossibleValuesParser::new(EntityType::ALL.map(EntityType::as_str)).try_map(|name| name.parse::<EntityType>())
}

fn rank() -> impl TypedValueParser<Value = RankBy> {
    PossibleValuesParser::new(["degree", "pagerank"]).map(|word| match word.as_str() {
        "pagerank" => RankBy::PageRank,
        _ => RankBy::Degree,
    })
}

fn date(text: &str) -> std::result::Result<PartialDate, String> {
    text.parse()
}
