//! Look-up tables that are used where they lie in the weight file, without being unpacked.
//!
//! A table is a row of buckets, each one cache line: twelve slots of 32 bits, then twelve bytes. The high bits of a
//! slot and its byte are a fingerprint of the key, the low bits of the slot its value; zero is an empty slot. A key
//! lives in its bucket or, in tables that spill, in the next one. The fingerprint must be long: most features that
//! are asked for are not there, and each taken for another adds a wrong weight. Tables of small values have room for
//! it in the slot: sixteen slots a bucket, and no bytes.

use prefetch_index::prefetch_index;

use super::hash;

/// Slots a bucket, where the fingerprint goes on behind them.
pub(crate) const WAYS: usize = 12;
/// Slots a bucket, where the slot holds all of the fingerprint.
pub(crate) const DENSE: usize = 16;
/// Bytes a bucket.
const BUCKET: usize = 64;

/// A table of keys and small values over bytes of the weight file, with `N` slots a bucket.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Table<'a, const N: usize = WAYS> {
    buckets: &'a [u8],
    count: u64,
    value_bits: u32,
}

impl<'a, const N: usize> Table<'a, N> {
    /// A table over `buckets`, with values of `value_bits` bits.
    pub(crate) fn new(buckets: &'a [u8], value_bits: u32) -> Self {
        Self { buckets, count: (buckets.len() / BUCKET) as u64, value_bits }
    }

    /// Whether there is no bucket.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The slot of a fingerprint in the bucket that begins at `start`, 0 if it is not there.
    #[inline(always)]
    fn slot(&self, start: usize, (first, second): (u32, u8)) -> u32 {
        let bytes: Option<&[u8; BUCKET]> =
            self.buckets.get(start..start + BUCKET).and_then(|bucket| bucket.try_into().ok());
        let Some(bytes) = bytes else { return 0 };
        let slots = bytes.as_chunks::<4>().0;
        let mut found = 0;
        // no branch: where a key is, or whether it is there, cannot be foreseen
        for way in 0..N {
            let slot = u32::from_le_bytes(slots[way]);
            let mut same = u32::from(slot >> self.value_bits == first);
            if N != DENSE {
                same &= u32::from(bytes[N * 4 + way] == second);
            }
            found |= slot & same.wrapping_neg();
        }
        found
    }

    /// Asks memory for the bucket of a key, without waiting for it.
    #[inline(always)]
    fn fetch(&self, key: u64) {
        let (home, _) = place_of(key, self.count, self.value_bits);
        prefetch_index::<u8>(self.buckets, home as usize * BUCKET);
    }

    /// The value of a key in its own bucket, 0 if it is not there.
    #[inline(always)]
    fn at_home(&self, key: u64) -> u32 {
        let (home, fingerprint) = place_of(key, self.count, self.value_bits);
        self.slot(home as usize * BUCKET, fingerprint) & ((1u32 << self.value_bits) - 1)
    }

    /// The value of a key, as hashed by [`hash::finish`].
    #[inline(always)]
    pub(crate) fn get(&self, key: u64) -> Option<u32> {
        if self.count == 0 {
            return None;
        }
        let (home, fingerprint) = place_of(key, self.count, self.value_bits);
        let mask = (1u32 << self.value_bits) - 1;
        let next = if home + 1 == self.count { 0 } else { home + 1 };
        [home, next].into_iter().find_map(|bucket| match self.slot(bucket as usize * BUCKET, fingerprint) {
            0 => None,
            slot => Some(slot & mask),
        })
    }
}

/// The bucket and the fingerprint (its first part never zero) of a key.
#[inline(always)]
fn place_of(key: u64, count: u64, value_bits: u32) -> (u64, (u32, u8)) {
    let home = ((key >> 32) * count) >> 32;
    let first = (key as u32) >> value_bits;
    (home, (first.max(1), key as u8))
}

/// Builds the bytes of a table; earlier entries have the better claim to a place.
///
/// `spill` lets an entry go to the next bucket when its own is full. Gives the bytes and the number of entries that found no place.
#[cfg(any(test, feature = "train"))]
pub(crate) fn build<const N: usize>(
    entries: &[(u64, u32)],
    value_bits: u32,
    load_percent: usize,
    spill: bool,
) -> (Vec<u8>, usize) {
    let count = (entries.len() * 100 / load_percent / N + 1) as u64;
    let mut bytes = vec![0u8; count as usize * BUCKET];
    let mut lost = 0;
    for &(key, value) in entries {
        let (home, (first, second)) = place_of(key, count, value_bits);
        let next = if home + 1 == count { 0 } else { home + 1 };
        let slot = ((first << value_bits) | value).to_le_bytes();
        let free = [home, next].into_iter().take(1 + usize::from(spill)).find_map(|bucket| {
            let start = bucket as usize * BUCKET;
            (0..N).find(|way| bytes[start + way * 4..start + way * 4 + 4] == [0; 4]).map(|way| (start, way))
        });
        match free {
            Some((start, way)) => {
                bytes[start + way * 4..start + way * 4 + 4].copy_from_slice(&slot);
                if N != DENSE {
                    bytes[start + N * 4 + way] = second;
                }
            }
            None => lost += 1,
        }
    }
    (bytes, lost)
}

