//! A masked window on one line: the only form in which text of a scanned file goes past the detectors.
//!
//! Masking happens here, while the document is still in memory, and not in the reports: a format added later cannot forget it.

use crate::document::{Cursor, Document};
use crate::span::{Region, Span, TextRange};
use std::ops::Range;

/// Where something stands, with what may be shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Where.
    pub region: Region,
    /// What may be shown.
    pub excerpt: Excerpt,
}

/// Part of one line, every secret masked and every control character made visible.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The text; never holds a line feed or an escape character.
    pub text: String,
    /// Bytes of `text` that show the site itself.
    pub marked: Range<usize>,
}

/// A range of a document's text that must be shown as something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    /// What must not be shown.
    pub range: TextRange,
    /// What is shown in its place.
    pub shown: String,
}

/// How many bytes of the line are shown on either side.
const REACH: usize = 160;

impl Site {
    /// A place without text, such as a file as a whole.
    pub fn of_file() -> Self {
        let start = crate::document::Base::START.position;
        Self { region: Region { span: Span::new(0, 0), start, end: start }, excerpt: Excerpt::default() }
    }

    /// Cuts the excerpt around `range`. `masks` are sorted and do not overlap; `cursor` must not be past `range`.
    pub fn cut(document: &Document<'_>, cursor: &mut Cursor<'_>, range: &TextRange, masks: &[Mask]) -> Self {
        Self { region: cursor.region(range), excerpt: Excerpt::cut(document, range, masks) }
    }
}

impl Excerpt {
    fn cut(document: &Document<'_>, range: &TextRange, masks: &[Mask]) -> Self {
        let from = range.start.saturating_sub(REACH);
        let to = (range.end + REACH).min(document.text.len());
        let window = &document.text[from..to];
        let line_start = memchr::memrchr(b'\n', &window[..range.start - from]).map(|feed| from + feed + 1);
        let line_end = memchr::memchr(b'\n', &window[range.start - from..]).map(|feed| range.start + feed);
        let has_return = line_end.is_some_and(|end| range.end < end && document.text[end - 1] == b'\r');
        let shown = line_start.unwrap_or(from)..line_end.map_or(to, |end| end - usize::from(has_return));
        let marked = range.start..range.end.min(shown.end);

        let mut out = Self::default();
        if line_start.is_none() && 0 < from {
            out.text.push('…');
        }
        let mut at = shown.start;
        let first = masks.partition_point(|mask| mask.range.end <= shown.start);
        for mask in masks[first..].iter().take_while(|mask| mask.range.start < shown.end) {
            if at < mask.range.start {
                out.push_plain(document, at..mask.range.start, &shown, &marked);
            }
            out.push(&mask.range, &marked, |text| text.push_str(&mask.shown));
            at = mask.range.end;
        }
        if at < shown.end {
            out.push_plain(document, at..shown.end, &shown, &marked);
        }
        if line_end.is_none() && to < document.text.len() {
            out.text.push('…');
        }
        out.text.truncate(out.text.trim_end().len().max(out.marked.end));
        out
    }

    /// Number of code points before the mark, for renderers that count so.
    pub fn marked_column(&self) -> usize {
        self.text[..self.marked.start].chars().count()
    }

    /// Lets `write` say what is shown in place of `range`.
    fn push(&mut self, range: &TextRange, marked: &TextRange, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        if range.start < marked.end && marked.start < range.end {
            self.marked =
                if self.marked.is_empty() { start..self.text.len() } else { self.marked.start..self.text.len() };
        }
    }

    /// Pushes text that is no known secret, masking what looks like anybody's.
    fn push_plain(&mut self, document: &Document<'_>, range: TextRange, shown: &TextRange, marked: &TextRange) {
        let text = &document.text;
        let mut at = range.start;
        while at < range.end {
            let is_word = is_word_byte(text[at]);
            let len = text[at..range.end].iter().take_while(|&&byte| is_word_byte(byte) == is_word).count();
            let run = at..at + len;
            if is_word && looks_secret(&text[widen(text, &run, shown)]) {
                self.push(&run, marked, |out| out.push('…'));
            } else {
                // a mark can begin and end inside a run
                let (before, behind) = (marked.start.clamp(at, run.end), marked.end.clamp(at, run.end));
                for piece in [at..before, before..behind, behind..run.end] {
                    if !piece.is_empty() {
                        self.push(&piece, marked, |out| push_visible(out, &text[piece.clone()]));
                    }
                }
            }
            at = run.end;
        }
    }
}

/// A run that the window cuts is judged, and masked, as the whole run that it belongs to.
fn widen(text: &[u8], run: &TextRange, shown: &TextRange) -> TextRange {
    const LIMIT: usize = 128;
    let mut whole = run.clone();
    if run.start == shown.start {
        let before = text[run.start.saturating_sub(LIMIT)..run.start].iter();
        whole.start -= before.rev().take_while(|&&byte| is_word_byte(byte)).count();
    }
    if run.end == shown.end {
        let after = text[run.end..(run.end + LIMIT).min(text.len())].iter();
        whole.end += after.take_while(|&&byte| is_word_byte(byte)).count();
    }
    whole
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

/// Whether a run of word characters could be a key of any product: long, and digits scattered among its letters.
///
/// It may be wrong in this direction only: an id that is masked costs a reader nothing.
fn looks_secret(run: &[u8]) -> bool {
    if run.len() < 16 {
        return false;
    }
    let switches = run.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let n_digits = run.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_mixed = run.iter().any(u8::is_ascii_uppercase) && run.iter().any(u8::is_ascii_lowercase) && 1 <= n_digits;
    4 <= switches && 3 <= n_digits || 20 <= run.len() && is_mixed || 40 <= run.len() && 2 <= n_digits
}

/// Control and direction-changing characters made visible, broken UTF-8 replaced.
pub fn visible(text: &[u8]) -> String {
    let mut shown = String::new();
    push_visible(&mut shown, text);
    shown
}

fn push_visible(out: &mut String, text: &[u8]) {
    match std::str::from_utf8(text) {
        // most runs, and nothing in them to change
        Ok(plain) if text.iter().all(|byte| (b' '..=b'~').contains(byte)) => out.push_str(plain),
        _ => out.extend(String::from_utf8_lossy(text).chars().map(visible_char)),
    }
}

fn visible_char(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{e0000}'..='\u{e007f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        c => c,
    }
}
