//! Tells which names became one entity, why, and from which sentences.

use std::collections::BTreeMap;

use crate::graph::{Entity, KnowledgeGraph};
use crate::model::{EntityKey, Merge, MergeReason, Place, Resolution, TieKind, reading_form};
use crate::resolve::canonical_key;

/// How many places are shown for a name.
const SHOWN: usize = 3;

/// A line for each name that became part of an entity, then the sentences that say so.
pub(super) fn tell(entity: &Entity, resolution: &Resolution, graph: &KnowledgeGraph) -> Vec<String> {
    let mut lines = Vec::new();
    for merge in resolution.merges.iter().filter(|merge| merge.into == entity.key) {
        lines.push(format!("  {}", reason(entity, merge)));
        for place in merge.places.iter().take(SHOWN) {
            if !place.text.is_empty() {
                lines.push(format!("    \"{}\"", reading_form(&place.text)));
            }
            lines.push(format!("      {}", spot(place, graph)));
        }
        if merge.places.len() > SHOWN {
            lines.push(format!("      and {} more", merge.places.len() - SHOWN));
        }
    }
    lines
}

fn reason(entity: &Entity, merge: &Merge) -> String {
    let name = form(entity, &merge.name);
    let by = form(entity, &merge.by);
    let count = articles(merge.articles);
    match &merge.reason {
        MergeReason::Types => format!("{name}: called a {} in {count}", merge.name.entity_type),
        MergeReason::Spelling => format!("{name}: another spelling of {by}, in {count}"),
        MergeReason::Initials => format!("{name}: {by} with initials, in {count}"),
        MergeReason::Tie(kind) => {
            let told_in = articles(merge.places.len());
            let what = match kind {
                TieKind::Acronym => "acronym of",
                TieKind::ShortForm => "another form of",
                TieKind::Renamed => "former name of",
            };
            format!("{name}: {what} {by}, as told in {told_in}")
        }
        MergeReason::Misspelling => format!("{name}: misspelling of {by}, in {count}"),
        MergeReason::Decision(place) => format!("{name}: the same by decision of {place}, in {count}"),
    }
}

fn articles(count: usize) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}

/// A name as articles write it.
fn form(entity: &Entity, key: &EntityKey) -> String {
    let forms = std::iter::once(&entity.name).chain(&entity.aliases);
    let is_meant = |form: &&String| canonical_key(key.entity_type, form) == key.key;
    forms.into_iter().find(is_meant).map_or_else(|| key.key.clone(), Clone::clone)
}

fn spot(place: &Place, graph: &KnowledgeGraph) -> String {
    let article = graph.articles().find(|article| article.key == place.article);
    let header = article.map(|article| &article.record.header);
    let id = article.map_or(place.article.as_str(), |article| &article.record.id);
    let file = header.and_then(|header| header.source.as_deref()).unwrap_or(id);
    let date = place.date.map(|date| format!("; date {date}")).unwrap_or_default();
    if place.end > place.start {
        format!("{file}, characters {}-{}{date}", place.start, place.end)
    } else {
        format!("{file}{date}")
    }
}

/// Entities by how many names became part of them, most first.
pub(super) fn largest(resolution: &Resolution) -> Vec<(&EntityKey, usize)> {
    let mut counts: BTreeMap<&EntityKey, usize> = BTreeMap::new();
    for merge in &resolution.merges {
        *counts.entry(&merge.into).or_default() += 1;
    }
    let mut counts: Vec<(&EntityKey, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    counts
}
