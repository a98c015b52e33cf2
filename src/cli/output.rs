//! Where data goes: standard output, or a file that appears whole or not at all.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// A buffered output. What is written to a regular file shows under its name only after [`finish`](Self::finish);
/// dropped before, it leaves no trace and an older file of that name stays as it is.
pub(super) struct Output {
    path: PathBuf,
    sink: Sink,
}

enum Sink {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// Devices and pipes: a rename would replace them.
    Special(BufWriter<File>),
    Regular(BufWriter<NamedTempFile>),
}

impl Output {
    /// Opens a file, or standard output for `None` and `-`.
    ///
    /// # Errors
    /// [`Error::Write`] where the folder is missing or not writable.
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self { path: "stdout".into(), sink: Sink::Stdout(BufWriter::new(io::stdout().lock())) });
        };
        let sink = open_file(path).map_err(|cause| Error::Write { path: path.to_owned(), cause })?;
        Ok(Self { path: path.to_owned(), sink })
    }

    /// The error of a failed write to this output.
    pub(super) fn error(&self, cause: io::Error) -> Error {
        Error::Write { path: self.path.clone(), cause }
    }

    /// The error with the name of this output, where a writer knows it as `output` alone.
    pub(super) fn named(&self, error: Error) -> Error {
        match error {
            Error::Write { path, cause } if path == Path::new("output") => self.error(cause),
            other => other,
        }
    }

    /// Where files can stand that the output is made from: beside it, or where the system keeps such.
    pub(super) fn folder(&self) -> PathBuf {
        let beside = match &self.sink {
            Sink::Regular(file) => file.get_ref().path().parent(),
            Sink::Stdout(_) | Sink::Special(_) => None,
        };
        beside.map_or_else(std::env::temp_dir, Path::to_owned)
    }

    /// Writes what is buffered and gives the file its name.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(super) fn finish(self) -> Result<()> {
        let Self { path, sink } = self;
        let written = match sink {
            Sink::Stdout(mut stdout) => stdout.flush(),
            Sink::Special(mut file) => file.flush(),
            Sink::Regular(file) => persist(file, &path),
        };
        written.map_err(|cause| Error::Write { path, cause })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Stdout(stdout) => stdout.write(bytes),
            Sink::Special(file) => file.write(bytes),
            Sink::Regular(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Stdout(stdout) => stdout.flush(),
            Sink::Special(file) => file.flush(),
            Sink::Regular(file) => file.flush(),
        }
    }
}

fn open_file(path: &Path) -> io::Result<Sink> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        Ok(found) if !found.is_file() => Ok(Sink::Special(BufWriter::new(OpenOptions::new().write(true).open(path)?))),
        Ok(found) => temporary(path, Some(found.permissions())),
        Err(_) => temporary(path, None),
    }
}

/// What the names of unfinished files begin with; six letters and digits follow.
const UNFINISHED: &str = ".pressgraph-";

/// A file of another name beside the one to be, so that the rename stays within one file system. It is locked while its
/// process lives: what a killed one left behind goes with the next start.
fn temporary(path: &Path, permissions: Option<Permissions>) -> io::Result<Sink> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::metadata(folder)?;
    remove_abandoned(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new file: readable for all but for what the process' mask takes away.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut file;
    loop {
        // The temporary name says nothing to the user.
        file = builder.tempfile_in(folder).map_err(|cause| io::Error::from(cause.kind()))?;
        // Between its making and its lock another start may have taken it for abandoned.
        if file.as_file().lock().is_err() || file.path().exists() {
            break;
        }
    }
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(Sink::Regular(BufWriter::with_capacity(1 << 16, file)))
}

/// Removes the unfinished files of a folder whose processes have ended. What cannot be removed disturbs nobody.
fn remove_abandoned(folder: &Path) {
    let is_unfinished = |name: &str| {
        name.strip_prefix(UNFINISHED)
            .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(is_unfinished);
        if is_ours
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            fs::remove_file(entry.path()).unwrap_or(());
        }
    }
}

fn persist(file: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    // Through a symbolic link to the file it points to, so that the link stays.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    file.persist(target).map(drop).map_err(|failure| failure.error)
}

/// A value as one line of JSON. What some readers of lines take for the end of one (U+0085, U+2028, U+2029) is escaped.
///
/// # Errors
/// The value cannot be written as JSON.
pub(super) fn json_line(value: &impl serde::Serialize) -> serde_json::Result<String> {
    const ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    let mut line = serde_json::to_string(value)?;
    if line.contains(ENDS) {
        for end in ENDS {
            line = line.replace(end, &format!("\\u{:04x}", u32::from(end)));
        }
    }
    line.push('\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_line_of_json_is_one_line_to_every_reader() {
        let value = ["a\u{85}b\u{2028}c\u{2029}d\ne"];
        let line = json_line(&value).unwrap();
        assert_eq!(line, "[\"a\\u0085b\\u2028c\\u2029d\\ne\"]\n");
        assert_eq!(serde_json::from_str::<[String; 1]>(&line).unwrap(), value);
    }

    #[test]
    fn an_unfinished_file_leaves_the_old_one_and_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.nt");
        fs::write(&path, "old").unwrap();
        let mut output = Output::open(Some(&path)).unwrap();
        output.write_all(b"half").unwrap();
        drop(output);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["graph.nt"]);
    }

    #[test]
    fn a_finished_file_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.nt");
        fs::write(&path, "a much longer old file").unwrap();
        let mut output = Output::open(Some(&path)).unwrap();
        output.write_all(b"new").unwrap();
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(folder.path()), ["graph.nt"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_keeps_pointing_to_the_file_that_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.nt"), folder.path().join("b.nt"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut output = Output::open(Some(&link)).unwrap();
        output.write_all(b"new").unwrap();
        output.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        let mut output = Output::open(Some(Path::new("/dev/null"))).unwrap();
        output.write_all(b"gone").unwrap();
        output.finish().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
