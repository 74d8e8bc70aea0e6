//! Dependencies that speak to HighLevel: their names in manifests and lock files.
//!
//! In: a document, by its name a manifest. Out: the place of each known package, once.

use crate::catalog::manifests::{ManifestKind, manifests};
use crate::catalog::packages::Package;
use crate::catalog::platform::platform;
use crate::document::Document;
use crate::span::TextRange;
use memchr::memrchr;

/// A package where it is named.
#[derive(Debug)]
pub(super) struct PackageHit {
    pub(super) package: &'static Package,
    pub(super) kind: ManifestKind,
    pub(super) range: TextRange,
}

/// Every known package that `document` names as a dependency, in the order of the text.
pub(super) fn find(document: &Document<'_>) -> Vec<PackageHit> {
    let mut hits: Vec<PackageHit> = Vec::new();
    let packages = &platform().packages;
    for manifest in
        manifests().of(document.path).filter(|manifest| packages.may_be_in(manifest.registry, &document.text))
    {
        for found in manifest.pattern(packages).captures_iter(&document.text) {
            let Some(name) = found.get(1) else { continue };
            let text = std::str::from_utf8(name.as_bytes()).unwrap_or_default();
            let Some(package) = packages.get(manifest.registry, text) else { continue };
            let is_known = hits.iter().any(|hit| std::ptr::eq(hit.package, package));
            if !is_known && !is_comment(&document.text, name.start()) {
                hits.push(PackageHit { package, kind: manifest.kind, range: name.range() });
            }
        }
    }
    hits.sort_by_key(|hit| hit.range.start);
    hits
}

/// Whether the line before `at` is a comment up to there.
fn is_comment(text: &[u8], at: usize) -> bool {
    let start = memrchr(b'\n', &text[..at]).map_or(0, |feed| feed + 1);
    let line = text[start..at].trim_ascii_start();
    line.starts_with(b"#") || line.starts_with(b"//")
}
