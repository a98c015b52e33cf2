//! What one article says, as it waits on disk for the names of all to be settled.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{ArticleId, ArticleRecord, EntityKey, FactRecord, Resolution, Source};
use crate::resolve;

/// Facts and editions of one article, and those of its names that may mean something else in each article.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Said {
    key: String,
    article: Option<ArticleRecord>,
    facts: Vec<(FactRecord, BTreeSet<Source>)>,
    editions: Vec<(EntityKey, BTreeSet<Source>)>,
    names: Vec<(EntityKey, Vec<Form>)>,
}

/// A form of a name: whether it is the fullest one, and whether it is used beside a fuller one.
type Form = (String, bool, bool);

impl Said {
    /// Takes what waits out of what an article says; names and ties stay.
    pub(super) fn taken_from(resolution: &mut Resolution, key: String) -> Self {
        resolution.unnamed.clear();
        resolution.ties.values_mut().for_each(|told| told.places.clear());
        let scoped = resolution.entities.iter().filter(|(key, _)| resolve::may_be_scoped(key));
        let names = scoped.map(|(key, entity)| {
            let forms = entity.names.iter();
            let forms = forms.map(|(name, uses)| (name.clone(), !uses.fullest.is_empty(), !uses.alias.is_empty()));
            (key.clone(), forms.collect())
        });
        Self {
            names: names.collect(),
            article: resolution.articles.remove(&key),
            facts: std::mem::take(&mut resolution.facts).into_iter().collect(),
            editions: std::mem::take(&mut resolution.editions).into_iter().collect(),
            key,
        }
    }

    /// What the article says, of its names those that may mean something else in each article.
    pub(super) fn into_resolution(self) -> Resolution {
        let id = ArticleId::of(&self.key);
        let mut resolution = Resolution {
            articles: self.article.map(|article| (self.key, article)).into_iter().collect(),
            facts: self.facts.into_iter().collect(),
            editions: self.editions.into_iter().collect(),
            ..Resolution::default()
        };
        for (key, forms) in self.names {
            let entity = resolution.entities.entry(key).or_default();
            for (name, is_fullest, is_alias) in forms {
                let uses = entity.names.entry(name).or_default();
                for (_, is_fullest) in
                    [(is_fullest, true), (is_alias, false)].into_iter().filter(|(is_used, _)| *is_used)
                {
                    uses.add(is_fullest, id);
                }
            }
        }
        resolution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_comes_back() {
        let text = "Keller and Ann Lund joined Vexor in 2012. Lakemap 4.5 is out.";
        let json = format!(
            r#"{{"id": "a", "article": {{"title": "T"}}, "text": "{text}", "entities": [
            {{"id": "e1", "type": "Person", "name": "Keller", "aliases": ["K"]}},
            {{"id": "e2", "type": "Company", "name": "Vexor"}},
            {{"id": "e3", "type": "Person", "name": "Ann Lund"}},
            {{"id": "e4", "type": "Product", "name": "Lakemap 4.5", "mentions": [{{"start": 42, "end": 53, "kind": "name"}}]}}],
            "facts": [{{"predicate": "worksFor", "subject": "e1", "object": "e2", "evidence": {{"start": 0, "end": 41, "text": "x"}}}}]}}"#
        );
        let article = serde_json::from_str(&json).unwrap();
        let whole = resolve::resolve(&article);
        let mut names = whole.clone();
        let said = Said::taken_from(&mut names, resolve::article_key(&article));
        assert!(names.facts.is_empty() && names.editions.is_empty() && names.entities == whole.entities);
        let back: Said = serde_json::from_slice(&serde_json::to_vec(&said).unwrap()).unwrap();
        let back = back.into_resolution();
        assert_eq!(back.facts, whole.facts);
        assert_eq!(back.editions.len(), 1);
        assert_eq!((back.editions, back.articles), (whole.editions, whole.articles));
        let kept: Vec<(&str, bool)> = back
            .entities
            .iter()
            .map(|(key, entity)| (key.key.as_str(), entity.names == whole.entities[key].names))
            .collect();
        assert_eq!(kept, [("vexor", true), ("keller", true)]);
    }
}
