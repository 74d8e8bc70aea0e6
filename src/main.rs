//! The binary: everything is in the library.

use std::io::{self, Write};
use std::panic::catch_unwind;
use std::process::ExitCode;

fn main() -> ExitCode {
    // the usual hook prints the panic's text, and that could quote what was being read
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let _ = writeln!(io::stderr(), "ghl-lint: internal error{place}");
    }));
    let run = || {
        let mut out = io::BufWriter::new(io::stdout().lock());
        // not locked: a reader that breaks says so from a thread of its own, and would wait for this one, which waits for it
        ghl_lint::cli::run(std::env::args_os(), &mut out, &mut io::stderr())
    };
    // the hook has said where; a run that ended so cannot be trusted
    ExitCode::from(catch_unwind(run).unwrap_or(ghl_lint::cli::BROKEN))
}
