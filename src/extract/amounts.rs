//! Sums of money and shares in running text: '$1.2 billion', '25 million euros', '€12m', '35 percent'.

use std::ops::Range;

use super::view::View;
use crate::schema::Gazetteer;

/// The sum of money or share that starts at a unit.
pub fn amount_at(view: &View<'_>, at: usize) -> Option<Range<usize>> {
    let is_currency = is_currency_sign(view.lower(at));
    let mut end = at + usize::from(is_currency);
    // 'a third', 'three quarters'
    if matches!(view.lower(end + 1), "third" | "quarter" | "half" | "thirds" | "quarters")
        && matches!(view.lower(end), "a" | "one" | "two" | "three")
    {
        return Some(at..end + 2);
    }
    let is_number = view.units.get(end)?.lower.starts_with(|c: char| c.is_ascii_digit());
    let is_counted =
        Gazetteer::embedded().is_in_class("counting", view.lower(end)) || matches!(view.lower(end), "a" | "one");
    let is_written = is_counted && is_scale(view.lower(end + 1)) && is_currency_word(view.lower(end + 2));
    if !is_number && !is_written {
        return None;
    }
    end += 1;
    while is_scale(view.lower(end)) {
        end += 1;
    }
    let mut is_valued = is_currency;
    if matches!(view.lower(end), "us" | "american" | "canadian" | "australian") && is_currency_word(view.lower(end + 1))
    {
        end += 1;
    }
    if is_currency_word(view.lower(end)) || matches!(view.lower(end), "%" | "percent") {
        is_valued = true;
        end += 1;
    }
    if view.lower(end) == "per" && view.lower(end + 1) == "cent" {
        is_valued = true;
        end += 2;
    }
    // '12m' after a sign, '25%' in one token
    is_valued |= view.lower(end - 1).ends_with('%');
    let is_rate = matches!(view.lower(end), "a" | "per") && matches!(view.lower(end + 1), "year" | "month" | "week");
    is_valued.then_some(at..if is_rate { end + 2 } else { end })
}

/// An amount with the words that blur it: 'just over $1bn', 'about 2 million euros'.
pub fn hedged(view: &View<'_>, amount: Range<usize>) -> Range<usize> {
    let mut first = amount.start;
    while first > 0
        && amount.start - first < 2
        && matches!(
            view.lower(first - 1),
            "about"
                | "around"
                | "nearly"
                | "almost"
                | "over"
                | "roughly"
                | "approximately"
                | "some"
                | "just"
                | "than"
                | "more"
                | "least"
                | "under"
        )
    {
        first -= 1;
    }
    first..amount.end
}

/// 'undisclosed sum', 'undisclosed amount'.
pub fn is_undisclosed(view: &View<'_>, at: usize) -> Option<Range<usize>> {
    let is_sum = matches!(view.lower(at + 1), "sum" | "amount" | "price" | "fee");
    (view.lower(at) == "undisclosed" && is_sum).then_some(at..at + 2)
}

fn is_currency_sign(word: &str) -> bool {
    word.ends_with(['$', '\u{20ac}', '\u{a3}', '\u{a5}', '\u{20b9}']) && word.chars().count() <= 3
        || matches!(
            word,
            "usd"
                | "eur"
                | "gbp"
                | "chf"
                | "jpy"
                | "inr"
                | "cad"
                | "aud"
                | "sek"
                | "nok"
                | "dkk"
                | "pln"
                | "czk"
                | "huf"
                | "brl"
                | "mxn"
                | "krw"
                | "sgd"
                | "hkd"
                | "nzd"
                | "zar"
                | "cny"
                | "rmb"
        )
}

fn is_scale(word: &str) -> bool {
    matches!(word, "million" | "billion" | "trillion" | "thousand" | "crore" | "lakh" | "m" | "mn" | "bn" | "k")
}

fn is_currency_word(word: &str) -> bool {
    matches!(
        word.strip_suffix('s').unwrap_or(word),
        "dollar"
            | "euro"
            | "pound"
            | "yen"
            | "franc"
            | "yuan"
            | "rupee"
            | "kronor"
            | "krona"
            | "krone"
            | "kroner"
            | "won"
            | "rand"
            | "peso"
            | "rouble"
            | "usd"
            | "eur"
            | "gbp"
            | "chf"
            | "jpy"
            | "inr"
    )
}
