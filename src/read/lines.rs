//! Lines and words of texts that are read by the line: ranges in, ranges out, none of them ever outside of the text.

use super::output::Output;
use crate::literal::Role;
use crate::span::TextRange;

/// Where the text begins: behind the mark of its byte order, if it has one.
pub(super) fn start(text: &[u8]) -> usize {
    if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// From `at` to the end of its line, without the line feed.
pub(super) fn line_from(text: &[u8], at: usize) -> TextRange {
    let at = at.min(text.len());
    at..memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |feed| at + feed)
}

/// `range` without the blanks around it.
pub(super) fn trimmed(text: &[u8], range: TextRange) -> TextRange {
    let Some(part) = text.get(range.clone()) else { return range.start..range.start };
    let start = range.start + (part.len() - part.trim_ascii_start().len());
    start..start + part.trim_ascii().len()
}

/// The first word of `range` and what follows it.
pub(super) fn word(text: &[u8], range: TextRange) -> (TextRange, TextRange) {
    let range = trimmed(text, range);
    let part = text.get(range.clone()).unwrap_or_default();
    let len = part.iter().position(u8::is_ascii_whitespace).unwrap_or(part.len());
    (range.start..range.start + len, trimmed(text, range.start + len..range.end))
}

/// How many bytes from `at` on, before `end`, are such as `is_part` says.
pub(super) fn run(text: &[u8], at: usize, end: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let part = text.get(at..end).unwrap_or_default();
    part.iter().position(|&byte| !is_part(byte)).unwrap_or(part.len())
}

/// Adds a literal for each line of `range` that says something.
pub(super) fn push_lines(out: &mut Output<'_>, range: TextRange, role: Role) {
    // no farther than the range, lest many of a long line each look at all of it
    let text = out.text().get(..range.end).unwrap_or_default();
    let mut at = range.start;
    while at < text.len() {
        let end = line_from(text, at).end;
        out.push_verbatim(trimmed(text, at..end), role);
        at = end + 1;
    }
}
