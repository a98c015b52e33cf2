//! Sends a source in chunks, and holds what the store has against what was sent.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::client::{Client, Observer};
use super::statement::{Source, Statement};
use super::survey::Survey;
use super::target::{Chunk, Mode, Request, Scope, Target};
use crate::error::{Error, Result};

/// What is loaded where, and how.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The store.
    pub target: Target,
    /// The part of it.
    pub scope: Scope,
    /// What becomes of what is there.
    pub mode: Mode,
    /// Statements a request.
    pub chunk: u64,
}

/// What a load did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// Different statements that were sent.
    pub sent: u64,
    /// What the scope held before; not asked where it is replaced.
    pub before: u64,
    /// What it holds now.
    pub after: u64,
}

/// Statements of one query that looks for what was sent.
const LOOKED_FOR: usize = 50;

/// Loads a source and compares what the store holds then.
///
/// # Errors
/// What reading gives; [`Error::Endpoint`] where the store fails, with how much it took, and where it does not hold
/// afterwards what was sent.
///
/// # Complexity
/// One request a chunk, prepared while the one before it is on its way; memory for three chunks.
pub fn load(
    plan: &Plan,
    source: &dyn Source,
    survey: &Survey,
    client: &mut Client,
    observer: &mut dyn Observer,
) -> Result<Loaded> {
    let before = match plan.mode {
        Mode::Add => count(plan, client, observer)?,
        Mode::Replace => 0,
    };
    send(plan, source, survey, client, observer)?;
    let after = count(plan, client, observer)?;
    let loaded = Loaded { sent: survey.distinct, before, after };
    let wanted = before + survey.distinct;
    if after == wanted {
        return Ok(loaded);
    }
    let differs = |what: String, hint: &str| Error::Endpoint { url: plan.place(), what, hint: hint.to_owned() };
    if plan.mode == Mode::Replace || before == 0 || after > wanted || after < before {
        return Err(differs(
            format!(
                "holds {after} statements, but {wanted} should be there: {before} before, {} sent",
                survey.distinct
            ),
            "somebody else may write to it, or it takes two spellings of a value for one; look at its log, and load \
             again with --replace",
        ));
    }
    // Some of the statements may have been there before: only looking for each of them tells that from a loss.
    match missing(plan, source, client, observer)? {
        Some(0) if after - before >= survey.with_blank_nodes => Ok(loaded),
        Some(0) => Err(differs(
            format!("lacks {} statements with blank nodes", survey.with_blank_nodes - (after - before)),
            "look at its log, and load again with --replace",
        )),
        Some(missing) => Err(differs(
            format!("lacks {missing} of the {} statements that were sent", survey.distinct),
            "look at its log, and load again; what is there already is not doubled",
        )),
        None => Err(differs(
            format!("holds {after} statements: {before} before and {} sent cannot be told apart", survey.distinct),
            "name a query endpoint with --query-endpoint, or load into a graph of its own with --graph",
        )),
    }
}

fn send(
    plan: &Plan,
    source: &dyn Source,
    survey: &Survey,
    client: &mut Client,
    observer: &mut dyn Observer,
) -> Result<()> {
    let chunks = survey.statements.div_ceil(plan.chunk).max(1);
    std::thread::scope(|threads| {
        let (sender, receiver) = sync_channel(1);
        let producer = threads.spawn(move || produce(plan, source, &sender));
        let outcome = consume(plan, receiver, survey, chunks, client, observer);
        let produced = producer.join().unwrap_or_else(|_| Err(stopped()));
        // A reader that stops because nobody takes its chunks any more is not the cause.
        outcome.and(produced)
    })
}

fn consume(
    plan: &Plan,
    receiver: Receiver<Chunk>,
    survey: &Survey,
    chunks: u64,
    client: &mut Client,
    observer: &mut dyn Observer,
) -> Result<()> {
    let (mut sent, mut number) = (0, 0);
    for chunk in receiver {
        let statements = chunk.statements;
        let request = plan.target.write(&plan.scope, chunk, plan.mode == Mode::Replace && number == 0);
        client
            .send(&request, observer, |body| io::copy(body, &mut io::sink()))
            .map_err(|error| told(plan, error, number, chunks, sent, survey))?;
        number += 1;
        sent += statements;
        observer.sent(statements);
    }
    if sent != survey.statements {
        return Err(Error::Endpoint {
            url: plan.place(),
            what: format!("{sent} statements were sent, but {} were read before", survey.statements),
            hint: "an input changed meanwhile: load again".to_owned(),
        });
    }
    Ok(())
}

