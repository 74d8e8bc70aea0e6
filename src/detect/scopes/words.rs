//! A text of scopes, taken apart: which words, where, and how much each looks like a scope.

use crate::catalog::Catalog;
use crate::catalog::platform::platform;
use crate::catalog::scopes::Judgment;
use crate::decoded::{Decoded, HOLE};
use crate::detect::escape;
use crate::span::TextRange;

/// How much a word looks like a scope of HighLevel's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// It is one.
    Exact,
    /// It is another spelling of one, or known to be taken for one.
    Near,
    /// It has the shape of one.
    Shaped,
    /// It is another product's.
    Foreign,
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) name: String,
    /// The document's text that spells it.
    pub(super) range: TextRange,
    pub(super) likeness: Likeness,
}

impl Word {
    /// Whether it looks like HighLevel's.
    pub(super) fn is_highlevels(&self) -> bool {
        matches!(self.likeness, Likeness::Exact | Likeness::Near)
    }
}

/// The words of a text or a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Those that may be scopes, other products' included.
    pub(super) words: Vec<Word>,
    /// How many others there are.
    pub(super) n_others: usize,
    /// Whether a part of the text is not known.
    pub(super) has_hole: bool,
}

impl Words {
    pub(super) fn count(&self, likeness: Likeness) -> usize {
        self.words.iter().filter(|word| word.likeness == likeness).count()
    }

    /// Whether one of them looks like HighLevel's.
    pub(super) fn has_highlevels(&self) -> bool {
        self.words.iter().any(Word::is_highlevels)
    }

    /// One word and nothing else.
    pub(super) fn is_single(&self) -> bool {
        self.words.len() == 1 && self.n_others == 0 && !self.has_hole
    }

    pub(super) fn append(&mut self, other: Self) {
        self.words.extend(other.words);
        self.n_others += other.n_others;
        self.has_hole |= other.has_hole;
    }
}

/// Longest text of scopes, in bytes: all of HighLevel's together have 4,000.
const LONGEST: usize = 16 << 10;
/// Longest word that is taken for a scope, in bytes, and most digits in it: a name that is shown must not be able to hide a key.
const LONGEST_WORD: usize = 60;
const MOST_DIGITS: usize = 2;

/// The words of `decoded`; `None` where none could be a scope.
pub(super) fn split(catalog: &Catalog, decoded: &Decoded) -> Option<Words> {
    let text = decoded.text();
    if LONGEST < text.len() || memchr::memchr3(b'.', b':', b'/', text).is_none() {
        return None;
    }
    let plain = unescaped(decoded);
    let mut words = Words::default();
    for range in ranges(plain.text()) {
        match word(catalog, &plain, &range) {
            Some(word) => words.words.push(word),
            None if &plain.text()[range.clone()] == HOLE.as_bytes() => words.has_hole = true,
            None => words.n_others += 1,
        }
    }
    (!words.words.is_empty()).then_some(words)
}

/// The words that `decoded` begins with, up to the first that cannot be a scope.
pub(super) fn leading(catalog: &Catalog, decoded: &Decoded) -> Vec<Word> {
    let plain = unescaped(decoded);
    let words = ranges(plain.text()).into_iter().filter(|range| &plain.text()[range.clone()] != HOLE.as_bytes());
    words.map_while(|range| word(catalog, &plain, &range)).collect()
}

/// Takes off the name of a variable, as in `GHL_SCOPES=contacts.readonly`.
pub(super) fn without_variable(decoded: &Decoded) -> (Option<String>, Decoded) {
    let text = decoded.text();
    let len =
        text.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_').count();
    match (text.get(..len), text.get(len)) {
        (Some(name @ [_, ..]), Some(b'=')) => {
            (Some(String::from_utf8_lossy(name).into_owned()), decoded.part(&(len + 1..text.len())))
        }
        _ => (None, decoded.clone()),
    }
}

/// `decoded` without percent signs; a text may be encoded twice.
fn unescaped(decoded: &Decoded) -> Decoded {
    let mut plain = decoded.clone();
    for _ in 0..2 {
        if memchr::memchr(b'%', plain.text()).is_none() {
            break;
        }
        let once = Decoded::unescape(plain.text(), 0..plain.text().len(), b'%', |rest| {
            let (c, len) = escape::escape_at(rest).filter(|_| rest.first() == Some(&b'%'))?;
            Some((c.to_string().into_bytes(), len))
        });
        plain = plain.compose(&once);
    }
    plain
}

/// The stretches between separators.
fn ranges(text: &[u8]) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for at in 0..=text.len() {
        if text.get(at).is_none_or(|byte| byte.is_ascii_whitespace() || b",+;'\"`".contains(byte)) {
            if start < at {
                ranges.push(start..at);
            }
            start = at + 1;
        }
    }
    ranges
}

fn word(catalog: &Catalog, plain: &Decoded, range: &TextRange) -> Option<Word> {
    let name = std::str::from_utf8(&plain.text()[range.clone()]).ok()?;
    let likeness = likeness(catalog, name)?;
    Some(Word { name: name.to_owned(), range: plain.range_of(range)?, likeness })
}

fn likeness(catalog: &Catalog, name: &str) -> Option<Likeness> {
    if LONGEST_WORD < name.len() && !name.contains("://") {
        return None;
    }
    if catalog.declaring.is_foreign_scope(name) {
        return Some(Likeness::Foreign);
    }
    match platform().scopes.judge(name) {
        Judgment::Known(_) => Some(Likeness::Exact),
        Judgment::NotAScope { instead, .. } if !instead.is_empty() => Some(Likeness::Near),
        Judgment::NotAScope { .. } => Some(Likeness::Shaped),
        Judgment::Plausible | Judgment::Malformed => has_shape(name).then_some(Likeness::Shaped),
    }
}

/// Whether `name` looks like one of the words that people take for scopes.
pub(super) fn has_shape(name: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "./-_:".contains(c);
    let is_letter = |c: char| c.is_ascii_alphabetic();
    name.len() <= LONGEST_WORD
        && name.contains('.')
        && name.chars().all(is_sign)
        && name.starts_with(is_letter)
        && name.ends_with(is_letter)
        && name.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
}
