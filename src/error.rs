//! What can go wrong: errors end a command, warnings are told and the run goes on.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// A failure that the user can do something about.
///
/// Messages are lower case, name file, line and cause, and end with a remedy after `hint:`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("{}: cannot read: {cause}\nhint: check that the path exists and that you may read it", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Output could not be written.
    #[error("{}: cannot write: {cause}\nhint: check that the folder exists, is writable and has room", path.display())]
    Write {
        /// The file, or `stdout`.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// One article could not be used.
    #[error("{source_name}{}: {what}\nhint: {hint}", line.map(|l| format!(":{l}")).unwrap_or_default())]
    Article {
        /// File as given, or `stdin`.
        source_name: String,
        /// 1-based line, where known.
        line: Option<usize>,
        /// What is wrong, and the cause.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// A relation, gazetteer or other schema file is wrong.
    #[error("{source_name}{}{}: {what}\nhint: {hint}", after_colon(*line), after_colon(*column))]
    Schema {
        /// File.
        source_name: String,
        /// 1-based line, where known.
        line: Option<usize>,
        /// 1-based column in characters, where known.
        column: Option<usize>,
        /// What is wrong.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// The command line asks for something that does not exist or cannot be done.
    #[error("{what}\nhint: {hint}")]
    Usage {
        /// What is wrong.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// Several files are wrong, or one in several places.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Several(Vec<Error>),
    /// An endpoint did not do what it was asked for.
    #[error("{url}: {what}\nhint: {hint}")]
    Endpoint {
        /// Its address.
        url: String,
        /// What it said, or what is wrong with what it holds.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// An RDF file is not what its name says.
    #[error("{source_name}{}: {what}\nhint: {hint}", place(*at))]
    Graph {
        /// File.
        source_name: String,
        /// 1-based line and column, where known.
        at: Option<(usize, usize)>,
        /// What is wrong, and the cause.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// A query cannot be understood or answered.
    #[error("{source_name}{}: {what}\nhint: {hint}", place(*at))]
    Query {
        /// File, name of the query, or `query`.
        source_name: String,
        /// 1-based line and column, where known.
        at: Option<(usize, usize)>,
        /// What is wrong, and the cause.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// A query was cut after its time.
    #[error("the query was cut after {} s\nhint: narrow it, put LIMIT on it, or give more time with --timeout", after.as_secs_f32())]
    TimedOut {
        /// The time that it had.
        after: Duration,
    },
    /// A query has more results than it may.
    #[error("the query has more than {limit} results\nhint: narrow it, or put LIMIT on it")]
    TooManyResults {
        /// How many it may have.
        limit: usize,
    },
    /// A triple store failed.
    #[error("the triple store failed: {cause}\nhint: check that there is enough memory and room on the disk")]
    Store {
        /// What it said.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A graph holds a term that the chosen format cannot carry.
    #[error("cannot write {format}: {what}\nhint: {hint}")]
    Unrepresentable {
        /// Name of the format.
        format: &'static str,
        /// The triple and the cause.
        what: String,
        /// What to do about it.
        hint: String,
    },
}

fn after_colon(number: Option<usize>) -> String {
    number.map(|number| format!(":{number}")).unwrap_or_default()
}

impl Error {
    /// Whether the command line or a schema is at fault (exit status 2) rather than an input (1).
    pub fn is_usage(&self) -> bool {
        match self {
            Error::Usage { .. } | Error::Schema { .. } | Error::Query { .. } => true,
            Error::Several(all) => all.iter().any(Error::is_usage),
            _ => false,
        }
    }
}

/// `:line:column`, where known.
fn place(at: Option<(usize, usize)>) -> String {
    at.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default()
}

/// Something the user should know although the run goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// File as given, or `stdin`.
    pub source_name: String,
    /// 1-based line, where known.
    pub line: Option<usize>,
    /// What was seen and what was done about it.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source_name)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The result of anything that reads or writes.
pub type Result<T> = std::result::Result<T, Error>;
