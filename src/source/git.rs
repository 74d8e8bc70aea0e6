//! What git knows of paths: tracked, untracked, ignored. This file and those in its folder speak to gix, whose interface changes
//! often; besides them [`super::hooks`] and the adapter of [`super::history`] do.

mod bare;
mod difference;
mod earlier;
mod here;
pub mod objects;
pub mod pipes;
pub mod since;
pub mod staged;

use crate::document::Vcs;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::glob::pattern::Case;
use gix::index::entry::Mode;
use gix::worktree::Stack;
use gix::worktree::stack::State;
use gix::worktree::stack::state::{Ignore, ignore};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

pub use bare::is_bare;
pub use here::Refusal;

/// A repository with a work tree, and where a walk of ours stands in it.
pub struct Repository {
    repository: gix::Repository,
    index: gix::worktree::Index,
    excludes: Stack,
    /// The same without what stands outside of the tree.
    in_tree: Stack,
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

/// The pattern that decides about a path, and the folder that it is relative to.
struct Pattern {
    pattern: gix::glob::Pattern,
    base: BString,
}

impl Pattern {
    fn is_negative(&self) -> bool {
        self.pattern.is_negative()
    }

    /// Whether it matches the path itself, and not only a folder around it.
    fn matches(&self, relative: &BStr, mode: Mode) -> bool {
        let below = if self.base.is_empty() {
            Some(relative.as_bytes())
        } else {
            relative.strip_prefix(self.base.as_slice()).and_then(|rest| rest.strip_prefix(b"/"))
        };
        below.is_some_and(|path| {
            let name_at = path.rfind_byte(b'/').map(|slash| slash + 1);
            let glob_mode = gix::glob::wildmatch::Mode::NO_MATCH_SLASH_LITERAL;
            self.pattern.matches_repo_relative_path(
                path.as_bstr(),
                name_at,
                Some(mode == Mode::DIR),
                Case::Sensitive,
                glob_mode,
            )
        })
    }
}

fn pattern_for(stack: &mut Stack, repository: &gix::Repository, relative: &BStr, mode: Mode) -> Option<Pattern> {
    let platform = stack.at_path(relative, Some(mode), &repository.objects).ok()?;
    let found = platform.matching_exclude_pattern()?;
    // a source in the tree is named relative to it; whatever stands outside speaks of the tree's root
    let in_tree = found.source.filter(|source| source.file_name().is_some_and(|name| name == ".gitignore"));
    let base = in_tree.and_then(Path::parent).filter(|folder| folder.is_relative()).map(git_path).unwrap_or_default();
    Some(Pattern { pattern: found.pattern.clone(), base })
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
        if absolute.ancestors().take_while(|folder| folder.starts_with(top)).any(pipes::is_ignore_file_of) {
            return Err(Unreadable);
        }
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
        if pipes::are_around(top) {
            return Err(Unreadable);
        }
        let repository = gix::open(top).map_err(|_| Unreadable)?;
        if repository.workdir().is_none() {
            return Err(Unreadable);
        }
        let index = repository.index_or_empty().map_err(|_| Unreadable)?;
        let source = ignore::Source::default();
        let excludes = repository.excludes(&index, None, source).map_err(|_| Unreadable)?.detach();
        let in_tree = in_tree(top, &index);
        Ok(Self { repository, index, excludes, in_tree, prefix, root: root.to_owned() })
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

    /// Whether git tracks anything below the folder at `path`.
    pub fn tracks_in(&self, path: &Path) -> bool {
        self.tracks_below(self.relative(path))
    }

    fn tracks_below(&self, mut folder: BString) -> bool {
        folder.push(b'/');
        self.index.prefixed_entries(folder.as_bstr()).is_some_and(|entries| !entries.is_empty())
    }

    fn is_ignored(&mut self, relative: &BStr, mode: Mode) -> bool {
        if relative.is_empty() {
            return false;
        }
        let Some(found) = pattern_for(&mut self.excludes, &self.repository, relative, mode) else { return false };
        if found.matches(BStr::new(""), Mode::DIR) {
            self.is_ignored_below(&found, relative, mode)
        } else {
            !found.is_negative()
        }
    }

    /// A pattern outside of the tree that matches anything, such as `/*` in `.git/info/exclude`, is held by gix against the
    /// root of the tree, too, and then decides all. Git asks folder by folder, and what the tree's own files say goes first.
    fn is_ignored_below(&mut self, everything: &Pattern, relative: &BStr, mode: Mode) -> bool {
        let folders = relative.find_iter("/").map(|slash| (&relative.as_bytes()[..slash], Mode::DIR));
        let levels: Vec<(&[u8], Mode)> = folders.chain([(relative.as_bytes(), mode)]).collect();
        levels.into_iter().any(|(level, mode)| {
            let level = level.as_bstr();
            match pattern_for(&mut self.in_tree, &self.repository, level, mode).filter(|own| own.matches(level, mode)) {
                Some(own) => !own.is_negative(),
                None => everything.matches(level, mode),
            }
        })
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

/// What the tree's own ignore files say.
fn in_tree(top: &Path, index: &gix::index::State) -> Stack {
    let parse = ignore::ParseIgnore { support_precious: false };
    let none = gix::ignore::Search::default;
    let state = State::IgnoreStack(Ignore::new(none(), none(), None, ignore::Source::default(), parse));
    let mappings = state.id_mappings_from_index(index, index.path_backing(), Case::Sensitive);
    Stack::new(top, state, Case::Sensitive, Vec::new(), mappings)
}

/// A path as git spells it: its own bytes on Unix, `/` between folders everywhere.
fn git_path(path: &Path) -> BString {
    let spelled =
        gix::path::into_bstr(path).map_or_else(|_| path.to_string_lossy().into_owned().into(), Cow::into_owned);
    gix::path::to_unix_separators_on_windows(spelled).into_owned()
}
