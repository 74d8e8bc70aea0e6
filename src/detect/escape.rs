//! Text with escapes inside: `\u002d`, `\x2d`, `%2D`, `&#45;`, `\/`, also escaped once more by a JSON in a JSON.

use crate::decoded::Decoded;
use crate::span::TextRange;

/// Bytes read to the left of a hit.
const LEFT: usize = 512;
/// Bytes read to its right.
const RIGHT: usize = 32 * 1024;
/// Of those, how many are read once more by the next look.
const OVERLAP: usize = 16 * 1024;

/// How an anchor begins when all of it is escaped, or when only its first sign that is no letter or digit is.
///
/// However many backslashes begin an escape, the needle holds the one sign that is always there.
pub(super) fn needles(anchor: &[u8]) -> Vec<Vec<u8>> {
    let mut needles: Vec<_> =
        ["u00", "x"].iter().map(|intro| format!("{intro}{:02x}\\", anchor[0]).into_bytes()).collect();
    if let Some(sign) = anchor.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_') {
        for intro in ["\\", "%2", "&#"] {
            let mut needle = anchor[..sign].to_vec();
            needle.extend_from_slice(intro.as_bytes());
            needles.push(needle);
        }
    }
    needles
}

/// A run of token characters, read for escapes.
#[derive(Debug)]
pub(super) struct Unwrapped {
    /// Its text, if there were any.
    pub(super) literal: Option<Decoded>,
    /// Up to where it was read.
    pub(super) done: usize,
}

/// Decodes the escapes in the run of token characters around `at`.
pub(super) fn unwrap(text: &[u8], at: usize) -> Unwrapped {
    let start = at - text[at.saturating_sub(LEFT)..at].iter().rev().take_while(|&&byte| is_token_byte(byte)).count();
    let end = at + text[at..].iter().take(RIGHT).take_while(|&&byte| is_token_byte(byte)).count();
    let done = if end - at == RIGHT { end - OVERLAP } else { end };
    let may_hold_any = memchr::memchr3(b'\\', b'%', b'&', &text[start..end]).is_some();
    Unwrapped { literal: if may_hold_any { decode(text, start..end) } else { None }, done: done.max(at + 1) }
}

fn decode(text: &[u8], range: TextRange) -> Option<Decoded> {
    let mut literal = Decoded::default();
    let mut n_escapes = 0;
    let mut at = range.start;
    while at < range.end {
        match escape_at(&text[at..range.end]) {
            Some((c, len)) => {
                let mut buffer = [0; 4];
                literal.push(c.encode_utf8(&mut buffer).as_bytes(), at..at + len);
                n_escapes += 1;
                at += len;
            }
            None => {
                // a run of backslashes that begins no escape holds none either
                let len = text[at..range.end].iter().take_while(|&&byte| byte == b'\\').count().max(1);
                literal.push(&text[at..at + len], at..at + len);
                at += len;
            }
        }
    }
    (0 < n_escapes).then_some(literal)
}

/// The escape that `text` starts with and its length in bytes.
pub(super) fn escape_at(text: &[u8]) -> Option<(char, usize)> {
    match text.first()? {
        b'\\' => {
            let slashes = text.iter().take_while(|&&byte| byte == b'\\').count();
            let rest = &text[slashes..];
            let (c, len) = match rest.first()? {
                b'u' => (code_point(rest.get(1..5)?, 16)?, 5),
                b'x' => (code_point(rest.get(1..3)?, 16)?, 3),
                b'n' => ('\n', 1),
                b'r' => ('\r', 1),
                b't' => ('\t', 1),
                b'/' => ('/', 1),
                _ => return None,
            };
            Some((c, slashes + len))
        }
        b'%' => Some((code_point(text.get(1..3)?, 16)?, 3)),
        b'&' => {
            let body = text.strip_prefix(b"&#")?;
            let len = body.iter().take(8).position(|&byte| byte == b';')?;
            let digits = &body[..len];
            let c = match digits.strip_prefix(b"x").or_else(|| digits.strip_prefix(b"X")) {
                Some(hex) => code_point(hex, 16)?,
                None => code_point(digits, 10)?,
            };
            Some((c, len + 3))
        }
        _ => None,
    }
}

fn code_point(digits: &[u8], radix: u32) -> Option<char> {
    if !digits.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let number = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    char::from_u32(number)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'-' | b'.' | b':' | b'/' | b'%' | b'&' | b'#' | b';' | b'\\' | b'=' | b'+' | b'?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_decode_with_their_length() {
        for (text, expected) in [
            (r"\u002d9", Some(('-', 6))),
            (r"\\u002D9", Some(('-', 7))),
            (r"\x2d9", Some(('-', 4))),
            ("%2d", Some(('-', 3))),
            ("&#45;", Some(('-', 5))),
            ("&#x2d;", Some(('-', 6))),
            (r"\/", Some(('/', 2))),
            (r"\ud800", None),
            (r"\u00", None),
            ("%+1", None),
            ("&amp;", None),
        ] {
            assert_eq!(escape_at(text.as_bytes()), expected, "{text}");
        }
    }
}
