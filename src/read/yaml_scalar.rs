//! Scalars of YAML: what plain, quoted and block texts say, and which bytes spell it.
//!
//! In: the range of a scalar as it stands in the text. Out: its decoded text with exact pieces. Block scalars lose their
//! indentation and keep their line feeds, folded ones too unless they are programs, since what is in them is mostly lines.

use super::lines::line_from;
use super::unescape::escape_at;
use crate::base64::digit;
use crate::decoded::Decoded;
use crate::span::TextRange;

/// What the scalar at `range` of `text` says.
pub(super) fn decode(text: &[u8], range: TextRange) -> Decoded {
    scalar(text, range, false)
}

/// What the scalar at `range` of `text` says, whose lines are one where it is folded.
pub(super) fn decode_folded(text: &[u8], range: TextRange) -> Decoded {
    scalar(text, range, true)
}

fn scalar(text: &[u8], range: TextRange, folds: bool) -> Decoded {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    let closing = |quote: u8| if start + 1 < end && text[end - 1] == quote { end - 1 } else { end };
    match &text[start..end] {
        [quote @ (b'"' | b'\''), ..] => flow(text, start + 1..closing(*quote), Some(*quote)),
        [sign @ (b'|' | b'>'), rest @ ..] if is_header(&rest[..line_from(rest, 0).end]) => {
            block(text, start..end, folds && *sign == b'>')
        }
        _ => flow(text, start..end, None),
    }
}

/// Whether a block scalar may begin so, after its sign.
pub(super) fn is_header(header: &[u8]) -> bool {
    let len = memchr::memchr(b'#', header).unwrap_or(header.len());
    header[..len].trim_ascii().iter().all(|byte| b"+-0123456789".contains(byte))
}

/// A scalar that may run over lines, which then are joined by blanks. A single quote doubled is one.
fn flow(text: &[u8], range: TextRange, quote: Option<u8>) -> Decoded {
    let mut decoded = Decoded::default();
    let mut at = range.start;
    while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
        let sign = if quote == Some(b'\'') { b'\'' } else { b'\\' };
        let len = match quote {
            None => memchr::memchr(b'\n', rest),
            Some(_) => memchr::memchr2(sign, b'\n', rest),
        };
        let len = len.unwrap_or(rest.len());
        let is_fold = rest.get(len) == Some(&b'\n');
        let kept = if is_fold { rest[..len].trim_ascii_end().len() } else { len };
        decoded.push(&rest[..kept], at..at + kept);
        if is_fold {
            let blanks = rest[len..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            // one line feed is a blank, and of several the first goes
            let n_feeds = memchr::memchr_iter(b'\n', &rest[len..len + blanks]).count();
            let between = if n_feeds == 1 { b" " } else { b"\n" };
            decoded.push(between, at + kept..at + len + blanks);
            at += len + blanks;
            continue;
        }
        at += len;
        let rest = &rest[len..];
        if rest.starts_with(b"''") && sign == b'\'' {
            decoded.push(b"'", at..at + 2);
            at += 2;
        } else if let Some((spelled, len)) = escape_at(rest) {
            // a line feed that is taken out takes the indentation of the next line with it
            let blanks =
                if spelled.is_empty() { rest[len..].iter().take_while(|b| b" \t".contains(b)).count() } else { 0 };
            decoded.push(&spelled, at..at + len);
            at += len + blanks;
        } else if let Some(&byte) = rest.first() {
            decoded.push(&[byte], at..at + 1);
            at += 1;
        }
    }
    decoded
}

/// The lines after `|` or `>`, each without the indentation of the first; one where it `folds`.
fn block(text: &[u8], range: TextRange, folds: bool) -> Decoded {
    let mut decoded = Decoded::default();
    let feed = |at: usize| memchr::memchr(b'\n', text.get(at..range.end).unwrap_or_default()).map(|feed| at + feed + 1);
    let header_end = feed(range.start).unwrap_or(range.end);
    let mut indent = None;
    let mut at = header_end;
    while at < range.end {
        let end = feed(at).unwrap_or(range.end);
        let line = &text[at..end];
        let blanks = line.iter().take_while(|&&byte| byte == b' ').count();
        if !line.trim_ascii().is_empty() {
            indent.get_or_insert(blanks);
        }
        let skipped = blanks.min(indent.unwrap_or(blanks));
        let words = line.trim_ascii_end().len();
        // a backslash at the end of a line tells who thinks of lines
        if folds && skipped < words && !line[..words].ends_with(b"\\") {
            decoded.push(&line[skipped..words], at + skipped..at + words);
            decoded.push(b" ", at + words..end);
        } else {
            decoded.push(&line[skipped..], at + skipped..end);
        }
        at = end;
    }
    decoded
}

/// The length of a quoted text whose opening sign is taken off; `None` when it does not end in `body`.
pub(super) fn quoted_len(body: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(quote, b'\\', body.get(at..)?)?;
        match (body[at], quote, body.get(at + 1)) {
            (b'\\', b'"', Some(_)) | (b'\'', b'\'', Some(b'\'')) => at += 2,
            (b'\\', _, Some(_)) => at += 1,
            (sign, _, _) if sign == quote => return Some(at),
            _ => return None,
        }
    }
}

/// Whether the scalar at `range` is a text: a number, a truth or nothing is none, unless it is quoted.
pub(super) fn is_string(text: &[u8], range: &TextRange) -> bool {
    let scalar = text.get(range.clone()).unwrap_or_default();
    let is_quoted = matches!(scalar, [b'"' | b'\'' | b'|' | b'>', ..]);
    let is_word = [&b"true"[..], b"false", b"null", b"yes", b"no"].iter().any(|word| scalar.eq_ignore_ascii_case(word));
    is_quoted || !is_word && scalar.iter().any(|byte| byte.is_ascii_alphabetic() || 128 <= *byte)
}

/// Whether a Kubernetes secret stands in `text`, whose values under `data` are base64.
pub(super) fn is_secret(text: &[u8]) -> bool {
    text.split(|&byte| byte == b'\n').any(|line| {
        let kind = line.strip_prefix(b"kind:").unwrap_or_default().trim_ascii();
        matches!(kind, b"Secret" | b"\"Secret\"" | b"'Secret'")
    })
}

/// What `value` says when it is read as base64; `None` when that is no printable text.
pub(super) fn base64(value: &Decoded) -> Option<Decoded> {
    let mut inner = Decoded::default();
    let (mut bits, mut n_digits, mut start) = (0_u32, 0, 0);
    let end = value.text().len();
    // the end counts as a sign, so that a group without padding is closed too
    let signs = value.text().iter().copied().chain([b'=']).enumerate();
    for (at, byte) in signs.filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        if n_digits == 0 {
            start = at;
        }
        match digit(byte) {
            Some(digit) => {
                bits = bits << 6 | u32::from(digit);
                n_digits += 1;
            }
            None if byte != b'=' || n_digits == 1 => return None,
            None => {}
        }
        if n_digits == 4 || byte == b'=' && 1 < n_digits {
            let [_, bytes @ ..] = (bits << (6 * (4 - n_digits))).to_be_bytes();
            inner.push(&bytes[..n_digits - 1], start..(at + 1).min(end));
            (bits, n_digits) = (0, 0);
        }
    }
    let text = std::str::from_utf8(inner.text()).ok()?;
    let printable = text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace());
    (printable && !text.is_empty()).then(|| value.compose(&inner))
}
