//! Editions and versions: what a name says of itself. 'Lakeconf Asia 2013' is an edition of Lakeconf, 'Lakemap 4.5' a version
//! of Lakemap.
//!
//! A name says so by the words around its stem; which stem is meant is decided over all names. To add a kind of word that
//! tells editions apart, add it to `kind_of`.

use std::collections::{BTreeMap, BTreeSet};

use super::canonical_key;
use super::group::Group;
use super::text::Text;
use super::units::Names;
use crate::model::{
    EntityKey, EntityType, FactObject, FactRecord, MentionKind, ParsedArticle, ParsedEntity, ParsedMention, Source,
    Status,
};
use crate::schema::Gazetteer;

/// The rule that claims of editions and versions name.
const RULE: &str = "name/edition";
/// Most words that stand before or after a stem.
const MOST: usize = 5;
/// Words that may follow a plain number in the name of a version, sorted.
const STAGES: [&str; 12] =
    ["alpha", "beta", "candidate", "edition", "final", "gold", "lts", "preview", "rc", "release", "sp1", "update"];
/// Editions of one stem from which on it is something by itself.
const SEVERAL: usize = 2;

/// What an edition or a version belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    pub(super) of: EntityKey,
    /// Whether no article names it but by its editions.
    pub(super) is_named_by_editions: bool,
}

impl Series {
    /// The fact that a name belongs to it.
    pub(super) fn fact_of(&self, edition: &EntityKey) -> FactRecord {
        let predicate = if edition.entity_type == EntityType::Event { "partOf" } else { "versionOf" };
        FactRecord {
            subject: edition.clone(),
            predicate: predicate.to_owned(),
            object: FactObject::Entity(self.of.clone()),
        }
    }

    /// The words of an edition's name that name the series.
    pub(super) fn name_in(&self, name: &str) -> Option<String> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let mut windows: Vec<&[&str]> = Vec::new();
        for start in 0..words.len().min(MOST) {
            windows.extend((start + 1..=words.len()).map(|end| &words[start..end]));
        }
        let stems = windows.iter().map(|window| window.join(" "));
        let stem = stems.into_iter().find(|stem| canonical_key(self.of.entity_type, stem) == self.of.key)?;
        Some(stem.trim_end_matches([',', ':', '-']).to_owned())
    }
}

/// How a word tells an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// By time or number.
    Count,
    /// By place.
    Region,
    /// Not by itself.
    Filler,
}

/// A stem that a name may belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stem {
    key: String,
    /// Whether what is left tells an edition beyond doubt: a year, a number, a version with a dot.
    is_sure: bool,
}

/// What each settled name belongs to, by what the names say.
pub(super) fn series(
    names: &Names<'_>,
    keys: &BTreeMap<EntityKey, EntityKey>,
    scoped: &BTreeSet<EntityKey>,
) -> BTreeMap<EntityKey, Series> {
    let settled = |key| keys.get(key).unwrap_or(key);
    let all: BTreeSet<&EntityKey> = names.nodes.iter().map(|node| settled(node.key)).collect();
    let mut series = BTreeMap::new();
    let mut unnamed: BTreeMap<(Group, String), Vec<&EntityKey>> = BTreeMap::new();
    for edition in all.into_iter().filter(|key| !scoped.contains(*key)) {
        let group = Group::of(edition.entity_type);
        let stems = stems(group, &edition.key);
        let meant = |stem: &Stem| {
            let units = names.by_key.get(stem.key.as_str())?;
            let of = units.iter().map(|unit| settled(names.nodes[names.units[*unit].nodes[0]].key));
            let mut fitting =
                of.filter(|of| Group::of(of.entity_type) == group && *of != edition && !scoped.contains(*of));
            fitting.next()
        };
        if let Some(of) = stems.iter().find_map(meant) {
            series.insert(edition.clone(), Series { of: of.clone(), is_named_by_editions: false });
        } else if let Some(stem) = stems.into_iter().next_back()
            && stem.is_sure
            && !names.by_key.contains_key(stem.key.as_str())
            && may_be_named(&stem.key)
        {
            unnamed.entry((group, stem.key)).or_default().push(edition);
        }
    }
    for ((group, key), editions) in unnamed.into_iter().filter(|(_, editions)| editions.len() >= SEVERAL) {
        let entity_type = if group == Group::Event { EntityType::Event } else { EntityType::Product };
        for edition in editions {
            let of = EntityKey { entity_type, key: key.clone() };
            series.insert(edition.clone(), Series { of, is_named_by_editions: true });
        }
    }
    series
}

