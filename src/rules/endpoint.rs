//! What rules about calls of the API share: findings at calls, and paths as reports may show them.

use crate::fact::{EndpointUsed, Evidence};
use crate::finding::{Confidence, Finding, FoundEndpoint, Related, RuleMeta};
use crate::span::Region;
use std::collections::HashMap;

/// What is said of one call.
pub(super) struct Words {
    pub(super) confidence: Confidence,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) why: &'static str,
    pub(super) help: String,
    pub(super) endpoint: Option<FoundEndpoint>,
    pub(super) identity: String,
}

/// Calls of one place that are listed.
const MOST_LISTED: usize = 10;

/// A finding at the call `used`.
pub(super) fn at_call(meta: &RuleMeta, used: &EndpointUsed, words: Words) -> Finding {
    Finding {
        rule: meta.id,
        severity: meta.severity,
        confidence: words.confidence,
        message: words.message,
        path: used.path.clone(),
        site: used.site.clone(),
        label: words.label,
        vcs: used.vcs,
        integration: used.integration.clone(),
        why: words.why.to_owned(),
        help: words.help,
        related: Vec::new(),
        credential: None,
        scope: None,
        commit: None,
        endpoint: words.endpoint,
        identity: words.identity,
    }
}

/// The uses of `evidence` but those whose address another one of the same call goes on from: `$path` in `/contacts$path` may be
/// nothing, and then again the call may never be made so.
pub(super) fn whole(evidence: &Evidence) -> impl Iterator<Item = &EndpointUsed> {
    let mut addresses: HashMap<(&str, Region), Vec<&str>> = HashMap::new();
    for used in &evidence.uses {
        addresses.entry((&used.path, used.site.region)).or_default().push(used.address.trim_matches('/'));
    }
    evidence.uses.iter().filter(move |used| {
        let own = used.address.trim_matches('/');
        let others = addresses.get(&(&*used.path, used.site.region)).into_iter().flatten();
        !others.into_iter().any(|other| other.strip_prefix(own).is_some_and(|rest| rest.starts_with('/')))
    })
}

/// `findings`, sorted by place, without those that say the same of one place.
pub(super) fn once_each(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.dedup_by(|a, b| (&a.path, a.site.region, &a.identity) == (&b.path, b.site.region, &b.identity));
    findings
}

/// A finding where `calls` are sent: at the function that they go through, with the calls beside it, or at the call itself.
pub(super) fn at_sender(meta: &RuleMeta, calls: &[&EndpointUsed], words: Words) -> Option<Finding> {
    let first = calls.first()?;
    let mut finding = at_call(meta, first, words);
    if let Some(at) = &first.sent.at {
        finding.path = at.path.clone();
        finding.site = at.site.clone();
        finding.vcs = at.vcs;
        finding.integration = at.integration.clone();
        let related = |used: &&EndpointUsed| Related {
            message: format!("calls {}", name(used)),
            path: used.path.clone(),
            site: used.site.clone(),
        };
        finding.related = calls.iter().take(MOST_LISTED).map(related).collect();
    }
    Some(finding)
}

/// Method and path of a call, as documented where one call is meant.
pub(super) fn name(used: &EndpointUsed) -> String {
    match used.used.meant() {
        [only] => format!("{} {}", only.method.name(), only.path),
        _ => match used.method {
            Some(method) => format!("{} {}", method.name(), shown(&used.address)),
            None => shown(&used.address),
        },
    }
}

/// `address` as reports may show it: whatever is no plain word may be an id, or worse.
pub(super) fn shown(address: &str) -> String {
    const LONGEST_WORD: usize = 30;
    let is_word = |part: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_');
        matches!(part, "v1" | "v2" | "v3") || part.len() <= LONGEST_WORD && part.bytes().all(is_plain)
    };
    let parts = address.trim_matches('/').split('/').map(|part| if is_word(part) { part } else { "{}" });
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}
