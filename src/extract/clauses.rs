//! Simple clauses in place of long sentences: each verb or predicate noun with its subject and one complement.
//!
//! 'Acme, which had a good year, has been making its first tool, Foo, since 2010 and started to use Bar' holds
//! 'Acme has been making Foo' and 'Acme started to use Bar'. The patterns of the relation files are written for such
//! clauses. A clause is a row of units of the sentence, its subject first; the words keep their places in the text,
//! so that evidence and offsets stay what they are.

use super::dates::DateExpression;
use super::tree;
use super::view::View;
use crate::model::GrammarWord;

/// Clauses of a sentence, at most.
const MOST: usize = 48;
/// Units of a complement, at most.
const LONGEST: usize = 16;

/// The simple clauses of a sentence, as rows of its units; those that stand so in the sentence are left out.
///
/// # Complexity
/// Each predicate costs its children; the number of clauses is bounded.
pub fn clauses(view: &View<'_>, dates: &[DateExpression]) -> Vec<Vec<usize>> {
    let Some(grammar) = view.sentence.grammar.as_ref() else { return Vec::new() };
    let sentence = Clauses { view, dates, words: &grammar.words, children: children(&grammar.words) };
    let mut out: Vec<Vec<usize>> = Vec::new();
    for at in 0..grammar.words.len() {
        if out.len() > MOST {
            break;
        }
        let whole = sentence.of(at).into_iter().map(|row| sentence.with_whole_dates(row));
        out.extend(whole.filter(|row| !is_run(row)));
    }
    out.sort();
    out.dedup();
    out.truncate(MOST);
    out
}

/// Whether the units stand in the sentence as they stand in the row.
fn is_run(row: &[usize]) -> bool {
    row.windows(2).all(|pair| pair[0] + 1 == pair[1])
}

fn children(words: &[GrammarWord]) -> Vec<Vec<usize>> {
    let mut of = vec![Vec::new(); words.len()];
    for (at, word) in words.iter().enumerate() {
        if let Some(list) = word.head.and_then(|h| of.get_mut(h)) {
            list.push(at);
        }
    }
    of
}

struct Clauses<'s, 'a> {
    view: &'s View<'a>,
    dates: &'s [DateExpression],
    words: &'s [GrammarWord],
    children: Vec<Vec<usize>>,
}

impl Clauses<'_, '_> {
    fn of(&self, at: usize) -> Vec<Vec<usize>> {
        let word = &self.words[at];
        let Some(unit) = self.view.unit_of(at) else { return Vec::new() };
        let is_name = self.view.mention(unit).is_some();
        if word.part_of_speech == "VERB" && !is_name {
            return self.verbal(at, unit);
        }
        if is_name {
            return self.apposed(at, unit);
        }
        if self.is_predicate(at) { self.nominal(at) } else { Vec::new() }
    }

    fn related(&self, of: usize, relations: &[&str]) -> impl Iterator<Item = usize> {
        let wanted: Vec<usize> =
            self.children[of].iter().copied().filter(|c| relations.contains(&self.words[*c].relation)).collect();
        wanted.into_iter()
    }

    /// A noun or adjective that a copula says of something, or one joined to it.
    fn is_predicate(&self, at: usize) -> bool {
        let has_copula = |at: usize| self.related(at, &["cop"]).next().is_some();
        let joined = self.words[at].relation == "conj"
            && self.words[at].part_of_speech == "NOUN"
            && self.words[at].head.is_some_and(has_copula);
        has_copula(at) || joined
    }

    fn subject(&self, unit: usize) -> Option<Vec<usize>> {
        let subjects = tree::subjects(self.view, unit);
        let (first, last) = (*subjects.first()?, *subjects.last()?);
        (last - first < 30).then(|| (first..=last).collect())
    }

    /// A verb with its auxiliaries, its particle, and the verbs that govern it.
    fn verb(&self, at: usize, depth: usize) -> Vec<usize> {
        let mut tokens: Vec<usize> = self.related(at, &["aux", "aux:pass", "compound:prt", "mark"]).collect();
        tokens.extend(self.related(at, &["advmod"]).filter(|c| is_negation(&self.words[*c].lemma)));
        tokens.retain(|c| self.words[*c].relation != "mark" || self.words[*c].lemma == "to");
        let has_auxiliary = tokens.iter().any(|c| self.words[*c].relation.starts_with("aux"));
        tokens.push(at);
        tokens.sort_unstable();
        let Some(head) = self.words[at].head.filter(|_| depth < 3) else { return tokens };
        match self.words[at].relation {
            "xcomp" if self.words[head].part_of_speech != "NOUN" => {
                let mut governed = self.verb(head, depth + 1);
                governed.extend(tokens);
                governed
            }
            // 'will join Foo and use Bar', but not 'has used Foo and joined Bar'
            "conj"
                if !has_auxiliary && self.words[head].tag == self.words[at].tag && !is_finite(self.words[at].tag) =>
            {
                let mut shared: Vec<usize> =
                    self.verb(head, depth + 1).into_iter().filter(|t| *t < head && *t < at).collect();
                shared.extend(tokens);
                shared
            }
            _ => tokens,
        }
    }

