//! GitHub-flavored Markdown: the summary of a job's step, or a comment on a pull request.
//!
//! GitHub refuses a step summary of more than 1 MiB, so this one ends before that and says how much it left out. Names and
//! excerpts are anybody's text: nothing in them becomes a link, a mention, markup or another cell.

mod escape;

use super::group::{Group, groups};
use super::prose::{number, sentence, sentence_start};
use super::scopes::ScopeTable;
use super::summary::{counts, left_out, read};
use super::{Report, docs_url};
use crate::excerpt::Site;
use crate::finding::Severity;
use crate::problem::{Problem, ProblemSeverity};
pub(super) use escape::{code, inline};
use std::io::{self, Write};

/// Bytes that GitHub takes of one step's summary.
const MOST_BYTES: usize = 1 << 20;
/// Bytes kept free for the sentences about what was left out.
const RESERVE: usize = 4 << 10;
/// Code points of an excerpt that a cell holds.
const MOST_EXCERPT: usize = 80;
/// Most places listed for one thing.
const MOST_PLACES: usize = 8;

/// Writes the summary.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::default();
    page.text.push_str(&format!("## ghl-lint: {}\n\n", counts(report)));
    write_problems(report, &mut page);
    let groups = groups(&report.findings);
    write_findings(&groups, &mut page);
    write_advice(&groups, &mut page);
    write_scopes(&report.scopes, &mut page);
    let parts: Vec<String> = [read(report)].into_iter().chain(left_out(report)).collect();
    let (text, version) = (page.text.trim_end(), env!("CARGO_PKG_VERSION"));
    let text = format!("{text}\n\n<sub>{} · ghl-lint {version}</sub>\n", parts.join(" · "));
    out.write_all(text.as_bytes())
}

/// The summary as it grows.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    /// Adds `blocks` while the page stays below `share` eighths, and says how many `what` were left out.
    fn blocks(&mut self, share: usize, what: &str, blocks: impl Iterator<Item = String>) {
        let limit = (MOST_BYTES - RESERVE) / 8 * share;
        let mut n_left_out = 0;
        for block in blocks {
            if n_left_out == 0 && self.text.len() + block.len() <= limit {
                self.text.push_str(&block);
            } else {
                n_left_out += 1;
            }
        }
        if 0 < n_left_out {
            let left_out = number(n_left_out, what);
            self.text.push_str(&format!(
                "\n**{left_out} left out here:** a summary holds at most 1 MiB; the other formats hold everything.\n"
            ));
        }
        self.text.push('\n');
    }
}

fn write_problems(report: &Report, page: &mut Page) {
    if report.problems.is_empty() {
        return;
    }
    if report.is_broken() {
        page.text.push_str("**This run cannot be trusted:** not everything could be looked at.\n\n");
    }
    page.blocks(1, "message", report.problems.iter().map(problem));
}

fn problem(problem: &Problem) -> String {
    let word = match problem.severity {
        ProblemSeverity::Error => "**error**",
        ProblemSeverity::Warning => "warning",
    };
    let place = match &problem.site {
        _ if problem.path.is_empty() => String::new(),
        Some(site) => format!("{}: ", place(&problem.path, site)),
        None => format!("{}: ", code(&problem.path)),
    };
    format!("- {word}: {place}{}\n", inline(&problem.message))
}

fn write_findings(groups: &[Group<'_>], page: &mut Page) {
    if groups.is_empty() {
        return;
    }
    page.text.push_str("| severity | rule | where | what |\n|---|---|---|---|\n");
    page.blocks(6, "row", groups.iter().map(row));
}

fn row(group: &Group<'_>) -> String {
    let finding = group.first;
    let severity = match finding.severity {
        Severity::Error => "**error**",
        Severity::Warning | Severity::Note => finding.severity.as_str(),
    };
    let mut places = vec![place(&finding.path, &finding.site)];
    places.extend(group.came_in_with_digest().map(|text| inline(&format!("from {text}"))));
    places.extend(group.others.iter().take(MOST_PLACES - 1).map(|other| place(&other.path, &other.site)));
    let n_more = (group.others.len() + 1).saturating_sub(MOST_PLACES);
    places.extend((0 < n_more).then(|| format!("and {n_more} more")));
    let shown = shown(&finding.site);
    let shown = if shown.is_empty() { shown } else { format!("<br>{}", code(&shown)) };
    format!(
        "| {severity} | [{}]({}) | {} | {}{shown} |\n",
        code(finding.rule),
        docs_url(finding.rule),
        places.join("<br>"),
        inline(&sentence_start(&finding.message)),
    )
}

fn place(path: &str, site: &Site) -> String {
    code(&format!("{path}:{}", site.region.start.line))
}

/// What the excerpt marks, cut short.
fn shown(site: &Site) -> String {
    let marked = site.excerpt.text[site.excerpt.marked.clone()].trim();
    let n_chars = marked.chars().count();
    let end = if MOST_EXCERPT < n_chars { "…" } else { "" };
    marked.chars().take(MOST_EXCERPT).collect::<String>() + end
}

/// Why it matters and what to do, once for each rule and cure.
fn write_advice(groups: &[Group<'_>], page: &mut Page) {
    let mut advice: Vec<(&str, &str, &str)> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for finding in groups.iter().map(|group| group.first) {
        let item = (finding.rule, finding.why.as_str(), finding.help.as_str());
        if seen.insert(item) {
            advice.push(item);
        }
    }
    if advice.is_empty() {
        return;
    }
    page.text.push_str("### What to do\n\n");
    let item = |(rule, why, help): &(&str, &str, &str)| {
        format!("- **{rule}:** {} {}\n", inline(&sentence(help)), inline(&sentence(why)))
    };
    page.blocks(7, "item", advice.iter().map(item));
}

fn write_scopes(tables: &[ScopeTable], page: &mut Page) {
    page.blocks(8, "table", tables.iter().map(table));
}

fn table(table: &ScopeTable) -> String {
    let name = if table.root == "." { "this folder".to_owned() } else { code(&table.root) };
    let mut text = format!("### Scopes of {name}\n\n| scope | verdict | because |\n|---|---|---|\n");
    for row in &table.rows {
        text.push_str(&format!("| {} | {} | {} |\n", code(&row.scope), row.verdict, inline(&row.because)));
    }
    if !table.wanted.is_empty() {
        text.push_str(&format!("\nAsk for: {}\n", code(&table.wanted.join(" "))));
    }
    text + "\n"
}
