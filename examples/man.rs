//! Writes the manual pages for a package: `cargo run --example man -- FOLDER`, one for the tool and one for each command.

use std::io::{self, Write};
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return writeln!(io::stderr(), "usage: man FOLDER");
    };
    std::fs::create_dir_all(&folder)?;
    clap_mangen::generate_to(ghl_lint::cli::command(), folder)
}
