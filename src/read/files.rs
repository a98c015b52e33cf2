//! Turns arguments into files: folders recursively and sorted, `-` as stdin.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::error::Error;

/// Turns the arguments of a command into files: folders recursively and sorted, `-` as stdin.
///
/// # Shape
/// Files in the order of the arguments, those of a folder sorted by path; a file that is named twice comes once.
/// Within a folder, hidden files and folders are passed over, and so are files whose extension says that they are no
/// articles: graphs, such as this program writes, pictures, styles and scripts. Named files are always read.
///
/// # Errors
/// One error for each path that does not exist, cannot be read, or is a folder without files; the others still come.
pub fn expand(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Error>) {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            if seen.insert(path.clone()) {
                files.push(path.clone());
            }
            continue;
        }
        match std::fs::metadata(path) {
            Err(cause) => errors.push(Error::Read { path: path.clone(), cause }),
            Ok(metadata) if metadata.is_dir() => {
                let before = errors.len();
                let found = walk(path, &mut errors);
                if found.is_empty() && errors.len() == before {
                    errors.push(empty(path));
                }
                files.extend(found.into_iter().filter(|file| seen.insert(file.clone())));
            }
            Ok(_) => {
                if seen.insert(path.clone()) {
                    files.push(path.clone());
                }
            }
        }
    }
    (files, errors)
}

fn walk(folder: &Path, errors: &mut Vec<Error>) -> Vec<PathBuf> {
    let is_shown = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).into_iter().filter_entry(is_shown) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_candidate(entry.path()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let cause =
                    error.into_io_error().unwrap_or_else(|| io::Error::other("a link leads back to its folder"));
                errors.push(Error::Read { path, cause });
            }
        }
    }
    files.sort();
    files
}

/// Extensions of files that stand beside articles and are none.
const NO_ARTICLES: [&str; 32] = [
    "avif", "bmp", "css", "dot", "gif", "gv", "gz", "ico", "jpeg", "jpg", "js", "jsonld", "map", "mp3", "mp4", "n3",
    "nq", "nt", "pdf", "png", "rdf", "scss", "svg", "tif", "trig", "ttf", "ttl", "webm", "webp", "woff", "woff2",
    "zip",
];

fn is_candidate(file: &Path) -> bool {
    let extension = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    NO_ARTICLES.binary_search(&extension.as_str()).is_err()
}

fn empty(folder: &Path) -> Error {
    Error::Article {
        source_name: super::source_name(folder),
        line: None,
        what: "the folder holds no articles".to_owned(),
        hint: "name a folder with articles; hidden files, graphs, pictures, styles and scripts are passed over"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_what_is_missing_is_told() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        std::fs::create_dir_all(at("b/c")).unwrap();
        std::fs::create_dir_all(at("empty")).unwrap();
        for name in ["b/z.md", "b/c/y.txt", "a.txt", "b/.hidden", "b/c/graph.ttl", "b/photo.JPG", "empty/logo.svg"] {
            std::fs::write(at(name), "x").unwrap();
        }
        let (files, errors) =
            expand(&[at("b"), PathBuf::from("-"), at("none"), at("a.txt"), at("empty"), at("b/z.md")]);
        assert_eq!(files, [at("b/c/y.txt"), at("b/z.md"), PathBuf::from("-"), at("a.txt")]);
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 2);
        assert!(errors[0].contains("none: cannot read") && errors[0].contains("hint:"), "{}", errors[0]);
        assert!(errors[1].contains("empty: the folder holds no articles"), "{}", errors[1]);
    }
}
