//! What stands beside a list of scopes: the keys of its object, the level of the install.

use super::Source;
use crate::catalog::Catalog;
use crate::catalog::declaring::Beside;
use crate::catalog::level::Level;
use crate::read::{Language, Reading};
use crate::span::TextRange;
use std::rc::Rc;

/// How far an object may reach to either side of a list, in bytes.
const REACH: usize = 4096;

/// What the keys beside the list at `range`, named `base`, make it.
pub(super) fn beside(catalog: &Catalog, source: &Source<'_>, base: &[Rc<str>], range: &TextRange) -> Vec<Beside> {
    match source.language {
        // one object for the whole file
        Language::Dotenv | Language::Dockerfile => Vec::new(),
        Language::Yaml | Language::Toml | Language::Ini => {
            let Some((_, parent)) = base.split_last().filter(|(_, parent)| !parent.is_empty()) else {
                return Vec::new();
            };
            let names = source.reading.literals.iter().map(|literal| &literal.place.names);
            let keys = names.filter_map(|names| names.strip_prefix(parent)?.first());
            keys.filter_map(|key| catalog.declaring.beside(key)).collect()
        }
        _ => keys(source.text, range).iter().filter_map(|key| catalog.declaring.beside(key)).collect(),
    }
}

/// The level that is named beside the list called `base`.
pub(super) fn level(catalog: &Catalog, reading: &Reading, base: &[Rc<str>]) -> Option<Level> {
    let parent = base.split_last().map_or(base, |(_, parent)| parent);
    let named = reading.literals.iter().filter_map(|literal| {
        let key = literal.place.names.strip_prefix(parent)?.first()?;
        catalog.declaring.level(key, std::str::from_utf8(literal.decoded.text()).ok()?)
    });
    named.reduce(|one, other| if one == other { one } else { Level::Both })
}

/// The keys of the innermost object around `range`, itself left out of what is looked through.
fn keys(text: &[u8], range: &TextRange) -> Vec<String> {
    let Some(open) = open_brace(text, range.start) else { return Vec::new() };
    let end = (range.end + REACH).min(text.len());
    let mut keys = Vec::new();
    let mut depth = 0_usize;
    for at in open..end {
        match text[at] {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(text[at], b'{' | b',') {
            keys.extend(key(&text[at + 1..end]));
        }
    }
    keys
}

/// The brace that opens the innermost object around `at`.
fn open_brace(text: &[u8], at: usize) -> Option<usize> {
    let from = at.saturating_sub(REACH);
    let mut depth = 0_usize;
    for at in (from..at).rev() {
        match text[at] {
            b'}' => depth += 1,
            b'{' if depth == 0 => return Some(at),
            b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The key that `text` begins with, spelled out or, as in `{ name, … }`, with the value of a variable of its name.
fn key(text: &[u8]) -> Option<String> {
    let mut rest = text.trim_ascii_start();
    // a remark may stand before a key
    while let Some(remark) = rest.strip_prefix(b"//") {
        let feed = memchr::memchr(b'\n', remark)?;
        rest = remark[feed..].trim_ascii_start();
    }
    let quote = rest.first().filter(|byte| b"\"'".contains(byte));
    let body = &rest[usize::from(quote.is_some())..];
    let len = body.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-$".contains(byte)).count();
    let after = &body[len..];
    let after = if quote.is_some() { after.get(1..)? } else { after }.trim_ascii_start();
    let is_key = matches!(after, [b':', ..] | [b'=', b'>', ..])
        || quote.is_none() && matches!(after, [b',' | b'}', ..] | [b'=', ..]) && !after.starts_with(b"==");
    (0 < len && is_key).then(|| String::from_utf8_lossy(&body[..len]).into_owned())
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn keys_are_those_of_the_innermost_object() {
        for (text, expected) in [
            ("x = { a: 1, 'b': [2, 3], scope: '@', c }", vec!["a", "b", "scope", "c"]),
            ("x = { a: 1, b: { scope: ['x', '@'], d: f({ e: 1 }) } }", vec!["scope", "d"]),
            ("f = () => { const url = 1; const scope = '@'; }", vec![]),
            ("{ // why\n name => 1, scope => '@' }", vec!["name", "scope"]),
            ("'@'", vec![]),
            ("} '@'", vec![]),
        ] {
            let at = text.find('@').expect("a mark");
            assert_eq!(keys(text.as_bytes(), &(at..at + 1)), expected, "{text}");
        }
    }
}
