//! JSON articles: `title`, `date`, `url`, `publisher`, `author`, and `text`, `markdown` or `html`.

use serde_json::{Map, Value};

use super::page_head::name_of;
use super::{Input, Notes, Shape, Source, dates, names, parsed};
use crate::error::{Error, Result};
use crate::model::Metadata;

/// Fields that hold the text, with the shape that each says.
const TEXTS: [(&str, Option<Shape>); 6] = [
    ("text", None),
    ("markdown", Some(Shape::Markdown)),
    ("html", Some(Shape::Html)),
    ("content", None),
    ("body", None),
    ("articleBody", None),
];

/// Reads a JSON article, a parsed article, or a list of such.
pub(super) fn read(text: &str, source: &Source<'_>, notes: &mut Notes<'_>) -> Result<Vec<Input>> {
    let value: Value = serde_json::from_str(text).map_err(|error| broken(source, text, &error))?;
    match value {
        Value::Array(items) => {
            let mut inputs = Vec::new();
            for (index, item) in items.into_iter().enumerate() {
                inputs.push(read_one(item, source, Some(index + 1), notes)?);
            }
            Ok(inputs)
        }
        item => Ok(vec![read_one(item, source, source.unit.line, notes)?]),
    }
}

fn broken(source: &Source<'_>, text: &str, error: &serde_json::Error) -> Error {
    let line = source.unit.line.unwrap_or(1) + error.line().saturating_sub(1);
    let many = source.unit.line.is_none() && text.lines().filter(|l| l.starts_with('{')).take(2).count() == 2;
    source.error_at(
        Some(line),
        format!("broken JSON at column {}: {}", error.column(), cause(error)),
        if many {
            "write JSON Lines with one whole object a line, or one JSON array"
        } else {
            "mend the JSON; in JSON Lines each line holds one whole object"
        },
    )
}

/// What serde_json says, without its own account of the place.
pub(super) fn cause(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(what, _)| what.to_owned())
}

fn read_one(value: Value, source: &Source<'_>, number: Option<usize>, notes: &mut Notes<'_>) -> Result<Input> {
    let Value::Object(fields) = value else {
        return Err(source.error("an article must be a JSON object".to_owned(), TEXT_HINT));
    };
    if fields.contains_key("entities") && fields.contains_key("facts") {
        return parsed::read(fields, source).map(|article| Input::Parsed(Box::new(article)));
    }
    let mut fields = fields;
    let found = TEXTS.iter().find_map(|(key, shape)| match fields.get_mut(*key) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some((std::mem::take(text), *shape)),
        _ => None,
    });
    let Some((text, shape)) = found else {
        return Err(source.error("the article has no text".to_owned(), TEXT_HINT));
    };
    let id = match fields.get("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(Value::Number(id)) => id.to_string(),
        _ => match number {
            Some(number) => format!("{}-{number}", source.stem()),
            None => source.stem(),
        },
    };
    let mut metadata = source.metadata();
    fill(&fields, &mut metadata, notes);
    Ok(Input::Document(Box::new(super::read_text(id, text, shape, metadata, notes))))
}

const TEXT_HINT: &str = "give the article one of the fields `text`, `markdown` or `html`";

fn fill(fields: &Map<String, Value>, metadata: &mut Metadata, notes: &mut Notes<'_>) {
    let text = |keys: &[&str]| keys.iter().find_map(|key| fields.get(*key).and_then(name_of));
    metadata.title = text(&["title", "headline"]);
    metadata.url = text(&["url", "link"]);
    metadata.publisher = text(&["publisher", "site", "site_name"]);
    metadata.author = text(&["author", "authors", "byline"]).and_then(|a| names::author(&a));
    metadata.language = text(&["language", "lang"]);
    if let Some(Value::Array(tags)) = fields.get("tags") {
        metadata.tags = tags.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    let date = match ["date", "published", "datePublished", "published_at"].iter().find_map(|key| fields.get(*key)) {
        Some(Value::String(date)) => date.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return,
    };
    metadata.date = dates::parse(&date);
    if metadata.date.is_none() && !date.is_empty() {
        notes.warn(format!("`date` is no date: '{date}'; the article counts as undated"));
    }
}
