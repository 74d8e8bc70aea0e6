//! The repository that a command speaks to, found as git finds it: by the environment of a hook, else upward.

use super::{enclosing, git_path, pipes};
use crate::display::normal;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::discover::upwards;
use std::path::{Component, Path, PathBuf};

/// Why nothing can be said of a repository. None of the texts quotes git's own, which can quote a config.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is none.
    #[error("not in a git repository")]
    NotARepository,
    /// The environment names one that is none.
    #[error("GIT_DIR names no repository that can be read")]
    NotAtGitDir,
    /// It has no work tree.
    #[error("a bare repository has neither an index nor a work tree")]
    Bare,
    /// It cannot be opened.
    #[error("the git repository cannot be read")]
    Unreadable,
    /// Its index is broken.
    #[error("the git index cannot be read: it is corrupt, or of a form that this version does not know")]
    Index,
    /// The commit that the index is compared with is not there.
    #[error("the commit to compare with cannot be read: an object is missing or broken")]
    Commit,
}

/// A repository with a work tree, and where the working directory is in it.
#[derive(Debug)]
pub(super) struct Here {
    pub(super) repository: gix::Repository,
    /// The top of the work tree, absolute and without links.
    pub(super) top: PathBuf,
    /// The working directory, the same way.
    working_directory: PathBuf,
}

impl Here {
    /// Opens the repository around `working_directory`, or the one that the environment names.
    pub(super) fn open(working_directory: &Path) -> Result<Self, Refusal> {
        let working_directory = working_directory.canonicalize().map_err(|_| Refusal::Unreadable)?;
        if pipes::are_around(&working_directory) {
            return Err(Refusal::Unreadable);
        }
        let options = upwards::Options { match_ceiling_dir_or_error: false, ..upwards::Options::default() };
        let opened = gix::ThreadSafeRepository::discover_with_environment_overrides_opts(
            &working_directory,
            options,
            gix::sec::trust::Mapping::default(),
        );
        let repository = match opened {
            Ok(repository) => repository.to_thread_local(),
            Err(_) if std::env::var_os("GIT_DIR").is_some() => return Err(Refusal::NotAtGitDir),
            Err(_) if enclosing(&working_directory).is_some() => return Err(Refusal::Unreadable),
            Err(_) => return Err(Refusal::NotARepository),
        };
        let top = repository.workdir().ok_or(Refusal::Bare)?;
        let top = working_directory.join(top).canonicalize().map_err(|_| Refusal::Unreadable)?;
        Ok(Self { repository, top, working_directory })
    }

    /// The index that git would commit; an empty one before anything was added.
    pub(super) fn index(&self) -> Result<gix::index::File, Refusal> {
        let named = std::env::var_os("GIT_INDEX_FILE").map(PathBuf::from).filter(|path| !path.as_os_str().is_empty());
        // git goes to the top of the work tree before it reads the name
        let path = named.map_or_else(|| self.repository.index_path(), |path| self.top.join(path));
        let kind = self.repository.object_hash();
        if std::fs::symlink_metadata(&path).is_err() {
            return Ok(gix::index::File::from_state(gix::index::State::new(kind), path));
        }
        gix::index::File::at(path, kind, false, gix::index::decode::Options::default()).map_err(|_| Refusal::Index)
    }

    /// The form of `path`, one of the work tree, that reports use: relative to the working directory, wherever that is.
    pub(super) fn display(&self, path: &BStr) -> String {
        let path = path.to_str_lossy();
        let Ok(folder) = self.working_directory.strip_prefix(&self.top) else {
            return self.top.join(&*path).to_string_lossy().into_owned();
        };
        if folder.as_os_str().is_empty() && !path.is_empty() {
            return path.into_owned();
        }
        let folder: Vec<String> = folder.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let names: Vec<&str> = path.split('/').collect();
        let n_shared = folder.iter().zip(&names).take_while(|(a, b)| *a == *b).count();
        let up = std::iter::repeat_n("..", folder.len() - n_shared);
        let shown: Vec<&str> = up.chain(names[n_shared..].iter().copied()).filter(|name| !name.is_empty()).collect();
        if shown.is_empty() { ".".to_owned() } else { shown.join("/") }
    }

    /// The path within the work tree that `path` means, as the user or a report writes it; `None` outside of it.
    pub(super) fn path_of(&self, path: &Path) -> Option<BString> {
        let absolute = normal(&self.working_directory.join(path));
        let real = || {
            // a link may lead in from elsewhere
            let parent = absolute.parent()?.canonicalize().ok()?;
            Some(parent.join(absolute.file_name()?))
        };
        let below = absolute.strip_prefix(&self.top).ok().map(Path::to_owned);
        let below = below.or_else(|| real()?.strip_prefix(&self.top).ok().map(Path::to_owned))?;
        below.components().all(|part| matches!(part, Component::Normal(_))).then(|| git_path(&below))
    }

    /// Where the file at `path` is on the disk, if it is checked out and its name can be one here.
    pub(super) fn on_disk(&self, path: &BStr) -> Option<PathBuf> {
        gix::path::from_bstr(path).ok().map(|path| self.top.join(path))
    }
}
