//! The comparison of two texts, before and after the first line of equal signs.

use super::fuzz;
use ghl_lint::added::Lines;
use ghl_lint::source::lines::{added, shared};

#[test]
fn no_texts_break_their_comparison() {
    fuzz("lines", Vec::new(), |_, text| {
        let at = text.windows(3).position(|signs| signs == b"===").unwrap_or(text.len());
        let (old, new) = text.split_at(at);
        assert!(shared(old, new) <= 2 * new.len(), "in UTF-16 a byte more for each unit");
        let n_lines = 1 + new.iter().filter(|byte| **byte == b'\n').count() as u64;
        if let Lines::Within(ranges) = added(old, new) {
            let ends = ranges.iter().map(|range| range.end);
            assert!(ranges.iter().all(|range| range.start < range.end && 1 <= range.start));
            assert!(ends.max().is_none_or(|end| end <= n_lines + 1), "{ranges:?} of {n_lines}");
        }
        let same = added(new, new);
        assert!(matches!(&same, Lines::Within(ranges) if ranges.is_empty()), "{same:?}");
    });
}
