//! JSON-LD as trees: what is told is nested below what it is told of.
//!
//! A frame is a table of branches. Each triple of a tree is one of the graph; which of them stand in it is the frame's
//! choice, so a tree is a view and may leave things out.

use std::collections::BTreeMap;
use std::io::Write;

use oxrdf::NamedNodeRef;

use super::choice::choice;
use super::jsonld::Context;
use super::{ExportOptions, written};
use crate::error::{Error, Result};
use crate::rdf::terms::*;
use crate::rdf::{Dataset, Name, Object, Provenance, Statement, Subject};

choice!(
    /// What stands at the root of each tree.
    Frame,
    "frame",
    /// Articles with their sentences, and what these tell.
    Article = "article",
    /// Entities with their facts and the evidence for each.
    Entity = "entity",
    /// Happenings with their participants and the sentences that tell of them.
    Event = "event"
);

impl Frame {
    fn is_root(self, subject: Subject) -> bool {
        matches!(
            (self, subject),
            (Frame::Article, Subject::Article(_))
                | (Frame::Entity, Subject::Entity(_))
                | (Frame::Event, Subject::Happening(_))
        )
    }

    fn branches(self) -> &'static [Branch] {
        match self {
            Frame::Article => &ARTICLE,
            Frame::Entity => &ENTITY,
            Frame::Event => &EVENT,
        }
    }
}

/// Nodes that are nested in another.
#[derive(Debug)]
struct Branch {
    /// The term of the context.
    key: &'static str,
    property: NamedNodeRef<'static>,
    /// Whether the nested node is the subject.
    is_reverse: bool,
    /// Which subjects, where the property leads to several kinds.
    kind: Kind,
    /// Whether it is shown with all its statements, rather than with its names and dates.
    is_whole: bool,
    branches: &'static [Branch],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Claim,
    Happening,
}

const fn forward(key: &'static str, property: NamedNodeRef<'static>) -> Branch {
    Branch { key, property, is_reverse: false, kind: Kind::Any, is_whole: false, branches: &[] }
}

const fn reverse(
    key: &'static str,
    property: NamedNodeRef<'static>,
    kind: Kind,
    branches: &'static [Branch],
) -> Branch {
    Branch { key, property, is_reverse: true, kind, is_whole: true, branches }
}

const SENTENCE_IN_ARTICLE: [Branch; 1] = [forward("isPartOf", DCTERMS_IS_PART_OF)];
const EVIDENCE: Branch = Branch {
    key: "derivedFrom",
    property: PROV_WAS_DERIVED_FROM,
    is_reverse: false,
    kind: Kind::Any,
    is_whole: true,
    branches: &SENTENCE_IN_ARTICLE,
};
const ROLES: [Branch; 2] = [forward("agent", SCHEMA_AGENT), forward("object", SCHEMA_OBJECT)];
const ENDS: [Branch; 2] = [forward("statementSubject", RDF_SUBJECT), forward("statementObject", RDF_OBJECT)];
const TOLD: [Branch; 2] = [
    reverse("happenings", PROV_WAS_DERIVED_FROM, Kind::Happening, &ROLES),
    reverse("claims", PROV_WAS_DERIVED_FROM, Kind::Claim, &ENDS),
];
const ARTICLE: [Branch; 1] = [reverse("sentences", DCTERMS_IS_PART_OF, Kind::Any, &TOLD)];
const AS_SUBJECT: [Branch; 2] = [forward("statementObject", RDF_OBJECT), EVIDENCE];
const AS_OBJECT: [Branch; 2] = [forward("statementSubject", RDF_SUBJECT), EVIDENCE];
const ENTITY: [Branch; 2] = [
    reverse("claimsOf", RDF_SUBJECT, Kind::Claim, &AS_SUBJECT),
    reverse("claimsTo", RDF_OBJECT, Kind::Claim, &AS_OBJECT),
];
const EVENT: [Branch; 3] = [forward("agent", SCHEMA_AGENT), forward("object", SCHEMA_OBJECT), EVIDENCE];

