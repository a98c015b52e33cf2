//! Parsed articles: checked field by field, so that a message names what is wrong.

use std::collections::BTreeSet;
use std::fmt::Display;

use serde_json::{Map, Value};

use super::Source;
use crate::error::Result;
use crate::model::{EntityType, ParsedArticle, PartialDate};
use crate::schema::{PREDICATES, defined_predicates, predicate};

/// What is wrong with a field, and what it may hold.
struct Wrong {
    field: String,
    what: String,
    hint: String,
}

type Checked<T> = std::result::Result<T, Wrong>;

fn wrong<T>(field: impl Display, what: impl Display, hint: impl Display) -> Checked<T> {
    Err(Wrong { field: field.to_string(), what: what.to_string(), hint: hint.to_string() })
}

/// Reads a parsed article.
pub(super) fn read(fields: Map<String, Value>, source: &Source<'_>) -> Result<ParsedArticle> {
    let told = |wrong: Wrong| source.error(format!("`{}`: {}", wrong.field, wrong.what), &wrong.hint);
    check(&fields).map_err(told)?;
    serde_json::from_value(Value::Object(fields)).map_err(|error| {
        source.error(
            format!("not a parsed article: {}", super::json::cause(&error)),
            "schema/article.schema.json states the form",
        )
    })
}

fn check(fields: &Map<String, Value>) -> Checked<()> {
    text(fields, "id", "id")?;
    let article_text = text(fields, "text", "text")?;
    let text_index = CodePoints::new(article_text);
    match fields.get("article") {
        Some(Value::Object(header)) => {
            if let Some(date) = header.get("date").filter(|d| !d.is_null()) {
                check_date(date, "article.date")?;
            }
        }
        _ => return wrong("article", "missing or no object", "give an object, which may be empty: {}"),
    }
    let mut ids = BTreeSet::new();
    for (number, entity) in list(fields, "entities")?.iter().enumerate() {
        check_entity(entity, &format!("entities[{number}]"), &text_index, &mut ids)?;
    }
    for (number, fact) in list(fields, "facts")?.iter().enumerate() {
        check_fact(fact, &format!("facts[{number}]"), &text_index, &ids)?;
    }
    Ok(())
}

fn check_entity<'v>(
    entity: &'v Value,
    path: &str,
    text_index: &CodePoints<'_>,
    ids: &mut BTreeSet<&'v str>,
) -> Checked<()> {
    let Value::Object(fields) = entity else { return wrong(path, "no object", "give an entity object") };
    let id = text(fields, "id", &format!("{path}.id"))?;
    if !ids.insert(id) {
        return wrong(format!("{path}.id"), format!("'{id}' is used twice"), "give each entity an id of its own");
    }
    let kind = text(fields, "type", &format!("{path}.type"))?;
    if kind.parse::<EntityType>().is_err() {
        let known: Vec<&str> = EntityType::ALL.iter().map(|t| t.as_str()).collect();
        return wrong(
            format!("{path}.type"),
            format!("unknown type '{kind}'"),
            format!("use one of {}", known.join(", ")),
        );
    }
    text(fields, "name", &format!("{path}.name"))?;
    for key in ["aliases", "sameAs"] {
        let is_texts = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
        if fields.get(key).is_some_and(|value| !is_texts(value)) {
            return wrong(format!("{path}.{key}"), "no list of strings", "give a list of strings, or leave it out");
        }
    }
    let Some(mentions) = fields.get("mentions") else { return Ok(()) };
    let Value::Array(mentions) = mentions else {
        return wrong(format!("{path}.mentions"), "no list", "give a list of {start, end, kind}");
    };
    for (number, mention) in mentions.iter().enumerate() {
        let path = format!("{path}.mentions[{number}]");
        let Value::Object(fields) = mention else { return wrong(path, "no object", "give {start, end, kind}") };
        check_range(fields, &path, text_index)?;
        let kind = text(fields, "kind", &format!("{path}.kind"))?;
        if !matches!(kind, "name" | "nominal" | "pronoun") {
            return wrong(format!("{path}.kind"), format!("unknown kind '{kind}'"), "use name, nominal or pronoun");
        }
    }
    Ok(())
}

