//! What a rule says about the evidence, as a value. Knows nothing of how it is found or shown.

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
    /// What it is about, free of place and of secret text: the same thing elsewhere has the same identity.
    pub identity: String,
}

/// The credential that a finding is about.
#[derive(Debug, Clone)]
pub struct FoundCredential {
    /// Id of its kind.
    pub kind: &'static str,
    /// Masked text and digest.
    pub secret: Secret,
}
