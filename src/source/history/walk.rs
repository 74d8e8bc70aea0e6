//! From refs to commits to trees: which objects are reached, and where each file's version appeared first.

use super::adapter::{Fault, Kind, ObjectId, Repository, oid};
use super::bits::Bits;
use super::faults::Faults;
use super::inventory::{Inventory, Position};
use super::object::{self, Signature};
use super::order::{Graph, Node};
use super::paths::{PathId, Paths, TOP};
use super::{Carrier, Counters, Message};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;

/// Where an object appeared first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct First {
    /// The commit by its place in the order, or one of the constants below.
    pub(super) commit: u32,
    pub(super) path: PathId,
}

/// Nowhere: no ref leads to it.
pub(super) const UNREACHED: u32 = u32::MAX;
/// Before the range that was asked for.
pub(super) const BEFORE: u32 = u32::MAX - 1;
/// Only where the config excludes it.
pub(super) const EXCLUDED: u32 = u32::MAX - 2;
/// In no commit: a ref or a tag names it, or nothing does and unreachable objects were asked for.
pub(super) const NO_COMMIT: u32 = u32::MAX - 3;

/// What the walk found so far.
pub(super) struct Walk<'w> {
    pub(super) repository: &'w Repository,
    pub(super) inventory: &'w Inventory,
    pub(super) counters: &'w Counters,
    /// Whether the config excludes a path; left out where it excludes none.
    pub(super) excludes: Option<&'w dyn Fn(&str) -> bool>,
    /// Takes every message.
    pub(super) visit: &'w mut dyn FnMut(Message<'_>),
    /// By position.
    pub(super) first: Vec<First>,
    /// Versions of files to be looked at.
    pub(super) wanted: Bits,
    pub(super) paths: Paths,
    pub(super) graph: Graph,
    /// Commits by number, in their order.
    pub(super) order: Vec<u32>,
    pub(super) faults: Faults,
    /// Commits whose parents are known to be elsewhere.
    shallow: HashSet<ObjectId>,
    /// Trees with the paths that they were met at, and at how many, where excluded paths make a difference.
    pub(super) met: HashSet<(Position, PathId)>,
    pub(super) n_met: HashMap<Position, u32>,
    pub(super) excluded: HashSet<PathId>,
    /// Trees and files that refs name: what a commit holds is shown there.
    named: Vec<(Kind, Position, String)>,
    /// Of the object that was read last.
    pub(super) buffer: Vec<u8>,
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        (repository, inventory): (&'w Repository, &'w Inventory),
        counters: &'w Counters,
        excludes: Option<&'w dyn Fn(&str) -> bool>,
        visit: &'w mut dyn FnMut(Message<'_>),
    ) -> Self {
        let n = inventory.len();
        Self {
            repository,
            inventory,
            counters,
            excludes,
            visit,
            first: vec![First { commit: UNREACHED, path: TOP }; n],
            wanted: Bits::new(n),
            paths: Paths::new(),
            graph: Graph::default(),
            order: Vec::new(),
            faults: Faults::default(),
            shallow: repository.shallow().into_iter().collect(),
            met: HashSet::new(),
            n_met: HashMap::new(),
            excluded: HashSet::new(),
            named: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// Whether commits are cut off from their parents.
    pub(super) fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// Objects that nothing has led to so far.
    pub(super) fn unreached(&self) -> impl Iterator<Item = Position> {
        let is_unreached = |position: &Position| {
            self.first[*position as usize].commit == UNREACHED
                // of what is there twice only the first counts
                && self.inventory.position(&self.inventory.id(*position)) == Some(*position)
        };
        (0..self.first.len() as Position).filter(is_unreached)
    }

    /// The commit called `id` and all that it descends from.
    pub(super) fn ancestors(&mut self, id: &oid) -> HashSet<Position> {
        let mut known = HashSet::new();
        let mut stack: Vec<Position> = self.find(id, Kind::Commit, "").into_iter().collect();
        while let Some(position) = stack.pop() {
            if !known.insert(position) {
                continue;
            }
            // what is missing or broken here lies before what was asked for
            if self.repository.read(&self.inventory.id(position), &mut self.buffer) == Ok(Kind::Commit) {
                let parents = object::commit(&self.buffer).parents;
                stack.extend(parents.iter().filter_map(|parent| self.inventory.position(parent)));
            }
        }
        known
    }

    /// Takes in the trees and files that refs name, as far as no commit holds them.
    pub(super) fn named(&mut self) {
        for (kind, position, name) in std::mem::take(&mut self.named) {
            let path = self.paths.below(TOP, format!("<{name}>").as_bytes());
            match kind {
                Kind::Tree => self.tree(position, path, NO_COMMIT),
                _ => self.file(position, path, NO_COMMIT),
            }
        }
    }

    /// Follows the tags from `id` on; returns the commit at their end. A tree or a file there waits under `name`.
    pub(super) fn peel(&mut self, id: &oid, name: &str) -> Option<Position> {
        let mut id = id.to_owned();
        loop {
            let position = self.find(&id, Kind::Commit, name)?;
            let kind = match self.repository.read(&id, &mut self.buffer) {
                Ok(kind) => kind,
                Err(fault) => {
                    self.faults.add(fault, Kind::Commit, &id, name);
                    return None;
                }
            };
            match kind {
                Kind::Commit => return Some(position),
                Kind::Tree | Kind::Blob => {
                    self.named.push((kind, position, name.to_owned()));
                    return None;
                }
                // whoever met it first has followed it; one that leads back to itself ends here
                Kind::Tag if self.first[position as usize].commit != UNREACHED => return None,
                Kind::Tag => {
                    self.first[position as usize].commit = NO_COMMIT;
                    let tag = object::tag(&self.buffer);
                    let carrier = Carrier::Tag {
                        position,
                        name: String::from_utf8_lossy(tag.name).into_owned(),
                        seconds: tag.tagger.and_then(|tagger| tagger.seconds),
                    };
                    (self.visit)(Message { carrier, text: tag.message });
                    let Some(target) = tag.target else {
                        self.faults.add(Fault::Corrupt, Kind::Tag, &id, name);
                        return None;
                    };
                    id = target;
                }
            }
        }
    }

    /// Reads `tips` and all that they descend from, up to `hidden` commits; returns those of these that border on them.
    pub(super) fn commits(&mut self, tips: Vec<Position>, hidden: &HashSet<Position>) -> Vec<Position> {
        let mut border = Vec::new();
        let mut stack = tips;
        let mut parents = Vec::new();
        while let Some(position) = stack.pop().filter(|_| !self.counters.stop.is_wished()) {
            if hidden.contains(&position) {
                border.push(position);
                continue;
            }
            if self.graph.contains(position) {
                continue;
            }
            let id = self.inventory.id(position);
            let mut buffer = std::mem::take(&mut self.buffer);
            let read = self.repository.read(&id, &mut buffer);
            self.first[position as usize].commit = NO_COMMIT;
            parents.clear();
            let node = match read {
                Ok(Kind::Commit) => {
                    let commit = object::commit(&buffer);
                    let is_cut = self.shallow.contains(&id);
                    for parent in &commit.parents {
                        match self.inventory.position(parent) {
                            Some(parent) => parents.push(parent),
                            None if is_cut => {}
                            None => self.faults.add(Fault::Missing, Kind::Commit, parent, ""),
                        }
                    }
                    let tree = commit.tree.and_then(|tree| self.find(&tree, Kind::Tree, ""));
                    if commit.tree.is_none() {
                        self.faults.add(Fault::Corrupt, Kind::Commit, &id, "");
                    }
                    let seconds = |signature: Option<Signature<'_>>| signature.and_then(|signature| signature.seconds);
                    let node = Node {
                        seconds: seconds(commit.committer).unwrap_or(0),
                        author_seconds: seconds(commit.author),
                        ..Node::new(position, tree)
                    };
                    let number = self.graph.add(node, &parents);
                    (self.visit)(Message { carrier: Carrier::Commit { number }, text: commit.message });
                    Ok(())
                }
                Ok(_) => Err(Fault::Corrupt),
                Err(fault) => Err(fault),
            };
            self.buffer = buffer;
            if let Err(fault) = node {
                self.faults.add(fault, Kind::Commit, &id, "");
                continue;
            }
            self.counters.n_commits.fetch_add(1, Ordering::Relaxed);
            stack.extend(&parents);
        }
        border
    }

    /// Walks the trees of the commits from number `from` on, in their order.
    pub(super) fn trees(&mut self, from: usize) {
        for number in self.graph.ordered(from).into_iter().take_while(|_| !self.counters.stop.is_wished()) {
            let rank = self.order.len() as u32;
            self.order.push(number);
            if let Some(tree) = self.graph.nodes[number as usize].tree {
                self.tree(tree, TOP, rank);
            }
        }
    }

    /// Marks all that `tips` hold as older than what was asked for.
    pub(super) fn hide_trees(&mut self, commits: &[Position]) {
        for position in commits {
            let id = self.inventory.id(*position);
            if self.repository.read(&id, &mut self.buffer) == Ok(Kind::Commit)
                && let Some(tree) = object::commit(&self.buffer).tree
                && let Some(tree) = self.find(&tree, Kind::Tree, "")
            {
                self.tree(tree, TOP, BEFORE);
            }
        }
    }

    /// Where an object is; a problem where it is not.
    fn find(&mut self, id: &oid, kind: Kind, place: &str) -> Option<Position> {
        let position = self.inventory.position(id);
        if position.is_none() && !self.is_empty_one(id) {
            self.faults.add(Fault::Missing, kind, id, place);
        }
        position
    }

    /// The empty tree and the empty file are everywhere, stored or not.
    pub(super) fn is_empty_one(&self, id: &oid) -> bool {
        let hash = self.inventory.hash;
        id == ObjectId::empty_tree(hash) || id == ObjectId::empty_blob(hash)
    }
}
