//! The further looks: at what the first one could not know to matter.
//!
//! In: what the first look found. Out: the scopes that other files of an application declare, and the outlines of its calls.

use super::neighbors::Neighbors;
use super::{Collected, Files, STACK, Scan, empty_facts, internal_error, n_threads, no_reader};
use crate::catalog::catalog;
use crate::detect::outlined::{is_code, may_belong};
use crate::detect::{Detected, Detector, Signs};
use crate::display::display_path;
use crate::document::{Document, Vcs};
use crate::fact::{FileFacts, LegacyNamed};
use crate::problem::Problem;
use crate::project::Project;
use crate::settings::Settings;
use crate::source::Job;
use crate::source::file::Buffer;
use crate::source::integration::Integrations;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Reads the code of applications once more: for scopes that are declared where HighLevel is not named, and for calls, since a
/// wrapper hides the name from those who use it.
pub(super) fn look(scan: &mut Scan, settings: &Settings, project: &Project, source: Files<'_>) {
    let places = &catalog().places;
    let detector = Detector::of(project);
    let mut integrations = source.integrations(project);
    let files = &scan.evidence.files;
    // what a dependency says alone is not what the application around it says
    let has_base = |file: &FileFacts| file.legacy.iter().any(LegacyNamed::is_base);
    let is_telling =
        |file: &FileFacts| file.declares() || has_base(file) || file.uses_api && !places.is_dependency(&file.path);
    let within = applications(files, is_telling);
    if within.is_empty() {
        return;
    }
    let mut sink = Collected::default();
    source.within(settings, project, &within, &mut sink);
    let mut jobs: Vec<Again> = Vec::new();
    for job in sink.jobs {
        let display = display_path(&job.path, &settings.working_directory);
        let application = integrations.application_of(&display);
        if within.contains(&application) && may_belong(project, &display) {
            jobs.push(Again { display, application, job });
        }
    }
    let is_client = |file: &FileFacts| file.uses_api && project.is_generated(&file.path);
    let beside = applications(files, is_client);
    let legacy = applications(files, has_base);
    let sdk = applications(files, |file| file.imports_sdk);
    let calls = |again: &Again, document: &Document<'_>| {
        if beside.contains(&again.application) {
            // what a program wrote may call its methods anything
            return detector.outline_whole(document);
        }
        let signs = Signs { legacy: legacy.contains(&again.application), sdk: sdk.contains(&again.application) };
        detector.outline(document, signs)
    };
    // where calls need scopes that somebody declares, or go through a base address, a call may be anywhere. Elsewhere what the files
    // that name HighLevel call is known from the first look, and enough
    let followed = |files: &[FileFacts]| {
        if settings.surveys { within.clone() } else { applications(files, |file| file.declares() || has_base(file)) }
    };
    let declaring = followed(files);
    let known: HashSet<&str> =
        files.iter().filter(|file| file.uses_api || file.declares()).map(|file| &*file.path).collect();
    let is_silent = |again: &&Again| !known.contains(&*again.display) && !places.is_dependency(&again.display);
    let silent: Vec<&Again> = jobs.iter().filter(is_silent).collect();
    // each file is read once: for its calls, too, where those are followed for sure
    let found = read_again(&silent, settings, |again, document| {
        let declared = detector.declarations(document);
        if !declaring.contains(&again.application) {
            return declared;
        }
        Detected { declarations: declared.declarations, grants: declared.grants, ..calls(again, document) }
    });
    add(scan, found, &mut integrations);
    let followed = followed(&scan.evidence.files);
    let is_known = |file: &&FileFacts| file.outlined.is_some() && !beside.contains(&file.application);
    let mut known: HashSet<&str> = scan.evidence.files.iter().filter(is_known).map(|file| file.path.as_str()).collect();
    known.extend(silent.iter().filter(|again| declaring.contains(&again.application)).map(|again| &*again.display));
    let is_unread = |again: &&Again| followed.contains(&again.application) && !known.contains(&*again.display);
    let unread: Vec<&Again> = jobs.iter().filter(is_unread).collect();
    let found = read_again(&unread, settings, calls);
    add(scan, found, &mut integrations);
    let mut unread: Vec<&Again> = jobs.iter().filter(|again| is_code(project, &again.display)).collect();
    for _ in 0..MOST_ROUNDS {
        let has_outline = |display: &str| {
            let at = scan.evidence.files.binary_search_by(|known| known.path.as_str().cmp(display));
            at.is_ok_and(|at| scan.evidence.files[at].outlined.is_some())
        };
        unread.retain(|again| !has_outline(&again.display));
        let mut named: HashMap<&str, Neighbors> = HashMap::new();
        for application in &within {
            let files = scan.evidence.files.iter().filter(|file| file.application == *application);
            named.insert(application, Neighbors::of(files));
        }
        let is_named = |again: &&&Again| named.get(&*again.application).is_some_and(|named| named.hold(&again.display));
        let named: Vec<&Again> = unread.iter().filter(is_named).copied().collect();
        let found = read_again(&named, settings, |_, document| detector.outline_whole(document));
        let is_last = found.facts.is_empty();
        add(scan, found, &mut integrations);
        if is_last {
            break;
        }
    }
}

