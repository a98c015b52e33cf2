//! Joins the names of a document into entities: same form, short form, acronym in brackets, surname.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{DOUBTFUL, Learned, clues};
use super::lexicon::is_in;
use super::mentions::Spotted;
use super::types::{Votes, context_votes, form_votes, is_person_form, link_votes};
use super::words::{Candidate, Words};
use crate::model::{
    ArticleEntity, Document, EntityId, EntityType, Link, Mention, MentionKind, TokenKind, is_build_date,
};
use crate::schema::Gazetteer;

/// A form of a name, with all places where it stands.
struct Form {
    surface: String,
    words: Vec<String>,
    places: Vec<usize>,
    votes: Votes,
    context: Votes,
    /// What the model of names makes of its places.
    spotted: Votes,
    learned: Learned,
    /// Whether it stands where a place may: 'in Florence'.
    is_where: bool,
    /// The most votes for a type that hand-made cues give.
    cues: i32,
    seen: Option<EntityType>,
    parent: usize,
}

/// The weight of what the model of names makes of a place. Most names of the posts that it learned from are of projects
/// and products, so that it says those too readily.
const fn spotted_weight(kind: EntityType) -> i32 {
    match kind {
        EntityType::Project | EntityType::Product => 2,
        _ => 4,
    }
}

/// The weight of what a corpus of posts makes of a name.
const SEEN: i32 = 5;

/// The votes for a person that 'Mr' before a name gives.
const TITLED: i32 = 12;

/// Groups candidates into entities and gives each its one type.
///
/// # Shape
/// Mentions in text order; entities in the order of their first mention.
pub fn entities(document: &Document, words: &Words<'_>, spotted: &[Spotted]) -> (Vec<Mention>, Vec<ArticleEntity>) {
    let candidates: Vec<Candidate> = spotted.iter().map(|name| name.tokens).collect();
    let candidates = candidates.as_slice();
    let mut forms = collect_forms(words, spotted);
    spread_over_lists(words, candidates, &mut forms);
    spread_over_years(&mut forms);
    link_forms(words, candidates, &mut forms);
    let mut groups = group(&forms);
    groups.retain(|_, members| {
        // 'Board' alone is none, unless the document names the board
        let is_bare = matches!(members.as_slice(), [one] if is_bare_noun(words, candidates[forms[*one].places[0]]));
        !is_bare && !is_doubtful(members.iter().map(|at| &forms[*at]))
    });
    build(document, words, candidates, &forms, &groups)
}

/// Whether a name is one capitalised noun of no name of its own: 'Board', 'Foundation'.
fn is_bare_noun(words: &Words<'_>, c: Candidate) -> bool {
    c.end - c.first == 1
        && words.kind(c.first) == TokenKind::Capitalised
        && super::lexicon::is_ordinary(words.lower(c.first))
        && super::accept::is_generic(words, c)
}

/// The words of a name that tell it apart: lower-case, without 'the', legal forms, marks and possessive ending.
pub fn key_words(words: &Words<'_>, c: Candidate) -> Vec<String> {
    let lists = Gazetteer::embedded();
    let mut key: Vec<String> = (c.first..c.end)
        .filter(|&at| !matches!(words.kind(at), TokenKind::Mark))
        .map(|at| words.lower(at).trim_matches(|c: char| matches!(c, '®' | '™' | '.')).to_owned())
        .collect();
    while key.len() > 1 && key.last().is_some_and(|w| lists.is_legal_form(w) || w == "'s") {
        let possessive = key.last().is_some_and(|w| w == "'s");
        if possessive {
            break;
        }
        key.pop();
    }
    key
}

