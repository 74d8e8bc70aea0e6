//! Whether characters look drawn by a machine, or typed by somebody who needed an example.
//!
//! Every threshold is set so that a really random 30-digit value fails with a chance of about one in a million.

use crate::catalog::catalog;

/// Longest part that is judged, in characters: more of a signature tells nothing new.
const JUDGED: usize = 64;

/// True when `text` (letters and digits; `-` and `_` do not count) has the variety of random text and none of the patterns
/// that fingers and language models produce.
pub(super) fn looks_random(text: &[u8]) -> bool {
    let signs: Vec<u8> =
        text.iter().filter(|byte| byte.is_ascii_alphanumeric()).take(JUDGED).map(u8::to_ascii_lowercase).collect();
    has_variety(&signs) && !is_predictable(&signs) && !alternates(&signs) && !is_well_known(text)
}

/// Thirty random hexadecimal digits show about 14 different ones; six or fewer are no accident.
fn has_variety(signs: &[u8]) -> bool {
    let mut seen = [false; 256];
    signs.iter().for_each(|&sign| seen[usize::from(sign)] = true);
    let n_distinct = seen.iter().filter(|seen| **seen).count();
    7 <= n_distinct
}

/// Runs (`12345678`), repeats (`abcdabcd`) and interleaved runs (`a1b2c3d4`): a sign foretold by the one a fixed step before.
/// A step is judged by three times as many pairs: of fewer, chance foretells enough.
fn is_predictable(signs: &[u8]) -> bool {
    const LONGEST_STEP: usize = 8;
    (1..=LONGEST_STEP.min(signs.len() / 4)).any(|step| {
        let pairs = signs.len() - step;
        [-1, 0, 1].into_iter().any(|change| {
            let foretold = (0..pairs).filter(|&at| follows(signs[at], signs[at + step], change)).count();
            pairs * threshold(pairs) <= foretold * 100
        })
    })
}

/// Percent of so many pairs that no chance foretells. The ids in a key have 20 signs; in a few pairs chance foretells more.
fn threshold(pairs: usize) -> usize {
    const FEW: usize = 20;
    if pairs < FEW { 50 } else { 42 }
}

/// Whether `next` is `sign` moved by `change` within its class, where 9 wraps to 0, and a, as after f, to either alphabet's end.
fn follows(sign: u8, next: u8, change: i16) -> bool {
    if i16::from(next) - i16::from(sign) == change {
        return true;
    }
    let (from, to) = if change < 0 { (next, sign) } else { (sign, next) };
    change != 0 && matches!((from, to), (b'9', b'0' | b'a') | (b'f' | b'z', b'a' | b'0'))
}

/// Letter, digit, letter, digit: what a hand types to look random.
fn alternates(signs: &[u8]) -> bool {
    let pairs = signs.len().saturating_sub(1);
    let switches = signs.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    16 <= pairs && pairs * 90 <= switches * 100
}

/// A UUID that everybody copies.
fn is_well_known(text: &[u8]) -> bool {
    let text = text.to_ascii_lowercase();
    catalog().placeholders.uuids.iter().any(|uuid| uuid.as_bytes() == text)
}

/// True when a word in `id` says what should stand there, written as people write words: one case, or capitalized.
///
/// Not for signatures and other long texts, in which four given letters turn up by chance.
pub(super) fn names_itself(id: &[u8]) -> bool {
    let lower = id.to_ascii_lowercase();
    catalog()
        .placeholders
        .words
        .iter()
        .any(|word| memchr::memmem::find_iter(&lower, word.as_bytes()).any(|at| is_one_word(&id[at..at + word.len()])))
}

fn is_one_word(word: &[u8]) -> bool {
    let rest = &word[1..];
    let is_lower = |byte: &u8| !byte.is_ascii_uppercase();
    rest.iter().all(is_lower) || word.iter().all(|byte| !byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_values_do_not_look_random() {
        for text in [
            "12345678-abcd-4321-abcd-123456789abc",
            "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
            "a1b2c3d4-e5f6-4789-abcd-ef1234567890",
            "8f3a2b1c-4d5e-4f6a-8b7c-9d0e1f2a3b4c",
            "00000000-0000-4000-8000-000000000000",
            "deadbeef-dead-4bad-beef-deadbeefdead",
            "11111111-2222-4333-8444-555555555555",
            "550e8400-e29b-41d4-a716-446655440000",
            "98765432-1098-4765-8432-109876543210",
            "abcdefghij1234567890",
        ] {
            assert!(!looks_random(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn words_say_placeholder_when_written_as_words() {
        for (id, expected) in [
            ("YourLocationId12aB3x", true),
            ("LOCATIONxA1b2C3d4E5f", true),
            ("abcfake9Xq2mVb7RtK0z", true),
            ("xFaKe9Xq2mVb7RtK0z1A", false),
            ("ghlLint8Xq2mVb7RtK0z", false),
        ] {
            assert_eq!(names_itself(id.as_bytes()), expected, "{id}");
        }
    }

    #[test]
    fn drawn_values_look_random() {
        // a linear congruential generator stands in for the machine
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        for _ in 0..20_000 {
            let mut hex = String::new();
            for _ in 0..30 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                hex.push(char::from_digit((state >> 60) as u32, 16).expect("four bits are one digit"));
            }
            assert!(looks_random(hex.as_bytes()), "{hex}");
        }
    }
}
