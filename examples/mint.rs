//! Prints a made-up credential for a fixture: `cargo run --example mint -- KIND LABEL`. The same label gives the same text.

#[path = "../tests/suite/mint.rs"]
#[allow(dead_code, reason = "not every kind is printed by each run")]
mod mint;

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, label] = arguments.as_slice() else {
        return writeln!(io::stderr(), "usage: mint KIND LABEL; kinds: {KINDS}");
    };
    let text = match kind.as_str() {
        "pit" => mint::pit(label),
        "uuid4" => mint::uuid4(label),
        "id20" => mint::id20(label),
        "v1-location" => mint::v1_location(label),
        "v1-agency" => mint::v1_agency(label),
        "oauth-access" => mint::oauth_access(label),
        "oauth-refresh" => mint::oauth_refresh(label),
        "session" => mint::session(label),
        "webhook" => mint::webhook(label),
        _ => return writeln!(io::stderr(), "no such kind; kinds: {KINDS}"),
    };
    writeln!(io::stdout(), "{text}")
}

const KINDS: &str = "pit uuid4 id20 v1-location v1-agency oauth-access oauth-refresh session webhook";
