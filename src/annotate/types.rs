//! Decides what each name is, by a vote over the name itself and all places where it stands.

use super::accept::is_word_place;
use super::anchors::{folded, host_and_path};
use super::lexicon::{is_in, is_ordinary};
use super::words::{Candidate, Words};
use crate::model::{EntityType, TokenKind};
use crate::schema::Gazetteer;

/// Votes for each type, in the order of [`EntityType::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes([i32; 7]);

impl Votes {
    /// Adds weight to a type.
    pub fn add(&mut self, kind: EntityType, weight: i32) {
        self.0[kind as usize] += weight;
    }

    /// Adds all votes of another.
    pub fn add_all(&mut self, other: Votes) {
        for (sum, weight) in self.0.iter_mut().zip(other.0) {
            *sum += weight;
        }
    }

    /// The same votes with half the weight.
    pub fn halved(self) -> Votes {
        Votes(self.0.map(|weight| weight / 2))
    }

    /// The votes of many mentions, so that the hundredth says less than the first.
    pub fn damped(self, mentions: usize) -> Votes {
        let divisor = (mentions.max(1) as u32 * 100).isqrt() as i32;
        Votes(self.0.map(|weight| weight * 10 / divisor))
    }

    /// The weight of a type.
    pub fn of(&self, kind: EntityType) -> i32 {
        self.0[kind as usize]
    }

    /// All types with a vote for or against, heaviest first.
    pub fn ranked(&self) -> Vec<(EntityType, i32)> {
        let mut all: Vec<_> = EntityType::ALL.into_iter().map(|kind| (kind, self.of(kind))).collect();
        all.retain(|(_, weight)| *weight != 0);
        all.sort_by_key(|(kind, weight)| (std::cmp::Reverse(*weight), *kind as usize));
        all
    }

    /// The type with most votes; between equals the one that is commoner among names without evidence.
    pub fn winner(&self) -> EntityType {
        use EntityType::{Company, Event, Organization, Person, Place, Product, Project};
        let by_rarity = [Place, Event, Person, Organization, Product, Company, Project];
        by_rarity.into_iter().max_by_key(|kind| self.of(*kind)).unwrap_or(Project)
    }
}

