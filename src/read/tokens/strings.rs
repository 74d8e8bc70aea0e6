//! Strings of all forms: finds where one ends, decodes its text, and finds the expressions that it holds.
//!
//! One that is never closed ends with its line, so that the rest of a half-typed file is still read as code.

use super::dialect::{Escape, Fence, Form, Holes, Lines};
use super::lexer::{Lexer, character, is_word, variable};
use crate::decoded::Decoded;
use crate::read::unescape::escape_at;
use crate::span::TextRange;

/// A part of a string.
#[derive(Debug)]
pub(super) enum Part {
    /// Text.
    Text(Decoded),
    /// An expression, with its signs and without.
    Hole(TextRange, TextRange),
}

/// A string whose opening was read.
struct Opening {
    form: Form,
    body: usize,
    close: Vec<u8>,
}

impl Lexer<'_> {
    /// Takes the string that begins here.
    pub(super) fn string(&mut self) -> Option<Vec<Part>> {
        let opening = self.dialect.strings.iter().find_map(|form| self.opening(form))?;
        let line = self.end_of_line(opening.body);
        if opening.form.lines != Lines::One && self.doubt <= self.at {
            let mut body = Body::new(self, &opening, self.text.len());
            let is_closed = body.read();
            let (parts, end, hole_doubt) = (body.parts, body.at, body.hole_doubt);
            let next = self.text.get(end).copied();
            // a quote right before a name opens the next string rather than closing this one
            let is_sound = end <= line
                || opening.form.lines != Lines::Doubtful
                || !next.is_some_and(|byte| is_word(byte) || b"\"'${".contains(&byte));
            self.hole_doubt = hole_doubt;
            if is_closed && is_sound {
                self.at = end;
                return Some(parts);
            }
            self.doubt = end;
        }
        let mut body = Body::new(self, &opening, line);
        body.read();
        (self.at, self.hole_doubt) = (body.at.max(opening.body), body.hole_doubt);
        Some(body.parts)
    }

    fn opening(&self, form: &Form) -> Option<Opening> {
        let rest = self.rest().strip_prefix(form.open)?;
        let run = |sign: u8| rest.iter().take_while(|byte| **byte == sign).count();
        let body = self.at + form.open.len();
        let mut close = form.close.to_vec();
        match form.fence {
            Fence::None if form.lines == Lines::Here => {
                // it is the last of its line; a line may be all the text, and is not searched for each
                let feed = rest.iter().position(|byte| *byte == b'\n' || !byte.is_ascii_whitespace())?;
                let is_last = rest.get(feed) == Some(&b'\n');
                // the closing of an empty one shares the line feed with the opening
                let body = body + feed + usize::from(!rest.get(feed..)?.starts_with(form.close));
                is_last.then_some(Opening { form: *form, body, close })
            }
            Fence::None => Some(Opening { form: *form, body, close }),
            Fence::Hashes => {
                let n = run(b'#');
                close.extend(std::iter::repeat_n(b'#', n));
                (rest.get(n) == Some(&b'"')).then_some(Opening { form: *form, body: body + n + 1, close })
            }
            Fence::Quotes => {
                let n = run(b'"');
                close.extend(std::iter::repeat_n(b'"', n));
                Some(Opening { form: *form, body: body + n, close })
            }
        }
    }
}

/// The inside of a string, up to `limit` at most.
struct Body<'b> {
    text: &'b [u8],
    form: Form,
    close: &'b [u8],
    at: usize,
    hole_doubt: usize,
    decoded: Decoded,
    parts: Vec<Part>,
}

impl<'b> Body<'b> {
    fn new(lexer: &Lexer<'b>, opening: &'b Opening, limit: usize) -> Self {
        Self {
            text: lexer.text.get(..limit).unwrap_or(lexer.text),
            form: opening.form,
            close: &opening.close,
            at: opening.body,
            hole_doubt: lexer.hole_doubt,
            decoded: Decoded::default(),
            parts: Vec::new(),
        }
    }

