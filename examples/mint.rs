//! Prints a made-up credential for a fixture: `cargo run --example mint -- KIND LABEL`. The same label gives the same text.

#[path = "../tests/suite/mint.rs"]
#[allow(dead_code, reason = "not every kind is printed by each run")]
mod mint;

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let minted = match arguments.as_slice() {
        [kind, label] => mint::minted(kind, label),
        _ => None,
    };
    if let Some(text) = minted {
        return writeln!(io::stdout(), "{text}");
    }
    let kinds: Vec<&str> = mint::KINDS.iter().map(|(name, _)| *name).collect();
    writeln!(io::stderr(), "usage: mint KIND LABEL; kinds: {}", kinds.join(" "))
}
