//! What stands in for the store in a program that was built without it.

use std::path::Path;

use super::super::client::Observer;
use super::super::{Loaded, Mode, Scope, Source, Survey};
use super::Opened;
use crate::error::{Error, Result};

/// Refuses.
///
/// # Errors
/// [`Error::Usage`], always.
pub fn open(_folder: &Path) -> Result<Opened> {
    Err(refusal())
}

/// Refuses.
///
/// # Errors
/// [`Error::Usage`], always.
pub fn load(
    _folder: &Path,
    _source: &dyn Source,
    _survey: &Survey,
    _scope: &Scope,
    _mode: Mode,
    _observer: &mut dyn Observer,
) -> Result<Loaded> {
    Err(refusal())
}

fn refusal() -> Error {
    Error::Usage {
        what: "this program was built without stores in folders".to_owned(),
        hint: "build it with 'cargo install --path . --features store', which takes a C++ compiler, libclang and minutes; or \
               start a server (oxigraph serve --location DIR) and load with --preset oxigraph"
            .to_owned(),
    }
}
