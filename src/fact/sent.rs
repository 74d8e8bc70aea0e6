//! What a call is sent with, as far as the code tells.

use crate::document::Vcs;
use crate::excerpt::Site;

/// What a call is sent with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Its `Version` header.
    pub version: VersionSent,
    /// What its `Authorization` header may hold, as far as that is known.
    pub tokens: Vec<SentToken>,
    /// Where the code sends it, where that is not the call itself but a function that it goes through.
    pub at: Option<SentAt>,
}

/// What a call's `Version` header is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum VersionSent {
    /// The code does not tell.
    #[default]
    Unknown,
    /// There is none: all headers are known.
    Missing,
    /// There is one, with a value that only the run knows.
    Present,
    /// One of these texts, sorted.
    Constant(Vec<String>),
}

/// A credential that a call is sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentToken {
    /// A text in the code, by its digest as [`crate::secret::Secret::digest`] has it.
    Text(String),
    /// What an environment variable of this name holds.
    Environment(String),
}

/// The place of a call that other calls go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentAt {
    /// Display path of its file.
    pub path: String,
    /// What version control says of the file.
    pub vcs: Vcs,
    /// Root of its integration.
    pub integration: String,
    /// Where.
    pub site: Site,
}
