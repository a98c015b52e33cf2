//! Finds what pronouns and descriptions refer to: 'it', 'the company', 'this release', 'he', 'we'.
//!
//! Each resolved reference becomes a mention of its own kind. Unsure ones stay unresolved: a wrong reference makes
//! a wrong fact. Where an article names nobody whom a pronoun could mean, the pronoun stands for an entity without a
//! name ([`unnamed`]).

mod descriptions;
mod introduced;
mod several;
mod speakers;
mod unnamed;

use std::collections::BTreeMap;

use super::lexicon::is_in;
use super::words::Words;
use crate::model::{
    ArticleEntity, BlockKind, Document, EntityId, EntityType, Mention, MentionKind, Sentence, TokenKind,
};
use descriptions::{main_company, presented_release, tails};
use introduced::Introduced;
use speakers::{Quoted, author, employers, interviewee, publishing_body, quoted_speaker, quoted_tokens, signature};
use unnamed::{Pronoun, Unnamed};

/// Mentions over which a reference looks back, at most.
const NEAR: usize = 60;

/// What the reader of a sentence has in mind from those before it.
struct Focus<'a> {
    /// The named entities, and after them those without a name.
    entities: &'a mut Vec<ArticleEntity>,
    /// Entities mentioned so far, the latest last.
    history: Vec<Seen>,
    counts: BTreeMap<EntityId, usize>,
    speaker: Option<EntityId>,
    author: Option<EntityId>,
    /// Whose words the current block quotes.
    quoted: Quoted,
    /// The numbered release that the title presents.
    presented: Option<EntityId>,
    /// The company that the article is about.
    business: Option<EntityId>,
    /// How the names of bodies end.
    tails: BTreeMap<String, Option<EntityId>>,
    /// What nouns mean that introduced a name.
    introduced: Introduced<'a>,
    /// Whether the text has no title, as passages out of an article have none.
    is_passage: bool,
    unnamed: Unnamed,
}

/// A mention that the reader has passed.
#[derive(Debug, Clone, Copy)]
struct Seen {
    entity: EntityId,
    /// Number of its sentence.
    sentence: usize,
    /// Whether it stood first there.
    is_first: bool,
    /// Whether a clause may begin with it: 'Ann', 'Dr. Ann', 'In 1990 Ann'.
    opens: bool,
    /// Whether only a comma or 'and' parts it from the one before it in its sentence.
    is_joined: bool,
    /// Whether the sentence only says by it who tells, or whose rival acts: 'according to Foo', "Foo's rival sells".
    is_aside: bool,
}

impl Seen {
    /// A mention of which nothing else is known; its entity and sentence are to be given.
    const IN_PASSING: Self =
        Self { entity: EntityId(0), sentence: 0, is_first: false, opens: false, is_joined: false, is_aside: false };
}

/// A place where a reference may stand.
#[derive(Debug, Clone, Copy)]
struct Place<'s> {
    sentence: &'s Sentence,
    /// Number of the sentence.
    number: usize,
    at: usize,
    in_quote: bool,
    /// Whether the sentence names something or holds a number: else no fact can come of it.
    may_tell: bool,
}

/// A reference that was resolved.
#[derive(Debug, Clone, Copy)]
struct Reference {
    /// Its first token.
    first: usize,
    /// The token after it.
    end: usize,
    entity: EntityId,
    kind: MentionKind,
}

/// What the references of a document are.
pub struct References {
    /// In text order, disjoint from the names.
    pub mentions: Vec<Mention>,
    /// The publishing body, which says 'we'.
    pub publisher: Option<EntityId>,
}

