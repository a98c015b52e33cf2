//! How the engine goes about a query.

use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use oxigraph::store::Store;
use serde_json::Value;

use super::answer::{failure, prepared, within};
use super::{DefaultGraph, Limits, Question};
use crate::error::{Error, Result};

/// Answers a question, and tells the steps instead: a line each, what feeds a step below it, with the number of its
/// results. No times: they differ from run to run.
///
/// # Errors
/// As [`answer`](super::answer()).
pub fn explain(store: &Store, question: &Question, default_graph: DefaultGraph, limits: Limits) -> Result<String> {
    let (store, question) = (store.clone(), question.clone());
    within(limits, move |token| {
        let failed = |error: QueryEvaluationError| failure(error, limits);
        let query =
            prepared(&question, question.query.clone(), default_graph, token).on_store(&store).compute_statistics();
        let (results, plan) = query.explain();
        // Counts are complete only after the last result.
        match results.map_err(failed)? {
            QueryResults::Boolean(_) => {}
            QueryResults::Solutions(solutions) => {
                for solution in solutions {
                    solution.map_err(failed)?;
                }
            }
            QueryResults::Graph(triples) => {
                for triple in triples {
                    triple.map_err(failed)?;
                }
            }
        }
        let mut json = Vec::new();
        let unread = |cause: Box<dyn std::error::Error + Send + Sync>| Error::Store { cause };
        plan.write_in_json(&mut json).map_err(|cause| unread(cause.into()))?;
        let plan: Value = serde_json::from_slice(&json).map_err(|cause| unread(cause.into()))?;
        let mut text = String::new();
        steps(&plan["plan"], 0, &mut text);
        Ok(text)
    })
}

fn steps(step: &Value, depth: usize, text: &mut String) {
    let name = step["name"].as_str().unwrap_or_default();
    let count = step["number of results"].as_u64().map(|count| format!("  ({count} results)")).unwrap_or_default();
    text.push_str(&format!("{}{name}{count}\n", "  ".repeat(depth)));
    for child in step["children"].as_array().into_iter().flatten() {
        steps(child, depth + 1, text);
    }
}