/// The editions and versions that an article names, each with the sentence that names it first.
pub(super) fn told<'k>(
    article: &ParsedArticle,
    text: &Text<'_>,
    keys: &'k BTreeMap<&str, EntityKey>,
    article_key: &str,
) -> Vec<(&'k EntityKey, Source)> {
    // the sentences of facts, as extraction cuts them
    let mut sentences: Vec<(usize, usize)> =
        article.facts.iter().map(|fact| (fact.evidence.start, fact.evidence.end)).collect();
    sentences.sort_unstable();
    let sentence_of = |mention: &ParsedMention| {
        let before = sentences.partition_point(|(start, _)| *start <= mention.start);
        let last = before.checked_sub(1).map(|at| sentences[at]).filter(|(_, end)| *end >= mention.end);
        last.unwrap_or_else(|| text.sentence(mention.start, mention.end))
    };
    let source = |entity: &ParsedEntity| {
        let key = keys.get(entity.id.as_str())?;
        if [Group::Event, Group::Work].iter().all(|group| stems(*group, &key.key).is_empty()) {
            return None;
        }
        let mut mentions = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
        let is_whole = |range: (usize, usize)| canonical_key(key.entity_type, text.slice(range.0, range.1)) == key.key;
        let mention = mentions.find(|mention| is_whole((mention.start, mention.end)))?;
        let (start, end) = sentence_of(mention);
        let source = Source {
            article: article_key.to_owned(),
            start,
            end,
            text: text.slice(start, end).to_owned(),
            status: Status::Asserted,
            event: false,
            date: None,
            qualifier: None,
            rule: RULE.to_owned(),
        };
        Some((key, source))
    };
    article.entities.iter().filter_map(source).collect()
}

/// The stems of a key, the longest first; none where it names no edition.
fn stems(group: Group, key: &str) -> Vec<Stem> {
    match group {
        Group::Event if key.contains(' ') => of_event(key),
        Group::Work if key.contains(' ') => of_work(key),
        _ => Vec::new(),
    }
}

fn of_work(key: &str) -> Vec<Stem> {
    let words: Vec<&str> = key.split(' ').collect();
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let Some(at) = words.iter().skip(1).position(is_number).map(|at| at + 1) else { return Vec::new() };
    let (number, rest) = (words[at], &words[at + 1..]);
    let stage = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_plain = stage.len() < 5 && stage.bytes().all(|b| b.is_ascii_alphanumeric()) && !matches!(stage, "d" | "g");
    let has_dot = number.contains('.');
    let is_stage = |word: &&str| {
        STAGES.binary_search(&word.trim_end_matches(|c: char| c.is_ascii_digit())).is_ok()
            || STAGES.binary_search(word).is_ok()
    };
    let is_date = Gazetteer::embedded().is_in_class("month", words[at - 1]);
    if !is_plain || is_date || rest.len() > 2 || !has_dot && !rest.iter().all(is_stage) {
        return Vec::new();
    }
    let stem = &words[..at];
    let stem = stem.strip_suffix(&["release"]).filter(|stem| !stem.is_empty()).unwrap_or(stem);
    let bare = stem.strip_suffix(&["gnu", "linux"]).filter(|bare| !bare.is_empty());
    let of = |stem: &[&str]| Stem { key: stem.join(" "), is_sure: has_dot };
    std::iter::once(of(stem)).chain(bare.map(of)).collect()
}

fn of_event(key: &str) -> Vec<Stem> {
    let words: Vec<&str> = key.split(' ').collect();
    let leading = words.iter().take_while(|word| matches!(kind_of(word), Some(Kind::Count | Kind::Filler))).count();
    let mut stems = Vec::new();
    for start in 0..=leading.min(MOST) {
        for end in (start + 1..=words.len()).rev().take(MOST + 1) {
            let Some(tail) = kinds(&words[end..]) else { continue };
            let head = words[..start].iter().filter_map(|word| kind_of(word));
            let kinds: Vec<Kind> = head.chain(tail).collect();
            if kinds.iter().any(|kind| *kind != Kind::Filler) && is_stem(&words[start..end]) {
                stems.push(Stem { key: words[start..end].join(" "), is_sure: kinds.contains(&Kind::Count) });
            }
        }
    }
    stems.sort_by(|a, b| (b.key.len(), &a.key).cmp(&(a.key.len(), &b.key)));
    stems
}

