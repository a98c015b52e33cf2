//! Who speaks: the body that publishes an article, the people whose words it quotes, and whom they work for.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lexicon::is_in;
use super::super::words::Words;
use crate::model::{ArticleEntity, Document, EntityId, EntityType, Mention, Sentence, TokenKind};

/// The body that says 'we' outside quotations: the named publisher, or the body that the article names most by far.
pub(super) fn publishing_body(
    document: &Document,
    words: &Words<'_>,
    names: &[Mention],
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
    let is_project =
        |id: &EntityId| entities.get(id.0 as usize).is_some_and(|e| e.is_certain && e.entity_type == Project);
    let (others, speaking) = told_by_words(words, names);
    let mut ranked: Vec<(usize, EntityId)> = counts
        .iter()
        .filter(|(id, _)| {
            !others.contains(id)
                && entities
                    .get(id.0 as usize)
                    .is_some_and(|e| matches!(e.entity_type, Company | Organization | Project))
        })
        .map(|(id, n)| (*n, *id))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    match ranked[..] {
        [(first, id), (second, _), ..] if first >= 4 && first >= 2 * second || first == 3 && second == 1 => Some(id),
        [(most, _), ..] if !speaking.is_empty() => {
            ranked.iter().find(|(count, id)| 2 * count >= most && speaking.contains(id)).map(|(_, id)| *id)
        }
        [(first, id), (second, _), ..]
            if !others.is_empty() && first >= 4 && 2 * first >= 3 * second && !is_project(&id) =>
        {
            Some(id)
        }
        [(first, id)] if first >= 3 => Some(id),
        _ => None,
    }
}

/// Nouns after 'our' that tell of another body, or of a work.
fn is_of_others(lower: &str) -> bool {
    matches!(
        lower,
        "project"
            | "projects"
            | "initiative"
            | "service"
            | "partner"
            | "partners"
            | "friends"
            | "collaborators"
            | "parent"
            | "sponsor"
            | "sponsors"
            | "donors"
            | "supporters"
            | "members"
            | "customers"
            | "colleagues"
            | "sister"
            | "nonprofit"
    )
}

/// Bodies that the publisher calls its own ('our partner Acme', 'our first project, Foo'), and those that speak:
/// 'At Acme, we', 'Acme is pleased to'.
fn told_by_words(words: &Words<'_>, names: &[Mention]) -> (BTreeSet<EntityId>, BTreeSet<EntityId>) {
    let (mut others, mut speaking) = (BTreeSet::new(), BTreeSet::new());
    let mut is_quoted = false;
    let mut at = 0;
    for name in names {
        for token in at..name.first_token {
            match words.word(token) {
                "\u{201c}" | "``" => is_quoted = true,
                "\u{201d}" | "''" => is_quoted = false,
                "\"" => is_quoted = !is_quoted,
                _ => {}
            }
        }
        at = name.first_token;
        let start = name.first_token.saturating_sub(5);
        let our = (start..name.first_token).rev().find(|t| matches!(words.lower(*t), "our" | "." | ":" | "and"));
        let noun = name
            .first_token
            .saturating_sub(1 + usize::from(!is_of_others(words.lower(name.first_token.saturating_sub(1)))));
        if our.is_some_and(|t| words.lower(t) == "our") && is_of_others(words.lower(noun)) {
            others.insert(name.entity);
        }
        let is_glad = |word: &str| matches!(word, "pleased" | "proud" | "excited" | "thrilled" | "delighted" | "happy");
        let is_pleased = matches!(words.lower(name.end_token), "is" | "are" | "was")
            && (1..=3).any(|step| is_glad(words.lower(name.end_token + step)));
        let before = name.first_token.checked_sub(1).map_or("", |t| words.lower(t));
        let after = if words.lower(name.end_token) == "," { name.end_token + 1 } else { name.end_token };
        if !is_quoted && (is_pleased || before == "at" && words.lower(after) == "we") {
            speaking.insert(name.entity);
        }
    }
    (others, speaking)
}

/// Tokens between a person and the body that the person works for, at most.
const ROLE_LENGTH: usize = 14;

