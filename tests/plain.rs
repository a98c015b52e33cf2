//! Walks `tests/plain/`: the ordinary ways to say a thing, a file a predicate.
//!
//! Each sentence says with `facts` which facts of that predicate must come out of it, as `subject -> object`, and no other
//! may. `silent` are facts that it states and that are not found yet, `wrong` those that it does not state and that are
//! found. Whoever finds a construction that gives nothing adds it here; what is mended moves to `facts`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod sentences;

use pressgraph::model::PartialDate;
use pressgraph::pipeline::extract_paragraph;

/// Sentences that may give less or more than they say, of all.
const MOST_GAPS: usize = 47;

#[test]
fn plain_sentences_give_exactly_their_facts() {
    let published: PartialDate = "2020-03-10".parse().unwrap();
    let is_named =
        |name: &str| name.contains(char::is_uppercase) && name != "I" || name.starts_with(|c: char| c.is_ascii_digit());
    let cases = sentences::of("plain");
    let (mut gaps, mut failed) = (0, Vec::new());
    for (predicate, case) in &cases {
        gaps += usize::from(!case.silent.is_empty() || !case.wrong.is_empty());
        let edges = sentences::edges(&extract_paragraph(&case.text, Some(published)));
        let of_predicate =
            edges.iter().filter(|[subject, of, object]| of == predicate && is_named(subject) && is_named(object));
        let found: Vec<String> = of_predicate.map(|[subject, _, object]| format!("{subject} -> {object}")).collect();
        failed.extend(sentences::differences(predicate, case, &found));
    }
    assert!(cases.len() >= 600, "only {} sentences", cases.len());
    assert!(gaps <= MOST_GAPS, "{gaps} sentences give less or more than they say");
    assert!(failed.is_empty(), "of {} sentences\n{}", cases.len(), failed.join("\n"));
}
