//! `deprecated-endpoint`: a call of v2 that its documentation calls deprecated, with what replaces it.

use super::endpoint::{Words, at_call, once_each, whole};
use super::legacy_endpoint::described;
use super::{Context, Rule};
use crate::catalog::deprecated::Deprecation;
use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::platform::platform;
use crate::fact::{Certainty, EndpointUsed, Evidence};
use crate::finding::{Confidence, Finding, FoundEndpoint, RuleMeta, Severity};

/// See the rule's page.
#[derive(Debug)]
pub struct DeprecatedEndpoint;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "deprecated-endpoint",
    summary: "a call of v2 that is deprecated, with its replacement",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/deprecated-endpoint.md"),
};

impl Rule for DeprecatedEndpoint {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let is_meant = |used: &&EndpointUsed| used.certainty == Certainty::Confirmed && !is_node(used);
        findings.extend(once_each(whole(evidence).filter(is_meant).filter_map(finding).collect()));
    }
}

/// Whether it is an operation of n8n's node: which call that makes, nobody can choose.
fn is_node(used: &EndpointUsed) -> bool {
    let operation = used.address.split_once('.');
    operation.is_some_and(|(resource, operation)| {
        !platform().n8n.operation(&platform().endpoints, resource, operation).is_empty()
    })
}

fn finding(used: &EndpointUsed) -> Option<Finding> {
    let meant = used.used.meant();
    let is_deprecated = |endpoint: &&&Endpoint| endpoint.deprecated && endpoint.is_in(Api::V2);
    let first = meant.first()?;
    // which of several it is, only the run knows
    if meant.len() != 1 || !is_deprecated(&first) {
        return None;
    }
    let known = platform().deprecated.of(first);
    let replacement = known.and_then(|known| known.endpoint(&platform().endpoints));
    let name = format!("{} {}", first.method.name(), first.path);
    let (label, help) = words(known, replacement);
    Some(at_call(
        &META,
        used,
        Words {
            confidence: Confidence::High,
            message: format!("{name} is deprecated"),
            label,
            why: "HighLevel keeps it for older code alone, for nobody knows how long",
            help,
            endpoint: Some(FoundEndpoint {
                api: Api::V2,
                method: Some(first.method),
                path: first.path.to_owned(),
                replacement,
            }),
            identity: name,
        },
    ))
}

/// Label and advice.
fn words(known: Option<&Deprecation>, replacement: Option<&Endpoint>) -> (String, String) {
    match (known, replacement) {
        (Some(known), Some(endpoint)) => {
            let change = if known.change.is_empty() { String::new() } else { format!("; {}", known.change) };
            let help = format!("call `{} {}` in its place{change}", endpoint.method.name(), endpoint.path);
            (format!("in its place: {}", described(endpoint)), help)
        }
        (Some(known), None) => ("nothing replaces it".to_owned(), format!("take it out: {}", known.change)),
        (None, _) => (
            "no replacement is known".to_owned(),
            "look in HighLevel's documentation for what replaces it; none is known here".to_owned(),
        ),
    }
}
