//! Compares two texts line by line.
//!
//! In: the bytes of a file before and after a change, in any encoding. Out: the lines that are new, and how much stayed.
//! The end of a line is no part of it: who only changes line endings adds nothing.

use crate::added::Lines;
use crate::document::Document;
use gix_imara_diff::{Algorithm, Diff, InternedInput};
use std::collections::HashMap;

/// The lines of `new` that `old` does not have at their place.
pub fn added(old: &[u8], new: &[u8]) -> Lines {
    let (old, new) = (Document::new("", old), Document::new("", new));
    let mut input = InternedInput::default();
    input.update_before(lines(&old.text));
    input.update_after(lines(&new.text));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let line = |index: u32| u64::from(index) + 1;
    let ranges = diff.hunks().map(|hunk| line(hunk.after.start)..line(hunk.after.end));
    Lines::Within(ranges.filter(|range| !range.is_empty()).collect())
}

/// How much of `new` stands in `old`, wherever: bytes of whole lines, from 0 to the length of the text of `new`.
pub fn shared(old: &[u8], new: &[u8]) -> usize {
    let (old, new) = (Document::new("", old), Document::new("", new));
    let mut left: HashMap<&[u8], usize> = HashMap::new();
    for line in lines(&old.text) {
        *left.entry(line).or_default() += 1;
    }
    let mut n_bytes = 0;
    // an empty line says nothing of where a text comes from
    for line in lines(&new.text).filter(|line| !line.is_empty()) {
        if let Some(n) = left.get_mut(line).filter(|n| 0 < **n) {
            *n -= 1;
            n_bytes += line.len() + 1;
        }
    }
    n_bytes.min(new.text.len())
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Ranges = &'static [(u64, u64)];

    fn within(ranges: Ranges) -> Lines {
        Lines::Within(ranges.iter().map(|(start, end)| *start..*end).collect())
    }

    #[test]
    fn only_what_is_new_is_added() {
        let table: [(&str, &str, Ranges); 7] = [
            ("a\nb\n", "a\nb\n", &[]),
            ("a\nb\n", "a\r\nb\r\n", &[]),
            ("a\nb", "a\nb\n", &[(3, 4)]),
            ("a\nb\nc\n", "b\nc\n", &[]),
            ("a\nc\n", "a\nb\nc\n", &[(2, 3)]),
            ("", "a\n", &[(1, 2)]),
            ("a\n", "", &[]),
        ];
        for (old, new, expected) in table {
            assert_eq!(added(old.as_bytes(), new.as_bytes()), within(expected), "{old:?} {new:?}");
        }
    }

    #[test]
    fn texts_of_different_encodings_have_the_same_lines() {
        let utf16: Vec<u8> = "\u{feff}a=1\r\nb=2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(added(b"a=1\n", &utf16), within(&[(2, 3)]));
    }

    #[test]
    fn half_of_a_text_is_shared() {
        assert_eq!(shared(b"one\ntwo\n", b"two\nsix\n"), 4);
        assert_eq!(shared(b"one\n", b"one\none\n"), 4);
        assert_eq!(shared(b"", b"one\n"), 0);
    }
}
