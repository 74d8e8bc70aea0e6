//! Walks a tree and says of each file what git says of it. Ignored files are seen and counted, not silently left out.

use super::git::{self, Repository};
use super::{Content, Job, SkipReason, Skipped};
use crate::catalog::catalog;
use crate::config;
use crate::display::{display_path, normal};
use crate::document::Vcs;
use crate::glob::PathGlob;
use crate::problem::{Problem, reason};
use crate::stop::Stop;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What a walk takes in.
#[derive(Debug, Clone, Copy)]
pub struct WalkOptions<'o> {
    /// Lifts the limits that git's ignore rules and the config's `exclude` set.
    pub all_files: bool,
    /// Paths that are not read.
    pub exclude: &'o [PathGlob],
    /// The working directory, absolute.
    pub working_directory: &'o Path,
    /// Whether to end early.
    pub stop: &'o Stop,
    /// Display paths of the only folders that matter, when not all do.
    pub within: Option<&'o BTreeSet<String>>,
}

impl WalkOptions<'_> {
    /// Whether the folder at `path` is around one of those that matter, or inside.
    fn leads_somewhere(&self, path: &Path) -> bool {
        self.within.is_none_or(|within| {
            let folder = display_path(path, self.working_directory);
            let below = format!("{folder}/");
            within.contains(".")
                || folder == "."
                || within.range(below.clone()..).next().is_some_and(|next| next.starts_with(&below))
                || Path::new(&folder)
                    .ancestors()
                    .any(|around| around.to_str().is_some_and(|path| within.contains(path)))
        })
    }
}

/// Where a walk puts what it meets.
pub trait WalkSink {
    /// A file to be read.
    fn job(&mut self, job: Job);
    /// Something that is not read.
    fn skipped(&mut self, skipped: Skipped);
    /// Something that went wrong.
    fn problem(&mut self, problem: Problem);
    /// The config, at a display path, of a repository that the working directory is not in: it sets nothing in this run.
    fn config(&mut self, path: String);
}

/// Walks everything that the user named.
pub fn walk(named: &[PathBuf], options: WalkOptions<'_>, sink: &mut dyn WalkSink) {
    for path in named {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                Walk { options, sink, units: Vec::new(), reads_ignored: false, reads_excluded: false }.tree(path);
            }
            Ok(metadata) if metadata.is_file() => {
                sink.job(Job { path: path.clone(), vcs: None, is_named: true, content: Content::OnDisk });
            }
            Ok(_) => sink.problem(Problem::error(
                display_path(path, options.working_directory),
                "not a regular file; to lint what a pipe holds, name `-` and send it to standard input",
            )),
            Err(error) => sink.problem(Problem::error(
                display_path(path, options.working_directory),
                format!("cannot read: {}", reason(error.kind())),
            )),
        }
    }
}

/// Whether `folder` is git's own folder of a repository. What `around` tracks is text that somebody committed, whatever it looks like.
fn is_unread(folder: &Path, around: Option<&Repository>) -> bool {
    git::is_bare(folder) && !around.is_some_and(|repository| repository.tracks_in(folder))
}

struct Walk<'w> {
    options: WalkOptions<'w>,
    sink: &'w mut dyn WalkSink,
    /// Repositories that the walk is in, outermost first: a submodule or a nested clone is a unit of its own, even where
    /// the repository around it ignores its folder. Never empty while a tree is walked.
    units: Vec<Unit>,
    /// Whether ignore rules set no limits.
    reads_ignored: bool,
    /// Whether the config's `exclude` sets none.
    reads_excluded: bool,
}

struct Unit {
    depth: usize,
    repository: Option<Repository>,
    /// Depth of the outermost ignored folder that the walk is in.
    ignored_at: Option<usize>,
    /// Whether the working directory is elsewhere.
    is_foreign: bool,
}

