//! Cuts a stretch of text into the tokens of a dialect: words, variables, signs and strings; comments go aside.
//!
//! In: text and the table of its language. Out: tokens in order. Any bytes at all are cut; what is no token is a sign. Each
//! byte is looked at a bounded number of times: a search that failed once is not made again before the place it came to.

use super::dialect::Dialect;
use super::strings::Part;
use crate::read::lines::line_from;
use crate::read::unescape::escape_at;
use crate::span::TextRange;

/// A token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where it begins, with its sigil.
    pub(super) start: usize,
    /// Its text; of a variable or a parameter only the name.
    pub(super) range: TextRange,
    /// Whether a line ended since the token before.
    pub(super) is_first: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A variable of the environment, written as one.
    Env,
    /// The name of a parameter, written as one.
    Parameter,
    /// A string, by its index.
    String(usize),
    /// Punctuation or an operator.
    Sign,
    /// A number or a character.
    Other,
}

/// Operators of more than one byte; any other sign is a byte.
const OPERATORS: &[&[u8]] = &[
    b"===", b"!==", b"??=", b"...", b"::", b"=>", b"==", b"!=", b"<=", b">=", b"??", b"?:", b"?.", b"->", b"+=", b"-=",
    b"&&", b"||", b"!!", b"..", b"++", b"--",
];

/// Longest name of a variable in braces that is looked for, in bytes.
const LONGEST_NAME: usize = 128;

/// All tokens of a stretch.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) strings: Vec<Vec<Part>>,
    /// The texts of the comments, without their signs.
    pub(super) comments: Vec<TextRange>,
}

/// Cuts `range` of `text`.
pub(super) fn cut(dialect: &Dialect, text: &[u8], range: TextRange) -> Tokens {
    // offsets are those of the whole text, which ends for the lexer where the range does
    let text = text.get(..range.end).unwrap_or(text);
    let mut lexer = Lexer {
        dialect,
        text,
        at: range.start,
        is_first: true,
        line: 0..0,
        doubt: 0,
        hole_doubt: 0,
        found: Tokens::default(),
    };
    while lexer.at < text.len() {
        lexer.next();
    }
    lexer.found
}

pub(super) struct Lexer<'l> {
    pub(super) dialect: &'l Dialect,
    pub(super) text: &'l [u8],
    pub(super) at: usize,
    is_first: bool,
    /// Of the line that was last asked for: from where, and its end.
    line: TextRange,
    /// Strings that begin before this end with their line: an earlier one was searched up to here.
    pub(super) doubt: usize,
    /// The same of expressions in strings.
    pub(super) hole_doubt: usize,
    found: Tokens,
}

