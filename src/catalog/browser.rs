//! What tells that a script runs in a browser. Parsed from `rules/browser.toml`.

use memchr::memmem;
use serde::Deserialize;

/// Texts for and against.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Browser {
    signs: Vec<String>,
    counter_signs: Vec<String>,
}

impl Browser {
    /// Parses the embedded lists.
    ///
    /// # Panics
    ///
    /// When the embedded file is malformed; `tests/records.rs` parses it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/browser.toml: {error}"))
    }

    /// The text that tells that `script` clearly runs in a browser.
    pub fn sign(&self, script: &[u8]) -> Option<&str> {
        let is_there = |text: &&String| memmem::find(script, text.as_bytes()).is_some();
        let sign = self.signs.iter().find(is_there)?;
        self.counter_signs.iter().find(is_there).is_none().then_some(sign.as_str())
    }
}
