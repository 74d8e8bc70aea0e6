//! Which integration a file belongs to: the nearest folder upward that holds a manifest.

use crate::catalog::catalog;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Answers for many files, asking the file system once for each folder.
#[derive(Debug, Default)]
pub struct Integrations {
    roots: HashMap<PathBuf, Option<PathBuf>>,
    applications: HashMap<String, String>,
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

    /// The outermost root around the file at `display`, in the same form: parts of one application often have a manifest each.
    /// A folder that is a repository of its own ends the search.
    pub fn application_of(&mut self, display: &str) -> String {
        let nearest = self.root_of(display);
        if let Some(known) = self.applications.get(&nearest) {
            return known.clone();
        }
        let mut root = nearest.clone();
        let mut folder = PathBuf::from(&root);
        while !folder.join(".git").exists() && folder.pop() {
            let is_root = |folder: &Path| catalog().places.manifests.iter().any(|name| folder.join(name).is_file());
            if is_root(&folder) || folder.join(".git").exists() {
                root = folder.to_string_lossy().replace('\\', "/");
            }
        }
        if root.is_empty() {
            ".".clone_into(&mut root);
        }
        // a folder of many repositories without anything of its own holds as many applications
        let first = display.split_once('/').map_or(".", |(first, _)| first);
        let has_own = |name: &&str| Path::new(name).exists();
        if nearest == "."
            && !catalog().places.manifests.iter().map(String::as_str).chain([".git"]).any(|name| has_own(&name))
        {
            return first.to_owned();
        }
        self.applications.insert(nearest, root.clone());
        root
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
