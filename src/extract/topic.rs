//! What an article is about: the numbered release that it presents, the event that it reports.
//!
//! Release notes and programmes leave that name out of most sentences ('Support for Lakemap 2', 'Ann Keller, Acme'),
//! so patterns may ask for it with `{topic}` and `{occasion}`. Unsure topics stay unset.

use std::collections::BTreeMap;

use crate::model::{Annotated, BlockKind, EntityId, EntityType, MentionKind, PartialDate, Sentence};

/// Sentences at the start of an article that may name its topic, beside its title.
const OPENING: usize = 4;

/// Tokens of the longest line that can be an entry of an agenda.
const LONGEST_AGENDA_LINE: usize = 24;

/// What an article is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Topics {
    /// The numbered release that the article presents.
    pub release: Option<EntityId>,
    /// The event that the article reports or announces.
    pub occasion: Option<EntityId>,
    /// The company that the article is about.
    pub business: Option<EntityId>,
    /// The foundation, alliance or group with members that the article is about.
    pub club: Option<EntityId>,
    /// The project that the article is about.
    pub project: Option<EntityId>,
    /// The board, committee or team that the article names, if it names one.
    pub panel: Option<EntityId>,
    /// The time that the article looks back on.
    pub period: Option<PartialDate>,
    /// The sentence that heads the section.
    pub section: Option<usize>,
}

/// The topics of each sentence: those of the article, or what its section or the sentence itself puts in their place.
///
/// # Complexity
/// Linear in the mentions.
pub fn by_sentence(annotated: &Annotated<'_>, topics: Topics) -> Vec<Topics> {
    let occasions = occasions(annotated, topics);
    let releases = releases(annotated, topics);
    let sections = super::sections::sections(annotated);
    let each = annotated.sentences.iter().zip(occasions).zip(releases).zip(sections);
    each.map(|(((sentence, occasion), release), section)| {
        let club = club_here(annotated, sentence).or(topics.club);
        Topics { occasion, release, section, club, ..topics }
    })
    .collect()
}

/// Reads the topics of an article from its title, its first sentences and how often names stand in it.
///
/// # Complexity
/// Linear in the mentions.
pub fn topics(annotated: &Annotated<'_>) -> Topics {
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for mention in annotated.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        *counts.entry(mention.entity).or_default() += 1;
    }
    let title = annotated.document.metadata.title.as_deref().unwrap_or("").to_lowercase();
    let mut in_title: Vec<EntityId> = Vec::new();
    let mut opening: Vec<EntityId> = Vec::new();
    let announced = after_announcement(&title);
    let titled = title.split(|c: char| !c.is_alphanumeric()).any(tells_release) || announced.len() < title.len();
    let mut is_release_news = titled;
    for (at, sentence) in annotated.sentences.iter().enumerate() {
        let is_title = annotated.document.blocks.get(sentence.block).is_some_and(|b| b.kind == BlockKind::Title);
        if at >= OPENING && !is_title {
            break;
        }
        let names = annotated.mentions[sentence.mentions.clone()].iter().map(|m| m.entity);
        if is_title {
            in_title.extend(names)
        } else {
            opening.extend(names)
        }
        is_release_news |= annotated.tokens[sentence.tokens.clone()]
            .iter()
            .any(|t| tells_release(&annotated.surface_form(t.span).to_lowercase()));
    }
    for &id in counts.keys() {
        let entity = annotated.entity(id);
        let named = std::iter::once(&entity.name).chain(&entity.aliases).any(|n| title.contains(&n.to_lowercase()));
        if named {
            in_title.push(id);
        }
    }
    let count = |id: &EntityId| counts.get(id).copied().unwrap_or(0);
    let best = |ids: &[EntityId], fits: &dyn Fn(&EntityId) -> bool| {
        ids.iter().filter(|id| fits(id)).max_by_key(|id| (count(id), std::cmp::Reverse(**id))).copied()
    };
    let release = |id: &EntityId| {
        let entity = annotated.entity(*id);
        entity.entity_type == EntityType::Product
            && version_at(&entity.name).is_some_and(|at| at > 0 || entity.name.len() > 3)
    };
    let event = |id: &EntityId| annotated.entity(*id).entity_type == EntityType::Event;
    // a title that begins with a release presents it, whatever else it names
    let leading = |id: &EntityId| {
        let entity = annotated.entity(*id);
        std::iter::once(&entity.name).chain(&entity.aliases).any(|n| announced.starts_with(&n.to_lowercase()))
    };
    let first = best(&in_title, &|id| release(id) && leading(id) && count(id) >= if titled { 1 } else { 2 });
    let either: Vec<EntityId> = in_title.iter().chain(&opening).copied().collect();
    let of_opening = best(&either, &|id| release(id) && count(id) >= 3);
    let rivalled = of_opening.is_some_and(|id| counts.iter().any(|(other, n)| release(other) && *n > count(&id) + 2));
    let release = first.or(of_opening.filter(|_| !rivalled)).filter(|_| is_release_news);
    Topics {
        release,
        project: project(annotated, release, &either, &counts),
        club: club(annotated, &either, &counts),
        occasion: best(&in_title, &event).or_else(|| best(&opening, &event)).map(|id| edition(annotated, id)),
        business: business(annotated, &either, &counts),
        panel: panel(annotated, &counts),
        period: super::period::period(annotated),
        section: None,
    }
}

