//! Prints the prefilter's needles, one a line, for `rg -F -f`: a plain searcher then does the same search.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    for needle in ghl_lint::detect::Detector::embedded().needles() {
        io::stdout().write_all(needle)?;
        io::stdout().write_all(b"\n")?;
    }
    Ok(())
}
