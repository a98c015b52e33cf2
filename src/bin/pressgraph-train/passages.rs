//! Passages and articles in the manner of the press, written for this project, with all that they tell.

use std::io;
use std::ops::Range;
use std::path::Path;

use pressgraph::extract::learned::train as facts;
use pressgraph::model::{Annotated, EntityType};
use pressgraph::read::Unit;

/// The passages, a JSON object a line.
const PASSAGES: &str = "passages.jsonl";

/// Passages that make one document where names are learned: those of an article are told by all of it.
const TOGETHER: usize = 8;

/// One to three sentences, or a whole article in Markdown, and what they tell.
#[derive(serde::Deserialize)]
pub struct Passage {
    text: String,
    /// Of each entity the name, the type and the other forms.
    entities: Vec<Vec<String>>,
    facts: Vec<Told>,
    /// The same for facts that a reader might leave out.
    #[serde(default)]
    optional: Vec<Told>,
}

/// Subject, predicate, object and the sentence.
type Told = (String, String, String, At);

/// Which sentence tells a fact: its number, from 1, or some of its words.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum At {
    Number(usize),
    Words(String),
}

impl Passage {
    /// All passages, in the order of their file.
    pub fn read(models: &Path) -> io::Result<Vec<Self>> {
        let read = |line: &str| serde_json::from_str(line).map_err(io::Error::other);
        std::fs::read_to_string(models.join(PASSAGES))?.lines().map(read).collect()
    }

    /// The passage as a text of its own.
    pub fn unit(&self) -> Unit {
        Unit { source_name: "passage.md".to_owned(), line: None, bytes: self.text.as_bytes().to_vec() }
    }

    /// Some passages as the paragraphs of texts, and each article as one, with the forms of their names.
    pub fn together(passages: &[Self]) -> impl Iterator<Item = (Unit, Vec<(&str, EntityType)>)> {
        let runs = passages.chunk_by(|a, b| a.is_article() == b.is_article());
        let texts = runs.flat_map(|run| run.chunks(if run.iter().any(Self::is_article) { 1 } else { TOGETHER }));
        texts.map(|some| {
            let texts: Vec<&str> = some.iter().map(|passage| passage.text.as_str()).collect();
            let bytes = texts.join("\n\n").into_bytes();
            let unit = Unit { source_name: "passages.md".to_owned(), line: None, bytes };
            (unit, some.iter().flat_map(Self::typed_forms).collect())
        })
    }

    /// Whether the text has a title and paragraphs.
    fn is_article(&self) -> bool {
        self.text.contains("\n\n")
    }

    /// The forms of each entity.
    pub fn names(&self) -> Vec<Vec<String>> {
        let forms = |entity: &Vec<String>| match entity.as_slice() {
            [name, _, others @ ..] => std::iter::once(name).chain(others).cloned().collect(),
            _ => Vec::new(),
        };
        self.entities.iter().map(forms).collect()
    }

    fn typed_forms(&self) -> Vec<(&str, EntityType)> {
        let of_entity = |entity: &'_ Vec<String>| entity.get(1).and_then(|kind| kind.parse::<EntityType>().ok());
        let typed = self.entities.iter().filter_map(|entity| Some((entity, of_entity(entity)?)));
        typed
            .flat_map(|(entity, kind)| {
                let forms = entity.iter().enumerate().filter(|(at, _)| *at != 1);
                forms.map(move |(_, form)| (form.as_str(), kind))
            })
            .collect()
    }

    /// The facts between two entities, each with its sentence.
    pub fn told(&self, annotated: &Annotated<'_>) -> Vec<facts::MarkedFact> {
        let number = |name: &str| self.entities.iter().position(|e| e.first().is_some_and(|n| n == name));
        let span = |at: usize| {
            let sentence = annotated.sentences.get(at)?;
            let span = annotated.document.prose.to_source(sentence.span);
            Some(span.start as usize..span.end as usize)
        };
        let sentence = |at: &At| -> Range<usize> {
            let span = match at {
                At::Number(number) => span(number.wrapping_sub(1)),
                At::Words(words) => self.text.find(words.as_str()).and_then(|start| {
                    (0..annotated.sentences.len()).filter_map(span).find(|span| span.contains(&start))
                }),
            };
            span.unwrap_or(0..self.text.len())
        };
        let sure = self.facts.iter().map(|fact| (fact, false));
        let all = sure.chain(self.optional.iter().map(|fact| (fact, true)));
        let told = |((s, p, o, at), is_optional): (&Told, bool)| {
            Some(facts::MarkedFact {
                predicate: p.clone(),
                subject: number(s)?,
                object: number(o)?,
                evidence: sentence(at),
                is_optional,
            })
        };
        all.filter_map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_passage_tells_is_told_by_its_sentence() {
        let line = r#"{"text":"Far Water met. It hired Ann Keller.","entities":[["Far Water","Organization","FW"],["Ann Keller","Person"]],"facts":[["Ann Keller","worksFor","Far Water",2]]}"#;
        let passage: Passage = serde_json::from_str(line).unwrap();
        assert_eq!(passage.names(), [vec!["Far Water", "FW"], vec!["Ann Keller"]]);
        let documents = crate::documents(&passage.unit());
        let annotated = pressgraph::annotate::annotate(&documents[0]);
        let told = passage.told(&annotated);
        assert_eq!((told[0].subject, told[0].object, told[0].is_optional), (1, 0, false));
        assert_eq!(&passage.text[told[0].evidence.clone()], "It hired Ann Keller.");
    }

    #[test]
    fn what_an_article_tells_is_told_by_the_sentence_with_some_words() {
        let line = r##"{"text":"# Far Water grows\n\nFar Water met. It hired Ann Keller.","entities":[["Far Water","Organization"],["Ann Keller","Person"]],"facts":[["Ann Keller","worksFor","Far Water","hired Ann"]]}"##;
        let passage: Passage = serde_json::from_str(line).unwrap();
        let documents = crate::documents(&passage.unit());
        let annotated = pressgraph::annotate::annotate(&documents[0]);
        assert_eq!(&passage.text[passage.told(&annotated)[0].evidence.clone()], "It hired Ann Keller.");
    }

    #[test]
    fn passages_make_documents_together() {
        let line = r#"{"text":"Far Water met.","entities":[["Far Water","Organization"]],"facts":[]}"#;
        let passage = |line: &str| -> Passage { serde_json::from_str(line).unwrap() };
        let mut all: Vec<Passage> = (0..TOGETHER + 1).map(|_| passage(line)).collect();
        let article = r##"{"text":"# Far Water\n\nIt met.","entities":[["Far Water","Organization"]],"facts":[]}"##;
        all.extend([passage(article), passage(article)]);
        let units: Vec<_> = Passage::together(&all).collect();
        assert_eq!(units.len(), 4, "two of passages, two articles");
        assert_eq!(units[1].1, [("Far Water", EntityType::Organization)]);
    }
}
