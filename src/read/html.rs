//! HTML, templates and components: attributes by tag and name, texts, comments, and the programs in between.
//!
//! Our own walk over tags, since no rule asks for a tree: it needs no depth, takes time in proportion to the text even when
//! comments and quotes never end, and does not mind templates' signs between the tags.

use super::language::Language;
use super::lines::{line_from, trimmed};
use super::output::{Mark, Output};
use super::{embedded, entity};
use crate::literal::Role;
use crate::span::TextRange;

/// Elements whose lines count as lines.
const LINED: &[&[u8]] = &[b"textarea", b"pre", b"code"];
/// Names of entities that stand in code and in settings, beyond those of XML.
const ENTITIES: &entity::Names = &[(b"nbsp", "\u{a0}"), (b"lbrace", "{"), (b"rbrace", "}")];
/// How attributes begin whose value is a program: of Vue, Svelte and Alpine.
const DIRECTIVES: &[&str] = &["v-bind:", "v-on:", "v-", "x-", ":", "@", "#"];

/// Reads the text of `out` as a page or a template.
pub(super) fn read(out: &mut Output<'_>) {
    walk(out, Language::Yaml);
}

/// Reads the text of `out` as a component.
pub(super) fn read_component(out: &mut Output<'_>) {
    walk(out, Language::TypeScript);
}

/// Reads a page whose front matter, if there is any, is written in `front`. Returns where its programs stand.
fn walk(out: &mut Output<'_>, front: Language) -> Vec<TextRange> {
    let at = embedded::front_matter(out, b"---", front);
    let fence = memchr::memmem::rfind(&out.text()[..at], b"---");
    let front = fence.filter(|_| front == Language::TypeScript).map(|end| 3..end.max(3));
    let mut walk = Walk {
        text: out.text(),
        scripts: front.into_iter().collect(),
        root: out.mark(),
        out,
        at,
        n_lined: 0,
        comments_end: true,
        braces_end: true,
        style_ends: true,
    };
    while walk.at < walk.text.len() {
        walk.step();
    }
    walk.scripts
}

/// The programs of a component or a page, in place: the text, with blanks for all that is not program.
pub(super) fn programs(language: Language, text: &[u8]) -> Vec<u8> {
    let mut out = Output::flat(text);
    let scripts = match language {
        Language::Component => walk(&mut out, Language::TypeScript),
        _ => walk(&mut out, Language::Yaml),
    };
    let mut programs = vec![b' '; text.len()];
    for range in scripts {
        // a comment ends with its program
        if let Some(end) = programs.get_mut(range.end) {
            *end = b'\n';
        }
        programs[range.clone()].copy_from_slice(&text[range]);
    }
    programs
}

/// Longest stretch of a template language inside a tag, in bytes.
const LONGEST_TEMPLATE: usize = 2000;

struct Walk<'w, 't> {
    text: &'t [u8],
    /// Where programs stand.
    scripts: Vec<TextRange>,
    out: &'w mut Output<'t>,
    root: Mark,
    at: usize,
    /// Open elements of [`LINED`].
    n_lined: usize,
    /// Whether there may be an end of a comment further on: it is looked for in vain only once.
    comments_end: bool,
    /// The same for the brace that ends an expression.
    braces_end: bool,
    /// Whether a style sheet that began may still end.
    style_ends: bool,
}

