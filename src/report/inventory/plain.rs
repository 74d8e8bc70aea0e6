//! The inventory for a terminal and for logs: aligned columns.

use super::super::{Look, printable};
use super::sections::{Cell, Line, Section, does, sections};
use super::{NOTHING, found_by_rule, name, root, summary};
use crate::inventory::{Integration, Inventory};
use crate::report::prose::sentence;
use anstyle::Style;
use std::io::{self, Write};

/// Writes `inventory`.
pub(super) fn write(inventory: &Inventory<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if inventory.integrations.is_empty() {
        return writeln!(out, "{NOTHING}");
    }
    if !look.quiet {
        writeln!(out, "{}\n", summary(inventory))?;
    }
    for integration in &inventory.integrations {
        Page { look, out }.integration(integration, inventory.now)?;
    }
    Ok(())
}

struct Page<'p> {
    look: Look,
    out: &'p mut dyn Write,
}

impl Page<'_> {
    fn integration(&mut self, integration: &Integration<'_>, now: f64) -> io::Result<()> {
        let place = root(integration).map_or_else(String::new, |root| format!("  {}", printable(root)));
        let name = self.styled(Style::new().bold(), &printable(name(integration)));
        writeln!(self.out, "{name}{place}")?;
        let does = does(integration);
        if !does.is_empty() {
            writeln!(self.out, "  {}", sentence(&does))?;
        }
        writeln!(self.out, "  Findings: {}", found_by_rule(&integration.findings))?;
        writeln!(self.out)?;
        for section in sections(integration, now) {
            self.section(&section)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn section(&mut self, section: &Section) -> io::Result<()> {
        let title = self.styled(Style::new().bold(), section.title);
        writeln!(self.out, "  {title}")?;
        if !section.rows.is_empty() {
            self.table(section)?;
        }
        if !section.footer.is_empty() {
            writeln!(self.out, "    {}", printable(&section.footer))?;
        }
        Ok(())
    }

    fn table(&mut self, section: &Section) -> io::Result<()> {
        let widths: Vec<usize> = (0..section.columns.len())
            .map(|column| {
                let cells = section.rows.iter().filter_map(|row| row.get(column));
                let lines = cells.flatten().map(|line| text(line).chars().count());
                lines.max().unwrap_or(0).max(section.columns[column].len())
            })
            .collect();
        let header: Vec<String> = section.columns.iter().map(|column| (*column).to_owned()).collect();
        let header = self.styled(Style::new().dimmed(), &aligned(&header, &widths));
        writeln!(self.out, "    {header}")?;
        for row in &section.rows {
            let height = row.iter().map(Vec::len).max().unwrap_or(0);
            for at in 0..height {
                let line = |cell: &Cell| cell.get(at).map(text).unwrap_or_default();
                let cells: Vec<String> = row.iter().map(line).collect();
                writeln!(self.out, "    {}", aligned(&cells, &widths))?;
            }
        }
        Ok(())
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.look.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

fn text(line: &Line) -> String {
    let sign = if line.code.is_empty() || line.words.is_empty() { "" } else { " " };
    printable(&format!("{}{sign}{}", line.code, line.words))
}

/// `cells` in columns of `widths`, in code points.
fn aligned(cells: &[String], widths: &[usize]) -> String {
    let cells: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
    cells.join("  ").trim_end().to_owned()
}
