//! Markdown: lines of prose under their headings, cells under their columns, and the code in fences by its own reader.
//!
//! In: text. Out: a literal for each line of each paragraph, item and cell; names are the headings above it, for a cell the
//! column and the first cell of its row, for a value that stands alone the label before it. Text that is not UTF-8 is plain.

use super::language::Language;
use super::lines::trimmed;
use super::output::{Mark, Output};
use super::{GaveUp, LARGEST, embedded, plain, session};
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    if LARGEST < out.text().len() {
        return plain::read_instead(out, GaveUp::Large);
    }
    let Ok(text) = std::str::from_utf8(out.text()) else { return plain::read(out) };
    let start = front_matter(out);
    let Some(body) = text.get(start..) else { return plain::read(out) };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(body, options);
    let definitions: Vec<TextRange> =
        parser.reference_definitions().iter().map(|(_, link)| link.span.start + start..link.span.end + start).collect();
    // a map gives them in any order
    for range in sorted(definitions) {
        let range = range.start..range.start + text.as_bytes()[range].trim_ascii_end().len();
        out.push_verbatim(range, Role::Text);
    }
    let mut walk =
        Walk { root: out.mark(), out, headings: Vec::new(), line: None, label: None, table: None, code: None };
    for (event, range) in parser.into_offset_iter() {
        walk.event(event, range.start + start..range.end + start);
    }
    walk.flush();
}

