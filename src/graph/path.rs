//! Paths: readable names of things, relative to the base IRI, made from content alone.
//!
//! A base followed by a path is a valid IRI in ASCII. Two things never share a path: where a slug shows less than its
//! key holds, a hash of the key follows, and whether it does depends on that key alone, never on its neighbours.

use deunicode::deunicode;
use sha2::{Digest, Sha256};

use crate::model::{EntityKey, EntityType, FactObject, FactRecord};
use crate::schema::Predicate;

/// Longest slug before its hash, in characters.
const LONGEST: usize = 80;

/// Longest id of an article that its path shows whole, in characters: every sentence repeats it.
const LONGEST_ID: usize = 24;

/// The path of an entity: `company/alibaba-group`; the digits of a key that several things share follow (`person/ann--1a2b3c4d`).
pub(super) fn entity_path(key: &EntityKey) -> String {
    let segment = entity_segment(key.entity_type);
    match key.key.rsplit_once(" #") {
        Some((name, digits)) => format!("{segment}/{}--{digits}", slug(name, ' ')),
        None => format!("{segment}/{}", slug(&key.key, ' ')),
    }
}

/// The first segment of the paths of a type.
pub(crate) fn entity_segment(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Company => "company",
        EntityType::Organization => "organization",
        EntityType::Project => "project",
        EntityType::Product => "product",
        EntityType::Event => "event",
        EntityType::Person => "person",
        EntityType::Place => "place",
    }
}

/// The path of an article from its key (`id#digits`): `article/<slug of the id>-<digits>`; of a long id the first words
/// and digits of the whole key.
pub(super) fn article_path(article_key: &str) -> String {
    let (id, digits) = article_key.rsplit_once('#').unwrap_or((article_key, ""));
    let is_whole = id.len() <= LONGEST_ID && digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if is_whole {
        format!("article/{}-{digits}", slug(id, '-'))
    } else {
        format!("article/{}{}", first_words(id), hash(article_key, 12))
    }
}

/// The first words of a long id, each followed by `-`; one word that is too long is cut.
fn first_words(id: &str) -> String {
    let stem = shown(id, LONGEST_ID);
    let end = if stem.len() < LONGEST_ID { stem.len() } else { stem.rfind('-').unwrap_or(stem.len()) };
    let stem = stem[..end].trim_matches(['-', '.']);
    if stem.is_empty() { String::new() } else { format!("{stem}-") }
}

/// The path of a happening: `happening/membership/company/alibaba-group/organization/linaro-enterprise-group`.
pub(super) fn happening_path(predicate: &Predicate, event_class: &str, fact: &FactRecord) -> String {
    let kind = event_class.strip_suffix("Event").unwrap_or(event_class).to_ascii_lowercase();
    let subject = entity_path(&fact.subject);
    debug_assert_eq!(predicate.name, fact.predicate);
    match &fact.object {
        FactObject::Entity(object) => format!("happening/{kind}/{subject}/{}", entity_path(object)),
        FactObject::Date(date) => format!("happening/{kind}/{subject}/{date}"),
    }
}

/// The first hexadecimal digits of a SHA-256.
fn hash(text: &str, digits: usize) -> String {
    let mut out: String =
        Sha256::digest(text.as_bytes()).iter().take(digits.div_ceil(2)).map(|byte| format!("{byte:02x}")).collect();
    out.truncate(digits);
    out
}

/// ASCII letters, digits, `.`, `_`, and `-` for the one `joint` that may stand between words: a space in keys, which
/// are lower-case, and a `-` in ids. Text of other characters gets `--` and a hash.
///
/// # Shape
/// Never empty, never `.` or `..`; `--` stands only before a hash, so no plain slug looks like a hashed one.
fn slug(text: &str, joint: char) -> String {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_plain);
    let is_exact =
        text.len() <= LONGEST && text.split(joint).all(is_word) && !text.starts_with('.') && !text.ends_with('.');
    if is_exact {
        return text.replace(joint, "-");
    }
    let out = shown(text, LONGEST);
    let stem = out.trim_matches(['-', '.']);
    if stem.is_empty() { hash(text, 8) } else { format!("{stem}--{}", hash(text, 8)) }
}

/// What of a text can be shown in so many characters: ASCII in lower case, one `-` for whatever is not plain.
fn shown(text: &str, longest: usize) -> String {
    let start: String = text.chars().take(longest).collect();
    let mut out = String::with_capacity(longest);
    for b in deunicode(&start).to_ascii_lowercase().bytes().take(longest) {
        if is_plain(b) {
            out.push(char::from(b));
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

fn is_plain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_keys_stay_readable() {
        assert_eq!(slug("alibaba group", ' '), "alibaba-group");
        assert_eq!(slug("xen 4.5", ' '), "xen-4.5");
        assert_eq!(article_path("000_2c07-Vexor#0123456789ab"), "article/000_2c07-Vexor-0123456789ab");
    }

    #[test]
    fn of_a_long_id_the_first_words_are_shown() {
        let paths = ["vexor-opens-an-office-in-leeds-today", "vexor-opens-an-office-in-york-today"]
            .map(|id| article_path(&format!("{id}#0123456789ab")));
        assert!(
            paths.iter().all(|path| path.starts_with("article/vexor-opens-an-office-") && path.len() < 46),
            "{paths:?}"
        );
        assert_ne!(paths[0], paths[1]);
        let long = article_path(&format!("{}#0123456789ab", "x".repeat(10_000)));
        assert_eq!(long.len(), "article/".len() + LONGEST_ID + 1 + 12);
        assert_eq!(article_path(&format!("{}#0123456789ab", "+".repeat(30))).len(), "article/".len() + 12);
    }

    #[test]
    fn a_slug_that_shows_less_than_the_key_bears_a_hash() {
        for (key, stem) in
            [("at&t", "at-t--"), ("c++", "c--"), ("société générale", "societe-generale--"), ("a--b", "a-b--")]
        {
            let slug = slug(key, ' ');
            assert!(slug.starts_with(stem) && slug.len() == stem.len() + 8, "{slug}");
        }
        for key in ["", "+++", "..", ".", "/", "\u{0}"] {
            assert_eq!(slug(key, ' ').len(), 8, "{key:?}");
        }
    }

    #[test]
    fn no_two_keys_share_a_slug() {
        let keys =
            ["c", "c++", "c#", "c ", "C", "c-", "a b", "a-b", "a  b", "a_b", "a.b", "é", "e", "阿里", "ali", "a/b"];
        let slugs: std::collections::BTreeSet<String> = keys.iter().map(|key| slug(key, ' ')).collect();
        assert_eq!(slugs.len(), keys.len());
    }

    #[test]
    fn a_long_key_is_cut_and_hashed() {
        assert!(slug(&"x".repeat(10_000), ' ').len() <= LONGEST + 10);
    }
}
