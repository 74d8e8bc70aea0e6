//! Base64 as code and configuration spell it: which calls decode it, and what it stands for.

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
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let n_signs = text.iter().rposition(|&byte| byte != b'=' && !byte.is_ascii_whitespace())? + 1;
    let (signs, padding) = text.split_at(n_signs);
    if 2 < padding.iter().filter(|&&byte| byte == b'=').count() {
        return None;
    }
    let mut out = Vec::with_capacity(signs.len() / 4 * 3 + 2);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    for &sign in signs.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        bits = (bits << 6 | value(sign)?) & 0xfff;
        n_bits += 6;
        if 8 <= n_bits {
            n_bits -= 8;
            out.push(((bits >> n_bits) & 0xff).to_le_bytes()[0]);
        }
    }
    // six bits over: a single sign that spells no whole byte
    (n_bits < 6 && !out.is_empty()).then_some(out)
}

fn value(sign: u8) -> Option<u32> {
    let value = match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
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
