//! The relations of a run: those that the program brings, and those of a folder of the user's.
//!
//! A file of the user's with the name of an embedded one stands in its place; every other one comes beside them. So a
//! relation can be mended or silenced without touching the rest.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::relation::Relation;
use super::relation_file::RelationFile;
use crate::error::{Error, Result};

include!(concat!(env!("OUT_DIR"), "/relations.rs"));

/// The embedded relations, sorted by name; parsed once a process.
///
/// # Errors
/// [`Error::Schema`] where an embedded file is wrong; the test suite keeps that from being released.
pub fn relations() -> Result<&'static [Relation]> {
    static RELATIONS: OnceLock<std::result::Result<Vec<Relation>, Vec<String>>> = OnceLock::new();
    let parsed = RELATIONS.get_or_init(|| {
        let files: Vec<File> = RELATION_FILES
            .iter()
            .map(|(name, text)| File {
                name: (*name).to_owned(),
                source_name: format!("schema/relations/{name}.toml"),
                text: (*text).to_owned(),
                is_embedded: true,
            })
            .collect();
        parse(&files).map_err(|errors| errors.iter().map(ToString::to_string).collect())
    });
    parsed.as_deref().map_err(|errors| Error::Schema {
        source_name: "schema/relations".to_owned(),
        line: None,
        column: None,
        what: errors.join("\n"),
        hint: "mend the file and build again".to_owned(),
    })
}

/// The embedded relations with those of a folder: every `*.toml` in it, sorted by name; folders below are not read.
///
/// # Shape
/// Sorted by name. Predicates that the files define are known to the whole process from here on.
///
/// # Errors
/// [`Error::Read`] where the folder or a file cannot be read, [`Error::Usage`] where it holds no relation file,
/// [`Error::Several`] with everything that is wrong in all of them.
pub fn relations_with(folder: &Path) -> Result<Vec<Relation>> {
    let own = parse(&files_of(folder)?).map_err(Error::Several)?;
    let mut by_name: BTreeMap<String, Relation> =
        relations()?.iter().map(|relation| (relation.name.clone(), relation.clone())).collect();
    by_name.extend(own.into_iter().map(|relation| (relation.name.clone(), relation)));
    Ok(by_name.into_values().collect())
}

struct File {
    name: String,
    source_name: String,
    text: String,
    is_embedded: bool,
}

fn files_of(folder: &Path) -> Result<Vec<File>> {
    let unreadable = |path: &Path, cause| Error::Read { path: path.to_owned(), cause };
    let entries: std::io::Result<Vec<_>> =
        fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut paths = entries.map_err(|cause| unreadable(folder, cause))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    if paths.is_empty() {
        return Err(Error::Usage {
            what: format!("{}: no relation file is in this folder", folder.display()),
            hint: "relation files end with .toml; schema/relations/README.md explains their form".to_owned(),
        });
    }
    let file = |path: &Path| {
        let text = fs::read_to_string(path).map_err(|cause| unreadable(path, cause))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(File { name, source_name: path.display().to_string(), text, is_embedded: false })
    };
    paths.iter().map(|path| file(path)).collect()
}

/// Parses files: first what predicates they define, then what they say of them.
fn parse(files: &[File]) -> std::result::Result<Vec<Relation>, Vec<Error>> {
    let mut errors = Vec::new();
    let mut sound = Vec::new();
    let forms: Vec<_> =
        files.par_iter().map(|file| RelationFile::read(&file.name, &file.source_name, &file.text)).collect();
    for (file, form) in files.iter().zip(forms) {
        match form {
            Ok(form) => match form.define() {
                Ok(()) => sound.push((file, form)),
                Err(of_file) => errors.extend(of_file),
            },
            Err(error) => errors.push(error),
        }
    }
    let mut relations = Vec::new();
    let of_user = |file: &File| (!file.is_embedded).then(|| file.source_name.clone());
    let read: Vec<_> = sound.into_par_iter().map(|(file, form)| form.relation(of_user(file))).collect();
    for relation in read {
        match relation {
            Ok(relation) => relations.push(relation),
            Err(of_file) => errors.extend(of_file),
        }
    }
    errors.sort_by_key(|error| match error {
        Error::Schema { source_name, line, column, .. } => (source_name.clone(), *line, *column),
        _ => (String::new(), None, None),
    });
    if errors.is_empty() { Ok(relations) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::PREDICATES;

    #[test]
    fn embedded_relations_cover_all_predicates() {
        let relations = relations().unwrap();
        // that something is a version of another, its name says
        for predicate in PREDICATES.into_iter().filter(|predicate| predicate.name != "versionOf") {
            let of: Vec<_> = relations.iter().filter(|r| r.predicate.name == predicate.name).collect();
            assert!(!of.is_empty(), "no relation file states {}", predicate.name);
            assert!(
                of.iter().all(|r| !r.accepts.is_empty() && !r.rejects.is_empty()),
                "{} lacks sentences",
                predicate.name
            );
        }
    }
}
