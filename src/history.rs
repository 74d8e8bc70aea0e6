//! From a repository's history to versions of files that showed something: the part of such a run that uses all cores.
//!
//! One thread walks, then all read. None of them prints: whoever watches is told by the thread that waits for them.

use crate::detect::{Detector, MOST_CREDENTIALS};
use crate::document::{Document, Vcs};
use crate::fact::FileFacts;
use crate::finding::FoundCommit;
use crate::problem::Problem;
use crate::project::Project;
use crate::read::GaveUp;
use crate::report::HistoryCounts;
use crate::scan::{STACK, cut, empty_facts, no_reader};
use crate::settings::Settings;
use crate::source::file::{self, Buffer, ReadError, WINDOW, Window};
use crate::source::git::enclosing;
use crate::source::history::{self, Appearance, Carrier, Content, Counters, HistoryError, Message, Request, Survey};
use crate::source::{SkipReason, Skipped};
use crate::triage::versions::Version;
use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use std::collections::HashMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

pub use crate::source::history::Reach;

/// What of which history is asked for.
#[derive(Debug, Clone)]
pub struct HistoryRequest {
    /// A folder in the repository.
    pub folder: PathBuf,
    /// Only what came after this revision.
    pub since: Option<String>,
    /// Only these branches, when there are any.
    pub branches: Vec<String>,
    /// How far it reaches.
    pub reach: Reach,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Finds out what there is; so many commits so far.
    Walking {
        /// Commits so far.
        n_commits: u64,
    },
    /// Reads what there is.
    Reading {
        /// Versions of files so far.
        n_files: u64,
        /// Versions of files that there are.
        n_all_files: u64,
    },
}

/// Is told how far the work is, several times a second, on the thread that asked for the work.
pub type Watch<'w> = dyn FnMut(Progress) + 'w;

/// How often whoever watches is told.
const TICK: Duration = Duration::from_millis(100);

/// What a history showed.
#[derive(Debug)]
pub(crate) struct History {
    /// In the order of their commits.
    pub(crate) versions: Vec<Version>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) n_files: u64,
    pub(crate) n_bytes: u64,
    pub(crate) counts: HistoryCounts,
    /// The top of the work tree; `None` in a bare repository.
    pub(crate) top: Option<PathBuf>,
}

/// Reads the history that `request` names.
///
/// # Errors
///
/// When there is none, or no such revision or branch.
pub(crate) fn read(
    settings: &Settings,
    request: &HistoryRequest,
    project: &Project,
    watch: &mut Watch<'_>,
) -> Result<History, HistoryError> {
    let counters = Counters { stop: settings.stop.clone(), ..Counters::default() };
    let (survey, mut showed) = walked(settings, request, project, &counters, watch)?;
    let n_threads =
        settings.threads.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1).max(1);
    showed.extend(read_all(&survey, n_threads, &counters, watch));
    let mut showed = Showed::merged(showed);
    showed.found.sort_by_cached_key(|(carrier, facts)| {
        let Appearance { rank, id, .. } = survey.appearance(carrier);
        (rank, facts.path.clone(), id)
    });
    let mut versions: Vec<Version> =
        showed.found.into_iter().map(|(carrier, facts)| version(&survey, &carrier, facts)).collect();
    date_secrets(&mut versions);
    let excluded = survey.excluded.iter().map(|path| Skipped { path: path.clone(), reason: SkipReason::Excluded });
    showed.skipped.extend(excluded);
    showed.skipped.sort();
    showed.skipped.dedup();
    showed.problems.extend(survey.problems.iter().cloned());
    if settings.stop.is_wished() {
        let [n_files, n_all_files] = [&counters.n_files, &counters.n_all_files].map(|n| n.load(Ordering::Relaxed));
        let message = match n_all_files {
            0 => "stopped before any file was read".to_owned(),
            _ => format!(
                "stopped after {n_files} of {n_all_files} versions of files; what was found until then is shown"
            ),
        };
        showed.problems.push(Problem::error("", message));
    }
    Ok(History {
        versions,
        problems: showed.problems,
        skipped: showed.skipped,
        n_files: counters.n_files.load(Ordering::Relaxed),
        n_bytes: showed.n_bytes,
        counts: HistoryCounts { n_commits: survey.n_commits(), n_unreachable: survey.n_unreachable },
        top: survey.top,
    })
}

