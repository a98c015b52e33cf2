//! Turtle and TriG, for people to read: entities by type, happenings, then each article with its sentences and, after
//! each, the claims that it makes.

use std::io::Write;

use super::dot::plural;
use super::lines::push_quoted;
use super::order::{PrefixesInUse, ShortTerms, is_plain_local, wikidata_id};
use super::{ExportOptions, written};
use crate::error::Result;
use crate::graph::entity_segment;
use crate::model::EntityType;
use crate::rdf::terms::RDF_TYPE;
use crate::rdf::{Dataset, FactEnd, FactTriple, Name, Object, Statement, Subject, date_type, push_date, push_number};

/// Longest list of objects on one line, in bytes.
const LINE: usize = 100;
/// What stands before each further property of a subject.
const INDENT: &str = "    ";

/// Writes Turtle, or TriG where facts stand in the graphs of their sentences.
///
/// # Shape
/// Only the prefixes in use; a block a subject: `a`, label, then the other properties in a fixed order, their objects
/// sorted. In TriG a sentence is followed by its graph.
///
/// # Complexity
/// Linear but for the objects of one subject; two walks, the first for the prefixes; holds one subject.
pub(super) fn write(dataset: &Dataset<'_>, _options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let terms = ShortTerms::new();
    let used = PrefixesInUse::of(dataset, &terms);
    let mut text = String::new();
    let base = &dataset.options().base;
    let is_relative = base.resolves_alike();
    for (name, iri) in used.declarations(base) {
        text.push_str(&format!("@prefix {name}: <{iri}> .\n"));
    }
    if is_relative {
        text.push_str(&format!("@base <{base}> .\n"));
    }
    let base = if is_relative { "" } else { base.as_str() };
    let writer = Terse { base, terms };
    let mut statements: Vec<Statement<'_>> = Vec::new();
    let mut objects = Objects::default();
    let mut section = "";
    for subject in dataset.in_reading_order() {
        let name = dataset.name(subject);
        let next = heading(subject, name);
        if next != section {
            section = next;
            text.push_str(&format!("\n# {section}\n"));
        }
        dataset.describe(subject, &mut statements);
        text.push('\n');
        writer.block(&mut text, name, &mut statements, &mut objects, "");
        let mut facts: Vec<FactTriple<'_>> = dataset.facts_in(subject).collect();
        if !facts.is_empty() {
            writer.graph(&mut text, name, &mut facts, &mut objects);
        }
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    written(out.write_all(text.as_bytes()))
}

/// The section of the file in which a subject stands.
fn heading(subject: Subject, name: Name<'_>) -> &'static str {
    match (subject, name) {
        (Subject::Entity(_), Name::Path(path)) => {
            let segment = path.split('/').next().unwrap_or_default();
            match EntityType::ALL.into_iter().find(|known| entity_segment(*known) == segment) {
                Some(entity_type) => plural(entity_type),
                None => "Entities",
            }
        }
        (Subject::Happening(_), _) => "What happened",
        _ => "Articles, their sentences, and what these claim",
    }
}

/// The objects of a subject as they are written, each with the rank of its property.
#[derive(Debug, Default)]
struct Objects {
    text: String,
    places: Vec<(u8, u32, u32)>,
}

impl Objects {
    fn get(&self, place: &(u8, u32, u32)) -> &str {
        &self.text[place.1 as usize..place.2 as usize]
    }
}

struct Terse<'b> {
    /// What stands before the path of a thing of ours; nothing where that is relative to `@base`.
    base: &'b str,
    terms: ShortTerms,
}

impl Terse<'_> {
    /// A subject with its statements in the default graph; empties them.
    fn block(
        &self,
        out: &mut String,
        name: Name<'_>,
        statements: &mut Vec<Statement<'_>>,
        objects: &mut Objects,
        indent: &str,
    ) {
        objects.text.clear();
        objects.places.clear();
        let mut properties = [""; 64];
        for statement in statements.drain(..).filter(|statement| statement.graph.is_none()) {
            let property = self.terms.of(statement.property);
            let rank = property.rank.min(63);
            properties[usize::from(rank)] = if statement.property == RDF_TYPE { "a" } else { &property.short };
            let start = objects.text.len();
            self.push_object(&mut objects.text, &statement.object);
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            objects.places.push((rank, place(start), place(objects.text.len())));
        }
        let Objects { text, places } = objects;
        let shown = |place: &(u8, u32, u32)| &text[place.1 as usize..place.2 as usize];
        places.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| shown(a).cmp(shown(b))));
        places.dedup_by(|a, b| a.0 == b.0 && shown(a) == shown(b));
        out.push_str(indent);
        self.push_name(out, name);
        let mut joint = " ";
        for values in objects.places.chunk_by(|a, b| a.0 == b.0) {
            out.push_str(joint);
            out.push_str(properties[usize::from(values[0].0)]);
            push_values(out, values.iter().map(|place| objects.get(place)), indent);
            joint = if indent.is_empty() { " ;\n    " } else { " ;\n        " };
        }
        out.push_str(" .\n");
    }

    /// The graph of a sentence.
    fn graph(&self, out: &mut String, sentence: Name<'_>, facts: &mut [FactTriple<'_>], objects: &mut Objects) {
        let key = |fact: &FactTriple<'_>| {
            let mut key = String::new();
            self.push_name(&mut key, fact.subject);
            key
        };
        facts.sort_by_cached_key(key);
        out.push('\n');
        self.push_name(out, sentence);
        out.push_str(" {\n");
        for facts in facts.chunk_by(|a, b| a.subject == b.subject) {
            let mut statements = facts.iter().map(|fact| Statement::from(*fact)).collect();
            self.block(out, facts[0].subject, &mut statements, objects, INDENT);
        }
        out.push_str("}\n");
    }

    fn push_name(&self, out: &mut String, name: Name<'_>) {
        match name {
            Name::Claim(_) => {
                let start = out.len();
                name.push_to(out);
                out.replace_range(start + "claim".len()..=start + "claim".len(), ":");
            }
            Name::Path(path) if is_prefixed(path) => {
                let at = path.find('/').unwrap_or(0);
                out.push_str(&path[..at]);
                out.push(':');
                out.push_str(&path[at + 1..]);
            }
            _ => {
                out.push('<');
                out.push_str(self.base);
                name.push_to(out);
                out.push('>');
            }
        }
    }

    fn push_object(&self, out: &mut String, object: &Object<'_>) {
        match object {
            Object::Name(name) => self.push_name(out, *name),
            Object::Term(term) => out.push_str(&self.terms.of(*term).short),
            Object::Iri(iri) => match wikidata_id(iri) {
                Some(id) => {
                    out.push_str("wd:");
                    out.push_str(id);
                }
                None => {
                    out.push('<');
                    out.push_str(iri);
                    out.push('>');
                }
            },
            Object::Text(text) => push_quoted(out, text),
            Object::Date(date) => {
                out.push('"');
                push_date(out, *date);
                out.push_str("\"^^xsd:");
                let datatype = date_type(*date).as_str();
                out.push_str(datatype.rsplit('#').next().unwrap_or(datatype));
            }
            Object::Offset(at) => {
                out.push('"');
                push_number(out, *at);
                out.push_str("\"^^xsd:nonNegativeInteger");
            }
            Object::Triple(triple) => {
                out.push_str("<<( ");
                self.push_name(out, triple.subject);
                out.push(' ');
                out.push_str(&self.terms.of(triple.property).short);
                out.push(' ');
                match triple.object {
                    FactEnd::Name(name) => self.push_name(out, name),
                    FactEnd::Date(date) => self.push_object(out, &Object::Date(date)),
                }
                out.push_str(" )>>");
            }
        }
    }
}

/// Adds the objects of one property, on its line as long as that is not too long.
fn push_values<'v>(out: &mut String, values: impl Iterator<Item = &'v str> + Clone, indent: &str) {
    let is_long = values.clone().map(str::len).sum::<usize>() > LINE && values.clone().nth(1).is_some();
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if is_long {
            out.push('\n');
            out.push_str(indent);
            out.push_str("        ");
        } else {
            out.push(' ');
        }
        out.push_str(value);
    }
}

/// Whether an entity's path is written with the prefix of its type; an article's and a happening's never are.
fn is_prefixed(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(segment, local)| !matches!(segment, "article" | "happening") && is_plain_local(local))
}
