//! Base64: what its characters stand for. Knows nothing of where a text of them begins and ends.

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

/// `bytes` in the standard alphabet, with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= group.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("fooba~", "Zm9vYmF+")] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text.bytes().filter(|byte| *byte != b'=')).as_deref(), Some(bytes.as_bytes()));
        }
    }
}
