//! JSON, with comments and without, whole or broken off: key paths from a walk over its tokens.
//!
//! Our own walk, since a parser stops at the first mistake, and half a file still holds a whole key. It has no depth to run
//! out of, and it keeps which bytes spell which character of a string with escapes.

use super::embedded::{self, Items};
use super::language::Language;
use super::lines::line_from;
use super::output::{Mark, Output};
use super::unescape::escape_at;
use crate::decoded::Decoded;
use crate::literal::Role;

/// An open object or list.
#[derive(Debug)]
struct Level {
    mark: Mark,
    is_object: bool,
    state: State,
    /// Strings of a list whose name says that they are the lines of a program.
    lines: Option<(Language, Decoded)>,
}

/// What a level waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Key,
    Colon,
    Value,
}

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    Walk { text: out.text(), out, levels: Vec::new(), at: 0, pending: None }.run();
}

struct Walk<'w, 't> {
    text: &'t [u8],
    out: &'w mut Output<'t>,
    levels: Vec<Level>,
    at: usize,
    /// A string where a key may stand: only what follows tells whether it was one.
    pending: Option<Decoded>,
}

impl Walk<'_, '_> {
    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'"' | b'\'' => self.string(byte),
                b'{' | b'[' => self.open(byte == b'{'),
                b'}' | b']' => self.close(),
                b':' => self.colon(),
                b',' => self.comma(),
                b'/' if matches!(self.text.get(self.at + 1), Some(b'/' | b'*')) => self.comment(),
                b'#' => self.line_comment(1),
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => self.bare(),
            }
        }
        while !self.levels.is_empty() {
            self.close();
        }
        self.flush();
    }

    fn string(&mut self, quote: u8) {
        self.flush();
        let decoded = self.decode(quote);
        match self.levels.last_mut() {
            Some(level) if level.is_object && level.state == State::Key => {
                level.state = State::Colon;
                self.pending = Some(decoded);
            }
            _ => self.value(decoded),
        }
    }

    /// A number, a word, or an unquoted key of a relaxed dialect.
    fn bare(&mut self) {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'{}[]:,".contains(byte);
        let rest = &self.text[self.at..];
        let len = rest.iter().position(is_end).unwrap_or(rest.len()).max(1);
        let range = self.at..self.at + len;
        self.at = range.end;
        match self.levels.last_mut() {
            Some(level) if level.is_object && level.state == State::Key => {
                level.state = State::Colon;
                self.pending = Some(self.out.verbatim(range));
            }
            // numbers, true, null: nothing that anybody looks for
            _ => {}
        }
    }

    fn value(&mut self, decoded: Decoded) {
        match self.levels.last_mut() {
            Some(Level { lines: Some((_, lines)), .. }) => {
                lines.append(&decoded);
                let end = decoded.range_of(&(0..decoded.text().len())).map_or(0, |range| range.end);
                // the closing quote stands for the end of the line
                if !decoded.text().ends_with(b"\n") && end < self.at {
                    lines.push(b"\n", self.at - 1..self.at);
                }
            }
            Some(level) if !level.is_object => embedded::push_item(self.out, decoded, Role::Value),
            _ => embedded::push(self.out, decoded, Role::Value),
        }
    }

    fn open(&mut self, is_object: bool) {
        self.flush();
        self.at += 1;
        let program = self.out.names().last().and_then(|name| embedded::program(name));
        let mark = self.out.mark();
        self.out.enter_group();
        let state = if is_object { State::Key } else { State::Value };
        let lines = program.filter(|(_, items)| !is_object && *items == Items::Lines);
        let lines = lines.map(|(language, _)| (language, Decoded::default()));
        self.levels.push(Level { mark, is_object, state, lines });
    }

    fn close(&mut self) {
        self.flush();
        self.at += 1;
        let Some(level) = self.levels.pop() else { return };
        if let Some((language, lines)) = level.lines {
            self.out.push_inner(language, lines, Role::Value);
        }
        self.out.back_to(level.mark);
    }

    fn colon(&mut self) {
        self.at += 1;
        let Some(key) = self.pending.take() else { return };
        let Some(level) = self.levels.last_mut() else { return };
        level.state = State::Value;
        self.out.push_name(key.text());
    }

    fn comma(&mut self) {
        self.flush();
        self.at += 1;
        let Some(level) = self.levels.last_mut() else { return };
        if level.is_object {
            level.state = State::Key;
            let (mark, group) = (level.mark, self.out.mark());
            self.out.back_to(mark);
            self.out.stay_in_group_of(group);
        }
    }

    /// A string that stood where a key may stand but was followed by no colon.
    fn flush(&mut self) {
        if let Some(decoded) = self.pending.take() {
            self.out.push(decoded, Role::Value);
            if let Some(level) = self.levels.last_mut() {
                level.state = State::Key;
            }
        }
    }

    /// Reads the string that begins here; one that never ends goes to the end of its line.
    fn decode(&mut self, quote: u8) -> Decoded {
        let mut decoded = Decoded::default();
        self.at += 1;
        while let Some(found) = memchr::memchr3(quote, b'\\', b'\n', &self.text[self.at..]) {
            let stop = self.at + found;
            decoded.push(&self.text[self.at..stop], self.at..stop);
            self.at = stop;
            match escape_at(&self.text[stop..]) {
                Some((spelled, len)) => {
                    decoded.push(&spelled, stop..stop + len);
                    self.at += len;
                }
                None => {
                    self.at += 1;
                    return decoded;
                }
            }
        }
        decoded.push(&self.text[self.at..], self.at..self.text.len());
        self.at = self.text.len();
        decoded
    }

    fn comment(&mut self) {
        if self.text[self.at + 1] == b'/' {
            return self.line_comment(2);
        }
        let body = self.at + 2;
        let end = memchr::memmem::find(&self.text[body..], b"*/").map_or(self.text.len(), |at| body + at);
        self.out.push_verbatim(body..end, Role::Comment);
        self.at = (end + 2).min(self.text.len());
    }

    fn line_comment(&mut self, signs: usize) {
        let end = line_from(self.text, self.at).end;
        self.out.push_verbatim((self.at + signs).min(end)..end, Role::Comment);
        self.at = end;
    }
}
