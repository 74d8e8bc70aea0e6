//! The history of a repository: every version of every file once, in the order in which packs hold them, and every message.
//!
//! First the [`walk`] from refs to commits to trees says which versions are reached and where each appeared first; then each pack is
//! read from one end to the other, each difference applied to its base once. Nothing is decided about content here.

mod adapter;
mod bits;
mod delta;
mod faults;
mod inflate;
mod inventory;
mod loose;
mod object;
mod order;
mod pack;
mod paths;
mod people;
mod plan;
mod survey;
mod tips;
mod trees;
mod unreachable;
mod walk;

pub(crate) use pack::Content;
pub(crate) use people::people;
pub(crate) use survey::{Appearance, Survey, survey};

use crate::stop::Stop;
use std::path::Path;
use std::sync::atomic::AtomicU64;

/// What of a history is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'r> {
    /// A folder in the repository.
    pub(crate) folder: &'r Path,
    /// Only what came after this revision.
    pub(crate) since: Option<&'r str>,
    /// Only these branches, when there are any.
    pub(crate) branches: &'r [String],
    /// How far it reaches.
    pub(crate) reach: Reach,
}

/// Why a history cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HistoryError {
    /// The folder is in no repository.
    #[error("no git repository, here or above")]
    NoRepository,
    /// Says no more: a message of git's can quote a config, and a config can hold a token.
    #[error("the git repository cannot be read")]
    Unreadable,
    /// A broken `packed-refs`, for one.
    #[error("the refs of the repository cannot be read")]
    Refs,
    /// What was asked for by this name.
    #[error("names no commit of this repository")]
    Revision(String),
    /// What was asked for by this name.
    #[error("no branch of this repository has this name")]
    Branch(String),
    /// The system gives no thread to walk with.
    #[error("no thread could be made to walk with: memory or processes are limited")]
    NoThread,
    /// A fault of ours.
    #[error("internal error while the history was walked; please report it")]
    Internal,
}

/// How far a history reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// What refs lead to.
    Refs,
    /// That, and whatever lies in the repository until git throws it away.
    Everything,
}

/// How far the work is; for whoever watches.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Commits that were read.
    pub(crate) n_commits: AtomicU64,
    /// Versions of files that were read.
    pub(crate) n_files: AtomicU64,
    /// Versions of files that there are, once that is known.
    pub(crate) n_all_files: AtomicU64,
    /// Whether to end early.
    pub(crate) stop: Stop,
}

/// What carries a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// A commit, for its message.
    Commit {
        /// Its number.
        number: u32,
    },
    /// A tag, for its message.
    Tag {
        /// Its number among all objects.
        position: u32,
        /// Its name, as it says itself.
        name: String,
        /// When it was made, Unix seconds.
        seconds: Option<i64>,
    },
    /// A version of a file.
    File {
        /// Its number among all objects.
        position: u32,
    },
}

/// A message and what carries it.
#[derive(Debug)]
pub(crate) struct Message<'m> {
    pub(crate) carrier: Carrier,
    pub(crate) text: &'m [u8],
}
