//! `sensitive-scope`: a declared scope that reaches far.

use super::{Context, Rule, scope};
use crate::catalog::platform::platform;
use crate::catalog::scopes::Scope;
use crate::fact::{Evidence, FileFacts};
use crate::finding::{Confidence, Finding, RuleMeta, Severity};

/// See the rule's page.
#[derive(Debug)]
pub struct SensitiveScope;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "sensitive-scope",
    summary: "a declared scope that reaches far, without a recorded reason",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/sensitive-scope.md"),
};

/// The furthest reach: administrators, sub-accounts, their tokens and billing.
const FURTHEST: u8 = 1;
/// The least reach that is reported: money, messages, what everybody sees.
const FAR: u8 = 2;

impl Rule for SensitiveScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for (file, declaration) in scope::own(evidence) {
            let mut seen = Vec::new();
            for declared in &declaration.scopes {
                let Some(known) = platform().scopes.get(&declared.name).filter(|known| is_far(known)) else { continue };
                // `duplicate-scope` speaks of the second
                if seen.contains(&known.name) || is_accounted_for(file, known) {
                    continue;
                }
                seen.push(known.name);
                findings.push(Finding {
                    // many an honest app sends messages; hardly one makes administrators
                    confidence: if known.reach == FURTHEST { Confidence::High } else { Confidence::Medium },
                    message: format!("`{}` reaches far: it {}", declared.name, known.reason),
                    label: format!("it {}", known.reason),
                    why: "whoever gets hold of a token of this app can do so in every account that installed it"
                        .to_owned(),
                    help:
                        "take it out if nothing needs it; else say why it is needed, in a suppression with that reason"
                            .to_owned(),
                    ..scope::finding(&META, file, declared)
                });
            }
        }
    }
}

fn is_far(scope: &Scope) -> bool {
    scope.is_requestable && scope.reach <= FAR
}

/// Whether a scope manifest of the file's integration gives a reason for the scope. No manifest is read yet.
fn is_accounted_for(_: &FileFacts, _: &Scope) -> bool {
    false
}
