//! What the scope manifests of a run should hold, against what they hold.
//!
//! In: the evidence, and the findings that are to be reported: what a suppression keeps, is kept. Out: a plan for each
//! integration. Reads and writes no file.

use crate::catalog::platform::platform;
use crate::fact::{DeclarationForm, Evidence, ScopeDeclaration};
use crate::finding::Finding;
use crate::privilege::{Privilege, Verdict, weigh, weigh_with};
use crate::rules::{excess_write_scope, unused_scope};
use crate::scope_manifest::FILE_NAME;
use std::collections::BTreeSet;

/// What is to be done for one integration.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    /// Display path of its manifest, not masked.
    pub path: String,
    /// What is to be done.
    pub action: Action,
}

/// What is to be done about a manifest.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// It is to be written anew.
    Create(Change),
    /// It is to be changed, or stays as it is.
    Update(Change),
    /// None is written.
    Leave(Reason),
}

/// Scopes that come and go, by name.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// What is needed and not in the manifest.
    pub added: Vec<String>,
    /// What nothing needs.
    pub taken_out: Vec<String>,
    /// What is in it then although nothing is certain to need it.
    pub open: Vec<String>,
    /// Whether all that may need a scope was seen.
    pub is_in_sight: bool,
}

/// Why an integration gets no manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No call is known to need a scope.
    NothingNeeded,
    /// Other parts of the application declare scopes, and this may be code of theirs.
    Shared,
    /// Nothing tells that its folder is one integration: several applications may lie in it.
    NoRoot,
    /// Only a part of it was looked at.
    Partial,
}

/// What to do for each integration of `evidence`, by root; `findings` are those that are reported.
pub fn plan(evidence: &Evidence, findings: &[Finding]) -> Vec<Plan> {
    let privileges = weigh(evidence);
    let declares = |privilege: &&Privilege<'_>| !privilege.declarations.is_empty();
    let declaring: BTreeSet<&str> = privileges.iter().filter(declares).map(|privilege| privilege.application).collect();
    let is_shared = |privilege: &Privilege<'_>| !declares(&privilege) && declaring.contains(privilege.application);
    // once it has a manifest, a part answers for its own calls alone; it does so here already, or the next run would
    // take out what this one adds
    let alone = privileges.iter().filter(|privilege| !is_shared(privilege)).map(|privilege| privilege.root);
    let plan_one = |privilege: &Privilege<'_>| {
        let path = match privilege.root {
            "." => FILE_NAME.to_owned(),
            root => format!("{root}/{FILE_NAME}"),
        };
        let in_manifest = in_manifest(privilege, &path);
        let change = || change(privilege, in_manifest, &path, findings);
        let action = match in_manifest {
            _ if !evidence.walks(privilege.root) => Action::Leave(Reason::Partial),
            Some(_) => Action::Update(change()),
            None if privilege.needed.is_empty() => Action::Leave(Reason::NothingNeeded),
            None if is_shared(privilege) => Action::Leave(Reason::Shared),
            None if holds_applications(evidence, privilege.root) => Action::Leave(Reason::NoRoot),
            None => Action::Create(change()),
        };
        Plan { path, action }
    };
    weigh_with(evidence, &alone.collect()).iter().map(plan_one).collect()
}

/// The scopes that the manifest at `path` declares, where there is one.
fn in_manifest<'p>(privilege: &'p Privilege<'_>, path: &str) -> Option<&'p ScopeDeclaration> {
    let is_it =
        |file: &str, declaration: &ScopeDeclaration| declaration.form == DeclarationForm::ScopeManifest && file == path;
    let found = privilege.declarations.iter().find(|(file, declaration)| is_it(&file.path, declaration));
    found.map(|(_, declaration)| *declaration)
}

/// Whether `root` is only where the run began, and what lies in it are applications of their own.
fn holds_applications(evidence: &Evidence, root: &str) -> bool {
    let files = evidence.files.iter().map(|file| (&file.integration, &file.application));
    let uses = evidence.uses.iter().map(|used| (&used.integration, &used.application));
    root == "." && files.chain(uses).any(|(integration, application)| integration == "." && application != ".")
}

/// What is to change in the manifest at `path`, which declares `declaration`, if there is one.
fn change(
    privilege: &Privilege<'_>,
    declaration: Option<&ScopeDeclaration>,
    path: &str,
    findings: &[Finding],
) -> Change {
    let scopes = &platform().scopes;
    let is_too_much = |finding: &&Finding| {
        finding.path == path && [unused_scope::META.id, excess_write_scope::META.id].contains(&finding.rule)
    };
    let taken_out: BTreeSet<&str> =
        findings.iter().filter(is_too_much).filter_map(|found| found.scope.as_deref()).collect();
    let held = declaration.iter().flat_map(|declaration| &declaration.scopes).map(|scope| &*scope.name);
    let kept: BTreeSet<&str> = held.filter(|name| !taken_out.contains(name)).collect();
    let kept_usual: BTreeSet<&str> = kept.iter().map(|name| scopes.usual(name)).collect();
    let wanted: BTreeSet<&str> = privilege.wanted().into_iter().map(|name| scopes.usual(name)).collect();
    let added: BTreeSet<&str> = wanted.difference(&kept_usual).copied().collect();
    let is_open = |name: &&&str| matches!(privilege.verdicts.get(**name), Some(Verdict::Open(_)));
    let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
    Change {
        open: kept.iter().chain(&added).filter(is_open).map(|name| (*name).to_owned()).collect(),
        added: owned(&added),
        taken_out: owned(&taken_out),
        is_in_sight: privilege.is_in_sight(),
    }
}
