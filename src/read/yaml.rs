//! YAML, whole or broken off, with templates in it or not: key paths from the indentation of its lines.
//!
//! In: any bytes. Out: a literal for each scalar, with the keys above it; what base64 hides in a Kubernetes secret; comments;
//! and as plain text each line that makes no sense. Our own walk over lines: the grammar's scanner overruns its buffer when a
//! text nests too deep, and a template of Helm has no tree at all. Aliases are not expanded, so that no text grows.

use super::lines::{line_from, start};
use super::output::{Mark, Output};
use super::{embedded, yaml_flow, yaml_scalar};
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    let (n_outer, root) = (out.names().len(), out.mark());
    let at = start(out.text());
    let mut walk = Walk { n_outer, is_secret: false, notes: Vec::new(), levels: Vec::new(), at, out };
    walk.begin_document(at);
    while walk.at < walk.out.text().len() {
        walk.line();
    }
    let notes = walk.notes;
    out.back_to(root);
    for note in notes {
        match out.text().get(note.start) {
            Some(b'#') => out.push_verbatim(note.start + 1..note.end, Role::Comment),
            _ => out.push_verbatim(note, Role::Text),
        }
    }
}

/// A key or a dash whose lines are those that stand further to the right.
#[derive(Debug)]
struct Level {
    column: usize,
    is_dash: bool,
    mark: Mark,
    /// The group of the keys, or of the items, at this column.
    group: Mark,
}

struct Walk<'w, 't> {
    out: &'w mut Output<'t>,
    /// Names of the document around this one.
    n_outer: usize,
    is_secret: bool,
    /// Comments, sentences of a template's own and broken lines: they stand below no key.
    notes: Vec<TextRange>,
    levels: Vec<Level>,
    at: usize,
}

impl Walk<'_, '_> {
    /// Looks what the document is that begins at `start`.
    fn begin_document(&mut self, start: usize) {
        self.leave(|_| true);
        let text = &self.out.text()[start..];
        let end = memchr::memmem::find(text, b"\n---").unwrap_or(text.len());
        self.is_secret = yaml_scalar::is_secret(&text[..end]);
    }

    fn line(&mut self) {
        let text = self.out.text();
        let start = self.at;
        let end = line_from(text, start).end;
        self.at = (end + 1).min(text.len());
        let mut column = blanks(&text[start..end]);
        let mut rest = start + column..start + column + text[start + column..end].trim_ascii_end().len();
        match &text[rest.clone()] {
            b"..." if column == 0 => return,
            [b'-', b'-', b'-'] if column == 0 => return self.begin_document(rest.end),
            [b'-', b'-', b'-', b' ', ..] if column == 0 => {
                self.begin_document(start + 3);
                return self.value(start + 3 + blanks(&text[start + 3..rest.end])..rest.end, 0);
            }
            _ => {}
        }
        let mut is_item = false;
        // a dash begins an item of its own, and what follows it may be a key
        while let [b'-', b' ' | b'\t', ..] | [b'-'] = &text[rest.clone()] {
            self.enter(column, true);
            let skipped = 1 + blanks(&text[rest.start + 1..rest.end]);
            column += skipped;
            rest.start += skipped;
            is_item = true;
        }
        match &text[rest.clone()] {
            [] => {}
            // a key and its value on lines of their own
            [b'?', b' ', ..] => {
                let key = rest.start + 1 + blanks(&text[rest.start + 1..rest.end])..rest.end;
                self.enter(column, false);
                self.out.push_name(yaml_scalar::decode(text, key).text());
            }
            [b':', b' ', ..] => self.value(rest.start + 1 + blanks(&text[rest.start + 1..rest.end])..rest.end, column),
            line => {
                let is_note = line.starts_with(b"#") || line.starts_with(b"{{");
                match key_len(line) {
                    Some(len) => self.pair(rest, len, column),
                    // an item, or a list, an object or a text on the lines below its key
                    None if is_item || !is_note && self.is_inside(line, column) => {
                        let outer = self.levels.last().map_or(0, |level| level.column);
                        self.value(rest, outer);
                    }
                    None => self.notes.push(rest),
                }
            }
        }
    }

