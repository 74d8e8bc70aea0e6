//! Variables of the environment whose names are HighLevel's: read, set or documented, each once.

use crate::catalog::catalog;
use crate::catalog::names::{Name, Owner};
use crate::document::Document;
use crate::fact::EnvRole;
use crate::literal::{Literal, Role};
use crate::read::{Language, Reading, has_outline};
use crate::span::TextRange;
use regex::bytes::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A variable in a text.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) range: TextRange,
    pub(super) name: String,
    pub(super) role: EnvRole,
    pub(super) is_secret: bool,
}

/// Longest name of a variable that is told, in bytes.
const LONGEST_NAME: usize = 64;
/// Variables of one document that are told: a file of more is a dump.
const MOST_VARIABLES: usize = 1000;

/// Every variable of `document` that is called HighLevel's, in the order of the places.
pub(super) fn find(document: &Document<'_>, language: Language, reading: &Reading) -> Vec<Variable> {
    let mut found: Vec<(TextRange, EnvRole)> = read_by_code(reading).map(|range| (range, EnvRole::Read)).collect();
    let text = Text { document, language, manner: Manner::of(document.path, language, reading) };
    found.extend(WORDS.find_iter(&document.text).filter_map(|word| Some((word.range(), text.role(&word.range())?))));
    found.sort_by_key(|(range, role)| (range.start, *role));
    let mut known = BTreeSet::new();
    let variables = found.into_iter().filter_map(|(range, role)| {
        let name = std::str::from_utf8(&document.text[range.clone()]).ok()?;
        let words = Name::of(name);
        let names = &catalog().names;
        let mut is_new = || known.insert((name.to_owned(), role));
        let is_ours = name.len() <= LONGEST_NAME && names.owner_of(&words) == Owner::HighLevel;
        (is_ours && is_new()).then(|| Variable {
            range,
            name: name.to_owned(),
            role,
            is_secret: names.is_highlevel_secret(&words),
        })
    });
    variables.take(MOST_VARIABLES).collect()
}

/// Where code asks for a variable by name, as its reader sees it.
fn read_by_code(reading: &Reading) -> impl Iterator<Item = TextRange> {
    let is_name = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let asks = move |literal: &&Literal| literal.place.role == Role::EnvRead && is_name(literal.decoded.text());
    reading
        .literals
        .iter()
        .filter(asks)
        .filter_map(|literal| literal.decoded.range_of(&(0..literal.decoded.text().len())))
}

/// Words that are written as variables are: in capitals, with at least one `_`.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b").expect("a plain pattern; every test of the inventory uses it")
});

/// How variables are named in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A page for people: every word counts.
    Prose,
    /// An env file without values; a line that is commented out names an optional variable.
    Sample,
    /// An env file.
    Env,
    /// A shell's.
    Shell,
    /// Settings of tools: keys, references, entries of lists.
    Settings,
    /// Code that a reader takes apart: what it asks for is known.
    Code,
    /// Code that no reader takes apart.
    Unread,
}

impl Manner {
    fn of(path: &str, language: Language, reading: &Reading) -> Self {
        let places = &catalog().places;
        match language {
            _ if places.is_prose(path) => Self::Prose,
            Language::Markdown => Self::Prose,
            Language::Dotenv if places.is_settings(path) && !places.is_env_file(path) => Self::Sample,
            Language::Dotenv => Self::Env,
            Language::Bash => Self::Shell,
            Language::Dockerfile
            | Language::Hcl
            | Language::Ini
            | Language::Json
            | Language::Toml
            | Language::Xml
            | Language::Yaml => Self::Settings,
            Language::Plain => Self::Unread,
            _ if has_outline(language) && reading.gave_up.is_none() => Self::Code,
            _ => Self::Unread,
        }
    }
}

struct Text<'d> {
    document: &'d Document<'d>,
    language: Language,
    manner: Manner,
}

impl Text<'_> {
    /// What the variable at `range` is there for; `None` where the word is something else.
    fn role(&self, range: &TextRange) -> Option<EnvRole> {
        let text = &self.document.text;
        let line = self.document.line_around(range.start);
        let (before, after) = (&text[line.start..range.start], &text[range.end..line.end.max(range.end)]);
        let is_comment = [b"#".as_slice(), b"//", b"*", b"<!--", b";"]
            .iter()
            .any(|sign| before.trim_ascii_start().starts_with(sign));
        match self.manner {
            Manner::Prose => Some(EnvRole::Documented),
            Manner::Sample => is_assigned(before, after).then_some(EnvRole::Documented),
            _ if is_comment => None,
            Manner::Env => is_assigned(before, after).then_some(EnvRole::Set),
            Manner::Shell if is_assigned(before, after) => Some(EnvRole::Set),
            Manner::Shell => is_reference(before).then_some(EnvRole::Read),
            Manner::Code => None,
            Manner::Settings | Manner::Unread if is_asked(before) => Some(EnvRole::Read),
            Manner::Settings => self.is_set(before, after).then_some(EnvRole::Set),
            Manner::Unread => None,
        }
    }

    /// Whether settings give the variable a value or hand it on.
    fn is_set(&self, before: &[u8], after: &[u8]) -> bool {
        let is_key = || {
            let rest = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
            matches!(rest.trim_ascii_start().first(), Some(b':' | b'=')) || after.starts_with(b"</")
        };
        let is_instruction = || {
            let word = before.trim_ascii_start().to_ascii_uppercase();
            self.language == Language::Dockerfile && (word.starts_with(b"ENV ") || word.starts_with(b"ARG "))
        };
        is_reference(before) || is_key() || is_instruction() || LISTED.is_match(before)
    }
}

/// `NAME=`, at the start of a line or behind words such as `export`; `#NAME=` where it is commented out.
fn is_assigned(before: &[u8], after: &[u8]) -> bool {
    static STARTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)^[\s#;]{0,8}(?:(?:export|readonly|declare|local|set|setx)\s+(?:-\w+\s+)?)?["']?$"#)
            .expect("a plain pattern; every test of the inventory uses it")
    });
    STARTS.is_match(before) && matches!(after.trim_ascii_start().first(), Some(b'=' | b':'))
}

/// `$NAME`, `${NAME`, `secrets.NAME`, `var.NAME`.
fn is_reference(before: &[u8]) -> bool {
    static SIGNS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i-u)(?:\$|\$\{|\bsecrets\.|\bvars?\.)$")
            .expect("a plain pattern; every test of the inventory uses it")
    });
    SIGNS.is_match(before)
}

/// `env.NAME`, `getenv("NAME")`, `environ['NAME']`.
fn is_asked(before: &[u8]) -> bool {
    static ASKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)env(?:iron(?:ment)?)?(?:variable|var)?\w{0,8}\??[.\[(]{1,2}\s{0,4}["'`]?$"#)
            .expect("a plain pattern; every test of the inventory uses it")
    });
    ASKED.is_match(before)
}

/// An entry of a list, or what a key such as `name` says.
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i-u)(?:^\s*-\s+["']?|\b(?:name|key|variable|var|envvar|secret)["']?\s*[:=]\s*["']?)$"#)
        .expect("a plain pattern; every test of the inventory uses it")
});