fn collect_forms(words: &Words<'_>, spotted: &[Spotted]) -> Vec<Form> {
    let mut by_key: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut forms: Vec<Form> = Vec::new();
    for (at, Spotted { tokens: c, kind }) in spotted.iter().enumerate() {
        let key = key_words(words, *c);
        let index = *by_key.entry(key.clone()).or_insert_with(|| {
            let index = forms.len();
            forms.push(Form {
                surface: words.surface(c.first, c.end).to_owned(),
                words: key,
                places: Vec::new(),
                votes: Votes::default(),
                context: Votes::default(),
                spotted: Votes::default(),
                learned: Learned::default(),
                is_where: false,
                cues: 0,
                seen: None,
                parent: index,
            });
            index
        });
        let form = &mut forms[index];
        if form.places.is_empty() || words.surface(c.first, c.end) != form.surface {
            form.votes.add_all(form_votes(words, *c, true));
            clues::of_form(words, *c, &mut |clue| form.learned.add_form(clue));
            if let Some(kind) = Gazetteer::embedded().seen_name(&words.surface(c.first, c.end).replace('\u{2019}', "'"))
            {
                form.seen = Some(kind);
            }
        }
        form.places.push(at);
        let before = c.first.checked_sub(1).map_or("", |before| words.lower(before));
        form.is_where |= matches!(before, "at" | "from" | "in" | "near" | "outside" | "to");
        form.context.add_all(context_votes(words, *c));
        if let Some(kind) = kind {
            form.spotted.add(*kind, spotted_weight(*kind));
        }
        form.learned.add_place();
        clues::of_place(words, *c, &mut |clue| form.learned.add_context(clue));
    }
    for form in &mut forms {
        form.votes.add_all(form.context.damped(form.places.len()));
        clues::of_votes(&form.votes, &mut |clue| form.learned.add_form(clue));
        form.cues = form.votes.of(form.votes.winner());
        form.votes.add_all(learned_votes(form));
        let mut spotted = form.spotted.damped(form.places.len());
        if !is_like_person(form) {
            spotted.add(EntityType::Person, -spotted.of(EntityType::Person));
        }
        form.votes.add_all(spotted);
        if let Some(kind) = form.seen {
            form.votes.add(kind, SEEN);
        }
    }
    forms
}

/// What learned clues vote for a form. Places are on lists, and people bear names, so that clues alone make none.
fn learned_votes(form: &Form) -> Votes {
    const MOST: i32 = 2;
    let mut votes = form.learned.votes();
    let needs_list = |kind: &EntityType| match kind {
        EntityType::Place => !Gazetteer::embedded().is_place(&form.surface),
        EntityType::Person => !is_like_person(form),
        _ => false,
    };
    let (unsure, others): (Vec<EntityType>, Vec<EntityType>) = EntityType::ALL.into_iter().partition(needs_list);
    let most = others.iter().map(|kind| votes.of(*kind)).max().unwrap_or(0).min(MOST);
    for kind in unsure {
        votes.add(kind, (most - votes.of(kind)).min(0));
    }
    votes
}

/// Whether a form may be the name of a person: a listed name alone, or a listed first name or a strange word before a
/// strange one.
fn is_like_person(form: &Form) -> bool {
    let lists = Gazetteer::embedded();
    let mut words = form.surface.split(' ');
    let first = words.next().unwrap_or("");
    match words.next_back() {
        None => lists.is_first_name(first) || lists.is_last_name(first),
        Some(last) => {
            let lower = last.to_lowercase();
            lists.is_first_name(first)
                || lists.is_last_name(last)
                || !super::lexicon::is_ordinary(&lower) && !is_in("company-tail", &lower)
        }
    }
}

/// Lets the members of a list ('Acme, Foo and Bar') share what is known of their neighbours.
fn spread_over_lists(words: &Words<'_>, candidates: &[Candidate], forms: &mut [Form]) {
    let mut form_of = vec![0; candidates.len()];
    for (f, form) in forms.iter().enumerate() {
        form.places.iter().for_each(|place| form_of[*place] = f);
    }
    let own: Vec<Votes> = forms.iter().map(|f| f.votes).collect();
    for at in 1..candidates.len() {
        let (left, right) = (candidates[at - 1].end, candidates[at].first);
        let separators = (left..right).all(|t| matches!(words.lower(t), "," | "and" | "&" | "or" | "the"));
        let joined = separators && right > left && right - left <= 3 && words.lower(left) != "the";
        // 'Dublin, Ireland' and 'Foo, Inc.' are no lists: a lone comma joins only names that go on with another
        let listed = joined && ((left..right).any(|t| words.lower(t) != ",") || continues_list(words, candidates, at));
        // 'in Leeds, and Acme was there': a clause begins
        let after = Gazetteer::embedded().parts_of_speech(words.lower(candidates[at].end)).next();
        let opens_clause = right - left == 2
            && words.lower(left) == ","
            && matches!(after, Some("VERB" | "AUX"))
            && !(at >= 2 && words.lower(candidates[at - 2].end) == ",");
        if listed && !opens_clause {
            let (a, b) = (form_of[at - 1], form_of[at]);
            let is_comma = right - left == 1 && words.lower(left) == ",";
            let is_pair = right - left == 1 && words.lower(left) != ",";
            // 'Ann Lee & Tom Marsh': what looks like a person beside a person is one
            if is_pair && own[a].of(EntityType::Person) >= 3 && is_person_form(words, candidates[at]) {
                forms[b].votes.add(EntityType::Person, 4);
                continue;
            }
            // only those of whom little is known learn from their neighbours
            for (unsure, sure) in [(a, b), (b, a)] {
                // 'Foo, Brussels, Belgium' tells where Foo is
                let is_where = unsure == a && is_comma && own[sure].winner() == EntityType::Place;
                if own[unsure].of(own[unsure].winner()) <= 5 && own[sure].winner() != EntityType::Person && !is_where {
                    forms[unsure].votes.add_all(own[sure].halved());
                    // 'Google, CA, Intel': a business among those that lists have
                    let is_business = own[sure].winner() == EntityType::Company;
                    if is_business && Gazetteer::embedded().name(&forms[sure].surface).is_some() {
                        forms[unsure].cues = forms[unsure].cues.max(CERTAIN);
                    }
                }
            }
        }
    }
}

