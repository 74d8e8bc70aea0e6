//! Dependencies that speak the v1 API alone: each that somebody has to swap, once.
//!
//! In: the evidence of a run. Out: packages by folder and name, with the lock files that follow.

use crate::catalog::manifests::ManifestKind;
use crate::fact::{Evidence, FileFacts, PackageNamed};
use std::collections::BTreeMap;

/// A dependency that speaks v1 alone.
#[derive(Debug)]
pub struct PackageUse<'e> {
    /// The file that asks for it; a lock file where nothing else names it.
    pub file: &'e FileFacts,
    /// Its name there.
    pub named: &'e PackageNamed,
    /// What a package manager made of it, in the same folder.
    pub locks: Vec<(&'e FileFacts, &'e PackageNamed)>,
}

/// Every dependency that speaks v1 alone, by folder and name.
pub fn packages(evidence: &Evidence) -> Vec<PackageUse<'_>> {
    let mut found: BTreeMap<(&str, &str), Vec<(&FileFacts, &PackageNamed)>> = BTreeMap::new();
    for file in &evidence.files {
        for named in file.packages.iter().filter(|named| named.package.is_legacy()) {
            found.entry((folder(&file.path), named.package.name)).or_default().push((file, named));
        }
    }
    let mut packages = Vec::new();
    for mut places in found.into_values() {
        // what people write comes first, and what a package manager made of it belongs to that
        places.sort_by_key(|(_, named)| named.manifest);
        let has_manifest = places.iter().any(|(_, named)| named.manifest == ManifestKind::Manifest);
        let (told, locks): (Vec<_>, Vec<_>) = places
            .into_iter()
            .enumerate()
            .partition(|(at, (_, named))| *at == 0 || has_manifest && named.manifest == ManifestKind::Manifest);
        let mut locks = locks.into_iter().map(|(_, lock)| lock).collect();
        for (_, (file, named)) in told {
            packages.push(PackageUse { file, named, locks: std::mem::take(&mut locks) });
        }
    }
    packages
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
