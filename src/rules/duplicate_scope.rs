//! `duplicate-scope`: a scope that one list names twice.

use super::{Context, Rule, scope};
use crate::catalog::platform::platform;
use crate::fact::{DeclaredScope, Evidence};
use crate::finding::{Finding, Related, RuleMeta, Severity};
use std::collections::HashMap;

/// See the rule's page.
#[derive(Debug)]
pub struct DuplicateScope;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "duplicate-scope",
    summary: "a scope that one list names twice",
    severity: Severity::Note,
    docs: include_str!("../../rules/docs/duplicate-scope.md"),
};

impl Rule for DuplicateScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for (file, declaration) in scope::own(evidence) {
            let mut seen: HashMap<&str, &DeclaredScope> = HashMap::new();
            for declared in &declaration.scopes {
                let usual = platform().scopes.usual(&declared.name);
                let Some(first) = seen.get(usual).copied() else {
                    seen.insert(usual, declared);
                    continue;
                };
                findings.push(Finding {
                    message: match first.name == declared.name {
                        true => format!("`{}` stands twice in one list", declared.name),
                        false => format!("`{}` and `{}` are one scope", first.name, declared.name),
                    },
                    label: "named before".to_owned(),
                    why: "a list with doubles is read badly, and a scope taken out of it may still be in it".to_owned(),
                    help: "take one of the two out".to_owned(),
                    related: vec![Related {
                        message: "the first of the two".to_owned(),
                        path: file.path.clone(),
                        site: first.site.clone(),
                    }],
                    ..scope::finding(&META, file, declared)
                });
            }
        }
    }
}
