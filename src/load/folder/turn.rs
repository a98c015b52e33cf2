//! Whose turn it is with a folder: many who ask, or one who loads.
//!
//! RocksDB keeps two writers apart, but not a writer from those who only read.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use crate::error::{Error, Result};

/// The file that is locked. Its presence also tells that an unfinished folder is ours.
const NAME: &str = "pressgraph.lock";
/// The file that every store has.
const CURRENT: &str = "CURRENT";

/// Waits for nobody: a lock to load into a folder, which is made where it is missing.
///
/// # Errors
/// [`Error::Usage`] where the folder holds something else; [`Error::Endpoint`] where others use it or it cannot be
/// written to.
pub(super) fn to_load(folder: &Path) -> Result<File> {
    let failed = |cause: io::Error| Error::Write { path: folder.to_owned(), cause };
    fs::create_dir_all(folder).map_err(failed)?;
    let is_ours = folder.join(CURRENT).is_file() || folder.join(NAME).is_file();
    if !is_ours && fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Error::Usage {
            what: format!("{}: the folder holds something else than a store", folder.display()),
            hint: "name an empty folder, or one that is not there yet".to_owned(),
        });
    }
    let file = lock_file(folder).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(in_use(folder)),
        Err(TryLockError::Error(cause)) => Err(failed(cause)),
    }
}

/// Whether a load of ours has been in the folder.
pub(super) fn is_ours(folder: &Path) -> bool {
    folder.join(NAME).is_file()
}

/// A lock to ask the store of a folder, together with others; none where the folder cannot be written to.
///
/// # Errors
/// [`Error::Usage`] where there is no store; [`Error::Endpoint`] while something is loaded into it.
pub(super) fn to_ask(folder: &Path) -> Result<Option<File>> {
    if !folder.join(CURRENT).is_file() {
        return Err(Error::Usage {
            what: format!("{}: there is no store in this folder", folder.display()),
            hint: "make one with 'pressgraph load INPUT... --store DIR'".to_owned(),
        });
    }
    let Ok(file) = lock_file(folder) else { return Ok(None) };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(in_use(folder)),
        // A file system without locks.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn lock_file(folder: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(folder.join(NAME))
}

/// Others have the store open.
pub(super) fn in_use(folder: &Path) -> Error {
    Error::Endpoint {
        url: folder.display().to_string(),
        what: "another program has the store open".to_owned(),
        hint: "wait for it or end it; a server that has it open can be asked and loaded into over HTTP".to_owned(),
    }
}