/// What a node is shown with that is not shown whole.
const BRIEF: [NamedNodeRef<'static>; 6] =
    [RDF_TYPE, RDFS_LABEL, SCHEMA_HEADLINE, SCHEMA_DATE_PUBLISHED, DCTERMS_IDENTIFIER, SCHEMA_URL];

/// Properties that a branch of some frame follows backwards.
const FOLLOWED: [NamedNodeRef<'static>; 4] = [PROV_WAS_DERIVED_FROM, DCTERMS_IS_PART_OF, RDF_SUBJECT, RDF_OBJECT];

/// Writes the trees of a frame, one a root.
///
/// # Errors
/// [`Error::Usage`] with another profile than `claim`, which alone has in the default graph what is nested;
/// otherwise as without a frame.
///
/// # Complexity
/// O(n log n); holds an index of every node.
pub(super) fn write(dataset: &Dataset<'_>, frame: Frame, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let provenance = dataset.options().provenance;
    if provenance != Provenance::Claim {
        return Err(Error::Usage {
            what: format!("a frame cannot carry the provenance profile '{provenance}'"),
            hint: "frames go with --provenance claim".to_owned(),
        });
    }
    let forest = Forest::new(dataset)?;
    let mut text = forest.context.header(options.context.as_deref());
    let mut separator = "\n    ";
    for subject in dataset.in_reading_order().filter(|subject| frame.is_root(*subject)) {
        text.push_str(separator);
        separator = ",\n    ";
        forest.push_node(&mut text, subject, None, true, frame.branches(), "    ")?;
        written(out.write_all(text.as_bytes()))?;
        text.clear();
    }
    text.push_str("\n  ]\n}\n");
    written(out.write_all(text.as_bytes()))
}

struct Forest<'d, 'g> {
    dataset: &'d Dataset<'g>,
    context: Context<'g>,
    by_path: BTreeMap<String, Subject>,
    /// By the path of the object: property and subject, in the order of reading.
    incoming: BTreeMap<String, Vec<(NamedNodeRef<'static>, Subject)>>,
}

impl<'d, 'g> Forest<'d, 'g> {
    fn new(dataset: &'d Dataset<'g>) -> Result<Self> {
        let context = Context::parse(&dataset.options().base, &dataset.defined_predicates())?;
        let mut forest = Self { dataset, context, by_path: BTreeMap::new(), incoming: BTreeMap::new() };
        let mut statements: Vec<Statement<'_>> = Vec::new();
        for subject in dataset.in_reading_order() {
            forest.by_path.insert(path(dataset.name(subject)), subject);
            dataset.describe(subject, &mut statements);
            for statement in statements.drain(..).filter(|statement| FOLLOWED.contains(&statement.property)) {
                if let Object::Name(name) = statement.object {
                    forest.incoming.entry(path(name)).or_default().push((statement.property, subject));
                }
            }
        }
        Ok(forest)
    }

    /// A node and what is nested in it. `from` is the property by which its parent is its object, which the nesting
    /// says.
    fn push_node(
        &self,
        out: &mut String,
        subject: Subject,
        from: Option<NamedNodeRef<'static>>,
        is_whole: bool,
        branches: &'static [Branch],
        indent: &str,
    ) -> Result<()> {
        let mut statements: Vec<Statement<'_>> = Vec::new();
        self.dataset.describe(subject, &mut statements);
        let nested = |property| branches.iter().find(|branch| !branch.is_reverse && branch.property == property);
        let is_kept = |statement: &Statement<'_>| {
            let is_said = Some(statement.property) == from && from != Some(PROV_WAS_DERIVED_FROM);
            !is_said && (is_whole || BRIEF.contains(&statement.property)) && nested(statement.property).is_none()
        };
        let mut own: Vec<Statement<'_>> = statements.iter().filter(|one| is_kept(one)).cloned().collect();
        let deeper = format!("{indent}  ");
        out.push_str("{\n");
        self.context.members(out, self.dataset.name(subject), &mut own, &deeper)?;
        for branch in branches {
            let nodes = self.nodes(subject, branch, &statements);
            if nodes.is_empty() {
                // A date where most have an entity.
                let mut rest: Vec<Statement<'_>> = statements
                    .iter()
                    .filter(|one| !branch.is_reverse && one.property == branch.property)
                    .cloned()
                    .collect();
                self.context.properties(out, &mut rest, &deeper)?;
                continue;
            }
            let is_one = nodes.len() == 1 && !branch.is_reverse;
            out.push_str(&format!(",\n{deeper}\"{}\": {}", branch.key, if is_one { "" } else { "[" }));
            for (at, node) in nodes.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                let from = branch.is_reverse.then_some(branch.property);
                self.push_node(out, *node, from, branch.is_whole, branch.branches, &deeper)?;
            }
            out.push_str(if is_one { "" } else { "]" });
        }
        out.push_str(&format!("\n{indent}}}"));
        Ok(())
    }

    fn nodes(&self, subject: Subject, branch: &Branch, statements: &[Statement<'_>]) -> Vec<Subject> {
        let is_meant = |found: &Subject| match branch.kind {
            Kind::Any => matches!((branch.is_reverse, found), (false, _) | (true, Subject::Sentence(_))),
            Kind::Claim => matches!(found, Subject::Claim(_)),
            Kind::Happening => matches!(found, Subject::Happening(_)),
        };
        let mut nodes: Vec<Subject> = if branch.is_reverse {
            let incoming = self.incoming.get(&path(self.dataset.name(subject))).into_iter().flatten();
            incoming.filter(|(property, _)| *property == branch.property).map(|(_, node)| *node).collect()
        } else {
            let objects = statements.iter().filter(|statement| statement.property == branch.property);
            objects
                .filter_map(|statement| match statement.object {
                    Object::Name(name) => self.by_path.get(&path(name)).copied(),
                    _ => None,
                })
                .collect()
        };
        nodes.retain(is_meant);
        nodes.dedup();
        nodes
    }
}

fn path(name: Name<'_>) -> String {
    let mut path = String::new();
    name.push_to(&mut path);
    path
}
