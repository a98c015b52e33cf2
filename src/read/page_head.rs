//! What an HTML page says of itself: `<meta>` elements and JSON-LD.

use serde_json::Value;

use super::{dates, names};
use crate::model::{Metadata, PartialDate};

/// What an HTML page says of itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The text of `<title>`, which often ends with the name of the site.
    pub page_title: Option<String>,
    /// The headline proper.
    pub headline: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// The first `<time datetime>`.
    pub time: Option<PartialDate>,
    date: Option<PartialDate>,
    author: Option<String>,
    publisher: Option<String>,
}

impl Head {
    /// Reads a `<meta>` element.
    pub fn read_meta(&mut self, name: Option<&str>, content: Option<&str>) {
        let (Some(name), Some(content)) = (name, content) else { return };
        let content = super::html::collapse(content);
        match name.to_ascii_lowercase().as_str() {
            "og:title" | "headline" => set(&mut self.headline, content),
            "og:url" => set(&mut self.url, content),
            "og:site_name" => set(&mut self.publisher, content),
            "article:author" | "author" | "byl" | "dc.creator" if !content.starts_with("http") => {
                set(&mut self.author, content);
            }
            "article:published_time"
            | "datepublished"
            | "date"
            | "dc.date"
            | "dc.date.issued"
            | "pubdate"
            | "publish-date"
            | "publication_date" => self.date = self.date.or_else(|| dates::parse(&content)),
            _ => {}
        }
    }

    /// Reads a JSON-LD block; one that is broken says nothing.
    pub fn read_json_ld(&mut self, text: &str) {
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        let items: Vec<&Value> = match &value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(object) => match object.get("@graph") {
                Some(Value::Array(items)) => items.iter().collect(),
                _ => vec![&value],
            },
            _ => return,
        };
        for item in items.into_iter().filter(|item| is_article(item)) {
            let of = |key: &str| item.get(key).and_then(name_of);
            if let Some(headline) = of("headline").or_else(|| of("name")) {
                set(&mut self.headline, headline);
            }
            if let Some(author) = of("author") {
                set(&mut self.author, author);
            }
            if let Some(publisher) = of("publisher") {
                set(&mut self.publisher, publisher);
            }
            if let Some(url) = item.get("url").and_then(Value::as_str) {
                set(&mut self.url, url.to_owned());
            }
            self.date = self.date.or_else(|| item.get("datePublished")?.as_str().and_then(dates::parse));
        }
    }

    /// Hands what was found to the metadata, which wins where it knows already.
    pub fn fill(self, metadata: &mut Metadata) {
        let title = self.headline.or(self.page_title);
        metadata.title = metadata.title.take().or(title.filter(|t| !t.is_empty()));
        metadata.date = metadata.date.or(self.date).or(self.time);
        metadata.url = metadata.url.take().or(self.url);
        metadata.publisher = metadata.publisher.take().or(self.publisher);
        metadata.author = metadata.author.take().or(self.author.and_then(|a| names::author(&a)));
        metadata.language = metadata.language.take().or(self.language);
    }
}

fn set(slot: &mut Option<String>, value: String) {
    if slot.is_none() && !value.is_empty() {
        *slot = Some(value);
    }
}

fn is_article(item: &Value) -> bool {
    let is_kind = |v: &Value| v.as_str().is_some_and(|t| t.ends_with("Article") || t == "BlogPosting" || t == "Report");
    match item.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is_kind),
        Some(kind) => is_kind(kind),
        None => false,
    }
}

/// The name in a string, an object with `name`, or a list of such.
pub(super) fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(super::html::collapse(name)).filter(|n| !n.is_empty()),
        Value::Object(object) => object.get("name").and_then(name_of),
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(name_of).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}
