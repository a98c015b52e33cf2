//! The store in a folder: Oxigraph on RocksDB, which its own server opens too.
//!
//! Loading is all or nothing, also where the process is killed. Needs the feature `store`, which compiles C++; without it
//! everything here refuses, and says how to build with it.

use std::fs::File;

use oxigraph::store::Store;

#[cfg(feature = "store")]
mod engine;
#[cfg(not(feature = "store"))]
mod missing;
#[cfg(feature = "store")]
mod text;
#[cfg(feature = "store")]
mod turn;

#[cfg(feature = "store")]
pub use engine::{load, open};
#[cfg(not(feature = "store"))]
pub use missing::{load, open};

/// A store that is open to be asked; no load of ours changes it meanwhile.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What keeps loads away; none where the folder cannot be written to.
    _turn: Option<File>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").finish_non_exhaustive()
    }
}
