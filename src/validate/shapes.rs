//! The part of SHACL Core that our shapes use.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use oxrdf::{Literal, NamedNode, Term};
use regex_lite::Regex;

use super::{Data, Violation};
use crate::error::{Error, Result};
use crate::model::PartialDate;
use crate::schema::vocabulary::{PREFIXES, RDF, XSD};

const SH: &str = "http://www.w3.org/ns/shacl#";
/// The shapes of the project, as they are published.
const SHAPES: &str = include_str!("../../schema/shapes.ttl");

/// Shapes that a graph is held against.
#[derive(Debug)]
pub struct Shapes {
    shapes: BTreeMap<String, Shape>,
}

#[derive(Debug, Default)]
struct Shape {
    targets: Vec<Target>,
    /// Whose values are meant; none where the node itself is.
    path: Option<String>,
    constraints: Vec<Constraint>,
    /// Said instead of the rules in words.
    message: Option<String>,
}

#[derive(Debug)]
enum Target {
    Class(Term),
    SubjectsOf(String),
}

#[derive(Debug)]
enum Constraint {
    MinCount(usize),
    MaxCount(usize),
    Datatype(String),
    NodeKind(NodeKind),
    Class(Term),
    MinLength(usize),
    Pattern(Regex),
    In(Vec<Term>),
    HasValue(Term),
    Equals(String),
    Disjoint(String),
    LessThanOrEquals(String),
    Or(Vec<String>),
    Node(String),
    Property(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NodeKind {
    Iri,
    Literal,
}

impl Shapes {
    /// The shapes of the project.
    ///
    /// # Errors
    /// [`Error::Schema`] for a constraint that is not known here; a test reads them all.
    pub fn of_the_project() -> Result<Self> {
        Self::parse("schema/shapes.ttl", SHAPES.as_bytes())
    }

    /// Shapes from Turtle.
    ///
    /// # Errors
    /// [`Error::Article`] where it is no Turtle; [`Error::Schema`] for a constraint that is not known here.
    pub fn parse(source_name: &str, turtle: &[u8]) -> Result<Self> {
        let data = Data::read(source_name, "ttl", turtle)?;
        let mut shapes = BTreeMap::new();
        let mut open: Vec<Term> = data
            .subjects(&rdf("type"))
            .into_iter()
            .filter(|(_, classes)| classes.iter().any(|class| is_iri(class, &sh("NodeShape"))))
            .map(|(node, _)| node.clone())
            .collect();
        while let Some(node) = open.pop() {
            if let Entry::Vacant(place) = shapes.entry(node.to_string()) {
                place.insert(shape(&data, &node, &mut open).map_err(|what| Error::Schema {
                    source_name: source_name.to_owned(),
                    line: None,
                    column: None,
                    what: format!("the shape {node} {what}"),
                    hint: "keep to the constraints of src/validate/shapes.rs, or add one there".to_owned(),
                })?);
            }
        }
        Ok(Self { shapes })
    }

    /// The shapes that let claims be of these properties too.
    pub fn with_predicates<'p>(mut self, iris: impl IntoIterator<Item = &'p str>) -> Self {
        let own: Vec<Term> = iris.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
        let of_claims = |shape: &&mut Shape| shape.path.as_ref().is_some_and(|path| *path == rdf("predicate"));
        for constraint in self.shapes.values_mut().filter(of_claims).flat_map(|shape| &mut shape.constraints) {
            if let Constraint::In(known) = constraint {
                known.extend(own.iter().cloned());
            }
        }
        self
    }

    /// What breaks a rule, sorted; nothing where the graph conforms.
    ///
    /// # Complexity
    /// Linear in the nodes that the shapes target, times the rules for each.
    pub fn violations(&self, data: &Data) -> Vec<Violation> {
        let mut found = Vec::new();
        for shape in self.shapes.values() {
            for target in &shape.targets {
                let nodes = match target {
                    Target::Class(class) => {
                        let typed = data.subjects(&rdf("type")).into_iter();
                        typed.filter(|(_, classes)| classes.contains(&class)).map(|(node, _)| node).collect()
                    }
                    Target::SubjectsOf(property) => {
                        data.subjects(property).into_iter().map(|(node, _)| node).collect::<Vec<_>>()
                    }
                };
                nodes.into_iter().for_each(|node| self.check(data, shape, node, &mut found));
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn conforms(&self, data: &Data, shape: &str, node: &Term) -> bool {
        let mut found = Vec::new();
        if let Some(shape) = self.shapes.get(shape) {
            self.check(data, shape, node, &mut found);
        }
        found.is_empty()
    }

    fn check(&self, data: &Data, shape: &Shape, node: &Term, found: &mut Vec<Violation>) {
        let values = shape.path.as_ref().map_or_else(|| vec![node], |path| data.objects(node, path));
        let mut add = |rule: String, value: Option<&Term>| {
            found.push(Violation {
                node: node.to_string(),
                path: shape.path.as_deref().map(short),
                rule: shape.message.clone().unwrap_or(rule),
                value: value.filter(|value| *value != node).map(|value| shortened(&value.to_string())),
            });
        };
        let mut nested: Vec<(&Shape, &Term)> = Vec::new();
        for constraint in &shape.constraints {
            match constraint {
                Constraint::MinCount(least) if values.len() < *least => {
                    add(format!("has {} values, needs at least {least}", values.len()), None);
                }
                Constraint::MaxCount(most) if values.len() > *most => {
                    add(format!("has {} values, may have at most {most}", values.len()), None);
                }
                Constraint::HasValue(wanted) if !values.contains(&wanted) => {
                    add(format!("lacks the value {}", short_term(wanted)), None);
                }
                Constraint::Equals(other) if values != data.objects(node, other) => {
                    add(format!("differs from {}", short(other)), None);
                }
                // What a node itself breaks of another shape is told rule by rule.
                Constraint::Node(id) if shape.path.is_none() => {
                    nested.extend(self.shapes.get(id).map(|shape| (shape, node)));
                }
                Constraint::Property(id) => {
                    nested.extend(
                        self.shapes.get(id).into_iter().flat_map(|shape| values.iter().map(move |v| (shape, *v))),
                    );
                }
                constraint => {
                    for value in values.iter().filter(|value| !self.holds(data, constraint, node, value)) {
                        add(constraint.in_words(), Some(value));
                    }
                }
            }
        }
        for (shape, value) in nested {
            self.check(data, shape, value, found);
        }
    }

    /// Whether one value keeps to a rule; the rules for all values of a property hold here.
    fn holds(&self, data: &Data, constraint: &Constraint, node: &Term, value: &Term) -> bool {
        match constraint {
            Constraint::Datatype(datatype) => matches!(value, Term::Literal(literal) if is_of(literal, datatype)),
            Constraint::NodeKind(NodeKind::Iri) => value.is_named_node(),
            Constraint::NodeKind(NodeKind::Literal) => value.is_literal(),
            Constraint::Class(class) => data.objects(value, &rdf("type")).contains(&class),
            Constraint::MinLength(least) => text(value).is_some_and(|text| text.chars().count() >= *least),
            Constraint::Pattern(pattern) => text(value).is_some_and(|text| pattern.is_match(text)),
            Constraint::In(known) => known.contains(value),
            Constraint::Disjoint(other) => !data.objects(node, other).contains(&value),
            Constraint::LessThanOrEquals(other) => data
                .objects(node, other)
                .iter()
                .all(|other| matches!((number(value), number(other)), (Some(a), Some(b)) if a <= b)),
            Constraint::Or(shapes) => shapes.iter().any(|shape| self.conforms(data, shape, value)),
            Constraint::Node(shape) => self.conforms(data, shape, value),
            Constraint::MinCount(_)
            | Constraint::MaxCount(_)
            | Constraint::HasValue(_)
            | Constraint::Equals(_)
            | Constraint::Property(_) => true,
        }
    }
}

impl Constraint {
    fn in_words(&self) -> String {
        match self {
            Constraint::Datatype(datatype) => format!("is no valid {}", short(datatype)),
            Constraint::NodeKind(NodeKind::Iri) => "is no IRI".to_owned(),
            Constraint::NodeKind(NodeKind::Literal) => "is no literal".to_owned(),
            Constraint::Class(class) => format!("is no {} of this graph", short_term(class)),
            Constraint::MinLength(least) => format!("is shorter than {least} characters"),
            Constraint::Pattern(pattern) => format!("does not match {}", pattern.as_str()),
            Constraint::In(known) => {
                format!("is none of {}", known.iter().map(short_term).collect::<Vec<_>>().join(", "))
            }
            Constraint::Disjoint(other) => format!("is also a value of {}", short(other)),
            Constraint::LessThanOrEquals(other) => format!("is greater than {}", short(other)),
            Constraint::Or(_) => "is of none of the kinds that may stand here".to_owned(),
            Constraint::Node(shape) => format!("does not keep to {}", shape_name(shape)),
            Constraint::MinCount(_)
            | Constraint::MaxCount(_)
            | Constraint::HasValue(_)
            | Constraint::Equals(_)
            | Constraint::Property(_) => "breaks a rule".to_owned(),
        }
    }
}

/// Reads a shape; the shapes that it names are added to `open`.
fn shape(data: &Data, node: &Term, open: &mut Vec<Term>) -> std::result::Result<Shape, String> {
    let mut shape = Shape::default();
    for (property, objects) in data.said_of(node) {
        let Some(name) = property.strip_prefix(SH) else { continue };
        for object in objects {
            let iri = || match object {
                Term::NamedNode(node) => Ok(node.as_str().to_owned()),
                _ => Err(format!("has an sh:{name} that is no IRI")),
            };
            let count = || number(object).and_then(|n| usize::try_from(n).ok()).ok_or(format!("has a wrong sh:{name}"));
            let mut named = |term: &Term| {
                open.push(term.clone());
                term.to_string()
            };
            shape.constraints.push(match name {
                "targetClass" => {
                    shape.targets.push(Target::Class(object.clone()));
                    continue;
                }
                "targetSubjectsOf" => {
                    shape.targets.push(Target::SubjectsOf(iri()?));
                    continue;
                }
                "path" => {
                    shape.path = Some(iri()?);
                    continue;
                }
                "message" => {
                    shape.message = text(object).map(str::to_owned);
                    continue;
                }
                "minCount" => Constraint::MinCount(count()?),
                "maxCount" => Constraint::MaxCount(count()?),
                "minLength" => Constraint::MinLength(count()?),
                "datatype" => Constraint::Datatype(iri()?),
                "class" => Constraint::Class(object.clone()),
                "hasValue" => Constraint::HasValue(object.clone()),
                "equals" => Constraint::Equals(iri()?),
                "disjoint" => Constraint::Disjoint(iri()?),
                "lessThanOrEquals" => Constraint::LessThanOrEquals(iri()?),
                "in" => Constraint::In(list(data, object).into_iter().cloned().collect()),
                "or" => Constraint::Or(list(data, object).into_iter().map(&mut named).collect()),
                "node" => Constraint::Node(named(object)),
                "property" => Constraint::Property(named(object)),
                "pattern" => {
                    let pattern = text(object).ok_or("has an sh:pattern that is no text")?;
                    Constraint::Pattern(
                        Regex::new(pattern).map_err(|error| format!("has a wrong sh:pattern: {error}"))?,
                    )
                }
                "nodeKind" => Constraint::NodeKind(match iri()?.strip_prefix(SH) {
                    Some("IRI") => NodeKind::Iri,
                    Some("Literal") => NodeKind::Literal,
                    _ => return Err("has an unknown sh:nodeKind".to_owned()),
                }),
                unknown => return Err(format!("uses sh:{unknown}, which is not known here")),
            });
        }
    }
    Ok(shape)
}

/// The members of an RDF list.
fn list<'d>(data: &'d Data, head: &'d Term) -> Vec<&'d Term> {
    let mut members = Vec::new();
    let mut at = head;
    while let (Some(first), true) = (data.object(at, &rdf("first")), members.len() < data.len()) {
        members.push(first);
        let Some(rest) = data.object(at, &rdf("rest")) else { break };
        at = rest;
    }
    members
}

/// Whether a literal has a datatype, and is one of its values as far as our graphs use it.
fn is_of(literal: &Literal, datatype: &str) -> bool {
    let value = literal.value();
    let date = || value.parse::<PartialDate>().ok();
    literal.datatype().as_str() == datatype
        && match datatype.strip_prefix(XSD) {
            Some("date") => date().is_some_and(|date| date.day().is_some()),
            Some("gYearMonth") => date().is_some_and(|date| date.month().is_some() && date.day().is_none()),
            Some("gYear") => date().is_some_and(|date| date.month().is_none()),
            Some("nonNegativeInteger") => !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()),
            _ => true,
        }
}

fn number(term: &Term) -> Option<u64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

/// The text of a literal, or an IRI.
fn text(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => Some(literal.value()),
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

fn is_iri(term: &Term, iri: &str) -> bool {
    matches!(term, Term::NamedNode(node) if node.as_str() == iri)
}

fn sh(local: &str) -> String {
    format!("{SH}{local}")
}

fn rdf(local: &str) -> String {
    format!("{RDF}{local}")
}

/// An IRI with a prefix of ours where one fits.
fn short(iri: &str) -> String {
    let prefixed =
        PREFIXES.iter().find_map(|(name, namespace)| Some(format!("{name}:{}", iri.strip_prefix(namespace)?)));
    prefixed.unwrap_or_else(|| format!("<{iri}>"))
}

fn short_term(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => short(node.as_str()),
        other => other.to_string(),
    }
}

/// A named shape without its namespace; one without a name has none to show.
fn shape_name(shape: &str) -> &str {
    let iri = shape.strip_prefix('<').and_then(|shape| shape.strip_suffix('>'));
    iri.and_then(|iri| NamedNode::new(iri).ok().and(iri.rsplit('#').next())).unwrap_or("the shape of its values")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}
