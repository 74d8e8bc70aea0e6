//! From sources to evidence: the part of a run that uses all cores.
//!
//! One thread walks and asks git; the others read and detect. They meet in a bounded channel, so that neither runs ahead.

mod again;
mod neighbors;
mod since;
mod staged;
mod unread;

use crate::added::Added;
use crate::detect::{Detector, MOST_CREDENTIALS};
use crate::display::display_path;
use crate::document::Vcs;
use crate::fact::{Evidence, FileFacts, Surroundings};
use crate::problem::Problem;
use crate::project::Project;
use crate::read::GaveUp;
use crate::settings::{Extent, Settings};
use crate::source::file::{self, Buffer, ReadError, Window};
use crate::source::git::Repository;
use crate::source::git::since::Since;
use crate::source::git::staged::Staged;
use crate::source::integration::Integrations;
use crate::source::walk::{WalkOptions, WalkSink, walk};
use crate::source::{Job, SkipReason, Skipped};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;

/// What was read and what it showed.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) evidence: Evidence,
    pub(crate) problems: Vec<Problem>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) n_files: u64,
    pub(crate) n_bytes: u64,
    /// Display paths of configs that set nothing in this run.
    pub(crate) configs: Vec<String>,
    /// Whether the whole working directory was walked.
    pub(crate) covers_working_directory: bool,
    /// The lines that count, where not all do.
    pub(crate) added: Option<Added>,
    /// The index that was looked at, if one was.
    pub(crate) index: Option<Staged>,
}

/// Files handed over at once; a channel operation for each file would cost more than many files do.
const BATCH: usize = 64;
/// Batches that may wait.
const WAITING: usize = 64;
/// So many named files are read at once, without other threads.
const FEW: usize = 8;

/// Bytes of a reader's stack; only what is used of it takes memory.
pub(crate) const STACK: usize = 64 << 20;

