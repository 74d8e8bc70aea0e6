//! `overdue-rotation`: a key that lives until somebody rotates it, and that nobody seems to have rotated for long.

use super::{Context, Rule};
use crate::calendar::{SECONDS_OF_DAY, day};
use crate::fact::{Credential, Evidence, FileFacts};
use crate::finding::{Confidence, Finding, FoundCredential, RuleMeta, Severity};

/// See the rule's page.
#[derive(Debug)]
pub struct OverdueRotation;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "overdue-rotation",
    summary: "a key whose own issue date, or first commit, is older than 90 days",
    severity: Severity::Note,
    docs: include_str!("../../rules/docs/overdue-rotation.md"),
};

/// Days after which HighLevel advises to rotate a private integration token (SOURCES.md, section C4).
pub const ROTATION_DAYS: u32 = 90;

impl Rule for OverdueRotation {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for file in &evidence.files {
            // a retired kind has to go whatever its age, and its own rule tells both
            let lasting = file.credentials.iter().filter(|found| found.kind.lives_until_rotated && !found.kind.retired);
            for credential in lasting {
                if let Some(age) = Age::of(credential, context.now).filter(|age| context.rotation_days < age.days) {
                    findings.push(finding(context, file, credential, &age));
                }
            }
        }
    }
}

/// How old a credential is at least.
struct Age {
    /// What happened then.
    what: &'static str,
    /// When, Unix seconds.
    since: f64,
    days: u32,
    confidence: Confidence,
}

impl Age {
    /// By what it says of itself, else by the history.
    fn of(credential: &Credential, now: f64) -> Option<Self> {
        let details = &credential.details;
        let issued = details.issued.map(|since| ("issued", since, Confidence::High));
        // it may have been rotated since: then this text is worth nothing any more
        let committed = || details.committed.map(|since| ("first committed", since, Confidence::Medium));
        let (what, since, confidence) = issued.or_else(committed)?;
        let days = ((now - since) / SECONDS_OF_DAY as f64).floor();
        (0.0 <= days).then_some(Self { what, since, days: days as u32, confidence })
    }
}

fn finding(context: &Context<'_>, file: &FileFacts, credential: &Credential, age: &Age) -> Finding {
    let kind = credential.kind;
    let Age { what, since, days, confidence } = *age;
    Finding {
        rule: META.id,
        severity: META.severity,
        confidence: confidence.min(credential.confidence),
        message: format!("{} {what} {}, {days} days ago", kind.name, day(since)),
        path: file.path.clone(),
        site: credential.site.clone(),
        label: format!("to be rotated every {} days", context.rotation_days),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why: "it does not end by itself: whoever came by it in all that time can still use it".to_owned(),
        help: format!(
            "{}; if that was done since, record it with an [[allow]] of `{}` and its `digest`",
            kind.revoke, kind.rule
        ),
        related: Vec::new(),
        credential: Some(FoundCredential { kind: &kind.id, secret: credential.secret.clone() }),
        scope: None,
        commit: None,
        endpoint: None,
        identity: credential.secret.digest().to_owned(),
    }
}
