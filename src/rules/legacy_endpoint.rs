//! `legacy-endpoint`: a use of the v1 API, with what replaces it.

use super::{Context, Rule};
use crate::catalog::endpoint::{Api, Endpoint};
use crate::fact::{Evidence, LegacyStanding};
use crate::finding::{Confidence, Finding, FoundEndpoint, Related, RuleMeta, Severity};
use crate::legacy::{self, Call, LegacyUse, What};

/// See the rule's page.
#[derive(Debug)]
pub struct LegacyEndpoint;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "legacy-endpoint",
    summary: "a call to, or the base address of, the v1 API, with its replacement",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/legacy-endpoint.md"),
};

/// Where the calls of v2 go.
const V2: &str = "https://services.leadconnectorhq.com";
/// The token that v2 takes.
const TOKEN: &str = "a private integration token or an OAuth token";
/// Replacements of one address that are listed.
const MOST_LISTED: usize = 4;

/// What is said of one use.
struct Words {
    message: String,
    label: String,
    help: String,
    endpoint: Option<FoundEndpoint>,
    identity: String,
}

impl Rule for LegacyEndpoint {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        findings.extend(legacy::uses(evidence).iter().map(finding));
    }
}

fn finding(used: &LegacyUse<'_>) -> Finding {
    let (severity, place) = match used.standing {
        LegacyStanding::Code => (META.severity, ""),
        LegacyStanding::Test => (Severity::Note, ", in a test"),
        LegacyStanding::Words => (Severity::Note, ", in a comment or a text"),
    };
    let words = match &used.what {
        What::Base => base(used),
        What::Call(call) => of_call(call),
        What::N8nNode(_) => n8n("a HighLevel node that calls the v1 API"),
        What::N8nCredential => n8n("the credential type of n8n for the v1 API"),
    };
    let related = used.related.iter().map(|place| Related {
        message: place.message.clone(),
        path: place.path.to_owned(),
        site: place.site.clone(),
    });
    Finding {
        rule: META.id,
        severity,
        confidence: Confidence::High,
        message: format!("{}, out of support since 2025-12-31{place}", words.message),
        path: used.path.to_owned(),
        site: used.site.clone(),
        label: words.label,
        vcs: used.vcs,
        integration: used.integration.to_owned(),
        why: "v1 gets neither support nor updates any more, and its keys know no scopes".to_owned(),
        help: words.help,
        related: related.collect(),
        credential: None,
        scope: None,
        commit: None,
        endpoint: words.endpoint,
        identity: words.identity,
    }
}

fn base(used: &LegacyUse<'_>) -> Words {
    let calls = match used.related.len() {
        0 => "each call that goes through it",
        1 => "the call that goes through it",
        _ => "the calls that go through it",
    };
    Words {
        message: "base address of the v1 API".to_owned(),
        label: format!("v2: {V2}, paths without /v1"),
        help: format!("make it `{V2}`, and move {calls} to its v2 path, with {TOKEN} and a `Version` header"),
        endpoint: Some(FoundEndpoint { api: Api::V1, method: None, path: "/v1".to_owned(), replacement: None }),
        identity: "base".to_owned(),
    }
}

fn n8n(message: &str) -> Words {
    Words {
        message: message.to_owned(),
        label: "v2: version 2 of the node, credential highLevelOAuth2Api".to_owned(),
        help: "add the node anew, which gives its version 2, and give it a credential of the type `highLevelOAuth2Api` with \
               the scopes that it needs"
            .to_owned(),
        endpoint: None,
        identity: "n8n".to_owned(),
    }
}

fn of_call(call: &Call) -> Words {
    let (method, path, name) = (call.known_method(), call.path(), call.name());
    let replacement = call.replacement();
    let (label, help) = match replacement {
        Some(endpoint) => (format!("v2: {}", described(endpoint)), replaced(call, endpoint)),
        None => without_one(call),
    };
    Words {
        message: format!("{name} of the v1 API"),
        label,
        help,
        endpoint: Some(FoundEndpoint { api: Api::V1, method, path, replacement }),
        identity: name,
    }
}

/// `POST /contacts/search, scope contacts.readonly, header Version: 2021-07-28`.
pub(super) fn described(endpoint: &Endpoint) -> String {
    let mut text = format!("{} {}", endpoint.method.name(), endpoint.path);
    if !endpoint.scopes.is_empty() {
        text.push_str(&format!(", scope {}", endpoint.scopes.join(" ")));
    }
    if let Some(version) = endpoint.versions.first() {
        text.push_str(&format!(", header Version: {version}"));
    }
    text
}

fn replaced(call: &Call, endpoint: &Endpoint) -> String {
    let mut text = format!("call `{} {V2}{}`", endpoint.method.name(), endpoint.path);
    if let Some(version) = endpoint.versions.first() {
        text.push_str(&format!(" with the header `Version: {version}` and"));
    } else {
        text.push_str(" with");
    }
    text.push_str(&format!(" {TOKEN}"));
    if !endpoint.scopes.is_empty() {
        text.push_str(&format!(" that has `{}`", endpoint.scopes.join(" ")));
    }
    let changes = call.changes();
    if !changes.is_empty() {
        text.push_str("; ");
        text.push_str(&changes.join("; "));
    }
    text
}

/// Label and advice where there is not one call that replaces it.
fn without_one(call: &Call) -> (String, String) {
    let mut lines: Vec<String> = Vec::new();
    for a_move in &call.moves {
        let line = match a_move.replacement {
            Some((method, path)) => format!("{} -> `{} {path}`", a_move.method.name(), method.name()),
            None => format!("{} -> nothing, since {}", a_move.method.name(), a_move.change),
        };
        lines.push(line);
    }
    lines.extend(call.same.iter().map(|endpoint| format!("`{} {}`", endpoint.method.name(), endpoint.path)));
    match call.moves.as_slice() {
        [only] => {
            return ("v2 has no such call".to_owned(), format!("v2 has no such call, since {}", only.change));
        }
        [] if lines.is_empty() => {
            let help = "v1 never documented this call, and v2 has none with its path; look for what it should do among the calls \
                        of v2";
            return ("no documentation has this call".to_owned(), help.to_owned());
        }
        _ => {}
    }
    let n_more = lines.len().saturating_sub(MOST_LISTED);
    lines.truncate(MOST_LISTED);
    let more = if n_more == 0 { String::new() } else { format!(" and {n_more} more") };
    let help = format!("which v2 call replaces it depends on the method or the path: {}{more}", lines.join(", "));
    ("v2 has other paths".to_owned(), help)
}