/// The references of all sentences. Entities without a name are put after the others.
///
/// # Complexity
/// Linear in the tokens; each reference looks back over a bounded number of mentions.
pub fn references<'a>(
    document: &Document,
    words: &'a Words<'_>,
    sentences: &[Sentence],
    names: &[Mention],
    entities: &'a mut Vec<ArticleEntity>,
) -> References {
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for mention in names {
        *counts.entry(mention.entity).or_default() += 1;
    }
    let speaker = publishing_body(document, words, names, entities, &counts);
    let presented = presented_release(document, words, sentences, names, entities);
    let business = main_company(document, sentences, names, entities, &counts);
    let author = author(document, entities)
        .or_else(|| interviewee(document, entities, names))
        .or_else(|| signature(words, sentences, entities, names));
    let employers = employers(words, sentences, names, entities);
    let unnamed = Unnamed::new(entities.len());
    let is_passage = document.metadata.title.is_none();
    let quoted = Quoted::default();
    let tails = tails(entities);
    let introduced = Introduced::new(words, sentences, names, entities);
    let mut focus = Focus {
        tails,
        introduced,
        entities,
        history: Vec::new(),
        counts,
        speaker,
        author,
        quoted,
        presented,
        business,
        is_passage,
        unnamed,
    };
    let mut out = Vec::new();
    let mut next_name = 0;
    let (mut block, mut in_open_quote) = (usize::MAX, false);
    for (number, sentence) in sentences.iter().enumerate() {
        if sentence.block != block {
            block = sentence.block;
            in_open_quote = false;
            let end = number + sentences[number..].iter().take_while(|s| s.block == block).count();
            focus.quoted = quoted_speaker(words, &sentences[number..end], names, focus.entities, &employers);
        }
        let kind = document.blocks.get(sentence.block).map(|b| b.kind);
        let is_heading = matches!(kind, Some(BlockKind::Title | BlockKind::Heading | BlockKind::Byline));
        let quoted = quoted_tokens(words, sentence, in_open_quote);
        in_open_quote = quoted.last().copied().unwrap_or(in_open_quote);
        let ahead = names.get(next_name..).unwrap_or_default();
        let ahead = &ahead[..ahead.partition_point(|m| m.first_token < sentence.tokens.end)];
        let may_tell = !ahead.is_empty() || sentence.tokens.clone().any(|at| words.kind(at) == TokenKind::Number);
        let mut at = sentence.tokens.start;
        let mut is_first = true;
        let mut last_end = None;
        while at < sentence.tokens.end {
            while names.get(next_name).is_some_and(|m| m.end_token <= at) {
                next_name += 1;
            }
            if let Some(name) = names.get(next_name).filter(|m| m.first_token == at) {
                let is_first_here = is_first && words.kind(name.end_token) != TokenKind::Possessive;
                let opens = opens_clause(words, sentence, at);
                let is_aside = is_source(words, sentence, at) || has_rival(words, name.end_token);
                let is_first_here = is_first_here && !is_aside;
                let is_joined = last_end.is_some_and(|last: usize| joins(words, last, at));
                last_end = Some(name.end_token);
                let (entity, is_first_here) = (name.entity, is_first_here);
                let seen = Seen { entity, sentence: number, is_first: is_first_here, opens, is_joined, is_aside };
                focus.history.push(seen);
                is_first = false;
                at = name.end_token.max(at + 1);
                continue;
            }
            let in_quote = quoted.get(at - sentence.tokens.start).copied().unwrap_or(false);
            let place = Place { sentence, number, at, in_quote, may_tell };
            if let Some(several) = focus.several(words, place).filter(|_| !is_heading) {
                let (first, end, kind) = (at, several.end, several.kind);
                let span = words.span(first, end);
                for entity in several.entities {
                    out.push(Mention { span, first_token: first, end_token: end, entity, kind });
                    focus.history.push(Seen { entity, sentence: number, is_first, ..Seen::IN_PASSING });
                }
                is_first = false;
                at = end;
                continue;
            }
            if !is_heading && let Some(Reference { first, end, entity, kind }) = focus.reference(words, place, ahead) {
                // 'the Leeds-based group' names a place before its noun
                while let Some(name) = names.get(next_name).filter(|m| m.first_token < first) {
                    focus.history.push(Seen { entity: name.entity, sentence: number, ..Seen::IN_PASSING });
                    next_name += 1;
                }
                out.push(Mention { span: words.span(first, end), first_token: first, end_token: end, entity, kind });
                // 'I' says nothing of whom 'he' means
                if !matches!(Pronoun::of(words.lower(at)), Some(Pronoun::I)) {
                    focus.history.push(Seen { entity, sentence: number, is_first, ..Seen::IN_PASSING });
                    is_first = false;
                }
                at = end;
                continue;
            }
            at += 1;
        }
    }
    References { mentions: out, publisher: focus.speaker }
}

