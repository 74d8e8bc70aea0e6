//! C#.

use super::dialect::{Dialect, Escape, Fence, Form, Holes, Lines, Newlines, PLAIN};

const RAW: Form = Form { escape: Escape::None, lines: Lines::Many, ..PLAIN };
const VERBATIM: Form = Form { is_doubled: true, ..RAW };
const FENCED: Form = Form { open: b"\"\"\"", close: b"\"\"\"", fence: Fence::Quotes, ..RAW };

/// C#.
pub(in crate::read) const CSHARP: Dialect = Dialect {
    line_comment: b"//",
    block_comment: (b"/*", b"*/"),
    comments_nest: false,
    strings: &[
        Form { open: b"$$\"\"\"", holes: Holes::DoubleBraces, ..FENCED },
        Form { open: b"$\"\"\"", holes: Holes::Braces, ..FENCED },
        FENCED,
        Form { open: b"$@\"", holes: Holes::Braces, ..VERBATIM },
        Form { open: b"@$\"", holes: Holes::Braces, ..VERBATIM },
        Form { open: b"@\"", ..VERBATIM },
        Form { open: b"$\"", holes: Holes::Braces, ..PLAIN },
        PLAIN,
    ],
    has_chars: true,
    is_shell: false,
    has_attributes: false,
    has_macros: false,
    has_directives: true,
    newlines: Newlines::Never,
    declaring: &["class", "struct", "record", "interface", "enum", "namespace"],
    control: &["if", "else", "for", "foreach", "while", "do", "switch", "using", "try", "catch", "finally", "lock"],
    keywords: &[
        "new",
        "return",
        "throw",
        "await",
        "in",
        "is",
        "as",
        "var",
        "const",
        "static",
        "readonly",
        "public",
        "private",
        "protected",
        "internal",
        "async",
        "get",
        "set",
        "init",
        "when",
        "case",
        "default",
        "out",
        "ref",
        "yield",
    ],
    statements: &["public", "private", "protected", "internal", "namespace", "using", "return", "class"],
    operators: &[],
    pair: None,
    env_calls: &[("", "GetEnvironmentVariable"), ("Env", "GetString")],
    fallbacks: &["GetValueOrDefault"],
    transparent: &["ToString", "Trim"],
};
