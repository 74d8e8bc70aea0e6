//! Suppression comments: `ghl-lint: allow(rule-id) reason`, in the comment syntax of any language.

use super::needles::DIRECTIVE;
use crate::catalog::catalog;
use crate::directive::{Directive, Scope};
use crate::document::Document;
use crate::excerpt::{Mask, Site};
use crate::span::TextRange;

/// What begins a comment somewhere. Longer ones first.
const OPENERS: &[&str] = &["{{!--", "<!--", "{{!", "//", "/*", "{#", "(*", "--", "rem", "#", ";", "%", "*"];
/// What ends one.
const CLOSERS: &[&str] = &["--}}", "-->", "*/", "#}", "*)", "}}"];
/// `allow-file` counts in the first lines alone.
const LAST_FILE_LINE: u64 = 20;
/// Most lines looked at for the one that a comment of its own speaks of.
const LOOK_AHEAD: usize = 50;

/// Reads the comments at `hits`, which are sorted offsets of the marker.
pub(super) fn read(document: &Document<'_>, hits: &[usize], masks: &[Mask]) -> Vec<Directive> {
    let is_prose = catalog().places.is_prose(document.path);
    let mut cursor = document.cursor();
    let mut directives = Vec::new();
    for &at in hits {
        let line = document.line_around(at);
        let before = document.text[line.start..at].trim_ascii_end();
        let Some(opener) = OPENERS.iter().find(|opener| ends_with(before, opener)) else { continue };
        let code = &before[..before.len() - opener.len()];
        if !may_end_before_comment(code) {
            continue;
        }
        let may_be_example = is_prose && *opener != "<!--";
        let is_alone = code.trim_ascii().is_empty();
        let comment = Comment { document, at, line, is_alone, is_prose, may_be_example };
        let Some(parsed) = parse(comment.body()) else { continue };
        let site = Site::cut(document, &mut cursor, &(at..at + DIRECTIVE.len() + parsed.len), masks);
        directives.push(comment.directive(parsed, site));
    }
    directives
}

/// False where a quote or a word leans on the opener: then it stands in a string, or in a URL.
fn may_end_before_comment(code: &[u8]) -> bool {
    code.last().is_none_or(|byte| byte.is_ascii_whitespace() || b";,(){}[]>/*".contains(byte))
}

struct Comment<'c> {
    document: &'c Document<'c>,
    at: usize,
    line: TextRange,
    is_alone: bool,
    is_prose: bool,
    may_be_example: bool,
}

/// The text behind the marker, read.
struct Parsed {
    /// Bytes of it that were read, up to the closing parenthesis.
    len: usize,
    rules: Vec<String>,
    is_file: bool,
    fault: Option<String>,
}

impl Comment<'_> {
    fn body(&self) -> &[u8] {
        &self.document.text[self.at + DIRECTIVE.len()..self.line.end]
    }

    fn directive(&self, parsed: Parsed, site: Site) -> Directive {
        let line = site.region.start.line;
        let mut fault = parsed.fault;
        let scope = if parsed.is_file {
            if LAST_FILE_LINE < line {
                fault = fault.or_else(|| Some(format!("allow-file counts in the first {LAST_FILE_LINE} lines alone")));
            }
            Scope::File
        } else if self.is_alone && !self.has_code_behind() {
            Scope::Line(line + self.lines_to_code())
        } else {
            Scope::Line(line)
        };
        Directive { rules: parsed.rules, scope, fault, may_be_example: self.may_be_example, site }
    }

    fn has_code_behind(&self) -> bool {
        split_closer(self.body()).1.is_some_and(|code| !code.trim_ascii().is_empty())
    }

    /// How many lines further the next line stands that is neither blank nor a comment.
    fn lines_to_code(&self) -> u64 {
        let rest = &self.document.text[self.line.end..];
        let lines = rest.split(|&byte| byte == b'\n').skip(1).take(LOOK_AHEAD);
        let skipped = lines.take_while(|line| is_blank_or_comment(line, self.is_prose)).count();
        skipped as u64 + 1
    }
}

fn is_blank_or_comment(line: &[u8], is_prose: bool) -> bool {
    let line = line.trim_ascii();
    if is_prose {
        return line.is_empty() || line.starts_with(b"<!--") && line.ends_with(b"-->");
    }
    let is_hash_comment = matches!(line, [b'#'] | [b'#', b' ' | b'#' | b'!', ..]);
    line.is_empty()
        || is_hash_comment
        || ["//", "/*", "* ", "-- ", "<!--", "{#", "{{!", ";"].iter().any(|opener| line.starts_with(opener.as_bytes()))
}

/// Returns `None` where the marker is only mentioned.
fn parse(body: &[u8]) -> Option<Parsed> {
    let n_blank = body.len() - body.trim_ascii_start().len();
    let rest = &body[n_blank..];
    let n_word = rest.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'-').count();
    let word = std::str::from_utf8(&rest[..n_word]).ok()?;
    let is_file = word == "allow-file";
    let Some(list) = rest[n_word..].strip_prefix(b"(") else {
        let is_meant = matches!(word, "allow" | "allow-file");
        return is_meant
            .then(|| broken(n_blank + n_word, format!("name the rules in parentheses: {word}(rule-id) reason")));
    };
    let Some(n_list) = memchr::memchr(b')', list) else {
        return Some(broken(n_blank + n_word + 1, "the closing parenthesis is missing".to_owned()));
    };
    let len = n_blank + n_word + 1 + n_list + 1;
    if !matches!(word, "allow" | "allow-file") {
        return Some(broken(len, "only allow(rule-id) and allow-file(rule-id) are known".to_owned()));
    }
    let names = String::from_utf8_lossy(&list[..n_list]);
    let rules: Vec<String> =
        names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let reason = split_closer(&list[n_list + 1..]).0;
    let has_reason = reason.iter().any(u8::is_ascii_alphanumeric) || !reason.is_ascii();
    let fault = match (rules.is_empty(), has_reason) {
        (true, _) => Some("it names no rule".to_owned()),
        (false, false) => Some("it gives no reason; write one behind the parenthesis".to_owned()),
        (false, true) => None,
    };
    Some(Parsed { len, rules, is_file, fault })
}

fn broken(len: usize, fault: String) -> Parsed {
    Parsed { len, rules: Vec::new(), is_file: false, fault: Some(fault) }
}

/// Splits the rest of a line at the end of the comment, if it ends there.
fn split_closer(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let closer =
        CLOSERS.iter().filter_map(|closer| Some((memchr::memmem::find(text, closer.as_bytes())?, closer.len()))).min();
    match closer {
        Some((at, len)) => (&text[..at], Some(&text[at + len..])),
        None => (text, None),
    }
}

fn ends_with(text: &[u8], opener: &str) -> bool {
    text.len().checked_sub(opener.len()).is_some_and(|at| text[at..].eq_ignore_ascii_case(opener.as_bytes()))
}
