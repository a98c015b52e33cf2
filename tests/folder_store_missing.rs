//! Without the feature `store`, whoever asks for a store in a folder learns how to get one.

#![cfg(not(feature = "store"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

#[test]
fn a_program_without_stores_says_how_to_build_one_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").display().to_string();
    for arguments in [
        vec!["load", "seeds", "--store", &store],
        vec!["query", "--store", &store, "ASK {}"],
        vec!["serve", "--store", &store],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_pressgraph"))
            .args(&arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.starts_with("error: this program was built without stores in folders"), "{arguments:?}: {said}");
        assert!(said.contains("cargo install --path . --features store"), "{arguments:?}: {said}");
    }
    assert!(!folder.path().join("store").exists());
}
