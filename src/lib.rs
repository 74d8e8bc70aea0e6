//! Finds hard-coded HighLevel (GoHighLevel, LeadConnector) keys in repositories. Offline: nothing read leaves the machine.
//!
//! Data flows one way:
//!
//! ```text
//! source -> Document -> detect -> Fact -> rules -> Finding -> triage -> Report -> report
//! (where)   (text)      |    ^    (evidence)       (judged)              (what the user sees)
//!                       v    |
//!                       read -> Literal
//!                               (value and names)
//! ```
//!
//! Up to the facts everything runs for each document by itself, on all cores; from there on once, in order, so that the output
//! is the same for any number of threads. `detect` asks `read` for a document's literals only where something in its bytes needs
//! them: reading costs a hundred times what the search does. Text of a file goes past `detect` only masked, as an [`excerpt::Excerpt`].
//! Only this module knows all the stages.

pub mod added;
mod base64;
pub mod calendar;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod decoded;
pub mod detect;
pub mod directive;
pub mod display;
pub mod document;
pub mod excerpt;
pub mod fact;
pub mod finding;
pub mod glob;
pub mod history;
mod idle;
pub mod inventory;
mod kept;
pub mod legacy;
mod listing;
pub mod literal;
mod masking;
pub mod migration;
pub mod nearest;
pub mod outline;
pub mod policy;
pub mod privilege;
pub mod problem;
pub mod project;
pub mod read;
pub mod report;
pub mod rules;
mod scan;
pub mod scope_manifest;
pub mod secret;
pub mod settings;
pub mod source;
pub mod span;
pub mod stop;
pub mod triage;
pub mod upkeep;
pub mod usage;

use config::Config;
use finding::{Finding, FoundCommit, Severity};
use history::HistoryRequest;
pub use masking::masked;
use migration::Checklist;
use policy::Policy;
use privilege::Privilege;
use problem::{Problem, ProblemSeverity};
use project::Project;
use report::Report;
use rules::{Context, overdue_rotation, unused_suppression};
use settings::{ConfigSource, Extent, Settings};
use source::history::HistoryError;
use std::collections::BTreeMap;
use std::path::Path;
use triage::baseline::Baseline;
use triage::{Accepted, Counts, Triaged};

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// What to show.
    pub report: Report,
    /// Least severity that fails the run, as the config says.
    pub fail_on: Option<Severity>,
}

/// Lints everything that `settings` name.
///
/// # Errors
///
/// When the run cannot begin: a broken config or baseline, an unknown rule.
pub fn check(settings: &Settings) -> Result<Outcome, Vec<Problem>> {
    let config = read_config(settings)?;
    let fail_on = config.fail_on;
    let config_path = config.path.clone();
    let is_baseline_of_here = baseline_path(settings, &config).is_some_and(|path| settings.is_here(path));
    let mut baseline = read_baseline(settings, &config)?;
    let (mut policy, project) = policy(settings, config)?;
    let (mut report, is_whole) = run(settings, &mut policy, baseline.as_mut(), &project)?;
    if is_whole {
        // its paths are those of the folder that it was made in
        let baseline = baseline.as_ref().filter(|_| is_baseline_of_here);
        report.problems.extend(idle::acceptances(&policy, baseline, &config_path));
        report.problems.extend(idle::words(&project, &config_path));
        sort(&mut report.problems);
    }
    Ok(Outcome { report, fail_on })
}

/// Everything that was seen, before anybody judges it.
#[derive(Debug)]
pub struct Survey {
    /// What was seen.
    pub evidence: fact::Evidence,
    /// What happened to the run, sorted.
    pub problems: Vec<Problem>,
    /// Number of files that were read.
    pub n_files: u64,
    /// Number of files that were not.
    pub n_skipped: usize,
}

/// Looks at everything that `settings` name, for reports about whole integrations.
///
/// # Errors
///
/// As [`check`].
pub fn survey(settings: &Settings) -> Result<Survey, Vec<Problem>> {
    let (_, mut survey) = look(settings)?;
    masking::evidence(&mut survey.evidence);
    Ok(survey)
}

/// What the scopes of a run are weighed by.
#[derive(Debug)]
pub struct Scopes {
    /// What was seen.
    pub evidence: fact::Evidence,
    /// The findings that nobody accepts with a reason, by place.
    pub open: Vec<Finding>,
    /// Those about scopes that somebody does.
    pub accepted: Vec<Accepted>,
    /// What happened to the run, sorted.
    pub problems: Vec<Problem>,
}

