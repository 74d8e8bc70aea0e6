//! The only holder of credential text.
//!
//! A [`Secret`] is made where a credential is recognized and from then on can only be shown masked or compared by digest.
//! It deliberately keeps no way back to the text: what is not held cannot be printed.

use sha2::{Digest, Sha256};
use std::fmt;

/// How many characters of a secret's start and end its masked form shows.
///
/// Together they must stay too few to help a guess; the fixed, public part of a shape (`pit-`, a JWT header) may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaskShape {
    /// Characters shown at the start.
    pub head: usize,
    /// Characters shown at the end.
    pub tail: usize,
}

/// A credential, reduced to what may be shown and compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret {
    masked: String,
    digest: String,
}

impl Secret {
    /// Takes in `text` and keeps its masked form and its digest.
    pub fn new(text: &[u8], shape: MaskShape) -> Self {
        Self { masked: mask(text, shape), digest: digest(text) }
    }

    /// The masked form, such as `pit-1f3a…9c0d`.
    pub fn masked(&self) -> &str {
        &self.masked
    }

    /// First 12 hexadecimal digits of the SHA-256 of the exact text.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.masked)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked)
    }
}

/// First 12 hexadecimal digits of the SHA-256 of `text`.
pub fn digest(text: &[u8]) -> String {
    hex(&Sha256::digest(text)[..6])
}

/// Lower-case hexadecimal digits of `bytes`.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        out
    })
}

/// Shows at most `head` and `tail` characters, and never more than half of the text.
fn mask(text: &[u8], shape: MaskShape) -> String {
    let text = String::from_utf8_lossy(text);
    let n_chars = text.chars().count();
    if n_chars < 2 * (shape.head + shape.tail) {
        return "…".to_owned();
    }
    let head: String = text.chars().take(shape.head).collect();
    let tail: String = text.chars().skip(n_chars - shape.tail).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_never_shows_more_than_half() {
        let shape = MaskShape { head: 8, tail: 4 };
        assert_eq!(mask(b"pit-0123456789abcdef", shape), "…");
        assert_eq!(mask(b"pit-0123456789abcdefghijk", shape), "pit-0123…hijk");
    }
}
