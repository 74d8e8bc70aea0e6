//! From a document's text to its literals: each language by its own reader, each value with the names that lead to it.
//!
//! In: text and its language. Out: [`Literal`]s whose ranges point into that text, in the order of their places. A reader
//! judges nothing, never fails and never loops: what it cannot take apart it hands on as plain text, and says so.

mod base64;
mod dockerfile;
mod dotenv;
mod draft;
mod embedded;
mod entity;
mod env;
mod grammar;
mod html;
mod http;
mod ini;
mod json;
pub mod language;
mod lines;
mod markdown;
mod outline_formats;
mod output;
mod plain;
mod request_file;
mod session;
mod siblings;
mod tokens;
mod toml;
mod tree;
mod unescape;
mod xml;
mod yaml;
mod yaml_flow;
mod yaml_scalar;

use crate::decoded::Decoded;
use crate::literal::Literal;
use crate::outline::Outline;
pub use language::Language;
use output::Output;
use std::cell::OnceCell;
use tree_sitter::Tree;

/// What a reader made of a text.
#[derive(Debug)]
pub struct Reading {
    /// All literals, sorted by place.
    pub literals: Vec<Literal>,
    /// Why the reader gave up, where it did; the literals are then those of plain text.
    pub gave_up: Option<GaveUp>,
}

/// Why a text was read as plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GaveUp {
    /// Larger than [`LARGEST`].
    Large,
    /// The parser needed more steps than any sane text of that size does.
    Slow,
}

impl GaveUp {
    /// Words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Large => "too large to parse, read as plain text",
            Self::Slow => "too tangled to parse, read as plain text",
        }
    }
}

/// Largest text, in bytes, that is parsed into a tree: a tree takes many times the memory of its text.
pub const LARGEST: usize = 256 << 10;

/// Documents inside documents are read this deep: code in a workflow in a Markdown fence is real, more is a game.
const DEEPEST: usize = 4;

/// A text in its language. It is parsed once, though it is read and outlined.
#[derive(Debug)]
pub struct Text<'t> {
    language: Language,
    bytes: &'t [u8],
    tree: Parsed,
}

impl<'t> Text<'t> {
    /// `bytes` as `language`.
    pub fn new(language: Language, bytes: &'t [u8]) -> Self {
        Self { language, bytes, tree: Parsed::new() }
    }

    /// Its literals.
    pub fn read(&self) -> Reading {
        let mut out = Output::of(self.bytes, &self.tree);
        read_into(self.language, &mut out);
        out.finish()
    }

    /// Its outline; empty where its language has no grammar, or where it is too large or too tangled.
    ///
    /// That of a page or a component is the outline of its scripts. Documents inside other documents have none.
    pub fn outline(&self) -> Outline {
        let (language, bytes) = (self.language, self.bytes);
        let outline_code = |language: Language, code: &Decoded| outline(language, code.text());
        if let Some(outline) = outline_formats::outline_of_format(language, bytes, &outline_code) {
            return outline;
        }
        let outline = |language, bytes| grammar::outline(language, bytes, &Parsed::new());
        match language {
            _ if LARGEST < bytes.len() => Outline::default(),
            Language::Component => outline(Language::TypeScript, &html::programs(language, bytes)),
            Language::Html => outline(Language::JavaScript, &html::programs(language, bytes)),
            _ => grammar::outline(language, bytes, &self.tree),
        }
    }
}

/// The tree of a text, once something asked for it.
type Parsed = OnceCell<Result<Tree, GaveUp>>;

/// Reads `text` as `language`.
pub fn read(language: Language, text: &[u8]) -> Reading {
    Text::new(language, text).read()
}

/// The outline of `text` as `language`, as [`Text::outline`] says.
pub fn outline(language: Language, text: &[u8]) -> Outline {
    Text::new(language, text).outline()
}

/// Whether texts of `language` have outlines.
pub fn has_outline(language: Language) -> bool {
    matches!(
        language,
        Language::Bash
            | Language::CSharp
            | Language::Component
            | Language::Go
            | Language::Html
            | Language::Http
            | Language::Java
            | Language::JavaScript
            | Language::Json
            | Language::Kotlin
            | Language::Php
            | Language::PowerShell
            | Language::Python
            | Language::Ruby
            | Language::Rust
            | Language::Tsx
            | Language::TypeScript
    )
}

/// Reads the text of `out`.
fn read_into(language: Language, out: &mut Output<'_>) {
    match language {
        Language::Component => html::read_component(out),
        Language::CSharp => tokens::read(&tokens::CSHARP, out),
        Language::Dockerfile => dockerfile::read(out),
        Language::Dotenv => dotenv::read(out),
        Language::Html => html::read(out),
        Language::Http => http::read(out),
        Language::Ini => ini::read(out),
        Language::Json => json::read(out),
        Language::Kotlin => tokens::read(&tokens::KOTLIN, out),
        Language::Markdown => markdown::read(out),
        Language::PowerShell => tokens::read(&tokens::POWERSHELL, out),
        Language::Rust => tokens::read(&tokens::RUST, out),
        Language::Toml => toml::read(out),
        Language::Xml => xml::read(out),
        Language::Yaml => yaml::read(out),
        _ => grammar::read(language, out),
    }
}
