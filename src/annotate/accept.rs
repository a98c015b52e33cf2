//! Decides whether a run of capitalised words is a name at all. To refuse a term, add it to `not-name` in
//! `schema/gazetteer/word-classes.tsv`.

use super::lexicon::{is_in, is_ordinary};
use super::versions::{is_stage, is_version};
use super::words::{Candidate, Words};
use crate::model::TokenKind;
use crate::schema::Gazetteer;

/// Whether a run is a name by itself.
pub fn accepts(words: &Words<'_>, c: Candidate, inside: bool) -> bool {
    if is_generic(words, c) {
        return false;
    }
    let lists = Gazetteer::embedded();
    let surface = words.surface(c.first, c.end).replace('\u{2019}', "'");
    if lists.name(&surface).is_some() || lists.is_place(&surface) {
        return true;
    }
    let ordinary = |at: usize| is_ordinary(words.lower(at)) && !has_inner_capital(words.word(at));
    if c.end - c.first == 1 {
        let lower = words.lower(c.first);
        let initial = surface.len() <= 2 && surface.ends_with('.');
        // 'in Cork', 'Ms Prior'
        let title = c.first.checked_sub(1).map_or("", |before| words.lower(before).trim_end_matches('.'));
        let is_titled = matches!(title, "mr" | "mrs" | "ms") && words.kind(c.first) == TokenKind::Capitalised;
        if is_word_place(words, c.first) || is_titled {
            return true;
        }
        return !initial
            && lower != "union"
            && (!ordinary(c.first)
                || (inside && !words.is_uncapitalised(lower) && words.kind(c.first) == TokenKind::Upper));
    }
    // 'Department of Trade'
    let link = (c.first + 1..c.end).find(|at| is_in("name-link", words.lower(*at)));
    let last = words.lower(link.unwrap_or(c.end) - 1);
    let has_head = crate::model::EntityType::ALL
        .iter()
        .any(|t| lists.cues().votes("head", last).iter().any(|(kind, weight)| kind == t && *weight >= 5));
    let strange = (c.first..c.end).any(|at| words.is_capital(at) && !ordinary(at));
    let bracketed =
        words.word(c.end) == "(" && words.kind(c.end + 1) == TokenKind::Upper && words.word(c.end + 2) == ")";
    let in_lower_case = (c.first..c.end).all(|at| words.is_uncapitalised(words.lower(at)));
    strange || has_head || is_the_team(words, c) || bracketed || (inside && !in_lower_case)
}

/// Whether a run is a few words and a version with a full stop: 'Disk Utility 3.38'. So even ordinary words are a name.
pub fn bears_version(words: &Words<'_>, c: Candidate) -> bool {
    const LONGEST: usize = 6;
    let Some(last) = c.end.checked_sub(1) else { return false };
    let is_named =
        |at: usize| words.is_capital(at) && !is_in("role", words.lower(at)) && !is_in("month", words.lower(at));
    let version = words.word(last);
    (2..=LONGEST).contains(&(c.end - c.first))
        && (c.first..last).all(is_named)
        && !is_version_word(words.lower(c.first))
        && !words.lower(c.first).ends_with("ing")
        && version.starts_with(|c: char| c.is_ascii_digit())
        && version.split_once('.').is_some_and(|(_, rest)| !rest.is_empty())
        && is_version(words, last)
        && !is_generic(words, c)
}

/// Whether a town that is called like a word stands where a town may: 'in Cork', 'a Reading-based firm'.
pub fn is_word_place(words: &Words<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words.lower(before));
    is_in("word-place", words.lower(at))
        && words.kind(at) == TokenKind::Capitalised
        && (words.lower(at + 1) == "-based"
            || matches!(before, "in" | "near")
            || before == "to" && words.lower(at.wrapping_sub(2)).starts_with("mov"))
}

/// Runs that are never names: 'I', 'January', 'CEO', 'Open Source', 'German'.
pub fn is_generic(words: &Words<'_>, c: Candidate) -> bool {
    let generic = |at: usize| {
        let lower = words.lower(at);
        let dotless = lower.trim_end_matches('.');
        ["not-name", "role", "role-modifier", "month", "weekday", "nationality", "title"]
            .iter()
            .any(|class| is_in(class, lower))
            || is_in("month", dotless)
            || lower.strip_suffix('s').is_some_and(|stem| is_in("nationality", stem))
            || lower.contains('-') && lower.split('-').all(|part| is_in("month", part) || is_in("weekday", part))
            || words.kind(at) == TokenKind::Number
            || words.kind(at) == TokenKind::Mark
    };
    if c.end - c.first == 1 {
        let upper_name = words.kind(c.first) == TokenKind::Upper && words.lower(c.first).len() > 4;
        let lower = words.lower(c.first);
        return generic(c.first) && !(upper_name && !is_in("not-name", lower) && !is_in("role", lower))
            || words.word(c.first).chars().count() < 2
            || is_plural_acronym(words.word(c.first))
            || is_identifier(words, c.first)
            || is_code(words, c.first)
            || is_made_of_ordinary(words.word(c.first))
            || is_in_between(lower)
            || Gazetteer::embedded().is_legal_form(words.word(c.first));
    }
    is_counted(words, c)
        || is_in("not-name", &words.key(c.first, c.end))
        || (c.first..c.end).all(|at| generic(at) || matches!(words.lower(at), "of" | "for" | "and" | "the" | "&"))
            && !is_the_team(words, c)
}

