//! One JSON object, or one a line. The fields are a promise (CONTRIBUTING.md, "What is fixed").

use super::{Report, fingerprints};
use crate::catalog::endpoint::Endpoint;
use crate::catalog::method::Method;
use crate::excerpt::Site;
use crate::finding::{Confidence, Finding, FoundCommit, Severity};
use crate::problem::{Problem, ProblemSeverity};
use crate::span::Region;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Whole<'r> {
    schema: u32,
    tool: Tool,
    findings: Vec<FindingJson<'r>>,
    problems: Vec<ProblemJson<'r>>,
    summary: Summary<'r>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// This program.
pub(super) const TOOL: Tool = Tool { name: "ghl-lint", version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
struct FindingJson<'r> {
    rule: &'r str,
    severity: Severity,
    confidence: Confidence,
    message: &'r str,
    path: &'r str,
    span: SpanJson,
    snippet: &'r str,
    vcs: &'static str,
    integration: &'r str,
    fingerprint: String,
    related: Vec<RelatedJson<'r>>,
    why: &'r str,
    help: &'r str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<SecretJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<CommitJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<EndpointJson<'r>>,
}

/// The commit that brought it in; SARIF shows the same.
#[derive(Serialize)]
pub(super) struct CommitJson<'r> {
    id: &'r str,
    author: Option<&'r str>,
    date: Option<String>,
    at_head: bool,
    versions: usize,
}

impl<'r> CommitJson<'r> {
    pub(super) fn of(commit: &'r FoundCommit) -> Self {
        Self {
            id: &commit.id,
            author: commit.author.as_deref(),
            date: commit.date(),
            at_head: commit.at_head,
            versions: commit.n_versions,
        }
    }
}

#[derive(Serialize)]
pub(super) struct EndpointJson<'r> {
    pub(super) api: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<&'static str>,
    pub(super) path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replacement: Option<ReplacementJson>,
}

#[derive(Serialize)]
pub(super) struct ReplacementJson {
    method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
}

impl ReplacementJson {
    pub(super) fn of(endpoint: &'static Endpoint) -> Self {
        Self { method: endpoint.method.name(), path: endpoint.path, scopes: &endpoint.scopes }
    }
}

#[derive(Serialize)]
pub(super) struct SpanJson {
    start: PositionJson,
    end: PositionJson,
}

#[derive(Serialize)]
struct PositionJson {
    byte: u64,
    line: u64,
    column: u64,
}

#[derive(Serialize)]
struct RelatedJson<'r> {
    message: &'r str,
    path: &'r str,
    span: SpanJson,
}

#[derive(Serialize)]
pub(super) struct SecretJson<'r> {
    pub(super) kind: &'r str,
    pub(super) digest: &'r str,
    pub(super) masked: &'r str,
}

#[derive(Serialize)]
pub(super) struct ProblemJson<'r> {
    severity: &'static str,
    message: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<SpanJson>,
}

#[derive(Serialize)]
struct Summary<'r> {
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    baselined: usize,
    below_threshold: usize,
    files_read: u64,
    bytes_read: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    commits_read: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unreachable: Option<usize>,
    skipped: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped_paths: Option<Vec<SkippedJson<'r>>>,
}

#[derive(Serialize)]
struct SkippedJson<'r> {
    path: &'r str,
    reason: &'static str,
}

/// A line of the `jsonl` format.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'r> {
    Finding(Box<FindingJson<'r>>),
    Problem(ProblemJson<'r>),
    Summary(Summary<'r>),
}

/// Writes the object.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let whole = Whole {
        schema: 1,
        tool: TOOL,
        findings: findings(report).collect(),
        problems: report.problems.iter().map(problem).collect(),
        summary: summary(report),
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// Writes the lines.
pub(super) fn write_lines(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let lines = findings(report)
        .map(|finding| Line::Finding(Box::new(finding)))
        .chain(report.problems.iter().map(problem).map(Line::Problem));
    for line in lines.chain([Line::Summary(summary(report))]) {
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}

fn findings(report: &Report) -> impl Iterator<Item = FindingJson<'_>> {
    report
        .findings
        .iter()
        .zip(fingerprints(&report.findings))
        .map(|(finding, fingerprint)| finding_json(finding, fingerprint))
}

fn finding_json(finding: &Finding, fingerprint: String) -> FindingJson<'_> {
    FindingJson {
        rule: finding.rule,
        severity: finding.severity,
        confidence: finding.confidence,
        message: &finding.message,
        path: &finding.path,
        span: span(&finding.site.region),
        snippet: finding.site.excerpt.text.trim(),
        vcs: finding.vcs.as_str(),
        integration: &finding.integration,
        fingerprint,
        related: finding
            .related
            .iter()
            .map(|related| RelatedJson {
                message: &related.message,
                path: &related.path,
                span: span(&related.site.region),
            })
            .collect(),
        why: &finding.why,
        help: &finding.help,
        url: super::docs_url(finding.rule),
        secret: finding.credential.as_ref().map(|credential| SecretJson {
            kind: credential.kind,
            digest: credential.secret.digest(),
            masked: credential.secret.masked(),
        }),
        scope: finding.scope.as_deref(),
        commit: finding.commit.as_ref().map(CommitJson::of),
        endpoint: finding.endpoint.as_ref().map(|endpoint| EndpointJson {
            api: endpoint.api.as_str(),
            method: endpoint.method.map(Method::name),
            path: &endpoint.path,
            replacement: endpoint.replacement.map(ReplacementJson::of),
        }),
    }
}

pub(super) fn problem(problem: &Problem) -> ProblemJson<'_> {
    ProblemJson {
        severity: match problem.severity {
            ProblemSeverity::Error => "error",
            ProblemSeverity::Warning => "warning",
        },
        message: &problem.message,
        path: &problem.path,
        span: problem.site.as_ref().map(|Site { region, .. }| span(region)),
    }
}

fn summary(report: &Report) -> Summary<'_> {
    let skipped_paths = || {
        report
            .skipped
            .iter()
            .map(|skipped| SkippedJson { path: &skipped.path, reason: skipped.reason.as_str() })
            .collect()
    };
    Summary {
        errors: report.n_at(Severity::Error),
        warnings: report.n_at(Severity::Warning),
        notes: report.n_at(Severity::Note),
        suppressed: report.counts.suppressed,
        baselined: report.counts.baselined,
        below_threshold: report.counts.below_threshold,
        files_read: report.n_files,
        bytes_read: report.n_bytes,
        commits_read: report.history.map(|history| history.n_commits),
        unreachable: report.history.map(|history| history.n_unreachable),
        skipped: report.skipped.len(),
        skipped_paths: report.list_skipped.then(skipped_paths),
    }
}

pub(super) fn span(region: &Region) -> SpanJson {
    SpanJson {
        start: PositionJson { byte: region.span.start, line: region.start.line, column: region.start.column },
        end: PositionJson { byte: region.span.end, line: region.end.line, column: region.end.column },
    }
}