/// Whether only commas and 'and' stand between two tokens.
fn joins(words: &Words<'_>, end: usize, at: usize) -> bool {
    const MOST: usize = 3;
    end < at && at - end <= MOST && (end..at).all(|between| matches!(words.lower(between), "," | "and" | "&" | "the"))
}

/// Whether a name here may be the subject of a clause: what stands before it does not bind it.
fn opens_clause(words: &Words<'_>, sentence: &Sentence, at: usize) -> bool {
    at == sentence.tokens.start
        || words.kind(at - 1) == TokenKind::Number
        || matches!(
            words.lower(at - 1),
            "," | "when"
                | "that"
                | "as"
                | "but"
                | "while"
                | "mr"
                | "mr."
                | "mrs"
                | "mrs."
                | "ms"
                | "ms."
                | "dr"
                | "dr."
                | "prof."
                | "professor"
        )
}

/// Whether a name here is who tells what the sentence says: 'according to Foo'.
fn is_source(words: &Words<'_>, sentence: &Sentence, at: usize) -> bool {
    let the = usize::from(at > sentence.tokens.start && words.lower(at - 1) == "the");
    at >= sentence.tokens.start + 2 + the
        && words.lower(at - 1 - the) == "to"
        && words.lower(at - 2 - the) == "according"
}

/// Whether the name before here only says whose rival is meant: "Foo's biggest rival".
fn has_rival(words: &Words<'_>, end: usize) -> bool {
    const WORDS: usize = 4;
    words.kind(end) == TokenKind::Possessive
        && (end + 1..=end + WORDS)
            .take_while(|at| matches!(words.kind(*at), TokenKind::Lower | TokenKind::Capitalised))
            .any(|at| matches!(words.lower(at), "rival" | "rivals" | "competitor" | "competitors"))
}

