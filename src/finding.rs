//! What a rule says about the evidence, as a value. Knows nothing of how it is found or shown.

use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::method::Method;
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::secret::Secret;
use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be changed.
    Warning,
    /// Must be changed.
    Error,
}

impl Severity {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A look-alike is possible.
    Low,
    /// A look-alike would be a surprise.
    Medium,
    /// The text proves itself.
    High,
}

impl Confidence {
    /// The word that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The unchanging part of a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleMeta {
    /// Kebab-case name of the bad thing.
    pub id: &'static str,
    /// What it reports, one line.
    pub summary: &'static str,
    /// Severity where nothing about the place changes it.
    pub severity: Severity,
    /// Its page, Markdown from `rules/docs/`.
    pub docs: &'static str,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// Why it belongs.
    pub message: String,
    /// Its file.
    pub path: String,
    /// Where in it.
    pub site: Site,
}

/// One thing that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static str,
    /// How bad it is, here.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// One line, lowercase, no final dot.
    pub message: String,
    /// Display path of the file.
    pub path: String,
    /// The primary place.
    pub site: Site,
    /// What the primary place shows, for a label beside it.
    pub label: String,
    /// What version control says of the file.
    pub vcs: Vcs,
    /// Root of the integration that the file belongs to.
    pub integration: String,
    /// Why it matters, one sentence.
    pub why: String,
    /// What to do, one sentence.
    pub help: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The credential, for rules about one.
    pub credential: Option<FoundCredential>,
    /// The scope, for rules about one.
    pub scope: Option<String>,
    /// Where it came into the history, for a finding there.
    pub commit: Option<FoundCommit>,
    /// The call of HighLevel's API, for rules about one.
    pub endpoint: Option<FoundEndpoint>,
    /// What it is about, free of place and of secret text: the same thing elsewhere has the same identity.
    pub identity: String,
}

/// The call that a finding is about.
#[derive(Debug, Clone)]
pub struct FoundEndpoint {
    /// The generation of the API that it is sent to.
    pub api: Api,
    /// Its method, where that is known.
    pub method: Option<Method>,
    /// Its path, as documented where one documented call is meant, else as the code spells it, `{}` for what is not known.
    pub path: String,
    /// What to call instead, where that is one call.
    pub replacement: Option<&'static Endpoint>,
}

/// The credential that a finding is about.
#[derive(Debug, Clone)]
pub struct FoundCredential {
    /// Id of its kind.
    pub kind: &'static str,
    /// Masked text and digest.
    pub secret: Secret,
}

/// The commit that brought something into the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCommit {
    /// Its id in hexadecimal digits; what stands in a tag's message, or in no commit, has the id of the tag or the blob.
    pub id: String,
    /// Its author, `Name <address>`, or the tagger; `None` where it names nobody.
    pub author: Option<String>,
    /// What the author's clock said, Unix seconds; `None` where it says nothing.
    pub seconds: Option<i64>,
    /// Whether a file of HEAD still holds it.
    pub at_head: bool,
    /// How many versions of the file, or messages, hold it.
    pub n_versions: usize,
    /// Its place among all commits, parents before children.
    pub rank: u32,
}

impl FoundCommit {
    /// The time in UTC, `YYYY-MM-DDThh:mm:ssZ`; `None` where it is unknown, or no year of four digits.
    pub fn date(&self) -> Option<String> {
        self.seconds.and_then(crate::calendar::timestamp)
    }
}