/// Where a scan finds the files of an application.
#[derive(Debug, Clone, Copy)]
enum Files<'f> {
    /// In the work tree.
    OnDisk(WalkOptions<'f>),
    /// In the index.
    Staged(&'f Staged),
}

impl<'f> Files<'f> {
    /// Hands over the files of the applications `within`, and perhaps others.
    fn within(self, settings: &Settings, project: &Project, within: &BTreeSet<String>, sink: &mut Collected) {
        match self {
            Self::OnDisk(options) => walk(&settings.paths, WalkOptions { within: Some(within), ..options }, sink),
            Self::Staged(index) => staged::all(index, settings, project, sink),
        }
    }

    fn integrations(self, project: &'f Project) -> Integrations<'f> {
        match self {
            Self::OnDisk(_) => Integrations::of(project),
            Self::Staged(index) => Integrations::on(index, project),
        }
    }
}

/// Reads everything that `settings` name.
///
/// # Errors
///
/// When git has no answer to what was asked of it.
pub(crate) fn scan(settings: &Settings, project: &Project) -> Result<Scan, Vec<Problem>> {
    // a revision that was typed can be a token in the wrong place
    let refused = |message: String| vec![Problem::error("", Detector::embedded().masked(&message))];
    let mut scan = match &settings.extent {
        Extent::Whole => scan_disk(settings, project),
        Extent::Staged => {
            let index = Staged::open(&settings.working_directory).map_err(|error| refused(error.to_string()))?;
            let scan = staged::scan(&index, settings, project);
            Scan { index: Some(index), ..scan }
        }
        Extent::Since(revision) => {
            let since =
                Since::open(&settings.working_directory, revision).map_err(|error| refused(error.to_string()))?;
            let mut scan = scan_disk(settings, project);
            since::narrow(since, &mut scan);
            scan
        }
    };
    if settings.stop.is_wished() {
        scan.cut_short();
    }
    Ok(scan)
}

impl Scan {
    /// Leaves what holds though not everything was looked at, and says so: a credential is one wherever the rest may be.
    fn cut_short(&mut self) {
        let n_left = self.skipped.iter().filter(|skipped| skipped.reason == SkipReason::Stopped).count();
        let message = format!(
            "stopped after {} files, at least {n_left} more were not read; credentials found until then are shown",
            self.n_files
        );
        self.problems.push(Problem::error("", message));
        self.covers_working_directory = false;
        for facts in &mut self.evidence.files {
            let path = std::mem::take(&mut facts.path);
            let bare = empty_facts(path, facts.vcs);
            let FileFacts { integration, application, credentials, exposed, directives, .. } =
                std::mem::replace(facts, bare.clone());
            *facts = FileFacts { integration, application, credentials, exposed, directives, ..bare };
        }
    }
}

/// Reads everything that `settings` name in the work tree.
fn scan_disk(settings: &Settings, project: &Project) -> Scan {
    let options = WalkOptions {
        all_files: settings.all_files,
        exclude: project.exclude(),
        working_directory: &settings.working_directory,
        stop: &settings.stop,
        within: None,
    };
    let detector = Detector::of(project);
    let is_small = settings.paths.len() <= FEW && settings.paths.iter().all(|path| path.is_file());
    let mut scan = if is_small {
        on_a_deep_stack(|| scan_few(settings, detector, |sink| walk(&settings.paths, options, sink)))
            .unwrap_or_else(unread)
    } else {
        scan_on_threads(settings, detector, |sink| walk(&settings.paths, options, sink))
    };
    scan.covers_working_directory =
        settings.paths.iter().any(|path| display_path(path, &settings.working_directory) == ".");
    let folders = settings.paths.iter().filter(|path| path.is_dir());
    scan.evidence.walked = folders.map(|path| display_path(path, &settings.working_directory)).collect();
    unread::tell(&mut scan, settings);
    complete(&mut scan, settings, project);
    again::look(&mut scan, settings, project, Files::OnDisk(options));
    if let Some(name) = &settings.stdin {
        if on_a_deep_stack(|| read_stdin(settings, detector, name, &mut scan)).is_none() {
            scan.problems.push(no_reader());
        }
        scan.evidence.files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    note_named_roots(&mut scan, project);
    scan
}

fn note_named_roots(scan: &mut Scan, project: &Project) {
    let roots = scan.evidence.files.iter().map(|facts| &facts.integration);
    scan.evidence.named_roots = roots.filter(|root| project.is_integration(Path::new(root))).cloned().collect();
}

/// Runs `read` where a parser may call itself for each level of a deep text. `None` where the system gives no such thread.
fn on_a_deep_stack<R: Send>(read: impl FnOnce() -> R + Send) -> Option<R> {
    thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read).ok()?;
        Some(reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// What is said of a file that showed a mistake of this program.
fn internal_error(display: &str) -> Problem {
    Problem::error(display, "internal error while this file was read; please report it")
}

/// What is said where the system gives no thread to read with.
pub(crate) fn no_reader() -> Problem {
    Problem::error(
        "",
        "no thread could be made to read with, so not everything was looked at: memory or processes are limited",
    )
}

/// A scan that could not begin.
fn unread() -> Scan {
    Scan { problems: vec![no_reader()], ..Scan::default() }
}

/// Reads the files that `list` hands over, one after the other.
fn scan_few(settings: &Settings, detector: Detector<'_>, list: impl FnOnce(&mut dyn WalkSink)) -> Scan {
    let mut sink = Collected::default();
    list(&mut sink);
    let mut reader = Reader::new(settings, detector);
    sink.jobs.iter().for_each(|job| reader.read_unless_stopped(job));
    merge(vec![reader.scan, sink.into_scan()])
}

/// Reads the files that `list` hands over, on all cores.
fn scan_on_threads(settings: &Settings, detector: Detector<'_>, list: impl FnOnce(&mut dyn WalkSink)) -> Scan {
    let (sender, receiver) = bounded(WAITING);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..n_threads(settings))
            .filter_map(|_| {
                let receiver = receiver.clone();
                thread::Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, move || read_all(settings, detector, receiver))
                    .ok()
            })
            .collect();
        // when the last reader is gone, or none ever came, nothing may wait for one
        drop(receiver);
        let n_readers = readers.len();
        let mut sink = Batches { sender: Some(sender), batch: Vec::with_capacity(BATCH), rest: Collected::default() };
        list(&mut sink);
        sink.flush();
        // without a sender the readers see the end
        sink.sender = None;
        let mut scans: Vec<Scan> = readers.into_iter().filter_map(|reader| reader.join().ok()).collect();
        if n_readers == 0 || scans.len() < n_readers {
            scans.push(unread());
        }
        scans.push(sink.rest.into_scan());
        merge(scans)
    })
}

fn n_threads(settings: &Settings) -> usize {
    settings.threads.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1).max(1)
}

fn read_all(settings: &Settings, detector: Detector<'_>, receiver: Receiver<Vec<Job>>) -> Scan {
    let mut reader = Reader::new(settings, detector);
    for batch in receiver {
        batch.iter().for_each(|job| reader.read_unless_stopped(job));
    }
    reader.scan
}

fn read_stdin(settings: &Settings, detector: Detector<'_>, name: &str, scan: &mut Scan) {
    let mut facts = empty_facts(name.to_owned(), Vcs::None);
    facts.integration = ".".to_owned();
    let mut shortfall = Shortfall::default();
    let mut buffer = Buffer::default();
    let read = file::read(std::io::stdin().lock(), None, name, &mut buffer, &mut |window| {
        detect(detector, &window, &mut facts, &mut shortfall);
        if settings.surroundings {
            facts.surroundings.add(detector.surroundings(&window.document), &window.owns);
        }
    });
    match read {
        Ok(n_bytes) => {
            scan.n_files += 1;
            scan.n_bytes += n_bytes;
        }
        Err(error) => scan.problems.push(Problem::error(name, error.to_string())),
    }
    keep(scan, facts, &shortfall);
}

