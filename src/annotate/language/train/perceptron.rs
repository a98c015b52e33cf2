//! An averaged perceptron in integers: the same weights from the same examples, on each machine.

use std::collections::BTreeMap;

use crate::annotate::language::table::{INLINE, Scorer, Scores, WAYS, WEIGHT_BITS, build};

/// Where the cells of a feature lie; an empty slot has the key 0.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    start: u32,
    length: u8,
    room: u8,
}

/// Weight of one class for one feature.
#[derive(Clone, Copy, Default)]
struct Cell {
    class: u8,
    weight: i16,
}

/// A model in training.
pub(crate) struct Perceptron {
    slots: Vec<Slot>,
    used: usize,
    cells: Vec<Cell>,
    /// For each cell, the sum of its changes, each times the moment of the change.
    moments: Vec<i64>,
    /// Number of decisions seen.
    now: i64,
}

fn find(slots: &[Slot], key: u64) -> usize {
    let mask = slots.len() - 1;
    let mut at = (key >> 20) as usize & mask;
    while slots[at].key != 0 && slots[at].key != key {
        at = (at + 1) & mask;
    }
    at
}

impl Scorer for Perceptron {
    fn add(&self, features: &[u64], scores: &mut Scores) {
        for batch in features.chunks(16) {
            let mut found = [(0, 0); 16];
            for (range, &feature) in found.iter_mut().zip(batch) {
                let slot = &self.slots[find(&self.slots, feature)];
                *range = (slot.start as usize, slot.start as usize + usize::from(slot.length));
            }
            for (start, end) in found {
                for cell in &self.cells[start..end] {
                    scores[usize::from(cell.class & 127)] += i32::from(cell.weight);
                }
            }
        }
    }
}

impl Perceptron {
    /// A model without features.
    pub(crate) fn new() -> Self {
        Self { slots: vec![Slot::default(); 1 << 16], used: 0, cells: Vec::new(), moments: Vec::new(), now: 1 }
    }

    /// Counts a decision.
    pub(crate) fn step(&mut self) {
        self.now += 1;
    }

    /// Changes the weight of a class for each of the features.
    pub(crate) fn update(&mut self, features: &[u64], class: u8, change: i16) {
        for &feature in features {
            self.update_one(feature, class, change);
        }
    }

    /// Changes the weight of a class for one feature.
    pub(crate) fn update_one(&mut self, feature: u64, class: u8, change: i16) {
        let mut at = find(&self.slots, feature);
        if self.slots[at].key == 0 {
            if self.used * 10 > self.slots.len() * 6 {
                let larger = vec![Slot::default(); self.slots.len() * 2];
                for slot in std::mem::replace(&mut self.slots, larger) {
                    if slot.key != 0 {
                        let at = find(&self.slots, slot.key);
                        self.slots[at] = slot;
                    }
                }
                at = find(&self.slots, feature);
            }
            self.used += 1;
            self.slots[at].key = feature;
        }
        let moment = i64::from(change) * self.now;
        let Slot { start, length, room, .. } = self.slots[at];
        let (start, end) = (start as usize, start as usize + usize::from(length));
        if let Some(place) = (start..end).find(|&place| self.cells[place].class == class) {
            self.cells[place].weight = self.cells[place].weight.saturating_add(change);
            self.moments[place] += moment;
            return;
        }
        let slot = &mut self.slots[at];
        let mut end = end;
        if length == room {
            // The cells move to the end, with room for as many again.
            slot.room = room.saturating_mul(2).max(2);
            slot.start = self.cells.len() as u32;
            self.cells.extend_from_within(start..end);
            self.moments.extend_from_within(start..end);
            self.cells.resize(slot.start as usize + usize::from(slot.room), Cell::default());
            self.moments.resize(self.cells.len(), 0);
            end = slot.start as usize + usize::from(length);
        }
        slot.length += 1;
        self.cells[end] = Cell { class, weight: change };
        self.moments[end] = moment;
    }

    /// The averaged weights, each times the number of decisions, of each feature that has any.
    fn averages(&self) -> Averages {
        let row = |slot: &Slot| {
            let start = slot.start as usize;
            let places = start..start + usize::from(slot.length);
            places
                .map(|at| (self.cells[at].class, i64::from(self.cells[at].weight) * self.now - self.moments[at]))
                .filter(|&(_, average)| average != 0)
                .collect::<Vec<_>>()
        };
        let rows = self.slots.iter().filter(|slot| slot.key != 0).map(|slot| (slot.key, row(slot)));
        rows.filter(|(_, row)| !row.is_empty()).collect()
    }
}

/// The sum of the averaged weights of several models: they vote.
fn sum(models: &[Perceptron]) -> Averages {
    let mut all: Averages = models.iter().flat_map(Perceptron::averages).collect();
    all.sort_by_key(|(key, _)| *key);
    let mut sums: Averages = Vec::new();
    for (key, row) in all {
        match sums.last_mut().filter(|(last, _)| *last == key) {
            None => sums.push((key, row)),
            Some((_, sum)) => {
                for (class, average) in row {
                    match sum.iter_mut().find(|(known, _)| *known == class) {
                        Some(cell) => cell.1 += average,
                        None => sum.push((class, average)),
                    }
                }
            }
        }
    }
    sums
}

