//! What there is to read, and where it appeared first; then, for any number of threads, the reading.

use super::adapter::{Fault, Kind, Repository};
use super::bits::Bits;
use super::faults::Faults;
use super::inventory::{Inventory, Pack, Position};
use super::order::Node;
use super::pack::{Content, PackReader};
use super::paths::Paths;
use super::plan::{Plan, plan};
use super::tips::{self, tips};
use super::walk::{First, NO_COMMIT, UNREACHED, Walk};
use super::{Carrier, Counters, HistoryError, Message, Reach, Request, loose, unreachable};
use crate::problem::Problem;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What there is to read of a history.
pub(crate) struct Survey {
    inventory: Inventory,
    plans: Vec<Plan>,
    /// Loose objects to be read, by their place in the list.
    loose: Vec<usize>,
    first: Vec<First>,
    at_head: Bits,
    paths: Paths,
    /// In their order.
    commits: Vec<Node>,
    /// Place in the order by number.
    ranks: Vec<u32>,
    /// The next piece of work.
    next: AtomicUsize,
    large: Mutex<()>,
    /// The top of the work tree, absolute; `None` in a bare repository.
    pub(crate) top: Option<PathBuf>,
    /// What happened so far.
    pub(crate) problems: Vec<Problem>,
    /// Objects that no ref leads to, where they were left out.
    pub(crate) n_unreachable: usize,
    /// Paths that the config excludes, sorted.
    pub(crate) excluded: Vec<String>,
}

/// Where a version, or a message, appeared first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Appearance {
    /// Place in the order of all commits; what is in none comes last.
    pub(crate) rank: u32,
    /// Id of the commit, in hexadecimal digits; where there is none, of the tag or of the version itself.
    pub(crate) id: String,
    /// What the author's clock said, Unix seconds.
    pub(crate) seconds: Option<i64>,
    /// Whether HEAD's tree holds this very version.
    pub(crate) is_at_head: bool,
}

