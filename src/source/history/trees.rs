//! The trees of a walk: which versions of files they hold, and at which paths.

use super::adapter::{Fault, Kind, ObjectId, oid};
use super::bits::Bits;
use super::inventory::Position;
use super::object::{self, EntryKind};
use super::paths::PathId;
use super::walk::{BEFORE, EXCLUDED, First, UNREACHED, Walk};

/// Paths at which the config is asked about a tree. At one more its files are read whatever the config says: trees within trees
/// can make more paths than anybody can count.
const MOST_PATHS: u32 = 8;

/// Whether a folder is walked at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// Not again.
    No,
    /// Yes, and the config has its say.
    AsExcluded,
    /// Yes, whatever the config says.
    Whole,
}

impl Walk<'_> {
    /// Walks one tree and what is below it, as far as it was not met before.
    pub(super) fn tree(&mut self, tree: Position, path: PathId, commit: u32) {
        let mut stack = vec![(tree, path, Entry::AsExcluded)];
        let mut found: Vec<(EntryKind, Position, PathId)> = Vec::new();
        while let Some((tree, path, above)) = stack.pop() {
            let entry = match self.entry(tree, path, commit) {
                Entry::No => continue,
                _ if above == Entry::Whole => above,
                entry => entry,
            };
            found.clear();
            self.read_tree(tree, path, &mut found);
            for &(form, position, path) in &found {
                match form {
                    EntryKind::Folder => stack.push((position, path, entry)),
                    _ if entry == Entry::AsExcluded && self.is_excluded(path, commit) => self.leave_out(position, path),
                    _ => self.file(position, path, commit),
                }
            }
        }
    }

    /// Adds the entries of a tree that may be new to `found`.
    fn read_tree(&mut self, tree: Position, path: PathId, found: &mut Vec<(EntryKind, Position, PathId)>) {
        let id = self.inventory.id(tree);
        let read = self.repository.read(&id, &mut self.buffer);
        let fault = match read {
            Ok(Kind::Tree) => None,
            Ok(_) => Some(Fault::Corrupt),
            Err(fault) => Some(fault),
        };
        if let Some(fault) = fault {
            self.faults.add(fault, Kind::Tree, &id, &self.paths.text(path));
            return;
        }
        let mut missing: Vec<(Kind, ObjectId, PathId)> = Vec::new();
        for entry in object::tree(&self.buffer, self.inventory.hash) {
            let Some(entry) = entry.ok() else {
                self.faults.add(Fault::Corrupt, Kind::Tree, &id, &self.paths.text(path));
                continue;
            };
            let Ok(id) = oid::try_from_bytes(entry.id) else { continue };
            if entry.form == EntryKind::Submodule {
                continue;
            }
            match self.inventory.position(id) {
                // nearly all of a wide folder is as it was in the commit before: that must cost nothing more
                Some(position) if self.excludes.is_none() && self.is_reached(position) => {}
                Some(position) => found.push((entry.form, position, self.paths.below(path, entry.name))),
                None => {
                    let kind = if entry.form == EntryKind::Folder { Kind::Tree } else { Kind::Blob };
                    missing.push((kind, id.to_owned(), self.paths.below(path, entry.name)));
                }
            }
        }
        for (kind, id, path) in missing {
            if !self.is_empty_one(&id) {
                self.faults.add(Fault::Missing, kind, &id, &self.paths.text(path));
            }
        }
    }

    fn is_reached(&self, position: Position) -> bool {
        self.first[position as usize].commit != UNREACHED
    }

    /// Whether a tree is to be walked here; then it is marked.
    fn entry(&mut self, tree: Position, path: PathId, commit: u32) -> Entry {
        let first = &mut self.first[tree as usize];
        let is_new = first.commit == UNREACHED;
        if is_new {
            *first = First { commit, path };
        }
        if self.excludes.is_none() || first.commit == BEFORE {
            return if is_new { Entry::AsExcluded } else { Entry::No };
        }
        if !self.met.insert((tree, path)) {
            return Entry::No;
        }
        let n_met = self.n_met.entry(tree).or_default();
        *n_met += 1;
        match (*n_met).cmp(&(MOST_PATHS + 1)) {
            std::cmp::Ordering::Less => Entry::AsExcluded,
            std::cmp::Ordering::Equal => Entry::Whole,
            std::cmp::Ordering::Greater => Entry::No,
        }
    }

    fn is_excluded(&self, path: PathId, commit: u32) -> bool {
        commit != BEFORE && self.excludes.is_some_and(|excludes| excludes(&self.paths.text(path)))
    }

    /// Leaves out a version of a file as long as no other path holds it.
    fn leave_out(&mut self, position: Position, path: PathId) {
        if self.first[position as usize].commit == UNREACHED {
            self.first[position as usize] = First { commit: EXCLUDED, path };
            self.excluded.insert(path);
        }
    }

    /// Takes in one version of a file.
    pub(super) fn file(&mut self, position: Position, path: PathId, commit: u32) {
        let first = self.first[position as usize].commit;
        if first == UNREACHED || first == EXCLUDED {
            self.first[position as usize] = First { commit, path };
            if commit != BEFORE {
                self.wanted.insert(position);
            }
        }
    }

    /// Versions of files that the tree of `head` holds.
    pub(super) fn at_head(&mut self, head: Position) -> Bits {
        let mut at_head = Bits::new(self.inventory.len());
        let Some(tree) = self.tree_of(head) else { return at_head };
        let mut stack = vec![tree];
        while let Some(tree) = stack.pop() {
            let id = self.inventory.id(tree);
            // what is wrong with it was said when its commit was walked
            if !at_head.insert(tree) || self.repository.read(&id, &mut self.buffer) != Ok(Kind::Tree) {
                continue;
            }
            for entry in object::tree(&self.buffer, self.inventory.hash).flatten() {
                let Some(position) = oid::try_from_bytes(entry.id).ok().and_then(|id| self.inventory.position(id))
                else {
                    continue;
                };
                match entry.form {
                    EntryKind::Folder => stack.push(position),
                    EntryKind::File => {
                        at_head.insert(position);
                    }
                    EntryKind::Submodule => {}
                }
            }
        }
        at_head
    }

    fn tree_of(&mut self, commit: Position) -> Option<Position> {
        let id = self.inventory.id(commit);
        let is_commit = self.repository.read(&id, &mut self.buffer) == Ok(Kind::Commit);
        let tree = is_commit.then(|| object::commit(&self.buffer).tree).flatten()?;
        self.inventory.position(&tree)
    }
}
