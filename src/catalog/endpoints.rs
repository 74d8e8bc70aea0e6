//! All documented calls, and which of them a call in code is. Parsed from `rules/catalog/endpoints.tsv`.

use super::endpoint::{Api, Endpoint, FILE, HEADER};
use super::method::Method;
use super::path::{Fit, Part, Segment, fit, is_far_fetched};
use super::table::rows;
use std::collections::BTreeMap;

/// What HighLevel's own SDK sends with every call, and no specification has. Source: rules/catalog/SOURCES.md, section ENDPOINTS.
const VERSION_OF_THE_SDK: &str = "2023-02-21";

/// All documented calls of v2 and v3.
#[derive(Debug)]
pub struct Endpoints {
    all: Vec<Endpoint>,
    by_word: BTreeMap<&'static str, Vec<usize>>,
}

impl Endpoints {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        let all: Vec<Endpoint> = rows(FILE, text, HEADER).map(Endpoint::of).collect();
        let mut by_word: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, endpoint) in all.iter().enumerate() {
            match endpoint.parts().first() {
                Some(Part::Literal(word)) => by_word.entry(*word).or_default().push(index),
                _ => panic!("rules/catalog/{FILE}: {} does not begin with a word", endpoint.path),
            }
        }
        Self { all, by_word }
    }

    /// Every endpoint, by product and path.
    pub fn all(&self) -> &[Endpoint] {
        &self.all
    }

    /// The first words of paths, sorted.
    pub fn first_words(&self) -> impl Iterator<Item = &'static str> {
        self.by_word.keys().copied()
    }

    /// Whether a path begins with `word`.
    pub fn is_path_word(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// The endpoint documented as `method` and `path`, of v2 where both generations have it.
    pub fn documented(&self, method: Method, path: &str) -> Option<&Endpoint> {
        self.all.iter().find(|endpoint| endpoint.method == method && endpoint.path == path)
    }

    /// The endpoints with this id in the specification of `product`; of v2 first.
    pub fn operation(&self, product: &str, id: &str) -> impl Iterator<Item = &Endpoint> {
        let mut found: Vec<&Endpoint> =
            self.all.iter().filter(|endpoint| endpoint.product == product && endpoint.operation_id == id).collect();
        found.sort_by_key(|endpoint| !endpoint.is_in(Api::V2));
        found.into_iter()
    }

    /// The endpoints that a call of `path` means, in the order of the table; v3's where v2 has none.
    ///
    /// Text is a literal where one fits, else a parameter; a hole is a parameter where one fits, else any literal. Of several
    /// that fit, those are meant whose first difference is the better fit: the longest literal wins. What fits only with a hole
    /// for a literal and a text for a parameter is not meant: `/contacts/<hole>/files` is no call below `/contacts/business`. Without a method that is
    /// asked of all methods together, so that `/contacts/search` is a search and no contact called "search".
    pub fn matching(&self, method: Option<Method>, path: &[Segment]) -> Vec<&Endpoint> {
        self.matching_in(None, method, path)
    }

    /// The same in one generation of the API, or with `None` in all.
    pub fn matching_in(&self, api: Option<Api>, method: Option<Method>, path: &[Segment]) -> Vec<&Endpoint> {
        let mut fitting = self.fitting(api, method, path);
        fitting.retain(|(fit, _)| !is_far_fetched(fit));
        let Some(best) = fitting.iter().map(|(fit, _)| fit).min().cloned() else { return Vec::new() };
        once_each(fitting.into_iter().filter(|(fit, _)| *fit == best).map(|(_, endpoint)| endpoint).collect())
    }

    /// Every endpoint that a call of `path` could be, however unlikely: a hole may be any text. Blocks verdicts, proves nothing.
    pub fn possible(&self, method: Option<Method>, path: &[Segment]) -> Vec<&Endpoint> {
        once_each(self.fitting(None, method, path).into_iter().map(|(_, endpoint)| endpoint).collect())
    }

    /// Whether `version` is a documented value of the `Version` header of `endpoint` in any generation that has it, or one that
    /// HighLevel's own SDK sends with every call.
    pub fn takes_version(&self, endpoint: &Endpoint, version: &str) -> bool {
        let is_same = |other: &&Endpoint| other.method == endpoint.method && other.parts() == endpoint.parts();
        version == VERSION_OF_THE_SDK || self.all.iter().filter(is_same).any(|other| other.versions.contains(&version))
    }

    fn fitting(&self, api: Option<Api>, method: Option<Method>, path: &[Segment]) -> Vec<(Fit, &Endpoint)> {
        let is_asked_for = |endpoint: &&Endpoint| {
            api.is_none_or(|api| endpoint.is_in(api)) && method.is_none_or(|method| endpoint.method == method)
        };
        let with_fit = |endpoint| fit(Endpoint::parts(endpoint), path).map(|fit| (fit, endpoint));
        if let Some(Segment::Text(word)) = path.first() {
            let indices = self.by_word.get(word).into_iter().flatten();
            return indices.map(|index| &self.all[*index]).filter(is_asked_for).filter_map(with_fit).collect();
        }
        self.all.iter().filter(is_asked_for).filter_map(with_fit).collect()
    }
}

/// `found` without v3's row of a call that v2 has too.
fn once_each(mut found: Vec<&Endpoint>) -> Vec<&Endpoint> {
    let of_v2: Vec<&Endpoint> = found.iter().copied().filter(|endpoint| endpoint.is_in(Api::V2)).collect();
    found.retain(|endpoint| {
        let is_same = |other: &&&Endpoint| other.method == endpoint.method && other.parts() == endpoint.parts();
        endpoint.is_in(Api::V2) || !of_v2.iter().any(|other| is_same(&other))
    });
    found
}
