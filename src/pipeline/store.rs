//! Parsed articles that are kept between runs, so that only what changed is worked on again.
//!
//! One file for each article as it was read, named by a hash of its bytes, so that nothing depends on times or names of
//! files. What is taken from here is what reading would give: the outcome never tells whether there was a store.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Languages, Notes};
use crate::error::{Error, Result, Warning};
use crate::model::ParsedArticle;
use crate::read::Unit;

/// The form of the files; another number, and the store is made anew.
const FORM: u32 = 1;
/// The file that makes a folder a store.
const MARK: &str = "pressgraph-store";

/// A folder of parsed articles.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    used: Mutex<BTreeSet<String>>,
    taken: AtomicUsize,
    missed: AtomicUsize,
}

/// What is kept of a unit.
#[derive(Serialize, Deserialize)]
struct Kept {
    line: Option<usize>,
    articles: Vec<ParsedArticle>,
    warnings: Vec<(Option<usize>, String)>,
    skipped: Vec<(Option<usize>, String)>,
}

impl Store {
    /// Opens a store, or makes one of a folder that is empty or missing.
    ///
    /// # Shape
    /// The store, and whether it was emptied because another form or another build of the program had filled it.
    ///
    /// # Errors
    /// [`Error::Usage`] for a folder with other files; [`Error::Write`] where it cannot be written.
    pub fn open(folder: &Path) -> Result<(Self, bool)> {
        let failed = |cause| Error::Write { path: folder.to_owned(), cause };
        fs::create_dir_all(folder).map_err(failed)?;
        let mark = folder.join(MARK);
        let wanted = format!("form {FORM}, pressgraph {}, build {}\n", env!("CARGO_PKG_VERSION"), build());
        let found = fs::read_to_string(&mark);
        let is_other = match &found {
            Ok(found) => *found != wanted,
            Err(_) if fs::read_dir(folder).map_err(failed)?.next().is_some() => {
                return Err(Error::Usage {
                    what: format!("{}: holds other files than those of a store", folder.display()),
                    hint: "give a folder that is empty or does not exist".to_owned(),
                });
            }
            Err(_) => false,
        };
        let store = Self {
            folder: folder.to_owned(),
            used: Mutex::default(),
            taken: AtomicUsize::new(0),
            missed: AtomicUsize::new(0),
        };
        if is_other {
            store.forget_unused().map_err(failed)?;
        }
        if is_other || found.is_err() {
            write_whole(folder, &mark, wanted.as_bytes()).map_err(failed)?;
        }
        Ok((store, is_other))
    }

    /// How many units were taken from the store, and how many were worked on.
    pub fn counts(&self) -> (usize, usize) {
        (self.taken.load(Ordering::Relaxed), self.missed.load(Ordering::Relaxed))
    }

