//! Asides: relative clauses between commas and clauses in brackets. A date in one dates nothing outside it.

use super::view::View;

/// The aside that each unit of a sentence stands in, by the unit that opens it.
///
/// # Complexity
/// Linear in the units.
pub fn asides(view: &View<'_>) -> Vec<Option<usize>> {
    let mut out = vec![None; view.len()];
    let mut at = 0;
    while at < view.len() {
        match end_of_aside(view, at) {
            Some(end) => {
                out[at..end].fill(Some(at));
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// The unit after the aside that opens here: ', which floated in 2003,', '(it was founded in 1998)', but not '(2003)'.
fn end_of_aside(view: &View<'_>, at: usize) -> Option<usize> {
    if let Some(end) = view.bracket_end(at) {
        let is_clause = (at + 1..end).any(|inner| is_verb(view, inner) || is_relative(view.lower(inner)));
        return is_clause.then_some(end);
    }
    let opens = view.lower(at) == "," && is_relative(view.lower(at + 1));
    opens.then(|| (at + 1..view.len()).find(|end| view.lower(*end) == ",").unwrap_or(view.len()))
}

fn is_relative(word: &str) -> bool {
    matches!(word, "which" | "who" | "whose" | "where")
}

fn is_verb(view: &View<'_>, at: usize) -> bool {
    view.mention(at).is_none() && view.grammar(at).is_some_and(|word| word.tag.starts_with("VB"))
}
