//! Options for what a person knows of names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::resolve::Given;

/// Files of a person, which win over what articles say.
#[derive(Debug, clap::Args)]
pub(super) struct Files {
    /// Decisions on names, which win: lines of 'same' or 'not same', a tab, a name, a tab, a name
    ///
    /// 'Company:Vexor' means a name of that type alone. Lines that start with '#' say nothing.
    #[arg(long, value_name = "FILE", help_heading = "Names")]
    merges: Vec<PathBuf>,
    /// A list of names, which wins: TSV or JSON lines of name, type, aliases and ids
    ///
    /// In TSV, aliases and ids are separated by '|'. An id is a Wikidata id (Q95) or an IRI.
    #[arg(long, value_name = "FILE", help_heading = "Names")]
    gazetteer: Vec<PathBuf>,
}

impl Files {
    /// Reads the files.
    ///
    /// # Errors
    /// [`Error::Read`] where a file cannot be read as text; [`Error::Schema`] with its line where it says nothing that is
    /// understood.
    pub(super) fn read(&self) -> Result<Given> {
        let mut given = Given::default();
        for path in &self.merges {
            given.add_decisions(&path.display().to_string(), &text(path)?)?;
        }
        for path in &self.gazetteer {
            given.add_list(&path.display().to_string(), &text(path)?)?;
        }
        Ok(given)
    }
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })
}
