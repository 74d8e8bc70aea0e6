//! Ini files and their kin: properties, `.npmrc`, `.netrc`, `.gitconfig`, systemd units.
//!
//! In: text. Out: values under the names of their section and key; a section is a group. The dialects disagree about
//! comments after values, quotes and backslashes: where reading one as another could lose a value, this reader keeps more.

use super::dotenv::{is_name_part, push_value_of, shell_default};
use super::language::Language;
use super::lines::{line_from, run, start, trimmed, word};
use super::output::{Mark, Output};
use super::{embedded, unescape};
use crate::decoded::{Decoded, Escape};
use crate::literal::Role;
use crate::span::TextRange;

/// Longest key, in bytes: what is longer is prose.
const LONGEST_KEY: usize = 256;

/// Words of `.netrc` that a value follows.
const NETRC: &[&[u8]] = &[b"machine", b"login", b"password", b"account"];

/// Words that say where a name behind a colon is looked for, as in `${env:NAME}`.
const LOOKUPS: &[&[u8]] = &[b"env", b"sys", b"ctx", b"date", b"java", b"main", b"bundle", b"const", b"file", b"map"];

/// Reads the text of `out`.
pub(super) fn read(out: &mut Output<'_>) {
    let text = out.text();
    let root = out.mark();
    out.enter_group();
    let mut key: Option<TextRange> = None;
    let mut at = start(text);
    while at < text.len() {
        let whole = line_from(text, at);
        let line = trimmed(text, whole.clone());
        at = whole.end + 1;
        match text[line.clone()] {
            [] => {}
            [b';' | b'#' | b'!', ..] => out.push_verbatim(line.start + 1..line.end, Role::Comment),
            [b'[', ..] => {
                section(out, &line, root);
                key = None;
            }
            _ if netrc(out, &line, root) => {}
            _ => match separator(text, &line) {
                Some((name, value)) => {
                    at = pair(out, &name, value) + 1;
                    key = Some(name);
                }
                // a list under its key
                None => match key.as_ref().filter(|_| whole.start < line.start) {
                    Some(name) => at = pair(out, name, line.start) + 1,
                    None => out.push_verbatim(line, Role::Text),
                },
            },
        }
    }
}

/// Goes on in the section that `line` names: `[name]`, or `[name "sub"]`, perhaps with a comment.
fn section(out: &mut Output<'_>, line: &TextRange, root: Mark) {
    let text = out.text();
    out.back_to(root);
    out.enter_group();
    let header = line.start + 1..memchr::memchr(b']', &text[line.clone()]).map_or(line.end, |close| line.start + close);
    let rest = trimmed(text, (header.end + 1).min(line.end)..line.end);
    if let [b';' | b'#', ..] = text[rest.clone()] {
        out.push_verbatim(rest.start + 1..rest.end, Role::Comment);
    } else {
        out.push_verbatim(rest, Role::Text);
    }
    let quote = memchr::memchr(b'"', &text[header.clone()]).map_or(header.end, |quote| header.start + quote);
    let (name, sub) = (&text[header.start..quote], &text[quote..header.end]);
    let sub = sub.strip_prefix(b"\"").unwrap_or(sub).trim_ascii_end();
    let sub = sub.strip_suffix(b"\"").unwrap_or(sub);
    for part in [name.trim_ascii(), sub].into_iter().filter(|part| !part.is_empty()) {
        out.push_name(part);
    }
}

/// Reads a line of words and values; false where it is no such line.
fn netrc(out: &mut Output<'_>, line: &TextRange, root: Mark) -> bool {
    let text = out.text();
    let is_key = |range: &TextRange| NETRC.contains(&&text[range.clone()]);
    let (first, others) = word(text, line.clone());
    // the entry of all other machines
    let is_default = &text[first] == b"default";
    let mut rest = if is_default { others } else { line.clone() };
    let (first, after) = word(text, rest.clone());
    if !is_key(&first) || after.is_empty() || b"=:".contains(&text[after.start]) {
        return false;
    }
    if is_default {
        out.back_to(root);
        out.enter_group();
        out.push_name(b"default");
    }
    while !rest.is_empty() {
        let (name, after) = word(text, rest);
        if !is_key(&name) || after.is_empty() {
            out.push_verbatim(name, Role::Text);
            rest = after;
            continue;
        }
        let is_machine = &text[name.clone()] == b"machine";
        if is_machine {
            out.back_to(root);
            out.enter_group();
        }
        let mark = out.mark();
        let (value, after) = word(text, after);
        out.push_name(&text[name]);
        out.push_verbatim(value.clone(), Role::Value);
        out.back_to(mark);
        if is_machine {
            out.push_name(&text[value]);
        }
        rest = after;
    }
    true
}

/// The key of `line` and where its value begins.
fn separator(text: &[u8], line: &TextRange) -> Option<(TextRange, usize)> {
    let is_registry = is_registry(&text[line.clone()]);
    let sign = memchr::memchr2_iter(b'=', b':', &text[line.clone()]).map(|sign| line.start + sign).find(|&sign| {
        // not the colon of an address, nor one that a backslash makes a part of the key
        text[sign] == b'='
            || !is_registry && !text[sign + 1..].starts_with(b"//") && text[..sign].last() != Some(&b'\\')
    })?;
    let key = trimmed(text, line.start..sign);
    (!key.is_empty() && key.len() <= LONGEST_KEY).then_some((key, sign + 1))
}

/// Whether `line` is about a registry of npm, as in `//registry.npmjs.org/:_authToken=…` and `@scope:registry=…`.
fn is_registry(line: &[u8]) -> bool {
    line.starts_with(b"//") || line.starts_with(b"@")
}