fn version(survey: &Survey, carrier: &Carrier, facts: FileFacts) -> Version {
    let Appearance { rank, id, seconds, is_at_head } = survey.appearance(carrier);
    let commit = FoundCommit { id, author: None, seconds, at_head: is_at_head, n_versions: 1, rank };
    Version { facts: FileFacts { committed: seconds, ..facts }, commit }
}

/// 2014-01-01, Unix seconds: whatever claims to be older than HighLevel has a wrong clock.
const EARLIEST: i64 = 1_388_534_400;

/// Notes when each secret came into the history, whichever file held it first.
fn date_secrets(versions: &mut [Version]) {
    let mut first: HashMap<String, i64> = HashMap::new();
    for Version { facts, .. } in &*versions {
        let Some(committed) = facts.committed.filter(|seconds| EARLIEST <= *seconds) else { continue };
        for credential in &facts.credentials {
            let known = first.entry(credential.secret.digest().to_owned()).or_insert(committed);
            *known = committed.min(*known);
        }
    }
    for credential in versions.iter_mut().flat_map(|version| &mut version.facts.credentials) {
        credential.details.committed = first.get(credential.secret.digest()).map(|seconds| *seconds as f64);
    }
}

/// Walks the repository on a thread of its own, which also looks at the messages.
fn walked(
    settings: &Settings,
    request: &HistoryRequest,
    project: &Project,
    counters: &Counters,
    watch: &mut Watch<'_>,
) -> Result<(Survey, Vec<Showed>), HistoryError> {
    let folder = settings.working_directory.join(&request.folder);
    let folder = folder.canonicalize().unwrap_or(folder);
    let top = enclosing(&folder).unwrap_or(&folder);
    let exclude = project.exclude();
    let is_excluded = |path: &str| exclude.iter().any(|glob| glob.is_match(&top.join(path)));
    let excludes: Option<&(dyn Fn(&str) -> bool + Sync)> =
        if exclude.is_empty() || settings.all_files { None } else { Some(&is_excluded) };
    let asked = Request {
        folder: &request.folder,
        since: request.since.as_deref(),
        branches: &request.branches,
        reach: request.reach,
    };
    let walk = |done: Sender<()>| {
        let mut showed = Showed::default();
        let excludes = excludes.map(|excludes| excludes as &dyn Fn(&str) -> bool);
        let survey = history::survey(asked, excludes, counters, &mut |message| showed.message(message));
        drop(done);
        survey.map(|survey| (survey, vec![showed]))
    };
    thread::scope(|scope| {
        let (done, finished) = bounded(0);
        let walker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || walk(done));
        let walker = walker.map_err(|_| HistoryError::NoThread)?;
        while finished.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            watch(Progress::Walking { n_commits: counters.n_commits.load(Ordering::Relaxed) });
        }
        walker.join().unwrap_or(Err(HistoryError::Internal))
    })
}

/// Reads every version of every file, on all cores.
fn read_all(survey: &Survey, n_threads: usize, counters: &Counters, watch: &mut Watch<'_>) -> Vec<Showed> {
    let read = |done: Sender<()>| {
        let mut showed = Showed::default();
        let problems = survey.read(counters, &mut |position, content| showed.file(survey, position, content));
        showed.problems.extend(problems);
        drop(done);
        showed
    };
    thread::scope(|scope| {
        let (done, finished) = bounded(0);
        let readers: Vec<_> = (0..n_threads)
            .filter_map(|_| {
                let done = done.clone();
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || read(done)).ok()
            })
            .collect();
        drop(done);
        while finished.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            watch(Progress::Reading {
                n_files: counters.n_files.load(Ordering::Relaxed),
                n_all_files: counters.n_all_files.load(Ordering::Relaxed),
            });
        }
        let broken = || Showed {
            problems: vec![Problem::error("", "internal error while the history was read; please report it")],
            ..Showed::default()
        };
        if readers.is_empty() {
            return vec![Showed { problems: vec![no_reader()], ..Showed::default() }];
        }
        readers.into_iter().map(|reader| reader.join().unwrap_or_else(|_| broken())).collect()
    })
}

