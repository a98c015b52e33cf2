//! Where a run of capitalised words goes on beyond the next capital: 'of', '&', a legal form, a version, a possessive.

use super::lexicon::{is_in, is_one_with_slash, is_ordinary, is_sentence_opener};
use super::tokens::is_generation;
use super::versions::{is_stage, is_version};
use super::words::{Candidate, Words};
use crate::model::TokenKind;
use crate::schema::Gazetteer;

/// Whether a list has the run as a name.
pub fn is_listed(words: &Words<'_>, c: Candidate) -> bool {
    Gazetteer::embedded().name(&words.surface(c.first, c.end).replace('\u{2019}', "'")).is_some()
}

/// 'the Foo foundation', 'the Bar board': an uncapitalised noun that makes the name that of a body of its own.
fn names_a_body(words: &Words<'_>, first: usize, end: usize) -> bool {
    words.kind(end) == TokenKind::Lower
        && matches!(
            words.lower(end),
            "foundation"
                | "consortium"
                | "alliance"
                | "board"
                | "council"
                | "committee"
                | "conference"
                | "summit"
                | "team"
        )
        && first > 0
        && (matches!(words.lower(first - 1), "the" | "this" | "first" | "new" | "annual")
            || words.kind(first - 1) == TokenKind::Possessive && first > 1 && words.lower(first - 2) == "year")
        && (words.lower(end) != "team" || end - first > 1 && is_team(words, first, end))
        && words.kind(end - 1) != TokenKind::Number
        && !(words.kind(end + 1) == TokenKind::Lower
            && !is_sentence_opener(words.word(end + 1))
            && is_plain_noun(words.lower(end + 1)))
}

/// 'the Foo release team', 'the Bar marketing team', 'the Foo working group': a body that bears its task.
fn names_a_team(words: &Words<'_>, first: usize, end: usize) -> bool {
    let is_task = match words.lower(end + 1) {
        "group" => matches!(words.lower(end), "working" | "user" | "users"),
        "force" => words.lower(end) == "task",
        "team" => matches!(
            words.lower(end),
            "community"
                | "compiler"
                | "core"
                | "design"
                | "documentation"
                | "events"
                | "infrastructure"
                | "language"
                | "library"
                | "marketing"
                | "moderation"
                | "packaging"
                | "press"
                | "release"
                | "security"
                | "testing"
                | "translation"
                | "web"
        ),
        _ => false,
    };
    is_task
        && words.kind(end) == TokenKind::Lower
        && words.kind(end + 1) == TokenKind::Lower
        && first > 0
        && words.lower(first - 1) == "the"
        && words.kind(end - 1) != TokenKind::Number
}

/// A noun that names what people gather for.
pub fn is_gathering(lower: &str) -> bool {
    use crate::model::EntityType::Event;
    Gazetteer::embedded().cues().votes("head", lower).iter().any(|(kind, weight)| *kind == Event && *weight >= 9)
}

/// A noun that is the head of the names of bodies.
pub fn is_body(lower: &str) -> bool {
    use crate::model::EntityType::{Company, Organization};
    let votes = Gazetteer::embedded().cues().votes("head", lower);
    votes.iter().any(|(kind, weight)| matches!(kind, Company | Organization) && *weight >= 7)
}

/// Whether a word ends the name of a business: a legal form, or a trade.
pub fn is_tail(words: &Words<'_>, at: usize) -> bool {
    Gazetteer::embedded().is_legal_form(words.word(at)) || is_in("company-tail", words.lower(at))
}

/// The end of the legal form that follows a name: 'Acme plc', 'Acme s.r.o.', 'Acme, Inc.'.
pub fn legal_form_end(words: &Words<'_>, end: usize, limit: usize) -> Option<usize> {
    let is_form = |at: usize| at < limit && Gazetteer::embedded().is_legal_form(words.word(at));
    let is_dotted = |at: usize| words.word(at).matches('.').count() > 1;
    let is_small = |at: usize| is_dotted(at) || matches!(words.lower(at), "plc" | "gmbh" | "inc" | "ltd");
    if words.lower(end) == "," {
        // 'Acme, d.o.o.' and 'Acme Co., Ltd.', but not 'Acme, Co. Meath'
        let is_whole = is_form(end + 1) && (words.is_capital(end + 1) || is_dotted(end + 1));
        return (is_whole && !matches!(words.lower(end + 1), "co" | "co.")).then_some(end + 2);
    }
    (is_form(end) && is_small(end) && !words.touches(end)).then_some(end + 1)
}

