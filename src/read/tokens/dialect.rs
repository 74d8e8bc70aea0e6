//! What the lexer and the walk must know of a language: one const table each.

/// A language as tables.
#[derive(Debug)]
pub(in crate::read) struct Dialect {
    /// What begins a comment that ends with its line.
    pub(super) line_comment: &'static [u8],
    /// What encloses a comment over lines.
    pub(super) block_comment: (&'static [u8], &'static [u8]),
    /// Whether such comments nest.
    pub(super) comments_nest: bool,
    /// Forms of strings; the first whose opening stands here is taken.
    pub(super) strings: &'static [Form],
    /// Whether `'x'` is a character. A lone `'` is then the sign of a lifetime or of nothing.
    pub(super) has_chars: bool,
    /// Whether this is a shell: `$name`, `$env:NAME`, `-Parameter`, commands with arguments and dashes in words.
    pub(super) is_shell: bool,
    /// Whether `#[…]` and `#![…]` are notes to the compiler.
    pub(super) has_attributes: bool,
    /// Whether `name!` before brackets is a macro. Elsewhere it says that a value is there, and changes nothing.
    pub(super) has_macros: bool,
    /// Whether a line that begins with `#` speaks to the compiler.
    pub(super) has_directives: bool,
    /// Where a line feed ends a statement.
    pub(super) newlines: Newlines,
    /// Words before the name of a block: `class`, `fun`.
    pub(super) declaring: &'static [&'static str],
    /// Words before a condition, whose block has no name of its own.
    pub(super) control: &'static [&'static str],
    /// Other words that name nothing.
    pub(super) keywords: &'static [&'static str],
    /// Words that at the start of a line begin a statement even when a bracket before them was never closed.
    pub(super) statements: &'static [&'static str],
    /// Operators written as parameters are: `-eq`.
    pub(super) operators: &'static [&'static str],
    /// The word that makes a pair of a key and a value.
    pub(super) pair: Option<&'static str>,
    /// Calls that read an environment variable: the name before the last or an empty text for any, and the last name.
    pub(super) env_calls: &'static [(&'static str, &'static str)],
    /// Methods whose argument stands in for a missing value.
    pub(super) fallbacks: &'static [&'static str],
    /// Calls that only change a text's type.
    pub(super) transparent: &'static [&'static str],
}

/// Where a line feed ends a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Newlines {
    /// Nowhere.
    Never,
    /// Outside of parentheses and square brackets.
    InBlocks,
    /// Everywhere but after an operator.
    Everywhere,
}

/// A form of string.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// What opens it; without the fence's repeats.
    pub(super) open: &'static [u8],
    /// What closes it; without the fence's repeats.
    pub(super) close: &'static [u8],
    /// What the opening repeats as often as the closing.
    pub(super) fence: Fence,
    /// How it spells a character that it cannot hold.
    pub(super) escape: Escape,
    /// Whether a closing quote written twice is that quote.
    pub(super) is_doubled: bool,
    /// How it holds expressions.
    pub(super) holes: Holes,
    /// Whether it may hold line feeds.
    pub(super) lines: Lines,
}

/// What repeats in an opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fence {
    /// Nothing.
    None,
    /// `#` before the opening quote and after the closing one.
    Hashes,
    /// Further quotes.
    Quotes,
}

/// How a string spells a character that it cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// It cannot.
    None,
    /// By a backslash.
    Backslash,
    /// By a backtick.
    Backtick,
}

/// How a string holds expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holes {
    /// Not at all.
    None,
    /// `{x}`, and `{{` for a brace.
    Braces,
    /// `{{x}}`, and `{` for a brace.
    DoubleBraces,
    /// `$x` and `${x}`.
    Dollar,
    /// `$$x` and `$${x}`, and `$` for a dollar sign.
    DoubleDollar,
    /// `$x`, `${x}`, `$env:X` and `$(x)`.
    Shell,
}

/// Whether a string may hold line feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// It ends with its line.
    One,
    /// It may.
    Many,
    /// It may, and its closing must not look like the opening of the next string.
    Doubtful,
    /// Its opening ends a line and its closing begins one.
    Here,
}

/// The plain form of string, for tables to begin from.
pub(super) const PLAIN: Form = Form {
    open: b"\"",
    close: b"\"",
    fence: Fence::None,
    escape: Escape::Backslash,
    is_doubled: false,
    holes: Holes::None,
    lines: Lines::One,
};
