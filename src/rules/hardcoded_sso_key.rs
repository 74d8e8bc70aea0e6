//! `hardcoded-sso-key`: an SSO or shared secret key in a place that is shared.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "hardcoded-sso-key",
    summary: "an SSO or shared secret key in a place that is shared",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/hardcoded-sso-key.md"),
});
