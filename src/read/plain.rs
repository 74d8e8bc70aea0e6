//! Text without a grammar: a literal for each line, so that logs, dumps and notes can be searched for names and values.

use super::GaveUp;
use super::lines::push_lines;
use super::output::Output;
use crate::literal::Role;

/// Reads the text of `out` line by line.
pub(super) fn read(out: &mut Output<'_>) {
    push_lines(out, 0..out.text().len(), Role::Text);
}

/// Reads the text of `out` line by line in place of the reader that gives up on it.
pub(super) fn read_instead(out: &mut Output<'_>, why: GaveUp) {
    out.give_up(why);
    read(out);
}
