//! `unprotected-env-file`: an env file with HighLevel secrets that the next `git add .` would commit.

use super::exposure::Exposure;
use super::{Context, Rule, rule};
use crate::display::file_name;
use crate::fact::{Credential, Evidence};
use crate::finding::{Confidence, Finding, Related, RuleMeta, Severity};
use crate::secret::digest;

/// See the rule's page.
#[derive(Debug)]
pub struct UnprotectedEnvFile;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "unprotected-env-file",
    summary: "an env file with HighLevel secrets that git would add",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/unprotected-env-file.md"),
};

impl Rule for UnprotectedEnvFile {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for file in evidence.files.iter().filter(|file| Exposure::of(file) == Exposure::UntrackedEnv) {
            let is_grave = |rule_id: &str| rule(rule_id).is_some_and(|meta| meta.severity == Severity::Error);
            let mut secrets = file.credentials.iter().filter(|credential| is_grave(&credential.kind.rule));
            let Some(first) = secrets.next() else { continue };
            let related: Vec<Related> = secrets
                .map(|secret| Related {
                    message: secret.kind.name.clone(),
                    path: file.path.clone(),
                    site: secret.site.clone(),
                })
                .collect();
            let name = file_name(&file.path);
            findings.push(Finding {
                rule: META.id,
                severity: META.severity,
                confidence: Confidence::High,
                message: format!("env file that git does not ignore, with {}", number_of_secrets(related.len() + 1)),
                path: file.path.clone(),
                site: first.site.clone(),
                label: "the next `git add .` commits this".to_owned(),
                vcs: file.vcs,
                integration: file.integration.clone(),
                why: "an env file is the right place for it, but only while git leaves the file out".to_owned(),
                help: format!("add `{name}` to .gitignore; commit a copy without values as .env.example"),
                related,
                credential: None,
                scope: None,
                commit: None,
                endpoint: None,
                identity: identity(name, &file.credentials),
            });
        }
    }
}

/// All of the file's secrets are in it: accepting the file must not accept what is added to it.
fn identity(name: &str, all: &[Credential]) -> String {
    let mut digests: Vec<&str> = all.iter().map(|credential| credential.secret.digest()).collect();
    digests.sort_unstable();
    digests.dedup();
    format!("{name} {}", digest(digests.join(" ").as_bytes()))
}

fn number_of_secrets(n: usize) -> String {
    if n == 1 { "a HighLevel secret".to_owned() } else { format!("{n} HighLevel secrets") }
}
