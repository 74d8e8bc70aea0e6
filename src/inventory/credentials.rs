//! The keys in an integration's files, each once.

use super::Place;
use crate::catalog::kind::Kind;
use crate::document::Vcs;
use crate::fact::{Details, FileFacts};
use crate::secret::Secret;
use std::collections::{BTreeMap, BTreeSet};

/// A key.
#[derive(Debug)]
pub struct Held<'e> {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its text, masked.
    pub secret: &'e Secret,
    /// What it says of itself.
    pub details: &'e Details,
    /// Where it stands, by place, and what version control says of the file.
    pub places: Vec<(Place<'e>, Vcs)>,
    /// The other integrations that use it, of a kind of which each should have one of its own.
    pub shared_with: Vec<&'e str>,
}

/// The keys in `files`, the files of the integration at `root`, by kind and place; `shared` are the roots that share one.
pub(super) fn held<'e>(
    shared: &BTreeMap<&'e str, BTreeSet<&'e str>>,
    root: &str,
    files: &[&'e FileFacts],
) -> Vec<Held<'e>> {
    let mut found: BTreeMap<&str, Held<'e>> = BTreeMap::new();
    for file in files {
        for credential in file.credentials.iter().filter(|credential| credential.kind.secret) {
            let held = found.entry(credential.secret.digest()).or_insert_with(|| Held {
                kind: credential.kind,
                secret: &credential.secret,
                details: &credential.details,
                places: Vec::new(),
                shared_with: Vec::new(),
            });
            held.places.push((Place::of(&file.path, &credential.site.region), file.vcs));
        }
    }
    let mut found: Vec<Held<'e>> = found.into_values().collect();
    for held in &mut found {
        held.places.sort_unstable();
        held.places.dedup();
        if let Some(roots) = shared.get(held.secret.digest()).filter(|roots| roots.contains(root)) {
            held.shared_with = roots.iter().copied().filter(|other| *other != root).collect();
        }
    }
    found.sort_by(|a, b| (&a.kind.name, &a.places).cmp(&(&b.kind.name, &b.places)));
    found
}
