//! Walks `tests/hard/`: sentences that deny, hope, ask, report hearsay or only look like a fact, and a few that look
//! like those and do state one.
//!
//! Each says with `facts` exactly which facts must come out of it, as `subject predicate object`. `silent` are facts that it
//! states and that are not found yet. Dates of events by their name's year do not count.

mod sentences;

use pressgraph::pipeline::extract_paragraph;

#[test]
fn hard_sentences_give_exactly_their_facts() {
    let cases = sentences::of("hard");
    let mut failed = Vec::new();
    for (file, case) in &cases {
        assert!(case.wrong.is_empty(), "a hard sentence gives no false fact: {}", case.text);
        let edges = sentences::edges(&extract_paragraph(&case.text, None));
        let found: Vec<String> = edges.iter().map(|edge| edge.join(" ")).collect();
        failed.extend(sentences::differences(file, case, &found));
    }
    assert!(cases.len() >= 200, "only {} sentences", cases.len());
    assert!(failed.is_empty(), "of {} sentences\n{}", cases.len(), failed.join("\n"));
}
