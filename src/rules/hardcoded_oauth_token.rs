//! `hardcoded-oauth-token`: an OAuth access or refresh token in a place that is shared.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "hardcoded-oauth-token",
    summary: "an OAuth access or refresh token in a place that is shared",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/hardcoded-oauth-token.md"),
});
