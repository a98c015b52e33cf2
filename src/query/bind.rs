//! Values for variables, put into the algebra of a query: what a value says can never be read as query text.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use super::Values;
use super::walk::{Part, pattern, pattern_mut, walk};

/// What a query mentions.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Names of variables.
    pub(super) variables: BTreeSet<String>,
    /// Whether it calls another service.
    pub(super) calls_service: bool,
}

impl Scope {
    pub(super) fn of(query: &Query) -> Self {
        let mut scope = Self::default();
        let mut add = |variable: &Variable| {
            scope.variables.insert(variable.as_str().to_owned());
        };
        walk(&mut pattern(query).clone(), &mut |part| match part {
            Part::Pattern(GraphPattern::Service { .. }) => scope.calls_service = true,
            Part::Pattern(pattern) => mentioned(pattern, &mut add),
            Part::Expression(Expression::Variable(variable) | Expression::Bound(variable)) => add(variable),
            Part::Expression(_) => {}
        });
        scope
    }
}

/// The variables that a pattern itself names.
fn mentioned(pattern: &GraphPattern, add: &mut dyn FnMut(&Variable)) {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().for_each(|triple| of_triple(triple, add)),
        GraphPattern::Path { subject, object, .. } => [subject, object].into_iter().for_each(|term| of_term(term, add)),
        GraphPattern::Graph { name: NamedNodePattern::Variable(variable), .. }
        | GraphPattern::Extend { variable, .. } => {
            add(variable);
        }
        GraphPattern::Values { variables, .. } => variables.iter().for_each(add),
        _ => {}
    }
}

fn of_triple(triple: &TriplePattern, add: &mut dyn FnMut(&Variable)) {
    of_term(&triple.subject, add);
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        add(variable);
    }
    of_term(&triple.object, add);
}

fn of_term(term: &TermPattern, add: &mut dyn FnMut(&Variable)) {
    match term {
        TermPattern::Variable(variable) => add(variable),
        TermPattern::Triple(triple) => of_triple(triple, add),
        TermPattern::NamedNode(_) | TermPattern::BlankNode(_) | TermPattern::Literal(_) => {}
    }
}

/// Gives variables their values.
///
/// # Shape
/// In expressions a variable becomes its value, and `BOUND` of it true. In patterns, too, and there it stays bound, so that
/// it may be selected. A value counts at every depth, within subqueries as well.
pub(super) fn bind(query: &mut Query, values: &Values) {
    let query = pattern_mut(query);
    for (name, value) in values {
        let variable = Variable::new_unchecked(name);
        walk(query, &mut |part| match part {
            Part::Expression(expression) => bind_expression(expression, &variable, value),
            Part::Pattern(pattern) => bind_pattern(pattern, &variable, value),
        });
        let place = below_modifiers(query, true);
        let left = Box::new(table(&variable, value));
        *place = GraphPattern::Join { left, right: Box::new(std::mem::take(place)) };
    }
}

fn bind_expression(expression: &mut Expression, variable: &Variable, value: &Term) {
    match expression {
        Expression::Variable(named) if named == variable => *expression = constant(value),
        Expression::Bound(named) if named == variable => *expression = Expression::Literal(Literal::from(true)),
        _ => {}
    }
}

/// A value as an expression; values are IRIs or literals.
fn constant(value: &Term) -> Expression {
    match value {
        Term::NamedNode(node) => Expression::NamedNode(node.clone()),
        Term::Literal(literal) => Expression::Literal(literal.clone()),
        other => Expression::Literal(Literal::new_simple_literal(other.to_string())),
    }
}

/// `VALUES` with one variable and its value.
fn table(variable: &Variable, value: &Term) -> GraphPattern {
    let term = match value {
        Term::NamedNode(node) => GroundTerm::NamedNode(node.clone()),
        Term::Literal(literal) => GroundTerm::Literal(literal.clone()),
        other => GroundTerm::Literal(Literal::new_simple_literal(other.to_string())),
    };
    GraphPattern::Values { variables: vec![variable.clone()], bindings: vec![vec![Some(term)]] }
}

