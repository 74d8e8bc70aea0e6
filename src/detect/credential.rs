//! One candidate at a time: which kind of credential stands here, and is it one at all?

use super::{boundary, jwt, random, secret_of};
use crate::catalog::Catalog;
use crate::catalog::kind::{Boundary, JwtShape, Kind, Pattern, Shape};
use crate::fact::{Details, Wrapping};
use crate::finding::Confidence;
use crate::secret::Secret;
use crate::span::TextRange;

/// A credential in a text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) kind: &'static Kind,
    /// Place of the kind in the catalog: the earlier one wins where two claim the same text.
    pub(super) order: usize,
    pub(super) range: TextRange,
    /// The other stretches of text that spell it, when it is put together.
    pub(super) pieces: Vec<TextRange>,
    pub(super) secret: Secret,
    pub(super) details: Details,
    pub(super) wrapping: Wrapping,
    pub(super) confidence: Confidence,
}

/// The longest of the stretches that spell a token, and the others: the longest is its place, a short one such as `pit-` may
/// be part of several tokens.
pub(super) fn main_piece(mut pieces: Vec<TextRange>) -> Option<(TextRange, Vec<TextRange>)> {
    let longest = (0..pieces.len()).rev().max_by_key(|&at| pieces[at].len())?;
    let main = pieces.remove(longest);
    Some((main, pieces))
}

/// Bytes behind the anchor that a pattern may look at.
const REACH: usize = 256;

/// Tries all kinds that have an anchor at `at`.
pub(super) fn find_at(catalog: &'static Catalog, path: &str, text: &[u8], at: usize, found: &mut dyn FnMut(Hit)) {
    let mut token = None;
    for (order, kind) in catalog.kinds.iter().enumerate() {
        if !kind.anchors.iter().chain(&kind.plain_anchors).any(|anchor| text[at..].starts_with(anchor.as_bytes())) {
            continue;
        }
        let hit = match &kind.shape {
            Shape::Pattern(pattern) => {
                if pattern.pages_only && !catalog.places.is_page(path) {
                    continue;
                }
                match_pattern(kind, pattern, text, at)
            }
            Shape::Jwt(shape) => token
                .get_or_insert_with(|| jwt::read(text, at))
                .as_ref()
                .and_then(|token| match_token(kind, shape, text, token)),
            Shape::File(_) | Shape::Named(_) => None,
        };
        if let Some(mut hit) = hit {
            hit.order = order;
            return found(hit);
        }
    }
}

/// Finds what has the shape of a credential anywhere in a short text, whatever leans on it. Too much for code, where the middle of
/// something longer is no token; right for what is shown and is no code.
pub(super) fn find_leaning(catalog: &'static Catalog, text: &[u8], found: &mut Vec<Hit>) {
    for (order, kind) in catalog.kinds.iter().enumerate() {
        for anchor in kind.anchors.iter().chain(&kind.plain_anchors) {
            for at in memchr::memmem::find_iter(text, anchor.as_bytes()) {
                let hit = match &kind.shape {
                    Shape::Pattern(pattern) if pattern.boundary == Boundary::Token => {
                        match_shape(kind, pattern, text, at)
                    }
                    Shape::Jwt(shape) => jwt::read(text, at)
                        .filter(|token| token.is(shape))
                        .map(|token| hit(kind, token.range, text, Details::default(), Confidence::High)),
                    _ => None,
                };
                found.extend(hit.map(|hit| Hit { order, ..hit }));
            }
        }
    }
}

/// Whether `name` is the file name of a kind known by its file.
pub(super) fn is_state_file(kind: &Kind, name: &str) -> bool {
    matches!(&kind.shape, Shape::File(shape) if shape.name == name)
}

/// Finds the values of a file known by its name.
pub(super) fn find_in_state_file(kind: &'static Kind, path: &str, text: &[u8], found: &mut Vec<Hit>) {
    let Shape::File(shape) = &kind.shape else { return };
    if !shape.requires.iter().all(|part| memchr::memmem::find(text, part.as_bytes()).is_some()) {
        return;
    }
    let is_sure = path.split('/').any(|folder| shape.sure_folders.iter().any(|sure| sure == folder));
    let confidence = if is_sure { Confidence::High } else { Confidence::Medium };
    for captures in shape.compiled().captures_iter(text) {
        let Some(secret) = captures.name("secret").filter(|secret| random::looks_random(secret.as_bytes())) else {
            continue;
        };
        found.push(hit(kind, secret.range(), text, Details::default(), confidence));
    }
}

fn match_pattern(kind: &'static Kind, pattern: &Pattern, text: &[u8], at: usize) -> Option<Hit> {
    let hit = match_shape(kind, pattern, text, at)?;
    (pattern.boundary != Boundary::Token || boundary::is_free(text, &hit.range)).then_some(hit)
}

/// What matches `pattern` around `at`, with or without a boundary.
fn match_shape(kind: &'static Kind, pattern: &Pattern, text: &[u8], at: usize) -> Option<Hit> {
    let from = at - pattern.before.min(at);
    let window = &text[from..(at + REACH).min(text.len())];
    let captures = pattern.compiled().captures_iter(window).find(|captures| {
        let range = captures.get_match().range();
        from + range.start <= at && at < from + range.end
    })?;
    let matched = captures.get_match();
    let range = from + matched.start()..from + matched.end();
    let names = pattern.compiled().capture_names().flatten().filter(|name| name.starts_with("random"));
    let is_made_up = |part: &[u8]| !random::looks_random(part) || random::names_itself(part);
    if names.filter_map(|name| captures.name(name)).any(|part| is_made_up(part.as_bytes())) {
        return None;
    }
    Some(hit(kind, range, text, Details::default(), pattern.confidence(matched.as_bytes())))
}

fn match_token(kind: &'static Kind, shape: &JwtShape, text: &[u8], token: &jwt::Token) -> Option<Hit> {
    let is_it = token.is(shape) && boundary::is_free(text, &token.range);
    is_it.then(|| hit(kind, token.range.clone(), text, token.details(&shape.tell), Confidence::High))
}

fn hit(kind: &'static Kind, range: TextRange, text: &[u8], details: Details, confidence: Confidence) -> Hit {
    let secret = secret_of(kind, &text[range.clone()]);
    let wrapping = Wrapping::Plain;
    Hit { kind, order: usize::MAX, range, pieces: Vec::new(), secret, details, wrapping, confidence }
}