    /// Removes what no unit asked for since the store was opened.
    ///
    /// # Errors
    /// Where a file cannot be removed.
    pub fn forget_unused(&self) -> io::Result<()> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let is_hex = |name: &str, digits: usize| name.len() == digits && name.bytes().all(|b| b.is_ascii_hexdigit());
        for shelf in fs::read_dir(&self.folder)? {
            let shelf = shelf?;
            let Some(head) = shelf.file_name().to_str().filter(|name| is_hex(name, 2)).map(str::to_owned) else {
                continue;
            };
            if !shelf.file_type()?.is_dir() {
                continue;
            }
            let mut is_empty = true;
            for file in fs::read_dir(shelf.path())? {
                let file = file?;
                let name = file.file_name();
                let name = name.to_str().unwrap_or_default();
                let is_ours = is_hex(name, 62) || name.starts_with(".tmp");
                if is_ours && !used.contains(&format!("{head}{name}")) {
                    fs::remove_file(file.path())?;
                } else {
                    is_empty = false;
                }
            }
            if is_empty {
                fs::remove_dir(shelf.path())?;
            }
        }
        Ok(())
    }

    /// What is kept of a unit, or what `parse` makes of it, which is then kept. A unit that cannot be used is not kept.
    pub(super) fn of(
        &self,
        unit: &Unit,
        languages: Languages,
        rules: &str,
        parse: impl FnOnce() -> Result<(Vec<ParsedArticle>, Notes)>,
    ) -> Result<(Vec<ParsedArticle>, Notes)> {
        let name = name(unit, languages, rules);
        let path = self.folder.join(&name[..2]).join(&name[2..]);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        let mut broken = None;
        match fs::read(&path) {
            Ok(bytes) => match opened(&bytes) {
                Some(kept) if kept.is_of(unit) => {
                    self.taken.fetch_add(1, Ordering::Relaxed);
                    return Ok(kept.given(unit));
                }
                Some(_) => {}
                None => broken = Some("broken in the store: read anew".to_owned()),
            },
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => broken = Some(format!("cannot be read from the store: {cause}")),
        }
        self.missed.fetch_add(1, Ordering::Relaxed);
        let (articles, mut notes) = parse()?;
        if let Err(cause) = keep(&path, unit.line, &articles, &notes) {
            broken = Some(format!("cannot be kept in the store: {cause}"));
        }
        let warning = |what| Warning { source_name: unit.source_name.clone(), line: unit.line, what };
        notes.warnings.extend(broken.map(warning));
        Ok((articles, notes))
    }
}

impl Kept {
    /// Whether this is what reading the unit would give: lines are named in warnings, and in ids where articles have none.
    fn is_of(&self, unit: &Unit) -> bool {
        let is_named = |line: usize| self.articles.iter().any(|article| article.id.ends_with(&format!("-{line}")));
        self.line == unit.line
            || (self.warnings.is_empty()
                && self.skipped.is_empty()
                && !self.line.into_iter().chain(unit.line).any(is_named))
    }

    fn given(self, unit: &Unit) -> (Vec<ParsedArticle>, Notes) {
        let told = |notes: Vec<(Option<usize>, String)>| {
            let warning = |(line, what)| Warning { source_name: unit.source_name.clone(), line, what };
            notes.into_iter().map(warning).collect()
        };
        (self.articles, Notes { warnings: told(self.warnings), skipped: told(self.skipped) })
    }
}

/// The hash of all that reading a unit depends on but its line.
fn name(unit: &Unit, languages: Languages, rules: &str) -> String {
    let mut hash = Sha256::new();
    hash.update([u8::from(languages == Languages::Any), u8::from(unit.line.is_some())]);
    hash.update((rules.len() as u64).to_le_bytes());
    hash.update(rules);
    hash.update((unit.source_name.len() as u64).to_le_bytes());
    hash.update(&unit.source_name);
    hash.update(&unit.bytes);
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of the program itself: rules and models are part of it.
fn build() -> String {
    let program = std::env::current_exe().and_then(fs::read);
    program.map_or_else(|_| "unknown".to_owned(), |bytes| hex(&Sha256::digest(bytes)))
}

/// What a file holds, if its checksum holds.
fn opened(bytes: &[u8]) -> Option<Kept> {
    let (sum, rest) = bytes.split_at_checked(32)?;
    (sum == Sha256::digest(rest).as_slice()).then(|| serde_json::from_slice(rest).ok())?
}

fn keep(path: &Path, line: Option<usize>, articles: &[ParsedArticle], notes: &Notes) -> io::Result<()> {
    let told = |notes: &[Warning]| notes.iter().map(|warning| (warning.line, warning.what.clone())).collect();
    let kept =
        Kept { line, articles: articles.to_vec(), warnings: told(&notes.warnings), skipped: told(&notes.skipped) };
    let json = serde_json::to_vec(&kept)?;
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    write_whole(folder, path, &[Sha256::digest(&json).as_slice(), &json].concat())
}

/// Writes a file that appears whole or not at all.
fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(drop).map_err(|failure| failure.error)
}