/// Where 'Foo 2014' is an event, 'Foo' is one.
fn spread_over_years(forms: &mut [Form]) {
    let yearly: BTreeSet<Vec<String>> = forms
        .iter()
        .filter(|f| {
            f.words.len() > 1 && f.words.last().is_some_and(|w| is_year(w)) && f.votes.winner() == EntityType::Event
        })
        .map(|f| f.words[..f.words.len() - 1].to_vec())
        .collect();
    for form in forms.iter_mut().filter(|f| yearly.contains(&f.words)) {
        form.votes.add(EntityType::Event, 5);
    }
}

fn continues_list(words: &Words<'_>, candidates: &[Candidate], at: usize) -> bool {
    let comma_then_name = |a: usize, b: usize| {
        candidates.get(a).zip(candidates.get(b)).is_some_and(|(x, y)| {
            y.first > x.end
                && y.first - x.end <= 3
                && (x.end..y.first).all(|t| matches!(words.lower(t), "," | "and" | "&" | "or" | "the"))
        })
    };
    // after 'and' the list is at its end: 'by Ann Lee and Tom Marsh, Acme'
    let has_ended = |at: usize| {
        candidates
            .get(at - 1)
            .zip(candidates.get(at))
            .is_some_and(|(x, y)| (x.end..y.first).any(|t| matches!(words.lower(t), "and" | "&" | "or")))
    };
    comma_then_name(at, at + 1) || at >= 2 && comma_then_name(at - 2, at - 1) && !has_ended(at - 1)
}

/// Ties short forms and acronyms to the full forms of the same document.
fn link_forms(words: &Words<'_>, candidates: &[Candidate], forms: &mut [Form]) {
    let by_words: BTreeMap<Vec<String>, usize> =
        forms.iter().enumerate().map(|(at, f)| (f.words.clone(), at)).collect();
    let form_of: BTreeMap<usize, usize> =
        forms.iter().enumerate().flat_map(|(f, form)| form.places.iter().map(move |p| (*p, f))).collect();
    // 'Linaro Enterprise Group (LEG)', 'OCP (Open Compute Project)'
    for at in 1..candidates.len() {
        let (left, right) = (candidates[at - 1], candidates[at]);
        let bracketed = right.first == left.end + 1 && words.word(left.end) == "(" && words.word(right.end) == ")";
        if !bracketed {
            continue;
        }
        let (Some(&l), Some(&r)) = (form_of.get(&(at - 1)), form_of.get(&at)) else { continue };
        if is_acronym(&forms[r].words, &forms[l].words) {
            join(forms, r, l);
        } else if is_acronym(&forms[l].words, &forms[r].words) {
            join(forms, l, r);
        }
    }
    // full forms that an ending extends: 'Alibaba Group', 'Debian Project', 'Kachina Technologies'
    for at in 0..forms.len() {
        let full = forms[at].words.clone();
        for cut in 1..full.len() {
            let Some(&short) = by_words.get(&full[..cut]) else { continue };
            let tail_is = |class: &str| full[cut..].iter().all(|w| is_in(class, w));
            let numbered = full[cut..].iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
            let listed = Gazetteer::embedded().name(&forms[short].surface).and_then(|n| n.entity_type);
            let company = tail_is("company-tail") && !matches!(listed, Some(EntityType::Project | EntityType::Product));
            if !numbered && (company || tail_is("project-tail")) {
                join(forms, short, at);
            }
        }
    }
    link_people(forms);
    link_companies(forms);
    link_acronyms(forms);
    link_misspelt(forms);
    link_endings(forms);
    link_editions(forms);
    link_versions(forms);
}

