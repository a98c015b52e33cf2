//! Turtle and TriG, for people to read: entities by type, happenings, then each article with its sentences and, after
//! each, the claims that it makes.

use std::io::Write;

use super::dot::plural;
use super::lines::push_quoted;
use super::order::{PrefixesInUse, ShortTerms, is_plain_local, wikidata_id};
use super::stream::{Part, Streaming, Take, is_better, quoted_date};
use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::graph::entity_segment;
use crate::model::EntityType;
use crate::rdf::terms::SCHEMA_START_DATE;
use crate::rdf::{
    Base, Dataset, FactEnd, FactTriple, Name, Object, Statement, Subject, date_type, push_date, push_number,
};
use crate::runs::Sorted;

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
    for (_, name, iri) in used.declarations(base) {
        push_prefix(&mut text, name, &iri);
    }
    push_base(&mut text, base);
    let writer = Terse::new(base, terms);
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
        writer.take_objects(&mut statements, &mut objects);
        writer.block(&mut text, &shown(&writer, name), &objects, "");
        let mut facts: Vec<FactTriple<'_>> = dataset.facts_in(subject).collect();
        if !facts.is_empty() {
            writer.graph(&mut text, name, &mut facts, &mut objects);
        }
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    written(out.write_all(text.as_bytes()))
}

fn shown(writer: &Terse<'_>, name: Name<'_>) -> String {
    let mut out = String::new();
    writer.push_name(&mut out, name);
    out
}

fn push_prefix(out: &mut String, name: &str, iri: &str) {
    for part in ["@prefix ", name, ": <", iri, "> .\n"] {
        out.push_str(part);
    }
}

/// Adds the base where every reader resolves names against it alike.
fn push_base(out: &mut String, base: &Base) {
    if base.resolves_alike() {
        out.push_str(&format!("@base <{base}> .\n"));
    }
}

/// Records: the prefixes in use first; then what is said of each subject, after its place in the order of reading. After
/// the place stands the rank of the property, [`NAME`] for heading and name, [`GRAPH`] for the graph of a sentence.
pub(super) const STREAMING: Streaming = Streaming { records, write: write_sorted };

/// Where a record says how its subject is called.
const NAME: u8 = 0;
/// Where a record is the graph of a sentence.
const GRAPH: u8 = u8::MAX;
/// What stands between heading and name, and before the object; neither holds it.
const JOINT: u8 = 0;

fn records(dataset: &Dataset<'_>, part: Part, take: &mut Take<'_>) {
    let terms = ShortTerms::new();
    let base = &dataset.options().base;
    for (at, name, iri) in PrefixesInUse::of_part(dataset, &terms, part).declarations(base) {
        let mut text = String::new();
        push_prefix(&mut text, name, &iri);
        take(&[&[0, u8::try_from(at).unwrap_or(u8::MAX)], text.as_bytes()].concat());
    }
    let writer = Terse::new(base, terms);
    let mut statements: Vec<Statement<'_>> = Vec::new();
    let mut objects = Objects::default();
    let mut record = Vec::new();
    for subject in dataset.in_reading_order() {
        let name = dataset.name(subject);
        dataset.describe(subject, &mut statements);
        statements.retain(|statement| part.holds(subject, statement));
        writer.take_objects(&mut statements, &mut objects);
        record.clear();
        dataset.push_order(subject, &mut record);
        let place = record.len();
        if part == Part::Entities || !matches!(subject, Subject::Entity(_)) {
            record.push(NAME);
            record.extend_from_slice(heading(subject, name).as_bytes());
            record.push(JOINT);
            record.extend_from_slice(shown(&writer, name).as_bytes());
            close(&mut record, place);
            take(&record);
        }
        for object in &objects.places {
            record.truncate(place);
            record.push(object.0 + 1);
            record.extend_from_slice(objects.get(object).as_bytes());
            close(&mut record, place);
            take(&record);
        }
        let mut facts: Vec<FactTriple<'_>> = dataset.facts_in(subject).collect();
        if !facts.is_empty() {
            let mut text = String::new();
            writer.graph(&mut text, name, &mut facts, &mut objects);
            record.truncate(place);
            record.push(GRAPH);
            record.extend_from_slice(text.as_bytes());
            close(&mut record, place);
            take(&record);
        }
    }
}

/// Ends a record so that shorter objects sort first, and says where the place in the order ends.
fn close(record: &mut Vec<u8>, place: usize) {
    record.push(JOINT);
    record.extend_from_slice(&u32::try_from(place).unwrap_or(u32::MAX).to_le_bytes());
}

