//! `unknown-scope`: a name that is declared as a scope and is none.

use super::{Context, Rule, scope};
use crate::catalog::platform::platform;
use crate::catalog::scopes::{Judgment, Scope};
use crate::fact::Evidence;
use crate::finding::{Confidence, Finding, RuleMeta, Severity};

/// See the rule's page.
#[derive(Debug)]
pub struct UnknownScope;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "unknown-scope",
    summary: "a declared scope that HighLevel does not have",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/unknown-scope.md"),
};

/// Why a name is no scope, and which scopes are meant.
struct Fault {
    reason: &'static str,
    instead: Vec<&'static str>,
    confidence: Confidence,
}

impl Rule for UnknownScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for (file, declaration) in scope::own(evidence) {
            for declared in &declaration.scopes {
                let Some(fault) = fault(&declared.name) else { continue };
                let instead = fault.instead.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
                let (hint, help) = match instead.is_empty() {
                    true => (String::new(), format!("take `{}` out", declared.name)),
                    false => (format!("; {instead} is meant"), format!("ask for {instead} instead")),
                };
                findings.push(Finding {
                    confidence: fault.confidence,
                    message: format!("`{}` is no scope: {}{hint}", declared.name, fault.reason),
                    label: "unknown to HighLevel".to_owned(),
                    why: "the page that asks for consent fails on a scope that it does not know".to_owned(),
                    help,
                    ..scope::finding(&META, file, declared)
                });
            }
        }
    }
}

/// What is wrong with `name`; a plausible name that no list has may well be a scope.
fn fault(name: &str) -> Option<Fault> {
    let scopes = &platform().scopes;
    match scopes.judge(name) {
        Judgment::Known(scope) if scope.is_requestable => None,
        Judgment::Known(_) => {
            Some(Fault { reason: "no app can ask for it", instead: Vec::new(), confidence: Confidence::High })
        }
        Judgment::NotAScope { instead, reason } => {
            let instead = instead.iter().map(|scope| scope.name).collect();
            Some(Fault { reason, instead, confidence: Confidence::High })
        }
        Judgment::Plausible => None,
        Judgment::Malformed => {
            let nearest: Option<&Scope> = scopes.nearest(name);
            Some(Fault {
                reason: "no scope is formed like that",
                instead: nearest.map(|scope| scope.name).into_iter().collect(),
                confidence: Confidence::Medium,
            })
        }
    }
}