/// The end of what a comma parts from a name of its own: 'Tom Marsh, Jr.', 'University of Texas, Austin'.
pub fn apposed_end(words: &Words<'_>, first: usize, end: usize, limit: usize) -> Option<usize> {
    generation_end(words, first, end, limit).or_else(|| campus_end(words, first, end, limit))
}

/// The end of 'Jr.' or 'Sr.' behind the two words of a person's name.
fn generation_end(words: &Words<'_>, first: usize, end: usize, limit: usize) -> Option<usize> {
    let at = end + usize::from(words.lower(end) == ",");
    (end - first > 1 && at < limit && is_generation(words.word(at))).then_some(at + 1)
}

/// States whose university has campuses in several towns, each a university of its own.
const WITH_CAMPUSES: [&str; 13] = [
    "alabama",
    "alaska",
    "arkansas",
    "california",
    "colorado",
    "hawaii",
    "illinois",
    "maryland",
    "massachusetts",
    "nebraska",
    "tennessee",
    "texas",
    "wisconsin",
];

/// The end of the town behind the university of a state: 'University of Texas, Austin', 'Texas State University, Marcos'.
fn campus_end(words: &Words<'_>, first: usize, end: usize, limit: usize) -> Option<usize> {
    let is_state = |at: usize| WITH_CAMPUSES.contains(&words.lower(at));
    let is_university = |at: usize| words.lower(at) == "university";
    let of_state = end - first >= 3 && is_university(end - 3) && words.lower(end - 2) == "of" && is_state(end - 1);
    let state_university =
        end - first == 3 && is_state(first) && words.lower(first + 1) == "state" && is_university(end - 1);
    if words.lower(end) != "," || !of_state && !state_university {
        return None;
    }
    let is_town = |to: &usize| *to <= limit && Gazetteer::embedded().is_place(words.surface(end + 1, *to));
    [end + 3, end + 2].into_iter().find(is_town)
}

/// 'the Velmora Desktop team', but not 'the Acme team', 'the Bank of Far Water team'.
fn is_team(words: &Words<'_>, first: usize, end: usize) -> bool {
    (first..end).all(|at| words.is_capital(at)) && !is_listed(words, Candidate { first, end })
}

/// Whether a run can be the first name before 'van' and 'de': a listed one, or a strange word.
fn may_be_first_name(words: &Words<'_>, first: usize, end: usize) -> bool {
    Gazetteer::embedded().is_first_name(words.word(first))
        || end == first + 1
            && words.kind(first) == TokenKind::Capitalised
            && !is_ordinary(words.lower(first))
            && !is_listed(words, Candidate { first, end })
            && !Gazetteer::embedded().is_place(words.word(first))
}

/// The last name after a first name and a nickname in quotation marks.
fn after_nickname(words: &Words<'_>, first: usize, end: usize) -> Option<usize> {
    let is_quote = |at: usize| {
        matches!(words.word(at), "'" | "\"" | "\u{2018}" | "\u{2019}" | "\u{201c}" | "\u{201d}" | "``" | "''")
    };
    let is_nickname = words.kind(end + 1) != TokenKind::Mark && words.touches(end + 1) && words.touches(end + 2);
    (end - first <= 2
        && is_quote(end)
        && !words.touches(end)
        && is_nickname
        && is_quote(end + 2)
        && !words.touches(end + 3)
        && words.kind(end + 3) == TokenKind::Capitalised
        && Gazetteer::embedded().is_first_name(words.word(first)))
    .then_some(end + 3)
}

fn is_plain_noun(lower: &str) -> bool {
    Gazetteer::embedded().parts_of_speech(lower).next() == Some("NOUN")
}

