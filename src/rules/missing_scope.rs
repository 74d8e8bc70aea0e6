//! `missing-scope`: a call whose scope the integration does not ask for.

use super::{Context, Rule};
use crate::fact::Evidence;
use crate::finding::{Confidence, Finding, Related, RuleMeta, Severity};

/// See the rule's page.
#[derive(Debug)]
pub struct MissingScope;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "missing-scope",
    summary: "a call whose scope the integration does not declare",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/missing-scope.md"),
};

impl Rule for MissingScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for privilege in context.privileges {
            let declarations: Vec<Related> = privilege
                .declarations
                .iter()
                .map(|(file, declaration)| Related {
                    message: "the scopes declared".to_owned(),
                    path: file.path.clone(),
                    site: declaration.site.clone(),
                })
                .collect();
            for missing in &privilege.missing {
                for (used, endpoint) in &missing.calls {
                    let vcs = evidence.files.iter().find(|file| file.path == used.path).map(|file| file.vcs);
                    findings.push(Finding {
                        rule: META.id,
                        severity: META.severity,
                        confidence: Confidence::High,
                        message: format!(
                            "{} {} needs `{}`, which is not declared",
                            endpoint.method.name(),
                            endpoint.path,
                            missing.scope.name
                        ),
                        path: used.path.clone(),
                        site: used.site.clone(),
                        label: format!("needs `{}`", missing.scope.name),
                        vcs: vcs.unwrap_or(crate::document::Vcs::None),
                        integration: used.integration.clone(),
                        why: "HighLevel refuses the call with 401, in every account that installed the app with these \
                              scopes"
                            .to_owned(),
                        help: format!(
                            "add `{}` to the declared scopes; accounts that installed the app must consent again",
                            missing.scope.name
                        ),
                        related: declarations.clone(),
                        credential: None,
                        scope: Some(missing.scope.name.to_owned()),
                        identity: missing.scope.name.to_owned(),
                    });
                }
            }
        }
    }
}