/// Tokens that are never names: numbers of notices, measures, keys, parts of paths.
pub fn is_code(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    is_notice(lower) || is_measure(lower) || is_key_combination(lower) || is_in_path(words, at)
}

/// Runs of two tokens that only count: 'Phase 2', 'DSA 1024', 'Version 3.38', 'KRW 54.26', 'a Series B round'.
pub fn is_counted(words: &Words<'_>, c: Candidate) -> bool {
    let (first, last) = (words.lower(c.first), words.word(c.end.saturating_sub(1)));
    let has_digit = last.starts_with(|c: char| c.is_ascii_digit());
    let is_number = words.kind(c.end.saturating_sub(1)) == TokenKind::Number;
    c.end == c.first + 2
        && (first == "series" && last.len() == 1
            || is_number && (is_in("counted", first) || is_in("currency", first))
            || has_digit && (is_in("notice", first) || is_version_word(first)))
}

/// Words before a version that are no name.
fn is_version_word(lower: &str) -> bool {
    matches!(lower, "version" | "release" | "update" | "upgrade" | "new")
}

/// 'the Security Team', 'the Advisory Board': a body named by its task.
fn is_the_team(words: &Words<'_>, c: Candidate) -> bool {
    matches!(words.lower(c.end - 1), "team" | "board")
        && c.end - c.first > 1
        && (c.first..c.end).all(|at| words.is_capital(at))
        && c.first.checked_sub(1).is_some_and(|before| words.lower(before) == "the")
}

/// 'SQLite', 'HAProxy', but not 'APIs', 'Eco-System' and 'OpenSource'.
fn has_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
        && word.chars().all(char::is_alphanumeric)
        && !is_plural_acronym(word)
        && !is_run_together(word)
}

/// Whether ordinary words are run together: 'OpenSource'.
fn is_run_together(word: &str) -> bool {
    let starts: Vec<usize> =
        word.char_indices().filter(|(at, c)| *at > 0 && c.is_uppercase()).map(|(at, _)| at).collect();
    let ends = starts.iter().copied().chain([word.len()]);
    let begins = [0].into_iter().chain(starts.iter().copied());
    begins.zip(ends).all(|(begin, end)| end - begin > 2 && is_ordinary(&word[begin..end].to_lowercase()))
}

/// Names of options and functions, which are run together of ordinary words: 'StoreFilesInFolder'; of two only where
/// the text calls them so: 'the StoreFiles option'.
fn is_identifier(words: &Words<'_>, at: usize) -> bool {
    let word = words.word(at);
    // 'Foo_DestroyContext'
    let has_underscore = || word.trim_matches('_').contains('_');
    if has_underscore() && Gazetteer::embedded().name(word).is_none() {
        return true;
    }
    if !word.bytes().all(|b| b.is_ascii_alphabetic()) || Gazetteer::embedded().name(word).is_some() {
        return false;
    }
    let mut parts = 0;
    let mut start = 0;
    let bytes = word.as_bytes();
    for end in 1..=bytes.len() {
        if end == bytes.len() || bytes[end].is_ascii_uppercase() {
            if end - start < 2 || !is_ordinary(&word[start..end].to_ascii_lowercase()) {
                return false;
            }
            parts += 1;
            start = end;
        }
    }
    let called = [words.lower(at + 1), words.lower(at.wrapping_sub(1))].iter().any(|near| is_in("identifier", near));
    let begins_small = word.bytes().take(3).all(|b| b.is_ascii_lowercase());
    parts >= 3 || parts == 2 && (called || begins_small)
}

/// The number of a notice: 'CVE-2020-1234', 'DSA-1024'.
fn is_notice(lower: &str) -> bool {
    let Some((series, number)) = lower.split_once('-') else { return false };
    is_in("notice", series) && number.starts_with(|c: char| c.is_ascii_digit())
}

/// A number with its unit, or two units: '5GHz', 'mAh', 'PB/s'.
fn is_measure(lower: &str) -> bool {
    let unit = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let unit = unit.strip_suffix("/s").unwrap_or(unit);
    !unit.is_empty() && is_in("unit", unit)
}

