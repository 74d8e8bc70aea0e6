//! From the outlines of an integration's files to what it asks of HighLevel: requests, methods of SDKs.
//!
//! In: outlines, one for each file. Out: uses, each at a call. Judges nothing, and knows nothing of scopes that are declared.

mod address;
mod evaluate;
mod generated;
mod headers;
mod legacy;
mod program;
mod request;
mod sdk;
mod value;
mod wrapper;

use crate::catalog::catalog;
use crate::catalog::endpoint::Api;
use crate::catalog::method::Method;
use crate::catalog::path::{Segment, parse_path};
use crate::catalog::platform::platform;
use crate::decoded::HOLE;
use crate::fact::{Certainty, EndpointUsed, Evidence, FileFacts, HostKnown, Outlined, Sent, SentAt, Used};
use crate::outline::CallId;
use crate::project::Project;
use address::{Address, Host, address};
use evaluate::Evaluator;
use legacy::LegacyNames;
use program::Program;
use program::Unit;
use request::{Hint, Request, Requester, Said};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use value::{Key, Source, Value};

/// A use, by the call in one of the units.
#[derive(Debug, Clone)]
struct Use {
    file: usize,
    call: CallId,
    method: Option<Method>,
    path: String,
    api: Api,
    used: Used,
    certainty: Certainty,
    /// Whether nothing says that the call itself sends anything.
    is_mention: bool,
    host: HostKnown,
    sent: Sent,
    /// The call that sends it: itself, or one in a function that it goes through.
    sender: Key,
}

/// Finds what the files of each application use together, and lets go of their outlines.
pub fn link(evidence: &mut Evidence, project: &Project) {
    let mut applications: BTreeMap<&str, Vec<&FileFacts>> = BTreeMap::new();
    for file in evidence.files.iter().filter(|file| file.outlined.is_some()) {
        applications.entry(&file.application).or_default().push(file);
    }
    let mut found = Vec::new();
    for files in applications.values() {
        let outlined: Vec<(&FileFacts, &Outlined)> =
            files.iter().filter_map(|file| Some((*file, file.outlined.as_deref()?))).collect();
        let units: Vec<Unit<'_>> = outlined
            .iter()
            .map(|(file, outlined)| Unit {
                path: &file.path,
                outline: &outlined.outline,
                is_generated: project.is_generated(&file.path),
            })
            .collect();
        // most likely nothing runs one; if something does, a scope must not be called unused
        let is_copy = |path: &str| catalog().places.is_copy(path);
        let legacy = LegacyNames::of(evidence.files.iter().filter(|file| file.application == files[0].application));
        for used in uses(project, &units, &legacy) {
            let at = sent_at(&used, &outlined);
            let (file, outlined) = outlined[used.file];
            let Some(site) = outlined.sites.get(&used.call) else { continue };
            found.push(EndpointUsed {
                path: file.path.clone(),
                integration: file.integration.clone(),
                application: file.application.clone(),
                vcs: file.vcs,
                site: site.clone(),
                method: used.method,
                address: shown(&used.path),
                api: used.api,
                used: used.used,
                certainty: if is_copy(&file.path) { Certainty::Mentioned } else { used.certainty },
                host: used.host,
                sent: Sent { at, ..used.sent },
                call: outlined.outline.calls.get(used.call as usize).map_or(0..0, |call| call.range.clone()),
            });
        }
    }
    found.sort_by(|a, b| (&a.path, a.site.region).cmp(&(&b.path, b.site.region)));
    evidence.uses = found;
    for file in &mut evidence.files {
        file.outlined = None;
        file.uses_api = false;
    }
    evidence.files.retain(|file| !file.is_empty());
}

/// Where a use is sent, if not by its own call.
fn sent_at(used: &Use, files: &[(&FileFacts, &Outlined)]) -> Option<SentAt> {
    if used.sender == (Key { file: used.file, index: used.call }) {
        return None;
    }
    let (file, outlined) = files.get(used.sender.file)?;
    let site = outlined.sites.get(&used.sender.index)?.clone();
    Some(SentAt { path: file.path.clone(), vcs: file.vcs, integration: file.integration.clone(), site })
}

/// A path for people: without its query, and with `{}` for what is not known.
fn shown(path: &str) -> String {
    path.split(['?', '#']).next().unwrap_or_default().replace(HOLE, "{}")
}

