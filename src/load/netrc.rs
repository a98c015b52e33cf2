//! Names and passwords from a netrc file.

/// The name and password for a host: of the first entry of that host, or of the first `default` entry.
///
/// # Errors
/// The 1-based line of a word that belongs to no entry.
///
/// # Source
/// The file format as `ftp(1)` and curl have it: words between white space, quotation marks around those that hold
/// some, `macdef` until an empty line, `#` to the end of the line where an entry may begin.
pub(super) fn lookup(text: &str, host: &str) -> Result<Option<(String, String)>, usize> {
    let mut words = Words { rest: text, line: 1 };
    let mut found: Option<Entry> = None;
    let mut fallback: Option<Entry> = None;
    let mut entry: Option<Entry> = None;
    loop {
        let word = words.next();
        let begins = matches!(word.as_deref(), None | Some("machine" | "default"));
        if begins && let Some(done) = entry.take() {
            let place = if done.host.is_some() { &mut found } else { &mut fallback };
            let is_meant = done.host.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(host));
            if is_meant && place.is_none() {
                *place = Some(done);
            }
        }
        match (word.as_deref(), entry.as_mut()) {
            (None, _) => return Ok(found.or(fallback).map(|entry| (entry.login, entry.password))),
            (Some("machine"), _) => entry = Some(Entry { host: Some(words.value()), ..Entry::default() }),
            (Some("default"), _) => entry = Some(Entry::default()),
            (Some("macdef"), _) => words.skip_macro(),
            (Some("login" | "user"), Some(entry)) => entry.login = words.value(),
            (Some("password" | "passwd"), Some(entry)) => entry.password = words.value(),
            (Some("account"), Some(_)) => drop(words.value()),
            (Some(comment), _) if comment.starts_with('#') => words.skip_line(),
            _ => return Err(words.line),
        }
    }
}

#[derive(Default)]
struct Entry {
    host: Option<String>,
    login: String,
    password: String,
}

struct Words<'a> {
    rest: &'a str,
    line: usize,
}

impl Words<'_> {
    fn skip(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line += passed.matches('\n').count();
        self.rest = rest;
    }

    fn next(&mut self) -> Option<String> {
        self.skip(self.rest.len() - self.rest.trim_start().len());
        let is_quoted = self.rest.starts_with('"');
        let mut word = String::new();
        let mut escaped = false;
        let mut length = self.rest.len();
        for (at, c) in self.rest.char_indices().skip(usize::from(is_quoted)) {
            match c {
                _ if escaped => {
                    escaped = false;
                    word.push(c);
                }
                '\\' if is_quoted => escaped = true,
                '"' if is_quoted => {
                    length = at + 1;
                    break;
                }
                c if !is_quoted && c.is_whitespace() => {
                    length = at;
                    break;
                }
                c => word.push(c),
            }
        }
        let is_end = self.rest.is_empty();
        self.skip(length);
        (!is_end).then_some(word)
    }

    fn value(&mut self) -> String {
        self.next().unwrap_or_default()
    }

    fn skip_line(&mut self) {
        // The line feed behind the comment's first word may be next.
        self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
    }

    fn skip_macro(&mut self) {
        self.skip(self.rest.find("\n\n").unwrap_or(self.rest.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, host: &str) -> Option<(String, String)> {
        lookup(text, host).unwrap()
    }

    fn pair(login: &str, password: &str) -> Option<(String, String)> {
        Some((login.to_owned(), password.to_owned()))
    }

    #[test]
    fn the_first_entry_of_the_host_counts() {
        let text = "#stores of ours\nmachine rdf.example login ann password #one\n# next\nmachine\tRDF.example\n  login bob\n  \
                    password two\ndefault login any password three";
        assert_eq!(found(text, "rdf.example"), pair("ann", "#one"));
        assert_eq!(found(text, "other.example"), pair("any", "three"));
        assert_eq!(found("machine a login b password c", "other.example"), None);
        assert_eq!(found("", "a"), None);
    }

    #[test]
    fn words_may_be_quoted_and_macros_are_passed_over() {
        let text = "macdef init\nput machine a login x\n\nmachine a account z password \"p \\\" q\" user u\n";
        assert_eq!(found(text, "a"), pair("u", "p \" q"));
    }

    #[test]
    fn a_word_without_an_entry_is_told_with_its_line() {
        assert_eq!(lookup("machine a login b password c\nmachin d\n", "a"), Err(2));
        assert_eq!(lookup("login b", "a"), Err(1));
    }
}
