//! Articles and RDF files together in a store in memory, or the store of a folder, for the commands that ask it.

use std::path::{Path, PathBuf};

use super::export::provenance_parser;
use super::{Run, given};
use crate::error::Result;
use crate::graph;
use crate::load::folder::{self, Opened};
use crate::pipeline::Observer;
use crate::query::{DefaultGraph, Memory, Store, rdf_format};
use crate::rdf::{Base, Provenance, RdfOptions};
use crate::resolve::ResolveOptions;
use crate::schema::vocabulary::DEFAULT_BASE;

/// How articles among the inputs become a graph to ask.
#[derive(Debug, clap::Args)]
pub(super) struct Articles {
    /// How the facts of articles lead to their sentences
    #[arg(long, value_name = "PROFILE", value_parser = provenance_parser(), default_value = "graph")]
    provenance: Provenance,
    /// Namespace of the IRIs of articles, sentences, entities and claims
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
    #[command(flatten)]
    given: given::Files,
}

/// What is asked.
pub(super) struct Graphs<'a> {
    /// Articles, folders of them, RDF files.
    pub(super) inputs: &'a [PathBuf],
    /// The folder of a store, which is asked instead of them.
    pub(super) store: Option<&'a Path>,
    /// How the articles among them become a graph.
    pub(super) articles: &'a Articles,
}

/// What answers.
pub(super) struct Asked {
    /// The store.
    pub(super) store: Store,
    /// What a query asks that names no graph.
    pub(super) default_graph: DefaultGraph,
    /// The folder, which stays open as long as this.
    pub(super) opened: Option<Opened>,
}

impl Graphs<'_> {
    /// The store of the folder, or of the inputs; none where nothing could be read.
    ///
    /// # Errors
    /// Where the store fails or is not there.
    pub(super) fn open(&self, run: &mut Run) -> Result<Option<Asked>> {
        let base: Base = self.articles.base.parse()?;
        run.pipeline.set_given(self.articles.given.read()?);
        if let Some(folder) = self.store {
            let opened = folder::open(folder)?;
            let (store, default_graph) = (opened.store.clone(), DefaultGraph::Union);
            return Ok(Some(Asked { store, default_graph, opened: Some(opened) }));
        }
        let options = RdfOptions { base, provenance: self.articles.provenance, owl_same_as: false };
        let store = read_graphs(self.inputs, &options, run)?;
        Ok(store.map(|store| Asked { store, default_graph: DefaultGraph::AsStored, opened: None }))
    }
}

/// A store with all of it; none where nothing could be read. Inputs that cannot be used are told and left out.
///
/// # Errors
/// Where the store fails.
fn read_graphs(inputs: &[PathBuf], options: &RdfOptions, run: &mut Run) -> Result<Option<Store>> {
    let is_graph = |path: &&PathBuf| rdf_format(path).is_some() && !Path::is_dir(path);
    let (mut files, articles): (Vec<&PathBuf>, Vec<&PathBuf>) = inputs.iter().partition(is_graph);
    files.sort();
    files.dedup();
    let mut memory = Memory::new()?;
    let mut read = 0;
    if !articles.is_empty() {
        let articles: Vec<PathBuf> = articles.into_iter().cloned().collect();
        let (resolution, count) = run.pipeline.resolve(&articles, ResolveOptions::default(), &mut run.talk)?;
        read += count;
        memory.add_graph(&graph::build(&resolution), options)?;
    }
    for file in files {
        match memory.add_file(file) {
            Ok(()) => read += 1,
            Err(error) => run.talk.failed(&error),
        }
    }
    Ok((!run.talk.has_nothing(read)).then(|| memory.into_store()))
}
