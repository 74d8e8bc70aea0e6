//! The steps in code and workflows: packages, base addresses, calls, headers, nodes.

use super::{Item, MOST_CALLS, Spot, Step, V2, call, line, quoted, spot};
use crate::catalog::endpoint::Endpoint;
use crate::catalog::level::Level;
use crate::catalog::platform::platform;
use crate::listing::first_of;
use crate::migration::{Base, CallChange, Checklist, Choice, NodeForm, Successor, Swap};
use crate::report::prose::number;
use std::collections::BTreeMap;

pub(super) fn packages(list: &Checklist) -> Step {
    let item = |swap: &Swap| {
        let (name, registry) = (swap.package.name, swap.package.registry.as_str());
        Item {
            text: format!("`{name}` ({registry}) becomes HighLevel's own `{}`", swap.package.instead),
            notes: vec!["what the code calls of the old one is called otherwise in the new one".to_owned()],
            spots: vec![Spot { others: swap.locks.iter().map(line).collect(), ..spot(&swap.place) }],
        }
    };
    Step {
        title: "Swap the packages that speak v1 alone",
        lead: String::new(),
        items: list.packages.iter().map(item).collect(),
    }
}

pub(super) fn bases(list: &Checklist) -> Step {
    let spot = |base: &Base| {
        let note = match base.n_calls {
            0 if list.calls.is_empty() && list.unresolved.is_empty() => {
                "no call through it could be followed: look for what is added to it".to_owned()
            }
            _ => String::new(),
        };
        Spot { note, ..spot(&base.place) }
    };
    let item = Item {
        text: format!("`{V2}`, without `/v1`"),
        notes: Vec::new(),
        spots: list.bases.iter().map(spot).collect(),
    };
    Step {
        title: "Change the base address",
        lead: String::new(),
        items: if item.spots.is_empty() { Vec::new() } else { vec![item] },
    }
}

pub(super) fn calls(list: &Checklist) -> Step {
    let mut lead = String::new();
    if list.bases.is_empty() {
        lead.push_str(&format!("The new paths stand behind `{V2}`. "));
    }
    let says_location = |call: &CallChange| {
        let Successor::One(endpoint) = call.successor else { return false };
        let is_told = || call.changes.iter().any(|change| change.contains("locationId"));
        endpoint.level() == Level::Location && (endpoint.path.contains("{locationId}") || is_told())
    };
    if list.calls.iter().any(says_location) {
        lead.push_str("v1 took the location from its key: where a call wants one, its id has to come from elsewhere, such as the environment.");
    }
    let unresolved = Item {
        text: "a path that is only known when the code runs: see what it can be".to_owned(),
        notes: Vec::new(),
        spots: list.unresolved.iter().map(spot).collect(),
    };
    let unresolved = Some(unresolved).filter(|item| !item.spots.is_empty());
    let items = list.calls.iter().map(change).chain(unresolved).collect();
    Step { title: "Change the calls", lead: lead.trim_end().to_owned(), items }
}

fn change(changed: &CallChange) -> Item {
    let name = quoted(&changed.name());
    let mut notes: Vec<String> = changed.changes.iter().map(|change| (*change).to_owned()).collect();
    let text = match &changed.successor {
        Successor::One(endpoint) => {
            if endpoint.deprecated {
                notes.push("v2 calls it deprecated".to_owned());
            }
            format!("{name} becomes {}", call(endpoint))
        }
        Successor::OneOf(choices) => {
            notes.extend(choices.iter().take(MOST_CALLS).map(choice));
            let n_more = choices.len().saturating_sub(MOST_CALLS) as u64;
            notes.extend((0 < n_more).then(|| format!("and {}", number(n_more, "other"))));
            format!("{name} becomes one of several calls, by its method or its path")
        }
        Successor::Nothing => format!("{name} has no successor: v2 has no such call"),
        Successor::Unknown => {
            notes.push("look for what it should do among the calls of v2".to_owned());
            format!("{name} is in no documentation, of v1 or of v2")
        }
    };
    let spots = changed
        .places
        .iter()
        .map(|made| Spot { others: made.called_in.iter().map(line).collect(), ..spot(&made.place) });
    Item { text, notes, spots: spots.collect() }
}

