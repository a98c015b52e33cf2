//! Fixed hashing: the same number for the same text on each machine and in each version.

/// An odd multiplier with well spread bits (2^64 divided by the golden ratio).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Joins a value to a running hash.
#[inline(always)]
pub(crate) fn join(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(SPREAD);
    mixed ^ (mixed >> 29)
}

/// Spreads the bits once more, so that any part of the hash may serve as an index.
#[inline(always)]
pub(crate) fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}

/// The hash of a text.
pub(crate) fn text(text: &str) -> u64 {
    let mut hash = SPREAD;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let mut eight = [0; 8];
        eight.copy_from_slice(chunk);
        hash = join(hash, u64::from_le_bytes(eight));
    }
    let mut last = chunks.remainder().len() as u64;
    for &byte in chunks.remainder() {
        last = (last << 8) | u64::from(byte);
    }
    finish(join(hash, last))
}

/// The hash of the two or three values of one feature template.
#[inline(always)]
pub(crate) fn feature(template: u64, first: u64, second: u64) -> u64 {
    finish(join(join(template.wrapping_mul(SPREAD), first), second.wrapping_add(0x51_7CC1)))
}
