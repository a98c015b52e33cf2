//! Opening a store and loading into it.

use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphNameRef, NamedNodeRef};
use oxigraph::store::{LoaderError, StorageError, Store};

use super::super::client::Observer;
use super::super::{Loaded, Mode, Scope, Source, Survey};
use super::text::Text;
use super::{Opened, turn};
use crate::error::{Error, Result};

/// Threads that sort at once; each holds about a million statements.
const SORTERS: usize = 4;

/// Opens a store that is there, to ask it: many may do so at once.
///
/// # Errors
/// [`Error::Usage`] where the folder holds none; [`Error::Endpoint`] while something is loaded into it, and where it
/// cannot be read.
pub fn open(folder: &Path) -> Result<Opened> {
    let is_ours = turn::is_ours(folder);
    let turn = turn::to_ask(folder)?;
    let store = Store::open_read_only(folder);
    let store = store.or_else(|cause| if is_ours && is_unfinished(&cause) { finished(folder) } else { Err(cause) });
    Ok(Opened { store: store.map_err(|cause| failed(folder, &cause))?, _turn: turn })
}

/// Whether a store lacks what it gets when it is made, its tables or the mark of its version: a load was killed then.
fn is_unfinished(cause: &StorageError) -> bool {
    let what = cause.to_string();
    what.contains("read-write") || what.contains("Column family not found")
}

/// Opens a store whose making was killed; opened once for writing, it is whole and empty.
fn finished(folder: &Path) -> std::result::Result<Store, StorageError> {
    drop(Store::open(folder)?);
    Store::open_read_only(folder)
}

/// Loads a source into the store of a folder, which is made where it is missing: all of it or nothing, also where the
/// process is killed. Then holds what the store has against what was loaded.
///
/// # Errors
/// What reading gives; [`Error::Usage`] where the folder holds something else; [`Error::Endpoint`] where others have the
/// store open, it fails, or lacks something afterwards.
///
/// # Complexity
/// O(n log n); memory for some million statements at a time, for all of them where a graph that is not empty is replaced.
pub fn load(
    folder: &Path,
    source: &dyn Source,
    survey: &Survey,
    scope: &Scope,
    mode: Mode,
    observer: &mut dyn Observer,
) -> Result<Loaded> {
    let turn = turn::to_load(folder)?;
    let store = Store::open(folder).map_err(|cause| failed(folder, &cause))?;
    remove_leftovers(folder);
    let before = count(&store, scope).map_err(|cause| failed(folder, &cause))?;
    let replaces = mode == Mode::Replace && before > 0;
    with_text(folder, source, Some(observer), |text| {
        if replaces { replace(&store, scope, text) } else { add(&store, scope, text) }
    })?;
    store.flush().map_err(|cause| failed(folder, &cause))?;
    let after = count(&store, scope).map_err(|cause| failed(folder, &cause))?;
    let before = if replaces { 0 } else { before };
    if after != before + survey.distinct {
        let lacks = with_text(folder, source, None, |text| missing(&store, scope, text))?;
        let is_whole = lacks == 0 && before > 0 && (before..before + survey.distinct).contains(&after);
        if !is_whole || after - before < survey.with_blank_nodes {
            return Err(Error::Endpoint {
                url: folder.display().to_string(),
                what: format!("holds {after} statements; {before} before, {} loaded, {lacks} missing", survey.distinct),
                hint: "it may take two spellings of a value for one: ask it with 'pressgraph query --store DIR'"
                    .to_owned(),
            });
        }
    }
    // The store is closed before others have their turn.
    drop(store);
    drop(turn);
    Ok(Loaded { sent: survey.distinct, before, after })
}

