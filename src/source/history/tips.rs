//! Where a walk begins: refs, HEAD, the HEADs of linked work trees, and every stash.

use super::adapter::{ObjectId, Repository, Tip};
use super::{HistoryError, Request};
use crate::problem::Problem;

/// What the request begins with, nothing twice.
///
/// # Errors
///
/// When a branch does not exist, or refs cannot be read at all.
pub(super) fn tips(
    repository: &Repository,
    request: Request<'_>,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Tip>, HistoryError> {
    if !request.branches.is_empty() {
        return request.branches.iter().map(|name| branch(repository, name)).collect();
    }
    let (mut tips, n_broken) = repository.refs().map_err(|()| HistoryError::Refs)?;
    if 0 < n_broken {
        let message = format!("{n_broken} ref{} cannot be read", if n_broken == 1 { "" } else { "s" });
        problems.push(Problem::error("", message));
    }
    tips.extend(repository.head().map(|id| Tip { name: "HEAD".to_owned(), id }));
    for name in repository.shared_folder("worktrees") {
        let lines = repository.shared_file(&format!("worktrees/{name}/HEAD"));
        let id = lines.first().and_then(|line| ObjectId::from_hex(line).ok());
        tips.extend(id.map(|id| Tip { name: format!("worktrees/{name}/HEAD"), id }));
    }
    // the ref leads to the newest stash only; the log holds those before it, as `git stash list` shows
    for line in repository.shared_file("logs/refs/stash") {
        let id = line.split(|&byte| byte == b' ').nth(1).and_then(|hex| ObjectId::from_hex(hex).ok());
        tips.extend(id.map(|id| Tip { name: "refs/stash".to_owned(), id }));
    }
    Ok(tips)
}

/// The commit that `revision` names.
///
/// # Errors
///
/// When it names none.
pub(super) fn revision(repository: &Repository, revision: &str) -> Result<ObjectId, HistoryError> {
    repository.resolve(&format!("{revision}^{{commit}}")).ok_or_else(|| HistoryError::Revision(revision.to_owned()))
}

fn branch(repository: &Repository, name: &str) -> Result<Tip, HistoryError> {
    let full = [format!("refs/heads/{name}"), format!("refs/remotes/{name}")];
    let found = full.into_iter().find_map(|full| Some(Tip { id: repository.resolve(&full)?, name: full }));
    found.ok_or_else(|| HistoryError::Branch(name.to_owned()))
}
