//! Least privilege for people: for each integration a table of what is declared, what needs it and what is too much.

mod differing;
pub(super) mod json;
mod plain;

use super::{Look, printable};
use crate::catalog::platform::platform;
use crate::listing::first_of;
use crate::privilege::{Block, Privilege, Reason, Verdict};
use anstyle::{AnsiColor, Style};
use differing::Differing;
pub use json::write as write_json;
pub(super) use plain::table;
pub use plain::{ScopeRow, ScopeTable, tables};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Most calls that could not be resolved whose places are named.
const MOST_PLACES: usize = 3;

/// Writes a table for each of `privileges`.
///
/// # Errors
///
/// When the stream fails.
pub fn write(privileges: &[Privilege<'_>], look: Look, out: &mut dyn Write) -> io::Result<()> {
    if privileges.is_empty() {
        return writeln!(out, "no scopes are declared here, and no code uses HighLevel's API");
    }
    for privilege in privileges {
        Table { privilege, differing: Differing::of(privilege), look }.write(out)?;
    }
    Ok(())
}

struct Table<'t> {
    privilege: &'t Privilege<'t>,
    differing: Option<Differing<'t>>,
    look: Look,
}

impl Table<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Privilege { root, declarations, missing, .. } = self.privilege;
        let name = if *root == "." { "this folder" } else { root };
        let places: Vec<String> = declarations
            .iter()
            .map(|(file, declaration)| format!("{}:{}", printable(&file.path), declaration.site.region.start.line))
            .collect();
        let place = if places.is_empty() { "no scopes declared".to_owned() } else { first_of(&places, 1, ", ") };
        writeln!(out, "{} ({place})  {}", self.bold(&printable(name)), self.counts())?;
        self.write_rows(out)?;
        if let Some(differing) = &self.differing {
            differing.write(out)?;
        }
        self.write_open(out)?;
        let has_faults = self.privilege.unused().next().is_some() || !missing.is_empty() || self.differing.is_some();
        let wanted = self.privilege.wanted();
        if has_faults || declarations.is_empty() && !wanted.is_empty() {
            // without a list nothing tells what a call that is not understood may need besides
            let is_whole = !declarations.is_empty() || self.privilege.is_settled();
            let words = if is_whole { "Ask for:" } else { "Ask for at least:" };
            writeln!(out, "  {} {}", self.bold(words), printable(&wanted.join(" ")))?;
        }
        writeln!(out)
    }

    fn counts(&self) -> String {
        let Privilege { verdicts, needed, missing, declarations, .. } = self.privilege;
        if declarations.is_empty() {
            return format!("needed {}", needed.len());
        }
        let count = |is: fn(&Verdict<'_>) -> bool| {
            verdicts.iter().filter(|(name, verdict)| is(verdict) && !self.is_missing(name)).count()
        };
        let n_open = count(|verdict| matches!(verdict, Verdict::Open(_)));
        let n_kept = count(|verdict| matches!(verdict, Verdict::Kept { .. }));
        let n_unknown = count(|verdict| matches!(verdict, Verdict::Unknown));
        let parts = [
            Some(("declared", verdicts.len())),
            Some(("needed", count(|verdict| matches!(verdict, Verdict::Needed)))),
            Some(("kept", n_kept)).filter(|_| 0 < n_kept),
            Some(("open", n_open)).filter(|_| 0 < n_open),
            Some(("no scope", n_unknown)).filter(|_| 0 < n_unknown),
            Some(("too much", self.privilege.unused().count())),
            Some(("missing", missing.len())),
        ];
        parts.iter().flatten().map(|(what, n)| format!("{what} {n}")).collect::<Vec<_>>().join(" · ")
    }

    fn write_rows(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows = self.rows();
        if rows.is_empty() {
            return Ok(());
        }
        let scope_width = rows.iter().map(|row| row.scope.len()).max().unwrap_or(0).max("scope".len());
        let verdict_width = rows.iter().map(|row| row.verdict.len()).max().unwrap_or(0).max("verdict".len());
        let marks = |marks: &str| self.differing.as_ref().map(|differing| differing.cell(marks)).unwrap_or_default();
        writeln!(out, "  {:scope_width$}  {}{:verdict_width$}  because", "scope", marks("in"), "verdict")?;
        for row in &rows {
            let verdict = format!("{:verdict_width$}", row.verdict);
            let verdict = match row.color {
                Some(color) => self.paint(color, &verdict),
                None => verdict,
            };
            let in_which = self.differing.as_ref().map(|differing| differing.marks(&row.scope)).unwrap_or_default();
            let line = format!("  {:scope_width$}  {}{verdict}  {}", row.scope, marks(&in_which), row.because);
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// Whether some declaration lacks the scope `name` though another may hold it: it has one row, and is counted once.
    fn is_missing(&self, name: &str) -> bool {
        self.privilege.missing.iter().any(|missing| missing.scope.name == platform().scopes.usual(name))
    }

    fn rows(&self) -> Vec<Row> {
        let Privilege { needed, verdicts, missing, declarations, .. } = self.privilege;
        let mut rows: Vec<Row> = verdicts
            .iter()
            .filter(|(name, _)| !self.is_missing(name))
            .map(|(name, verdict)| {
                let because = |scope: &str| needed.get(scope).map(|reasons| reasons_text(reasons)).unwrap_or_default();
                let known = platform().scopes.get(name);
                let reach =
                    known.filter(|scope| scope.reaches_far()).map(|scope| format!("reaches far: {}", scope.reason));
                let (verdict, because, color) = match verdict {
                    Verdict::Needed => ("needed", because(known.map_or(name, |scope| scope.name)), None),
                    Verdict::Unused => ("unused", reach.unwrap_or_default(), Some(AnsiColor::Red)),
                    Verdict::ReadOnly(instead) => {
                        let because = format!("only {}  -> {}", because(instead.name), instead.name);
                        ("read only", because, Some(AnsiColor::Yellow))
                    }
                    Verdict::Kept { reason, .. } => ("kept", printable(reason), None),
                    Verdict::Open(blocks) => ("open", blocks_text(blocks), Some(AnsiColor::Cyan)),
                    Verdict::Unknown => {
                        ("no scope", "see `ghl-lint explain unknown-scope`".to_owned(), Some(AnsiColor::Red))
                    }
                };
                Row { scope: printable(name), verdict, because, color }
            })
            .collect();
        rows.extend(missing.iter().map(|missing| {
            let reasons: Vec<Reason<'_>> =
                missing.calls.iter().map(|(used, endpoint)| Reason::Call(used, endpoint)).collect();
            let because = reasons_text(&reasons);
            Row { scope: missing.scope.name.to_owned(), verdict: "missing", because, color: Some(AnsiColor::Red) }
        }));
        if declarations.is_empty() {
            rows.extend(needed.iter().map(|(name, reasons)| Row {
                scope: (*name).to_owned(),
                verdict: "needed",
                because: reasons_text(reasons),
                color: None,
            }));
        }
        rows.sort_by(|a, b| a.scope.cmp(&b.scope));
        rows
    }

    /// How much could not be seen, and what that means for the verdicts.
    fn write_open(&self, out: &mut dyn Write) -> io::Result<()> {
        let unresolved = &self.privilege.unresolved;
        if unresolved.is_empty() {
            return Ok(());
        }
        let places: Vec<String> = unresolved
            .iter()
            .map(|used| format!("{}:{}", printable(&used.path), used.site.region.start.line))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let shown = first_of(&places, MOST_PLACES, ", ");
        let (calls, paths) = match places.len() {
            1 => ("1 call".to_owned(), "its path is"),
            n => (format!("{n} calls"), "their paths are"),
        };
        writeln!(out, "  {calls} could not be resolved ({shown}): {paths} only known when the code runs")
    }

    fn bold(&self, text: &str) -> String {
        if self.look.color { format!("{0}{text}{0:#}", Style::new().bold()) } else { text.to_owned() }
    }

    fn paint(&self, color: AnsiColor, text: &str) -> String {
        if self.look.color {
            format!("{0}{text}{0:#}", Style::new().fg_color(Some(color.into())))
        } else {
            text.to_owned()
        }
    }
}

struct Row {
    scope: String,
    verdict: &'static str,
    because: String,
    color: Option<AnsiColor>,
}

fn reason_text(reason: &Reason<'_>) -> String {
    let place = format!("{}:{}", printable(reason.path()), reason.site().region.start.line);
    match reason {
        Reason::Call(_, endpoint) => format!("{} {}  {place}", endpoint.method.name(), endpoint.path),
        Reason::Event(_, event) => format!("webhook {}  {place}", event.event),
    }
}

fn reasons_text(reasons: &[Reason<'_>]) -> String {
    let places: BTreeSet<(&str, u64)> =
        reasons.iter().map(|reason| (reason.path(), reason.site().region.start.line)).collect();
    match (reasons.first(), places.len()) {
        (Some(first), 1) => reason_text(first),
        (Some(first), n) => format!("{}  +{}", reason_text(first), n - 1),
        (None, _) => String::new(),
    }
}

fn blocks_text(blocks: &[Block<'_>]) -> String {
    let Some(first) = blocks.first() else { return String::new() };
    let at = |path: &str, line: u64| format!("{}:{line}", printable(path));
    let call = |used: &crate::fact::EndpointUsed| at(&used.path, used.site.region.start.line);
    let text = match first {
        Block::Possible(used) => format!("may be needed by {}  {}", printable(&used.address), call(used)),
        Block::Legacy(used) => format!("v1 call {}  {}", printable(&used.address), call(used)),
        Block::Undocumented(used) => format!("undocumented path {}  {}", printable(&used.address), call(used)),
        Block::Unresolved(used) => format!("unresolved call  {}", call(used)),
        Block::Event(file, event) => {
            format!("webhook {} may need it  {}", event.event, at(&file.path, event.site.region.start.line))
        }
        Block::AnyEvent(file) => format!("webhooks of any kind are taken  {}", printable(&file.path)),
        Block::OutOfSight => "not all of the code that may need it was seen".to_owned(),
    };
    if 1 < blocks.len() { format!("{text}  +{}", blocks.len() - 1) } else { text }
}
