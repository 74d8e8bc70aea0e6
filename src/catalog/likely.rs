//! The documented call that somebody probably meant who calls a path that no documentation has.
//!
//! In: a method and the segments of a path. Out: the calls of one documented path, where one is nearer than all others.

use super::endpoint::{Api, Endpoint};
use super::endpoints::Endpoints;
use super::method::Method;
use super::path::{Part, Segment};

/// What is wrong with a path, as far as the nearest documented one tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// It begins with a version, and documented paths do not.
    Version,
    /// It is documented, by other methods.
    Method,
    /// It is spelled or put together in another way.
    Spelling,
}

/// The path that somebody probably meant.
#[derive(Debug)]
pub struct Likely {
    /// What is wrong.
    pub slip: Slip,
    /// The calls of the documented path: the one with the method that is called, where it has that, else all.
    pub endpoints: Vec<&'static Endpoint>,
}

/// What paths begin with that somebody takes for a part of the address.
const VERSIONS: [&str; 4] = ["v1", "v2", "v3", "api"];
/// What a path costs at most that is still near.
const DEAREST: usize = 4;
/// A word where the documentation has an id.
const WORD_AS_ID: usize = 2;
/// A hole where the documentation has a word.
const HOLE_AS_WORD: usize = 3;
/// The right words in another order.
const OTHER_ORDER: usize = 2;

/// What `method` and `path` probably mean, where no documentation has them.
pub fn likely(endpoints: &'static Endpoints, method: Option<Method>, path: &[Segment]) -> Option<Likely> {
    let n_versions =
        path.iter().take_while(|segment| matches!(segment, Segment::Text(word) if VERSIONS.contains(word))).count();
    let rest = &path[n_versions..];
    if 0 < n_versions {
        let found =
            [method, None].into_iter().map(|method| endpoints.matching(method, rest)).find(|all| !all.is_empty());
        if let Some(endpoints) = found.filter(|_| !rest.is_empty()) {
            return Some(Likely { slip: Slip::Version, endpoints });
        }
    }
    let others = endpoints.matching(None, rest);
    // a word in place of an id is another call, and no other method of this one
    if !others.is_empty() && others.iter().all(|endpoint| distance(endpoint.parts(), rest) == Some(0)) {
        return Some(Likely { slip: Slip::Method, endpoints: others });
    }
    let near = endpoints.all().iter().filter(|endpoint| endpoint.is_in(Api::V2)).filter_map(|endpoint| {
        let differs = method.is_some_and(|method| method != endpoint.method);
        Some((distance(endpoint.parts(), rest)? + usize::from(differs), endpoint))
    });
    let near: Vec<(usize, &Endpoint)> = near.filter(|(cost, _)| *cost <= DEAREST).collect();
    let least = near.iter().map(|(cost, _)| *cost).min()?;
    let nearest: Vec<&Endpoint> =
        near.into_iter().filter(|(cost, _)| *cost == least).map(|(_, endpoint)| endpoint).collect();
    let is_one = nearest.iter().all(|endpoint| endpoint.path == nearest[0].path);
    is_one.then_some(Likely { slip: Slip::Spelling, endpoints: nearest })
}

/// How far `path` is from `parts`; `None` where the two have nothing to do with each other.
fn distance(parts: &[Part], path: &[Segment]) -> Option<usize> {
    if parts.len() != path.len() || parts.is_empty() {
        return None;
    }
    let in_order = parts.iter().zip(path).map(|(part, segment)| cost(*part, *segment)).sum::<Option<usize>>();
    let begins_well = in_order.is_some() && matches!((parts[0], path[0]), (Part::Literal(_), Segment::Text(_)));
    let turned = is_turned(parts, path).then_some(OTHER_ORDER);
    in_order.filter(|_| begins_well).into_iter().chain(turned).min()
}

fn cost(part: Part, segment: Segment) -> Option<usize> {
    match (part, segment) {
        (Part::Parameter, Segment::Hole | Segment::Partial { .. }) => Some(0),
        (Part::Parameter, Segment::Text(text)) => Some(if is_word(text) { WORD_AS_ID } else { 0 }),
        (Part::Literal(_), Segment::Hole) => Some(HOLE_AS_WORD),
        (Part::Literal(literal), Segment::Text(text)) => spelling(literal, text),
        (Part::Literal(literal), Segment::Partial { prefix, suffix: "" }) => spelling(literal, prefix),
        (Part::Literal(_), Segment::Partial { .. }) | (_, Segment::Rest) => None,
    }
}

/// How far two spellings of a word are apart.
fn spelling(literal: &str, text: &str) -> Option<usize> {
    if literal == text {
        return Some(0);
    }
    let (wanted, given) = (plain(literal), plain(text));
    let singular = |word: &str| {
        word.strip_suffix("ies").map_or_else(|| word.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"))
    };
    if wanted == given || singular(&wanted) == singular(&given) {
        return Some(1);
    }
    let distance = strsim::osa_distance(&wanted, &given);
    (distance <= wanted.chars().count() / 3 && distance < DEAREST).then_some(1 + distance)
}

/// A word without signs and case.
fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// Whether a text is a word and no id.
fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
}

/// Whether a path has the words of a documented one in another order.
fn is_turned(parts: &[Part], path: &[Segment]) -> bool {
    let mut wanted: Vec<&str> =
        parts.iter().map(|part| if let Part::Literal(word) = part { *word } else { "" }).collect();
    let mut given: Vec<&str> = Vec::new();
    for segment in path {
        match segment {
            Segment::Text(text) if is_word(text) => given.push(text),
            Segment::Text(_) | Segment::Hole => given.push(""),
            Segment::Partial { .. } | Segment::Rest => return false,
        }
    }
    wanted.sort_unstable();
    given.sort_unstable();
    wanted == given && wanted.iter().any(|word| !word.is_empty())
}