/// The error of a chunk, with what is loaded by then and how to go on.
fn told(plan: &Plan, error: Error, number: u64, chunks: u64, sent: u64, survey: &Survey) -> Error {
    let Error::Endpoint { url, what, hint } = error else { return error };
    let part = format!("chunk {} of about {chunks}; {sent} of {} statements are stored", number + 1, survey.statements);
    let again = match plan.mode {
        Mode::Replace if number == 0 => "what was there before is there still, unless the store took this chunk",
        Mode::Replace => "what was there before is gone; the same command begins anew",
        Mode::Add if survey.with_blank_nodes > 0 => {
            "the same command adds the rest, and doubles statements with blank nodes that are there already"
        }
        Mode::Add => "the same command adds the rest; what is there already is not doubled",
    };
    Error::Endpoint { url, what: format!("{what}; {part}"), hint: format!("{hint}; {again}") }
}

fn stopped() -> Error {
    Error::Endpoint { url: String::new(), what: "sending stopped".to_owned(), hint: "load again".to_owned() }
}

/// Makes chunks. What has blank nodes comes last and together: a blank node means the same only within a request.
fn produce(plan: &Plan, source: &dyn Source, sender: &SyncSender<Chunk>) -> Result<()> {
    let hand_over = |chunk: &mut Chunk| sender.send(std::mem::take(chunk)).map_err(|_| stopped());
    let mut plain = Chunk::default();
    let mut blank = Chunk { has_blank_nodes: true, ..Chunk::default() };
    let mut is_sent = false;
    source.each(&mut |statement| {
        let chunk = if statement.has_blank_node { &mut blank } else { &mut plain };
        plan.target.push(&mut chunk.text, statement.triple, statement.graph);
        chunk.statements += 1;
        if plain.statements == plan.chunk {
            is_sent = true;
            hand_over(&mut plain)?;
        }
        Ok(())
    })?;
    if blank.statements > 0 && plain.statements + blank.statements <= plan.chunk {
        blank.text.append(&mut plain.text);
        blank.statements += std::mem::take(&mut plain.statements);
    }
    if plain.statements > 0 || (blank.statements == 0 && !is_sent) {
        hand_over(&mut plain)?;
    }
    if blank.statements > 0 {
        hand_over(&mut blank)?;
    }
    Ok(())
}

/// What the scope holds.
fn count(plan: &Plan, client: &mut Client, observer: &mut dyn Observer) -> Result<u64> {
    let mut sum = 0;
    for request in plan.target.count(&plan.scope) {
        sum += counted(&request, client, observer)?;
    }
    Ok(sum)
}

fn counted(request: &Request, client: &mut Client, observer: &mut dyn Observer) -> Result<u64> {
    if request.method == "GET" {
        return match client.send(request, observer, lines) {
            // A graph that is not there is empty.
            Err(Error::Endpoint { what, .. }) if what.starts_with("GET failed: 404") => Ok(0),
            other => other,
        };
    }
    let read = |body: &mut dyn Read| {
        let mut text = Vec::new();
        body.take(1 << 20).read_to_end(&mut text)?;
        Ok(text)
    };
    let answer = client.send(request, observer, read)?;
    number(&answer).ok_or_else(|| Error::Endpoint {
        url: request.url.clone(),
        what: format!(
            "its answer to a COUNT is no number: {}",
            String::from_utf8_lossy(&answer)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(200)
                .collect::<String>()
        ),
        hint: "check that this is a SPARQL query endpoint".to_owned(),
    })
}

/// Statements of an answer in N-Triples or N-Quads.
fn lines(body: &mut dyn Read) -> io::Result<u64> {
    let mut count = 0;
    for line in BufReader::new(body).split(b'\n') {
        let line = line?;
        let text = line.trim_ascii();
        count += u64::from(!text.is_empty() && !text.starts_with(b"#"));
    }
    Ok(count)
}

/// The number in the results of a query for one.
fn number(answer: &[u8]) -> Option<u64> {
    let results: serde_json::Value = serde_json::from_slice(answer).ok()?;
    results.get("results")?.get("bindings")?.get(0)?.get("n")?.get("value")?.as_str()?.parse().ok()
}

