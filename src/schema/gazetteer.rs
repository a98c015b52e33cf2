//! The lists of known names and ordinary words in `schema/gazetteer/`, embedded and searched in place.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::sorted_list::{Index, SortedList, hash};
use crate::model::EntityType;

/// The lists, ready for look-up. They are made by `schema/gazetteer/make.py`; its README states the sources.
#[derive(Debug)]
pub struct Gazetteer {
    words: SortedList,
    irregular_verbs: SortedList,
    first_names: SortedList,
    last_names: SortedList,
    places: SortedList,
    names: SortedList,
    seen_names: SortedList,
    legal_forms: SortedList,
    cues: Cues,
    classes: Classes,
}

/// Words that tell what a name is: as its last word, before it, after it.
///
/// # Source
/// Own lists, `schema/gazetteer/type-cues.tsv`.
#[derive(Debug, Default)]
pub struct Cues {
    by_place: BTreeMap<&'static str, BTreeMap<&'static str, TypeVotes>>,
}

/// Types with the weight that a word gives them.
type TypeVotes = Vec<(EntityType, i32)>;

impl Cues {
    /// Votes of a lower-case word at a place (`head`, `first`, `before`, `after`, `owner`).
    pub fn votes(&self, place: &str, word: &str) -> &[(EntityType, i32)] {
        self.by_place.get(place).and_then(|words| words.get(word)).map_or(&[], Vec::as_slice)
    }
}

/// A name of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownName {
    /// Its type, where the list says one.
    pub entity_type: Option<EntityType>,
    /// Its Wikidata id (`Q95`), where a list supports exactly one.
    pub wikidata: Option<&'static str>,
}

impl Gazetteer {
    /// The embedded lists; parsed once a process.
    pub fn embedded() -> &'static Gazetteer {
        static LISTS: OnceLock<Gazetteer> = OnceLock::new();
        LISTS.get_or_init(|| Gazetteer {
            words: SortedList::new(include_str!("../../schema/gazetteer/words.tsv")),
            irregular_verbs: SortedList::new(include_str!("../../schema/gazetteer/irregular-verbs.tsv")),
            first_names: SortedList::new(include_str!("../../schema/gazetteer/first-names.tsv")),
            last_names: SortedList::new(include_str!("../../schema/gazetteer/last-names.tsv")),
            places: SortedList::new(include_str!("../../schema/gazetteer/places.tsv")),
            names: SortedList::new(include_str!("../../schema/gazetteer/names.tsv")),
            seen_names: SortedList::new(include_str!("../../schema/gazetteer/seen-names.tsv")),
            legal_forms: SortedList::new(include_str!("../../schema/gazetteer/legal-forms.tsv")),
            cues: cues(include_str!("../../schema/gazetteer/type-cues.tsv")),
            classes: Classes::new(include_str!("../../schema/gazetteer/word-classes.tsv")),
        })
    }

    /// The parts of speech of a lower-case word, commonest first, as UD tags; empty for unknown words.
    pub fn parts_of_speech(&self, word: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.words.get(word).unwrap_or("").split_ascii_whitespace()
    }

    /// Whether the lower-case word is an ordinary word of the language.
    pub fn is_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// The lemma of an irregular verb form.
    pub fn irregular_verb(&self, form: &str) -> Option<&'static str> {
        self.irregular_verbs.get(form)
    }

    /// The irregular forms of a verb.
    pub fn irregular_forms(&self, lemma: &str) -> impl Iterator<Item = &'static str> {
        self.irregular_verbs.iter().filter(move |(_, l)| *l == lemma).map(|(form, _)| form)
    }

    /// Whether the capitalised word is a first name.
    pub fn is_first_name(&self, word: &str) -> bool {
        self.first_names.contains(word)
    }

    /// Whether the capitalised word is a last name, and nothing else that the lists know.
    pub fn is_last_name(&self, word: &str) -> bool {
        self.last_names.contains(word)
    }

    /// Whether the name is a place.
    pub fn is_place(&self, name: &str) -> bool {
        self.places.contains(name) || is_of_dateline(name) && self.places.contains(&in_title_case(name))
    }

    /// What the lists say of a name.
    pub fn name(&self, name: &str) -> Option<KnownName> {
        let (kind, id) = self.names.get(name)?.split_once('\t')?;
        Some(KnownName { entity_type: kind.parse().ok(), wikidata: (!id.is_empty()).then_some(id) })
    }

    /// What a corpus of posts makes of a name that no list knows.
    pub fn seen_name(&self, name: &str) -> Option<EntityType> {
        self.seen_names.get(name)?.split_once('\t')?.0.parse().ok()
    }

    /// Whether the word is a legal form of companies (`Inc.`, `GmbH`), whatever its case.
    pub fn is_legal_form(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        // 'S.A' before the full stop of a sentence
        self.legal_forms.contains(&lower) || lower.contains('.') && self.legal_forms.contains(&format!("{lower}."))
    }

    /// Whether a lower-case word (or phrase) belongs to a class of `word-classes.tsv`.
    pub fn is_in_class(&self, class: &str, lower: &str) -> bool {
        self.classes.contains(class, lower)
    }

    /// Words that tell what a name is.
    pub fn cues(&self) -> &Cues {
        &self.cues
    }
}