/// Surnames and first names alone mean the one person of the document who bears them.
fn link_people(forms: &mut [Form]) {
    let mut by_part: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        if form.words.len() >= 2 && form.votes.winner() == EntityType::Person {
            for part in [form.words.first(), form.words.last()].into_iter().flatten() {
                by_part.entry(part.clone()).or_default().insert(at);
            }
        }
    }
    link_surnames(forms);
    for at in 0..forms.len() {
        let [word] = forms[at].words.as_slice() else { continue };
        let Some(people) = by_part.get(word) else { continue };
        let [person] = people.iter().copied().collect::<Vec<_>>()[..] else { continue };
        let votes = forms[at].votes;
        // 'Jos' after 'Jos Tebbelund' is no town, unless somebody is in Jos
        let is_no_town = votes.winner() == EntityType::Place && !forms[at].is_where;
        let is_town = forms[at].is_where && Gazetteer::embedded().is_place(&forms[at].surface);
        let is_name = !is_town && (votes.of(EntityType::Person) > 0 || votes.of(votes.winner()) <= 6 || is_no_town);
        // a headline has the surname, or the first name, alone before the text has the whole name
        let is_part = forms[person].words.last() == Some(word)
            || forms[person].words.first() == Some(word) && Gazetteer::embedded().is_first_name(&forms[at].surface);
        let is_surname = is_part
            && (!super::lexicon::is_ordinary(word) || votes.of(EntityType::Person) >= TITLED)
            && Gazetteer::embedded().name(&forms[at].surface).is_none();
        if (forms[person].places[0] < forms[at].places[0] || is_surname) && is_name {
            if is_no_town {
                forms[at].votes.add(EntityType::Place, -votes.of(EntityType::Place));
            }
            join(forms, at, person);
        }
    }
}

/// A surname of several words means the one person of the document who bears it: 'Te Whata' is 'Hana Te Whata'.
fn link_surnames(forms: &mut [Form]) {
    let mut by_surname: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| (3..=4).contains(&form.words.len())) {
        if form.votes.winner() == EntityType::Person {
            by_surname.entry(form.words[1..].to_vec()).or_default().push(at);
        }
    }
    for at in 0..forms.len() {
        let may_be = matches!(forms[at].votes.winner(), EntityType::Person | EntityType::Project)
            || forms[at].votes.of(forms[at].votes.winner()) <= SEEN;
        if let Some([person]) = by_surname.get(&forms[at].words).map(Vec::as_slice).filter(|_| may_be) {
            join(forms, at, *person);
        }
    }
}

/// The first words of the name of a company alone mean the company: 'Velmora' is 'Velmora Investors', 'Far Tarn' is 'Far Tarn Mining
/// Group'.
///
/// # Complexity
/// O(n log n) in the words of the forms.
fn link_companies(forms: &mut [Form]) {
    let lists = Gazetteer::embedded();
    let is_body = |votes: &Votes| matches!(votes.winner(), EntityType::Company | EntityType::Organization);
    // 'Velmora Council' may be a part of Velmora
    let is_company = |form: &Form| {
        form.votes.winner() == EntityType::Company
            && form.words.last().is_some_and(|last| {
                matches!(last.as_str(), "group" | "partners")
                    || !is_in("generic-name", last) && !last.starts_with(|c: char| c.is_ascii_digit())
            })
    };
    let mut by_start: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    let of_companies =
        forms.iter().enumerate().filter(|(_, form)| form.words.len() <= LONGEST_COMPANY && is_company(form));
    for (at, form) in of_companies {
        for end in 1..form.words.len() {
            by_start.entry(&form.words[..end]).or_default().push(at);
        }
    }
    let may_be = |form: &Form| {
        let (surface, votes) = (&form.surface, &form.votes);
        let is_plain = match form.words.as_slice() {
            [word] => super::lexicon::is_ordinary(word) || lists.is_place(surface),
            _ => lists.is_place(surface),
        };
        // 'Tarn Velmora' looks like a person, but nobody is called Tarn
        let is_strange = || form.words.len() > 1 && !lists.is_first_name(surface.split(' ').next().unwrap_or(""));
        let is_no_person = || votes.winner() == EntityType::Person && votes.of(votes.winner()) < TITLED && is_strange();
        let may_be = is_body(votes) || votes.of(votes.winner()) <= SEEN || is_no_person();
        !is_plain && lists.name(surface).is_none() && may_be
    };
    let mut pairs = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        let Some(all) = by_start.get(form.words.as_slice()) else { continue };
        // 'Velmora' is 'Velmora Labs', whose own full form may be 'Velmora Labs Europe'
        let first = all.iter().copied().min_by_key(|full| forms[*full].words.len());
        let is_one =
            first.is_some_and(|first| all.iter().all(|full| forms[*full].words.starts_with(&forms[first].words)));
        if let Some(full) = first.filter(|_| is_one && may_be(form)) {
            pairs.push((at, full));
        }
    }
    for (at, full) in pairs {
        join(forms, at, full);
    }
}

