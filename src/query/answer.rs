//! Evaluates a query within its limits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use oxigraph::model::{GraphName, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::{CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::Query;
use spargebra::algebra::GraphPattern;

use super::depth::{STACK, on_deep_stack};
use super::{Question, guard, walk};
use crate::error::{Error, Result};

/// What a query gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of `ASK`.
    Boolean(bool),
    /// Of `SELECT`: a value or none for each variable.
    Solutions {
        /// The columns.
        variables: Vec<String>,
        /// The rows, in the order that the query asks for, else sorted by their terms.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of `CONSTRUCT` and `DESCRIBE`: sorted, each once.
    Triples(Vec<Triple>),
}

/// What a query may take; no bounds unless given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Time after which it is cut.
    pub time: Option<Duration>,
    /// Rows or triples that it may have.
    pub results: Option<usize>,
}

/// What stands in the default graph of a query that names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultGraph {
    /// What the store has there. [`Memory`](super::Memory) puts the union of all graphs there.
    AsStored,
    /// The union of all graphs; a triple of two graphs is met twice.
    Union,
}

/// Answers a question.
///
/// # Errors
/// [`Error::TimedOut`] and [`Error::TooManyResults`] for a query past its limits; [`Error::Query`] where it cannot be
/// evaluated; [`Error::Store`] where the engine fails.
///
/// # Complexity
/// That of the query; memory for all its results. A limit of time is looked at with each quad that is read.
pub fn answer(store: &Store, question: &Question, default_graph: DefaultGraph, limits: Limits) -> Result<Answer> {
    let (store, question) = (store.clone(), question.clone());
    within(limits, move |token| evaluate(&store, &question, default_graph, limits, token))
}

/// Queries that were given up and are still at work.
static GIVEN_UP: AtomicUsize = AtomicUsize::new(0);
/// How many of them there may be: past that, nothing is answered until one ends.
const MOST_GIVEN_UP: usize = 4;
/// What a query gets to heed its limit.
const GRACE: Duration = Duration::from_millis(250);

/// Does some work on a stack that is deep enough for every query, with a token that is cancelled when its time is over.
///
/// The engine looks at the token when it reads quads, and [`guard`] for each row elsewhere. Work that does not end even so is
/// given up: its thread ends when it ends, or with the process.
pub(super) fn within<T: Send + 'static>(
    limits: Limits,
    work: impl FnOnce(&CancellationToken) -> Result<T> + Send + 'static,
) -> Result<T> {
    let Some(time) = limits.time else { return on_deep_stack(|| work(&CancellationToken::new())) };
    let cut = || Error::TimedOut { after: time };
    if GIVEN_UP.load(Ordering::Relaxed) >= MOST_GIVEN_UP {
        return Err(cut());
    }
    let token = CancellationToken::new();
    let (done, is_done) = mpsc::channel();
    let state = Arc::new(AtomicBool::new(false));
    let worker = {
        let (token, is_given_up) = (token.clone(), Arc::clone(&state));
        move || {
            // Nothing that the work has touched is seen again.
            let result = catch_unwind(AssertUnwindSafe(|| work(&token)));
            let result = result.unwrap_or_else(|payload| match guard::is_cut(&*payload) {
                true => Err(Error::TimedOut { after: time }),
                false => Err(Error::Store { cause: "the engine broke off".into() }),
            });
            if is_given_up.swap(true, Ordering::AcqRel) {
                GIVEN_UP.fetch_sub(1, Ordering::Relaxed);
            }
            // Whoever waited may be gone.
            done.send(result).unwrap_or(());
        }
    };
    let started = thread::Builder::new().stack_size(STACK).spawn(worker);
    started.map_err(|cause| Error::Store { cause: cause.into() })?;
    let first = is_done.recv_timeout(time);
    if matches!(first, Err(mpsc::RecvTimeoutError::Timeout)) {
        token.cancel();
    }
    match first.or_else(|_| is_done.recv_timeout(GRACE)) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Error::Store { cause: "the engine broke off".into() }),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            if !state.swap(true, Ordering::AcqRel) {
                GIVEN_UP.fetch_add(1, Ordering::Relaxed);
            }
            Err(cut())
        }
    }
}

/// A question as the engine takes it, with its query as it is or guarded.
pub(super) fn prepared(
    question: &Question,
    query: Query,
    default_graph: DefaultGraph,
    token: &CancellationToken,
) -> PreparedSparqlQuery {
    let evaluator = SparqlEvaluator::new()
        .with_cancellation_token(token.clone())
        .with_custom_function(guard::name(), guard::function(token));
    let mut prepared = evaluator.for_query(query);
    if let Some((default, named)) = &question.dataset {
        prepared.dataset_mut().set_default_graph(default.iter().cloned().map(GraphName::from).collect());
        prepared.dataset_mut().set_available_named_graphs(named.iter().cloned().map(NamedOrBlankNode::from).collect());
    } else if default_graph == DefaultGraph::Union && question.query.dataset().is_none() {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    prepared
}

fn evaluate(
    store: &Store,
    question: &Question,
    default_graph: DefaultGraph,
    limits: Limits,
    token: &CancellationToken,
) -> Result<Answer> {
    let failed = |error| failure(error, limits);
    let too_many = |count: usize| match limits.results {
        Some(limit) if count > limit => Err(Error::TooManyResults { limit }),
        _ if token.is_cancelled() => Err(failed(QueryEvaluationError::Cancelled)),
        _ => Ok(()),
    };
    let query = question.query.clone();
    let query = if limits.time.is_some() { guard::guarded(query) } else { query };
    Ok(match prepared(question, query, default_graph, token).on_store(store).execute().map_err(failed)? {
        QueryResults::Boolean(value) => Answer::Boolean(value),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution.map_err(failed)?.values().to_vec());
                too_many(rows.len())?;
            }
            if !is_ordered(&question.query) {
                rows.sort_by_cached_key(|row| {
                    row.iter().map(|term| term.as_ref().map(ToString::to_string)).collect::<Vec<_>>()
                });
            }
            Answer::Solutions { variables, rows }
        }
        QueryResults::Graph(found) => {
            let mut triples = Vec::new();
            for triple in found {
                triples.push(triple.map_err(failed)?);
                too_many(triples.len())?;
            }
            triples.sort_by_cached_key(ToString::to_string);
            triples.dedup();
            Answer::Triples(triples)
        }
    })
}

/// Whether the query itself says in which order its rows stand.
fn is_ordered(query: &Query) -> bool {
    let mut pattern = walk::pattern(query);
    loop {
        pattern = match pattern {
            GraphPattern::OrderBy { .. } => return true,
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => inner,
            _ => return false,
        };
    }
}

pub(super) fn failure(error: QueryEvaluationError, limits: Limits) -> Error {
    match (error, limits.time) {
        (QueryEvaluationError::Cancelled, Some(after)) => Error::TimedOut { after },
        (QueryEvaluationError::Dataset(cause) | QueryEvaluationError::Unexpected(cause), _) => Error::Store { cause },
        (error, _) => Error::Query {
            source_name: "query".to_owned(),
            at: None,
            what: error.to_string(),
            hint: "ask for it in another way".to_owned(),
        },
    }
}
