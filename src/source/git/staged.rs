//! What the next commit takes: the index of a repository, held against the commit that it follows.
//!
//! In: the repository as the environment of a hook or the working directory names it. Out: files as jobs, whose texts come from the
//! object database, and the lines that are new in them. The work tree is not asked for anything.

use super::difference::{Difference, File, files};
use super::earlier::Gone;
use super::here::{Here, Refusal};
use super::objects::{Blob, BlobError, Objects};
use crate::added::Lines;
use crate::display::normal;
use crate::document::Vcs;
use crate::problem::Problem;
use crate::source::integration::Ground;
use crate::source::walk::WalkSink;
use crate::source::{Content, Job, SkipReason, Skipped};
use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// An index and what it changes.
#[derive(Debug)]
pub struct Staged {
    here: Here,
    index: gix::index::File,
    objects: Arc<Objects>,
    difference: Difference,
    /// Trees of the other parents, while a merge is committed: what comes from them is not new.
    others: Vec<ObjectId>,
    /// Positions in the changes, by display path.
    by_display: HashMap<String, usize>,
}

impl Staged {
    /// Opens the index that git would commit from `working_directory`, and compares it with the last commit.
    ///
    /// # Errors
    ///
    /// When there is no repository, it has no work tree, or its index or last commit cannot be read.
    pub fn open(working_directory: &Path) -> Result<Self, Refusal> {
        let here = Here::open(working_directory)?;
        let index = here.index()?;
        let repository = &here.repository;
        let head = repository.head().map_err(|_| Refusal::Commit)?;
        let tree = if head.is_unborn() { None } else { Some(tree_of(repository, "HEAD")?) };
        let mut difference = Difference::between(repository, tree, &index)?;
        let others = merged(repository)?;
        for other in &others {
            let entry = |path: &BStr| entry_of(repository, *other, path);
            difference.changes.retain(|change| entry(change.new.path.as_bstr()) != Some(change.new.id));
        }
        let display = |(at, change): (usize, &super::difference::Change)| (here.display(change.new.path.as_bstr()), at);
        let by_display = difference.changes.iter().enumerate().map(display).collect();
        let objects = Objects::of(repository);
        Ok(Self { here, index, objects, difference, others, by_display })
    }

    /// Hands over what the next commit changes, as far as it is below one of `paths`, if any are named.
    pub fn changes(&self, paths: &[PathBuf], is_excluded: &dyn Fn(&Path) -> bool, sink: &mut dyn WalkSink) {
        let within: Vec<BString> = paths.iter().filter_map(|path| self.within(path, sink)).collect();
        let is_meant = |path: &BStr| paths.is_empty() || within.iter().any(|folder| is_at_or_below(path, folder));
        for path in self.difference.unmerged.iter().filter(|path| is_meant(path.as_bstr())) {
            let message = "a merge is not done here, so no commit can take it; resolve it and `git add` the file";
            sink.problem(Problem::error(self.here.display(path.as_bstr()), message));
        }
        let changes = self.difference.changes.iter().map(|change| &change.new);
        for file in changes.filter(|file| is_meant(file.path.as_bstr())) {
            self.hand_over(file, is_excluded, sink);
        }
    }

    /// Hands over the files that the next commit leaves as they are.
    pub fn unchanged(&self, is_excluded: &dyn Fn(&Path) -> bool, sink: &mut dyn WalkSink) -> Result<(), Refusal> {
        for file in files(&self.here.repository, &self.index)? {
            if !self.is_changed(&self.here.display(file.path.as_bstr())) {
                self.hand_over(&file, is_excluded, sink);
            }
        }
        Ok(())
    }

    /// Whether the next commit changes the file at `display`.
    pub fn is_changed(&self, display: &str) -> bool {
        self.by_display.contains_key(display)
    }

    /// Whether the index holds a file at `display`.
    pub fn holds(&self, display: &str) -> bool {
        self.here.path_of(Path::new(display)).is_some_and(|path| self.index.entry_by_path(path.as_bstr()).is_some())
    }

    /// Whether the index holds a file called `name`, in whichever folder.
    pub fn holds_named(&self, name: &str) -> bool {
        let is_called = |path: &BStr| path.rsplit(|byte| *byte == b'/').next() == Some(name.as_bytes());
        self.index.entries().iter().any(|entry| is_called(entry.path(&self.index)))
    }

    /// The top of the work tree, as reports show it.
    pub fn top(&self) -> String {
        self.here.display(BStr::new(""))
    }