/// One thread's reader.
struct Reader<'r> {
    settings: &'r Settings,
    detector: Detector<'r>,
    buffer: Buffer,
    scan: Scan,
}

impl<'r> Reader<'r> {
    fn new(settings: &'r Settings, detector: Detector<'r>) -> Self {
        Self { settings, detector, buffer: Buffer::default(), scan: Scan::default() }
    }

    fn read_unless_stopped(&mut self, job: &Job) {
        if self.settings.stop.is_wished() {
            let path = display_path(&job.path, &self.settings.working_directory);
            self.scan.skipped.push(Skipped { path, reason: SkipReason::Stopped });
        } else {
            self.read(job);
        }
    }

    fn read(&mut self, job: &Job) {
        let done = catch_unwind(AssertUnwindSafe(|| self.read_unguarded(job)));
        if done.is_err() {
            let display = display_path(&job.path, &self.settings.working_directory);
            self.scan.problems.push(internal_error(&display));
        }
    }

    fn read_unguarded(&mut self, job: &Job) {
        let display = display_path(&job.path, &self.settings.working_directory);
        let mut facts = empty_facts(String::new(), job.vcs.unwrap_or(Vcs::None));
        let mut shortfall = Shortfall::default();
        let read = job.read(&display, &mut self.buffer, &mut |window| {
            detect(self.detector, &window, &mut facts, &mut shortfall);
            if self.settings.surroundings {
                facts.surroundings.add(self.detector.surroundings(&window.document), &window.owns);
            }
        });
        match read {
            Ok(n_bytes) => {
                self.scan.n_files += 1;
                self.scan.n_bytes += n_bytes;
            }
            Err(ReadError::Vanished) => {
                self.scan.problems.push(Problem::warning(&*display, ReadError::Vanished.to_string()));
            }
            Err(ReadError::Special) if !job.is_named => {
                self.scan.skipped.push(Skipped { path: display.clone(), reason: SkipReason::Special });
            }
            Err(error) => self.scan.problems.push(Problem::error(&*display, error.to_string())),
        }
        facts.path = display;
        keep(&mut self.scan, facts, &shortfall);
    }
}

/// In what way a file was not wholly looked at.
#[derive(Debug, Default)]
struct Shortfall {
    /// It showed more than is kept.
    truncated: bool,
    /// Its language's reader gave up.
    gave_up: Option<GaveUp>,
    /// It is a scope manifest with mistakes.
    problems: Vec<Problem>,
}

/// Adds what a window shows to the facts of its file.
fn detect(detector: Detector<'_>, window: &Window<'_>, facts: &mut FileFacts, shortfall: &mut Shortfall) {
    // that not all of it was looked at is told already
    if shortfall.truncated {
        return;
    }
    let detected = detector.detect(&window.document);
    shortfall.truncated |= detected.truncated;
    shortfall.gave_up = shortfall.gave_up.max(detected.gave_up);
    shortfall.problems.extend(detected.problems);
    let owns = |start: u64| window.owns.contains(&start);
    facts
        .credentials
        .extend(detected.credentials.into_iter().filter(|credential| owns(credential.site.region.span.start)));
    facts.exposed.extend(detected.exposed.into_iter().filter(|exposed| owns(exposed.site.region.span.start)));
    // a text in several windows is too long to be read as a whole
    if window.owns.start == 0 && window.owns.end == u64::MAX {
        facts.events = detected.events;
        facts.takes_webhooks = detected.takes_webhooks;
        facts.outlined = detected.outlined.map(Box::new);
    }
    facts.uses_api |= detected.uses_api;
    facts.imports_sdk |= detected.imports_sdk;
    facts.out_of_sight |= detected.out_of_sight;
    facts.declarations.extend(detected.declarations.into_iter().filter(|found| owns(found.site.region.span.start)));
    facts.grants.extend(detected.grants.into_iter().filter(|found| owns(found.site.region.span.start)));
    facts.legacy.extend(detected.legacy.into_iter().filter(|found| owns(found.site.region.span.start)));
    facts.packages.extend(detected.packages.into_iter().filter(|found| owns(found.site.region.span.start)));
    facts.directives.extend(detected.directives.into_iter().filter(|directive| owns(directive.site.region.span.start)));
    // of all windows together: each alone may hold as many
    let are_over =
        [cut(&mut facts.credentials), cut(&mut facts.exposed), cut(&mut facts.legacy), cut(&mut facts.directives)];
    shortfall.truncated |= are_over.contains(&true);
}

