//! From the git index to evidence: what the next commit changes, and as much around it as its judgment needs.
//!
//! In: an index. Out: the evidence of the changed files, with the lines that are new in them. Only where such a line declares scopes
//! or calls the API, the rest of the index is read, too: whether a scope is used or missing cannot be told from one file.

use super::again::{self, Again, read_again};
use super::neighbors::Neighbors;
use super::{
    Collected, FEW, Files, Scan, empty_facts, merge, note_named_roots, on_a_deep_stack, scan_few, scan_on_threads,
    unread,
};
use crate::added::Added;
use crate::catalog::catalog;
use crate::detect::outlined::is_code;
use crate::detect::{Detector, Signs};
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::fact::FileFacts;
use crate::problem::Problem;
use crate::project::Project;
use crate::read::Language;
use crate::scope_manifest;
use crate::settings::Settings;
use crate::source::git::staged::{Comparison, Staged};
use crate::source::walk::WalkSink;
use crate::source::{Job, Skipped};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// Reads what the next commit changes below the paths that `settings` name.
pub(super) fn scan(index: &Staged, settings: &Settings, project: &Project) -> Scan {
    let detector = Detector::of(project);
    let is_excluded = |path: &Path| is_excluded(settings, project, path);
    let mut changed = Collected::default();
    index.changes(&settings.paths, &is_excluded, &mut changed);
    let code: Vec<Again> = changed.jobs.iter().cloned().map(again_of).collect();
    let mut scan = read(settings, detector, std::mem::take(&mut changed.jobs));
    scan = merge(vec![scan, changed.into_scan()]);
    let mut comparison = index.comparison();
    let mut added = Added::default();
    compare(&mut comparison, &mut scan, &mut added);
    for again in code.iter().filter(|again| is_code(project, &again.display)) {
        if added.knows(&again.display) {
            continue;
        }
        // what cannot be read was said to be so by the first look
        if let Ok(lines) = comparison.lines(&again.display) {
            added.insert(&empty_facts(again.display.clone(), Vcs::Staged), lines);
        }
    }
    let needs_all = scan.evidence.files.iter().any(|facts| declares_anew(facts, &added))
        || calls_anew(&code, index, &scan, (settings, project), &added);
    if needs_all {
        let (n_files, n_bytes) = (scan.n_files, scan.n_bytes);
        let mut rest = Collected::default();
        unchanged(index, settings, project, &mut rest);
        let context = read(settings, detector, std::mem::take(&mut rest.jobs));
        // what is wrong in a file that the commit does not touch is not its fault, but it may hide a call
        scan = merge(vec![scan, context, Collected { skipped: Vec::new(), ..rest }.into_scan()]);
        (scan.n_files, scan.n_bytes) = (n_files, n_bytes);
    }
    scan.evidence.files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut integrations = Files::Staged(index).integrations(project);
    for facts in &mut scan.evidence.files {
        facts.integration = integrations.root_of(&facts.path);
        facts.application = integrations.application_of(&facts.path);
    }
    if needs_all {
        let files = scan.evidence.files.iter();
        let roots = files.flat_map(|facts| [&facts.integration, &facts.application]).cloned();
        let roots: BTreeSet<String> = roots.chain([index.top()]).collect();
        scan.evidence.walked = roots.into_iter().collect();
        again::look(&mut scan, settings, project, Files::Staged(index));
    }
    compare(&mut comparison, &mut scan, &mut added);
    note_named_roots(&mut scan, project);
    scan.added = Some(added);
    scan
}

/// Notes the lines that are new in the files of `scan`, as far as that was not done.
fn compare(comparison: &mut Comparison<'_>, scan: &mut Scan, added: &mut Added) {
    for facts in &scan.evidence.files {
        if added.knows(&facts.path) {
            continue;
        }
        match comparison.lines(&facts.path) {
            Ok(lines) => added.insert(facts, lines),
            Err(error) => scan.problems.push(Problem::error(&*facts.path, error.to_string())),
        }
    }
}

/// Hands over every file of the index that a further look may want.
pub(super) fn all(index: &Staged, settings: &Settings, project: &Project, sink: &mut Collected) {
    let is_excluded = |path: &Path| is_excluded(settings, project, path);
    index.changes(&[], &is_excluded, &mut Jobs(sink));
    // whoever looks again chooses by the name itself
    if let Err(refusal) = index.unchanged(&is_excluded, &mut Jobs(sink)) {
        sink.problem(Problem::error("", refusal.to_string()));
    }
}

/// Hands over the files that the commit leaves as they are, as far as they can have to do with scopes.
fn unchanged(index: &Staged, settings: &Settings, project: &Project, sink: &mut Collected) {
    let places = &catalog().places;
    let is_excluded = |path: &Path| {
        let shown = path.to_string_lossy();
        let is_silent = places.is_prose(&shown) || places.is_compiled(&shown) || places.is_dependency(&shown);
        is_silent || is_mere_data(&shown) || is_excluded(settings, project, path)
    };
    if let Err(refusal) = index.unchanged(&is_excluded, &mut Jobs(sink)) {
        sink.problem(Problem::error("", refusal.to_string()));
    }
}