/// Finds out what there is to read. `visit` takes the messages.
///
/// # Errors
///
/// When there is no repository, or no such revision or branch.
pub(crate) fn survey(
    request: Request<'_>,
    excludes: Option<&dyn Fn(&str) -> bool>,
    counters: &Counters,
    visit: &mut dyn FnMut(Message<'_>),
) -> Result<Survey, HistoryError> {
    let repository = open(request.folder)?;
    let mut problems = Vec::new();
    let inventory = Inventory::of(&repository, &mut problems);
    let mut walk = Walk::new((&repository, &inventory), counters, excludes, visit);
    let tips = tips(&repository, request, &mut problems)?;
    let hidden = match request.since {
        None => HashSet::new(),
        Some(revision) => walk.ancestors(&tips::revision(&repository, revision)?),
    };
    let commits: Vec<Position> = tips.iter().filter_map(|tip| walk.peel(&tip.id, &tip.name)).collect();
    let border = walk.commits(commits, &hidden);
    walk.hide_trees(&border);
    walk.trees(0);
    walk.named();
    if request.reach == Reach::Everything {
        unreachable::take_in(&mut walk);
    }
    let at_head = match repository.head().and_then(|head| inventory.position(&head)) {
        Some(head) => walk.at_head(head),
        None => Bits::new(inventory.len()),
    };
    if walk.is_shallow() {
        let message = "the clone is shallow: what came before its first commits is not here (`git fetch --unshallow`)";
        problems.push(Problem::warning("", message));
    }
    let is_whole = request.since.is_none() && request.branches.is_empty();
    let n_unreachable = if is_whole { walk.unreached().count() } else { 0 };
    let mut excluded: Vec<String> = walk.excluded.iter().map(|path| walk.paths.text(*path)).collect();
    excluded.sort();
    let Walk { first, wanted, paths, graph, order, mut faults, .. } = walk;
    counters.n_all_files.store(wanted.len(), Ordering::Relaxed);
    let plan = |pack: &Pack| plan(pack, inventory.hash, &wanted).unwrap_or_else(|_| Plan::without_pack(pack, &wanted));
    let plans: Vec<Plan> = inventory.packs.iter().map(plan).collect();
    for (position, kind) in plans.iter().flat_map(|plan| &plan.broken) {
        let First { commit, path } = first[*position as usize];
        if commit != UNREACHED {
            faults.add(Fault::Corrupt, *kind, &inventory.id(*position), &paths.text(path));
        }
    }
    let is_partial = repository.is_partial();
    problems.extend(faults.problems(is_partial));
    let mut ranks = vec![0; graph.nodes.len()];
    order.iter().enumerate().for_each(|(rank, number)| ranks[*number as usize] = rank as u32);
    Ok(Survey {
        loose: (0..inventory.loose.len()).filter(|at| wanted.contains(inventory.loose_position(*at))).collect(),
        commits: order.iter().map(|number| graph.nodes[*number as usize]).collect(),
        top: repository.top().map(|top| top.canonicalize().unwrap_or_else(|_| top.to_owned())),
        ranks,
        plans,
        first,
        at_head,
        paths,
        next: AtomicUsize::new(0),
        large: Mutex::new(()),
        problems,
        n_unreachable,
        excluded,
        inventory,
    })
}

/// Opens the repository at or around `folder`.
pub(super) fn open(folder: &Path) -> Result<Repository, HistoryError> {
    match Repository::around(folder) {
        Ok(Some(repository)) => Ok(repository),
        Ok(None) => Err(HistoryError::NoRepository),
        Err(()) => Err(HistoryError::Unreadable),
    }
}

impl Survey {
    /// Takes pieces of work until none is left; any number of threads may do so. Returns what could not be read.
    pub(crate) fn read(
        &self,
        counters: &Counters,
        visit: &mut dyn FnMut(u32, Content<'_>) -> io::Result<()>,
    ) -> Vec<Problem> {
        let mut faults = Faults::default();
        let mut readers: HashMap<usize, Option<PackReader<'_>>> = HashMap::new();
        let mut visit = |position: Position, content: Result<Content<'_>, Fault>| match content {
            // what is left is only unpacked, for the sake of what is made from it
            Ok(_) if counters.stop.is_wished() => Ok(()),
            Ok(content) => {
                counters.n_files.fetch_add(1, Ordering::Relaxed);
                visit(position, content)
            }
            Err(fault) => {
                faults.add(fault, Kind::Blob, &self.inventory.id(position), &self.path(position));
                Ok(())
            }
        };
        while let Some(work) = self.next_work().filter(|_| !counters.stop.is_wished()) {
            match work {
                Work::Pack(at, root) => {
                    let plan = &self.plans[at];
                    let reader = readers.entry(at).or_insert_with(|| {
                        PackReader::open(&self.inventory.packs[at], plan, self.inventory.hash, &self.large).ok()
                    });
                    match reader {
                        Some(reader) => reader.read(root, &mut visit),
                        None => plan.give_up(root, Fault::Missing, &mut visit),
                    }
                }
                Work::Loose(at) => {
                    let position = self.inventory.loose_position(at);
                    loose::read(&self.inventory.loose[at].path, &mut |content| visit(position, content));
                }
            }
        }
        faults.problems(false)
    }

    /// The path at which a version of a file appeared first, from the top of the tree on.
    pub(crate) fn path(&self, position: u32) -> String {
        self.paths.text(self.first[position as usize].path)
    }

    /// Number of commits.
    pub(crate) fn n_commits(&self) -> u64 {
        self.commits.len() as u64
    }

    /// Where what `carrier` carries appeared first.
    pub(crate) fn appearance(&self, carrier: &Carrier) -> Appearance {
        let last = self.commits.len() as u32;
        let of_commit = |rank: u32, is_at_head: bool| {
            let commit = &self.commits[rank as usize];
            let id = self.inventory.id(commit.position).to_string();
            Appearance { rank, id, seconds: commit.author_seconds, is_at_head }
        };
        match carrier {
            Carrier::Commit { number } => of_commit(self.ranks[*number as usize], false),
            Carrier::Tag { position, seconds, .. } => Appearance {
                rank: last,
                id: self.inventory.id(*position).to_string(),
                seconds: *seconds,
                is_at_head: false,
            },
            Carrier::File { position } => match self.first[*position as usize].commit {
                NO_COMMIT => Appearance {
                    rank: last,
                    id: self.inventory.id(*position).to_string(),
                    seconds: None,
                    is_at_head: self.at_head.contains(*position),
                },
                rank => of_commit(rank, self.at_head.contains(*position)),
            },
        }
    }

    fn next_work(&self) -> Option<Work> {
        let mut at = self.next.fetch_add(1, Ordering::Relaxed);
        for (pack, plan) in self.plans.iter().enumerate() {
            match plan.roots.get(at) {
                Some(root) => return Some(Work::Pack(pack, *root)),
                None => at -= plan.roots.len(),
            }
        }
        self.loose.get(at).map(|loose| Work::Loose(*loose))
    }
}

/// A piece of work.
enum Work {
    /// A whole object of a pack, and all that is made from it.
    Pack(usize, u32),
    /// A loose object.
    Loose(usize),
}
