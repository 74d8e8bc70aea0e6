//! Packages that speak to HighLevel, by the names that manifests give them. Parsed from `rules/catalog/packages.tsv`.

use super::endpoint::Api;
use super::table::{list, rows, value};
use aho_corasick::AhoCorasick;

/// Where packages are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Registry {
    /// npm.
    Npm,
    /// The Python Package Index.
    PyPi,
    /// Packagist.
    Packagist,
    /// Modules of Go.
    Go,
    /// RubyGems.
    RubyGems,
    /// crates.io.
    Crates,
}

impl Registry {
    /// The registry that a table names.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "npm" => Self::Npm,
            "pypi" => Self::PyPi,
            "packagist" => Self::Packagist,
            "go" => Self::Go,
            "rubygems" => Self::RubyGems,
            "crates" => Self::Crates,
            _ => return None,
        })
    }

    /// Its name for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::PyPi => "PyPI",
            Self::Packagist => "Packagist",
            Self::Go => "Go",
            Self::RubyGems => "RubyGems",
            Self::Crates => "crates.io",
        }
    }

    /// Whether it takes `a` and `b` for the same name. PyPI knows neither case nor which of `-`, `_` and `.` joins words;
    /// Packagist knows no case.
    pub fn is_same(self, a: &str, b: &str) -> bool {
        match self {
            Self::PyPi => plain(a).eq(plain(b)),
            Self::Packagist => a.eq_ignore_ascii_case(b),
            Self::Npm | Self::Go | Self::RubyGems | Self::Crates => a == b,
        }
    }
}

impl Registry {
    /// A pattern for the spellings of `name`.
    pub(super) fn pattern(self, name: &str) -> String {
        let escaped = regex::escape(name);
        match self {
            Self::PyPi => {
                let words: Vec<&str> = name.split(['-', '_', '.']).collect();
                format!("(?i:{})", words.join("[-_.]+"))
            }
            Self::Packagist => format!("(?i:{escaped})"),
            Self::Npm | Self::Go | Self::RubyGems | Self::Crates => escaped,
        }
    }
}

/// The words of a name on PyPI, one `-` between them. Source: the packaging specification, "Names and normalization".
fn plain(name: &str) -> impl Iterator<Item = char> {
    let mut was_sign = false;
    name.chars().filter_map(move |c| {
        let is_sign = matches!(c, '-' | '_' | '.');
        let is_kept = !(is_sign && was_sign);
        was_sign = is_sign;
        is_kept.then_some(if is_sign { '-' } else { c.to_ascii_lowercase() })
    })
}

/// A package.
#[derive(Debug)]
pub struct Package {
    /// Where it is published.
    pub registry: Registry,
    /// Its name there.
    pub name: &'static str,
    /// The generations of the API that it speaks to; empty where no source tells.
    pub apis: Vec<Api>,
    /// Whether it is HighLevel's own.
    pub is_official: bool,
    /// The package that replaces it, where it speaks v1 alone; empty for any other.
    pub instead: &'static str,
}

impl Package {
    /// Whether it speaks v1 and nothing else.
    pub fn is_legacy(&self) -> bool {
        self.apis == [Api::V1]
    }
}

/// All packages.
#[derive(Debug)]
pub struct Packages {
    all: Vec<Package>,
    /// Finds the names of npm, whose manifests and lock files are the largest.
    npm: AhoCorasick,
}

const FILE: &str = "packages.tsv";

impl Packages {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        let header = ["registry", "package", "api", "origin", "instead"];
        let package = |[registry, name, api, origin, instead]: [&'static str; 5]| Package {
            registry: value(FILE, registry, Registry::parse),
            name,
            apis: list(api).into_iter().map(|api| value(FILE, api, Api::parse)).collect(),
            is_official: value(FILE, origin, |origin| match origin {
                "official" => Some(true),
                "community" => Some(false),
                _ => None,
            }),
            instead,
        };
        let all: Vec<Package> = rows(FILE, text, header).map(package).collect();
        let npm = all.iter().filter(|package| package.registry == Registry::Npm).map(|package| package.name);
        let npm = AhoCorasick::new(npm).unwrap_or_else(|error| panic!("rules/catalog/{FILE}: {error}"));
        Self { all, npm }
    }

    /// Every package, by registry.
    pub fn all(&self) -> &[Package] {
        &self.all
    }

    /// Whether `text` may name a package of `registry`; cheap, and says yes where only a pattern can tell.
    pub fn may_be_in(&self, registry: Registry, text: &[u8]) -> bool {
        registry != Registry::Npm || self.npm.is_match(text)
    }

    /// The package that `registry` knows as `name`.
    pub fn get(&self, registry: Registry, name: &str) -> Option<&Package> {
        self.all.iter().find(|package| package.registry == registry && registry.is_same(package.name, name))
    }
}
