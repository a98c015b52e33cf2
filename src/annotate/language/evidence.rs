//! What is seen of the tokens of a sentence besides their words: runs of capitals, lists, descriptions, and what the
//! same words are elsewhere in the document.

use std::cmp::Ordering;
use std::sync::LazyLock;

use super::gazetteer::{Gazetteer, LEGAL, LISTS, Places};
use super::word::{Clusters, Word};

/// What is seen of each token of a sentence, besides its word.
pub(crate) struct Evidence {
    places: Vec<Places>,
    /// First and last token of the run of capitalised words around each token; itself where it is not in one.
    pub(crate) runs: Vec<(usize, usize)>,
    /// The same, small words such as "of" joining two runs.
    pub(crate) wide: Vec<(usize, usize)>,
    /// The description of the name in each wide run.
    pub(crate) described: Vec<Option<Description>>,
    /// What the word of each token is elsewhere in the document.
    pub(crate) elsewhere: Vec<Elsewhere>,
    /// Whether most of the sentence is written in capitals.
    pub(crate) shouted: bool,
}

/// What a sentence says that a name is: "X, a firm", "X is a firm".
#[derive(Clone, Copy)]
pub(crate) struct Description {
    /// The token of its noun.
    pub(crate) noun: usize,
    /// Whether a verb leads to it, not a comma.
    pub(crate) by_verb: bool,
}

/// What a capitalised word is elsewhere in its document.
#[derive(Clone, Copy, Default)]
pub(crate) struct Elsewhere {
    /// Whether the word is elsewhere (1) at all, (2) in small letters, (4) with a capital behind the first token of a
    /// sentence, (8) with a capital; 16 times 1 to 3 where its longest other run is shorter, as long or longer than
    /// the one here. All 0 for words that are nowhere else.
    pub(crate) kinds: u64,
    /// The longest other run of capitals around the word.
    pub(crate) run: Run,
}

/// A run of capitals as seen from another place.
#[derive(Clone, Copy, Default)]
pub(crate) struct Run {
    /// Cluster of its first word.
    pub(crate) first: u64,
    /// Cluster of its last word.
    pub(crate) last: u64,
    /// Cluster of the word before it, and one; 0 at the start of the sentence.
    pub(crate) before: u64,
    /// Cluster of the word after it, and one; 0 at the end of the sentence.
    pub(crate) after: u64,
    /// Whether the word is (1) the first and (2) the last of it, and whether (4) it is longer than the one here.
    pub(crate) place: u64,
    /// Where the word stands there in listed names.
    pub(crate) listed: u64,
}

/// Words as the models see them in lower case.
fn lower<const N: usize>(words: [&str; N]) -> [u64; N] {
    words.map(|word| Word::new(word, &Clusters::default()).lower)
}

/// Small words within names.
static JOINTS: LazyLock<[u64; 15]> = LazyLock::new(|| {
    lower(["of", "the", "for", "and", "&", "in", "on", "de", "la", "von", "van", "der", "'s", "-", "at"])
});

/// What may lead from a name to its description; the comma first.
static LEADS: LazyLock<[u64; 7]> = LazyLock::new(|| lower([",", "is", "was", "are", "were", "as", "became"]));

/// What a description begins with.
static ARTICLES: LazyLock<[u64; 4]> = LazyLock::new(|| lower(["a", "an", "the", "one"]));

/// Brackets, opening and closing.
static BRACKETS: LazyLock<[u64; 2]> = LazyLock::new(|| lower(["(", ")"]));

/// What follows the noun of a description.
static STOPS: LazyLock<[u64; 44]> = LazyLock::new(|| {
    lower([
        "of",
        "in",
        "from",
        "by",
        "for",
        "and",
        "who",
        "that",
        "which",
        "to",
        "with",
        "at",
        "on",
        ",",
        ".",
        "(",
        ")",
        "based",
        "located",
        "known",
        "whose",
        "where",
        "born",
        "is",
        "was",
        "or",
        ";",
        ":",
        "has",
        "had",
        "published",
        "released",
        "founded",
        "written",
        "made",
        "called",
        "named",
        "between",
        "near",
        "-",
        "as",
        "when",
        "!",
        "?",
    ])
});

/// The longest bracket that is skipped between a name and its description, in tokens.
const BRACKET: usize = 24;

/// The longest description that is looked through, in tokens.
const DESCRIPTION: usize = 9;

/// The longest run that is told from a longer one, in tokens.
const LONGEST: usize = 6;