fn bind_pattern(pattern: &mut GraphPattern, variable: &Variable, value: &Term) {
    let mut is_mentioned = false;
    mentioned(pattern, &mut |named| is_mentioned |= named == variable);
    if !is_mentioned {
        return;
    }
    let mut can_match = true;
    match pattern {
        GraphPattern::Bgp { patterns } => {
            patterns.iter_mut().for_each(|triple| can_match &= bind_triple(triple, variable, value));
        }
        GraphPattern::Path { subject, object, .. } => {
            [subject, object].into_iter().for_each(|term| can_match &= bind_term(term, variable, value));
        }
        GraphPattern::Graph { name, .. } => can_match = bind_name(name, variable, value),
        // These bind it themselves, and meet its value in a join.
        _ => return,
    }
    *pattern = if can_match {
        let inner = Box::new(std::mem::take(pattern));
        GraphPattern::Extend { inner, variable: variable.clone(), expression: constant(value) }
    } else {
        GraphPattern::Values { variables: vec![variable.clone()], bindings: Vec::new() }
    };
}

/// Whether the triple can match at all: no literal is a predicate.
fn bind_triple(triple: &mut TriplePattern, variable: &Variable, value: &Term) -> bool {
    let subject = bind_term(&mut triple.subject, variable, value);
    let predicate = bind_name(&mut triple.predicate, variable, value);
    bind_term(&mut triple.object, variable, value) && subject && predicate
}

fn bind_term(term: &mut TermPattern, variable: &Variable, value: &Term) -> bool {
    match term {
        TermPattern::Variable(named) if named == variable => {
            *term = value.clone().into();
            true
        }
        TermPattern::Triple(triple) => bind_triple(triple, variable, value),
        _ => true,
    }
}

fn bind_name(name: &mut NamedNodePattern, variable: &Variable, value: &Term) -> bool {
    match (&*name, value) {
        (NamedNodePattern::Variable(named), Term::NamedNode(node)) if named == variable => {
            *name = NamedNode::clone(node).into();
            true
        }
        (NamedNodePattern::Variable(named), _) => named != variable,
        (NamedNodePattern::NamedNode(_), _) => true,
    }
}

/// The pattern that a query's modifiers and its last expressions work on; a query within it is part of it.
fn below_modifiers(pattern: &mut GraphPattern, may_project: bool) -> &mut GraphPattern {
    let ends_query = matches!(
        pattern,
        GraphPattern::Project { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
    );
    if ends_query && !may_project {
        return pattern;
    }
    match pattern {
        GraphPattern::Project { inner, .. } => below_modifiers(inner, false),
        GraphPattern::Slice { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Group { inner, .. } => below_modifiers(inner, may_project),
        place => place,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::query::{Question, parse_value};

    fn bound(text: &str, value: &str) -> String {
        let values = BTreeMap::from([("x".to_owned(), parse_value(value).unwrap())]);
        Question::parse("test", text).unwrap().with_values(&values).unwrap().query.to_string()
    }

    #[test]
    fn a_value_stands_in_patterns_and_expressions_at_every_depth() {
        assert_eq!(
            bound("SELECT ?x { { ?a ?b ?x } UNION { ?a ?b ?c FILTER(?c = ?x || !BOUND(?x)) } }", "<urn:v>"),
            "SELECT ?x WHERE { VALUES ( ?x ) { ( <urn:v> )  } { ?a ?b <urn:v> . BIND(<urn:v> AS ?x) } UNION \
             { ?a ?b ?c . FILTER(((?c = <urn:v>) || !\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>)) } }"
        );
    }

    #[test]
    fn a_value_is_never_read_as_query_text() {
        let hostile = r#"x" } } DROP ALL ; SELECT * { ?s ?p \""#;
        let text = bound("SELECT * { ?s ?p ?x }", hostile);
        let literal = r#""x\" } } DROP ALL ; SELECT * { ?s ?p \\\"""#;
        let inner = format!("VALUES ( ?x ) {{ ( {literal} )  }} ?s ?p {literal} .");
        assert_eq!(text, format!("SELECT ?p ?s ({literal} AS ?x) WHERE {{ {inner} }}"));
    }

    #[test]
    fn a_literal_is_no_predicate_and_no_graph() {
        let nothing = "WHERE { VALUES ( ?x ) { ( \"v\" )  } VALUES ( ?x ) {  } }";
        assert_eq!(bound("SELECT ?x { ?s ?x ?o }", "v"), format!("SELECT ?x {nothing}"));
        assert_eq!(bound("SELECT ?x { GRAPH ?x { ?s ?p ?o } }", "v"), format!("SELECT ?x {nothing}"));
    }

    #[test]
    fn a_query_within_the_query_sees_the_value() {
        let text = bound("SELECT ?x ?n { { SELECT (COUNT(*) AS ?n) { ?a ?b ?x } } }", "v");
        let first = text.find("VALUES").unwrap();
        assert!(text.find("{ SELECT").unwrap() > first, "{text}");
        assert!(text.contains("?a ?b \"v\""), "{text}");
    }
}
