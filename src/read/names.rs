//! Names of authors and publishers, as metadata writes them.

/// Words by which the part after a comma is a role or an employer, not another author.
const ROLES: [&str; 44] = [
    "advisor",
    "analyst",
    "architect",
    "board",
    "ceo",
    "cfo",
    "chair",
    "chairman",
    "chief",
    "co-founder",
    "columnist",
    "communications",
    "community",
    "contributor",
    "coo",
    "correspondent",
    "counsel",
    "cto",
    "developer",
    "director",
    "editor",
    "engineer",
    "engineering",
    "executive",
    "fellow",
    "founder",
    "head",
    "journalist",
    "lead",
    "manager",
    "marketing",
    "member",
    "officer",
    "president",
    "professor",
    "programmer",
    "reporter",
    "researcher",
    "scientist",
    "secretary",
    "senior",
    "specialist",
    "vp",
    "writer",
];

/// The author or authors in a byline, without role, employer, address and 'By'.
pub(super) fn author(byline: &str) -> Option<String> {
    let mut name = byline.trim();
    for lead in ["By ", "by ", "BY ", "Posted by ", "Written by "] {
        name = name.strip_prefix(lead).unwrap_or(name);
    }
    let address = name.find("http://").or_else(|| name.find("https://")).or_else(|| name.find('<'));
    if let Some(at) = address {
        name = &name[..at];
    }
    for cut in [" on behalf of ", " for ", " | ", " (", " – ", " — "] {
        name = name.find(cut).map_or(name, |at| &name[..at]);
    }
    let mut kept: Vec<&str> = Vec::new();
    for part in name.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if !kept.is_empty() && has_role(part) {
            break;
        }
        kept.push(part);
    }
    let name = kept.join(", ");
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ':' | '-' | '|'));
    let is_nobody = ["admin", "administrator", "guest", "webmaster"].contains(&name.to_lowercase().as_str());
    (!name.is_empty() && !is_nobody).then(|| super::html::collapse(name))
}

/// The author in a line such as 'Ada Stone, Chief Engineer' at an article's end.
pub(super) fn signature(line: &str) -> Option<String> {
    let (name, role) = line.split_once(',')?;
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = (2..=3).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase));
    (is_name
        && line.len() <= 100
        && role.trim_start().starts_with(char::is_uppercase)
        && has_role(role)
        && !line.ends_with('.'))
    .then(|| words.join(" "))
}

fn has_role(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| ROLES.contains(&word.to_lowercase().as_str()))
}

/// The host of a web address, without `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let is_name = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    is_name.then(|| host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_addresses_are_no_part_of_a_name() {
        let cases = [
            ("Ada Stone, Example Executive Director", "Ada Stone"),
            ("Ada Stone, Software Engineer, Example", "Ada Stone"),
            ("Ada Stone, Bo Reed", "Ada Stone, Bo Reed"),
            ("By Ada Stone", "Ada Stone"),
            ("Ada Stone https://example.org/ada", "Ada Stone"),
            ("Ada Stone on behalf of the board", "Ada Stone"),
            ("exampleteam", "exampleteam"),
        ];
        for (byline, expected) in cases {
            assert_eq!(author(byline).as_deref(), Some(expected), "{byline}");
        }
        assert_eq!(author(" "), None);
        assert_eq!(author("admin"), None);
        assert_eq!(signature("Ada Stone, CTO and Co-Founder").as_deref(), Some("Ada Stone"));
        assert_eq!(signature("In Geneva, the chair spoke"), None);
    }

    #[test]
    fn hosts_lose_www() {
        assert_eq!(host("https://www.Example.org/a?b").as_deref(), Some("example.org"));
        assert_eq!(host("/a/b"), None);
        assert_eq!(host("https://localhost/"), None);
    }
}
