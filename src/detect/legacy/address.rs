//! An address in a text: where it begins and ends, and the words around it.

use crate::catalog::method::Method;
use crate::decoded::HOLE;
use crate::span::TextRange;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// An address on a known host.
#[derive(Debug)]
pub(super) struct Address {
    /// From its scheme, or its host, to the end of its path.
    pub(super) range: TextRange,
    pub(super) has_scheme: bool,
    /// What follows the host, without its query; [`HOLE`] for what is not known.
    pub(super) path: String,
}

/// Longest address, in bytes.
const LONGEST: usize = 2048;
/// How far back words about an address are looked for, in bytes.
const REACH: usize = 300;

impl Address {
    /// The address whose host stands at `host`; `None` where that is only part of another name.
    pub(super) fn around(text: &[u8], host: TextRange) -> Option<Self> {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@');
        let before = &text[..host.start];
        let scheme =
            [&b"https://"[..], b"http://", b"HTTPS://", b"//"].into_iter().find(|scheme| before.ends_with(scheme));
        let start = host.start - scheme.map_or(0, <[u8]>::len);
        if scheme.is_none() && before.last().is_some_and(is_part) {
            return None;
        }
        let rest = &text[host.end..text.len().min(host.end + LONGEST)];
        if rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            || rest.first() == Some(&b'.') && rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
        {
            return None;
        }
        let port = if rest.first() == Some(&b':') {
            1 + rest[1..].iter().take_while(|byte| byte.is_ascii_digit()).count()
        } else {
            0
        };
        let port = if port == 1 { 0 } else { port };
        let (mut path, len) = path_of(&rest[port..]);
        let end = host.end + port + len;
        if is_continued(&text[end..]) {
            path.push_str(HOLE);
        }
        Some(Self { range: start..end, has_scheme: scheme.is_some(), path })
    }

    /// Whether other words stand around it.
    pub(super) fn is_in_sentence(&self, text: &[u8]) -> bool {
        let has_words = |part: &[u8]| part.iter().any(u8::is_ascii_whitespace);
        has_words(text[..self.range.start].trim_ascii_start()) || has_words(text[self.range.end..].trim_ascii_end())
    }
}

/// The path that `text` begins with, its query left out, and its length in bytes with the query.
fn path_of(text: &[u8]) -> (String, usize) {
    let mut path: Vec<u8> = Vec::new();
    let mut at = 0;
    if !matches!(text.first(), Some(b'/' | b'?' | b'#')) && !text.starts_with(HOLE.as_bytes()) {
        return (String::new(), 0);
    }
    let mut is_query = false;
    while let Some(&byte) = text.get(at) {
        if let Some(len) = placeholder(&text[at..]) {
            if !is_query {
                path.extend(HOLE.as_bytes());
            }
            at += len;
            continue;
        }
        let ends = byte.is_ascii_whitespace()
            || byte.is_ascii_control()
            || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b')' | b']' | b',' | b';' | b'|' | b'\\');
        if ends {
            break;
        }
        is_query |= matches!(byte, b'?' | b'#');
        if !is_query {
            path.push(byte);
        }
        at += 1;
    }
    // what ends a sentence, or emphasis
    let tail = text[..at].iter().rev().take_while(|byte| matches!(byte, b'.' | b':' | b'*' | b'_' | b'!')).count();
    let tail = if text[..at].ends_with(b"/*") { 0 } else { tail };
    if !is_query {
        path.truncate(path.len().saturating_sub(tail));
    }
    (String::from_utf8_lossy(&path).into_owned(), at - tail)
}

/// The length of what stands for an unknown part: `{id}`, `{{id}}`, `${id}`, `#{id}`, `\(id)`, `<id>`.
fn placeholder(text: &[u8]) -> Option<usize> {
    const LONGEST_PART: usize = 80;
    let (open, close): (&[u8], &[u8]) =
        [(&b"{{"[..], &b"}}"[..]), (b"${", b"}"), (b"#{", b"}"), (b"{", b"}"), (b"\\(", b")"), (b"<", b">")]
            .into_iter()
            .find(|(open, _)| text.starts_with(open))?;
    let inside = &text[open.len()..text.len().min(open.len() + LONGEST_PART)];
    let end = memchr::memmem::find(inside, close)?;
    // `</a>` and `<br>` end an address
    let is_tag = open == b"<" && (inside.starts_with(b"/") || inside.starts_with(b"br"));
    (0 < end && !inside[..end].contains(&b'\n') && !is_tag).then_some(open.len() + end + close.len())
}

/// Whether code adds something to the text that ends here: `"…/contacts/" + id`, `<> id`, `. $id`, `.. id`.
fn is_continued(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"\"").or_else(|| text.strip_prefix(b"'")) else { return false };
    let rest = rest.trim_ascii_start();
    [&b"+"[..], b"<> ", b". $", b".$", b".. ", b"& ", b"~ "].iter().any(|sign| rest.starts_with(sign))
}

/// The part of its line that stands before `at`.
pub(super) fn line_before(text: &[u8], at: usize) -> &[u8] {
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |feed| feed + 1);
    &text[start.max(at.saturating_sub(REACH))..at]
}

/// Whether a line begins a comment, in most languages.
pub(super) fn begins_comment(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    [&b"//"[..], b"#", b"*", b"/*", b"--", b"<!--", b";"].iter().any(|sign| line.starts_with(sign))
}

/// The names on a line.
pub(super) fn words(line: &[u8]) -> impl Iterator<Item = &str> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let words = line.split(move |byte| !is_word(byte)).filter(|word| !word.is_empty());
    words.filter_map(|word| std::str::from_utf8(word).ok())
}

/// The method that the words before `at` say: `GET https://…`, `curl -X POST https://…`, `http.post("https://…`.
pub(super) fn method_before(text: &[u8], at: usize) -> Option<Method> {
    let near = &text[at.saturating_sub(REACH)..at];
    let line = line_before(text, at);
    let command = memchr::memmem::rfind(near, b"curl").map(|start| &near[start..]).unwrap_or(line);
    let said = METHOD.captures_iter(if line.len() < command.len() { command } else { line }).last()?;
    let word = said.get(1).or_else(|| said.get(2))?;
    Method::parse(std::str::from_utf8(word.as_bytes()).ok()?)
}

/// Whether what stands before `at` in a longer text calls it: a command, or code inside the text.
pub(super) fn is_called_in(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(REACH)..at];
    CALLED.is_match(near)
}

static METHOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b(GET|POST|PUT|PATCH|DELETE)\b|(?i-u)\b(get|post|put|patch|delete)[a-z]*\s*\(")
        .expect("a plain pattern; every test of `legacy-endpoint` uses it")
});
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?-u)\b(?:curl|wget)\b|[A-Za-z_]\(\s*['"`]$"#)
        .expect("a plain pattern; every test of `legacy-endpoint` uses it")
});
