//! Splits a block of prose into words, numbers and marks.

use super::lexicon::is_one_with_slash;
use crate::model::{Span, Token, TokenKind};
use crate::schema::Gazetteer;

/// The tokens of `text`, whose first byte stands at `offset` of the prose.
///
/// # Shape
/// In text order, disjoint, on character boundaries; white space belongs to none.
///
/// # Complexity
/// Linear in the text.
pub fn tokens(text: &str, offset: usize) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() || c.is_control() {
            at += c.len_utf8();
            continue;
        }
        // an underscore before a capital is what is left of emphasis: '_Ann Keller wrote this'
        let is_emphasis = c == '_' && text[at + 1..].starts_with(char::is_uppercase);
        let end = if is_word_char(c) && !is_emphasis { word_end(text, at) } else { at + mark_len(&text[at..]) };
        push(&mut out, text, at, end, offset);
        at = end;
    }
    part_last_stop(&mut out, text, offset);
    out
}

/// The full stop at the end of a text ends the text, not the legal form before it: 'It joined Acme Inc.'.
fn part_last_stop(out: &mut Vec<Token>, text: &str, offset: usize) {
    let [.., _, last] = out.as_mut_slice() else { return };
    let (start, end) = (last.span.start as usize - offset, last.span.end as usize - offset);
    let word = &text[start..end];
    if word.len() > 2 && word.ends_with('.') && (Gazetteer::embedded().is_legal_form(word) || is_generation(word)) {
        last.span = Span::new(start + offset, end - 1 + offset);
        out.push(Token { span: Span::new(end - 1 + offset, end + offset), kind: TokenKind::Mark });
    }
}

/// Whether a word tells a son from his father: 'Jr.'.
pub fn is_generation(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr.")
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '®' || c == '™'
}

/// Where a run of word characters ends; joins keep 'AT&T', 'X.Org', '4.5', 'e-commerce', 'U.S.' and addresses whole.
fn word_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut is_address = false;
    let bytes = text.as_bytes();
    while at < text.len() {
        let Some(c) = text[at..].chars().next() else { break };
        if is_word_char(c) {
            at += c.len_utf8();
            continue;
        }
        let next = text[at + c.len_utf8()..].chars().next();
        let joins = match c {
            ':' if text[at..].starts_with("://") => {
                is_address = true;
                true
            }
            '.' | '@' | '/' | '&' | '+' | '-' | '_' | '#' | '=' | '?' | '%' | '~' | ':' if is_address => {
                next.is_some_and(|n| is_word_char(n) || "/-_.?#=%&~".contains(n))
            }
            '.' => {
                let word = &text[start..at];
                let dotted = word.len() == 1 || word.contains('.');
                match next {
                    Some(n) if n.is_alphanumeric() => {
                        let digit = n.is_ascii_digit() && bytes[at - 1].is_ascii_digit();
                        let initials = dotted && n.is_uppercase();
                        let domain = n.is_lowercase() && !word.contains('-') && !word.ends_with(char::is_uppercase);
                        // 'P.Tarn', 'openLake.Asia'
                        let is_mixed =
                            || word.chars().skip(1).any(char::is_uppercase) && word.ends_with(char::is_uppercase);
                        let named = n.is_uppercase() && (word.len() == 1 || word == "Ph" || is_mixed());
                        digit || initials || domain || named || is_known_domain(&text[at + 1..])
                    }
                    // the full stop of an abbreviation belongs to it: 'U.S.', 'J.', 'Inc.'
                    _ if (word.len() == 1 && word.starts_with(char::is_uppercase)) || is_initials(word) => {
                        return at + 1;
                    }
                    _ if is_abbreviation(word) => return at + 1,
                    _ => false,
                }
            }
            '@' => {
                is_address = next.is_some_and(char::is_alphanumeric);
                is_address
            }
            '/' => {
                next.is_some_and(|n| n.is_alphanumeric())
                    && (is_short_upper(&text[start..at]) || text[start..at].contains('/'))
                    && !parts_names(&text[start..at], &text[at + 1..])
            }
            '&' => {
                next.is_some_and(|n| n.is_uppercase()) && text[start..at].chars().all(|c| c.is_uppercase() || c == '&')
            }
            '-' | '\u{2010}' | '\u{2011}' => next.is_some_and(char::is_alphanumeric),
            '\'' | '\u{2019}' => {
                let rest = &text[at + c.len_utf8()..];
                let suffix: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
                let is_clitic = ["s", "S", "ll", "re", "ve", "d", "m", "t"].contains(&suffix.as_str());
                !suffix.is_empty() && !is_clitic && next.is_some_and(|n| n.is_alphabetic())
            }
            ',' => {
                bytes[at - 1].is_ascii_digit()
                    && text[at + 1..].len() >= 3
                    && bytes[at + 1..at + 4].iter().all(u8::is_ascii_digit)
                    && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
            }
            '!' => next == Some('_') && text[start..at].starts_with(char::is_uppercase),
            '+' => text[start..at].len() <= 3 && text[start..at].starts_with(char::is_uppercase),
            '#' => text[start..at].len() == 1 && text[start..at].starts_with(char::is_uppercase),
            _ => false,
        };
        if !joins {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn is_short_upper(word: &str) -> bool {
    word.len() <= 5 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a slash stands between two names: 'KDE/GNOME', but not 'TCP/IP', 'OS/2', 'GNU/Linux'.
fn parts_names(left: &str, rest: &str) -> bool {
    let right = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let lists = Gazetteer::embedded();
    !is_one_with_slash(left, right) && (lists.name(left).is_some() || lists.name(right).is_some())
}

fn is_initials(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.starts_with(char::is_alphabetic))
}

/// Whether a word names a top-level domain after its dot, so that 'Example.com' is one token.
fn is_known_domain(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    ["com", "org", "net", "io", "js", "NET", "Org", "Com"].contains(&word.as_str())
}

/// Abbreviations whose full stop does not end a sentence by itself.
pub fn is_abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 52] = [
        "Adm", "Apr", "Assn", "Aug", "Bros", "Capt", "Cie", "Co", "Col", "Corp", "Dec", "Dept", "Dr", "Feb", "Fig",
        "Fri", "Gen", "Gov", "Hon", "Inc", "Jan", "Jr", "Jul", "Jun", "Lt", "Ltd", "Mar", "Messrs", "Mr", "Mrs", "Ms",
        "Mt", "No", "Nov", "Oct", "Ph.D", "Prof", "Pty", "Rep", "Rev", "Sen", "Sep", "Sept", "Sgt", "Sr", "St",
        "a.k.a", "approx", "e.g", "i.e", "v", "vs",
    ];
    KNOWN.binary_search(&word).is_ok()
}

