//! `pressgraph explain`: every fact of an entity, with the sentences, articles and rules behind it.

use std::io::Write;

use super::output::Output;
use super::talk::{Talk, terminal_safe};
use super::{Inputs, Run, given, names};
use crate::error::Result;
use crate::graph::{self, Article, ExplainedFact, Explanation, KnowledgeGraph, Role};
use crate::model::{Source, Status, reading_form};
use crate::rdf::Base;
use crate::resolve::ResolveOptions;
use crate::schema::vocabulary::DEFAULT_BASE;

/// Show the names and facts of an entity, each with its sentence, article and rule
///
/// Facts that the articles only hope for or deny are shown too, and marked; they are not in the graph.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Any name of the entity, or its IRI
    #[arg(value_name = "ENTITY-OR-IRI")]
    entity: String,
    #[command(flatten)]
    inputs: Inputs,
    /// Namespace of the IRIs
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
    #[command(flatten)]
    given: given::Files,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph explain Linaro seeds
  pressgraph explain \"Xen Project\" seeds/xen-board-and-openbsd.txt
  pressgraph explain leg seeds";

/// How many names a hint offers.
const OFFERED: usize = 3;
/// How alike a name must be to be offered, from 0 to 1.
const ALIKE: f64 = 0.75;

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Result<()> {
    let base: Base = arguments.base.parse()?;
    run.pipeline.set_given(arguments.given.read()?);
    let options = ResolveOptions { keep_unasserted: true };
    let (resolution, articles) = run.pipeline.resolve(&arguments.inputs.inputs, options, &mut run.talk)?;
    if run.talk.has_nothing(articles) {
        return Ok(());
    }
    let graph = graph::build(&resolution);
    let explanations = graph.explain(&arguments.entity, base.as_str());
    if explanations.is_empty() {
        tell_unknown(&graph, &arguments.entity, &mut run.talk);
        return Ok(());
    }
    let told: Vec<String> =
        explanations.iter().map(|one| tell(one, &names::tell(one.entity, &resolution, &graph), &base)).collect();
    let mut output = Output::open(None)?;
    output.write_all(terminal_safe(&told.join("\n")).as_bytes()).map_err(|cause| output.error(cause))?;
    output.finish()
}

/// Says that no entity is called so, and which names the articles know.
pub(super) fn tell_unknown(graph: &KnowledgeGraph, name: &str, talk: &mut Talk) {
    let hint = match nearest(graph, name).as_slice() {
        [] => "'pressgraph extract' lists the entities of the articles".to_owned(),
        names => format!("the articles name {}", names.join(", ")),
    };
    talk.not_found(format_args!("no entity is called '{name}'"), hint);
}

/// An entity with its names and IRI, how it came by its names, then each fact, then where it is stated.
fn tell(explanation: &Explanation<'_>, names: &[String], base: &Base) -> String {
    let entity = explanation.entity;
    let mut lines = vec![format!("{} ({})", entity.name, entity.key.entity_type)];
    if !entity.aliases.is_empty() {
        lines.push(format!("  also {}", entity.aliases.join(", ")));
    }
    lines.push(format!("  {}", base.iri(&entity.path)));
    lines.extend(entity.same_as.iter().map(|iri| format!("  same as {iri}")));
    if !names.is_empty() {
        lines.push(String::new());
        lines.extend(names.iter().cloned());
    }
    for fact in &explanation.facts {
        lines.push(String::new());
        lines.push(statement(fact, &entity.name));
        for (source, article) in &fact.sources {
            lines.push(format!("  \"{}\"", reading_form(&source.text)));
            lines.push(format!("    {}", place(source, *article)));
        }
    }
    lines.join("\n") + "\n"
}

fn statement(fact: &ExplainedFact<'_>, name: &str) -> String {
    let (subject, object) = match fact.role {
        Role::Subject => (name, fact.other.as_str()),
        Role::Object => (fact.other.as_str(), name),
    };
    let mark = if fact.is_asserted { "" } else { " (not asserted)" };
    format!("{subject} {} {object}{mark}", fact.predicate.phrase)
}

/// Where a source stands, what found it, and what it adds to the fact.
fn place(source: &Source, article: Option<&Article>) -> String {
    let header = article.map(|article| &article.record.header);
    let id = article.map_or(source.article.as_str(), |article| &article.record.id);
    let file = header.and_then(|header| header.source.as_deref()).unwrap_or(id);
    let mut parts = vec![format!("{file}, characters {}-{}", source.start, source.end)];
    if !source.rule.is_empty() {
        parts.push(format!("rule {}", source.rule));
    }
    parts.extend(source.date.map(|date| format!("date {date}")));
    parts.extend(source.qualifier.as_ref().map(|qualifier| format!("as {}", reading_form(qualifier))));
    if source.status != Status::Asserted {
        parts.push(source.status.as_str().to_owned());
    }
    parts.join("; ")
}

/// Names that look like `wanted`, the likest first, quoted.
fn nearest(graph: &KnowledgeGraph, wanted: &str) -> Vec<String> {
    let folded = wanted.to_lowercase();
    let mut names: Vec<(f64, &str)> = graph
        .entities()
        .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases))
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &folded), name.as_str()))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    names.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    names.dedup_by(|a, b| a.1 == b.1);
    names.into_iter().take(OFFERED).map(|(_, name)| format!("'{name}'")).collect()
}
