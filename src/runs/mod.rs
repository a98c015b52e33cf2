//! Beside the stages: records sorted on disk, where memory does not hold them all.
//!
//! Takes byte strings in any order, gives them sorted by their bytes, each once. Must never know what they mean. Files are
//! nameless: the system takes them back when the process ends, however it ends.

mod merge;

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

use merge::Run;
pub use merge::Sorted;

/// Most bytes of a run: larger ones are no faster to merge.
const LARGEST: usize = 16 << 20;
/// Fewest bytes of a run.
const SMALLEST: usize = 1 << 16;
/// Runs that are merged at once; each needs a buffer and an open file.
const FAN_IN: usize = 128;

/// Sorts byte strings with bounded memory.
///
/// # Example
/// ```
/// use pressgraph::runs::Sorter;
/// let mut sorter = Sorter::new(&std::env::temp_dir(), 1 << 20);
/// for record in ["b", "a", "b"] {
///     sorter.push(record.as_bytes())?;
/// }
/// let mut sorted = sorter.finish()?;
/// let mut came = Vec::new();
/// while let Some(record) = sorted.next()? {
///     came.push(record.to_vec());
/// }
/// assert_eq!(came, [b"a", b"b"]);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Sorter {
    folder: PathBuf,
    most: usize,
    bytes: Vec<u8>,
    places: Vec<Place>,
    /// Runs by how often their records were merged.
    levels: Vec<Vec<File>>,
}

/// Where a record stands in memory.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
}

impl Place {
    fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..self.end as usize]
    }
}

impl Sorter {
    /// A sorter that holds about a quarter of `memory` bytes, at most 16 MiB, and writes the rest to `folder`.
    pub fn new(folder: &Path, memory: usize) -> Self {
        let most = (memory / 4).clamp(SMALLEST, LARGEST);
        Self { folder: folder.to_owned(), most, bytes: Vec::new(), places: Vec::new(), levels: Vec::new() }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// Where a run cannot be written.
    pub fn push(&mut self, record: &[u8]) -> io::Result<()> {
        let size = self.bytes.len() + record.len() + (self.places.len() + 1) * size_of::<Place>();
        if size > self.most && !self.places.is_empty() {
            self.write_run()?;
        }
        let place = |at: usize| u32::try_from(at).map_err(|_| io::Error::other("a record of more than 4 GiB"));
        let start = place(self.bytes.len())?;
        self.bytes.extend_from_slice(record);
        self.places.push(Place { start, end: place(self.bytes.len())? });
        Ok(())
    }

    /// Sorts what is in memory; each record once.
    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.places.par_sort_unstable_by(|a, b| a.of(bytes).cmp(b.of(bytes)));
        self.places.dedup_by(|a, b| a.of(bytes) == b.of(bytes));
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.sort();
        let mut writer = self.writer()?;
        for place in &self.places {
            merge::write_record(&mut writer, place.of(&self.bytes))?;
        }
        self.bytes.clear();
        self.places.clear();
        self.add(rewound(writer)?)
    }

    /// Adds a run; where a level is full, its runs become one of the next.
    fn add(&mut self, run: File) -> io::Result<()> {
        let mut run = run;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(run);
            if self.levels[level].len() < FAN_IN {
                break;
            }
            let mut sorted = Sorted::new(self.levels[level].drain(..).map(Run::of_file).collect())?;
            let mut writer = self.writer()?;
            while let Some(record) = sorted.next()? {
                merge::write_record(&mut writer, record)?;
            }
            run = rewound(writer)?;
        }
        Ok(())
    }

    fn writer(&self) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::with_capacity(1 << 17, tempfile::tempfile_in(&self.folder)?))
    }

    /// All records, sorted by their bytes, each once.
    ///
    /// # Errors
    /// Where a run cannot be read.
    pub fn finish(mut self) -> io::Result<Sorted> {
        self.sort();
        let files = self.levels.drain(..).flatten().map(Run::of_file);
        let places = self.places.iter().map(|place| (place.start as usize, place.end as usize)).collect();
        let last = Run::of_memory(self.bytes, places);
        Sorted::new(files.chain(std::iter::once(last)).collect())
    }
}

fn rewound(writer: BufWriter<File>) -> io::Result<File> {
    let mut file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.flush()?;
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn records_come_sorted_and_once_from_any_number_of_runs(
            records in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..4000), 0..400)
        ) {
            let mut sorter = Sorter::new(&std::env::temp_dir(), 1);
            for record in records.iter().chain(&records) {
                sorter.push(record).unwrap();
            }
            let mut sorted = sorter.finish().unwrap();
            let mut came = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                came.push(record.to_vec());
            }
            let expected: std::collections::BTreeSet<Vec<u8>> = records.into_iter().collect();
            prop_assert_eq!(came, expected.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn more_runs_than_are_merged_at_once_become_one() {
        let mut sorter = Sorter::new(&std::env::temp_dir(), 1);
        let record = |n: usize| format!("{:05}{}", (n * 7_919) % 5_000, "x".repeat(4_000));
        for n in 0..5_000 {
            sorter.push(record(n).as_bytes()).unwrap();
        }
        let runs: Vec<usize> = sorter.levels.iter().map(Vec::len).collect();
        assert!(runs.len() > 1 && runs.iter().all(|runs| *runs < FAN_IN), "{runs:?}");
        let mut sorted = sorter.finish().unwrap();
        for n in 0..5_000 {
            assert!(sorted.next().unwrap().unwrap().starts_with(format!("{n:05}x").as_bytes()));
        }
        assert!(sorted.next().unwrap().is_none());
    }
}
