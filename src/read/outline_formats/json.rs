//! A JSON document as a tree, whole or broken off: each string still maps to the bytes that spell it.

use crate::decoded::Decoded;
use crate::read::draft::words;
use crate::read::unescape::escape_at;
use crate::span::TextRange;

/// Largest text that is made a tree of, in bytes.
const LARGEST: usize = 4 << 20;
/// What is deeper is left out.
const DEEPEST: usize = 200;

/// A value and where it stands.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) range: TextRange,
}

/// A value.
#[derive(Debug, Default)]
pub(super) enum Value {
    Text(Decoded),
    Object(Vec<(Box<str>, Node)>),
    List(Vec<Node>),
    /// A number or a word, as it is written.
    Bare(Decoded),
    #[default]
    Missing,
}

const MISSING: &Node = &Node { value: Value::Missing, range: 0..0 };

impl Node {
    /// The value under `key`; a missing one where there is none.
    pub(super) fn get(&self, key: &str) -> &Self {
        self.entries().iter().find(|(name, _)| &**name == key).map_or(MISSING, |(_, value)| value)
    }

    /// Keys and values of an object.
    pub(super) fn entries(&self) -> &[(Box<str>, Self)] {
        if let Value::Object(entries) = &self.value { entries } else { &[] }
    }

    /// The values of a list.
    pub(super) fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The text that it is.
    pub(super) fn text(&self) -> Option<&Decoded> {
        if let Value::Text(decoded) = &self.value { Some(decoded) } else { None }
    }

    /// The bytes of the text or the bare word that it is; none for anything else.
    pub(super) fn bytes(&self) -> &[u8] {
        if let Value::Text(decoded) | Value::Bare(decoded) = &self.value { decoded.text() } else { b"" }
    }
}

/// An open object or list.
struct Frame {
    start: usize,
    value: Value,
    key: Option<Box<str>>,
}

/// The tree of `text`; `None` when it is too large, or when it holds no value.
pub(super) fn parse(text: &[u8]) -> Option<Node> {
    if LARGEST < text.len() {
        return None;
    }
    let mut parser = Parser { text, at: 0, frames: Vec::new(), n_beyond: 0, root: None };
    while let Some(&byte) = text.get(parser.at) {
        parser.next(byte);
    }
    while !parser.frames.is_empty() {
        parser.close();
    }
    parser.root
}

struct Parser<'t> {
    text: &'t [u8],
    at: usize,
    frames: Vec<Frame>,
    /// Brackets that are open beyond the deepest that is kept.
    n_beyond: usize,
    root: Option<Node>,
}

impl Parser<'_> {
    fn next(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        match byte {
            b'"' => self.string(start),
            b'{' | b'[' if DEEPEST <= self.frames.len() => self.n_beyond += 1,
            b'{' => self.frames.push(Frame { start, value: Value::Object(Vec::new()), key: None }),
            b'[' => self.frames.push(Frame { start, value: Value::List(Vec::new()), key: None }),
            b'}' | b']' if 0 < self.n_beyond => self.n_beyond -= 1,
            b'}' | b']' => self.close(),
            b',' => {
                if let Some(frame) = self.frames.last_mut().filter(|_| self.n_beyond == 0) {
                    frame.key = None;
                }
            }
            b'/' if matches!(self.text.get(self.at), Some(b'/' | b'*')) => self.comment(),
            b':' => {}
            _ if byte.is_ascii_whitespace() => {}
            _ => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"{}[]:,".contains(byte);
                let rest = self.text.get(self.at..).unwrap_or_default();
                self.at += rest.iter().position(is_end).unwrap_or(rest.len());
                let mut bare = Decoded::default();
                bare.push(self.text.get(start..self.at).unwrap_or_default(), start..self.at);
                self.add(Node { value: Value::Bare(bare), range: start..self.at });
            }
        }
    }

    fn string(&mut self, start: usize) {
        let body = self.at;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                self.at = self.text.len();
                break;
            };
            self.at += found;
            match escape_at(rest.get(found..).unwrap_or_default()) {
                Some((_, len)) => self.at += len,
                None => break,
            }
        }
        // a last backslash may take one more byte than there is
        let end = self.at.min(self.text.len());
        self.at = (end + 1).min(self.text.len());
        if 0 < self.n_beyond {
            return;
        }
        let decoded = Decoded::unescape(self.text, body..end, b'\\', escape_at);
        match self.frames.last_mut() {
            Some(Frame { value: Value::Object(_), key: key @ None, .. }) => *key = Some(words(decoded.text())),
            _ => self.add(Node { value: Value::Text(decoded), range: start..self.at }),
        }
    }

    fn add(&mut self, node: Node) {
        if 0 < self.n_beyond {
            return;
        }
        match self.frames.last_mut() {
            Some(Frame { value: Value::Object(entries), key, .. }) => {
                if let Some(key) = key.take() {
                    entries.push((key, node));
                }
            }
            Some(Frame { value: Value::List(items), .. }) => items.push(node),
            _ => self.root = Some(self.root.take().unwrap_or(node)),
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.add(Node { value: frame.value, range: frame.start..self.at });
    }

    fn comment(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = match rest.first() {
            Some(b'/') => memchr::memchr(b'\n', rest),
            _ => memchr::memmem::find(rest, b"*/").map(|at| at + 2),
        };
        self.at += len.unwrap_or(rest.len());
    }
}
