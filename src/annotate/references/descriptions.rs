//! What descriptions mean: 'the company', 'this foundation', 'the new release'.

use super::super::lexicon::is_in;
use super::super::words::Words;
use super::{Focus, NEAR, Reference, Seen, opens_clause};
use std::collections::BTreeMap;

use crate::model::{
    ArticleEntity, BlockKind, Document, EntityId, EntityType, Mention, MentionKind, Sentence, TokenKind,
};
use crate::schema::Gazetteer;

/// The one release with a number that the title names, or that the first sentence says is out.
pub(super) fn presented_release(
    document: &Document,
    words: &Words<'_>,
    sentences: &[Sentence],
    mentions: &[Mention],
    entities: &[ArticleEntity],
) -> Option<EntityId> {
    let title = document.metadata.title.as_deref().unwrap_or("").to_lowercase();
    let is_release = |e: &ArticleEntity| {
        e.entity_type == EntityType::Product && std::iter::once(&e.name).chain(&e.aliases).any(|n| is_release_name(n))
    };
    let names = |e: &ArticleEntity| {
        std::iter::once(&e.name).chain(&e.aliases).any(|n| is_release_name(n) && title.contains(&n.to_lowercase()))
    };
    let mut titled = (0..entities.len()).filter(|at| is_release(&entities[*at]) && names(&entities[*at]));
    match (titled.next(), titled.next()) {
        (Some(one), None) => return Some(EntityId(one as u32)),
        (Some(_), Some(_)) => return None,
        (None, _) => {}
    }
    let is_prose = |s: &&Sentence| {
        document.blocks.get(s.block).is_some_and(|b| !matches!(b.kind, BlockKind::Title | BlockKind::Heading))
    };
    let first = sentences.iter().find(is_prose)?;
    let is_out =
        first.tokens.clone().any(|at| matches!(words.lower(at), "released" | "out" | "available" | "launched"));
    let mut named = mentions
        .iter()
        .skip_while(|m| m.first_token < first.tokens.start)
        .take_while(|m| m.first_token < first.tokens.end)
        .map(|m| m.entity)
        .filter(|id| entities.get(id.0 as usize).is_some_and(is_release));
    let (one, other) = (named.next().filter(|_| is_out)?, named.next());
    other.is_none().then_some(one)
}

/// The company that title or first sentence name, and the article more often than others.
pub(super) fn main_company(
    document: &Document,
    sentences: &[Sentence],
    names: &[Mention],
    entities: &[ArticleEntity],
    counts: &BTreeMap<EntityId, usize>,
) -> Option<EntityId> {
    let title = document.metadata.title.as_deref().unwrap_or("").to_lowercase();
    let is_company = |id: EntityId| entities.get(id.0 as usize).is_some_and(|e| e.entity_type == EntityType::Company);
    let prose = |s: &&Sentence| {
        document.blocks.get(s.block).is_some_and(|b| !matches!(b.kind, BlockKind::Title | BlockKind::Heading))
    };
    let opening = sentences.iter().find(prose).map_or(0..0, |s| s.tokens.clone());
    let is_titled = |id: EntityId| {
        let entity = &entities[id.0 as usize];
        std::iter::once(&entity.name).chain(&entity.aliases).any(|name| title.contains(&name.to_lowercase()))
    };
    let mut ranked: Vec<(usize, EntityId)> =
        counts.iter().filter(|(id, _)| is_company(**id)).map(|(id, n)| (*n, *id)).collect();
    ranked.sort_by_key(|(n, id)| (std::cmp::Reverse(*n), *id));
    // where the title names companies, it is one of them
    if ranked.iter().any(|(_, id)| is_titled(*id)) {
        ranked.retain(|(_, id)| is_titled(*id));
    }
    let (most, first) = *ranked.first()?;
    let rival = ranked.get(1).map_or(0, |(n, _)| *n);
    let opens = names.iter().any(|m| m.entity == first && opening.contains(&m.first_token));
    (most >= 2 && most > rival && (opens || is_titled(first))).then_some(first)
}