/// Words of the name of a company, at most.
const LONGEST_COMPANY: usize = 8;

/// Acronyms without brackets mean the one full form of the document whose initials they are.
fn link_acronyms(forms: &mut [Form]) {
    let mut by_initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        by_initials.entry(initials(undated(&form.words))).or_default().push(at);
    }
    for at in 0..forms.len() {
        if forms[at].words.len() != 1
            || !forms[at].surface.chars().all(|c| c.is_uppercase())
            || forms[at].surface.len() < 3
        {
            continue;
        }
        // its own initial is one letter
        if let Some([one]) = by_initials.get(&forms[at].words[0]).map(Vec::as_slice) {
            join(forms, at, *one);
        }
    }
}

/// A strange name that stands once, one slip away from a name that is known or stands more often, means that one: 'Velmroa'
/// beside 'Velmora'. A slip is a letter too many, one too few, or two in the wrong order, within the word.
///
/// # Complexity
/// Linear in the letters of the forms.
fn link_misspelt(forms: &mut [Form]) {
    let lists = Gazetteer::embedded();
    let mut by_rest: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        if let [word] = form.words.as_slice()
            && is_slip_length(word)
        {
            for rest in shortened(word).chain([word.clone()]) {
                by_rest.entry(rest).or_default().push(at);
            }
        }
    }
    for at in 0..forms.len() {
        let form = &forms[at];
        let [word] = form.words.as_slice() else { continue };
        let is_listed = lists.name(&form.surface).is_some()
            || lists.is_place(&form.surface)
            || lists.is_first_name(&form.surface)
            || lists.is_last_name(&form.surface);
        if form.places.len() > 1 || is_listed || !is_slip_length(word) || super::lexicon::is_ordinary(word) {
            continue;
        }
        let near: BTreeSet<usize> = shortened(word)
            .chain([word.clone()])
            .filter_map(|rest| by_rest.get(&rest))
            .filter(|near| near.len() <= MOST_NEAR)
            .flatten()
            .copied()
            .filter(|near| {
                let other = &forms[*near];
                let is_sure = other.places.len() > 1 || lists.name(&other.surface).is_some();
                let other = &other.words[0];
                (is_sure || *near < at && is_swap(word, other)) && is_slip(word, other)
            })
            .collect();
        if let Some(near) = near.first().filter(|_| near.len() == 1) {
            join(forms, at, *near);
        }
    }
}

/// The most names that share all letters but one of a word; a longer list tells nothing.
const MOST_NEAR: usize = 8;

