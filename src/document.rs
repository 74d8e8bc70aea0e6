//! One text under examination: its decoded bytes, where it came from, and the way from text back to the file's own bytes.
//!
//! A document is short-lived. It borrows a reader's buffer, gives its facts, and is gone; only masked excerpts outlive it.
//! A file too large for the buffer comes as several documents, each a window with its own [`Base`].

use crate::span::{Position, Region, Span, TextRange};
use std::borrow::Cow;

/// What version control says about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vcs {
    /// In the index of its repository.
    Tracked,
    /// Not in the index and not ignored: the next `git add .` takes it.
    Untracked,
    /// Not in the index and ignored.
    Ignored,
    /// In the index, as the next commit takes it, whatever the work tree holds.
    Staged,
    /// In the history of its repository, whatever its work tree holds.
    History,
    /// In no repository, or standard input.
    None,
}

impl Vcs {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tracked => "tracked",
            Self::Untracked => "untracked",
            Self::Ignored => "ignored",
            Self::Staged => "staged",
            Self::History => "history",
            Self::None => "none",
        }
    }
}

/// How a file's bytes spell text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or any superset of ASCII read as such; broken sequences count as one code point each.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
}

impl Encoding {
    /// Guesses from the first bytes of a file; returns the encoding and the length of its byte order mark, in bytes.
    ///
    /// Without a mark, text counts as UTF-16 when nearly every second byte of the sample is NUL and the others are not,
    /// which is how PowerShell and old Windows tools write an env file.
    pub fn sniff(head: &[u8]) -> (Self, usize) {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => (Self::Utf8, 3),
            [0xFF, 0xFE, ..] => (Self::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Self::Utf16Be, 2),
            _ => (Self::sniff_unmarked(&head[..head.len().min(512)]), 0),
        }
    }

    fn sniff_unmarked(sample: &[u8]) -> Self {
        let pairs = sample.len() / 2;
        if pairs < 8 || memchr::memchr(0, sample).is_none() {
            return Self::Utf8;
        }
        let nul_at = |parity: usize| sample.iter().skip(parity).step_by(2).take(pairs).filter(|&&b| b == 0).count();
        let (even, odd) = (nul_at(0), nul_at(1));
        let (many, few) = (pairs * 9 / 10, pairs / 20);
        if many <= odd && even <= few {
            Self::Utf16Le
        } else if many <= even && odd <= few {
            Self::Utf16Be
        } else {
            Self::Utf8
        }
    }
}

/// Where a document's first byte stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// 0-based byte offset.
    pub byte: u64,
    /// Its line and column.
    pub position: Position,
}

impl Base {
    /// The very start of a file.
    pub const START: Self = Self { byte: 0, position: Position { line: 1, column: 1 } };
}

/// Decoded text with the way back to its source.
#[derive(Debug)]
pub struct Document<'a> {
    /// Display path: relative to the working directory where possible, with `/`.
    pub path: &'a str,
    /// The text as ASCII-compatible bytes: the source itself, or its transcoding to UTF-8.
    pub text: Cow<'a, [u8]>,
    encoding: Encoding,
    base: Base,
    bom: usize,
}

impl<'a> Document<'a> {
    /// Reads a whole file's bytes; its encoding is guessed.
    pub fn new(path: &'a str, source: &'a [u8]) -> Self {
        Self::window(path, source, Base::START, Encoding::sniff(source).0)
    }

    /// Reads one window of a file, of an encoding known from the file's start.
    pub fn window(path: &'a str, source: &'a [u8], base: Base, encoding: Encoding) -> Self {
        let bom = if base.byte == 0 { Encoding::sniff(source).1 } else { 0 };
        let text = match encoding {
            Encoding::Utf8 => Cow::Borrowed(source),
            Encoding::Utf16Le => Cow::Owned(decode_utf16(&source[bom..], u16::from_le_bytes)),
            Encoding::Utf16Be => Cow::Owned(decode_utf16(&source[bom..], u16::from_be_bytes)),
        };
        Self { path, text, encoding, base, bom }
    }

    /// Where this document's first byte stands in its file.
    pub fn base(&self) -> Base {
        self.base
    }