    /// Says which lines the next commit adds to files; files that went away are looked at once for all.
    pub fn comparison(&self) -> Comparison<'_> {
        Comparison { staged: self, gone: Gone::of(self.objects.clone(), &self.difference) }
    }

    fn hand_over(&self, file: &File, is_excluded: &dyn Fn(&Path) -> bool, sink: &mut dyn WalkSink) {
        let path = self.here.display(file.path.as_bstr());
        if file.is_link {
            sink.skipped(Skipped { path, reason: SkipReason::Link });
        } else if is_excluded(Path::new(&path)) {
            sink.skipped(Skipped { path, reason: SkipReason::Excluded });
        } else {
            let content = Content::Staged(Blob { id: file.id, objects: self.objects.clone() });
            sink.job(Job { path: path.into(), vcs: Some(Vcs::Staged), is_named: false, content });
        }
    }

    /// The path in the repository that a user means by `path`; says so where it means nothing.
    fn within(&self, path: &Path, sink: &mut dyn WalkSink) -> Option<BString> {
        let shown = path.to_string_lossy().into_owned();
        let Some(within) = self.here.path_of(path) else {
            sink.problem(Problem::error(shown, "outside of the repository whose index is looked at"));
            return None;
        };
        let is_known = |file: &BStr| is_at_or_below(file, &within);
        let is_gone = || self.difference.removed.iter().any(|file| is_known(file.path.as_bstr()));
        let is_there = || {
            within.is_empty()
                || self.index.entries().iter().any(|entry| is_known(entry.path(&self.index)))
                || self.here.on_disk(within.as_bstr()).is_some_and(|path| path.symlink_metadata().is_ok())
        };
        if !is_there() && !is_gone() {
            sink.problem(Problem::error(shown, "neither in the index nor on the disk"));
        }
        Some(within)
    }
}

/// Compares the files of an index with what was there before.
#[derive(Debug)]
pub struct Comparison<'s> {
    staged: &'s Staged,
    gone: Gone,
}

impl Comparison<'_> {
    /// The lines that the next commit adds to the file at `display`.
    ///
    /// # Errors
    ///
    /// When a text of it cannot be read.
    pub fn lines(&mut self, display: &str) -> Result<Lines, BlobError> {
        let Self { staged, gone } = self;
        let Some(change) = staged.by_display.get(display).map(|at| &staged.difference.changes[*at]) else {
            return Ok(Lines::NONE);
        };
        let text = staged.objects.read(change.new.id)?;
        let mut lines = gone.lines(change.old, Some(change.new.id), &text)?;
        for other in &staged.others {
            if let Some(old) = entry_of(&staged.here.repository, *other, change.new.path.as_bstr()) {
                lines = lines.and(crate::source::lines::added(&staged.objects.read(old)?, &text));
            }
        }
        Ok(lines)
    }
}

impl Ground for Staged {
    fn holds_file(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.holds(path))
    }

    fn is_top(&self, folder: &Path) -> bool {
        let shown = folder.to_string_lossy();
        let shown = if shown.is_empty() { "." } else { &*shown };
        shown == self.top()
    }

    fn around(&self, folder: &Path) -> Option<PathBuf> {
        let folder = normal(folder);
        if self.is_top(&folder) {
            return None;
        }
        let is_up = folder.components().all(|part| part == Component::ParentDir);
        if is_up { Some(folder.join("..")) } else { folder.parent().map(Path::to_owned) }
    }
}

/// The tree of the commit that `name` means.
pub(super) fn tree_of(repository: &gix::Repository, name: &str) -> Result<ObjectId, Refusal> {
    let id = repository.rev_parse_single(name).map_err(|_| Refusal::Commit)?;
    let commit = id.object().map_err(|_| Refusal::Commit)?.peel_to_commit().map_err(|_| Refusal::Commit)?;
    Ok(commit.tree_id().map_err(|_| Refusal::Commit)?.detach())
}

/// The id of the file at `path` in `tree`.
pub(super) fn entry_of(repository: &gix::Repository, tree: ObjectId, path: &BStr) -> Option<ObjectId> {
    let tree = repository.find_tree(tree).ok()?;
    let entry = tree.lookup_entry(path.split(|byte| *byte == b'/')).ok()??;
    entry.mode().is_blob().then(|| entry.object_id())
}

/// Trees of the commits that a merge under way takes in.
fn merged(repository: &gix::Repository) -> Result<Vec<ObjectId>, Refusal> {
    let Ok(text) = std::fs::read_to_string(repository.git_dir().join("MERGE_HEAD")) else { return Ok(Vec::new()) };
    text.lines().take(MOST_PARENTS).map(|id| tree_of(repository, id.trim())).collect()
}

/// Parents of a merge that are looked at; nobody merges so many at once.
const MOST_PARENTS: usize = 64;

/// Whether `path` is `folder` itself or below it.
fn is_at_or_below(path: &BStr, folder: &BString) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder.as_slice()).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}