/// Keys that are pressed together: 'Alt+F4'.
fn is_key_combination(lower: &str) -> bool {
    lower.split_once('+').is_some_and(|(key, _)| matches!(key, "alt" | "cmd" | "ctrl" | "meta" | "shift" | "super"))
}

/// A description with a hyphen, capitalised for its place: 'De-Branded', '3D-Printed', 'OS-Style', 'Lake-based'.
fn is_made_of_ordinary(word: &str) -> bool {
    let lower = word.to_lowercase();
    let Some((start, end)) = lower.rsplit_once('-') else { return false };
    let lists = Gazetteer::embedded();
    let is_prefix = matches!(
        start,
        "de" | "non"
            | "pan"
            | "pre"
            | "post"
            | "anti"
            | "re"
            | "un"
            | "inter"
            | "semi"
            | "cross"
            | "self"
            | "mid"
            | "sub"
    );
    let is_suffix = matches!(
        end,
        "style"
            | "like"
            | "based"
            | "wide"
            | "only"
            | "free"
            | "ready"
            | "powered"
            | "driven"
            | "enabled"
            | "compatible"
            | "specific"
            | "led"
            | "owned"
            | "backed"
            | "licensed"
            | "friendly"
            | "capable"
            | "aware"
            | "centric"
            | "printed"
    );
    let is_adverb =
        || is_ordinary(end) && lists.parts_of_speech(end).next().is_some_and(|part| matches!(part, "ADV" | "ADP"));
    lists.name(word).is_none() && (is_prefix || is_suffix || !start.contains('-') && is_ordinary(start) && is_adverb())
}

/// 'BTreeMap::into_keys'
fn is_in_path(words: &Words<'_>, at: usize) -> bool {
    let is_colon = |at: usize| words.word(at) == ":" && words.touches(at);
    is_colon(at + 1) && is_colon(at + 2)
        || at >= 2 && words.touches(at) && words.word(at - 1) == ":" && is_colon(at - 1)
}

/// 'October-to-December', 'Acme-to-Foo'.
fn is_in_between(lower: &str) -> bool {
    ["-to-", "-for-", "-and-"].iter().any(|link| lower.contains(link))
}

/// Plurals of acronyms ('GPUs') and generic acronyms ('API', 'SoC').
pub fn is_kind_of_part(words: &Words<'_>, at: usize) -> bool {
    is_plural_acronym(words.word(at))
        || matches!(
            words.lower(at),
            "developers"
                | "members"
                | "users"
                | "maintainers"
                | "contributors"
                | "architecture"
                | "customers"
                | "announcements"
                | "improvements"
        )
        || words.kind(at) != TokenKind::Number
            && words.lower(at).len() > 1
            && !is_stage(words.lower(at))
            // 'Foo OS'
            && words.lower(at) != "os"
            && is_in("not-name", words.lower(at))
            && words.word(at).chars().filter(|c| c.is_uppercase()).count() > 1
}

/// 'CPUs', 'VMs': two or more capitals and an s.
fn is_plural_acronym(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|stem| stem.len() >= 2 && stem.bytes().all(|b| b.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_no_names() {
        use crate::annotate::tests::found;
        assert_eq!(found("You set StoreFilesInFolder to zero, or the KeepFolder option."), [""; 0]);
        assert_eq!(found("They like KeepFolder and the QRS a lot."), ["Project KeepFolder", "Project QRS"]);
    }

    #[test]
    fn ordinary_words_with_a_version_are_a_name() {
        use crate::annotate::tests::found;
        assert_eq!(found("Disk Utility 3.38"), ["Product Disk Utility 3.38"]);
        assert_eq!(found("Python 3.8.5"), ["Product Python 3.8.5"]);
        assert_eq!(found("Version 3.38 is out."), [""; 0]);
        assert_eq!(found("Phase 2.1"), [""; 0]);
    }

    #[test]
    fn a_stage_belongs_to_its_version() {
        use crate::annotate::tests::found;
        assert_eq!(found("They test Zorvex OS 16 beta."), ["Product Zorvex OS 16 beta"]);
        assert_eq!(found("They test Zorvex OS 16 Release Candidate 1."), ["Product Zorvex OS 16 Release Candidate 1"]);
        assert_eq!(found("They sell it to Windows 7 users."), ["Product Windows 7"]);
        assert_eq!(found("They sell it to Windows, 7 users say."), ["Product Windows"]);
    }

    #[test]
    fn teams_are_named_by_their_task() {
        use crate::annotate::tests::found;
        assert_eq!(found("They thanked the Security Team for its work."), ["Organization Security Team"]);
        assert_eq!(found("They thanked the security team for its work."), [""; 0]);
    }

    #[test]
    fn plural_acronyms_are_no_names() {
        assert!(is_plural_acronym("CPUs") && is_plural_acronym("VMs"));
        assert!(!is_plural_acronym("AWS") && !is_plural_acronym("As") && !is_plural_acronym("Foos"));
    }
}
