//! What there is: for each integration what it does, the keys it holds, what it reads from the environment, what it calls.
//!
//! In: the evidence of a run, what each integration declares and needs, and the findings that are reported. Out: plain data, in the
//! order of reports. Judges nothing, reads and writes no file.

mod calls;
mod credentials;
mod variables;

use crate::catalog::endpoint::Api;
use crate::catalog::hosts::Host;
use crate::catalog::packages::Package;
use crate::display::lies_in;
use crate::fact::{EndpointUsed, Evidence, FileFacts, Standing, Used};
use crate::finding::{Finding, Severity};
use crate::legacy::{self, LegacyUse};
use crate::privilege::Privilege;
use crate::rules::shared_credential;
use crate::span::Region;
pub use calls::{Area, Called};
pub use credentials::Held;
use std::collections::{BTreeMap, BTreeSet};
pub use variables::Variable;

/// All integrations of a run, by root.
#[derive(Debug)]
pub struct Inventory<'e> {
    /// The integrations in which something of HighLevel's lies.
    pub integrations: Vec<Integration<'e>>,
    /// How many findings there are, those outside of every integration included.
    pub findings: FindingCounts,
    /// The time of the run, Unix seconds.
    pub now: f64,
}

/// One integration.
#[derive(Debug)]
pub struct Integration<'e> {
    /// Its root.
    pub root: &'e str,
    /// What it does with which of HighLevel's products, by product.
    pub areas: Vec<Area>,
    /// The keys in its files, by kind.
    pub credentials: Vec<Held<'e>>,
    /// The variables of the environment that are HighLevel's, by name.
    pub variables: Vec<Variable<'e>>,
    /// The hosts that its code and settings name, those of the API first.
    pub hosts: Vec<Named<'e, &'static Host>>,
    /// Values of the `Version` header, oldest first.
    pub versions: Vec<Named<'e, &'static str>>,
    /// Its calls, by generation of the API and path.
    pub calls: Vec<Called<'e>>,
    /// Calls whose path only the run knows.
    pub unresolved: Vec<Place<'e>>,
    /// Its dependencies that speak to HighLevel, by registry.
    pub packages: Vec<Named<'e, &'static Package>>,
    /// The webhook events that it names.
    pub events: Vec<Named<'e, &'static str>>,
    /// The scopes that it declares and needs; `None` where it does neither, or where a folder around it declares them.
    pub privilege: Option<&'e Privilege<'e>>,
    /// The root around it whose scopes are held against its calls.
    pub declared_at: Option<&'e str>,
    /// The findings in its files.
    pub findings: FindingCounts,
}

/// Something and where it is named, by place.
#[derive(Debug, Clone)]
pub struct Named<'e, T> {
    /// What is named.
    pub what: T,
    /// Where; at least once.
    pub places: Vec<Place<'e>>,
}

/// A line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'e> {
    /// Display path.
    pub path: &'e str,
    /// 1-based.
    pub line: u64,
}

impl<'e> Place<'e> {
    fn of(path: &'e str, region: &Region) -> Self {
        Self { path, line: region.start.line }
    }
}

/// How many findings there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// By severity, worst first; only those that there are.
    pub severities: BTreeMap<std::cmp::Reverse<Severity>, usize>,
    /// By rule.
    pub rules: BTreeMap<&'static str, usize>,
}

impl FindingCounts {
    fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *counts.severities.entry(std::cmp::Reverse(finding.severity)).or_default() += 1;
            *counts.rules.entry(finding.rule).or_default() += 1;
        }
        counts
    }
}

impl Integration<'_> {
    /// The generations of the API that it calls, names or has packages for, and the number of its calls of each.
    pub fn apis(&self) -> BTreeMap<Api, usize> {
        let mut apis: BTreeMap<Api, usize> = BTreeMap::new();
        for call in &self.calls {
            *apis.entry(call.api).or_default() += call.places.len();
        }
        let hosts = self.hosts.iter().filter_map(|host| host.what.api);
        for api in hosts.chain(self.packages.iter().flat_map(|package| package.what.apis.iter().copied())) {
            apis.entry(api).or_default();
        }
        apis
    }

    fn is_empty(&self) -> bool {
        self.credentials.is_empty()
            && self.variables.is_empty()
            && self.hosts.is_empty()
            && self.versions.is_empty()
            && self.calls.is_empty()
            && self.unresolved.is_empty()
            && self.packages.is_empty()
            && self.events.is_empty()
            && self.privilege.is_none()
    }
}

/// What `evidence` shows, with what `privileges` weigh and the `findings` that are reported.
pub fn take<'e>(
    evidence: &'e Evidence,
    privileges: &'e [Privilege<'e>],
    findings: &'e [Finding],
    now: f64,
) -> Inventory<'e> {
    let mut roots: BTreeSet<&str> = evidence.files.iter().map(|file| &*file.integration).collect();
    roots.extend(evidence.uses.iter().map(|used| &*used.integration));
    roots.extend(privileges.iter().map(|privilege| privilege.root));
    let shared = shared_credential::shared(evidence);
    let view = View {
        privileges,
        files: grouped(&evidence.files, |file| &file.integration),
        applications: grouped(&evidence.files, |file| &file.application),
        uses: grouped(&evidence.uses, |used| &used.integration),
        legacy: grouped(legacy::uses(evidence), |used| used.integration),
        findings: by_root(findings, &shared),
        shared,
    };
    let integrations = roots.into_iter().map(|root| view.integration(root));
    Inventory {
        integrations: integrations.filter(|integration| !integration.is_empty()).collect(),
        findings: FindingCounts::of(findings.iter()),
        now,
    }
}

