//! Languages read by their tokens: those whose grammars are too heavy, or whose parsers refuse half a file.
//!
//! In: text and the table of its language. Out: its strings, joined where the code joins them, with the names that the code
//! leads to them by; the environment variables that it reads; its comments. No tree: what encloses a string is on a stack of
//! open brackets, what names it is what stood left of it. So a file that was typed half is read as far as it goes.

mod brackets;
mod constants;
mod csharp;
mod dialect;
mod joining;
mod kotlin;
mod level;
mod lexer;
mod notes;
mod outline;
mod powershell;
mod rust;
mod signs;
mod strings;
mod walk;

use super::output::Output;
use super::{GaveUp, LARGEST, plain};
use constants::Constants;
pub(super) use csharp::CSHARP;
pub(super) use dialect::Dialect;
pub(super) use kotlin::KOTLIN;
pub(super) use outline::outline;
pub(super) use powershell::POWERSHELL;
pub(super) use rust::RUST;
use walk::Walk;

/// Reads the text of `out`.
pub(super) fn read(dialect: &Dialect, out: &mut Output<'_>) {
    let text = out.text();
    if LARGEST < text.len() {
        return plain::read_instead(out, GaveUp::Large);
    }
    let tokens = lexer::cut(dialect, text, 0..text.len());
    let mut constants = Constants::collect(dialect, text, &tokens);
    Walk::new(dialect, out, &tokens, &mut constants, 0).run();
}
