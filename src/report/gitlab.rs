//! GitLab's secret detection report, schema 15.2.1: what stands in `gl-secret-detection-report.json`.
//!
//! Only findings about a credential are in it, since GitLab treats every entry as a leaked secret; [`super::code_quality`] holds
//! all of them. `raw_source_code_extract` is left out: GitLab wants the secret itself there.
//!
//! Fields: <https://gitlab.com/gitlab-org/security-products/security-report-schemas>, `secret-detection-report-format.json`.

use super::markdown::inline;
use super::prose::{number, sentence, sentence_start};
use super::{Report, docs_url, fingerprints, printable};
use crate::calendar::time;
use crate::finding::{Finding, Severity};
use crate::problem::{Problem, ProblemSeverity};
use serde::Serialize;
use std::io::{self, Write};

/// What GitLab's own analyzer says where no commit is known.
const NO_COMMIT: &str = "0000000";

#[derive(Serialize)]
struct Whole<'r> {
    version: &'static str,
    schema: &'static str,
    scan: Scan,
    vulnerabilities: Vec<Vulnerability<'r>>,
}

#[derive(Serialize)]
struct Scan {
    analyzer: Tool,
    scanner: Tool,
    #[serde(rename = "type")]
    kind: &'static str,
    start_time: String,
    end_time: String,
    status: &'static str,
    messages: Vec<Message>,
}

#[derive(Serialize)]
struct Tool {
    id: &'static str,
    name: &'static str,
    url: &'static str,
    version: &'static str,
    vendor: Vendor,
}

#[derive(Serialize)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct Message {
    level: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Vulnerability<'r> {
    id: String,
    name: String,
    description: String,
    severity: &'static str,
    solution: String,
    identifiers: [Identifier<'r>; 1],
    links: [Link<'r>; 1],
    location: Location<'r>,
}

#[derive(Serialize)]
struct Identifier<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    value: &'r str,
    url: String,
}

#[derive(Serialize)]
struct Link<'r> {
    name: &'r str,
    url: String,
}

#[derive(Serialize)]
struct Location<'r> {
    file: &'r str,
    start_line: u64,
    end_line: u64,
    commit: Commit<'r>,
}

#[derive(Serialize)]
struct Commit<'r> {
    sha: &'r str,
}

/// Writes the report.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let vulnerabilities: Vec<Vulnerability<'_>> = report
        .findings
        .iter()
        .zip(fingerprints(&report.findings))
        .filter(|(finding, _)| finding.credential.is_some())
        .map(|(finding, fingerprint)| vulnerability(report, finding, fingerprint))
        .collect();
    // the same files give the same report, however long the run took: it ends when it began
    let time = time(report.now);
    let whole = Whole {
        version: "15.2.1",
        schema: "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v15.2.1/dist/secret-detection-report-format.json",
        scan: Scan {
            analyzer: tool(),
            scanner: tool(),
            kind: "secret_detection",
            start_time: time.clone(),
            end_time: time,
            status: if report.is_broken() { "failure" } else { "success" },
            messages: messages(report, report.findings.len() - vulnerabilities.len()),
        },
        vulnerabilities,
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn tool() -> Tool {
    Tool {
        id: "ghl-lint",
        name: "ghl-lint",
        url: env!("CARGO_PKG_HOMEPAGE"),
        version: env!("CARGO_PKG_VERSION"),
        vendor: Vendor { name: "ghl-lint" },
    }
}

/// GitLab shows descriptions and solutions as Markdown.
fn vulnerability<'r>(report: &'r Report, finding: &'r Finding, fingerprint: String) -> Vulnerability<'r> {
    let meta = report.rules.iter().find(|meta| meta.id == finding.rule);
    let url = docs_url(finding.rule);
    // in a history each finding has a commit of its own
    let commit = finding.commit.as_ref().map(|commit| &*commit.id).or(report.commit.as_deref());
    Vulnerability {
        id: fingerprint,
        name: sentence_start(meta.map_or(finding.rule, |meta| meta.summary)),
        description: inline(&format!("{} {}", sentence(&finding.message), sentence(&finding.why))),
        severity: match finding.severity {
            Severity::Error => "Critical",
            Severity::Warning => "Medium",
            Severity::Note => "Low",
        },
        solution: inline(&sentence(&finding.help)),
        identifiers: [Identifier {
            kind: "ghl_lint_rule_id",
            name: format!("ghl-lint rule ID {}", finding.rule),
            value: finding.rule,
            url: url.clone(),
        }],
        links: [Link { name: finding.rule, url }],
        location: Location {
            file: &finding.path,
            start_line: finding.site.region.start.line,
            end_line: finding.site.region.end.line,
            commit: Commit { sha: commit.unwrap_or(NO_COMMIT) },
        },
    }
}

fn messages(report: &Report, n_others: usize) -> Vec<Message> {
    let mut messages: Vec<Message> = report.problems.iter().map(message).collect();
    if 0 < n_others {
        let others = number(n_others as u64, "finding");
        let value = format!("{others} about no credential: --format gitlab-codequality holds all findings");
        messages.push(Message { level: "info", value });
    }
    messages
}

fn message(problem: &Problem) -> Message {
    let place = if problem.path.is_empty() { String::new() } else { format!("{}: ", printable(&problem.path)) };
    Message {
        level: match problem.severity {
            ProblemSeverity::Error => "fatal",
            ProblemSeverity::Warning => "warn",
        },
        value: format!("{place}{}", printable(&problem.message)),
    }
}
