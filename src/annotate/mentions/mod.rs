//! Decides which words of a document are names and what each is: a model that was trained on marked articles has the
//! last word, and sees what the rules of [`super::names`] and [`super::types`] make of each word as hints.

#[cfg(feature = "train")]
pub mod train;

use std::collections::{BTreeMap, BTreeSet};

use super::accept::{is_code, is_counted, is_generic};
use super::entities::key_words;
use super::grammar::seen;
use super::language::{Hint, Language};
use super::lexicon::{is_in, is_ordinary};
use super::runs::{apposed_end, is_body, is_tail, legal_form_end};
use super::titles::follows_role;
use super::types::{Votes, context_votes, form_votes};
use super::versions::is_stage;
use super::words::{Candidate, Words};
use crate::model::{Document, EntityType, Sentence, Span, TokenKind};
use crate::schema::Gazetteer;

/// A run of tokens that is a name, with its type by the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spotted {
    /// Its tokens.
    pub tokens: Candidate,
    /// Its type, where the model has one.
    pub kind: Option<EntityType>,
}

/// What the model finds: a name, and how far it is ahead of no name.
#[derive(Debug, Clone, Copy)]
struct Found {
    tokens: Candidate,
    kind: EntityType,
    score: i32,
}

/// The names of a document, in text order: what the model finds, within the bounds that the rules give it.
///
/// # Complexity
/// O(n log n) in the tokens.
pub fn spotted(
    document: &Document,
    words: &Words<'_>,
    sentences: &[Sentence],
    candidates: &[Candidate],
) -> Vec<Spotted> {
    let (found, leads) = found(document, words, sentences, candidates);
    let lead = |c: Candidate| (c.first..c.end).map(|at| leads[at]).min().unwrap_or(0);
    let elsewhere: BTreeSet<Vec<String>> = found.iter().map(|name| key_words(words, name.tokens)).collect();
    let known = Known {
        parts: parts(&elsewhere),
        elsewhere,
        around: around(words, candidates).into_iter().map(|(key, (votes, _))| (key, votes)).collect(),
        is_one_sentence: sentences.len() == 1,
    };
    let mut all = Vec::with_capacity(found.len());
    let mut rest = candidates.iter().copied().peekable();
    let mut end = 0;
    for name in found {
        while let Some(candidate) = rest.next_if(|c| c.end <= name.tokens.first) {
            if candidate.first < end {
                continue;
            }
            let in_list = continues_list(words, all.last(), candidate);
            all.extend(known.alone(words, candidate, lead(candidate), in_list));
        }
        let mut within = Vec::new();
        while let Some(candidate) = rest.next_if(|c| c.first < name.tokens.end) {
            within.push(candidate);
        }
        for tokens in settled(words, name, &within) {
            let sentence = sentences.partition_point(|s| s.tokens.end <= tokens.first);
            let limit = sentences.get(sentence).map_or(tokens.end, |s| s.tokens.end);
            let tokens = with_legal_form(words, tokens, limit);
            let apposed = apposed_end(words, tokens.first, tokens.end, limit);
            let tokens = Candidate { end: apposed.unwrap_or(tokens.end), ..tokens };
            if tokens.first >= end {
                end = tokens.end;
                all.push(Spotted { tokens, kind: Some(name.kind) });
            }
        }
    }
    for candidate in rest.filter(|c| c.first >= end) {
        let in_list = continues_list(words, all.last(), candidate);
        all.extend(known.alone(words, candidate, lead(candidate), in_list));
    }
    all
}

/// The first and the last words of the names of several words.
fn parts(names: &BTreeSet<Vec<String>>) -> BTreeSet<String> {
    let several = names.iter().filter(|key| key.len() > 1);
    several.flat_map(|key| [key.first(), key.last()]).flatten().cloned().collect()
}

