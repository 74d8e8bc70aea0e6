//! What a run gave, in a few words.

use super::Report;
use super::prose::number;
use crate::finding::Severity;
use crate::settings::Extent;
use std::collections::BTreeSet;

/// How many findings there are of each severity, and in how many files.
pub(super) fn counts(report: &Report) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (report.n_at(severity), severity))
        .filter(|(n, _)| 0 < *n)
        .map(|(n, severity)| number(n as u64, severity.as_str()))
        .collect();
    let files: BTreeSet<&str> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
    match counts.is_empty() {
        true => match &report.extent {
            Extent::Whole => "nothing found".to_owned(),
            Extent::Staged => "nothing found in what is staged".to_owned(),
            Extent::Since(revision) => format!("nothing found in what was added since {revision}"),
        },
        false => format!("{} in {}", counts.join(", "), number(files.len() as u64, "file")),
    }
}

/// What was found and is not reported, by its reason.
pub(super) fn left_out(report: &Report) -> impl Iterator<Item = String> {
    let left_out = [
        (report.counts.suppressed, "suppressed"),
        (report.counts.baselined, "in the baseline"),
        (report.counts.below_threshold, "below the threshold"),
    ];
    left_out.into_iter().filter(|(n, _)| 0 < *n).map(|(n, what)| format!("{n} {what}"))
}

/// How many files, or commits and versions of files, were read and how many were not.
pub(super) fn read(report: &Report) -> String {
    let mut read = match report.history {
        Some(history) => {
            format!("{} and {} of files read", number(history.n_commits, "commit"), number(report.n_files, "version"))
        }
        None => format!("{} read", number(report.n_files, "file")),
    };
    if let Some(n) = report.history.map(|history| history.n_unreachable).filter(|n| 0 < *n) {
        read.push_str(&format!(", {} left out (--unreachable)", number(n as u64, "unreachable object")));
    }
    match report.skipped.len() {
        0 => read,
        n_skipped => format!("{read}, {n_skipped} skipped"),
    }
}
