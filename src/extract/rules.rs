//! The patterns of all relations, compiled: words become numbers, and each form knows the words it may stand for.

use std::collections::BTreeMap;

use crate::schema::{Element, Gazetteer, Index, Pattern, Predicate, Relation, hash};

/// Number of a trigger word.
pub type WordId = u16;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The pattern as written.
    pub pattern: Pattern,
    /// What it states.
    pub predicate: &'static Predicate,
    /// Its elements with numbered words.
    pub elements: Vec<Element<WordId>>,
    /// Whether it leaves an argument to the publisher or the topic of the article.
    pub implies_argument: bool,
    /// Whether it reads only what stands side by side, which the order of a clause does not tell.
    pub is_positional: bool,
    /// The mentions that a match takes, at least.
    pub mentions: usize,
    /// Whether a match takes a date expression.
    pub has_date: bool,
}

/// All rules, and the forms that trigger them.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Whether facts that no pattern tells are found by what was learned from marked articles.
    pub learned: bool,
    rules: Vec<Rule>,
    /// For each word the rules that have no chance without it or its like.
    by_word: Vec<Vec<Entry>>,
    /// The rules that may match without any word.
    wordless: Vec<Entry>,
    /// What each rule needs beside its rarest words, side by side: of each set of words how many there are, then the words; naught
    /// ends the sets of a rule.
    further: Vec<WordId>,
    /// Forms with the words that they may stand for.
    forms: Vec<(String, Vec<WordId>)>,
    index: Index,
    words: Vec<(Kind, String)>,
    possessive: WordId,
}

/// A rule by its number, with the least mentions of a row that it may match, and where its further words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    rule: u32,
    mentions: u32,
    further: u32,
}

/// How a word of a pattern matches: as a verb, as a noun, or as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Verb,
    Noun,
    Exact,
}

/// The trigger words of one sentence, as a set of bits.
#[derive(Debug, Default)]
pub struct Triggers(Vec<u64>);

impl Triggers {
    /// Adds a word.
    pub fn insert(&mut self, id: WordId) {
        let slot = usize::from(id) / 64;
        if self.0.len() <= slot {
            self.0.resize(slot + 1, 0);
        }
        self.0[slot] |= 1 << (id % 64);
    }

    /// The words.
    fn iter(&self) -> impl Iterator<Item = usize> {
        let words = |(slot, bits): (usize, &u64)| {
            let bits = *bits;
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| slot * 64 + bit)
        };
        self.0.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(words)
    }

    fn contains(&self, id: WordId) -> bool {
        self.0.get(usize::from(id) / 64).is_some_and(|bits| bits & (1 << (id % 64)) != 0)
    }
}

impl Rules {
    /// Compiles relations.
    pub fn new(relations: &[Relation]) -> Self {
        let mut ids: BTreeMap<(Kind, String), WordId> = BTreeMap::new();
        let mut rules = Vec::new();
        for relation in relations {
            for pattern in &relation.patterns {
                let elements: Vec<Element<WordId>> = pattern.elements.iter().map(|e| compile(e, &mut ids)).collect();
                let implies_argument = elements.iter().any(|e| Element::IMPLIED.contains(e));
                let mentions =
                    elements.iter().filter(|e| matches!(e, Element::Argument(_) | Element::AnyMention)).count();
                let has_date = elements.contains(&Element::Date);
                let is_positional = pattern.elements.iter().all(is_place_or_argument);
                let pattern = pattern.clone();
                let predicate = relation.predicate;
                rules.push(Rule { pattern, predicate, elements, implies_argument, is_positional, mentions, has_date });
            }
        }
        let possessive = number(&mut ids, Kind::Exact, "'s");
        let mut words = vec![(Kind::Exact, String::new()); ids.len()];
        let mut forms: BTreeMap<String, Vec<WordId>> = BTreeMap::new();
        for ((kind, word), id) in ids {
            for form in inflected(kind, &word) {
                forms.entry(form).or_default().push(id);
            }
            words[usize::from(id)] = (kind, word);
        }
        for of_form in forms.values_mut() {
            of_form.sort_unstable();
            of_form.dedup();
        }
        let forms: Vec<_> = forms.into_iter().collect();
        let index = Index::new(forms.iter().map(|(form, _)| hash(form)));
        let mut by_word = vec![Vec::new(); words.len()];
        let (mut wordless, mut further) = (Vec::new(), Vec::new());
        for (number, rule) in (0..).zip(&rules) {
            // Verbs and nouns are rarer than words that are taken as they stand.
            let is_exact = |id: &WordId| words.get(usize::from(*id)).is_none_or(|(kind, _)| *kind == Kind::Exact);
            let mut needs = rule.needs();
            needs.sort_by_key(|any| (any.iter().any(is_exact), any.len()));
            let entry = Entry {
                rule: number,
                mentions: u32::try_from(rule.mentions).unwrap_or(u32::MAX),
                further: u32::try_from(further.len()).unwrap_or(u32::MAX),
            };
            for any in needs.iter().skip(1) {
                further.push(WordId::try_from(any.len()).unwrap_or(WordId::MAX));
                further.extend(*any);
            }
            further.push(0);
            match needs.first() {
                Some(any) => any.iter().for_each(|id| by_word[usize::from(*id)].push(entry)),
                None => wordless.push(entry),
            }
        }
        Self { learned: true, rules, by_word, wordless, further, forms, index, words, possessive }
    }

