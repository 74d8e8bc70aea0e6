//! Lines that the grammar could not make sense of: what stands between their literals is kept as plain text.

use crate::literal::Role;
use crate::read::lines::line_from;
use crate::read::output::Output;
use crate::span::TextRange;

/// Adds the uncovered text of every line that one of `errors`, sorted by start, touches.
pub(super) fn read_around(errors: &[TextRange], out: &mut Output<'_>) {
    if errors.is_empty() {
        return;
    }
    let covered = out.covered();
    let text = out.text();
    let mut covered = covered.iter().peekable();
    let mut done = 0;
    for error in errors.iter().filter(|error| !error.is_empty() || error.start < text.len()) {
        if error.end < done {
            continue;
        }
        // no farther back than what is done, lest many errors of one line each look at all of it
        let before = &text[done.min(error.start)..error.start.min(text.len())];
        let start = memchr::memrchr(b'\n', before)
            .map_or(done.min(error.start), |feed| done.min(error.start) + feed + 1)
            .max(done);
        let end = line_from(text, error.end).end;
        let mut at = start;
        let mut line_end = start;
        while at < end {
            while covered.next_if(|range| range.end <= at).is_some() {}
            if line_end <= at {
                line_end = line_from(&text[..end], at).end;
            }
            let stop = match covered.peek() {
                Some(range) if range.start <= at => {
                    at = range.end;
                    continue;
                }
                Some(range) => range.start.min(line_end),
                None => line_end,
            };
            push(at..stop, out);
            at = if stop == line_end { stop + 1 } else { stop };
        }
        done = done.max(end);
    }
}

fn push(range: TextRange, out: &mut Output<'_>) {
    let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric() && byte.is_ascii();
    let text = &out.text()[range.clone()];
    let before = text.iter().take_while(|byte| is_sign(byte)).count();
    let after = text.iter().rev().take_while(|byte| is_sign(byte)).count();
    if before + after < text.len() {
        out.push_verbatim(range.start + before..range.end - after, Role::Text);
    }
}
