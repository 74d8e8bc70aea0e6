//! One page for people who did not run the linter: it can be sent, opened without a network, and printed.
//!
//! Everything is in it, and nothing in it runs: no script, no font, no image, and a policy that forbids them to whatever might
//! slip in. Severities differ by word and sign, not by color alone.

mod finding;
mod migration;
mod scopes;

use super::Report;
use super::group::{Group, groups};
use super::markup::Markup;
use super::prose::{Piece, number, pieces, sentence, sentence_start};
use super::summary::{counts, left_out, read};
use crate::calendar::time;
use crate::excerpt::Site;
use crate::finding::Severity;
use crate::migration::Checklist;
use crate::problem::ProblemSeverity;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

const STYLE: &str = include_str!("html/style.css");

/// Writes the page.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let parts = parts(report);
    let mut page = Markup::default();
    write_head(report, &mut page);
    page.raw("<body>\n");
    write_header(report, &mut page);
    page.raw("<main>\n");
    write_problems(report, &mut page);
    write_rules(report, &mut page);
    write_contents(&parts, &mut page);
    out.write_all(page.as_str().as_bytes())?;
    for (index, (root, part)) in parts.iter().enumerate() {
        let mut page = Markup::default();
        let heading = if parts.len() == 1 && *root == "." { "Findings" } else { name(root) };
        write_part(index, heading, part, report, &mut page);
        out.write_all(page.as_str().as_bytes())?;
    }
    let mut page = Markup::default();
    page.raw("</main>\n");
    write_footer(report, &mut page);
    page.raw("</body>\n</html>\n");
    out.write_all(page.as_str().as_bytes())
}

/// One integration.
#[derive(Default)]
struct Part<'r> {
    groups: Vec<Group<'r>>,
    scopes: Option<&'r super::scopes::ScopeTable>,
    migration: Option<&'r Checklist>,
}

impl Part<'_> {
    fn n_at(&self, severity: Severity) -> u64 {
        self.groups.iter().filter(|group| group.first.severity == severity).count() as u64
    }
}

/// The integrations that there is something to say of. What several share stands with the first of them.
fn parts(report: &Report) -> BTreeMap<&str, Part<'_>> {
    let mut parts: BTreeMap<&str, Part<'_>> = BTreeMap::new();
    for group in groups(&report.findings) {
        parts.entry(&group.first.integration).or_default().groups.push(group);
    }
    for table in &report.scopes {
        parts.entry(&table.root).or_default().scopes = Some(table);
    }
    for list in report.migration.iter().filter(|list| 0 < list.n_left()) {
        parts.entry(&list.root).or_default().migration = Some(list);
    }
    parts
}

fn write_head(report: &Report, page: &mut Markup) {
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; ");
    page.raw("form-action 'none'; style-src 'sha256-");
    page.text(&crate::base64::encode(&Sha256::digest(STYLE.as_bytes()))).raw("'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<meta name=\"robots\" content=\"noindex\">\n<title>HighLevel credentials and scopes: ");
    page.text(&counts(report)).raw("</title>\n<style>").raw(STYLE).raw("</style>\n</head>\n");
}

fn write_header(report: &Report, page: &mut Markup) {
    page.raw("<header>\n<p class=\"tool\">ghl-lint report</p>\n<h1>HighLevel credentials and scopes</h1>\n");
    page.raw("<p class=\"lead\">").text(&sentence(&counts(report))).raw(" ").raw(verdict(report)).raw("</p>\n");
    page.raw("<ul class=\"counts\">\n");
    for severity in SEVERITIES {
        page.raw("<li class=\"").raw(severity.as_str()).raw("\"><span class=\"number\">");
        page.number(report.n_at(severity) as u64).raw("</span> ");
        page.raw(sign(severity)).text(&number_word(report.n_at(severity), severity));
        page.raw("<span class=\"hint\">").raw(meaning(severity)).raw("</span></li>\n");
    }
    page.raw("</ul>\n<p class=\"about\">");
    write_time(report, page);
    page.raw(" · ").text(&read(report));
    for part in left_out(report) {
        page.raw(" · ").text(&part);
    }
    page.raw("</p>\n</header>\n");
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

fn verdict(report: &Report) -> &'static str {
    match report.findings.iter().any(|finding| report.fails(finding)) {
        _ if report.is_broken() => "Not everything could be looked at, so there may be more.",
        true => "Start at the top: the worst comes first.",
        false if report.findings.is_empty() => "Every file named below was looked at.",
        false => "None of it fails the check.",
    }
}

fn number_word(n: usize, severity: Severity) -> String {
    let word = severity.as_str();
    if n == 1 { word.to_owned() } else { format!("{word}s") }
}

/// A sign of its own for each severity; its word always stands beside it.
fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "<span class=\"sign\" aria-hidden=\"true\">■</span> ",
        Severity::Warning => "<span class=\"sign\" aria-hidden=\"true\">▲</span> ",
        Severity::Note => "<span class=\"sign\" aria-hidden=\"true\">●</span> ",
    }
}

fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "must be changed",
        Severity::Warning => "should be changed",
        Severity::Note => "worth knowing",
    }
}

fn write_time(report: &Report, page: &mut Markup) {
    let time = time(report.now);
    page.raw("<time datetime=\"").text(&time).raw("Z\">");
    page.text(&time.replace('T', ", ")[..17]).raw(" UTC</time>");
}