/// A title in lower case without the words that announce: 'announcing lakemap 2.0', 'now available: lakemap 2.0'.
fn after_announcement(title: &str) -> &str {
    const OPENERS: [&str; 7] = [
        "announcing ",
        "introducing ",
        "released ",
        "announcement of ",
        "announcement: ",
        "release of ",
        "the release of ",
    ];
    let opener = OPENERS.iter().find(|opener| title.starts_with(**opener));
    opener.and_then(|opener| title.get(opener.len()..)).map_or(title, |rest| rest.trim_start_matches("the "))
}

/// Of the entities that fit the one named most often, how often, and how often the next one is.
fn most_named(
    counts: &BTreeMap<EntityId, usize>,
    fits: &dyn Fn(&EntityId) -> bool,
) -> Option<(EntityId, usize, usize)> {
    let mut named: Vec<(usize, EntityId)> = counts.iter().filter(|(id, _)| fits(id)).map(|(id, n)| (*n, *id)).collect();
    named.sort_by_key(|(n, id)| (std::cmp::Reverse(*n), *id));
    let (n, first) = *named.first()?;
    Some((first, n, named.get(1).map_or(0, |(next, _)| *next)))
}

/// The company that the opening names and the article names most by far.
fn business(annotated: &Annotated<'_>, opening: &[EntityId], counts: &BTreeMap<EntityId, usize>) -> Option<EntityId> {
    let is_company = |id: &EntityId| {
        let entity = annotated.entity(*id);
        entity.entity_type == EntityType::Company || entity.entity_type == EntityType::Project && !entity.is_certain
    };
    let (first, n, next) = most_named(counts, &is_company)?;
    (n >= 2 && 3 * next <= 2 * n && opening.contains(&first)).then_some(first)
}

/// The project whose release the article presents, or the one that the opening names and the article names most by far.
fn project(
    annotated: &Annotated<'_>,
    release: Option<EntityId>,
    opening: &[EntityId],
    counts: &BTreeMap<EntityId, usize>,
) -> Option<EntityId> {
    let base = release.and_then(|id| unnumbered(&annotated.entity(id).name)).map(str::to_lowercase);
    let is_project = |id: &EntityId| annotated.entity(*id).entity_type == EntityType::Project;
    let is_base = |id: &EntityId| {
        let entity = annotated.entity(*id);
        let mut names = std::iter::once(&entity.name).chain(&entity.aliases);
        is_project(id) && base.as_ref().is_some_and(|base| names.any(|name| name.to_lowercase() == *base))
    };
    if let Some(id) = counts.keys().find(|id| is_base(id)) {
        return Some(*id);
    }
    // 'lakemap-volume' is a part of 'lakemap'
    let is_part = |id: &EntityId| annotated.entity(*id).name.contains('-');
    let (first, n, next) = most_named(counts, &|id| is_project(id) && !is_part(id))?;
    (annotated.entity(first).is_certain && 3 * next <= 2 * n && opening.contains(&first)).then_some(first)
}

