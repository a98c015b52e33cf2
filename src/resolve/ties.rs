//! What one article says of two names meaning the same: other forms of a name, acronyms, former names.
//!
//! To add a way to tell a former name, add a line to `schema/alias-phrases.tsv`.

use std::collections::BTreeMap;

use super::links::is_sibling;
use super::text::Text;
use super::{Group, canonical_key, spaced};
use crate::model::{EntityKey, MentionKind, ParsedArticle, ParsedEntity, Place, Tie, TieKind};
use crate::schema;

/// Longest text between two names that can tie them, in bytes.
const BETWEEN: usize = 160;

/// A name where it stands.
#[derive(Clone, Copy)]
struct Spot<'a> {
    entity: &'a ParsedEntity,
    start: usize,
    end: usize,
}

/// The ties of an article, each with the first place that shows it best.
pub(super) fn ties(
    article: &ParsedArticle,
    text: &Text<'_>,
    keys: &BTreeMap<&str, EntityKey>,
    article_key: &str,
) -> Vec<(Tie, Place)> {
    let place = |range: Option<(usize, usize)>| {
        let (start, end) = range.map_or((0, 0), |(start, end)| text.sentence(start, end));
        let shown = text.slice(start, end).to_owned();
        Place { article: article_key.to_owned(), start, end, text: shown, date: article.article.date }
    };
    let mut ties = Vec::new();
    for entity in &article.entities {
        let Some(of) = keys.get(entity.id.as_str()) else { continue };
        let shown = if entity.aliases.is_empty() { BTreeMap::new() } else { spots_of_forms(text, entity) };
        for alias in &entity.aliases {
            let key = canonical_key(entity.entity_type, alias);
            if spaced(alias).is_empty() || key == of.key || is_sibling(entity.entity_type, &key, &of.key) {
                continue;
            }
            let kind = if is_acronym(alias, &of.key) { TieKind::Acronym } else { TieKind::ShortForm };
            let name = EntityKey { entity_type: entity.entity_type, key };
            ties.push((Tie { kind, name, of: of.clone() }, place(shown.get(&spaced(alias)).map(|(_, range)| *range))));
        }
    }
    let mut spots: Vec<Spot<'_>> = article
        .entities
        .iter()
        .flat_map(|entity| {
            let names = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
            names.map(move |mention| Spot { entity, start: mention.start, end: mention.end })
        })
        .collect();
    spots.sort_by_key(|spot| (spot.start, spot.end));
    for pair in spots.windows(2) {
        let (Some(first), Some(second)) = (keys.get(pair[0].entity.id.as_str()), keys.get(pair[1].entity.id.as_str()))
        else {
            continue;
        };
        if first == second || !Group::of(first.entity_type).may_join(Group::of(second.entity_type)) {
            continue;
        }
        if let Some(first_is_former) = former_name(text, pair[0], pair[1]) {
            let (name, of) = if first_is_former { (first, second) } else { (second, first) };
            let tie = Tie { kind: TieKind::Renamed, name: name.clone(), of: of.clone() };
            ties.push((tie, place(Some((pair[0].start, pair[1].end)))));
        }
    }
    ties
}

/// Whether words between two names say that one is the former name of the other, and which.
fn former_name(text: &Text<'_>, first: Spot<'_>, second: Spot<'_>) -> Option<bool> {
    if second.start < first.end || second.start - first.end > BETWEEN {
        return None;
    }
    let between = words_of(text.slice(first.end, second.start));
    let phrase = schema::alias_phrase(between.strip_suffix(" the").unwrap_or(&between))?;
    let after = text.slice(second.end, second.end + 24);
    let after = after.trim_start_matches([']', '*', '_', '`']);
    let after = if after.starts_with("(http") { after.split_once(')').map_or("", |(_, rest)| rest) } else { after };
    let is_possessive = after.starts_with("'s") || after.starts_with("\u{2019}s");
    let goes_on = after.trim_start_matches([' ', '\n']).starts_with(|c: char| c.is_alphanumeric());
    (!is_possessive && !(phrase.is_closed && goes_on)).then_some(phrase.first_is_former)
}