impl Walk<'_> {
    fn tree(&mut self, root: &Path) {
        let mut repository = Repository::around(root).unwrap_or_else(|error| {
            self.unreadable(root, &error);
            None
        });
        if is_unread(root, repository.as_ref()) {
            let message =
                "a bare repository, or git's own folder: no files to look at here; `ghl-lint history` reads it";
            return self.sink.problem(Problem::error(self.display(root), message));
        }
        // whoever names a folder wants it read, whatever is said of it elsewhere
        let is_ignored = repository.as_mut().is_some_and(|repository| repository.ignores_folder(root));
        self.reads_ignored = self.options.all_files || is_ignored;
        self.reads_excluded = self.options.all_files || self.matches_exclude(root);
        let is_foreign =
            root.canonicalize().is_ok_and(|root| git::enclosing(&root).is_some_and(|top| !self.is_in(top)));
        self.units.push(Unit { depth: 0, repository, ignored_at: None, is_foreign });
        // a root that is a link was named by the user; links further down are not followed
        let mut entries = WalkDir::new(root).follow_links(false).into_iter();
        while let Some(entry) = entries.next().filter(|_| !self.options.stop.is_wished()) {
            match entry {
                Ok(entry) => {
                    self.leave(entry.depth());
                    if entry.depth() == 0 {
                        continue;
                    }
                    let is_folder = entry.file_type().is_dir();
                    if is_folder && !self.enters(&entry) {
                        entries.skip_current_dir();
                    } else if !is_folder {
                        self.file(entry);
                    }
                }
                Err(error) => self.walk_error(root, &error),
            }
        }
    }

    fn leave(&mut self, depth: usize) {
        while self.units.last().is_some_and(|unit| depth <= unit.depth && 0 < unit.depth) {
            self.units.pop();
        }
        if let Some(unit) = self.units.last_mut()
            && unit.ignored_at.is_some_and(|ignored_at| depth <= ignored_at)
        {
            unit.ignored_at = None;
        }
    }

    /// Whether the walk goes into the folder.
    fn enters(&mut self, entry: &DirEntry) -> bool {
        if entry.file_name() == ".git" {
            return false;
        }
        let path = entry.path();
        if !self.options.leads_somewhere(path) {
            return false;
        }
        if self.is_excluded(path) {
            self.skip(path, SkipReason::Excluded);
            return false;
        }
        if is_unread(path, self.repository().as_deref()) {
            self.skip(path, SkipReason::Bare);
            return false;
        }
        if self.repository().is_some() && git::pipes::is_ignore_file_of(path) {
            self.unreadable(path, &git::Unreadable);
            let is_foreign = !self.is_in(path);
            self.units.push(Unit { depth: entry.depth(), repository: None, ignored_at: None, is_foreign });
            return true;
        }
        let is_ignored =
            self.is_in_ignored() || self.repository().is_some_and(|repository| repository.ignores_folder(path));
        if is_ignored && !self.reads_ignored && catalog().places.is_build_folder(&entry.file_name().to_string_lossy()) {
            self.skip(path, SkipReason::IgnoredFolder);
            return false;
        }
        if git::is_top(path) {
            let repository = Repository::at(path).map_err(|error| self.unreadable(path, &error)).ok();
            let is_foreign = !self.is_in(path);
            self.units.push(Unit { depth: entry.depth(), repository, ignored_at: None, is_foreign });
        } else if is_ignored && let Some(unit) = self.units.last_mut() {
            unit.ignored_at.get_or_insert(entry.depth());
        }
        true
    }

    fn file(&mut self, entry: DirEntry) {
        let file_type = entry.file_type();
        if entry.file_name() == ".git" {
            return;
        }
        if file_type.is_symlink() {
            return self.skip(entry.path(), SkipReason::Link);
        }
        if !file_type.is_file() {
            return self.skip(entry.path(), SkipReason::Special);
        }
        if self.is_excluded(entry.path()) {
            return self.skip(entry.path(), SkipReason::Excluded);
        }
        let vcs = self.vcs(entry.path());
        if vcs == Vcs::Ignored
            && !self.reads_ignored
            && !catalog().places.is_secret_home(&entry.path().to_string_lossy())
        {
            return self.skip(entry.path(), SkipReason::Ignored);
        }
        if entry.file_name() == config::FILE_NAME && self.units.last().is_some_and(|unit| unit.is_foreign) {
            let path = self.display(entry.path());
            self.sink.config(path);
        }
        self.sink.job(Job { path: entry.into_path(), vcs: Some(vcs), is_named: false, content: Content::OnDisk });
    }

    fn vcs(&mut self, path: &Path) -> Vcs {
        if self.is_in_ignored() {
            return Vcs::Ignored;
        }
        self.repository().map_or(Vcs::None, |repository| repository.vcs(path))
    }

    /// Whether the working directory is `folder`, or in it.
    fn is_in(&self, folder: &Path) -> bool {
        let here = self.options.working_directory;
        here.starts_with(normal(&here.join(folder))) || here.canonicalize().is_ok_and(|here| here.starts_with(folder))
    }

    fn is_in_ignored(&self) -> bool {
        self.units.last().is_some_and(|unit| unit.ignored_at.is_some())
    }

    fn repository(&mut self) -> Option<&mut Repository> {
        self.units.last_mut().and_then(|unit| unit.repository.as_mut())
    }

    fn is_excluded(&self, path: &Path) -> bool {
        !self.reads_excluded && self.matches_exclude(path)
    }

    fn matches_exclude(&self, path: &Path) -> bool {
        let exclude = self.options.exclude;
        !exclude.is_empty() && {
            let absolute = self.options.working_directory.join(path);
            exclude.iter().any(|glob| glob.is_match(&absolute))
        }
    }

    fn display(&self, path: &Path) -> String {
        display_path(path, self.options.working_directory)
    }

    fn skip(&mut self, path: &Path, reason: SkipReason) {
        let path = self.display(path);
        self.sink.skipped(Skipped { path, reason });
    }

    fn unreadable(&mut self, path: &Path, error: &git::Unreadable) {
        let path = self.display(path);
        self.sink.problem(Problem::error(path, error.to_string()));
    }

    fn walk_error(&mut self, root: &Path, error: &walkdir::Error) {
        let path = self.display(error.path().unwrap_or(root));
        let kind = error.io_error().map(std::io::Error::kind);
        self.sink.problem(match kind {
            Some(std::io::ErrorKind::NotFound) => Problem::warning(path, "vanished while the run went on"),
            Some(kind) => Problem::error(path, format!("cannot read: {}", reason(kind))),
            None => Problem::error(path, "cannot be walked: a loop in the tree"),
        });
    }
}