fn is_release_name(name: &str) -> bool {
    name.contains(' ') && name.contains(|c: char| c.is_ascii_digit())
}

/// The last two words of the names of bodies, small, each with the one body whose name ends so, if there is one.
pub(super) fn tails(entities: &[ArticleEntity]) -> BTreeMap<String, Option<EntityId>> {
    let mut tails: BTreeMap<String, Option<EntityId>> = BTreeMap::new();
    for (at, entity) in entities.iter().enumerate().filter(|(_, e)| e.entity_type != EntityType::Person) {
        let id = EntityId(at as u32);
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            let lower = name.to_lowercase();
            let start = lower.match_indices(' ').rev().nth(1).map_or(0, |(at, _)| at + 1);
            let tail = tails.entry(lower[start..].to_owned()).or_insert(Some(id));
            *tail = tail.filter(|other| *other == id);
        }
    }
    tails
}

/// Whether a word is a verb with an 's' that no list has as one: 'sells'.
fn is_third_person(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or("");
    Gazetteer::embedded().parts_of_speech(stem).next() == Some("VERB")
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
    // 'the Leeds company'; but 'the Dublin conference' is held there
    let local = at > from
        && Gazetteer::embedded().is_place(words.surface(from, at))
        && is_in("nominal-company", words.lower(at));
    if based {
        at += 1;
    }
    let is_body =
        ["nominal-company", "nominal-organization", "nominal-project"].iter().any(|c| is_in(c, words.lower(at)));
    ((based || national || local) && at < sentence.tokens.end && is_body).then_some(at)
}

/// 'some time', 'several years', '20 years'
fn is_span_of_time(words: &Words<'_>, at: usize) -> bool {
    (at..at + 4).any(|at| matches!(words.lower(at), "time" | "years" | "months" | "weeks" | "decades" | "year"))
}

/// Whether a noun does not go on: 'the company Acme', 'the project leader', 'the board of Acme' mean something else.
fn stands_alone(words: &Words<'_>, head: usize) -> bool {
    let next = words.kind(head + 1);
    let is_named = matches!(next, TokenKind::Capitalised | TokenKind::Upper | TokenKind::Number);
    let after = words.lower(head + 1);
    let goes_on = matches!(after, "of" | "that" | "which" | "behind" | "called" | "named")
        || after == "for" && !is_span_of_time(words, head + 2)
        || next == TokenKind::Lower
            && Gazetteer::embedded().parts_of_speech(after).next() == Some("NOUN")
            && !is_third_person(after);
    !is_named && !goes_on
}

