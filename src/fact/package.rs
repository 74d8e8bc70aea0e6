//! Dependencies that speak to HighLevel, as manifests and lock files name them.

use crate::catalog::manifests::ManifestKind;
use crate::catalog::packages::Package;
use crate::excerpt::Site;

/// A dependency.
#[derive(Debug, Clone)]
pub struct PackageNamed {
    /// The package.
    pub package: &'static Package,
    /// Who wrote the file that names it.
    pub manifest: ManifestKind,
    /// Where its name stands.
    pub site: Site,
}
