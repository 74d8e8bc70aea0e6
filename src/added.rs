//! The lines that a change adds to files: all that a hook or a pull request answers for.
//!
//! In: lines by file. Out: whether a finding stands on one of them. Knows neither git nor how two texts are compared.

use crate::fact::FileFacts;
use crate::finding::Finding;
use crate::span::Region;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines of one file, 1-based.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// All of them: the file is new.
    All,
    /// Those in these ranges; none, where a file was only taken from.
    Within(Vec<Range<u64>>),
}

impl Lines {
    /// No line.
    pub const NONE: Self = Self::Within(Vec::new());

    /// Whether `region` has a part on one of the lines.
    pub fn touch(&self, region: &Region) -> bool {
        // the end is exclusive: where a line begins, nothing of it is meant
        let is_before_line = region.start.line < region.end.line && region.end.column == 1;
        let last = region.end.line - u64::from(is_before_line);
        match self {
            Self::All => true,
            Self::Within(ranges) => ranges.iter().any(|range| range.start <= last && region.start.line < range.end),
        }
    }

    /// Adds the lines of `region`.
    fn include(&mut self, region: &Region) {
        if let Self::Within(ranges) = self {
            ranges.push(region.start.line..region.end.line + 1);
        }
    }

    /// The lines that are among these and among `others`.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        let (mine, others) = match (self, others) {
            (Self::All, lines) | (lines, Self::All) => return lines,
            (Self::Within(mine), Self::Within(others)) => (mine, others),
        };
        let both = mine
            .iter()
            .flat_map(|range| others.iter().map(|other| range.start.max(other.start)..range.end.min(other.end)));
        Self::Within(both.filter(|range| !range.is_empty()).collect())
    }
}

/// The lines that a change adds, by display path. A file that is not there was not changed.
#[derive(Debug, Clone, Default)]
pub struct Added {
    files: BTreeMap<String, Lines>,
}

impl Added {
    /// Notes that the change adds `lines` to the file of `facts`. Whoever adds a piece of a credential that code puts together
    /// adds the credential, wherever its first piece stands.
    pub fn insert(&mut self, facts: &FileFacts, mut lines: Lines) {
        for credential in &facts.credentials {
            if credential.pieces.iter().any(|piece| lines.touch(&piece.region)) {
                lines.include(&credential.site.region);
            }
        }
        self.files.insert(facts.path.clone(), lines);
    }

    /// Whether anything is known of the file at `path`.
    pub fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether `region` of the file at `path` has a part on an added line.
    pub fn touch(&self, path: &str, region: &Region) -> bool {
        self.files.get(path).is_some_and(|lines| lines.touch(region))
    }

    /// Whether the change makes `finding`: its own place lies on an added line.
    pub fn make(&self, finding: &Finding) -> bool {
        self.touch(&finding.path, &finding.site.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{Position, Span};

    #[test]
    fn a_region_counts_when_a_part_of_it_is_added() {
        let lines = Lines::Within(vec![2..4, 7..8]);
        let at = |line, column| Position { line, column };
        for (start, end, expected) in [
            (at(1, 1), at(1, 9), false),
            (at(1, 1), at(2, 1), false),
            (at(1, 1), at(2, 2), true),
            (at(3, 1), at(3, 2), true),
            (at(4, 1), at(6, 5), false),
            (at(4, 1), at(9, 5), true),
            (at(7, 3), at(7, 3), true),
        ] {
            let region = Region { span: Span::new(0, 0), start, end };
            assert_eq!(lines.touch(&region), expected, "{start:?} {end:?}");
            assert!(Lines::All.touch(&region) && !Lines::NONE.touch(&region));
        }
    }

    #[test]
    fn lines_of_a_merge_are_new_to_all_its_parents() {
        let lines = Lines::Within(vec![1..5, 8..10]);
        assert_eq!(lines.clone().and(Lines::All), lines);
        assert_eq!(lines.clone().and(Lines::NONE), Lines::NONE);
        assert_eq!(lines.and(Lines::Within(vec![3..9, 20..30])), Lines::Within(vec![3..5, 8..9]));
    }
}
