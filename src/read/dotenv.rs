//! Env files: a name and a value a line, as shells, dotenv libraries and Windows spell them.
//!
//! In: text. Out: values under their names, all of one group, since a file is one object. It knows no shell: what is no
//! assignment stays text.

use super::embedded;
use super::lines::{line_from, run, start, trimmed};
use super::output::Output;
use super::unescape::escape_at;
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;

/// Longest default of a variable that is looked for, in bytes: nested ones would else be read over and over.
const LONGEST_DEFAULT: usize = 256;

/// An assignment, up to its value.
#[derive(Debug)]
struct Assignment {
    name: TextRange,
    /// Where the value begins, blanks and all.
    value: usize,
    style: Style,
}

/// Where a value ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// At its closing quote, at a comment or with its line.
    Usual,
    /// With its word, as in `setx NAME value /M`.
    Word,
    /// At the last quote of its line, as in `set "NAME=value"`.
    Enclosed,
}

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    let text = out.text();
    out.enter_group();
    let mut at = start(text);
    while at < text.len() {
        let line = line_from(text, at);
        let after = line.end + 1;
        at = statements(out, &trimmed(text, line)).max(after);
    }
}

/// Reads a line and returns where it ends, or where the last value that begins in it does.
fn statements(out: &mut Output<'_>, line: &TextRange) -> usize {
    let text = out.text();
    let mut at = line.start;
    while at < line.end {
        if text.get(at) == Some(&b'#') {
            out.push_verbatim(at + 1..line.end, Role::Comment);
            return line.end;
        }
        let Some(assignment) = assignment(text, &(at..line.end)) else {
            out.push_verbatim(at..line.end, Role::Text);
            return line.end;
        };
        let mark = out.mark();
        out.push_name(&text[assignment.name.clone()]);
        at = value(out, &assignment, line.end);
        out.back_to(mark);
        // what may stand between two assignments of a line
        at += run(text, at, line.end, |byte| byte.is_ascii_whitespace() || b";&".contains(&byte));
    }
    at
}

/// Adds a value, and the defaults in it.
pub(super) fn push_value(out: &mut Output<'_>, decoded: Decoded, role: Role) {
    push_value_of(out, decoded, role, shell_default);
}

/// Adds a value, and the defaults in it, such as that of `${NAME:-default}`, under the names of this place and their variable's.
///
/// `default_at` says where the name behind `${` stands and where its default begins.
pub(super) fn push_value_of(
    out: &mut Output<'_>,
    decoded: Decoded,
    role: Role,
    default_at: impl Fn(&[u8], usize) -> Option<(TextRange, usize)>,
) {
    let text = decoded.text();
    for open in memchr::memmem::find_iter(text, b"${") {
        let Some((name, start)) = default_at(text, open + 2) else { continue };
        let Some(end) = default_end(text, start) else { continue };
        let mark = out.mark();
        out.push_name(&text[name]);
        out.push(decoded.part(&(start..end)), Role::Fallback);
        out.back_to(mark);
    }
    embedded::push(out, decoded, role);
}

/// The name of the variable at `start` and where its default begins, as shells write it: `NAME:-`, `NAME-`, `NAME:=`, `NAME=`.
pub(super) fn shell_default(text: &[u8], start: usize) -> Option<(TextRange, usize)> {
    let name = start..start + run(text, start, text.len(), is_name_part);
    let n_signs = match text.get(name.end..).unwrap_or_default() {
        _ if name.is_empty() => return None,
        [b':', b'-' | b'=', ..] => 2,
        [b'-' | b'=', ..] => 1,
        _ => return None,
    };
    let default = name.end + n_signs;
    Some((name, default))
}

/// Where the default that begins at `start` ends: at its brace, or with the text where that has none.
fn default_end(text: &[u8], start: usize) -> Option<usize> {
    let mut n_open = 1_usize;
    for (index, byte) in text[start..].iter().take(LONGEST_DEFAULT).enumerate() {
        match byte {
            b'{' => n_open += 1,
            b'}' => n_open -= 1,
            _ => {}
        }
        if n_open == 0 {
            return Some(start + index);
        }
    }
    (text.len() - start <= LONGEST_DEFAULT).then_some(text.len())
}