/// So many files of a chain in which each names the next are read though none of them shows a call of its own.
const MOST_ROUNDS: usize = 3;

/// The applications of those of `files` that `are_meant`.
fn applications(files: &[FileFacts], are_meant: impl Fn(&FileFacts) -> bool) -> BTreeSet<String> {
    files.iter().filter(|file| are_meant(file)).map(|file| file.application.clone()).collect()
}

/// A file that is read once more.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) display: String,
    pub(super) application: String,
    pub(super) job: Job,
}

/// Adds what a further look found to what is known of each file.
fn add(scan: &mut Scan, found: Found, integrations: &mut Integrations<'_>) {
    scan.problems.extend(found.problems);
    for mut facts in found.facts {
        facts.integration = integrations.root_of(&facts.path);
        facts.application = integrations.application_of(&facts.path);
        match scan.evidence.files.binary_search_by(|known| known.path.cmp(&facts.path)) {
            Ok(at) => {
                let known = &mut scan.evidence.files[at];
                known.outlined = facts.outlined.or(known.outlined.take());
                if known.events.is_empty() {
                    known.events = facts.events;
                }
                known.takes_webhooks |= facts.takes_webhooks;
                known.declarations.extend(facts.declarations);
                known.grants.extend(facts.grants);
            }
            Err(at) => scan.evidence.files.insert(at, facts),
        }
    }
}

/// What a further look found, and what went wrong. That a file cannot be read is not among it: the first look has said so.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) facts: Vec<FileFacts>,
    pub(super) problems: Vec<Problem>,
}

/// What `look` finds in `files`, on all cores.
pub(super) fn read_again(
    files: &[&Again],
    settings: &Settings,
    look: impl Fn(&Again, &Document<'_>) -> Detected + Sync,
) -> Found {
    if files.is_empty() {
        return Found::default();
    }
    // small parts, since a folder of large files would else keep one core busy while the others wait
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let look = &look;
        let next = &next;
        let read = move || {
            let mut buffer = Buffer::default();
            let mut found = Found::default();
            let next = || files.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| !settings.stop.is_wished());
            while let Some(again) = next() {
                read_one(again, &mut buffer, look, &mut found);
            }
            found
        };
        let readers: Vec<_> = (0..n_threads(settings))
            .filter_map(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read).ok())
            .collect();
        let n_readers = readers.len();
        let parts: Vec<Found> = readers.into_iter().filter_map(|reader| reader.join().ok()).collect();
        let is_whole = 0 < n_readers && parts.len() == n_readers;
        let mut found = Found::default();
        for part in parts {
            found.facts.extend(part.facts);
            found.problems.extend(part.problems);
        }
        found.problems.extend((!is_whole).then(no_reader));
        found.facts.sort_by(|a, b| a.path.cmp(&b.path));
        found
    })
}

fn read_one(
    again @ Again { display, job, .. }: &Again,
    buffer: &mut Buffer,
    look: &(impl Fn(&Again, &Document<'_>) -> Detected + Sync),
    found: &mut Found,
) {
    let mut facts = empty_facts(display.clone(), job.vcs.unwrap_or(Vcs::None));
    let read = catch_unwind(AssertUnwindSafe(|| {
        // the first look has said what there is to say of a file that cannot be read
        let _ = job.read(display, buffer, &mut |window| {
            if window.owns == (0..u64::MAX) {
                let detected = look(again, &window.document);
                facts.outlined = detected.outlined.map(Box::new);
                facts.uses_api = detected.uses_api;
                facts.events = detected.events;
                facts.takes_webhooks = detected.takes_webhooks;
                facts.declarations = detected.declarations;
                facts.grants = detected.grants;
            }
        });
    }));
    match read {
        Ok(()) if facts.is_empty() => {}
        Ok(()) => found.facts.push(facts),
        Err(_) => found.problems.push(internal_error(display)),
    }
}
