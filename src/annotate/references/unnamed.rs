//! Entities that an article leaves without a name: 'He joined Quillon Networks in 2001.'

use crate::model::{ArticleEntity, EntityId, EntityType};

/// A personal pronoun, in any case and as a possessive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pronoun {
    He,
    She,
    I,
    It,
    They,
    We,
}

impl Pronoun {
    /// The pronoun that a lower-case word is a form of.
    pub fn of(lower: &str) -> Option<Self> {
        Some(match lower {
            "he" | "his" | "him" | "himself" => Self::He,
            "she" | "her" | "herself" => Self::She,
            "i" | "my" | "me" | "myself" => Self::I,
            "it" | "its" | "itself" => Self::It,
            "they" | "their" | "them" | "themselves" => Self::They,
            "we" | "our" | "us" => Self::We,
            _ => return None,
        })
    }

    /// What an entity without a name is called.
    fn name(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::I => "I",
            Self::It => "it",
            Self::They => "they",
            Self::We => "we",
        }
    }

    fn entity_type(self) -> EntityType {
        match self {
            Self::He | Self::She | Self::I => EntityType::Person,
            Self::They | Self::We => EntityType::Company,
            // what it does decides
            Self::It => EntityType::Project,
        }
    }
}

/// The entities without a name, one a pronoun.
#[derive(Debug, Clone)]
pub struct Unnamed {
    /// How many entities have a name.
    first: usize,
    given: Vec<Pronoun>,
}

impl Unnamed {
    /// None yet; `named` entities have a name.
    pub fn new(named: usize) -> Self {
        Self { first: named, given: Vec::new() }
    }

    /// The pronoun of an entity without a name.
    pub fn pronoun_of(&self, id: EntityId) -> Option<Pronoun> {
        (id.0 as usize).checked_sub(self.first).and_then(|at| self.given.get(at)).copied()
    }

    /// The entity that a pronoun stands for, a new one where there is none yet.
    pub fn entity(&mut self, pronoun: Pronoun, entities: &mut Vec<ArticleEntity>) -> EntityId {
        if let Some(at) = self.given.iter().position(|of| *of == pronoun) {
            return EntityId((self.first + at) as u32);
        }
        self.given.push(pronoun);
        entities.push(ArticleEntity {
            entity_type: pronoun.entity_type(),
            votes: Vec::new(),
            is_certain: pronoun.entity_type() == EntityType::Person,
            name: pronoun.name().to_owned(),
            aliases: Vec::new(),
            url: None,
            same_as: Vec::new(),
            subkind: None,
        });
        EntityId((entities.len() - 1) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pronoun_has_one_entity_in_all_its_forms() {
        let mut entities = Vec::new();
        let mut unnamed = Unnamed::new(0);
        let he = unnamed.entity(Pronoun::He, &mut entities);
        assert_ne!(unnamed.entity(Pronoun::It, &mut entities), he);
        assert_eq!(Pronoun::of("his").map(|pronoun| unnamed.entity(pronoun, &mut entities)), Some(he));
        assert_eq!(unnamed.pronoun_of(he), Some(Pronoun::He));
        assert_eq!(entities.len(), 2);
    }
}
