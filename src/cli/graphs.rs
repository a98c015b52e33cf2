//! Articles and RDF files together in a store in memory, for the commands that ask it.

use std::path::{Path, PathBuf};

use crate::query::Store;

use super::Run;
use crate::error::Result;
use crate::graph;
use crate::pipeline::Observer;
use crate::query::{Memory, rdf_format};
use crate::rdf::{Base, Provenance, RdfOptions};
use crate::resolve::ResolveOptions;

/// What is asked.
pub(super) struct Graphs<'a> {
    /// Articles, folders of them, RDF files.
    pub(super) inputs: &'a [PathBuf],
    /// How the facts of articles lead to their sentences.
    pub(super) provenance: Provenance,
    /// Where what articles tell of stands.
    pub(super) base: Base,
}

/// A store with all of it; none where nothing could be read. Inputs that cannot be used are told and left out.
///
/// # Errors
/// Where the store fails.
pub(super) fn read_graphs(graphs: &Graphs<'_>, run: &mut Run) -> Result<Option<Store>> {
    let is_graph = |path: &&PathBuf| rdf_format(path).is_some() && !Path::is_dir(path);
    let (mut files, articles): (Vec<&PathBuf>, Vec<&PathBuf>) = graphs.inputs.iter().partition(is_graph);
    files.sort();
    files.dedup();
    let mut memory = Memory::new()?;
    let mut read = 0;
    if !articles.is_empty() {
        let articles: Vec<PathBuf> = articles.into_iter().cloned().collect();
        let (resolution, count) = run.pipeline.resolve(&articles, ResolveOptions::default(), &mut run.talk)?;
        read += count;
        let options = RdfOptions { base: graphs.base.clone(), provenance: graphs.provenance, owl_same_as: false };
        memory.add_graph(&graph::build(&resolution), &options)?;
    }
    for file in files {
        match memory.add_file(file) {
            Ok(()) => read += 1,
            Err(error) => run.talk.failed(&error),
        }
    }
    Ok((!run.talk.has_nothing(read)).then(|| memory.into_store()))
}
