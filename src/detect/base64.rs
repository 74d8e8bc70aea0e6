//! Text inside base64, whatever its alignment and alphabet, on one line or wrapped over several.

use crate::base64::{self, digit};
use crate::decoded::Decoded;

/// What a line break inside a run of base64 means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// The run ends there.
    End,
    /// The run goes on with the next line.
    Join,
}

/// Decoded text, and up to which offset of the text its run was read.
#[derive(Debug)]
pub(super) struct Unwrapped {
    pub(super) literal: Decoded,
    pub(super) done: usize,
}

/// Characters read to the left of a hit: enough for what a pattern may want before its anchor.
const LEFT: usize = 256;
/// Characters read to its right; hits further on in the same run get a look of their own.
const RIGHT: usize = 16 * 1024;
/// Of those, how many are read once more by the next look, so that nothing is cut in two.
const OVERLAP: usize = 8 * 1024;

/// First character of a group of four that is fixed by a byte at each offset in a group of three.
const FIRST_FIXED: [usize; 3] = [0, 2, 3];

/// What of `anchor` a needle spells: five bytes are enough to be rare, and shorter needles are faster to search for.
fn spelled(anchor: &[u8]) -> &[u8] {
    &anchor[..anchor.len().min(5)]
}

/// The characters of base64 that `anchor` fixes when its first byte stands at `phase` in a group of three.
///
/// Returns `None` when fewer than four characters are fixed: such a needle would hit everywhere.
pub(super) fn needle(anchor: &[u8], phase: usize) -> Option<Vec<u8>> {
    let mut bits = vec![0u8; phase];
    bits.extend_from_slice(spelled(anchor));
    let last_fixed = bits.len() * 8 / 6;
    let needle: Vec<u8> = (FIRST_FIXED[phase]..last_fixed).map(|index| ALPHABET[sextet(&bits, index)]).collect();
    (4 <= needle.len()).then_some(needle)
}

/// Whether the run around the needle at `at` spells what the needle of `anchor` stands for. The needle leaves the bits open that its
/// first and its last byte share with others: `BpdC` is `pit-`, and ` it ` in any text.
pub(super) fn spells(text: &[u8], at: usize, phase: usize, breaks: Breaks, anchor: &[u8]) -> bool {
    let anchor = spelled(anchor);
    // nothing or one character, which the first byte shares with what is before it
    let mut places = walk_left(text, at, breaks, phase.min(1));
    let n_missing = FIRST_FIXED[phase] - places.len();
    walk_right(text, at, breaks, &mut places, (phase + anchor.len()) * 8 / 6 + 1);
    let mut values = vec![0; n_missing];
    values.extend(places.iter().filter_map(|&place| digit(text[place])));
    let bytes = (phase..values.len() * 6 / 8).map(|index| byte(&values, index));
    bytes.take(anchor.len()).eq(anchor.iter().copied())
}

/// Decodes the run around the needle at `at`.
pub(super) fn unwrap(text: &[u8], at: usize, phase: usize, breaks: Breaks) -> Option<Unwrapped> {
    let left = walk_left(text, at, breaks, LEFT);
    let mut places: Vec<usize> = left.into_iter().rev().collect();
    let n_left = places.len();
    let first = n_left.checked_sub(FIRST_FIXED[phase])? % 4;
    let right_end = walk_right(text, at, breaks, &mut places, RIGHT);
    let is_cut = places.len() - n_left == RIGHT;
    let done = if is_cut { places[places.len() - OVERLAP] } else { right_end };
    Some(Unwrapped { literal: decode(text, &places[first..]), done: done.max(at + 1) })
}

/// Decodes characters that stand at `places` of `text`, each decoded byte mapped to the characters that hold its bits.
fn decode(text: &[u8], places: &[usize]) -> Decoded {
    let mut literal = Decoded::default();
    let values: Vec<u8> = places.iter().filter_map(|&place| digit(text[place])).collect();
    for index in 0..values.len() * 6 / 8 {
        let (first, last) = around(index);
        literal.push(&[byte(&values, index)], places[first]..places[last] + 1);
    }
    literal
}

/// The two characters that hold the bits of byte `index`.
fn around(index: usize) -> (usize, usize) {
    (index * 8 / 6, (index * 8 + 7) / 6)
}

/// Byte `index` of what characters of these `values` spell.
fn byte(values: &[u8], index: usize) -> u8 {
    let (first, last) = around(index);
    let pair = u16::from(values[first]) << 6 | u16::from(values[last]);
    (pair >> (4 - index * 8 % 6) & 0xFF) as u8
}

/// Decodes unpadded or padded URL-safe base64, as in a token. Returns `None` at any foreign byte.
pub(super) fn decode_token(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    base64::decode(text.iter().copied())
}

/// At most `most` characters before `at`, the nearest first.
fn walk_left(text: &[u8], at: usize, breaks: Breaks, most: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut end = at;
    while places.len() < most && 0 < end {
        if digit(text[end - 1]).is_some() {
            end -= 1;
            places.push(end);
        } else {
            match break_before(text, end).filter(|_| breaks == Breaks::Join) {
                Some(before) => end = before,
                None => break,
            }
        }
    }
    places
}

