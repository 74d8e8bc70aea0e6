//! Sessions of a shell, as documents show them: what somebody typed behind a prompt, and what the machine answered.
//!
//! In: the text of a block of code. Out: the commands as one script, and each answer as what it looks like.

use super::language::Language;
use super::lines::{line_from, run};
use super::output::Output;
use crate::decoded::Decoded;
use crate::literal::Role;
use std::collections::VecDeque;

/// What a shell shows that waits for the rest of a command.
const WAITS: &[u8] = b"> ";

/// Reads `code` as a session; false where its first line, comments aside, has no prompt.
pub(super) fn read(out: &mut Output<'_>, code: &Decoded) -> bool {
    let text = code.text();
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_start);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"#")).unwrap_or_default();
    let Some((sign, _)) = prompt(first, b"$%#") else { return false };
    let mut script = Decoded::default();
    let mut answer = Decoded::default();
    let mut open = Open::default();
    let mut last: &[u8] = b"";
    let mut at = 0;
    while at < text.len() {
        let end = (line_from(text, at).end + 1).min(text.len());
        let start = at + run(text, at, end, |byte| b" \t".contains(&byte));
        let line = &text[start..end];
        let typed = match prompt(line, &[sign]) {
            // whatever seemed open is not
            Some((_, len)) => {
                open = Open::default();
                Some(start + len)
            }
            None if open.is_open() && line.starts_with(WAITS) => Some(start + WAITS.len()),
            None => (open.is_open() || line.starts_with(b"#")).then_some(at),
        };
        if let Some(typed) = typed {
            push_answer(out, std::mem::take(&mut answer));
            open.read(&text[typed..end]);
            script.append(&code.part(&(typed..end)));
        } else {
            // settings stand alone, whatever is around them
            if is_assignment(line) != is_assignment(last) {
                push_answer(out, std::mem::take(&mut answer));
            }
            last = line;
            answer.append(&code.part(&(at..end)));
        }
        at = end;
    }
    push_answer(out, answer);
    out.push_inner(Language::Bash, script, Role::Text);
    true
}

/// Whether `line` gives a variable its value.
fn is_assignment(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"export ").unwrap_or(line);
    let len = run(line, 0, line.len(), |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    0 < len && line.get(len) == Some(&b'=')
}

fn push_answer(out: &mut Output<'_>, answer: Decoded) {
    if !answer.text().trim_ascii().is_empty() {
        out.push_inner(Language::of("", answer.text()), answer, Role::Text);
    }
}

/// The sign, one of `signs`, and the length of the prompt that `line` begins with: `$ `, `(venv) $ `, `ada@host:~$ `.
fn prompt(line: &[u8], signs: &[u8]) -> Option<(u8, usize)> {
    let is_word = |byte: u8| !byte.is_ascii_whitespace() && !b"$%#()\"'`=".contains(&byte);
    let inside = run(line, 1, line.len(), is_word);
    let is_named = line.starts_with(b"(") && line.get(inside + 1..).is_some_and(|rest| rest.starts_with(b") "));
    let start = if is_named { inside + 3 } else { 0 };
    let host = start..start + run(line, start, line.len(), is_word);
    let sign = *line.get(host.end).filter(|sign| signs.contains(sign))?;
    let has_host = line[host.clone()].contains(&b'@');
    // without a host the sign of the administrator begins a comment
    let is_prompt = has_host || host.is_empty() && sign != b'#';
    (is_prompt && line.get(host.end + 1) == Some(&b' ')).then_some((sign, host.end + 2))
}

/// What a command has begun and not ended.
#[derive(Debug, Default)]
struct Open {
    quote: Option<u8>,
    /// The words that end the documents to come.
    documents: VecDeque<Vec<u8>>,
    /// A sign at the end of the line says that more comes.
    goes_on: bool,
}

impl Open {
    fn is_open(&self) -> bool {
        self.quote.is_some() || !self.documents.is_empty() || self.goes_on
    }

    /// Goes on behind `line`.
    fn read(&mut self, line: &[u8]) {
        let line = line.trim_ascii_end();
        self.goes_on = false;
        if let Some(end) = self.documents.front() {
            if line.trim_ascii_start() == end {
                self.documents.pop_front();
            }
            return;
        }
        let mut at = 0;
        while let Some(&byte) = line.get(at) {
            match (byte, self.quote) {
                (b'\\', None | Some(b'"')) => {
                    self.goes_on = at + 1 == line.len();
                    at += 1;
                }
                (b'"' | b'\'', None) => self.quote = Some(byte),
                (_, Some(quote)) if byte == quote => self.quote = None,
                (b'#', None) if at == 0 || line[at - 1].is_ascii_whitespace() => return,
                (b'<', None) if line[at..].starts_with(b"<<") => {
                    let signs = run(line, at, line.len(), |byte| byte == b'<');
                    at += signs;
                    let start = at + run(line, at, line.len(), |byte| b"-\"'".contains(&byte));
                    at = start
                        + run(line, start, line.len(), |byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
                    if signs == 2 && start < at {
                        self.documents.push_back(line[start..at].to_vec());
                    }
                    // its closing quote
                    at += usize::from(matches!(line.get(at), Some(b'"' | b'\'')));
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        self.goes_on |= self.quote.is_none() && [&b"|"[..], b"&&"].iter().any(|sign| line.ends_with(sign));
    }
}
