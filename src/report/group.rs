//! Findings about the same thing: one secret in many places is one thing to do.

use crate::catalog::catalog;
use crate::finding::Finding;
use std::collections::BTreeMap;

/// Findings of one rule about the same thing, the one to show first.
pub(super) struct Group<'f> {
    /// The one to show.
    pub(super) first: &'f Finding,
    /// The others, worst first.
    pub(super) others: Vec<&'f Finding>,
}

/// The groups of `findings`, worst first, then by place.
pub(super) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut by_identity: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_identity.entry((finding.rule, &finding.identity)).or_default().push(finding);
    }
    let mut groups: Vec<Group<'_>> = by_identity
        .into_values()
        .filter_map(|mut same| {
            // of equally bad ones code goes before notes about it; stable, so the first by place stays first
            same.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), catalog().places.is_prose(&finding.path)));
            let (first, others) = same.split_first()?;
            Some(Group { first, others: others.to_vec() })
        })
        .collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.first.severity), &group.first.path, group.first.site.region));
    groups
}
