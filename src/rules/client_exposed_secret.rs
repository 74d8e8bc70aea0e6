//! `client-exposed-secret`: a secret that is shipped to browsers.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "client-exposed-secret",
    summary: "a secret that is shipped to browsers",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/client-exposed-secret.md"),
});