/// Looks at everything that `settings` name for the scopes of each integration.
///
/// Suppression comments and `[[allow]]`, which give a reason, keep a scope. Levels, thresholds and a baseline do not: they say what
/// `check` reports.
///
/// # Errors
///
/// As [`check`].
pub fn scopes(settings: &Settings) -> Result<Scopes, Vec<Problem>> {
    let (policy, Survey { mut evidence, problems, .. }) = look(settings)?;
    let mut policy = Policy { levels: BTreeMap::new(), min_confidence: None, ..policy };
    policy.only.clear();
    policy.skip.clear();
    let privileges = privilege::weigh(&evidence);
    let Triaged { reported: mut open, mut accepted, .. } = judged(settings, &mut policy, None, &evidence, &privileges);
    masking::evidence(&mut evidence);
    masking::findings(&mut open, &mut accepted);
    Ok(Scopes { evidence, open, accepted, problems })
}

/// What the scope manifests of a run should hold.
#[derive(Debug)]
pub struct Upkeep {
    /// What is to be done for each integration, by root.
    pub plans: Vec<upkeep::Plan>,
    /// What happened to the run, sorted.
    pub problems: Vec<Problem>,
}

/// Looks at everything that `settings` name for what its scope manifests should hold. Writes nothing.
///
/// # Errors
///
/// As [`check`].
pub fn upkeep(settings: &Settings) -> Result<Upkeep, Vec<Problem>> {
    let (mut policy, Survey { evidence, problems, .. }) = look(settings)?;
    let privileges = privilege::weigh(&evidence);
    let Triaged { reported, .. } = judged(settings, &mut policy, None, &evidence, &privileges);
    Ok(Upkeep { plans: upkeep::plan(&evidence, &reported), problems })
}

/// What an inventory is taken of.
#[derive(Debug)]
pub struct Stock {
    /// What was seen, surroundings included.
    pub evidence: fact::Evidence,
    /// The findings that `check` reports of it, by place.
    pub findings: Vec<Finding>,
    /// Those about scopes that are accepted with a reason.
    pub accepted: Vec<Accepted>,
    /// What happened to the run, sorted.
    pub problems: Vec<Problem>,
}

/// Looks at everything that `settings` name, for an inventory.
///
/// # Errors
///
/// As [`check`].
pub fn stock(settings: &Settings) -> Result<Stock, Vec<Problem>> {
    let settings = &Settings { surroundings: true, ..settings.clone() };
    let config = read_config(settings)?;
    let mut baseline = read_baseline(settings, &config)?;
    let (mut policy, Survey { mut evidence, problems, .. }) = look_with(settings, config)?;
    let privileges = privilege::weigh(&evidence);
    let Triaged { reported: mut findings, mut accepted, .. } =
        judged(settings, &mut policy, baseline.as_mut(), &evidence, &privileges);
    masking::evidence(&mut evidence);
    masking::findings(&mut findings, &mut accepted);
    Ok(Stock { evidence, findings, accepted, problems })
}

/// What is left until nothing speaks to the v1 API.
#[derive(Debug)]
pub struct Migration {
    /// A list for each integration that has something left, something accepted, or names v1, by root.
    pub lists: Vec<Checklist>,
    /// What happened to the run, sorted.
    pub problems: Vec<Problem>,
    /// Number of files that were read.
    pub n_files: u64,
    /// Number of files that were not.
    pub n_skipped: usize,
}

impl Migration {
    /// How many places are left to change.
    pub fn n_left(&self) -> usize {
        self.lists.iter().map(Checklist::n_left).sum()
    }

    /// How many findings are accepted.
    pub fn n_accepted(&self) -> usize {
        self.lists.iter().map(|list| list.n_accepted).sum()
    }

    /// How many places name v1 without any effect.
    pub fn n_mentions(&self) -> usize {
        self.lists.iter().map(|list| list.mentions.len()).sum()
    }

    /// Whether something happened after which the run cannot be trusted.
    pub fn is_broken(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == ProblemSeverity::Error)
    }
}

/// Looks at everything that `settings` name for what still speaks to the v1 API.
///
/// Suppression comments and `[[allow]]`, which give a reason, take something off the list. Levels, thresholds and a baseline do not:
/// they say what `check` reports.
///
/// # Errors
///
/// As [`check`].
pub fn migration(settings: &Settings) -> Result<Migration, Vec<Problem>> {
    let (policy, Survey { evidence, problems, n_files, n_skipped }) = look(settings)?;
    let mut policy = Policy { levels: BTreeMap::new(), min_confidence: None, ..policy };
    let privileges = privilege::weigh(&evidence);
    let Triaged { reported, .. } = judged(settings, &mut policy, None, &evidence, &privileges);
    let mut lists = migration::plan(&evidence, &privileges, &reported);
    lists.iter_mut().for_each(masking::checklist);
    Ok(Migration { lists, problems, n_files, n_skipped })
}

