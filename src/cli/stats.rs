//! `pressgraph stats`: how many articles, entities and facts there are, of which kind, found by which rule.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::Write;

use super::output::Output;
use super::talk::terminal_safe;
use super::{Inputs, Run, given, names};
use crate::error::Result;
use crate::graph;
use crate::model::Resolution;
use crate::resolve::ResolveOptions;

/// Count articles, entities, merged names, facts, claims and warnings
///
/// A fact that several sentences state counts once; each of the sentences counts as a claim. Facts that are only denied
/// or rumoured count apart, and so do facts whose subject or object is a pronoun that the article leaves open: they are
/// not in the graph. Facts whose ends are one entity over all articles, or have a type there that does not allow them, are left
/// out, too, and count by predicate. A name counts as merged where it became part of an entity of another name or type; the entities with
/// most of them are listed, and 'pressgraph explain' tells why. Articles that are not in English are skipped. Warnings are
/// those that reading gave.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    given: given::Files,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph stats seeds
  pressgraph stats seeds/alibaba-joins-linaro.md seeds/linaro-connect-asia.txt
  pressgraph stats --quiet --jobs 1 seeds";

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    run.pipeline.set_given(arguments.given.read()?);
    let options = ResolveOptions { keep_unasserted: true };
    let (resolution, articles) = run.pipeline.resolve(&arguments.inputs.inputs, options, &mut run.talk)?;
    if run.talk.has_nothing(articles) {
        return Ok(());
    }
    let table = terminal_safe(&Table::new(&resolution, run.talk.skipped_articles(), run.talk.warnings()).to_string());
    let mut output = Output::open(None)?;
    output.write_all(table.as_bytes()).map_err(|cause| output.error(cause))?;
    output.finish()
}

/// How many of the largest merges are listed.
const LARGEST: usize = 10;

/// Lines of a name and a count; the first of each section is its sum.
struct Table {
    sections: Vec<Vec<(String, usize)>>,
}

impl Table {
    fn new(resolution: &Resolution, skipped: usize, warnings: usize) -> Self {
        let stats = graph::build(resolution).stats();
        let mut rules = BTreeMap::<&str, usize>::new();
        for source in resolution.facts.values().flatten() {
            *rules.entry(if source.rule.is_empty() { "-" } else { &source.rule }).or_default() += 1;
        }
        let nameless = resolution.unnamed.values().sum();
        let mut unfit = BTreeMap::<&str, usize>::new();
        for fact in &resolution.unfit {
            *unfit.entry(&fact.predicate).or_default() += 1;
        }
        let merged = names::largest(resolution);
        let mut names_merged = vec![("names merged".to_owned(), resolution.merges.len())];
        names_merged.extend(
            merged
                .into_iter()
                .take(LARGEST)
                .map(|(key, count)| (format!("  {} ({})", key.key, key.entity_type), count)),
        );
        let single = |name: &str, count| vec![(name.to_owned(), count)];
        Self {
            sections: vec![
                single("articles", stats.articles),
                single("articles skipped", skipped),
                section("entities", stats.entities_by_type.iter().map(|(kind, count)| (kind.as_str(), *count))),
                names_merged,
                section("facts", stats.facts_by_predicate.into_iter()),
                single("facts not asserted", stats.unasserted),
                if nameless > 0 { single("facts without a name", nameless) } else { Vec::new() },
                if unfit.is_empty() { Vec::new() } else { section("facts left out by type", unfit.into_iter()) },
                single("happenings", stats.happenings),
                section("claims by rule", rules.into_iter()),
                single("warnings", warnings),
            ],
        }
    }
}

fn section<'a>(name: &str, counts: impl Iterator<Item = (&'a str, usize)>) -> Vec<(String, usize)> {
    let mut lines: Vec<(String, usize)> = counts.map(|(name, count)| (format!("  {name}"), count)).collect();
    let sum = lines.iter().map(|(_, count)| count).sum();
    lines.insert(0, (name.to_owned(), sum));
    lines
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = || self.sections.iter().flatten();
        let names = lines().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let counts = lines().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
        lines().try_for_each(|(name, count)| writeln!(f, "{name:<names$}  {count:>counts$}"))
    }
}
