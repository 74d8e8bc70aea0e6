//! Domain evidence: what one document shows, before anybody judges it.

use crate::catalog::kind::Kind;
use crate::directive::Directive;
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::finding::Confidence;
use crate::secret::Secret;

/// How a credential's text was spelled in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrapping {
    /// As it is.
    Plain,
    /// With backslash, percent or entity escapes inside.
    Escaped,
    /// Inside base64.
    Base64,
}

/// What a credential says of itself. Ids are masked, times are Unix seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    /// When it was issued.
    pub issued: Option<f64>,
    /// When it ends.
    pub expires: Option<f64>,
    /// The account it opens, masked.
    pub account: Option<String>,
    /// The level it works on, such as `Location`.
    pub class: Option<String>,
    /// The app it was made for, masked.
    pub app: Option<String>,
    /// The scopes it carries.
    pub scopes: Vec<String>,
}

/// A credential at a place.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its text, masked.
    pub secret: Secret,
    /// What it says of itself.
    pub details: Details,
    /// How it was spelled.
    pub wrapping: Wrapping,
    /// How sure the shape alone is.
    pub confidence: Confidence,
    /// Where.
    pub site: Site,
}

/// All that one file showed.
#[derive(Debug, Clone)]
pub struct FileFacts {
    /// Display path.
    pub path: String,
    /// What version control says of the file.
    pub vcs: Vcs,
    /// Root of its integration.
    pub integration: String,
    /// Credentials, by place.
    pub credentials: Vec<Credential>,
    /// Suppression comments, by place.
    pub directives: Vec<Directive>,
}

impl FileFacts {
    /// True when the file showed nothing at all.
    pub fn is_empty(&self) -> bool {
        self.credentials.is_empty() && self.directives.is_empty()
    }
}

/// All facts of the run, sorted by path.
#[derive(Debug, Default)]
pub struct Evidence {
    /// One entry for each file that showed something.
    pub files: Vec<FileFacts>,
}
