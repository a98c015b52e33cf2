//! The canonical key: what makes two names of one type the same entity, whatever else is known.

use deunicode::deunicode_char;

use crate::model::EntityType;

/// Legal forms that say nothing of which body is meant, folded. Own list, from common company law.
const LEGAL_FORMS: [&str; 32] = [
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "spa",
    "srl",
    "sro",
];

/// Words of address before the name of a person, folded. Own list.
const TITLES: [&str; 11] = ["dame", "dr", "lady", "lord", "miss", "mr", "mrs", "ms", "prof", "professor", "sir"];

/// The folded name: case, accents, a leading 'the', a possessive ending, legal forms of companies and organisations,
/// titles of people, marks, hyphens, and the 'v' or 'version' before a number make no difference.
///
/// # Shape
/// Lower case, single spaces, never empty unless `name` is white space. ASCII letters, digits and full stops within
/// words for names in Latin script, so that it can stand in an IRI; letters of other scripts stay. Never holds `#`.
/// A name that folds to nothing keeps its characters.
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
/// assert_eq!(canonical_key(EntityType::Product, "Vexor v4.5"), "vexor 4.5");
/// assert_eq!(canonical_key(EntityType::Person, "Dr. Zoë Marsh"), "zoe marsh");
/// ```
pub fn canonical_key(entity_type: EntityType, name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if entity_type == EntityType::Person {
        while words.len() > 1 && TITLES.binary_search(&words[0]).is_ok() {
            words.remove(0);
        }
    }
    if matches!(entity_type, EntityType::Company | EntityType::Organization) {
        while words.len() > 1 && words.last().is_some_and(|last| is_legal_form(last)) {
            words.pop();
        }
    }
    let key = without_version_marks(&words).join(" ");
    if key.is_empty() { name.split_whitespace().collect::<Vec<_>>().join(" ").replace('#', "\u{ff03}") } else { key }
}

/// Whether a name ends in a legal form, so that it is that of a company or another body.
pub(super) fn has_legal_form(name: &str) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.len() > 1 && words.last().is_some_and(|last| is_legal_form(last))
}

fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.binary_search(&word).is_ok()
}

/// 'v2.0' and 'version 2.0' are '2.0'.
fn without_version_marks<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut kept = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before_number = words.get(at + 1).is_some_and(|next| is_number(next.trim_start_matches('v')));
        match word.strip_prefix('v') {
            _ if at > 0 && *word == "version" && before_number => {}
            Some(number) if at > 0 && is_number(number) => kept.push(number),
            _ => kept.push(*word),
        }
    }
    kept
}

fn fold(name: &str) -> String {
    let name = without_possessive(name.trim());
    let mut out = String::with_capacity(name.len());
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '®' | '™' | '©' | '℠' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => continue,
            '\'' | '’' | '‘' | 'ʼ' | '´' | '`' | '"' | '“' | '”' => {}
            '.' if before.is_alphanumeric() && next.is_alphanumeric() => out.push('.'),
            '.' if !before.is_alphanumeric() && next.is_alphanumeric() => out.push_str("dot"),
            // a dot after a letter ends an abbreviation
            '.' => {}
            '&' => out.push_str(" and "),
            '+' => out.push_str(" plus "),
            '#' => out.push_str(" sharp "),
            c if is_latin_beyond_ascii(c) => out.push_str(&deunicode_char(c).unwrap_or("").to_lowercase()),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => out.push(' '),
        }
        before = c;
    }
    out.split_whitespace().map(joined_initials).collect::<Vec<_>>().join(" ")
}

/// 'u.s.a' is 'usa'; 'node.js' stays.
fn joined_initials(word: &str) -> String {
    let is_initials =
        word.contains('.') && word.split('.').all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_alphabetic());
    if is_initials { word.replace('.', "") } else { word.to_owned() }
}

fn without_possessive(name: &str) -> &str {
    let endings = ["'s", "’s", "'S", "’S"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|bare| !bare.is_empty()).unwrap_or(name)
}

fn is_latin_beyond_ascii(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(LEGAL_FORMS.is_sorted() && TITLES.is_sorted());
    }

    #[test]
    fn forms_of_one_name_share_a_key() {
        for name in [
            "Vexor",
            "VEXOR",
            "Vexor Inc.",
            "Vexor, Inc.",
            "the Vexor Corporation",
            "Vexor’s",
            "“Vexor”™",
            "Véxor S.A.",
        ] {
            assert_eq!(canonical_key(EntityType::Company, name), "vexor", "{name}");
        }
        for (left, right) in [
            ("Strand & Sons", "Strand and Sons"),
            ("Vexor/Linux", "Vexor Linux"),
            ("U.S.", "US"),
            ("Vexor version 2", "Vexor v2"),
            ("Far-Water", "Far Water"),
        ] {
            let keys = [left, right].map(|name| canonical_key(EntityType::Project, name));
            assert_eq!(keys[0], keys[1]);
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        for (left, right) in [
            ("C", "C++"),
            ("C", "C#"),
            ("C#", "C++"),
            ("Vexor 4.5", "Vexor 45"),
            ("Vexor Labs", "Vexor"),
            ("The", ""),
            ("阿里", "啊里"),
        ] {
            let keys = [left, right].map(|name| canonical_key(EntityType::Project, name));
            assert_ne!(keys[0], keys[1]);
        }
    }

    #[test]
    fn nothing_folds_to_nothing() {
        for name in ["The", "Inc.", "®", "'s", "\"\"", "-", ",", "…", "#"] {
            assert!(!canonical_key(EntityType::Company, name).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_key_is_its_own_key() {
        for name in ["The Vexor-Data® Co., Ltd.", "C++", "U.S.", ".NET", "node.js", "O’Brien & Sons", "Vexor v2.0", "#"]
        {
            let key = canonical_key(EntityType::Company, name);
            assert!(!key.contains('#'));
            assert_eq!(canonical_key(EntityType::Company, &key), key, "{name}");
        }
    }
}