/// Reads the value that begins at `start` under `key`, and returns where its last line ends.
fn pair(out: &mut Output<'_>, key: &TextRange, start: usize) -> usize {
    let text = out.text();
    let (decoded, end) = joined(text, start);
    let mark = out.mark();
    let name = &text[key.clone()];
    let colon = memchr::memrchr(b':', name).filter(|_| is_registry(name));
    for part in colon.map_or([&[][..], name], |colon| [&name[..colon], &name[colon + 1..]]) {
        if !part.is_empty() {
            out.push_name(part);
        }
    }
    if name.eq_ignore_ascii_case(b"environment") {
        environment(out, &decoded);
    } else if name.strip_prefix(b"Exec").is_none_or(|rest| !rest.starts_with(b"St") && rest != b"Reload")
        || !out.read_inner(Language::Bash, &decoded)
    {
        let (value, comment) = value(decoded.text());
        out.push(decoded.part(&comment), Role::Comment);
        push_value_of(out, decoded.part(&value), Role::Value, default_at);
    }
    out.back_to(mark);
    end
}

/// The name of the variable at `start` and where its default begins: `name:`, as Spring writes it, or as shells do.
fn default_at(text: &[u8], start: usize) -> Option<(TextRange, usize)> {
    let name = start..start + run(text, start, text.len(), |byte| is_name_part(byte) || byte == b'-');
    let said = &text[name.clone()];
    match text.get(name.end..).unwrap_or_default() {
        _ if said.is_empty() => None,
        [b':', b'-' | b'=', ..] => Some((name.clone(), name.end + 2)),
        // the path of a drive, and an address
        [b':', b'\\', ..] | [b':', b'/', b'/', ..] => None,
        [b':', ..] => (!LOOKUPS.contains(&said)).then(|| (name.clone(), name.end + 1)),
        // no shell has names with dots, but a property may have a hyphen in its name
        _ => shell_default(text, start).filter(|(name, _)| !text[name.clone()].contains(&b'.')),
    }
}

/// The text from `start` to the end of its line, with the lines that a backslash at its end joins to it.
fn joined(text: &[u8], start: usize) -> (Decoded, usize) {
    let mut decoded = Decoded::default();
    let mut at = start;
    loop {
        let end = line_from(text, at).end;
        let line = trimmed(text, at..end);
        let n_backslashes = text[line.clone()].iter().rev().take_while(|&&byte| byte == b'\\').count();
        let goes_on = n_backslashes % 2 == 1 && end < text.len();
        let said = line.start..line.end - usize::from(goes_on);
        decoded.append(&Decoded::unescape(text, said, b'\\', escape_at));
        if !goes_on {
            return (decoded, end);
        }
        at = end + 1;
    }
}

/// The escape at the start of `text`: only those of properties files that stand in no path of Windows.
fn escape_at(text: &[u8]) -> Option<Escape> {
    match text {
        [b'\\', b':' | b'=' | b'#' | b'!' | b' ', ..] => unescape::escape_at(text),
        [b'\\', b'u', ..] => unescape::escape_at(text).filter(|(_, len)| 2 < *len),
        _ => None,
    }
}

/// Where the value of `text` stands, without its quotes, and where a comment after it does.
fn value(text: &[u8]) -> (TextRange, TextRange) {
    let mut whole = trimmed(text, 0..text.len());
    if let Some(quote) = text.get(whole.start).filter(|byte| b"\"'".contains(byte)) {
        let Some(close) = memchr::memchr(*quote, &text[whole.start + 1..]).map(|at| whole.start + 1 + at) else {
            whole.start += 1;
            return (whole.clone(), whole.end..whole.end);
        };
        let rest = trimmed(text, close + 1..whole.end);
        return match text[rest.clone()] {
            [] => (whole.start + 1..close, rest),
            [b';' | b'#', ..] => (whole.start + 1..close, rest.start + 1..rest.end),
            _ => (whole, rest.end..rest.end),
        };
    }
    let sign = memchr::memchr2_iter(b';', b'#', text)
        .find(|&at| 0 < at && text.get(at - 1).is_some_and(u8::is_ascii_whitespace));
    match sign {
        Some(sign) => (trimmed(text, 0..sign), sign + 1..whole.end),
        None => (whole.clone(), whole.end..whole.end),
    }
}

/// Reads the variables of a systemd unit or a supervisor: `NAME=value`, each with or without quotes.
fn environment(out: &mut Output<'_>, decoded: &Decoded) {
    let text = decoded.text();
    let is_between = |byte: u8| byte.is_ascii_whitespace() || byte == b',';
    let mut at = 0;
    while at < text.len() {
        at += run(text, at, text.len(), |byte| is_between(byte) || b"\"'".contains(&byte));
        let opener =
            at.checked_sub(1).and_then(|before| text.get(before)).copied().filter(|byte| b"\"'".contains(byte));
        let name = at..at + run(text, at, text.len(), |byte| !is_between(byte) && byte != b'=');
        at = name.end;
        let mark = out.mark();
        if text.get(at) == Some(&b'=') {
            at += 1;
            out.push_name(&text[name]);
        } else {
            at = name.start;
        }
        let inner = text.get(at).copied().filter(|byte| opener.is_none() && b"\"'".contains(byte));
        at += usize::from(inner.is_some());
        let len = match inner.or(opener) {
            Some(quote) => run(text, at, text.len(), |byte| byte != quote),
            None => run(text, at, text.len(), |byte| !is_between(byte)),
        };
        embedded::push(out, decoded.part(&(at..at + len)), Role::Value);
        out.back_to(mark);
        at += len;
    }
}