/// Class scores of one decision; a class is a byte.
pub(crate) type Scores = [i32; 128];

/// What gives weight to features: packed weights, or a model that is being trained.
pub(crate) trait Scorer {
    /// Asks memory for what is known of the features, without waiting for it.
    fn fetch(&self, _features: &[u64]) {}

    /// Adds the weights of the features to the scores of the classes.
    fn add(&self, features: &[u64], scores: &mut Scores);
}

/// Features that are looked up together: memory answers many questions in the time of one.
const BATCH: usize = 128;

/// Packed weights with few classes a feature.
///
/// The value of a feature is one class with its weight, or the place of a row in the pool: a count, then pairs of
/// class and weight. A weight byte `w` stands for `w * |w|`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weights<'a> {
    table: Table<'a>,
    pool: &'a [u8],
}

/// Bits of a feature's value; the rest of the slot is its fingerprint.
pub(crate) const WEIGHT_BITS: u32 = 23;
/// Marks a value that is a class and a weight, not a place.
pub(crate) const INLINE: u32 = 1 << 22;

impl<'a> Weights<'a> {
    /// Weights over the bytes of their table and their pool, of which the first row is empty.
    pub(crate) fn new(table: &'a [u8], pool: &'a [u8]) -> Self {
        Self { table: Table::new(table, WEIGHT_BITS), pool }
    }

    /// Whether there are no weights.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

/// The weight that a byte stands for.
#[inline(always)]
pub(crate) fn weight(byte: u8) -> i32 {
    let root = i32::from(byte as i8);
    root * root.abs()
}

impl Scorer for Weights<'_> {
    #[inline]
    fn fetch(&self, features: &[u64]) {
        features.iter().for_each(|&key| self.table.fetch(key));
    }

    #[inline]
    fn add(&self, features: &[u64], scores: &mut Scores) {
        for batch in features.chunks(BATCH) {
            self.fetch(batch);
            let mut values = [0; BATCH];
            for (value, &key) in values.iter_mut().zip(batch) {
                *value = self.table.at_home(key);
                // The first row is empty: it stands for values that need no row.
                let row = if *value & INLINE == 0 { *value as usize * 2 } else { 0 };
                prefetch_index::<u8>(self.pool, row);
            }
            for &value in values.iter().take(batch.len()) {
                if value & INLINE != 0 {
                    scores[(value >> 8) as usize & 127] += weight(value as u8);
                } else if value != 0 {
                    let start = value as usize * 2;
                    let count = self.pool.get(start).copied().unwrap_or(0);
                    let row = self.pool.get(start + 1..start + 1 + 2 * usize::from(count)).unwrap_or(&[]);
                    for pair in row.as_chunks::<2>().0 {
                        scores[usize::from(pair[0] & 127)] += weight(pair[1]);
                    }
                }
            }
        }
    }
}

/// Packed weights of three classes, all of them in the slot.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TripleWeights<'a> {
    table: Table<'a>,
}

impl<'a> TripleWeights<'a> {
    /// Weights over the bytes of their table.
    pub(crate) fn new(table: &'a [u8]) -> Self {
        Self { table: Table::new(table, 24) }
    }

    /// Whether there are no weights.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

impl Scorer for TripleWeights<'_> {
    #[inline]
    fn add(&self, features: &[u64], scores: &mut Scores) {
        let mut sums = [0; 3];
        features.iter().for_each(|&key| self.table.fetch(key));
        for &key in features {
            let value = self.table.at_home(key);
            sums[0] += weight(value as u8);
            sums[1] += weight((value >> 8) as u8);
            sums[2] += weight((value >> 16) as u8);
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += sum;
        }
    }
}

/// The key of a text in a table of texts.
pub(crate) fn text_key(text: &str) -> u64 {
    hash::text(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let entries: Vec<_> = (0..1000u32).map(|n| (hash::text(&format!("word{n}")), n % 400 + 1)).collect();
        let (bytes, lost) = build::<WAYS>(&entries, 9, 50, true);
        assert_eq!(lost, 0);
        let table = Table::<WAYS>::new(&bytes, 9);
        assert!(entries.iter().all(|&(key, value)| table.get(key) == Some(value)));
        assert_eq!((0..1000).filter(|n| table.get(hash::text(&format!("other{n}"))).is_some()).count(), 0);
        let (bytes, lost) = build::<DENSE>(&entries, 9, 50, true);
        assert_eq!(lost, 0);
        let table = Table::<DENSE>::new(&bytes, 9);
        assert!(entries.iter().all(|&(key, value)| table.get(key) == Some(value)));
        assert_eq!((0..1000).filter(|n| table.get(hash::text(&format!("other{n}"))).is_some()).count(), 0);
    }
}