/// The body that each person speaks for: 'Ann Keller, chief architect at Acme', 'Acme's chief architect Ann Keller'.
pub(super) fn employers(
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

/// Whose words a block quotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The person who speaks.
    pub person: Option<EntityId>,
    /// The body that the person speaks for.
    pub body: Option<EntityId>,
}

/// The person whose words a block quotes: 'said Ann Keller', 'Ann Keller says', a dash.
pub(super) fn quoted_speaker(
    words: &Words<'_>,
    sentences: &[Sentence],
    names: &[Mention],
    entities: &[ArticleEntity],
    employers: &BTreeMap<EntityId, EntityId>,
) -> Quoted {
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return Quoted::default() };
    let (first, last) = (first.tokens.start, last.tokens.end);
    let tells = |at: usize| {
        matches!(
            words.lower(at),
            "said" | "says" | "added" | "adds" | "explained" | "explains" | "commented" | "stated" | "noted"
        )
    };
    let speaks = |m: &&Mention| {
        let is_person = entities.get(m.entity.0 as usize).is_some_and(|e| e.entity_type == EntityType::Person);
        let dash = m.first_token > first && matches!(words.word(m.first_token - 1), "\u{2014}" | "\u{2013}" | "--");
        is_person && (dash || m.first_token > first && tells(m.first_token - 1) || tells(m.end_token))
    };
    let start = names.partition_point(|m| m.first_token < first);
    let speakers = || names[start..].iter().take_while(|m| m.first_token < last).filter(speaks).map(|m| m.entity);
    let employed = speakers().find(|person| employers.contains_key(person));
    let person = employed.or_else(|| speakers().next());
    Quoted { person, body: person.and_then(|person| employers.get(&person).copied()) }
}

/// The author, where the article names them.
pub(super) fn author(document: &Document, entities: &[ArticleEntity]) -> Option<EntityId> {
    let author = document.metadata.author.as_deref()?.trim();
    let is_author = |e: &ArticleEntity| {
        e.entity_type == EntityType::Person && std::iter::once(&e.name).chain(&e.aliases).any(|name| name == author)
    };
    entities.iter().position(is_author).map(|at| EntityId(at as u32))
}

/// The one person whom the title of an interview names.
pub(super) fn interviewee(document: &Document, entities: &[ArticleEntity], names: &[Mention]) -> Option<EntityId> {
    let title = document.metadata.title.as_deref()?.to_lowercase();
    let is_interview = ["interview", "talks", "talking", "meet ", "people of", "q&a", "questions"];
    if !is_interview.iter().any(|word| title.contains(word)) {
        return None;
    }
    let is_titled = |e: &ArticleEntity| {
        e.entity_type == EntityType::Person
            && std::iter::once(&e.name).chain(&e.aliases).any(|name| title.contains(&name.to_lowercase()))
    };
    let mut titled = (0..entities.len()).filter(|at| is_titled(&entities[*at])).map(|at| EntityId(at as u32));
    let (one, other) = (titled.next()?, titled.next());
    (other.is_none() && names.iter().any(|m| m.entity == one)).then_some(one)
}

/// The person whose name alone ends an article, as a signature does.
pub(super) fn signature(
    words: &Words<'_>,
    sentences: &[Sentence],
    entities: &[ArticleEntity],
    names: &[Mention],
) -> Option<EntityId> {
    const LAST_LINES: usize = 3;
    let is_person = |id: EntityId| entities.get(id.0 as usize).is_some_and(|e| e.entity_type == EntityType::Person);
    let is_mark = |at: usize| words.kind(at) == TokenKind::Mark;
    let signs = |sentence: &Sentence| {
        let at = names.partition_point(|m| m.first_token < sentence.tokens.start);
        let name = names.get(at).filter(|m| m.end_token <= sentence.tokens.end && is_person(m.entity))?;
        let is_alone = (sentence.tokens.start..name.first_token).all(is_mark)
            && (name.end_token..sentence.tokens.end).all(is_mark);
        is_alone.then_some(name.entity)
    };
    sentences.iter().rev().take(LAST_LINES).find_map(signs)
}

/// Which tokens of a sentence stand within quotation marks.
pub(super) fn quoted_tokens(words: &Words<'_>, sentence: &Sentence, was_open: bool) -> Vec<bool> {
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
