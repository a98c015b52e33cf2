//! Releases that an article is about: told by its title rather than by a sentence.

use std::collections::BTreeMap;

use super::Found;
use super::dating::Dated;
use super::output::{Fact, Object};
use super::topic::{Topics, unnumbered};
use crate::model::{Annotated, EntityId, EntityType, MentionKind, Sentence, Status};

/// 'Lakemap 2.0 released', 'Announcing Lakemap 2.0', 'Lakemap 2.0 is out': the release came out when the article did.
///
/// Gives nothing for an undated article, or where a sentence tells when the release came out.
pub fn headline(annotated: &Annotated<'_>, topics: Topics, facts: &Found) -> Option<Fact> {
    let release = topics.release?;
    let date = annotated.document.metadata.date?;
    let entity = annotated.entity(release);
    let is_told =
        facts.values().any(|f| f.predicate == "releasedOn" && f.subject == release && f.status == Status::Asserted);
    let title = annotated.document.metadata.title.as_deref()?.to_lowercase();
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let is_announced = names.map(|name| name.to_lowercase()).any(|name| announces(&title, &name));
    if is_told || !is_announced {
        return None;
    }
    let mention = annotated.mentions.iter().find(|m| m.entity == release && m.kind == MentionKind::Name)?;
    let sentence = annotated.sentences.iter().find(|s| s.tokens.contains(&mention.first_token))?;
    Some(Fact {
        predicate: "releasedOn",
        subject: release,
        object: Object::Date(date, None),
        event: true,
        date: Some(Dated::news(date)),
        qualifier: None,
        status: Status::Asserted,
        evidence: sentence.span,
        rule: "released_on/headline".to_owned(),
    })
}

/// Whether a title (in lower case) says of a name that it is out.
fn announces(title: &str, name: &str) -> bool {
    let Some(at) = title.find(name) else { return false };
    let before: Vec<&str> = title[..at].split_whitespace().collect();
    let after: Vec<&str> = title[at + name.len()..].split_whitespace().collect();
    let is_whole =
        !title[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '\''));
    // 'Lakemap 2.0 beta 1' is another release
    let is_stage =
        |w: &str| ["alpha", "beta", "rc", "milestone", "preview", "snapshot"].iter().any(|s| w.starts_with(s));
    let is_whole = is_whole && !after.first().is_some_and(|w| is_stage(w));
    let denied = |words: &[&str]| {
        words.iter().any(|w| {
            matches!(
                *w,
                "not" | "delayed" | "postponed" | "soon" | "will" | "to" | "candidate" | "schedule" | "testing"
            ) || w.ends_with('?')
        })
    };
    let opens =
        matches!(before[..], [] | ["the"] | [.., "announcing" | "announces" | "released" | "releases" | "introducing"])
            || before.ends_with(&["release", "of"]);
    let announced = !before.is_empty() && before != ["the"];
    let told_after = match after[..] {
        ["released" | "launched" | "arrives" | "debuts" | "out" | "available" | "landed" | "lands" | "ships", ..] => {
            true
        }
        ["is" | "are" | "now" | "has" | "was", next, ..] => {
            matches!(next, "out" | "here" | "available" | "released" | "now" | "been" | "ready" | "final")
        }
        [_, "released" | "arrives"] | ["release"] | ["release", "announcement" | "notes"] => true,
        _ => false,
    };
    is_whole && opens && !denied(&after) && (told_after || announced)
}

/// A release bears the name of what was released: 'Lakemap 2.0 is out' is a release by Lakemap.
pub fn by_name(annotated: &Annotated<'_>, facts: &Found) -> Vec<Fact> {
    let by_name: BTreeMap<&str, usize> =
        annotated.entities.iter().enumerate().map(|(at, entity)| (entity.name.as_str(), at)).collect();
    let release = |fact: &&Fact| fact.predicate == "releasedOn" && fact.status.is_edge();
    let mut out = Vec::new();
    for fact in facts.values().filter(release) {
        let name = annotated.entity(fact.subject).name.as_str();
        let Some(&project) = unnumbered(name).and_then(|base| by_name.get(base)) else { continue };
        let own = EntityId(project as u32);
        let by_another = facts.values().any(|f| f.predicate == "released" && f.object == Object::Entity(fact.subject));
        if by_another || annotated.entities[project].entity_type == EntityType::Product {
            continue;
        }
        let rule = "released/bears_name".to_owned();
        // 'Acme announces the first release of Lakemap': then it is Acme's
        let told = facts.values().find(|f| {
            f.predicate == "released" && f.object == Object::Entity(own) && f.subject != own && f.status.is_edge()
        });
        let fact = fact.clone();
        out.push(Fact {
            predicate: "released",
            subject: told.map_or(own, |f| f.subject),
            object: Object::Entity(fact.subject),
            rule,
            ..fact
        });
    }
    out
}

/// An article that presents 'Lakemap 2.0' says that Lakemap has released it.
pub fn presented(annotated: &Annotated<'_>, topics: Topics, facts: &Found) -> Option<Fact> {
    let release = topics.release?;
    let base = unnumbered(&annotated.entity(release).name)?;
    let named = &annotated.entities[..annotated.named];
    let project = named.iter().position(|entity| entity.name == base || entity.aliases.iter().any(|a| a == base))?;
    let is_body = matches!(named[project].entity_type, EntityType::Project | EntityType::Organization);
    let is_known = facts.values().any(|f| f.predicate == "released" && f.object == Object::Entity(release));
    if !is_body || is_known || project == release.0 as usize {
        return None;
    }
    let tells = |sentence: &&Sentence| {
        annotated.mentions[sentence.mentions.clone()].iter().any(|mention| mention.entity == release)
            && annotated.tokens[sentence.tokens.clone()].iter().any(|token| {
                matches!(
                    annotated.surface_form(token.span).to_lowercase().as_str(),
                    "release" | "releases" | "released" | "available" | "out" | "launched" | "announced"
                )
            })
    };
    let sentence = annotated.sentences.iter().find(tells)?;
    Some(Fact {
        predicate: "released",
        subject: EntityId(project as u32),
        object: Object::Entity(release),
        event: true,
        date: None,
        qualifier: None,
        status: Status::Asserted,
        evidence: sentence.span,
        rule: "released/presented".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::announces;

    #[test]
    fn titles_that_present_a_release_are_told_from_others() {
        for title in [
            "lakemap 2.0 released",
            "announcing lakemap 2.0",
            "lakemap 2.0 is out",
            "the lakemap 2.0 is now available",
            "lakemap 2.0 arrives with new maps",
            "northwind announces lakemap 2.0",
            "we announce the release of lakemap 2.0",
            "lakemap 2.0 \"heron\" released",
        ] {
            assert!(announces(title, "lakemap 2.0"), "{title}");
        }
        for title in [
            "lakemap 2.0.1 released",
            "lakemap 2.0 to be released in may",
            "what we think of lakemap 2.0",
            "lakemap 2.0 delayed",
            "announcing lakemap 2.0 alpha1",
            "lakemap 2.0 release candidate available",
            "is lakemap 2.0 released?",
            "lakemap 2.0 released too soon?",
        ] {
            assert!(!announces(title, "lakemap 2.0"), "{title}");
        }
    }
}
