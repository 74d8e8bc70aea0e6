//! Whether a match stands free, or is only the middle of something longer.
//!
//! Not as simple as a word boundary: in a log or an escaped string the byte before a token is often the last one of an escape
//! (`\npit-…`, `%20pit-…`, a color code), and in Markdown and shell a sign leans on it (`_pit-…_`, `${X:-pit-…}`).

use super::escape;
use crate::span::TextRange;

/// How far left an escape is looked for, in bytes.
const REACH: usize = 24;
/// Most signs (`_`, `-`) that may lean on a token.
const LEANING: usize = 3;
/// Bytes of the longest escape that is looked at.
const ESCAPE: usize = 8;

/// True when nothing on either side of `range` belongs to the same token.
pub(super) fn is_free(text: &[u8], range: &TextRange) -> bool {
    let left = &text[range.start.saturating_sub(REACH)..range.start];
    let right = &text[range.end..(range.end + LEANING + ESCAPE).min(text.len())];
    is_free_left(left) && is_free_right(right)
}

fn is_free_left(before: &[u8]) -> bool {
    let signs = before.iter().rev().take(LEANING).take_while(|&&byte| is_sign(byte)).count();
    let before = &before[..before.len() - signs];
    match before.last() {
        None => true,
        Some(byte) if is_sign(*byte) => false,
        Some(byte) => !byte.is_ascii_alphanumeric() || ends_with_escape(before),
    }
}

/// An escape that spells a token's character belongs to the token: its text must be unescaped first.
fn is_free_right(after: &[u8]) -> bool {
    let signs = after.iter().take(LEANING).take_while(|&&byte| is_sign(byte)).count();
    let after = &after[signs..];
    let goes_on = match escape::escape_at(after) {
        Some((c, _)) => is_token_char(c),
        None => after.first().is_some_and(|&byte| is_token_char(char::from(byte))),
    };
    !goes_on
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'_' | b'-')
}

fn ends_with_escape(before: &[u8]) -> bool {
    let n_hex = before.iter().rev().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let precedes =
        |n_digits: usize, intro: &[u8]| n_digits <= n_hex && before[..before.len() - n_digits].ends_with(intro);
    precedes(2, b"%")
        // quoted-printable, as mails are stored
        || precedes(2, b"=")
        || precedes(2, br"\x")
        || precedes(4, br"\u")
        || precedes(2, br"\0")
        // PowerShell's escape is the backtick
        || matches!(before, [.., b'\\' | b'`', b'n' | b'r' | b't' | b'b' | b'f' | b'v' | b'a' | b'e' | b's'])
        || ends_with_color(before)
}

/// A terminal color, `ESC [ 3 2 m`, the escape itself raw or spelled out.
fn ends_with_color(before: &[u8]) -> bool {
    let Some(body) = before.strip_suffix(b"m") else { return false };
    let n = body.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    let Some(intro) = body[..body.len() - n].strip_suffix(b"[") else { return false };
    intro.ends_with(b"\x1b")
        || [br"\e".as_slice(), br"\033", br"\x1b", br"\x1B", br"\u001b", br"\u001B"].iter().any(|e| intro.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_leaning_signs_are_no_part_of_a_token() {
        for (before, expected) in [
            ("", true),
            ("Bearer ", true),
            ("=", true),
            (r"\n", true),
            (r"\\n", true),
            ("%20", true),
            ("token=3D", true),
            (r"\u0022", true),
            ("\x1b[32m", true),
            (r"\033[0;1m", true),
            ("${X:-", true),
            ("**_", true),
            ("__", true),
            ("cock", false),
            ("snap_", false),
            ("x-", false),
            ("----", false),
            ("20", false),
        ] {
            assert_eq!(is_free_left(before.as_bytes()), expected, "{before}");
        }
        for (after, expected) in [
            ("", true),
            ("\"", true),
            ("_ and", true),
            (r"\n", true),
            ("0", false),
            ("-old", false),
            ("____", false),
            (r"\u002dx", false),
            ("%2D", false),
            ("%20x", true),
        ] {
            assert_eq!(is_free_right(after.as_bytes()), expected, "{after}");
        }
    }
}