    /// A cursor at the start of the text.
    pub fn cursor(&self) -> Cursor<'_> {
        let skipped = match self.encoding {
            Encoding::Utf8 => 0,
            Encoding::Utf16Le | Encoding::Utf16Be => self.bom as u64,
        };
        Cursor { document: self, at: 0, byte: self.base.byte + skipped, position: self.base.position }
    }

    /// Resolves one range of the text. For many ranges in order, keep one [`Cursor`] instead: this one starts over.
    pub fn region(&self, range: &TextRange) -> Region {
        self.cursor().region(range)
    }

    /// Where the byte `source_at` of this document's source stands in its file, for UTF-16.
    pub fn base_at_source(&self, base: Base, source_at: usize) -> Base {
        let wanted = base.byte + source_at as u64;
        let mut cursor = self.cursor();
        let starts = String::from_utf8_lossy(&self.text);
        let mut byte = cursor.byte;
        let at = starts.char_indices().find_map(|(at, c)| {
            let is_there = wanted <= byte;
            byte += 2 * c.len_utf16() as u64;
            is_there.then_some(at)
        });
        let region = cursor.region(&(at.unwrap_or(self.text.len())..at.unwrap_or(self.text.len())));
        Base { byte: region.span.start, position: region.start }
    }

    /// The range of the line that holds `at`, without its line feed and carriage return.
    pub fn line_around(&self, at: usize) -> TextRange {
        let start = memchr::memrchr(b'\n', &self.text[..at]).map_or(0, |feed| feed + 1);
        let mut end = memchr::memchr(b'\n', &self.text[at..]).map_or(self.text.len(), |feed| at + feed);
        if start < end && self.text[end - 1] == b'\r' {
            end -= 1;
        }
        start..end.max(at)
    }
}

/// Walks forward through a document, counting the file's bytes, lines and code points once, however many ranges are asked for.
#[derive(Debug, Clone)]
pub struct Cursor<'d> {
    document: &'d Document<'d>,
    at: usize,
    byte: u64,
    position: Position,
}

impl Cursor<'_> {
    /// Resolves `range`, which must not start before the start of an earlier one.
    pub fn region(&mut self, range: &TextRange) -> Region {
        self.advance(range.start);
        let mut end = self.clone();
        end.advance(range.end);
        Region { span: Span::new(self.byte, end.byte), start: self.position, end: end.position }
    }

    fn advance(&mut self, to: usize) {
        debug_assert!(self.at <= to, "a cursor never walks back");
        let passed = &self.document.text[self.at..to];
        let last_line = match memchr::memrchr(b'\n', passed) {
            Some(feed) => {
                self.position.line += memchr::memchr_iter(b'\n', passed).count() as u64;
                self.position.column = 1;
                &passed[feed + 1..]
            }
            None => passed,
        };
        let has_mark = self.document.bom == 3 && self.at < 3 && last_line.len() == passed.len();
        self.position.column += code_points(last_line) - u64::from(has_mark && 3 <= to);
        self.byte += match self.document.encoding {
            Encoding::Utf8 => passed.len() as u64,
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * utf16_units(passed),
        };
        self.at = to;
    }
}

/// Number of code points; every maximal broken sequence counts as one, as it does when shown.
pub fn code_points(text: &[u8]) -> u64 {
    // nearly every text is whole, and checking that in one go is many times faster than looking for the next broken place
    if let Ok(text) = std::str::from_utf8(text) {
        return text.chars().count() as u64;
    }
    text.utf8_chunks().map(|chunk| chunk.valid().chars().count() as u64 + u64::from(!chunk.invalid().is_empty())).sum()
}

fn utf16_units(text: &[u8]) -> u64 {
    text.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).map(|c| c.len_utf16() as u64).sum()
}

/// Lone surrogates and an odd last byte become U+FFFD, one unit each, so that the way back stays exact.
fn decode_utf16(source: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let units = source.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_code_points_and_skip_the_mark() {
        let document = Document::new("a", "\u{feff}é𝄞x\nyz".as_bytes());
        let at = |needle: &str| {
            let start = memchr::memmem::find(&document.text, needle.as_bytes()).expect("needle is in the text");
            document.region(&(start..start + needle.len()))
        };
        assert_eq!((at("x").start, at("x").span), (Position { line: 1, column: 3 }, Span::new(9, 10)));
        assert_eq!(at("z").start, Position { line: 2, column: 2 });
    }

    #[test]
    fn utf16_maps_back_to_the_files_own_bytes() {
        let text = "a𝄞\nkey=z";
        for (encoding, bytes) in [
            (Encoding::Utf16Le, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (Encoding::Utf16Be, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let document = Document::window("a", &bytes, Base::START, encoding);
            let z = document.text.len() - 1;
            let region = document.region(&(z..z + 1));
            assert_eq!(region.start, Position { line: 2, column: 5 });
            assert_eq!(region.span, Span::new(bytes.len() as u64 - 2, bytes.len() as u64));
        }
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        let bytes: Vec<u8> = "GHL_API_KEY=abc\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Encoding::sniff(&bytes), (Encoding::Utf16Le, 0));
        assert_eq!(Encoding::sniff(b"\0\0\0\0plain binary\0\0\0\0"), (Encoding::Utf8, 0));
    }
}
