//! What descriptions mean: 'the company', 'this foundation', 'the new release'.

use super::super::lexicon::is_in;
use super::super::words::Words;
use super::{Focus, Reference};
use crate::model::{ArticleEntity, Document, EntityId, EntityType, MentionKind, Sentence};

/// The one release with a number that the title names.
pub(super) fn presented_release(document: &Document, entities: &[ArticleEntity]) -> Option<EntityId> {
    let title = document.metadata.title.as_deref()?.to_lowercase();
    let names = |e: &ArticleEntity| {
        std::iter::once(&e.name).chain(&e.aliases).any(|n| is_release_name(n) && title.contains(&n.to_lowercase()))
    };
    let mut named =
        (0..entities.len()).filter(|at| entities[*at].entity_type == EntityType::Product && names(&entities[*at]));
    match (named.next(), named.next()) {
        (Some(one), None) => Some(EntityId(one as u32)),
        _ => None,
    }
}

fn is_release_name(name: &str) -> bool {
    name.contains(' ') && name.contains(|c: char| c.is_ascii_digit())
}

/// The noun after words of origin: 'Leeds-based group', 'Dutch bank', 'San Francisco firm'.
fn after_origin(words: &Words<'_>, sentence: &Sentence, from: usize) -> Option<usize> {
    let mut at = from;
    while at < sentence.tokens.end && at - from < 4 && words.is_capital(at) {
        at += 1;
    }
    let is_origin = |word: &str| is_in("nationality", word);
    let based = at > from && matches!(words.lower(at), "-based" | "-headquartered");
    let national = at == from + 1 && is_origin(words.lower(from));
    if based {
        at += 1;
    }
    let is_body = ["nominal-company", "nominal-organization", "nominal-project"].iter().any(|c| is_in(c, words.lower(at)));
    ((based || national) && at < sentence.tokens.end && is_body).then_some(at)
}

/// 'some time', 'several years', '20 years'
fn is_span_of_time(words: &Words<'_>, at: usize) -> bool {
    (at..at + 4).any(|at| matches!(words.lower(at), "time" | "years" | "months" | "weeks" | "decades" | "year"))
}

impl Focus<'_> {
    /// 'the company', 'this foundation', 'the new release'.
    pub(super) fn description(
        &self,
        words: &Words<'_>,
        sentence: &Sentence,
        at: usize,
        number: usize,
    ) -> Option<Reference> {
        use EntityType::{Company, Event, Organization, Product, Project};
        let mut head = at + 1;
        while head < sentence.tokens.end
            && head - at < 4
            && matches!(
                words.lower(head),
                "new"
                    | "latest"
                    | "current"
                    | "young"
                    | "open-source"
                    | "whole"
                    | "software"
                    | "technology"
                    | "parent"
                    | "giant"
            )
            && !words.lower(head + 1).is_empty()
        {
            head += 1;
        }
        // 'the Leeds-based group', 'the Dutch bank': the noun alone refers, so that the rest may tell where it is
        let mut first = at;
        if let Some(noun) = after_origin(words, sentence, head) {
            (first, head) = (noun, noun);
        }
        let noun = words.lower(head);
        if head >= sentence.tokens.end || words.kind(head) == crate::model::TokenKind::Mark {
            return None;
        }
        // 'the company Acme', 'the project leader', 'the board of Acme' mean something else
        let next = words.kind(head + 1);
        let is_named = matches!(
            next,
            crate::model::TokenKind::Capitalised | crate::model::TokenKind::Upper | crate::model::TokenKind::Number
        );
        let after = words.lower(head + 1);
        let goes_on = matches!(after, "of" | "that" | "which" | "behind" | "called" | "named")
            || after == "for" && !is_span_of_time(words, head + 2)
            || next == crate::model::TokenKind::Lower
                && crate::schema::Gazetteer::embedded().parts_of_speech(after).next() == Some("NOUN");
        let stands_alone = !is_named && !goes_on;
        if !stands_alone || head + 1 > sentence.tokens.end {
            return None;
        }
        let done = |id: Option<EntityId>| {
            id.map(|id| Reference { first, end: head + 1, entity: id, kind: MentionKind::Nominal })
        };
        if matches!(noun, "release" | "version" | "update" | "upgrade" | "edition") {
            let numbered = |id: EntityId| {
                self.entities
                    .get(id.0 as usize)
                    .is_some_and(|e| e.entity_type == Product && e.name.contains(|c: char| c.is_ascii_digit()))
            };
            let latest = self
                .history
                .iter()
                .rev()
                .take(30)
                .map(|seen| seen.entity)
                .filter(|id| numbered(*id))
                .max_by_key(|id| self.counts.get(id).copied().unwrap_or(0));
            return done(self.presented.or(latest));
        }
        if is_in("nominal-company", noun) {
            return done(self.latest(number, 4, &[Company], true));
        }
        if is_in("nominal-organization", noun) {
            let named = self.history.iter().rev().take(60).map(|seen| seen.entity).find(|id| {
                self.entities.get(id.0 as usize).is_some_and(|e| {
                    e.entity_type != EntityType::Person
                        && std::iter::once(&e.name)
                            .chain(&e.aliases)
                            .any(|n| n.to_lowercase().rsplit(' ').next() == Some(noun))
                })
            });
            // 'the board' without its name stands for the body whose board it is
            let named = named.map(|id| if noun == "board" { self.body_of(id) } else { id });
            let general =
                matches!(noun, "organization" | "organisation" | "nonprofit" | "non-profit" | "charity" | "agency");
            return done(named.or_else(|| general.then(|| self.latest(number, 4, &[Organization], true)).flatten()));
        }
        if is_in("nominal-project", noun) {
            return done(self.latest(number, 4, &[Project], true));
        }
        if is_in("nominal-event", noun) {
            return done(self.latest(number, 6, &[Event], false));
        }
        None
    }

    /// The body whose name begins the name of its board, or the board itself.
    fn body_of(&self, board: EntityId) -> EntityId {
        let Some(name) = self.entities.get(board.0 as usize).map(|e| e.name.as_str()) else { return board };
        let owner = self.entities.iter().enumerate().filter(|(_, e)| {
            name.strip_prefix(e.name.as_str()).is_some_and(|rest| rest.starts_with([' ', '\'', '\u{2019}']))
        });
        owner.max_by_key(|(_, e)| e.name.len()).map_or(board, |(at, _)| EntityId(at as u32))
    }
}
