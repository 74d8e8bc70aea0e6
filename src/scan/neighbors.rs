//! Which files the code of others names: what it imports, and what its classes are made from.
//!
//! In: outlines. Out: whether a file is named by one of them. Goes by paths alone, and rather says yes: whoever is named is only read.

use crate::display::normal;
use crate::fact::FileFacts;
use std::collections::HashSet;
use std::path::Path;

/// Names of files of one application.
#[derive(Debug, Default)]
pub(super) struct Neighbors {
    /// Paths without ending, from relative imports.
    paths: HashSet<String>,
    /// Ends of such paths: the last folder and the name, or the name alone.
    tails: HashSet<String>,
}

impl Neighbors {
    /// What `files` name.
    pub(super) fn of<'f>(files: impl Iterator<Item = &'f FileFacts>) -> Self {
        let mut named = Self::default();
        for file in files {
            let Some(outlined) = &file.outlined else { continue };
            for base in outlined.outline.classes.iter().flat_map(|class| &class.bases) {
                named.tails.insert(base.to_string());
            }
            for import in &outlined.outline.imports {
                named.import(&file.path, &import.from, &import.imported);
            }
        }
        named
    }

    fn import(&mut self, path: &str, from: &str, imported: &str) {
        if from.starts_with("./") || from.starts_with("../") || from == "." || from == ".." {
            let folder = Path::new(path).parent().unwrap_or(Path::new(""));
            let target = normal(&folder.join(from)).to_string_lossy().replace('\\', "/");
            self.paths.insert(without_ending(&target).to_owned());
            return;
        }
        let mut parts = from
            .split(['/', '.', '\\', ':'])
            .filter(|part| !matches!(*part, "" | "@" | "~" | "crate" | "self" | "super"));
        match (parts.next_back(), parts.next_back()) {
            // a package of others, where a language tells those apart by a path
            (Some(_), None) if is_package(path) => {}
            (Some(last), Some(folder)) => {
                self.tails.insert(format!("{folder}/{last}"));
                // `from services.crm import client`, `use App\Services\Client`
                self.tails.insert(format!("{last}/{imported}"));
            }
            (Some(last), None) => {
                self.tails.insert(last.to_owned());
            }
            (None, _) => {
                // `from . import client`
                self.tails.insert(imported.to_owned());
            }
        }
    }

    /// Whether none is named.
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.tails.is_empty()
    }

    /// Whether the file at `path` is one of them.
    pub(super) fn hold(&self, path: &str) -> bool {
        let whole = without_ending(path);
        let (folder, name) = whole.rsplit_once('/').unwrap_or(("", whole));
        // a folder's own file goes by the folder's name
        let is_folders = matches!(name, "index" | "__init__" | "mod");
        let goes_by = if is_folders { folder } else { whole };
        let tail = |path: &str| {
            let mut slashes = path.rmatch_indices('/').map(|(at, _)| at);
            let last = slashes.next().map_or(0, |at| at + 1);
            let last_two = slashes.next().map_or(0, |at| at + 1);
            self.tails.contains(&path[last..]) || self.tails.contains(&path[last_two..])
        };
        self.paths.contains(whole) || self.paths.contains(goes_by) || tail(goes_by)
    }
}

/// Whether an import of a single name in the file at `path` is a package's: in scripts, where own files have a path.
fn is_package(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    matches!(ending, "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "vue" | "svelte")
}

fn without_ending(path: &str) -> &str {
    let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
    path[name_at..].find('.').filter(|dot| 0 < *dot).map_or(path, |dot| &path[..name_at + dot])
}
