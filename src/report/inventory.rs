//! An inventory for people and programs. The tables are the same for all that people read; a writer only lays them out.

mod json;
mod markdown;
mod plain;
mod sections;

use super::Look;
use super::prose::number;
use crate::finding::Severity;
use crate::inventory::{FindingCounts, Integration, Inventory};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Formats of an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum InventoryFormat {
    /// For people.
    Human,
    /// One JSON object.
    Json,
    /// For a wiki or a pull request.
    Markdown,
}

/// Writes `inventory` in `format`.
///
/// # Errors
///
/// When the stream fails.
pub fn write(inventory: &Inventory<'_>, format: InventoryFormat, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match format {
        InventoryFormat::Human => plain::write(inventory, look, out),
        InventoryFormat::Json => json::write(inventory, out),
        InventoryFormat::Markdown => markdown::write(inventory, out),
    }
}

/// What is said where there is nothing.
const NOTHING: &str = "nothing of HighLevel's was found here";

/// The whole inventory in one line.
fn summary(inventory: &Inventory<'_>) -> String {
    let all = || inventory.integrations.iter();
    let keys: BTreeSet<&str> =
        all().flat_map(|integration| &integration.credentials).map(|held| held.secret.digest()).collect();
    let shared: BTreeSet<&str> = all()
        .flat_map(|integration| &integration.credentials)
        .filter(|held| !held.shared_with.is_empty())
        .map(|held| held.secret.digest())
        .collect();
    let n_calls: usize = all().map(|integration| integration.calls.len()).sum();
    let n_legacy = all().flat_map(|integration| &integration.calls).filter(|call| sections::is_legacy(call)).count();
    let of = |n: usize, what: &str| if n == 0 { String::new() } else { format!(" ({n} {what})") };
    let parts = [
        number(inventory.integrations.len() as u64, "integration"),
        number(keys.len() as u64, "key") + &of(shared.len(), "shared"),
        number(n_calls as u64, "endpoint") + &of(n_legacy, "of v1"),
        format!("findings: {}", found(&inventory.findings)),
    ];
    parts.join(" · ")
}

/// How many findings there are of each severity.
fn found(counts: &FindingCounts) -> String {
    let of =
        |severity: Severity| counts.severities.get(&Reverse(severity)).map(|n| number(*n as u64, severity.as_str()));
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(of).collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// The same with the rules, the most frequent first.
fn found_by_rule(counts: &FindingCounts) -> String {
    let mut rules: Vec<(&str, usize)> = counts.rules.iter().map(|(rule, n)| (*rule, *n)).collect();
    rules.sort_by_key(|(rule, n)| (Reverse(*n), *rule));
    let rules: Vec<String> =
        rules.into_iter().map(|(rule, n)| if n == 1 { rule.to_owned() } else { format!("{rule} {n}") }).collect();
    if rules.is_empty() { found(counts) } else { format!("{} ({})", found(counts), rules.join(", ")) }
}

/// The name of an integration: its folder's.
fn name<'e>(integration: &Integration<'e>) -> &'e str {
    match integration.root {
        "." => "this folder",
        root => root.rsplit('/').find(|part| !part.is_empty()).unwrap_or(root),
    }
}

/// Its root, where that says more than its name.
fn root<'e>(integration: &Integration<'e>) -> Option<&'e str> {
    Some(integration.root).filter(|root| root.contains('/'))
}