impl Lexer<'_> {
    fn next(&mut self) {
        let start = self.at;
        let Some(&byte) = self.text.get(start) else { return };
        if byte.is_ascii_whitespace() {
            self.is_first |= byte == b'\n';
            self.at += 1;
        } else if self.comment() {
        } else if let Some(parts) = self.string() {
            self.found.strings.push(parts);
            self.token(Kind::String(self.found.strings.len() - 1), start, start..self.at);
        } else if byte.is_ascii_digit() {
            self.at = self.end_of_word(start);
            self.token(Kind::Other, start, start..self.at);
        } else if is_word(byte) {
            let from = start + self.sign_of_name();
            self.at = self.end_of_word(from);
            self.token(Kind::Word, start, from..self.at);
        } else if !(self.dialect.is_shell && self.shell(byte) || self.dialect.has_chars && self.character()) {
            let operator = OPERATORS.iter().find(|operator| self.rest().starts_with(operator));
            self.at += operator.map_or(1, |operator| operator.len());
            self.token(Kind::Sign, start, start..self.at);
        }
    }

    pub(super) fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Where the line ends that `at` is in; asked for every string, and a line may be all the text.
    pub(super) fn end_of_line(&mut self, at: usize) -> usize {
        if !(self.line.start..=self.line.end).contains(&at) || self.line.is_empty() {
            self.line = line_from(self.text, at);
        }
        self.line.end
    }

    fn token(&mut self, kind: Kind, start: usize, range: TextRange) {
        self.found.tokens.push(Token { kind, start, range, is_first: self.is_first });
        self.is_first = false;
    }

    /// The end of the word that begins at `start`; a dash is in a shell's word when a letter follows.
    fn end_of_word(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(&byte) = self.text.get(at) {
            let is_dash = self.dialect.is_shell
                && byte == b'-'
                && start < at
                && self.text.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
            if !is_word(byte) && !is_dash {
                break;
            }
            at += 1;
        }
        at
    }

    /// How long the sign is that makes the word behind it a name, even if it is a keyword: `r#type`.
    fn sign_of_name(&self) -> usize {
        let is_sign = self.dialect.has_attributes && self.rest().starts_with(b"r#");
        let is_name = self.text.get(self.at + 2).is_some_and(|byte| is_word(*byte) && !byte.is_ascii_digit());
        if is_sign && is_name { 2 } else { 0 }
    }

    /// Takes a comment.
    fn comment(&mut self) -> bool {
        let (open, close) = self.dialect.block_comment;
        let line = self.dialect.line_comment;
        let rest = self.rest();
        let is_block = rest.starts_with(open);
        let is_attribute = self.dialect.has_attributes && rest.starts_with(b"#");
        let is_directive = self.dialect.has_directives && self.is_first && rest.starts_with(b"#");
        if !is_block && !is_directive && (is_attribute || !rest.starts_with(line)) {
            return false;
        }
        let (signs, end) = if is_block {
            (open.len(), self.end_of_block(open, close))
        } else {
            (if is_directive { 1 } else { line.len() }, line_from(self.text, self.at).end)
        };
        // documentation has one more sign
        let more = rest.iter().skip(signs).take(2).take_while(|byte| b"/*!#".contains(byte)).count();
        let start = (self.at + signs + more).min(end);
        let body = self.text.get(start..end).unwrap_or_default();
        self.is_first |= memchr::memchr(b'\n', body).is_some();
        if !body.is_empty() {
            self.found.comments.push(start..end);
        }
        self.at = if is_block { (end + close.len()).min(self.text.len()) } else { end };
        true
    }

    /// Where the text of the comment that begins here ends; one that is never closed goes to the end.
    fn end_of_block(&self, open: &[u8], close: &[u8]) -> usize {
        let mut depth = 1_usize;
        let mut at = self.at + open.len();
        while let Some(found) = self.text.get(at..).and_then(|rest| memchr::memchr3(b'/', b'*', b'#', rest)) {
            at += found;
            let rest = self.text.get(at..).unwrap_or_default();
            if rest.starts_with(close) {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
                at += close.len();
            } else if self.dialect.comments_nest && rest.starts_with(open) {
                depth += 1;
                at += open.len();
            } else {
                at += 1;
            }
        }
        self.text.len()
    }

    /// Takes a shell's variable or parameter.
    fn shell(&mut self, byte: u8) -> bool {
        let start = self.at;
        let is_apart = start.checked_sub(1).and_then(|at| self.text.get(at)).is_none_or(|before| !is_word(*before));
        if byte == b'-' && is_apart && self.text.get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            let range = start + 1..self.end_of_word(start + 1);
            let name = self.text.get(range.clone()).unwrap_or_default();
            let is_operator = self.dialect.operators.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes()));
            self.at = range.end;
            self.token(if is_operator { Kind::Sign } else { Kind::Parameter }, start, range);
            return true;
        }
        let is_of_shell = matches!(self.text.get(start..start + 2), Some(b"$?" | b"$$" | b"$^"));
        let found = if is_of_shell { Some((start + 1..start + 2, start + 2)) } else { variable(self.text, start) };
        let Some((range, end)) = found else { return false };
        self.at = end;
        let kind = if is_env(self.text.get(start..range.start).unwrap_or_default()) { Kind::Env } else { Kind::Word };
        self.token(kind, start, range);
        true
    }

    /// Takes a character, or the sign of a lifetime.
    fn character(&mut self) -> bool {
        let Some(len) = character(self.rest()) else { return false };
        let start = self.at;
        self.at += len;
        self.token(Kind::Other, start, start..self.at);
        true
    }
}

/// How long the character is that `text` begins with, with its quotes.
pub(super) fn character(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"'")?;
    let len = match escape_at(rest.get(..rest.len().min(12)).unwrap_or_default()) {
        Some((_, len)) => len,
        None => rest.iter().take(4).skip(1).take_while(|byte| (0x80..0xc0).contains(*byte)).count() + 1,
    };
    (rest.get(len) == Some(&b'\'')).then_some(len + 2)
}

/// Whether `byte` is one of a name.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || 0x80 <= byte
}

/// Whether the sigil of a variable says that it is one of the environment.
fn is_env(sigil: &[u8]) -> bool {
    sigil.trim_ascii_end().to_ascii_lowercase().ends_with(b"env:")
}

/// The name of the shell variable that begins at `start`, without its scope, and where the variable ends.
pub(super) fn variable(text: &[u8], start: usize) -> Option<(TextRange, usize)> {
    if text.get(start) != Some(&b'$') {
        return None;
    }
    let is_braced = text.get(start + 1) == Some(&b'{');
    let mut name = start + 1 + usize::from(is_braced);
    let word_from = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| is_word(**byte)).count()
    };
    let mut end = word_from(name);
    if name < end && text.get(end) == Some(&b':') && text.get(end + 1).is_some_and(|byte| is_word(*byte)) {
        name = end + 1;
        end = word_from(name);
    }
    if is_braced {
        // between braces a name may have blanks and signs
        let rest = text.get(name..).unwrap_or_default();
        end = name + rest.iter().take(LONGEST_NAME).take_while(|byte| !b"{}\"\n".contains(byte)).count();
    }
    if name == end || is_braced && text.get(end) != Some(&b'}') {
        return None;
    }
    Some((name..end, end + usize::from(is_braced)))
}
