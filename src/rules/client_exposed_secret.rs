//! `client-exposed-secret`: a secret that is shipped to browsers.

use super::exposure::CredentialRule;
use super::{Context, Rule};
use crate::excerpt::Site;
use crate::fact::{Credential, Evidence, ExposedName, FileFacts, Shipping};
use crate::finding::{Confidence, Finding, FoundCredential, RuleMeta, Severity};
use std::collections::HashSet;

/// See the rule's page.
#[derive(Debug)]
pub struct ClientExposedSecret;

/// Speaks of the kinds that are an exposure wherever they stand.
static KINDS: CredentialRule = CredentialRule(RuleMeta {
    id: "client-exposed-secret",
    summary: "a secret that is shipped to browsers",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/client-exposed-secret.md"),
});

impl Rule for ClientExposedSecret {
    fn meta(&self) -> &RuleMeta {
        KINDS.meta()
    }

    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        KINDS.check(context, evidence, findings);
        for file in &evidence.files {
            findings.extend(file.exposed.iter().map(|exposed| named(file, exposed)));
            let mut seen = HashSet::new();
            let in_browser =
                file.credentials.iter().filter_map(|credential| Some((credential, credential.browser.as_ref()?)));
            // once for each secret of a file: its own rule already shows every place
            let first = in_browser.filter(|(credential, _)| seen.insert(credential.secret.digest()));
            findings.extend(first.map(|(credential, sign)| in_browser_code(file, credential, sign)));
        }
    }
}

fn named(file: &FileFacts, exposed: &ExposedName) -> Finding {
    let name = &exposed.name;
    let (how, help) = match exposed.shipping {
        Shipping::Prefix => ("its prefix", "give it a name without the public prefix"),
        Shipping::Setting => ("a bundler setting", "take it out of the setting"),
    };
    Finding {
        message: format!("{name} is handed to browsers by {how}"),
        label: "the bundler writes its value into the page's script".to_owned(),
        help: format!("{help}, call HighLevel from a server, and rotate the secret if a build with a value went out"),
        ..shipped(file, &exposed.site, name)
    }
}

fn in_browser_code(file: &FileFacts, credential: &Credential, sign: &str) -> Finding {
    let kind = credential.kind;
    Finding {
        confidence: credential.confidence.min(Confidence::Medium),
        message: format!("{} in code that runs in a browser (`{sign}`)", kind.name),
        label: format!("grants {}", kind.grants),
        help: format!("{}; then call HighLevel from a server that holds the new one", kind.revoke),
        credential: Some(FoundCredential { kind: &kind.id, secret: credential.secret.clone() }),
        ..shipped(file, &credential.site, credential.secret.digest())
    }
}

/// What is the same however the secret gets there; what it is and what to do about it are still to be said.
fn shipped(file: &FileFacts, site: &Site, identity: &str) -> Finding {
    Finding {
        rule: KINDS.meta().id,
        severity: KINDS.meta().severity,
        confidence: Confidence::High,
        message: String::new(),
        path: file.path.clone(),
        site: site.clone(),
        label: String::new(),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why: "whoever opens the page can read it, and act on the account with it".to_owned(),
        help: String::new(),
        related: Vec::new(),
        credential: None,
        scope: None,
        commit: None,
        endpoint: None,
        identity: identity.to_owned(),
    }
}
