//! `legacy-package`: a dependency that speaks the v1 API and no other.

use super::{Context, Rule};
use crate::catalog::manifests::ManifestKind;
use crate::fact::{Evidence, FileFacts, PackageNamed};
use crate::finding::{Confidence, Finding, Related, RuleMeta, Severity};
use std::collections::BTreeMap;

/// See the rule's page.
#[derive(Debug)]
pub struct LegacyPackage;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "legacy-package",
    summary: "a dependency that speaks the v1 API alone",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/legacy-package.md"),
};

impl Rule for LegacyPackage {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let mut found: BTreeMap<(&str, &str), Vec<(&FileFacts, &PackageNamed)>> = BTreeMap::new();
        for file in &evidence.files {
            for named in file.packages.iter().filter(|named| named.package.is_legacy()) {
                found.entry((folder(&file.path), named.package.name)).or_default().push((file, named));
            }
        }
        for mut places in found.into_values() {
            // what people write comes first, and what a package manager made of it belongs to that
            places.sort_by_key(|(_, named)| named.manifest);
            let has_manifest = places.iter().any(|(_, named)| named.manifest == ManifestKind::Manifest);
            let (told, locks): (Vec<_>, Vec<_>) = places
                .iter()
                .enumerate()
                .partition(|(at, (_, named))| *at == 0 || has_manifest && named.manifest == ManifestKind::Manifest);
            let mut related: Vec<Related> = locks.into_iter().map(|(_, (file, named))| lock(file, named)).collect();
            for (_, (file, named)) in told {
                findings.push(finding(file, named, std::mem::take(&mut related)));
            }
        }
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn lock(file: &FileFacts, named: &PackageNamed) -> Related {
    Related { message: "locked here".to_owned(), path: file.path.clone(), site: named.site.clone() }
}

fn finding(file: &FileFacts, named: &PackageNamed, related: Vec<Related>) -> Finding {
    let package = named.package;
    let registry = package.registry.as_str();
    Finding {
        rule: META.id,
        severity: META.severity,
        confidence: Confidence::High,
        message: format!("{} ({registry}) speaks the v1 API alone, out of support since 2025-12-31", package.name),
        path: file.path.clone(),
        site: named.site.clone(),
        label: format!("v2: {}", package.instead),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why: "v1 gets neither support nor updates any more, and the package takes keys that know no scopes".to_owned(),
        help: format!(
            "replace it by HighLevel's own `{}`, with a private integration token or OAuth in place of the v1 key",
            package.instead
        ),
        related,
        credential: None,
        scope: None,
        commit: None,
        endpoint: None,
        identity: format!("{registry} {}", package.name),
    }
}
