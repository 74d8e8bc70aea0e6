//! GitHub Actions annotations: one workflow command a finding, so that it shows beside the line in a pull request.

use super::{Report, printable};
use crate::finding::{Finding, Severity};
use crate::problem::ProblemSeverity;
use std::io::{self, Write};

/// Writes the commands, worst first, since GitHub shows only the first ones of each kind.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let region = finding.site.region;
        // GitHub takes columns only where they are on one line
        let columns = match region.start.line == region.end.line {
            true => format!(",col={},endColumn={}", region.start.column, region.end.column),
            false => String::new(),
        };
        writeln!(
            out,
            "::{command} file={},line={},endLine={}{columns},title={}::{}",
            property(&finding.path),
            region.start.line,
            region.end.line,
            property(finding.rule),
            data(&format!("{}{}: {}. {}", printable(&finding.message), came_in(finding), finding.why, finding.help)),
        )?;
    }
    for problem in &report.problems {
        let command = if problem.severity == ProblemSeverity::Error { "error" } else { "warning" };
        let file = if problem.path.is_empty() { String::new() } else { format!("file={},", property(&problem.path)) };
        writeln!(out, "::{command} {file}title=ghl-lint::{}", data(&problem.message))?;
    }
    Ok(())
}

/// Since when it is in the history, to follow a message.
fn came_in(finding: &Finding) -> String {
    finding.commit.as_ref().map_or_else(String::new, |commit| format!(", since {}", printable(&commit.id)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A path can hold anything, and a log is shown in terminals.
fn property(text: &str) -> String {
    data(&printable(text)).replace(':', "%3A").replace(',', "%2C")
}