/// Bytes below this one are too light to matter.
const LEAST: u8 = 18;

impl Packed {
    /// The averaged weights of models as a table and its pool; at most `features` of them, the heaviest.
    pub(crate) fn new(models: &[Perceptron], features: usize) -> Packed {
        let averages = heaviest(sum(models), features);
        let scale = Scale::new(averages.iter().flat_map(|(_, row)| row.iter().map(|&(_, average)| average)));
        let mut pool: Vec<u8> = vec![0, 0];
        // features with the same weights share a row
        let mut places: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut entries = Vec::new();
        for (key, row) in averages {
            let mut cells: Vec<_> = row.iter().map(|&(class, average)| (class, scale.byte(average))).collect();
            cells.retain(|&(_, byte)| byte.unsigned_abs() >= LEAST);
            cells.sort_unstable();
            match cells[..] {
                [] => {}
                [(class, byte)] => entries.push((key, INLINE | u32::from(class) << 8 | u32::from(byte as u8))),
                _ => {
                    let mut row = vec![cells.len().min(127) as u8];
                    row.extend(cells.into_iter().take(127).flat_map(|(class, byte)| [class, byte as u8]));
                    row.resize(row.len().next_multiple_of(2), 0);
                    let place = *places.entry(row).or_insert_with_key(|row| {
                        let place = pool.len() / 2;
                        pool.extend(row);
                        place
                    });
                    if place < INLINE as usize {
                        entries.push((key, place as u32));
                    }
                }
            }
        }
        let (table, lost) = build::<WAYS>(&entries, WEIGHT_BITS, 75, false);
        Packed { table, pool, features: entries.len(), lost }
    }

    /// The averaged weights of three classes as one table.
    pub(crate) fn triples(models: &[Perceptron], features: usize) -> Packed {
        let centred = sum(models).into_iter().map(|(key, row)| {
            let mut three = [0i64; 3];
            for (class, average) in row {
                three[usize::from(class) % 3] += average;
            }
            let mean = three.iter().sum::<i64>() / 3;
            (key, three.iter().enumerate().map(|(class, average)| (class as u8, average - mean)).collect::<Vec<_>>())
        });
        let averages = heaviest(centred.collect(), features);
        let scale = Scale::new(averages.iter().flat_map(|(_, row)| row.iter().map(|&(_, average)| average)));
        let entries: Vec<_> = averages
            .iter()
            .map(|(key, row)| {
                let value = row
                    .iter()
                    .rev()
                    .fold(0, |value, &(_, average)| (value << 8) | u32::from(scale.byte(average) as u8));
                (*key, value)
            })
            .filter(|&(_, value)| value != 0)
            .collect();
        let (table, lost) = build::<WAYS>(&entries, 24, 75, false);
        Packed { table, pool: Vec::new(), features: entries.len(), lost }
    }
}

/// Bytes of a packed model.
pub(crate) struct Packed {
    pub(crate) table: Vec<u8>,
    pub(crate) pool: Vec<u8>,
    pub(crate) features: usize,
    pub(crate) lost: usize,
}

type Averages = Vec<(u64, Vec<(u8, i64)>)>;

fn heaviest(mut averages: Averages, features: usize) -> Averages {
    averages.sort_by_key(|(key, row)| {
        let most = row.iter().map(|&(_, average)| average.abs()).max().unwrap_or(0);
        (std::cmp::Reverse(most), *key)
    });
    averages.truncate(features);
    averages
}

/// From averaged weights to bytes: the square root, so that small weights keep their precision.
struct Scale(i64);

impl Scale {
    fn new(averages: impl Iterator<Item = i64>) -> Self {
        Self(averages.map(i64::abs).max().unwrap_or(1).max(1))
    }

    fn byte(&self, average: i64) -> i8 {
        // 127 * sqrt(|average| / most), rounded, in whole numbers.
        let square = i128::from(average.abs()) * 4 * 127 * 127 / i128::from(self.0);
        let root = ((square as u64).isqrt() as i64 + 1) / 2;
        (root.min(127) * average.signum()) as i8
    }
}

/// How often features occur, roughly: rare ones only learn single words by heart.
pub(crate) struct Census(Vec<u8>);

impl Census {
    /// No feature seen yet.
    pub(crate) fn new() -> Self {
        Self(vec![0; 1 << 25])
    }

    fn place(&self, feature: u64) -> usize {
        (feature >> 13) as usize & (self.0.len() - 1)
    }

    /// Counts features.
    pub(crate) fn count(&mut self, features: &[u64]) {
        for &feature in features {
            let place = self.place(feature);
            self.0[place] = self.0[place].saturating_add(1);
        }
    }

    /// Takes out the features that occur less than `least` times.
    pub(crate) fn keep(&self, least: u8, features: &mut Vec<u64>) {
        features.retain(|&feature| self.0[self.place(feature)] >= least);
    }
}

/// A small generator with a fixed seed, for the order of examples.
pub(crate) struct Shuffle(u64);

impl Shuffle {
    /// A generator; the same seed gives the same order.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * limit as u128) >> 64) as usize
    }

    /// Puts a list in another order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}
