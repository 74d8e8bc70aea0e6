//! What names and texts around a call tell: its method, its address.

use super::Said;
use crate::catalog::method::Method;
use crate::catalog::names::Name;
use crate::catalog::platform::platform;
use crate::catalog::requests::Requests;
use crate::outline::{Call, Expression};
use crate::usage::value::{Piece, Source, Value};
use std::rc::Rc;

pub(super) fn words() -> &'static Requests {
    &platform().requests
}

pub(in crate::usage) fn callee_name(call: &Call) -> Option<&str> {
    match &call.callee {
        Expression::Name(name) | Expression::Member(_, name) => Some(name),
        _ => None,
    }
}

/// The method that a value is: its text, or a constant of a language's own that is called so (`HttpMethod.Put`).
pub(in crate::usage) fn known_method(value: &Value) -> Option<Method> {
    if let Some(text) = value.known() {
        return Method::parse(text);
    }
    let hole = value.as_hole().filter(|hole| hole.source == Source::Elsewhere)?;
    let name = Name::of(&hole.name);
    let words = name.words();
    let is_constant = words.iter().any(|word| matches!(&**word, "method" | "methods"));
    words.last().filter(|_| is_constant).and_then(|word| Method::parse(word))
}

/// Whether `value` has `key` for sure.
pub(super) fn has_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(entries, _) => {
            entries.iter().any(|(own, value)| **own == *key || own.is_empty() && has_key(value, key))
        }
        Value::Any(values) | Value::First(values) => values.iter().any(|value| has_key(value, key)),
        _ => false,
    }
}

/// What a value says of a method.
pub(in crate::usage) fn said(value: &Value) -> Said {
    if let Some(method) = known_method(value) {
        return Said::Known(method);
    }
    let is_method = |pieces: &Rc<[Piece]>| match &**pieces {
        [Piece::Text(text)] => Method::parse(text).is_some(),
        [Piece::Hole(_)] => true,
        _ => false,
    };
    let texts = value.texts();
    if !texts.is_empty() && texts.iter().all(is_method) { Said::By(value.clone()) } else { Said::Nothing }
}

pub(super) fn is_spelled(value: &Value) -> bool {
    value.texts().iter().any(|pieces| looks_like_address(pieces))
}

/// Whether a text is an address, or a path of HighLevel's API.
pub(in crate::usage) fn looks_like_address(pieces: &[Piece]) -> bool {
    let Some(Piece::Text(first)) = pieces.first() else {
        return matches!(pieces, [Piece::Hole(_), Piece::Text(text), ..] if is_path(text.trim_start_matches('/')) && text.starts_with('/'))
            || matches!(pieces, [Piece::Hole(_), Piece::Text(slash), Piece::Hole(_), ..] if &**slash == "/");
    };
    let text = first.trim_start();
    text.starts_with("http://") || text.starts_with("https://") || is_path(text.trim_start_matches('/'))
}

/// Whether a text is an address with a host, or a path of more than a word.
pub(super) fn is_path_for_sure(pieces: &[Piece]) -> bool {
    let Some(Piece::Text(text)) = pieces.first() else { return true };
    text.contains("://") || text.starts_with('/') || text.trim_end_matches('/').contains('/')
}

/// Whether a text without its leading slash begins with a word that paths of the API begin with.
fn is_path(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let word = &text[..end];
    let is_legacy = || platform().legacy.first_words().any(|known| known == word);
    text.len() <= 2048 && (platform().endpoints.is_path_word(word) || is_legacy())
}

/// Whether what is called so is one segment of a path: an id, or what a search looks for.
pub(in crate::usage) fn is_id(name: &str) -> bool {
    Name::of(name)
        .words()
        .last()
        .is_some_and(|word| matches!(&**word, "id" | "ids" | "uuid" | "key" | "slug" | "email" | "phone"))
}
