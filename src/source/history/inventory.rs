//! All objects that are there, packed and loose, with those of alternates: each has a number, and is counted once.

use super::adapter::{HashKind, ObjectId, PackIndex, Repository, oid};
use crate::problem::Problem;
use std::path::{Path, PathBuf};

/// The number of an object: packs one after the other, each in the order of its index, then loose objects by id. Of an object that
/// is there more than once the first place counts.
pub(super) type Position = u32;

/// All objects that are there.
pub(crate) struct Inventory {
    pub(super) hash: HashKind,
    pub(super) packs: Vec<Pack>,
    /// By id.
    pub(super) loose: Vec<Loose>,
    first_loose: Position,
}

/// A pack and its index.
pub(super) struct Pack {
    /// The pack itself.
    pub(super) path: PathBuf,
    pub(super) index: PackIndex,
    /// Number of its first object.
    pub(super) first: Position,
}

/// A loose object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Loose {
    pub(super) id: ObjectId,
    pub(super) path: PathBuf,
}

impl Inventory {
    /// Lists the objects of `repository`. What cannot be listed is a problem.
    pub(super) fn of(repository: &Repository, problems: &mut Vec<Problem>) -> Self {
        let hash = repository.hash_kind();
        let folders = repository.object_folders().unwrap_or_else(|()| {
            problems.push(Problem::error("", "the folders of objects cannot be listed: an alternate is broken"));
            Vec::new()
        });
        let mut inventory = Self { hash, packs: Vec::new(), loose: Vec::new(), first_loose: 0 };
        for folder in &folders {
            inventory.add_packs(folder, problems);
        }
        let mut loose: Vec<Loose> = folders.iter().flat_map(|folder| loose_of(folder, hash)).collect();
        loose.sort();
        loose.dedup_by(|a, b| a.id == b.id);
        loose.retain(|object| inventory.packed(&object.id).is_none());
        inventory.loose = loose;
        inventory
    }

    /// Number of objects, those counted that are there more than once.
    pub(super) fn len(&self) -> usize {
        self.first_loose as usize + self.loose.len()
    }

    /// Where the object is; `None` when it is not there.
    pub(super) fn position(&self, id: &oid) -> Option<Position> {
        self.packed(id).or_else(|| {
            let at = self.loose.binary_search_by(|object| object.id.as_ref().cmp(id)).ok()?;
            Some(self.first_loose + u32::try_from(at).ok()?)
        })
    }

    /// The object at `position`.
    pub(super) fn id(&self, position: Position) -> ObjectId {
        if self.first_loose <= position {
            return self.loose[(position - self.first_loose) as usize].id;
        }
        let pack = &self.packs[self.packs.partition_point(|pack| pack.first <= position) - 1];
        pack.index.id(position - pack.first)
    }

    /// The number of the loose object at `at` in the list.
    pub(super) fn loose_position(&self, at: usize) -> Position {
        self.first_loose + at as u32
    }

    fn packed(&self, id: &oid) -> Option<Position> {
        self.packs.iter().find_map(|pack| Some(pack.first + pack.index.lookup(id)?))
    }

    fn add_packs(&mut self, folder: &Path, problems: &mut Vec<Problem>) {
        let folder = folder.join("pack");
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in &paths {
            let name = || path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let has = |extension: &str| path.with_extension(extension).is_file();
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("idx") if !has("pack") => problems.push(Problem::error(name(), "its pack is missing")),
                Some("idx") => match self.pack(path) {
                    Some(pack) => {
                        self.first_loose += pack.index.len();
                        self.packs.push(pack);
                    }
                    None => {
                        problems.push(Problem::error(name(), "this pack index cannot be read; its pack was left out"));
                    }
                },
                // git does not see what is in such a pack, either; but it may be an index that was lost
                Some("pack") if !has("idx") => {
                    problems.push(Problem::error(
                        name(),
                        "this pack has no index, so it was left out (`git index-pack` makes one)",
                    ));
                }
                _ => {}
            }
        }
    }

    fn pack(&self, index: &Path) -> Option<Pack> {
        let path = index.with_extension("pack");
        let index = PackIndex::open(index, self.hash).ok()?;
        // numbers beyond would be those of other objects
        self.first_loose.checked_add(index.len()).filter(|end| *end < u32::MAX - (1 << 24))?;
        Some(Pack { path, index, first: self.first_loose })
    }
}

/// The loose objects in `folder`.
fn loose_of(folder: &Path, hash: HashKind) -> Vec<Loose> {
    let mut found = Vec::new();
    for first in 0..=u8::MAX {
        let first = format!("{first:02x}");
        let entries = std::fs::read_dir(folder.join(&first)).into_iter().flatten().flatten();
        for entry in entries {
            let hex = format!("{first}{}", entry.file_name().to_string_lossy());
            if hex.len() == hash.len_in_hex()
                && let Ok(id) = ObjectId::from_hex(hex.as_bytes())
            {
                found.push(Loose { id, path: entry.path() });
            }
        }
    }
    found
}
