//! Objects that hold a name in one place and its value in another: `{"name": "GHL_API_KEY", "value": "…"}`.
//!
//! API clients, containers, workflow exports and app settings all write so; the value's own key says nothing.

use crate::literal::{Literal, Role};
use std::collections::HashMap;

/// Keys of the name.
const TITLES: &[&str] =
    &["name", "key", "header", "variable", "field", "displayname", "label", "id", "title", "varname"];
/// Keys of the value.
const VALUES: &[&str] =
    &["value", "val", "default", "defaultvalue", "initialvalue", "currentvalue", "content", "data", "text"];
/// Longest text that is taken for a name, in bytes.
const LONGEST: usize = 128;

/// Gives each value the name that its sibling says.
pub(super) fn name_values(literals: &mut [Literal]) {
    let mut titles: HashMap<u32, (usize, String)> = HashMap::new();
    for literal in literals.iter().filter(|literal| literal.place.role == Role::Value) {
        let Some(rank) = key_of(literal).and_then(|key| TITLES.iter().position(|title| *title == key)) else {
            continue;
        };
        let text = literal.decoded.text();
        if LONGEST < text.len() {
            continue;
        }
        let title = (rank, String::from_utf8_lossy(text).into_owned());
        titles
            .entry(literal.place.group)
            .and_modify(|known| {
                if title.0 < known.0 {
                    *known = title.clone();
                }
            })
            .or_insert(title);
    }
    for literal in literals.iter_mut() {
        if key_of(literal).is_some_and(|key| VALUES.contains(&key.as_str()))
            && let Some((_, title)) = titles.get(&literal.place.group)
        {
            let names = literal.place.names.iter().cloned();
            literal.place.names = names.chain([title.as_str().into()]).collect();
        }
    }
}

/// Gives each value of a list the name that stands before it: `["--client-secret", "…"]`, `("client_secret", "…")`.
pub(super) fn listed_values(literals: &mut [Literal]) {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    literals.iter().for_each(|literal| *sizes.entry(literal.place.group).or_default() += 1);
    for at in 1..literals.len() {
        let (before, rest) = literals.split_at_mut(at);
        let (Some(first), Some(second)) = (before.last(), rest.first_mut()) else { continue };
        let (place, text) = (&first.place, first.decoded.text());
        let is_listed =
            place.group == second.place.group && place.names == second.place.names && place.role == second.place.role;
        let is_pair = sizes.get(&place.group) == Some(&2) && place.role == Role::Value;
        if is_listed
            && LONGEST > text.len()
            && (text.starts_with(b"--") || is_pair && names(text, second.decoded.text()))
        {
            let name = String::from_utf8_lossy(text);
            second.place.names = second.place.names.iter().cloned().chain([name.as_ref().into()]).collect();
        }
    }
}

/// Whether `first` may be the name of `second`. Of two texts of the same form with dots, as scopes have, neither is.
fn names(first: &[u8], second: &[u8]) -> bool {
    let is_dotted = |text: &[u8]| text.contains(&b'.');
    let is_path = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_alphabetic() || b"_-./".contains(byte));
    is_identifier(first) && !(is_dotted(first) && is_dotted(second) && is_path(second))
}

fn is_identifier(text: &[u8]) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.');
    3 <= text.len() && text.len() <= 48 && text.iter().all(is_sign)
}

/// The nearest key in lower case, without signs.
fn key_of(literal: &Literal) -> Option<String> {
    let key = literal.place.names.last()?;
    Some(key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect())
}