/// The description behind a name that ends before `at`.
fn description(words: &[Word], mut at: usize) -> Option<Description> {
    let is = |at: usize, list: &[u64]| words.get(at).is_some_and(|word| list.contains(&word.lower));
    let [opening, closing] = *BRACKETS;
    if is(at, &[opening]) {
        at = (at + 1..words.len().min(at + 1 + BRACKET)).find(|&at| words[at].lower == closing)? + 1;
    }
    let word = words.get(at)?.lower;
    let lead = LEADS.iter().position(|&lead| lead == word)?;
    if !is(at + 1, &*ARTICLES) {
        return None;
    }
    let first = at + 2;
    let stop = (first..words.len().min(first + DESCRIPTION)).find(|&at| is(at, &*STOPS))?;
    (stop > first).then(|| Description { noun: stop - 1, by_verb: lead > 0 })
}

/// The runs of capitalised words.
fn runs(words: &[Word]) -> Vec<(usize, usize)> {
    let mut runs = Vec::with_capacity(words.len());
    let mut start = 0;
    while start < words.len() {
        let mut end = start;
        while end + 1 < words.len() && words[start].capital && words[end + 1].capital {
            end += 1;
        }
        runs.extend((start..=end).map(|_| (start, end)));
        start = end + 1;
    }
    runs
}

/// The end of the run at `start`, with the runs that small words join to it.
fn joined_end(words: &[Word], runs: &[(usize, usize)], start: usize) -> usize {
    let mut end = runs[start].1;
    loop {
        let small = words[end + 1..].iter().take(2).take_while(|word| JOINTS.contains(&word.lower)).count();
        match runs.get(end + 1 + small) {
            Some(&(_, next)) if small > 0 && words[end + 1 + small].capital => end = next,
            _ => return end,
        }
    }
}

/// Runs that one or two small words join become one.
fn joined(words: &[Word], runs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut wide = runs.to_vec();
    let mut start = 0;
    while start < words.len() {
        let end = if words[start].capital { joined_end(words, runs, start) } else { start };
        wide[start..=end].fill((start, end));
        start = end + 1;
    }
    wide
}

const NOWHERE: Places = [0; LISTS];

impl Evidence {
    /// Gathers the evidence of a sentence that stands alone.
    pub(crate) fn new(words: &[Word], gazetteer: &Gazetteer<'_>) -> Self {
        let runs = runs(words);
        let wide = joined(words, &runs);
        let mut described = vec![None; words.len()];
        for at in (0..words.len()).filter(|&at| words[at].capital && wide[at].1 == at) {
            described[wide[at].0..=at].fill(description(words, at + 1));
        }
        let capitals = words.iter().filter(|word| word.capital).count();
        let shouted = words.len() > 3 && capitals * 10 > words.len() * 7;
        let elsewhere = vec![Elsewhere::default(); words.len()];
        Self { places: gazetteer.places(words), runs, wide, described, elsewhere, shouted }
    }

    /// Gathers the evidence of the sentences of a document.
    ///
    /// # Complexity
    ///
    /// O(n log n) in its tokens.
    pub(crate) fn of_document(document: &[&[Word]], gazetteer: &Gazetteer<'_>) -> Vec<Self> {
        let mut all: Vec<Self> = document.iter().map(|words| Self::new(words, gazetteer)).collect();
        if document.len() > 1 {
            for (number, at, elsewhere) in elsewhere(document, &all) {
                all[number].elsewhere[at] = elsewhere;
            }
        }
        all
    }

    /// Whether a token may belong to a name at all: it or a neighbour has a capital or a digit, or a list has it.
    pub(crate) fn is_candidate(&self, words: &[Word], at: usize) -> bool {
        let marked = |word: &Word| word.capital || word.digit;
        marked(&words[at])
            || self.places[at] != NOWHERE
            || at.checked_sub(1).is_some_and(|before| marked(&words[before]))
            || words.get(at + 1).is_some_and(marked)
    }

    /// Where a token stands in names of the lists, as one number.
    pub(crate) fn listed(&self, at: usize) -> u64 {
        self.places[at].iter().fold(0, |sum, &place| sum * 8 + u64::from(place))
    }

    /// Where a token stands in a name of one list.
    pub(crate) fn place(&self, at: usize, list: usize) -> u64 {
        u64::from(self.places[at][list])
    }

    /// Whether a token is the legal form of a company.
    pub(crate) fn is_legal_form(&self, at: usize) -> bool {
        self.places[at][LEGAL] != 0
    }

