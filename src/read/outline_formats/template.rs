//! Texts with places to fill in, as request files and workflow tools write them: `{{base}}/contacts/{{id}}`.

use crate::decoded::Decoded;
use crate::outline::Expression;
use crate::read::draft::{join, text};
use crate::span::TextRange;

/// What `decoded`, which stands at `place`, says: what stands between `open` and `close` is what `fill` makes of it.
pub(super) fn template(
    decoded: &Decoded,
    place: &TextRange,
    (open, close): (&[u8], &[u8]),
    fill: impl Fn(&[u8]) -> Expression,
) -> Expression {
    let bytes = decoded.text();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memmem::find(&bytes[at..], open).map(|found| at + found) {
        let inside = start + open.len();
        let Some(end) = memchr::memmem::find(&bytes[inside..], close).map(|found| inside + found) else { break };
        if at < start {
            parts.push(text(&decoded.part(&(at..start)), place));
        }
        parts.push(fill(bytes[inside..end].trim_ascii()));
        at = end + close.len();
    }
    if at < bytes.len() || parts.is_empty() {
        parts.push(text(&decoded.part(&(at..bytes.len())), place));
    }
    if parts.iter().all(|part| *part == Expression::Unknown) { Expression::Unknown } else { join(parts) }
}

/// What the name between two braces stands for; one that is no word is not known.
pub(super) fn variable(inside: &[u8]) -> Expression {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    let is_name = !inside.is_empty() && inside.iter().all(is_sign);
    if is_name { crate::read::draft::name(inside) } else { Expression::Unknown }
}

/// The name behind one of `signs` in `inside`, when nothing else stands there: `$env.NAME`, `$env["NAME"]`.
pub(super) fn setting(inside: &[u8], signs: &[&str]) -> Option<Expression> {
    let rest = signs.iter().find_map(|sign| inside.strip_prefix(sign.as_bytes()))?;
    let rest = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b"[")?.strip_suffix(b"]")).unwrap_or(rest);
    let rest = rest.trim_ascii();
    let is_quote = |byte: &u8| b"\"'".contains(byte);
    let rest = match rest {
        [first, middle @ .., last] if is_quote(first) && first == last => middle,
        _ => rest,
    };
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    (!rest.is_empty() && rest.iter().all(is_sign)).then(|| Expression::Environment(crate::read::draft::words(rest)))
}
