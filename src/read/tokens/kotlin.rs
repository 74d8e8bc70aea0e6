//! Kotlin.

use super::dialect::{Dialect, Escape, Form, Holes, Lines, Newlines, PLAIN};

const RAW: Form = Form { open: b"\"\"\"", close: b"\"\"\"", escape: Escape::None, lines: Lines::Many, ..PLAIN };

/// Kotlin.
pub(in crate::read) const KOTLIN: Dialect = Dialect {
    line_comment: b"//",
    block_comment: (b"/*", b"*/"),
    comments_nest: true,
    strings: &[
        Form { open: b"$$\"\"\"", holes: Holes::DoubleDollar, ..RAW },
        Form { open: b"$$\"", holes: Holes::DoubleDollar, ..PLAIN },
        Form { holes: Holes::Dollar, ..RAW },
        Form { holes: Holes::Dollar, ..PLAIN },
    ],
    has_chars: true,
    is_shell: false,
    has_attributes: false,
    has_macros: false,
    has_directives: false,
    newlines: Newlines::InBlocks,
    declaring: &["class", "interface", "object", "fun"],
    control: &["if", "else", "for", "while", "do", "when", "try", "catch", "finally"],
    keywords: &[
        "val",
        "var",
        "const",
        "return",
        "throw",
        "in",
        "is",
        "as",
        "by",
        "private",
        "public",
        "internal",
        "protected",
        "override",
        "lateinit",
        "companion",
        "data",
        "init",
        "suspend",
        "lazy",
    ],
    statements: &["fun", "class", "return", "import", "package"],
    operators: &[],
    pair: Some("to"),
    env_calls: &[
        ("", "getenv"),
        ("getenv", "get"),
        ("getenv", "getValue"),
        ("getenv", "getOrDefault"),
        ("getenv", "getOrElse"),
        ("dotenv", "get"),
    ],
    fallbacks: &["orElse", "getOrDefault", "getOrElse", "ifEmpty", "ifBlank", "ifNullOrEmpty"],
    transparent: &["trimIndent", "trimMargin", "trim", "toString", "String"],
};