/// What the form of a name says; with or without what lists say of the whole name.
pub fn form_votes(words: &Words<'_>, c: Candidate, with_lists: bool) -> Votes {
    use EntityType::{Company, Event, Organization, Person, Place, Product, Project};
    let lists = Gazetteer::embedded();
    let cues = lists.cues();
    let mut votes = Votes::default();
    let surface = words.surface(c.first, c.end).replace('\u{2019}', "'");
    if let Some(kind) = lists.name(&surface).and_then(|n| n.entity_type).filter(|_| with_lists) {
        votes.add(kind, if kind == Company { 12 } else { 9 });
    }
    if with_lists && (lists.is_place(&surface) || c.end - c.first == 1 && is_word_place(words, c.first)) {
        votes.add(Place, 8);
    }
    let mut end = c.end;
    if (c.first..c.end)
        .any(|at| at > c.first && lists.is_legal_form(words.word(at)) && words.kind(at) != TokenKind::Lower)
    {
        votes.add(Company, 15);
    }
    // 'Foo 4.5 release candidate'
    if end - c.first > 3
        && words.lower(end - 1) == "candidate"
        && words.lower(end - 2) == "release"
        && words.kind(end - 3) == TokenKind::Number
    {
        end -= 2;
    }
    let numbered = words.kind(end - 1) == TokenKind::Number
        || words.word(end - 1).starts_with(['v', 'V'])
            && words.word(end - 1)[1..].starts_with(|c: char| c.is_ascii_digit());
    if numbered && end - c.first > 1 {
        end -= 1;
        let is_year = matches!(words.word(end).parse::<u32>(), Ok(1900..=2100));
        votes.add(if is_year { Event } else { Product }, if is_year { 5 } else { 14 });
    }
    // 'v0.58' and '20160831' alone, where they are names at all
    let is_release = |word: &str| word.contains('.') || crate::model::is_build_date(word);
    if numbered && c.end - c.first == 1 && is_release(words.word(c.first)) {
        votes.add(Product, 14);
    }
    // 'Open Source Summit North America' is a summit
    let is_region = |at: usize| {
        // there are towns that are called University
        cues.votes("head", words.lower(at)).is_empty()
            && (lists.is_place(words.word(at)) || is_in("region", words.lower(at)))
    };
    while end - c.first > 2 && is_region(end - 1) && !is_in("name-link", words.lower(end - 2)) {
        end -= 1;
    }
    // the head stands before 'of' and 'for': 'University of Oxford'
    let link = (c.first + 1..end).find(|at| is_in("name-link", words.lower(*at)));
    // but 'State of Weather Report' is a report
    let link = link
        .filter(|_| !matches!(words.lower(end - 1), "report" | "survey" | "day" | "days" | "conference" | "summit"));
    let head = words.lower(link.unwrap_or(end) - 1);
    if end - c.first > 1 {
        for (kind, weight) in cues.votes("head", head) {
            votes.add(*kind, *weight);
        }
    } else if let Some(head) = last_part(words.word(c.first)) {
        for (kind, weight) in cues.votes("head", &head) {
            votes.add(*kind, weight / 2);
        }
    }
    for (kind, weight) in cues.votes("first", words.lower(c.first)) {
        votes.add(*kind, *weight);
    }
    votes.add(Person, person_weight(words, c));
    let last = words.lower(end - 1);
    let is_trade = |tail: &&str| last.len() > tail.len() + 2 && last.ends_with(*tail);
    if ["soft", "systems", "tech", "corp", "bank", "pharma", "telecom"].iter().any(is_trade) && !is_ordinary(last) {
        votes.add(Company, 5);
    }
    let ends_in_region = end - c.first == 2 && is_region(end - 1);
    let of_region = || ends_in_region.then(|| gathering_weight(words, c, end - 1)).flatten();
    if let Some(weight) = gathering_weight(words, c, end).or_else(of_region) {
        votes.add(Event, weight);
    }
    // 'Marlow & Vance', 'M&V'
    if (c.first..c.end).any(|at| words.word(at).len() > 1 && words.word(at).contains('&') || words.word(at) == "&") {
        votes.add(Company, 4);
    }
    if c.end - c.first == 1 {
        let word = words.word(c.first);
        let mixed = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
        if mixed {
            votes.add(Project, 2);
        }
        if words.kind(c.first) == TokenKind::Upper {
            votes.add(Organization, 1);
            votes.add(Project, 1);
        }
    }
    votes.add(Project, 1);
    votes
}

/// How much the form of a name is that of a person.
fn person_weight(words: &Words<'_>, c: Candidate) -> i32 {
    let lists = Gazetteer::embedded();
    let first = words.word(c.first);
    let is_listed = |at: usize| {
        lists.name(words.word(at)).is_some_and(|n| n.entity_type.is_some())
            // surnames are called after places, first names are not
            || (at == c.first || c.end - c.first > 2) && lists.is_place(words.word(at))
    };
    // 'Foo 21.10 Bar Baz', 'Foo (Bar Baz)' are code names
    let numbered = |at: usize| at < c.first && words.kind(at) == TokenKind::Number;
    let bracketed = c.first >= 2 && words.word(c.first - 1) == "(" && numbered(c.first - 2);
    let stands_free = c.first == 0 || !numbered(c.first - 1) && !bracketed;
    let known = lists.is_first_name(first) && lists.name(first).is_none_or(|n| n.entity_type.is_none());
    if c.end - c.first == 1 {
        return if known { 2 } else { 0 };
    }
    let tail = lists.cues().votes("head", words.lower(c.end - 1));
    if !is_person_form(words, c) || tail.iter().any(|(kind, _)| *kind != EntityType::Person) {
        return 0;
    }
    let surname = !is_ordinary(words.lower(c.end - 1));
    // 'A. M. Keller'
    let is_initial = |at: usize| words.word(at).len() == 2 && words.word(at).ends_with('.');
    if surname && (c.first..c.end - 1).all(is_initial) {
        return 6;
    }
    // 'Jewel Released'
    let last = words.lower(c.end - 1);
    if last.ends_with("ed") && lists.parts_of_speech(last).next() == Some("VERB") {
        return 0;
    }
    let spelt_as_word = is_in("name-word", words.lower(c.first));
    match (known || spelt_as_word, surname) {
        (true, true) => 8,
        (true, false) if known => 6,
        (false, true) if stands_free && lists.is_last_name(words.word(c.end - 1)) && !is_listed(c.first) => 5,
        // 'Henne Vogelsang': two words that no list knows
        (false, true) if stands_free && (c.first..c.end).all(|at| !is_ordinary(words.lower(at)) && !is_listed(at)) => 3,
        (_, surname) => i32::from(surname),
    }
}

