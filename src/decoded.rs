//! Text that the source spells differently: escapes, percent signs, base64. Keeps the way back, byte for byte.

use crate::span::TextRange;

/// How many decoded bytes come from which bytes of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    decoded: TextRange,
    source: TextRange,
}

/// What stands in decoded text for a part that is not known: an interpolation, a call, a variable.
pub const HOLE: &str = "\u{fffc}";

/// What an escape stands for, and its length in bytes.
pub type Escape = (Vec<u8>, usize);

/// Decoded text in pieces. A piece of equal lengths maps byte by byte; any other maps as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    text: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Decoded {
    /// What `text` says at `source`: `escape_at` knows the escape at the start of a text, and each begins with `sign`. One that
    /// it does not know stays as it is.
    pub fn unescape(text: &[u8], source: TextRange, sign: u8, escape_at: impl Fn(&[u8]) -> Option<Escape>) -> Self {
        let mut decoded = Self::default();
        let mut at = source.start;
        while let Some(rest) = text.get(at..source.end).filter(|rest| !rest.is_empty()) {
            if let Some((spelled, len)) = escape_at(rest) {
                decoded.push(&spelled, at..at + len);
                at += len;
                continue;
            }
            let len = memchr::memchr(sign, &rest[1..]).map_or(rest.len(), |next| next + 1);
            decoded.push(&rest[..len], at..at + len);
            at += len;
        }
        decoded
    }

    /// The decoded text.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Appends `decoded`, spelled by the document's text at `source`; what has the length of its source is spelled byte by byte.
    /// What spells nothing leaves no trace, nor does what nothing spells: a parser makes up what a broken text lacks.
    pub fn push(&mut self, decoded: &[u8], source: TextRange) {
        if decoded.is_empty() || source.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.extend_from_slice(decoded);
        let verbatim = decoded.len() == source.len();
        if let Some(last) = self.pieces.last_mut()
            && verbatim
            && last.decoded.len() == last.source.len()
            && last.source.end == source.start
        {
            last.decoded.end = self.text.len();
            last.source.end = source.end;
            return;
        }
        self.pieces.push(Piece { decoded: start..self.text.len(), source });
    }

    /// Appends what the source spells at `source` but nobody can know before the program runs.
    pub fn push_hole(&mut self, source: TextRange) {
        self.push(HOLE.as_bytes(), source);
    }

    /// Appends all of `other`.
    pub fn append(&mut self, other: &Self) {
        for piece in &other.pieces {
            self.push(&other.text[piece.decoded.clone()], piece.source.clone());
        }
    }

    /// The part of it at `decoded`, which still maps to the document.
    #[must_use]
    pub fn part(&self, decoded: &TextRange) -> Self {
        let mut inner = Self::default();
        inner.push(self.text.get(decoded.clone()).unwrap_or_default(), decoded.clone());
        self.compose(&inner)
    }

    /// True when the text is spelled by one stretch of the source, byte for byte.
    pub fn is_verbatim(&self) -> bool {
        matches!(self.pieces.as_slice(), [] | [_]) && self.pieces.iter().all(is_verbatim)
    }

    /// The stretches of the document's text that spell `decoded`, in the order of the decoded text; neighbours are one.
    pub fn ranges_of(&self, decoded: &TextRange) -> Vec<TextRange> {
        let mut ranges: Vec<TextRange> = Vec::new();
        let first = self.pieces.partition_point(|piece| piece.decoded.end <= decoded.start);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.decoded.start < decoded.end) {
            let part = decoded.start.max(piece.decoded.start)..decoded.end.min(piece.decoded.end);
            let Some(range) = self.range_of(&part) else { continue };
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range),
            }
        }
        ranges
    }

    /// The smallest range of the document's text that spells `decoded`, a non-empty range of [`Decoded::text`].
    ///
    /// Returns `None` for an empty range or one outside of the text.
    pub fn range_of(&self, decoded: &TextRange) -> Option<TextRange> {
        if decoded.is_empty() || self.text.len() < decoded.end {
            return None;
        }
        let first = self.byte_at(decoded.start)?;
        let last = self.byte_at(decoded.end - 1)?;
        // a constant may stand behind the place that joins it to something
        Some(first.start.min(last.start)..first.end.max(last.end))
    }

    /// Reads this text as the source of `inner`, so that `inner` maps to the document.
    #[must_use]
    pub fn compose(&self, inner: &Self) -> Self {
        let mut out = Self::default();
        for piece in &inner.pieces {
            let text = &inner.text[piece.decoded.clone()];
            if !is_verbatim(piece) {
                if let Some(source) = self.range_of(&piece.source) {
                    out.pieces.push(Piece { decoded: out.text.len()..out.text.len() + text.len(), source });
                    out.text.extend_from_slice(text);
                }
                continue;
            }
            let mut at = piece.source.start;
            while let Some(outer) = self.piece_at(at).filter(|_| at < piece.source.end) {
                let end = outer.decoded.end.min(piece.source.end);
                let part = &text[at - piece.source.start..end - piece.source.start];
                match self.range_of(&(at..end)) {
                    Some(source) => out.push(part, source),
                    None => break,
                }
                at = end;
            }
        }
        out
    }

    /// What spells the decoded byte at `offset`.
    fn byte_at(&self, offset: usize) -> Option<TextRange> {
        let piece = self.piece_at(offset)?;
        let at = piece.source.start + (offset - piece.decoded.start);
        Some(if is_verbatim(piece) { at..at + 1 } else { piece.source.clone() })
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.decoded.end <= offset);
        self.pieces.get(index)
    }
}

fn is_verbatim(piece: &Piece) -> bool {
    piece.decoded.len() == piece.source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_spells_leaves_no_trace() {
        let mut decoded = Decoded::default();
        decoded.push(b"a", 2..3);
        decoded.push_hole(3..3);
        decoded.push(b"", 3..7);
        assert_eq!((decoded.text(), decoded.range_of(&(0..1))), (&b"a"[..], Some(2..3)));
    }

    #[test]
    fn ranges_map_back_through_two_layers() {
        // document text: xx\u0061bYmM=   where "a" is escaped and "bc" is base64 of the outer literal's tail
        let mut outer = Decoded::default();
        outer.push(b"a", 2..8);
        outer.push(b"YmM=", 8..12);
        assert_eq!(outer.range_of(&(0..2)), Some(2..9));
        let mut inner = Decoded::default();
        inner.push(b"b", 1..3);
        inner.push(b"c", 2..4);
        let composed = outer.compose(&inner);
        assert_eq!(composed.text(), b"bc");
        assert_eq!(composed.range_of(&(0..1)), Some(8..10));
        assert_eq!(composed.range_of(&(0..2)), Some(8..11));
        assert_eq!(composed.range_of(&(2..2)), None);
    }
}