/// Whether a slip is told from another name: the word is long enough, and short enough to be one.
fn is_slip_length(word: &str) -> bool {
    (6..=20).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// A word without each of its inner letters.
fn shortened(word: &str) -> impl Iterator<Item = String> {
    (1..word.len() - 1).map(|at| format!("{}{}", &word[..at], &word[at + 1..]))
}

/// Whether two words differ by a slip within them.
fn is_slip(word: &str, other: &str) -> bool {
    let ends = |word: &str| (word.bytes().next(), word.bytes().next_back());
    let is_letter = || word.len().abs_diff(other.len()) == 1 && strsim::levenshtein(word, other) == 1;
    ends(word) == ends(other) && (is_swap(word, other) || is_letter())
}

/// Whether two words differ by the order of two neighbouring letters.
fn is_swap(word: &str, other: &str) -> bool {
    strsim::hamming(word, other) == Ok(2) && strsim::osa_distance(word, other) == 1
}

/// Whether a word is the year of an edition.
fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

/// The words of a name without the year of its edition: 'Foo Bar Summit 2013'.
fn undated(words: &[String]) -> &[String] {
    match words {
        [name @ .., last] if is_year(last) => name,
        words => words,
    }
}

/// 'Advisory Board' means the one 'Foo Advisory Board' of the document.
fn link_endings(forms: &mut [Form]) {
    let cues = Gazetteer::embedded().cues();
    for at in 0..forms.len() {
        let short = &forms[at].words;
        let heads = short.last().map_or(&[][..], |w| cues.votes("head", w));
        let is_body = heads
            .iter()
            .any(|(kind, weight)| matches!(kind, EntityType::Organization | EntityType::Event) && *weight >= 5);
        let is_gathering = short.len() > 1 && short.last().is_some_and(|w| super::runs::is_gathering(w));
        if !is_body || !is_gathering && !short.iter().all(|w| super::lexicon::is_ordinary(w)) {
            continue;
        }
        let full: Vec<usize> = (0..forms.len())
            .filter(|f| *f != at && forms[*f].words.len() > short.len() && forms[*f].words.ends_with(short))
            .collect();
        if let [one] = full[..] {
            join(forms, at, one);
        }
    }
}

/// 'Foo Summit' is the one edition of it that the document names, 'Foo Summit 2014'; 'the Foo conference' is Foo, where the
/// document names it so.
fn link_editions(forms: &mut [Form]) {
    let mut editions: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        let [name @ .., last] = form.words.as_slice() else { continue };
        if !name.is_empty() && is_year(last) && form.votes.winner() == EntityType::Event {
            editions.entry(name.to_vec()).or_default().push(at);
        }
    }
    let by_words: BTreeMap<Vec<String>, usize> =
        forms.iter().enumerate().map(|(at, form)| (form.words.clone(), at)).collect();
    for at in 0..forms.len() {
        let edition = |words: &[String]| match editions.get(words).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        };
        let same = edition(&forms[at].words).or_else(|| {
            let stem = without_gathering(&forms[at])?;
            let is_event = |at: &usize| forms[*at].votes.winner() == EntityType::Event;
            by_words.get(stem).copied().filter(is_event).or_else(|| edition(stem))
        });
        if let Some(same) = same {
            join(forms, at, same);
        }
    }
}

/// The words of a name before the small word that says what it is: 'Foo conference'.
fn without_gathering(form: &Form) -> Option<&[String]> {
    let is_small = form.surface.rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_lowercase));
    let [stem @ .., last] = form.words.as_slice() else { return None };
    (is_small && !stem.is_empty() && super::runs::is_gathering(last)).then_some(stem)
}

/// 'Firefox 102' is 'Mozilla Firefox 102', 'Foo v1.2' is 'Foo 1.2'.
fn link_versions(forms: &mut [Form]) {
    let mut by_version: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        if let Some(last) = form
            .words
            .last()
            .filter(|w| (form.words.len() > 1 || is_build_date(w)) && w.contains(|c: char| c.is_ascii_digit()))
        {
            by_version.entry(short_version(last).to_owned()).or_default().push(at);
        }
    }
    // 'Alpha 1' is 'Foo 2.0 Alpha1'
    let joined: Vec<String> = forms.iter().map(|form| form.words.concat()).collect();
    for at in (0..forms.len()).filter(|at| is_stage_alone(&joined[*at])) {
        let full: Vec<usize> = (0..forms.len())
            .filter(|f| joined[*f].len() > joined[at].len() && joined[*f].ends_with(&joined[at]))
            .collect();
        if let [one] = full[..] {
            join(forms, at, one);
        }
    }
    for same in by_version.values().filter(|same| same.len() > 1 && same.len() < 50) {
        for &short in same {
            let stem = forms[short].words[..forms[short].words.len() - 1].to_vec();
            let full = same.iter().copied().find(|&f| {
                let words = &forms[f].words[..forms[f].words.len() - 1];
                f != short
                    && (words.len() > stem.len() || words.len() == stem.len() && f < short)
                    && is_subsequence(&stem, words)
            });
            if let Some(full) = full {
                join(forms, short, full);
            }
        }
    }
}

/// A version without 'v' and without the last of three or more numbers where it is naught: 'v2.4.0' is '2.4'.
fn short_version(version: &str) -> &str {
    let version = version.trim_start_matches('v');
    version.strip_suffix(".0").filter(|short| short.contains('.')).unwrap_or(version)
}

