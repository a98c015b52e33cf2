//! What can be seen of two arguments in a sentence: short texts, each a place and a word ('>m:use'), that learned
//! weights are kept for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::super::topic::Topics;
use super::backdrop::{Backdrop, Role};
use super::names::Look;
use super::triggers;
use crate::model::{
    Annotated, BlockKind, EntityId, EntityType, GrammarWord, Mention, MentionKind, Sentence, TokenKind,
};

/// A clue.
pub type Clue = String;

/// Mentions of a sentence that are looked at, at most.
const MENTIONS: usize = 40;

/// Tokens between two mentions, at most.
const REACH: usize = 40;

/// Tokens between two mentions whose words are clues one by one, at most.
const WORDS_BETWEEN: usize = 15;

/// Words between two mentions that are a clue as a whole, at most.
const WHOLE: usize = 5;

/// Entities of a sentence that are told apart by number, at most.
const ENTITIES: usize = 8;

/// Steps on the way through the tree from one argument to the other, at most.
const STEPS: usize = 8;

/// An argument of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The subject.
    Subject,
    /// The object.
    Object,
}

/// Two entities that a sentence may relate.
pub struct Pair<'a> {
    /// The subject.
    pub subject: EntityId,
    /// The object.
    pub object: EntityId,
    scene: &'a Scene<'a>,
    places: Places,
}

/// Where the arguments of a pair stand.
#[derive(Debug, Clone, Copy)]
enum Places {
    /// Both in the sentence: numbers of their mentions there.
    Both { subject: usize, object: usize },
    /// One in the sentence; the other is what the article is about.
    One { mention: usize, side: Side, other: Role },
}

/// The places that pairs can have: both arguments in the sentence, or one of them and what the article is about.
pub const PLACES: [&str; 7] = ["both", "srelease", "sevent", "smain", "orelease", "oevent", "omain"];

impl Places {
    /// The number in [`PLACES`].
    fn number(self) -> usize {
        match self {
            Self::Both { .. } => 0,
            Self::One { side, other, .. } => 1 + if side == Side::Subject { 0 } else { 3 } + other as usize,
        }
    }
}

/// A sentence as the clues see it.
struct Scene<'a> {
    annotated: &'a Annotated<'a>,
    mentions: &'a [Mention],
    /// First token of the sentence.
    start: usize,
    /// Words of the sentence: lemmas, where it has a tree; all numbers are alike.
    words: Vec<String>,
    /// The predicates that each word may tell, as bits.
    triggers: Vec<u32>,
    grammar: Option<&'a [GrammarWord]>,
    is_item: bool,
    /// Each word outside names, once, in order.
    said: Vec<String>,
    /// How many entities it names.
    entities: usize,
    /// How the names of the entities look.
    looks: BTreeMap<EntityId, Look>,
}

