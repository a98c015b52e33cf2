//! A graph that is written without ever being in memory: two walks over the articles, sorted runs between.
//!
//! The first walk reads, annotates and extracts; parsed articles go to a file, names stay. Which names are one entity is
//! decided over all of them. The second walk takes each parsed article alone, turns what it says into the records of a
//! format, and sorts these on disk. Every article is one record of the first file, so memory holds names, not facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{Notes, Observer, Pipeline, Reading};
use crate::error::{Error, Result, Warning};
use crate::export;
use crate::export::{ExportOptions, Format, Part, Streaming};
use crate::graph::{self, Entity};
use crate::model::{EntityKey, FactObject, FactRecord, ParsedArticle, Resolution, ResolvedEntity, Source};
use crate::rdf::{Dataset, RdfOptions};
use crate::resolve::{self, ResolveOptions, Settlement};
use crate::runs::Sorter;

/// Articles that are worked on together in the second walk.
const CHUNK: usize = 512;

/// Parsed articles on disk, and what they call things.
#[derive(Debug)]
pub struct Spilled<'p> {
    pipeline: &'p Pipeline,
    options: ResolveOptions,
    folder: PathBuf,
    memory: usize,
    file: File,
    spots: Vec<Spot>,
    /// Entities without facts, settled.
    names: Resolution,
    settlement: Settlement,
}

/// Where a parsed article stands in the file.
#[derive(Debug, Clone, Copy)]
struct Spot {
    /// First bytes of the hash of the article's key.
    key: u64,
    offset: u64,
    length: u32,
}

/// What the first walk takes from an article.
struct Taken {
    key: u64,
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
                let Taken { key, line, names: own } = taken.map_err(failed)?;
                let length = u32::try_from(line.len()).map_err(|_| failed(io::Error::other("an article of 4 GiB")))?;
                writer.write_all(&line).map_err(failed)?;
                spots.push(Spot { key, offset, length });
                offset += u64::from(length);
                resolve::merge(&mut names, own);
                Ok(())
            },
        )?;
        let file = writer.into_inner().map_err(|error| failed(error.into_error()))?;
        let (folder, file) = (folder.to_owned(), file);
        let settlement = resolve::decide(&names, &self.given);
        let names = settlement.apply(names);
        Ok(Spilled { pipeline: self, options, folder, memory, file, spots, names, settlement })
    }

    fn taken(&self, unit: &crate::read::Unit, options: ResolveOptions) -> Result<(Vec<io::Result<Taken>>, Notes)> {
        let (articles, mut notes) = self.parsed_unit(unit)?;
        let warning = |what| Warning { source_name: unit.source_name.clone(), line: unit.line, what };
        notes.warnings.extend(articles.iter().flat_map(resolve::problems).map(warning));
        let taken = |article: &ParsedArticle| {
            let mut names = resolve::resolve_with(article, options);
            names.facts.clear();
            names.articles.clear();
            names.unnamed.clear();
            Ok(Taken { key: key_hash(&resolve::article_key(article)), line: serde_json::to_vec(article)?, names })
        };
        Ok((articles.iter().map(taken).collect(), notes))
    }
}

fn key_hash(article_key: &str) -> u64 {
    Sha256::digest(article_key.as_bytes()).first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
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
        let entities = graph::build(&self.names);
        let mut result = Ok(());
        (streaming.records)(&Dataset::new(&entities, &rdf), Part::Entities, &mut |record| {
            if result.is_ok() {
                result = sorter.push(record);
            }
        });
        result.map_err(failed)?;
        let names: Vec<&Entity> = entities.entities().collect();
        let groups = groups(&self.spots);
        let mut reader = Spots { reader: BufReader::with_capacity(1 << 18, &self.file), at: u64::MAX };
        for chunk in groups.chunks(CHUNK) {
            let lines: io::Result<Vec<Vec<Vec<u8>>>> =
                chunk.iter().map(|group| group.iter().map(|spot| reader.read(*spot)).collect()).collect();
            let lines = lines.map_err(failed)?;
            let work = |group: Vec<Vec<u8>>| self.records(&group, &names, streaming, &rdf);
            let records: Vec<io::Result<Records>> =
                self.pipeline.threads.install(|| lines.into_par_iter().map(work).collect());
            // Within the pool, so that no more threads than asked for sort a run.
            self.pipeline.threads.install(|| add(&mut sorter, records)).map_err(failed)?;
        }
        let mut sorted = self.pipeline.threads.install(|| sorter.finish()).map_err(failed)?;
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
            let article: ParsedArticle = serde_json::from_slice(line)?;
            resolve::merge(&mut said, resolve::resolve_with(&article, self.options));
        }
        let graph = graph::build(&named(self.settlement.apply(said), names));
        let mut records = Records::default();
        (streaming.records)(&Dataset::new(&graph, rdf), Part::Article, &mut |record| {
            records.bytes.extend_from_slice(record);
            records.ends.push(records.bytes.len());
        });
        Ok(records)
    }
}

fn add(sorter: &mut Sorter, records: Vec<io::Result<Records>>) -> io::Result<()> {
    for one in records {
        let Records { bytes, ends } = one?;
        let mut start = 0;
        for end in ends {
            sorter.push(&bytes[start..end])?;
            start = end;
        }
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
fn named(said: Resolution, names: &[&Entity]) -> Resolution {
    let facts: BTreeMap<FactRecord, BTreeSet<Source>> = said.facts;
    let mut entities: BTreeMap<EntityKey, ResolvedEntity> = BTreeMap::new();
    let ends = facts.keys().flat_map(|fact| {
        let object = match &fact.object {
            FactObject::Entity(key) => Some(key),
            FactObject::Date(_) => None,
        };
        std::iter::once(&fact.subject).chain(object)
    });
    for key in ends {
        if let Ok(at) = names.binary_search_by(|entity| entity.key.cmp(key)) {
            let entity = entities.entry(key.clone()).or_default();
            entity.names.entry(names[at].name.clone()).or_default().insert((true, String::new()));
        }
    }
    Resolution { entities, facts, articles: said.articles, ..Resolution::default() }
}

/// The spots, those of one key together, each group where its first stands. Where two keys share a hash, their articles
/// are worked on together, which changes nothing.
fn groups(spots: &[Spot]) -> Vec<Vec<Spot>> {
    let mut keys: Vec<u64> = spots.iter().map(|spot| spot.key).collect();
    keys.sort_unstable();
    let repeated: BTreeSet<u64> =
        keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect();
    let mut together: BTreeMap<u64, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Spot>> = Vec::with_capacity(spots.len());
    for spot in spots {
        match together.get(&spot.key) {
            Some(at) => groups[*at].push(*spot),
            None => {
                if repeated.contains(&spot.key) {
                    together.insert(spot.key, groups.len());
                }
                groups.push(vec![*spot]);
            }
        }
    }
    groups
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