/// What the model finds, in text order, and for each token of the document how far a name is ahead of no name.
fn found(
    document: &Document,
    words: &Words<'_>,
    sentences: &[Sentence],
    candidates: &[Candidate],
) -> (Vec<Found>, Vec<i32>) {
    let language = Language::embedded();
    let hints = hints(document, words, sentences, candidates);
    let seen_by_model: Vec<_> =
        sentences.iter().zip(hints).map(|(sentence, hints)| (language.words(&forms(words, sentence)), hints)).collect();
    let found = language.mentions_of_document(&seen_by_model);
    let mut all = Vec::new();
    let mut leads = vec![0; words.tokens.len()];
    for (sentence, seen) in sentences.iter().zip(found) {
        let start = sentence.tokens.start;
        leads[sentence.tokens.clone()].copy_from_slice(&seen.leads);
        all.extend(seen.names.into_iter().map(|name| Found {
            tokens: Candidate { first: start + name.tokens.start, end: start + name.tokens.end },
            kind: name.kind,
            score: name.score,
        }));
    }
    (all, leads)
}

/// The lead of each token of a name of the rules from which it is one, though the best path does without.
const LIKELY: i32 = 100_000;

/// The votes of cues that make a name one without the model: of its words, for a body or a gathering; of what stands around it
/// ('Foo, a start-up'), for a company or a person.
const CERTAIN: i32 = 5;

/// The same for a body whose name is made of ordinary words, and for a product.
const VERY_CERTAIN: i32 = 8;

/// What the document says of names that the model does not see.
struct Known {
    /// The names that it sees elsewhere.
    elsewhere: BTreeSet<Vec<String>>,
    /// The first and the last words of those of several.
    parts: BTreeSet<String>,
    /// What stands around the candidates of the rules, by their words.
    around: BTreeMap<Vec<String>, Votes>,
    /// Whether the document has one sentence, so that there is no elsewhere.
    is_one_sentence: bool,
}

impl Known {
    /// A name of the rules that the model does not see: it is one where the model sees it elsewhere or nearly so, where
    /// a list has it, where it stands in a list of names, or where one of its words says what it is. Ordinary words need the model.
    fn alone(&self, words: &Words<'_>, candidate: Candidate, lead: i32, in_list: bool) -> Option<Spotted> {
        let tokens = candidate.first..candidate.end;
        let is_strange = tokens.clone().any(|at| words.is_capital(at) && !is_ordinary(words.lower(at)));
        let says_what = || {
            use EntityType::{Company, Event, Organization};
            let votes = form_votes(words, candidate, false);
            let winner = votes.winner();
            let is_body = matches!(winner, Company | Organization) && votes.of(winner) >= VERY_CERTAIN;
            let is_known = matches!(winner, Company | Event | Organization) && votes.of(winner) >= CERTAIN;
            tokens.len() > 1 && (is_body || is_strange && is_known)
        };
        let is_listed = || {
            let surface = words.surface(candidate.first, candidate.end);
            let lists = Gazetteer::embedded();
            surface.len() > 3 && (lists.name(surface).is_some() || lists.is_place(surface))
        };
        let key = key_words(words, candidate);
        // 'Foo' after 'Foo Systems'
        let is_part = || matches!(key.as_slice(), [word] if self.parts.contains(word));
        let is_told = || {
            let votes = self.around.get(&key).copied().unwrap_or_default();
            let least = match votes.winner() {
                EntityType::Company | EntityType::Person => CERTAIN,
                // 'the Foo line of servers'
                EntityType::Product => VERY_CERTAIN,
                _ => i32::MAX,
            };
            votes.of(votes.winner()) >= least
        };
        let is_name = lead >= LIKELY
            || self.elsewhere.contains(&key)
            || is_told()
            || in_list && (is_strange || words.kind(candidate.first) == TokenKind::Upper)
            || is_strange && (self.is_one_sentence || is_listed() || is_part())
            || says_what();
        is_name.then_some(Spotted { tokens: candidate, kind: None })
    }
}

