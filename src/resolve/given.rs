//! What a person knows: which names are one entity, which are not, and lists of names with their types and ids.
//!
//! Reads the text of such files; what they say wins over what articles say.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::links::Link;
use super::units::Names;
use super::{canonical_key, spaced};
use crate::error::{Error, Result};
use crate::model::{EntityType, MergeReason};

/// Decisions and lists of a person; empty unless given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    decisions: Vec<Decision>,
    listed: Vec<Listed>,
}

/// That two names are one entity, or are not.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Decision {
    is_same: bool,
    left: Named,
    right: Named,
    place: String,
}

/// A name, of one type or of any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    entity_type: Option<EntityType>,
    name: String,
}

/// A name of a person's own list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    name: String,
    #[serde(rename = "type")]
    entity_type: EntityType,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    ids: Vec<String>,
    #[serde(skip)]
    place: String,
}

impl Given {
    /// Takes the decisions of a file: `same` or `not same`, a tab, a name, a tab, a name. A name may be preceded by
    /// its type and a colon (`Company:Vexor`). Lines that start with `#` and blank lines say nothing.
    ///
    /// # Errors
    /// [`Error::Schema`] with the line where a line is none of these, or contradicts another.
    pub fn add_decisions(&mut self, source_name: &str, text: &str) -> Result<()> {
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let decision = match fields[..] {
                ["same", left, right] => Some((true, left, right)),
                ["not same", left, right] => Some((false, left, right)),
                _ => None,
            };
            let wrong = |what: String| Error::Schema {
                source_name: source_name.to_owned(),
                line: Some(at + 1),
                column: None,
                what,
                hint: "write 'same' or 'not same', a tab, a name, a tab, a name; 'Company:Vexor' gives the type too"
                    .to_owned(),
            };
            let Some((is_same, left, right)) = decision else {
                return Err(wrong(format!("no decision: '{}'", line.escape_debug())));
            };
            let [left, right] = [left, right].map(named);
            if left.name.is_empty() || right.name.is_empty() {
                return Err(wrong("a name is empty".to_owned()));
            }
            self.decisions.push(Decision { is_same, left, right, place: format!("{source_name}:{}", at + 1) });
            if let Some(other) = self.contradicted() {
                return Err(wrong(format!("contradicts {other}")));
            }
        }
        Ok(())
    }

    /// Takes a list of names. As JSON lines: objects with `name`, `type`, and, if there are any, `aliases` and `ids`. As
    /// TSV: these four columns, aliases and ids separated by `|`. An id is a Wikidata id or an IRI.
    ///
    /// # Errors
    /// [`Error::Schema`] with the line where a line is none of these, or lists a name again.
    pub fn add_list(&mut self, source_name: &str, text: &str) -> Result<()> {
        let mut names: BTreeSet<(EntityType, String)> =
            self.listed.iter().map(|one| (one.entity_type, canonical_key(one.entity_type, &one.name))).collect();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: String| {
                Error::Schema {
                source_name: source_name.to_owned(),
                line: Some(at + 1),
                column: None,
                what,
                hint: "write name, type, aliases and ids, with tabs between them and '|' within, or a JSON object of these"
                    .to_owned(),
            }
            };
            let mut listed = if line.trim_start().starts_with('{') {
                serde_json::from_str::<Listed>(line).map_err(|cause| wrong(format!("no entry: {cause}")))?
            } else {
                row(line).map_err(&wrong)?
            };
            listed.name = spaced(&listed.name);
            if listed.name.is_empty() {
                return Err(wrong("the name is empty".to_owned()));
            }
            if !names.insert((listed.entity_type, canonical_key(listed.entity_type, &listed.name))) {
                return Err(wrong(format!("'{}' is listed twice as {}", listed.name, listed.entity_type)));
            }
            let ids: std::result::Result<Vec<String>, String> = listed.ids.iter().map(|id| iri(id)).collect();
            listed.ids = ids.map_err(&wrong)?;
            listed.place = format!("{source_name}:{}", at + 1);
            self.listed.push(listed);
        }
        Ok(())
    }

    /// The decision that the newest one contradicts.
    fn contradicted(&self) -> Option<&str> {
        let same = self.decisions.iter().filter(|decision| decision.is_same);
        let mut classes: Vec<BTreeSet<&Named>> = Vec::new();
        for decision in same {
            let (mut joined, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut classes)
                .into_iter()
                .partition(|class| class.contains(&decision.left) || class.contains(&decision.right));
            classes = kept;
            joined.push(BTreeSet::from([&decision.left, &decision.right]));
            classes.push(joined.into_iter().flatten().collect());
        }
        let is_one = |decision: &Decision| {
            decision.left == decision.right
                || classes.iter().any(|class| class.contains(&decision.left) && class.contains(&decision.right))
        };
        let contradicting = self.decisions.iter().find(|decision| !decision.is_same && is_one(decision))?;
        let newest = self.decisions.last()?;
        let other =
            if contradicting == newest { self.decisions.iter().find(|d| d.is_same) } else { Some(contradicting) };
        Some(other.map_or("itself", |decision| decision.place.as_str()))
    }

    /// What a person says is one.
    pub(super) fn same(&self, names: &Names<'_>) -> Vec<Link> {
        let mut links = Vec::new();
        let mut link = |left: &[usize], right: &[usize], place: &str| {
            let all: Vec<usize> = left.iter().chain(right).copied().collect();
            for pair in all.windows(2).filter(|pair| pair[0] != pair[1]) {
                links.push(Link {
                    from: pair[1],
                    to: pair[0],
                    lesser: pair[1],
                    reason: MergeReason::Decision(place.to_owned()),
                    articles: Vec::new(),
                    places: Vec::new(),
                });
            }
        };
        for decision in self.decisions.iter().filter(|decision| decision.is_same) {
            let [left, right] = [&decision.left, &decision.right].map(|name| units_of(names, name));
            if !left.is_empty() && !right.is_empty() {
                link(&left, &right, &decision.place);
            }
        }
        let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
        for listed in &self.listed {
            for key in listed.keys() {
                *bearers.entry(key).or_default() += 1;
            }
        }
        for listed in &self.listed {
            let own = units_of(names, &Named { entity_type: Some(listed.entity_type), name: listed.name.clone() });
            let disputed = |alias: &str| bearers.get(&canonical_key(listed.entity_type, alias)).is_some_and(|n| *n > 1);
            let aliases = listed.aliases.iter().filter(|alias| !disputed(alias));
            let others: Vec<usize> = aliases
                .flat_map(|alias| {
                    units_of(names, &Named { entity_type: Some(listed.entity_type), name: alias.clone() })
                })
                .collect();
            link(&own, &others, &listed.place);
        }
        links
    }

    /// Pairs of units that a person keeps apart, the smaller first.
    pub(super) fn apart(&self, names: &Names<'_>) -> BTreeSet<(usize, usize)> {
        let mut pairs = BTreeSet::new();
        for decision in self.decisions.iter().filter(|decision| !decision.is_same) {
            let [left, right] = [&decision.left, &decision.right].map(|name| units_of(names, name));
            for a in &left {
                pairs.extend(right.iter().filter(|b| a != *b).map(|b| (*a.min(b), *a.max(b))));
            }
        }
        pairs
    }

    /// The type and the ids that lists give to units; the first entry for a unit counts.
    pub(super) fn listed(&self, names: &Names<'_>) -> BTreeMap<usize, (EntityType, &[String])> {
        let mut listed = BTreeMap::new();
        for one in &self.listed {
            for unit in units_of(names, &Named { entity_type: Some(one.entity_type), name: one.name.clone() }) {
                listed.entry(unit).or_insert((one.entity_type, one.ids.as_slice()));
            }
        }
        listed
    }
}