/// Names formed as those of conferences are: 'FooConf', 'BarCon 2014', 'Foofest', 'BazWeek'.
fn gathering_weight(words: &Words<'_>, c: Candidate, end: usize) -> Option<i32> {
    let word = words.word(end - 1).trim_end_matches(|c: char| c.is_ascii_digit());
    let lower = words.lower(end - 1).trim_end_matches(|c: char| c.is_ascii_digit());
    let is_strange = !is_ordinary(lower);
    let ends = |tails: &[&str]| tails.iter().any(|tail| lower.len() > tail.len() && lower.ends_with(tail));
    let with_capital = ["Con", "CON", "Day", "Days", "Week", "Camp", "Fest", "Fair", "Forum", "Meetup"]
        .iter()
        .any(|tail| word.len() > tail.len() && word.ends_with(tail));
    (c.end > c.first && is_strange && (with_capital || ends(&["conf", "summit", "hackfest", "expo", "athon", "tage"])))
        .then_some(9)
}

/// Two to four capitalised words of letters, none of which is in a list of companies or products.
pub fn is_person_form(words: &Words<'_>, c: Candidate) -> bool {
    (2..=4).contains(&(c.end - c.first))
        && (c.first..c.end).all(|at| {
            let word = words.word(at);
            let initial = word.len() <= 2 && word.starts_with(char::is_uppercase);
            initial
                || is_in("particle", words.lower(at))
                || (words.kind(at) == TokenKind::Capitalised
                    && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}' | '.'))
                    && !word.chars().skip(1).any(|c| c.is_uppercase())
                        | word.starts_with("Mc")
                        | word.starts_with("Mac")
                        | word.contains(['-', '\'', '\u{2019}']))
        })
}

/// What the target of a link over a name says: the name's own site, or its repository.
pub fn link_votes(name: &str, target: &str) -> Votes {
    let mut votes = Votes::default();
    let Some((host, path)) = host_and_path(target) else { return votes };
    let name = folded(name);
    if matches!(host, "github.com" | "gitlab.com" | "codeberg.org" | "sourceforge.net") {
        if path.split('/').any(|part| folded(part) == name) {
            votes.add(EntityType::Project, 4);
        }
    } else if let Some((label, domain)) = host.rsplit_once('.')
        && folded(label) == name
    {
        match domain {
            "com" => votes.add(EntityType::Company, 4),
            _ => votes.add(EntityType::Project, 1),
        }
    }
    votes
}

/// What 'the Foo line of servers' counts for a product.
const RANGE: i32 = 8;