impl Focus<'_> {
    fn kind_of(&self, id: EntityId) -> Option<EntityType> {
        self.entities.get(id.0 as usize).map(|e| e.entity_type)
    }

    /// The reference that starts at a token.
    fn reference(&mut self, words: &Words<'_>, place: Place<'_>, ahead: &[Mention]) -> Option<Reference> {
        let lower = words.lower(place.at);
        if matches!(lower, "the" | "this") {
            return self.description(words, place.sentence, place.at, place.number);
        }
        // 'the IT firm', 'a US firm'
        let is_acronym = words.kind(place.at) == TokenKind::Upper && lower.len() > 1;
        let pronoun = Pronoun::of(lower).filter(|_| !is_acronym)?;
        let meant = match pronoun {
            Pronoun::We if place.in_quote => self.quoted.body,
            Pronoun::We => self.speaker.or_else(|| self.nameless(pronoun, place)),
            Pronoun::I if !is_first_person(words, place) => None,
            Pronoun::I if place.in_quote => self.quoted.person,
            // an article that does not name its author tells nothing of anybody by 'I'; a passage does
            Pronoun::I if !self.is_passage => self.author,
            Pronoun::I => self.author.or_else(|| self.nameless(pronoun, place)),
            Pronoun::He | Pronoun::She => self.person(words, place, pronoun, ahead),
            Pronoun::It if lower == "it" && !is_personal(words, place) => None,
            Pronoun::It => self.thing(words, place, ahead),
            Pronoun::They => self.nameless(pronoun, place),
        };
        meant.map(|entity| Reference { first: place.at, end: place.at + 1, entity, kind: MentionKind::Pronoun })
    }

    /// Whom 'he' or 'she' means.
    fn person(&mut self, words: &Words<'_>, place: Place<'_>, pronoun: Pronoun, ahead: &[Mention]) -> Option<EntityId> {
        let latest = self.latest(place.number, 3, &[EntityType::Person], true);
        if let Some(id) = latest.filter(|id| self.unnamed.pronoun_of(*id).is_none_or(|of| of == pronoun)) {
            return Some(id);
        }
        if let Some(id) = self.likely_person(place.number) {
            self.entities[id.0 as usize].entity_type = EntityType::Person;
            return Some(id);
        }
        self.announced(words, place, ahead, &[EntityType::Person]).or_else(|| self.nameless(pronoun, place))
    }

    /// What 'it' or 'its' means.
    fn thing(&mut self, words: &Words<'_>, place: Place<'_>, ahead: &[Mention]) -> Option<EntityId> {
        // 'Since its start, Acme': what the sentence opens with is said of its subject
        // but not 'Its main product, Foo': that is what the product is called
        let opens = words.lower(place.at) == "its" && opens_phrase(words, place, ahead);
        let own = opens.then(|| self.subject_ahead(words, place, ahead)).flatten();
        let own = own.or_else(|| self.owner_of_role(words, place)).or_else(|| self.owned(words, place));
        let found = own.or_else(|| self.subject(place.number, &BODIES_AND_WORKS)).or_else(|| {
            // 'Its finance director', where the sentences around name no body
            let is_office = |at: usize| is_in("role", words.lower(at));
            let tells_office = words.lower(place.at) == "its" && (1..=3).any(|step| is_office(place.at + step));
            self.business.filter(|_| tells_office)
        });
        let found = found.or_else(|| self.announced(words, place, ahead, &BODIES_AND_WORKS));
        let found = found.or_else(|| self.spoken_of(place.number));
        // 'Through its stake in Foo, the group Acme': it means one whom the sentence names later
        let is_body = |id: EntityId| self.kind_of(id).is_some_and(|kind| BODIES_AND_WORKS.contains(&kind));
        let looks_ahead = opens && ahead.iter().any(|m| m.first_token > place.at && is_body(m.entity));
        found.or_else(|| if looks_ahead { None } else { self.nameless(Pronoun::It, place) })
    }

    /// The body or work of which the sentences before the last one spoke first: what was said between tells of people or places.
    fn spoken_of(&self, number: usize) -> Option<EntityId> {
        const REACH: usize = 3;
        let near = self.history.iter().rev().take(NEAR).take_while(|seen| number - seen.sentence <= REACH);
        let mut of_bodies = near.filter(|seen| {
            !seen.is_aside && self.kind_of(seen.entity).is_some_and(|kind| BODIES_AND_WORKS.contains(&kind))
        });
        let last = of_bodies.next()?;
        let is_first = |seen: &&Seen| seen.sentence == last.sentence && seen.is_first;
        std::iter::once(last).chain(of_bodies).find(is_first).map(|seen| seen.entity)
    }

    /// A name of unknown kind that stands like a subject: who is 'he' after it is a person.
    fn likely_person(&self, number: usize) -> Option<EntityId> {
        let is_near = |seen: &&Seen| number - seen.sentence <= 1;
        let fits = |seen: &&Seen| {
            let Some(entity) = self.entities.get(seen.entity.0 as usize) else { return false };
            let is_like_person = entity.name.split(' ').all(|word| {
                let mut letters = word.chars();
                letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || c == '.')
            });
            seen.opens
                && !entity.is_certain
                && entity.entity_type == EntityType::Project
                && is_like_person
                && entity.name.split(' ').count() < 4
                && self.unnamed.pronoun_of(seen.entity).is_none()
        };
        self.history.iter().rev().take(20).take_while(is_near).find(fits).map(|seen| seen.entity)
    }

    /// What a pronoun before its name means: 'In her new role, Ann Keller will ...'.
    fn announced(
        &self,
        words: &Words<'_>,
        place: Place<'_>,
        ahead: &[Mention],
        kinds: &[EntityType],
    ) -> Option<EntityId> {
        let start = place.sentence.tokens.start;
        let comma = (place.at..place.sentence.tokens.end).find(|at| words.lower(*at) == ",")?;
        let is_near = place.at - start <= 8 && (start..place.at).all(|at| words.lower(at) != ",");
        let name = ahead.iter().find(|m| m.first_token > comma && self.kind_of(m.entity).is_some())?;
        let fits = self.kind_of(name.entity).is_some_and(|kind| kinds.contains(&kind));
        let follows = name.first_token - comma <= 3;
        (is_near && place.at > start && follows && fits && self.has_none(kinds)).then_some(name.entity)
    }

    /// The name that follows the phrase in front of a sentence.
    fn subject_ahead(&self, words: &Words<'_>, place: Place<'_>, ahead: &[Mention]) -> Option<EntityId> {
        let comma = (place.at..place.sentence.tokens.end).find(|at| words.lower(*at) == ",")?;
        let name = ahead.iter().find(|m| m.first_token > comma)?;
        let fits = self.kind_of(name.entity).is_some_and(|kind| BODIES_AND_WORKS.contains(&kind));
        // 'Following its purchase of Foo, Bar and Baz, Acme'
        let is_joined = words.lower(name.end_token) == "and"
            && ahead.iter().any(|m| m.first_token > name.end_token && m.first_token <= name.end_token + 2);
        let follows = name.first_token - comma <= DESCRIPTION && !is_joined;
        (follows && fits && words.kind(name.end_token) != TokenKind::Possessive).then_some(name.entity)
    }

    /// Whether no name of these types stands before.
    fn has_none(&self, kinds: &[EntityType]) -> bool {
        let named = |seen: &Seen| self.unnamed.pronoun_of(seen.entity).is_none();
        !self.history.iter().any(|seen| named(seen) && self.kind_of(seen.entity).is_some_and(|k| kinds.contains(&k)))
    }

    /// Whose office is told right after a name: 'against Acme, its chief executive Ann Lee and its lawyer'.
    fn owner_of_role(&self, words: &Words<'_>, place: Place<'_>) -> Option<EntityId> {
        let is_office = |at: usize| is_in("role", words.lower(at)) || is_in("role-modifier", words.lower(at));
        let is_told =
            words.lower(place.at) == "its" && words.lower(place.at.checked_sub(1)?) == "," && is_office(place.at + 1);
        let last = self.history.last().filter(|seen| is_told && seen.sentence == place.number)?;
        self.kind_of(last.entity).filter(|kind| BODIES_AND_WORKS.contains(kind)).map(|_| last.entity)
    }

    /// The body of which alone 'its' can be said: 'Foo 2.0 runs well on Acme's machines and its new line of servers'; the
    /// work of which alone it can: 'Acme sold Foo 2.0 until its author left'.
    fn owned(&self, words: &Words<'_>, place: Place<'_>) -> Option<EntityId> {
        const WORDS: usize = 4;
        if words.lower(place.at) != "its" {
            return None;
        }
        if matches!(words.lower(place.at + 1), "author" | "authors" | "inventor" | "maker" | "makers" | "manufacturer")
        {
            return self.subject(place.number, &[EntityType::Project, EntityType::Product]);
        }
        let is_word = |at: &usize| !matches!(words.kind(*at), TokenKind::Mark | TokenKind::Possessive);
        // 'its line of servers'
        let is_range = |at: usize| {
            matches!(words.lower(at), "family" | "line" | "range" | "series") && words.lower(at + 1) == "of"
        };
        let mut owned = (place.at + 1..=place.at + WORDS).take_while(is_word);
        let is_of_body = owned.any(|at| is_in("owned-by-body", words.lower(at)) || is_range(at));
        is_of_body.then(|| self.subject(place.number, &[EntityType::Company, EntityType::Organization])).flatten()
    }

    /// The entity without a name that a pronoun stands for, where the article names none before that it could mean.
    fn nameless(&mut self, pronoun: Pronoun, place: Place<'_>) -> Option<EntityId> {
        let rivals: &[EntityType] = match pronoun {
            Pronoun::He | Pronoun::She => &[EntityType::Person],
            Pronoun::It | Pronoun::They | Pronoun::We => &BODIES_AND_WORKS,
            Pronoun::I => &[],
        };
        let stands_alone = place.may_tell && !place.in_quote && self.has_none(rivals);
        stands_alone.then(|| self.unnamed.entity(pronoun, self.entities))
    }

    /// The latest entity of some types within some sentences; those that stood first in their sentence come first.
    fn latest(&self, number: usize, reach: usize, kinds: &[EntityType], prefer_first: bool) -> Option<EntityId> {
        let near = |seen: &&Seen| {
            number.checked_sub(seen.sentence).is_some_and(|back| back <= reach)
                && self.kind_of(seen.entity).is_some_and(|k| kinds.contains(&k))
        };
        let candidates: Vec<&Seen> = self.history.iter().rev().take(NEAR).filter(near).collect();
        let latest_sentence = candidates.first()?.sentence;
        let of_latest: Vec<&&Seen> = candidates.iter().filter(|c| c.sentence == latest_sentence).collect();
        let first = of_latest.iter().find(|c| prefer_first && c.is_first).map(|c| c.entity);
        first.or_else(|| of_latest.last().map(|c| c.entity))
    }

    /// The entity that the current sentence, else the one before it, speaks of first, people, places and events aside.
    fn subject(&self, number: usize, kinds: &[EntityType]) -> Option<EntityId> {
        let of = |sentence: usize| {
            let near = self.history.iter().rev().take(40).filter(|seen| seen.sentence == sentence && !seen.is_aside);
            near.map(|seen| seen.entity).rfind(|id| self.kind_of(*id).is_some_and(|k| kinds.contains(&k)))
        };
        of(number).or_else(|| number.checked_sub(1).and_then(of))
    }
}

