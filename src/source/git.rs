//! What git knows of paths: tracked, untracked, ignored. The only file that speaks to gix, whose interface changes often.

use crate::document::Vcs;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::entry::Mode;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A repository with a work tree, and where a walk of ours stands in it.
pub struct Repository {
    repository: gix::Repository,
    index: gix::worktree::Index,
    excludes: gix::worktree::Stack,
    /// Path of the walk's root within the work tree, with `/`; empty at the top.
    prefix: BString,
    /// The walk's root as the walk names it.
    root: PathBuf,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("root", &self.root).finish_non_exhaustive()
    }
}

/// A repository that cannot be read. Says no more: an error text of git's can quote a config, and a config can hold a token.
#[derive(Debug, thiserror::Error)]
#[error("the git repository cannot be read, so nothing is known of tracked and ignored files")]
pub struct Unreadable;

/// The folder at or above `folder` that holds a `.git` which git would accept.
pub fn enclosing(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| is_top(folder))
}

/// Whether `folder` is the top of a work tree.
pub fn is_top(folder: &Path) -> bool {
    let git = folder.join(".git");
    std::fs::symlink_metadata(&git)
        .is_ok_and(|metadata| metadata.is_file() || git.join("HEAD").symlink_metadata().is_ok())
}

impl Repository {
    /// Opens the repository around `root`, if there is one.
    ///
    /// # Errors
    ///
    /// When there is one that cannot be read.
    pub fn around(root: &Path) -> Result<Option<Self>, Unreadable> {
        let Ok(absolute) = root.canonicalize() else { return Ok(None) };
        let Some(top) = enclosing(&absolute) else { return Ok(None) };
        let prefix = absolute.strip_prefix(top).map_err(|_| Unreadable)?;
        Self::open(top, root, git_path(prefix)).map(Some)
    }

    /// Opens the repository whose top is `root`.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn at(root: &Path) -> Result<Self, Unreadable> {
        Self::open(root, root, BString::default())
    }

    fn open(top: &Path, root: &Path, prefix: BString) -> Result<Self, Unreadable> {
        let repository = gix::open(top).map_err(|_| Unreadable)?;
        if repository.workdir().is_none() {
            return Err(Unreadable);
        }
        let index = repository.index_or_empty().map_err(|_| Unreadable)?;
        let source = gix::worktree::stack::state::ignore::Source::default();
        let excludes = repository.excludes(&index, None, source).map_err(|_| Unreadable)?.detach();
        Ok(Self { repository, index, excludes, prefix, root: root.to_owned() })
    }

    /// What git says of the file at `path`, a path below the walk's root.
    pub fn vcs(&mut self, path: &Path) -> Vcs {
        let relative = self.relative(path);
        if self.index.entry_by_path(relative.as_bstr()).is_some() {
            Vcs::Tracked
        } else if self.is_ignored(relative.as_bstr(), Mode::FILE) {
            Vcs::Ignored
        } else {
            Vcs::Untracked
        }
    }

    /// Whether git ignores the folder at `path` and tracks nothing below it.
    pub fn ignores_folder(&mut self, path: &Path) -> bool {
        let relative = self.relative(path);
        self.is_ignored(relative.as_bstr(), Mode::DIR) && !self.tracks_below(relative)
    }

    fn tracks_below(&self, mut folder: BString) -> bool {
        folder.push(b'/');
        self.index.prefixed_entries(folder.as_bstr()).is_some_and(|entries| !entries.is_empty())
    }

    fn is_ignored(&mut self, relative: &BStr, mode: Mode) -> bool {
        !relative.is_empty()
            && self
                .excludes
                .at_path(relative, Some(mode), &self.repository.objects)
                .is_ok_and(|platform| platform.is_excluded())
    }

    fn relative(&self, path: &Path) -> BString {
        let mut relative = self.prefix.clone();
        let below = git_path(path.strip_prefix(&self.root).unwrap_or(path));
        if !relative.is_empty() && !below.is_empty() {
            relative.push(b'/');
        }
        relative.extend_from_slice(&below);
        relative
    }
}

/// A path as git spells it: its own bytes on Unix, `/` between folders everywhere.
fn git_path(path: &Path) -> BString {
    let spelled =
        gix::path::into_bstr(path).map_or_else(|_| path.to_string_lossy().into_owned().into(), Cow::into_owned);
    gix::path::to_unix_separators_on_windows(spelled).into_owned()
}