/// Calls back with each pair of different entities that a sentence mentions, and each of one that it mentions and what
/// stands behind it.
pub fn pairs(
    annotated: &Annotated<'_>,
    sentence: &Sentence,
    topics: Topics,
    backdrop: &Backdrop,
    found: &mut dyn FnMut(Pair<'_>),
) {
    let mentions = annotated.mentions.get(sentence.mentions.clone()).unwrap_or_default();
    let mentions = &mentions[..mentions.len().min(MENTIONS)];
    if mentions.is_empty() {
        return;
    }
    let mut scene = Scene::new(annotated, sentence, mentions);
    let roles = backdrop.behind(topics, mentions);
    for id in mentions.iter().map(|m| m.entity).chain(roles.iter().map(|(_, id)| *id)) {
        scene.looks.entry(id).or_insert_with(|| Look::new(annotated, id, backdrop.is_titled(id)));
    }
    for (s, subject) in mentions.iter().enumerate() {
        for (o, object) in mentions.iter().enumerate() {
            let gap = if s < o {
                object.first_token.saturating_sub(subject.end_token)
            } else {
                subject.first_token.saturating_sub(object.end_token)
            };
            if subject.entity != object.entity && gap <= REACH {
                let places = Places::Both { subject: s, object: o };
                found(Pair { subject: subject.entity, object: object.entity, scene: &scene, places });
            }
        }
    }
    for (at, mention) in mentions.iter().enumerate() {
        for (role, id) in &roles {
            let (places, other) = (|side| Places::One { mention: at, side, other: *role }, *id);
            found(Pair { subject: mention.entity, object: other, scene: &scene, places: places(Side::Subject) });
            found(Pair { subject: other, object: mention.entity, scene: &scene, places: places(Side::Object) });
        }
    }
}

impl<'a> Scene<'a> {
    fn new(annotated: &'a Annotated<'a>, sentence: &'a Sentence, mentions: &'a [Mention]) -> Self {
        let grammar = sentence.grammar.as_ref().map(|g| g.words.as_slice());
        let word = |at: usize| {
            let token = annotated.tokens[at];
            if token.kind == TokenKind::Number {
                return "#".to_owned();
            }
            let lemma = grammar.and_then(|words| words.get(at - sentence.tokens.start)).map(|w| w.lemma.as_str());
            lemma.unwrap_or_else(|| annotated.surface_form(token.span)).to_lowercase()
        };
        let kind = annotated.document.blocks.get(sentence.block).map(|b| b.kind);
        let words: Vec<String> = sentence.tokens.clone().map(word).collect();
        let is_named =
            |at: usize| mentions.iter().any(|m| (m.first_token..m.end_token).contains(&(sentence.tokens.start + at)));
        let mut said: Vec<String> =
            words.iter().enumerate().filter(|(at, _)| !is_named(*at)).map(|(_, word)| word.clone()).collect();
        said.sort_unstable();
        said.dedup();
        Self {
            annotated,
            mentions,
            start: sentence.tokens.start,
            triggers: words.iter().map(|word| triggers::of(word)).collect(),
            words,
            grammar,
            is_item: matches!(kind, Some(BlockKind::ListItem | BlockKind::TableCell | BlockKind::Heading)),
            said,
            entities: mentions.iter().map(|m| m.entity).collect::<BTreeSet<_>>().len(),
            looks: BTreeMap::new(),
        }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn entity_type(&self, id: EntityId) -> EntityType {
        self.annotated.entity(id).entity_type
    }

    /// First token and the token after the last of a mention, within the sentence.
    fn range(&self, mention: &Mention) -> std::ops::Range<usize> {
        mention.first_token - self.start..mention.end_token - self.start
    }

    /// The word of a mention that hangs from a word outside it.
    fn head_of(&self, words: &[GrammarWord], mention: &Mention) -> usize {
        let range = self.range(mention);
        let hangs_out = |at: &usize| words.get(*at).is_none_or(|w| w.head.is_none_or(|head| !range.contains(&head)));
        range.clone().find(hangs_out).unwrap_or(range.end - 1)
    }
}

/// The words from one up to the root, itself first.
fn way_up(words: &[GrammarWord], from: usize) -> Vec<usize> {
    const LONGEST: usize = 12;
    let mut way = vec![from];
    let mut at = from;
    while let Some(head) = words.get(at).and_then(|w| w.head).filter(|_| way.len() < LONGEST) {
        way.push(head);
        at = head;
    }
    way
}

impl Pair<'_> {
    /// Whether the sentence names one argument only, the other being what the article is about.
    pub fn is_implied(&self) -> bool {
        matches!(self.places, Places::One { .. })
    }

    /// The number in [`PLACES`] of where the arguments stand.
    pub fn place(&self) -> usize {
        self.places.number()
    }

    /// Calls back with each clue that all pairs of a sentence share that stand in the same place.
    pub fn clues_of_sentence(&self, found: &mut dyn FnMut(&str)) {
        let (scene, place) = (self.scene, PLACES[self.place()]);
        let mut text = String::new();
        let mut tell = |args: std::fmt::Arguments<'_>| {
            text.clear();
            let _ = text.write_fmt(args);
            found(&text);
        };
        tell(format_args!("n:{}|{place}", scene.entities.min(ENTITIES)));
        for (at, word) in scene.words.iter().take(2).enumerate() {
            tell(format_args!("fw{at}:{word}|{place}"));
        }
        for word in &scene.said {
            tell(format_args!("sw:{word}|{place}"));
        }
    }

    /// Calls back with each clue of its own; one may come more than once.
    pub fn clues(&self, found: &mut dyn FnMut(&str)) {
        let mut text = String::new();
        let mut tell = |args: std::fmt::Arguments<'_>| {
            text.clear();
            let _ = text.write_fmt(args);
            found(&text);
        };
        let (subject, object) = (self.scene.entity_type(self.subject), self.scene.entity_type(self.object));
        let types = format!("{}>{}", subject.as_str(), object.as_str());
        tell(format_args!("T:{types}"));
        let place = PLACES[self.place()];
        for (side, id) in [('s', self.subject), ('o', self.object)] {
            if let Some(look) = self.scene.looks.get(&id) {
                look.clues(side, place, &types, &mut tell);
            }
        }
        match self.places {
            Places::Both { subject, object } => self.of_both(subject, object, &types, &mut tell),
            Places::One { mention, .. } => self.of_one(mention, place, &types, &mut tell),
        }
    }

    fn of_both(&self, subject: usize, object: usize, types: &str, tell: &mut dyn FnMut(std::fmt::Arguments<'_>)) {
        let scene = self.scene;
        let (s, o) = (&scene.mentions[subject], &scene.mentions[object]);
        let (left, right, way) = if subject < object { (subject, object, '>') } else { (object, subject, '<') };
        let (l, r) = (&scene.mentions[left], &scene.mentions[right]);
        let between = scene.range(l).end..scene.range(r).start;
        let inner = right - left - 1;
        tell(format_args!("{way}T:{types}"));
        tell(format_args!("{way}n:{}", inner.min(3)));
        tell(format_args!("{way}d:{}", (between.len() / 3).min(6)));
        let kind = |m: &Mention| match m.kind {
            MentionKind::Name => 'n',
            MentionKind::Nominal => 'd',
            MentionKind::Pronoun => 'p',
        };
        tell(format_args!("{way}k:{}{}", kind(s), kind(o)));
        if scene.is_item {
            tell(format_args!("{way}item"));
        }
        let mut masked: Vec<&str> = Vec::new();
        let mut told = 0_u32;
        let mut at = between.start;
        let mut inside = scene.mentions[left + 1..right].iter().peekable();
        while at < between.end {
            while inside.next_if(|m| scene.range(m).end <= at).is_some() {}
            match inside.peek().filter(|m| scene.range(m).contains(&at)) {
                Some(m) => {
                    masked.push(scene.entity_type(m.entity).as_str());
                    at = scene.range(m).end;
                }
                None => {
                    masked.push(scene.word(at));
                    told |= scene.triggers.get(at).copied().unwrap_or(0);
                    at += 1;
                }
            }
        }
        if masked.len() <= WHOLE {
            let whole = masked.join(" ");
            tell(format_args!("{way}={whole}"));
            tell(format_args!("{way}={whole}|{types}"));
        }
        if between.len() <= WORDS_BETWEEN {
            masked.sort_unstable();
            masked.dedup();
            for word in &masked {
                tell(format_args!("{way}m:{word}"));
                tell(format_args!("{way}m:{word}|{types}"));
            }
            for predicate in triggers::names(told) {
                tell(format_args!("{way}r:{predicate}"));
                tell(format_args!("{way}r:{predicate}|{types}"));
            }
            if told == 0 {
                tell(format_args!("{way}r:none|{types}"));
            }
        }
        let (first, end) = (scene.range(l).start, scene.range(r).end);
        for at in first.saturating_sub(2)..first {
            tell(format_args!("{way}b:{}", scene.word(at)));
        }
        if first > 0 {
            tell(format_args!("{way}b1:{}|{types}", scene.word(first - 1)));
        }
        for at in end..scene.words.len().min(end + 2) {
            tell(format_args!("{way}a:{}", scene.word(at)));
        }
        if end < scene.words.len() {
            tell(format_args!("{way}a1:{}|{types}", scene.word(end)));
        }
        if let Some(words) = scene.grammar {
            self.of_tree(words, s, o, types, tell);
        }
    }

    /// The way through the tree from the subject to the object.
    fn of_tree(
        &self,
        words: &[GrammarWord],
        subject: &Mention,
        object: &Mention,
        types: &str,
        tell: &mut dyn FnMut(std::fmt::Arguments<'_>),
    ) {
        let scene = self.scene;
        let up = way_up(words, scene.head_of(words, subject));
        let down = way_up(words, scene.head_of(words, object));
        let Some((a, b)) = up.iter().enumerate().find_map(|(a, at)| Some((a, down.iter().position(|d| d == at)?)))
        else {
            return;
        };
        if a + b + 2 > STEPS {
            return;
        }
        let relations = |way: &[usize]| {
            let names: Vec<&str> = way.iter().filter_map(|at| words.get(*at).map(|w| w.relation)).collect();
            names.join("/")
        };
        let path = format!("{}^{}", relations(&up[..a]), relations(&down[..b]));
        let top = scene.word(up[a]);
        tell(format_args!("p:{path}"));
        tell(format_args!("p:{path}|{top}"));
        tell(format_args!("t:{top}"));
        tell(format_args!("t:{top}|{types}"));
        for predicate in triggers::names(scene.triggers.get(up[a]).copied().unwrap_or(0)) {
            tell(format_args!("tr:{predicate}"));
            tell(format_args!("tr:{predicate}|{path}"));
        }
        let mut passed: Vec<usize> = up[1.min(a)..=a].iter().chain(&down[1.min(b)..=b]).copied().collect();
        passed.retain(|at| *at != up[0] && *at != down[0]);
        passed.sort_unstable();
        passed.dedup();
        for at in passed {
            for predicate in triggers::names(scene.triggers.get(at).copied().unwrap_or(0)) {
                tell(format_args!("qr:{predicate}|{types}"));
            }
            tell(format_args!("q:{}", scene.word(at)));
            tell(format_args!("q:{}|{types}", scene.word(at)));
        }
    }

    fn of_one(&self, mention: usize, role: &str, types: &str, tell: &mut dyn FnMut(std::fmt::Arguments<'_>)) {
        let scene = self.scene;
        let here = &scene.mentions[mention];
        let range = scene.range(here);
        tell(format_args!("{role}"));
        tell(format_args!("{role}|{types}"));
        if scene.is_item {
            tell(format_args!("{role}|item|{types}"));
        }
        for at in range.start.saturating_sub(3)..range.start {
            tell(format_args!("{role}|b:{}", scene.word(at)));
        }
        match range.start.checked_sub(1) {
            Some(at) => tell(format_args!("{role}|b1:{}|{types}", scene.word(at))),
            None => tell(format_args!("{role}|first")),
        }
        for at in range.end..scene.words.len().min(range.end + 3) {
            tell(format_args!("{role}|a:{}", scene.word(at)));
        }
        if range.end < scene.words.len() {
            tell(format_args!("{role}|a1:{}|{types}", scene.word(range.end)));
        }
        let kind = scene.entity_type(here.entity);
        let alike = scene.mentions.iter().filter(|m| scene.entity_type(m.entity) == kind).count();
        tell(format_args!("{role}|n:{}", alike.min(4)));
        tell(format_args!("{role}|l:{}", (scene.words.len() / 6).min(5)));
        let near = range.start.saturating_sub(6)..(range.end + 6).min(scene.words.len());
        let told = scene.triggers.get(near).unwrap_or_default().iter().fold(0, |all, one| all | one);
        for predicate in triggers::names(told) {
            tell(format_args!("{role}|r:{predicate}|{types}"));
        }
        let Some(words) = scene.grammar else { return };
        let head = scene.head_of(words, here);
        let Some(word) = words.get(head) else { return };
        if let Some(governor) = word.head {
            let relation = word.relation;
            for predicate in triggers::names(scene.triggers.get(governor).copied().unwrap_or(0)) {
                tell(format_args!("{role}|gr:{predicate}:{relation}|{types}"));
            }
            tell(format_args!("{role}|g:{}:{relation}", scene.word(governor)));
            tell(format_args!("{role}|g:{}:{relation}|{types}", scene.word(governor)));
            if let Some(above) = words.get(governor).and_then(|w| w.head) {
                tell(format_args!("{role}|g2:{}", scene.word(above)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_called_by_the_argument_that_is_not_named() {
        let name = |side, other| PLACES[Places::One { mention: 0, side, other }.number()];
        assert_eq!(PLACES[Places::Both { subject: 0, object: 1 }.number()], "both");
        let subjects = [Role::Release, Role::Event, Role::Main].map(|other| name(Side::Object, other));
        let objects = [Role::Release, Role::Event, Role::Main].map(|other| name(Side::Subject, other));
        assert_eq!([subjects, objects], [["orelease", "oevent", "omain"], ["srelease", "sevent", "smain"]]);
    }
}
