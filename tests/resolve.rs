//! Which mentions of different articles are one entity, held against what a reader knows.
//!
//! A file of `tests/resolve/` is a collection of invented articles: `= ID DATE`, a headline, the text. `[[Vexor|v]]` marks a
//! mention of what the file calls `v`; all mentions of one name in an article are one pair member. Files in `tuned/` were
//! looked at when rules were made, those in `held/` were not. A mention that the analysis misses, or cuts short, is one with
//! no other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pressgraph::model::{EntityKey, ParsedArticle, Resolution};
use pressgraph::pipeline::parse_unit;
use pressgraph::read::Unit;
use pressgraph::resolve::{Given, article_key, decide, entity_keys, merge, resolve, settle};

struct Marked {
    parsed: ParsedArticle,
    /// Start and end in code points, what the mention means, its surface form.
    mentions: Vec<(usize, usize, String, String)>,
}

/// A mention and the entity that it became, where it was found.
struct Settled {
    spot: String,
    gold: String,
    key: Option<EntityKey>,
}

#[derive(Default)]
struct Counts {
    same: usize,
    /// Pairs that are not one but share a word, or the initials.
    confusable: usize,
    merged: usize,
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/resolve").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn articles(path: &Path) -> Vec<Marked> {
    let text = fs::read_to_string(path).unwrap();
    text.split("\n= ").map(|part| marked(part.trim_start_matches("= "))).collect()
}

fn marked(part: &str) -> Marked {
    let (head, rest) = part.split_once('\n').unwrap();
    let (id, date) = head.split_once(' ').unwrap();
    let (title, rest) = rest.split_once('\n').unwrap();
    let mut body = String::new();
    let mut spans = Vec::new();
    let mut rest = rest.trim();
    while let Some((before, tail)) = rest.split_once("[[") {
        let (inner, after) = tail.split_once("]]").unwrap();
        let (surface, gold) = inner.split_once('|').unwrap();
        body.push_str(before);
        let start = body.chars().count();
        body.push_str(surface);
        spans.push((start, start + surface.chars().count(), gold.to_owned(), surface.to_owned()));
        rest = after;
    }
    body.push_str(rest);
    let source = format!("---\ntitle: {title:?}\ndate: {date}\n---\n\n{body}\n");
    let unit = Unit { source_name: format!("{id}.md"), line: None, bytes: source.clone().into_bytes() };
    let parsed = parse_unit(&unit).unwrap().0.remove(0);
    let shift = parsed.text[..parsed.text.find(&body).unwrap()].chars().count();
    let mentions = spans.into_iter().map(|(start, end, gold, surface)| (start + shift, end + shift, gold, surface));
    Marked { mentions: mentions.collect(), parsed }
}

fn settled(articles: &[Marked]) -> Vec<Settled> {
    let mut all = Resolution::default();
    articles.iter().for_each(|article| merge(&mut all, resolve(&article.parsed)));
    let settlement = decide(&all, &Given::default());
    let mut found: BTreeMap<(String, String), Settled> = BTreeMap::new();
    for article in articles {
        let own = article_key(&article.parsed);
        let keys = entity_keys(&article.parsed);
        for (start, end, gold, surface) in &article.mentions {
            let covers = |entity: &&pressgraph::model::ParsedEntity| {
                entity.mentions.iter().any(|mention| mention.start < *end && mention.end >= start + whole(surface))
            };
            let key = article
                .parsed
                .entities
                .iter()
                .find(covers)
                .and_then(|entity| keys.get(entity.id.as_str()).map(|key| settlement.key(key, &own)));
            let spot = format!("{} '{surface}'", article.parsed.id);
            let one = Settled { spot: spot.clone(), gold: gold.clone(), key };
            found.entry((spot, gold.clone())).or_insert(one);
        }
    }
    found.into_values().collect()
}