    /// Whether a line at `column` goes on with the innermost key; a list or an object may be the document itself.
    fn is_inside(&self, line: &[u8], column: usize) -> bool {
        match self.levels.last() {
            Some(level) => level.column < column,
            None => matches!(line, [b'[' | b'{', ..]),
        }
    }

    /// A key of `len` bytes and what follows it on its line.
    fn pair(&mut self, line: TextRange, len: usize, column: usize) {
        let text = self.out.text();
        self.enter(column, false);
        let key = line.start..line.start + text[line.start..line.start + len].trim_ascii_end().len();
        let key = without_properties(text, key);
        self.out.push_name(yaml_scalar::decode(text, key).text());
        let value = line.start + len + 1;
        self.value(value + blanks(&text[value..line.end])..line.end, column);
    }

    /// Leaves the innermost levels as long as `ends` says so; returns the last of them.
    fn leave(&mut self, ends: impl Fn(&Level) -> bool) -> Option<Level> {
        let mut last = None;
        while self.levels.last().is_some_and(&ends) {
            last = self.levels.pop();
        }
        if let Some(level) = &last {
            self.out.back_to(level.mark);
        }
        last
    }

    /// Begins an item or a key at `column`, in the group of the one before it.
    fn enter(&mut self, column: usize, is_dash: bool) {
        // the dashes of a list may stand right below its key, not further to the right
        let last = self.leave(|level| column < level.column || column == level.column && (level.is_dash || !is_dash));
        let mark = self.out.mark();
        match last {
            Some(level) if level.column == column && level.is_dash == is_dash => {
                self.out.stay_in_group_of(level.group);
            }
            _ => self.out.enter_group(),
        }
        self.levels.push(Level { column, is_dash, mark, group: self.out.mark() });
    }

    /// What stands at `range`, and on the lines after it that stand further to the right than `column`.
    fn value(&mut self, range: TextRange, column: usize) {
        let text = self.out.text();
        let feed = range.end;
        let range = without_properties(text, range);
        let end = match text.get(range.clone()).unwrap_or_default() {
            [] | [b'*', ..] => return,
            [b'#', ..] => range.start,
            [b'|' | b'>', header @ ..] if yaml_scalar::is_header(header) => {
                self.at = block_end(text, self.at, column);
                self.push(range.start..self.at);
                return;
            }
            [b'{', b'{', ..] => {
                self.push(range);
                return;
            }
            [b'{' | b'[', ..] => {
                let limit = if self.levels.is_empty() { text.len() } else { block_end(text, self.at, column) };
                yaml_flow::read(self.out, range.start..limit.max(feed))
            }
            [quote @ (b'"' | b'\''), ..] => {
                let closing = |end: usize| yaml_scalar::quoted_len(&text[range.start + 1..end], *quote);
                // one that never ends goes to the end of its line
                let len = closing(feed).or_else(|| closing(block_end(text, self.at, column).max(feed)));
                let end = len.map_or(feed, |len| range.start + len + 2);
                self.push(range.start..end);
                end
            }
            plain => {
                let mut end = range.start + before_comment(plain);
                let mut is_whole = end == feed;
                // it goes on over lines that are neither keys nor comments
                while let Some(next) = self.words_below(column).filter(|_| is_whole) {
                    end = next.start + before_comment(&text[next.clone()]);
                    is_whole = end == next.end;
                    self.at = (line_from(text, next.start).end + 1).min(text.len());
                }
                self.push(range.start..end);
                end
            }
        };
        self.rest_of_line(end);
    }

    /// The line with which a plain text goes on that stands to the right of `column`; empty lines are part of it.
    fn words_below(&self, column: usize) -> Option<TextRange> {
        let text = self.out.text();
        let mut line = line_from(text, self.at);
        while text[line.clone()].trim_ascii().is_empty() && line.end < text.len() {
            line = line_from(text, line.end + 1);
        }
        let next = &text[line.clone()];
        let words = line.start + blanks(next)..line.start + next.trim_ascii_end().len();
        (words.start < words.end && column < blanks(next) && is_words(&text[words.clone()])).then_some(words)
    }

