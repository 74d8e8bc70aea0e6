//! Which integration a file belongs to: the nearest folder upward that the config names, else the nearest that holds a manifest
//! or is the top of a repository.

use crate::catalog::catalog;
use crate::project::Project;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is known of folders: on the disk, or in an index. Paths are relative to the working directory.
pub trait Ground: std::fmt::Debug {
    /// Whether there is a file at `path`.
    fn holds_file(&self, path: &Path) -> bool;
    /// Whether `folder` is the top of a repository.
    fn is_top(&self, folder: &Path) -> bool;
    /// The folder around `folder`, as far as anything is known of it.
    fn around(&self, folder: &Path) -> Option<PathBuf>;
}

/// The disk, from the working directory down.
#[derive(Debug)]
struct Disk;

impl Ground for Disk {
    fn holds_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn is_top(&self, folder: &Path) -> bool {
        folder.join(".git").exists()
    }

    fn around(&self, folder: &Path) -> Option<PathBuf> {
        folder.parent().map(Path::to_owned)
    }
}

/// Answers for many files, asking once for each folder.
#[derive(Debug)]
pub struct Integrations<'p> {
    project: &'p Project,
    ground: &'p dyn Ground,
    roots: HashMap<PathBuf, Option<PathBuf>>,
    named: HashMap<PathBuf, Option<PathBuf>>,
    applications: HashMap<String, String>,
    /// Whether the working directory itself is something, and not only a folder of applications.
    is_here: OnceCell<bool>,
}

impl<'p> Integrations<'p> {
    /// Knows the folders that the config of `project` names.
    pub fn of(project: &'p Project) -> Self {
        Self::on(&Disk, project)
    }

    /// The same where folders are not those on the disk.
    pub fn on(ground: &'p dyn Ground, project: &'p Project) -> Self {
        Self {
            project,
            ground,
            roots: HashMap::new(),
            named: HashMap::new(),
            applications: HashMap::new(),
            is_here: OnceCell::new(),
        }
    }

    /// The root for the file at `display`, a path relative to the working directory, in the same form; `.` when no folder
    /// upward to the working directory (or the top, for a path outside of it) holds a manifest or is a repository's top.
    pub fn root_of(&mut self, display: &str) -> String {
        let folder = Path::new(display).parent().unwrap_or(Path::new(""));
        self.named(folder).or_else(|| self.nearest(folder)).map_or_else(|| ".".to_owned(), |root| shown(&root))
    }

    /// The outermost root around the file at `display`, in the same form: parts of one application often have a manifest each.
    /// A folder that is a repository of its own ends the search.
    pub fn application_of(&mut self, display: &str) -> String {
        let nearest = self.root_of(display);
        // a folder of many repositories without anything of its own holds as many applications
        let is_here = || {
            let here = Path::new("");
            self.holds_manifest(here) || self.ground.is_top(here) || self.project.is_integration(here)
        };
        if nearest == "." && !*self.is_here.get_or_init(is_here) {
            return display.split_once('/').map_or(".", |(first, _)| first).to_owned();
        }
        if let Some(known) = self.applications.get(&nearest) {
            return known.clone();
        }
        let mut root = PathBuf::from(&nearest);
        let mut folder = root.clone();
        while !self.ground.is_top(&folder)
            && let Some(around) = self.ground.around(&folder)
        {
            folder = around;
            if self.holds_manifest(&folder) || self.ground.is_top(&folder) {
                root.clone_from(&folder);
            }
        }
        let root = shown(&root);
        self.applications.insert(nearest, root.clone());
        root
    }

    /// The nearest folder upward that the config names.
    fn named(&mut self, folder: &Path) -> Option<PathBuf> {
        if !self.project.names_integrations() {
            return None;
        }
        if let Some(known) = self.named.get(folder) {
            return known.clone();
        }
        let root = if self.project.is_integration(folder) {
            Some(folder.to_owned())
        } else {
            self.ground.around(folder).and_then(|around| self.named(&around))
        };
        self.named.insert(folder.to_owned(), root.clone());
        root
    }

    fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.roots.get(folder) {
            return known.clone();
        }
        let root = if self.holds_manifest(folder) || self.ground.is_top(folder) {
            Some(folder.to_owned())
        } else {
            self.ground.around(folder).and_then(|around| self.nearest(&around))
        };
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }

    fn holds_manifest(&self, folder: &Path) -> bool {
        catalog().places.manifests.iter().any(|name| self.ground.holds_file(&folder.join(name)))
    }
}

fn shown(root: &Path) -> String {
    if root.as_os_str().is_empty() { ".".to_owned() } else { root.to_string_lossy().replace('\\', "/") }
}
