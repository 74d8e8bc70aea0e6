//! GitLab's Code Quality report: all findings, as its merge requests show them in every tier.
//!
//! Fields: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>. GitLab stops reading at the first entry
//! that lacks one, and keeps one entry for each fingerprint.

use super::{Report, fingerprints, printable};
use crate::finding::{Finding, Severity};
use crate::problem::{Problem, ProblemSeverity};
use crate::report::prose::sentence;
use crate::secret::digest;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Entry<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
    end: u64,
}

/// Writes the list.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.findings.iter().zip(fingerprints(&report.findings));
    let mut entries: Vec<Entry<'_>> = findings.map(|(finding, fingerprint)| of_finding(finding, fingerprint)).collect();
    let mut problems: Vec<Entry<'_>> = report.problems.iter().map(of_problem).collect();
    // they are sorted, so equal ones are neighbors
    problems.dedup_by(|a, b| a.fingerprint == b.fingerprint);
    entries.extend(problems);
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    writeln!(out)
}

fn of_finding(finding: &Finding, fingerprint: String) -> Entry<'_> {
    let region = finding.site.region;
    Entry {
        description: printable(&sentence(&finding.message)),
        check_name: finding.rule,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: Location { path: &finding.path, lines: Lines { begin: region.start.line, end: region.end.line } },
    }
}

/// A report that is empty because nothing could be read must not look clean.
fn of_problem(problem: &Problem) -> Entry<'_> {
    let lines = problem.site.as_ref().map(|site| (site.region.start.line, site.region.end.line));
    let (begin, end) = lines.unwrap_or((1, 1));
    Entry {
        description: printable(&sentence(&problem.message)),
        check_name: "ghl-lint",
        fingerprint: digest(format!("{}\0{begin}\0{}", problem.path, problem.message).as_bytes()),
        severity: match problem.severity {
            ProblemSeverity::Error => "blocker",
            ProblemSeverity::Warning => "minor",
        },
        location: Location {
            path: if problem.path.is_empty() { "." } else { &problem.path },
            lines: Lines { begin, end },
        },
    }
}