    /// The words that a lower-case form may stand for.
    pub fn words_of(&self, form: &str) -> &[WordId] {
        let is_form = |number: usize| self.forms.get(number).is_some_and(|(known, _)| known == form);
        let found = self.index.find(hash(form), is_form).and_then(|number| self.forms.get(number));
        found.map_or(&[], |(_, words)| words)
    }

    /// The word as written in the pattern: the lemma of a verb.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(usize::from(id)).map_or("", |(_, word)| word)
    }

    /// The number of the possessive ending.
    pub fn possessive(&self) -> WordId {
        self.possessive
    }

    /// The rules that the trigger words of a sentence and the number of its mentions leave possible, in their order.
    ///
    /// # Complexity
    /// Linear in the rules that have some of these words.
    pub fn possible<'r>(&'r self, triggers: &Triggers, mentions: usize) -> Vec<&'r Rule> {
        let of_words = triggers.iter().filter_map(|word| self.by_word.get(word)).flatten();
        let within = of_words.chain(&self.wordless).filter(|entry| entry.mentions as usize <= mentions);
        let mut found: Vec<(u32, &Rule)> = within
            .filter(|entry| self.has_further(entry.further as usize, triggers))
            .filter_map(|entry| Some((entry.rule, self.rules.get(entry.rule as usize)?)))
            .collect();
        found.sort_unstable_by_key(|(number, _)| *number);
        found.dedup_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, rule)| rule).collect()
    }
}

impl Rules {
    /// Whether a word of each further set of a rule is among the trigger words.
    fn has_further(&self, start: usize, triggers: &Triggers) -> bool {
        let mut rest = self.further.get(start..).unwrap_or_default();
        while let Some((&count, sets)) = rest.split_first().filter(|(count, _)| **count > 0) {
            let (any, after) = sets.split_at(usize::from(count).min(sets.len()));
            if !any.iter().any(|id| triggers.contains(*id)) {
                return false;
            }
            rest = after;
        }
        true
    }
}

/// Whether an element is an argument, or a preposition between two.
fn is_place_or_argument(element: &Element) -> bool {
    match element {
        Element::Argument(_) | Element::AnyMention | Element::Gap => true,
        Element::Word(words) => words.iter().all(|word| {
            matches!(
                word.as_str(),
                "at" | "by" | "during" | "for" | "from" | "in" | "inside" | "of" | "on" | "with" | ","
            )
        }),
        Element::Optional(inner) => is_place_or_argument(inner),
        _ => false,
    }
}

fn number(ids: &mut BTreeMap<(Kind, String), WordId>, kind: Kind, word: &str) -> WordId {
    let next = WordId::try_from(ids.len()).unwrap_or(WordId::MAX);
    *ids.entry((kind, word.to_owned())).or_insert(next)
}

