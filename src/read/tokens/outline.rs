//! Outlines of the languages that are read by their tokens.
//!
//! In: text and its language. Out: functions, classes, bindings, calls and imports. A descent over the tokens that knows which
//! brackets belong together beforehand, and never looks back: what it does not understand it steps over. So any text is read, in
//! a time that its length bounds.

mod arguments;
mod brackets;
mod branches;
mod calls;
mod course;
mod csharp;
mod csharp_forms;
mod expression;
mod fields;
mod format;
mod functions;
mod known;
mod kotlin;
mod objects;
mod operand;
mod parser;
mod patterns;
mod powershell;
mod rust;
mod shell_words;

use super::dialect::Dialect;
use super::{CSHARP, KOTLIN, POWERSHELL, RUST};
use crate::outline::Outline;
use crate::read::{LARGEST, Language};
use parser::{Parser, Syntax};

/// The outline of `text`; an empty one where it is too large to be parsed or `language` is not read by its tokens.
pub(in crate::read) fn outline(language: Language, text: &[u8]) -> Outline {
    let (syntax, dialect): (Syntax, &Dialect) = match language {
        Language::CSharp => (Syntax::CSharp, &CSHARP),
        Language::Kotlin => (Syntax::Kotlin, &KOTLIN),
        Language::PowerShell => (Syntax::PowerShell, &POWERSHELL),
        Language::Rust => (Syntax::Rust, &RUST),
        _ => return Outline::default(),
    };
    if LARGEST < text.len() {
        return Outline::default();
    }
    let mut parser = Parser::new(syntax, dialect, text);
    parser.statements();
    fields::resolve(parser)
}
