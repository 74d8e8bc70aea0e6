//! Text without a grammar: a literal for each line, so that logs, dumps and notes can be searched for names and values.

use super::output::Output;
use crate::literal::Role;

/// Reads the text of `out` line by line.
pub(super) fn read(out: &mut Output<'_>) {
    let text = out.text();
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |feed| at + feed);
        let trimmed = text[at..end].trim_ascii();
        if !trimmed.is_empty() {
            let start = at + (text[at..end].len() - text[at..end].trim_ascii_start().len());
            out.push_verbatim(start..start + trimmed.len(), Role::Text);
        }
        at = end + 1;
    }
}
