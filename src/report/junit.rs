//! JUnit XML, as Jenkins, GitLab, Azure Pipelines and others show it: a suite for each rule that found something, a case for each
//! finding.
//!
//! What makes the run fail is a failure, what does not is skipped, and what went wrong with the run is an error. A run without
//! findings has one case that passes, since viewers take a report without cases for a broken one.
//!
//! A case's name holds no line: viewers know a case by suite, class and name, and would take one that moved for a new one. GitLab
//! keeps one of several that are called the same, so these are numbered.

use super::markup::Markup;
use super::summary::{counts, left_out, read};
use super::{Report, docs_url};
use crate::calendar::time;
use crate::excerpt::Site;
use crate::finding::Finding;
use crate::problem::{Problem, ProblemSeverity};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The suite of what happened to the run itself.
const RUN: &str = "ghl-lint";

/// How a case went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Passed,
    Skipped,
    Failed,
    Broken,
}

struct Case<'r> {
    name: String,
    site: Option<(&'r str, &'r Site)>,
    status: Status,
    /// What viewers show in one line.
    message: String,
    /// What they show when somebody asks, by lines.
    details: Vec<String>,
}

/// Writes the suites.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let suites = suites(report);
    let all: Vec<&Case<'_>> = suites.values().flatten().collect();
    let mut xml = Markup::default();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    write_counts(RUN, &all, &mut xml);
    xml.raw(">\n");
    out.write_all(xml.as_str().as_bytes())?;
    for (name, cases) in &suites {
        let mut xml = Markup::default();
        xml.raw("  <testsuite");
        write_counts(name, &cases.iter().collect::<Vec<_>>(), &mut xml);
        xml.raw(" timestamp=\"").text(&time(report.now)).raw("\">\n");
        for case in cases {
            write_case(name, case, &mut xml);
        }
        xml.raw("  </testsuite>\n");
        out.write_all(xml.as_str().as_bytes())?;
    }
    writeln!(out, "</testsuites>")
}

fn suites(report: &Report) -> BTreeMap<&str, Vec<Case<'_>>> {
    let mut suites: BTreeMap<&str, Vec<Case<'_>>> = BTreeMap::new();
    for finding in &report.findings {
        suites.entry(finding.rule).or_default().push(of_finding(report, finding));
    }
    for problem in &report.problems {
        suites.entry(RUN).or_default().push(of_problem(problem));
    }
    if report.findings.is_empty() && !report.is_broken() {
        suites.entry(RUN).or_default().push(nothing_found(report));
    }
    suites.values_mut().for_each(|cases| number_equal_names(cases));
    suites
}

fn of_finding<'r>(report: &Report, finding: &'r Finding) -> Case<'r> {
    let region = finding.site.region;
    let severity = finding.severity.as_str();
    let mut details = vec![
        format!("{severity}: {}", finding.message),
        format!("{}:{}:{}", finding.path, region.start.line, region.start.column),
    ];
    let excerpt = finding.site.excerpt.text.trim();
    details.extend((!excerpt.is_empty()).then(|| format!("    {excerpt}")));
    details.extend(finding.commit.as_ref().map(|commit| format!("commit: {}", commit.id)));
    details.push(format!("why: {}", finding.why));
    details.push(format!("do: {}", finding.help));
    let related = finding.related.iter();
    details.extend(
        related.map(|other| format!("see: {}: {}:{}", other.message, other.path, other.site.region.start.line)),
    );
    details.push(docs_url(finding.rule));
    Case {
        name: format!("{}: {}", finding.path, finding.message),
        site: Some((&finding.path, &finding.site)),
        status: if report.fails(finding) { Status::Failed } else { Status::Skipped },
        message: format!("{severity}: {} ({}:{})", finding.message, finding.path, region.start.line),
        details,
    }
}

fn of_problem(problem: &Problem) -> Case<'_> {
    let message = match problem.path.is_empty() {
        true => problem.message.clone(),
        false => format!("{}: {}", problem.path, problem.message),
    };
    Case {
        name: message.clone(),
        site: problem.site.as_ref().map(|site| (&*problem.path, site)),
        status: match problem.severity {
            ProblemSeverity::Error => Status::Broken,
            ProblemSeverity::Warning => Status::Skipped,
        },
        details: vec![message.clone()],
        message,
    }
}

fn nothing_found(report: &Report) -> Case<'_> {
    let details = [counts(report), read(report)].into_iter().chain(left_out(report)).collect();
    let name = "nothing found".to_owned();
    Case { message: name.clone(), name, site: None, status: Status::Passed, details }
}

fn number_equal_names(cases: &mut [Case<'_>]) {
    let mut taken = BTreeSet::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases {
        let n = seen.entry(case.name.clone()).or_insert(1);
        let mut name = case.name.clone();
        while !taken.insert(name.clone()) {
            *n += 1;
            name = format!("{} ({n})", case.name);
        }
        case.name = name;
    }
}

fn write_counts(name: &str, cases: &[&Case<'_>], xml: &mut Markup) {
    let n_at = |status: Status| cases.iter().filter(|case| case.status == status).count() as u64;
    xml.raw(" name=\"").text(name);
    xml.raw("\" tests=\"").number(cases.len() as u64);
    xml.raw("\" failures=\"").number(n_at(Status::Failed));
    xml.raw("\" errors=\"").number(n_at(Status::Broken));
    xml.raw("\" skipped=\"").number(n_at(Status::Skipped));
    xml.raw("\" time=\"0\"");
}

fn write_case(suite: &str, case: &Case<'_>, xml: &mut Markup) {
    xml.raw("    <testcase name=\"").text(&case.name).raw("\" classname=\"");
    // Jenkins takes what stands before the last dot for a package
    if suite != RUN {
        xml.text(RUN).raw(".");
    }
    xml.text(suite);
    if let Some((path, site)) = case.site {
        xml.raw("\" file=\"").text(path).raw("\" line=\"").number(site.region.start.line);
    }
    xml.raw("\" time=\"0\">\n");
    let (start, end) = match case.status {
        Status::Passed => ("      <system-out>", "</system-out>\n"),
        Status::Skipped => ("      <skipped message=\"", "</skipped>\n"),
        Status::Failed => ("      <failure message=\"", "</failure>\n"),
        Status::Broken => ("      <error message=\"", "</error>\n"),
    };
    xml.raw(start);
    if case.status != Status::Passed {
        xml.text(&case.message).raw("\">");
    }
    for (n, line) in case.details.iter().enumerate() {
        xml.raw(if n == 0 { "" } else { "\n" }).text(line);
    }
    xml.raw(end).raw("    </testcase>\n");
}
