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

impl Group<'_> {
    /// In a history, which commit brought it in, and whether it is still there.
    pub(super) fn came_in(&self) -> Option<String> {
        let commit = self.first.commit.as_ref()?;
        let mut text: String = commit.id.chars().take(12).collect();
        if let Some(date) = commit.date() {
            text.push_str(&format!(" of {}", &date[..10]));
        }
        if let Some(author) = &commit.author {
            text.push_str(&format!(" by {author}"));
        }
        if 1 < commit.n_versions {
            text.push_str(&format!(", in {} versions", commit.n_versions));
        }
        let is_at_head = |finding: &&&Finding| finding.commit.as_ref().is_some_and(|commit| commit.at_head);
        let at_head = match self.others.iter().find(is_at_head) {
            _ if commit.at_head => "still at HEAD".to_owned(),
            Some(other) => format!("still at HEAD in {}", other.path),
            None => "in no file of HEAD".to_owned(),
        };
        Some(format!("{text}; {at_head}"))
    }

    /// The same with the digest, which an `[[allow]]` names once the key is rotated.
    pub(super) fn came_in_with_digest(&self) -> Option<String> {
        let digest = self.first.credential.as_ref().map(|credential| credential.secret.digest());
        let digest = digest.map_or_else(String::new, |digest| format!("; digest {digest}"));
        self.came_in().map(|text| text + &digest)
    }
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
            // in a history the oldest goes first
            same.sort_by_key(|finding| {
                let rank = finding.commit.as_ref().map(|commit| commit.rank);
                (std::cmp::Reverse(finding.severity), rank, catalog().places.is_prose(&finding.path))
            });
            let (first, others) = same.split_first()?;
            Some(Group { first, others: others.to_vec() })
        })
        .collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.first.severity), &group.first.path, group.first.site.region));
    groups
}
