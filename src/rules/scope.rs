//! What the rules about declared scopes share: which declarations they judge, and the parts of a finding that are the same.

use crate::fact::{DeclarationForm, DeclaredScope, Evidence, FileFacts, ScopeDeclaration, Standing};
use crate::finding::{Confidence, Finding, Related, RuleMeta};
use crate::privilege::{Privilege, Reason, Verdict};
use std::collections::HashSet;

/// The declarations of the integrations themselves, each with its file; documentation is not judged.
pub(super) fn own(evidence: &Evidence) -> impl Iterator<Item = (&FileFacts, &ScopeDeclaration)> {
    let all = evidence.files.iter().flat_map(|file| file.declarations.iter().map(move |declared| (file, declared)));
    all.filter(|(_, declared)| declared.standing == Standing::Own)
}

/// A finding about `scope`; what it is and what to do about it are still to be said.
///
/// The same scope has the same identity wherever it stands, so that copies of a list are one thing to do.
pub(super) fn finding(meta: &RuleMeta, file: &FileFacts, scope: &DeclaredScope) -> Finding {
    Finding {
        rule: meta.id,
        severity: meta.severity,
        confidence: Confidence::High,
        message: String::new(),
        path: file.path.clone(),
        site: scope.site.clone(),
        label: String::new(),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why: String::new(),
        help: String::new(),
        related: Vec::new(),
        credential: None,
        scope: Some(scope.name.clone()),
        commit: None,
        endpoint: None,
        identity: scope.name.clone(),
    }
}

/// A declared scope with what is to be said of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged<'p> {
    pub(super) file: &'p FileFacts,
    pub(super) declaration: &'p ScopeDeclaration,
    pub(super) scope: &'p DeclaredScope,
    pub(super) verdict: &'p Verdict<'p>,
}

/// Every scope that an integration declares.
pub(super) fn judged<'p>(privilege: &'p Privilege<'_>) -> impl Iterator<Item = Judged<'p>> {
    privilege.declarations.iter().flat_map(move |(file, declaration)| {
        let mut seen = HashSet::new();
        // `duplicate-scope` speaks of the second
        let scopes = declaration.scopes.iter().filter(move |scope| seen.insert(&scope.name));
        scopes.filter_map(move |scope| {
            Some(Judged { file, declaration, scope, verdict: privilege.verdicts.get(&*scope.name)? })
        })
    })
}

/// What to do about scopes that are too much: the ready-made smaller list, or where the manifest's scopes come from.
pub(super) fn ask_for(declaration: &ScopeDeclaration, wanted: &[&str]) -> String {
    match declaration.form {
        DeclarationForm::ScopeManifest => {
            "take it out in HighLevel's settings and here: `ghl-lint scopes --write` does the latter".to_owned()
        }
        _ if wanted.is_empty() => "take it out; nothing here needs any scope".to_owned(),
        _ => format!("ask for `{}`", wanted.join(" ")),
    }
}

/// One call for each scope that is needed: what the verdict rests on.
pub(super) fn example_calls(privilege: &Privilege<'_>) -> Vec<Related> {
    privilege.needed.values().filter_map(|reasons| reasons.first()).map(related).collect()
}

/// The calls and events that need a scope.
pub(super) fn reasons(reasons: &[Reason<'_>]) -> Vec<Related> {
    reasons.iter().take(MOST_RELATED).map(related).collect()
}

/// Places of one finding that are listed.
const MOST_RELATED: usize = 10;

fn related(reason: &Reason<'_>) -> Related {
    let message = match reason {
        Reason::Call(_, endpoint) => {
            format!("{} {} needs {}", endpoint.method.name(), endpoint.path, endpoint.scopes.join(" "))
        }
        Reason::Event(_, event) => format!("webhook {} is taken", event.event),
    };
    Related { message, path: reason.path().to_owned(), site: reason.site().clone() }
}