fn mark_len(rest: &str) -> usize {
    for mark in ["...", "--", "``", "''"] {
        if rest.starts_with(mark) {
            return mark.len();
        }
    }
    rest.chars().next().map_or(1, char::len_utf8)
}

fn push(out: &mut Vec<Token>, text: &str, start: usize, end: usize, offset: usize) {
    let word = &text[start..end];
    // a possessive ending is a token of its own, whichever apostrophe it uses
    if (word.starts_with('\'') || word.starts_with('\u{2019}')) && word.chars().count() == 1 {
        let mark = word.len();
        let rest = &text[end..];
        let after_word = out.last().is_some_and(|t| t.span.end as usize == start + offset && t.kind != TokenKind::Mark);
        let s_len = usize::from(rest.starts_with(['s', 'S']) && !rest[1..].starts_with(char::is_alphanumeric));
        let plural =
            after_word && text[..start].ends_with(['s', 'S', 'x', 'z']) && rest.starts_with(char::is_whitespace);
        if after_word && (s_len == 1 || plural) {
            let span = Span::new(start + offset, start + mark + s_len + offset);
            out.push(Token { span, kind: TokenKind::Possessive });
            return;
        }
        if after_word && let Some(token) = clitic(out, text, start, mark, offset) {
            out.push(token);
            return;
        }
    }
    if out.last().is_some_and(|previous| previous.span.end as usize > start + offset) {
        return; // the letters that an ending already holds
    }
    // 'Cambridge-based', 'Linaro-led': the name is a token of its own
    if let Some((at, hyphen)) = word.rmatch_indices(HYPHENS).next()
        && at > 0
        && word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && is_compound_ending(&word[at + hyphen.len()..])
    {
        out.push(Token { span: Span::new(start + offset, start + at + offset), kind: kind(&word[..at]) });
        out.push(Token { span: Span::new(start + at + offset, end + offset), kind: TokenKind::Lower });
        return;
    }
    // 'ex-Acme': so is what somebody was with
    if let Some(rest) = word.strip_prefix("ex-").or_else(|| word.strip_prefix("Ex-"))
        && kind(rest) == TokenKind::Capitalised
    {
        let at = start + word.len() - rest.len();
        out.push(Token { span: Span::new(start + offset, at + offset), kind: TokenKind::Lower });
        out.push(Token { span: Span::new(at + offset, end + offset), kind: TokenKind::Capitalised });
        return;
    }
    out.push(Token { span: Span::new(start + offset, end + offset), kind: kind(word) });
}

/// The contracted verb or negation that an apostrophe at `start` belongs to: "we'll", "does" and "n't".
fn clitic(out: &mut [Token], text: &str, start: usize, mark: usize, offset: usize) -> Option<Token> {
    let rest = &text[start + mark..];
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_whole = !rest[length..].starts_with(|c: char| c.is_alphanumeric());
    let span = |from: usize| Span::new(from + offset, start + mark + length + offset);
    let kind = TokenKind::Lower;
    match rest[..length].to_ascii_lowercase().as_str() {
        "ll" | "re" | "ve" | "d" | "m" if is_whole => Some(Token { span: span(start), kind }),
        "t" if is_whole && text[..start].ends_with(['n', 'N']) => {
            let verb = out.last_mut()?;
            let shorter = Span::new(verb.span.start as usize, start - 1 + offset);
            verb.span = if shorter.is_empty() { return None } else { shorter };
            Some(Token { span: span(start - 1), kind })
        }
        _ => None,
    }
}

