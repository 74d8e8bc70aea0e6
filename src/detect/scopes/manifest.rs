//! A scope manifest as a declaration of its integration.

use super::{DeclarationHit, ScopeHit, ScopeHits, whole};
use crate::document::Document;
use crate::fact::{DeclarationForm, Standing};
use crate::scope_manifest::{self, Fault};
use crate::span::TextRange;

/// What the manifest `document` declares, and its mistakes, each on one line: with one of them it declares nothing.
pub(in crate::detect) fn in_manifest(document: &Document<'_>) -> (ScopeHits, Vec<Fault>) {
    // a window of a file that is too large, as the first window says
    if 0 < document.base().byte {
        return (ScopeHits::default(), Vec::new());
    }
    let manifest = match scope_manifest::read(&document.text) {
        Ok(manifest) => manifest,
        Err(faults) => {
            let shown = |fault: Fault| Fault { range: shown(document, &fault.range), ..fault };
            return (ScopeHits::default(), faults.into_iter().map(shown).collect());
        }
    };
    let hit = |entry: scope_manifest::Entry| ScopeHit {
        name: entry.name,
        has_reason: entry.has_reason,
        range: entry.name_range,
    };
    let scopes: Vec<ScopeHit> = manifest.entries.into_iter().map(hit).collect();
    let declaration = DeclarationHit {
        range: whole(&scopes).or(manifest.table).unwrap_or_default(),
        scopes,
        form: DeclarationForm::ScopeManifest,
        standing: Standing::Own,
        level: manifest.level,
    };
    (ScopeHits { declarations: vec![declaration], ..ScopeHits::default() }, Vec::new())
}

/// The part of `range` on its first line; a place between two characters is shown as the one before it.
fn shown(document: &Document<'_>, range: &TextRange) -> TextRange {
    let start = range.start.min(document.text.len());
    let line = document.line_around(start);
    let end = range.end.min(line.end.max(start)).max(start);
    if start == end && line.start < start { start - 1..end } else { start..end }
}
