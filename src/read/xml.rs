//! XML and property lists: the text of elements and the values of attributes under the names of the elements around them.
//!
//! In: text. Out: values; attributes of an element are a group, and so are the elements in it. The parser only says where
//! tags begin and end; where it stops, it starts again at the next tag, and after many stops the rest is lines of text.

use super::lines::{line_from, push_lines, run, start, trimmed};
use super::output::{Mark, Output};
use super::{Language, embedded, entity};
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;
use quick_xml::Reader;
use quick_xml::events::Event;

/// How often the parser may start again: each time can cost it all that follows.
const MOST_STARTS: usize = 64;
/// How many open elements an end tag may close: one that has no start is then found out at small cost.
const MOST_CLOSED: usize = 16;
/// Longest text that names a neighbor, in bytes.
const LONGEST_TITLE: usize = 128;
/// Attributes that say what the text of their element is.
const TITLES: &[&[u8]] = &[b"name", b"key", b"id"];

/// An open element.
#[derive(Debug)]
struct Element {
    name: TextRange,
    /// The place around it.
    outside: Mark,
    /// What a `<key>` in it says of the element after that.
    key: Option<Vec<u8>>,
}

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    let text = out.text();
    let root = out.mark();
    let ascii: Vec<u8> = text.iter().map(|byte| if byte.is_ascii() { *byte } else { b'_' }).collect();
    let mut walk = Walk { text, out, elements: Vec::new(), said: Decoded::default() };
    let mut at = start(text);
    for _ in 0..MOST_STARTS {
        let Some(stop) = walk.parse(&ascii, at) else {
            walk.flush();
            return;
        };
        at = stop;
    }
    walk.flush();
    out.back_to(root);
    push_lines(out, at..text.len(), Role::Text);
}

struct Walk<'w, 't> {
    text: &'t [u8],
    out: &'w mut Output<'t>,
    elements: Vec<Element>,
    /// What the innermost element has said so far.
    said: Decoded,
}

