//! The ready questions of `queries/`: what each answers, its parameters, its text with the values that it is given.

use std::collections::BTreeSet;

use super::Values;
use crate::error::{Error, Result};

include!(concat!(env!("OUT_DIR"), "/queries.rs"));

/// A question of `queries/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// The name of its file, without extension.
    pub name: &'static str,
    /// What it answers.
    pub about: String,
    /// Its parameters, each with what it takes.
    pub parameters: Vec<(String, String)>,
    text: &'static str,
}

/// Every ready question, sorted by name.
pub fn ready() -> Vec<Ready> {
    QUERY_FILES.iter().map(|(name, text)| Ready::read(name, text)).collect()
}

impl Ready {
    /// The question of a name.
    ///
    /// # Errors
    /// [`Error::Usage`] with all names where there is none.
    pub fn by_name(name: &str) -> Result<Self> {
        let all = ready();
        let names: Vec<String> = all.iter().map(|one| format!("@{}", one.name)).collect();
        all.into_iter().find(|one| one.name == name).ok_or_else(|| Error::Usage {
            what: format!("there is no ready question '@{}'", name.escape_debug()),
            hint: format!("there are {}; 'pressgraph query --list' tells what they answer", names.join(", ")),
        })
    }

    fn read(name: &'static str, text: &'static str) -> Self {
        let mut ready = Self { name, about: String::new(), parameters: Vec::new(), text };
        for line in text.lines().map_while(|line| line.strip_prefix("# ")) {
            match line.split_once(": ").filter(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric())) {
                Some((name, what)) => ready.parameters.push((name.to_owned(), what.to_owned())),
                None if ready.about.is_empty() => ready.about = line.to_owned(),
                None => ready.about = format!("{} {line}", ready.about),
            }
        }
        ready
    }

    /// The text of the query for some values: lines that begin with `#NAME ` take part where NAME has one, those that
    /// begin with `#rdf12 ` always. The values themselves never become part of it.
    ///
    /// # Errors
    /// [`Error::Usage`] where it has no such parameter.
    pub fn text(&self, values: &Values) -> Result<String> {
        let known: BTreeSet<&str> = self.parameters.iter().map(|(name, _)| name.as_str()).collect();
        if let Some(unknown) = values.keys().find(|name| !known.contains(name.as_str())) {
            let known: Vec<&str> = known.into_iter().collect();
            return Err(Error::Usage {
                what: format!("@{} has no parameter '{}'", self.name, unknown.escape_debug()),
                hint: format!("it has {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") }),
            });
        }
        let marks: Vec<String> =
            values.keys().map(String::as_str).chain(["rdf12"]).map(|name| format!("#{name} ")).collect();
        let active = |line: &str| {
            let start = line.len() - line.trim_start().len();
            let (indent, rest) = line.split_at(start);
            let rest = marks.iter().find_map(|mark| rest.strip_prefix(mark.as_str())).unwrap_or(rest);
            format!("{indent}{rest}\n")
        };
        Ok(self.text.lines().map(active).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Question, parse_value};

    #[test]
    fn every_ready_question_says_what_it_answers_and_parses_with_and_without_values() {
        let all = ready();
        assert!(all.len() >= 9);
        for one in all {
            assert!(one.about.ends_with('.'), "{}", one.name);
            let text = one.text(&Values::new()).unwrap();
            Question::parse(one.name, &text).unwrap();
            assert!(!text.contains("#rdf12"), "{}", one.name);
            let values: Values =
                one.parameters.iter().map(|(name, _)| (name.clone(), parse_value("x").unwrap())).collect();
            let text = one.text(&values).unwrap();
            Question::parse(one.name, &text).unwrap().with_values(&values).unwrap();
        }
    }

    #[test]
    fn as_they_stand_they_are_sparql_1_1() {
        for (name, text) in QUERY_FILES {
            assert!(Question::parse(name, text).is_ok(), "{name}");
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
            assert!(!code.contains("<<"), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_and_an_unknown_parameter_are_refused() {
        let message = Ready::by_name("nothing").unwrap_err().to_string();
        assert!(message.starts_with("there is no ready question '@nothing'\nhint: there are @acquisitions, "));
        let values = Values::from([("entty".to_owned(), parse_value("x").unwrap())]);
        let message = Ready::by_name("members").unwrap().text(&values).unwrap_err().to_string();
        assert_eq!(message, "@members has no parameter 'entty'\nhint: it has entity");
    }
}
