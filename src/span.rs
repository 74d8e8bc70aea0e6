//! Where something stands: byte spans for the machine, lines and columns for people.
//!
//! A [`Span`] always counts bytes of the file itself, whatever its encoding. Lines and columns exist only as
//! [`Position`]s, which a [`Document`](crate::document::Document) works out while its text is in memory.

use std::ops::Range;

/// Half-open range of 0-based byte offsets into one file's own bytes.
///
/// 64 bits wide: logs and database dumps of more than 4 GiB exist, and a wrapped offset would point at a wrong place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl Span {
    /// Makes a span; `start` must not lie behind `end`.
    pub fn new(start: u64, end: u64) -> Self {
        debug_assert!(start <= end, "a span runs forward");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> u64 {
        self.end - self.start
    }

    /// True when it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// 1-based; a line is the text between two line feeds.
    pub line: u64,
    /// 1-based, in Unicode code points; a byte order mark is not counted.
    pub column: u64,
}

/// A span together with its two ends as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    /// Bytes of the file.
    pub span: Span,
    /// Where the first byte stands.
    pub start: Position,
    /// Where the byte after the last one stands.
    pub end: Position,
}

/// A range of byte offsets into a document's decoded text, which for UTF-16 differs from the file's own bytes.
pub type TextRange = Range<usize>;