impl Walk<'_, '_> {
    /// Reads from `start` on; returns where to start again, unless the text is at its end.
    ///
    /// `ascii` is the text with a sign for each byte that is not ASCII, since the parser stops at broken UTF-8.
    fn parse(&mut self, ascii: &[u8], start: usize) -> Option<usize> {
        let mut reader = Reader::from_reader(ascii.get(start..)?);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let position = |reader: &Reader<&[u8]>| {
            let read = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            start.saturating_add(read).min(ascii.len())
        };
        loop {
            let from = position(&reader);
            let event = reader.read_event();
            let range = from..position(&reader);
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Text(_) | Event::GeneralRef(_)) => self.said.append(&entity::decode(self.text, range, &[])),
                Ok(Event::CData(_)) => self.said.append(&self.out.verbatim(inside(&range, 9, 3))),
                Ok(Event::Comment(_)) => self.out.push_verbatim(inside(&range, 4, 3), Role::Comment),
                Ok(Event::Start(_) | Event::Empty(_)) => {
                    if let Some(next) = self.tag(range) {
                        return Some(next);
                    }
                }
                Ok(Event::End(_)) => self.end(inside(&range, 2, 1)),
                Ok(Event::DocType(_) | Event::PI(_)) => push_lines(self.out, range, Role::Text),
                Ok(Event::Decl(_)) => {}
                Err(_) => {
                    // the sign that nothing closes is a text
                    let next = ascii.get(from + 1..).and_then(|rest| memchr::memchr(b'<', rest));
                    let next = next.map_or(ascii.len(), |next| from + 1 + next);
                    self.flush();
                    self.broken(from..next);
                    return Some(next);
                }
            }
        }
    }

    /// Reads a tag that opens an element; returns where to start again when an open quote ran into another tag.
    fn tag(&mut self, range: TextRange) -> Option<usize> {
        self.flush();
        let cut = next_tag(self.text, &range);
        let whole = range.start..cut.unwrap_or(range.end);
        let is_empty = cut.is_some() || self.text[whole.clone()].ends_with(b"/>");
        let name = whole.start + 1;
        let name = name..name + run(self.text, name, whole.end, |byte| !is_blank(byte) && byte != b'>' && byte != b'/');
        let outside = self.out.mark();
        let key = self.elements.last_mut().and_then(|parent| parent.key.take());
        match key {
            Some(key) => self.out.push_name(&key),
            None => self.out.push_name(local(&self.text[name.clone()])),
        }
        self.out.enter_group();
        let title = self.attributes(name.end..whole.end);
        if let Some(title) = title {
            self.out.push_name(&title);
        }
        if is_empty {
            self.out.back_to(outside);
        } else {
            self.elements.push(Element { name, outside, key: None });
        }
        cut
    }

    /// Adds the attributes in `range`; returns the one that says what the element is about.
    fn attributes(&mut self, range: TextRange) -> Option<Vec<u8>> {
        let (text, mut at) = (self.text, range.start);
        let mut title: Option<(usize, Vec<u8>)> = None;
        let is_end = |byte: u8| is_blank(byte) || b"=/>".contains(&byte);
        while at < range.end {
            at += run(text, at, range.end, is_end);
            let name = at..at + run(text, at, range.end, |byte| !is_end(byte));
            at = name.end + run(text, name.end, range.end, is_blank);
            if text.get(at).filter(|_| at < range.end) != Some(&b'=') {
                continue;
            }
            at += 1;
            at += run(text, at, range.end, is_blank);
            let quote = text.get(at).copied().filter(|byte| at < range.end && b"\"'".contains(byte));
            at += usize::from(quote.is_some());
            let len = match quote {
                Some(quote) => match memchr::memchr(quote, &text[at..range.end]) {
                    Some(len) => len,
                    // somebody forgot to close it: it ends with its line
                    None => trimmed(text, at..line_from(text, at).end.min(range.end)).end.max(at) - at,
                },
                None => run(text, at, range.end, |byte| !is_blank(byte) && byte != b'>'),
            };
            let value = entity::decode(text, at..at + len, &[]);
            at += len + usize::from(quote.is_some());
            let name = local(&text[name]);
            let rank = TITLES.iter().position(|title| name.eq_ignore_ascii_case(title));
            if let Some(rank) = rank.filter(|_| value.text().len() <= LONGEST_TITLE)
                && title.as_ref().is_none_or(|(known, _)| rank < *known)
            {
                title = Some((rank, value.text().to_vec()));
            }
            let mark = self.out.mark();
            self.out.push_name(name);
            embedded::push(self.out, value, Role::Value);
            self.out.back_to(mark);
        }
        title.map(|(_, title)| title)
    }

    /// Closes the element of `name`, and those in it that nobody closed.
    fn end(&mut self, name: TextRange) {
        let (text, name) = (self.text, trimmed(self.text, name));
        let is_key = text[name.clone()].eq_ignore_ascii_case(b"key");
        let key = self.said.text().trim_ascii().to_vec();
        self.flush();
        let mut near = self.elements.iter().rev().take(MOST_CLOSED);
        let Some(n_closed) = near.position(|element| text[element.name.clone()] == text[name.clone()]) else { return };
        let first = self.elements.len() - n_closed - 1;
        self.out.back_to(self.elements[first].outside);
        self.elements.truncate(first);
        if let Some(parent) = self.elements.last_mut().filter(|_| is_key && key.len() <= LONGEST_TITLE) {
            parent.key = Some(key);
        }
    }

    /// Adds what the innermost element has said, as a neighbor of the elements beside it.
    fn flush(&mut self) {
        let said = std::mem::take(&mut self.said);
        let said = said.part(&trimmed(said.text(), 0..said.text().len()));
        let inside = self.out.mark();
        match self.elements.last() {
            Some(element) => {
                self.out.stay_in_group_of(element.outside);
                // of an image, or of a form: no shell's
                if self.out.names().last().is_some_and(|name| name.eq_ignore_ascii_case("script")) {
                    self.out.push_inner(Language::JavaScript, said, Role::Text);
                } else {
                    embedded::push(self.out, said, Role::Value);
                }
                self.out.stay_in_group_of(inside);
            }
            None => self.out.push(said, Role::Text),
        }
    }

    /// Reads a tag that nothing closes: its attributes where it has some, else its lines.
    fn broken(&mut self, range: TextRange) {
        let text = self.text;
        let name =
            run(text, range.start + 1, range.end, |byte| byte.is_ascii_alphanumeric() || b":_-.".contains(&byte));
        let name = range.start + 1..range.start + 1 + name;
        if name.is_empty() || memchr::memchr(b'=', &text[range.clone()]).is_none() {
            return push_lines(self.out, range, Role::Text);
        }
        let mark = self.out.mark();
        self.out.push_name(local(&text[name.clone()]));
        self.out.enter_group();
        self.attributes(name.end..range.end);
        self.out.back_to(mark);
    }
}

/// Where a line of the tag at `range` begins with another tag: no tag has that sign, so a quote was not closed.
fn next_tag(text: &[u8], range: &TextRange) -> Option<usize> {
    let found = memchr::memchr_iter(b'<', &text[range.start + 1..range.end]).map(|at| range.start + 1 + at);
    let begins_line = |at: &usize| {
        let before = &text[range.start..*at];
        before.iter().rev().find(|byte| !b" \t".contains(byte)) == Some(&b'\n')
    };
    found.into_iter().find(begins_line)
}

/// `range` without the bytes of the signs around it.
fn inside(range: &TextRange, before: usize, after: usize) -> TextRange {
    let start = (range.start + before).min(range.end);
    start..range.end.saturating_sub(after).max(start)
}

/// The name without its prefix, which says nothing of the value.
fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}