    /// Reads to the closing or the limit; says whether there was a closing.
    fn read(&mut self) -> bool {
        let quote = self.close.first().copied().unwrap_or(b'"');
        let escape = match self.form.escape {
            Escape::None => quote,
            Escape::Backslash => b'\\',
            Escape::Backtick => b'`',
        };
        let (hole, brace) = match self.form.holes {
            Holes::None => (quote, quote),
            Holes::Braces | Holes::DoubleBraces => (b'{', b'}'),
            Holes::Dollar | Holes::DoubleDollar | Holes::Shell => (b'$', b'$'),
        };
        let is_run = 1 < self.close.len() && self.close.iter().all(|byte| *byte == quote);
        let mut is_closed = false;
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            let n = rest.iter().take_while(|&&byte| byte != quote && byte != escape && byte != hole && byte != brace);
            let n = n.count();
            if 0 < n {
                self.verbatim(n);
                continue;
            }
            if rest.starts_with(self.close) {
                if self.form.is_doubled && rest.get(1) == Some(&quote) {
                    self.spell(&[quote], 2);
                    continue;
                }
                if self.form.fence == Fence::None && is_run && rest.get(self.close.len()) == Some(&quote) {
                    // of more quotes in a row the last ones close it
                    self.verbatim(1);
                    continue;
                }
                self.at += self.close.len();
                is_closed = true;
                break;
            }
            if !self.hole() && !self.escape() {
                self.verbatim(1);
            }
        }
        self.end_text();
        is_closed
    }

    fn verbatim(&mut self, len: usize) {
        let range = self.at..self.at + len;
        self.decoded.push(self.text.get(range.clone()).unwrap_or_default(), range);
        self.at += len;
    }

    fn spell(&mut self, spelled: &[u8], len: usize) {
        self.decoded.push(spelled, self.at..self.at + len);
        self.at += len;
    }

    fn end_text(&mut self) {
        if !self.decoded.text().is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.decoded)));
        }
    }

    fn escape(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        match (self.form.escape, rest) {
            (Escape::Backslash, [b'\\', b'\n' | b'\r', after @ ..]) => {
                // Rust takes out the blanks that begin the next line, too
                let blanks = after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                self.spell(b"", 2 + blanks);
            }
            (Escape::Backslash, _) => {
                let Some((spelled, len)) = escape_at(rest) else { return false };
                self.spell(&spelled, len);
            }
            (Escape::Backtick, [b'`', sign, after @ ..]) => {
                let code = after.strip_prefix(b"{").and_then(|code| {
                    let n = code.iter().take(8).position(|byte| *byte == b'}')?;
                    let code = u32::from_str_radix(std::str::from_utf8(code.get(..n)?).ok()?, 16).ok()?;
                    Some((char::from_u32(code)?.to_string(), n))
                });
                match (sign, code) {
                    (b'u', Some((spelled, n))) => self.spell(spelled.as_bytes(), n + 4),
                    (b'n', _) => self.spell(b"\n", 2),
                    (b'r', _) => self.spell(b"\r", 2),
                    (b't', _) => self.spell(b"\t", 2),
                    (b'0', _) => self.spell(b"\0", 2),
                    _ => self.spell(&[*sign], 2),
                }
            }
            _ => return false,
        }
        true
    }

    /// Takes the expression, or the brace that is none, that begins here.
    fn hole(&mut self) -> bool {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let name_len = |from: usize| rest.iter().skip(from).take_while(|byte| is_word(**byte)).count();
        let (open, close): (usize, &[u8]) = match (self.form.holes, rest) {
            (Holes::Braces, [brace @ (b'{' | b'}'), second, ..]) if brace == second => {
                self.spell(&[*brace], 2);
                return true;
            }
            (Holes::Braces, [b'{', ..]) => (1, b"}"),
            (Holes::DoubleBraces, [b'{', b'{', ..]) => (2, b"}}"),
            (Holes::Dollar, [b'$', b'{', ..]) => (2, b"}"),
            // of more dollar signs in a row the last two open it
            (Holes::DoubleDollar, [b'$', b'$', b'$', ..]) => return false,
            (Holes::DoubleDollar, [b'$', b'$', b'{', ..]) => (3, b"}"),
            (Holes::DoubleDollar, [b'$', b'$', first, ..]) if is_first_of_name(*first) => {
                self.push_hole(start..start + 2 + name_len(2), start + 2..start + 2 + name_len(2));
                return true;
            }
            (Holes::Shell, [b'$', b'(', ..]) => (2, b")"),
            (Holes::Dollar | Holes::Shell, [b'$', first, ..]) => {
                let is_name = is_first_of_name(*first) || *first == b'{';
                let Some((name, end)) = variable(self.text, start).filter(|_| is_name) else { return false };
                let (name, end) = match self.form.holes {
                    Holes::Dollar => (start + 1..start + 1 + name_len(1), start + 1 + name_len(1)),
                    // with a scope or a blank in it, the whole variable is what to read
                    _ if name.start == start + 1 => (name, end),
                    _ if name.start == start + 2 && name_len(2) == name.len() => (name, end),
                    _ => (start..end, end),
                };
                self.push_hole(start..end, name);
                return true;
            }
            _ => return false,
        };
        if start < self.hole_doubt {
            return false;
        }
        match self.end_of_hole(start + open, close) {
            Ok(end) => self.push_hole(start..end + close.len(), start + open..end),
            Err(came_to) => {
                self.hole_doubt = came_to;
                return false;
            }
        }
        true
    }

    fn push_hole(&mut self, range: TextRange, inside: TextRange) {
        self.end_text();
        self.at = range.end;
        self.parts.push(Part::Hole(range, inside));
    }

    /// Where the expression that begins at `from` ends, or how far it was looked for: brackets and quotes in it come in pairs.
    fn end_of_hole(&self, from: usize, close: &[u8]) -> Result<usize, usize> {
        // an element is an open bracket by its closing, or an open quote
        let mut open: Vec<u8> = Vec::new();
        let mut at = from;
        while let Some(&byte) = self.text.get(at) {
            let in_quotes = open.last().filter(|sign| matches!(sign, b'"' | b'\'')).copied();
            let next = self.text.get(at + 1).copied();
            match (in_quotes, byte) {
                (Some(_), b'\\') if self.form.escape != Escape::Backtick => at += 1,
                (Some(_), b'`') if self.form.escape == Escape::Backtick => at += 1,
                (Some(quote), _) if byte == quote => drop(open.pop()),
                (Some(b'"'), b'$') if matches!(next, Some(b'{' | b'(')) && self.form.holes != Holes::Braces => {
                    open.push(if next == Some(b'{') { b'}' } else { b')' });
                    at += 1;
                }
                (None, b'"') => open.push(b'"'),
                (None, b'\'') if self.form.escape == Escape::Backtick => open.push(b'\''),
                (None, b'\'') => {
                    let len = self.text.get(at..).and_then(character);
                    at += len.map_or(0, |len| len - 1);
                }
                (None, _) if open.is_empty() && self.text.get(at..).is_some_and(|rest| rest.starts_with(close)) => {
                    return Ok(at);
                }
                (None, b'(') => open.push(b')'),
                (None, b'{') => open.push(b'}'),
                (None, b')' | b'}') if open.last() == Some(&byte) => drop(open.pop()),
                // a statement's end: the expression was never closed
                (None, b';') if open.is_empty() && close == b"}" => return Err(at),
                _ => {}
            }
            at += 1;
        }
        Err(self.text.len())
    }
}

/// Whether `byte` may begin the name of a variable.
fn is_first_of_name(byte: u8) -> bool {
    is_word(byte) && !byte.is_ascii_digit()
}