impl Listed {
    /// The keys of its name and aliases.
    fn keys(&self) -> BTreeSet<String> {
        std::iter::once(&self.name).chain(&self.aliases).map(|name| canonical_key(self.entity_type, name)).collect()
    }
}

fn named(field: &str) -> Named {
    match field.split_once(':').and_then(|(kind, name)| Some((kind.parse::<EntityType>().ok()?, name))) {
        Some((kind, name)) => Named { entity_type: Some(kind), name: spaced(name) },
        None => Named { entity_type: None, name: spaced(field) },
    }
}

/// The units that a name means: of its type where it gives one and there is such a unit, else all of that name.
fn units_of(names: &Names<'_>, named: &Named) -> Vec<usize> {
    let types = named.entity_type.map_or(EntityType::ALL.to_vec(), |kind| vec![kind]);
    let keys: BTreeSet<String> = types.iter().map(|kind| canonical_key(*kind, &named.name)).collect();
    let all: BTreeSet<usize> =
        keys.iter().filter_map(|key| names.by_key.get(key.as_str())).flatten().copied().collect();
    let Some(kind) = named.entity_type else { return all.into_iter().collect() };
    let is_typed = |unit: &&usize| {
        let mut nodes = names.units[**unit].nodes.iter().map(|node| names.nodes[*node].key.entity_type);
        nodes.any(|of_node| of_node == kind)
    };
    let typed: Vec<usize> = all.iter().filter(is_typed).copied().collect();
    let group = super::Group::of(kind);
    let near = |unit: &usize| names.units[*unit].group.may_join(group) || names.units[*unit].is_untyped;
    if typed.is_empty() { all.into_iter().filter(near).collect() } else { typed }
}

