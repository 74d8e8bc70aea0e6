//! What request files of editors (`.http`, `.rest`) mean by their lines, for those who read their texts and who outline them.

use super::lines::{line_from, trimmed, word};
use crate::span::TextRange;

/// Methods that editors take in any case.
const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete", "options", "trace", "connect", "graphql"];

/// The first line of a request.
pub(super) struct RequestLine {
    /// None where an address stands alone, which is asked for by GET.
    pub(super) method: Option<TextRange>,
    pub(super) address: TextRange,
}

/// What `line` asks for: `METHOD address`, or an address alone.
pub(super) fn request_line(text: &[u8], line: &TextRange) -> Option<RequestLine> {
    let (first, rest) = word(text, line.clone());
    let method = &text[first.clone()];
    let is_upper = (3..=12).contains(&method.len()) && method.iter().all(u8::is_ascii_uppercase);
    let is_method = is_upper && !rest.is_empty()
        // a sentence may begin with the same word
        || METHODS.iter().any(|known| method.eq_ignore_ascii_case(known.as_bytes())) && is_address(text, &rest);
    let (method, address) = match () {
        () if is_method => (Some(first), rest),
        () if is_address(text, line) => (None, line.clone()),
        () => return None,
    };
    Some(RequestLine { method, address: without_version(text, address) })
}

fn is_address(text: &[u8], range: &TextRange) -> bool {
    let (first, _) = word(text, range.clone());
    let first = &text[first];
    memchr::memmem::find(first, b"://").is_some() || first.starts_with(b"{{") || first.starts_with(b"/")
}

/// `address` without the version of HTTP that may follow it.
pub(super) fn without_version(text: &[u8], address: TextRange) -> TextRange {
    let version = memchr::memmem::rfind(&text[address.clone()], b" HTTP/").map_or(address.end, |at| address.start + at);
    trimmed(text, address.start..version)
}

/// The line at `at` where it goes on with the path of an address: it is indented, and begins with a slash.
pub(super) fn path_line(text: &[u8], at: usize) -> Option<TextRange> {
    let line = line_from(text, at);
    let path = trimmed(text, line.clone());
    let is_path = matches!(text[path.clone()], [b'/', ref rest @ ..] if rest.first() != Some(&b'/'));
    (is_path && line.start < path.start).then_some(line)
}

/// Whether a command of a shell stands in the place of a request.
pub(super) fn is_command(line: &[u8]) -> bool {
    line.strip_prefix(b"curl").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
}

/// Whether `line` begins a script that handles the response.
pub(super) fn is_handler(line: &[u8]) -> bool {
    [&b"> {%"[..], b">{%", b"> ./", b"> ../"].iter().any(|sign| line.starts_with(sign))
}

/// Where the body or the command that begins at `start` ends: before the next request, or before a script that handles the
/// response.
pub(super) fn body_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        let line = line_from(text, at);
        let trimmed = text[line.clone()].trim_ascii_start();
        if trimmed.starts_with(b"###") || is_handler(trimmed) {
            return at;
        }
        at = line.end + 1;
    }
    text.len()
}