/// The score of the model from which it is sure of a name that the rules know as no name.
const SURE: i32 = 30_000;

/// The score from which capitalised words behind a name of the rules belong to it.
const SURE_OF_END: i32 = 20_000;

/// A name with the legal form behind it, up to a token: 'Acme Co., Ltd.', 'Acme SA'.
fn with_legal_form(words: &Words<'_>, name: Candidate, limit: usize) -> Candidate {
    const FORMS: usize = 3;
    let is_capital_form = |at: usize| {
        at < limit
            && words.kind(at) != TokenKind::Lower
            && words.is_capital(at)
            && Gazetteer::embedded().is_legal_form(words.word(at))
    };
    let end = (0..FORMS).try_fold(name.end, |end, _| {
        let plain = (is_capital_form(end) && !words.touches(end)).then_some(end + 1);
        match plain.or_else(|| legal_form_end(words, end, limit)) {
            Some(end) => Ok(end),
            None => Err(end),
        }
    });
    Candidate { end: end.unwrap_or_else(|end| end), ..name }
}

/// The names that the model's one means, by the candidates that it touches.
fn settled(words: &Words<'_>, name: Found, within: &[Candidate]) -> Vec<Candidate> {
    let mut tokens = name.tokens;
    while tokens.first + 1 < tokens.end && is_no_beginning(words, tokens.first) {
        tokens.first += 1;
    }
    // 'Far Water Alliance (FWA)' are two forms of one name, 'Foo/Bar' and 'the US Lake Agency' two names
    let are_several = |within: &[Candidate]| {
        let is_country = |c: Candidate| Gazetteer::embedded().is_place(words.surface(c.first, c.end));
        let apart = |pair: &[Candidate]| match pair[1].first.saturating_sub(pair[0].end) {
            0 => is_country(pair[0]),
            _ => words.word(pair[0].end) == "/",
        };
        within.windows(2).any(apart) || (tokens.first..tokens.end).any(|at| words.word(at) == "(")
    };
    let [only] = within else {
        return match within {
            [] if is_refused(words, tokens, name.score) => Vec::new(),
            [_, _, ..] if are_several(within) => within.to_vec(),
            _ => vec![tokens],
        };
    };
    let is_wider = tokens.first <= only.first && only.end <= tokens.end && tokens != *only;
    if !is_wider {
        // 'the Foo board': the rules know which nouns in small letters make a body
        let names_body = only.first <= tokens.first && tokens.end + 1 == only.end;
        let is_body = names_body && words.kind(only.end - 1) == TokenKind::Lower;
        return vec![if is_body || is_half(words, tokens, *only) { *only } else { tokens }];
    }
    let (before, behind) = (tokens.first < only.first, tokens.end > only.end);
    // '20160831' is the name of the build, not 'Snapshot 20160831'
    let is_build = words.kind(only.first) == TokenKind::Number;
    let is_longer = match (before, behind) {
        (true, true) => false,
        _ if is_build => false,
        (true, false) => true,
        _ => match words.kind(only.end) {
            TokenKind::Number => true,
            TokenKind::Lower | TokenKind::Mark => false,
            _ => name.score >= SURE_OF_END,
        },
    };
    vec![if is_longer { tokens } else { *only }]
}

/// Whether a name is what stands before or behind 'and' in the name of one body: 'Far Water Iron and Steel Co.', or the saint of 'St.
/// Mark's College'.
fn is_half(words: &Words<'_>, tokens: Candidate, whole: Candidate) -> bool {
    let is_and = |at: usize| matches!(words.lower(at), "and" | "&") || words.kind(at) == TokenKind::Possessive;
    let is_within = whole.first <= tokens.first && tokens.end <= whole.end;
    is_within
        && ((tokens.end..whole.end).any(is_and) || (whole.first..tokens.first).any(is_and))
        && (is_body(words.lower(whole.end - 1)) || is_tail(words, whole.end - 1))
}