fn write_problems(report: &Report, page: &mut Markup) {
    if report.problems.is_empty() {
        return;
    }
    page.raw("<section class=\"problems\" aria-labelledby=\"run\">\n<h2 id=\"run\">");
    page.raw(if report.is_broken() { "This run cannot be trusted" } else { "About this run" }).raw("</h2>\n<ul>\n");
    for problem in &report.problems {
        page.raw(match problem.severity {
            ProblemSeverity::Error => "<li><strong>Error:</strong> ",
            ProblemSeverity::Warning => "<li>Warning: ",
        });
        match &problem.site {
            _ if problem.path.is_empty() => {}
            Some(site) => write_place(&problem.path, site, page),
            None => {
                page.raw("<code class=\"path\">").text(&problem.path).raw("</code>");
            }
        }
        page.raw(if problem.path.is_empty() { "" } else { ": " });
        write_prose(&problem.message, page);
        page.raw("</li>\n");
    }
    page.raw("</ul>\n</section>\n");
}

/// What kinds of things were found, a row for each rule.
fn write_rules(report: &Report, page: &mut Markup) {
    let mut n_of: BTreeMap<(std::cmp::Reverse<Severity>, &str), u64> = BTreeMap::new();
    for finding in &report.findings {
        *n_of.entry((std::cmp::Reverse(finding.severity), finding.rule)).or_default() += 1;
    }
    if n_of.is_empty() {
        return;
    }
    page.raw(
        "<section aria-labelledby=\"kinds\">\n<h2 id=\"kinds\">What was found</h2>\n<div class=\"table\"><table>\n",
    );
    page.raw("<thead><tr><th scope=\"col\">Severity</th><th scope=\"col\">What and by which rule</th>");
    page.raw("<th scope=\"col\" class=\"number\">Findings</th></tr></thead>\n<tbody>\n");
    for ((severity, rule), n) in n_of {
        let meta = report.rules.iter().find(|meta| meta.id == rule);
        page.raw("<tr><td>");
        write_badge(severity.0, page);
        page.raw("</td><td>").text(&sentence_start(meta.map_or("", |meta| meta.summary))).raw("<br>");
        finding::write_rule(rule, page);
        page.raw("</td><td class=\"number\">").number(n).raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table></div>\n</section>\n");
}

/// The way to each integration, where there are several.
fn write_contents(parts: &BTreeMap<&str, Part<'_>>, page: &mut Markup) {
    if parts.len() < 2 {
        return;
    }
    page.raw("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Integrations</h2>\n<ol>\n");
    for (index, (root, part)) in parts.iter().enumerate() {
        page.raw("<li><a href=\"#integration-").number(index as u64 + 1).raw("\">");
        page.text(name(root)).raw("</a> ");
        page.raw("<span class=\"hint\">").text(&tally(part)).raw("</span></li>\n");
    }
    page.raw("</ol>\n</nav>\n");
}

fn tally(part: &Part<'_>) -> String {
    let counts: Vec<String> = SEVERITIES
        .into_iter()
        .map(|severity| (part.n_at(severity), severity))
        .filter(|(n, _)| 0 < *n)
        .map(|(n, severity)| number(n, severity.as_str()))
        .collect();
    if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") }
}

fn name(root: &str) -> &str {
    if root == "." { "The root folder" } else { root }
}

fn write_part(index: usize, heading: &str, part: &Part<'_>, report: &Report, page: &mut Markup) {
    page.raw("<section class=\"integration\" aria-labelledby=\"integration-").number(index as u64 + 1);
    page.raw("\">\n<h2 id=\"integration-").number(index as u64 + 1).raw("\">").text(heading).raw("</h2>\n");
    if part.groups.is_empty() {
        page.raw("<p>Nothing was found here.</p>\n");
    }
    finding::write(&part.groups, report, page);
    if let Some(table) = part.scopes {
        scopes::write(table, page);
    }
    if let Some(list) = part.migration {
        migration::write(list, page);
    }
    page.raw("</section>\n");
}

fn write_footer(report: &Report, page: &mut Markup) {
    page.raw(
        "<footer>\n<p>Secrets are masked. The digest of one, the first 12 digits of its SHA-256, tells it from others ",
    );
    page.raw(
        "without giving it away. No key was tried, and nothing that was read has left the machine.</p>\n<p>Made by ",
    );
    page.raw(concat!("<a href=\"", env!("CARGO_PKG_HOMEPAGE"), "\">ghl-lint ", env!("CARGO_PKG_VERSION"), "</a> on "));
    write_time(report, page);
    page.raw(".</p>\n</footer>\n");
}

fn write_badge(severity: Severity, page: &mut Markup) {
    page.raw("<span class=\"badge ").raw(severity.as_str()).raw("\">").raw(sign(severity)).raw(severity.as_str());
    page.raw("</span>");
}

fn write_place(path: &str, site: &Site, page: &mut Markup) {
    page.raw("<code class=\"path\">").text(path).raw(":").number(site.region.start.line).raw("</code>");
}

fn write_prose<'p>(text: &str, page: &'p mut Markup) -> &'p mut Markup {
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => page.text(words),
            Piece::Code(code) => page.raw("<code>").text(code).raw("</code>"),
        };
    }
    page
}