/// `findings` by the integrations that they are about: a key that several share is a finding of each.
fn by_root<'e>(
    findings: &'e [Finding],
    shared: &BTreeMap<&'e str, BTreeSet<&'e str>>,
) -> BTreeMap<&'e str, Vec<&'e Finding>> {
    let mut groups: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let digest = finding.credential.as_ref().map(|credential| credential.secret.digest());
        let is_of_many = finding.rule == shared_credential::META.id;
        match digest.filter(|_| is_of_many).and_then(|digest| shared.get(digest)) {
            Some(roots) => roots.iter().for_each(|root| groups.entry(root).or_default().push(finding)),
            None => groups.entry(&finding.integration).or_default().push(finding),
        }
    }
    groups
}

/// `items` by what `key` says of each, in their order.
fn grouped<'e, T>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> &'e str) -> BTreeMap<&'e str, Vec<T>> {
    let mut groups: BTreeMap<&str, Vec<T>> = BTreeMap::new();
    for item in items {
        groups.entry(key(&item)).or_default().push(item);
    }
    groups
}

/// What an inventory is made of, by the root of the integration or the folder of the application.
struct View<'e> {
    privileges: &'e [Privilege<'e>],
    files: BTreeMap<&'e str, Vec<&'e FileFacts>>,
    applications: BTreeMap<&'e str, Vec<&'e FileFacts>>,
    uses: BTreeMap<&'e str, Vec<&'e EndpointUsed>>,
    legacy: BTreeMap<&'e str, Vec<LegacyUse<'e>>>,
    findings: BTreeMap<&'e str, Vec<&'e Finding>>,
    /// The roots of the integrations that share a key, by its digest.
    shared: BTreeMap<&'e str, BTreeSet<&'e str>>,
}

impl<'e> View<'e> {
    fn integration(&self, root: &'e str) -> Integration<'e> {
        let files = of(&self.files, root);
        let uses = of(&self.uses, root);
        let calls = calls::calls(uses, of(&self.legacy, root));
        let unresolved = uses.iter().filter(|used| matches!(used.used, Used::Unresolved));
        let mut hosts = gather(files, |file| {
            file.surroundings.hosts.iter().map(|named| (named.host.name, named.host, named.region)).collect()
        });
        hosts.sort_by_key(|named| (named.what.api.is_none(), named.what.api, named.what.name));
        let packages = gather(files, |file| {
            let named = file.packages.iter();
            named
                .map(|named| ((named.package.registry, named.package.name), named.package, named.site.region))
                .collect()
        });
        let applications: BTreeSet<&str> = files.iter().map(|file| &*file.application).collect();
        let beside = applications.into_iter().flat_map(|application| of(&self.applications, application));
        Integration {
            root,
            areas: calls::areas(&calls),
            credentials: credentials::held(&self.shared, root, files),
            variables: variables::variables(root, files, &beside.copied().collect::<Vec<_>>()),
            hosts,
            versions: gather(files, |file| {
                file.surroundings.versions.iter().map(|named| (named.version, named.version, named.region)).collect()
            }),
            unresolved: unresolved.map(|used| Place::of(&used.path, &used.site.region)).collect(),
            calls,
            packages,
            events: gather(files, |file| {
                file.events.iter().map(|named| (named.event, named.event, named.site.region)).collect()
            }),
            privilege: self.privileges.iter().find(|privilege| privilege.root == root),
            declared_at: self.declared_at(root),
            findings: FindingCounts::of(of(&self.findings, root).iter().copied()),
        }
    }

    /// The nearest root around `root` that declares scopes, where it declares none itself.
    fn declared_at(&self, root: &str) -> Option<&'e str> {
        let is_own =
            |file: &&FileFacts| file.declarations.iter().any(|declaration| declaration.standing == Standing::Own);
        if of(&self.files, root).iter().any(is_own) {
            return None;
        }
        let is_around =
            |privilege: &&Privilege<'_>| lies_in(root, privilege.root) && !privilege.declarations.is_empty();
        let around = self.privileges.iter().filter(is_around).max_by_key(|privilege| privilege.root.len());
        around.map(|privilege| privilege.root)
    }
}

/// The group at `key`; empty where there is none.
fn of<'g, T>(groups: &'g BTreeMap<&str, Vec<T>>, key: &str) -> &'g [T] {
    groups.get(key).map(Vec::as_slice).unwrap_or_default()
}

/// What `named` finds in each of `files`, each thing once, by its key.
fn gather<'e, K: Ord, T>(
    files: &[&'e FileFacts],
    named: impl Fn(&'e FileFacts) -> Vec<(K, T, Region)>,
) -> Vec<Named<'e, T>> {
    let mut found: BTreeMap<K, Named<'e, T>> = BTreeMap::new();
    for file in files {
        for (key, what, region) in named(file) {
            found
                .entry(key)
                .or_insert_with(|| Named { what, places: Vec::new() })
                .places
                .push(Place::of(&file.path, &region));
        }
    }
    let mut found: Vec<Named<'e, T>> = found.into_values().collect();
    for named in &mut found {
        named.places.sort_unstable();
        named.places.dedup();
    }
    found
}
