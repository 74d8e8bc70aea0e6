//! One call of the v1 API: what it may be, and what replaces it.
//!
//! In: a method and an address, as code spells them. Out: rows of the catalog. Says nothing of places.

use crate::catalog::endpoint::Endpoint;
use crate::catalog::legacy::{Move, Record};
use crate::catalog::method::Method;
use crate::catalog::path::parse_path;
use crate::catalog::platform::platform;
use crate::decoded::HOLE;

/// A call of v1.
#[derive(Debug)]
pub struct Call {
    /// The method, where it is known.
    pub method: Option<Method>,
    /// The path as the code spells it, without the first slash, `{}` for what is not known.
    pub address: String,
    /// What it may be; several where the method or a part of the path is not known.
    pub moves: Vec<&'static Move>,
    /// What has the same path in v2, where v1 never had such a call.
    pub same: Vec<&'static Endpoint>,
}

impl Call {
    /// The call of `address`.
    pub(super) fn of(method: Option<Method>, address: &str) -> Self {
        let spelled = address.replace("{}", HOLE);
        let segments = parse_path(&spelled);
        let moves = platform().legacy.matching(method, &segments);
        let endpoints = &platform().endpoints;
        let same =
            if moves.is_empty() { platform().legacy.same_in_v2(endpoints, method, &segments) } else { Vec::new() };
        Self { method, address: address.to_owned(), moves, same }
    }

    /// The v2 call that replaces it, where it is one.
    pub fn replacement(&self) -> Option<&'static Endpoint> {
        let all: Vec<&'static Endpoint> = self.replacements().collect();
        let first = all.first()?;
        let is_whole = self.moves.iter().all(|a_move| a_move.replacement.is_some());
        (is_whole && all.iter().all(|other| std::ptr::eq(*other, *first))).then_some(*first)
    }

    /// The v2 calls that may replace it.
    pub fn replacements(&self) -> impl Iterator<Item = &'static Endpoint> {
        let endpoints = &platform().endpoints;
        self.moves.iter().filter_map(|a_move| a_move.endpoint(endpoints)).chain(self.same.iter().copied())
    }

    /// The method, where the code or the only call that it may be says it.
    pub fn known_method(&self) -> Option<Method> {
        let only = match self.moves.as_slice() {
            [only] => Some(only.method),
            _ => None,
        };
        self.method.or(only)
    }

    /// Method and path for people.
    pub fn name(&self) -> String {
        named(self.known_method(), &self.path())
    }

    /// What changes besides host, token and header, each once, for people.
    pub fn changes(&self) -> Vec<&'static str> {
        let mut changes: Vec<&str> = Vec::new();
        if self.moves.iter().all(|a_move| a_move.record == Record::Observed) {
            changes.push("v1 never documented this call");
        }
        for change in self.moves.iter().map(|a_move| a_move.change).filter(|change| !change.is_empty()) {
            if !changes.contains(&change) {
                changes.push(change);
            }
        }
        changes
    }

    /// The path for people: the documented one where one call is meant.
    pub fn path(&self) -> String {
        match self.moves.as_slice() {
            [only] => only.path.to_owned(),
            _ => shown(&self.address),
        }
    }
}

/// `path` behind its method, where that is known.
pub fn named(method: Option<Method>, path: &str) -> String {
    method.map_or_else(|| path.to_owned(), |method| format!("{} {path}", method.name()))
}

/// `address` as reports may show it: whatever is no plain word may be an id, or worse.
pub(crate) fn shown(address: &str) -> String {
    const LONGEST_WORD: usize = 30;
    let is_word = |part: &str| {
        part == "v1"
            || part.len() <= LONGEST_WORD
                && part.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'))
    };
    let parts = address.split('/').filter(|part| !part.is_empty()).map(|part| if is_word(part) { part } else { "{}" });
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}
