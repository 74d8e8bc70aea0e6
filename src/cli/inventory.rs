//! `ghl-lint inventory`: what each integration is, holds and calls.

use super::arguments::{InventoryArgs, settings};
use super::{BROKEN, CLEAN, DEFAULT_WIDTH, deliver, err_look, is_error, refuse, tell_problems, wants_color};
use crate::inventory::take;
use crate::kept::note;
use crate::privilege::weigh;
use crate::report::Look;
use crate::report::inventory::write;
use crate::{Stock, stock};
use std::io::{self, IsTerminal, Write};

/// Runs the command.
pub(super) fn run(arguments: &InventoryArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let err_look = err_look(&arguments.source);
    let stock = match settings(&arguments.source).and_then(|settings| Ok((stock(&settings)?, settings.now))) {
        Ok(stock) => stock,
        Err(problems) => return refuse(&problems, err_look, err),
    };
    let (Stock { evidence, findings, accepted, problems }, now) = stock;
    tell_problems(&problems, err_look, err)?;
    let mut privileges = weigh(&evidence);
    note(&mut privileges, &findings, &accepted);
    let inventory = take(&evidence, &privileges, &findings, now);
    let is_watched = arguments.output.is_none() && io::stdout().is_terminal();
    let color = wants_color(arguments.source.color, is_watched);
    let look = Look { width: DEFAULT_WIDTH, color, quiet: arguments.source.quiet, seconds: None };
    let write = |out: &mut dyn Write| write(&inventory, arguments.format, look, out);
    let is_written = deliver(arguments.output.as_deref(), write, out, err)?;
    Ok(if is_written && !problems.iter().any(is_error) { CLEAN } else { BROKEN })
}
