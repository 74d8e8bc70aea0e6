//! `unknown-endpoint`: an address of HighLevel's that no documentation of the API has, with the likely one.

use super::endpoint::{Words, at_call, once_each, shown, whole};
use super::{Context, Rule};
use crate::catalog::endpoint::Api;
use crate::catalog::likely::{Likely, Slip, likely};
use crate::catalog::method::Method;
use crate::catalog::path::parse_path;
use crate::catalog::platform::platform;
use crate::decoded::HOLE;
use crate::fact::{Certainty, EndpointUsed, Evidence, HostKnown, Used};
use crate::finding::{Confidence, Finding, FoundEndpoint, RuleMeta, Severity};
use std::collections::{BTreeSet, HashMap};

/// See the rule's page.
#[derive(Debug)]
pub struct UnknownEndpoint;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "unknown-endpoint",
    summary: "a HighLevel address or path that no documentation of the API has, with the likely one",
    severity: Severity::Note,
    docs: include_str!("../../rules/docs/unknown-endpoint.md"),
};

/// Where the calls of v2 go.
const V2: &str = "services.leadconnectorhq.com";

impl Rule for UnknownEndpoint {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let is_it = |used: &&EndpointUsed| {
            matches!(used.used, Used::Undocumented)
                && used.certainty == Certainty::Confirmed
                && used.host != HostKnown::Named
                && !is_something_else(used)
        };
        // many calls of one address need one search
        let mut meant: HashMap<(Option<Method>, &str), Option<Likely>> = HashMap::new();
        let found = whole(evidence).filter(is_it).map(|used| {
            let found = meant.entry((used.method, &used.address)).or_insert_with(|| meant_by(used));
            finding(used, found.as_ref())
        });
        findings.extend(once_each(found.collect()));
    }
}

/// Whether something else than a documented call is at the address.
fn is_something_else(used: &EndpointUsed) -> bool {
    let address = used.address.replace("{}", HOLE);
    used.host == HostKnown::Spelled && platform().undocumented.get(V2, &parse_path(&address)).is_some()
}

/// What the documentation has that is probably meant.
fn meant_by(used: &EndpointUsed) -> Option<Likely> {
    let address = used.address.replace("{}", HOLE);
    let endpoints = &platform().endpoints;
    let path = parse_path(&address);
    // on a host that never was, the path alone can be right
    let documented = endpoints.matching(used.method, &path);
    if documented.is_empty() {
        likely(endpoints, used.method, &path)
    } else {
        Some(Likely { slip: Slip::Spelling, endpoints: documented })
    }
}

fn finding(used: &EndpointUsed, found: Option<&Likely>) -> Finding {
    let is_host = used.host == HostKnown::Never;
    let shown = shown(&used.address);
    let name = used.method.map_or_else(|| shown.clone(), |method| format!("{} {shown}", method.name()));
    let message = if is_host {
        format!("no documentation has the host of {name}")
    } else {
        format!("no documentation has {name}")
    };
    let (label, help) = words(found, is_host);
    let replacement = found.and_then(|found| match found.endpoints.as_slice() {
        [only] if found.slip != Slip::Method => Some(*only),
        _ => None,
    });
    let endpoint = FoundEndpoint { api: Api::V2, method: used.method, path: shown, replacement };
    at_call(
        &META,
        used,
        Words {
            confidence: Confidence::Medium,
            message,
            label,
            why: "what is not documented can be wrong, and can change or go without notice",
            help,
            endpoint: Some(endpoint),
            identity: name,
        },
    )
}

/// Label and advice.
fn words(found: Option<&Likely>, is_host: bool) -> (String, String) {
    let host = if is_host { format!("https://{V2}") } else { String::new() };
    let Some(found) = found else {
        return match is_host {
            true => ("no such host is known".to_owned(), format!("send calls of the API to `{host}`")),
            false => (
                "nothing documented is near it".to_owned(),
                "look for what it should do in HighLevel's documentation; where it is right all the same, say so in a suppression"
                    .to_owned(),
            ),
        };
    };
    let path = found.endpoints.first().map_or("", |endpoint| endpoint.path);
    let methods: BTreeSet<Method> = found.endpoints.iter().map(|endpoint| endpoint.method).collect();
    let methods: Vec<&str> = methods.into_iter().map(Method::name).collect();
    let methods = methods.join(", ");
    let all = format!("{methods} {host}{path}");
    match found.slip {
        Slip::Version => {
            (format!("documented: {all}"), format!("call `{all}`: the version goes into the `Version` header"))
        }
        Slip::Method => (format!("documented: {all}"), format!("the path is documented with {methods} alone")),
        Slip::Spelling => (format!("likely: {all}"), format!("call `{all}`, if that is what it means")),
    }
}
