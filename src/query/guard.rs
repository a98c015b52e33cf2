//! Lets a query be cut where the engine does not look at the time itself.
//!
//! The engine looks when it reads quads, not while it pairs rows that it has read: a product of four lists goes on for hours.
//! So a function of ours stands wherever rows are counted, sorted, filtered or put aside. It changes no row, and leaves the
//! engine by unwinding once the query is to end: an expression has no other way to end one.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::resume_unwind;

use oxigraph::model::{Literal, NamedNode, Term, Variable};
use oxigraph::sparql::CancellationToken;
use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::walk::{Part, pattern_mut, walk};

/// Unwinds out of a query that is cut.
struct Cut;

/// Whether it was [`guarded`] that left the engine.
pub(super) fn is_cut(payload: &(dyn Any + Send)) -> bool {
    payload.is::<Cut>()
}

/// The name of the function.
pub(super) fn name() -> NamedNode {
    NamedNode::new_unchecked("https://w3id.org/pressgraph/ns#goOn")
}

/// The function: gives what it is given, as long as the query may go on.
pub(super) fn function(token: &CancellationToken) -> impl Fn(&[Term]) -> Option<Term> + Send + Sync + 'static {
    let token = token.clone();
    move |arguments| {
        if token.is_cancelled() {
            resume_unwind(Box::new(Cut));
        }
        arguments.first().cloned()
    }
}

/// The query with the function in it.
pub(super) fn guarded(mut query: Query) -> Query {
    let mut guards = 0;
    let root = pattern_mut(&mut query);
    walk(root, &mut |part| {
        if let Part::Pattern(pattern) = part {
            guard_within(pattern, &mut guards);
        }
    });
    guard(root, &mut guards);
    query
}

fn guard_within(pattern: &mut GraphPattern, guards: &mut usize) {
    match pattern {
        GraphPattern::Group { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Project { inner, .. } => guard(inner, guards),
        GraphPattern::Filter { expr, inner } => {
            guard_expression(expr);
            guard_product(inner, guards);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            expression.iter_mut().for_each(guard_expression);
            guard_product(left, guards);
            guard_product(right, guards);
        }
        GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right }
        | GraphPattern::Lateral { left, right } => {
            guard_product(left, guards);
            guard_product(right, guards);
        }
        GraphPattern::Extend { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Service { inner, .. } => {
            guard_product(inner, guards);
        }
        // The parts of a join are put into order together.
        GraphPattern::Join { .. }
        | GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. } => {}
    }
}

/// Each row of the pattern calls the function, which binds nothing: it is given nothing.
fn guard(pattern: &mut GraphPattern, guards: &mut usize) {
    // What these are made of is looked at already.
    if matches!(
        pattern,
        GraphPattern::Project { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::OrderBy { .. }
            | GraphPattern::Group { .. }
    ) {
        return;
    }
    let variable = Variable::new_unchecked(format!("goOn{guards}"));
    *guards += 1;
    let inner = std::mem::take(pattern);
    let expression = Expression::FunctionCall(Function::Custom(name()), Vec::new());
    *pattern = GraphPattern::Extend { inner: Box::new(inner), variable, expression };
}

fn guard_product(pattern: &mut GraphPattern, guards: &mut usize) {
    let mut groups = Vec::new();
    if variables(pattern, &mut groups) && groups.len() > 1 {
        guard(pattern, guards);
    }
}

/// `IF(goOn(true), expression, false)`, for each of those that must all hold: the engine moves each to its place.
fn guard_expression(expression: &mut Expression) {
    if let Expression::And(a, b) = expression {
        guard_expression(a);
        guard_expression(b);
        return;
    }
    let truth = |value: bool| Expression::Literal(Literal::from(value));
    let go_on = Expression::FunctionCall(Function::Custom(name()), vec![truth(true)]);
    let own = std::mem::replace(expression, truth(true));
    *expression = Expression::If(Box::new(go_on), Box::new(own), Box::new(truth(false)));
}

/// Groups of variables that the parts of a join tie together; false where the pattern is none. More than one is a product.
fn variables<'a>(pattern: &'a GraphPattern, groups: &mut Vec<BTreeSet<&'a str>>) -> bool {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                let mut found = BTreeSet::new();
                of_triple(triple, &mut found);
                tie(groups, found);
            }
        }
        GraphPattern::Path { subject, object, .. } => {
            let mut found = BTreeSet::new();
            of_term(subject, &mut found);
            of_term(object, &mut found);
            tie(groups, found);
        }
        GraphPattern::Values { variables, .. } => tie(groups, variables.iter().map(Variable::as_str).collect()),
        GraphPattern::Join { left, right } => {
            for side in [left, right] {
                if !variables(side, groups) {
                    // Anything else may give rows that others are paired with.
                    groups.extend([BTreeSet::new(), BTreeSet::new()]);
                }
            }
        }
        _ => return false,
    }
    true
}

fn tie<'a>(groups: &mut Vec<BTreeSet<&'a str>>, mut found: BTreeSet<&'a str>) {
    let (tied, apart) =
        std::mem::take(groups).into_iter().partition(|group: &BTreeSet<&str>| !group.is_disjoint(&found));
    *groups = apart;
    let tied: Vec<BTreeSet<&str>> = tied;
    tied.into_iter().for_each(|group| found.extend(group));
    groups.push(found);
}

fn of_triple<'a>(triple: &'a TriplePattern, found: &mut BTreeSet<&'a str>) {
    of_term(&triple.subject, found);
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        found.insert(variable.as_str());
    }
    of_term(&triple.object, found);
}

fn of_term<'a>(term: &'a TermPattern, found: &mut BTreeSet<&'a str>) {
    match term {
        TermPattern::Variable(variable) => drop(found.insert(variable.as_str())),
        TermPattern::BlankNode(node) => drop(found.insert(node.as_str())),
        TermPattern::Triple(triple) => of_triple(triple, found),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) => {}
    }
}