fn sorted(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// Reads the settings between the signs at the very start; returns where they end.
fn front_matter(out: &mut Output<'_>) -> usize {
    let end = embedded::front_matter(out, b"---", Language::Yaml);
    if end == 0 { embedded::front_matter(out, b"+++", Language::Toml) } else { end }
}

/// Code or HTML whose lines are being gathered.
struct Code {
    language: Option<Language>,
    lines: Decoded,
}

/// A table: the texts of its columns, and how far its row has come.
#[derive(Default)]
struct Table {
    outside: Option<Mark>,
    columns: Vec<String>,
    in_head: bool,
    n_cells: usize,
    first: String,
}

struct Walk<'w, 't> {
    out: &'w mut Output<'t>,
    /// Above all headings.
    root: Mark,
    /// Level and text of the headings above this place.
    headings: Vec<(u8, String)>,
    /// The part of the current line that has been seen.
    line: Option<TextRange>,
    /// What the next value is called, if it stands alone.
    label: Option<String>,
    table: Option<Table>,
    code: Option<Code>,
}

impl Walk<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: TextRange) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) | Event::Html(_) if self.code.is_some() => {
                let line = self.out.verbatim(range);
                if let Some(code) = &mut self.code {
                    code.lines.append(&line);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.flush(),
            Event::Rule => {
                self.flush();
                self.label = None;
            }
            Event::TaskListMarker(_) => {}
            _ => self.see(range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: TextRange) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                self.line.get_or_insert(range.start..range.start);
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match kind {
                    CodeBlockKind::Indented => Some(Language::Plain),
                    CodeBlockKind::Fenced(info) => {
                        let is_end = |c: char| c.is_whitespace() || ",{:".contains(c);
                        Language::called(info.trim_start_matches('.').split(is_end).next().unwrap_or_default())
                    }
                };
                self.code = Some(Code { language, lines: Decoded::default() });
            }
            Tag::HtmlBlock => {
                self.flush();
                self.code = Some(Code { language: Some(Language::Html), lines: Decoded::default() });
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table { outside: Some(self.out.mark()), ..Table::default() });
            }
            Tag::TableHead | Tag::TableRow => {
                self.out.enter_group();
                if let Some(table) = &mut self.table {
                    table.in_head = matches!(tag, Tag::TableHead);
                    table.n_cells = 0;
                }
            }
            Tag::Heading { level, .. } => {
                self.flush();
                let level = level as u8;
                self.headings.retain(|(above, _)| *above < level);
                self.out.back_to(self.root);
                self.out.enter_group();
                for (_, name) in &self.headings {
                    self.out.push_name(name.as_bytes());
                }
                self.label = None;
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                if let Some(line) = &mut self.line {
                    line.end = line.end.max(range.end);
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.code(),
            TagEnd::TableCell => self.cell(),
            TagEnd::Table => {
                if let Some(mark) = self.table.take().and_then(|table| table.outside) {
                    self.out.back_to(mark);
                }
            }
            TagEnd::Heading(level) => {
                let name = self.line.clone().map(|line| bare(self.out.text().get(line).unwrap_or_default()));
                self.flush();
                self.label = None;
                if let Some(name) = name.filter(|name| !name.is_empty()) {
                    self.out.push_name(name.as_bytes());
                    self.headings.push((level as u8, name));
                }
            }
            _ => self.flush(),
        }
    }

    /// Goes on with the current line; what comes may run over several.
    fn see(&mut self, range: TextRange) {
        let mut start = range.start;
        while let Some(feed) = memchr::memchr(b'\n', &self.out.text()[start..range.end]) {
            self.line.get_or_insert(start..start).end = start + feed;
            self.flush();
            start += feed + 1;
        }
        self.line.get_or_insert(start..start).end = range.end;
    }

    /// Ends the line.
    fn flush(&mut self) {
        let Some(range) = self.trimmed_line() else { return };
        let text = &self.out.text()[range.clone()];
        let name = bare(text);
        if is_value(text) {
            let mark = self.out.mark();
            if let Some(label) = &self.label {
                self.out.push_name(label.as_bytes());
            }
            self.out.push_verbatim(range, Role::Text);
            self.out.back_to(mark);
            return;
        }
        self.label = is_label(text).then_some(name);
        self.out.push_verbatim(range, Role::Text);
    }

    fn trimmed_line(&mut self) -> Option<TextRange> {
        Some(trimmed(self.out.text(), self.line.take()?))
    }

    fn cell(&mut self) {
        let line = self.trimmed_line();
        let Some(table) = &mut self.table else { return };
        let text = line.clone().map_or(String::new(), |line| bare(&self.out.text()[line]));
        let at = table.n_cells;
        table.n_cells += 1;
        let mark = self.out.mark();
        if table.in_head {
            table.columns.push(text);
        } else {
            if let Some(column) = table.columns.get(at).filter(|column| !column.is_empty()) {
                self.out.push_name(column.as_bytes());
            }
            if at == 0 {
                table.first = text;
            } else if !table.first.is_empty() {
                self.out.push_name(table.first.as_bytes());
            }
        }
        if let Some(line) = line {
            self.out.push_verbatim(line, Role::Text);
        }
        self.out.back_to(mark);
    }

    /// Ends a block of code.
    fn code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let mark = self.out.mark();
        let text = code.lines.text();
        let label = self.label.take().filter(|_| is_value(text.trim_ascii()));
        if let Some(label) = label {
            self.out.push_name(label.as_bytes());
        }
        let is_session = code.language.is_none_or(|language| language == Language::Bash);
        if !is_session || !session::read(self.out, &code.lines) {
            let language = code.language.unwrap_or_else(|| Language::of("", text));
            self.out.push_inner(language, code.lines, Role::Text);
        }
        self.out.back_to(mark);
    }
}

/// `text` without marks: a name keeps only the underscores inside of it.
fn bare(text: &[u8]) -> String {
    let is_mark = |c: char| c.is_whitespace() || "_~:#|".contains(c);
    String::from_utf8_lossy(text).replace(['*', '`'], "").trim_matches(is_mark).to_owned()
}

/// Whether `text` is one word and may be a value: it ends with no colon.
fn is_value(text: &[u8]) -> bool {
    !text.is_empty() && !text.iter().any(u8::is_ascii_whitespace) && !is_label(text)
}

/// Whether `text` says what comes next: a line with a colon at its end, or nothing but bold words.
fn is_label(text: &[u8]) -> bool {
    let words = text.trim_ascii_end();
    let is_bold = |sign: &[u8]| 2 * sign.len() < words.len() && words.starts_with(sign) && words.ends_with(sign);
    let unmarked = words.strip_suffix(b"**").or_else(|| words.strip_suffix(b"__")).unwrap_or(words);
    unmarked.ends_with(b":") || is_bold(b"**") || is_bold(b"__")
}
