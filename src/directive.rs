//! A suppression comment, `ghl-lint: allow(rule-id) reason`, as it stands in a document.

use crate::excerpt::{Excerpt, Site};

/// What ends a block comment.
pub const CLOSERS: &[&str] = &["--}}", "--%>", "-->", "*/", "#}", "*)", "}}", "-}", "]]", "#>", "%>"];

/// What a suppression covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole file.
    File,
    /// One line, 1-based.
    Line(u64),
}

/// One suppression comment.
#[derive(Debug, Clone)]
pub struct Directive {
    /// The rule ids that it names.
    pub rules: Vec<String>,
    /// What it covers.
    pub scope: Scope,
    /// What is wrong with its form, if anything; such a comment suppresses nothing.
    pub fault: Option<String>,
    /// Whether it may be the example of somebody who explains suppressions: in prose, in another than an HTML comment. It
    /// has its effect, but nobody is told when it has none.
    pub may_be_example: bool,
    /// Where it stands.
    pub site: Site,
}

impl Directive {
    /// The words behind its parentheses, as far as they may be shown.
    pub fn reason(&self) -> &str {
        let Excerpt { text, marked } = &self.site.excerpt;
        let rest = text.get(marked.end..).unwrap_or_default();
        let end = CLOSERS.iter().filter_map(|closer| rest.find(closer)).min().unwrap_or(rest.len());
        rest[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—'))
    }
}
