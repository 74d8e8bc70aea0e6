//! Which integration a file belongs to: the nearest folder upward that holds a manifest.

use crate::catalog::catalog;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Answers for many files, asking the file system once for each folder.
#[derive(Debug, Default)]
pub struct Integrations {
    roots: HashMap<PathBuf, Option<PathBuf>>,
}

impl Integrations {
    /// The root for the file at `display`, a path relative to the working directory, in the same form; `.` when no folder
    /// upward to the working directory (or the top, for a path outside of it) holds a manifest.
    pub fn root_of(&mut self, display: &str) -> String {
        let folder = Path::new(display).parent().unwrap_or(Path::new(""));
        match self.nearest(folder) {
            Some(root) if !root.as_os_str().is_empty() => root.to_string_lossy().replace('\\', "/"),
            _ => ".".to_owned(),
        }
    }

    fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.roots.get(folder) {
            return known.clone();
        }
        let holds_manifest = catalog().places.manifests.iter().any(|name| folder.join(name).is_file());
        let root = if holds_manifest {
            Some(folder.to_owned())
        } else {
            folder.parent().and_then(|parent| self.nearest(parent))
        };
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }
}
