//! Request files (`.http`, `.rest`): a request is a call of `http.<method>` with its headers, an `@name = value` a binding.

use super::OutlineCode;
use super::adopt::adopt;
use super::template::{setting, template, variable};
use crate::decoded::Decoded;
use crate::outline::{Binding, Expression, Outline};
use crate::read::Language;
use crate::read::draft::{Draft, argument, join, member, name, named, words};
use crate::read::lines::{line_from, start, trimmed};
use crate::read::request_file::{body_end, is_command, path_line, request_line, without_version};
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
pub(super) fn outline(text: &[u8], outline_code: OutlineCode<'_>) -> Outline {
    let mut draft = Draft::default();
    let mut part = Part::Start;
    let mut open: Option<Request> = None;
    let mut at = start(text);
    while at < text.len() {
        let whole = line_from(text, at);
        at = whole.end + 1;
        let line = trimmed(text, whole.clone());
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
            // nothing, or the path of a script
            [] | [b'<' | b'>', ..] if part == Part::Start => {}
            [] => part = Part::Body,
            [b'?' | b'&' | b'/', ..] if part == Part::Address && goes_on(text, &whole) => {
                if let Some(request) = &mut open {
                    request.address.push(filled(text, without_version(text, line.clone())));
                    request.range.end = line.end;
                }
            }
            _ if part == Part::Start && is_command(&text[line.clone()]) => {
                at = body_end(text, line.start);
                command(&mut draft, text, trimmed(text, line.start..at), outline_code);
                part = Part::Body;
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

/// Whether the line at `whole` goes on with an address: with its path or its parameters.
fn goes_on(text: &[u8], whole: &TextRange) -> bool {
    !text[whole.clone()].trim_ascii_start().starts_with(b"/") || path_line(text, whole.start).is_some()
}

fn request(text: &[u8], line: &TextRange) -> Option<Request> {
    let request = request_line(text, line)?;
    let method = request.method.map_or(b"get".to_vec(), |method| text[method].to_ascii_lowercase());
    // a query of GraphQL is sent so
    let method = if method == b"graphql" { b"post".to_vec() } else { method };
    let address = filled(text, request.address);
    Some(Request { method, address: vec![address], headers: Vec::new(), range: line.clone() })
}

/// Adds what the command at `place` calls; its words have places to fill in, too.
fn command(draft: &mut Draft, text: &[u8], place: TextRange, outline_code: OutlineCode<'_>) {
    let mut script = Decoded::default();
    script.push(&text[place.clone()], place.clone());
    let mut inner = outline_code(Language::Bash, &script);
    for argument in inner.calls.iter_mut().flat_map(|call| &mut call.arguments) {
        if let Expression::Text(said, range) = &argument.value
            && said.contains("{{")
            && script.text().get(range.clone()) == Some(said.as_bytes())
        {
            argument.value = filled(script.text(), range.clone());
        }
    }
    adopt(draft, inner, &script, &place);
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
