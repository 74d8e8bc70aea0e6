//! Backslash escapes, as nearly all languages spell them.

use crate::decoded::Escape;

/// Longest list of codes in `\u{…}`, in bytes.
const LONGEST_LIST: usize = 64;

/// The escape at the start of `text`; `None` when `text` begins with no backslash.
///
/// Knows `\n` and its sisters, `\xHH`, `\uHHHH` (also in pairs of surrogates), `\u{…}` (also with several, as in Ruby), `\UHHHHHHHH`, up to three octal digits
/// and a line feed that is taken out. Any other character stands for itself, which is what most languages do.
pub(super) fn escape_at(text: &[u8]) -> Option<Escape> {
    let [b'\\', sign, ..] = text else { return None };
    let hex = |from: usize, n: usize| {
        let digits = std::str::from_utf8(text.get(from..from + n)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let spelled = |code: u32, len: usize| Some((char::from_u32(code)?.to_string().into_bytes(), len));
    let simple = |byte: u8| Some((vec![byte], 2));
    let known = match sign {
        b'n' => simple(b'\n'),
        b'r' => simple(b'\r'),
        b't' => simple(b'\t'),
        b'b' => simple(8),
        b'f' => simple(12),
        b'v' => simple(11),
        b'a' => simple(7),
        b'e' => simple(27),
        b'\n' => Some((Vec::new(), 2)),
        b'\r' if text.get(2) == Some(&b'\n') => Some((Vec::new(), 3)),
        b'x' => hex(2, 2).and_then(|code| spelled(code, 4)),
        b'u' if text.get(2) == Some(&b'{') => {
            let n = text[3..].iter().take(LONGEST_LIST).position(|&byte| byte == b'}')?;
            let sign = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            let codes = std::str::from_utf8(&text[3..3 + n]).unwrap_or_default();
            let signs: Option<String> = codes.split_ascii_whitespace().map(sign).collect();
            signs.filter(|signs| !signs.is_empty()).map(|signs| (signs.into_bytes(), n + 4))
        }
        b'u' => hex(2, 4).and_then(|first| {
            let second = hex(8, 4).filter(|_| text.get(6..8) == Some(br"\u"));
            match (first, second) {
                (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => {
                    spelled(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00), 12)
                }
                _ => spelled(first, 6),
            }
        }),
        b'U' => hex(2, 8).and_then(|code| spelled(code, 10)),
        b'0'..=b'7' => {
            let n = text[1..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
            let digits = std::str::from_utf8(&text[1..=n]).ok()?;
            u32::from_str_radix(digits, 8).ok().and_then(|code| spelled(code, n + 1))
        }
        _ => None,
    };
    let itself = || {
        // no more than one character: the chunks of the whole rest would be checked for each escape
        let next = &text[1..text.len().min(5)];
        let len = next.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()).map_or(1, char::len_utf8);
        (text[1..=len].to_vec(), len + 1)
    };
    Some(known.unwrap_or_else(itself))
}

#[cfg(test)]
mod tests {
    use super::escape_at;

    #[test]
    fn escapes_of_common_languages() {
        for (text, expected, len) in [
            (r"\nx", "\n", 2),
            (r"\x41", "A", 4),
            (r"\u0041", "A", 6),
            (r"\u{41}x", "A", 6),
            (r"\u{48 65}!", "He", 9),
            (r"\u{}!", "u", 2),
            (r"\ud834\udd1e!", "𝄞", 12),
            (r"\U0001d11e", "𝄞", 10),
            (r"\101", "A", 4),
            ("\\\nx", "", 2),
            (r"\'", "'", 2),
            (r"\é", "é", 3),
            (r"\uZZ", "u", 2),
            (r"\xg", "x", 2),
            (r"\ud834", "u", 2),
        ] {
            assert_eq!(escape_at(text.as_bytes()), Some((expected.as_bytes().to_vec(), len)), "{text}");
        }
        assert_eq!(escape_at(b"n"), None);
        assert_eq!(escape_at(b"\\"), None);
    }
}
