//! What an index adds to a commit: an index against a tree, without a look at any file.
//!
//! Folders whose trees are the same are not entered, as far as the index remembers their trees.

use super::here::Refusal;
use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::entry::{Flags, Mode, Stage};
use gix::index::extension;
use std::collections::BTreeMap;

/// Bytes of the longest path; no system makes a longer one, a tree made by hand can.
const LONGEST_PATH: usize = 4096;
/// Most files of a tree. A few trees that hold each other many times over can stand for more than any disk holds.
const MOST_FILES: usize = 20_000_000;

/// A file of an index or a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) path: BString,
    pub(super) id: ObjectId,
    pub(super) is_link: bool,
}

/// A file that the index has otherwise than the tree.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) new: File,
    /// The text of the tree's file at the same path; `None` where that has none.
    pub(super) old: Option<ObjectId>,
}

/// An index against a tree.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// What is new or changed, by path.
    pub(super) changes: Vec<Change>,
    /// Files of the tree that the index does not have, by path.
    pub(super) removed: Vec<File>,
    /// Paths of which the index holds several versions, since a merge is not done, by path.
    pub(super) unmerged: Vec<BString>,
}

impl Difference {
    /// Compares `index` with `tree`; with nothing before the first commit.
    pub(super) fn between(
        repository: &gix::Repository,
        tree: Option<ObjectId>,
        index: &gix::index::State,
    ) -> Result<Self, Refusal> {
        let mut trees = Trees { repository, index, sparse: sparse_folders(index), same: Vec::new(), files: Vec::new() };
        if let Some(tree) = tree {
            trees.flatten(tree, &mut BString::default(), index.tree())?;
        }
        let (mut same, old) = (trees.same.into_iter().peekable(), trees.files);
        let mut old = old.into_iter().peekable();
        let mut found = Self::default();
        for file in files_unless(repository, index, |path| {
            while same.next_if(|folder| folder.as_bstr() < path && !path.starts_with(folder)).is_some() {}
            same.peek().is_some_and(|folder| path.starts_with(folder))
        })? {
            let file = match file {
                Listed::File(file) => file,
                Listed::Unmerged(path) => {
                    found.unmerged.push(path);
                    continue;
                }
            };
            while let Some(gone) = old.next_if(|old| old.path < file.path) {
                found.removed.push(gone);
            }
            let old = old.next_if(|old| old.path == file.path);
            if old.as_ref().is_none_or(|old| (old.id, old.is_link) != (file.id, file.is_link)) {
                let old = old.filter(|old| !old.is_link).map(|old| old.id);
                found.changes.push(Change { new: file, old });
            }
        }
        found.removed.extend(old);
        found.unmerged.dedup();
        let is_unmerged = |file: &File| found.unmerged.binary_search(&file.path).is_ok();
        found.removed.retain(|file| !file.is_link && !is_unmerged(file));
        Ok(found)
    }
}

/// What an index lists.
enum Listed {
    File(File),
    Unmerged(BString),
}

/// The files of `index`, by path: what a commit would take. Submodules are none.
pub(super) fn files(repository: &gix::Repository, index: &gix::index::State) -> Result<Vec<File>, Refusal> {
    let listed = files_unless(repository, index, |_| false)?;
    Ok(listed
        .into_iter()
        .filter_map(|listed| match listed {
            Listed::File(file) => Some(file),
            Listed::Unmerged(_) => None,
        })
        .collect())
}

