//! From findings to verdicts: reported, suppressed, baselined, or below a threshold. Counted, never dropped.

pub mod baseline;
mod echo;
pub mod suppress;
pub mod versions;

use crate::directive::Directive;
use crate::fact::{Evidence, FileFacts};
use crate::finding::Finding;
use crate::policy::{Allow, Level, Policy};
use baseline::Baseline;
use echo::Voices;
use suppress::Usage;

/// How many findings went where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// By a comment or an `[[allow]]`.
    pub suppressed: usize,
    /// By the baseline.
    pub baselined: usize,
    /// Below `--min-confidence`.
    pub below_threshold: usize,
}

/// A finding that somebody accepts with a reason.
#[derive(Debug)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// The reason, of a comment or an `[[allow]]`; not masked.
    pub reason: String,
}

/// Findings after triage.
#[derive(Debug)]
pub struct Triaged {
    /// To be reported, sorted by place.
    pub reported: Vec<Finding>,
    /// Those about scopes that are accepted with a reason.
    pub accepted: Vec<Accepted>,
    /// Where the others went.
    pub counts: Counts,
}

/// What an idle suppression comment is reported as, given the rules of it that had no effect.
pub type ReportIdle = fn(&FileFacts, &Directive, &[String]) -> Finding;

/// Gives each finding its verdict; suppression comments that turn out idle become findings themselves, through `report_idle`.
pub fn triage(
    policy: &mut Policy,
    baseline: Option<&mut Baseline>,
    evidence: &Evidence,
    mut findings: Vec<Finding>,
    report_idle: ReportIdle,
) -> Triaged {
    let mut usage = Usage::new(evidence);
    let mut tally = Tally::default();
    findings.retain(|finding| policy.hears(finding));
    let voices = Voices::of(policy, &findings);
    findings.retain(|finding| {
        let reason = usage.suppresses(finding);
        if let Some(reason) = reason {
            tally.add(policy, finding, reason);
        }
        reason.is_none()
    });
    let idle = usage.idle(evidence, |rule| policy.says_something_of(rule));
    let idle = idle.iter().map(|(file, directive, rules)| report_idle(file, directive, rules));
    findings.extend(idle.filter(|finding| policy.wants(finding.rule)));
    accept(policy, findings, &voices, tally, |findings| match baseline {
        Some(baseline) => baseline.leave_new(findings),
        None => findings,
    })
}

/// What the config sets and accepts, then what `leave_new` leaves, then what echoes none of all that, then what is sure enough.
/// `voices` are the credentials that had findings of their own before anything was accepted.
fn accept(
    policy: &mut Policy,
    findings: Vec<Finding>,
    voices: &Voices,
    mut tally: Tally,
    leave_new: impl FnOnce(Vec<Finding>) -> Vec<Finding>,
) -> Triaged {
    let mut open: Vec<Finding> = Vec::new();
    for mut finding in findings {
        if let Some(Level::At(severity)) = policy.levels.get(finding.rule) {
            finding.severity = *severity;
        }
        match allowed(policy, &finding) {
            Some(reason) => tally.add(policy, &finding, &reason),
            None => open.push(finding),
        }
    }
    let Tally { mut counts, accepted } = tally;
    open.sort_by(|a, b| (&a.path, a.site.region, a.rule).cmp(&(&b.path, b.site.region, b.rule)));
    // what was there before is held against the baseline, too: it must not leave room for more of the same
    let n_concerning = |open: &[Finding]| open.iter().filter(|finding| policy.concerns(finding)).count();
    let before = n_concerning(&open);
    open = leave_new(open);
    counts.baselined = before - n_concerning(&open);
    let before = n_concerning(&open);
    echo::fade(policy, voices, &mut open);
    counts.suppressed += before - n_concerning(&open);
    open.retain(|finding| policy.concerns(finding));
    let before = open.len();
    open.retain(|finding| policy.min_confidence.is_none_or(|least| least <= finding.confidence));
    counts.below_threshold = before - open.len();
    Triaged { reported: open, accepted, counts }
}

/// What is accepted so far.
#[derive(Debug, Default)]
struct Tally {
    counts: Counts,
    accepted: Vec<Accepted>,
}

impl Tally {
    fn add(&mut self, policy: &Policy, finding: &Finding, reason: &str) {
        self.counts.suppressed += usize::from(policy.concerns(finding));
        if finding.scope.is_some() {
            self.accepted.push(Accepted { finding: finding.clone(), reason: reason.to_owned() });
        }
    }
}

/// The reason of an `[[allow]]` that accepts `finding`, if one does; notes which do.
fn allowed(policy: &mut Policy, finding: &Finding) -> Option<String> {
    let mut reason = None;
    let covers = |allow: &&mut Allow| allow.covers(finding, &policy.working_directory);
    for allow in policy.allows.iter_mut().filter(covers) {
        allow.used = true;
        reason.get_or_insert_with(|| allow.reason.clone());
    }
    reason
}