/// 'alpha1', 'beta2', 'rc3'
fn is_stage_alone(word: &str) -> bool {
    ["alpha", "beta", "rc", "milestone"].iter().any(|stage| {
        word.strip_prefix(stage).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_subsequence(short: &[String], full: &[String]) -> bool {
    let mut rest = full.iter();
    short.iter().all(|w| rest.any(|f| f == w || f.starts_with(&format!("{w}/"))))
}

fn initials(words: &[String]) -> String {
    words
        .iter()
        .filter(|w| !matches!(w.as_str(), "of" | "for" | "the" | "and" | "&"))
        .filter_map(|w| w.chars().next())
        .map(plain_letter)
        .collect()
}

/// A letter without its accent: 'é' is 'e'.
fn plain_letter(letter: char) -> char {
    let plain = deunicode::deunicode_char(letter).and_then(|plain| plain.chars().next());
    plain.map_or(letter, |plain| plain.to_ascii_lowercase())
}

/// Whether `short` is one word whose letters are initials or capitals of `full`, in order.
pub fn is_acronym(short: &[String], full: &[String]) -> bool {
    let [short] = short else { return false };
    if short.chars().count() < 2 || full.len() < 2 && full.first().is_none_or(|w| w.len() <= short.len()) {
        return false;
    }
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let starts: Vec<char> = initials(full).chars().collect();
    if letters == starts {
        return true;
    }
    // letters in order, the first one an initial, each word contributing at most a few
    let text: String = full.join(" ").chars().map(plain_letter).collect();
    let mut rest = text.chars();
    letters.first() == text.chars().next().as_ref()
        && letters.len() <= 6
        && full.len() >= 2
        && letters.iter().all(|l| rest.any(|c| c == *l))
        && starts.iter().filter(|s| letters.contains(s)).count() * 2 >= starts.len()
}

fn root(forms: &[Form], at: usize) -> usize {
    let mut at = at;
    while forms[at].parent != at {
        at = forms[at].parent;
    }
    at
}

fn join(forms: &mut [Form], child: usize, parent: usize) {
    let (child, parent) = (root(forms, child), root(forms, parent));
    if child != parent {
        forms[child].parent = parent;
    }
}

fn group(forms: &[Form]) -> BTreeMap<usize, Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..forms.len() {
        groups.entry(root(forms, at)).or_default().push(at);
    }
    groups
}

/// The votes of hand-made cues that say next to nothing.
const WEAK: i32 = 2;

/// The votes of hand-made cues from which a name is none that learned clues make doubtful.
const CERTAIN: i32 = 5;

/// The votes of all places together, from which a name is none either: one place may tell it where others say nothing.
const TOLD: i32 = 8;

/// Whether learned clues make all forms of a name doubtful, and neither a list nor a cue speaks for one of them. A strange
/// word needs more doubt.
fn is_doubtful<'f>(mut forms: impl Iterator<Item = &'f Form>) -> bool {
    let lists = Gazetteer::embedded();
    let is_strange = |surface: &str| {
        let mut letters = surface.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(char::is_lowercase)
            && !super::lexicon::is_ordinary(&surface.to_lowercase())
    };
    forms.all(|form| {
        let surface = form.surface.replace('\u{2019}', "'");
        // 'Deep Testing': two ordinary words with capitals, once
        let is_talk = form.places.len() == 1
            && form.words.len() == 2
            && form.cues <= WEAK
            && form.words.iter().all(|word| super::lexicon::is_ordinary(word));
        let least = match (is_strange(&surface), is_talk) {
            (true, _) => 2 * DOUBTFUL,
            (_, true) => 0,
            _ => DOUBTFUL,
        };
        form.learned.doubt() >= least
            && form.cues < CERTAIN
            && form.context.of(form.context.winner()) < TOLD
            && form.votes.winner() != EntityType::Person
            && lists.name(&surface).is_none()
            && !lists.is_place(&surface)
    })
}

fn build(
    document: &Document,
    words: &Words<'_>,
    candidates: &[Candidate],
    forms: &[Form],
    groups: &BTreeMap<usize, Vec<usize>>,
) -> (Vec<Mention>, Vec<ArticleEntity>) {
    let mut order: Vec<(usize, usize)> = groups
        .iter()
        .map(|(root, members)| (members.iter().map(|f| forms[*f].places[0]).min().unwrap_or(0), *root))
        .collect();
    order.sort_unstable();
    let mut owner = vec![None; candidates.len()];
    let mut entities = Vec::with_capacity(order.len());
    for (id, (_, root)) in order.iter().enumerate() {
        let members = &groups[root];
        let mut votes = Votes::default();
        let mut surfaces: BTreeMap<&str, usize> = BTreeMap::new();
        let mut links: BTreeMap<&str, usize> = BTreeMap::new();
        for form in members.iter().map(|f| &forms[*f]) {
            votes.add_all(form.votes);
            for place in &form.places {
                owner[*place] = Some(EntityId(id as u32));
                let c = candidates[*place];
                *surfaces.entry(words.surface(c.first, c.end)).or_default() += 1;
                if let Some(target) = link_over(&document.links, words.span(c.first, c.end)) {
                    *links.entry(target).or_default() += 1;
                }
            }
        }
        for (target, _) in links.iter().take(4) {
            votes.add_all(link_votes(&forms[*root].surface, target));
        }
        entities.push(entity(&forms[*root], votes, &surfaces, &links));
    }
    let mentions = candidates
        .iter()
        .zip(owner)
        .filter_map(|(c, entity)| {
            Some(Mention {
                span: words.name_span(c.first, c.end),
                first_token: c.first,
                end_token: c.end,
                entity: entity?,
                kind: MentionKind::Name,
            })
        })
        .collect();
    (mentions, entities)
}

fn link_over(links: &[Link], span: crate::model::Span) -> Option<&str> {
    let at = links.partition_point(|l| l.anchor.end <= span.start);
    links
        .get(at)
        .filter(|l| l.anchor == span || l.anchor.len() <= span.len() + 4 && l.anchor.contains(span))
        .map(|l| l.target.as_str())
}

fn entity(root: &Form, votes: Votes, surfaces: &BTreeMap<&str, usize>, links: &BTreeMap<&str, usize>) -> ArticleEntity {
    let entity_type = votes.winner();
    // the fullest form: of the root's words, written as most often
    let mut names: Vec<(&str, usize)> = surfaces.iter().map(|(s, n)| (*s, *n)).collect();
    names.sort_by(|a, b| {
        let is_root = |s: &str| usize::from(s == root.surface);
        (is_root(b.0), b.0.chars().count(), b.1).cmp(&(is_root(a.0), a.0.chars().count(), a.1)).then(a.0.cmp(b.0))
    });
    // the full stop of a sentence is no part of 'Mac OS X'
    let ends_in_letter = |stem: &str| {
        let mut chars = stem.chars();
        chars.next_back().is_some_and(char::is_uppercase) && chars.as_str().ends_with(' ')
    };
    let clean = |s: &str| {
        s.strip_suffix('.')
            .filter(|stem| ends_in_letter(stem))
            .unwrap_or(s)
            .trim_end_matches(['®', '™'])
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(" ,", ",")
    };
    let name = names.first().map_or(String::new(), |(s, _)| clean(s));
    let aliases: BTreeSet<String> = names.iter().map(|(s, _)| clean(s)).filter(|s| *s != name).collect();
    let lists = Gazetteer::embedded();
    let same_as = std::iter::once(&name)
        .chain(&aliases)
        .filter_map(|form| lists.name(form))
        .filter(|known| known.entity_type == Some(entity_type))
        .filter_map(|known| known.wikidata)
        .map(|id| format!("http://www.wikidata.org/entity/{id}"))
        .collect::<BTreeSet<_>>();
    let is_web = |t: &str| t.starts_with("http://") || t.starts_with("https://");
    let url = links.iter().filter(|(t, _)| is_web(t)).max_by_key(|(_, n)| **n).map(|(t, _)| (*t).to_owned());
    let lower = name.to_lowercase();
    let subkind = match entity_type {
        EntityType::Organization if lower.ends_with("consortium") => Some("consortium"),
        EntityType::Organization if lower.ends_with("foundation") => Some("ngo"),
        _ => None,
    };
    // a link that two sources of identity dispute is no link
    let same_as = if same_as.len() == 1 { same_as.into_iter().collect() } else { Vec::new() };
    let is_certain = votes.of(entity_type) > 3;
    let votes = votes.ranked();
    ArticleEntity {
        entity_type,
        votes,
        is_certain,
        name,
        aliases: aliases.into_iter().collect(),
        url,
        same_as,
        subkind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        text.to_lowercase().split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_series_is_the_one_edition_that_a_document_names() {
        use super::super::tests::found;
        let names = found("Tarn Connect 2013 was held in Oslo. The Tarn Connect conference drew crowds.");
        assert_eq!(names, ["Event Tarn Connect 2013", "Place Oslo"]);
        let names = found("The Tarn Summit 2013 and the Tarn Summit 2014 followed. We like the Tarn Summit.");
        assert_eq!(names.len(), 3, "{names:?}");
    }

    #[test]
    fn acronyms_take_initials_or_letters_in_order() {
        assert!(is_acronym(&split("FWA"), &split("Far Water Alliance")));
        assert!(is_acronym(&split("IoW"), &split("Institute of Weather")));
        assert!(!is_acronym(&split("ABC"), &split("Far Water Alliance")));
        assert!(!is_acronym(&split("FW"), &split("Far")));
    }
}
