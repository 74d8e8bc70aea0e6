//! The inventory for programs: the objects of `scopes --format json` with more fields. The fields are a promise (CONTRIBUTING.md,
//! "What is fixed").

use super::super::scopes::json::{Integration as Scopes, integration as scopes};
use crate::calendar::timestamp;
use crate::catalog::endpoint::Endpoint;
use crate::document::Vcs;
use crate::fact::{Certainty, EnvRole};
use crate::inventory::{Called, FindingCounts, Held, Integration, Inventory, Named, Place, Variable};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Whole<'e> {
    schema: u32,
    integrations: Vec<Entry<'e>>,
    findings: Findings<'e>,
}

#[derive(Serialize)]
struct Entry<'e> {
    #[serde(flatten)]
    scopes: Scopes<'e>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declared_at: Option<&'e str>,
    areas: Vec<Area>,
    credentials: Vec<Credential<'e>>,
    environment: Vec<Environment<'e>>,
    hosts: Vec<Host<'e>>,
    apis: BTreeMap<&'static str, usize>,
    versions: Vec<Version<'e>>,
    endpoints: Vec<Call<'e>>,
    packages: Vec<Package<'e>>,
    events: Vec<Event<'e>>,
    findings: Findings<'e>,
}

#[derive(Serialize)]
struct Area {
    product: &'static str,
    reads: bool,
    writes: bool,
}

#[derive(Serialize)]
struct Credential<'e> {
    kind: &'e str,
    name: &'e str,
    masked: &'e str,
    digest: &'e str,
    issued: Option<String>,
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'e str>,
    places: Vec<CredentialPlace<'e>>,
    shared_with: &'e [&'e str],
}

#[derive(Serialize)]
struct CredentialPlace<'e> {
    path: &'e str,
    line: u64,
    vcs: &'static str,
}

#[derive(Serialize)]
struct Environment<'e> {
    name: &'e str,
    secret: bool,
    read: Vec<At<'e>>,
    set: Vec<At<'e>>,
    documented: Vec<At<'e>>,
}

#[derive(Serialize)]
struct At<'e> {
    path: &'e str,
    line: u64,
}

#[derive(Serialize)]
struct Host<'e> {
    host: &'static str,
    api: Option<&'static str>,
    purpose: &'static str,
    places: Vec<At<'e>>,
}

#[derive(Serialize)]
struct Version<'e> {
    version: &'static str,
    places: Vec<At<'e>>,
}

#[derive(Serialize)]
struct Call<'e> {
    api: &'static str,
    method: Option<&'static str>,
    path: &'e str,
    documented: bool,
    deprecated: bool,
    certain: bool,
    scopes: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<Replacement>,
    places: Vec<At<'e>>,
}

#[derive(Serialize)]
struct Replacement {
    method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
}

#[derive(Serialize)]
struct Package<'e> {
    registry: &'static str,
    package: &'static str,
    apis: Vec<&'static str>,
    official: bool,
    places: Vec<At<'e>>,
}

#[derive(Serialize)]
struct Event<'e> {
    event: &'static str,
    places: Vec<At<'e>>,
}

#[derive(Serialize)]
struct Findings<'e> {
    error: usize,
    warning: usize,
    note: usize,
    rules: &'e BTreeMap<&'static str, usize>,
}

/// Writes one object.
pub(super) fn write(inventory: &Inventory<'_>, out: &mut dyn Write) -> io::Result<()> {
    let integrations = inventory.integrations.iter().map(entry).collect();
    let whole = Whole { schema: 1, integrations, findings: findings(&inventory.findings) };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn entry<'e>(integration: &'e Integration<'e>) -> Entry<'e> {
    Entry {
        scopes: integration.privilege.map_or_else(|| Scopes::without(integration.root), scopes),
        declared_at: integration.declared_at,
        areas: integration
            .areas
            .iter()
            .map(|area| Area { product: area.product, reads: area.reads, writes: area.writes })
            .collect(),
        credentials: integration.credentials.iter().map(credential).collect(),
        environment: integration.variables.iter().map(environment).collect(),
        hosts: integration.hosts.iter().map(host).collect(),
        apis: integration.apis().into_iter().map(|(api, n)| (api.as_str(), n)).collect(),
        versions: integration
            .versions
            .iter()
            .map(|named| Version { version: named.what, places: at(&named.places) })
            .collect(),
        endpoints: integration.calls.iter().map(call).collect(),
        packages: integration.packages.iter().map(package).collect(),
        events: integration.events.iter().map(|named| Event { event: named.what, places: at(&named.places) }).collect(),
        findings: findings(&integration.findings),
    }
}

fn credential<'e>(held: &'e Held<'e>) -> Credential<'e> {
    let time = |seconds: Option<f64>| seconds.and_then(|seconds| timestamp(seconds.floor() as i64));
    let place =
        |(place, vcs): &(Place<'e>, Vcs)| CredentialPlace { path: place.path, line: place.line, vcs: vcs.as_str() };
    Credential {
        kind: &held.kind.id,
        name: &held.kind.name,
        masked: held.secret.masked(),
        digest: held.secret.digest(),
        issued: time(held.details.issued),
        expires: time(held.details.expires),
        account: held.details.account.as_deref(),
        places: held.places.iter().map(place).collect(),
        shared_with: &held.shared_with,
    }
}

fn environment<'e>(variable: &'e Variable<'e>) -> Environment<'e> {
    Environment {
        name: variable.name,
        secret: variable.is_secret,
        read: at(variable.in_role(EnvRole::Read)),
        set: at(variable.in_role(EnvRole::Set)),
        documented: at(variable.in_role(EnvRole::Documented)),
    }
}

fn host<'e>(named: &'e Named<'e, &'static crate::catalog::hosts::Host>) -> Host<'e> {
    let api = named.what.api.map(crate::catalog::endpoint::Api::as_str);
    Host { host: named.what.name, api, purpose: named.what.purpose, places: at(&named.places) }
}

fn call<'e>(call: &'e Called<'e>) -> Call<'e> {
    let replacement = |endpoint: &'static Endpoint| Replacement {
        method: endpoint.method.name(),
        path: endpoint.path,
        scopes: &endpoint.scopes,
    };
    Call {
        api: call.api.as_str(),
        method: call.method.map(crate::catalog::method::Method::name),
        path: &call.path,
        documented: !call.is_undocumented(),
        deprecated: call.is_deprecated(),
        certain: call.certainty == Certainty::Confirmed,
        scopes: call.scopes().into_iter().collect(),
        replacement: call.replacement().map(replacement),
        places: at(&call.places),
    }
}

fn package<'e>(named: &'e Named<'e, &'static crate::catalog::packages::Package>) -> Package<'e> {
    let package = named.what;
    Package {
        registry: package.registry.as_str(),
        package: package.name,
        apis: package.apis.iter().map(|api| api.as_str()).collect(),
        official: package.is_official,
        places: at(&named.places),
    }
}

fn findings(counts: &FindingCounts) -> Findings<'_> {
    use crate::finding::Severity;
    let n = |severity: Severity| counts.severities.get(&std::cmp::Reverse(severity)).copied().unwrap_or_default();
    Findings { error: n(Severity::Error), warning: n(Severity::Warning), note: n(Severity::Note), rules: &counts.rules }
}

fn at<'e>(places: &[Place<'e>]) -> Vec<At<'e>> {
    places.iter().map(|place| At { path: place.path, line: place.line }).collect()
}