fn check_fact(fact: &Value, path: &str, text_index: &CodePoints<'_>, ids: &BTreeSet<&str>) -> Checked<()> {
    let Value::Object(fields) = fact else { return wrong(path, "no object", "give a fact object") };
    let name = text(fields, "predicate", &format!("{path}.predicate"))?;
    let Some(predicate) = predicate(name) else {
        let known = PREDICATES.iter().map(|p| p.name);
        let known: Vec<&str> = known.chain(defined_predicates().iter().map(|p| p.name)).collect();
        let hint = format!("use one of {}", known.join(", "));
        return wrong(format!("{path}.predicate"), format!("unknown predicate '{name}'"), hint);
    };
    check_reference(text(fields, "subject", &format!("{path}.subject"))?, &format!("{path}.subject"), ids)?;
    let object = format!("{path}.object");
    match fields.get("object") {
        Some(Value::String(id)) if !predicate.is_dated() => check_reference(id, &object, ids)?,
        Some(Value::String(_)) => {
            return wrong(object, format!("`{name}` needs a date"), "give {\"value\": \"2015-04-02\"}");
        }
        Some(Value::Object(date)) if predicate.is_dated() => match date.get("value") {
            Some(value) => {
                check_date(value, &format!("{object}.value"))?;
                if date.contains_key("start") || date.contains_key("end") {
                    check_range(date, &object, text_index)?;
                }
            }
            None => return wrong(format!("{object}.value"), "missing", "give a date such as 2015-04-02"),
        },
        Some(Value::Object(_)) => {
            return wrong(object, format!("`{name}` needs an entity"), "give the id of an entity");
        }
        _ => return wrong(object, "missing or of the wrong kind", "give the id of an entity, or a date object"),
    }
    if let Some(date) = fields.get("date").filter(|d| !d.is_null()) {
        check_date(date, &format!("{path}.date"))?;
    }
    if let Some(status) = fields.get("status") {
        let known = ["asserted", "announced", "rumoured", "denied"];
        if !status.as_str().is_some_and(|s| known.contains(&s)) {
            let hint = format!("use one of {}", known.join(", "));
            return wrong(format!("{path}.status"), format!("unknown status {status}"), hint);
        }
    }
    for key in ["event"] {
        if fields.get(key).is_some_and(|value| !value.is_boolean()) {
            return wrong(format!("{path}.{key}"), "neither true nor false", "use true or false");
        }
    }
    let Some(Value::Object(evidence)) = fields.get("evidence") else {
        return wrong(format!("{path}.evidence"), "missing or no object", "give {start, end, text} of the sentence");
    };
    let path = format!("{path}.evidence");
    let slice = check_range(evidence, &path, text_index)?;
    let said = text(evidence, "text", &format!("{path}.text"))?;
    if slice != said {
        let hint = "offsets count Unicode code points of `text`, from 0, the end not included";
        return wrong(format!("{path}.text"), "differs from the text between its offsets", hint);
    }
    Ok(())
}

fn check_reference(id: &str, path: &str, ids: &BTreeSet<&str>) -> Checked<()> {
    if ids.contains(id) {
        return Ok(());
    }
    let some: Vec<&str> = ids.iter().copied().take(10).collect();
    let hint = if some.is_empty() {
        "the article lists no entities".to_owned()
    } else {
        format!("the article's entities are {}{}", some.join(", "), if ids.len() > 10 { ", ..." } else { "" })
    };
    wrong(path, format!("no entity '{id}'"), hint)
}

fn check_date(value: &Value, path: &str) -> Checked<()> {
    if value.as_str().is_some_and(|date| date.parse::<PartialDate>().is_ok()) {
        return Ok(());
    }
    wrong(path, format!("no date: {value}"), "write 2015-04-02, 2015-04 or 2015")
}

fn check_range<'t>(fields: &Map<String, Value>, path: &str, text_index: &CodePoints<'t>) -> Checked<&'t str> {
    let number = |key: &str| match fields.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()) {
        Some(number) => Ok(number),
        None => wrong(format!("{path}.{key}"), "missing or no whole number", "give a code point offset"),
    };
    let (start, end) = (number("start")?, number("end")?);
    match text_index.slice(start, end) {
        Some(slice) => Ok(slice),
        None => {
            let what = format!("{start}..{end} does not lie within the text");
            wrong(path, what, format!("the text has {} code points", text_index.len()))
        }
    }
}

fn text<'v>(fields: &'v Map<String, Value>, key: &str, path: &str) -> Checked<&'v str> {
    match fields.get(key) {
        Some(Value::String(value)) => Ok(value),
        Some(_) => wrong(path, "no string", "give a string"),
        None => wrong(path, "missing", "give a string"),
    }
}

fn list<'v>(fields: &'v Map<String, Value>, key: &str) -> Checked<&'v [Value]> {
    match fields.get(key) {
        Some(Value::Array(items)) => Ok(items),
        _ => wrong(key, "no list", "give a list, which may be empty"),
    }
}

/// A text that is sliced by code points.
struct CodePoints<'t> {
    text: &'t str,
    /// Byte offset of every 64th code point.
    marks: Vec<usize>,
    length: usize,
}

impl<'t> CodePoints<'t> {
    const STEP: usize = 64;

    fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut length = 0;
        for (at, _) in text.char_indices() {
            if length % Self::STEP == 0 {
                marks.push(at);
            }
            length += 1;
        }
        Self { text, marks, length }
    }

    fn len(&self) -> usize {
        self.length
    }

    fn byte(&self, code_point: usize) -> Option<usize> {
        if code_point == self.length {
            return Some(self.text.len());
        }
        let mark = *self.marks.get(code_point / Self::STEP)?;
        self.text[mark..].char_indices().nth(code_point % Self::STEP).map(|(at, _)| mark + at)
    }

    fn slice(&self, start: usize, end: usize) -> Option<&'t str> {
        if start > end || end > self.length {
            return None;
        }
        self.text.get(self.byte(start)?..self.byte(end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_sliced() {
        let text = "aé".repeat(100);
        let index = CodePoints::new(&text);
        assert_eq!(index.len(), 200);
        assert_eq!(index.slice(63, 66), Some("éaé"));
        assert_eq!(index.slice(198, 200), Some("aé"));
        assert_eq!(index.slice(200, 200), Some(""));
        assert_eq!(index.slice(199, 201), None);
        assert_eq!(index.slice(2, 1), None);
    }
}
