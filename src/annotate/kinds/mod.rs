//! What a name is, learned: votes of clues for each type, from names in unlabelled posts whose type the lists tell.
//!
//! A clue is a short text ('before:at', 'head:labs') that [`clues`] finds in a name or around it; `models/types.tsv` gives
//! the votes of each, a line a clue, for people to read. The votes stand beside those of the hand-made cues.

pub mod clues;
#[cfg(feature = "train")]
pub mod train;

use std::sync::OnceLock;

use super::types::Votes;
use crate::model::EntityType;
use crate::schema::SortedList;

/// Votes of learned clues are given in parts of this size of a vote.
pub const PARTS: i32 = 8;

/// What learned votes count beside those of the cues: one part in so many. At the full weight they find more exact
/// types among names of which little is known, and more types that are far off.
pub const SHARE: i32 = 2;

/// The sum of doubts, in parts, from which a run of words is no name.
pub const DOUBTFUL: i32 = 25;

/// What a clue says: votes for each type, and a doubt that the words are a name at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// Votes in the order of [`EntityType::ALL`], in [`PARTS`] of a vote.
    pub votes: [i32; EntityType::ALL.len()],
    /// The doubt, in hundredths of the margin.
    pub doubt: i32,
}

/// The learned clues and their votes.
///
/// # Source
/// Made by `pressgraph-train`; see `models/MODEL_CARD.md`.
#[derive(Debug)]
pub struct Kinds(SortedList);

impl Kinds {
    /// The embedded clues.
    pub fn embedded() -> &'static Kinds {
        static KINDS: OnceLock<Kinds> = OnceLock::new();
        KINDS.get_or_init(|| Kinds::new(include_str!("../../../models/types.tsv")))
    }

    /// Clues as sorted lines: the clue, a tab, a number for each type, in the order of [`EntityType::ALL`], and the
    /// doubt, where there is one.
    pub fn new(list: &'static str) -> Self {
        Self(SortedList::new(list))
    }

    /// What a clue says.
    pub fn of(&self, clue: &str) -> Option<Row> {
        let mut row = Row::default();
        let parts = row.votes.iter_mut().chain([&mut row.doubt]);
        for (part, number) in parts.zip(self.0.get(clue)?.split(' ')) {
            *part = number.parse().unwrap_or(0);
        }
        Some(row)
    }
}

/// The learned votes of one name: what its form says, and what stands around each of its places.
#[derive(Debug, Clone, Copy, Default)]
pub struct Learned {
    form: Row,
    context: Row,
    places: usize,
}

impl Learned {
    /// Counts a clue of the form.
    pub fn add_form(&mut self, clue: &str) {
        add(&mut self.form, clue);
    }

    /// Counts a clue of one place.
    pub fn add_context(&mut self, clue: &str) {
        add(&mut self.context, clue);
    }

    /// Counts a place.
    pub fn add_place(&mut self) {
        self.places += 1;
    }

    /// The votes of all clues; the hundredth place says less than the first.
    pub fn votes(&self) -> Votes {
        let mut votes = Votes::default();
        let damp = damping(self.places);
        for (at, kind) in EntityType::ALL.into_iter().enumerate() {
            let parts = self.form.votes[at] * 16 + self.context.votes[at] * damp;
            votes.add(kind, (parts + 8 * PARTS * SHARE).div_euclid(16 * PARTS * SHARE));
        }
        votes
    }

    /// How doubtful the clues make it that this is a name, in hundredths of the margin; see [`DOUBTFUL`].
    pub fn doubt(&self) -> i32 {
        (self.form.doubt * 16 + self.context.doubt * damping(self.places)).div_euclid(16)
    }
}

/// Sixteenths that a clue of one of so many places counts: one over the square root.
pub fn damping(places: usize) -> i32 {
    (256 / places.max(1) as u32).isqrt() as i32
}

fn add(sum: &mut Row, clue: &str) {
    if let Some(row) = Kinds::embedded().of(clue) {
        sum.doubt += row.doubt;
        for (total, part) in sum.votes.iter_mut().zip(row.votes) {
            *total += part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clue_has_a_number_for_each_type() {
        let list = include_str!("../../../models/types.tsv");
        assert!(list.lines().count() > 500 && list.lines().is_sorted_by_key(|line| line.split('\t').next()));
        for line in list.lines() {
            let numbers = line.split_once('\t').map_or("", |(_, numbers)| numbers);
            let read: Vec<i32> = numbers.split(' ').filter_map(|number| number.parse().ok()).collect();
            assert!([0, 1].contains(&read.len().wrapping_sub(EntityType::ALL.len())), "{line}");
        }
    }

    #[test]
    fn the_hundredth_place_of_a_name_counts_less_than_the_first() {
        assert_eq!([0, 1, 4, 100].map(damping), [16, 16, 8, 1]);
    }

    #[test]
    fn doubts_of_many_places_count_less() {
        let learned = |places| Learned {
            form: Row { doubt: 10, ..Row::default() },
            context: Row { doubt: 40 * places as i32, ..Row::default() },
            places,
        };
        assert_eq!([1, 4, 16].map(|places| learned(places).doubt()), [50, 90, 170]);
        assert_eq!(Learned::default().doubt(), 0);
    }

    #[test]
    fn clues_that_nothing_was_learned_of_vote_for_nothing() {
        let mut learned = Learned::default();
        learned.add_place();
        learned.add_context("before:quoxandering");
        assert_eq!(learned.votes(), Votes::default());
        let votes = [8, 0, -8, 0, 0, 0, 1];
        assert_eq!(Kinds::new("before:at\t8 0 -8 0 0 0 1\n").of("before:at"), Some(Row { votes, doubt: 0 }));
        assert_eq!(Kinds::new("before:at\t8 0 -8 0 0 0 1 9\n").of("before:at"), Some(Row { votes, doubt: 9 }));
    }
}