/// Whether a name stands between the one before it and a further one: 'Foo, BAR, ...', 'Foo, BAR and'.
fn continues_list(words: &Words<'_>, before: Option<&Spotted>, candidate: Candidate) -> bool {
    before.is_some_and(|before| before.tokens.end + 1 == candidate.first)
        && words.lower(candidate.first - 1) == ","
        && matches!(words.lower(candidate.end), "," | "and" | "&")
}

/// Articles, titles and openers stand before names: 'the Foo', 'Mr Foo', 'And Foo'.
fn is_no_beginning(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    matches!(lower, "the" | "a" | "an") || is_in("title", lower.trim_end_matches('.')) || is_in("name-opener", lower)
}

/// Whether the rules know that something is no name, and the model is not sure enough.
fn is_refused(words: &Words<'_>, tokens: Candidate, score: i32) -> bool {
    let is_lower = words.kind(tokens.first) == TokenKind::Lower;
    let is_alone = tokens.end - tokens.first == 1;
    // 'Milestone 4' may be short for the release
    let counts = is_counted(words, tokens) && !is_stage(words.lower(tokens.first));
    // '2013 summit'
    let is_described = words.kind(tokens.first) == TokenKind::Number
        && !is_alone
        && (tokens.first..tokens.end).all(|at| !words.is_capital(at));
    // 'the council'
    let is_common = is_alone && is_lower && is_in("generic-name", words.lower(tokens.first));
    // 'VP Ecosystems'
    let is_role = !is_alone && is_in("role", words.lower(tokens.first));
    follows_role(words, tokens)
        || is_role
        || is_described
        || is_common
        || counts
        || is_alone && is_code(words, tokens.first)
        || is_alone
            && is_generic(words, tokens)
            && (is_lower
                || score < SURE && matches!(words.kind(tokens.first), TokenKind::Number | TokenKind::Capitalised))
}

/// The tokens of a sentence as the models know them.
fn forms<'a>(words: &Words<'a>, sentence: &Sentence) -> Vec<&'a str> {
    sentence.tokens.clone().map(|at| seen(words.word(at))).collect()
}

/// What the rules make of each token of each sentence.
fn hints(document: &Document, words: &Words<'_>, sentences: &[Sentence], candidates: &[Candidate]) -> Vec<Vec<Hint>> {
    let votes = cue_votes(words, candidates);
    let mut all = vec![Hint::default(); words.tokens.len()];
    for (candidate, votes) in candidates.iter().zip(&votes) {
        let Candidate { first, end } = *candidate;
        for (hint, at) in all[first..end].iter_mut().zip(first..) {
            hint.place = place(at, first, end);
            hint.kind = kind(votes);
        }
    }
    for link in &document.links {
        let (first, end) = tokens_under(words, link.anchor);
        for (hint, at) in all[first..end].iter_mut().zip(first..) {
            hint.link = place(at, first, end);
        }
    }
    let is_alone = sentences.len() == 1;
    let of_sentence = |sentence: &Sentence| {
        let block = document.blocks.get(sentence.block).filter(|_| !is_alone).map_or(0, |block| block.kind as u8 + 1);
        all[sentence.tokens.clone()].iter().map(|hint| Hint { block, ..*hint }).collect()
    };
    sentences.iter().map(of_sentence).collect()
}

/// Where a token stands in a run: 1 first, 2 inside, 3 last, 4 alone.
fn place(at: usize, first: usize, end: usize) -> u8 {
    match (at == first, at + 1 == end) {
        (true, true) => 4,
        (true, false) => 1,
        (false, false) => 2,
        (false, true) => 3,
    }
}

/// The tokens that a span touches.
fn tokens_under(words: &Words<'_>, span: Span) -> (usize, usize) {
    let first = words.tokens.partition_point(|token| token.span.end <= span.start);
    let end = words.tokens.partition_point(|token| token.span.start < span.end);
    (first, end.max(first))
}

