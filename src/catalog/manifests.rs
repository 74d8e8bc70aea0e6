//! Manifests and lock files, and how they name dependencies. Parsed from `rules/catalog/manifests.tsv`.

use super::packages::{Packages, Registry};
use super::places::any;
use super::table::{rows, value};
use regex::bytes::Regex;
use std::sync::{LazyLock, OnceLock};

/// Whether people write a file, or a package manager does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ManifestKind {
    /// What people write.
    Manifest,
    /// What a package manager made of it.
    Lock,
}

/// A way in which files of some names name dependencies.
#[derive(Debug)]
pub struct Manifest {
    files: Vec<String>,
    /// Where the dependencies are published.
    pub registry: Registry,
    /// Who writes the file.
    pub kind: ManifestKind,
    pattern: &'static str,
    compiled: OnceLock<Regex>,
}

impl Manifest {
    /// The pattern for the packages of its registry; group 1 is the name. The names are those of `packages`.
    ///
    /// # Panics
    ///
    /// When the embedded pattern is malformed; `tests/suite/catalog.rs` compiles each.
    pub fn pattern(&self, packages: &Packages) -> &Regex {
        self.compiled.get_or_init(|| {
            let names = packages.all().iter().filter(|package| package.registry == self.registry);
            let names: Vec<String> = names.map(|package| self.registry.pattern(package.name)).collect();
            // an alternative of nothing would match everywhere
            let names = if names.is_empty() { "[^\\s\\S]".to_owned() } else { names.join("|") };
            let pattern = self.pattern.replace("NAME", &format!("({names})"));
            Regex::new(&format!("(?m-u){pattern}")).unwrap_or_else(|error| panic!("rules/catalog/{FILE}: {error}"))
        })
    }
}

/// All of them.
#[derive(Debug)]
pub struct Manifests {
    all: Vec<Manifest>,
    /// What follows the last dot of their names, or the name itself: most files end otherwise.
    endings: Vec<String>,
}

/// The embedded table. Apart from the platform's, since every path is held against it and most runs need nothing else.
pub fn manifests() -> &'static Manifests {
    static MANIFESTS: LazyLock<Manifests> =
        LazyLock::new(|| Manifests::parse(include_str!("../../rules/catalog/manifests.tsv")));
    &MANIFESTS
}

const FILE: &str = "manifests.tsv";

impl Manifests {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        let manifest = |[files, registry, kind, pattern]: [&'static str; 4]| Manifest {
            files: files.split(',').map(str::to_owned).collect(),
            registry: value(FILE, registry, Registry::parse),
            kind: value(FILE, kind, |kind| match kind {
                "manifest" => Some(ManifestKind::Manifest),
                "lock" => Some(ManifestKind::Lock),
                _ => None,
            }),
            pattern,
            compiled: OnceLock::new(),
        };
        let all: Vec<Manifest> = rows(FILE, text, ["file", "registry", "kind", "pattern"]).map(manifest).collect();
        let mut endings: Vec<String> =
            all.iter().flat_map(|manifest| &manifest.files).map(|file| ending(file).to_owned()).collect();
        endings.sort_unstable();
        endings.dedup();
        Self { all, endings }
    }

    /// Every row.
    pub fn all(&self) -> &[Manifest] {
        &self.all
    }

    /// How the file at `path` names dependencies; nothing for a file that names none.
    pub fn of(&self, path: &str) -> impl Iterator<Item = &Manifest> {
        let ends_alike = self.endings.iter().any(|known| known.eq_ignore_ascii_case(ending(path)));
        self.all.iter().filter(move |manifest| ends_alike && any(&manifest.files, path))
    }
}

fn ending(path: &str) -> &str {
    path.rsplit(['/', '.']).next().unwrap_or(path)
}
