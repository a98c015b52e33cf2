//! The weight file: a magic word, a version, a checksum, named sections.

use super::hash;

/// First bytes of a weight file.
const MAGIC: &[u8; 8] = b"PRESSLNG";
/// Raised when a section changes its meaning.
const VERSION: u32 = 3;
/// Bytes of the header: magic, version, section count, checksum, nothing.
const HEADER: usize = 64;
/// Bytes of a directory line: name, start, length.
const LINE: usize = 24;

/// Why a weight file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// The file does not begin as a weight file does.
    #[error("not a weight file")]
    Magic,
    /// The file was written for another version of the program.
    #[error("weight file of version {0}, expected {VERSION}")]
    Version(u32),
    /// The file is cut short or damaged.
    #[error("weight file is damaged")]
    Damaged,
}

/// The sections of a weight file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    count: usize,
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let mut eight = [0; 8];
    eight.copy_from_slice(bytes.get(at..at + 8)?);
    Some(u64::from_le_bytes(eight))
}

/// The checksum of all that follows the header; four lanes, so that it costs little.
fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [1u64, 2, 3, 4];
    for block in bytes.chunks(32) {
        let mut padded = [0u8; 32];
        padded[..block.len()].copy_from_slice(block);
        for (lane, eight) in lanes.iter_mut().zip(padded.chunks_exact(8)) {
            *lane = hash::join(*lane, number(eight, 0).unwrap_or(0));
        }
    }
    lanes.iter().fold(bytes.len() as u64, |sum, &lane| hash::finish(hash::join(sum, lane)))
}

impl<'a> Archive<'a> {
    /// Opens a weight file.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(WeightsError::Magic);
        }
        let head = number(bytes, 8).ok_or(WeightsError::Damaged)?;
        if head as u32 != VERSION {
            return Err(WeightsError::Version(head as u32));
        }
        let count = (head >> 32) as usize;
        let body = bytes.get(HEADER..).ok_or(WeightsError::Damaged)?;
        if number(bytes, 16) != Some(checksum(body)) {
            return Err(WeightsError::Damaged);
        }
        Ok(Self { bytes, count })
    }

    /// The bytes of a section; empty where there is none of that name.
    pub(crate) fn section(&self, name: &str) -> &'a [u8] {
        for line in 0..self.count {
            let at = HEADER + line * LINE;
            let Some(found) = self.bytes.get(at..at + 8) else { break };
            if found.iter().copied().take_while(|&byte| byte != 0).eq(name.bytes().take(8)) {
                let start = number(self.bytes, at + 8).unwrap_or(0) as usize;
                let length = number(self.bytes, at + 16).unwrap_or(0) as usize;
                return self.bytes.get(start..start.saturating_add(length)).unwrap_or(&[]);
            }
        }
        &[]
    }
}

/// Writes a weight file from its sections.
#[cfg(any(test, feature = "train"))]
pub(crate) fn write(sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut directory = Vec::new();
    let first = (HEADER + sections.len() * LINE).next_multiple_of(64);
    let mut body: Vec<u8> = Vec::new();
    for (name, section) in sections {
        let mut field = [0; 8];
        for (to, from) in field.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        directory.extend_from_slice(&field);
        directory.extend_from_slice(&((first + body.len()) as u64).to_le_bytes());
        directory.extend_from_slice(&(section.len() as u64).to_le_bytes());
        body.extend_from_slice(section);
        body.resize((first + body.len()).next_multiple_of(64) - first, 0);
    }
    directory.resize(first - HEADER, 0);
    directory.extend_from_slice(&body);
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    file.extend_from_slice(&checksum(&directory).to_le_bytes());
    file.resize(HEADER, 0);
    file.extend_from_slice(&directory);
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_refused() {
        let mut file = write(&[("one", vec![1, 2, 3]), ("two", vec![4])]);
        assert_eq!(Archive::open(&file).map(|archive| archive.section("two").to_vec()), Ok(vec![4]));
        assert_eq!(Archive::open(b"").err(), Some(WeightsError::Magic));
        if let Some(last) = file.last_mut() {
            *last ^= 1;
        }
        assert_eq!(Archive::open(&file).err(), Some(WeightsError::Damaged));
    }
}