/// Whether the name of an entity ends as those of bodies with members do.
fn is_club(annotated: &Annotated<'_>, id: EntityId) -> bool {
    let entity = annotated.entity(id);
    let last = entity.name.rsplit(' ').next().unwrap_or("").to_lowercase();
    entity.entity_type == EntityType::Organization
        && matches!(
            last.as_str(),
            "alliance"
                | "association"
                | "board"
                | "coalition"
                | "committee"
                | "consortium"
                | "council"
                | "federation"
                | "forum"
                | "foundation"
                | "group"
                | "initiative"
                | "union"
        )
}

/// The body with members that the opening names and the article names most.
fn club(annotated: &Annotated<'_>, opening: &[EntityId], counts: &BTreeMap<EntityId, usize>) -> Option<EntityId> {
    let (first, n, next) = most_named(counts, &|id| is_club(annotated, *id))?;
    (next < n && opening.contains(&first)).then_some(first)
}

/// The one body with members that a sentence names: 'Over at the Foo Foundation, Acme has signed up as a sponsor'.
fn club_here(annotated: &Annotated<'_>, sentence: &Sentence) -> Option<EntityId> {
    let named = annotated.mentions[sentence.mentions.clone()].iter().map(|m| m.entity);
    let mut clubs = named.filter(|id| is_club(annotated, *id));
    let first = clubs.next()?;
    clubs.all(|other| other == first).then_some(first)
}

/// The board, committee or team that an article names, where it names one, or one more often than all others.
fn panel(annotated: &Annotated<'_>, counts: &BTreeMap<EntityId, usize>) -> Option<EntityId> {
    let is_panel = |id: &EntityId| {
        let entity = annotated.entity(*id);
        let last = entity.name.rsplit(' ').next().unwrap_or("").to_lowercase();
        // who counts the votes is not elected
        entity.entity_type == EntityType::Organization
            && matches!(last.as_str(), "board" | "committee" | "council" | "team")
            && !entity.name.to_lowercase().contains("election")
    };
    let (first, n, next) = most_named(counts, &is_panel)?;
    (next < n).then_some(first)
}

/// The event that each sentence tells of: that of the nearest heading or agenda line above it ('5 May: Lakeside
/// Summit'), else that of the article.
///
/// # Shape
/// One entry a sentence. A heading that names no event ends the section of the last one.
///
/// # Complexity
/// Linear in the mentions.
fn occasions(annotated: &Annotated<'_>, topics: Topics) -> Vec<Option<EntityId>> {
    let mut section = None;
    let mut out = Vec::with_capacity(annotated.sentences.len());
    for sentence in &annotated.sentences {
        let mut events = annotated.mentions[sentence.mentions.clone()]
            .iter()
            .filter(|m| m.kind == MentionKind::Name)
            .map(|m| m.entity)
            .filter(|id| annotated.entity(*id).entity_type == EntityType::Event);
        let (first, is_alone) = (events.next(), events.next().is_none());
        match annotated.document.blocks.get(sentence.block).map(|b| b.kind) {
            Some(BlockKind::Heading) => section = first.filter(|_| is_alone),
            _ if first.is_some() && is_alone && is_agenda_line(annotated, sentence) => section = first,
            _ => {}
        }
        out.push(section.or(topics.occasion));
    }
    out
}

/// The release that each sentence presents: the build that was named last ('snapshot 20160831'), else that of the
/// article.
///
/// # Complexity
/// Linear in the mentions.
fn releases(annotated: &Annotated<'_>, topics: Topics) -> Vec<Option<EntityId>> {
    let mut current = topics.release;
    let is_build = |id: &EntityId| {
        let entity = annotated.entity(*id);
        entity.entity_type == EntityType::Product
            && entity.name.rsplit(' ').next().is_some_and(crate::model::is_build_date)
    };
    let of_sentence = |sentence: &Sentence| {
        let names = annotated.mentions[sentence.mentions.clone()].iter().filter(|m| m.kind == MentionKind::Name);
        let builds: std::collections::BTreeSet<EntityId> = names.map(|m| m.entity).filter(is_build).collect();
        match (builds.len(), builds.first()) {
            (0, _) => {}
            (1, Some(one)) => current = Some(*one),
            _ => current = topics.release,
        }
        current
    };
    annotated.sentences.iter().map(of_sentence).collect()
}

