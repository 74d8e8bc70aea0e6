//! What was added since a branch began: the work tree, held against the commit that it shares with another.
//!
//! In: a revision. Out: for each file of the work tree, the lines that the shared commit does not have, committed or not.

use super::difference::Difference;
use super::earlier::Gone;
use super::enclosing;
use super::here::{Here, Refusal};
use super::objects::{BlobError, Objects};
use super::staged::entry_of;
use crate::added::Lines;
use gix::ObjectId;
use gix::bstr::ByteSlice;
use std::path::Path;

/// Why a revision cannot be compared with.
#[derive(Debug, thiserror::Error)]
pub enum SinceError {
    /// There is no repository to speak of.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// Nothing is called so.
    #[error("git knows no commit called `{0}` here{1}")]
    Unknown(String, &'static str),
    /// Nothing was committed yet.
    #[error("nothing is committed yet, so there is nothing to compare with")]
    Unborn,
    /// The histories have nothing in common, as far as they are here.
    #[error("`{0}` and HEAD have no commit in common{1}")]
    Unrelated(String, &'static str),
}

/// What to do where history is missing.
const FETCH: &str = "; this clone is shallow: fetch the rest with `git fetch --unshallow`, or check out with `fetch-depth: 0` \
                     (GitHub) or `GIT_DEPTH: 0` (GitLab)";
/// What to do where a name is missing.
const FETCH_BRANCH: &str = "; fetch it first, and name a branch of the server as `origin/BRANCH`";

/// A work tree and the commit that it is compared with.
#[derive(Debug)]
pub struct Since {
    here: Here,
    /// The tree of that commit.
    tree: ObjectId,
    objects: std::sync::Arc<Objects>,
    gone: Gone,
}

impl Since {
    /// Finds the commit that `revision` and HEAD have in common.
    ///
    /// # Errors
    ///
    /// When there is no repository, no such revision, or no such commit.
    pub fn open(working_directory: &Path, revision: &str) -> Result<Self, SinceError> {
        let here = Here::open(working_directory)?;
        let repository = &here.repository;
        let is_shallow = repository.is_shallow().unwrap_or(false);
        let commit =
            |name: &str| Some(repository.rev_parse_single(name).ok()?.object().ok()?.peel_to_commit().ok()?.id);
        if repository.head().map_err(|_| Refusal::Commit)?.is_unborn() {
            return Err(SinceError::Unborn);
        }
        let head = commit("HEAD").ok_or(Refusal::Commit)?;
        let shown = crate::excerpt::visible(revision.as_bytes());
        let Some(other) = commit(revision) else {
            return Err(SinceError::Unknown(shown, if is_shallow { FETCH } else { FETCH_BRANCH }));
        };
        let Ok(Some(base)) = repository.merge_base(head, other) else {
            return Err(SinceError::Unrelated(shown, if is_shallow { FETCH } else { "" }));
        };
        let tree = base.object().map_err(|_| Refusal::Commit)?.peel_to_tree().map_err(|_| Refusal::Commit)?.id;
        let objects = Objects::of(repository);
        let gone = Gone::of(objects.clone(), &Difference::between(repository, Some(tree), &*here.index()?)?);
        Ok(Self { here, tree, objects, gone })
    }

    /// The lines of the file at `display` that the shared commit does not have. A file of another repository, such as a
    /// submodule, has none.
    ///
    /// # Errors
    ///
    /// When one of its texts cannot be read.
    pub fn lines(&mut self, display: &str) -> Result<Lines, BlobError> {
        let Some(path) = self.here.path_of(Path::new(display)) else { return Ok(Lines::NONE) };
        let Some(on_disk) = self.here.on_disk(path.as_bstr()) else { return Ok(Lines::All) };
        if on_disk.parent().and_then(enclosing).is_some_and(|around| around != self.here.top) {
            return Ok(Lines::NONE);
        }
        let Ok(text) = std::fs::read(&on_disk) else { return Ok(Lines::All) };
        let old = entry_of(&self.here.repository, self.tree, path.as_bstr());
        // most files are as they were
        if let Some(old) = old
            && self.objects.read(old).is_ok_and(|old| *old == *text)
        {
            return Ok(Lines::NONE);
        }
        self.gone.lines(old, None, &text)
    }
}
