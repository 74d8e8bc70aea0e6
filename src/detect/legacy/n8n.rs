//! Workflows of n8n: HighLevel nodes of the version that calls v1, and the credential type that holds a v1 key.

use super::LegacyHit;
use crate::catalog::endpoint::Api;
use crate::catalog::n8n::{NODE_TYPES, Operation};
use crate::catalog::platform::platform;
use crate::fact::{LegacyForm, LegacyStanding};
use crate::outline::{Call, Expression};
use crate::read::{self, Language};
use memchr::memmem;

/// Whether `text` may be a workflow with a HighLevel node, or with a key of v1.
pub(super) fn may_be_in(text: &[u8]) -> bool {
    NODE_TYPES.iter().any(|kind| memmem::find(text, kind.as_bytes()).is_some())
        || credentials().any(|name| memmem::find(text, quoted(name).as_bytes()).is_some())
}

/// The credential types that hold keys of v1.
fn credentials() -> impl Iterator<Item = &'static str> {
    platform().n8n.credentials().iter().filter(|credential| credential.api == Api::V1).map(|credential| credential.name)
}

/// What `node` does, where version 2 of it knows that, too.
fn operation(node: &Call) -> Option<Operation> {
    let Expression::Member(owner, name) = &node.callee else { return None };
    let Expression::Member(_, resource) = &**owner else { return None };
    platform().n8n.named(resource, name)
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Adds the nodes of v1, and the credentials that stand in other nodes.
pub(super) fn find(text: &[u8], standing: LegacyStanding, hits: &mut Vec<LegacyHit>) {
    if !may_be_in(text) {
        return;
    }
    let outline = read::outline(Language::Json, text);
    let nodes: Vec<&Call> = outline.calls.iter().filter(|call| call.is_legacy_node()).collect();
    let hit = |form: LegacyForm, start: usize, len: usize| LegacyHit {
        range: start..start + len,
        form,
        standing,
        name: String::new(),
    };
    for node in &nodes {
        let inside = &text[node.range.clone()];
        let kind =
            NODE_TYPES.iter().find_map(|kind| Some((memmem::find(inside, quoted(kind).as_bytes())?, kind.len())));
        let Some((start, len)) = kind else { continue };
        hits.push(hit(LegacyForm::N8nNode(operation(node)), node.range.start + start + 1, len));
    }
    let is_told = |at: usize| nodes.iter().any(|node| node.range.contains(&at));
    for name in credentials() {
        let key = quoted(name);
        let found = memmem::find_iter(text, key.as_bytes()).filter(|at| !is_told(*at));
        hits.extend(found.map(|at| hit(LegacyForm::N8nCredential, at + 1, name.len())));
    }
}