/// What the words around one mention say.
pub fn context_votes(words: &Words<'_>, c: Candidate) -> Votes {
    use EntityType::{Company, Organization, Person, Place, Product, Project};
    let cues = Gazetteer::embedded().cues();
    let mut votes = Votes::default();
    let before = if c.first > 0 { words.lower(c.first - 1) } else { "" };
    let after = words.lower(c.end);
    for (kind, weight) in cues.votes("before", before.trim_end_matches('.')).iter().chain(cues.votes("after", after)) {
        votes.add(*kind, *weight);
    }
    if words.kind(c.end) == TokenKind::Possessive {
        for (kind, weight) in cues.votes("after", words.lower(c.end + 1)) {
            votes.add(*kind, *weight);
        }
    }
    if is_in("title", before.trim_end_matches('.')) {
        votes.add(Person, 12);
    }
    describe(words, c, &mut votes);
    // 'its Foo line of servers'
    if matches!(after, "family" | "line" | "lineup" | "range" | "series") && words.lower(c.end + 1) == "of" {
        votes.add(Product, RANGE);
    }
    let has_head = !cues.votes("head", words.lower(c.end - 1)).is_empty();
    let person_form = is_person_form(words, c) && !has_head;
    if matches!(after, "said" | "says" | "explained" | "added") {
        votes.add(if person_form { Person } else { Company }, if person_form { 3 } else { 1 });
    }
    // 'Acme boss Ann Keller'
    let is_office = |at: &usize| is_in("role", words.lower(*at)) || is_in("role-modifier", words.lower(*at));
    let offices = (c.end..c.end + 4).take_while(is_office).count();
    let has_officer = offices > 0
        && c.end - c.first < 3
        && is_in("role", words.lower(c.end + offices - 1))
        && !is_maker(words.lower(c.end + offices - 1))
        && words.kind(c.end) == TokenKind::Lower
        && words.kind(c.end + offices) == TokenKind::Capitalised;
    if has_officer {
        votes.add(Company, 3);
    }
    // 'said Henne Vogelsang, chief architect'
    if matches!(before, "said" | "says" | "adds" | "added" | "explains" | "explained") && person_form && !has_officer {
        votes.add(Person, 3);
    }
    // 'Lann Quorvin spoke about', 'Lann Quorvin of Acme led'
    let verb = if matches!(after, "of" | "from") { words.lower(c.end + 2) } else { after };
    if person_form && matches!(verb, "led" | "spoke" | "demonstrated" | "presented" | "talked" | "introduced" | "gave")
    {
        votes.add(Person, 3);
    }
    if after == "," && person_form {
        // 'Ann Lee, Chief Architect'
        let role = (c.end + 1..c.end + 6).find(|at| is_in("role", words.lower(*at)));
        // but 'Acme, where she was head of sales'
        let is_other = |at: usize| {
            words.kind(at) == TokenKind::Mark || matches!(words.lower(at), "where" | "which" | "when" | "whose")
        };
        let open = role.is_some_and(|role| !(c.end + 1..role).any(is_other));
        if open {
            votes.add(Person, 8);
        }
    }
    if is_in("role", before) && person_form {
        votes.add(Person, 6);
    }
    if before == "in" {
        // 'in Zurich', which is a town and an insurer
        let surface = words.surface(c.first, c.end);
        let lists = Gazetteer::embedded();
        let is_both = lists.is_place(surface) && lists.name(surface).is_some();
        votes.add(Place, if is_both { 3 } else { 1 });
        let two = if c.first > 1 { words.lower(c.first - 2) } else { "" };
        if matches!(two, "based" | "headquartered" | "located" | "held" | "place" | "offices" | "headquarters" | "born")
        {
            votes.add(Place, 7);
        }
    }
    if matches!(after, "-based" | "-headquartered" | "-born") {
        votes.add(Place, 8);
    }
    // 'contributors to Foo'
    let contributes = |word: &str| {
        matches!(word, "contributor" | "contributors" | "contribution" | "contributions" | "committer" | "committers")
    };
    if before == "to" && c.first > 1 && contributes(words.lower(c.first - 2)) {
        votes.add(Project, 6);
    }
    // 'Japan's Foo' is a firm there
    if c.first > 1
        && words.kind(c.first - 1) == TokenKind::Possessive
        && Gazetteer::embedded().is_place(words.word(c.first - 2))
        && !has_head
        && !Gazetteer::embedded().is_place(words.word(c.first))
    {
        votes.add(Company, 4);
    }
    // 'the region of Foo'
    if before == "of"
        && c.first > 1
        && matches!(
            words.lower(c.first - 2),
            "city" | "county" | "district" | "island" | "port" | "province" | "region" | "suburb" | "town" | "village"
        )
    {
        votes.add(Place, 8);
    }
    // 'Foo, which gave us a server'
    let verb =
        if matches!(words.lower(c.end + 2), "has" | "have" | "also" | "generously") { c.end + 3 } else { c.end + 2 };
    if after == ","
        && words.lower(c.end + 1) == "which"
        && matches!(
            words.lower(verb),
            "gave" | "given" | "donated" | "sponsors" | "sponsored" | "employs" | "sells" | "lent" | "funds" | "funded"
        )
    {
        votes.add(Company, 5);
    }
    // 'Foo, which was bought by Acme'
    if after == ","
        && words.lower(c.end + 1) == "which"
        && matches!(words.lower(c.end + 2), "was" | "were")
        && matches!((words.lower(c.end + 3), words.lower(c.end + 4)), ("sold", "to") | ("bought" | "acquired", "by"))
    {
        votes.add(Company, 4);
    }
    // 'she founded Foo'
    if matches!(before, "founded" | "co-founded" | "cofounded") && !person_form {
        votes.add(Company, 2);
    }
    // 'Foo has been contributing fixes', 'Foo has also hired'
    let is_filler = |at: &usize| {
        matches!(words.word(*at), "has" | "have" | "had" | "been" | "also" | "already" | "\u{201c}" | "\"")
    };
    let done = (c.end..c.end + 5).find(|at| !is_filler(at)).unwrap_or(c.end);
    let does = matches!(words.lower(done), "contributed" | "contributing" | "donated" | "hired" | "hiring" | "joined");
    if does && done > c.end && !person_form {
        votes.add(Company, 4);
    }
    // 'a member of the Foo'
    let of = c.first.saturating_sub(if before == "the" { 2 } else { 1 });
    if of > 0 && words.lower(of) == "of" && matches!(words.lower(of - 1), "member" | "members") {
        votes.add(Organization, 4);
    }
    // 'chief executive of Acme', 'engineer at Acme'
    if matches!(before, "of" | "at" | "for") && c.first > 1 && is_in("role", words.lower(c.first - 2)) {
        // 'the author of Foo'
        let is_maker = is_maker(words.lower(c.first - 2));
        votes.add(if is_maker && before == "of" { Project } else { Company }, 4);
    }
    votes
}

