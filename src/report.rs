//! Verdicts to bytes. One format, one file; a writer gets a [`Report`] and a stream and knows nothing of the run.

mod code_quality;
mod github;
mod gitlab;
mod group;
mod html;
mod human;
pub mod inventory;
mod json;
mod junit;
mod markdown;
mod markup;
pub mod migration;
mod prose;
mod sarif;
pub mod scopes;
mod summary;

use crate::finding::{Finding, RuleMeta, Severity};
use crate::migration::Checklist;
use crate::problem::{Problem, ProblemSeverity};
use crate::settings::Extent;
use crate::source::Skipped;
use crate::triage::Counts;
use std::io::{self, Write};

pub use human::write_problems;

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON object.
    Json,
    /// One JSON object a line: findings, then problems, then the summary.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub Actions annotations.
    Github,
    /// GitLab secret detection: the findings about credentials.
    Gitlab,
    /// GitLab Code Quality: all findings.
    GitlabCodequality,
    /// JUnit XML.
    Junit,
    /// A summary for a pull request or a job, 1 MiB at most.
    Markdown,
    /// One page that can be handed on and printed.
    Html,
}

/// How the human format looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to color.
    pub color: bool,
    /// Whether to leave out the summary and all but errors about the run.
    pub quiet: bool,
    /// Seconds that the run took, where somebody watches.
    pub seconds: Option<f64>,
}

/// Everything that a format can show.
#[derive(Debug)]
pub struct Report {
    /// The rules that there are, sorted by id.
    pub rules: Vec<&'static RuleMeta>,
    /// Findings to report, sorted by place.
    pub findings: Vec<Finding>,
    /// Problems of the run, sorted.
    pub problems: Vec<Problem>,
    /// Where the other findings went.
    pub counts: Counts,
    /// Number of files that were read.
    pub n_files: u64,
    /// Their bytes.
    pub n_bytes: u64,
    /// What was not read, sorted.
    pub skipped: Vec<Skipped>,
    /// Whether the formats list what was not read.
    pub list_skipped: bool,
    /// The scopes of each integration that asks for some, by root.
    pub scopes: Vec<scopes::ScopeTable>,
    /// What is left of the migration off the v1 API, by root of the integration.
    pub migration: Vec<Checklist>,
    /// The time of the run, Unix seconds.
    pub now: f64,
    /// Least severity that fails the run.
    pub fail_on: Severity,
    /// Which text was looked at.
    pub extent: Extent,
    /// The commit whose files were looked at, where the job that runs says so.
    pub commit: Option<String>,
    /// What was read of a history; `None` where it was none.
    pub history: Option<HistoryCounts>,
}

/// How much of a history was read; its files are versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryCounts {
    /// Commits whose messages and trees were read.
    pub n_commits: u64,
    /// Objects that no ref leads to and that were left out.
    pub n_unreachable: usize,
}

impl Report {
    /// Number of findings at `severity`.
    pub fn n_at(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether `finding` makes the run fail.
    pub fn fails(&self, finding: &Finding) -> bool {
        self.fail_on <= finding.severity
    }

    /// Whether something happened after which the run cannot be trusted.
    pub fn is_broken(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == ProblemSeverity::Error)
    }
}

/// Writes `report` in `format`.
///
/// # Errors
///
/// When the stream fails.
pub fn write(report: &Report, format: Format, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, look, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => json::write_lines(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::GitlabCodequality => code_quality::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Markdown => markdown::write(report, out),
        Format::Html => html::write(report, out),
    }
}

/// A stable name for each finding: the same rule, file and content keep it when lines move. In the order of `findings`.
pub(crate) fn fingerprints(findings: &[Finding]) -> Vec<String> {
    use sha2::{Digest, Sha256};
    use std::collections::HashMap;

    let mut seen: HashMap<(&str, &str, &str), usize> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let nth = seen.entry((finding.rule, &finding.path, &finding.identity)).or_default();
            *nth += 1;
            let text = format!("{}\0{}\0{}\0{nth}", finding.rule, finding.path, finding.identity);
            crate::secret::hex(&Sha256::digest(text.as_bytes())[..16])
        })
        .collect()
}

/// Text that came from outside (paths, messages about them), safe to print to a terminal or a log.
pub(crate) fn printable(text: &str) -> String {
    crate::excerpt::visible(text.as_bytes())
}

/// The page of a rule.
pub(crate) fn docs_url(rule: &str) -> String {
    format!("{}/blob/main/rules/docs/{rule}.md", env!("CARGO_PKG_HOMEPAGE"))
}