/// Code points of a marked name that a mention must reach to be that name: not '(FWF)', not a mark at its end.
fn whole(surface: &str) -> usize {
    surface.split(" (").next().unwrap().trim_end_matches(['\'', '.']).chars().count()
}

fn is_confusable(left: &str, right: &str) -> bool {
    let words = |spot: &str| -> BTreeSet<String> {
        let surface = spot.split_once('\'').unwrap().1.to_lowercase();
        let words: Vec<String> = surface.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
        words.into_iter().chain([initials]).filter(|word| word.len() > 1).collect()
    };
    !words(left).is_disjoint(&words(right))
}

fn count(path: &Path, counts: &mut Counts) {
    let mentions = settled(&articles(path));
    let file = path.file_stem().unwrap().to_string_lossy();
    for (at, left) in mentions.iter().enumerate() {
        for right in &mentions[at + 1..] {
            let is_same = left.gold == right.gold;
            let is_merged = left.key.is_some() && left.key == right.key;
            let told = || {
                let key =
                    |one: &Settled| one.key.as_ref().map_or("-".to_owned(), |k| format!("{} {}", k.entity_type, k.key));
                format!("{file}: {} [{}] / {} [{}]", left.spot, key(left), right.spot, key(right))
            };
            counts.same += usize::from(is_same);
            counts.confusable += usize::from(!is_same && is_confusable(&left.spot, &right.spot));
            counts.merged += usize::from(is_merged);
            counts.right += usize::from(is_same && is_merged);
            match (is_same, is_merged) {
                (true, false) => counts.missed.push(told()),
                (false, true) => counts.wrong.push(told()),
                _ => {}
            }
        }
    }
}

fn measure(folder: &str) -> Counts {
    let mut counts = Counts::default();
    files(folder).iter().for_each(|path| count(path, &mut counts));
    let precision = counts.right as f64 / counts.merged as f64;
    let recall = counts.right as f64 / counts.same as f64;
    println!(
        "{folder}: {} same, {} confusable, precision {precision:.3}, recall {recall:.3}",
        counts.same, counts.confusable
    );
    counts.wrong.iter().for_each(|pair| println!("  wrong  {pair}"));
    counts.missed.iter().for_each(|pair| println!("  missed {pair}"));
    counts
}

#[test]
fn mentions_are_one_where_a_reader_says_so() {
    let halves = ["tuned", "held"].map(measure);
    let sum = |field: fn(&Counts) -> usize| halves.iter().map(field).sum::<usize>();
    assert!(sum(|c| c.same + c.confusable) >= 300, "too few pairs");
    let right = sum(|c| c.right) as f64;
    let (precision, recall) = (right / sum(|c| c.merged) as f64, right / sum(|c| c.same) as f64);
    assert!(precision >= 0.97, "pairwise precision {precision:.3}; --nocapture lists the pairs");
    assert!(recall >= 0.85, "pairwise recall {recall:.3}; --nocapture lists the pairs");
}

#[test]
fn splits_orders_and_repetitions_settle_the_same() {
    let all: Vec<Resolution> =
        files("tuned").iter().flat_map(|path| articles(path)).map(|article| resolve(&article.parsed)).collect();
    let fold = |parts: &[&Resolution]| {
        let mut whole = Resolution::default();
        parts.iter().for_each(|part| merge(&mut whole, (*part).clone()));
        whole
    };
    let in_order: Vec<&Resolution> = all.iter().collect();
    let expected = settle(fold(&in_order), &Given::default());
    assert!(!expected.merges.is_empty());
    // steps that share no factor with the length visit every article once, in another order
    for step in (1..all.len()).filter(|step| gcd(*step, all.len()) == 1).step_by(7) {
        let order: Vec<&Resolution> = (0..all.len()).map(|at| &all[at * step % all.len()]).collect();
        let (front, back) = order.split_at(step);
        let [front, back] = [fold(front), fold(back)];
        let whole = fold(&[&back, &front, &back]);
        assert!(settle(whole, &Given::default()) == expected, "step {step}");
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
