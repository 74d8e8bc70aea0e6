//! What an integration calls, each call once with its places, and what that means in words of HighLevel's products.

use super::Place;
use crate::catalog::endpoint::{Api, Certainty as Sureness, Endpoint};
use crate::catalog::method::Method;
use crate::fact::{Certainty, EndpointUsed, LegacyStanding, Used};
use crate::legacy::{LegacyUse, What, shown};
use std::collections::{BTreeMap, BTreeSet};

/// A call of HighLevel's API.
#[derive(Debug)]
pub struct Called<'e> {
    /// The generation of the API.
    pub api: Api,
    /// The path as documented, where one call is meant, else as the code spells it, `{}` for what is not known.
    pub path: String,
    /// The method, where it is known.
    pub method: Option<Method>,
    /// What it may be, of v1 what replaces it; several where the method or a part of the path is not known.
    pub endpoints: Vec<&'static Endpoint>,
    /// How sure it is that it is HighLevel's.
    pub certainty: Certainty,
    /// Where, by place.
    pub places: Vec<Place<'e>>,
}

impl Called<'_> {
    /// Whether no documentation has it.
    pub fn is_undocumented(&self) -> bool {
        self.api != Api::V1 && self.endpoints.is_empty()
    }

    /// Whether all that it may be is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.api != Api::V1 && !self.endpoints.is_empty() && self.endpoints.iter().all(|endpoint| endpoint.deprecated)
    }

    /// The scopes that it needs, by name: v1 knows none.
    pub fn scopes(&self) -> BTreeSet<&'static str> {
        let current = if self.api == Api::V1 { &[] } else { self.endpoints.as_slice() };
        current.iter().flat_map(|endpoint| endpoint.scopes.iter().copied()).collect()
    }

    /// The v2 call that replaces a call of v1, where it is one.
    pub fn replacement(&self) -> Option<&'static Endpoint> {
        match self.endpoints.as_slice() {
            [only] if self.api == Api::V1 => Some(only),
            _ => None,
        }
    }
}

/// What is done with one of HighLevel's products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The product, by its name in the catalog.
    pub product: &'static str,
    /// Whether some call reads.
    pub reads: bool,
    /// Whether some call writes.
    pub writes: bool,
}

/// The calls of `uses` and of v1 in `legacy`, by generation, path and method.
pub(super) fn calls<'e>(uses: &[&'e EndpointUsed], legacy: &[LegacyUse<'e>]) -> Vec<Called<'e>> {
    let current = uses.iter().filter_map(|used| current(used));
    let legacy = legacy.iter().filter_map(of_v1);
    let mut found: BTreeMap<(Api, String, Option<&str>), Called<'e>> = BTreeMap::new();
    for call in current.chain(legacy) {
        let key = (call.api, call.path.clone(), call.method.map(Method::name));
        match found.get_mut(&key) {
            Some(known) => {
                known.certainty = known.certainty.max(call.certainty);
                known.places.extend(call.places);
            }
            None => {
                found.insert(key, call);
            }
        }
    }
    let mut found: Vec<Called<'e>> = found.into_values().collect();
    for call in &mut found {
        call.places.sort_unstable();
        call.places.dedup();
    }
    found
}

/// A call of v2 or v3; `None` where nothing shows that it is called, or where the path is not known.
fn current(used: &EndpointUsed) -> Option<Called<'_>> {
    if used.certainty <= Certainty::Mentioned {
        return None;
    }
    let endpoints: Vec<&'static Endpoint> = match &used.used {
        Used::Endpoints { meant, .. } => meant.clone(),
        Used::Undocumented => Vec::new(),
        Used::Legacy(_) | Used::Unresolved => return None,
    };
    let (method, path) = match endpoints.as_slice() {
        [only] => (Some(only.method), only.path.to_owned()),
        _ => (used.method, shown(&used.address)),
    };
    let places = vec![Place::of(&used.path, &used.site.region)];
    Some(Called { api: used.api, path, method, endpoints, certainty: used.certainty, places })
}

/// A call of v1 that takes effect.
fn of_v1<'e>(used: &LegacyUse<'e>) -> Option<Called<'e>> {
    let What::Call(call) = &used.what else { return None };
    if used.standing != LegacyStanding::Code {
        return None;
    }
    let mut endpoints: Vec<&'static Endpoint> = Vec::new();
    for endpoint in call.replacements() {
        if !endpoints.iter().any(|known| std::ptr::eq(*known, endpoint)) {
            endpoints.push(endpoint);
        }
    }
    Some(Called {
        api: Api::V1,
        path: call.path(),
        method: call.method,
        endpoints,
        certainty: Certainty::Confirmed,
        places: vec![Place::of(used.path, &used.site.region)],
    })
}

/// What `calls` do with which product, by product.
pub(super) fn areas(calls: &[Called<'_>]) -> Vec<Area> {
    let mut areas: BTreeMap<&'static str, Area> = BTreeMap::new();
    // what needs no scope is no account's data, such as the exchange of a code for a token
    let touches_data =
        |call: &&Called<'_>| call.endpoints.iter().any(|endpoint| endpoint.certainty() != Sureness::None);
    for call in calls.iter().filter(touches_data) {
        let products: BTreeSet<&'static str> = call.endpoints.iter().map(|endpoint| endpoint.product).collect();
        // what may be of several products says nothing of any
        let [product] = products.into_iter().collect::<Vec<_>>()[..] else { continue };
        let area = areas.entry(product).or_insert(Area { product, reads: false, writes: false });
        // one that may do either is told by neither word
        area.writes |= call.endpoints.iter().all(|endpoint| endpoint.is_write());
        area.reads |= !call.endpoints.iter().any(|endpoint| endpoint.is_write());
    }
    areas.into_values().filter(|area| area.reads || area.writes).collect()
}
