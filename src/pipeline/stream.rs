//! A graph that is written without ever being in memory: two walks over the articles, sorted runs between.
//!
//! The first walk reads, annotates and extracts; what an article says goes to a file, names stay. Which names are one entity
//! is decided over all of them. The second walk takes what each article says alone, turns it into the records of a format,
//! and sorts these on disk. Every article is one record of the first file, so memory holds names, not facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::said::Said;
use super::{Notes, Observer, Pipeline, Reading, ordered};
use crate::error::{Error, Result, Warning};
use crate::export;
use crate::export::{ExportOptions, Format, Part, Streaming};
use crate::graph::{self, Entity, KnowledgeGraph};
use crate::model::{ArticleId, EntityKey, FactObject, ParsedArticle, Resolution, ResolvedEntity};
use crate::rdf::{Dataset, RdfOptions};
use crate::resolve::{self, ResolveOptions, Settlement};
use crate::runs::Sorter;

/// What articles say, on disk, and what they call things.
#[derive(Debug)]
pub struct Spilled<'p> {
    pipeline: &'p Pipeline,
    folder: PathBuf,
    memory: usize,
    file: File,
    spots: Vec<Spot>,
    /// Entities without facts, but for those of single articles.
    entities: KnowledgeGraph,
    settlement: Settlement,
}

/// Where what an article says stands in the file.
#[derive(Debug, Clone, Copy)]
struct Spot {
    article: ArticleId,
    offset: u64,
    length: u32,
}

/// What the first walk takes from an article.
struct Taken {
    article: ArticleId,
    line: Vec<u8>,
    names: Resolution,
}

impl Pipeline {
    /// Reads and parses every article of `paths` and keeps what they say on disk, in nameless files of `folder`.
    ///
    /// # Shape
    /// `memory` bounds what [`Spilled::write`] sorts at a time. Names of entities stay in memory, texts and facts do not.
    /// Inputs that cannot be used go to `observer`, as with [`resolve`](Self::resolve).
    ///
    /// # Errors
    /// [`Error::Write`] where the folder cannot be written to.
    pub fn spill(
        &self,
        paths: &[PathBuf],
        options: ResolveOptions,
        folder: &Path,
        memory: usize,
        observer: &mut dyn Observer,
    ) -> Result<Spilled<'_>> {
        let failed = |cause| Error::Write { path: folder.to_owned(), cause };
        let file = tempfile::tempfile_in(folder).map_err(|cause| failed(io::Error::from(cause.kind())))?;
        let mut writer = BufWriter::with_capacity(1 << 18, file);
        let mut spots: Vec<Spot> = Vec::new();
        let mut names = Resolution::default();
        let mut offset = 0;
        self.run(
            paths,
            observer,
            Reading::Articles,
            |unit| self.taken(unit, options),
            |taken: io::Result<Taken>| {
                let Taken { article, line, names: own } = taken.map_err(failed)?;
                let length = u32::try_from(line.len()).map_err(|_| failed(io::Error::other("an article of 4 GiB")))?;
                writer.write_all(&line).map_err(failed)?;
                spots.push(Spot { article, offset, length });
                offset += u64::from(length);
                resolve::merge(&mut names, own);
                Ok(())
            },
        )?;
        let file = writer.into_inner().map_err(|error| failed(error.into_error()))?;
        let (folder, file) = (folder.to_owned(), file);
        let mut settlement = resolve::decide(&names, &self.given);
        settlement.merges.clear();
        names.entities.retain(|key, _| !settlement.is_scoped(key));
        let entities = graph::build(&settlement.apply(names));
        Ok(Spilled { pipeline: self, folder, memory, file, spots, entities, settlement })
    }

    fn taken(&self, unit: &crate::read::Unit, options: ResolveOptions) -> Result<(Vec<io::Result<Taken>>, Notes)> {
        let (articles, mut notes) = self.parsed_unit(unit)?;
        let warning = |what| Warning { source_name: unit.source_name.clone(), line: unit.line, what };
        notes.warnings.extend(articles.iter().flat_map(resolve::problems).map(warning));
        let taken = |article: &ParsedArticle| {
            let mut names = resolve::resolve_with(article, options);
            let key = resolve::article_key(article);
            let id = ArticleId::of(&key);
            let line = serde_json::to_vec(&Said::taken_from(&mut names, key))?;
            Ok(Taken { article: id, line, names })
        };
        Ok((articles.iter().map(taken).collect(), notes))
    }
}

