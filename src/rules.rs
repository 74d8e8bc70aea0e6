//! From evidence to findings. One rule, one file; a rule sees all facts of the run and knows nothing of how they were found.

pub mod api_version_header;
pub mod client_exposed_secret;
pub mod credential_host_mismatch;
pub mod deprecated_endpoint;
pub mod duplicate_scope;
mod endpoint;
pub mod excess_write_scope;
pub mod exposed_webhook_url;
mod exposure;
pub mod hardcoded_client_secret;
pub mod hardcoded_oauth_token;
pub mod hardcoded_private_token;
pub mod hardcoded_secret;
pub mod hardcoded_session_token;
pub mod hardcoded_sso_key;
pub mod legacy_api_key;
pub mod legacy_endpoint;
pub mod legacy_package;
pub mod missing_scope;
pub mod overdue_rotation;
mod scope;
pub mod scope_level_mismatch;
pub mod sensitive_scope;
pub mod shared_credential;
pub mod token_overreach;
pub mod unknown_endpoint;
pub mod unknown_scope;
pub mod unprotected_env_file;
pub mod unused_scope;
pub mod unused_suppression;

use crate::fact::Evidence;
use crate::finding::{Finding, RuleMeta};
use crate::privilege::Privilege;

/// What a rule may know beyond the evidence.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The time of the run, Unix seconds.
    pub now: f64,
    /// Days after which a key that lives until it is rotated is overdue.
    pub rotation_days: u32,
    /// What each integration declares and needs.
    pub privileges: &'c [Privilege<'c>],
}

/// Rules that only add something to what others say of a credential.
pub const ECHOES: &[&str] = &[overdue_rotation::META.id];

/// A rule.
pub trait Rule: Sync {
    /// The unchanging part.
    fn meta(&self) -> &RuleMeta;
    /// Appends what it finds.
    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>);
}

/// Every rule, sorted by id.
pub static RULES: &[&'static dyn Rule] = &[
    &api_version_header::ApiVersionHeader,
    &client_exposed_secret::ClientExposedSecret,
    &credential_host_mismatch::CredentialHostMismatch,
    &deprecated_endpoint::DeprecatedEndpoint,
    &duplicate_scope::DuplicateScope,
    &excess_write_scope::ExcessWriteScope,
    &exposed_webhook_url::RULE,
    &hardcoded_client_secret::RULE,
    &hardcoded_oauth_token::RULE,
    &hardcoded_private_token::RULE,
    &hardcoded_secret::RULE,
    &hardcoded_session_token::RULE,
    &hardcoded_sso_key::RULE,
    &legacy_api_key::RULE,
    &legacy_endpoint::LegacyEndpoint,
    &legacy_package::LegacyPackage,
    &missing_scope::MissingScope,
    &overdue_rotation::OverdueRotation,
    &scope_level_mismatch::ScopeLevelMismatch,
    &sensitive_scope::SensitiveScope,
    &shared_credential::SharedCredential,
    &token_overreach::TokenOverreach,
    &unknown_endpoint::UnknownEndpoint,
    &unknown_scope::UnknownScope,
    &unprotected_env_file::UnprotectedEnvFile,
    &unused_scope::UnusedScope,
    &unused_suppression::UnusedSuppression,
];

/// The rule called `id`.
pub fn rule(id: &str) -> Option<&'static RuleMeta> {
    RULES.iter().map(|rule| rule.meta()).find(|meta| meta.id == id)
}

/// The ids of all rules.
pub fn ids() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.meta().id).collect()
}

/// Lets every rule speak.
pub fn judge(context: &Context<'_>, evidence: &Evidence) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        rule.check(context, evidence, &mut findings);
    }
    findings
}
