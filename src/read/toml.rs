//! TOML, whole or broken off: key paths from the events of a parser that goes on after mistakes.
//!
//! In: text. Out: strings with the tables and keys above them, comments, and as plain text what makes no sense. Text that is
//! not UTF-8 is read as plain.

use super::output::{Mark, Output};
use super::{GaveUp, LARGEST, embedded, plain, unescape};
use crate::decoded::{Decoded, Escape};
use crate::literal::Role;
use crate::span::TextRange;
use toml_parser::decoder::Encoding;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};
use toml_parser::{ParseError, Source};

/// Tables and arrays inside each other are read this deep, since the parser calls itself.
const DEEPEST: u32 = 100;

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    if LARGEST < out.text().len() {
        return plain::read_instead(out, GaveUp::Large);
    }
    let Ok(text) = std::str::from_utf8(out.text()) else { return plain::read(out) };
    let tokens = Source::new(text).lex().into_vec();
    if DEEPEST < deepest(&tokens) {
        // past its guard the parser skips what is deeper, again and again
        return plain::read_instead(out, GaveUp::Slow);
    }
    let root = out.mark();
    let mut walk = Walk { out, root, key: root, in_header: false, levels: Vec::new(), bare: None };
    let mut receiver = |event: Event| walk.event(&event);
    let mut errors = |_: ParseError| {};
    parse_document(&tokens, &mut RecursionGuard::new(&mut receiver, DEEPEST), &mut errors);
}

/// How deep brackets stand inside each other.
fn deepest(tokens: &[Token]) -> u32 {
    let (mut depth, mut deepest) = (0_u32, 0);
    for token in tokens {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

struct Walk<'w, 't> {
    out: &'w mut Output<'t>,
    /// Outside of all tables.
    root: Mark,
    /// Where the keys of the innermost table begin.
    key: Mark,
    in_header: bool,
    /// Open inline tables and arrays: where their keys would begin outside of them, and the place of their value.
    levels: Vec<(Mark, Mark)>,
    /// A bare word in an array, which may turn out to be a key.
    bare: Option<Decoded>,
}

impl Walk<'_, '_> {
    fn event(&mut self, event: &Event) {
        let range = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.levels.clear();
                self.out.back_to(self.root);
                self.out.enter_group();
                self.in_header = true;
            }
            EventKind::SimpleKey => {
                let name = decode(self.out, range, event.encoding());
                self.out.push_name(name.text());
            }
            EventKind::InlineTableOpen | EventKind::ArrayOpen => {
                self.levels.push((self.key, self.out.mark()));
                self.out.enter_group();
                self.key = self.out.mark();
            }
            EventKind::InlineTableClose | EventKind::ArrayClose => {
                if let Some((key, value)) = self.levels.pop() {
                    self.key = key;
                    self.out.back_to(value);
                }
            }
            EventKind::Scalar => self.scalar(range, event.encoding()),
            // the parser makes up the commas that it misses
            EventKind::ValueSep if range.is_empty() => {}
            EventKind::ValueSep => self.out.back_to(self.key),
            EventKind::Newline if self.in_header => {
                self.in_header = false;
                self.key = self.out.mark();
            }
            EventKind::Newline => self.out.back_to(self.key),
            EventKind::Comment => self.out.push_verbatim((range.start + 1).min(range.end)..range.end, Role::Comment),
            // an array that never ends takes the keys below it for its items
            EventKind::Error if self.out.text().get(range.clone()) == Some(b"=") && self.bare.is_some() => {
                self.out.back_to(self.key);
                if let Some(name) = self.bare.take() {
                    self.out.push_name(name.text());
                }
            }
            EventKind::Error => {
                let decoded = self.out.verbatim(range);
                if decoded.text().iter().any(u8::is_ascii_alphanumeric) {
                    self.out.push(decoded, Role::Text);
                }
            }
            _ => {}
        }
    }

    fn scalar(&mut self, range: TextRange, encoding: Option<Encoding>) {
        let decoded = decode(self.out, range, encoding);
        let text = decoded.text();
        // numbers and dates are nothing that anybody looks for, but a string may have lost its quotes
        let is_word = text.iter().any(u8::is_ascii_alphabetic) && text != b"true" && text != b"false";
        if encoding.is_some() || is_word {
            self.bare = Some(decoded.clone()).filter(|_| encoding.is_none() && !self.levels.is_empty());
            embedded::push(self.out, decoded, Role::Value);
        }
    }
}

/// What the string or bare word at `range` says.
fn decode(out: &Output<'_>, range: TextRange, encoding: Option<Encoding>) -> Decoded {
    let raw = out.text().get(range.clone()).unwrap_or_default();
    let (quote, escapes): (&[u8], bool) = match encoding {
        None => return out.verbatim(range),
        Some(Encoding::LiteralString) => (b"'", false),
        Some(Encoding::BasicString) => (b"\"", true),
        Some(Encoding::MlLiteralString) => (b"'''", false),
        Some(Encoding::MlBasicString) => (b"\"\"\"", true),
    };
    let mut start = range.start + if raw.starts_with(quote) { quote.len() } else { 0 };
    let mut end = range.end;
    if start + quote.len() <= end && raw.ends_with(quote) {
        end -= quote.len();
    }
    if quote.len() == 3 {
        // a line feed right after the opening signs is not part of the text
        let body = out.text().get(start..end).unwrap_or_default();
        start += if body.starts_with(b"\r\n") { 2 } else { usize::from(body.starts_with(b"\n")) };
    }
    if !escapes {
        return out.verbatim(start..end);
    }
    Decoded::unescape(out.text(), start..end, b'\\', escape_at)
}

/// The escape at the start of `text`; a backslash at the end of a line takes the blanks of the next lines with it.
fn escape_at(text: &[u8]) -> Option<Escape> {
    let [b'\\', after @ ..] = text else { return None };
    let blanks = after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    // a string that broke off may end with one
    if after.is_empty() || after[..blanks].contains(&b'\n') {
        return Some((Vec::new(), 1 + blanks));
    }
    unescape::escape_at(text)
}