/// The end of the name of a body that goes on behind 'and', a comma or 'on': 'Tarn Iron and Steel Co.', 'Department of
/// Botany and Zoology', 'Bureau of Alcohol, Tobacco and Firearms', 'Council on Foreign Trade'.
fn end_of_fields(words: &Words<'_>, first: usize, end: usize, limit: usize) -> Option<usize> {
    const FIELDS: usize = 3;
    let lists = Gazetteer::embedded();
    let is_free = |at: usize| {
        at < limit
            && words.kind(at) == TokenKind::Capitalised
            && lists.name(words.word(at)).is_none()
            && !lists.is_place(words.word(at))
    };
    let is_day = |at: usize| is_in("month", words.lower(at)) || is_in("weekday", words.lower(at));
    let is_field = |at: usize| is_free(at) && is_ordinary(words.lower(at)) && !is_day(at);
    let is_head = |at: usize| is_body(words.lower(at)) || is_gathering(words.lower(at));
    let is_and = |at: usize| matches!(words.lower(at), "and" | "&");
    if words.lower(end) == "on" && is_body(words.lower(end - 1)) && is_field(end + 1) {
        return Some(end + 2);
    }
    if is_head(end - 1) || !matches!(words.lower(end), "and" | "&" | ",") {
        return None;
    }
    let link = (first + 1..end).find(|at| matches!(words.lower(*at), "of" | "for" | "on"));
    let is_department = |at: usize| {
        matches!(words.lower(at), "department" | "faculty" | "school" | "chair" | "division" | "ministry" | "section")
    };
    if is_and(end) && link.is_some_and(|link| is_department(link - 1)) && is_free(end + 1) && !words.is_capital(end + 2)
    {
        return Some(end + 2);
    }
    if !is_field(end - 1) {
        return None;
    }
    if is_and(end) {
        // 'Iron and Steel Co.', 'Industrial and Commercial Bank'
        let run = (end + 1..limit.min(end + 1 + FIELDS)).take_while(|at| words.is_capital(*at)).count();
        let last = end + run;
        let is_end = is_tail(words, last)
            || is_body(words.lower(last))
            || matches!(words.lower(last), "club" | "party" | "railroad" | "railway" | "trust");
        let is_whole = run > 1 && is_end && !words.is_capital(last + 1);
        return (is_whole && (end + 1..last).all(is_field)).then_some(last + 1);
    }
    // 'Alcohol, Tobacco and Firearms'
    link?;
    let mut at = end;
    for _ in 0..FIELDS {
        let is_last = is_and(at) || words.lower(at) == "," && is_and(at + 1);
        let next = if is_and(at) || !is_last { at + 1 } else { at + 2 };
        if !is_free(next) || words.is_capital(next + 1) || !is_last && (words.lower(at) != "," || !is_field(next)) {
            return None;
        }
        if is_last {
            return Some(next + 1);
        }
        at = next + 1;
    }
    None
}