/// Leaves what a report can hold; returns whether there was more.
pub(crate) fn cut<T>(found: &mut Vec<T>) -> bool {
    let is_over = MOST_CREDENTIALS < found.len();
    found.truncate(MOST_CREDENTIALS);
    is_over
}

fn keep(scan: &mut Scan, facts: FileFacts, shortfall: &Shortfall) {
    scan.problems.extend(shortfall.problems.iter().cloned());
    if let Some(why) = shortfall.gave_up {
        scan.skipped.push(Skipped { path: facts.path.clone(), reason: SkipReason::Unparsed(why) });
    }
    if shortfall.truncated {
        let message =
            format!("more than {MOST_CREDENTIALS} credentials or suppressions: not all of them were looked at");
        scan.problems.push(Problem::error(facts.path.clone(), message));
    }
    if !facts.is_empty() {
        scan.evidence.files.push(facts);
    }
}

pub(crate) fn empty_facts(path: String, vcs: Vcs) -> FileFacts {
    FileFacts {
        path,
        vcs,
        integration: String::new(),
        credentials: Vec::new(),
        exposed: Vec::new(),
        declarations: Vec::new(),
        grants: Vec::new(),
        directives: Vec::new(),
        uses_api: false,
        imports_sdk: false,
        outlined: None,
        out_of_sight: false,
        takes_webhooks: false,
        events: Vec::new(),
        application: String::new(),
        committed: None,
        legacy: Vec::new(),
        packages: Vec::new(),
        surroundings: Surroundings::default(),
    }
}

/// Sorts the evidence and answers what was left open until it was known to matter: git's word on named files, integrations.
fn complete(scan: &mut Scan, settings: &Settings, project: &Project) {
    scan.evidence.files.sort_by(|a, b| a.path.cmp(&b.path));
    // a file that was named twice, in whatever spelling, or named beside a folder that holds it, is one file
    let mut seen = HashSet::new();
    scan.evidence.files.retain(|facts| {
        let path = settings.working_directory.join(&facts.path);
        seen.insert(path.canonicalize().unwrap_or(path))
    });
    let mut repositories: HashMap<PathBuf, Option<Repository>> = HashMap::new();
    let mut integrations = Integrations::of(project);
    for facts in &mut scan.evidence.files {
        facts.integration = integrations.root_of(&facts.path);
        facts.application = integrations.application_of(&facts.path);
        if facts.vcs != Vcs::None {
            continue;
        }
        let path = settings.working_directory.join(&facts.path);
        let folder = path.parent().unwrap_or(Path::new("/")).to_owned();
        let repository = repositories.entry(folder.clone()).or_insert_with(|| match Repository::around(&folder) {
            Ok(repository) => repository,
            Err(error) => {
                scan.problems
                    .push(Problem::error(display_path(&folder, &settings.working_directory), error.to_string()));
                None
            }
        });
        if let Some(repository) = repository {
            facts.vcs = repository.vcs(&path);
        }
    }
}

fn merge(scans: Vec<Scan>) -> Scan {
    scans.into_iter().fold(Scan::default(), |mut all, scan| {
        all.evidence.files.extend(scan.evidence.files);
        all.problems.extend(scan.problems);
        all.skipped.extend(scan.skipped);
        all.configs.extend(scan.configs);
        all.n_files += scan.n_files;
        all.n_bytes += scan.n_bytes;
        all
    })
}

/// A sink that keeps everything.
#[derive(Debug, Default)]
struct Collected {
    jobs: Vec<Job>,
    skipped: Vec<Skipped>,
    problems: Vec<Problem>,
    configs: Vec<String>,
}

impl Collected {
    fn into_scan(self) -> Scan {
        Scan { skipped: self.skipped, problems: self.problems, configs: self.configs, ..Scan::default() }
    }
}

impl WalkSink for Collected {
    fn job(&mut self, job: Job) {
        self.jobs.push(job);
    }

    fn skipped(&mut self, skipped: Skipped) {
        self.skipped.push(skipped);
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn config(&mut self, path: String) {
        self.configs.push(path);
    }
}

/// A sink that sends files on in batches.
#[derive(Debug)]
struct Batches {
    sender: Option<Sender<Vec<Job>>>,
    batch: Vec<Job>,
    rest: Collected,
}

impl Batches {
    fn flush(&mut self) {
        if let Some(sender) = &self.sender {
            // fails only when every reader is gone, and then nobody is left to read
            let _ = sender.send(std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH)));
        }
    }
}

impl WalkSink for Batches {
    fn job(&mut self, job: Job) {
        self.batch.push(job);
        if self.batch.len() == BATCH {
            self.flush();
        }
    }

    fn skipped(&mut self, skipped: Skipped) {
        self.rest.skipped(skipped);
    }

    fn problem(&mut self, problem: Problem) {
        self.rest.problem(problem);
    }

    fn config(&mut self, path: String) {
        self.rest.config(path);
    }
}
