//! `hardcoded-client-secret`: an OAuth client secret in a place that is shared.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "hardcoded-client-secret",
    summary: "an OAuth client secret in a place that is shared",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/hardcoded-client-secret.md"),
});
