//! The same tables as text without color, for reports that show them beside findings.

use super::{Look, Table, printable};
use crate::privilege::Privilege;

/// The scopes of one integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeTable {
    /// Root of the integration.
    pub root: String,
    /// Where scopes are asked for, `path:line`, in the order of the files.
    pub places: Vec<String>,
    /// A row for each scope, by name.
    pub rows: Vec<ScopeRow>,
    /// The scopes to ask for.
    pub wanted: Vec<String>,
    /// Number of calls whose path is only known when the code runs.
    pub n_unresolved: usize,
}

/// What is to be said of one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeRow {
    /// Its name.
    pub scope: String,
    /// The judgment, one or two words.
    pub verdict: &'static str,
    /// The reason, with its place.
    pub because: String,
}

/// The tables of those of `privileges` that ask for scopes.
pub fn tables(privileges: &[Privilege<'_>]) -> Vec<ScopeTable> {
    privileges.iter().filter(|privilege| !privilege.declarations.is_empty()).map(table).collect()
}

/// The table of `privilege`, whether or not it asks for scopes.
pub(in crate::report) fn table(privilege: &Privilege<'_>) -> ScopeTable {
    let look = Look { width: 0, color: false, quiet: false, seconds: None };
    let rows = Table { privilege, differing: None, look }.rows().into_iter();
    let declarations = privilege.declarations.iter();
    ScopeTable {
        root: privilege.root.to_owned(),
        places: declarations
            .map(|(file, declaration)| format!("{}:{}", printable(&file.path), declaration.site.region.start.line))
            .collect(),
        rows: rows
            .map(|row| ScopeRow {
                scope: row.scope,
                verdict: row.verdict,
                // what spaces set apart where all characters are of one width
                because: row.because.replace("  ", " · "),
            })
            .collect(),
        wanted: privilege.wanted().into_iter().map(printable).collect(),
        n_unresolved: privilege.unresolved.len(),
    }
}