/// A short line that begins with a day or a month and a colon: '5-7 May: Lakeside Summit, Leeds'.
fn is_agenda_line(annotated: &Annotated<'_>, sentence: &Sentence) -> bool {
    if sentence.tokens.len() > LONGEST_AGENDA_LINE {
        return false;
    }
    let words = || annotated.tokens[sentence.tokens.clone()].iter().map(|t| annotated.surface_form(t.span));
    let is_of_date = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_digit()) || crate::model::month_number(&word.to_lowercase()).is_some()
    };
    words().next().as_ref().is_some_and(is_of_date) && words().take(8).any(|w| w == ":")
}

/// The one edition of an event that an article names with its year, or the event itself.
fn edition(annotated: &Annotated<'_>, event: EntityId) -> EntityId {
    let name = annotated.entity(event).name.as_str();
    let editions: Vec<usize> = (0..annotated.entities.len())
        .filter(|at| {
            let other = &annotated.entities[*at];
            other.entity_type == EntityType::Event
                && other.name.starts_with(name)
                && other.name[name.len()..].contains(|c: char| c.is_ascii_digit())
        })
        .collect();
    match editions[..] {
        [one] => EntityId(one as u32),
        _ => event,
    }
}

/// Words of articles that present a release.
fn tells_release(word: &str) -> bool {
    matches!(
        word,
        "release"
            | "releases"
            | "released"
            | "available"
            | "availability"
            | "version"
            | "update"
            | "upgrade"
            | "debuts"
            | "launches"
            | "launched"
            | "features"
            | "changelog"
    )
}

/// Where the version starts in a name that has one: the first word with a digit at its start, or 'v' and a digit.
fn version_at(name: &str) -> Option<usize> {
    let mut at = 0;
    for word in name.split(' ') {
        let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(at);
        }
        at += word.len() + 1;
    }
    None
}

/// The name of a numbered release without its number.
pub fn unnumbered(name: &str) -> Option<&str> {
    version_at(name).filter(|at| *at > 0).map(|at| name[..at].trim())
}

/// Whether a name bears a version and does not belong to the same series as another numbered name.
pub fn is_other_release(name: &str, topic: &str) -> bool {
    let base = |name: &str| version_at(name).map(|at| name[..at].trim().to_lowercase());
    let (Some(own), Some(of_topic)) = (base(name), base(topic)) else { return false };
    if is_stage(&own) {
        return false;
    }
    !own.is_empty() && !own.contains(&of_topic) && !of_topic.contains(&own)
}

/// Whether a name without its number only says how far a release is: 'Beta 2'.
fn is_stage(base: &str) -> bool {
    const STAGES: [&str; 10] =
        ["alpha", "beta", "rc", "release candidate", "milestone", "preview", "build", "version", "release", "snapshot"];
    STAGES.contains(&base)
}

/// Whether a name, its version aside, is part of the other or holds it.
pub fn is_same_series(name: &str, topic: &str) -> bool {
    let base = |name: &str| version_at(name).map_or(name, |at| &name[..at]).trim().to_lowercase();
    let (own, of_topic) = (base(name), base(topic));
    // a bare version belongs to no series that its name tells
    !own.is_empty() && !of_topic.is_empty() && (own.contains(&of_topic) || of_topic.contains(&own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_of_one_series_are_no_parts_of_each_other() {
        assert!(is_other_release("Lakemap 2.0", "Brightleaf 7"));
        assert!(!is_other_release("Lakemap 1.9", "Lakemap 2.0"));
        assert!(!is_other_release("Lakemap 1.9", "Far Lakemap 2.0"));
        assert!(!is_other_release("Lakemap", "Brightleaf 7"));
        assert!(is_same_series("Lakemap", "Lakemap 2.0"));
        assert!(!is_same_series("Ann Keller", "v2.0"));
        assert!(!is_other_release("Beta 2", "Brightleaf 7"));
    }
}
