//! `legacy-package`: a dependency that speaks the v1 API and no other.

use super::{Context, Rule};
use crate::fact::{Evidence, FileFacts, PackageNamed};
use crate::finding::{Confidence, Finding, Related, RuleMeta, Severity};
use crate::legacy::{self, PackageUse};

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
        findings.extend(legacy::packages(evidence).iter().map(finding));
    }
}

fn lock(file: &FileFacts, named: &PackageNamed) -> Related {
    Related { message: "locked here".to_owned(), path: file.path.clone(), site: named.site.clone() }
}

fn finding(used: &PackageUse<'_>) -> Finding {
    let (file, named) = (used.file, used.named);
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
        related: used.locks.iter().map(|(file, named)| lock(file, named)).collect(),
        credential: None,
        scope: None,
        commit: None,
        endpoint: None,
        identity: format!("{registry} {}", package.name),
    }
}
