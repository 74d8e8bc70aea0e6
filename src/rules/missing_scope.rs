//! `missing-scope`: a call whose scope the integration does not ask for.

use super::{Context, Rule};
use crate::fact::{DeclarationForm, Evidence, FileFacts, ScopeDeclaration};
use crate::finding::{Confidence, Finding, Related, RuleMeta, Severity};
use crate::privilege::Lacking;

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

/// What depends on where the scopes stand.
struct Words {
    why: &'static str,
    /// What to add a scope to.
    to: &'static str,
}

const OF_AN_APP: Words = Words {
    why: "HighLevel refuses the call with 401, in every account that installed the app with these scopes",
    to: "the declared scopes; accounts that installed the app must consent again",
};
const OF_A_MANIFEST: Words = Words {
    why: "if the manifest says what HighLevel's settings hold, the call is refused with 401",
    to: "the integration's scopes in HighLevel's settings, and to the manifest: `ghl-lint scopes --write` does the latter",
};

impl Rule for MissingScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for privilege in context.privileges {
            for missing in &privilege.missing {
                let lacking: Vec<&(&FileFacts, &ScopeDeclaration)> = privilege
                    .declarations
                    .iter()
                    .filter(|(_, declaration)| missing.lacking.includes(declaration))
                    .collect();
                let is_manifest = lacking.iter().all(|(_, found)| found.form == DeclarationForm::ScopeManifest);
                let words = if is_manifest { &OF_A_MANIFEST } else { &OF_AN_APP };
                let related: Vec<Related> = lacking.iter().map(|(file, found)| related(file, found)).collect();
                for (used, endpoint) in &missing.calls {
                    let vcs = evidence.files.iter().find(|file| file.path == used.path).map(|file| file.vcs);
                    findings.push(Finding {
                        rule: META.id,
                        severity: META.severity,
                        confidence: Confidence::High,
                        message: format!(
                            "{} {} needs `{}`, which {}",
                            endpoint.method.name(),
                            endpoint.path,
                            missing.scope.name,
                            match missing.lacking {
                                Lacking::All => "is not declared",
                                Lacking::Manifest => "the scope manifest does not hold",
                                Lacking::Others => "is declared in the scope manifest alone",
                            }
                        ),
                        path: used.path.clone(),
                        site: used.site.clone(),
                        label: format!("needs `{}`", missing.scope.name),
                        vcs: vcs.unwrap_or(crate::document::Vcs::None),
                        integration: used.integration.clone(),
                        why: words.why.to_owned(),
                        help: format!("add `{}` to {}", missing.scope.name, words.to),
                        related: related.clone(),
                        credential: None,
                        scope: Some(missing.scope.name.to_owned()),
                        commit: None,
                        endpoint: None,
                        identity: missing.scope.name.to_owned(),
                    });
                }
            }
        }
    }
}

fn related(file: &FileFacts, declaration: &ScopeDeclaration) -> Related {
    Related { message: "the scopes declared".to_owned(), path: file.path.clone(), site: declaration.site.clone() }
}
