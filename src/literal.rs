//! Text that the source spells differently: escapes, percent signs, base64. Keeps the way back, byte for byte.

use crate::span::TextRange;

/// How many decoded bytes come from which bytes of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    decoded: TextRange,
    source: TextRange,
}

/// Decoded text in pieces. A piece of equal lengths maps byte by byte; any other maps as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Literal {
    text: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Literal {
    /// The decoded text.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Appends `decoded`, spelled by the document's text at `source`.
    pub fn push(&mut self, decoded: &[u8], source: TextRange) {
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

    /// The smallest range of the document's text that spells `decoded`, a non-empty range of [`Literal::text`].
    ///
    /// Returns `None` for an empty range or one outside of the text.
    pub fn range_of(&self, decoded: &TextRange) -> Option<TextRange> {
        if decoded.is_empty() || self.text.len() < decoded.end {
            return None;
        }
        let first = self.piece_at(decoded.start)?;
        let last = self.piece_at(decoded.end - 1)?;
        let inside = |piece: &Piece, offset: usize| piece.source.start + (offset - piece.decoded.start);
        let start = if is_verbatim(first) { inside(first, decoded.start) } else { first.source.start };
        let end = if is_verbatim(last) { inside(last, decoded.end - 1) + 1 } else { last.source.end };
        Some(start..end)
    }

    /// Reads this literal's own decoded text as the source of `inner`, so that `inner` maps to the document.
    #[must_use]
    pub fn compose(&self, inner: &Self) -> Self {
        let mut out = Self { text: inner.text.clone(), pieces: Vec::with_capacity(inner.pieces.len()) };
        for piece in &inner.pieces {
            if is_verbatim(piece) {
                for (decoded, source) in piece.decoded.clone().zip(piece.source.clone()) {
                    if let Some(source) = self.range_of(&(source..source + 1)) {
                        out.pieces.push(Piece { decoded: decoded..decoded + 1, source });
                    }
                }
            } else if let Some(source) = self.range_of(&piece.source) {
                out.pieces.push(Piece { decoded: piece.decoded.clone(), source });
            }
        }
        out
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
    fn ranges_map_back_through_two_layers() {
        // document text: xx\u0061bYmM=   where "a" is escaped and "bc" is base64 of the outer literal's tail
        let mut outer = Literal::default();
        outer.push(b"a", 2..8);
        outer.push(b"YmM=", 8..12);
        assert_eq!(outer.range_of(&(0..2)), Some(2..9));
        let mut inner = Literal::default();
        inner.push(b"b", 1..3);
        inner.push(b"c", 2..4);
        let composed = outer.compose(&inner);
        assert_eq!(composed.text(), b"bc");
        assert_eq!(composed.range_of(&(0..1)), Some(8..10));
        assert_eq!(composed.range_of(&(0..2)), Some(8..11));
        assert_eq!(composed.range_of(&(2..2)), None);
    }
}