/// Lower-case words and marks with single spaces between them, emphasis and link targets left out.
fn words_of(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    // '](https://acme.example)' ends a link
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    let mut words = String::with_capacity(out.len());
    for c in out.chars() {
        match c {
            '*' | '_' | '`' | '[' | ']' | '"' | '\u{201c}' | '\u{201d}' | '®' | '™' => {}
            c if c.is_alphanumeric() => words.extend(c.to_lowercase()),
            c if c.is_whitespace() => words.push(' '),
            c => {
                words.push(' ');
                words.push(c);
                words.push(' ');
            }
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the article shows each form of a name best: in brackets, else where it stands first.
fn spots_of_forms(text: &Text<'_>, entity: &ParsedEntity) -> BTreeMap<String, (bool, (usize, usize))> {
    let mut spots: BTreeMap<String, (bool, (usize, usize))> = BTreeMap::new();
    for mention in entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
        let in_brackets = mention.start > 0 && text.slice(mention.start - 1, mention.start) == "(";
        let spot = (in_brackets, (mention.start, mention.end));
        let known = spots.entry(spaced(text.slice(mention.start, mention.end))).or_insert(spot);
        if in_brackets && !known.0 {
            *known = spot;
        }
    }
    spots
}

/// Whether a short form is made of the initials of a key, with or without its small words.
pub(super) fn is_acronym(short: &str, key: &str) -> bool {
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let initials = |with_small: bool| -> String {
        let words = key.split(' ').filter(|word| with_small || !matches!(*word, "of" | "for" | "the" | "and" | "in"));
        words.filter_map(|word| word.chars().next()).collect()
    };
    letters.chars().count() >= 2
        && !short.trim().contains(' ')
        && (letters == initials(false) || letters == initials(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str, names: &[(&str, &[&str])]) -> ParsedArticle {
        let mut entities = Vec::new();
        for (at, (name, forms)) in names.iter().enumerate() {
            let spots = std::iter::once(name).chain(forms.iter()).flat_map(|form| text.match_indices(form));
            let mentions: Vec<String> = spots
                .map(|(at, form)| {
                    let start = text[..at].chars().count();
                    format!(r#"{{"start": {start}, "end": {}, "kind": "name"}}"#, start + form.chars().count())
                })
                .collect();
            let aliases: Vec<String> = forms.iter().map(|form| format!("{form:?}")).collect();
            entities.push(format!(
                r#"{{"id": "e{at}", "type": "Company", "name": {name:?}, "aliases": [{}], "mentions": [{}]}}"#,
                aliases.join(","),
                mentions.join(",")
            ));
        }
        let json = format!(
            r#"{{"id": "a", "article": {{"date": "2006-02-01"}}, "text": {text:?}, "entities": [{}], "facts": []}}"#,
            entities.join(",")
        );
        serde_json::from_str(&json).unwrap()
    }

    fn found(text: &str, names: &[(&str, &[&str])]) -> Vec<String> {
        let article = article(text, names);
        let keys = super::super::entity_keys(&article);
        let ties = ties(&article, &Text::new(&article.text), &keys, "a#0");
        ties.iter()
            .map(|(tie, place)| format!("{:?} {} = {}: {}", tie.kind, tie.name.key, tie.of.key, place.text))
            .collect()
    }

    #[test]
    fn a_form_in_brackets_is_shown_where_it_stands_in_brackets() {
        let text = "The FWF is old. Él said: the Far Water Foundation (FWF) grows. FWF pays.";
        let told = found(text, &[("Far Water Foundation", &["FWF"])]);
        assert_eq!(told, ["Acronym fwf = far water foundation: Él said: the Far Water Foundation (FWF) grows."]);
    }

    #[test]
    fn former_names_are_told_in_either_order() {
        let names: &[(&str, &[&str])] = &[("Vexor", &[]), ("Calder", &[])];
        for text in [
            "Vexor, now Calder, has left.",
            "Vexor has been renamed Calder.",
            "[Vexor](https://vexor.example) is now **Calder**.",
            "Calder (formerly known as the Vexor) has left.",
            "Calder, formerly Vexor, has left.",
        ] {
            assert_eq!(found(text, names), [format!("Renamed vexor = calder: {text}")]);
        }
        for text in [
            "Vexor, now Calder's rival, has left.",
            "Vexor is now Calder certified.",
            "Vexor, formerly a part of Calder, has left.",
            "Vexor, and now Calder, has left.",
            "Vexor has not been renamed Calder.",
        ] {
            assert_eq!(found(text, names), [""; 0], "{text}");
        }
    }

    #[test]
    fn acronyms_skip_small_words_or_not() {
        assert!(is_acronym("ISL", "institute for small languages") && is_acronym("DoD", "department of defence"));
        assert!(!is_acronym("ARM", "ati rage mobility pro") && !is_acronym("X", "xenon"));
    }
}
