//! The checklist in GitHub-flavored Markdown: for an issue, a pull request, a wiki, or a printer.
//!
//! What has to be done has a box; what it needs to be understood has none.

use super::steps::{Item, Spot, Step, mentions, steps};
use crate::Migration;
use crate::migration::Checklist;
use crate::report::Look;
use crate::report::markdown::{code, inline};
use crate::report::prose::{number, sentence_start};
use std::io::{self, Write};

/// Writes the list, or one line where there is nothing to do.
///
/// # Errors
///
/// When the stream fails.
pub fn write(migration: &Migration, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (n_left, n_mentions) = (migration.n_left(), migration.n_mentions());
    if n_left == 0 && n_mentions == 0 && !migration.is_broken() {
        // what is accepted goes on speaking to it
        let words =
            if migration.n_accepted() == 0 { "nothing speaks to the v1 API here" } else { "nothing is left to change" };
        return if look.quiet { Ok(()) } else { writeln!(out, "{words} · {}", looked_at(migration)) };
    }
    writeln!(out, "# The way off the v1 API\n")?;
    if migration.is_broken() {
        writeln!(out, "**This run cannot be trusted:** not everything could be looked at, so more may be left.\n")?;
    }
    if 0 < n_left {
        let lists = migration.lists.iter().filter(|list| 0 < list.n_left()).count();
        let of = if lists == 1 { String::new() } else { format!(" in {lists} integrations") };
        writeln!(out, "**{} left to change{of}** · {}\n", number(n_left as u64, "place"), looked_at(migration))?;
        writeln!(out, "{INTRODUCTION}\n")?;
    } else {
        writeln!(out, "**nothing was found that is left to change** · {}\n", looked_at(migration))?;
    }
    for list in migration.lists.iter().filter(|list| 0 < list.n_left() || !list.mentions.is_empty()) {
        write_list(list, out)?;
    }
    Ok(())
}

const INTRODUCTION: &str = "v1 is out of support since 2025-12-31: what is connected goes on working, without updates, and new keys \
can no longer be made; no day of a switch-off is published. Work from the top. What is changed is gone from the next list that \
`ghl-lint migrate` makes; tokens, headers, tests and the end of the old key leave no trace that it sees, so tick them by hand.";

fn looked_at(migration: &Migration) -> String {
    let parts = [
        (migration.n_mentions(), "in documentation, comments or tests"),
        (migration.n_accepted(), "accepted by a comment or the config"),
    ];
    let mut said: Vec<String> =
        parts.into_iter().filter(|(n, _)| 0 < *n).map(|(n, what)| format!("{n} {what}")).collect();
    said.push(match migration.n_skipped {
        0 => format!("{} read", number(migration.n_files, "file")),
        n_skipped => format!("{} read, {n_skipped} skipped", number(migration.n_files, "file")),
    });
    said.join(" · ")
}

fn write_list(list: &Checklist, out: &mut dyn Write) -> io::Result<()> {
    let name = if list.root == "." { "This folder".to_owned() } else { code(&list.root) };
    writeln!(out, "## {name}\n")?;
    for (index, step) in steps(list).iter().enumerate() {
        write_step(index + 1, step, out)?;
    }
    let mentions = mentions(list);
    if !mentions.is_empty() {
        writeln!(out, "### Lesser: where v1 is only named\n")?;
        writeln!(out, "Documentation, comments and tests. They do not count for `--check`.\n")?;
        for item in &mentions {
            write_item(item, Mark::Bullet, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What stands before a thing.
#[derive(Clone, Copy)]
enum Mark {
    Box,
    Bullet,
}

impl Mark {
    fn as_str(self) -> &'static str {
        match self {
            Self::Box => "- [ ]",
            Self::Bullet => "-",
        }
    }
}

fn write_step(index: usize, step: &Step, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### {index}. {}\n", step.title)?;
    if !step.lead.is_empty() {
        writeln!(out, "{}\n", inline(&step.lead))?;
    }
    for item in &step.items {
        write_item(item, Mark::Box, out)?;
    }
    writeln!(out)
}

/// One place: one line. Several: a line for what to do, and a box at each place.
fn write_item(item: &Item, mark: Mark, out: &mut dyn Write) -> io::Result<()> {
    let text = inline(&sentence_start(&item.text));
    match item.spots.as_slice() {
        [] => writeln!(out, "{} {text}", mark.as_str())?,
        [only] => writeln!(out, "{} {text} · {}", mark.as_str(), spot(only))?,
        _ => writeln!(out, "- {text}")?,
    }
    for note in &item.notes {
        writeln!(out, "  - {}", inline(note))?;
    }
    for several in item.spots.iter().filter(|_| 1 < item.spots.len()) {
        writeln!(out, "  {} {}", mark.as_str(), spot(several))?;
    }
    Ok(())
}

fn spot(spot: &Spot) -> String {
    let mut text = code(&spot.place);
    for other in &spot.others {
        text.push_str(&format!(", {}", code(other)));
    }
    if !spot.note.is_empty() {
        text.push_str(&format!(" ({})", inline(&spot.note)));
    }
    text
}
