//! What stands beside a fact, as written: the price of a purchase, the sum or share of an investment, the level of a member
//! or sponsor, the office of a person.
//!
//! A pattern may take it in its own words; what stands further off is looked for here, where the predicate asks for it.

use std::ops::Range;

use super::amounts::{amount_at, hedged, is_undisclosed};
use super::matcher::{Match, role_ends};
use super::view::View;
use crate::schema::Gazetteer;

/// Units between a match and what qualifies it, at most.
const FARTHEST: usize = 12;

/// The qualifier of a fact.
pub fn qualifier(view: &View<'_>, predicate: &str, found: &Match) -> Option<String> {
    let own = found.qualifier.map(|(first, last)| first..last + 1);
    let range = match predicate {
        "acquired" => price(view, found, own.as_ref()).or(own.filter(|own| !is_deal(view.lower(own.end - 1)))),
        "investedIn" => own.map(|own| whole(view, own)).or_else(|| sum(view, found)),
        "sponsorOf" => own.map(|own| whole(view, own)).or_else(|| sum(view, found)).or_else(|| level(view, found)),
        "memberOf" => own.or_else(|| level(view, found)).or_else(|| standing(view, found)),
        "worksFor" => own.or_else(|| office(view, found)),
        _ => own,
    };
    text(view, &range?)
}

