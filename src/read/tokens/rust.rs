//! Rust, whole or half typed.

use super::dialect::{Dialect, Escape, Fence, Form, Lines, Newlines, PLAIN};

const TEXT: Form = Form { lines: Lines::Doubtful, ..PLAIN };
const RAW: Form = Form { fence: Fence::Hashes, escape: Escape::None, lines: Lines::Many, ..PLAIN };

/// Rust.
pub(in crate::read) const RUST: Dialect = Dialect {
    line_comment: b"//",
    block_comment: (b"/*", b"*/"),
    comments_nest: true,
    strings: &[
        Form { open: b"br", ..RAW },
        Form { open: b"cr", ..RAW },
        Form { open: b"r", ..RAW },
        Form { open: b"b\"", ..TEXT },
        Form { open: b"c\"", ..TEXT },
        TEXT,
    ],
    has_chars: true,
    is_shell: false,
    has_attributes: true,
    has_macros: true,
    has_directives: false,
    newlines: Newlines::Never,
    declaring: &["struct", "enum", "union", "trait", "impl", "mod", "fn"],
    control: &["if", "else", "for", "while", "loop", "match", "unsafe"],
    keywords: &[
        "let", "mut", "const", "static", "return", "in", "as", "pub", "ref", "move", "async", "await", "where", "dyn",
        "use", "type", "break", "box", "crate",
    ],
    statements: &["let", "fn", "use", "impl", "mod", "return"],
    operators: &[],
    pair: None,
    env_calls: &[
        ("env", "var"),
        ("env", "var_os"),
        ("dotenv", "var"),
        ("dotenvy", "var"),
        ("dotenv_codegen", "dotenv"),
        ("", "env"),
        ("", "option_env"),
        ("", "dotenv"),
    ],
    fallbacks: &["unwrap_or", "unwrap_or_else", "or", "or_else", "map_or", "map_or_else", "ok_or_default"],
    transparent: &["from", "Some", "Ok", "into", "to_string", "to_owned", "format_args"],
};
