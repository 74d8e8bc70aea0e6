//! Request files (`.http`, `.rest`): a request is a call of `http.<method>` with its headers, an `@name = value` a binding.

use super::template::{setting, template, variable};
use crate::decoded::Decoded;
use crate::outline::{Binding, Expression, Outline};
use crate::read::draft::{Draft, argument, join, member, name, named, words};
use crate::read::lines::{line_from, start, trimmed, word};
use crate::span::TextRange;

/// Part of a request that a line may stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Before the first line of a request.
    Start,
    /// Behind its first line.
    Address,
    /// In its headers.
    Headers,
    /// In its body, or behind it.
    Body,
}

/// A request whose address may still go on.
struct Request {
    method: Vec<u8>,
    address: Vec<Expression>,
    headers: Vec<(Box<str>, Expression)>,
    range: TextRange,
}

/// The outline of `text`.
pub(super) fn outline(text: &[u8]) -> Outline {
    let mut draft = Draft::default();
    let mut part = Part::Start;
    let mut open: Option<Request> = None;
    let mut at = start(text);
    while at < text.len() {
        let whole = line_from(text, at);
        at = whole.end + 1;
        let line = trimmed(text, whole);
        match &text[line.clone()] {
            [b'#', b'#', b'#', ..] => {
                end(&mut draft, open.take());
                part = Part::Start;
            }
            [b'@', ..] if part != Part::Body => bind(&mut draft, text, line.start + 1..line.end),
            [b'#', ..] | [b'/', b'/', ..] => {}
            // a script runs to its end, whatever its lines look like
            [b'<' | b'>', rest @ ..] if rest.trim_ascii_start().starts_with(b"{%") => {
                let rest = text.get(line.start..).unwrap_or_default();
                at = memchr::memmem::find(rest, b"%}").map_or(at, |found| line_from(text, line.start + found).end + 1);
            }
            [] if part == Part::Start => {}
            [] => part = Part::Body,
            [b'?' | b'&', ..] if part == Part::Address => {
                if let Some(request) = &mut open {
                    request.address.push(filled(text, line.clone()));
                    request.range.end = line.end;
                }
            }
            _ if part == Part::Start => {
                open = request(text, &line);
                part = Part::Address;
            }
            _ if part != Part::Body => {
                part = Part::Headers;
                if let Some(request) = &mut open {
                    request.headers.extend(header(text, line));
                }
            }
            _ => {}
        }
    }
    end(&mut draft, open);
    draft.outline
}

fn end(draft: &mut Draft, request: Option<Request>) {
    let Some(request) = request else { return };
    let callee = member(name(b"http"), &request.method);
    let mut arguments = vec![argument(join(request.address))];
    if !request.headers.is_empty() {
        arguments.push(named("headers", Expression::Object(request.headers)));
    }
    draft.request(callee, arguments, request.range);
}

fn request(text: &[u8], line: &TextRange) -> Option<Request> {
    let (first, rest) = word(text, line.clone());
    let is_method = (3..=12).contains(&first.len()) && text[first.clone()].iter().all(u8::is_ascii_uppercase);
    let is_address = |address: &TextRange| {
        let address = &text[address.clone()];
        memchr::memmem::find(address, b"://").is_some() || address.starts_with(b"{{") || address.starts_with(b"/")
    };
    let (method, address) = match () {
        () if is_method && !rest.is_empty() => (text[first].to_ascii_lowercase(), rest),
        () if is_address(line) => (b"get".to_vec(), line.clone()),
        () => return None,
    };
    let version = memchr::memmem::rfind(&text[address.clone()], b" HTTP/").map_or(address.end, |at| address.start + at);
    let address = filled(text, trimmed(text, address.start..version));
    Some(Request { method, address: vec![address], headers: Vec::new(), range: line.clone() })
}

/// The name and the value of a header.
fn header(text: &[u8], line: TextRange) -> Option<(Box<str>, Expression)> {
    let colon = memchr::memchr(b':', &text[line.clone()]).map(|found| line.start + found)?;
    let name = trimmed(text, line.start..colon);
    let value = filled(text, trimmed(text, colon + 1..line.end));
    (!name.is_empty()).then(|| (words(&text[name]), value))
}

/// Adds what `line` says behind the sign `=`, under the name before it.
fn bind(draft: &mut Draft, text: &[u8], line: TextRange) {
    let Some(sign) = memchr::memchr(b'=', &text[line.clone()]).map(|found| line.start + found) else { return };
    let target = trimmed(text, line.start..sign);
    if target.is_empty() || text[target.clone()].iter().any(u8::is_ascii_whitespace) {
        return;
    }
    let value = filled(text, trimmed(text, sign + 1..line.end));
    draft.bind(Binding { target: name(&text[target]), value, adds: false, ..Binding::default() });
}

fn filled(text: &[u8], range: TextRange) -> Expression {
    let mut decoded = Decoded::default();
    decoded.push(&text[range.clone()], range.clone());
    template(&decoded, &range, (b"{{", b"}}"), |inside| {
        setting(inside, &["$processEnv ", "$dotenv ", "$env"]).unwrap_or_else(|| variable(inside))
    })
}
