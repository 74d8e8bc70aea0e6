//! Scopes that nothing here needs and that somebody keeps with a reason: a comment, or an `[[allow]]` of the config.
//!
//! In: what was weighed, and the findings about it after triage. Out: the same, each such scope with the reason in place of the verdict
//! that it is too much.

use crate::finding::Finding;
use crate::masking::masked;
use crate::privilege::{Privilege, Verdict};
use crate::rules::{excess_write_scope, unused_scope};
use crate::triage::Accepted;

/// Says of the scopes that are `accepted` why they stay. One that is still `reported` somewhere is not kept.
pub(crate) fn note(privileges: &mut [Privilege<'_>], reported: &[Finding], accepted: &[Accepted]) {
    for privilege in privileges {
        let Privilege { declarations, verdicts, .. } = privilege;
        for (name, verdict) in verdicts.iter_mut() {
            let also = match verdict {
                Verdict::Unused => None,
                Verdict::ReadOnly(instead) => Some(*instead),
                _ => continue,
            };
            let is_about = |finding: &Finding| {
                [unused_scope::META.id, excess_write_scope::META.id].contains(&finding.rule)
                    && finding.scope.as_deref() == Some(*name)
                    && declarations.iter().any(|(file, _)| file.path == finding.path)
            };
            let is_kept = |accepted: &&Accepted| is_about(&accepted.finding);
            let kept = accepted.iter().find(is_kept).filter(|_| !reported.iter().any(is_about));
            if let Some(Accepted { reason, .. }) = kept {
                *verdict = Verdict::Kept { reason: masked(reason), also };
            }
        }
    }
}
