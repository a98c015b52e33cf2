//! Questions about single words that several steps of the analysis ask.

use crate::schema::Gazetteer;

/// Whether the lower-case word belongs to a class of `schema/gazetteer/word-classes.tsv`.
pub fn is_in(class: &str, lower: &str) -> bool {
    Gazetteer::embedded().is_in_class(class, lower)
}

/// Whether two words with a slash between them are one name: 'GNU/Linux', 'ISO/IEC', 'OS/2', a listed one.
pub fn is_one_with_slash(left: &str, right: &str) -> bool {
    matches!(left, "GNU" | "ISO") || right.len() < 3 || Gazetteer::embedded().name(&format!("{left}/{right}")).is_some()
}

/// Whether a capitalised word is one that opens sentences ('The', 'However'), not names.
pub fn is_sentence_opener(word: &str) -> bool {
    let lower = word.to_lowercase();
    let first = Gazetteer::embedded().parts_of_speech(&lower).next();
    matches!(first, Some("DET" | "PRON" | "ADP" | "ADV" | "SCONJ" | "CCONJ" | "AUX" | "INTJ" | "PART"))
}

/// Whether the lower-case word is an ordinary word, in a plural or with a verb ending too.
pub fn is_ordinary(lower: &str) -> bool {
    let words = Gazetteer::embedded();
    words.is_word(lower)
        || ["s", "es", "ed", "ing", "ly", "d", "er", "ers"]
            .iter()
            .any(|end| lower.strip_suffix(end).is_some_and(|stem| stem.len() > 3 && words.is_word(stem)))
        || lower.contains('-')
            && lower.split('-').all(|part| {
                part.is_empty()
                    || words.is_word(part)
                    || matches!(part, "semi" | "bi" | "multi" | "non" | "pre" | "re" | "anti")
            })
}
