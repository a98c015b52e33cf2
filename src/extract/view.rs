//! A sentence as the matcher sees it: words and mentions in one row, lists of names, brackets to step over.

use super::asides::asides;
use super::matcher::Implied;
use super::mood;
use super::rules::{Rules, Triggers, WordId};
use super::topic::Topics;
use crate::model::{
    Annotated, BlockKind, EntityId, EntityType, Grammar, GrammarWord, Mention, MentionKind, PartialDate, Sentence,
    Span, Status, TokenKind,
};
use crate::schema::Gazetteer;

/// One step of the row: a mention, or a single token outside mentions.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Index into [`Annotated::mentions`], for a mention.
    pub mention: Option<usize>,
    /// Its first token, within the sentence; `None` for a name that stands in another sentence.
    pub token: Option<usize>,
    /// The text under it.
    pub span: Span,
    /// Lower-case form with straight apostrophes.
    pub lower: String,
    /// What its (first) token looks like.
    pub kind: TokenKind,
    /// Its commonest part of speech as a UD tag; `PROPN` for mentions, empty where unknown.
    pub part_of_speech: &'static str,
}

/// A sentence as a row of units.
pub struct View<'a> {
    /// The analysis.
    pub annotated: &'a Annotated<'a>,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its units.
    pub units: Vec<Unit>,
    /// The rules that are matched against it.
    pub rules: &'a Rules,
    /// What the article is about.
    pub topics: Topics,
    /// Whether it is a clause taken from the sentence.
    pub is_clause: bool,
    /// Whether it is a clause without date of a sentence that has one: what it tells did not happen 'today'.
    pub dated_elsewhere: bool,
    /// When begins what the whole sentence tells, where it says so.
    pub begins: Option<PartialDate>,
    /// When the event took place that the sentence, or one before it in its paragraph, names by its date: 'the 2014 summit'.
    pub edition: Option<PartialDate>,
    /// The last date that the text before the sentence tells.
    pub earlier: Option<PartialDate>,
    /// The aside that each unit stands in.
    asides: Vec<Option<usize>>,
    /// How unsure the words around each unit make what is told there.
    doubts: Vec<Status>,
    /// The trigger words that it holds.
    pub triggers: Triggers,
    /// Trigger words of each unit.
    words_of: Vec<&'a [WordId]>,
    /// For each unit the list it belongs to.
    list_of: Vec<Option<usize>>,
    /// Lists of mentions joined by commas and 'and'.
    lists: Vec<Vec<usize>>,
    /// For each unit that opens a bracket, the unit after its end.
    bracket_end: Vec<Option<usize>>,
}

