//! `legacy-api-key`: a v1 location or agency key, wherever it stands.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "legacy-api-key",
    summary: "a v1 location or agency key, wherever it stands",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/legacy-api-key.md"),
});
