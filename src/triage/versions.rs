//! Verdicts for a history, where the same thing stands in many versions of a file: one finding for each rule, secret and path.
//!
//! The first version is shown. The newest decides about a suppression: a comment that was added later speaks of the same secret
//! in the same file, also where it stood before. A baseline accepts by content, wherever and however often.

use super::baseline::Baseline;
use super::echo::Voices;
use super::suppress::Usage;
use super::{Counts, Tally, Triaged, accept};
use crate::fact::{Evidence, FileFacts};
use crate::finding::{Finding, FoundCommit};
use crate::policy::Policy;
use std::collections::BTreeMap;

/// What one version of a file, or a message, showed.
#[derive(Debug)]
pub struct Version {
    /// Its facts.
    pub facts: FileFacts,
    /// Where it came in; who did so need not be known yet.
    pub commit: FoundCommit,
}

/// What is known of one secret at one path.
struct Group {
    first: Finding,
    commit: FoundCommit,
    /// Whether a comment suppresses it in the newest version so far.
    is_suppressed: bool,
}

/// Judges each of `versions` by itself and gives what is found a verdict. They come in the order of their commits.
pub fn triage(
    policy: &mut Policy,
    baseline: Option<&Baseline>,
    versions: Vec<Version>,
    judge: impl Fn(&Evidence) -> Vec<Finding>,
) -> Triaged {
    let mut groups: BTreeMap<(&'static str, String, String), Group> = BTreeMap::new();
    for version in versions {
        let evidence = Evidence { files: vec![version.facts], ..Evidence::default() };
        let mut usage = Usage::new(&evidence);
        // by key, whether each of its places is suppressed, and the first of them
        let mut here: BTreeMap<_, (Finding, bool)> = BTreeMap::new();
        for finding in judge(&evidence).into_iter().filter(|finding| policy.hears(finding)) {
            let is_suppressed = usage.suppresses(&finding).is_some();
            let key = (finding.rule, finding.identity.clone(), finding.path.clone());
            here.entry(key).and_modify(|known| known.1 &= is_suppressed).or_insert((finding, is_suppressed));
        }
        for (key, (finding, is_suppressed)) in here {
            let group = groups.entry(key).or_insert_with(|| Group {
                first: finding,
                commit: FoundCommit { n_versions: 0, ..version.commit.clone() },
                is_suppressed,
            });
            group.commit.n_versions += 1;
            group.commit.at_head |= version.commit.at_head;
            group.is_suppressed = is_suppressed;
        }
    }
    let voices = Voices::of(policy, groups.values().map(|group| &group.first));
    let suppressed = groups.values().filter(|group| group.is_suppressed && policy.concerns(&group.first)).count();
    let open = groups.into_values().filter(|group| !group.is_suppressed);
    let open: Vec<Finding> = open.map(|group| Finding { commit: Some(group.commit), ..group.first }).collect();
    let counts = Counts { suppressed, ..Counts::default() };
    accept(policy, open, &voices, Tally { counts, accepted: Vec::new() }, |mut findings| {
        findings.retain(|finding| !baseline.is_some_and(|baseline| baseline.knows(finding)));
        findings
    })
}
