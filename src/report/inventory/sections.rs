//! One integration as tables of a few columns.

use super::super::prose::number;
use super::super::scopes::table;
use crate::calendar::{SECONDS_OF_DAY, day};
use crate::catalog::endpoint::Api;
use crate::document::Vcs;
use crate::fact::{Details, EnvRole};
use crate::inventory::{Area, Called, Held, Integration, Named, Place};
use crate::listing::first_of;

/// A table.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<Cell>>,
    /// What is to be said below it; empty where nothing is.
    pub(super) footer: String,
}

/// A cell: one line or several.
pub(super) type Cell = Vec<Line>;

/// A line of a cell: something that is spelled exactly so, then words about it. Either may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) code: String,
    pub(super) words: String,
}

fn code(text: impl Into<String>) -> Cell {
    vec![Line { code: text.into(), words: String::new() }]
}

fn words(text: impl Into<String>) -> Cell {
    vec![Line { code: String::new(), words: text.into() }]
}

/// All that there is to say of `integration`; sections without rows are left out.
pub(super) fn sections(integration: &Integration<'_>, now: f64) -> Vec<Section> {
    let all = [
        keys(integration, now),
        environment(integration),
        hosts(integration),
        endpoints(integration),
        scopes(integration),
        packages(integration),
        events(integration),
    ];
    all.into_iter().filter(|section| !section.rows.is_empty() || !section.footer.is_empty()).collect()
}

/// What the integration does, as a sentence without its dot; empty where no call tells.
pub(super) fn does(integration: &Integration<'_>) -> String {
    let of = |reads: bool, writes: bool| {
        let meant = |area: &&Area| area.reads == reads && area.writes == writes;
        let names: Vec<String> =
            integration.areas.iter().filter(meant).map(|area| area.product.replace('-', " ")).collect();
        names.join(", ")
    };
    let parts = [("reads and writes", of(true, true)), ("writes", of(false, true)), ("reads", of(true, false))];
    let mut parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(verb, names)| format!("{verb} {names}"))
        .collect();
    if !integration.events.is_empty() {
        parts.push("takes webhooks".to_owned());
    }
    parts.join("; ")
}

/// Whether `call` is one of v1.
pub(super) fn is_legacy(call: &Called<'_>) -> bool {
    call.api == Api::V1
}

fn keys(integration: &Integration<'_>, now: f64) -> Section {
    let row = |held: &Held<'_>| {
        let place = |(place, _): &(Place<'_>, Vcs)| Line { code: shown(place), words: String::new() };
        let standing = |(_, vcs): &(Place<'_>, Vcs)| Line { code: String::new(), words: standing(*vcs).to_owned() };
        vec![
            words(&held.kind.name),
            code(held.secret.masked()),
            held.places.iter().map(place).collect(),
            held.places.iter().map(standing).collect(),
            about(held, now),
        ]
    };
    Section {
        title: "Keys",
        columns: &["kind", "key", "where", "git", "about"],
        rows: integration.credentials.iter().map(row).collect(),
        footer: String::new(),
    }
}

fn standing(vcs: Vcs) -> &'static str {
    match vcs {
        Vcs::None => "no repository",
        vcs => vcs.as_str(),
    }
}

/// How old a key is, what it opens, and who else uses it.
fn about(held: &Held<'_>, now: f64) -> Cell {
    let Details { issued, expires, account, class, name, .. } = held.details;
    let age = match issued {
        Some(issued) => format!("issued {}, {}", day(*issued), ago(*issued, now)),
        None => "age unknown".to_owned(),
    };
    let end = expires.map(|at| format!("{} {}", if at < now { "expired" } else { "good until" }, day(at)));
    let class = match class.as_deref() {
        Some("Company") => "agency",
        Some("User") => "user",
        Some(_) => "sub-account",
        None => "account",
    };
    let lines = [
        Some(age),
        end,
        account.as_ref().map(|account| format!("{class} {account}")),
        name.as_ref().map(|name| format!("called `{name}`")),
        (!held.shared_with.is_empty()).then(|| format!("also used by {}", list(&held.shared_with))),
    ];
    lines.into_iter().flatten().map(|words| Line { code: String::new(), words }).collect()
}

fn ago(since: f64, now: f64) -> String {
    let days = ((now - since) / SECONDS_OF_DAY as f64).floor();
    if days < 0.0 { "in the future".to_owned() } else { format!("{} ago", number(days as u64, "day")) }
}

/// Most integrations that a line names.
const MOST_NAMES: usize = 5;

fn list(roots: &[&str]) -> String {
    let names: Vec<String> =
        roots.iter().map(|root| if *root == "." { "the top folder".to_owned() } else { format!("`{root}`") }).collect();
    first_of(&names, MOST_NAMES, ", ")
}

fn environment(integration: &Integration<'_>) -> Section {
    let row = |variable: &crate::inventory::Variable<'_>| {
        let at = |role| places(variable.in_role(role));
        let documented = match variable.in_role(EnvRole::Documented) {
            [] => words("nowhere"),
            found => places(found),
        };
        vec![
            code(variable.name),
            words(if variable.is_secret { "secret" } else { "setting" }),
            at(EnvRole::Read),
            at(EnvRole::Set),
            documented,
        ]
    };
    Section {
        title: "Environment",
        columns: &["variable", "kind", "read", "set", "documented"],
        rows: integration.variables.iter().map(row).collect(),
        footer: String::new(),
    }
}