/// The last part of a word that is written together: 'server' of 'FooServer'.
fn last_part(word: &str) -> Option<String> {
    let start = word.char_indices().skip(1).filter(|(_, c)| c.is_uppercase()).last()?.0;
    let part = &word[start..];
    let has_both = word[..start].chars().any(char::is_lowercase) && part.chars().skip(1).all(char::is_lowercase);
    (has_both && part.len() > 2).then(|| part.to_lowercase())
}

/// Who works on a thing rather than for a body.
fn is_maker(role: &str) -> bool {
    matches!(role, "author" | "contributor" | "creator" | "developer" | "inventor" | "maintainer" | "programmer")
}

/// Nouns that say what a name is: before it ('the retailer Acme'), after it ('the Foo library'), after a copula or
/// a comma ('Foo, a free video player').
fn describe(words: &Words<'_>, c: Candidate, votes: &mut Votes) {
    use EntityType::{Company, Event, Organization, Project};
    const CLASSES: [(&str, EntityType); 4] = [
        ("nominal-company", Company),
        ("nominal-organization", Organization),
        ("nominal-project", Project),
        ("nominal-event", Event),
    ];
    let has_head = !Gazetteer::embedded().cues().votes("head", words.lower(c.end - 1)).is_empty();
    let person_form = is_person_form(words, c) && !has_head;
    // companies are leaders, partners and makers too
    let is_trade = |word: &str| {
        is_in("role", word)
            && !matches!(
                word,
                "contributor"
                    | "creator"
                    | "fellow"
                    | "head"
                    | "lead"
                    | "leader"
                    | "member"
                    | "owner"
                    | "partner"
                    | "producer"
                    | "representative"
                    | "specialist"
                    | "developer"
                    | "agent"
                    | "broker"
                    | "publisher"
            )
    };
    let class_of = |word: &str| match CLASSES.iter().find(|(class, _)| is_in(class, word)) {
        Some((_, kind)) => Some(*kind),
        None => (person_form && is_trade(word)).then_some(EntityType::Person),
    };
    if c.first > 0
        && let Some(kind) = class_of(words.lower(c.first - 1))
    {
        votes.add(kind, 4);
    }
    // 'Dutch bank Foo'
    if c.first > 1
        && is_in("nominal-company", words.lower(c.first - 1))
        && is_in("nationality", words.lower(c.first - 2))
    {
        votes.add(Company, 7);
    }
    // 'the Foo library', 'the Foo and Bar projects'
    if words.kind(c.end) == TokenKind::Lower
        && let Some(kind) = class_of(words.lower(c.end)).or_else(|| class_of_plural(words.lower(c.end), &class_of))
    {
        votes.add(kind, 4);
    }
    // 'server vendors such as Acme', 'projects like Foo'
    let kind_noun = match words.lower(c.first.wrapping_sub(1)) {
        "as" if words.lower(c.first.wrapping_sub(2)) == "such" => c.first.checked_sub(3),
        "like" | "including" => c.first.checked_sub(2),
        _ => None,
    };
    let kind_noun = kind_noun.map(|at| if words.lower(at) == "," { at.saturating_sub(1) } else { at });
    if let Some(kind) = kind_noun.and_then(|at| class_of_plural(words.lower(at), &class_of)) {
        votes.add(kind, 5);
    }
    let mut at = match words.lower(c.end) {
        "," | "is" | "was" | "are" => c.end + 1,
        _ => return,
    };
    if !matches!(words.lower(at), "a" | "an" | "the" | "one" | "its" | "our" | "their") {
        return;
    }
    let limit = at + 9;
    while at < limit {
        at += 1;
        let lower = words.lower(at);
        // 'Foo, a Leeds-based software house'
        if matches!(lower, "-based" | "-headquartered") {
            let noun = (at + 1..at + 4).take_while(|at| words.kind(*at) == TokenKind::Lower).last();
            votes.add(noun.and_then(|noun| class_of(words.lower(noun))).unwrap_or(Company), 6);
            return;
        }
        if words.kind(at) == TokenKind::Mark
            || matches!(lower, "of" | "for" | "that" | "which" | "who" | "in" | "to" | "with" | "is")
        {
            return;
        }
        let next = class_of(words.lower(at + 1));
        if let Some(kind) = class_of(lower).filter(|_| next.is_none()) {
            votes.add(kind, 7);
            return;
        }
    }
}

