//! `api-version-header`: a call of v2 without its `Version` header, or with another value than the documented one; a call of v1
//! with such a header.

use super::endpoint::{Words, at_sender, name};
use super::{Context, Rule};
use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::platform::platform;
use crate::fact::{Certainty, EndpointUsed, Evidence, HostKnown, VersionSent};
use crate::finding::{Confidence, Finding, FoundEndpoint, RuleMeta, Severity};
use crate::span::Region;
use std::collections::BTreeMap;

/// See the rule's page.
#[derive(Debug)]
pub struct ApiVersionHeader;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "api-version-header",
    summary: "a v2 call with a missing or wrong `Version` header; a `Version` header on v1",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/api-version-header.md"),
};

/// What is wrong with the header of a call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// There is none.
    Missing,
    /// It says this, and the call's documentation that.
    Other(String, &'static str),
    /// v1 has none.
    OnV1,
}

impl Rule for ApiVersionHeader {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let is_sure = |used: &&EndpointUsed| used.certainty == Certainty::Confirmed && used.host == HostKnown::Spelled;
        // a function that many calls go through has one fault, not many
        let mut places: BTreeMap<(&str, Region, Fault), Vec<&EndpointUsed>> = BTreeMap::new();
        for used in evidence.uses.iter().filter(is_sure) {
            let Some(fault) = fault(used) else { continue };
            let (path, site) = used.sent.at.as_ref().map_or((&used.path, &used.site), |at| (&at.path, &at.site));
            places.entry((path, site.region, fault)).or_default().push(used);
        }
        let found = places.iter().filter_map(|((_, _, fault), calls)| at_sender(&META, calls, words(fault, calls)));
        findings.extend(found);
    }
}

fn fault(used: &EndpointUsed) -> Option<Fault> {
    if used.api == Api::V1 {
        let is_said = matches!(used.sent.version, VersionSent::Present | VersionSent::Constant(_));
        return is_said.then_some(Fault::OnV1);
    }
    let meant = used.used.meant();
    let wanted = meant.first()?.version()?;
    // some calls are documented without one
    if meant.iter().any(|endpoint| endpoint.version().is_none()) {
        return None;
    }
    match &used.sent.version {
        VersionSent::Missing => Some(Fault::Missing),
        VersionSent::Constant(said) => {
            let is_right =
                |said: &String| meant.iter().any(|endpoint| platform().endpoints.takes_version(endpoint, said));
            let is_wrong = !said.iter().any(is_right);
            is_wrong.then(|| Fault::Other(shown(said), wanted))
        }
        VersionSent::Present | VersionSent::Unknown => None,
    }
}

/// Values as reports may show them.
fn shown(said: &[String]) -> String {
    const LONGEST: usize = 16;
    let is_plain = |text: &str| {
        text.len() <= LONGEST
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':'))
    };
    let shown: Vec<&str> = said.iter().map(|text| if is_plain(text) { &**text } else { "…" }).collect();
    shown.join(" or ")
}

fn words(fault: &Fault, calls: &[&EndpointUsed]) -> Words {
    let first = calls.first();
    let endpoint = first.and_then(|used| used.used.meant().first().copied());
    let versions: Vec<&str> = {
        let mut all: Vec<&str> = calls.iter().filter_map(|used| version(used)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let wanted = versions.join(" or ");
    let (call, each) = match calls {
        [only] => (name(only), "it"),
        _ if versions.len() < 2 => (format!("{} calls", calls.len()), "each of them"),
        _ => (format!("{} calls", calls.len()), "each of them, as its documentation says"),
    };
    let (message, label, help) = match fault {
        Fault::Missing => (
            format!("{call} without a `Version` header"),
            format!("documented: Version: {wanted}"),
            format!("send `Version: {wanted}` with {each}"),
        ),
        Fault::Other(said, wanted) => (
            format!("{call} with `Version: {said}`, documented with {wanted}"),
            format!("documented: Version: {wanted}"),
            format!("send `Version: {wanted}` with {each}"),
        ),
        Fault::OnV1 => (
            format!("{call} of the v1 API with a `Version` header"),
            "v1 has no `Version` header".to_owned(),
            "move the call to v2, to which the header belongs; `legacy-endpoint` says how".to_owned(),
        ),
    };
    let is_dated_otherwise =
        |said: &str| platform().endpoints.all().iter().any(|endpoint| endpoint.versions.contains(&said));
    let (confidence, why) = match fault {
        Fault::Missing => (Confidence::High, "v2 asks for the header with each call"),
        Fault::Other(said, _) if is_dated_otherwise(said) => {
            (Confidence::Medium, "it is the version of other calls; this one is documented with another alone")
        }
        Fault::Other(..) => (Confidence::High, "no documentation has this version"),
        Fault::OnV1 => {
            (Confidence::High, "whoever wrote the call took v1 for v2: the host and the key are those of v1")
        }
    };
    let api = first.map_or(Api::V2, |used| used.api);
    let path = |used: &EndpointUsed| match used.used.meant() {
        [only] => only.path.to_owned(),
        _ => super::endpoint::shown(&used.address),
    };
    Words {
        confidence,
        message,
        label,
        why,
        help,
        endpoint: first.map(|used| FoundEndpoint { api, method: used.method, path: path(used), replacement: None }),
        identity: format!("{} {}", endpoint.map_or_else(|| "v1".to_owned(), described), identity(fault)),
    }
}

fn version(used: &EndpointUsed) -> Option<&'static str> {
    used.used.meant().first().and_then(|endpoint| endpoint.version())
}

fn described(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.name(), endpoint.path)
}

fn identity(fault: &Fault) -> String {
    match fault {
        Fault::Missing => "missing".to_owned(),
        Fault::Other(said, _) => said.clone(),
        Fault::OnV1 => "v1".to_owned(),
    }
}
