//! Which date of a sentence dates a fact, and where none stands, whether the article's own date does.
//!
//! The tree decides which happening a date belongs to: that of the fact, one that is told beside it, or another
//! ('Acme, founded in 1998, sponsors Foo' dates the founding). Among those of the fact the nearest one counts.

use super::dates::{DateExpression, year_number};
use super::matcher::Match;
use super::relative_dates::is_before_event;
use super::ties::{self, Tie};
use super::view::View;
use crate::model::{BlockKind, EntityType, PartialDate, Span, Status};

/// Units between a match and the date of its happening, at most.
const FARTHEST: usize = 12;

/// The date of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated {
    /// The date.
    pub value: PartialDate,
    /// Whether no word says it: the article reports the fact as news.
    pub is_news: bool,
}

impl Dated {
    /// A date that stands in the text.
    pub fn told(value: PartialDate) -> Self {
        Self { value, is_news: false }
    }

    /// The date of an article that tells something as news.
    pub fn news(value: PartialDate) -> Self {
        Self { value, is_news: true }
    }
}

/// When a happening took place: the date in its sentence that belongs to it, else the article's own date where
/// the sentence reports it as news. What the text only plans has no date but the one it tells.
pub fn event_date(
    view: &View<'_>,
    predicate: &str,
    found: &Match,
    dates: &[DateExpression],
    status: Status,
) -> Option<Dated> {
    if let Some(begin) = view.begins.or_else(|| beginning(view, dates)) {
        return Some(Dated::told(begin));
    }
    let last = found.objects.iter().chain(&found.subjects).copied().max().unwrap_or(found.end).max(found.end);
    let distance = |d: &DateExpression| {
        if d.first >= found.first { d.first.saturating_sub(last) } else { found.first - d.end + 2 }
    };
    let near = dates
        .iter()
        .map(|d| (tie(view, found, d), distance(d), d))
        .filter(|(tie, distance, _)| *tie != Tie::Foreign && *distance <= FARTHEST)
        .min_by_key(|(tie, distance, d)| (*tie, *distance, d.first));
    if let Some((_, _, near)) = near {
        return Some(Dated::told(near.value));
    }
    if predicate == "participatesIn" {
        return view.edition.map(Dated::told);
    }
    if let Some(year) = year_of_occasion(view, found) {
        return Some(Dated::told(year));
    }
    if view.dated_elsewhere {
        return None;
    }
    // events have days of their own, and what is only decided is news where it is the headline, unless it has to be made first
    let is_dated_by_event = matches!(predicate, "heldOn" | "organizes" | "participatesIn" | "locatedIn");
    let is_made = matches!(predicate, "released" | "releasedOn" | "founded" | "foundedOn");
    if is_dated_by_event || status != Status::Asserted && (is_made || !is_headline(view)) {
        return None;
    }
    if let Some(period) = view.topics.period.filter(|_| !matches!(predicate, "founded" | "foundedOn")) {
        return Some(Dated::news(period));
    }
    let reports = (0..view.len()).any(|at| tells_news(view.lower(at)));
    let is_news = reports || is_headline(view) || found.current && !is_lasting(view, predicate, found);
    is_news.then_some(view.annotated.document.metadata.date).flatten().map(Dated::news)
}

/// Whether a present tense tells of what goes on: 'Acme sponsors Foo', 'Foo is supported by Acme', but not 'has sponsored'
/// nor 'is awarding'.
fn is_lasting(view: &View<'_>, predicate: &str, found: &Match) -> bool {
    let trigger = found.trigger.unwrap_or(found.first);
    let is_perfect = (trigger.saturating_sub(4)..trigger).any(|at| matches!(view.lower(at), "has" | "have" | "'ve"));
    matches!(predicate, "sponsorOf" | "partnerOf") && !is_perfect && !view.lower(trigger).ends_with("ing")
}

fn tells_news(word: &str) -> bool {
    matches!(
        word,
        "announce"
            | "announced"
            | "announces"
            | "announcing"
            | "welcome"
            | "welcomes"
            | "pleased"
            | "excited"
            | "thrilled"
            | "proud"
            | "delighted"
    )
}

/// When begins what a sentence tells: 'announced today that Ann Keller will join Acme, starting on 1 May'.
pub fn beginning(view: &View<'_>, dates: &[DateExpression]) -> Option<PartialDate> {
    let begins = |d: &&DateExpression| {
        (d.first.saturating_sub(2)..d.first)
            .any(|at| matches!(view.lower(at), "starting" | "beginning" | "commencing" | "effective"))
    };
    dates.iter().find(begins).map(|d| d.value)
}

