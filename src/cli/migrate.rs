//! `ghl-lint migrate`: the way off the v1 API, as a checklist.

use super::arguments::{MigrateArgs, MigrateFormat, settings};
use super::{BROKEN, CLEAN, FOUND, deliver, err_look, refuse, tell_problems};
use crate::migration;
use crate::problem::Problem;
use crate::report::migration as list;
use std::io::{self, Write};

/// Runs the command.
pub(super) fn run(arguments: &MigrateArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let source = &arguments.source;
    let look = err_look(source);
    if !source.rule.is_empty() || !source.skip.is_empty() {
        let message = "a migration is all of it or none: `migrate` takes neither --rule nor --skip";
        return refuse(&[Problem::error("", message)], look, err);
    }
    let migration = match settings(source).and_then(|settings| migration(&settings)) {
        Ok(migration) => migration,
        Err(problems) => return refuse(&problems, look, err),
    };
    tell_problems(&migration.problems, look, err)?;
    let write = |out: &mut dyn Write| match arguments.format {
        MigrateFormat::Markdown => list::write_markdown(&migration, look, out),
        MigrateFormat::Json => list::write_json(&migration, out),
    };
    let is_written = deliver(arguments.output.as_deref(), write, out, err)?;
    Ok(match migration.n_left() {
        _ if !is_written || migration.is_broken() => BROKEN,
        n_left if arguments.check && 0 < n_left => FOUND,
        _ => CLEAN,
    })
}
