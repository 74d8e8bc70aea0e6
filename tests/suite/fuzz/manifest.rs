//! Scope manifests: read, and brought up to date without a word lost.

use super::fuzz;
use ghl_lint::scope_manifest::{edit, read};

#[test]
fn no_text_breaks_a_scope_manifest() {
    fuzz("manifest", Vec::new(), |_, text| {
        let manifest = match read(text) {
            Ok(manifest) => manifest,
            Err(faults) => return assert!(!faults.is_empty()),
        };
        let text = std::str::from_utf8(text).expect("what was read is text");
        if let Some(edited) = edit::edited(text, &manifest, &["fuzz.readonly"], &[]) {
            assert!(read(edited.as_bytes()).is_ok(), "{edited}");
            assert!(edited.contains("fuzz.readonly"));
        }
    });
}