/// How many of the statements without blank nodes the store lacks; none where it cannot be asked.
fn missing(plan: &Plan, source: &dyn Source, client: &mut Client, observer: &mut dyn Observer) -> Result<Option<u64>> {
    let mut batches: [Vec<(String, Option<String>)>; 2] = [Vec::new(), Vec::new()];
    let mut lacking = Some(0);
    let mut look = |batch: &mut Vec<(String, Option<String>)>| -> Result<()> {
        let batch = std::mem::take(batch);
        match plan.target.count_of(&plan.scope, &batch) {
            None => lacking = None,
            Some(request) => {
                let found = counted(&request, client, observer)?;
                lacking = lacking.map(|sum| sum + (batch.len() as u64).saturating_sub(found));
            }
        }
        Ok(())
    };
    source.each(&mut |statement: Statement<'_>| {
        if !statement.has_blank_node {
            let batch = &mut batches[usize::from(statement.graph.is_some())];
            batch.push((statement.triple.to_owned(), statement.graph.map(str::to_owned)));
            if batch.len() == LOOKED_FOR {
                look(batch)?;
            }
        }
        Ok(())
    })?;
    for batch in batches.iter_mut().filter(|batch| !batch.is_empty()) {
        look(batch)?;
    }
    Ok(lacking)
}

impl Plan {
    /// Where statements go, for messages.
    pub fn place(&self) -> String {
        let request = self.target.write(&self.scope, Chunk::default(), false);
        match &self.scope {
            Scope::Graph(iri) if !request.url.contains("graph=") => format!("{} graph <{iri}>", request.url),
            _ => request.url,
        }
    }

    /// Shows every request that loading sends, instead of sending it.
    ///
    /// # Errors
    /// What reading and `show` give.
    pub fn show(&self, source: &dyn Source, mut show: impl FnMut(&Request, u64) -> Result<()> + Send) -> Result<()> {
        if self.mode == Mode::Add {
            self.target.count(&self.scope).iter().try_for_each(|request| show(request, 0))?;
        }
        std::thread::scope(|threads| {
            let (sender, receiver) = sync_channel(1);
            let producer = threads.spawn(move || produce(self, source, &sender));
            let mut is_first = true;
            for chunk in receiver {
                let statements = chunk.statements;
                show(&self.target.write(&self.scope, chunk, is_first && self.mode == Mode::Replace), statements)?;
                is_first = false;
            }
            producer.join().unwrap_or_else(|_| Err(stopped()))
        })?;
        self.target.count(&self.scope).iter().try_for_each(|request| show(request, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::statement::Sink;
    use super::super::target::{Reading, Writing};
    use super::*;

    struct Numbered(Vec<bool>);

    impl Source for Numbered {
        fn each(&self, sink: Sink<'_>) -> Result<()> {
            self.0.iter().enumerate().try_for_each(|(at, blank)| {
                let triple = format!("<a:{at}> <a:p> <a:o>");
                sink(Statement { triple: &triple, graph: None, has_blank_node: *blank, has_triple_term: false })
            })
        }
    }

    fn sizes(blank: &[bool], chunk: u64) -> Vec<(u64, bool)> {
        let writing = Writing::GraphStore { url: "http://h/store".to_owned(), quads: None };
        let target = Target {
            name: "it".to_owned(),
            writing,
            reading: Reading::Fetch,
            has_default_graph: true,
            has_triple_terms: true,
        };
        let plan = Plan { target, scope: Scope::Default, mode: Mode::Add, chunk };
        let (sender, receiver) = sync_channel(100);
        produce(&plan, &Numbered(blank.to_vec()), &sender).unwrap();
        drop(sender);
        receiver.into_iter().map(|chunk| (chunk.statements, chunk.has_blank_nodes)).collect()
    }

    #[test]
    fn chunks_are_full_but_the_last() {
        assert_eq!(sizes(&[false; 5], 2), [(2, false), (2, false), (1, false)]);
        assert_eq!(sizes(&[false; 4], 2), [(2, false), (2, false)]);
    }

    #[test]
    fn an_empty_source_is_one_empty_chunk_so_that_it_can_replace() {
        assert_eq!(sizes(&[], 2), [(0, false)]);
    }

    #[test]
    fn blank_nodes_stay_together() {
        assert_eq!(sizes(&[true, false, true, false, false, true], 2), [(2, false), (1, false), (3, true)]);
        assert_eq!(sizes(&[true, false], 2), [(2, true)]);
    }

    #[test]
    fn only_a_count_is_taken_for_one() {
        let answer = |value: &str| format!(r#"{{"head":{{}},"results":{{"bindings":[{{"n":{{"value":{value}}}}}]}}}}"#);
        assert_eq!(number(answer("\"12\"").as_bytes()), Some(12));
        for wrong in [answer("\"-1\""), answer("\"x\""), answer("1"), String::new(), "<html>".to_owned()] {
            assert_eq!(number(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
