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
    /// What the code calls it, in words, where that alone tells what it is.
    pub name: Option<String>,
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
    /// Where; the first stretch of text that spells it.
    pub site: Site,
    /// The other stretches, in the order of its text, where the code puts it together.
    pub pieces: Vec<Site>,
    /// What tells that the code around it runs in a browser, where that is clear.
    pub browser: Option<String>,
}

/// How a bundler comes to hand a variable to browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shipping {
    /// By the beginning of its name.
    Prefix,
    /// By a setting that names it.
    Setting,
}

/// The name of a HighLevel secret that a bundler hands to browsers.
#[derive(Debug, Clone)]
pub struct ExposedName {
    /// The name.
    pub name: String,
    /// How.
    pub shipping: Shipping,
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
    /// Names of secrets that are handed to browsers, by place.
    pub exposed: Vec<ExposedName>,
    /// Suppression comments, by place.
    pub directives: Vec<Directive>,
}

impl FileFacts {
    /// True when the file showed nothing at all.
    pub fn is_empty(&self) -> bool {
        self.credentials.is_empty() && self.exposed.is_empty() && self.directives.is_empty()
    }
}

/// All facts of the run, sorted by path.
#[derive(Debug, Default)]
pub struct Evidence {
    /// One entry for each file that showed something.
    pub files: Vec<FileFacts>,
}
