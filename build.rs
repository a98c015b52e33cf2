//! Embeds every file of `schema/relations/` and `queries/`, sorted by name, so that adding a relation or a question is
//! adding a file.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    embed("schema/relations", "toml", "RELATION_FILES", "relations.rs")?;
    embed("queries", "rq", "QUERY_FILES", "queries.rs")
}

/// Writes a constant with name and text of every file of a folder that has an extension.
fn embed(folder: &str, extension: &str, constant: &str, target: &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={folder}");
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    let root = env::current_dir()?;
    let mut code =
        format!("/// Name and text of every file of `{folder}`.\npub(crate) const {constant}: &[(&str, &str)] = &[\n");
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let full = root.join(&path);
        writeln!(code, "    ({name:?}, include_str!({full:?})),").map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join(target), code)
}
