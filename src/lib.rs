//! Finds hard-coded HighLevel (GoHighLevel, LeadConnector) keys in repositories. Offline: nothing read leaves the machine.
//!
//! Data flows one way:
//!
//! ```text
//! source -> Document -> detect -> Fact -> rules -> Finding -> triage -> Report -> report
//! (where)   (text)                (evidence)       (judged)              (what the user sees)
//! ```
//!
//! Up to the facts everything runs for each document by itself, on all cores; from there on once, in order, so that the output
//! is the same for any number of threads. Text of a file goes past `detect` only masked, as an [`excerpt::Excerpt`].
//! Only this module knows all the stages.

pub mod catalog;
pub mod cli;
pub mod config;
pub mod detect;
pub mod directive;
pub mod display;
pub mod document;
pub mod excerpt;
pub mod fact;
pub mod finding;
pub mod literal;
pub mod nearest;
pub mod problem;
pub mod report;
pub mod rules;
mod scan;
pub mod secret;
pub mod source;
pub mod span;
pub mod triage;

use config::Config;
use finding::{Confidence, Severity};
use problem::Problem;
use report::Report;
use rules::{Context, unused_suppression};
use source::Skipped;
use std::collections::BTreeSet;
use std::path::PathBuf;
use triage::baseline::Baseline;
use triage::{Policy, Triaged};

/// A run, as the user asked for it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The working directory, absolute; paths are shown relative to it.
    pub working_directory: PathBuf,
    /// Files and folders to lint.
    pub paths: Vec<PathBuf>,
    /// Name for standard input, when it is to be linted, too.
    pub stdin: Option<String>,
    /// Lifts the limits of ignore rules.
    pub all_files: bool,
    /// Number of readers; all cores when left out.
    pub threads: Option<usize>,
    /// Where the config comes from.
    pub config: ConfigSource,
    /// A baseline, before the config's.
    pub baseline: Option<PathBuf>,
    /// Least confidence reported, before the config's.
    pub min_confidence: Option<Confidence>,
    /// Only these rules, when not empty.
    pub only: BTreeSet<String>,
    /// None of these rules.
    pub skip: BTreeSet<String>,
    /// The time of the run, Unix seconds.
    pub now: f64,
}

impl Settings {
    /// Whether nothing was narrowed down or added by hand.
    fn runs_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty() && self.stdin.is_none()
    }
}

/// Where the config comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigSource {
    /// Looked for in the working directory and upward.
    Discover,
    /// This file.
    File(PathBuf),
    /// None.
    Isolated,
}

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
    let (mut policy, exclude) = policy(settings, config)?;
    let scan = scan::scan(settings, &exclude);
    let context = Context { now: settings.now };
    let findings = rules::judge(&context, &scan.evidence);
    let Triaged { reported, counts } =
        triage::triage(&mut policy, &scan.evidence, findings, unused_suppression::report);
    let mut problems = scan.problems;
    if scan.covers_working_directory && settings.runs_everything() {
        problems.extend(needless_acceptances(&policy, &config_path));
    }
    problems.sort_by(|a, b| (&a.path, a.severity, &a.message).cmp(&(&b.path, b.severity, &b.message)));
    let skipped = sorted(scan.skipped);
    let report = Report {
        findings: reported,
        problems,
        counts,
        n_files: scan.n_files,
        n_bytes: scan.n_bytes,
        skipped,
        list_skipped: false,
    };
    Ok(Outcome { report, fail_on })
}

/// A baseline that accepts what `settings` find, and the run's report. With `prune`, what the old baseline accepts and is still there.
///
/// # Errors
///
/// As [`check`].
pub fn baseline(settings: &Settings, prune: Option<Baseline>) -> Result<(Baseline, Report), Vec<Problem>> {
    let mut config = read_config(settings)?;
    config.baseline = None;
    let (mut policy, exclude) = policy(&Settings { baseline: None, ..settings.clone() }, config)?;
    let scan = scan::scan(settings, &exclude);
    let findings = rules::judge(&Context { now: settings.now }, &scan.evidence);
    let Triaged { reported, counts } =
        triage::triage(&mut policy, &scan.evidence, findings, unused_suppression::report);
    let baseline = match prune {
        Some(old) => old.pruned(reported),
        None => Baseline::of(&reported),
    };
    let report = Report {
        problems: scan.problems,
        counts,
        n_files: scan.n_files,
        n_bytes: scan.n_bytes,
        skipped: sorted(scan.skipped),
        ..Report::default()
    };
    Ok((baseline, report))
}

fn read_config(settings: &Settings) -> Result<Config, Vec<Problem>> {
    let path = match &settings.config {
        ConfigSource::Isolated => None,
        ConfigSource::File(path) => Some(path.clone()),
        ConfigSource::Discover => config::find(&settings.working_directory),
    };
    match path {
        None => Ok(Config::default()),
        Some(path) => config::read(&path, &display::display_path(&path, &settings.working_directory)),
    }
}

fn policy(settings: &Settings, config: Config) -> Result<(Policy, Vec<globset::GlobMatcher>), Vec<Problem>> {
    let unknown = settings.only.iter().chain(&settings.skip).filter(|id| rules::rule(id).is_none());
    let unknown: Vec<Problem> = unknown.map(|id| unknown_rule(id)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let baseline = match settings.baseline.as_ref().or(config.baseline.as_ref()) {
        None => None,
        Some(path) => {
            let shown = display::display_path(path, &settings.working_directory);
            Some(Baseline::read(path).map_err(|error| vec![Problem::error(shown, error.to_string())])?)
        }
    };
    let policy = Policy {
        known: rules::RULES.iter().map(|rule| rule.meta().id).collect(),
        only: settings.only.clone(),
        skip: settings.skip.clone(),
        levels: config.levels,
        min_confidence: settings.min_confidence.or(config.min_confidence),
        allows: config.allows,
        baseline,
    };
    Ok((policy, config.exclude))
}

/// The problem of a rule id that does not exist.
pub fn unknown_rule(id: &str) -> Problem {
    let hint = nearest::nearest(id, rules::RULES.iter().map(|rule| rule.meta().id));
    let hint = hint.map_or_else(|| "`ghl-lint rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Problem::error("", format!("no rule is called `{}`; {hint}", excerpt::visible(id.as_bytes())))
}

/// What the config and the baseline accept without any effect. Only a run over everything, with all rules, can tell.
fn needless_acceptances(policy: &Policy, config_path: &str) -> Vec<Problem> {
    let idle = policy.allows.iter().filter(|allow| !allow.used);
    let mut problems: Vec<Problem> = idle
        .map(|allow| {
            Problem::warning(config_path, "this [[allow]] accepts nothing any more; take it out").at(allow.site.clone())
        })
        .collect();
    let stale = policy.baseline.as_ref().map(Baseline::stale).unwrap_or_default();
    if let [first, ..] = stale.as_slice() {
        let place = first.places.keys().next().map_or("", String::as_str);
        let message = format!(
            "{} baseline entr{} nothing any more (the first: {} in {place}); `ghl-lint baseline --prune` takes them out",
            stale.len(),
            if stale.len() == 1 { "y matches" } else { "ies match" },
            first.rule
        );
        problems.push(Problem::warning("", message));
    }
    problems
}

fn sorted(mut skipped: Vec<Skipped>) -> Vec<Skipped> {
    skipped.sort();
    skipped
}
