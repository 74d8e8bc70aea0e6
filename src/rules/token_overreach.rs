//! `token-overreach`: a token at hand carries scopes that the integration does not need.

use super::{Context, Rule, scope};
use crate::catalog::platform::platform;
use crate::catalog::scopes::Scope;
use crate::fact::Evidence;
use crate::finding::{Confidence, Finding, FoundCredential, RuleMeta, Severity};
use crate::listing::first_of;

/// See the rule's page.
#[derive(Debug)]
pub struct TokenOverreach;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "token-overreach",
    summary: "a token at hand that carries scopes which the integration does not need",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/token-overreach.md"),
};

/// Scopes that a message names.
const SHOWN: usize = 5;

impl Rule for TokenOverreach {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let privileges = context.privileges;
        for file in &evidence.files {
            for credential in file.credentials.iter().filter(|credential| !credential.details.scopes.is_empty()) {
                let Some(privilege) = privileges.iter().find(|privilege| privilege.root == file.integration) else {
                    continue;
                };
                let carried = credential.details.scopes.iter().map(String::as_str);
                let mut unneeded: Vec<&str> = privilege.unneeded(carried).into_iter().collect();
                if unneeded.is_empty() {
                    continue;
                }
                // the first that reaches far comes first, if any does
                let reaches_far = |name: &&str| platform().scopes.get(name).is_some_and(Scope::reaches_far);
                let worst = unneeded.iter().position(reaches_far).unwrap_or_default();
                unneeded[..=worst].rotate_right(1);
                findings.push(Finding {
                    rule: META.id,
                    severity: META.severity,
                    confidence: Confidence::Medium,
                    message: format!(
                        "this token carries {} of {} scopes that nothing here needs: {}",
                        unneeded.len(),
                        credential.details.scopes.len(),
                        first_of(&unneeded, SHOWN, " ")
                    ),
                    path: file.path.clone(),
                    site: credential.site.clone(),
                    label: "granted more than the code needs".to_owned(),
                    vcs: file.vcs,
                    integration: file.integration.clone(),
                    why: "whoever gets hold of the token can do what the integration never does".to_owned(),
                    help: "ask for fewer scopes and let the account consent again; the old token goes with the new one"
                        .to_owned(),
                    related: scope::example_calls(privilege),
                    credential: Some(FoundCredential { kind: &credential.kind.id, secret: credential.secret.clone() }),
                    scope: None,
                    commit: None,
                    endpoint: None,
                    identity: credential.secret.digest().to_owned(),
                });
            }
        }
    }
}