/// The type that cues give, and how sure they are, as one number.
fn kind(votes: &Votes) -> u8 {
    let winner = votes.winner();
    let sureness = match votes.of(winner) {
        ..=0 => return 1,
        1..=3 => 1,
        4..=8 => 2,
        _ => 3,
    };
    (winner as u8 + 1) * 4 + sureness
}

/// What hand-made cues say of each candidate, in all places where its form stands.
fn cue_votes(words: &Words<'_>, candidates: &[Candidate]) -> Vec<Votes> {
    let around = around(words, candidates).into_iter();
    let mut by_key: BTreeMap<Vec<String>, Votes> =
        around.map(|(key, (votes, places))| (key, votes.damped(places))).collect();
    let mut seen = BTreeSet::new();
    let keys: Vec<Vec<String>> = candidates.iter().map(|c| key_words(words, *c)).collect();
    for (c, key) in candidates.iter().zip(&keys) {
        if seen.insert(key) {
            by_key.entry(key.clone()).or_default().add_all(form_votes(words, *c, true));
        }
    }
    keys.iter().map(|key| by_key.get(key).copied().unwrap_or_default()).collect()
}

/// What stands around each candidate, in all places where its form stands, and how many those are.
fn around(words: &Words<'_>, candidates: &[Candidate]) -> BTreeMap<Vec<String>, (Votes, usize)> {
    let mut by_key: BTreeMap<Vec<String>, (Votes, usize)> = BTreeMap::new();
    for c in candidates {
        let (votes, places) = by_key.entry(key_words(words, *c)).or_default();
        votes.add_all(context_votes(words, *c));
        *places += 1;
    }
    by_key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::tokens;

    /// The names that a name of the model means, by the candidates of the rules; all given as parts of the text.
    fn settled_in(text: &str, model: (&str, i32), rules: &[&str]) -> Vec<String> {
        let all = tokens::tokens(text, 0);
        let words = Words::new(text, &all);
        let run = |part: &str| {
            let start = text.find(part).unwrap_or(0) as u32;
            let (first, end) = tokens_under(&words, Span { start, end: start + part.len() as u32 });
            Candidate { first, end }
        };
        let name = Found { tokens: run(model.0), kind: EntityType::Project, score: model.1 };
        let within: Vec<Candidate> = rules.iter().map(|part| run(part)).collect();
        settled(&words, name, &within).into_iter().map(|c| words.surface(c.first, c.end).to_owned()).collect()
    }

    #[test]
    fn rules_bound_names_behind_and_the_model_before() {
        let sure = 2 * SURE_OF_END;
        assert_eq!(
            settled_in("We like the Lakemap platform.", ("the Lakemap platform", sure), &["Lakemap"]),
            ["Lakemap"]
        );
        assert_eq!(settled_in("We like Lakemap 2 here.", ("Lakemap 2", 0), &["Lakemap"]), ["Lakemap 2"]);
        assert_eq!(settled_in("We like Far Lakemap here.", ("Far Lakemap", 0), &["Lakemap"]), ["Far Lakemap"]);
        let text = "We like Lakemap Server here.";
        assert_eq!(settled_in(text, ("Lakemap Server", sure), &["Lakemap"]), ["Lakemap Server"]);
        assert_eq!(settled_in(text, ("Lakemap Server", 0), &["Lakemap"]), ["Lakemap"]);
        assert_eq!(settled_in(text, ("Lakemap", 0), &["Lakemap Server"]), ["Lakemap"], "the shorter one");
    }

    #[test]
    fn legal_forms_behind_a_name_belong_to_it() {
        let extended = |text: &str, name: &str| {
            let all = tokens::tokens(text, 0);
            let words = Words::new(text, &all);
            let start = text.find(name).unwrap_or(0) as u32;
            let (first, end) = tokens_under(&words, Span { start, end: start + name.len() as u32 });
            let Candidate { first, end } = with_legal_form(&words, Candidate { first, end }, all.len());
            words.surface(first, end).to_owned()
        };
        assert_eq!(extended("Tarn Foundry Co., Ltd. grew.", "Tarn Foundry"), "Tarn Foundry Co., Ltd.");
        assert_eq!(extended("Tarn s.r.o. grew.", "Tarn"), "Tarn s.r.o.");
        assert_eq!(extended("Tarn GmbH grew.", "Tarn"), "Tarn GmbH");
        assert_eq!(extended("Tarn SA grew.", "Tarn"), "Tarn SA");
        assert_eq!(extended("Tarn as such grew.", "Tarn"), "Tarn");
        assert_eq!(extended("It met in Tarn, Co. Meath.", "Tarn"), "Tarn");
    }

    #[test]
    fn half_the_name_of_a_body_is_no_name() {
        let text = "The Tarn Iron and Steel Co. grew.";
        let whole = ["Tarn Iron and Steel Co."];
        assert_eq!(settled_in(text, ("Tarn Iron", 0), &whole), whole);
        assert_eq!(settled_in(text, ("Steel Co.", 0), &whole), whole);
        assert_eq!(settled_in("We like Tarn and Far Lake.", ("Tarn", 0), &["Tarn and Far Lake"]), ["Tarn"]);
    }

    #[test]
    fn brackets_slashes_and_countries_part_names() {
        let parts = ["Far Water Board", "FWB"];
        assert_eq!(settled_in("The Far Water Board (FWB) met.", ("The Far Water Board (FWB)", 0), &parts), parts);
        assert_eq!(
            settled_in("We like Lakemap/Velmora.", ("Lakemap/Velmora", 0), &["Lakemap", "Velmora"]),
            ["Lakemap", "Velmora"]
        );
        assert_eq!(
            settled_in("The Summer of Code began.", ("Summer of Code", 0), &["Summer", "Code"]),
            ["Summer of Code"]
        );
    }

    /// Whether a name that only the rules see stays one.
    fn stays(text: &str, name: &str, elsewhere: &[&str], in_list: bool) -> bool {
        let all = tokens::tokens(text, 0);
        let words = Words::new(text, &all);
        let start = text.find(name).unwrap_or(0) as u32;
        let (first, end) = tokens_under(&words, Span { start, end: start + name.len() as u32 });
        let candidate = Candidate { first, end };
        let elsewhere: BTreeSet<Vec<String>> =
            elsewhere.iter().map(|name| name.split(' ').map(str::to_owned).collect()).collect();
        let around = around(&words, &[candidate]).into_iter().map(|(key, (votes, _))| (key, votes)).collect();
        let known = Known { parts: parts(&elsewhere), elsewhere, around, is_one_sentence: false };
        known.alone(&words, candidate, 0, in_list).is_some()
    }

    #[test]
    fn what_only_the_rules_see_needs_a_reason() {
        let text = "Then Quorvin came to the Velmora office.";
        assert!(!stays(text, "Quorvin", &[], false) && stays(text, "Quorvin", &["quorvin"], false));
        assert!(stays(text, "Velmora", &["velmora systems"], false), "short for a name that the model sees");
        assert!(stays(text, "Quorvin", &[], true), "in a list of names");
        assert!(stays("We met the Velmora Foundation there.", "Velmora Foundation", &[], false), "a foundation");
        assert!(stays("Palisade, a Leeds start-up, grew.", "Palisade", &[], false), "told by what follows");
        assert!(!stays("We did some Deep Testing there.", "Deep Testing", &[], false), "ordinary words");
    }

    #[test]
    fn what_counts_is_no_name_to_the_model_either() {
        assert_eq!(settled_in("We meet in Phase 2 of it.", ("Phase 2", 9 * SURE), &[]), [""; 0]);
        assert_eq!(settled_in("The manager of the council met us.", ("council", SURE), &[]), [""; 0]);
        assert_eq!(settled_in("We meet at Lakemap of it.", ("Lakemap", -1), &[]), ["Lakemap"]);
    }
}
