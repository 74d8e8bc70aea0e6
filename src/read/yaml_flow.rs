//! Lists and objects of YAML that stand in brackets, as in JSON but with bare words, over one line or many.
//!
//! In: where the opening sign stands, and how far it may go. Out: literals, and where it ended.

use super::lines::line_from;
use super::output::{Mark, Output};
use super::{embedded, yaml_scalar};
use crate::literal::Role;
use crate::span::TextRange;

/// An open list or object.
struct Level {
    /// Where it stands.
    outside: Mark,
    /// Where its items do.
    inside: Mark,
    is_list: bool,
}

/// Reads what begins with a bracket at the start of `range`; returns where it ends, at the latest at the end of `range`.
pub(super) fn read(out: &mut Output<'_>, range: TextRange) -> usize {
    let text = out.text();
    let end = range.end.min(text.len());
    let mut at = range.start;
    let mut levels: Vec<Level> = Vec::new();
    while let Some(&byte) = text.get(at).filter(|_| at < end) {
        match byte {
            b'[' | b'{' => {
                let outside = out.mark();
                out.enter_group();
                levels.push(Level { outside, inside: out.mark(), is_list: byte == b'[' });
                at += 1;
            }
            b']' | b'}' => {
                at += 1;
                if let Some(level) = levels.pop() {
                    out.back_to(level.outside);
                }
                if levels.is_empty() {
                    return at;
                }
            }
            b',' => {
                at += 1;
                if let Some(level) = levels.last() {
                    out.back_to(level.inside);
                }
            }
            b'#' => {
                let stop = line_from(&text[..end], at).end;
                out.push_verbatim(at + 1..stop, Role::Comment);
                at = stop;
            }
            b':' => at += 1,
            _ if byte.is_ascii_whitespace() => at += 1,
            _ => {
                let scalar = at..scalar_end(&text[..end], at);
                at = scalar.end;
                let after = text[at..end].iter().position(|byte| !b" \t".contains(byte)).map_or(end, |len| at + len);
                let decoded = yaml_scalar::decode(text, scalar.clone());
                if text.get(after) == Some(&b':') {
                    out.push_name(decoded.text());
                } else if byte != b'*' && yaml_scalar::is_string(text, &scalar) {
                    let is_item = levels.last().is_some_and(|level| level.is_list);
                    let push = if is_item { embedded::push_item } else { embedded::push };
                    push(out, decoded, Role::Value);
                }
            }
        }
    }
    if let Some(level) = levels.first() {
        out.back_to(level.outside);
    }
    end
}

/// Where the quoted or bare scalar at `at` ends; one that never ends goes to the end of its line.
fn scalar_end(text: &[u8], at: usize) -> usize {
    let line = line_from(text, at).end;
    if let Some(quote @ (b'"' | b'\'')) = text.get(at)
        && let Some(len) = yaml_scalar::quoted_len(&text[at + 1..line], *quote)
    {
        return at + len + 2;
    }
    if matches!(text.get(at), Some(b'"' | b'\'')) {
        return line;
    }
    let is_end = |(index, byte): (usize, &u8)| {
        let next = || text.get(at + index + 1);
        b",[]{}\n".contains(byte)
            || *byte == b':' && next().is_none_or(|next| b" \t\r\n,[]{}".contains(next))
            || *byte == b'#' && 0 < index && text.get(at + index - 1) == Some(&b' ')
    };
    let len = text[at..line].iter().enumerate().position(is_end).unwrap_or(line - at);
    at + text[at..at + len].trim_ascii_end().len().max(1)
}