/// What 'it' may mean.
const BODIES_AND_WORKS: [EntityType; 4] =
    [EntityType::Company, EntityType::Organization, EntityType::Project, EntityType::Product];

/// Words between a comma and the name of a subject, at most: 'the Finnish insurance group Foo'.
const DESCRIPTION: usize = 6;

/// Whether 'its' stands in a phrase that opens a sentence, before any name: 'Following its purchase of Foo, Acme ...'.
fn opens_phrase(words: &Words<'_>, place: Place<'_>, ahead: &[Mention]) -> bool {
    const WORDS: usize = 6;
    let start = place.sentence.tokens.start;
    let at = place.at - start;
    let is_phrase = matches!(
        words.lower(start),
        "after"
            | "as"
            | "at"
            | "before"
            | "besides"
            | "by"
            | "despite"
            | "during"
            | "following"
            | "for"
            | "from"
            | "having"
            | "in"
            | "on"
            | "since"
            | "through"
            | "under"
            | "until"
            | "upon"
            | "with"
            | "within"
            | "without"
    );
    let is_named = |m: &Mention| m.first_token >= start && m.first_token < place.at;
    (1..=2).contains(&at) || at <= WORDS && is_phrase && !ahead.iter().any(is_named)
}

/// Whether 'I' is a pronoun here: no 'World War I', no item of a list.
fn is_first_person(words: &Words<'_>, place: Place<'_>) -> bool {
    words.lower(place.at) != "i"
        || matches!(words.kind(place.at + 1), TokenKind::Lower | TokenKind::Mark)
            && words.word(place.at) == "I"
            && !matches!(words.lower(place.at + 1), "." | ")" | "/" | "-")
            && (place.at == place.sentence.tokens.start
                || !matches!(words.kind(place.at - 1), TokenKind::Capitalised | TokenKind::Upper)
                || place.at == place.sentence.tokens.start + 1)
}

