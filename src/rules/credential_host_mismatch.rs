//! `credential-host-mismatch`: a credential sent where it does not work: a v1 key to v2, a private integration token to v1 or to
//! a call that takes OAuth tokens alone.

use super::endpoint::{Words, at_sender, name};
use super::{Context, Rule, hardcoded_private_token, legacy_api_key};
use crate::catalog::catalog;
use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::names::Name;
use crate::fact::{Certainty, Credential, EndpointUsed, Evidence, FileFacts, HostKnown, SentToken};
use crate::finding::{Confidence, Finding, FoundEndpoint, Related, RuleMeta, Severity};
use crate::span::Region;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// See the rule's page.
#[derive(Debug)]
pub struct CredentialHostMismatch;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "credential-host-mismatch",
    summary: "a v1 key sent to v2, a private integration token sent to v1 or to a call for OAuth alone",
    severity: Severity::Error,
    docs: include_str!("../../rules/docs/credential-host-mismatch.md"),
};

/// What of a credential matters to where it may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Generation {
    V1Key,
    PrivateToken,
}

/// Where a credential does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    V1KeyToV2,
    PrivateTokenToV1,
    PrivateTokenForOAuth,
}

/// Where a credential is sent wrongly: file and place, what is wrong, and the credential as it is shown.
type Place<'e> = (&'e str, Region, Fault, &'e str);

/// A credential, as a call says it.
#[derive(Debug, Clone, Copy)]
struct Said<'e> {
    generation: Generation,
    /// The text of the code, masked, or the name of the variable.
    shown: &'e str,
    /// Where it stands, where it is a text.
    place: Option<(&'e FileFacts, &'e Credential)>,
}

impl Rule for CredentialHostMismatch {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        let is_sure = |used: &&EndpointUsed| used.certainty == Certainty::Confirmed && used.host == HostKnown::Spelled;
        // a function that many calls go through has one fault, not many
        let mut places: BTreeMap<Place<'_>, (Said<'_>, Vec<&EndpointUsed>)> = BTreeMap::new();
        for used in evidence.uses.iter().filter(is_sure) {
            let (path, site) = used.sent.at.as_ref().map_or((&used.path, &used.site), |at| (&at.path, &at.site));
            for said in used.sent.tokens.iter().filter_map(|token| said(evidence, used, token)) {
                let Some(fault) = fault(used, said.generation) else { continue };
                let key = (path.as_str(), site.region, fault, said.shown);
                places.entry(key).or_insert_with(|| (said, Vec::new())).1.push(used);
            }
        }
        findings.extend(places.iter().filter_map(|((_, _, fault, _), (said, calls))| finding(*fault, said, calls)));
    }
}

/// The credential that `token` is, where that is known.
fn said<'e>(evidence: &'e Evidence, used: &EndpointUsed, token: &'e SentToken) -> Option<Said<'e>> {
    match token {
        SentToken::Text(digest) => {
            let all = evidence.files.iter().flat_map(|file| file.credentials.iter().map(move |found| (file, found)));
            let same = all.filter(|(_, found)| found.secret.digest() == digest);
            // the place that the call most likely takes it from
            let (file, found) = same.min_by_key(|(file, found)| nearness(used, file, found))?;
            let generation = match &*found.kind.rule {
                rule if rule == legacy_api_key::RULE.meta().id => Generation::V1Key,
                rule if rule == hardcoded_private_token::RULE.meta().id => Generation::PrivateToken,
                _ => return None,
            };
            Some(Said { generation, shown: found.secret.masked(), place: Some((file, found)) })
        }
        SentToken::Environment(name) => {
            let is_private = catalog().names.is_private_token(&Name::of(name));
            is_private.then_some(Said { generation: Generation::PrivateToken, shown: name, place: None })
        }
    }
}

/// How near a credential stands to where `used` is sent; smaller is nearer.
fn nearness(used: &EndpointUsed, file: &FileFacts, credential: &Credential) -> (bool, Reverse<usize>, u64) {
    let (path, site) = used.sent.at.as_ref().map_or((&used.path, &used.site), |at| (&at.path, &at.site));
    let distance = credential.site.region.span.start.abs_diff(site.region.span.start);
    let pairs = path.split('/').zip(file.path.split('/'));
    (file.path != *path, Reverse(pairs.take_while(|(one, other)| one == other).count()), distance)
}

fn fault(used: &EndpointUsed, generation: Generation) -> Option<Fault> {
    let meant = used.used.meant();
    let is_oauth_only = !meant.is_empty() && meant.iter().all(|endpoint| Endpoint::is_oauth_only(endpoint));
    match (used.api, generation) {
        (Api::V1, Generation::PrivateToken) => Some(Fault::PrivateTokenToV1),
        (Api::V2 | Api::V3, Generation::V1Key) => Some(Fault::V1KeyToV2),
        (Api::V2 | Api::V3, Generation::PrivateToken) => is_oauth_only.then_some(Fault::PrivateTokenForOAuth),
        (Api::V1, Generation::V1Key) => None,
    }
}

fn finding(fault: Fault, said: &Said<'_>, calls: &[&EndpointUsed]) -> Option<Finding> {
    let first = calls.first()?;
    let call = match calls {
        [only] => name(only),
        _ => format!("{} calls", calls.len()),
    };
    let token = match said.place {
        Some(_) => said.shown.to_owned(),
        None => format!("`{}`", said.shown),
    };
    let (message, label, why, help) = match fault {
        Fault::V1KeyToV2 => (
            format!("v1 key {token} sent to the v2 API, with {call}"),
            "v2 takes private integration tokens and OAuth tokens",
            "v1 keys do not work there",
            "make a private integration with the scopes that the calls need, and send its token; or use OAuth",
        ),
        Fault::PrivateTokenToV1 => (
            format!("private integration token {token} sent to the v1 API, with {call}"),
            "v1 takes its own keys alone",
            "private integration tokens are v2's, and v1 knows its own keys alone",
            "call v2 with the token; `legacy-endpoint` says which call replaces this one",
        ),
        Fault::PrivateTokenForOAuth => (
            format!("private integration token {token} sent with {call}, which takes OAuth tokens alone"),
            "takes OAuth tokens alone",
            "no private integration token can make the call: a private integration belongs to no app",
            "send the app's OAuth token of the level that the call is documented with",
        ),
    };
    let path = match first.used.meant() {
        [only] => only.path.to_owned(),
        _ => super::endpoint::shown(&first.address),
    };
    let words = Words {
        confidence: if said.place.is_some() { Confidence::High } else { Confidence::Medium },
        message,
        label: label.to_owned(),
        why,
        help: help.to_owned(),
        endpoint: Some(FoundEndpoint { api: first.api, method: first.method, path, replacement: None }),
        identity: format!("{fault:?} {}", said.place.map_or(said.shown, |(_, found)| found.secret.digest())),
    };
    let mut finding = at_sender(&META, calls, words)?;
    if let Some((file, credential)) = said.place {
        let is_elsewhere =
            finding.path != file.path || finding.site.region.start.line != credential.site.region.start.line;
        finding.related.extend(is_elsewhere.then(|| Related {
            message: "the credential".to_owned(),
            path: file.path.clone(),
            site: credential.site.clone(),
        }));
    }
    Some(finding)
}
