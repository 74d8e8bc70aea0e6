//! What an expression comes to, with holes where only the run knows.

use std::rc::Rc;

/// A function or a class: its file, and its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) file: usize,
    pub(super) index: u32,
}

/// What is not known, and where it would come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    pub(super) source: Source,
    /// What the code calls it; empty when it has no name.
    pub(super) name: Rc<str>,
}

/// Where the value of a hole would come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// What a caller gives: the function, the position, and the keys into what is given.
    Parameter(Key, usize, Rc<[Box<str>]>),
    /// A property that the class of this key does not set itself.
    Property(Key),
    /// The environment.
    Environment,
    /// Somewhere that was not found.
    Elsewhere,
}

/// Text with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(Rc<str>),
    Hole(Hole),
}

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Text; a single hole when nothing at all is known.
    Text(Rc<[Piece]>),
    /// Keys and values; whether there may be more keys.
    Object(Rc<[(Box<str>, Value)]>, bool),
    List(Rc<[Value]>),
    /// Any one of these.
    Any(Rc<[Value]>),
    /// The first of these that is something when the program runs.
    First(Rc<[Value]>),
    /// An HTTP client, by the address that its calls begin with.
    Client(Rc<Value>),
    /// An object of a class, and what it was made with.
    Instance(Key, Rc<[Given]>),
    Function(Key),
    /// All that a file gives.
    File(usize),
}

/// What a call is given at one position, or under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: Option<Box<str>>,
    pub(super) value: Value,
}

/// So many alternatives of a value are followed.
pub(super) const MOST_ALTERNATIVES: usize = 16;
/// And so many pieces of a text.
const MOST_PIECES: usize = 64;
/// What makes a text longer, in bytes, is left out: it is no address, header or method any more.
const LONGEST: usize = 2 << 10;

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text([Piece::Text(text.into())].into())
    }

    pub(super) fn hole(source: Source, name: &str) -> Self {
        Self::Text([Piece::Hole(Hole { source, name: name.into() })].into())
    }

    pub(super) fn unknown() -> Self {
        Self::hole(Source::Elsewhere, "")
    }

    /// Any one of `values`; the only one itself.
    pub(super) fn any(values: Vec<Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for value in values {
            let parts = if let Self::Any(parts) = &value { parts.to_vec() } else { vec![value] };
            for part in parts {
                if flat.len() < MOST_ALTERNATIVES && !flat.contains(&part) {
                    flat.push(part);
                }
            }
        }
        match flat.len() {
            0 => Self::unknown(),
            1 => flat.swap_remove(0),
            _ => Self::Any(flat.into()),
        }
    }

    /// The texts that this may be.
    pub(super) fn texts(&self) -> Vec<Rc<[Piece]>> {
        let mut texts = Vec::new();
        self.collect_texts(&mut texts);
        texts
    }

    fn collect_texts(&self, texts: &mut Vec<Rc<[Piece]>>) {
        match self {
            Self::Text(pieces) if texts.len() < MOST_ALTERNATIVES => texts.push(pieces.clone()),
            Self::Any(values) | Self::First(values) => values.iter().for_each(|value| value.collect_texts(texts)),
            _ => {}
        }
    }

    /// The text, where it is known as a whole and is the only one.
    pub(super) fn known(&self) -> Option<&str> {
        match self {
            Self::Text(pieces) => match &**pieces {
                [Piece::Text(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The hole, where nothing else is known.
    pub(super) fn as_hole(&self) -> Option<&Hole> {
        match self {
            Self::Text(pieces) => match &**pieces {
                [Piece::Hole(hole)] => Some(hole),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether anything of it is unknown.
    pub(super) fn has(&self, test: &dyn Fn(&Source) -> bool) -> bool {
        match self {
            Self::Text(pieces) => pieces.iter().any(|piece| matches!(piece, Piece::Hole(hole) if test(&hole.source))),
            Self::Object(entries, _) => entries.iter().any(|(_, value)| value.has(test)),
            Self::List(values) | Self::Any(values) | Self::First(values) => values.iter().any(|value| value.has(test)),
            Self::Client(base) => base.has(test),
            Self::Instance(..) | Self::Function(_) | Self::File(_) => false,
        }
    }

    /// Whether it is a path, or something that a caller gives.
    pub(super) fn has_text_or(&self, test: &dyn Fn(&Source) -> bool) -> bool {
        self.has(test)
            || self.texts().iter().any(|pieces| matches!(pieces.first(), Some(Piece::Text(text)) if text.contains('/')))
    }

    /// The values in this order as one text.
    pub(super) fn join(values: &[Self]) -> Self {
        let mut all: Vec<Vec<Piece>> = vec![Vec::new()];
        for value in values {
            let mut texts = value.texts();
            if texts.is_empty() {
                texts = Self::unknown().texts();
            }
            let longer = all.iter().flat_map(|start| {
                texts.iter().map(|text| {
                    let mut pieces = start.clone();
                    text.iter().for_each(|piece| push(&mut pieces, piece));
                    pieces
                })
            });
            all = longer.take(MOST_ALTERNATIVES).collect();
        }
        Self::any(all.into_iter().map(|pieces| Self::Text(pieces.into())).collect())
    }
}

fn push(pieces: &mut Vec<Piece>, piece: &Piece) {
    if let (Some(Piece::Text(last)), Piece::Text(text)) = (pieces.last_mut(), piece) {
        if last.len() + text.len() <= LONGEST {
            *last = format!("{last}{text}").into();
        }
    } else if pieces.len() < MOST_PIECES {
        pieces.push(piece.clone());
    }
}
