//! Dockerfiles: variables, labels and defaults by their names; commands as the shell scripts that they are.
//!
//! In: text. Out: `ENV` and `LABEL` values, `ARG` defaults, and the literals of each command, read by the reader of its
//! language; a build stage is a group. Any other instruction is text.

use super::dotenv::push_value;
use super::language::Language;
use super::lines::{line_from, run, start, trimmed, word};
use super::output::Output;
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::span::TextRange;
use serde::de::IgnoredAny;

/// How often the end of a heredoc may be looked for in vain: each time reads all that follows.
const MOST_OPEN_ENDS: usize = 16;
/// Heredocs of one instruction that are looked for.
const MOST_HEREDOCS: usize = 8;

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    let text = out.text();
    out.enter_group();
    let escape = escape(text);
    let mut n_open_ends = 0;
    let mut at = start(text);
    while at < text.len() {
        let whole = line_from(text, at);
        let line = trimmed(text, whole.clone());
        if line.is_empty() || text[line.start] == b'#' {
            out.push_verbatim((line.start + 1).min(line.end)..line.end, Role::Comment);
            at = whole.end + 1;
            continue;
        }
        let (joined, end) = joined(out, at, escape);
        at = end;
        let mut bodies = Vec::new();
        for name in heredocs(joined.text()) {
            if MOST_OPEN_ENDS <= n_open_ends {
                break;
            }
            let Some((body, end)) = body(text, at, &name) else {
                n_open_ends += 1;
                continue;
            };
            at = end;
            bodies.push(Heredoc { name, body });
        }
        let end = at.min(text.len());
        instruction(out, &joined, &bodies, end, escape);
    }
}

/// The sign that joins lines and takes the meaning from the next one: a comment before all else may set it.
fn escape(text: &[u8]) -> u8 {
    let mut at = start(text);
    while at < text.len() {
        let line = line_from(text, at);
        at = line.end + 1;
        let Some(said) = text[line].trim_ascii().strip_prefix(b"#") else { break };
        let mut sides = said.splitn(2, |byte| *byte == b'=').map(<[u8]>::trim_ascii);
        let (Some(name), Some(value)) = (sides.next(), sides.next()) else { break };
        if name.eq_ignore_ascii_case(b"escape") && value == b"`" {
            return b'`';
        }
    }
    b'\\'
}

/// The instruction that begins in the line at `start`, without its line breaks, and where the next line begins.
fn joined(out: &mut Output<'_>, start: usize, escape: u8) -> (Decoded, usize) {
    let text = out.text();
    let mut decoded = Decoded::default();
    let mut at = start;
    while at < text.len() {
        let whole = line_from(text, at);
        let line = trimmed(text, whole.clone());
        at = whole.end + 1;
        let goes_on = match text[line.clone()] {
            // neither ends an instruction
            [] => true,
            [b'#', ..] => {
                out.push_verbatim(line.start + 1..line.end, Role::Comment);
                true
            }
            [.., last] if last == escape => {
                decoded.append(&out.verbatim(whole.start..line.end - 1));
                true
            }
            _ => {
                decoded.append(&out.verbatim(whole.start..line.end));
                false
            }
        };
        if !goes_on {
            break;
        }
    }
    (decoded, at)
}

/// A text inside of an instruction.
struct Heredoc {
    /// The word that ends it, which may be the name of a file.
    name: Vec<u8>,
    body: TextRange,
}

/// The words that end the heredocs of `instruction`.
fn heredocs(instruction: &[u8]) -> Vec<Vec<u8>> {
    let (first, _) = word(instruction, 0..instruction.len());
    if !is_one_of(&instruction[first], &["RUN", "COPY", "ADD"]) {
        return Vec::new();
    }
    let terminator = |open: usize| {
        let is_shift = instruction[..open].last().is_some_and(|byte| *byte == b'<' || byte.is_ascii_digit());
        let start = open + 2 + run(instruction, open + 2, instruction.len(), |byte| b"-\"'".contains(&byte));
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        let len = run(instruction, start, instruction.len(), is_part);
        let word = &instruction[start..start + len];
        (!is_shift && word.first().is_some_and(|byte| !byte.is_ascii_digit())).then(|| word.to_vec())
    };
    memchr::memmem::find_iter(instruction, b"<<").filter_map(terminator).take(MOST_HEREDOCS).collect()
}

/// The lines from `start` up to `terminator`, and where the line after it begins.
fn body(text: &[u8], start: usize, terminator: &[u8]) -> Option<(TextRange, usize)> {
    let mut at = start;
    while at < text.len() {
        let line = line_from(text, at);
        if text[line.clone()].trim_ascii() == terminator {
            return Some((start..at, line.end + 1));
        }
        at = line.end + 1;
    }
    None
}

/// Reads one instruction, whose heredocs and what closes them end at `end`.
fn instruction(out: &mut Output<'_>, joined: &Decoded, bodies: &[Heredoc], end: usize, escape: u8) {
    let text = joined.text();
    let (mut name, mut rest) = word(text, 0..text.len());
    if is_one_of(&text[name.clone()], &["ONBUILD", "HEALTHCHECK"]) {
        rest = flags(out, joined, rest);
        (name, rest) = word(text, rest);
    }
    let name = &text[name];
    let is = |names: &[&str]| is_one_of(name, names);
    let mark = out.mark();
    if is(&["ENV", "LABEL", "ARG"]) {
        out.push_name(&name.to_ascii_uppercase());
        variables(out, joined, rest, if is(&["ARG"]) { Role::Fallback } else { Role::Value }, escape);
    } else if is(&["RUN", "CMD", "ENTRYPOINT", "SHELL"]) {
        rest = flags(out, joined, rest);
        out.push_name(&name.to_ascii_uppercase());
        command(out, joined, rest, bodies, end);
    } else {
        if is(&["FROM"]) {
            out.enter_group();
            let group = out.mark();
            out.back_to(mark);
            out.stay_in_group_of(group);
        }
        out.push(joined.part(&trimmed(text, 0..text.len())), Role::Text);
        files(out, &text[rest], bodies);
        return;
    }
    out.back_to(mark);
}

fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// Adds the flags that `rest` begins with as text, and returns what follows them.
fn flags(out: &mut Output<'_>, joined: &Decoded, rest: TextRange) -> TextRange {
    let text = joined.text();
    let mut rest = rest;
    while text[rest.clone()].starts_with(b"--") {
        let (flag, after) = word(text, rest);
        out.push(joined.part(&flag), Role::Text);
        rest = after;
    }
    rest
}

/// Reads the command at `rest`: a list in JSON, or a script with its heredocs.
fn command(out: &mut Output<'_>, joined: &Decoded, rest: TextRange, bodies: &[Heredoc], end: usize) {
    let words = &joined.text()[rest.clone()];
    let mut language = if is_list(words) { Language::Json } else { Language::Bash };
    let mut script = joined.part(&rest);
    match bodies {
        [] => {}
        // the body is the script
        [only] if words.starts_with(b"<<") => {
            script = out.verbatim(only.body.clone());
            if script.text().starts_with(b"#!") {
                language = Language::of("", script.text());
            }
        }
        [first, ..] => {
            let feed = first.body.start.saturating_sub(1);
            script.append(&out.verbatim(feed..end));
        }
    }
    out.push_inner(language, script, Role::Text);
}

/// Whether `words` are a list, whole or broken off, and no test of a shell, which has a blank behind its bracket, too.
fn is_list(words: &[u8]) -> bool {
    let is_broken = || words.starts_with(b"[") && !words.starts_with(b"[[") && !words.starts_with(b"[ ");
    is_broken() || serde_json::from_slice::<Vec<IgnoredAny>>(words).is_ok()
}

/// Reads the files that `COPY` and `ADD` write: to the path that the last word says, or into that folder.
fn files(out: &mut Output<'_>, words: &[u8], bodies: &[Heredoc]) {
    let path = words.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let is_folder = path.ends_with(b"/") || path == b".";
    for Heredoc { name, body } in bodies {
        let path = String::from_utf8_lossy(if is_folder { name } else { path });
        let inner = out.verbatim(body.clone());
        out.push_inner(Language::of(&path, inner.text()), inner, Role::Text);
    }
}

/// Reads `NAME=value NAME="value"`, or the older `NAME value`.
fn variables(out: &mut Output<'_>, joined: &Decoded, rest: TextRange, role: Role, escape: u8) {
    let text = joined.text();
    let mark = out.mark();
    let is_given = |name: &TextRange| name.end < rest.end && text[name.end] == b'=';
    let first = name(text, rest.clone());
    if !is_given(&first) && role == Role::Value {
        let (first, value) = word(text, rest);
        out.push_name(&text[first]);
        let value = joined.compose(&old_value(text, value, escape));
        push_value(out, value, role);
        out.back_to(mark);
        return;
    }
    let mut at = rest.start;
    while at < rest.end {
        at += run(text, at, rest.end, |byte| byte.is_ascii_whitespace());
        let name = name(text, at..rest.end);
        at = name.end;
        if !is_given(&name) {
            continue;
        }
        let (value, end) = unquoted(text, at + 1..rest.end, escape);
        let value = joined.compose(&value);
        at = end;
        let name = &text[name];
        let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(name);
        out.push_name(name);
        push_value(out, value, role);
        out.back_to(mark);
    }
}

/// The value of the older form at `range`, without the quotes around all of it. Others stay: a document is worth more with its
/// quotes than what the builder leaves of it.
fn old_value(text: &[u8], range: TextRange, escape: u8) -> Decoded {
    let value = &text[range.clone()];
    let quote = value.first().filter(|byte| b"\"'".contains(byte));
    let (bare, end) = unquoted(text, range.clone(), escape);
    if quote.is_some() && quote == value.last() && end == range.end {
        return bare;
    }
    let mut whole = Decoded::default();
    whole.push(value, range);
    whole
}

/// The name that `range` begins with, with its quotes.
fn name(text: &[u8], range: TextRange) -> TextRange {
    let quoted = text[range.clone()].strip_prefix(b"\"").and_then(|rest| memchr::memchr(b'"', rest));
    let length = quoted.map_or_else(
        || run(text, range.start, range.end, |byte| !byte.is_ascii_whitespace() && byte != b'='),
        |end| end + 2,
    );
    range.start..range.start + length
}

/// The value that `range` begins with, without its quotes, and where it ends.
fn unquoted(text: &[u8], range: TextRange, escape: u8) -> (Decoded, usize) {
    let mut decoded = Decoded::default();
    let mut quote = None;
    let mut at = range.start;
    while let Some(&byte) = text.get(at).filter(|_| at < range.end) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (sign, None | Some(b'"'))
                if sign == escape
                    && at + 1 < range.end
                    && (quote.is_none() || b"\"$".contains(&text[at + 1]) || text[at + 1] == escape) =>
            {
                decoded.push(&text[at + 1..at + 2], at..at + 2);
                at += 1;
            }
            _ if quote.is_none() && byte.is_ascii_whitespace() => break,
            _ => decoded.push(&[byte], at..at + 1),
        }
        at += 1;
    }
    (decoded, at)
}