/// Whether a noun is what any body or work may be called, whoever was introduced so: what the text speaks of tells more.
fn is_general(noun: &str) -> bool {
    is_in("nominal-organization", noun) || is_in("general-noun", noun)
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
        use EntityType::{Event, Organization, Product};
        let is_near = |id: EntityId| self.history.iter().rev().take(NEAR).any(|seen| seen.entity == id);
        let introduced = self.introduced.meant(words, at, is_near).filter(|(head, _)| {
            *head < sentence.tokens.end && stands_alone(words, *head) && !is_general(words.lower(*head))
        });
        if let Some((head, entity)) = introduced {
            return Some(Reference { first: at, end: head + 1, entity, kind: MentionKind::Nominal });
        }
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
        // 'the compiler team', where the article names one
        if head == at + 1
            && !is_in("nominal-organization", words.lower(head))
            && is_in("nominal-organization", words.lower(head + 1))
            && words.kind(head) == TokenKind::Lower
            && words.kind(head + 2) != TokenKind::Capitalised
            && let Some(body) = self.tails.get(&words.key(head, head + 2)).copied().flatten()
        {
            return Some(Reference { first: at, end: head + 2, entity: body, kind: MentionKind::Nominal });
        }
        let noun = words.lower(head);
        if head >= sentence.tokens.end || words.kind(head) == TokenKind::Mark {
            return None;
        }
        if !stands_alone(words, head) || head + 1 > sentence.tokens.end {
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
                .take_while(|seen| number - seen.sentence <= 4)
                .map(|seen| seen.entity)
                .filter(|id| numbered(*id))
                .max_by_key(|id| self.counts.get(id).copied().unwrap_or(0));
            return done(self.presented.or(latest));
        }
        if is_in("nominal-company", noun) || noun == "group" && first == head {
            // who is called by where it is, is told from others
            // 'Acme owns a fifth of the company' speaks of another one
            let may_be_own = opens_clause(words, sentence, at)
                || is_in("clause-opener", words.lower(at - 1))
                || words.kind(head + 1) == TokenKind::Possessive;
            let own = if may_be_own { None } else { self.subject_of(number) };
            let is_sole = first == at || self.is_sole_company(number, own);
            return done(self.company(number, own).filter(|_| is_sole));
        }
        if is_in("nominal-organization", noun) {
            let named = self.history.iter().rev().take(NEAR).map(|seen| seen.entity).find(|id| {
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
            // what a release brings is told of 'the distribution' too
            let is_work = matches!(
                noun,
                "distribution"
                    | "distro"
                    | "operating_system"
                    | "app"
                    | "application"
                    | "desktop"
                    | "browser"
                    | "software"
            );
            let plain = head == at + 1 || first == head;
            return done(self.project(number).or(self.presented.filter(|_| is_work && plain)));
        }
        if is_in("nominal-event", noun) {
            return done(self.latest(number, 6, &[Event], false));
        }
        None
    }

    /// Whom the sentence at hand begins with.
    fn subject_of(&self, number: usize) -> Option<EntityId> {
        let here = self.history.iter().rev().take(NEAR).take_while(|seen| seen.sentence == number);
        here.filter(|seen| seen.is_first).last().map(|seen| seen.entity)
    }

    /// Whom 'the company' means: the one that the sentence before speaks of, else the one that the article is about; not the
    /// subject of its own clause.
    fn company(&self, number: usize, own: Option<EntityId>) -> Option<EntityId> {
        let is_own = |id: &EntityId| own == Some(*id);
        let latest = self.latest(number, 4, &[EntityType::Company], true);
        let before = || {
            let earlier = self.latest(number.checked_sub(1)?, 3, &[EntityType::Company], true);
            earlier.or(self.business).filter(|id| !is_own(id))
        };
        let latest = if latest.as_ref().is_some_and(is_own) { before() } else { latest };
        let Some(main) = self.business.filter(|main| latest != Some(*main) && !is_own(main)) else { return latest };
        let of_latest = |seen: &&Seen| number - seen.sentence <= 1;
        let is_subject = self
            .history
            .iter()
            .rev()
            .take(40)
            .take_while(of_latest)
            .any(|seen| Some(seen.entity) == latest && seen.is_first && seen.opens);
        if is_subject { latest } else { Some(main) }
    }

    /// Whether the sentences just before speak of one company only.
    fn is_sole_company(&self, number: usize, own: Option<EntityId>) -> bool {
        let near = self.history.iter().rev().take(NEAR).take_while(|seen| number - seen.sentence <= 3);
        let mut companies = near
            .map(|seen| seen.entity)
            .filter(|id| self.kind_of(*id) == Some(EntityType::Company) && own != Some(*id));
        companies.next().is_none_or(|one| companies.all(|other| other == one))
    }

    /// What 'the project' means: not any that stands near, where the article presents a release.
    fn project(&self, number: usize) -> Option<EntityId> {
        let latest = self.latest(number, 4, &[EntityType::Project], true)?;
        let Some(presented) = self.presented.and_then(|id| self.entities.get(id.0 as usize)) else {
            return Some(latest);
        };
        let is_its = self.entities.get(latest.0 as usize).is_some_and(|e| presented.name.starts_with(e.name.as_str()));
        let is_near = self
            .history
            .iter()
            .rev()
            .take(40)
            .any(|seen| seen.entity == latest && number - seen.sentence <= 1 && seen.is_first && seen.opens);
        (is_its || is_near).then_some(latest)
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
