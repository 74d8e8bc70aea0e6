//! What people write where a secret would stand. Parsed from `rules/placeholders.toml`.

use serde::Deserialize;

/// Known placeholder text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Placeholders {
    /// Words inside an id.
    pub words: Vec<String>,
    /// Beginnings of other products' keys.
    pub foreign_prefixes: Vec<String>,
    /// Digests of secrets that official documentation prints.
    pub published: Vec<String>,
    /// Sample UUIDs that everybody copies, in lower case.
    pub uuids: Vec<String>,
}

impl Placeholders {
    /// Parses the embedded lists.
    ///
    /// # Panics
    ///
    /// When the embedded file is malformed; every test that scans reads it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/placeholders.toml: {error}"))
    }
}
