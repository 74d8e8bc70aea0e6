//! What replaces the deprecated calls of the v2 API. Parsed from `rules/catalog/deprecated.tsv`; which calls are deprecated,
//! `endpoints.tsv` says.

use super::endpoint::Endpoint;
use super::endpoints::Endpoints;
use super::method::Method;
use super::table::{rows, value};

/// A deprecated call.
#[derive(Debug)]
pub struct Deprecation {
    /// Its HTTP method.
    pub method: Method,
    /// Its path, as `endpoints.tsv` has it.
    pub path: &'static str,
    /// Method and path of the call that replaces it, as `endpoints.tsv` has them; `None` where none does.
    pub replacement: Option<(Method, &'static str)>,
    /// What changes besides the path, or why nothing replaces it, for people; may be empty.
    pub change: &'static str,
}

impl Deprecation {
    /// The call that replaces it.
    pub fn endpoint<'e>(&self, endpoints: &'e Endpoints) -> Option<&'e Endpoint> {
        self.replacement.and_then(|(method, path)| endpoints.documented(method, path))
    }
}

/// All deprecated calls of v2.
#[derive(Debug)]
pub struct Deprecations {
    all: Vec<Deprecation>,
}

const FILE: &str = "deprecated.tsv";

impl Deprecations {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        let header = ["method", "path", "new_method", "new_path", "change", "state"];
        Self { all: rows(FILE, text, header).map(deprecation).collect() }
    }

    /// Every deprecated call, by path.
    pub fn all(&self) -> &[Deprecation] {
        &self.all
    }

    /// What is known of `endpoint`, where it is deprecated.
    pub fn of(&self, endpoint: &Endpoint) -> Option<&Deprecation> {
        let is_it = |known: &&Deprecation| known.method == endpoint.method && known.path == endpoint.path;
        self.all.iter().find(is_it)
    }
}

fn deprecation([method, path, new_method, new_path, change, state]: [&'static str; 6]) -> Deprecation {
    let replacement = value(FILE, state, |state| match (state, new_path) {
        ("renamed", path) if !path.is_empty() => Some(Some((value(FILE, new_method, Method::parse), path))),
        ("dead", "") => Some(None),
        _ => None,
    });
    Deprecation { method: value(FILE, method, Method::parse), path, replacement, change }
}
