//! Text for XML and HTML. Tags come from this program's own text and everything else is escaped: the types leave no third way.
//!
//! Not a general writer: whoever uses it closes what it opens.

use super::printable;

/// A document as it grows.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
}

impl Markup {
    /// Adds tags. Only literals of this program can be given.
    pub(super) fn raw(&mut self, tags: &'static str) -> &mut Self {
        self.text.push_str(tags);
        self
    }

    /// Adds one line of text from anywhere, for an element or a quoted attribute; control characters are made visible.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for character in printable(text).chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                // the only characters besides controls that XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
                '\u{fffe}' | '\u{ffff}' => self.text.push('\u{fffd}'),
                character => self.text.push(character),
            }
        }
        self
    }

    /// Adds a number.
    pub(super) fn number(&mut self, number: impl Into<u64>) -> &mut Self {
        self.text.push_str(&number.into().to_string());
        self
    }

    /// The document.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}