fn compile(element: &Element, ids: &mut BTreeMap<(Kind, String), WordId>) -> Element<WordId> {
    let mut all = |kind: Kind, words: &[String]| words.iter().map(|w| number(ids, kind, w)).collect();
    match element {
        Element::Verb(words) => Element::Verb(all(Kind::Verb, words)),
        Element::Noun(words) => Element::Noun(all(Kind::Noun, words)),
        Element::Word(words) => Element::Word(all(Kind::Exact, words)),
        Element::Optional(inner) => Element::Optional(Box::new(compile(inner, ids))),
        Element::Argument(slot) => Element::Argument(*slot),
        Element::AnyMention => Element::AnyMention,
        Element::Role => Element::Role,
        Element::Level => Element::Level,
        Element::Amount => Element::Amount,
        Element::Date => Element::Date,
        Element::Is => Element::Is,
        Element::Gap => Element::Gap,
        Element::Publisher => Element::Publisher,
        Element::Passive(words) => Element::Passive(all(Kind::Verb, words)),
        Element::When => Element::When,
        Element::Topic => Element::Topic,
        Element::Occasion => Element::Occasion,
        Element::Host => Element::Host,
        Element::Business => Element::Business,
        Element::Panel => Element::Panel,
        Element::Project => Element::Project,
        Element::Club => Element::Club,
        Element::Item => Element::Item,
        Element::Start => Element::Start,
        Element::End => Element::End,
    }
}

impl Rule {
    /// Sets of words, one word of each of which must stand in a sentence for the rule to have a chance.
    fn needs(&self) -> Vec<&[WordId]> {
        self.elements.iter().filter_map(needed).collect()
    }
}

fn needed(element: &Element<WordId>) -> Option<&[WordId]> {
    match element {
        Element::Verb(ids) | Element::Passive(ids) | Element::Noun(ids) | Element::Word(ids) => Some(ids),
        _ => None,
    }
}

/// The forms that a word of a pattern matches.
fn inflected(kind: Kind, word: &str) -> Vec<String> {
    match kind {
        Kind::Exact => vec![word.to_owned()],
        Kind::Noun => {
            let mut forms = vec![word.to_owned(), format!("{word}s"), format!("{word}es")];
            forms.extend(word.strip_suffix('y').map(|stem| format!("{stem}ies")));
            forms
        }
        Kind::Verb => {
            let mut forms = vec![word.to_owned()];
            forms.extend(["s", "es", "ed", "ing"].map(|end| format!("{word}{end}")));
            if let Some(stem) = word.strip_suffix('e') {
                forms.extend(["ed", "ing"].map(|end| format!("{stem}{end}")));
            }
            if let Some(stem) = word.strip_suffix('y') {
                forms.extend(["ies", "ied"].map(|end| format!("{stem}{end}")));
            }
            if let Some(last) = word.chars().last().filter(|c| c.is_ascii_alphabetic()) {
                forms.extend(["ed", "ing"].map(|end| format!("{word}{last}{end}")));
            }
            forms.extend(Gazetteer::embedded().irregular_forms(word).map(str::to_owned));
            forms
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_by_all_their_forms() {
        for (form, lemma) in [
            ("joined", "join"),
            ("acquiring", "acquire"),
            ("became", "become"),
            ("shipped", "ship"),
            ("supplies", "supply"),
            ("built", "build"),
        ] {
            assert!(inflected(Kind::Verb, lemma).iter().any(|f| f == form), "{form} {lemma}");
        }
        assert!(!inflected(Kind::Verb, "found").iter().any(|f| f == "founder"));
    }

    #[test]
    fn a_rule_is_possible_only_where_all_its_words_stand() {
        let rules = Rules::new(crate::schema::relations().unwrap());
        let mut triggers = Triggers::default();
        let possible = rules.possible(&triggers, 9).len();
        for id in rules.words_of("joined") {
            triggers.insert(*id);
        }
        assert!(rules.possible(&triggers, 9).len() > possible);
        assert!(rules.possible(&triggers, 1).len() < rules.possible(&triggers, 9).len(), "some take two mentions");
        let all = |triggers: &Triggers| {
            let whole = |rule: &&Rule| rule.needs().iter().all(|any| any.iter().any(|id| triggers.contains(*id)));
            rules.rules.iter().filter(whole).map(|rule| &raw const *rule).collect::<Vec<_>>()
        };
        let mut more = Triggers::default();
        for word in ["member", "of", "the", "acquired", "by", "joined", "'s"] {
            rules.words_of(word).iter().for_each(|id| more.insert(*id));
            let possible = rules.possible(&more, usize::MAX);
            assert_eq!(possible.into_iter().map(|rule| &raw const *rule).collect::<Vec<_>>(), all(&more), "{word}");
        }
    }
}