pub(super) fn is_name_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.".contains(&byte) || 0x80 <= byte
}

/// The assignment that `line` begins with.
fn assignment(text: &[u8], line: &TextRange) -> Option<Assignment> {
    let (mut start, mut style) = (line.start, Style::Usual);
    let says = |at: usize, word: &str| {
        text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    if says(start, "$env:") {
        start += "$env:".len();
    } else if let Some(word) = ["export ", "setx ", "set "].into_iter().find(|word| says(start, word)) {
        start += word.len() + run(text, start + word.len(), line.end, |byte| byte.is_ascii_whitespace());
        if word == "setx " {
            style = Style::Word;
            // for all users
            if says(start, "/m ") {
                start += "/m ".len() + run(text, start + "/m ".len(), line.end, |byte| byte.is_ascii_whitespace());
            }
            start += usize::from(text.get(start) == Some(&b'"'));
        } else if word == "set " && text.get(start) == Some(&b'"') {
            start += 1;
            style = Style::Enclosed;
        }
    }
    let name = start..start + run(text, start, line.end, |byte| is_name_part(byte) || byte == b'-');
    if name.is_empty() {
        return None;
    }
    let is_quoted = style == Style::Word && text[..name.start].ends_with(b"\"");
    let after = name.end + usize::from(is_quoted && text[name.end..].starts_with(b"\""));
    let sign = after + run(text, after, line.end, |byte| byte.is_ascii_whitespace());
    let value = match text.get(sign).filter(|_| sign < line.end) {
        Some(b'=') => sign + 1,
        // not the colon of an address
        Some(b':') if text.get(sign + 1).is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'".contains(byte)) => {
            sign + 1
        }
        Some(_) if style == Style::Word && after < sign => sign,
        _ => return None,
    };
    Some(Assignment { name, value, style })
}

/// Adds the value and returns where reading goes on, not past `line_end` unless the value does.
fn value(out: &mut Output<'_>, assignment: &Assignment, line_end: usize) -> usize {
    let text = out.text();
    let start = assignment.value + run(text, assignment.value, line_end, |byte| byte.is_ascii_whitespace());
    if assignment.style == Style::Enclosed {
        let end = memchr::memrchr(b'"', &text[start..line_end]).map_or(line_end, |quote| start + quote);
        push_value(out, out.verbatim(start..end), Role::Value);
        return line_end;
    }
    match text.get(start).filter(|byte| start < line_end && b"\"'`".contains(byte)) {
        Some(&quote) => {
            let close = closing_quote(text, start + 1, quote).unwrap_or(line_end);
            let inside = start + 1..close;
            let decoded = match quote {
                b'"' => Decoded::unescape(text, inside, b'\\', escape_at),
                _ => out.verbatim(inside),
            };
            push_value(out, decoded, Role::Value);
            close + 1
        }
        None => {
            let rest = &text[assignment.value..line_end];
            let comment = memchr::memchr_iter(b'#', rest)
                .find(|&at| 0 < at && rest.get(at - 1).is_some_and(u8::is_ascii_whitespace));
            let mut end = comment.map_or(line_end, |at| assignment.value + at);
            if assignment.style == Style::Word {
                end = end.min(start + run(text, start, line_end, |byte| !byte.is_ascii_whitespace()));
            }
            push_value(out, out.verbatim(trimmed(text, start.min(end)..end)), Role::Value);
            end
        }
    }
}

/// The quote that ends the value that begins at `start`.
///
/// None where the next quote opens the value of a later line: then somebody forgot to close this one.
fn closing_quote(text: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start;
    loop {
        let found = at + memchr::memchr2(quote, b'\\', text.get(at..)?)?;
        if text[found] == b'\\' {
            at = found + if quote == b'"' { 2 } else { 1 };
            continue;
        }
        let line = memchr::memrchr(b'\n', &text[start..found]).map(|feed| start + feed + 1);
        let opens_another = line.is_some_and(|line| {
            let line = trimmed(text, line..found);
            assignment(text, &line).is_some_and(|next| trimmed(text, next.value..found).is_empty())
        });
        return (!opens_another).then_some(found);
    }
}
