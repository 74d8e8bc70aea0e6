//! What the characters of base64 stand for. Knows nothing of where a text of them begins and ends.

/// The six bits of a character of the standard or the URL-safe alphabet.
pub(crate) fn digit(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'a'..=b'z' => Some(character - b'a' + 26),
        b'0'..=b'9' => Some(character - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// The whole bytes that `characters` spell; `None` at any that is of neither alphabet, such as padding.
pub(crate) fn decode(characters: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(characters.size_hint().0 / 4 * 3 + 2);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for character in characters {
        bits = bits << 6 | u32::from(digit(character)?);
        n_bits += 6;
        if 8 <= n_bits {
            n_bits -= 8;
            out.push((bits >> n_bits & 0xFF) as u8);
        }
    }
    Some(out)
}