/// Adds at most `most` characters from `at` on; returns the offset behind the last one read.
fn walk_right(text: &[u8], at: usize, breaks: Breaks, places: &mut Vec<usize>, most: usize) -> usize {
    let most = places.len() + most;
    let mut start = at;
    while places.len() < most && start < text.len() {
        if digit(text[start]).is_some() {
            places.push(start);
            start += 1;
        } else {
            match break_after(text, start).filter(|_| breaks == Breaks::Join) {
                Some(after) => start = after,
                None => break,
            }
        }
    }
    start
}

/// Most bytes of indentation behind a line break.
const INDENT: usize = 64;

/// If a line break with its indentation, or an escaped one, starts at `start`: where it ends.
fn break_after(text: &[u8], start: usize) -> Option<usize> {
    let rest = &text[start..];
    if let Some(tail) = rest.strip_prefix(br"\r\n").or_else(|| rest.strip_prefix(br"\n")) {
        return Some(text.len() - tail.len());
    }
    let feed = start + usize::from(rest.first() == Some(&b'\r'));
    if text.get(feed) != Some(&b'\n') {
        return None;
    }
    let indent = text[feed + 1..].iter().take(INDENT).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    text.get(feed + 1 + indent).and_then(|&byte| digit(byte)).map(|_| feed + 1 + indent)
}

/// If a line break with its indentation ends at `end`: where it starts.
fn break_before(text: &[u8], end: usize) -> Option<usize> {
    let indent = text[..end].iter().rev().take(INDENT).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let before = text[..end - indent].strip_suffix(b"\n")?;
    let before = before.strip_suffix(b"\r").unwrap_or(before);
    before.last().and_then(|&byte| digit(byte)).map(|_| before.len())
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn sextet(bytes: &[u8], index: usize) -> usize {
    let (byte, shift) = (index * 6 / 8, index * 6 % 8);
    let pair = u16::from(bytes[byte]) << 8 | u16::from(bytes.get(byte + 1).copied().unwrap_or(0));
    usize::from(pair >> (10 - shift) & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needles_are_what_any_encoder_writes() {
        let needle = |anchor, phase| String::from_utf8(needle(anchor, phase).expect("long enough")).expect("ASCII");
        assert_eq!(
            ["cGl0L", "BpdC", "waXQt"],
            [0, 1, 2].map(|phase| needle(b"pit-", phase)[..].to_owned()).each_ref().map(String::as_str)
        );
        assert_eq!(
            ["ZXlKaG", "V5Smhi", "leUpoY"],
            [0, 1, 2].map(|phase| needle(b"eyJhbGciOi", phase)).each_ref().map(String::as_str)
        );
    }

    #[test]
    fn a_needle_in_other_words_is_told_apart() {
        // base64 of "xpit-1" and of "with it in"
        for (text, at, breaks, expected) in [
            ("eHBpdC0x", 2, Breaks::End, true),
            ("eHBpdC\r\n  0x", 2, Breaks::Join, true),
            ("eHBpdC\r\n  0x", 2, Breaks::End, false),
            ("e\nHBpdC0x", 3, Breaks::Join, true),
            ("d2l0aCBpdCBpbg", 6, Breaks::End, false),
            ("BpdC0x", 0, Breaks::End, false),
            ("eHBpdC", 2, Breaks::End, false),
        ] {
            assert_eq!(spells(text.as_bytes(), at, 1, breaks, b"pit-"), expected, "{text:?}");
        }
        for (text, at, phase) in [("eHlwaXQtMQ==", 3, 2), ("cGl0LTE=", 0, 0)] {
            assert!(spells(text.as_bytes(), at, phase, Breaks::End, b"pit-"), "{text}");
        }
    }

    #[test]
    fn every_alignment_decodes_and_maps_back() {
        // base64 of "xpit-1", "xypit-1" and "pit-1", the needle's place by hand
        for (text, at, phase, before) in [("eHBpdC0x", 2, 1, 1), ("eHlwaXQtMQ==", 3, 2, 2), ("cGl0LTE=", 0, 0, 0)] {
            let unwrapped = unwrap(text.as_bytes(), at, phase, Breaks::End).expect("a run");
            assert!(unwrapped.literal.text().ends_with(b"pit-1"), "{text}");
            let range = unwrapped.literal.range_of(&(before..before + 5)).expect("inside");
            assert_eq!((range.start, range.end), (before * 8 / 6, ((before + 5) * 8).div_ceil(6)), "{text}");
        }
    }

    #[test]
    fn tokens_decode_with_and_without_padding() {
        assert_eq!(decode_token(b"e30"), Some(b"{}".to_vec()));
        assert_eq!(decode_token(b"e30="), Some(b"{}".to_vec()));
        assert_eq!(decode_token(b"e3 0"), None);
    }
}