/// What one thread has seen.
#[derive(Debug, Default)]
struct Showed {
    found: Vec<(Carrier, FileFacts)>,
    problems: Vec<Problem>,
    skipped: Vec<Skipped>,
    n_bytes: u64,
    buffer: Option<Buffer>,
}

/// In what way a text was not wholly looked at.
#[derive(Debug, Default)]
struct Shortfall {
    is_truncated: bool,
    gave_up: Option<GaveUp>,
}

impl Showed {
    fn merged(all: Vec<Self>) -> Self {
        all.into_iter().fold(Self::default(), |mut merged, showed| {
            merged.found.extend(showed.found);
            merged.problems.extend(showed.problems);
            merged.skipped.extend(showed.skipped);
            merged.n_bytes += showed.n_bytes;
            merged
        })
    }

    fn message(&mut self, message: Message<'_>) {
        let path = match &message.carrier {
            Carrier::Tag { name, .. } => format!("<tag {name}>"),
            _ => "<commit message>".to_owned(),
        };
        // a text in memory does not break off
        let _ = self.look(message.carrier, path, Content::Whole(message.text));
    }

    fn file(&mut self, survey: &Survey, position: u32, content: Content<'_>) -> io::Result<()> {
        self.look(Carrier::File { position }, survey.path(position), content)
    }

    fn look(&mut self, carrier: Carrier, path: String, content: Content<'_>) -> io::Result<()> {
        let mut facts = empty_facts(path, Vcs::History);
        ".".clone_into(&mut facts.integration);
        let mut shortfall = Shortfall::default();
        let buffer = &mut self.buffer;
        let read = catch_unwind(AssertUnwindSafe(|| read_text(content, buffer, &mut facts, &mut shortfall)));
        let read = read.unwrap_or_else(|_| {
            let message = "internal error while a version of this file was read; please report it";
            self.problems.push(Problem::error(facts.path.clone(), message));
            Ok(0)
        });
        self.n_bytes += read.as_ref().copied().unwrap_or_default();
        if let Some(why) = shortfall.gave_up {
            self.skipped.push(Skipped { path: facts.path.clone(), reason: SkipReason::Unparsed(why) });
        }
        if shortfall.is_truncated {
            let message = format!(
                "more than {MOST_CREDENTIALS} credentials or suppressions in one version: not all of them were looked at"
            );
            self.problems.push(Problem::error(facts.path.clone(), message));
        }
        if !facts.credentials.is_empty() {
            self.found.push((carrier, facts));
        }
        read.map(|_| ())
    }
}

/// Reads one text, in windows where it is long; returns its bytes.
fn read_text(
    content: Content<'_>,
    buffer: &mut Option<Buffer>,
    facts: &mut FileFacts,
    shortfall: &mut Shortfall,
) -> io::Result<u64> {
    let path = facts.path.clone();
    let mut visit = |window: Window<'_>| detect(&window, facts, shortfall);
    let read = match content {
        Content::Whole(text) if text.len() <= WINDOW => {
            visit(Window { document: Document::new(&path, text), owns: 0..u64::MAX });
            Ok(text.len() as u64)
        }
        Content::Whole(text) => {
            file::read(text, Some(text.len() as u64), &path, buffer.get_or_insert_default(), &mut visit)
        }
        Content::Stream(stream, len) => {
            file::read(stream, Some(len), &path, buffer.get_or_insert_default(), &mut visit)
        }
    };
    read.map_err(|error| match error {
        ReadError::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    })
}

/// Adds what a window shows to the facts of its version.
fn detect(window: &Window<'_>, facts: &mut FileFacts, shortfall: &mut Shortfall) {
    // that not all of it was looked at is told already
    if shortfall.is_truncated {
        return;
    }
    let detected = Detector::embedded().credentials(&window.document);
    shortfall.is_truncated |= detected.truncated;
    shortfall.gave_up = shortfall.gave_up.max(detected.gave_up);
    let owns = |start: u64| window.owns.contains(&start);
    facts.credentials.extend(detected.credentials.into_iter().filter(|found| owns(found.site.region.span.start)));
    facts.directives.extend(detected.directives.into_iter().filter(|found| owns(found.site.region.span.start)));
    // of all windows together: each alone may hold as many
    shortfall.is_truncated |= [cut(&mut facts.credentials), cut(&mut facts.directives)].contains(&true);
}