    /// Reads what follows a value on its line, and goes on with the next line.
    fn rest_of_line(&mut self, start: usize) {
        let text = self.out.text();
        if start == self.at {
            return;
        }
        let end = line_from(text, start).end;
        self.at = self.at.max((end + 1).min(text.len()));
        let start = start + blanks(&text[start.min(end)..end]);
        let end = start + text[start.min(end)..end].trim_ascii_end().len();
        match text.get(start..end) {
            Some([b'#', ..]) => self.out.push_verbatim(start + 1..end, Role::Comment),
            Some([_, ..]) => self.notes.push(start..end),
            _ => {}
        }
    }

    /// Adds a scalar, and what it hides when it stands under `data` of a Kubernetes secret.
    fn push(&mut self, range: TextRange) {
        if !yaml_scalar::is_string(self.out.text(), &range) {
            return;
        }
        let is_program = self.out.names().last().is_some_and(|name| embedded::program(name).is_some());
        let decode = if is_program { yaml_scalar::decode_folded } else { yaml_scalar::decode };
        let decoded = decode(self.out.text(), range);
        if let Some(hidden) = self.hidden(&decoded) {
            self.out.push(hidden, Role::Value);
        }
        let is_item = self.levels.last().is_some_and(|level| level.is_dash);
        let push = if is_item { embedded::push_item } else { embedded::push };
        push(self.out, decoded, Role::Value);
    }

    fn hidden(&self, decoded: &Decoded) -> Option<Decoded> {
        let [parent, _] = self.out.names().get(self.n_outer..)? else { return None };
        if self.is_secret && **parent == *"data" { yaml_scalar::base64(decoded) } else { None }
    }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| b" \t".contains(byte)).count()
}

/// Whether a line goes on with the words of the line before it.
fn is_words(line: &[u8]) -> bool {
    !line.starts_with(b"#") && !line.starts_with(b"- ") && !line.starts_with(b"{{") && key_len(line).is_none()
}

/// The length of `line` without its remark, in bytes.
fn before_comment(line: &[u8]) -> usize {
    line[..memchr::memmem::find(line, b" #").unwrap_or(line.len())].trim_ascii_end().len()
}

/// The length of the key that `line` begins with, in bytes; its colon follows.
fn key_len(line: &[u8]) -> Option<usize> {
    let quoted = match line {
        [quote @ (b'"' | b'\''), body @ ..] => 2 + yaml_scalar::quoted_len(body, *quote)?,
        // a template's own sentence, a list or a comment: no key
        [b'{' | b'[' | b'#', ..] => return None,
        _ => 0,
    };
    // a colon in a remark behind a value makes no key of it
    let remark = memchr::memmem::find(&line[quoted..], b" #").map_or(line.len(), |at| quoted + at);
    let colon = memchr::memchr_iter(b':', &line[..remark])
        .find(|&at| quoted <= at && line.get(at + 1).is_none_or(|next| b" \t\r".contains(next)))?;
    (quoted == 0 || line[quoted..colon].trim_ascii().is_empty()).then_some(colon)
}

/// `range` without the tag and the anchor that it begins with.
fn without_properties(text: &[u8], mut range: TextRange) -> TextRange {
    while let Some(rest @ [b'!' | b'&', ..]) = text.get(range.clone()) {
        let len = rest.iter().position(|byte| b" \t".contains(byte)).unwrap_or(rest.len());
        range.start += len + blanks(&rest[len..]);
    }
    range
}

/// Where the lines end that stand further to the right than `column`, from `at` on.
fn block_end(text: &[u8], at: usize, column: usize) -> usize {
    let (mut at, mut last) = (at.min(text.len()), at.min(text.len()));
    while at < text.len() {
        let end = line_from(text, at).end;
        let line = &text[at..end];
        let is_empty = line.trim_ascii().is_empty();
        let closes = matches!(line.trim_ascii(), [b']' | b'}', ..]);
        if !is_empty && blanks(line) <= column && !(closes && blanks(line) == column) {
            break;
        }
        at = (end + 1).min(text.len());
        if !is_empty {
            last = at;
        }
    }
    last
}