/// Place in the order of reading, rank and text of a record; none where it is no record of ours.
fn opened(record: &[u8]) -> Option<(&[u8], u8, &str)> {
    let (rest, place) = record.split_last_chunk::<4>()?;
    let (place, rest) = rest.split_at_checked(u32::from_le_bytes(*place) as usize)?;
    let (rank, text) = rest.split_first()?;
    Some((place, *rank, std::str::from_utf8(text.strip_suffix(&[JOINT])?).ok()?))
}

fn write_sorted(sorted: &mut Sorted, base: &Base, _options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let writer = Terse::new(base, ShortTerms::new());
    let start_date = writer.terms.of(SCHEMA_START_DATE).rank + 1;
    let (mut text, mut section, mut name) = (String::new(), String::new(), String::new());
    let mut objects = Objects::default();
    let mut is_in_head = true;
    while let Some(record) = sorted.next().map_err(|cause| Error::Write { path: "the sorted runs".into(), cause })? {
        if let Some(prefix) = record.strip_prefix(&[0]) {
            written(out.write_all(prefix.get(1..).unwrap_or_default()))?;
            continue;
        }
        if std::mem::take(&mut is_in_head) {
            push_base(&mut text, base);
        }
        match opened(record) {
            Some((_, NAME, told)) => {
                writer.end_block(&mut text, &name, &mut objects);
                let (heading, shown) = told.split_once(char::from(JOINT)).unwrap_or(("", told));
                if heading != section {
                    heading.clone_into(&mut section);
                    text.push_str(&format!("\n# {section}\n"));
                }
                shown.clone_into(&mut name);
                text.push('\n');
            }
            Some((_, GRAPH, graph)) => {
                writer.end_block(&mut text, &name, &mut objects);
                text.push_str(graph);
            }
            // Of the dates that articles give one happening one counts.
            Some((&[2, ..], rank, date)) if rank == start_date => objects.put_date(rank - 1, date),
            Some((_, rank, object)) => objects.put(rank - 1, object),
            None => {}
        }
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    if is_in_head {
        push_base(&mut text, base);
    }
    writer.end_block(&mut text, &name, &mut objects);
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

    fn put(&mut self, rank: u8, object: &str) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = self.text.len();
        self.text.push_str(object);
        self.places.push((rank, place(start), place(self.text.len())));
    }

    /// Puts a date unless the one before is better; else takes its place.
    fn put_date(&mut self, rank: u8, object: &str) {
        let date = quoted_date(object.as_bytes());
        if let Some(last) = self.places.last().filter(|last| last.0 == rank) {
            match (date, quoted_date(self.get(last).as_bytes())) {
                (Some(date), Some(known)) if is_better(date, known) => self.places.pop(),
                _ => return,
            };
        }
        self.put(rank, object);
    }
}

struct Terse<'b> {
    /// What stands before the path of a thing of ours; nothing where that is relative to `@base`.
    base: &'b str,
    terms: ShortTerms,
}

impl<'b> Terse<'b> {
    fn new(base: &'b Base, terms: ShortTerms) -> Self {
        Self { base: if base.resolves_alike() { "" } else { base.as_str() }, terms }
    }

    /// Takes the statements in the default graph, the objects of each property sorted.
    fn take_objects(&self, statements: &mut Vec<Statement<'_>>, objects: &mut Objects) {
        objects.text.clear();
        objects.places.clear();
        for statement in statements.drain(..).filter(|statement| statement.graph.is_none()) {
            let property = self.terms.of(statement.property);
            let rank = property.rank.min(GRAPH - 2);
            let start = objects.text.len();
            self.push_object(&mut objects.text, &statement.object);
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            objects.places.push((rank, place(start), place(objects.text.len())));
        }
        let Objects { text, places } = objects;
        let shown = |place: &(u8, u32, u32)| &text[place.1 as usize..place.2 as usize];
        places.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| shown(a).cmp(shown(b))));
        places.dedup_by(|a, b| a.0 == b.0 && shown(a) == shown(b));
    }

    /// The block that ends, where there is one.
    fn end_block(&self, out: &mut String, name: &str, objects: &mut Objects) {
        if !objects.places.is_empty() {
            let mut block = String::new();
            self.block(&mut block, name, objects, "");
            out.insert_str(0, &block);
            objects.places.clear();
            objects.text.clear();
        }
    }

    /// A subject with what is said of it.
    fn block(&self, out: &mut String, name: &str, objects: &Objects, indent: &str) {
        out.push_str(indent);
        out.push_str(name);
        let mut joint = " ";
        for values in objects.places.chunk_by(|a, b| a.0 == b.0) {
            out.push_str(joint);
            out.push_str(self.terms.by_rank(values[0].0));
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
            self.take_objects(&mut statements, objects);
            self.block(out, &shown(self, facts[0].subject), objects, INDENT);
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
