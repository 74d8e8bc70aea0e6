//! Types in angles before what they are said of, `<any>window` and `<T>(x: T) => x`, which TypeScript has and TSX has not.
//!
//! There they would begin an element. They say nothing that is asked for, so they are made blank, and every byte keeps its place.

use std::borrow::Cow;

/// Longest such type, in bytes.
const LONGEST: usize = 1000;
/// Words after which an operand begins.
const OPENING_WORDS: &[&[u8]] = &[
    b"await",
    b"case",
    b"default",
    b"delete",
    b"do",
    b"else",
    b"in",
    b"instanceof",
    b"new",
    b"of",
    b"return",
    b"throw",
    b"typeof",
    b"void",
    b"yield",
];

/// `text` with blanks for types in angles where an operand begins; as it is where it has none, or has elements.
pub(super) fn without(text: &[u8]) -> Cow<'_, [u8]> {
    if !memchr::memchr_iter(b'<', text).any(|at| may_begin_type(text, at)) {
        return Cow::Borrowed(text);
    }
    let mut lexer = Lexer { text, at: 0, last: None, depth: 0, templates: Vec::new() };
    let mut blank = Vec::new();
    while let Some(&byte) = text.get(lexer.at) {
        if byte != b'<' || !begins_type(text, lexer.last) {
            if is_closing_element(&text[lexer.at..]) {
                return Cow::Borrowed(text);
            }
            lexer.step(byte);
        } else if let Some(end) = type_end(text, lexer.at) {
            blank.extend((lexer.at..end).filter(|at| !matches!(text[*at], b'\n' | b'\r')));
            lexer.at = end;
        } else {
            lexer.step(byte);
        }
    }
    if blank.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut text = text.to_vec();
    blank.into_iter().for_each(|at| text[at] = b' ');
    Cow::Owned(text)
}

/// Whether a type may open at `at`. What is before it may be a comment, which only the lexer knows for sure.
fn may_begin_type(text: &[u8], at: usize) -> bool {
    let last = last_sign(&text[..at]);
    let line = |last: usize| &text[memchr::memrchr(b'\n', &text[..last]).map_or(0, |feed| feed + 1)..last];
    let is_behind = |last: usize| memchr::memchr(b'\n', &text[last..at]).is_some();
    begins_type(text, last)
        || last.is_some_and(|last| is_behind(last) && memchr::memmem::find(line(last), b"//").is_some())
}

/// Whether `</` closes an element here, and no comment follows the `<`.
fn is_closing_element(text: &[u8]) -> bool {
    text.starts_with(b"</") && !matches!(text.get(2), Some(b'/' | b'*'))
}

/// The last byte of `text` that is no space.
fn last_sign(text: &[u8]) -> Option<usize> {
    text.iter().rposition(|byte| !byte.is_ascii_whitespace())
}

/// Whether an angle behind the sign at `last` opens a type. Nothing is compared with what a brace closes.
fn begins_type(text: &[u8], last: Option<usize>) -> bool {
    last.is_some_and(|last| text[last] == b'}') || begins_operand(text, last)
}

/// Whether what follows the sign at `last` is an operand, so that no comparison and no division can follow.
fn begins_operand(text: &[u8], last: Option<usize>) -> bool {
    let Some(last) = last else { return true };
    let before = |n: usize| last.checked_sub(n).map(|at| text[at]);
    match text[last] {
        // `i++ < n`
        sign @ (b'+' | b'-') => before(1) != Some(sign),
        // `a! < b`, where `!` says that there is an `a`
        b'!' => !before(1).is_some_and(|byte| is_word(byte) || matches!(byte, b')' | b']')),
        b'>' => before(1) == Some(b'='),
        b'(' | b'[' | b'{' | b';' | b',' | b'=' | b':' | b'?' | b'~' | b'&' | b'|' | b'^' | b'*' | b'/' | b'%' => true,
        byte if is_word(byte) => {
            let start = text[..=last].iter().rposition(|byte| !is_word(*byte)).map_or(0, |at| at + 1);
            let is_field = start.checked_sub(1).is_some_and(|at| text[at] == b'.');
            !is_field && OPENING_WORDS.contains(&&text[start..=last])
        }
        _ => false,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

/// Where the type that opens at `start` closes.
fn type_end(text: &[u8], start: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut at = start;
    while let Some(&byte) = text.get(at).filter(|_| at < start + LONGEST) {
        at += 1;
        match byte {
            b'<' => open.push(b'>'),
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            // the arrow of a function's type
            b'>' if text[at - 2] == b'=' => {}
            b'>' | b')' | b']' | b'}' if open.pop() != Some(byte) => return None,
            b'>' | b')' | b']' | b'}' if open.is_empty() => return Some(at),
            b';' if open.last() == Some(&b'>') => return None,
            b'"' | b'\'' => at = string_end(text, at, byte),
            b'`' => at += memchr::memchr(b'`', &text[at..text.len().min(start + LONGEST)])? + 1,
            // the end of an element, and not of a comment
            b'/' if text.get(at) == Some(&b'>') && text[at - 2] != b'*' => return None,
            _ => {}
        }
    }
    None
}

/// Where a string ends whose content begins at `at`: behind its quote, or at the end of its line.
fn string_end(text: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Goes over code, past what is in strings, comments and regular expressions.
struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    /// The last byte of code that is no space.
    last: Option<usize>,
    /// Braces that are open.
    depth: usize,
    /// How many were open where each template that is open has its hole.
    templates: Vec<usize>,
}

impl Lexer<'_> {
    /// Goes past what begins with `byte`.
    fn step(&mut self, byte: u8) {
        let rest = &self.text[self.at..];
        let past = |end: Option<usize>| end.map_or(self.text.len(), |end| self.at + end);
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {
                self.at += 1;
                return;
            }
            b'/' if rest.starts_with(b"//") => {
                self.at = past(memchr::memchr(b'\n', rest));
                return;
            }
            b'/' if rest.starts_with(b"/*") => {
                self.at = past(memchr::memmem::find(&rest[2..], b"*/").map(|end| end + 4));
                return;
            }
            b'/' if begins_operand(self.text, self.last) => self.at = self.pattern_end(),
            b'"' | b'\'' => self.at = string_end(self.text, self.at + 1, byte),
            b'`' => self.template(),
            b'}' if self.templates.last() == Some(&self.depth) => {
                self.templates.pop();
                self.template();
            }
            b'{' => (self.depth, self.at) = (self.depth + 1, self.at + 1),
            b'}' => (self.depth, self.at) = (self.depth.saturating_sub(1), self.at + 1),
            _ => self.at += 1,
        }
        self.last = Some(self.at - 1);
    }

    /// Goes past the text of a template, to its end or into its next hole.
    fn template(&mut self) {
        self.at += 1;
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.text.len()),
                b'`' => return,
                b'$' if self.text.get(self.at) == Some(&b'{') => {
                    self.at += 1;
                    self.templates.push(self.depth);
                    return;
                }
                _ => {}
            }
        }
    }

    /// Where a regular expression ends; behind its first sign where it does not end in its line.
    fn pattern_end(&self) -> usize {
        let mut is_class = false;
        let mut at = self.at + 1;
        while let Some(&byte) = self.text.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' => break,
                b'[' => is_class = true,
                b']' => is_class = false,
                b'/' if !is_class => return at + 1,
                _ => {}
            }
            at += 1;
        }
        self.at + 1
    }
}