/// The end of the run with its next part, or nothing where the run ends.
pub fn extend(
    words: &Words<'_>,
    first: usize,
    end: usize,
    limit: usize,
    is_role: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    if end >= limit || end - first > 12 {
        return None;
    }
    let capital = |at: usize| at < limit && words.is_capital(at) && !is_role(at);
    let lower = words.lower(end);
    // 'Foo 4.5 beta', 'Foo 4.5 Release Candidate 1' is not Foo 4.5 yet
    if words.kind(end - 1) == TokenKind::Number && end - first > 1 && !words.touches(end) {
        match (lower, words.lower(end + 1)) {
            ("alpha" | "beta", _) => return Some(end + 1),
            ("release", "candidate") => return Some(end + 2),
            _ => {}
        }
    }
    if capital(end) && !words.touches(end) {
        let numbered = words.kind(end - 1) == TokenKind::Number;
        return (!numbered || is_stage(words.lower(end))).then_some(end + 1);
    }
    // 'Open 3D Foundation'
    let word = words.word(end);
    let dimension = word.len() <= 4
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.ends_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    if dimension && capital(end + 1) && !words.touches(end) {
        return Some(end + 2);
    }
    if is_version(words, end) && !is_in("month", words.lower(end - 1).trim_end_matches('.')) {
        return Some(end + 1);
    }
    if names_a_body(words, first, end) {
        return Some(end + 1);
    }
    if names_a_team(words, first, end) {
        return Some(end + 2);
    }
    if lower == "kernel" && words.kind(end) == TokenKind::Lower {
        return Some(end + 1);
    }
    if let Some(end) = legal_form_end(words, end, limit).or_else(|| apposed_end(words, first, end, limit)) {
        return Some(end);
    }
    // but 'Ann Keller & Tom Marsh' are two
    let has_digit = |at: usize| words.word(at).bytes().any(|b| b.is_ascii_digit());
    let are_two = || {
        end - first >= 2 && capital(end + 2) && !capital(end + 3) && !is_tail(words, end + 2)
            // 'the X1 & X2 boards'
            || has_digit(end - 1) && has_digit(end + 1)
    };
    if matches!(lower, "&" | "+") && capital(end + 1) && !are_two() {
        return Some(end + 2);
    }
    // 'GNU/Linux' in three tokens; but 'Acme/Foo' are two
    if lower == "/" && words.touches(end) && end + 1 < limit && words.touches(end + 1) && capital(end + 1) {
        return is_one_with_slash(words.word(end - 1), words.word(end + 1)).then_some(end + 2);
    }
    // 'Ann "annk" Keller'
    if let Some(last) = after_nickname(words, first, end).filter(|last| capital(*last)) {
        return Some(last + 1);
    }
    // 'St. Mark's College'
    if words.kind(end) == TokenKind::Possessive
        && matches!(words.lower(first), "st" | "st." | "saint")
        && capital(end + 1)
        && is_body(words.lower(end + 1))
    {
        return Some(end + 2);
    }
    // 'the Gardeners' Summit', 'the Reader's Choice Awards': a gathering bears the name of those whom it is for
    if words.kind(end) == TokenKind::Possessive
        && capital(end + 1)
        && (is_gathering(words.lower(end + 1)) && !is_listed(words, Candidate { first, end })
            || is_plain_noun(words.lower(end - 1))
                && !(end - first > 1 && is_body(words.lower(end - 1)))
                && capital(end + 2)
                && is_gathering(words.lower(end + 2)))
    {
        return Some(end + 2);
    }
    let has_head = (first..end).any(|at| is_in("of-head", words.lower(at)));
    if is_in("name-link", lower) && is_in("of-head", words.lower(end - 1)) {
        let after = if words.lower(end + 1) == "the" { end + 2 } else { end + 1 };
        if capital(after) && !is_in("month", words.lower(after)) {
            return Some(after + 1);
        }
    }
    // 'Google Summer of Code'
    if is_in("name-link", lower) && capital(end + 1) && is_listed(words, Candidate { first, end: end + 2 }) {
        return Some(end + 2);
    }
    // 'Society for the Protection of Lakes'
    let is_linked = || (first..end).any(|at| is_in("name-link", words.lower(at)));
    if lower == "of" && has_head && end - first < 6 && is_linked() && capital(end + 1) {
        return Some(end + 2);
    }
    // 'University of California at San Diego'
    if lower == "at"
        && words.lower(first) == "university"
        && (first..end).any(|at| words.lower(at) == "of")
        && capital(end + 1)
    {
        return Some(end + 2);
    }
    if lower == "and" && has_head && is_linked() && capital(end + 1) && is_ordinary(words.lower(end + 1)) {
        return Some(end + 2);
    }
    if let Some(last) = end_of_fields(words, first, end, limit) {
        return Some(last);
    }
    // 'Universidad de Chile'
    let is_foreign_body = || {
        let votes = Gazetteer::embedded().cues().votes("first", words.lower(first));
        votes.iter().any(|(kind, weight)| *kind == crate::model::EntityType::Organization && *weight >= 8)
    };
    if is_in("particle", lower) && (may_be_first_name(words, first, end) || end == first + 1 && is_foreign_body()) {
        // 'Ann van Tarn', 'Ann van der Tarn'
        let last = if is_in("particle", words.lower(end + 1)) { end + 2 } else { end + 1 };
        if capital(last) {
            return Some(last + 1);
        }
    }
    if words.kind(end) == TokenKind::Possessive {
        // also where an opener stands before it: 'Using Let's Encrypt'
        let known = |to: usize| {
            (first..end).any(|from| {
                let surface = words.surface(from, to).replace('\u{2019}', "'");
                Gazetteer::embedded().name(&surface).is_some()
            })
        };
        // 'King's College Tarn'
        let is_school = matches!(words.lower(end + 1), "college" | "hospital" | "school" | "university");
        if capital(end + 1) && (known(end + 2) || is_school && end - first == 1) {
            return Some(end + 2);
        }
        // 'Mark's presentation' is no shop
        let is_owner = end == first + 1
            && (Gazetteer::embedded().is_first_name(words.word(first)) || is_in("name-word", words.lower(first)))
            && is_plain_noun(words.lower(end + 1));
        if known(end + 1) && words.word(end).len() > 1 && !is_owner {
            return Some(end + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::annotate::tests::found;

    #[test]
    fn names_of_bodies_go_on_behind_and() {
        for name in [
            "Department of Botany and Zoology",
            "Bureau of Alcohol, Tobacco and Firearms",
            "National Foundation on Fitness, Sports, and Nutrition",
            "Tarn Iron and Steel Co.",
            "Tarn Boys and Girls Club",
            "St. Mark's College",
        ] {
            let names = found(&format!("She works for the {name} in Oslo."));
            assert!(names.iter().any(|found| found.ends_with(name)), "{name}: {names:?}");
        }
        let california = found("The University of California, San Diego grew.");
        assert_eq!(california, ["Organization University of California, San Diego"]);
        assert_eq!(found("She is at the University of Oslo, Norway.")[0], "Organization University of Oslo");
        assert_eq!(found("Tom Marsh, Jr., and Ann Keller met.")[0], "Person Tom Marsh, Jr.");
        let names = found("The University of Oslo and Acme signed. The Bank of Tarn and Velmora Group merged.");
        assert!(names.iter().all(|name| !name.contains(" and ")), "{names:?}");
    }
}
