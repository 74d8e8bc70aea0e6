//! Methods of the languages' own libraries that matter for what a text is.

use super::parser::Syntax;
use crate::read::tokens::dialect::Dialect;

/// Whether the method `name` gives the text, or the value, that it is called on, but for blanks and a sign at its end.
pub(super) fn leaves_as_is(syntax: Syntax, name: &str) -> bool {
    let names: &[&str] = match syntax {
        Syntax::CSharp | Syntax::PowerShell => &["ToString", "Trim", "TrimEnd", "ConfigureAwait", "AsMemory"],
        Syntax::Kotlin => &[
            "removeSuffix",
            "toHttpUrl",
            "toHttpUrlOrNull",
            "toString",
            "toUri",
            "trim",
            "trimEnd",
            "trimIndent",
            "trimMargin",
        ],
        Syntax::Rust => &[
            "as_deref",
            "as_ref",
            "as_str",
            "borrow",
            "clone",
            "cloned",
            "context",
            "expect",
            "into",
            "into_iter",
            "iter",
            "map_err",
            "ok",
            "ok_or",
            "ok_or_else",
            "parse",
            "to_owned",
            "to_string",
            "trim",
            "trim_end_matches",
            "unwrap",
            "unwrap_or_default",
            "with_context",
        ],
    };
    names.contains(&name)
}

/// Whether the function `name` of `before` gives what it is given.
pub(super) fn wraps(syntax: Syntax, before: &str, name: &str) -> bool {
    let names: &[(&str, &str)] = match syntax {
        Syntax::Rust => &[
            ("", "Some"),
            ("", "Ok"),
            ("String", "from"),
            ("Box", "new"),
            ("Arc", "new"),
            ("Rc", "new"),
            ("Arc", "clone"),
            ("Rc", "clone"),
            ("Url", "parse"),
            ("Cow", "from"),
            ("Cow", "Borrowed"),
            ("Arc", "clone"),
            ("Rc", "clone"),
            ("Url", "parse"),
        ],
        _ => &[],
    };
    names.contains(&(before, name))
}

/// Whether `last` of `before` is a way of writing numbers, or makes one.
pub(super) fn is_culture(before: &str, last: &str) -> bool {
    const TYPES: &[&str] = &["CultureInfo", "Locale", "NumberFormatInfo"];
    TYPES.contains(&before) || TYPES.contains(&last)
}

/// Whether what is called `name` holds a way of writing numbers.
pub(super) fn names_culture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["culture", "locale", "provider"].iter().any(|word| name.ends_with(word))
}

/// Whether the method `name` gives its argument where there is nothing else.
pub(super) fn is_fallback(dialect: &Dialect, name: &str) -> bool {
    dialect.fallbacks.contains(&name) && !name.starts_with("map_or")
}

/// Whether what is called `name` holds settings under their names.
pub(super) fn is_settings(syntax: Syntax, name: &str) -> bool {
    let name = name.trim_start_matches('_').to_ascii_lowercase();
    match syntax {
        Syntax::CSharp => matches!(&*name, "configuration" | "config" | "appsettings"),
        Syntax::Kotlin => matches!(&*name, "getenv" | "dotenv"),
        Syntax::PowerShell | Syntax::Rust => false,
    }
}