impl Spilled<'_> {
    /// How many articles were read.
    pub fn articles(&self) -> usize {
        self.spots.len()
    }

    /// Writes the graph of the articles, the same to the byte as [`export::write`] does from memory.
    ///
    /// # Errors
    /// [`Error::Usage`] where the format cannot carry the profile; [`Error::Write`] where `out` or the folder of the runs
    /// fails.
    ///
    /// # Complexity
    /// O(n log n) for n statements; memory for the names of entities, one chunk of articles and one run.
    pub fn write(
        self,
        format: &Format,
        streaming: Streaming,
        options: &ExportOptions,
        out: &mut dyn Write,
    ) -> Result<()> {
        let provenance = export::profile(format, options.provenance)?;
        let rdf = RdfOptions { base: options.base.clone(), provenance, owl_same_as: options.owl_same_as };
        let failed = |cause| Error::Write { path: self.folder.clone(), cause };
        let mut sorter = Sorter::new(&self.folder, self.memory);
        let mut result = Ok(());
        (streaming.records)(&Dataset::new(&self.entities, &rdf), Part::Entities, &mut |record| {
            if result.is_ok() {
                result = sorter.push(record);
            }
        });
        result.map_err(failed)?;
        let names: Vec<&Entity> = self.entities.entities().collect();
        let threads = &self.pipeline.threads;
        let mut reader = Spots { reader: BufReader::with_capacity(1 << 18, &self.file), at: u64::MAX };
        let lines = groups(&self.spots)
            .map(|group| group.iter().map(|spot| reader.read(*spot)).collect::<io::Result<Vec<Vec<u8>>>>());
        let bytes =
            |lines: &io::Result<Vec<Vec<u8>>>| lines.as_ref().map_or(0, |lines| lines.iter().map(Vec::len).sum());
        let work = |lines: io::Result<Vec<Vec<u8>>>| self.records(&lines?, &names, streaming, &rdf);
        ordered::in_order(threads.current_num_threads(), lines, bytes, work, |records: io::Result<Records>| {
            let records = records.map_err(failed)?;
            // Within the pool, so that no more threads than asked for sort a run.
            threads.install(|| add(&mut sorter, &records)).map_err(failed)
        })?;
        let mut sorted = threads.install(|| sorter.finish()).map_err(failed)?;
        let mut out = BufWriter::with_capacity(1 << 16, out);
        (streaming.write)(&mut sorted, &options.base, options, &mut out)?;
        out.flush().map_err(|cause| Error::Write { path: PathBuf::from("output"), cause })
    }

    /// The records of the articles of one key.
    fn records(
        &self,
        group: &[Vec<u8>],
        names: &[&Entity],
        streaming: Streaming,
        rdf: &RdfOptions,
    ) -> io::Result<Records> {
        let mut said = Resolution::default();
        for line in group {
            let one: Said = serde_json::from_slice(line)?;
            resolve::merge(&mut said, one.into_resolution());
        }
        let mut own = Resolution::default();
        for (key, entity) in std::mem::take(&mut said.entities) {
            if self.settlement.is_scoped(&key) {
                own.entities.insert(key, entity);
            }
        }
        let own = graph::build(&self.settlement.apply(own));
        let own_names: Vec<&Entity> = own.entities().collect();
        let graph = graph::build(&named(self.settlement.apply(said), [names, &own_names]));
        let mut records = Records::default();
        for (graph, part) in [(&own, Part::Entities), (&graph, Part::Article)] {
            (streaming.records)(&Dataset::new(graph, rdf), part, &mut |record| {
                records.bytes.extend_from_slice(record);
                records.ends.push(records.bytes.len());
            });
        }
        Ok(records)
    }
}

fn add(sorter: &mut Sorter, records: &Records) -> io::Result<()> {
    let mut start = 0;
    for end in &records.ends {
        sorter.push(&records.bytes[start..*end])?;
        start = *end;
    }
    Ok(())
}

/// Records one after the other.
#[derive(Debug, Default)]
struct Records {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// What an article says, of the entities that facts concern, each with the one name that all articles give it.
fn named(mut said: Resolution, names: [&[&Entity]; 2]) -> Resolution {
    let mut entities: BTreeMap<EntityKey, ResolvedEntity> = BTreeMap::new();
    let ends = said.facts.keys().flat_map(|fact| {
        let object = match &fact.object {
            FactObject::Entity(key) => Some(key),
            FactObject::Date(_) => None,
        };
        std::iter::once(&fact.subject).chain(object)
    });
    for key in ends.collect::<BTreeSet<_>>() {
        let found = names.iter().find_map(|names| {
            let at = names.binary_search_by(|entity| entity.key.cmp(key)).ok()?;
            Some(names[at])
        });
        if let Some(found) = found {
            let entity = entities.entry(key.clone()).or_default();
            entity.names.insert(found.name.clone(), Default::default());
        }
    }
    said.entities = entities;
    said
}

/// The spots, those of one article together where its first stands.
fn groups(spots: &[Spot]) -> impl Iterator<Item = Vec<Spot>> {
    let mut articles: Vec<ArticleId> = spots.iter().map(|spot| spot.article).collect();
    articles.sort_unstable();
    let repeated = articles.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
    let mut together: BTreeMap<ArticleId, Vec<Spot>> = repeated.map(|same| (same[0], Vec::new())).collect();
    for spot in spots {
        if let Some(group) = together.get_mut(&spot.article) {
            group.push(*spot);
        }
    }
    spots.iter().filter_map(move |spot| match together.get(&spot.article) {
        None => Some(vec![*spot]),
        Some(group) => (group[0].offset == spot.offset).then(|| group.clone()),
    })
}

/// Reads articles from the file, mostly one after the other.
struct Spots<'f> {
    reader: BufReader<&'f File>,
    at: u64,
}

impl Spots<'_> {
    fn read(&mut self, spot: Spot) -> io::Result<Vec<u8>> {
        if self.at != spot.offset {
            self.reader.seek(SeekFrom::Start(spot.offset))?;
        }
        let mut line = vec![0; spot.length as usize];
        self.reader.read_exact(&mut line)?;
        self.at = spot.offset + u64::from(spot.length);
        Ok(line)
    }
}
