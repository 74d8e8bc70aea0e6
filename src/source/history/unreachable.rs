//! What no ref leads to, until git throws it away: dropped stashes, commits before an amend, files that were once staged.

use super::adapter::Kind;
use super::adapter::oid;
use super::inventory::Position;
use super::object::{self, EntryKind};
use super::paths::TOP;
use super::walk::{NO_COMMIT, Walk};
use std::collections::HashSet;

/// Adds all that was not reached yet to the walk: tags and commits with what hangs on them, then trees, then single files.
pub(super) fn take_in(walk: &mut Walk<'_>) {
    let mut of_kind: [Vec<Position>; 4] = Default::default();
    for position in walk.unreached().collect::<Vec<_>>() {
        let id = walk.inventory.id(position);
        match walk.repository.kind(&id) {
            Ok(kind) => of_kind[kind as usize].push(position),
            Err(fault) => walk.faults.add(fault, None, &id, ""),
        }
    }
    let [trees, files, commits, tags] = of_kind;
    let n_reached = walk.graph.nodes.len();
    let mut tips = commits;
    tips.extend(tags.iter().filter_map(|position| {
        let id = walk.inventory.id(*position);
        walk.peel(&id, &format!("unreachable {}", id.to_hex_with_len(12)))
    }));
    walk.commits(tips, &HashSet::new());
    walk.trees(n_reached);
    walk.named();
    let inner = subtrees(walk, &trees);
    // from the top of each, so that its files have their paths; what goes round in circles has no top
    let (below, tops): (Vec<Position>, Vec<Position>) = trees.iter().partition(|tree| inner.contains(tree));
    for tree in tops.into_iter().chain(below) {
        let path = name(walk, tree);
        walk.tree(tree, path, NO_COMMIT);
    }
    for file in files {
        let path = name(walk, file);
        walk.file(file, path, NO_COMMIT);
    }
}

/// Those of `trees` that are part of another.
fn subtrees(walk: &Walk<'_>, trees: &[Position]) -> HashSet<Position> {
    let mut inner = HashSet::new();
    let mut buffer = Vec::new();
    for tree in trees {
        if walk.repository.read(&walk.inventory.id(*tree), &mut buffer) == Ok(Kind::Tree) {
            let entries = object::tree(&buffer, walk.inventory.hash).flatten();
            let folders = entries.filter(|entry| entry.form == EntryKind::Folder);
            inner.extend(folders.filter_map(|entry| walk.inventory.position(oid::try_from_bytes(entry.id).ok()?)));
        }
    }
    inner
}

fn name(walk: &mut Walk<'_>, position: Position) -> u32 {
    let id = walk.inventory.id(position);
    walk.paths.below(TOP, format!("<unreachable {}>", id.to_hex_with_len(12)).as_bytes())
}