/// The same, without those that `are_left_out`; unmerged paths, too.
fn files_unless(
    repository: &gix::Repository,
    index: &gix::index::State,
    mut are_left_out: impl FnMut(&BStr) -> bool,
) -> Result<Vec<Listed>, Refusal> {
    let mut found = Vec::new();
    for entry in index.entries() {
        let path = entry.path(index);
        // `git add -N` promises a file that no commit takes yet
        if are_left_out(path) || entry.flags.contains(Flags::INTENT_TO_ADD) {
            continue;
        }
        if entry.stage() != Stage::Unconflicted {
            found.push(Listed::Unmerged(path.to_owned()));
        } else if entry.mode == Mode::DIR {
            let mut trees = Trees { repository, index, sparse: BTreeMap::new(), same: Vec::new(), files: Vec::new() };
            trees.flatten(entry.id, &mut path.to_owned(), None)?;
            found.extend(trees.files.into_iter().map(Listed::File));
        } else if matches!(entry.mode, Mode::FILE | Mode::FILE_EXECUTABLE | Mode::SYMLINK) {
            let is_link = entry.mode == Mode::SYMLINK;
            found.push(Listed::File(File { path: path.to_owned(), id: entry.id, is_link }));
        }
    }
    Ok(found)
}

/// Folders that a sparse index holds as one entry, each with its `/` at the end.
fn sparse_folders(index: &gix::index::State) -> BTreeMap<&BStr, ObjectId> {
    if !index.is_sparse() {
        return BTreeMap::new();
    }
    let folders = index.entries().iter().filter(|entry| entry.mode == Mode::DIR);
    folders.map(|entry| (entry.path(index), entry.id)).collect()
}

/// Trees on their way to a list of files.
struct Trees<'t> {
    repository: &'t gix::Repository,
    index: &'t gix::index::State,
    sparse: BTreeMap<&'t BStr, ObjectId>,
    /// Folders, with `/` at the end, that the index has the same, by path; the whole tree is the empty one.
    same: Vec<BString>,
    files: Vec<File>,
}

impl Trees<'_> {
    /// Adds the files of the tree `id`, which is the folder `prefix`, empty or with a `/` at its end.
    fn flatten(
        &mut self,
        id: ObjectId,
        prefix: &mut BString,
        remembered: Option<&extension::Tree>,
    ) -> Result<(), Refusal> {
        if self.is_same(id, prefix.as_bstr(), remembered) {
            self.same.push(prefix.clone());
            return Ok(());
        }
        if LONGEST_PATH < prefix.len() || MOST_FILES < self.files.len() {
            return Err(Refusal::Commit);
        }
        let tree = self.repository.find_object(id).map_err(|_| Refusal::Commit)?;
        if tree.kind != gix::object::Kind::Tree {
            return Err(Refusal::Commit);
        }
        let len = prefix.len();
        for entry in gix::objs::TreeRefIter::from_bytes(&tree.data, id.kind()) {
            let entry = entry.map_err(|_| Refusal::Commit)?;
            prefix.extend_from_slice(entry.filename);
            if entry.mode.is_tree() {
                let child = |tree: &&extension::Tree| tree.name.as_slice() == entry.filename.as_bytes();
                let remembered = remembered.and_then(|tree| tree.children.iter().find(child));
                prefix.push(b'/');
                self.flatten(entry.oid.to_owned(), prefix, remembered)?;
            } else if !entry.mode.is_commit() {
                let is_link = entry.mode.is_link();
                self.files.push(File { path: prefix.clone(), id: entry.oid.to_owned(), is_link });
            }
            prefix.truncate(len);
        }
        Ok(())
    }

    /// Whether the index has just this tree as the folder `prefix`. What it remembers of a tree may be wrong, as far as its
    /// form goes; so the number of files must fit, too.
    fn is_same(&self, id: ObjectId, prefix: &BStr, remembered: Option<&extension::Tree>) -> bool {
        let n_entries = if self.sparse.get(prefix) == Some(&id) {
            Some(1)
        } else {
            remembered.filter(|tree| tree.id == id).and_then(|tree| tree.num_entries)
        };
        let Some(n_entries) = n_entries else { return false };
        let entries = if prefix.is_empty() { Some(self.index.entries()) } else { self.index.prefixed_entries(prefix) };
        entries.is_some_and(|entries| entries.len() as u64 == u64::from(n_entries))
    }
}