impl Walk<'_, '_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        match rest {
            [b'<', b'!', b'-', b'-', ..] => self.comment(),
            [b'<', b'!' | b'?', ..] => {
                let len = memchr::memchr2(b'>', b'\n', rest).map_or(rest.len(), |end| end + 1);
                if rest[1] == b'?' {
                    self.out.push_verbatim(self.at..self.at + len, Role::Text);
                }
                self.at += len;
            }
            [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => {
                let name = self.name(self.at + 2);
                self.n_lined = self.n_lined.saturating_sub(usize::from(is_lined(&self.text[name.clone()])));
                // the sign may stand on a line of its own
                let from = name.end + self.blanks(name.end);
                let rest = &self.text[from..];
                self.at = match memchr::memchr3(b'>', b'<', b'\n', rest) {
                    Some(end) if rest[end] == b'>' => from + end + 1,
                    _ => memchr::memchr2(b'<', b'\n', &self.text[name.end..])
                        .map_or(self.text.len(), |end| name.end + end),
                };
            }
            [b'<', first, ..] if first.is_ascii_alphabetic() => self.element(),
            _ => self.words(),
        }
    }

    /// Text up to what looks like a tag.
    fn words(&mut self) {
        let is_tag =
            |at: &usize| self.text.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
        let from = self.at + 1;
        let end = memchr::memchr_iter(b'<', &self.text[from..]).map(|at| from + at).find(is_tag);
        let range = self.at..end.unwrap_or(self.text.len());
        self.at = range.end;
        if self.n_lined == 0 {
            return self.push_text(range);
        }
        let mut start = range.start;
        while start < range.end {
            let end = line_from(&self.text[..range.end], start).end;
            self.push_text(start..end);
            start = end + 1;
        }
    }

    fn push_text(&mut self, range: TextRange) {
        let decoded = entity::decode(self.text, trimmed(self.text, range), ENTITIES);
        self.out.push(decoded, Role::Text);
    }

    fn comment(&mut self) {
        let body = self.at + 4;
        let rest = &self.text[body..];
        let end = if self.comments_end { memchr::memmem::find(rest, b"-->") } else { None };
        self.comments_end = end.is_some();
        let (end, len) = match end {
            Some(end) => (end, 3),
            None => (memchr::memchr(b'\n', rest).unwrap_or(rest.len()), 0),
        };
        self.out.push_verbatim(trimmed(self.text, body..body + end), Role::Comment);
        self.at = body + end + len;
    }

    /// A tag, and the program of a script with it.
    fn element(&mut self) {
        let name = self.name(self.at + 1);
        self.at = name.end;
        let tag = self.text[name].to_ascii_lowercase();
        self.out.enter_group();
        self.out.push_name(&tag);
        let inside = self.out.mark();
        let mut language = Language::JavaScript;
        let mut is_open = true;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'>' => {
                    self.at += 1;
                    break;
                }
                b'<' => match self.template_len() {
                    Some(len) => {
                        self.out.push_verbatim(self.at..self.at + len, Role::Text);
                        self.at += len;
                        continue;
                    }
                    // the tag before was never finished
                    None => break,
                },
                b'/' => is_open = self.text.get(self.at + 1) != Some(&b'>'),
                b'{' => {
                    self.braces();
                    continue;
                }
                _ if byte.is_ascii_whitespace() || b"\"'=".contains(&byte) => {}
                _ => {
                    if let Some(said) = self.attribute() {
                        language = said;
                    }
                    self.out.back_to(inside);
                    continue;
                }
            }
            self.at += 1;
        }
        self.out.back_to(self.root);
        match tag.as_slice() {
            b"script" if is_open => {
                let end = self.closing(b"</script").unwrap_or(self.text.len());
                self.script(language, self.at..end);
                self.at = end;
            }
            b"style" if is_open && self.style_ends => {
                let end = self.closing(b"</style");
                // one that never ends is looked for once
                self.style_ends = end.is_some();
                self.at = end.unwrap_or(self.at);
            }
            tag => self.n_lined += usize::from(is_open && is_lined(tag)),
        }
    }

    /// The length of what a template language writes into a tag here: `<?= … ?>`, `<% … %>`.
    fn template_len(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let end = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'%', ..] => b"%>",
            _ => return None,
        };
        memchr::memmem::find(&rest[..rest.len().min(LONGEST_TEMPLATE)], end).map(|at| at + end.len())
    }

    /// Reads an attribute; returns the language that it says a script is written in.
    fn attribute(&mut self) -> Option<Language> {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"=<>\"'{".contains(byte);
        let rest = &self.text[self.at..];
        let mut len = rest.iter().position(is_end).unwrap_or(rest.len());
        if rest[..len].ends_with(b"/") && rest.get(len) == Some(&b'>') {
            len -= 1;
        }
        let name = String::from_utf8_lossy(&rest[..len]).to_ascii_lowercase();
        self.at += len;
        let blanks = self.blanks(self.at);
        if self.text.get(self.at + blanks) != Some(&b'=') {
            return None;
        }
        self.at += blanks + 1;
        self.at += self.blanks(self.at);
        let directive = DIRECTIVES.iter().find_map(|start| name.strip_prefix(start));
        self.out.push_name(directive.filter(|name| !name.is_empty()).unwrap_or(&name).as_bytes());
        if self.text.get(self.at) == Some(&b'{') {
            self.braces();
            return None;
        }
        let value = entity::decode(self.text, self.attribute_value(), ENTITIES);
        let said = language_of(&name, value.text());
        let event = name.strip_prefix("on").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let is_code = event || directive.is_some();
        // an expression without a text or a variable has nothing to read
        let has_value = value.text().iter().any(|byte| b"'\"`".contains(byte))
            || memchr::memmem::find(value.text(), b"env").is_some();
        if is_code && !has_value {
            return said;
        }
        if !is_code || !self.out.read_inner(Language::JavaScript, &value) {
            embedded::push(self.out, value, Role::Value);
        }
        said
    }

    fn attribute_value(&mut self) -> TextRange {
        let rest = &self.text[self.at..];
        let Some(&quote @ (b'"' | b'\'')) = rest.first() else {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"'".contains(byte);
            let range = self.at..self.at + rest.iter().position(is_end).unwrap_or(rest.len());
            self.at = range.end;
            return range;
        };
        let start = self.at + 1;
        match memchr::memchr(quote, &self.text[start..]).map(|len| start + len) {
            // a quote that closes only lines later, behind the beginning of other tags, closes something else
            Some(end) if !has_tag_on_new_line(&self.text[start..end]) => {
                self.at = end + 1;
                start..end
            }
            _ => {
                self.at = line_from(self.text, start).end;
                start..self.at
            }
        }
    }

    /// Reads the inside of the braces that begin here; ones that never end go to the end of their line.
    fn braces(&mut self) {
        let start = self.at + 1;
        let rest = &self.text[start..];
        let mut depth = 1_usize;
        let balanced = || {
            memchr::memchr2_iter(b'{', b'}', rest).find(|&at| {
                depth = if rest[at] == b'{' { depth + 1 } else { depth - 1 };
                depth == 0
            })
        };
        let end = if self.braces_end { Some(balanced).and_then(|mut find| find()) } else { None };
        self.braces_end = end.is_some();
        let end = end.or_else(|| memchr::memchr2(b'}', b'\n', rest)).unwrap_or(rest.len());
        self.at = (start + end + 1).min(self.text.len());
        self.inner(Language::JavaScript, start..start + end);
    }

    fn script(&mut self, language: Language, range: TextRange) {
        if matches!(language, Language::JavaScript | Language::TypeScript | Language::Tsx) {
            self.scripts.push(range.clone());
        }
        self.inner(language, range);
    }

    /// Reads a document inside the page; one too deep is text.
    fn inner(&mut self, language: Language, range: TextRange) {
        self.out.push_inner(language, self.out.verbatim(range), Role::Text);
    }

    /// Where the tag `end`, in lower case, closes what begins here.
    fn closing(&self, end: &[u8]) -> Option<usize> {
        let rest = &self.text[self.at..];
        let is_end = |&at: &usize| rest.get(at..at + end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(end));
        memchr::memmem::find_iter(rest, b"</").find(is_end).map(|at| self.at + at)
    }

    /// The name of a tag that begins at `start`.
    fn name(&self, start: usize) -> TextRange {
        let is_end = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte);
        let rest = &self.text[start..];
        start..start + rest.iter().position(is_end).unwrap_or(rest.len())
    }

    fn blanks(&self, at: usize) -> usize {
        self.text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }
}

fn is_lined(tag: &[u8]) -> bool {
    LINED.iter().any(|lined| lined.eq_ignore_ascii_case(tag))
}

fn has_tag_on_new_line(value: &[u8]) -> bool {
    let mut lines = value.split(|&byte| byte == b'\n').skip(1).map(<[u8]>::trim_ascii_start);
    lines.any(|line| matches!(line, [b'<', next, ..] if next.is_ascii_alphabetic() || b"/!".contains(next)))
}

/// The language that the attribute `name` with this `value` says a script is written in.
fn language_of(name: &str, value: &[u8]) -> Option<Language> {
    let value = String::from_utf8_lossy(value.get(..64).unwrap_or(value)).to_ascii_lowercase();
    match name {
        "lang" => Language::called(&value),
        "type" if value.contains("json") || value == "importmap" => Some(Language::Json),
        "type" if value.contains("html") || value.contains("template") || value.contains("handlebars") => {
            Some(Language::Html)
        }
        "type" if value.contains("typescript") => Some(Language::TypeScript),
        _ => None,
    }
}
