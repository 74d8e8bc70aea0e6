//! Documents inside other documents: which keys hold code, in which language, and the settings above a page.

use super::Language;
use super::lines::line_from;
use super::output::Output;
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;

/// What a list under a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    /// Lines of one program.
    Lines,
    /// Words of one command.
    Words,
}

/// Keys whose text is a program. From workflow exports (n8n, Make, Pipedream), CI files, notebooks, containers and API clients.
const PROGRAMS: &[(&str, Language, Items)] = &[
    ("jsCode", Language::JavaScript, Items::Lines),
    ("functionCode", Language::JavaScript, Items::Lines),
    ("javascriptCode", Language::JavaScript, Items::Lines),
    ("exec", Language::JavaScript, Items::Lines),
    ("pythonCode", Language::Python, Items::Lines),
    ("run", Language::Bash, Items::Lines),
    ("script", Language::Bash, Items::Lines),
    ("before_script", Language::Bash, Items::Lines),
    ("after_script", Language::Bash, Items::Lines),
    ("command", Language::Bash, Items::Words),
    ("entrypoint", Language::Bash, Items::Words),
];

/// The language of the value under `key`, and what a list there holds, where the key alone tells.
pub(super) fn program(key: &str) -> Option<(Language, Items)> {
    PROGRAMS.iter().find(|(name, ..)| *name == key).map(|(_, language, items)| (*language, *items))
}

/// Whether `text` is itself a JSON object or list, as bodies and headers of exported requests are.
fn looks_like_json(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let text = text.strip_prefix(b"=").unwrap_or(text);
    let encloses = |open: u8, close: u8| text.first() == Some(&open) && text.last() == Some(&close);
    (encloses(b'{', b'}') && !text.starts_with(b"{{") || encloses(b'[', b']')) && memchr::memchr(b'"', text).is_some()
}

/// Adds a text of a program: as JSON, where it is some, else as it is.
pub(super) fn push_text(out: &mut Output<'_>, decoded: Decoded, role: Role) {
    if !(looks_like_json(decoded.text()) && out.read_inner(Language::Json, &decoded)) {
        out.push(decoded, role);
    }
}

/// Adds a value of a data format: as the document that it holds, where its key or its form says so, else as it is.
pub(super) fn push(out: &mut Output<'_>, decoded: Decoded, role: Role) {
    let language = out.names().last().and_then(|name| program(name)).map(|(language, _)| language);
    push_document(out, decoded, role, language);
}

/// Adds an item of a list, as [`push`] does; a word of a command is a program only where a shell is told so: `["sh", "-c", "…"]`.
pub(super) fn push_item(out: &mut Output<'_>, decoded: Decoded, role: Role) {
    let language = match out.names().last().and_then(|name| program(name)) {
        Some((language, Items::Words)) => out.item_before().is_some_and(takes_program).then_some(language),
        Some((language, Items::Lines)) => Some(language),
        None => None,
    };
    push_document(out, decoded, role, language);
}

/// Whether the word behind `flag` is a program: `-c`, `-lc`, `-euxc`.
fn takes_program(flag: &[u8]) -> bool {
    let [b'-', letters @ .., b'c'] = flag else { return false };
    letters.iter().all(u8::is_ascii_lowercase)
}

fn push_document(out: &mut Output<'_>, decoded: Decoded, role: Role, language: Option<Language>) {
    let language = language.or_else(|| looks_like_json(decoded.text()).then_some(Language::Json));
    if let Some(language) = language
        && out.read_inner(language, &decoded)
    {
        return;
    }
    for expression in expressions(decoded.text()) {
        let inner = decoded.part(&expression);
        out.read_inner(Language::JavaScript, &inner);
    }
    out.push(decoded, role);
}

/// Reads the settings between two lines of `signs` that the text begins with; returns where they end, 0 where there are none.
pub(super) fn front_matter(out: &mut Output<'_>, signs: &[u8], language: Language) -> usize {
    let text = out.text();
    let feed = line_from(text, 0).end;
    let first = &text[..feed];
    if first.strip_suffix(b"\r").unwrap_or(first) != signs {
        return 0;
    }
    let mut lines = memchr::memchr_iter(b'\n', text).map(|feed| feed + 1);
    let Some(end) = lines.find(|&line| text[line..].starts_with(signs)) else { return 0 };
    out.push_inner(language, out.verbatim(feed + 1..end), Role::Text);
    end + signs.len()
}

/// The insides of `{{ … }}`: expressions of workflow tools, which are JavaScript.
fn expressions(text: &[u8]) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memmem::find(&text[at..], b"{{").map(|open| at + open + 2) {
        let Some(close) = memchr::memmem::find(&text[open..], b"}}").map(|close| open + close) else { break };
        // an expression without a text has nothing to read
        if memchr::memchr3(b'\'', b'"', b'`', &text[open..close]).is_some() {
            found.push(open..close);
        }
        at = close + 2;
    }
    found
}
