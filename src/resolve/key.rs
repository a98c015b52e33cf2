//! The canonical key: what makes two names of one type the same entity in two articles.

use crate::model::EntityType;

/// Legal forms that say nothing of which body is meant, folded. Own list, from common company law.
const LEGAL_FORMS: [&str; 34] = [
    "a.g.",
    "a.s.",
    "ab",
    "ag",
    "as",
    "b.v.",
    "bv",
    "co",
    "co.",
    "company",
    "corp",
    "corp.",
    "corporation",
    "gmbh",
    "inc",
    "inc.",
    "incorporated",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltd.",
    "n.v.",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "s.a.",
    "s.r.l.",
    "se",
];

/// The folded name: case, a leading 'the', a possessive ending, legal forms of companies and organisations, quotation
/// marks, dashes within words, trade-mark signs and white space make no difference.
///
/// # Shape
/// Lower case, single spaces, never empty unless `name` is white space. A name that folds to nothing keeps itself.
///
/// # Source
/// Own rule.
///
/// # Example
/// ```
/// use pressgraph::model::EntityType;
/// use pressgraph::resolve::canonical_key;
/// assert_eq!(canonical_key(EntityType::Company, "The Vexor\u{2011}Data\u{ae} Co., Ltd."), "vexor data");
/// assert_eq!(canonical_key(EntityType::Project, "Vexor Limited"), "vexor limited");
/// ```
pub fn canonical_key(entity_type: EntityType, name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if matches!(entity_type, EntityType::Company | EntityType::Organization) {
        while words.len() > 1 && words.last().is_some_and(|last| is_legal_form(last)) {
            words.pop();
        }
        if let Some(last) = words.last_mut() {
            let bare = last.trim_end_matches(',');
            if !bare.is_empty() {
                *last = bare;
            }
        }
    }
    let mut key = words.join(" ");
    for ending in ["'s", "'"] {
        if let Some(bare) = key.strip_suffix(ending).filter(|bare| !bare.is_empty()) {
            key = bare.to_owned();
            break;
        }
    }
    if key.is_empty() { name.split_whitespace().collect::<Vec<_>>().join(" ") } else { key }
}

fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.binary_search(&word.trim_end_matches(',')).is_ok()
}

fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '®' | '™' | '©' | '℠' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => continue,
            '"' | '“' | '”' | '„' | '«' | '»' => continue,
            '’' | '‘' | 'ʼ' | '´' | '`' => out.push('\''),
            '-' | '\u{2010}'..='\u{2015}' | '−' => {
                let joins = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
                out.push(if joins { ' ' } else { '-' });
            }
            c => out.extend(c.to_lowercase()),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_sorted() {
        assert!(LEGAL_FORMS.is_sorted());
    }

    #[test]
    fn forms_of_one_name_share_a_key() {
        for name in ["Vexor", "VEXOR", "Vexor Inc.", "Vexor, Inc.", "the Vexor Corporation", "Vexor’s", "“Vexor”™"]
        {
            assert_eq!(canonical_key(EntityType::Company, name), "vexor", "{name}");
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        for (left, right) in [("C", "C++"), ("Vexor 4.5", "Vexor 45"), ("Vexor Labs", "Vexor"), ("The", "")] {
            let keys = [left, right].map(|name| canonical_key(EntityType::Project, name));
            assert_ne!(keys[0], keys[1]);
        }
    }

    #[test]
    fn nothing_folds_to_nothing() {
        for name in ["The", "Inc.", "®", "'s", "\"\"", "-", ","] {
            assert!(!canonical_key(EntityType::Company, name).is_empty(), "{name}");
        }
    }
}