/// Everything that can be seen, calls of all applications included.
fn look(settings: &Settings) -> Result<(Policy, Survey), Vec<Problem>> {
    look_with(settings, read_config(settings)?)
}

/// The same with a config that was read.
fn look_with(settings: &Settings, config: Config) -> Result<(Policy, Survey), Vec<Problem>> {
    let config_path = config.path.clone();
    let (policy, project) = policy(settings, config)?;
    let mut scan = scan::scan(&Settings { surveys: true, ..settings.clone() }, &project)?;
    usage::link(&mut scan.evidence, &project);
    if scan.covers_working_directory && settings.runs_everything() {
        scan.problems.extend(idle::words(&project, &config_path));
    }
    sort(&mut scan.problems);
    scan.problems.iter_mut().for_each(|problem| problem.path = masked(&problem.path));
    let (n_files, n_skipped) = (scan.n_files, scan.skipped.len());
    Ok((policy, Survey { evidence: scan.evidence, problems: scan.problems, n_files, n_skipped }))
}

/// What the rules say of `evidence`, and who accepts it.
fn judged(
    settings: &Settings,
    policy: &mut Policy,
    baseline: Option<&mut Baseline>,
    evidence: &fact::Evidence,
    privileges: &[Privilege<'_>],
) -> Triaged {
    let findings = rules::judge(&context(settings, policy, privileges), evidence);
    triage::triage(policy, baseline, evidence, findings, unused_suppression::report)
}

/// Lints the history that `request` names: every version of every file once, and every message.
///
/// Only what is a harm by itself is reported, which is credentials: what an old version asked for or called was put right by
/// whoever changed it.
///
/// # Errors
///
/// As [`check`], and when there is no such repository, revision or branch.
pub fn history(
    settings: &Settings,
    request: &HistoryRequest,
    watch: &mut history::Watch<'_>,
) -> Result<Outcome, Vec<Problem>> {
    let config = read_config(settings)?;
    let fail_on = config.fail_on;
    let baseline = read_baseline(settings, &config)?;
    let (mut policy, project) = policy(settings, config)?;
    let mut past = history::read(settings, request, &project, watch)
        .map_err(|error| vec![Problem::error(about(&error, request), error.to_string())])?;
    // paths in the history begin at its own top
    if let Some(top) = past.top {
        policy.working_directory = top;
    }
    let context = context(settings, &policy, &[]);
    let judge = |evidence: &fact::Evidence| rules::judge(&context, evidence);
    let Triaged { mut reported, counts, .. } =
        triage::versions::triage(&mut policy, baseline.as_ref(), past.versions, judge);
    let found: Vec<&mut FoundCommit> = reported.iter_mut().filter_map(|finding| finding.commit.as_mut()).collect();
    let people = source::history::people(&request.folder, found.iter().map(|commit| &*commit.id));
    for commit in found {
        commit.author = people.get(&commit.id).cloned();
    }
    sort(&mut past.problems);
    let mut report = Report {
        findings: reported,
        problems: past.problems,
        counts,
        n_files: past.n_files,
        n_bytes: past.n_bytes,
        skipped: past.skipped,
        history: Some(past.counts),
        ..empty_report(settings)
    };
    masking::report(&mut report);
    Ok(Outcome { report, fail_on })
}

/// What of the request an error is about.
fn about(error: &HistoryError, request: &HistoryRequest) -> String {
    match error {
        HistoryError::NoRepository | HistoryError::Unreadable => request.folder.to_string_lossy().into_owned(),
        HistoryError::Revision(name) | HistoryError::Branch(name) => name.clone(),
        HistoryError::Refs | HistoryError::NoThread | HistoryError::Internal => String::new(),
    }
}

/// A baseline that accepts what `settings` find, and what happened to the run. With `prune`: what that one accepts and
/// is still there.
///
/// # Errors
///
/// As [`check`].
pub fn baseline(settings: &Settings, prune: Option<Baseline>) -> Result<(Baseline, Report), Vec<Problem>> {
    let (mut policy, project) = policy(settings, read_config(settings)?)?;
    let (mut report, is_whole) = run(settings, &mut policy, None, &project)?;
    if prune.is_some() && !is_whole {
        let message = "to prune, lint everything that the baseline covers: its whole folder, with all rules";
        return Err(vec![Problem::error("", message)]);
    }
    let findings = std::mem::take(&mut report.findings);
    let baseline = match prune {
        Some(old) => old.pruned(findings),
        None => Baseline::of(&findings),
    };
    Ok((baseline, report))
}

/// All the stages, from sources to a report; also says whether everything was looked at with all rules.
fn run(
    settings: &Settings,
    policy: &mut Policy,
    mut baseline: Option<&mut Baseline>,
    project: &Project,
) -> Result<(Report, bool), Vec<Problem>> {
    let mut scan = scan::scan(settings, project)?;
    policy.added = scan.added.take();
    if settings.stop.is_wished() {
        // what a suppression is for may not have been looked at
        policy.skip.insert(unused_suppression::META.id.to_owned());
    }
    if let (Some(index), Some(baseline)) = (&scan.index, baseline.as_deref_mut()) {
        baseline.set_aside(|path| index.holds(path) && !index.is_changed(path));
    }
    usage::link(&mut scan.evidence, project);
    let mut privileges = privilege::weigh(&scan.evidence);
    let Triaged { reported, accepted, counts } = judged(settings, policy, baseline, &scan.evidence, &privileges);
    kept::note(&mut privileges, &reported, &accepted);
    sort(&mut scan.problems);
    scan.skipped.sort();
    let migration = migration::plan(&scan.evidence, &privileges, &reported);
    let mut report = Report {
        findings: reported,
        problems: scan.problems,
        counts,
        n_files: scan.n_files,
        n_bytes: scan.n_bytes,
        skipped: scan.skipped,
        scopes: report::scopes::tables(&privileges),
        migration,
        extent: match &settings.extent {
            Extent::Since(revision) => Extent::Since(masked(&excerpt::visible(revision.as_bytes()))),
            extent => extent.clone(),
        },
        ..empty_report(settings)
    };
    masking::report(&mut report);
    Ok((report, scan.covers_working_directory && settings.runs_everything()))
}

/// What rules may know beyond the evidence.
fn context<'c>(settings: &Settings, policy: &Policy, privileges: &'c [Privilege<'c>]) -> Context<'c> {
    let rotation_days = policy.rotation_days.unwrap_or(overdue_rotation::ROTATION_DAYS);
    Context { now: settings.now, rotation_days, privileges }
}

/// A report that says nothing yet.
fn empty_report(settings: &Settings) -> Report {
    Report {
        rules: rules::RULES.iter().map(|rule| rule.meta()).collect(),
        findings: Vec::new(),
        problems: Vec::new(),
        counts: Counts::default(),
        n_files: 0,
        n_bytes: 0,
        skipped: Vec::new(),
        list_skipped: false,
        scopes: Vec::new(),
        migration: Vec::new(),
        now: settings.now,
        fail_on: Severity::Warning,
        extent: Extent::Whole,
        commit: None,
        history: None,
    }
}

fn sort(problems: &mut [Problem]) {
    let place = |problem: &Problem| problem.site.as_ref().map(|site| site.region);
    problems
        .sort_by(|a, b| (&a.path, a.severity, place(a), &a.message).cmp(&(&b.path, b.severity, place(b), &b.message)));
}

fn read_config(settings: &Settings) -> Result<Config, Vec<Problem>> {
    let path = match &settings.config {
        ConfigSource::Isolated => None,
        ConfigSource::File(path) => Some(path.clone()),
        ConfigSource::Discover => config::find(&settings.working_directory),
    };
    match path {
        None => Ok(Config::default()),
        Some(path) => {
            let shown = display::display_path(&path, &settings.working_directory);
            config::read(&path, &shown, &rules::ids())
        }
    }
}

fn read_baseline(settings: &Settings, config: &Config) -> Result<Option<Baseline>, Vec<Problem>> {
    let Some(path) = baseline_path(settings, config) else { return Ok(None) };
    let shown = display::display_path(path, &settings.working_directory);
    Baseline::read(path).map(Some).map_err(|error| vec![Problem::error(shown, error.to_string())])
}

fn baseline_path<'s>(settings: &'s Settings, config: &'s Config) -> Option<&'s Path> {
    settings.baseline.as_deref().or(config.baseline.as_deref())
}

fn policy(settings: &Settings, config: Config) -> Result<(Policy, Project), Vec<Problem>> {
    let unknown = settings.only.iter().chain(&settings.skip).filter(|id| rules::rule(id).is_none());
    let unknown: Vec<Problem> = unknown.map(|id| unknown_rule(id)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let policy = Policy {
        working_directory: settings.working_directory.clone(),
        known: rules::ids(),
        echoes: rules::ECHOES,
        only: settings.only.clone(),
        skip: settings.skip.clone(),
        levels: config.levels,
        min_confidence: settings.min_confidence.or(config.min_confidence),
        rotation_days: config.rotation_days,
        allows: config.allows,
        added: None,
    };
    Ok((policy, Project::new(settings.working_directory.clone(), config.code)))
}

/// The problem of a rule id that does not exist.
pub fn unknown_rule(id: &str) -> Problem {
    let hint = nearest::nearest(id, rules::ids().into_iter());
    let hint = hint.map_or_else(|| "`ghl-lint rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Problem::error("", format!("no rule is called `{}`; {hint}", masked(&excerpt::visible(id.as_bytes()))))
}
