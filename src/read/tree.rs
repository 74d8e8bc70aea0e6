//! Parsing with a bound that does not depend on the machine's mood: the same text always gives the same tree, or none.

use super::{GaveUp, LARGEST};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;
use tree_sitter::{Language, LogType, ParseOptions, ParseState, Parser, Tree};

/// The parser reports after a fixed number of steps. Of 119,615 files of real packages that parse without an error none needed more
/// than [`LEAST_REPORTS`] and a report for 45 bytes.
const BYTES_PER_REPORT: usize = 42;
/// Reports that even the smallest text may take.
const LEAST_REPORTS: usize = 200;
/// The same for what has been read so far: code that is denser than the rest of its text has room, a parser that stands still has not.
const BYTES_PER_EARLY_REPORT: usize = 20;
const LEAST_EARLY_REPORTS: usize = 600;
/// Steps around a mistake cost many times the others, and the parser does not count what they cost.
const ERROR_WEIGHT: usize = 16;

/// What a parser does about a mistake costs up to a thousand steps, and its reports do not tell of it while any reading of the
/// text is left. Its log does, but makes it three times as slow: hence it is listened to from one report to the next, and
/// then not for this many.
const DEAF_REPORTS: usize = 31;
/// What the log says when a mistake is dealt with.
const MISTAKES: [&str; 2] = ["resume ", "recover_to_previous "];
/// What the log says of a parser that was stopped after the last word of its text.
const AFTER_PARSING: [&str; 2] = ["resume_parsing", "done"];
/// Mistakes heard of that even the smallest text may have, and bytes for each more: about 32 times as many were made.
const LEAST_MISTAKES: usize = 50;
const BYTES_PER_MISTAKE: usize = 2048;

/// Bytes handed to the parser at once, so that what a scanner reads again and again can be counted.
const SLICE: usize = 256;
/// How often the whole text may be read, and what may be read of even the smallest text. Most of the same files were read
/// twice; but the scanner of Python runs to the end of a comment of many lines for each of these, and read 2 MB for the worst.
const MOST_READS: usize = 6;
const LEAST_READ: usize = 4 << 20;

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
    let mut budget = Budget::new(text);
    loop {
        let tree = advance(&mut parser, text, &mut budget, DEAF_REPORTS);
        if tree.is_some() || budget.is_spent() {
            return tree.filter(|_| !budget.is_spent()).ok_or(GaveUp::Slow);
        }
        let was_parsing = listen(&mut parser, &budget.mistakes);
        let tree = advance(&mut parser, text, &mut budget, 1);
        parser.set_logger(None);
        if budget.is_spent() {
            return Err(GaveUp::Slow);
        }
        if !was_parsing.get() {
            return parse_at_once(&mut parser, text);
        }
        if let Some(tree) = tree {
            return Ok(tree);
        }
    }
}

/// Parses a text that was heard to its end.
///
/// A parser that is stopped while it balances its tree, which it does last, spoils the tree when it goes on: it gives nodes
/// the range of their neighbours.
fn parse_at_once(parser: &mut Parser, text: &[u8]) -> Result<Tree, GaveUp> {
    parser.reset();
    let mut budget = Budget::new(text);
    let tree = advance(parser, text, &mut budget, usize::MAX);
    tree.filter(|_| !budget.is_spent()).ok_or(GaveUp::Slow)
}

/// What is left of what a text may cost.
#[derive(Debug)]
struct Budget {
    reports: usize,
    /// How far the parser has come, and after how many reports.
    reached: usize,
    n_reports: usize,
    /// Where the last word ends: from there on, nothing is left but to close the tree.
    end: usize,
    /// What follows is counted down while the parser runs.
    mistakes: Rc<Cell<usize>>,
    bytes: Rc<Cell<usize>>,
}

impl Budget {
    fn new(text: &[u8]) -> Self {
        let size = text.len();
        Self {
            reports: LEAST_REPORTS + size / BYTES_PER_REPORT,
            reached: 0,
            n_reports: 0,
            end: text.trim_ascii_end().len(),
            mistakes: Rc::new(Cell::new(LEAST_MISTAKES + size / BYTES_PER_MISTAKE)),
            bytes: Rc::new(Cell::new(LEAST_READ + MOST_READS * size)),
        }
    }

    fn report(&mut self, state: &ParseState) {
        self.reports = self.reports.saturating_sub(if state.has_error() { ERROR_WEIGHT } else { 1 });
        self.reached = self.reached.max(state.current_byte_offset());
        self.n_reports += 1;
    }

    fn is_spent(&self) -> bool {
        self.reports == 0
            || LEAST_EARLY_REPORTS + self.reached / BYTES_PER_EARLY_REPORT < self.n_reports
            || self.mistakes.get() == 0
            || self.bytes.get() == 0
    }
}

/// Lets the parser go on from where it is, for `n_reports` at most. The tree, once it has one.
fn advance(parser: &mut Parser, text: &[u8], budget: &mut Budget, n_reports: usize) -> Option<Tree> {
    let bytes = Rc::clone(&budget.bytes);
    let mut n_left = n_reports;
    let mut go_on = |state: &ParseState| {
        budget.report(state);
        n_left = n_left.saturating_sub(1);
        let is_open = state.current_byte_offset() < budget.end;
        if budget.is_spent() || n_left == 0 && is_open { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut rest = |at: usize, _| {
        let slice = text.get(at..(at + SLICE).min(text.len())).unwrap_or_default();
        bytes.set(bytes.get().saturating_sub(slice.len()));
        // the scanner sees the end of the text, and the parser's next report ends it all
        if bytes.get() == 0 { &[] } else { slice }
    };
    let options = ParseOptions::new().progress_callback(&mut go_on);
    parser.parse_with_options(&mut rest, None, Some(options))
}

/// Counts `mistakes` down as the parser tells of them. Whether it parses at all is known afterwards.
fn listen(parser: &mut Parser, mistakes: &Rc<Cell<usize>>) -> Rc<Cell<bool>> {
    let mistakes = Rc::clone(mistakes);
    let is_parsing = Rc::new(Cell::new(false));
    let heard = Rc::clone(&is_parsing);
    parser.set_logger(Some(Box::new(move |kind, message| {
        if !AFTER_PARSING.contains(&message) {
            heard.set(true);
        }
        if matches!(kind, LogType::Parse) && MISTAKES.iter().any(|mistake| message.starts_with(mistake)) {
            mistakes.set(mistakes.get().saturating_sub(1));
        }
    })));
    is_parsing
}