/// What the files of one application use.
fn uses(project: &Project, units: &[Unit<'_>], legacy: &LegacyNames<'_>) -> Vec<Use> {
    let program = Program::new(project, units);
    let evaluator = Evaluator::new(&program);
    let requester = Requester::new(&evaluator);
    let sdks = sdk::languages(units);
    let mut found: Vec<Request> = Vec::new();
    let mut uses = Vec::new();
    for file in (0..program.len()).filter(|file| !program.is_generated(*file)) {
        evaluator.begin_file();
        for (index, call) in program.outline(file).calls.iter().enumerate() {
            let key = Key { file, index: u32::try_from(index).unwrap_or(u32::MAX) };
            if let Some(used) = sdk::named(&sdks, &evaluator, key) {
                uses.push(Use { file, call: key.index, sender: key, ..used });
                continue;
            }
            let sent = requester.of_call(key, 0);
            evaluator.has_addresses(sent.iter().map(|request| request.url.texts().len()).sum());
            found.extend(requester.of_generated(key, call, &sent));
            found.extend(sent);
            let mentioned = sdk::mentioned(&sdks, &evaluator, key);
            uses.extend(mentioned.map(|used| Use { file, call: key.index, sender: key, ..used }));
        }
    }
    for request in found {
        // what a function is given, its callers tell
        let waits =
            |source: &Source| matches!(source, Source::Parameter(function, ..) if requester.is_called(*function));
        if request.url.has(&waits) && !is_shape_known(project, &request.url, &waits) {
            continue;
        }
        for url in evaluator.in_each_class(&request.url) {
            uses.extend(of_request(project, legacy, &Request { url, ..request.clone() }));
        }
    }
    let sent: BTreeSet<(usize, &'static str)> = uses
        .iter()
        .filter(|used| !used.is_mention && used.certainty == Certainty::Confirmed)
        .flat_map(|used| used.used.meant().iter().map(|endpoint| (used.file, endpoint.path)))
        .collect();
    // what only builds an address that this file sends something to
    uses.retain(|used| {
        // whoever names an address of v1 is told of at the address
        if used.is_mention && matches!(used.used, Used::Legacy(_)) {
            return false;
        }
        let meant = used.used.meant();
        !used.is_mention || meant.is_empty() || !meant.iter().any(|endpoint| sent.contains(&(used.file, endpoint.path)))
    });
    // the surest first, and what is said once is not said again
    uses.sort_by_cached_key(|used| (used.file, used.call, used.method, shown(&used.path), Reverse(used.certainty)));
    uses.dedup_by(|a, b| {
        let is_same = (a.file, a.call, a.method) == (b.file, b.call, b.method) && shown(&a.path) == shown(&b.path);
        if is_same && (a.sent != b.sent || a.host != b.host) {
            // by one way or another
            b.sent = Sent::default();
            b.host = HostKnown::Named;
        }
        is_same
    });
    uses
}

/// The uses that a request is: one for each address and method that it may have.
fn of_request(project: &Project, legacy: &LegacyNames<'_>, request: &Request) -> Vec<Use> {
    let methods: Vec<Option<Method>> = match &request.method {
        Said::Known(method) => vec![Some(*method)],
        Said::By(value) => {
            let mut methods: Vec<Option<Method>> =
                value.texts().iter().map(|pieces| request::known_method(&Value::Text(pieces.clone()))).collect();
            // what stands in where a caller says nothing
            if 1 < methods.len() && matches!(value, Value::First(_)) {
                methods.retain(Option::is_some);
                methods.truncate(1);
            }
            methods.sort_unstable();
            methods.dedup();
            if methods.is_empty() { vec![None] } else { methods }
        }
        Said::Nothing => vec![None],
    };
    let mut found = Vec::new();
    let mut addresses = legacy.addresses(project, &request.url);
    // where some ways to the address are known, what the others make of it is no other call
    if addresses.iter().any(|address| !address.is_dynamic) {
        addresses.retain(|address| !address.is_dynamic);
    }
    // one of several methods is meant, or which of them goes with which address is not known
    let is_mixed = request.is_one_of || matches!(request.method, Said::By(_)) && 1 < methods.len().max(addresses.len());
    // the host that stands in for one of the environment tells whose that is
    let others: Vec<String> =
        addresses.iter().filter(|address| address.host == Host::Other).map(|address| address.path.clone()).collect();
    addresses.retain(|address| address.host != Host::Unknown || !others.contains(&address.path));
    // a path that is added to is not asked for by itself, nor one that has its beginning twice
    let paths: Vec<Vec<Segment<'_>>> = addresses.iter().map(|address| parse_path(&address.path)).collect();
    let is_half_built =
        |path: &[Segment<'_>]| paths.iter().any(|other| goes_on(other, path) || starts_over(path, other));
    for (address, path) in addresses.iter().zip(&paths) {
        let Some(certainty) = certainty(request, address) else { continue };
        let certainty = if is_mixed { certainty.min(Certainty::Possible) } else { certainty };
        for method in &methods {
            let is_unknown = |used: &Used| match used {
                Used::Undocumented => true,
                Used::Legacy(moves) => moves.is_empty(),
                Used::Endpoints { .. } | Used::Unresolved => false,
            };
            let used = used(address, *method, certainty).filter(|used| !is_unknown(used) || !is_half_built(path));
            found.extend(used.map(|used| Use {
                file: request.call.file,
                call: request.call.index,
                method: *method,
                path: address.path.clone(),
                api: match address.host {
                    Host::HighLevel(api) => api,
                    Host::Other | Host::Unknown | Host::None => Api::V2,
                },
                used,
                certainty,
                is_mention: request.hint == Hint::Mention,
                host: address.known,
                sent: request.headers.sent(),
                sender: request.headers.at,
            }));
        }
    }
    found
}

/// Whether `longer` is `path` and more segments behind it.
fn goes_on(longer: &[Segment<'_>], path: &[Segment<'_>]) -> bool {
    path.len() < longer.len() && longer.starts_with(path)
}

/// Whether `longer` is a beginning of `path` and all of `path` behind it: `/locations/{}/locations/{}/tags`.
fn starts_over(longer: &[Segment<'_>], path: &[Segment<'_>]) -> bool {
    let n_added = longer.len().saturating_sub(path.len());
    0 < n_added && n_added < path.len() && longer[n_added..] == *path && longer[..n_added] == path[..n_added]
}

/// How sure it is that `address` is HighLevel's; `None` when it is another's.
fn certainty(request: &Request, address: &Address) -> Option<Certainty> {
    let is_never = address.known == HostKnown::Never;
    match (&address.host, request.hint) {
        (Host::HighLevel(_), Hint::Mention) => Some(Certainty::Possible),
        (Host::HighLevel(_), _) => Some(Certainty::Confirmed),
        (Host::Other, Hint::Mention) if is_never => Some(Certainty::Possible),
        (Host::Other, _) if is_never => Some(Certainty::Confirmed),
        (Host::Other, _) | (_, Hint::Foreign) => None,
        (Host::Unknown | Host::None, Hint::HighLevel) => Some(Certainty::Confirmed),
        (Host::Unknown | Host::None, Hint::Mention) => Some(Certainty::Mentioned),
        // a path alone is a page's own where nothing else begins it
        (Host::None, Hint::OwnOrigin) => None,
        (Host::Unknown | Host::None, _) => Some(Certainty::Possible),
    }
}

fn used(address: &Address, method: Option<Method>, certainty: Certainty) -> Option<Used> {
    if address.host == Host::HighLevel(Api::V1) {
        return Some(Used::Legacy(platform().legacy.matching(method, &parse_path(&address.path))));
    }
    let endpoints = &platform().endpoints;
    if address.is_dynamic {
        return matches!(address.host, Host::HighLevel(_)).then_some(Used::Unresolved);
    }
    let path = parse_path(&address.path);
    if path.is_empty() {
        return None;
    }
    if address.known == HostKnown::Never {
        return Some(Used::Undocumented);
    }
    let meant = endpoints.matching(method, &path);
    if meant.is_empty() {
        let is_area = matches!(path.first(), Some(Segment::Text(word)) if endpoints.is_path_word(word));
        return (certainty == Certainty::Confirmed || is_area && 1 < path.len()).then_some(Used::Undocumented);
    }
    Some(Used::Endpoints { possible: endpoints.possible(method, &path), meant })
}

/// Whether what the callers give can only be an id in `url`, so that the call itself tells enough.
fn is_shape_known(project: &Project, url: &Value, waits: &dyn Fn(&Source) -> bool) -> bool {
    url.texts().iter().all(|pieces| {
        let address = address(project, pieces);
        !address.is_dynamic
            && !matches!(address.host, Host::Unknown)
            && pieces.iter().all(|piece| match piece {
                value::Piece::Hole(hole) => !waits(&hole.source) || request::is_id(&hole.name),
                value::Piece::Text(_) => true,
            })
    })
}
