//! `fixtures/declared/<case>/`: files in `tree/` and `expected.txt`, what each of them asks for.
//!
//! A line a declaration: `path:line form standing level: scopes`, each scope with its place and, where the source spells it
//! differently, its text there. A line that says `granted` is what a stored token carries.

use crate::tree::{expect_file, files, folders, project};
use ghl_lint::catalog::level::Level;
use ghl_lint::detect::Detector;
use ghl_lint::document::Document;
use ghl_lint::fact::{DeclaredScope, Standing};
use std::fs;
use std::path::Path;

#[test]
fn every_case_declares_what_it_expects() {
    for case in folders(&project().join("fixtures/declared")) {
        let tree = case.join("tree");
        let lines: String = files(&tree).iter().map(|file| declared(&tree, file)).collect();
        expect_file(&case.join("expected.txt"), &lines);
    }
}

fn declared(tree: &Path, file: &Path) -> String {
    let path = file.strip_prefix(tree).expect("below the tree").to_string_lossy().into_owned();
    let text = fs::read(file).expect("a fixture can be read");
    let detected = Detector::embedded().detect(&Document::new(&path, &text));
    let declarations = detected.declarations.iter().map(|declaration| {
        let standing = if declaration.standing == Standing::Own { "" } else { " of documentation" };
        let level = match declaration.level {
            None => "",
            Some(Level::Location) => " for sub-accounts",
            Some(Level::Company) => " for agencies",
            Some(_) => " for both",
        };
        let line = declaration.site.region.start.line;
        format!("{path}:{line} {}{standing}{level}:{}\n", declaration.form.as_str(), shown(&text, &declaration.scopes))
    });
    let grants = detected.grants.iter();
    let grants = grants
        .map(|grant| format!("{path}:{} granted:{}\n", grant.site.region.start.line, shown(&text, &grant.scopes)));
    declarations.chain(grants).collect()
}

fn shown(text: &[u8], scopes: &[DeclaredScope]) -> String {
    let one = |scope: &DeclaredScope| {
        let (region, name) = (scope.site.region, &scope.name);
        let range =
            usize::try_from(region.span.start).expect("small")..usize::try_from(region.span.end).expect("small");
        let spelled = String::from_utf8_lossy(&text[range]);
        let spelled = if spelled == *name { String::new() } else { format!(" as {spelled:?}") };
        format!(" {name}@{}:{}{spelled}", region.start.line, region.start.column)
    };
    scopes.iter().map(one).collect()
}
