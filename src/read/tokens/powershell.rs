//! PowerShell.

use super::dialect::{Dialect, Escape, Form, Holes, Lines, Newlines, PLAIN};

const SINGLE: Form =
    Form { open: b"'", close: b"'", escape: Escape::None, is_doubled: true, lines: Lines::Doubtful, ..PLAIN };
const DOUBLE: Form =
    Form { escape: Escape::Backtick, is_doubled: true, holes: Holes::Shell, lines: Lines::Doubtful, ..PLAIN };

/// PowerShell.
pub(in crate::read) const POWERSHELL: Dialect = Dialect {
    line_comment: b"#",
    block_comment: (b"<#", b"#>"),
    comments_nest: false,
    strings: &[
        Form { open: b"@\"", close: b"\n\"@", is_doubled: false, lines: Lines::Here, ..DOUBLE },
        Form { open: b"@'", close: b"\n'@", is_doubled: false, lines: Lines::Here, ..SINGLE },
        SINGLE,
        DOUBLE,
    ],
    has_chars: false,
    is_shell: true,
    has_attributes: false,
    has_macros: false,
    has_directives: false,
    newlines: Newlines::Everywhere,
    declaring: &["class", "enum", "function", "filter"],
    control: &[
        "if", "else", "elseif", "for", "foreach", "while", "do", "until", "switch", "try", "catch", "finally", "begin",
        "process", "end",
    ],
    keywords: &["param", "return", "throw", "in", "using", "exit", "break"],
    statements: &["function", "return"],
    operators: &[
        "not",
        "and",
        "or",
        "xor",
        "eq",
        "ne",
        "gt",
        "ge",
        "lt",
        "le",
        "like",
        "notlike",
        "match",
        "notmatch",
        "ceq",
        "cne",
        "ieq",
        "ine",
        "contains",
        "notcontains",
        "in",
        "notin",
        "replace",
        "split",
        "join",
        "is",
        "isnot",
        "as",
        "f",
        "band",
        "bor",
        "bnot",
        "shl",
        "shr",
    ],
    pair: None,
    env_calls: &[("", "GetEnvironmentVariable")],
    fallbacks: &[],
    transparent: &["ToString", "Trim"],
};
