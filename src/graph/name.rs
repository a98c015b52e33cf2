//! Which of an entity's names stands for it, and which date for a happening.

use crate::model::{NameUses, PartialDate, ResolvedEntity, Source};

/// The canonical name and the others, sorted.
///
/// The form that most articles use as the fullest name; among equals the longest, then the smallest. A form that is
/// only ever an alias stands for the entity only where no article gives a fullest name.
pub(super) fn names(entity: &ResolvedEntity, key: &str) -> (String, Vec<String>) {
    let rank = |name: &str, uses: &NameUses| (uses.fullest.len(), name.chars().count());
    let best = entity
        .names
        .iter()
        .max_by(|(a, a_uses), (b, b_uses)| rank(a, a_uses).cmp(&rank(b, b_uses)).then_with(|| b.cmp(a)));
    let Some((name, _)) = best else { return (key.to_owned(), Vec::new()) };
    (name.clone(), entity.names.keys().filter(|other| *other != name).cloned().collect())
}

/// The earliest of the most precise dates.
pub(super) fn date_of<'s>(sources: impl IntoIterator<Item = &'s Source>) -> Option<PartialDate> {
    let precision = |date: &PartialDate| usize::from(date.month().is_some()) + usize::from(date.day().is_some());
    sources.into_iter().filter_map(|source| source.date).min_by_key(|date| (std::cmp::Reverse(precision(date)), *date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ArticleId;

    fn entity(uses: &[(&str, bool, &str)]) -> ResolvedEntity {
        let mut entity = ResolvedEntity::default();
        for (name, is_fullest, article) in uses {
            entity.names.entry((*name).to_owned()).or_default().add(*is_fullest, ArticleId::of(article));
        }
        entity
    }

    #[test]
    fn the_name_that_most_articles_use_wins_then_the_longest_then_the_smallest() {
        let most = entity(&[("Vexor", true, "1"), ("Vexor", true, "2"), ("Vexor Incorporated", true, "3")]);
        assert_eq!(names(&most, "vexor"), ("Vexor".to_owned(), vec!["Vexor Incorporated".to_owned()]));
        let longest = entity(&[("Vexor", true, "1"), ("Vexor Inc.", true, "2"), ("Vexor Company Ltd", false, "1")]);
        assert_eq!(names(&longest, "vexor").0, "Vexor Inc.");
        let smallest = entity(&[("VEXOR", true, "1"), ("Vexor", true, "2")]);
        assert_eq!(names(&smallest, "vexor").0, "VEXOR");
    }

    #[test]
    fn a_day_beats_an_earlier_year() {
        let source = |date: &str| Source {
            article: String::new(),
            start: 0,
            end: 0,
            text: String::new(),
            status: crate::model::Status::Asserted,
            event: true,
            date: date.parse().ok(),
            qualifier: None,
            rule: String::new(),
        };
        let sources = ["2014", "2015-04-03", "2015-04-02", "2015-03", ""].map(source);
        assert_eq!(date_of(&sources).map(|date| date.to_string()).as_deref(), Some("2015-04-02"));
    }
}