fn text(view: &View<'_>, range: &Range<usize>) -> Option<String> {
    let span = view.units.get(range.start)?.span.join(view.units.get(range.end.checked_sub(1)?)?.span);
    let text = view.annotated.surface_form(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let text =
        text.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ").trim_matches(',').trim();
    (!text.is_empty() && text.len() <= 120).then(|| text.to_owned())
}

fn is_deal(word: &str) -> bool {
    matches!(
        word,
        "acquisition"
            | "takeover"
            | "purchase"
            | "buyout"
            | "deal"
            | "merger"
            | "agreement"
            | "offer"
            | "bid"
            | "transaction"
    )
}

/// The unit after the last argument of a match and its words.
fn after(found: &Match) -> usize {
    found.objects.iter().chain(&found.subjects).map(|at| at + 1).max().unwrap_or(0).max(found.end)
}

/// The amounts of a sentence that belong to what a match tells: not in an aside about something else.
fn amounts(view: &View<'_>, found: &Match) -> Vec<Range<usize>> {
    let aside = view.aside(found.trigger.unwrap_or(found.first));
    let mut out = Vec::new();
    let mut at = 0;
    while at < view.len() {
        match amount_at(view, at) {
            Some(amount) => {
                at = amount.end;
                if view.aside(amount.start).is_none_or(|own| Some(own) == aside) {
                    out.push(amount);
                }
            }
            None => at += 1,
        }
    }
    out
}

/// 'for $40 million', 'in a deal worth about $1.2bn', 'its $40 million acquisition', 'for an undisclosed sum'.
fn price(view: &View<'_>, found: &Match, own: Option<&Range<usize>>) -> Option<Range<usize>> {
    if own.is_some_and(|own| (own.clone()).any(|at| matches!(view.lower(at), "%" | "percent" | "stake" | "share"))) {
        return None;
    }
    let end = after(found);
    let first = found.objects.iter().chain(&found.subjects).copied().min().unwrap_or(found.first).min(found.first);
    let is_paid = |amount: &Range<usize>| {
        let hedged = hedged(view, amount.clone()).start;
        // 'at a whopping $40 million'
        let praise = (hedged.saturating_sub(2)..hedged).rev();
        let praised = praise
            .take_while(|at| matches!(view.part_of_speech(*at), "ADJ" | "DET") && view.lower(*at) != "worth")
            .count();
        let start = hedged - praised;
        let word = |back: usize| start.checked_sub(back).map_or("", |at| view.lower(at));
        // '$40 million (30 million euros) takeover'
        let next = view.bracket_end(amount.end).unwrap_or(amount.end);
        let is_of_deal = (next..next + 2).any(|at| is_deal(view.lower(at)));
        let is_price = match word(1) {
            "for" | "worth" => true,
            "at" => word(2) == "valued",
            "of" => matches!(word(2), "value" | "price" | "sum" | "total" | "cost"),
            _ => false,
        };
        let is_inside = amount.start >= first && amount.end <= end;
        let is_close = amount.start >= end && amount.start - end <= FARTHEST && !tells_more(view, end..amount.start);
        is_of_deal && (is_inside || amount.end < first && first - amount.end <= 4)
            || is_price && (is_inside || is_close)
    };
    let all = amounts(view, found);
    let told = all.iter().find(|amount| own.is_some_and(|own| own.start < amount.end && amount.start < own.end));
    let undisclosed = (end..view.len().min(end + FARTHEST)).find_map(|at| is_undisclosed(view, at));
    told.or_else(|| all.iter().find(|amount| is_paid(amount)))
        .map(|amount| hedged(view, amount.clone()))
        .or(undisclosed)
}

/// Whether a verb of another happening stands there: 'and sold', 'as it closed'.
fn tells_more(view: &View<'_>, units: Range<usize>) -> bool {
    units.into_iter().any(|at| {
        view.mention(at).is_none()
            && !matches!(view.lower(at), "valued" | "valuing" | "paid" | "paying" | "agreed" | "reported" | "priced")
            && view.grammar(at).is_some_and(|word| matches!(word.tag, "VBD" | "VBZ" | "VBP" | "VB" | "VBG"))
    })
}

/// A noun phrase with the whole of its amount: '$250,000 grant', 'grant of about 50,000 euros'.
fn whole(view: &View<'_>, own: Range<usize>) -> Range<usize> {
    let starts = own.start.saturating_sub(3)..own.start;
    let cut = starts.clone().find_map(|at| amount_at(view, at).filter(|amount| amount.end > own.start));
    let first = cut.map_or(own.start, |amount| hedged(view, amount).start);
    let of =
        (view.lower(own.end) == "of").then(|| (own.end + 1..own.end + 4).find_map(|at| amount_at(view, at))).flatten();
    let near = of.filter(|amount| hedged(view, amount.clone()).start == own.end + 1);
    first..near.map_or(own.end, |amount| amount.end)
}

/// The sum that is given: 'donated $10,000 to', 'supports Foo with €5,000 a year'.
fn sum(view: &View<'_>, found: &Match) -> Option<Range<usize>> {
    let end = after(found);
    let first = found.trigger.unwrap_or(found.first);
    let is_given = |amount: &Range<usize>| {
        let hedged = hedged(view, amount.clone());
        let before = hedged.start.checked_sub(1).map_or("", |at| view.lower(at));
        let is_inside = amount.start > first && amount.end <= end;
        let is_close = amount.start >= end && amount.start - end <= 4 && matches!(before, "with" | "of" | "worth");
        is_inside && !tells_more(view, first + 1..amount.start) || is_close
    };
    amounts(view, found).into_iter().find(is_given).map(|amount| hedged(view, amount))
}

/// 'as a Platinum member', 'as our first Gold sponsor', 'at the Gold level'.
fn level(view: &View<'_>, found: &Match) -> Option<Range<usize>> {
    let end = after(found);
    let preposition = (end..view.len().min(end + 4)).find(|at| matches!(view.lower(*at), "as" | "at"))?;
    let first = (preposition + 1..preposition + 4)
        .find(|at| !matches!(view.lower(*at), "a" | "an" | "the" | "its" | "our" | "their" | "new"))?;
    let is_head = |at: &usize| match view.lower(preposition) {
        "as" => matches!(view.lower(*at), "member" | "sponsor" | "supporter" | "partner" | "donor" | "patron"),
        _ => matches!(view.lower(*at), "level" | "tier"),
    };
    let head = (first..view.len().min(first + 4)).find(is_head)?;
    let is_plain = (first..head).all(|at| view.mention(at).is_none() && !view.is_mark(at));
    is_plain.then_some(first..head + 1)
}

/// 'Acme and Foo are founding members': what kind of members they are.
fn standing(view: &View<'_>, found: &Match) -> Option<Range<usize>> {
    let head = (found.first..found.end).find(|at| matches!(view.lower(*at), "member" | "members"))?;
    let lists = Gazetteer::embedded();
    let is_kind = |at: &usize| lists.is_in_class("level", view.lower(*at)) || view.lower(*at) == "incorporating";
    let first = (found.first..head).rev().take_while(is_kind).last()?;
    Some(first..head + 1)
}

/// 'appointed Ann Keller as its new head of research'.
fn office(view: &View<'_>, found: &Match) -> Option<Range<usize>> {
    let end = after(found);
    let preposition = (end..view.len().min(end + 2)).find(|at| view.lower(*at) == "as")?;
    let is_leading = |at: usize| {
        view.is_possessive_pronoun(at) || matches!(view.lower(at), "a" | "an" | "the" | "its" | "our" | "their" | "new")
    };
    let first = (preposition + 1..preposition + 4).find(|at| !is_leading(*at))?;
    role_ends(view, first).first().map(|end| first..*end)
}
