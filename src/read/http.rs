//! Request files of editors, `.http` and `.rest`: variables, request lines, headers and bodies.
//!
//! In: text. Out: variables and headers under their names, addresses as arguments of their method, bodies by their form.
//! A request is a group; a body in JSON or XML is read by its own reader, which makes groups of its own.

use super::embedded;
use super::language::Language;
use super::lines::{line_from, push_lines, run, start, trimmed};
use super::output::Output;
use super::request_file::{body_end, is_command, is_handler, path_line, request_line, without_version};
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;

/// Part of a request that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Request,
    Headers,
    Body,
}

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    let text = out.text();
    let root = out.mark();
    let mut next = Next::Request;
    let mut at = start(text);
    while at < text.len() {
        let whole = line_from(text, at);
        let line = trimmed(text, whole.clone());
        let start = at;
        at = whole.end + 1;
        match text[line.clone()] {
            [b'#', b'#', b'#', ..] => {
                out.back_to(root);
                out.enter_group();
                next = Next::Request;
                let title = line.start + run(text, line.start, line.end, |byte| byte == b'#');
                out.push_verbatim(title..line.end, Role::Comment);
            }
            _ if is_handler(&text[line.clone()]) => at = script(out, line),
            _ if next == Next::Body => {
                at = body_end(text, start);
                body(out, trimmed(text, start..at.min(text.len())));
                next = Next::Request;
            }
            [] if next == Next::Headers => next = Next::Body,
            [] => {}
            [b'#', ..] => out.push_verbatim(line.start + 1..line.end, Role::Comment),
            [b'/', b'/', ..] => out.push_verbatim(line.start + 2..line.end, Role::Comment),
            [b'<', ..] => at = script(out, line),
            [b'@', ..] if pair(out, line.start + 1..line.end, b'=') => {}
            // the parameters of an address, a line each
            [b'?' | b'&', ..] => form(out, without_version(text, line)),
            _ if next == Next::Request && is_command(&text[line.clone()]) => {
                at = body_end(text, start);
                let command = out.verbatim(trimmed(text, start..at.min(text.len())));
                out.push_inner(Language::Bash, command, Role::Text);
            }
            _ if next == Next::Request && request(out, &line, &mut at) => next = Next::Headers,
            _ if pair(out, line.clone(), b':') => {}
            _ => out.push_verbatim(line, Role::Text),
        }
    }
}

/// Reads `METHOD address`, an address alone, or the first line of a response; false where it is none of them. The address may go
/// on in the lines from `next` on, which is then moved behind them.
fn request(out: &mut Output<'_>, line: &TextRange, next: &mut usize) -> bool {
    let text = out.text();
    if text[line.clone()].starts_with(b"HTTP/") {
        out.push_verbatim(line.clone(), Role::Text);
        return true;
    }
    let Some(request) = request_line(text, line) else { return false };
    let mark = out.mark();
    if let Some(method) = request.method {
        out.push_name(&text[method]);
    }
    let mut address = out.verbatim(request.address);
    while let Some(path) = path_line(text, *next) {
        *next = path.end + 1;
        address.append(&out.verbatim(without_version(text, path)));
    }
    out.push(address, Role::Argument);
    out.back_to(mark);
    true
}

/// Adds what `line` says after `sign` under the name before it; false where it is no such pair.
fn pair(out: &mut Output<'_>, line: TextRange, sign: u8) -> bool {
    let text = out.text();
    let Some(found) = memchr::memchr(sign, &text[line.clone()]).map(|found| line.start + found) else { return false };
    let name = trimmed(text, line.start..found);
    if name.is_empty() || text[name.clone()].iter().any(u8::is_ascii_whitespace) {
        return false;
    }
    let mark = out.mark();
    out.push_name(&text[name]);
    let value = out.verbatim(trimmed(text, found + 1..line.end));
    embedded::push(out, value, Role::Value);
    out.back_to(mark);
    true
}

/// Reads a script between `{%` and `%}`, or the path of one, and returns where reading goes on.
fn script(out: &mut Output<'_>, line: TextRange) -> usize {
    let text = out.text();
    let open = line.start + run(text, line.start, line.end, |byte| b"<> ".contains(&byte));
    if !text[open..line.end].starts_with(b"{%") {
        out.push_verbatim(line.clone(), Role::Text);
        return line.end + 1;
    }
    let start = open + 2;
    let mut at = start;
    // a script that nobody closed ends with its request
    let end = loop {
        let line = line_from(text, at);
        if let Some(close) = memchr::memmem::find(&text[line.clone()], b"%}") {
            break line.start + close;
        }
        if text.len() <= line.end || text[line.end + 1..].starts_with(b"###") {
            break line.end;
        }
        at = line.end + 1;
    };
    out.push_inner(Language::JavaScript, out.verbatim(start..end), Role::Text);
    end + if text[end..].starts_with(b"%}") { 2 } else { 0 }
}

/// Reads a body by its form.
fn body(out: &mut Output<'_>, body: TextRange) {
    let text = out.text();
    let language = match text[body.clone()] {
        [b'{', b'{', ..] => None,
        [b'{' | b'[', ..] => Some(Language::Json),
        [b'<', sign, ..] if sign.is_ascii_alphabetic() || b"?!".contains(&sign) => Some(Language::Xml),
        _ => None,
    };
    if let Some(language) = language
        && out.read_inner(language, &out.verbatim(body.clone()))
    {
        return;
    }
    let first = &text[line_from(text, body.start)];
    let name = first[..memchr::memchr(b'=', first).unwrap_or(0).min(body.len())].trim_ascii();
    let is_form = !name.is_empty() && !name.iter().any(|byte| byte.is_ascii_whitespace() || b"<:\"".contains(byte));
    if is_form && language.is_none() {
        form(out, body);
    } else {
        push_lines(out, body, Role::Text);
    }
}

/// Reads `a=b&c=d`, over one line or many, with blanks around the signs or without.
fn form(out: &mut Output<'_>, range: TextRange) {
    let text = out.text();
    let mut at = range.start;
    while at < range.end {
        at += run(text, at, range.end, |byte| b"&?".contains(&byte) || byte.is_ascii_whitespace());
        let part = at..at + run(text, at, range.end, |byte| !b"&\r\n".contains(&byte));
        at = part.end;
        let part = trimmed(text, part);
        let mark = out.mark();
        let value = match memchr::memchr(b'=', &text[part.clone()]) {
            Some(sign) => {
                let name = decoded(text, trimmed(text, part.start..part.start + sign));
                out.push_name(name.text());
                decoded(text, trimmed(text, part.start + sign + 1..part.end))
            }
            None => decoded(text, part),
        };
        embedded::push(out, value, Role::Value);
        out.back_to(mark);
    }
}

/// What `range` of a form stands for: `%41` is a byte, `+` a blank.
fn decoded(text: &[u8], range: TextRange) -> Decoded {
    let mut decoded = Decoded::default();
    let mut at = range.start;
    while let Some(&byte) = text.get(at).filter(|_| at < range.end) {
        let digits = text.get(at + 1..(at + 3).min(range.end)).filter(|digits| byte == b'%' && digits.len() == 2);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        let (spelled, len) = match (byte, code) {
            (_, Some(code)) => (code, 3),
            (b'+', None) => (b' ', 1),
            _ => (byte, 1),
        };
        decoded.push(&[spelled], at..at + len);
        at += len;
    }
    decoded
}
