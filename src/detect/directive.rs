//! Suppression comments: `ghl-lint: allow(rule-id) reason`, in the comment syntax of any language.

use super::needles::DIRECTIVE;
use crate::catalog::catalog;
use crate::directive::{CLOSERS, Directive, Scope};
use crate::document::Document;
use crate::excerpt::{Mask, Site};

/// Signs that comments begin with somewhere; a run of them is the opener (`///`, `{/*`, `<!--`, `{{--`, `--[[`, `<%#`).
const OPENING: &[u8] = b"/*#;%!-<{([:";
/// Without one of these a run of such signs opens nothing.
const OPENERS: &[&str] = &["//", "/*", "#", "--", "(*", "{-", "{!", "%", ";", "::", "*"];
/// Words that open a comment.
const WORDS: &[&str] = &["@rem", "rem", "dnl"];
/// Line ends behind which a block comment goes on.
const BLOCK_OPENERS: &[&str] = &["/*", "/**", "<!--", "{-", "--[[", "<#", "(*", "{{--", "{#", "{{!--"];
/// `allow-file` counts in the first lines alone.
const LAST_FILE_LINE: u64 = 20;
/// Most lines looked at for the one that a comment of its own speaks of.
const LOOK_AHEAD: usize = 500;
/// Most bytes of a line that are looked at on either side of a marker: a line can have megabytes.
const REACH: usize = 2 * 1024;

/// Reads the comments at `hits`, which are sorted offsets of the marker.
pub(super) fn read(document: &Document<'_>, hits: &[usize], masks: &[Mask]) -> Vec<Directive> {
    let is_prose = catalog().places.is_prose(document.path);
    let mut cursor = document.cursor();
    let mut directives = Vec::new();
    for &at in hits {
        let before = line_before(&document.text, at);
        let Some(code) = code_before_comment(&document.text, before, at, document.path) else { continue };
        let may_be_example =
            is_prose && !document.text[before + code.len()..at].trim_ascii_start().starts_with(b"<!--");
        let is_alone = code.trim_ascii().is_empty();
        let comment = Comment { document, at, is_alone, is_prose, may_be_example };
        let Some(parsed) = parse(comment.body()) else { continue };
        let site = Site::cut(document, &mut cursor, &(at..at + DIRECTIVE.len() + parsed.len), masks);
        directives.push(comment.directive(parsed, site));
    }
    directives
}

/// Where the line of `at` begins, or as far back as is looked; a byte order mark is no part of it.
fn line_before(text: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(REACH);
    match memchr::memrchr(b'\n', &text[from..at]) {
        Some(feed) => from + feed + 1,
        None if from == 0 && text.starts_with(b"\xEF\xBB\xBF") => 3,
        None => from,
    }
}

/// What stands before the comment whose text begins at `at`; `None` where no comment begins there.
fn code_before_comment<'t>(text: &'t [u8], line: usize, at: usize, path: &str) -> Option<&'t [u8]> {
    let before = text[line..at].trim_ascii_end();
    if before.is_empty() {
        // on a line of its own inside a block comment
        let above = text[..line].trim_ascii_end();
        let above = &above[line_before(above, above.len())..];
        return BLOCK_OPENERS.iter().any(|opener| ends_with(above, opener)).then_some(before);
    }
    let n_signs = before.iter().rev().take_while(|byte| OPENING.contains(byte)).count();
    let (code, signs) = before.split_at(before.len() - n_signs);
    if OPENERS.iter().any(|opener| memchr::memmem::find(signs, opener.as_bytes()).is_some()) {
        return may_end_before_comment(code).then_some(code);
    }
    let is_basic = [".vb", ".vbs", ".bas", ".cls"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    let words = WORDS.iter().copied().chain(is_basic.then_some("'"));
    let code = words.filter(|word| ends_with(before, word)).map(|word| &before[..before.len() - word.len()]).next()?;
    may_end_before_comment(code).then_some(code)
}

/// False where a quote or a word leans on the opener: then it stands in a string, or in a URL.
fn may_end_before_comment(code: &[u8]) -> bool {
    code.last().is_none_or(|byte| byte.is_ascii_whitespace() || b",){}]>*".contains(byte))
}

struct Comment<'c> {
    document: &'c Document<'c>,
    at: usize,
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
        let from = self.at + DIRECTIVE.len();
        let reach = &self.document.text[from..(from + REACH).min(self.document.text.len())];
        let body = &reach[..memchr::memchr(b'\n', reach).unwrap_or(reach.len())];
        body.strip_suffix(b"\r").unwrap_or(body)
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
        split_closer(self.body()).1.is_some_and(|code| code.iter().any(u8::is_ascii_alphanumeric))
    }

    /// How many lines further the next line stands that is neither blank nor a comment.
    fn lines_to_code(&self) -> u64 {
        let rest = &self.document.text[self.at..];
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
    // lines that begin with a hash are comments nearly everywhere; attributes and the C preprocessor are not
    let is_code_after_hash = |rest: &[u8]| {
        [&b"["[..], b"![", b"define", b"include", b"if", b"end", b"else", b"pragma"]
            .iter()
            .any(|word| rest.starts_with(word))
    };
    let is_hash_comment = line.strip_prefix(b"#").is_some_and(|rest| !is_code_after_hash(rest));
    let opens = ["//", "/*", "*", "--", "<!--", "{#", "{{!", "{{--", "{/*", "{-", ";", "::", "<#"];
    line.is_empty()
        || is_hash_comment
        || opens.iter().any(|opener| line.starts_with(opener.as_bytes()))
        || CLOSERS.iter().any(|closer| line == closer.as_bytes())
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
