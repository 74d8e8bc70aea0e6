//! `sensitive-scope`: a declared scope that reaches far.

use super::{Context, Rule, scope};
use crate::catalog::platform::platform;
use crate::catalog::scopes::Scope;
use crate::fact::{DeclarationForm, Evidence};
use crate::finding::{Confidence, Finding, RuleMeta, Severity};
use crate::scope_manifest::FILE_NAME;
use std::collections::HashSet;

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

impl Rule for SensitiveScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let accounted_for = accounted_for(evidence);
        for (file, declaration) in scope::own(evidence) {
            let mut seen = HashSet::new();
            for declared in &declaration.scopes {
                let Some(known) = platform().scopes.get(&declared.name).filter(|known| is_far(known)) else { continue };
                // `duplicate-scope` speaks of the second
                if !seen.insert(known.name) || accounted_for.contains(&(&*file.integration, known.name)) {
                    continue;
                }
                findings.push(Finding {
                    // many an honest app sends messages; hardly one makes administrators
                    confidence: if known.reaches_furthest() { Confidence::High } else { Confidence::Medium },
                    message: format!("`{}` reaches far: it {}", declared.name, known.reason),
                    label: format!("it {}", known.reason),
                    why: "whoever gets hold of a token of this app can do so in every account that installed it"
                        .to_owned(),
                    help: format!("take it out if nothing needs it; else {}", record(declaration.form)),
                    ..scope::finding(&META, file, declared)
                });
            }
        }
    }
}

fn is_far(scope: &Scope) -> bool {
    scope.is_requestable && scope.reaches_far()
}

/// The scopes for which an integration's manifest gives a reason, by its root.
fn accounted_for(evidence: &Evidence) -> HashSet<(&str, &'static str)> {
    let mut found = HashSet::new();
    for (file, declaration) in scope::own(evidence) {
        let reasoned = declaration.scopes.iter().filter(|scope| scope.has_reason);
        let known = reasoned.filter_map(|scope| platform().scopes.get(&scope.name));
        found.extend(known.map(|known| (&*file.integration, known.name)));
    }
    found
}

/// How to record the reason for a scope that is declared in `form`.
fn record(form: DeclarationForm) -> String {
    match form {
        DeclarationForm::ScopeManifest => "write the reason beside it".to_owned(),
        _ => format!("record the reason in {FILE_NAME}, or in a suppression"),
    }
}
