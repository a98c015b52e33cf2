//! Every relation file's own sentences: what must match does, what must not does not.

use pressgraph::model::{BlockKind, Document, ParsedArticle, ParsedObject, ProseBuilder, Span};
use pressgraph::pipeline;
use pressgraph::schema::relations;

fn parse(text: &str) -> ParsedArticle {
    let mut builder = ProseBuilder::new(text);
    builder.open(BlockKind::Paragraph);
    builder.verbatim(Span::new(0, text.len()));
    let (prose, blocks, links) = builder.finish();
    let document =
        Document { id: "sentence".to_owned(), text: text.to_owned(), prose, blocks, links, ..Document::default() };
    pipeline::extract_document(&document)
}

fn facts(article: &ParsedArticle, predicate: &str) -> Vec<[String; 2]> {
    let name = |id: &str| article.entities.iter().find(|e| e.id == id).map_or(String::new(), |e| e.name.clone());
    let mut out: Vec<[String; 2]> = article
        .facts
        .iter()
        .filter(|f| f.predicate == predicate && f.status.is_edge())
        .map(|f| match &f.object {
            ParsedObject::Entity(id) => [name(&f.subject), name(id)],
            ParsedObject::Date { value, .. } => [name(&f.subject), value.to_string()],
        })
        .collect();
    out.sort();
    out
}

#[test]
fn accepted_sentences_give_exactly_their_facts() {
    let mut wrong = Vec::new();
    for relation in relations().unwrap() {
        for accept in &relation.accepts {
            let mut wanted = accept.facts.clone();
            wanted.sort();
            let article = parse(&accept.text);
            let found = facts(&article, relation.predicate.name);
            if found != wanted {
                let names: Vec<String> =
                    article.entities.iter().map(|e| format!("{} {}", e.entity_type, e.name)).collect();
                wrong.push(format!(
                    "{}: {}\n  wanted {wanted:?}\n  found  {found:?}\n  names  {names:?}",
                    relation.name, accept.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rejected_sentences_give_no_fact_of_their_predicate() {
    let mut wrong = Vec::new();
    for relation in relations().unwrap() {
        for text in &relation.rejects {
            let found = facts(&parse(text), relation.predicate.name);
            if !found.is_empty() {
                wrong.push(format!("{}: {text}\n  found {found:?}", relation.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
