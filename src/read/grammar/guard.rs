//! Texts that a grammar's own scanner is not made for.
//!
//! The scanners of Python and Ruby keep what is open (indents, heredocs) in a buffer of 1,024 bytes, and the versions pinned here
//! write a few bytes past it when more is open than any program has. Such texts are not given to them.

use crate::read::Language;
use std::collections::HashSet;

/// Most widths of indents in a text. Open ones are of different widths, two bytes each; with 255 open strings and the counts
/// themselves 383 still fit.
const MOST_WIDTHS: usize = 380;
/// Most bytes that open literals (five each) and heredocs (their word and four) may take, and the longest such word.
const MOST_OPEN: usize = 1000;
const LONGEST_WORD: usize = 48;

/// Deepest nesting of brackets. The parser lets go of what it holds by calling itself, once for each level.
const DEEPEST: usize = 10_000;
/// Most `<` that no `>` follows, where they open types and elements. At the first mistake below them the parser tries all ways to
/// close them, each against each, within a single step: seconds for 15,000. Of 120,000 files of real packages none has 1,000.
const MOST_ANGLES: usize = 5_000;

/// Most `|` of a shell script before a line or a command ends. At the end of the text the parser copies each way to read them, and has
/// no memory left for 20,000.
const MOST_PIPES: usize = 1_000;

/// Whether `text` could make the parser of `language` run out of a buffer, of its stack or of all bounds of time.
pub(super) fn overflows(language: Language, text: &[u8]) -> bool {
    if DEEPEST < deepest(text, b"([{", b")]}") {
        return true;
    }
    match language {
        Language::Bash => text.split(|byte| matches!(byte, b'\n' | b';')).any(|command| MOST_PIPES < n_pipes(command)),
        Language::Java | Language::JavaScript | Language::Tsx | Language::TypeScript => {
            MOST_ANGLES < deepest(text, b"<", b">")
        }
        Language::Python => MOST_WIDTHS < n_widths(text),
        Language::Ruby => !heredocs_fit(text),
        _ => false,
    }
}

fn n_pipes(command: &[u8]) -> usize {
    memchr::memchr_iter(b'|', command).count()
}

/// How deep brackets stand inside each other, those in texts and comments counted like any.
fn deepest(text: &[u8], opening: &[u8], closing: &[u8]) -> usize {
    let mut steps = [0_isize; 256];
    opening.iter().for_each(|byte| steps[usize::from(*byte)] = 1);
    closing.iter().for_each(|byte| steps[usize::from(*byte)] = -1);
    let (mut depth, mut deepest) = (0_isize, 0);
    for byte in text {
        depth = (depth + steps[usize::from(*byte)]).max(0);
        deepest = deepest.max(depth);
    }
    deepest.unsigned_abs()
}

/// The widths at which lines begin, as the scanner counts them: a line that ends with a backslash goes on.
fn n_widths(text: &[u8]) -> usize {
    let mut widths = HashSet::new();
    let mut width = 0_u16;
    let mut is_start = true;
    let mut bytes = text.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\n' | b'\r' | 12 => (width, is_start) = (0, true),
            b' ' if is_start => width = width.wrapping_add(1),
            b'\t' if is_start => width = width.wrapping_add(8),
            b'\\' if is_start && bytes.peek().is_some_and(|next| matches!(next, b'\n' | b'\r')) => {
                widths.insert(width);
                bytes.next();
            }
            _ if is_start => {
                widths.insert(width);
                is_start = false;
            }
            _ => {}
        }
    }
    widths.len()
}

/// Whether all heredocs of the text, and literals around them, could be open at once.
fn heredocs_fit(text: &[u8]) -> bool {
    let mut size = 0;
    for at in memchr::memmem::find_iter(text, b"<<") {
        match heredoc_word(&text[at + 2..]) {
            Some(length) if length <= LONGEST_WORD => size += 4 + length,
            Some(_) => return false,
            None => {}
        }
    }
    size == 0 || size + 5 * (memchr::memmem::find_iter(text, b"#{").count() + 1) < MOST_OPEN
}

/// The length of the word that a heredoc beginning here would end with; a quoted one may go over lines.
fn heredoc_word(text: &[u8]) -> Option<usize> {
    let text = text.strip_prefix(b"~").or_else(|| text.strip_prefix(b"-")).unwrap_or(text);
    let quote = text.first().copied().filter(|byte| b"'\"`".contains(byte));
    let reach = &text[..text.len().min(4 * LONGEST_WORD)];
    let length = match quote {
        Some(quote) => reach[1..].iter().position(|&byte| byte == quote).unwrap_or(reach.len()),
        None => {
            reach.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || !byte.is_ascii()).count()
        }
    };
    (0 < length).then_some(length)
}
