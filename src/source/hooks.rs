//! Where git looks for the hooks of a work tree: `core.hooksPath`, or the folder that all work trees of a repository share.
//! Writes nothing.

use super::git::{Unreadable, enclosing, pipes};
use crate::display::normal;
use std::path::{Path, PathBuf};

/// A work tree and its hooks.
#[derive(Debug)]
pub struct Hooks {
    /// The top of the work tree, absolute.
    pub top: PathBuf,
    /// The folder of its hooks, absolute. Need not be there.
    pub folder: PathBuf,
    /// Whether that folder is the repository's own, or one that several repositories may share.
    pub is_own: bool,
}

impl Hooks {
    /// The hooks of the work tree around `folder`, if there is one.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read, or its config does not say where the hooks are in a way that can be trusted.
    pub fn around(folder: &Path) -> Result<Option<Self>, Unreadable> {
        let Ok(absolute) = folder.canonicalize() else { return Ok(None) };
        let Some(top) = enclosing(&absolute) else { return Ok(None) };
        if pipes::are_around(top) {
            return Err(Unreadable);
        }
        let repository = gix::open(top).map_err(|_| Unreadable)?;
        let common = normal(&top.join(repository.common_dir()));
        let config = repository.config_snapshot();
        let folder = match config.trusted_path("core.hooksPath").map_err(|_| Unreadable)? {
            // git runs a hook at the top of the work tree, and takes a relative path from there
            Some(path) => normal(&top.join(path)),
            None if config.string("core.hooksPath").is_some() => return Err(Unreadable),
            None => common.join("hooks"),
        };
        let target = real(&folder);
        let is_own = [top, &common].into_iter().any(|own| target.starts_with(real(own)));
        Ok(Some(Self { top: top.to_owned(), folder, is_own }))
    }
}

/// Where links lead, also for a path whose last parts are not there yet.
fn real(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|around| Some((around, around.canonicalize().ok()?)));
    there.map_or_else(
        || path.to_owned(),
        |(around, real)| path.strip_prefix(around).map_or_else(|_| real.clone(), |rest| real.join(rest)),
    )
}
