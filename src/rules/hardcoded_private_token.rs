//! `hardcoded-private-token`: a private integration token in a place that is shared.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "hardcoded-private-token",
    summary: "a private integration token in a place that is shared",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/hardcoded-private-token.md"),
});
