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

/// Whether the heredocs of the text that could be open at once, and literals around them, fit into what the scanner has for them.
fn heredocs_fit(text: &[u8]) -> bool {
    let n_holes = memchr::memmem::find_iter(text, b"#{").filter(|&at| !is_plain_hole(&text[at + 2..])).count();
    let (mut of_all, mut of_line, mut most_of_line) = (0, 0, 0);
    let mut before = 0;
    for at in memchr::memmem::find_iter(text, b"<<") {
        if memchr::memchr(b'\n', &text[before..at]).is_some() {
            of_line = 0;
        }
        before = at;
        match heredoc_word(&text[at + 2..]) {
            Some(length) if length <= LONGEST_WORD => {
                of_all += 4 + length;
                of_line += 4 + length;
                most_of_line = most_of_line.max(of_line);
            }
            Some(_) => return false,
            None => {}
        }
    }
    // only in a hole can one begin while another is open; else it is those of one line
    let open = if n_holes == 0 { most_of_line } else { of_all };
    open == 0 || open + 5 * (n_holes + 2) < MOST_OPEN
}

/// Whether a hole whose content `text` begins with holds names and calls alone: nothing opens in it before it is closed.
fn is_plain_hole(text: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.@$()[], :+-*&!=|".contains(byte);
    text.iter().find(|byte| !is_plain(byte)) == Some(&b'}')
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