/// Whether all that stands before a word of a sentence says when: 'Last year it', 'In 2012 it'.
fn follows_time(words: &Words<'_>, place: Place<'_>) -> bool {
    let Place { sentence, at, .. } = place;
    let start = sentence.tokens.start;
    let opens = ["in", "last", "this", "on", "earlier", "later", "then", "now", "today", "yesterday", "recently"];
    at > start
        && at - start <= 4
        && opens.contains(&words.lower(start))
        && (start..at).all(|before| words.kind(before) != TokenKind::Mark)
}

/// Whether 'it' stands where it means something, and not as in 'it is important that'.
fn is_personal(words: &Words<'_>, place: Place<'_>) -> bool {
    let Place { sentence, at, .. } = place;
    let first = at == sentence.tokens.start
        || at == sentence.tokens.start + 1 && words.kind(sentence.tokens.start) == TokenKind::Mark;
    let previous = if at > sentence.tokens.start { words.lower(at - 1) } else { "" };
    let opens = first
        || matches!(
            previous,
            "that"
                | "said"
                | "says"
                | ","
                | "and"
                | "which"
                | "announced"
                | "where"
                | "when"
                | "since"
                | "before"
                | "after"
                | "because"
                | "although"
                | "though"
                | "while"
                | "until"
                | "as"
        )
        // 'said on Monday it had'
        || is_in("weekday", previous)
        || matches!(
            previous,
            "today" | "yesterday" | "week" | "month" | "year" | "morning" | "evening" | "later" | "earlier" | "ago"
        )
        || follows_time(words, place);
    let impersonal = matches!(words.lower(at + 1), "is" | "was" | "'s" | "will" | "would" | "has" | "took")
        && matches!(
            words.lower(at + 2),
            "not"
                | "important"
                | "possible"
                | "clear"
                | "time"
                | "too"
                | "hard"
                | "easy"
                | "worth"
                | "only"
                | "just"
                | "unclear"
                | "likely"
        );
    opens && !impersonal
}
