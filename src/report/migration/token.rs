//! What takes the place of the old key, where that one stands, and its end.

use super::steps::{Item, Step, call, quoted, title};
use crate::catalog::endpoint::Endpoint;
use crate::document::Vcs;
use crate::listing::first_of;
use crate::migration::{Checklist, NewToken, TokenFacts};
use std::collections::BTreeSet;

/// Most names on one line.
const MOST_NAMES: usize = 5;

/// The first step: which token, and why that one.
pub(super) fn step(list: &Checklist) -> Step {
    let facts = &list.token;
    let text = match facts.new_token() {
        NewToken::PrivateIntegration => {
            let account = facts.accounts.iter().next().map(|account| quoted(account)).unwrap_or_default();
            let whose = if facts.is_agency_wide { "agency" } else { "sub-account" };
            format!("make a private integration in the {whose} {account}, under Settings > Private Integrations")
        }
        NewToken::OAuth if !facts.asks_in.is_empty() => {
            "use the OAuth app that the code has already, and add the scopes that it lacks".to_owned()
        }
        NewToken::OAuth => "register an OAuth app in the Marketplace".to_owned(),
        NewToken::Either => {
            "make a private integration, under Settings > Private Integrations, if this serves one account; \
                             register an OAuth app if it serves several, or is for the Marketplace"
                .to_owned()
        }
    };
    let mut notes = because(facts);
    if !list.code_in.is_empty() {
        let folders: Vec<String> = list.code_in.iter().map(|root| quoted(root)).collect();
        notes.push(format!("the code that may use it is in {}", first_of(&folders, MOST_NAMES, ", ")));
    }
    if list.scopes.is_empty() {
        let what = if list.has_code() { "no call could be followed" } else { "no code here was seen to use the key" };
        notes.push(format!("{what}: what it is used for says which scopes the token needs"));
    }
    let asks = facts.asks_in.iter().take(1).map(|place| super::steps::Spot {
        place: format!("{}:{}", place.path, place.region.start.line),
        note: String::new(),
        others: Vec::new(),
    });
    Step { title: "Get the new token", lead: String::new(), items: vec![Item { text, notes, spots: asks.collect() }] }
}

/// The first step where others hold the key of this code.
pub(super) fn step_elsewhere(list: &Checklist) -> Step {
    let roots: Vec<String> = list.keys_in.iter().map(|root| quoted(root)).collect();
    let text = format!("get the token of {}, which may run this code", first_of(&roots, MOST_NAMES, ", "));
    let notes = vec!["its scopes are listed there".to_owned()];
    Step { title: "Get the new token", lead: String::new(), items: vec![Item { text, notes, spots: Vec::new() }] }
}

/// Why that token.
fn because(facts: &TokenFacts) -> Vec<String> {
    let named = |endpoints: &[&'static Endpoint]| {
        let calls: Vec<String> = endpoints.iter().map(|endpoint| call(endpoint)).collect();
        first_of(&calls, MOST_NAMES, ", ")
    };
    let is_one_agency = facts.new_token() == NewToken::PrivateIntegration && facts.is_agency_wide;
    let mut notes = Vec::new();
    if 1 < facts.accounts.len() {
        notes.push(format!(
            "the keys here open {} accounts; a private integration in each would do, too",
            facts.accounts.len()
        ));
    } else if facts.is_agency_wide && facts.is_for_locations {
        notes.push(
            "the key here opens an agency with all its sub-accounts, and calls below are of sub-accounts".to_owned(),
        );
    }
    if facts.is_at_hand && facts.asks_in.is_empty() {
        notes.push(
            "calls of v2 here have a token already: if it is one for this, give it the scopes that it lacks, which does not change it"
                .to_owned(),
        );
    }
    if facts.is_for_n8n {
        notes.push("the credential of n8n's nodes is that of an OAuth app".to_owned());
    }
    if !facts.oauth_only.is_empty() {
        notes.push(format!("no private integration token does for {}", named(&facts.oauth_only)));
    }
    if !facts.agency_only.is_empty() && !is_one_agency {
        notes.push(format!("{} takes a token of the agency", named(&facts.agency_only)));
    }
    notes
}

/// Where the new token goes, and what that is called.
pub(super) fn places(list: &Checklist) -> Vec<Item> {
    if list.keys.is_empty() {
        let text = "no file here holds the old key: put the new token in its place where it is kept, such as the environment, the \
                    secrets of CI jobs, the settings of a site or the credentials of n8n";
        return vec![Item::of(text)];
    }
    let variables: BTreeSet<&str> =
        list.keys.iter().flat_map(|key| &key.places).filter_map(|held| held.variable.as_deref()).collect();
    let text = match list.token.new_token() {
        NewToken::OAuth => {
            return vec![Item::of(
                "keep the tokens of the app in a store, since each lives a day and is refreshed; the environment holds its client \
                 id and client secret",
            )];
        }
        NewToken::PrivateIntegration | NewToken::Either if variables.is_empty() => {
            "read the new token from the environment or a secret store, such as `GHL_TOKEN`".to_owned()
        }
        NewToken::PrivateIntegration | NewToken::Either => {
            let names: Vec<String> = variables.iter().map(|name| quoted(name)).collect();
            let new: Vec<String> =
                variables.iter().filter_map(|name| renamed(name)).map(|name| quoted(&name)).collect();
            let rename = match new.as_slice() {
                [] => String::new(),
                new => format!(", or give it a name that says so, such as {}", first_of(new, MOST_NAMES, ", ")),
            };
            format!("set the new token as {}{rename}", first_of(&names, MOST_NAMES, ", "))
        }
    };
    vec![Item::of(text)]
}

/// `GHL_API_KEY` as `GHL_TOKEN`; nothing for a name that says something else.
fn renamed(variable: &str) -> Option<String> {
    let stem = variable.strip_suffix("_API_KEY").or_else(|| variable.strip_suffix("_KEY"))?;
    (!stem.is_empty()).then(|| format!("{stem}_TOKEN"))
}

/// Who sees a key that stands in such a file.
pub(super) fn standing(vcs: Vcs) -> &'static str {
    match vcs {
        Vcs::Tracked => "in a tracked file",
        Vcs::Untracked => "in a file that git would add",
        Vcs::Ignored => "in an ignored file",
        Vcs::Staged => "in what is staged",
        Vcs::History => "in the history",
        Vcs::None => "in a file outside of version control",
    }
}

/// The last step.
pub(super) fn last(list: &Checklist) -> Step {
    let mut items: Vec<Item> = Vec::new();
    for key in list.keys.iter() {
        let mut notes = Vec::new();
        if !key.elsewhere.is_empty() {
            let roots: Vec<String> = key.elsewhere.iter().map(|root| quoted(root)).collect();
            notes.push(format!("it stands in {}, too: let that be done before", first_of(&roots, MOST_NAMES, ", ")));
        }
        if key.kind.secret && key.places.iter().any(|held| held.place.vcs == Vcs::Tracked) {
            notes.push("git keeps it; `ghl-lint history` says since when".to_owned());
        }
        let text = if key.kind.secret {
            format!("rotate the {}, so that it is worth nothing", title(key))
        } else {
            format!("{}: {}", key.kind.name, key.kind.revoke)
        };
        items.push(Item { text, notes, spots: Vec::new() });
    }
    if items.is_empty() {
        items.push(Item::of("rotate the old key, so that it is worth nothing"));
    }
    Step {
        title: "Last: revoke the old key",
        lead: "Once nothing uses it any more, also outside of this repository.".to_owned(),
        items,
    }
}