    fn verbal(&self, at: usize, unit: usize) -> Vec<Vec<usize>> {
        // 'found that', 'without using'
        let no_fact = self.related(at, &["ccomp"]).next().is_some() && self.related(at, &["obj"]).next().is_none();
        let Some(subject) = self.subject(unit).filter(|_| !no_fact) else { return Vec::new() };
        let verb = self.units(&self.verb(at, 0));
        let mut objects: Vec<Vec<usize>> = self
            .related(at, &["obj", "xcomp"])
            .filter(|c| !self.is_relative(*c))
            .flat_map(|c| self.with_conjuncts(c))
            .map(|c| self.phrase(c))
            .collect();
        if let Some(object) = self.object_before(at, unit).filter(|_| objects.is_empty()) {
            objects.push(vec![object]);
        }
        let obliques: Vec<Vec<usize>> =
            self.related(at, &["obl", "obl:agent", "obl:tmod", "obl:unmarked"]).map(|c| self.phrase(c)).collect();
        let times = self.times(at);
        let (times, obliques): (Vec<_>, Vec<_>) =
            times.into_iter().chain(obliques).partition(|phrase| phrase.iter().any(|u| self.is_date(*u)));
        let time = times.first().map_or(&[][..], Vec::as_slice);
        let mut rows = Vec::new();
        let mut add = |parts: &[&[usize]]| {
            let row: Vec<usize> = parts.concat();
            let mut seen = row.clone();
            seen.sort_unstable();
            seen.dedup();
            if seen.len() == row.len() {
                rows.push(row);
            }
        };
        for object in &objects {
            add(&[&subject, &verb, object, time]);
            for oblique in &obliques {
                add(&[&subject, &verb, object, oblique, time]);
            }
        }
        let place = self.where_before(at);
        if objects.is_empty() {
            for oblique in &obliques {
                if let Some(place) = &place {
                    add(&[&subject, &verb, oblique, place]);
                }
                add(&[&subject, &verb, oblique, time]);
            }
            add(&[&subject, &verb, time]);
            if let Some(place) = &place {
                add(&[&subject, &verb, place]);
            }
        }
        rows
    }

    /// What a relative clause with a subject of its own is said of: 'Acme, a firm that she founded'.
    fn object_before(&self, at: usize, verb: usize) -> Option<usize> {
        let has_subject = self.related(at, &["nsubj"]).any(|s| {
            self.view.unit_of(s).is_some_and(|u| self.view.mention(u).is_some())
                && !self.related(at, &["nsubj:pass"]).any(|p| p == s)
        });
        let is_relative = matches!(self.words[at].relation, "acl:relcl" | "advcl:relcl") && has_subject;
        is_relative.then(|| tree::clause_antecedent(self.view, verb)).flatten()
    }

    fn is_relative(&self, at: usize) -> bool {
        matches!(self.words[at].lemma.as_str(), "which" | "that" | "whom" | "who")
    }

    /// 'where' with the name that its clause is said of: 'Acme, where she was chair'.
    fn where_before(&self, at: usize) -> Option<[usize; 2]> {
        let pronoun = self.related(at, &["advmod"]).find(|c| self.words[*c].lemma == "where")?;
        let pronoun = self.view.unit_of(pronoun)?;
        let name = super::relatives::antecedent(self.view, pronoun)?;
        Some([pronoun, name])
    }

    fn is_date(&self, unit: usize) -> bool {
        self.dates.iter().any(|d| (d.first..d.end).contains(&unit))
    }

    /// The row with all units of each date that it has a part of: the year hangs loosely from 'May 2019'.
    fn with_whole_dates(&self, row: Vec<usize>) -> Vec<usize> {
        let mut whole: Vec<usize> = Vec::with_capacity(row.len());
        for unit in row {
            match self.dates.iter().find(|date| (date.first..date.end).contains(&unit)) {
                Some(date) if whole.contains(&date.first) => {}
                Some(date) => whole.extend(date.first..date.end),
                None => whole.push(unit),
            }
        }
        whole
    }

    /// The dates that the verbs governing a verb bring along: 'In May Acme agreed to buy Foo'.
    fn times(&self, at: usize) -> Vec<Vec<usize>> {
        let mut out = Vec::new();
        let mut verb = at;
        while let Some(head) = self.words[verb].head.filter(|_| matches!(self.words[verb].relation, "xcomp" | "conj")) {
            let earlier = self.related(head, &["obl", "obl:tmod", "obl:unmarked"]).filter(|c| *c < verb);
            out.extend(earlier.map(|c| self.phrase(c)));
            verb = head;
            if out.len() > 4 {
                break;
            }
        }
        out
    }

