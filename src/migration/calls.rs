//! Calls of v1: each once, with what takes its place and all places that make it.

use super::{CallChange, CallPlace, Choice, Place, Successor};
use crate::catalog::endpoint::Endpoint;
use crate::catalog::method::Method;
use crate::catalog::platform::platform;
use crate::fact::Evidence;
use crate::legacy::{Call, LegacyUse, Tie, What};

/// Adds `call`, made at `place`, to the same call elsewhere. Sorted by path and method.
pub(super) fn add(calls: &mut Vec<CallChange>, call: &Call, place: CallPlace) {
    let successor = successor(call);
    let new = CallChange {
        method: call.known_method(),
        path: call.path(),
        changes: match successor {
            Successor::One(_) | Successor::Nothing => call.changes(),
            // of several, each says its own
            Successor::OneOf(_) | Successor::Unknown => Vec::new(),
        },
        successor,
        places: vec![place],
    };
    let (Ok(at) | Err(at)) = calls.binary_search_by(|known| identity(known).cmp(&identity(&new)));
    match calls.get_mut(at).filter(|known| identity(known) == identity(&new)) {
        Some(known) => known.places.extend(new.places),
        None => calls.insert(at, new),
    }
}

/// What makes two calls the same: what they are and what takes their place.
fn identity(call: &CallChange) -> (String, Option<&'static str>, Vec<(&'static str, &'static str)>) {
    let endpoint = |endpoint: &Endpoint| (endpoint.path, endpoint.method.name());
    let successors = match &call.successor {
        Successor::One(one) => vec![endpoint(one)],
        Successor::OneOf(choices) => {
            let from = choices.iter().filter_map(|choice| choice.from).map(|(method, path)| (path, method.name()));
            from.chain(choices.iter().filter_map(|choice| choice.endpoint).map(endpoint)).collect()
        }
        Successor::Nothing | Successor::Unknown => Vec::new(),
    };
    (call.path.clone(), call.method.map(Method::name), successors)
}

fn successor(call: &Call) -> Successor {
    if let Some(endpoint) = call.replacement() {
        return Successor::One(endpoint);
    }
    let moved = call.moves.iter().map(|a_move| Choice {
        from: Some((a_move.method, a_move.path)),
        endpoint: a_move.endpoint(&platform().endpoints),
        change: a_move.change,
    });
    let same = call.same.iter().map(|endpoint| Choice { from: None, endpoint: Some(*endpoint), change: "" });
    let choices: Vec<Choice> = moved.chain(same).collect();
    match choices.as_slice() {
        [] => Successor::Unknown,
        [Choice { endpoint: None, .. }] => Successor::Nothing,
        _ => Successor::OneOf(choices),
    }
}

/// Where the use stands, and where the address there is called.
pub(super) fn place(evidence: &Evidence, used: &LegacyUse<'_>, place: Place) -> CallPlace {
    let calls = used.related.iter().filter(|other| other.tie == Tie::Call);
    let called_in = calls.map(|other| Place::in_evidence(evidence, other.path, other.site));
    CallPlace { called_in: called_in.collect(), place }
}

/// What is used, in words.
pub(super) fn words(what: &What) -> String {
    match what {
        What::Base => "the base address".to_owned(),
        What::Call(call) => format!("`{}`", call.name()),
        What::N8nNode(_) => "a HighLevel node of version 1".to_owned(),
        What::N8nCredential => "the credential type of n8n for v1".to_owned(),
    }
}