fn cues(list: &'static str) -> Cues {
    let mut cues = Cues::default();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        if let (Some(place), Some(kind), Some(weight), Some(words)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
            && let (Ok(kind), Ok(weight)) = (kind.parse::<EntityType>(), weight.parse::<i32>())
        {
            for word in words.split(' ') {
                cues.by_place.entry(place).or_default().entry(word).or_default().push((kind, weight));
            }
        }
    }
    cues
}

/// The lines of `word-classes.tsv`: words, each with its class.
#[derive(Debug)]
struct Classes {
    entries: Vec<(&'static str, String)>,
    index: Index,
}

impl Classes {
    fn new(list: &'static str) -> Self {
        let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let entries: Vec<(&str, String)> = lines
            .flat_map(|(class, words)| words.split(' ').map(move |word| (class, word.replace('_', " "))))
            .collect();
        let index = Index::new(entries.iter().map(|(class, word)| Self::place(class, word)));
        Self { entries, index }
    }

    fn place(class: &str, word: &str) -> u64 {
        hash(class).rotate_left(9) ^ hash(word)
    }

    fn contains(&self, class: &str, word: &str) -> bool {
        let is_same = |number: usize| self.entries.get(number).is_some_and(|known| known.1 == word && known.0 == class);
        self.index.find(Self::place(class, word), is_same).is_some()
    }
}

/// Whether a name is written as in datelines, which tell where an article was written: 'SAN FRANCISCO'. Acronyms are
/// too short for that.
pub fn is_of_dateline(name: &str) -> bool {
    const LONGEST_ACRONYM: usize = 4;
    name.len() > LONGEST_ACRONYM && !name.chars().any(char::is_lowercase)
}

/// 'SAN FRANCISCO' as 'San Francisco'.
fn in_title_case(name: &str) -> String {
    let mut is_first = true;
    let mut case = |c: char| {
        let letter = if is_first { c.to_string() } else { c.to_lowercase().collect() };
        is_first = matches!(c, ' ' | '-');
        letter
    };
    name.chars().map(&mut case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted() {
        let lists = Gazetteer::embedded();
        for list in [
            &lists.words,
            &lists.irregular_verbs,
            &lists.first_names,
            &lists.places,
            &lists.names,
            &lists.legal_forms,
            &lists.seen_names,
        ] {
            assert!(list.iter().is_sorted_by_key(|(key, _)| key) && list.iter().count() > 50);
        }
    }

    #[test]
    fn look_ups_find_words_names_and_forms() {
        let lists = Gazetteer::embedded();
        assert_eq!(lists.parts_of_speech("enough").next(), Some("ADV"));
        assert_eq!(lists.irregular_verb("became"), Some("become"));
        assert!(lists.is_first_name("Linus") && !lists.is_first_name("The"));
        assert!(lists.is_place("Japan") && !lists.is_place("Reading"));
        assert!(lists.is_place("SAN FRANCISCO") && !lists.is_place("VELMORA") && !lists.is_place("BATH"));
        assert_eq!(lists.name("Debian").and_then(|n| n.entity_type), Some(EntityType::Project));
        assert!(lists.is_legal_form("GmbH") && lists.is_legal_form("Inc."));
    }

    #[test]
    fn every_cue_line_is_read() {
        let list = include_str!("../../schema/gazetteer/type-cues.tsv");
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 4, "{line}");
            assert!(fields[1].parse::<EntityType>().is_ok() && fields[2].parse::<i32>().is_ok(), "{line}");
            assert!(["head", "first", "any", "before", "after", "role", "owner"].contains(&fields[0]), "{line}");
        }
    }
}