fn choice(choice: &Choice) -> String {
    let change = if choice.change.is_empty() { String::new() } else { format!(": {}", choice.change) };
    let from = choice.from.map(|(method, path)| format!("`{} {path}`", method.name()));
    match (from, choice.endpoint) {
        (Some(from), Some(endpoint)) => format!("{from} becomes {}{change}", call(endpoint)),
        (Some(from), None) => format!("{from} has no successor{change}"),
        (None, Some(endpoint)) => format!("perhaps {}{change}", call(endpoint)),
        (None, None) => change,
    }
}

/// The `Version` that each replacement takes, by its value.
pub(in crate::report::migration) fn versions(list: &Checklist) -> BTreeMap<&'static str, Vec<&'static Endpoint>> {
    let mut found: BTreeMap<&str, Vec<&Endpoint>> = BTreeMap::new();
    for called in &list.calls {
        let Successor::One(endpoint) = called.successor else { continue };
        let Some(version) = endpoint.versions.first() else { continue };
        let of = found.entry(version).or_default();
        if !of.iter().any(|known| std::ptr::eq(*known, endpoint)) {
            of.push(endpoint);
        }
    }
    found
}

pub(super) fn headers(list: &Checklist) -> Step {
    let versions = versions(list);
    let mut items = Vec::new();
    if !(list.calls.is_empty() && list.bases.is_empty()) {
        items.push(Item::of("`Authorization: Bearer` and the new token, with every call"));
    }
    match versions.iter().collect::<Vec<_>>().as_slice() {
        [] if !list.bases.is_empty() || !list.calls.is_empty() => {
            items.push(Item::of("`Version`, with every call: its page says which"));
        }
        [(version, _)] => items.push(Item::of(format!("`Version: {version}`, with every call above"))),
        several => items.extend(several.iter().map(|(version, endpoints)| {
            let calls: Vec<String> = endpoints.iter().map(|endpoint| call(endpoint)).collect();
            Item::of(format!("`Version: {version}` with {}", first_of(&calls, MOST_CALLS, ", ")))
        })),
    }
    Step { title: "Send the headers", lead: String::new(), items }
}

pub(super) fn nodes(list: &Checklist) -> Step {
    let of = |is_it: fn(&NodeForm) -> bool| -> Vec<Spot> {
        let nodes = list.nodes.iter().filter(|node| is_it(&node.form));
        nodes.map(|node| Spot { note: operation(node.form), ..spot(&node.place) }).collect()
    };
    let nodes = Item {
        text: "add the node anew, which gives its version 2, with a credential of the type `highLevelOAuth2Api`"
            .to_owned(),
        notes: Vec::new(),
        spots: of(|form| matches!(form, NodeForm::Node(_))),
    };
    let credentials = Item {
        text: "`highLevelApi`, the credential type for v1 keys, becomes `highLevelOAuth2Api`".to_owned(),
        notes: Vec::new(),
        spots: of(|form| matches!(form, NodeForm::Credential | NodeForm::CredentialOfCall)),
    };
    let offered = platform().n8n.credential("highLevelOAuth2Api").map(|credential| credential.scopes.join(" "));
    let offered = offered.unwrap_or_default();
    Step {
        title: "Change the workflows of n8n",
        lead: format!(
            "The form of the new credential offers `{offered}`; leave in it only the scopes above that its nodes need."
        ),
        items: [nodes, credentials].into_iter().filter(|item| !item.spots.is_empty()).collect(),
    }
}

fn operation(form: NodeForm) -> String {
    match form {
        NodeForm::Node(Some(operation)) => format!("{}, {}", operation.resource, operation.name),
        NodeForm::Node(None) | NodeForm::Credential | NodeForm::CredentialOfCall => String::new(),
    }
}
