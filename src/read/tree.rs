//! Parsing with a bound that does not depend on the machine's mood: the same text always gives the same tree, or none.

use super::{GaveUp, LARGEST};
use std::cell::Cell;
use std::ops::ControlFlow;
use tree_sitter::{Language, ParseOptions, ParseState, Parser, Tree};

/// The parser reports after a fixed number of steps. Of 7,077 files of real integrations none needed more than a report for 80 bytes.
const BYTES_PER_REPORT: usize = 32;
/// Reports that even the smallest text may take.
const LEAST_REPORTS: usize = 200;

/// Steps around a mistake cost many times the others, and the parser does not count what they cost.
const ERROR_WEIGHT: usize = 16;
/// Bytes handed to the parser at once, so that what a scanner reads again and again can be counted.
const SLICE: usize = 256;
/// How often the whole text may be read. The same files were
/// read 1.6 times at most; a scanner that runs to the end of the text for each
/// comment or each opening sign never comes to an end.
const MOST_READS: usize = 6;

/// Parses `text`.
///
/// # Errors
///
/// When the text is too large, or needs far more steps than its size explains.
pub(super) fn parse(language: &Language, text: &[u8]) -> Result<Tree, GaveUp> {
    if LARGEST < text.len() {
        return Err(GaveUp::Large);
    }
    let mut parser = Parser::new();
    // a grammar of another version than the library's: none is, since both are pinned
    parser.set_language(language).map_err(|_| GaveUp::Slow)?;
    let left = Cell::new(MOST_READS * (text.len() + SLICE));
    let mut reports = LEAST_REPORTS + text.len() / BYTES_PER_REPORT;
    let mut go_on = |state: &ParseState| {
        reports = reports.saturating_sub(if state.has_error() { ERROR_WEIGHT } else { 1 });
        if 0 < reports && 0 < left.get() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let mut rest = |at: usize, _| {
        let slice = text.get(at..(at + SLICE).min(text.len())).unwrap_or_default();
        left.set(left.get().saturating_sub(slice.len()));
        // the scanner sees the end of the text, and the parser's next report ends it all
        if left.get() == 0 { &[] } else { slice }
    };
    let options = ParseOptions::new().progress_callback(&mut go_on);
    let tree = parser.parse_with_options(&mut rest, None, Some(options));
    tree.filter(|_| 0 < left.get()).ok_or(GaveUp::Slow)
}
