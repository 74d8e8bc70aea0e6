//! `scope-level-mismatch`: a scope that the level of the install cannot have or use.

use super::{Context, Rule, scope};
use crate::catalog::level::Level;
use crate::catalog::platform::platform;
use crate::fact::{Evidence, ScopeDeclaration};
use crate::finding::{Confidence, Finding, RuleMeta, Severity};

/// See the rule's page.
#[derive(Debug)]
pub struct ScopeLevelMismatch;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "scope-level-mismatch",
    summary: "an agency's scope asked of a sub-account, or the reverse",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/scope-level-mismatch.md"),
};

/// With it an agency's token makes tokens for its sub-accounts, which need scopes of their own.
const MAKES_LOCATION_TOKENS: &str = "oauth.write";

impl Rule for ScopeLevelMismatch {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for (file, declaration) in scope::own(evidence) {
            let Some(level) = judged_level(declaration) else { continue };
            for declared in &declaration.scopes {
                let known = platform().scopes.get(&declared.name).filter(|known| known.is_requestable);
                let Some(known) = known.filter(|known| !known.level.fits(level)) else { continue };
                let base = scope::finding(&META, file, declared);
                let name = &declared.name;
                findings.push(match known.level {
                    Level::Company => Finding {
                        message: format!("`{name}` is for agencies, and this asks a sub-account for it"),
                        label: "only an agency can grant it".to_owned(),
                        why: "a sub-account cannot grant what only its agency has".to_owned(),
                        help: format!("take `{name}` out, or let the app be installed by agencies (user type Company)"),
                        ..base
                    },
                    _ => Finding {
                        confidence: Confidence::Medium,
                        message: format!("`{name}` is for sub-accounts, and this asks an agency for it"),
                        label: "an agency's own token has no use for it".to_owned(),
                        why: format!("without `{MAKES_LOCATION_TOKENS}` an agency's token reaches none of its sub-accounts"),
                        help: format!(
                            "take `{name}` out, or ask for `{MAKES_LOCATION_TOKENS}` too and make a token for each sub-account"
                        ),
                        ..base
                    },
                });
            }
        }
    }
}

/// The level to hold the scopes of `declaration` against. An agency app that makes tokens for sub-accounts needs the scopes of both.
fn judged_level(declaration: &ScopeDeclaration) -> Option<Level> {
    let reaches_sub_accounts = || declaration.scopes.iter().any(|scope| scope.name == MAKES_LOCATION_TOKENS);
    match declaration.level? {
        Level::Location => Some(Level::Location),
        Level::Company if !reaches_sub_accounts() => Some(Level::Company),
        _ => None,
    }
}
