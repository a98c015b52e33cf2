//! What stands behind a sentence: the entities that its article is about.

use std::cmp::Reverse;

use super::super::topic::Topics;
use crate::model::{Annotated, EntityId, EntityType, Mention, MentionKind};

/// What an argument that the sentence does not name is to the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The numbered release that it presents.
    Release,
    /// The event that it is about.
    Event,
    /// The body or project that it is about otherwise.
    Main,
}

/// The entities behind the sentences of an article.
#[derive(Debug, Clone, Default)]
pub struct Backdrop {
    main: Option<EntityId>,
    /// For each entity whether the title has its name.
    titled: Vec<bool>,
}

/// Letters of a title that are looked at: nobody writes longer ones.
const LONGEST_TITLE: usize = 500;

impl Backdrop {
    /// The backdrop of an article: what it names most often, above all in the title.
    ///
    /// # Complexity
    /// Linear in the mentions.
    pub fn new(annotated: &Annotated<'_>) -> Self {
        const IN_TITLE: usize = 3;
        let title = annotated.document.metadata.title.as_deref().unwrap_or("");
        let title = title.chars().take(LONGEST_TITLE).flat_map(char::to_lowercase).collect::<String>();
        let is_titled = |name: &String| title.contains(&name.to_lowercase());
        let mut counts = vec![0_usize; annotated.named];
        for mention in annotated.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            if let Some(count) = counts.get_mut(mention.entity.0 as usize) {
                *count += 1;
            }
        }
        let is_body = |at: &usize| {
            matches!(
                annotated.entities[*at].entity_type,
                EntityType::Company | EntityType::Organization | EntityType::Project
            )
        };
        let weight = |at: &usize| {
            let entity = &annotated.entities[*at];
            let is_in_title = std::iter::once(&entity.name).chain(&entity.aliases).any(is_titled);
            (counts[*at] + if is_in_title { IN_TITLE } else { 0 }, Reverse(*at))
        };
        let main = (0..annotated.named).filter(is_body).max_by_key(weight).map(|at| EntityId(at as u32));
        Self { main, titled: annotated.entities.iter().map(|entity| is_titled(&entity.name)).collect() }
    }

    /// Whether the title has the name of an entity.
    pub fn is_titled(&self, id: EntityId) -> bool {
        self.titled.get(id.0 as usize).copied().unwrap_or(false)
    }

    /// The entities behind a sentence that it does not name itself, each once.
    pub fn behind(&self, topics: Topics, mentions: &[Mention]) -> Vec<(Role, EntityId)> {
        let mut roles: Vec<(Role, EntityId)> = Vec::new();
        for (role, id) in [(Role::Release, topics.release), (Role::Event, topics.occasion), (Role::Main, self.main)] {
            let is_new =
                |id: &EntityId| roles.iter().all(|(_, other)| other != id) && mentions.iter().all(|m| m.entity != *id);
            if let Some(id) = id.filter(is_new) {
                roles.push((role, id));
            }
        }
        roles
    }
}
