//! Finds what pronouns and descriptions refer to: 'it', 'the company', 'this release', 'he', 'we'.
//!
//! Each resolved reference becomes a mention of its own kind. Unsure ones stay unresolved: a wrong reference makes
//! a wrong fact.

use std::collections::BTreeMap;

use super::lexicon::is_in;
use super::names::Words;
use crate::model::{ArticleEntity, BlockKind, Document, EntityId, EntityType, Mention, MentionKind, Sentence};

/// What the reader of a sentence has in mind from those before it.
struct Focus<'a> {
    entities: &'a [ArticleEntity],
    /// Entities mentioned so far, the latest last, with the sentence and whether they stood first in it.
    history: Vec<(EntityId, usize, bool)>,
    counts: BTreeMap<EntityId, usize>,
    speaker: Option<EntityId>,
    /// The body of the person whose words the current block quotes.
    quoted: Option<EntityId>,
    /// The numbered release that the title presents.
    presented: Option<EntityId>,
}

/// The references of all sentences, in text order, disjoint from the names; and the publishing body.
///
/// # Complexity
/// Linear in the tokens; each reference looks back over a bounded number of mentions.
pub fn references(
    document: &Document,
    words: &Words<'_>,
    sentences: &[Sentence],
    names: &[Mention],
    entities: &[ArticleEntity],
) -> (Vec<Mention>, Option<EntityId>) {
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for mention in names {
        *counts.entry(mention.entity).or_default() += 1;
    }
    let speaker = publishing_body(document, entities, &counts);
    let presented = presented_release(document, entities);
    let mut focus = Focus { entities, history: Vec::new(), counts, speaker, quoted: None, presented };
    let employers = employers(words, sentences, names, entities);
    let mut out = Vec::new();
    let mut next_name = 0;
    let (mut block, mut in_open_quote) = (usize::MAX, false);
    for (number, sentence) in sentences.iter().enumerate() {
        if sentence.block != block {
            block = sentence.block;
            in_open_quote = false;
            let end = number + sentences[number..].iter().take_while(|s| s.block == block).count();
            focus.quoted = quoted_body(words, &sentences[number..end], names, entities, &employers);
        }
        let kind = document.blocks.get(sentence.block).map(|b| b.kind);
        let is_heading = matches!(kind, Some(BlockKind::Title | BlockKind::Heading | BlockKind::Byline));
        let quoted = quoted_tokens(words, sentence, in_open_quote);
        in_open_quote = quoted.last().copied().unwrap_or(in_open_quote);
        let mut at = sentence.tokens.start;
        let mut is_first = true;
        while at < sentence.tokens.end {
            while names.get(next_name).is_some_and(|m| m.end_token <= at) {
                next_name += 1;
            }
            if let Some(name) = names.get(next_name).filter(|m| m.first_token == at) {
                let subject_like = is_first && words.kind(name.end_token) != crate::model::TokenKind::Possessive;
                focus.history.push((name.entity, number, subject_like));
                is_first = false;
                at = name.end_token.max(at + 1);
                continue;
            }
            let in_quote = quoted.get(at - sentence.tokens.start).copied().unwrap_or(false);
            if !is_heading && let Some((end, entity, kind)) = focus.reference(words, sentence, at, number, in_quote) {
                out.push(Mention { span: words.span(at, end), first_token: at, end_token: end, entity, kind });
                focus.history.push((entity, number, is_first));
                is_first = false;
                at = end;
                continue;
            }
            at += 1;
        }
    }
    (out, focus.speaker)
}

/// The body that says 'we' outside quotations: the named publisher, or the body that the article names most by far.
fn publishing_body(
    document: &Document,
    entities: &[ArticleEntity],
    counts: &BTreeMap<EntityId, usize>,
) -> Option<EntityId> {
    use EntityType::{Company, Organization, Project};
    let fold = |s: &str| s.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if let Some(publisher) = document.metadata.publisher.as_deref().map(fold).filter(|p| p.len() > 2) {
        let by_name = entities.iter().position(|e| {
            std::iter::once(&e.name).chain(&e.aliases).any(|n| {
                let n = fold(n);
                n.len() > 2 && (n == publisher || publisher.starts_with(&n))
            }) && matches!(e.entity_type, Company | Organization | Project)
        });
        if let Some(at) = by_name {
            return Some(EntityId(at as u32));
        }
    }
    let mut ranked: Vec<(usize, EntityId)> = counts
        .iter()
        .filter(|(id, _)| {
            entities.get(id.0 as usize).is_some_and(|e| matches!(e.entity_type, Company | Organization | Project))
        })
        .map(|(id, n)| (*n, *id))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    match ranked[..] {
        [(first, id), (second, _), ..] if first >= 4 && first >= 2 * second => Some(id),
        [(first, id)] if first >= 3 => Some(id),
        _ => None,
    }
}

