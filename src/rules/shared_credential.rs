//! `shared-credential`: one key that several integrations use.

use super::{Context, Rule};
use crate::catalog::catalog;
use crate::excerpt::visible;
use crate::fact::{Credential, Evidence, FileFacts};
use crate::finding::{Confidence, Finding, FoundCredential, Related, RuleMeta, Severity};
use crate::listing::first_of;
use std::collections::{BTreeMap, BTreeSet};

/// See the rule's page.
#[derive(Debug)]
pub struct SharedCredential;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "shared-credential",
    summary: "one key that several integrations use",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/shared-credential.md"),
};

/// Integrations that a message names.
const SHOWN: usize = 4;

/// Where a credential stands.
type Place<'e> = (&'e FileFacts, &'e Credential);

impl Rule for SharedCredential {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for places in by_text(evidence).into_values() {
            let roots = sharing(&places);
            if 1 < roots.len() {
                findings.extend(finding(places, &roots));
            }
        }
    }
}

/// The roots of the integrations that share a credential of which each should have one of its own, by digest.
pub(crate) fn shared(evidence: &Evidence) -> BTreeMap<&str, BTreeSet<&str>> {
    let roots = by_text(evidence).into_iter().map(|(digest, places)| (digest, sharing(&places)));
    roots.filter(|(_, roots)| 1 < roots.len()).collect()
}

/// The places of every such credential, by digest.
fn by_text(evidence: &Evidence) -> BTreeMap<&str, Vec<Place<'_>>> {
    let mut found: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for file in &evidence.files {
        for credential in file.credentials.iter().filter(|credential| credential.kind.one_for_each) {
            found.entry(credential.secret.digest()).or_default().push((file, credential));
        }
    }
    found
}

/// The roots of the integrations that use the credential at `places`.
fn sharing<'e>(places: &[Place<'e>]) -> BTreeSet<&'e str> {
    let catalog = &catalog().places;
    let is_use = |file: &FileFacts| {
        let path = &file.path;
        !catalog.is_prose(path) && !catalog.is_test(path) && !catalog.is_dependency(path)
    };
    let using = places.iter().map(|(file, _)| *file).filter(|file| is_use(file));
    let using: BTreeSet<(&str, &str)> = using.map(|file| (&*file.application, &*file.integration)).collect();
    // what stands at the root of an application is for its parts: a part that holds it, too, has a copy
    let around: BTreeSet<(&str, &str)> = using
        .iter()
        .flat_map(|(application, root)| folders_around(root).map(move |outer| (*application, outer)))
        .collect();
    using.iter().filter(|place| !around.contains(place)).map(|(_, root)| *root).collect()
}

/// The folders around `root`, as roots are shown.
fn folders_around(root: &str) -> impl Iterator<Item = &str> {
    let outer = std::iter::successors(root.rsplit_once('/'), |(outer, _)| outer.rsplit_once('/'));
    outer.map(|(outer, _)| outer).chain((root != ".").then_some("."))
}

/// The finding about the credential at `places`, by path, which the integrations at `roots` use.
fn finding(mut places: Vec<Place<'_>>, roots: &BTreeSet<&str>) -> Option<Finding> {
    // the first use leads; then the integrations one by one, and last what only speaks of it
    places.sort_by_key(|(file, _)| (!roots.contains(&*file.integration), &file.integration));
    let ((file, credential), others) = places.split_first()?;
    let kind = credential.kind;
    let names: Vec<String> = roots.iter().map(|root| name(root)).collect();
    let related = others.iter().map(|(file, credential)| Related {
        message: format!("the same in {}", name(&file.integration)),
        path: file.path.clone(),
        site: credential.site.clone(),
    });
    Some(Finding {
        rule: META.id,
        severity: META.severity,
        confidence: Confidence::High.min(credential.confidence),
        message: format!("one {} for {} integrations: {}", kind.name, roots.len(), first_of(&names, SHOWN, ", ")),
        path: file.path.clone(),
        site: credential.site.clone(),
        label: format!("used by {} integrations", roots.len()),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why:
            "whoever gets hold of one integration has them all, none of them can be cut off alone, and the key carries \
              the scopes of all"
                .to_owned(),
        help:
            "make a private integration for each, with the scopes that it needs, and rotate this key once none uses it"
                .to_owned(),
        related: related.collect(),
        credential: Some(FoundCredential { kind: &kind.id, secret: credential.secret.clone() }),
        scope: None,
        commit: None,
        endpoint: None,
        identity: credential.secret.digest().to_owned(),
    })
}

fn name(root: &str) -> String {
    if root == "." { "the top folder".to_owned() } else { format!("`{}`", visible(root.as_bytes())) }
}
