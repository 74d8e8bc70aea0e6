//! Prints what the reader of a file's language sees in it, as the fixtures under `fixtures/read` have it.
//!
//! `cargo run --example read -- FILE`. Shows the text as it stands: not for files that hold secrets.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use ghl_lint::read::{Language, read};

fn main() -> Result<(), std::io::Error> {
    for path in std::env::args().skip(1) {
        let text = std::fs::read(&path)?;
        let reading = read(Language::of(&path, &text), &text);
        for literal in &reading.literals {
            let place = &literal.place;
            let text = String::from_utf8_lossy(literal.decoded.text());
            println!("{} #{} {} {text:?}", place.role.as_str(), place.group, place.names.join(" > "));
        }
    }
    Ok(())
}