/// The one release with a number that the title names.
fn presented_release(document: &Document, entities: &[ArticleEntity]) -> Option<EntityId> {
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

/// Tokens between a person and the body that the person works for, at most.
const ROLE_LENGTH: usize = 14;

/// The body that each person speaks for: 'Ann Keller, chief architect at Acme', 'Acme's chief architect Ann Keller'.
fn employers(
    words: &Words<'_>,
    sentences: &[Sentence],
    names: &[Mention],
    entities: &[ArticleEntity],
) -> BTreeMap<EntityId, EntityId> {
    use EntityType::{Company, Organization, Person, Project};
    let kind = |m: &Mention| entities.get(m.entity.0 as usize).map(|e| e.entity_type);
    let mut out = BTreeMap::new();
    for (at, person) in names.iter().enumerate().filter(|(_, m)| kind(m) == Some(Person)) {
        let sentence = sentences.partition_point(|s| s.tokens.end <= person.first_token);
        let Some(sentence) = sentences.get(sentence) else { continue };
        let has_role = |from: usize, to: usize| (from..to).any(|t| is_in("role", words.lower(t)));
        let is_body = |m: &&Mention| matches!(kind(m), Some(Company | Organization | Project));
        let opens = matches!(words.lower(person.end_token), "," | "(" | "\u{2013}" | "\u{2014}");
        // 'Ann Keller, head of the Storage Group at Acme': the last body is the employer
        let near = |body: &&Mention| {
            opens && body.end_token <= sentence.tokens.end && body.first_token - person.end_token <= ROLE_LENGTH
        };
        let after =
            names[at + 1..].iter().take_while(|m| near(m) && is_body(m)).last().filter(|body| {
                body.first_token == person.end_token + 1 || has_role(person.end_token, body.first_token)
            });
        let before = at.checked_sub(1).and_then(|b| names.get(b)).filter(is_body).filter(|body| {
            body.first_token >= sentence.tokens.start
                && person.first_token - body.end_token <= ROLE_LENGTH / 2
                && has_role(body.end_token, person.first_token)
        });
        if let Some(body) = after.or(before) {
            out.entry(person.entity).or_insert(body.entity);
        }
    }
    out
}

/// The body for which the person speaks whose words a block quotes: 'said Ann Keller', 'Ann Keller says', a dash.
fn quoted_body(
    words: &Words<'_>,
    sentences: &[Sentence],
    names: &[Mention],
    entities: &[ArticleEntity],
    employers: &BTreeMap<EntityId, EntityId>,
) -> Option<EntityId> {
    let (first, last) = (sentences.first()?.tokens.start, sentences.last()?.tokens.end);
    let tells = |at: usize| {
        matches!(
            words.lower(at),
            "said" | "says" | "added" | "adds" | "explained" | "explains" | "commented" | "stated" | "noted"
        )
    };
    let start = names.partition_point(|m| m.first_token < first);
    names[start..].iter().take_while(|m| m.first_token < last).find_map(|m| {
        let is_person = entities.get(m.entity.0 as usize).is_some_and(|e| e.entity_type == EntityType::Person);
        let dash = m.first_token > first && matches!(words.word(m.first_token - 1), "\u{2014}" | "\u{2013}" | "--");
        let speaks = dash || m.first_token > first && tells(m.first_token - 1) || tells(m.end_token);
        employers.get(&m.entity).copied().filter(|_| is_person && speaks)
    })
}

/// 'some time', 'several years', '20 years'
fn is_span_of_time(words: &Words<'_>, at: usize) -> bool {
    (at..at + 4).any(|at| matches!(words.lower(at), "time" | "years" | "months" | "weeks" | "decades" | "year"))
}

/// Which tokens of a sentence stand within quotation marks.
fn quoted_tokens(words: &Words<'_>, sentence: &Sentence, was_open: bool) -> Vec<bool> {
    let mut open = was_open;
    sentence
        .tokens
        .clone()
        .map(|at| {
            match words.word(at) {
                "\u{201c}" | "``" => open = true,
                "\u{201d}" | "''" => open = false,
                "\"" => open = !open,
                _ => {}
            }
            open
        })
        .collect()
}

impl Focus<'_> {
    fn kind_of(&self, id: EntityId) -> Option<EntityType> {
        self.entities.get(id.0 as usize).map(|e| e.entity_type)
    }

    /// The reference that starts at a token: the token after it, what it means, and how it refers.
    fn reference(
        &self,
        words: &Words<'_>,
        sentence: &Sentence,
        at: usize,
        number: usize,
        in_quote: bool,
    ) -> Option<(usize, EntityId, MentionKind)> {
        use EntityType::{Company, Organization, Person, Product, Project};
        let pronoun = |id: Option<EntityId>| id.map(|id| (at + 1, id, MentionKind::Pronoun));
        let first = at == sentence.tokens.start
            || at == sentence.tokens.start + 1 && words.kind(sentence.tokens.start) == crate::model::TokenKind::Mark;
        let previous = if at > sentence.tokens.start { words.lower(at - 1) } else { "" };
        match words.lower(at) {
            "we" | "our" | "us" => pronoun(if in_quote { self.quoted } else { self.speaker }),
            "he" | "she" | "his" | "her" => pronoun(self.latest(number, 3, &[Person], true)),
            "it" if first
                || matches!(previous, "that" | "said" | "says" | "," | "and" | "which" | "announced" | "where") =>
            {
                let impersonal = matches!(words.lower(at + 1), "is" | "was" | "'s" | "will" | "would" | "has" | "took")
                    && matches!(
                        words.lower(at + 2),
                        "not"
                            | "a"
                            | "an"
                            | "the"
                            | "important"
                            | "possible"
                            | "clear"
                            | "also"
                            | "been"
                            | "time"
                            | "too"
                            | "hard"
                            | "easy"
                            | "worth"
                            | "be"
                            | "only"
                            | "just"
                            | "unclear"
                            | "likely"
                    )
                    && !matches!(words.lower(at + 2), "a" | "an" | "the" | "also" | "been" | "be");
                if impersonal {
                    return None;
                }
                pronoun(self.subject(number, &[Company, Organization, Project, Product]))
            }
            "its" => pronoun(self.subject(number, &[Company, Organization, Project, Product])),
            "the" | "this" => self.description(words, sentence, at, number),
            _ => None,
        }
    }

    /// 'the company', 'this foundation', 'the new release'.
    fn description(
        &self,
        words: &Words<'_>,
        sentence: &Sentence,
        at: usize,
        number: usize,
    ) -> Option<(usize, EntityId, MentionKind)> {
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
        let done = |id: Option<EntityId>| id.map(|id| (head + 1, id, MentionKind::Nominal));
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
                .map(|(id, _, _)| *id)
                .filter(|id| numbered(*id))
                .max_by_key(|id| self.counts.get(id).copied().unwrap_or(0));
            return done(self.presented.or(latest));
        }
        if is_in("nominal-company", noun) {
            return done(self.latest(number, 4, &[Company], true));
        }
        if is_in("nominal-organization", noun) {
            let named = self.history.iter().rev().take(60).map(|(id, _, _)| *id).find(|id| {
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

    /// The latest entity of some types within some sentences; those that stood first in their sentence come first.
    fn latest(&self, number: usize, reach: usize, kinds: &[EntityType], prefer_first: bool) -> Option<EntityId> {
        let near = |(id, sentence, first): &&(EntityId, usize, bool)| {
            let _ = first;
            number - sentence <= reach && self.kind_of(*id).is_some_and(|k| kinds.contains(&k))
        };
        let candidates: Vec<&(EntityId, usize, bool)> = self.history.iter().rev().take(60).filter(near).collect();
        let latest_sentence = candidates.first()?.1;
        let of_latest: Vec<&&(EntityId, usize, bool)> = candidates.iter().filter(|c| c.1 == latest_sentence).collect();
        let first = of_latest.iter().find(|c| prefer_first && c.2).map(|c| c.0);
        first.or_else(|| of_latest.last().map(|c| c.0))
    }

    /// The entity that the current sentence, else the one before it, speaks of first.
    fn subject(&self, number: usize, kinds: &[EntityType]) -> Option<EntityId> {
        let of = |sentence: usize| {
            let all: Vec<_> = self.history.iter().rev().take(40).filter(|(_, s, _)| *s == sentence).collect();
            all.last().filter(|(id, _, _)| self.kind_of(*id).is_some_and(|k| kinds.contains(&k))).map(|(id, _, _)| *id)
        };
        of(number).or_else(|| number.checked_sub(1).and_then(of))
    }
}
