//! Every pattern and expression of a query.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// A part of a query.
pub(super) enum Part<'a> {
    Pattern(&'a mut GraphPattern),
    Expression(&'a mut Expression),
}

/// The pattern of a query, whatever its form.
pub(super) fn pattern(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// The pattern of a query, whatever its form.
pub(super) fn pattern_mut(query: &mut Query) -> &mut GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// Shows every part of a pattern to `visit`, what is within another part first.
pub(super) fn walk(pattern: &mut GraphPattern, visit: &mut dyn FnMut(Part<'_>)) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            walk(left, visit);
            walk(right, visit);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            walk(left, visit);
            walk(right, visit);
            if let Some(expression) = expression {
                walk_expression(expression, visit);
            }
        }
        GraphPattern::Filter { expr, inner } => {
            walk(inner, visit);
            walk_expression(expr, visit);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            walk(inner, visit);
            walk_expression(expression, visit);
        }
        GraphPattern::OrderBy { inner, expression } => {
            walk(inner, visit);
            for OrderExpression::Asc(expression) | OrderExpression::Desc(expression) in expression {
                walk_expression(expression, visit);
            }
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            walk(inner, visit);
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    walk_expression(expr, visit);
                }
            }
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => walk(inner, visit),
    }
    visit(Part::Pattern(pattern));
}

fn walk_expression(expression: &mut Expression, visit: &mut dyn FnMut(Part<'_>)) {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => {
            walk_expression(a, visit);
            walk_expression(b, visit);
        }
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => walk_expression(a, visit),
        Expression::Exists(pattern) => walk(pattern, visit),
        Expression::If(a, b, c) => [a, b, c].into_iter().for_each(|one| walk_expression(one, visit)),
        Expression::In(a, list) => {
            walk_expression(a, visit);
            list.iter_mut().for_each(|one| walk_expression(one, visit));
        }
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => {
            list.iter_mut().for_each(|one| walk_expression(one, visit));
        }
    }
    visit(Part::Expression(expression));
}