    /// 'Acme is, after long talks, a proud member of Foo.'
    fn nominal(&self, at: usize) -> Vec<Vec<usize>> {
        let noun = &self.words[at];
        let main = if noun.relation == "conj" { noun.head.unwrap_or(at) } else { at };
        let subject = self.related(main, &["nsubj"]).next().and_then(|s| self.view.unit_of(s));
        let Some(subject) = subject.and_then(|s| self.meant(s)) else { return Vec::new() };
        let mut copula: Vec<usize> = self.related(main, &["aux", "cop"]).collect();
        copula.extend(self.related(main, &["advmod"]).filter(|c| is_negation(&self.words[*c].lemma)));
        copula.sort_unstable();
        let copula = self.units(&copula);
        let core = self.units(&self.core(at));
        let mut rows = vec![[subject.as_slice(), &copula, &core].concat()];
        if let Some(place) = self.where_before(main) {
            rows.push([subject.as_slice(), &copula, &core, &place].concat());
        }
        for complement in self.related(at, &["nmod", "obl"]).flat_map(|c| self.with_conjuncts(c)) {
            rows.push([subject.as_slice(), &copula, &core, &self.phrase(complement)].concat());
        }
        rows
    }

    /// 'Ann Keller, a founder of Foo and, since May, the head of Bar'
    fn apposed(&self, at: usize, unit: usize) -> Vec<Vec<usize>> {
        let mut rows = Vec::new();
        for description in self.related(at, &["appos"]).flat_map(|c| self.with_conjuncts(c)) {
            let Some(first) = self.view.unit_of(description) else { continue };
            let comma = (unit + 1..first).find(|u| self.view.lower(*u) == ",");
            let (Some(comma), None) = (comma, self.view.mention(first)) else { continue };
            let core = self.units(&self.core(description));
            for complement in self.related(description, &["nmod", "obl"]).flat_map(|c| self.with_conjuncts(c)) {
                rows.push([[unit, comma].as_slice(), &core, &self.phrase(complement)].concat());
            }
        }
        rows
    }

    /// The units of the name at a unit, with its list; of what a pronoun or noun stands for, where that is known.
    fn meant(&self, unit: usize) -> Option<Vec<usize>> {
        self.view.mention(unit)?;
        Some(match self.view.list(unit) {
            [] => vec![unit],
            [first, .., last] => (*first..=*last).collect(),
            [one] => vec![*one],
        })
    }

    /// A noun with its modifiers in front.
    fn core(&self, at: usize) -> Vec<usize> {
        let mut tokens: Vec<usize> = Vec::new();
        for child in self.related(at, &["det", "amod", "compound", "nummod", "nmod:poss", "advmod"]) {
            if child < at {
                self.subtree(child, &mut tokens);
            }
        }
        tokens.push(at);
        tokens.sort_unstable();
        tokens
    }

    /// A complement: its preposition, its noun, and what hangs closely from the noun.
    fn phrase(&self, at: usize) -> Vec<usize> {
        let unit = self.view.unit_of(at);
        let mut tokens: Vec<usize> = self.related(at, &["case"]).collect();
        if tokens.is_empty() && self.words[at].relation == "conj" {
            tokens.extend(self.words[at].head.into_iter().flat_map(|h| self.related(h, &["case"])));
        }
        if let Some(named) = unit.and_then(|u| self.meant(u)) {
            let heads: Vec<usize> = named.iter().filter_map(|u| self.view.tokens(*u)).flatten().collect();
            tokens.extend(heads.into_iter().filter(|t| *t != at).flat_map(|t| self.related(t, &["case"])));
            tokens.sort_unstable();
            tokens.dedup();
            let mut units = self.units(&tokens);
            units.extend(named);
            units.dedup();
            return units;
        }
        tokens.extend(self.core(at));
        for child in self.related(at, &["nmod", "appos"]) {
            let before = tokens.len();
            self.subtree(child, &mut tokens);
            if tokens.len() > LONGEST {
                tokens.truncate(before);
            }
        }
        self.units(&tokens)
    }

    /// A complement, and those joined to it that are no list of names.
    fn with_conjuncts(&self, at: usize) -> Vec<usize> {
        let mut all = vec![at];
        let in_list = |t: usize| self.view.unit_of(t).is_some_and(|u| !self.view.list(u).is_empty());
        all.extend(self.related(at, &["conj"]).filter(|c| !in_list(*c)));
        all
    }

    fn subtree(&self, at: usize, out: &mut Vec<usize>) {
        let mut stack = vec![at];
        let mut found = Vec::new();
        while let Some(token) = stack.pop() {
            if found.len() > 2 * LONGEST {
                break;
            }
            found.push(token);
            stack.extend(
                self.children[token]
                    .iter()
                    .filter(|c| {
                        !matches!(
                            self.words[**c].relation,
                            "acl:relcl" | "advcl:relcl" | "acl" | "parataxis" | "advcl" | "punct"
                        )
                    })
                    .copied(),
            );
        }
        found.sort_unstable();
        out.extend(found);
    }

    /// The units of tokens, each once, in the order of the tokens.
    fn units(&self, tokens: &[usize]) -> Vec<usize> {
        let mut units: Vec<usize> = tokens.iter().filter_map(|t| self.view.unit_of(*t)).collect();
        units.dedup();
        units
    }
}

fn is_finite(tag: &str) -> bool {
    matches!(tag, "VBD" | "VBZ" | "VBP")
}

fn is_negation(lemma: &str) -> bool {
    matches!(lemma, "not" | "n't" | "never" | "no")
}
