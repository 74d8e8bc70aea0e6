//! `hardcoded-secret`: an opaque value bound to a credential with a HighLevel name.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "hardcoded-secret",
    summary: "an opaque value bound to a credential with a HighLevel name",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/hardcoded-secret.md"),
});
