//! The calls of the v1 API, and what replaces each in v2. Parsed from `rules/catalog/legacy.tsv`.
//!
//! Scopes and the `Version` header are those of the replacing endpoint: the table names it and says neither.

use super::endpoint::{Api, Endpoint};
use super::endpoints::Endpoints;
use super::method::Method;
use super::path::{Fit, Part, Segment, fit, is_far_fetched, parts};
use super::table::{rows, value};

/// Which key of v1 a call takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyLevel {
    /// That of a location.
    Location,
    /// That of an agency.
    Agency,
    /// Either.
    Both,
}

/// How sure it is that v1 has a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    /// The collection of v1 calls has it.
    Documented,
    /// A community package makes it.
    Wrapper,
    /// Public code makes it, and v1 never documented it.
    Observed,
}

/// A call of v1, and what replaces it.
#[derive(Debug)]
pub struct Move {
    /// The HTTP method.
    pub method: Method,
    /// The path, from `/v1` on, parameters in braces, without a trailing slash.
    pub path: &'static str,
    /// Which key it takes.
    pub key: KeyLevel,
    /// Method and path of the v2 call, as `endpoints.tsv` has them; `None` where v2 has no such call.
    pub replacement: Option<(Method, &'static str)>,
    /// What changes besides, for people; may be empty.
    pub change: &'static str,
    /// Who knows of the call.
    pub record: Record,
    /// Those of the path behind `/v1`.
    parts: Vec<Part>,
}

impl Move {
    /// The v2 call that replaces it.
    pub fn endpoint<'e>(&self, endpoints: &'e Endpoints) -> Option<&'e Endpoint> {
        self.replacement.and_then(|(method, path)| endpoints.documented(method, path))
    }
}

/// All moves.
#[derive(Debug)]
pub struct Legacy {
    all: Vec<Move>,
}

const FILE: &str = "legacy.tsv";
/// What paths of v1 begin with.
const VERSION: &str = "v1";

impl Legacy {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        let header = ["method", "path", "key", "v2_method", "v2_path", "change", "certainty"];
        Self { all: rows(FILE, text, header).map(a_move).collect() }
    }

    /// Every move, by path.
    pub fn all(&self) -> &[Move] {
        &self.all
    }

    /// What a call of `path` on a host of v1 may be; several where the method or a part of the path is not known. Fits as
    /// [`Endpoints::matching`] does. Code that leaves `/v1` out means the same.
    pub fn matching(&self, method: Option<Method>, path: &[Segment]) -> Vec<&Move> {
        let path = below_version(path);
        let mut fitting: Vec<(Fit, &Move)> = self
            .all
            .iter()
            .filter(|a_move| method.is_none_or(|method| a_move.method == method))
            .filter_map(|a_move| fit(&a_move.parts, path).map(|fit| (fit, a_move)))
            .filter(|(fit, _)| !is_far_fetched(fit))
            .collect();
        let Some(best) = fitting.iter().map(|(fit, _)| fit).min().cloned() else { return Vec::new() };
        fitting.retain(|(fit, _)| *fit == best);
        fitting.into_iter().map(|(_, a_move)| a_move).collect()
    }

    /// The words that paths begin with behind `/v1`; some several times.
    pub fn first_words(&self) -> impl Iterator<Item = &'static str> {
        self.all.iter().filter_map(|a_move| match a_move.parts.first() {
            Some(Part::Literal(word)) => Some(*word),
            _ => None,
        })
    }

    /// The v2 call that `path` on a host of v1 would be on the right host, where v1 never had such a call.
    pub fn same_in_v2<'e>(
        &self,
        endpoints: &'e Endpoints,
        method: Option<Method>,
        path: &[Segment],
    ) -> Vec<&'e Endpoint> {
        let path = below_version(path);
        if path.is_empty() { Vec::new() } else { endpoints.matching_in(Some(Api::V2), method, path) }
    }
}

/// `path` without the version that it begins with.
pub fn below_version<'p, 't>(path: &'p [Segment<'t>]) -> &'p [Segment<'t>] {
    match path {
        // what is glued to it is a path with its slash
        [Segment::Text(VERSION) | Segment::Partial { prefix: VERSION, suffix: "" }, rest @ ..] => rest,
        _ => path,
    }
}

fn a_move([method, path, key, v2_method, v2_path, change, record]: [&'static str; 7]) -> Move {
    let rest = path.strip_prefix("/v1/").unwrap_or_else(|| panic!("rules/catalog/{FILE}: {path} is not below /v1"));
    let replacement = (!v2_path.is_empty()).then(|| (value(FILE, v2_method, Method::parse), v2_path));
    Move {
        method: value(FILE, method, Method::parse),
        path,
        key: value(FILE, key, |key| match key {
            "location" => Some(KeyLevel::Location),
            "agency" => Some(KeyLevel::Agency),
            "both" => Some(KeyLevel::Both),
            _ => None,
        }),
        replacement,
        change,
        record: value(FILE, record, |record| match record {
            "documented" => Some(Record::Documented),
            "wrapper" => Some(Record::Wrapper),
            "observed" => Some(Record::Observed),
            _ => None,
        }),
        parts: parts(rest),
    }
}
