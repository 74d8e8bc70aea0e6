//! Which places a run reports: what a comment or the config accepts is not among them.

use crate::fact::{Credential, FileFacts};
use crate::finding::Finding;
use crate::legacy::{LegacyUse, PackageUse};
use crate::rules::{legacy_endpoint, legacy_package};
use crate::span::Region;
use std::collections::BTreeSet;

/// Places of the findings that are reported, each with its rule and file.
pub(super) struct Open<'f>(BTreeSet<(&'f str, &'f str, Region)>);

impl<'f> Open<'f> {
    pub(super) fn of(reported: &'f [Finding]) -> Self {
        Self(reported.iter().map(|finding| (finding.rule, &*finding.path, finding.site.region)).collect())
    }
}

impl Open<'_> {
    pub(super) fn endpoint(&self, used: &LegacyUse<'_>) -> bool {
        self.0.contains(&(legacy_endpoint::META.id, used.path, used.site.region))
    }

    pub(super) fn package(&self, used: &PackageUse<'_>) -> bool {
        self.0.contains(&(legacy_package::META.id, &*used.file.path, used.named.site.region))
    }

    pub(super) fn key(&self, file: &FileFacts, credential: &Credential) -> bool {
        self.0.contains(&(&*credential.kind.rule, &*file.path, credential.site.region))
    }
}