/// The kinds of all words; none where one of them tells no edition.
fn kinds(words: &[&str]) -> Option<Vec<Kind>> {
    let mut kinds = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let place = (at + 1..=words.len().min(at + 3)).rev().find(|end| is_place(&words[at..*end]));
        match (kind_of(words[at]), place) {
            (Some(kind), _) => kinds.push(kind),
            (None, Some(end)) => {
                kinds.push(Kind::Region);
                at = end;
                continue;
            }
            (None, None) => return None,
        }
        at += 1;
    }
    Some(kinds)
}

fn kind_of(word: &str) -> Option<Kind> {
    let lists = Gazetteer::embedded();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    let is_year = word.len() == 4 && is_digits(word) && ("1900".."2100").contains(&word);
    let is_number = word.len() <= 3 && is_digits(word);
    let is_part_of_year =
        matches!(word, "q1" | "q2" | "q3" | "q4" | "spring" | "summer" | "autumn" | "fall" | "winter");
    let is_counted = matches!(
        word,
        "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth" | "tenth"
    );
    let is_roman = word.len() > 1 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    if is_year
        || is_number
        || is_part_of_year
        || is_counted
        || is_roman
        || ordinal.is_some_and(is_digits)
        || lists.is_in_class("month", word)
    {
        return Some(Kind::Count);
    }
    match word {
        "annual" | "edition" => Some(Kind::Filler),
        _ if lists.is_in_class("region", word) => Some(Kind::Region),
        _ => None,
    }
}

fn is_place(words: &[&str]) -> bool {
    let capital = |word: &&str| {
        let mut chars = word.chars();
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>()
    };
    Gazetteer::embedded().is_place(&words.iter().map(capital).collect::<Vec<_>>().join(" "))
}

/// Whether words can name a series: not 'Summit', not 'Asia'.
fn is_stem(words: &[&str]) -> bool {
    let lists = Gazetteer::embedded();
    let is_common = |word: &&str| lists.is_in_class("generic-name", word) || lists.is_in_class("nominal-event", word);
    !words.iter().all(is_common) && kinds(words).is_none()
}

/// Whether a stem that stands nowhere alone can name something: no ordinary word, first name or place.
fn may_be_named(stem: &str) -> bool {
    let lists = Gazetteer::embedded();
    let words: Vec<&str> = stem.split(' ').collect();
    let mut chars = stem.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    stem.len() > 2
        && !words.iter().all(|word| lists.is_word(word))
        && !lists.is_first_name(&capital)
        && !is_place(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(group: Group, key: &str) -> Vec<String> {
        stems(group, key).into_iter().map(|stem| stem.key).collect()
    }

    #[test]
    fn editions_of_events_are_told_by_year_number_and_place() {
        assert!(STAGES.is_sorted());
        for (key, expected) in [
            ("lakeconf asia 2013", &["lakeconf asia", "lakeconf"][..]),
            ("lakeconf q2 2014", &["lakeconf q2", "lakeconf"]),
            ("lakeconf hong kong", &["lakeconf"]),
            ("14th annual lakeconf", &["annual lakeconf", "lakeconf"]),
            ("2013 harbour days", &["harbour days"]),
            ("lakeconf", &[]),
            ("summit 2014", &[]),
            ("asia 2014", &[]),
            ("harbour days of code", &[]),
        ] {
            assert_eq!(keys(Group::Event, key), expected, "{key}");
        }
    }

    #[test]
    fn versions_are_told_by_numbers() {
        for (key, expected) in [
            ("lakemap 4.5", &["lakemap"][..]),
            ("lakemap 4.5 heron", &["lakemap"]),
            ("lakemap 4 beta2", &["lakemap"]),
            ("basalt gnu linux 3.1", &["basalt gnu linux", "basalt"]),
            ("lakemap release 4", &["lakemap"]),
            ("lakemap 4 heron", &[]),
            ("4.5 lakemap", &[]),
            ("lakemap", &[]),
            ("lakemap 3d", &[]),
            ("lakemap 3a00a399", &[]),
            ("lakemap 15.x", &["lakemap"]),
            ("june 4", &[]),
        ] {
            assert_eq!(keys(Group::Work, key), expected, "{key}");
        }
        assert_eq!(keys(Group::Body, "halden 4.5"), [""; 0]);
    }

    #[test]
    fn the_name_of_a_series_is_cut_from_that_of_an_edition() {
        let of = EntityKey { entity_type: EntityType::Event, key: "lakeconf".to_owned() };
        let series = Series { of, is_named_by_editions: true };
        assert_eq!(series.name_in("LakeConf Asia 2013").as_deref(), Some("LakeConf"));
        assert_eq!(series.name_in("14th annual LakeConf").as_deref(), Some("LakeConf"));
        assert_eq!(series.name_in("Lake 2013"), None);
    }
}
