//! Postman: collections, whose requests are calls of `request`, and their variables and those of environments.

use super::json::Node;
use super::template::{template, variable};
use crate::decoded::Decoded;
use crate::outline::{Binding, Expression};
use crate::read::draft::{Draft, argument, join, name, text, words};
use crate::span::TextRange;

/// Adds what the document `root` holds, when it is one of Postman's.
pub(super) fn outline(root: &Node, draft: &mut Draft) {
    // an answer of Postman's own interface wraps the collection
    let root = if root.get("collection").entries().is_empty() { root } else { root.get("collection") };
    if !root.get("values").items().is_empty() {
        variables(root.get("values"), draft);
    }
    if !root.get("item").items().is_empty() {
        folder(root, draft);
    }
}

/// Adds the variables and requests of a collection or a folder; folders are no deeper than the tree is.
fn folder(folder: &Node, draft: &mut Draft) {
    variables(folder.get("variable"), draft);
    for item in folder.get("item").items() {
        let wanted = item.get("request");
        if !wanted.entries().is_empty() || wanted.text().is_some() {
            request(wanted, draft);
        }
        self::folder(item, draft);
    }
}

fn variables(list: &Node, draft: &mut Draft) {
    for variable in list.items() {
        let (key, value) = (variable.get("key"), variable.get("value"));
        if let (Some(key), Some(value_text)) = (key.text(), value.text()) {
            let value = filled(value_text, &value.range);
            draft.bind(Binding { target: name(key.text()), value, adds: false, ..Binding::default() });
        }
    }
}

fn request(request: &Node, draft: &mut Draft) {
    let url = if request.text().is_some() { request } else { request.get("url") };
    let raw = if url.text().is_some() { url } else { url.get("raw") };
    let address = match raw.text() {
        Some(decoded) => address(decoded, &raw.range),
        None => address_of_parts(url),
    };
    let method = request.get("method");
    let method = match method.text() {
        Some(decoded) => filled(decoded, &method.range),
        // Postman's default
        None => Expression::Text("GET".into(), request.range.start..request.range.start),
    };
    let mut entries = vec![("method".into(), method), ("url".into(), address)];
    entries.extend(headers(request).map(|headers| ("headers".into(), headers)));
    let object = Expression::Object(entries);
    draft.request(name(b"request"), vec![argument(object)], request.range.clone());
}

/// The headers of a request, with the one that its bearer token becomes; `None` where it names none.
fn headers(request: &Node) -> Option<Expression> {
    let mut entries: Vec<(Box<str>, Expression)> = Vec::new();
    for header in request.get("header").items().iter().filter(|header| header.get("disabled").bytes() != b"true") {
        if let (Some(key), value) = (header.get("key").text(), header.get("value")) {
            let said = value.text().map_or(Expression::Unknown, |decoded| filled(decoded, &value.range));
            entries.push((words(key.text()), said));
        }
    }
    let bearer = request.get("auth").get("bearer").items();
    let token = bearer.iter().find(|item| item.get("key").bytes() == b"token").map(|item| item.get("value"));
    if let Some(token) = token {
        let said = token.text().map_or(Expression::Unknown, |decoded| filled(decoded, &token.range));
        entries.push(("Authorization".into(), said));
    }
    (!entries.is_empty()).then_some(Expression::Object(entries))
}

/// An address of which only its parts are kept: `host` and `path`, each a list or one text.
fn address_of_parts(url: &Node) -> Expression {
    let mut parts = Vec::new();
    for (key, sign) in [("host", "."), ("path", "/")] {
        let part = url.get(key);
        let all = if part.text().is_some() { std::slice::from_ref(part) } else { part.items() };
        for (n, item) in all.iter().enumerate() {
            let Some(decoded) = item.text() else { continue };
            if 0 < n || key == "path" && !decoded.text().starts_with(b"/") {
                parts.push(Expression::Text(sign.into(), item.range.start..item.range.start));
            }
            parts.push(segment(decoded, &item.range));
        }
    }
    if let Some(decoded) = url.get("protocol").text().filter(|_| !parts.is_empty()) {
        let place = &url.get("protocol").range;
        parts.insert(0, Expression::Text("://".into(), place.end..place.end));
        parts.insert(0, text(decoded, place));
    }
    join(parts)
}

/// An address with `{{names}}`, whose segments may be `:names`.
fn address(decoded: &Decoded, place: &TextRange) -> Expression {
    let bytes = decoded.text();
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"/:").map(|found| at + found + 1) {
        let len = bytes[found + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        parts.push(filled(&decoded.part(&(at..found)), place));
        parts.push(segment(&decoded.part(&(found..found + 1 + len)), place));
        at = found + 1 + len;
    }
    if at < bytes.len() || parts.is_empty() {
        parts.push(filled(&decoded.part(&(at..bytes.len())), place));
    }
    join(parts)
}

fn segment(decoded: &Decoded, place: &TextRange) -> Expression {
    match decoded.text() {
        [b':', rest @ ..] if !rest.is_empty() => Expression::Name(words(rest)),
        _ => filled(decoded, place),
    }
}

fn filled(decoded: &Decoded, place: &TextRange) -> Expression {
    template(decoded, place, (b"{{", b"}}"), variable)
}
