//! Base64 as code and configuration spell it: which calls decode it, and what it stands for.

use crate::base64;
use crate::decoded::Decoded;

/// Whether a callee of these names, given `arguments` as they are written, decodes base64.
pub(super) fn is_decoder(callee: &[&[u8]], arguments: &[u8]) -> bool {
    let Some(last) = callee.last() else { return false };
    let says_base64 = |text: &[u8]| {
        let text = text.to_ascii_lowercase();
        memchr::memmem::find(&text, b"base64").is_some() || memchr::memmem::find(&text, b"b64").is_some()
    };
    match last.to_ascii_lowercase().as_slice() {
        b"atob" | b"b64decode" | b"base64_decode" | b"decode64" | b"strict_decode64" | b"urlsafe_decode64"
        | b"urlsafe_b64decode" => true,
        b"base64decode" | b"decodebase64" | b"frombase64string" | b"standard_b64decode" => true,
        // Buffer.from("…", "base64"), Base64.getDecoder().decode("…"), base64.StdEncoding.DecodeString("…")
        b"from" => says_base64(arguments),
        b"decode" | b"decodestring" => callee.iter().any(|name| says_base64(name)),
        _ => false,
    }
}

/// The bytes that `text` stands for: standard or URL-safe alphabet, with padding or without, line feeds let through.
///
/// Returns `None` for anything else, and for the empty text.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let n_signs = text.iter().rposition(|&byte| byte != b'=' && !byte.is_ascii_whitespace())? + 1;
    let (signs, padding) = text.split_at(n_signs);
    if 2 < padding.iter().filter(|&&byte| byte == b'=').count() {
        return None;
    }
    let digits = signs.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    // one over spells no whole byte
    let is_whole = digits.clone().count() % 4 != 1;
    base64::decode(digits).filter(|bytes| is_whole && !bytes.is_empty())
}

/// What all of `value` stands for, as a text that the same bytes of the document spell.
pub(super) fn decode_value(value: &Decoded) -> Option<Decoded> {
    let mut decoded = Decoded::default();
    decoded.push(&decode(value.text())?, value.range_of(&(0..value.text().len()))?);
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn alphabets_and_paddings() {
        for (text, expected) in [
            ("bWFkZS11cA==", Some("made-up")),
            ("bWFkZS11cA", Some("made-up")),
            ("bWFk\nZS11cA==\n", Some("made-up")),
            ("Pz8/", Some("???")),
            ("Pz8_", Some("???")),
            ("YQ", Some("a")),
            ("Y", None),
            ("", None),
            ("==", None),
            ("YQ===", None),
            ("Y!Q=", None),
            ("YQ==YQ==", None),
        ] {
            assert_eq!(decode(text.as_bytes()), expected.map(|text| text.as_bytes().to_vec()), "{text}");
        }
    }
}
