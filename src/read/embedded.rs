//! Documents inside other documents: which keys hold code, in which language, and the settings above a page.

use super::Language;
use super::lines::line_from;
use super::output::Output;
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;

/// Keys whose text is a program. From workflow exports (n8n, Make, Pipedream), CI files, notebooks and API clients.
const PROGRAMS: &[(&str, Language)] = &[
    ("jsCode", Language::JavaScript),
    ("functionCode", Language::JavaScript),
    ("javascriptCode", Language::JavaScript),
    ("exec", Language::JavaScript),
    ("pythonCode", Language::Python),
    ("run", Language::Bash),
    ("script", Language::Bash),
    ("before_script", Language::Bash),
    ("after_script", Language::Bash),
    ("command", Language::Bash),
    ("entrypoint", Language::Bash),
];

/// The language of the value under `key`, where the key alone tells.
pub(super) fn program(key: &str) -> Option<Language> {
    PROGRAMS.iter().find(|(name, _)| *name == key).map(|(_, language)| *language)
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
    let language = out.names().last().and_then(|name| program(name));
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