/// Whether no scope is asked for in such a file, and no call made: a text, a picture, a table.
fn is_mere_data(path: &str) -> bool {
    Language::of(path, b"") == Language::Plain && Language::is_plain_name(path)
}

fn is_excluded(settings: &Settings, project: &Project, path: &Path) -> bool {
    let absolute = settings.working_directory.join(path);
    !settings.all_files && project.exclude().iter().any(|glob| glob.is_match(&absolute))
}

fn read(settings: &Settings, detector: Detector<'_>, jobs: Vec<Job>) -> Scan {
    let is_small = jobs.len() <= FEW;
    let list = |sink: &mut dyn WalkSink| jobs.into_iter().for_each(|job| sink.job(job));
    if is_small {
        on_a_deep_stack(|| scan_few(settings, detector, list)).unwrap_or_else(unread)
    } else {
        scan_on_threads(settings, detector, list)
    }
}

/// Whether an added line asks for a scope, or holds a token that carries some.
fn declares_anew(facts: &FileFacts, added: &Added) -> bool {
    let is_added = |site: &Site| added.touch(&facts.path, &site.region);
    let mut scopes = facts.declarations.iter().flat_map(|declaration| &declaration.scopes);
    let mut tokens = facts.credentials.iter().filter(|credential| !credential.details.scopes.is_empty());
    scopes.any(|scope| is_added(&scope.site))
        || facts.declarations.iter().any(|declaration| is_added(&declaration.site))
        || tokens.any(|token| is_added(&token.site))
}

/// Whether an added line of `files` may call the API: in a file that names it, or in one of an integration that leads there.
fn calls_anew(
    files: &[Again],
    index: &Staged,
    scan: &Scan,
    (settings, project): (&Settings, &Project),
    added: &Added,
) -> bool {
    let detector = Detector::of(project);
    let code: Vec<&Again> = files.iter().filter(|again| is_code(project, &again.display)).collect();
    let signs = Signs { legacy: true, sdk: true };
    let found = read_again(&code, settings, |_, document| detector.outline(document, signs));
    if !found.problems.is_empty() {
        // the look at everything says what is wrong
        return true;
    }
    let mut callers = found.facts;
    callers.retain(|facts| {
        let mut sites = facts.outlined.iter().flat_map(|outlined| outlined.sites.values());
        sites.any(|site| added.touch(&facts.path, &site.region))
    });
    if callers.is_empty() {
        return false;
    }
    let is_ours = |facts: &FileFacts| facts.uses_api || facts.declares();
    scan.evidence.files.iter().any(is_ours)
        || callers.iter().any(is_ours)
        || index.holds_named(scope_manifest::FILE_NAME)
        || lead_to_api(callers, index, settings, project)
}

/// Whether files that `callers` name, or that those name in turn, name HighLevel. Whoever calls it through a wrapper names the wrapper;
/// this spares repositories that have nothing to do with it a look at all of their files.
fn lead_to_api(mut callers: Vec<FileFacts>, index: &Staged, settings: &Settings, project: &Project) -> bool {
    let detector = Detector::of(project);
    let mut read = HashSet::new();
    for _ in 0..MOST_STEPS {
        let named = Neighbors::of(callers.iter());
        if named.is_empty() {
            break;
        }
        let mut next = Collected::default();
        let is_other = |path: &Path| {
            let shown = path.to_string_lossy();
            !named.hold(&shown) || read.contains(&*shown) || !is_code(project, &shown)
        };
        if index.unchanged(&is_other, &mut Jobs(&mut next)).is_err() {
            // the look at everything says what is wrong
            return true;
        }
        let next: Vec<Again> = next.jobs.into_iter().map(again_of).collect();
        read.extend(next.iter().map(|again| again.display.clone()));
        let next: Vec<&Again> = next.iter().collect();
        let found = read_again(&next, settings, |_, document| detector.outline_whole(document));
        if !found.problems.is_empty() {
            return true;
        }
        callers = found.facts;
        if callers.iter().any(|facts| facts.uses_api) {
            return true;
        }
    }
    false
}

/// So many files may stand between a call and the file that names HighLevel.
const MOST_STEPS: usize = 3;

fn again_of(job: Job) -> Again {
    Again { display: job.path.to_string_lossy().into_owned(), application: String::new(), job }
}

/// A sink that keeps only what is to be read, and what went wrong.
struct Jobs<'s>(&'s mut Collected);

impl WalkSink for Jobs<'_> {
    fn job(&mut self, job: Job) {
        self.0.job(job);
    }

    fn skipped(&mut self, _: Skipped) {}

    fn problem(&mut self, problem: Problem) {
        self.0.problem(problem);
    }

    fn config(&mut self, _: String) {}
}
