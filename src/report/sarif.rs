//! SARIF 2.1.0, as GitHub code scanning and other viewers take it.
//!
//! Columns are code points, and `columnKind` says so. Fingerprints hang on content, not on lines. URIs are relative.

use super::json::CommitJson;
use super::prose::{sentence, sentence_start};
use super::{Report, docs_url, fingerprints};
use crate::excerpt::Site;
use crate::finding::{Finding, Severity};
use crate::problem::ProblemSeverity;
use serde_json::{Value, json};
use std::io::{self, Write};

/// What GitHub takes of one run.
const MOST_RESULTS: usize = 5_000;

/// Writes the log.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut results: Vec<(&Finding, String)> = report.findings.iter().zip(fingerprints(&report.findings)).collect();
    results.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
    let n_left_out = results.len().saturating_sub(MOST_RESULTS);
    results.truncate(MOST_RESULTS);
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ghl-lint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_HOMEPAGE"),
                "rules": report.rules.iter().map(|meta| rule_json(meta)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": !report.is_broken(),
                "toolExecutionNotifications": notifications(report, n_left_out),
            }],
            "results": results.iter().map(|(finding, fingerprint)| result(report, finding, fingerprint)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &without_empty(log))?;
    writeln!(out)
}

fn rule_json(meta: &crate::finding::RuleMeta) -> Value {
    json!({
        "id": meta.id,
        "name": pascal_case(meta.id),
        "shortDescription": { "text": sentence(meta.summary) },
        "fullDescription": { "text": sentence(meta.summary) },
        "help": { "text": meta.docs, "markdown": meta.docs },
        "helpUri": docs_url(meta.id),
        "defaultConfiguration": { "level": meta.severity.as_str() },
        "properties": {
            "tags": ["security"],
            "precision": "very-high",
            "problem.severity": if meta.severity == Severity::Note { "recommendation" } else { meta.severity.as_str() },
            "security-severity": match meta.severity {
                Severity::Error => "8.5",
                Severity::Warning => "5.5",
                Severity::Note => "2.5",
            },
        },
    })
}

fn result(report: &Report, finding: &Finding, fingerprint: &str) -> Value {
    json!({
        "ruleId": finding.rule,
        "ruleIndex": report.rules.iter().position(|meta| meta.id == finding.rule),
        "level": finding.severity.as_str(),
        "message": { "text": format!("{}. {}. {}.", sentence_start(&finding.message), sentence_start(&finding.why), sentence_start(&finding.help)) },
        "locations": [location(&finding.path, &finding.site)],
        "relatedLocations": finding.related.iter().enumerate().map(|(index, related)| {
            let mut location = location(&related.path, &related.site);
            location["id"] = json!(index);
            location["message"] = json!({ "text": related.message });
            location
        }).collect::<Vec<_>>(),
        "partialFingerprints": { "ghlLint/v1": fingerprint },
        "properties": properties(finding),
    })
}

fn properties(finding: &Finding) -> Value {
    let mut properties = json!({ "confidence": finding.confidence.as_str(), "vcs": finding.vcs.as_str() });
    if let Some(scope) = &finding.scope {
        properties["scope"] = json!(scope);
    }
    if let Some(commit) = &finding.commit {
        properties["commit"] = json!(CommitJson::of(commit));
    }
    properties
}

fn location(path: &str, site: &Site) -> Value {
    let region = site.region;
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(path) },
            "region": {
                "startLine": region.start.line,
                "startColumn": region.start.column,
                "endLine": region.end.line,
                "endColumn": region.end.column,
                "snippet": { "text": site.excerpt.text.trim() },
            },
        },
    })
}

fn notifications(report: &Report, n_left_out: usize) -> Vec<Value> {
    let mut notifications: Vec<Value> = report
        .problems
        .iter()
        .map(|problem| {
            let mut notification = json!({
                "level": if problem.severity == ProblemSeverity::Error { "error" } else { "warning" },
                "message": { "text": sentence(&problem.message) },
            });
            if !problem.path.is_empty() {
                notification["locations"] =
                    json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(&problem.path) } } }]);
            }
            notification
        })
        .collect();
    if 0 < n_left_out {
        let text = format!(
            "{n_left_out} more results were left out, the least severe ones: a run holds at most {MOST_RESULTS}."
        );
        notifications.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    notifications
}

/// A relative reference, percent-encoded; absolute paths become file URIs.
fn uri(path: &str) -> String {
    let encoded: String = path
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

fn pascal_case(id: &str) -> String {
    id.split('-').map(sentence_start).collect()
}

/// Empty lists say nothing.
fn without_empty(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let is_kept = |key: &str, value: &Value| {
                key == "results" || !matches!(value, Value::Array(items) if items.is_empty())
            };
            Value::Object(
                map.into_iter()
                    .filter(|(key, value)| is_kept(key, value))
                    .map(|(key, value)| (key, without_empty(value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_empty).collect()),
        other => other,
    }
}