impl<'a> View<'a> {
    /// Lays out a sentence.
    pub fn new(annotated: &'a Annotated<'a>, sentence: &'a Sentence, rules: &'a Rules, topics: Topics) -> Self {
        let mut units: Vec<Unit> = Vec::with_capacity(sentence.tokens.len());
        let mut triggers = Triggers::default();
        let mut words_of: Vec<&'a [WordId]> = Vec::with_capacity(sentence.tokens.len());
        let mut mentions = sentence.mentions.clone().peekable();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let mention = mentions.peek().copied().filter(|m| annotated.mentions[*m].first_token == at);
            let (span, end) = match mention {
                Some(m) => (annotated.mentions[m].span, annotated.mentions[m].end_token.max(at + 1)),
                None => (annotated.tokens[at].span, at + 1),
            };
            if mention.is_some() {
                mentions.next();
            }
            let kind = annotated.tokens[at].kind;
            let lower = annotated.surface_form(span).to_lowercase().replace('\u{2019}', "'");
            let words: &'a [WordId] = match (mention, kind) {
                (Some(_), _) => &[],
                (None, TokenKind::Possessive) => rules.words_of("'s"),
                (None, _) => rules.words_of(&lower),
            };
            words.iter().for_each(|id| triggers.insert(*id));
            if mention.is_some() && is_possessive_form(&lower) {
                triggers.insert(rules.possessive());
            }
            words_of.push(words);
            let part_of_speech = match (mention, kind) {
                (Some(_), _) => "PROPN",
                (None, TokenKind::Number) => "NUM",
                (None, TokenKind::Mark) => "PUNCT",
                (None, _) => part_of_speech(&lower, sentence.grammar.as_ref(), at - sentence.tokens.start),
            };
            let token = Some(at - sentence.tokens.start);
            units.push(Unit { mention, token, span, lower, kind, part_of_speech });
            // 'both companies' is a list of two
            while let Some(further) = mentions.next_if(|m| annotated.mentions[*m].first_token == at) {
                let lower = units.last().map_or_else(String::new, |unit| unit.lower.clone());
                units.push(Unit {
                    mention: None,
                    token: None,
                    span,
                    lower: "and".to_owned(),
                    kind: TokenKind::Lower,
                    part_of_speech: "CCONJ",
                });
                units.push(Unit { mention: Some(further), token: None, span, lower, kind, part_of_speech: "PROPN" });
                words_of.extend([&[][..], &[]]);
            }
            at = end;
        }
        let mut view = Self {
            annotated,
            sentence,
            units,
            rules,
            topics,
            triggers,
            words_of,
            list_of: Vec::new(),
            lists: Vec::new(),
            bracket_end: Vec::new(),
            is_clause: false,
            dated_elsewhere: false,
            begins: None,
            edition: None,
            earlier: None,
            asides: Vec::new(),
            doubts: Vec::new(),
        };
        view.find_brackets();
        view.find_lists();
        view.doubts = mood::doubts(&view);
        view.asides = asides(&view);
        view
    }

    /// Whether the tagger saw no verb in the whole sentence.
    pub fn lacks_verb(&self) -> bool {
        let Some(grammar) = self.sentence.grammar.as_ref() else { return false };
        !grammar.words.iter().any(|word| matches!(word.part_of_speech, "VERB" | "AUX"))
    }

    /// How unsure the words around a unit make what is told there.
    pub fn doubt(&self, at: usize) -> Status {
        self.doubts.get(at).copied().unwrap_or_default()
    }

    /// The aside that a unit stands in.
    pub fn aside(&self, at: usize) -> Option<usize> {
        self.asides.get(at).copied().flatten()
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Lays out a sentence that introduces a list ('The new members are:') with the names that open the list's items.
    pub fn with_items(
        annotated: &'a Annotated<'a>,
        sentence: &'a Sentence,
        rules: &'a Rules,
        topics: Topics,
        items: &[usize],
    ) -> Self {
        let mut view = Self::new(annotated, sentence, rules, topics);
        let first = view.units.len();
        for &item in items {
            let span = annotated.mentions[item].span;
            let lower = annotated.surface_form(span).to_lowercase();
            view.units.push(Unit {
                mention: Some(item),
                token: None,
                span,
                lower,
                kind: TokenKind::Capitalised,
                part_of_speech: "PROPN",
            });
            view.words_of.push(&[]);
        }
        view.bracket_end.resize(view.units.len(), None);
        view.list_of.resize(view.units.len(), Some(view.lists.len()));
        view.lists.push((first..view.units.len()).collect());
        view
    }

    /// Some of the units, in another order: a clause of the sentence.
    pub fn row(&self, units: &[usize], is_dated: bool) -> Self {
        let mut triggers = Triggers::default();
        let words_of: Vec<&'a [WordId]> = units.iter().map(|at| self.words_of[*at]).collect();
        words_of.iter().copied().flatten().for_each(|id| triggers.insert(*id));
        if units.iter().any(|at| self.is_possessive_pronoun(*at)) {
            triggers.insert(self.rules.possessive());
        }
        let mut view = Self {
            annotated: self.annotated,
            sentence: self.sentence,
            units: units.iter().map(|at| self.units[*at].clone()).collect(),
            rules: self.rules,
            topics: self.topics,
            triggers,
            words_of,
            list_of: Vec::new(),
            lists: Vec::new(),
            bracket_end: Vec::new(),
            is_clause: true,
            dated_elsewhere: !is_dated,
            begins: self.begins,
            edition: self.edition,
            earlier: self.earlier,
            asides: units.iter().map(|at| self.aside(*at)).collect(),
            doubts: units.iter().map(|at| self.doubt(*at)).collect(),
        };
        view.find_brackets();
        view.find_lists();
        view
    }

    /// The entity that an argument without words stands for.
    pub fn implied(&self, implied: Implied) -> Option<EntityId> {
        match implied {
            Implied::Publisher => self.annotated.publisher,
            Implied::Topic => self.topics.release,
            Implied::Occasion => self.topics.occasion,
            Implied::Host => self.topics.occasion.or(self.annotated.publisher),
            Implied::Business => self.topics.business,
            Implied::Panel => self.topics.panel,
            Implied::Project => self.topics.project,
            Implied::Club => self.topics.club,
        }
    }

    /// Whether the sentence is a list item, a heading or a cell.
    pub fn is_item(&self) -> bool {
        let kind = self.annotated.document.blocks.get(self.sentence.block).map(|b| b.kind);
        matches!(kind, Some(BlockKind::ListItem | BlockKind::Heading | BlockKind::TableCell))
    }

    /// Lower-case form of a unit; empty past the end.
    pub fn lower(&self, at: usize) -> &str {
        self.units.get(at).map_or("", |u| u.lower.as_str())
    }

    /// The mention at a unit.
    pub fn mention(&self, at: usize) -> Option<&Mention> {
        self.units.get(at)?.mention.map(|m| &self.annotated.mentions[m])
    }

    /// The type of the entity mentioned at a unit.
    pub fn entity_type(&self, at: usize) -> Option<EntityType> {
        self.mention(at).map(|m| self.annotated.entity(m.entity).entity_type)
    }

    /// The span that states a fact: the sentence, with the list item in which an argument stands.
    pub fn evidence(&self, arguments: [Option<usize>; 2]) -> Span {
        let spans = arguments.into_iter().flatten().filter_map(|at| self.units.get(at)).map(|u| u.span);
        spans.fold(self.sentence.span, Span::join)
    }

    /// Whether the words before a mention set it against what the sentence tells: 'unlike Acme', 'and not Acme', 'outside
    /// Oslo'.
    pub fn is_contrasted(&self, at: usize) -> bool {
        let Some(mention) = self.mention(at) else { return false };
        let before = |count: usize| {
            let token = mention.first_token.checked_sub(count).filter(|t| self.sentence.tokens.contains(t));
            token.and_then(|t| self.annotated.tokens.get(t)).map_or("", |t| self.annotated.surface_form(t.span))
        };
        let nearest = if before(1).eq_ignore_ascii_case("the") { 2 } else { 1 };
        match before(nearest) {
            "unlike" | "Unlike" | "not" | "than" | "outside" | "Outside" => true,
            "of" => before(nearest + 1).eq_ignore_ascii_case("instead"),
            _ => false,
        }
    }

    /// Whether the unit is a possessive ending.
    pub fn is_possessive(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| u.kind == TokenKind::Possessive)
    }

    /// Whether the mention at a unit owns what follows: by a possessive ending, or as 'its', 'our'.
    pub fn is_possessor(&self, at: usize) -> bool {
        self.is_possessive(at + 1) || self.is_possessive_pronoun(at)
    }

    /// Whether the unit is a resolved 'its', 'our', 'his' ...
    pub fn is_possessive_pronoun(&self, at: usize) -> bool {
        self.mention(at).is_some_and(|m| m.kind == MentionKind::Pronoun)
            && is_possessive_form(self.lower(at))
            && (self.lower(at) != "her" || self.grammar(at).is_none_or(|word| word.tag != "PRP"))
    }

    /// Whether the mention at a unit is a name.
    pub fn is_name(&self, at: usize) -> bool {
        self.mention(at).is_some_and(|m| m.kind == MentionKind::Name)
    }

    /// Whether the unit is punctuation.
    pub fn is_mark(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| u.kind == TokenKind::Mark && u.mention.is_none())
    }

    /// The unit after the bracket that opens here.
    pub fn bracket_end(&self, at: usize) -> Option<usize> {
        self.bracket_end.get(at).copied().flatten()
    }

    /// What the grammar says of a unit's first token.
    pub fn grammar(&self, at: usize) -> Option<&GrammarWord> {
        self.sentence.grammar.as_ref()?.words.get(self.units.get(at)?.token?)
    }

    /// The tokens of a unit, within the sentence.
    pub fn tokens(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let first = self.units.get(at)?.token?;
        let length = self.mention(at).map_or(1, |m| m.end_token.saturating_sub(m.first_token).max(1));
        Some(first..first + length)
    }

    /// The unit that a token (within the sentence) belongs to.
    pub fn unit_of(&self, token: usize) -> Option<usize> {
        (0..self.units.len()).find(|at| self.tokens(*at).is_some_and(|range| range.contains(&token)))
    }

    /// The units of the list that a unit belongs to, or the unit alone.
    pub fn list(&self, at: usize) -> &[usize] {
        match self.list_of.get(at).copied().flatten() {
            Some(list) => &self.lists[list],
            None => &[],
        }
    }

    /// The commonest part of speech of a unit; empty past the end.
    pub fn part_of_speech(&self, at: usize) -> &'static str {
        self.units.get(at).map_or("", |u| u.part_of_speech)
    }

    /// The first of the pattern's words that the unit may stand for.
    pub fn word_among(&self, at: usize, words: &[WordId]) -> Option<WordId> {
        self.words_of.get(at)?.iter().copied().find(|id| words.contains(id))
    }

    fn find_brackets(&mut self) {
        self.bracket_end = vec![None; self.len()];
        let mut open: Option<usize> = None;
        for at in 0..self.len() {
            match self.lower(at) {
                "(" | "[" => open = Some(at),
                ")" | "]" => {
                    if let Some(start) = open.take() {
                        self.bracket_end[start] = Some(at + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn find_lists(&mut self) {
        self.list_of = vec![None; self.len()];
        let mut at = 0;
        while at < self.len() {
            if !self.is_name(at) || self.is_possessive(at + 1) {
                at += 1;
                continue;
            }
            let mut members = vec![at];
            let mut joined = false;
            let mut last = at;
            while let Some((next, is_final)) = self.next_in_list(last) {
                if self.is_possessive(next + 1) {
                    break;
                }
                // a name of another type amid the list is stepped over: its type may be wrong, the list is not
                if !self.alike(at, next) {
                    let goes_on = self.next_in_list(next).is_some_and(|(later, _)| self.alike(at, later));
                    if members.len() < 2 || is_final || !goes_on {
                        break;
                    }
                    last = next;
                    continue;
                }
                members.push(next);
                last = next;
                joined |= is_final;
                if is_final && self.ends_list(next) {
                    break;
                }
            }
            // 'of Acme, and Foo is': a clause begins
            let opens_clause = members.len() == 2
                && self.lower(at + 1) == ","
                && matches!(self.lower(last + 1), "is" | "was" | "has" | "had" | "will");
            let is_list = members.len() >= 2 && (joined || members.len() >= 3) && !opens_clause;
            if is_list {
                let id = self.lists.len();
                for member in &members {
                    self.list_of[*member] = Some(id);
                }
                self.lists.push(members);
            }
            at = last + 1;
        }
    }

    /// Whether a member that a conjunction joins is the last: 'With Acme and Foo, the Bar'.
    fn ends_list(&self, member: usize) -> bool {
        match self.lower(member + 1) {
            "and" => false,
            // 'distributors Foo and Bar, delegates from Acme': a group of a list of groups
            "," if self.is_delegation(member + 2) => false,
            "," => {
                // 'and the software firm Foo'
                const DESCRIPTION: usize = 5;
                let words = (member.saturating_sub(DESCRIPTION)..member).rev().map(|at| self.lower(at));
                let by_and = words.take_while(|word| *word != ",").any(|word| matches!(word, "and" | "&" | "or"));
                by_and && !matches!(self.lower(member + 2), "and" | "&" | "or" | "plus" | "along" | "as" | "including")
            }
            _ => true,
        }
    }

    /// The next mention of a list after this one, and whether a conjunction stands before it.
    fn next_in_list(&self, from: usize) -> Option<(usize, bool)> {
        let mut at = from + 1;
        while let Some(end) = self.bracket_end(at) {
            at = end;
        }
        // 'Brightleaf server, Lakemap and Quillon': a plain noun may follow each member
        let nouns = (at..self.len().min(at + 3))
            .take_while(|n| self.is_plain_noun(*n) && !is_role_word(self.lower(*n)))
            .count();
        if nouns > 0 && matches!(self.lower(at + nouns), "," | "and" | "&") {
            at += nouns;
        }
        let mut joined = false;
        let mut separated = false;
        let mut steps = 0;
        while at < self.len() && steps < 5 {
            match self.lower(at) {
                "," if !separated => separated = true,
                "and" | "&" | "or" | "plus" if !joined => {
                    joined = true;
                    separated = true;
                }
                "alongside" | "including" => {
                    joined = true;
                    separated = true;
                }
                "along" if self.lower(at + 1) == "with" => {
                    at += 1;
                    joined = true;
                    separated = true;
                }
                "as" if self.lower(at + 1) == "well" && self.lower(at + 2) == "as" => {
                    at += 2;
                    joined = true;
                    separated = true;
                }
                "the" | "a" | "an" | "also" | "even" | "\"" | "\u{201c}" | "\u{201d}" if separated => {}
                // 'by Acme and by Foo'
                word if joined
                    && is_preposition(word)
                    && self.lower(at - 1) == "and"
                    && self.has_before(from, word) => {}
                // 'Acme and the city of Leeds'
                "city" | "state" | "town" | "region" if separated && self.lower(at + 1) == "of" => at += 1,
                // 'server vendors such as Acme, Linux distributors Foo and Bar': a name may stand in front of a noun
                _ if self.is_name(at) && separated => return Some((self.named_behind(at), joined)),
                _ if separated && self.part_of_speech(at) == "ADJ" && self.units[at].kind == TokenKind::Lower => {}
                // 'and the Canadian firm Foo'
                word if separated && Gazetteer::embedded().is_in_class("nationality", word) => {}
                // 'and end users Foo'
                _ if separated && self.is_plain_noun(at) && self.is_described(at) => {}
                // 'delegates from Foo'
                _ if separated && self.is_delegation(at) => {}
                "from" if separated && self.is_delegate(at - 1) => {}
                // 'chair Ann Keller, director Tom Marsh and editor Jo Brandt'
                word if separated && self.entity_type(from) == Some(EntityType::Person) && is_role_word(word) => {}
                // one member that is no known name: 'Brightleaf, Foo, Quillon'
                _ if separated && !joined && self.lower(at + 1) == "," && self.is_capital(at) => separated = false,
                _ => return None,
            }
            at += 1;
            steps += 1;
        }
        None
    }

    /// Whether a word stands right before a list member, articles and members before it aside.
    fn has_before(&self, member: usize, word: &str) -> bool {
        const WORDS: usize = 12;
        let is_of_list =
            |at: &usize| self.mention(*at).is_some() || matches!(self.lower(*at), "the" | "a" | "an" | ",");
        let before = (0..member).rev().take(WORDS).find(|at| !is_of_list(at));
        before.is_some_and(|at| self.lower(at) == word)
    }

    /// Whether words like 'delegates from' lead to a name.
    fn is_delegation(&self, at: usize) -> bool {
        const WORDS: usize = 2;
        let is_noun = |n: usize| self.is_plain_noun(n) || self.is_capital(n);
        let at = at + (at..at + WORDS).take_while(|n| is_noun(*n) && !self.is_delegate(*n)).count();
        self.is_delegate(at) && self.lower(at + 1) == "from" && self.is_name(at + 2)
    }

    /// Whether a word means those who stand for a body among others.
    fn is_delegate(&self, at: usize) -> bool {
        matches!(self.lower(at), "delegates" | "members" | "participation" | "representation" | "representatives")
    }

    /// Whether plain nouns, the last one a plural or a word like 'vendor', lead to a name.
    fn is_described(&self, at: usize) -> bool {
        let nouns = (at..self.len().min(at + 3)).take_while(|n| self.is_plain_noun(*n)).count();
        nouns > 0 && is_description(self.lower(at + nouns - 1)) && self.is_name(at + nouns)
    }

    /// The name that a name and a noun describe ('Linux distributors Foo', 'Linux vendor Foo'), or the name itself.
    fn named_behind(&self, at: usize) -> usize {
        // 'Canada's Foo'
        let is_home = self.entity_type(at) == Some(EntityType::Place) && self.is_possessive(at + 1);
        if is_home && self.is_name(at + 2) && self.entity_type(at + 2) != Some(EntityType::Place) {
            return at + 2;
        }
        let nouns = (at + 1..self.len().min(at + 4)).take_while(|n| self.is_plain_noun(*n)).count();
        let is_described = nouns > 0 && is_description(self.lower(at + nouns));
        if is_described && self.is_name(at + nouns + 1) && !self.is_possessive(at + 1) { at + nouns + 1 } else { at }
    }

    fn is_capital(&self, at: usize) -> bool {
        self.units
            .get(at)
            .is_some_and(|u| u.mention.is_none() && matches!(u.kind, TokenKind::Capitalised | TokenKind::Upper))
    }

    fn is_plain_noun(&self, at: usize) -> bool {
        self.units
            .get(at)
            .is_some_and(|u| u.mention.is_none() && u.kind == TokenKind::Lower && u.part_of_speech == "NOUN")
    }

    /// Whether two mentions can stand in one list.
    fn alike(&self, a: usize, b: usize) -> bool {
        use EntityType::{Company, Organization, Product, Project};
        let (Some(a), Some(b)) = (self.entity_type(a), self.entity_type(b)) else { return false };
        let groups: [&[EntityType]; 2] = [&[Company, Organization, Project], &[Project, Product]];
        a == b || groups.iter().any(|g| g.contains(&a) && g.contains(&b))
    }
}

/// Whether a noun in front of a name says what the name is: 'distributors Foo and Bar', 'vendor Foo'.
fn is_description(lower: &str) -> bool {
    lower.ends_with('s')
        || matches!(lower, "user" | "provider" | "vendor" | "developer" | "distributor")
        || ["nominal-company", "nominal-organization", "nominal-project"]
            .iter()
            .any(|class| Gazetteer::embedded().is_in_class(class, lower))
}

/// A preposition that may stand before each member of a list.
fn is_preposition(lower: &str) -> bool {
    matches!(lower, "at" | "by" | "for" | "from" | "in" | "of" | "on" | "to" | "with")
}

/// Whether a word belongs to a job title.
pub fn is_role_word(lower: &str) -> bool {
    let lists = Gazetteer::embedded();
    lists.is_in_class("role", lower) || lists.is_in_class("role-modifier", lower)
}

fn is_possessive_form(lower: &str) -> bool {
    matches!(lower, "its" | "our" | "their" | "his" | "her" | "my")
}

/// The part of speech of a word: that of the word list where it knows but one, else that of the sentence.
fn part_of_speech(lower: &str, grammar: Option<&Grammar>, token: usize) -> &'static str {
    let mut listed = Gazetteer::embedded().parts_of_speech(lower);
    let commonest = listed.next();
    let is_sure = commonest.is_some() && listed.next().is_none();
    match grammar.and_then(|g| g.words.get(token)) {
        Some(word) if !is_sure && word.part_of_speech == "PROPN" => "NOUN",
        Some(word) if !is_sure => word.part_of_speech,
        _ => commonest.unwrap_or(""),
    }
}
