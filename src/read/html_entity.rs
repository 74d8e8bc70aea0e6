//! Entities of HTML: `&amp;`, `&#38;`, `&#x26;`.

use crate::decoded::Decoded;
use crate::span::TextRange;

/// Names that stand in code and in settings.
const NAMED: &[(&[u8], &str)] = &[
    (b"amp", "&"),
    (b"lt", "<"),
    (b"gt", ">"),
    (b"quot", "\""),
    (b"apos", "'"),
    (b"nbsp", "\u{a0}"),
    (b"lbrace", "{"),
    (b"rbrace", "}"),
];
/// Longest entity that is looked for, in bytes.
const LONGEST: usize = 12;

/// The text at `range` without its entities; one that is not known stays as it is.
pub(super) fn decode(text: &[u8], range: TextRange) -> Decoded {
    let mut decoded = Decoded::default();
    let mut at = range.start;
    while let Some(rest) = text.get(at..range.end).filter(|rest| !rest.is_empty()) {
        if let Some((spelled, len)) = entity_at(rest) {
            decoded.push(spelled.as_bytes(), at..at + len);
            at += len;
            continue;
        }
        let len = memchr::memchr(b'&', &rest[1..]).map_or(rest.len(), |sign| sign + 1);
        decoded.push(&rest[..len], at..at + len);
        at += len;
    }
    decoded
}

/// What the entity at the start of `text` stands for, and its length in bytes.
fn entity_at(text: &[u8]) -> Option<(String, usize)> {
    let body = text.strip_prefix(b"&")?;
    let len = memchr::memchr(b';', &body[..body.len().min(LONGEST)])?;
    let body = &body[..len];
    let spelled = match body {
        [b'#', b'x' | b'X', digits @ ..] => code(digits, 16)?,
        [b'#', digits @ ..] => code(digits, 10)?,
        _ => NAMED.iter().find(|(name, _)| *name == body)?.1.to_owned(),
    };
    Some((spelled, len + 2))
}

fn code(digits: &[u8], radix: u32) -> Option<String> {
    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    char::from_u32(code).map(String::from)
}
