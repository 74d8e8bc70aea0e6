//! Programs that manage a repository's hooks, and what makes each of them run ghl-lint.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A hook manager.
pub(super) struct Manager {
    /// Files that tell of it, relative to the top of the work tree.
    markers: &'static [&'static str],
    /// The file to change, where it is not the marker itself.
    file: Option<&'static str>,
    /// What to do with the snippet.
    pub(super) how: &'static str,
    /// What makes it run ghl-lint.
    pub(super) snippet: &'static str,
}

/// The one line for a hook that is a script.
pub(super) const LINE: &str = include_str!("line.sh");

const MANAGERS: &[Manager] = &[
    Manager {
        markers: &[".pre-commit-config.yaml", ".pre-commit-config.yml"],
        file: None,
        how: "add this below `repos:`",
        snippet: include_str!("pre-commit-config.yaml"),
    },
    Manager {
        markers: &[
            "lefthook.yml",
            "lefthook.yaml",
            ".lefthook.yml",
            ".lefthook.yaml",
            ".config/lefthook.yml",
            ".config/lefthook.yaml",
        ],
        file: None,
        how: "add this job (lefthook 1.10 or later)",
        snippet: include_str!("lefthook.yml"),
    },
    Manager { markers: &[".husky"], file: Some(".husky/pre-commit"), how: "add this line", snippet: LINE },
];

/// The managers of the work tree at `top`, each with the file to change.
pub(super) fn of(top: &Path) -> impl Iterator<Item = (&'static Manager, PathBuf)> {
    MANAGERS.iter().filter_map(|manager| {
        let marker = manager.markers.iter().find(|marker| top.join(marker).exists())?;
        Some((manager, top.join(manager.file.unwrap_or(marker))))
    })
}

/// Whether the file at `path` names ghl-lint.
pub(super) fn names_us(path: &Path) -> bool {
    /// Most bytes that are looked at: people write such files by hand.
    const MOST_BYTES: u64 = 1024 * 1024;
    if !path.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
    read.is_ok() && memchr::memmem::find(&bytes, b"ghl-lint").is_some()
}
