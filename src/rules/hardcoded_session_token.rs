//! `hardcoded-session-token`: a web app session token, or what the marketplace command line keeps.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "hardcoded-session-token",
    summary: "a web app session token, or what the marketplace command line keeps",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/hardcoded-session-token.md"),
});
