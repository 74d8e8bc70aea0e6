//! How texts break: half-typed, merged, cut, spliced with another language's text, with bytes of any kind thrown in.

use proptest::prelude::*;
use proptest::sample::Index;
use std::ops::Range;

/// What happens to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// It ends early.
    Cut,
    /// A part of it is gone.
    Drop,
    /// A part of it stands twice.
    Double,
    /// All of another text stands in its middle.
    Splice,
}

/// One change to a text.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    how: How,
    places: (Index, Index),
    noise: Vec<u8>,
    /// Which of the texts at hand goes into the middle, where one does.
    pub(crate) other: usize,
}

impl Change {
    /// `text` after the change; `other` is the text that goes into its middle.
    pub(crate) fn applied(&self, text: &[u8], other: &[u8]) -> Vec<u8> {
        let places = (self.places.0.index(text.len() + 1), self.places.1.index(text.len() + 1));
        let Range { start, end } = places.0.min(places.1)..places.0.max(places.1);
        match self.how {
            How::Cut => [&text[..start], &self.noise].concat(),
            How::Drop => [&text[..start], &self.noise, &text[end..]].concat(),
            How::Double => [&text[..end], &self.noise, &text[start..]].concat(),
            How::Splice => [&text[..start], &self.noise, other, &text[start..]].concat(),
        }
    }
}

/// Any change, where `n_texts` are at hand.
pub(crate) fn changes(n_texts: usize) -> impl Strategy<Value = Change> {
    let how = prop_oneof![Just(How::Cut), Just(How::Drop), Just(How::Double), Just(How::Splice)];
    let noise = prop::collection::vec(any::<u8>(), 0..6);
    (how, any::<(Index, Index)>(), noise, 0..n_texts).prop_map(|(how, places, noise, other)| Change {
        how,
        places,
        noise,
        other,
    })
}
