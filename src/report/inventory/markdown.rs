//! The inventory as GitHub-flavored Markdown, for a wiki or a pull request.
//!
//! Names are anybody's text: nothing in them becomes a link, a mention, markup or another cell.

use super::super::markdown::{code, inline};
use super::super::prose::sentence;
use super::sections::{Cell, Line, Section, does, sections};
use super::{NOTHING, found_by_rule, name, root, summary};
use crate::inventory::{Integration, Inventory};
use std::io::{self, Write};

/// Writes `inventory`.
pub(super) fn write(inventory: &Inventory<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# HighLevel inventory\n")?;
    if inventory.integrations.is_empty() {
        writeln!(out, "{}", sentence(NOTHING))?;
    } else {
        writeln!(out, "{}", inline(&summary(inventory)))?;
    }
    for integration in &inventory.integrations {
        write_integration(integration, inventory.now, out)?;
    }
    writeln!(out, "\n<sub>ghl-lint {}</sub>", env!("CARGO_PKG_VERSION"))
}

fn write_integration(integration: &Integration<'_>, now: f64, out: &mut dyn Write) -> io::Result<()> {
    let place = root(integration).map_or_else(String::new, |root| format!(" ({})", code(root)));
    writeln!(out, "\n## {}{place}\n", inline(name(integration)))?;
    let does = does(integration);
    if !does.is_empty() {
        writeln!(out, "{}\n", inline(&sentence(&does)))?;
    }
    writeln!(out, "Findings: {}", inline(&found_by_rule(&integration.findings)))?;
    sections(integration, now).iter().try_for_each(|section| write_section(section, out))
}

fn write_section(section: &Section, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n### {}\n", section.title)?;
    if !section.rows.is_empty() {
        writeln!(out, "| {} |", section.columns.join(" | "))?;
        writeln!(out, "|{}", "---|".repeat(section.columns.len()))?;
        for row in &section.rows {
            writeln!(out, "| {} |", row.iter().map(cell).collect::<Vec<_>>().join(" | "))?;
        }
    }
    if !section.footer.is_empty() {
        let gap = if section.rows.is_empty() { "" } else { "\n" };
        writeln!(out, "{gap}{}", inline(&sentence(&section.footer)))?;
    }
    Ok(())
}

fn cell(cell: &Cell) -> String {
    cell.iter().map(line).collect::<Vec<_>>().join("<br>")
}

fn line(line: &Line) -> String {
    match (line.code.is_empty(), line.words.is_empty()) {
        (true, _) => inline(&line.words),
        (false, true) => code(&line.code),
        (false, false) => format!("{} {}", code(&line.code), inline(&line.words)),
    }
}
