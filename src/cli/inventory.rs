//! `ghl-lint inventory`: what each integration is, holds and calls.

use super::arguments::{InventoryArgs, settings};
use super::{
    BROKEN, CLEAN, DEFAULT_WIDTH, err_look, is_error, output, refuse, shown, still_there, tell_problems, wants_color,
};
use crate::inventory::take;
use crate::kept::note;
use crate::privilege::weigh;
use crate::problem::reason;
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
    match &arguments.output {
        Some(path) if !output::is_standard(path) => {
            let mut bytes = Vec::new();
            write(&inventory, arguments.format, look, &mut bytes)?;
            if let Err(error) = output::replace(path, &bytes) {
                writeln!(err, "error: {}: cannot write: {}", shown(path), reason(error.kind()))?;
                return Ok(BROKEN);
            }
        }
        _ => still_there(write(&inventory, arguments.format, look, out))?,
    }
    Ok(if problems.iter().any(is_error) { BROKEN } else { CLEAN })
}
