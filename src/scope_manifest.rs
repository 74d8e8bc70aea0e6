//! The scope manifest, `ghl-scopes.toml`: the scopes of an integration, each with the reason why it is needed.
//!
//! In: its text. Out: its entries with their places, or every mistake at its place. The scopes of a private integration stand
//! in no code; this is where they are written down. [`edit`] changes the text.

pub mod edit;

use crate::catalog::catalog;
use crate::catalog::level::Level;
use crate::catalog::platform::platform;
use crate::display::file_name;
use crate::nearest::nearest;
use crate::span::TextRange;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The file's name.
pub const FILE_NAME: &str = "ghl-scopes.toml";

/// Largest text that is read, in bytes: all of HighLevel's scopes with a reason each take a twentieth of it.
pub const LARGEST: usize = 256 << 10;

/// Whether the file at `path` is one.
pub fn is_manifest(path: &str) -> bool {
    file_name(path) == FILE_NAME
}

/// A manifest without mistakes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ScopeManifest {
    /// Its scopes, in the order of the text.
    pub entries: Vec<Entry>,
    /// The level of the install that they are for, where it is said.
    pub level: Option<Level>,
    /// The bytes of `[scopes]`, or of what else holds the scopes.
    pub table: Option<TextRange>,
}

/// One scope.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The bytes of its name, without the quotes.
    pub name_range: TextRange,
    /// The bytes of name and reason together.
    pub range: TextRange,
    /// Whether a reason stands beside it.
    pub has_reason: bool,
}

/// A mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes that it is about.
    pub range: TextRange,
    /// What is wrong; holds no text of the file.
    pub message: String,
}

/// Most mistakes that are told: a file that is something else entirely needs no longer list.
const MOST_FAULTS: usize = 50;
/// Tables and lists inside each other; a manifest has two, and a parser takes long over a text of brackets alone.
const DEEPEST: usize = 16;
const KEYS: &[&str] = &["level", "scopes"];

/// Reads the text that `bytes` spell in UTF-8.
///
/// # Errors
///
/// Every mistake, by place.
pub fn read(bytes: &[u8]) -> Result<ScopeManifest, Vec<Fault>> {
    if LARGEST < bytes.len() {
        return Err(vec![Fault { range: 0..0, message: "no scope manifest is that large".to_owned() }]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(error) => {
            let at = error.valid_up_to();
            Err(vec![Fault { range: at..at + 1, message: "not UTF-8".to_owned() }])
        }
    }
}

/// Reads `text`.
///
/// # Errors
///
/// Every mistake, by place.
pub fn parse(text: &str) -> Result<ScopeManifest, Vec<Fault>> {
    let mut reader = Reader { text, faults: Vec::new() };
    if let Some(at) = too_deep(text) {
        reader.fault(at..at + 1, "brackets inside brackets: a scope manifest has none");
        return Err(reader.faults);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reader.fault(error.span().unwrap_or(0..0), error.message());
    }
    let manifest = reader.manifest(table.get_ref());
    if reader.faults.is_empty() {
        return Ok(manifest);
    }
    // the parser hands out tables by name; people read from top to bottom
    reader.faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
    reader.faults.truncate(MOST_FAULTS);
    Err(reader.faults)
}

/// The first bracket that lies too deep.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let too_deep = Source::new(text).lex().find(|token| {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        DEEPEST < depth
    });
    too_deep.map(|token| token.span().start())
}

type Key<'i> = Spanned<toml::de::DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

struct Reader<'t> {
    text: &'t str,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn manifest(&mut self, table: &DeTable<'_>) -> ScopeManifest {
        let mut manifest = ScopeManifest::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "level" => manifest.level = self.level(value),
                "scopes" => {
                    manifest.table = Some(value.span());
                    manifest.entries = self.entries(value);
                }
                name => {
                    let hint = nearest(name, KEYS.iter().copied())
                        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                    self.fault(key.span(), format!("unknown key{hint}"));
                }
            }
        }
        manifest
    }

    fn level(&mut self, value: &Value<'_>) -> Option<Level> {
        let level = match value.get_ref() {
            DeValue::String(text) => catalog().declaring.level_called(text),
            _ => None,
        };
        if level.is_none() {
            self.fault(value.span(), "expected \"sub-account\" or \"agency\"");
        }
        level
    }

    fn entries(&mut self, value: &Value<'_>) -> Vec<Entry> {
        let DeValue::Table(table) = value.get_ref() else {
            let message =
                "expected [scopes], and below it a line for each scope, such as \"contacts.readonly\" = \"reason\"";
            self.fault(value.span(), message);
            return Vec::new();
        };
        let mut entries: Vec<Entry> = table.iter().filter_map(|(key, value)| self.entry(key, value)).collect();
        entries.sort_by_key(|entry| entry.range.start);
        entries
    }

    fn entry(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Entry> {
        let name = key.get_ref().as_ref();
        let DeValue::String(reason) = value.get_ref() else {
            self.fault(
                key.span(),
                match value.get_ref() {
                    DeValue::Table(_) => "a scope stands in quotes: \"contacts.readonly\" = \"reason\"",
                    _ => "the reason is no text in quotes; \"\" says that there is none yet",
                },
            );
            return None;
        };
        if !may_be_scope(name) {
            self.fault(key.span(), "no scope is formed like that");
            return None;
        }
        Some(Entry {
            name: name.to_owned(),
            name_range: self.without_quotes(key.span()),
            range: key.span().start..value.span().end,
            has_reason: !reason.trim().is_empty(),
        })
    }

    fn without_quotes(&self, range: TextRange) -> TextRange {
        let is_quoted = self.text.get(range.clone()).is_some_and(|key| key.starts_with(['"', '\'']));
        if is_quoted && 2 <= range.len() { range.start + 1..range.end - 1 } else { range }
    }

    fn fault(&mut self, range: TextRange, message: impl Into<String>) {
        let end = range.end.min(self.text.len());
        self.faults.push(Fault { range: range.start.min(end)..end, message: message.into() });
    }
}

/// Longest name that is taken for a scope, in bytes, and most digits in it: a name that is shown must not be able to hide a key.
const LONGEST_NAME: usize = 60;
const MOST_DIGITS: usize = 2;

/// Whether `name` may be shown as the name of a scope, known or not.
fn may_be_scope(name: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "./-_:".contains(c);
    let n_digits = name.chars().filter(char::is_ascii_digit).count();
    let is_formed = !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(is_sign);
    platform().scopes.get(name).is_some() || is_formed && n_digits <= MOST_DIGITS
}
