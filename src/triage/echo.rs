//! Findings that only echo another: what a rule says of a credential's age is for nothing once the credential itself is accepted
//! everywhere. Which rules do so is the policy's to say.

use crate::finding::Finding;
use crate::policy::Policy;
use std::collections::HashSet;

/// Digests of the credentials that findings of other rules are about.
#[derive(Debug, Default)]
pub(super) struct Voices(HashSet<String>);

impl Voices {
    /// Those of `findings`.
    pub(super) fn of<'f>(policy: &Policy, findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let own = findings.into_iter().filter(|finding| policy.speaks_first(finding));
        Self(own.filter_map(digest).map(str::to_owned).collect())
    }

    fn hold(&self, finding: &Finding) -> bool {
        digest(finding).is_some_and(|digest| self.0.contains(digest))
    }
}

/// Takes out of `open` what echoes a credential that had a finding of its own `before`, and has none any more.
pub(super) fn fade(policy: &Policy, before: &Voices, open: &mut Vec<Finding>) {
    let left = Voices::of(policy, &*open);
    open.retain(|finding| !policy.echoes.contains(&finding.rule) || !before.hold(finding) || left.hold(finding));
}

fn digest(finding: &Finding) -> Option<&str> {
    finding.credential.as_ref().map(|credential| credential.secret.digest())
}