/// The class of a noun in the plural.
fn class_of_plural(noun: &str, class_of: &dyn Fn(&str) -> Option<EntityType>) -> Option<EntityType> {
    let singular = noun.strip_suffix('s')?;
    class_of(singular).or_else(|| class_of(&format!("{}y", singular.strip_suffix("ie")?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_tell_sites_from_repositories() {
        assert_eq!(link_votes("Grey Fox", "https://www.greyfox.com/about").winner(), EntityType::Company);
        assert_eq!(link_votes("greyfox", "https://github.com/fox/greyfox").winner(), EntityType::Project);
        assert_eq!(link_votes("Fox", "https://www.greyfox.com/"), Votes::default());
        assert_eq!(link_votes("Fox", "no address"), Votes::default());
    }

    #[test]
    fn the_hundredth_mention_says_less_than_the_first() {
        let mut votes = Votes::default();
        votes.add(EntityType::Event, 300);
        assert_eq!(votes.damped(100).of(EntityType::Event), 30);
        assert_eq!(votes.damped(0), votes.damped(1));
    }

    #[test]
    fn a_draw_goes_to_the_commoner_type() {
        assert_eq!(Votes::default().winner(), EntityType::Project);
        let mut votes = Votes::default();
        votes.add(EntityType::Place, 3);
        votes.add(EntityType::Project, 3);
        assert_eq!(votes.winner(), EntityType::Project);
    }
}
