//! From findings to verdicts: reported, suppressed, baselined, or below a threshold. Counted, never dropped.

pub mod baseline;
pub mod suppress;
pub mod versions;

use crate::directive::Directive;
use crate::fact::{Evidence, FileFacts};
use crate::finding::Finding;
use crate::policy::{Allow, Level, Policy};
use baseline::Baseline;
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

/// Findings after triage.
#[derive(Debug)]
pub struct Triaged {
    /// To be reported, sorted by place.
    pub reported: Vec<Finding>,
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
    let mut counts = Counts::default();
    findings.retain(|finding| policy.wants(finding.rule));
    findings.retain(|finding| {
        let is_suppressed = usage.suppresses(finding);
        counts.suppressed += usize::from(is_suppressed && policy.concerns(finding));
        !is_suppressed
    });
    let idle = usage.idle(evidence, |rule| policy.says_something_of(rule));
    let idle = idle.iter().map(|(file, directive, rules)| report_idle(file, directive, rules));
    findings.extend(idle.filter(|finding| policy.wants(finding.rule)));
    accept(policy, findings, counts, |findings| match baseline {
        Some(baseline) => baseline.leave_new(findings),
        None => findings,
    })
}

/// What the config sets and accepts, then what `leave_new` leaves, then what is sure enough.
fn accept(
    policy: &mut Policy,
    findings: Vec<Finding>,
    mut counts: Counts,
    leave_new: impl FnOnce(Vec<Finding>) -> Vec<Finding>,
) -> Triaged {
    let mut open: Vec<Finding> = Vec::new();
    for mut finding in findings {
        if let Some(Level::At(severity)) = policy.levels.get(finding.rule) {
            finding.severity = *severity;
        }
        if is_allowed(policy, &finding) {
            counts.suppressed += usize::from(policy.concerns(&finding));
        } else {
            open.push(finding);
        }
    }
    open.sort_by(|a, b| (&a.path, a.site.region, a.rule).cmp(&(&b.path, b.site.region, b.rule)));
    // what was there before is held against the baseline, too: it must not leave room for more of the same
    let n_concerning = |open: &[Finding]| open.iter().filter(|finding| policy.concerns(finding)).count();
    let before = n_concerning(&open);
    open = leave_new(open);
    counts.baselined = before - n_concerning(&open);
    open.retain(|finding| policy.concerns(finding));
    let before = open.len();
    open.retain(|finding| policy.min_confidence.is_none_or(|least| least <= finding.confidence));
    counts.below_threshold = before - open.len();
    Triaged { reported: open, counts }
}

fn is_allowed(policy: &mut Policy, finding: &Finding) -> bool {
    let mut is_allowed = false;
    let covers = |allow: &&mut Allow| allow.covers(finding, &policy.working_directory);
    for allow in policy.allows.iter_mut().filter(covers) {
        allow.used = true;
        is_allowed = true;
    }
    is_allowed
}