/// The date that stands right beside a state, or in its clause: 'has been making Foo since 2010', 'In 2012 Acme made Foo'.
pub fn date_beside(view: &View<'_>, predicate: &str, found: &Match, dates: &[DateExpression]) -> Option<Dated> {
    let last = found.objects.iter().chain(&found.subjects).copied().max().unwrap_or(found.end).max(found.end);
    let first = found.objects.iter().chain(&found.subjects).copied().min().unwrap_or(found.first).min(found.first);
    let is_near = |d: &DateExpression| {
        let gap = if d.first >= last { d.first - last } else { first.saturating_sub(d.end) };
        let vague = usize::from(d.first > 0 && matches!(view.lower(d.first - 1), "early" | "mid" | "late"));
        let before = (d.first - vague).checked_sub(1).map_or("", |at| view.lower(at));
        view.is_clause
            || gap <= 2 + vague && matches!(before, "in" | "since" | "on" | "from")
            || d.first >= first && d.end <= last
    };
    let is_verb = found.trigger.is_some_and(|at| view.part_of_speech(at) == "VERB");
    let is_after = |d: &DateExpression| is_verb && d.first >= last && d.first - last <= FARTHEST;
    let ties = dates.iter().map(|d| (tie(view, found, d), d));
    let nearest = ties
        .filter(|(tie, d)| *tie != Tie::Foreign && is_near(d) || *tie == Tie::Same && is_after(d))
        .min_by_key(|(tie, d)| (*tie, d.first));
    let edition = view.edition.filter(|_| predicate == "participatesIn");
    // an office is not held since the event at which its holder speaks
    let is_happening = matches!(predicate, "founded" | "released" | "acquired");
    let occasion = || is_happening.then(|| year_of_occasion(view, found)).flatten();
    nearest.map(|(_, d)| d.value).or(edition).or_else(occasion).map(Dated::told)
}

/// The year in the name of the event at which something takes place: 'founded Foo during the 2005 Lakeside Summit'.
fn year_of_occasion(view: &View<'_>, found: &Match) -> Option<PartialDate> {
    let takes_place_at = |at: usize| {
        let before = (at.saturating_sub(2)..at).rev().find(|word| !matches!(view.lower(*word), "the" | "its" | "our"));
        before.is_some_and(|before| matches!(view.lower(before), "at" | "during"))
    };
    let year = |at: usize| view.lower(at).split(' ').find_map(year_number).and_then(PartialDate::from_year);
    (0..view.len())
        .filter(|at| view.entity_type(*at) == Some(EntityType::Event) && takes_place_at(*at))
        .filter(|at| at.abs_diff(found.end) <= FARTHEST && !found.objects.contains(at) && !found.subjects.contains(at))
        .find_map(year)
}

/// The date of the event that a sentence names by it: 'the 2014 summit', 'last year's annual meeting'.
pub fn edition(view: &View<'_>, dates: &[DateExpression]) -> Option<PartialDate> {
    let names_event = |d: &&DateExpression| {
        is_before_event(view, d.end + usize::from(view.is_possessive(d.end)))
            && d.first > 0
            && (view.is_possessive(d.end) || matches!(view.lower(d.first - 1), "the" | "our" | "its" | "their"))
    };
    dates.iter().find(names_event).map(|d| d.value)
}

/// Whether a date belongs to another happening than the verb of a match: 'founded Acme, and in 2013 she joined Foo'.
pub fn is_of_another(view: &View<'_>, found: &Match, date: &DateExpression) -> bool {
    found.trigger.is_some() && tie(view, found, date) == Tie::Foreign
}

fn tie(view: &View<'_>, found: &Match, date: &DateExpression) -> Tie {
    let trigger = found.trigger.unwrap_or(found.first);
    let aside = view.aside(date.first);
    if aside.is_some() && aside != view.aside(trigger) {
        Tie::Foreign
    } else {
        ties::tie(view, trigger, date.first..date.end)
    }
}

/// Where a date stands in the sentence.
pub fn date_span(view: &View<'_>, dates: &[DateExpression], date: PartialDate) -> Option<Span> {
    let expression = dates.iter().find(|d| d.value == date)?;
    Some(view.units.get(expression.first)?.span.join(view.units.get(expression.end - 1)?.span))
}

fn is_headline(view: &View<'_>) -> bool {
    let kind = view.annotated.document.blocks.get(view.sentence.block).map(|b| b.kind);
    matches!(kind, Some(BlockKind::Title))
}