fn row(line: &str) -> std::result::Result<Listed, String> {
    let mut fields = line.split('\t');
    let (Some(name), Some(kind)) = (fields.next(), fields.next()) else {
        return Err(format!("no entry: '{}'", line.escape_debug()));
    };
    let mut list = || -> Vec<String> {
        let parts = fields.next().unwrap_or("").split('|').map(spaced);
        parts.filter(|part| !part.is_empty()).collect()
    };
    let (aliases, ids) = (list(), list());
    if fields.next().is_some() {
        return Err("more than four columns".to_owned());
    }
    Ok(Listed { name: name.to_owned(), entity_type: kind.trim().parse()?, aliases, ids, place: String::new() })
}

/// The IRI of an id: `Q95`, or an IRI as it stands.
fn iri(id: &str) -> std::result::Result<String, String> {
    let id = id.trim();
    let is_wikidata = id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let is_iri = (id.starts_with("http://") || id.starts_with("https://")) && !id.contains(char::is_whitespace);
    match (is_wikidata, is_iri) {
        (true, _) => Ok(format!("http://www.wikidata.org/entity/{id}")),
        (_, true) => Ok(id.to_owned()),
        _ => Err(format!("'{}' is no Wikidata id and no IRI", id.escape_debug())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(result: Result<()>) -> String {
        result.unwrap_err().to_string().lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn decisions_are_read() {
        let mut given = Given::default();
        given.add_decisions("m.tsv", "# mine\n\nsame\tVexor\tCompany:Vexor  Data\nnot same\tVexor\tQuillon\n").unwrap();
        assert_eq!(given.decisions.len(), 2);
        assert_eq!(
            given.decisions[0].right,
            Named { entity_type: Some(EntityType::Company), name: "Vexor Data".into() }
        );
    }

    #[test]
    fn what_is_wrong_with_decisions_is_told_by_line() {
        let told = |text: &str| complaint(Given::default().add_decisions("m.tsv", text));
        assert_eq!(told("same\tVexor"), "m.tsv:1: no decision: 'same\\tVexor'");
        assert_eq!(told("\nequal\ta\tb"), "m.tsv:2: no decision: 'equal\\ta\\tb'");
        assert_eq!(told("same\t\tb"), "m.tsv:1: a name is empty");
        assert_eq!(told("same\ta\tb\nsame\tb\tc\nnot same\ta\tc"), "m.tsv:3: contradicts m.tsv:1");
        assert_eq!(told("not same\ta\tc\nsame\ta\tb\nsame\tb\tc"), "m.tsv:3: contradicts m.tsv:1");
    }

    #[test]
    fn lists_are_read_in_both_forms() {
        let mut given = Given::default();
        given.add_list("g.tsv", "Vexor\tCompany\tVX|Vexor Data\tQ95\nLakemap\tProject\n").unwrap();
        given
            .add_list("g.jsonl", r#"{"name": "FWF", "type": "Organization", "ids": ["https://fwf.example/#us"]}"#)
            .unwrap();
        assert_eq!(given.listed[0].aliases, ["VX", "Vexor Data"]);
        assert_eq!(given.listed[0].ids, ["http://www.wikidata.org/entity/Q95"]);
        assert_eq!(given.listed[2].ids, ["https://fwf.example/#us"]);
    }

    #[test]
    fn what_is_wrong_with_a_list_is_told_by_line() {
        let told = |text: &str| complaint(Given::default().add_list("g.tsv", text));
        assert_eq!(told("Vexor"), "g.tsv:1: no entry: 'Vexor'");
        assert!(told("Vexor\tFirm").starts_with("g.tsv:1: unknown entity type 'Firm'; known: Company,"));
        assert_eq!(told("a\tCompany\nA Inc.\tCompany"), "g.tsv:2: 'A Inc.' is listed twice as Company");
        assert_eq!(told("a\tCompany\t\tX95"), "g.tsv:1: 'X95' is no Wikidata id and no IRI");
        assert_eq!(told("a\tCompany\t\t\t"), "g.tsv:1: more than four columns");
        assert!(told(r#"{"name": "a"}"#).starts_with("g.tsv:1: no entry: missing field `type`"));
    }
}
