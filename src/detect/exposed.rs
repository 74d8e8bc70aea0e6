//! Names of HighLevel secrets that a bundler hands to browsers: by the prefix of the variable, or by a setting.
//!
//! The name is the fault, whether a value is there or not: the next build with a value ships it.

use super::outlined::searcher;
use crate::catalog::Catalog;
use crate::catalog::names::Name;
use crate::fact::Shipping;
use crate::literal::Role;
use crate::read::{Language, Reading};
use crate::span::TextRange;
use aho_corasick::AhoCorasick;
use std::sync::OnceLock;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ExposedHit {
    pub(super) range: TextRange,
    pub(super) name: String,
    pub(super) shipping: Shipping,
}

/// Whether `text` holds a name with such a prefix, or such a setting: the question before the dear work of reading.
pub(super) fn may_be_in(catalog: &Catalog, path: &str, text: &[u8]) -> bool {
    catalog.names.may_define(path, text) || variables(catalog, text).next().is_some()
}

/// Finds the names that `reading` and `text` show.
pub(super) fn find(
    catalog: &Catalog,
    path: &str,
    language: Language,
    text: &[u8],
    reading: &Reading,
) -> Vec<ExposedHit> {
    if catalog.places.is_prose(path) || matches!(language, Language::Markdown) {
        return Vec::new();
    }
    let mut comments: Vec<TextRange> = reading
        .literals
        .iter()
        .filter(|literal| literal.place.role == Role::Comment)
        .filter_map(|literal| literal.decoded.range_of(&(0..literal.decoded.text().len())))
        .collect();
    comments.sort_by_key(|range| range.start);
    let is_comment = |at: usize| {
        let next = comments.partition_point(|range| range.start <= at);
        next.checked_sub(1).is_some_and(|last| at < comments[last].end)
    };
    let mut hits: Vec<ExposedHit> = variables(catalog, text)
        .filter(|(range, _)| !is_comment(range.start))
        .map(|(range, name)| ExposedHit { range, name, shipping: Shipping::Prefix })
        .collect();
    if catalog.names.may_define(path, text) {
        hits.extend(defined(catalog, path, reading));
    }
    hits.sort_by_key(|hit| hit.range.start);
    // once for each line: the same name in a key and in its value is one thing to change
    let mut last = (usize::MAX, String::new());
    hits.retain(|hit| {
        let line = memchr::memrchr(b'\n', &text[..hit.range.start]).map_or(0, |feed| feed + 1);
        let name = catalog.names.public_rest(&hit.name).unwrap_or(&hit.name).to_owned();
        let is_new = last != (line, name.clone());
        last = (line, name);
        is_new
    });
    hits
}

/// Variables with a public prefix and the name of a HighLevel secret.
fn variables<'t>(catalog: &'t Catalog, text: &'t [u8]) -> impl Iterator<Item = (TextRange, String)> + 't {
    static PREFIXES: OnceLock<AhoCorasick> = OnceLock::new();
    let prefixes = PREFIXES.get_or_init(|| searcher(catalog.names.public_prefixes.iter()));
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    prefixes.find_iter(text).filter_map(move |prefix| {
        if text[..prefix.start()].last().is_some_and(is_part) {
            return None;
        }
        let len = text[prefix.end()..].iter().take_while(|byte| is_part(byte)).count();
        let range = prefix.start()..prefix.end() + len;
        let name = String::from_utf8_lossy(&text[range.clone()]).into_owned();
        let rest = catalog.names.public_rest(&name)?;
        (0 < len && catalog.names.is_highlevel_secret(&Name::of(rest))).then_some((range, name))
    })
}

/// What stands in a setting whose values go to browsers.
fn defined(catalog: &Catalog, path: &str, reading: &Reading) -> Vec<ExposedHit> {
    let is_secret = |name: &str| catalog.names.is_highlevel_secret(&Name::of(name));
    let mut hits = Vec::new();
    for literal in &reading.literals {
        let Some(inside) = catalog.names.defined(path, &literal.place.names) else { continue };
        let text = String::from_utf8_lossy(literal.decoded.text());
        let is_read = literal.place.role == Role::EnvRead;
        let name = if (is_read || inside.is_empty()) && is_secret(&text) {
            text.into_owned()
        } else if let Some(name) = inside.iter().find(|name| !is_read && is_secret(name)) {
            name.to_string()
        } else {
            continue;
        };
        if let Some(range) = literal.decoded.range_of(&(0..literal.decoded.text().len())) {
            hits.push(ExposedHit { range, name, shipping: Shipping::Setting });
        }
    }
    hits
}