/// Gives the text of a source to whoever takes it to its end.
fn with_text<T>(
    folder: &Path,
    source: &dyn Source,
    observer: Option<&mut dyn Observer>,
    take: impl FnOnce(&mut Text<'_>) -> std::result::Result<T, LoaderError>,
) -> Result<T> {
    std::thread::scope(|threads| {
        let (mut text, outcome) = Text::start(threads, source, observer);
        let taken = take(&mut text);
        let is_whole = text.end().is_ok();
        drop(text);
        let produced = outcome.join().unwrap_or_else(|_| Err(Error::Store { cause: "reading broke off".into() }));
        match (taken, produced) {
            (Ok(taken), Ok(())) if is_whole => Ok(taken),
            // A source that stops is the cause of a text that breaks off, unless it stopped since nobody read on.
            (Err(cause), Ok(())) | (Err(cause), Err(Error::Store { .. })) => Err(failed(folder, &cause)),
            (_, Err(error)) => Err(error),
            (Ok(_), Ok(())) => Err(Error::Store { cause: "the text was not read to its end".into() }),
        }
    })
}

/// The statements went through a parser before, or were written by us.
fn parser(scope: &Scope) -> RdfParser {
    let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
    match scope {
        Scope::Graph(iri) => parser.with_default_graph(NamedNodeRef::new_unchecked(iri)),
        Scope::Default | Scope::Dataset => parser,
    }
}

/// Writes sorted files beside the store, and takes them in at once.
fn add(store: &Store, scope: &Scope, text: &mut Text<'_>) -> std::result::Result<(), LoaderError> {
    let threads = available_parallelism().map_or(1, std::num::NonZero::get).min(SORTERS);
    let mut loader = store.bulk_loader().with_num_threads(threads);
    loader.load_from_reader(parser(scope), &mut *text)?;
    text.end().map_err(StorageError::Io)?;
    loader.commit()?;
    Ok(())
}

/// Removes and writes in one transaction.
fn replace(store: &Store, scope: &Scope, text: &mut Text<'_>) -> std::result::Result<(), LoaderError> {
    let mut transaction = store.start_transaction()?;
    match scope {
        Scope::Default => transaction.clear_graph(GraphNameRef::DefaultGraph)?,
        Scope::Graph(iri) => transaction.clear_graph(NamedNodeRef::new_unchecked(iri))?,
        Scope::Dataset => transaction.clear()?,
    }
    transaction.load_from_reader(parser(scope), &mut *text)?;
    text.end().map_err(StorageError::Io)?;
    transaction.commit()?;
    Ok(())
}

/// How many statements without blank nodes the store lacks.
fn missing(store: &Store, scope: &Scope, text: &mut Text<'_>) -> std::result::Result<u64, LoaderError> {
    let mut lacks = 0;
    for quad in parser(scope).for_reader(text) {
        let quad = quad?;
        let is_blank = quad.subject.is_blank_node() || quad.object.is_blank_node() || quad.graph_name.is_blank_node();
        // A triple term may hold a blank node.
        if !is_blank && !quad.object.is_triple() && !store.contains(&quad)? {
            lacks += 1;
        }
    }
    Ok(lacks)
}

fn count(store: &Store, scope: &Scope) -> std::result::Result<u64, StorageError> {
    let graph = match scope {
        Scope::Dataset => return store.len().map(|length| length as u64),
        Scope::Default => GraphNameRef::DefaultGraph,
        Scope::Graph(iri) => NamedNodeRef::new_unchecked(iri).into(),
    };
    store.quads_for_pattern(None, None, None, Some(graph)).try_fold(0, |count, quad| quad.map(|_| count + 1))
}

/// Files of a load that was killed: nothing refers to them.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("bulk-") && name.ends_with(".sst") {
            // One that cannot be removed takes room, and nothing else.
            fs::remove_file(entry.path()).unwrap_or(());
        }
    }
}

fn failed(folder: &Path, cause: &dyn std::error::Error) -> Error {
    let what = cause.to_string();
    if what.to_ascii_lowercase().contains("while lock file") {
        return turn::in_use(folder);
    }
    let hint = "check that the folder is a store, may be written to and has room; nothing was stored".to_owned();
    Error::Endpoint { url: folder.display().to_string(), what, hint }
}
