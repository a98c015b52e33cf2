//! Posts of the corpus and what was marked of them, without their words.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use pressgraph::extract::learned::train as facts;
use pressgraph::model::{Document, EntityType};
use pressgraph::read::Unit;

use super::documents;

/// Posts whose facts were marked for this project: what they tell, without their words.
const MARKED_POSTS: &str = "marked-posts.tsv";

/// Calls back with each post of which something is marked, in the order of the corpus.
pub fn for_marked_posts(data: &Path, models: &Path, take: &mut dyn FnMut(&Document, &MarkedPost)) -> io::Result<()> {
    let posts = MarkedPost::read(&models.join(MARKED_POSTS))?;
    let archive = std::fs::File::open(data.join("stress/articles.jsonl.xz"))?;
    for line in BufReader::new(lzma_rust2::XzReader::new(archive, true)).lines() {
        let post: Post = serde_json::from_str(&line?)?;
        let Some(marked) = posts.get(&post.id) else { continue };
        let head = post.head();
        let marked = marked.behind(head.len());
        let bytes = format!("{head}{}", post.text).into_bytes();
        for document in documents(&Unit { source_name: format!("{}.md", post.id), line: None, bytes }) {
            take(&document, &marked);
        }
    }
    Ok(())
}

/// A post of the corpus.
#[derive(serde::Deserialize)]
struct Post {
    id: String,
    title: Option<String>,
    date: Option<String>,
    text: String,
}

impl Post {
    /// The front matter that its file had: the title, where the text does not begin with it, and the date.
    fn head(&self) -> String {
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let start = letters(&self.text.chars().take(300).collect::<String>());
        let title = self.title.as_deref().filter(|title| !start.contains(&letters(title)));
        let quoted = |key, value: &str| format!("{key}: {}\n", serde_json::Value::from(value));
        let title = title.map_or(String::new(), |title| quoted("title", title));
        let date = self.date.as_deref().map_or(String::new(), |date| quoted("date", date));
        if title.is_empty() && date.is_empty() { String::new() } else { format!("---\n{title}{date}---\n\n") }
    }
}

/// What is marked of a post: the types of names, the forms of the entities that its facts name, and the facts.
#[derive(Default, Clone)]
pub struct MarkedPost {
    /// The type of each form of a name.
    pub forms: Vec<(String, EntityType)>,
    /// The forms of each entity that a fact names.
    pub names: Vec<Vec<String>>,
    /// The facts, with their evidence in the text of the post.
    pub facts: Vec<facts::MarkedFact>,
}

impl MarkedPost {
    /// The same behind so many bytes of front matter; evidence without length is the title there.
    fn behind(&self, head: usize) -> Self {
        let mut marked = self.clone();
        for fact in &mut marked.facts {
            let Range { start, end } = fact.evidence;
            fact.evidence = if end == 0 { 0..head } else { start + head..end + head };
        }
        marked
    }

    /// Reads lines of post, 'is', type, and forms of a name; and of post, predicate, forms of the subject, of the object,
    /// first byte of the evidence in the text of the post, the byte after it (both 0 for its title); and '?' where a
    /// reader might leave it out.
    fn read(path: &Path) -> io::Result<BTreeMap<String, MarkedPost>> {
        let mut posts: BTreeMap<String, MarkedPost> = BTreeMap::new();
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let Some(post) = fields.first().map(|id| posts.entry((*id).to_owned()).or_default()) else { continue };
            if let [_, "is", kind, forms, ..] = fields.as_slice() {
                let kind = kind.parse::<EntityType>().ok();
                post.forms.extend(forms.split('|').filter_map(|form| Some((form.to_owned(), kind?))));
                continue;
            }
            let [_, predicate, subject, object, start, end, rest @ ..] = fields.as_slice() else { continue };
            let mut number = |forms: &str| {
                let forms: Vec<String> = forms.split('|').map(str::to_owned).collect();
                let known = post.names.iter().position(|other| *other == forms);
                known.unwrap_or_else(|| {
                    post.names.push(forms);
                    post.names.len() - 1
                })
            };
            let (subject, object) = (number(subject), number(object));
            let (Ok(start), Ok(end)) = (start.parse(), end.parse()) else { continue };
            post.facts.push(facts::MarkedFact {
                predicate: (*predicate).to_owned(),
                subject,
                object,
                evidence: start..end,
                is_optional: rest.contains(&"?"),
            });
        }
        Ok(posts)
    }
}