    /// The length of the run around a token, 0 where capitals say nothing.
    fn run_length(&self, words: &[Word], at: usize) -> usize {
        let (start, end) = self.runs[at];
        if words[at].capital && !self.shouted { (1 + end - start).min(LONGEST) } else { 0 }
    }
}

/// A token of a document: its word, its sentence, its place there.
type Occurrence = (u64, usize, usize);

/// What the capitalised words that occur more than once are elsewhere: sentence, token, evidence.
fn elsewhere(document: &[&[Word]], evidence: &[Evidence]) -> Vec<(usize, usize, Elsewhere)> {
    let mut all: Vec<Occurrence> = Vec::new();
    for (number, words) in document.iter().enumerate() {
        all.extend(words.iter().enumerate().map(|(at, word)| (word.lower, number, at)));
    }
    all.sort_unstable();
    let mut found = Vec::new();
    for group in all.chunk_by(|one, two| one.0 == two.0).filter(|group| group.len() > 1) {
        let is_capital = |&&(_, number, at): &&Occurrence| document[number][at].capital;
        let capitals = group.iter().filter(is_capital).count();
        if capitals == 0 {
            continue;
        }
        let within = group.iter().filter(|one| one.2 > 0 && is_capital(one)).count();
        let length = |&(_, number, at): &Occurrence| evidence[number].run_length(document[number], at);
        let best = longest_two(group.iter().map(length));
        for (place, one) in group.iter().enumerate().filter(|(_, one)| is_capital(one)) {
            let within = within - usize::from(one.2 > 0);
            let mut kinds = 1 + 2 * u64::from(group.len() > capitals) + 4 * u64::from(within > 0);
            kinds += 8 * u64::from(capitals > 1);
            let other = if best[0] == Some(place) { best[1] } else { best[0] };
            let run = other.map(|other| {
                let (_, number, at) = group[other];
                let order = length(&group[other]).cmp(&length(one));
                kinds += 16 * (2 + order as i64) as u64;
                run_at(document[number], &evidence[number], at, order == Ordering::Greater)
            });
            found.push((one.1, one.2, Elsewhere { kinds, run: run.unwrap_or_default() }));
        }
    }
    found
}

/// The places of the two longest, of equals the first; a length of 0 does not count.
fn longest_two(lengths: impl Iterator<Item = usize>) -> [Option<usize>; 2] {
    let mut best: [Option<(usize, usize)>; 2] = [None; 2];
    for (place, length) in lengths.enumerate().filter(|&(_, length)| length > 0) {
        if best[0].is_none_or(|(known, _)| length > known) {
            best = [Some((length, place)), best[0]];
        } else if best[1].is_none_or(|(known, _)| length > known) {
            best[1] = Some((length, place));
        }
    }
    best.map(|best| best.map(|(_, place)| place))
}

/// The run around a token as seen from another place.
fn run_at(words: &[Word], evidence: &Evidence, at: usize, is_longer: bool) -> Run {
    let (start, end) = evidence.runs[at];
    let cluster = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or(0, |word| word.cluster + 1);
    Run {
        first: words[start].cluster,
        last: words[end].cluster,
        before: cluster(start.checked_sub(1)),
        after: cluster(Some(end + 1)),
        place: u64::from(at == start) + 2 * u64::from(at == end) + 4 * u64::from(is_longer),
        listed: evidence.listed(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.split(' ').map(|word| Word::new(word, &Clusters::default())).collect()
    }

    #[test]
    fn descriptions_stand_behind_verbs_and_commas() {
        let noun = |text: &str| {
            let words = words(text);
            let evidence = Evidence::new(&words, &Gazetteer::default());
            evidence.described[0].map(|found| (found.noun, found.by_verb))
        };
        assert_eq!(noun("Velmora ( founded 1990 ) is a small firm in Ghent"), Some((8, true)));
        assert_eq!(noun("Velmora , a maker of pumps , grew"), Some((3, false)));
        assert_eq!(noun("Velmora grew"), None);
    }

    #[test]
    fn words_are_seen_elsewhere() {
        let document = ["Maren Oldfield spoke .", "Later Oldfield left the room .", "The end ."].map(words);
        let sentences: Vec<&[Word]> = document.iter().map(Vec::as_slice).collect();
        let all = Evidence::of_document(&sentences, &Gazetteer::default());
        let seen = all[1].elsewhere[1];
        assert_eq!((seen.kinds, seen.run.place), (1 + 4 + 8 + 32, 2));
        assert_eq!(all[2].elsewhere[0].kinds, 3, "in small letters only");
        assert_eq!(all[0].elsewhere[0].kinds, 0, "nowhere else");
    }
}
