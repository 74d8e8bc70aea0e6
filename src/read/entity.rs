//! Entities of XML and HTML: `&amp;`, `&#38;`, `&#x26;`.

use crate::decoded::{Decoded, Escape};
use crate::span::TextRange;

/// What names stand for.
pub(super) type Names = [(&'static [u8], &'static str)];

/// Names that XML and HTML share.
const COMMON: &Names = &[(b"amp", "&"), (b"lt", "<"), (b"gt", ">"), (b"quot", "\""), (b"apos", "'")];
/// Longest entity that is looked for, in bytes without its ampersand.
const LONGEST: usize = 12;

/// The text at `range` without its entities, which may also have the names in `more`; one that is not known stays as it is.
pub(super) fn decode(text: &[u8], range: TextRange, more: &Names) -> Decoded {
    Decoded::unescape(text, range, b'&', |rest| entity_at(rest, more))
}

/// The entity at the start of `text`.
fn entity_at(text: &[u8], more: &Names) -> Option<Escape> {
    let body = text.strip_prefix(b"&")?;
    let len = memchr::memchr(b';', &body[..body.len().min(LONGEST)])?;
    let body = &body[..len];
    let spelled = match body {
        [b'#', b'x' | b'X', digits @ ..] => code(digits, 16)?,
        [b'#', digits @ ..] => code(digits, 10)?,
        _ => COMMON.iter().chain(more).find(|(name, _)| *name == body)?.1.to_owned(),
    };
    Some((spelled.into_bytes(), len + 2))
}

fn code(digits: &[u8], radix: u32) -> Option<String> {
    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    char::from_u32(code).map(String::from)
}