/// The hyphen, and those that are typed to keep a line together.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// Whether a word is the second half of a compound whose first half may be a name: a participle
/// ('based', 'licensed') or one of a few adjectives ('only').
fn is_compound_ending(half: &str) -> bool {
    const ADJECTIVES: [&str; 24] = [
        "agnostic",
        "aware",
        "bit",
        "born",
        "built",
        "centric",
        "compatible",
        "driven",
        "exclusive",
        "first",
        "focused",
        "free",
        "friendly",
        "independent",
        "led",
        "like",
        "native",
        "only",
        "owned",
        "ready",
        "run",
        "specific",
        "style",
        "wide",
    ];
    let letters = || half.bytes().all(|b| b.is_ascii_lowercase());
    ADJECTIVES.binary_search(&half).is_ok()
        || half.len() > 4 && letters() && (half.ends_with("ed") || half.ends_with("ing"))
}

/// Whether a word is a compound of a prefix and a name ('non-LTS'), which is an adjective.
fn is_prefixed(word: &str) -> bool {
    const PREFIXES: [&str; 14] =
        ["non", "post", "pre", "anti", "ex", "pro", "mid", "multi", "cross", "inter", "intra", "bi", "semi", "sub"];
    let first = word.split(HYPHENS).next().unwrap_or(word);
    first.len() < word.len() && PREFIXES.contains(&first)
        || word
            .split_once(HYPHENS)
            .is_some_and(|(first, _)| first.len() > 3 && first.bytes().all(|b| b.is_ascii_lowercase()))
}

fn kind(word: &str) -> TokenKind {
    if word.contains("://") || word.contains('@') && word.contains('.') || word.starts_with("www.") {
        return TokenKind::Address;
    }
    let Some(first) = word.chars().next() else { return TokenKind::Mark };
    if first.is_ascii_digit() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        return if letters > 2 && word.chars().any(char::is_uppercase) {
            TokenKind::Capitalised
        } else {
            TokenKind::Number
        };
    }
    let mut letters = 0;
    let (mut upper, mut lower) = (0, 0);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    match (letters, upper, lower) {
        (0, ..) if word.chars().all(|c| !c.is_alphanumeric()) => TokenKind::Mark,
        (0, ..) => TokenKind::Number,
        (_, 0, 0) => TokenKind::Uncased,
        (_, 0, _) => TokenKind::Lower,
        _ if is_prefixed(word) => TokenKind::Lower,
        (2.., _, 0) => TokenKind::Upper,
        _ => TokenKind::Capitalised,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, 0).iter().map(|t| t.span.slice(text)).collect()
    }

    #[test]
    fn names_versions_and_addresses_stay_whole() {
        assert_eq!(words("AT&T's X.Org 4.5, v0.58-rc1"), ["AT&T", "'s", "X.Org", "4.5", ",", "v0.58-rc1"]);
        assert_eq!(words("See https://example.org/a?b=1."), ["See", "https://example.org/a?b=1", "."]);
        assert_eq!(
            words("a U.S. firm, Acme Inc., paid $1,000."),
            ["a", "U.S.", "firm", ",", "Acme", "Inc.", ",", "paid", "$", "1,000", "."]
        );
        assert_eq!(words("It bought Acme Inc."), ["It", "bought", "Acme", "Inc", "."]);
        assert_eq!(words("It is in the U.S."), ["It", "is", "in", "the", "U.S."]);
        assert_eq!(words("C++ and C# (e-commerce)"), ["C++", "and", "C#", "(", "e-commerce", ")"]);
    }

    #[test]
    fn possessives_are_tokens_whatever_the_apostrophe() {
        assert_eq!(words("Linaro\u{2019}s and members' own"), ["Linaro", "\u{2019}s", "and", "members", "'", "own"]);
        assert_eq!(tokens("Acme's", 0)[1].kind, TokenKind::Possessive);
        assert_eq!(words("O'Reilly"), ["O'Reilly"]);
    }

    #[test]
    fn compounds_are_cut_at_any_hyphen() {
        assert_eq!(words("Velmora-based, LLM\u{2011}driven"), ["Velmora", "-based", ",", "LLM", "\u{2011}driven"]);
        assert_eq!(words("a 64-bit chip"), ["a", "64", "-bit", "chip"]);
        assert_eq!(words("ex-Velmora boss, ex-CEO"), ["ex-", "Velmora", "boss", ",", "ex-CEO"]);
    }

    #[test]
    fn a_full_stop_ends_the_word_before_it() {
        assert_eq!(words("It works.Then it"), ["It", "works", ".", "Then", "it"]);
        assert_eq!(words("the board. Next"), ["the", "board", ".", "Next"]);
    }
}
