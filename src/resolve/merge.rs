//! Merging: a commutative, associative, idempotent fold.

use crate::model::{ArticleHeader, Resolution};

/// Adds to `into` all that `from` says.
///
/// # Shape
/// Merging in any order and any grouping, and merging the same resolution twice, gives the same result: everything
/// is a union of sets, and where two copies of one article disagree on a field of its header, a value beats none and
/// the smaller value wins.
///
/// # Complexity
/// O(n log m) for n items of `from` and m of `into`: fold the smaller into the larger.
pub fn merge(into: &mut Resolution, from: Resolution) {
    for (key, entity) in from.entities {
        into.entities.entry(key).or_default().extend(entity);
    }
    for (key, article) in from.articles {
        match into.articles.get_mut(&key) {
            Some(known) => merge_header(&mut known.header, article.header),
            None => {
                into.articles.insert(key, article);
            }
        }
    }
    for (article, count) in from.unnamed {
        let known = into.unnamed.entry(article).or_default();
        *known = count.max(*known);
    }
    for (record, sources) in from.facts {
        into.facts.entry(record).or_default().extend(sources);
    }
    for (tie, told) in from.ties {
        into.ties.entry(tie).or_default().extend(told);
    }
    for (name, sources) in from.editions {
        into.editions.entry(name).or_default().extend(sources);
    }
    into.unfit.extend(from.unfit);
    into.merges.extend(from.merges);
}

fn merge_header(into: &mut ArticleHeader, from: ArticleHeader) {
    smaller(&mut into.title, from.title);
    smaller(&mut into.date, from.date);
    smaller(&mut into.url, from.url);
    smaller(&mut into.publisher, from.publisher);
    smaller(&mut into.author, from.author);
    smaller(&mut into.language, from.language);
    smaller(&mut into.source, from.source);
    smaller(&mut into.sha256, from.sha256);
}

fn smaller<T: Ord>(into: &mut Option<T>, from: Option<T>) {
    if let Some(from) = from {
        match into {
            Some(known) if *known <= from => {}
            _ => *into = Some(from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::resolve;

    fn article(id: &str, title: &str, name: &str) -> Resolution {
        let json = format!(
            r#"{{"id": "{id}", "article": {{"title": "{title}"}}, "text": "{name} was founded in 2012.",
            "entities": [{{"id": "e1", "type": "Company", "name": "{name}"}}],
            "facts": [{{"predicate": "foundedOn", "subject": "e1", "object": {{"value": "2012"}},
            "evidence": {{"start": 0, "end": 5, "text": "{name} was founded in 2012."}}}}]}}"#
        );
        resolve(&serde_json::from_str(&json).unwrap())
    }

    #[test]
    fn every_order_and_grouping_of_four_articles_gives_the_same() {
        let all = [
            article("1", "A", "Vexor"),
            article("1", "B", "Vexor"),
            article("2", "A", "Vexor Inc."),
            article("3", "", "Quillon"),
        ];
        let mut expected = Resolution::default();
        all.iter().for_each(|one| merge(&mut expected, one.clone()));
        for order in permutations(4) {
            let mut left = Resolution::default();
            order.iter().for_each(|at| merge(&mut left, all[*at].clone()));
            assert_eq!(left, expected);
            for cut in 1..4 {
                let [mut front, mut back] = [Resolution::default(), Resolution::default()];
                order[..cut].iter().for_each(|at| merge(&mut front, all[*at].clone()));
                order[cut..].iter().for_each(|at| merge(&mut back, all[*at].clone()));
                merge(&mut front, back.clone());
                merge(&mut front, back);
                assert_eq!(front, expected);
            }
        }
    }

    fn permutations(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![Vec::new()];
        }
        let shorter = permutations(n - 1);
        shorter
            .iter()
            .flat_map(|order| {
                (0..n).map(move |at| {
                    let mut longer = order.clone();
                    longer.insert(at, n - 1);
                    longer
                })
            })
            .collect()
    }
}
