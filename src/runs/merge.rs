//! Several sorted runs become one.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};

/// Sorted records, read one by one.
#[derive(Debug)]
pub struct Sorted {
    /// The runs that still have a record, that with the smallest first.
    heads: BinaryHeap<Head>,
    last: Vec<u8>,
    is_first: bool,
}

/// A run and the record that it has reached.
#[derive(Debug)]
struct Head {
    record: Vec<u8>,
    run: Run,
}

/// Sorted records in a file or in memory.
#[derive(Debug)]
pub(super) enum Run {
    File(BufReader<File>),
    Memory { bytes: Vec<u8>, places: std::vec::IntoIter<(usize, usize)> },
}

impl Run {
    pub(super) fn of_file(file: File) -> Self {
        Run::File(BufReader::with_capacity(1 << 15, file))
    }

    pub(super) fn of_memory(bytes: Vec<u8>, places: Vec<(usize, usize)>) -> Self {
        Run::Memory { bytes, places: places.into_iter() }
    }

    /// Reads the next record into `record`; whether there was one.
    fn read(&mut self, record: &mut Vec<u8>) -> io::Result<bool> {
        record.clear();
        match self {
            Run::File(reader) => {
                if reader.fill_buf()?.is_empty() {
                    return Ok(false);
                }
                let mut length = [0; 4];
                reader.read_exact(&mut length)?;
                let length = u64::from(u32::from_le_bytes(length));
                if reader.by_ref().take(length).read_to_end(record)? as u64 != length {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
                }
                Ok(true)
            }
            Run::Memory { bytes, places } => Ok(places.next().is_some_and(|(start, end)| {
                record.extend_from_slice(&bytes[start..end]);
                true
            })),
        }
    }
}

impl Ord for Head {
    /// The heap gives its greatest first: that with the smallest record.
    fn cmp(&self, other: &Self) -> Ordering {
        other.record.cmp(&self.record)
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl Eq for Head {}

impl Sorted {
    pub(super) fn new(runs: Vec<Run>) -> io::Result<Self> {
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for mut run in runs {
            let mut record = Vec::new();
            if run.read(&mut record)? {
                heads.push(Head { record, run });
            }
        }
        Ok(Self { heads, last: Vec::new(), is_first: true })
    }

    /// The next record that differs from the one before.
    ///
    /// # Errors
    /// Where a run cannot be read.
    #[expect(clippy::should_implement_trait, reason = "lends what it reads")]
    pub fn next(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            let Some(mut head) = self.heads.peek_mut() else { return Ok(None) };
            let is_new = self.is_first || head.record != self.last;
            if is_new {
                std::mem::swap(&mut self.last, &mut head.record);
                self.is_first = false;
            }
            let Head { record, run } = &mut *head;
            if !run.read(record)? {
                PeekMut::pop(head);
            }
            if is_new {
                return Ok(Some(&self.last));
            }
        }
    }
}

/// Writes a record as [`Run::read`] reads it.
pub(super) fn write_record(out: &mut impl Write, record: &[u8]) -> io::Result<()> {
    let length = u32::try_from(record.len()).map_err(|_| io::Error::other("a record of more than 4 GiB"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(record)
}