fn hosts(integration: &Integration<'_>) -> Section {
    let row = |named: &Named<'_, &crate::catalog::hosts::Host>| {
        let api = named.what.api.map_or("-", Api::as_str);
        vec![code(named.what.name), words(api), words(named.what.purpose), places(&named.places)]
    };
    let versions: Vec<String> =
        integration.versions.iter().map(|named| format!("{} ({})", named.what, one_line(&named.places))).collect();
    let footer = if versions.is_empty() { String::new() } else { format!("`Version` header: {}", versions.join(", ")) };
    Section {
        title: "Hosts",
        columns: &["host", "API", "what", "where"],
        rows: integration.hosts.iter().map(row).collect(),
        footer,
    }
}

fn endpoints(integration: &Integration<'_>) -> Section {
    let row = |call: &Called<'_>| {
        let method = call.method.map_or("any", crate::catalog::method::Method::name);
        vec![words(call.api.as_str()), words(method), code(&call.path), needs(call), places(&call.places)]
    };
    let footer = match integration.unresolved.as_slice() {
        [] => String::new(),
        [only] => format!("1 call could not be resolved ({}): its path is only known when the code runs", shown(only)),
        all => format!(
            "{} calls could not be resolved ({}): their paths are only known when the code runs",
            all.len(),
            one_line(all)
        ),
    };
    Section {
        title: "Endpoints",
        columns: &["API", "method", "path", "needs", "where"],
        rows: integration.calls.iter().map(row).collect(),
        footer,
    }
}

/// What a call needs: its scopes, or another call in its place.
fn needs(call: &Called<'_>) -> Cell {
    let scopes: Vec<&str> = call.scopes().into_iter().collect();
    match call.replacement() {
        Some(endpoint) => {
            vec![Line { code: format!("{} {}", endpoint.method.name(), endpoint.path), words: "in v2".to_owned() }]
        }
        None if is_legacy(call) && call.endpoints.is_empty() => words("nothing in v2"),
        None if is_legacy(call) => words(format!("one of {} calls in v2", call.endpoints.len())),
        None if call.is_undocumented() => words("not documented"),
        None => {
            let about = if call.is_deprecated() { "deprecated" } else { "" };
            match scopes.as_slice() {
                [] if about.is_empty() => words("no scope"),
                [] => words(about),
                _ if 1 < call.endpoints.len() => words(format!("one of {}", scopes.join(", "))),
                [first, others @ ..] => {
                    let mut cell = vec![Line { code: (*first).to_owned(), words: about.to_owned() }];
                    cell.extend(others.iter().map(|scope| Line { code: (*scope).to_owned(), words: String::new() }));
                    cell
                }
            }
        }
    }
}

fn scopes(integration: &Integration<'_>) -> Section {
    let rows = integration.privilege.map(|privilege| table(privilege).rows).unwrap_or_default();
    let footer = match integration.declared_at {
        Some(".") => "declared in the top folder, for its parts, too".to_owned(),
        Some(root) => format!("declared in `{root}`, for its parts, too"),
        None => match integration.privilege {
            Some(privilege) if privilege.declarations.is_empty() && !rows.is_empty() => {
                "none are declared here".to_owned()
            }
            _ => String::new(),
        },
    };
    let is_told = integration.privilege.is_some() || !integration.calls.is_empty();
    Section {
        title: "Scopes",
        columns: &["scope", "verdict", "because"],
        rows: rows.into_iter().map(|row| vec![code(row.scope), words(row.verdict), words(row.because)]).collect(),
        footer: if is_told { footer } else { String::new() },
    }
}

fn packages(integration: &Integration<'_>) -> Section {
    let row = |named: &Named<'_, &crate::catalog::packages::Package>| {
        let package = named.what;
        let apis: Vec<&str> = package.apis.iter().map(|api| api.as_str()).collect();
        let apis = if apis.is_empty() { "unknown".to_owned() } else { apis.join(", ") };
        let by = if package.is_official { "HighLevel" } else { "community" };
        vec![code(package.name), words(package.registry.as_str()), words(by), words(apis), places(&named.places)]
    };
    Section {
        title: "Packages",
        columns: &["package", "registry", "by", "speaks", "where"],
        rows: integration.packages.iter().map(row).collect(),
        footer: String::new(),
    }
}

fn events(integration: &Integration<'_>) -> Section {
    let row = |named: &Named<'_, &str>| vec![code(named.what), places(&named.places)];
    Section {
        title: "Webhook events",
        columns: &["event", "where"],
        rows: integration.events.iter().map(row).collect(),
        footer: String::new(),
    }
}

fn shown(place: &Place<'_>) -> String {
    format!("{}:{}", place.path, place.line)
}

/// The first of `places`, and how many more there are.
fn places(places: &[Place<'_>]) -> Cell {
    match places {
        [] => words(""),
        [only] => code(shown(only)),
        [first, others @ ..] => vec![Line { code: shown(first), words: format!("+{}", others.len()) }],
    }
}

fn one_line(places: &[Place<'_>]) -> String {
    const MOST_PLACES: usize = 3;
    let shown: Vec<String> = places.iter().map(shown).collect();
    first_of(&shown, MOST_PLACES, ", ")
}
