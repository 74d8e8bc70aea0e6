//! `exposed-webhook-url`: an inbound webhook trigger URL.

use super::exposure::CredentialRule;
use crate::finding::{RuleMeta, Severity};

/// See the rule's page.
pub static RULE: CredentialRule = CredentialRule(RuleMeta {
    id: "exposed-webhook-url",
    summary: "an inbound webhook trigger URL",
    severity: Severity::Note,
    docs: include_str!("../../rules/docs/exposed-webhook-url.md"),
});
